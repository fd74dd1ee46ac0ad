//! An answer as sheets of a workbook: a row a cell and period, with labels, and a last sheet with what stands beside them.

use calendar::Day;
use figures::{Cube, CubeRow, List};
use tables::{
    CellState, Decimal, Dimension, HeadingCell, Language, Note, NumberFault, Table, TableView,
    Text, ViewCell, ViewRow,
};

use super::beside::Beside;
use super::cell::Around;
use super::table::Frame;
use super::{Outcome, words};

/// Rows of numbers in a sheet. Excel takes 1,048,576; the head and the note need a few.
pub(super) const MOST_ROWS: usize = 1_048_500;
/// Sheets of numbers in a workbook: what more would need, no office program opens.
pub(super) const MOST_SHEETS: usize = 8;

/// The sheets of a table of numbers.
pub(super) fn of_cube(
    outcome: &Outcome<'_>,
    frame: &Frame<'_>,
    beside: &Beside,
) -> Result<Vec<TableView>, NumberFault> {
    let language = outcome.language;
    let members = frame.members();
    let dimensions: Vec<Dimension> = members
        .iter()
        .enumerate()
        .map(|(at, members)| frame.dimension(outcome, at, members))
        .collect();
    let mut stubs = vec![Text::new("Periode", "Period").within(language).to_owned()];
    for dimension in &dimensions {
        let label = dimension.label.within(language);
        let code = Text::new("kode", "code");
        stubs.push(format!("{label} ({})", code.within(language)));
        stubs.push(label.to_owned());
    }
    let headings: Vec<HeadingCell> = frame
        .numbers
        .iter()
        .map(|number| HeadingCell {
            text: number.title.within(language).to_owned(),
            span: 1,
        })
        .collect();
    let Cube { rows, .. } = frame.cube;
    let row = |row: &CubeRow, around: &Around<'_>| -> Result<ViewRow, NumberFault> {
        let start = Day::from_epoch(frame.periods.bounds[row.period as usize]);
        let mut labels = vec![words::period(start, frame.every).0];
        for (at, member) in row.members.iter().enumerate() {
            let place = members[at].iter().position(|one| one == member);
            let member = place.map(|place| &dimensions[at].members[place]);
            labels.push(member.map_or_else(String::new, |member| member.code.clone()));
            labels.push(member.map_or_else(String::new, |member| {
                member.label.within(language).to_owned()
            }));
        }
        let cells = frame.numbers.iter().map(|number| {
            let cell = number.cell(row, around);
            let exact = cell.quantity().map(|of| of.rounded(number.places()));
            Ok(view_cell(cell.state(), exact.transpose()?, language))
        });
        Ok(ViewRow {
            labels,
            depth: 0,
            cells: cells.collect::<Result<_, _>>()?,
        })
    };
    let part = |part: &[CubeRow]| {
        frame.around(outcome, |around| {
            part.iter().map(|one| row(one, around)).collect()
        })
    };
    bound((beside, language), (stubs, headings), rows, part)
}

/// The sheets of a table that leaves the house: these of its positions.
pub(super) fn of_table(
    table: &Table,
    positions: &[usize],
    beside: &Beside,
    language: Language,
) -> Result<Vec<TableView>, NumberFault> {
    let Some((_, dimensions)) = table.dimensions().split_last() else {
        return Ok(vec![about(beside, language)]);
    };
    let mut stubs = vec![Text::new("Periode", "Period").within(language).to_owned()];
    for dimension in dimensions {
        let label = dimension.label.within(language);
        let code = Text::new("kode", "code");
        stubs.push(format!("{label} ({})", code.within(language)));
        stubs.push(label.to_owned());
    }
    let headings = table.measures().iter().map(|measure| HeadingCell {
        text: measure.label.within(language).to_owned(),
        span: 1,
    });
    let headings: Vec<HeadingCell> = headings.collect();
    let row = |position: &usize| -> Result<ViewRow, NumberFault> {
        let members = table.members_at(*position);
        let mut named = members.iter().zip(table.dimensions());
        let period = named.next_back();
        let mut labels: Vec<String> = period
            .map(|(&member, time)| time.members[member].code.clone())
            .into_iter()
            .collect();
        for (&member, dimension) in named {
            let member = &dimension.members[member];
            labels.push(member.code.clone());
            labels.push(member.label.within(language).to_owned());
        }
        let cells = table.measures().iter().enumerate().map(|(at, measure)| {
            let cell = table.cell(&members, at);
            let exact = cell.quantity().map(|of| measure.rounded(of));
            Ok(view_cell(cell.state(), exact.transpose()?, language))
        });
        Ok(ViewRow {
            labels,
            depth: 0,
            cells: cells.collect::<Result<_, _>>()?,
        })
    };
    let part = |part: &[usize]| part.iter().map(row).collect();
    bound((beside, language), (stubs, headings), positions, part)
}

/// As many sheets as the lines need, and the one about the numbers.
fn bound<T>(
    (beside, language): (&Beside, Language),
    (stubs, headings): (Vec<String>, Vec<HeadingCell>),
    lines: &[T],
    rows: impl Fn(&[T]) -> Result<Vec<ViewRow>, NumberFault>,
) -> Result<Vec<TableView>, NumberFault> {
    let mut sheets = Vec::new();
    for part in parts(lines) {
        sheets.push(TableView {
            title: titled(beside, sheets.len(), lines.len(), language),
            stubs: stubs.clone(),
            headings: vec![headings.clone()],
            rows: rows(part)?,
            notes: pointing(language),
        });
    }
    sheets.push(about(beside, language));
    Ok(sheets)
}

/// The sheets of a list of persons.
pub(super) fn of_list(list: &List, beside: &Beside, language: Language) -> Vec<TableView> {
    let mut sheets = Vec::new();
    for part in parts(&list.persons) {
        let rows = part.iter().map(|person| ViewRow {
            labels: vec![person.to_string()],
            depth: 0,
            cells: Vec::new(),
        });
        sheets.push(TableView {
            title: titled(beside, sheets.len(), list.persons.len(), language),
            stubs: vec!["person_id".to_owned()],
            headings: Vec::new(),
            rows: rows.collect(),
            notes: pointing(language),
        });
    }
    sheets.push(about(beside, language));
    sheets
}

/// How many sheets so many rows need.
pub(super) fn sheets(rows: usize) -> usize {
    rows.div_ceil(MOST_ROWS).max(1)
}

/// The rows sheet by sheet; one sheet where there is none.
fn parts<T>(rows: &[T]) -> Vec<&[T]> {
    if rows.is_empty() {
        vec![rows]
    } else {
        rows.chunks(MOST_ROWS).collect()
    }
}

fn titled(beside: &Beside, at: usize, rows: usize, language: Language) -> String {
    let title = beside.title().within(language);
    match sheets(rows) {
        1 => title.to_owned(),
        all => {
            let of = Text::new("af", "of");
            format!("{} {} {all}: {title}", at + 1, of.within(language))
        }
    }
}

fn pointing(language: Language) -> Vec<Note> {
    vec![Note {
        label: Text::new("Se", "See").within(language).to_owned(),
        text: Text::new(
            "Det sidste ark siger, hvem der er talt, hvorfra, og hvem der er udeladt",
            "The last sheet says who was counted, from where, and who was left out",
        )
        .within(language)
        .to_owned(),
    }]
}

fn about(beside: &Beside, language: Language) -> TableView {
    let row = |note: Note| ViewRow {
        labels: vec![note.label, note.text],
        depth: 0,
        cells: Vec::new(),
    };
    let say = |da: &str, en: &str| Text::new(da, en).within(language).to_owned();
    TableView {
        title: say("Om tallene", "About the numbers"),
        stubs: vec![say("Hvad", "What"), say("Siger", "Says")],
        headings: Vec::new(),
        rows: beside.notes(language).into_iter().map(row).collect(),
        notes: Vec::new(),
    }
}

fn view_cell(state: CellState, number: Option<Decimal>, language: Language) -> ViewCell {
    let symbol = state.symbol();
    ViewCell {
        text: match (&number, symbol) {
            (Some(number), _) => number.plain(),
            (None, symbol) => symbol.unwrap_or_default().to_owned(),
        },
        spoken: symbol.map(|_| state.meaning().within(language).to_owned()),
        state,
        number,
    }
}
