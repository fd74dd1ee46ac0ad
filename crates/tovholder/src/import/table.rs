//! A CSV file as a table: finds separator and columns, then gives row after row.

use std::fs::File;
use std::io::BufReader;
use std::path::Path;

use anyhow::{Context, anyhow, bail};
use csv::StringRecord;

use super::column::{Column, Needed};
use super::text::{self, CharacterSet, Text};
use super::value::nearest;

/// The longest field that is taken for a value, in characters.
const LONGEST: usize = 1000;

/// The columns that a file of refused rows has in addition; ignored when it is read again.
pub(super) const REASON_COLUMNS: [&str; 4] = [
    "afvist linje",
    "afvist kolonne",
    "afvist værdi",
    "afvist årsag",
];

/// What is wrong with a row.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Fault {
    /// Which row, counted from 0.
    pub(super) row: usize,
    /// The line in the file on which the row begins, counted from 1.
    pub(super) line: u64,
    /// The column as the file names it; `None` for the row as a whole.
    pub(super) column: Option<&'static str>,
    /// What is wrong and what to do, in Danish; stands after the value.
    pub(super) reason: String,
}

/// Where a row stands: goes into its faults.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Place {
    /// Which row, counted from 0.
    pub(super) row: usize,
    /// The line in the file, counted from 1.
    pub(super) line: u64,
}

impl Place {
    /// A fault in a column of this row.
    pub(super) fn fault(self, column: &'static str, reason: impl Into<String>) -> Fault {
        Fault {
            row: self.row,
            line: self.line,
            column: Some(column),
            reason: reason.into(),
        }
    }

    /// A fault of this row as a whole.
    pub(super) fn whole(self, reason: impl Into<String>) -> Fault {
        Fault {
            row: self.row,
            line: self.line,
            column: None,
            reason: reason.into(),
        }
    }
}

/// A row as read, its fields found by the name of their column.
pub(super) struct Row<'a> {
    /// Where it stands.
    pub(super) place: Place,
    record: &'a StringRecord,
    positions: &'a [(&'static str, usize)],
}

impl Row<'_> {
    /// The field in a column without space around it; `None` if it is empty or the file lacks the column.
    pub(super) fn field(&self, column: &str) -> Option<&str> {
        self.positions
            .iter()
            .find(|(name, _)| *name == column)
            .and_then(|(_, at)| self.record.get(*at))
            .map(str::trim)
            .filter(|field| !field.is_empty())
    }

    /// A field read by `read`; a field that cannot be read is a fault.
    pub(super) fn parsed<T>(
        &self,
        column: &'static str,
        faults: &mut Vec<Fault>,
        read: impl Fn(&str) -> Result<T, String>,
    ) -> Option<T> {
        match read(self.field(column)?) {
            Ok(value) => Some(value),
            Err(reason) => {
                faults.push(self.place.fault(column, reason));
                None
            }
        }
    }

    fn faults_of_form(&self, width: usize, faults: &mut Vec<Fault>) {
        if self.record.len() != width {
            faults.push(self.place.whole(format!(
                "rækken har {} felter, overskriften {width}; mangler der et skilletegn eller anførselstegn?",
                self.record.len()
            )));
            return;
        }
        for (name, at) in self.positions {
            let field = self.record.get(*at).unwrap_or_default();
            if field.chars().count() > LONGEST {
                faults.push(self.place.fault(name, format!("er over {LONGEST} tegn")));
            } else if field.chars().any(char::is_control) {
                faults.push(self.place.fault(
                    name,
                    "har linjeskift eller styretegn; mangler der et anførselstegn?",
                ));
            } else if is_garbled(field) {
                faults.push(
                    self.place
                        .fault(name, "blander to tegnsæt; gem filen som UTF-8"),
                );
            }
        }
    }
}

/// Whether UTF-8 was read as Windows-1252 (`Ã¦` for æ) or was destroyed earlier on its way.
fn is_garbled(field: &str) -> bool {
    field.contains('\u{fffd}')
        || ["Ã¦", "Ã¸", "Ã¥", "Ã†", "Ã˜", "Ã…", "Ã©", "Ã¼", "Ã¶"]
            .iter()
            .any(|pair| field.contains(pair))
}

/// A table that is read from its beginning to its end.
pub(super) struct Table {
    reader: csv::Reader<Text<BufReader<File>>>,
    header: Vec<String>,
    positions: Vec<(&'static str, usize)>,
    record: StringRecord,
    rows: usize,
    /// The sign between fields: `;` or `,`.
    pub(super) separator: u8,
    /// The character set that was found.
    pub(super) set: CharacterSet,
    /// The length of the file in bytes.
    pub(super) length: u64,
}

impl Table {
    /// Opens a file and reads its header; everything wrong with the header is told at once.
    pub(super) fn open(path: &Path, columns: &[Column]) -> anyhow::Result<Table> {
        let (set, length) = text::character_set(path)?;
        let separator = separator(path, set)?;
        let mut reader = csv::ReaderBuilder::new()
            .delimiter(separator)
            .flexible(true)
            .from_reader(text::reader(path, set)?);
        let header: Vec<String> = reader
            .headers()
            .with_context(|| format!("kunne ikke læse overskriften i {}", path.display()))?
            .iter()
            .map(|name| name.trim().to_lowercase())
            .collect();
        let positions = positions(&header, columns).map_err(|problems| {
            anyhow!(
                "overskriften i {} kan ikke bruges:\n  {}",
                path.display(),
                problems.join("\n  ")
            )
        })?;
        Ok(Table {
            reader,
            header,
            positions,
            record: StringRecord::new(),
            rows: 0,
            separator,
            set,
            length,
        })
    }

    /// The next row that is not empty, and what is wrong with its form.
    pub(super) fn next(&mut self) -> anyhow::Result<Option<(Row<'_>, Vec<Fault>)>> {
        loop {
            let more = self
                .reader
                .read_record(&mut self.record)
                .context("kunne ikke læse filen til ende")?;
            if !more {
                return Ok(None);
            }
            if self.record.iter().any(|field| !field.trim().is_empty()) {
                break;
            }
        }
        let place = Place {
            row: self.rows,
            line: self.record.position().map_or(0, csv::Position::line),
        };
        self.rows += 1;
        let row = Row {
            place,
            record: &self.record,
            positions: &self.positions,
        };
        let mut faults = Vec::new();
        row.faults_of_form(self.header.len(), &mut faults);
        Ok(Some((row, faults)))
    }

    /// The row just read, as it stands in the file.
    pub(super) fn record(&self) -> &StringRecord {
        &self.record
    }

    /// How many bytes have been read.
    pub(super) fn position(&self) -> u64 {
        self.reader.position().byte()
    }

    /// The header as read, lower case.
    pub(super) fn header(&self) -> &[String] {
        &self.header
    }

    /// Where a column stands.
    pub(super) fn position_of(&self, column: &str) -> Option<usize> {
        self.positions
            .iter()
            .find(|(name, _)| *name == column)
            .map(|(_, at)| *at)
    }
}

/// The separator is the one of semicolon and comma that the first line has more of, outside quotes.
fn separator(path: &Path, set: CharacterSet) -> anyhow::Result<u8> {
    use std::io::Read;
    let mut start = String::new();
    text::reader(path, set)?
        .take(64 * 1024)
        .read_to_string(&mut start)
        .or_else(|error| match error.kind() {
            // The piece may end within a letter.
            std::io::ErrorKind::InvalidData => Ok(0),
            _ => Err(error),
        })
        .with_context(|| format!("kunne ikke læse {}", path.display()))?;
    let Some(line) = start.lines().find(|line| !line.trim().is_empty()) else {
        bail!(
            "{} er tom; den første linje skal være kolonnernes navne",
            path.display()
        );
    };
    let (mut semicolons, mut commas, mut quoted) = (0, 0, false);
    for byte in line.bytes() {
        match byte {
            b'"' => quoted = !quoted,
            b';' if !quoted => semicolons += 1,
            b',' if !quoted => commas += 1,
            _ => {}
        }
    }
    Ok(if commas > semicolons { b',' } else { b';' })
}

/// Where each known column stands; or all that is wrong with the header.
fn positions(
    header: &[String],
    columns: &[Column],
) -> Result<Vec<(&'static str, usize)>, Vec<String>> {
    let mut problems = Vec::new();
    let mut found: Vec<(&'static str, usize)> = Vec::new();
    for (at, written) in header.iter().enumerate() {
        if REASON_COLUMNS.contains(&written.as_str()) {
            continue;
        }
        match columns.iter().find(|column| column.name == written) {
            Some(column) if found.iter().any(|(name, _)| *name == column.name) => {
                problems.push(format!("kolonnen »{written}« står der to gange"));
            }
            Some(column) => found.push((column.name, at)),
            None if written.is_empty() => {
                problems.push(format!("kolonne {} har intet navn", at + 1));
            }
            None => {
                let meant = nearest(written, columns.iter().map(|column| column.name))
                    .map(|meant| format!("; mente du »{meant}«?"))
                    .unwrap_or_default();
                let shown: String = written.chars().take(60).collect();
                problems.push(format!("kolonnen »{shown}« kendes ikke{meant}"));
            }
        }
    }
    let always = |column: &&Column| matches!(column.needed, Needed::Always);
    for column in columns.iter().filter(always) {
        if !found.iter().any(|(name, _)| *name == column.name) {
            problems.push(format!("kolonnen »{}« mangler", column.name));
        }
    }
    if problems.is_empty() {
        Ok(found)
    } else {
        Err(problems)
    }
}
