//! Tables as an Excel workbook: a sheet a table, numbers as numbers, and everything that must stand beside them underneath.

use std::collections::BTreeSet;

use calendar::Day;
use rust_xlsxwriter::{
    DocProperties, ExcelDateTime, Format, FormatAlign, FormatBorder, Workbook, Worksheet, XlsxError,
};
use tables::{Decimal, TableView, ViewCell};

/// Why a workbook cannot be written.
#[derive(Debug, thiserror::Error)]
pub enum WorkbookFault {
    /// More rows or columns than a sheet can hold.
    #[error("»{title}« has {rows} rows and {columns} columns; a sheet holds 1,048,576 and 16,384")]
    TooLarge {
        /// The table's title.
        title: String,
        /// Its rows, notes included.
        rows: usize,
        /// Its columns.
        columns: usize,
    },
    /// The library refused.
    #[error(transparent)]
    Writer(#[from] XlsxError),
}

const MOST_ROWS: usize = 1_048_576;
const MOST_COLUMNS: usize = 16_384;

/// Writes tables into a workbook, one sheet each, in the order given.
///
/// `made_on` is written as the day of creation, so that the same tables on the same day give the same bytes. A cell without a number
/// holds its symbol as text; the notes under the table say what it means.
pub fn workbook(views: &[TableView], made_on: Day) -> Result<Vec<u8>, WorkbookFault> {
    let mut book = Workbook::new();
    let made = ExcelDateTime::from_ymd(
        u16::try_from(made_on.year()).unwrap_or(1900),
        u8::try_from(made_on.month()).unwrap_or(1),
        u8::try_from(made_on.day()).unwrap_or(1),
    )?;
    let mut properties = DocProperties::new().set_creation_datetime(&made);
    if let Some(first) = views.first() {
        properties = properties.set_title(&first.title);
    }
    book.set_properties(&properties);
    let mut names = BTreeSet::new();
    for view in views {
        let sheet = book.add_worksheet();
        sheet.set_name(sheet_name(&view.title, &mut names))?;
        Sheet { sheet, view }.write()?;
    }
    Ok(book.save_to_buffer()?)
}

/// A name that Excel takes: at most 31 characters, none of `[]:*?/\`, no apostrophe at the ends, and not used before.
fn sheet_name(title: &str, used: &mut BTreeSet<String>) -> String {
    let clean: String = (title.chars())
        .map(|letter| {
            if "[]:*?/\\".contains(letter) || letter.is_control() {
                ' '
            } else {
                letter
            }
        })
        .collect();
    let clean = clean.trim_matches(|letter: char| letter == '\'' || letter.is_whitespace());
    let clean = if clean.is_empty() { "Tabel" } else { clean };
    let mut number = 1;
    loop {
        let tail = if number == 1 {
            String::new()
        } else {
            format!(" {number}")
        };
        let head: String = clean.chars().take(31 - tail.chars().count()).collect();
        let name = format!("{}{tail}", head.trim_end_matches([' ', '\'']));
        if used.insert(name.to_lowercase()) {
            return name;
        }
        number += 1;
    }
}

struct Sheet<'a> {
    sheet: &'a mut Worksheet,
    view: &'a TableView,
}

impl Sheet<'_> {
    fn write(mut self) -> Result<(), WorkbookFault> {
        let stubs = self.view.stubs.len().max(1);
        let columns = stubs + self.view.rows.first().map_or(0, |row| row.cells.len());
        let heading_rows = self.view.headings.len().max(1);
        let rows = 2 + heading_rows + self.view.rows.len() + 1 + self.view.notes.len();
        if rows > MOST_ROWS || columns > MOST_COLUMNS {
            return Err(WorkbookFault::TooLarge {
                title: self.view.title.clone(),
                rows,
                columns,
            });
        }
        let bold = Format::new().set_bold();
        self.sheet
            .write_with_format(0, 0, &self.view.title, &bold)?;
        let first_data = self.headings(stubs, 2)?;
        let next = self.rows(stubs, first_data)?;
        self.sheet.set_freeze_panes(first_data, column(stubs))?;
        for (at, note) in self.view.notes.iter().enumerate() {
            let row = next + 1 + line(at);
            self.sheet.write(row, 0, &note.label)?;
            self.sheet.write(row, 1, &note.text)?;
        }
        self.widths(stubs, columns)
    }

    fn headings(&mut self, stubs: usize, top: u32) -> Result<u32, WorkbookFault> {
        let format = (Format::new().set_bold()).set_border_bottom(FormatBorder::Thin);
        let centred = format.clone().set_align(FormatAlign::Center);
        let levels = self.view.headings.len().max(1);
        let last = top + line(levels) - 1;
        for (at, stub) in self.view.stubs.iter().enumerate() {
            self.sheet
                .write_with_format(last, column(at), stub, &format)?;
        }
        for (level, cells) in self.view.headings.iter().enumerate() {
            let row = top + line(level);
            let mut at = stubs;
            for cell in cells {
                if cell.span > 1 {
                    let end = column(at + cell.span - 1);
                    (self.sheet).merge_range(row, column(at), row, end, &cell.text, &centred)?;
                } else {
                    (self.sheet).write_with_format(row, column(at), &cell.text, &centred)?;
                }
                at += cell.span;
            }
        }
        Ok(last + 1)
    }

    fn rows(&mut self, stubs: usize, top: u32) -> Result<u32, WorkbookFault> {
        let parts = self.view.rows.iter().any(|row| row.depth > 0);
        for (at, row) in self.view.rows.iter().enumerate() {
            let place = top + line(at);
            let total = row.depth == 0 && parts;
            let label = if total {
                Format::new().set_bold()
            } else {
                Format::new()
            };
            for (level, text) in row.labels.iter().enumerate() {
                (self.sheet).write_string_with_format(place, column(level), text, &label)?;
            }
            for (cell, number) in row.cells.iter().zip(stubs..) {
                self.cell(place, column(number), cell, total)?;
            }
        }
        Ok(top + line(self.view.rows.len()))
    }

    fn cell(
        &mut self,
        row: u32,
        at: u16,
        cell: &ViewCell,
        total: bool,
    ) -> Result<(), WorkbookFault> {
        let mut format = Format::new().set_align(FormatAlign::Right);
        if total {
            format = format.set_bold();
        }
        match &cell.number {
            Some(number) => {
                let format = format.set_num_format(number_format(number.places));
                (self.sheet).write_number_with_format(row, at, nearest(number), &format)?;
            }
            None => {
                self.sheet
                    .write_string_with_format(row, at, &cell.text, &format)?;
            }
        }
        Ok(())
    }

    /// Widths by the longest text of a column, the notes left out: they may run over to the right.
    fn widths(&mut self, stubs: usize, columns: usize) -> Result<(), WorkbookFault> {
        for at in 0..columns {
            let texts = self.view.rows.iter().map(|row| {
                let text = match at.checked_sub(stubs) {
                    None => row.labels.get(at).map(String::as_str),
                    Some(cell) => row.cells.get(cell).map(|cell| cell.text.as_str()),
                };
                text.map_or(0, |text| text.chars().count())
            });
            let heading = match at.checked_sub(stubs) {
                None => self
                    .view
                    .stubs
                    .get(at)
                    .map_or(0, |stub| stub.chars().count()),
                Some(cell) => (self.view.headings.last().and_then(|last| last.get(cell)))
                    .map_or(0, |heading| heading.text.chars().count()),
            };
            let widest = texts.max().unwrap_or(0).max(heading).clamp(8, 60);
            let width = u32::try_from(widest).expect("at most 60") + 2;
            self.sheet.set_column_width(column(at), f64::from(width))?;
        }
        Ok(())
    }
}

/// Excel's own notation: it writes the marks of the reader's country.
fn number_format(places: u8) -> String {
    if places == 0 {
        "#,##0".to_owned()
    } else {
        format!("#,##0.{}", "0".repeat(places.into()))
    }
}

/// Excel knows only floats; the number was rounded before, and what is written is the float nearest to it.
fn nearest(number: &Decimal) -> f64 {
    let digits = format!("{}e-{}", number.units, number.places);
    digits.parse().expect("digits with an exponent are a float")
}

fn column(at: usize) -> u16 {
    u16::try_from(at).expect("the number of columns was checked")
}

fn line(at: usize) -> u32 {
    u32::try_from(at).expect("the number of rows was checked")
}
