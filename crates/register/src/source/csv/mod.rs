//! CSV files: comma, semicolon or tab, UTF-8 or Windows-1252, read in blocks of whole lines by several threads.

mod blocks;
mod head;
mod line;
mod lines;
mod pieces;
mod quick;

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

pub(crate) use blocks::{Block, Blocks};
pub(crate) use lines::Lines;
pub(crate) use pieces::Pieces;

use super::SourceError;
use crate::layout::Table;
use crate::rows::{NOBODY, Rows, UNREADABLE};
use head::Head;
use line::{Value, day, number, person};
use quick::Quick;

/// The largest id that text may give a person.
pub(crate) const LARGEST_ID: i64 = (1 << 40) - 1;

/// A table of CSV files.
#[derive(Debug)]
pub(crate) struct CsvTable {
    files: Vec<Head>,
    /// Per file the quick way through its lines, if there is one.
    quick: Vec<Option<Quick>>,
    /// Per column of the rows whether it holds days.
    days: Vec<bool>,
}

impl CsvTable {
    pub(crate) fn open(table: &Table) -> Result<CsvTable, SourceError> {
        let mut names = vec![table.person.as_str()];
        let mut days = Vec::new();
        if let Some(columns) = &table.days {
            names.extend([columns.start.as_str(), columns.end.as_str()]);
            days.extend([true, true]);
        }
        for field in &table.fields {
            names.push(&field.column);
            days.push(field.kind == figures::ColumnKind::Day);
        }
        let files = table
            .files
            .iter()
            .map(|file| Head::read(file, &names, &days))
            .collect::<Result<Vec<_>, _>>()?;
        let quick = files.iter().map(|head| Quick::new(head, &days)).collect();
        Ok(CsvTable { files, quick, days })
    }

    /// Persons from lines spread over the files, and about how many lines there are.
    pub(crate) fn sample(&self) -> Result<(Vec<i64>, u64), SourceError> {
        let mut persons = Vec::new();
        let mut rows = 0;
        for (at, head) in self.files.iter().enumerate() {
            let broken = |cause: std::io::Error| head.broken(&cause);
            let mut file = File::open(&head.path).map_err(broken)?;
            let (mut lines, mut bytes) = (0, 0);
            let places = (64 / self.files.len()).max(4) as u64;
            for place in 0..places {
                let from = head.begin + (head.size - head.begin) * place / places;
                let mut text = Vec::new();
                file.seek(SeekFrom::Start(from)).map_err(broken)?;
                (&mut file)
                    .take(1 << 16)
                    .read_to_end(&mut text)
                    .map_err(broken)?;
                // In the middle of a file the first line is only a part of one, and the last may be.
                let whole = memchr::memrchr(b'\n', &text).map_or(text.len(), |end| end + 1);
                text.truncate(whole);
                let skip = if place == 0 {
                    0
                } else {
                    memchr::memchr(b'\n', &text).map_or(text.len(), |end| end + 1)
                };
                let mut block = Block::new(at, skip, 0);
                let mut found = Rows::new(self.days.len());
                self.parse(&text, &mut block, usize::MAX, &mut found);
                lines += found.len() as u64;
                bytes += (text.len() - skip) as u64;
                persons.extend(found.persons.iter().filter(|&&one| one != NOBODY));
            }
            rows += (head.size - head.begin) * lines / bytes.max(1);
        }
        Ok((persons, rows))
    }

    /// Appends at most so many rows of a block; the block goes on after them.
    pub(crate) fn parse(&self, text: &[u8], block: &mut Block, rows: usize, out: &mut Rows) {
        let head = &self.files[block.file];
        let file = u32::try_from(block.file).unwrap_or(u32::MAX);
        let quick = self.quick[block.file].as_ref();
        let mut left = rows;
        while left > 0 && block.at < text.len() {
            if let Some(quick) = quick {
                out.now_from(file, block.row);
                let (rows, used) = quick.lines(&text[block.at..], left, out);
                block.at += used;
                block.row += rows as u64;
                left -= rows;
                if left == 0 {
                    break;
                }
            }
            let rest = &text[block.at..];
            if rest.is_empty() {
                break;
            }
            if let Some(blank) = line::blank(rest) {
                block.at += blank;
                block.row += 1;
                continue;
            }
            out.now_from(file, block.row);
            let used = self.line(head, rest, out);
            block.at += used;
            block.row += 1;
            left -= 1;
        }
    }

    /// One line; says how many bytes it has.
    fn line(&self, head: &Head, text: &[u8], out: &mut Rows) -> usize {
        let mut at = 0;
        let mut field = 0;
        loop {
            let place = head.places.get(field).copied().flatten();
            let (used, more) = match place {
                None => line::skip(&text[at..], head.separator),
                Some(0) => {
                    let (value, used, more) = line::field(&text[at..], head.separator, person);
                    out.persons.push(match value {
                        Value::Read(id) if (0..=LARGEST_ID).contains(&id) => id,
                        _ => NOBODY,
                    });
                    (used, more)
                }
                Some(place) => {
                    let column = place - 1;
                    let rest = &text[at..];
                    let (value, used, more) = if self.days[column] {
                        line::field(rest, head.separator, day)
                    } else {
                        line::field(rest, head.separator, number)
                    };
                    out.columns[column].push(match value {
                        Value::Read(value) => value,
                        Value::Empty => figures::MISSING,
                        Value::Unreadable => UNREADABLE,
                    });
                    (used, more)
                }
            };
            at += used;
            field += 1;
            if !more {
                break;
            }
        }
        for &(column, value) in &head.fixed {
            match column.checked_sub(1) {
                None => out.persons.push(i64::from(value)),
                Some(column) => out.columns[column].push(value),
            }
        }
        for &(column, other) in &head.copied {
            // Columns are told with the person's first; those of rows begin after it.
            let value = out.columns[other - 1].last().copied();
            out.columns[column - 1].push(value.unwrap_or(UNREADABLE));
        }
        if field != head.places.len() {
            misfit(out);
        }
        at
    }
}

/// A line with more or fewer fields than the head: nothing in it can be trusted, but whose it seems to be.
fn misfit(out: &mut Rows) {
    let rows = out
        .columns
        .iter()
        .map(Vec::len)
        .chain([out.persons.len()])
        .max()
        .unwrap_or(0);
    out.persons.resize(rows, NOBODY);
    for column in &mut out.columns {
        column.resize(rows, UNREADABLE);
        if let Some(last) = column.last_mut() {
            *last = UNREADABLE;
        }
    }
}
