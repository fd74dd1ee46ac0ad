//! What can be wrong with a row, and the account of who was left out.

use std::collections::BTreeMap;
use std::fmt::{self, Write as _};

use calendar::Day;
use figures::MISSING;

use crate::layout::Table;

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The person's id is missing or is no whole number.
    NoPerson,
    /// A value is missing where there must be one.
    Missing,
    /// A value that is not among the allowed ones, or is none at all.
    Value,
    /// A day that is outside the allowed ones, or is none at all.
    Day,
    /// The spell ends before it begins.
    Reversed,
    /// The spell shares a day with one of the same sort.
    OverlapSame,
    /// The spell shares a day with another one, and the layout does not say what then holds.
    OverlapOther,
    /// The person stands twice in the table of persons.
    Twice,
    /// The person does not stand in the table of persons.
    Unknown,
}

/// A fault in a row of a block.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Flaw {
    /// The row's place in the block.
    pub(crate) row: usize,
    pub(crate) column: Option<usize>,
    pub(crate) value: i32,
    pub(crate) fault: Fault,
}

/// A faulty row, for a person to look up and mend.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct FaultyRow {
    /// The table's place: the tracks in their order, then the persons.
    pub table: usize,
    /// The file's place in the table.
    pub file: u32,
    /// The row in the file; the first row of data is 0.
    pub row: u64,
    /// The column's place in the table's rows: the days come first.
    pub(crate) column: Option<usize>,
    /// The value, [`MISSING`] where there is none to tell.
    pub(crate) value: i32,
    /// What is wrong.
    pub fault: Fault,
}

/// What was read, and who was left out of it and why.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Account {
    /// Persons whose histories were used.
    pub persons: u64,
    /// Persons who were left out because of a faulty row, each counted once.
    pub left_out: u64,
    /// Rows read, by table.
    pub rows: Vec<u64>,
    /// Faulty rows, by table and fault.
    pub faults: BTreeMap<(usize, Fault), u64>,
    /// The first of them, by table, file and row; at most [`EXAMPLES`].
    pub examples: Vec<FaultyRow>,
}

/// How many faulty rows are told one by one; all are counted.
pub const EXAMPLES: usize = 1_000;

impl Account {
    pub(crate) fn note(&mut self, row: FaultyRow) {
        *self.faults.entry((row.table, row.fault)).or_default() += 1;
        self.examples.push(row);
        if self.examples.len() >= 2 * EXAMPLES {
            self.trim();
        }
    }

    fn trim(&mut self) {
        self.examples.sort_unstable();
        self.examples.dedup();
        self.examples.truncate(EXAMPLES);
    }

    /// Adds what another thread counted.
    pub(crate) fn merge(&mut self, other: Account) {
        self.persons += other.persons;
        self.left_out += other.left_out;
        if self.rows.len() < other.rows.len() {
            self.rows.resize(other.rows.len(), 0);
        }
        for (mine, theirs) in self.rows.iter_mut().zip(other.rows) {
            *mine += theirs;
        }
        for (fault, rows) in other.faults {
            *self.faults.entry(fault).or_default() += rows;
        }
        self.examples.extend(other.examples);
        self.trim();
    }
}

impl FaultyRow {
    /// The row in words: file, row, column, and what to do.
    pub fn told(&self, tables: &[&Table]) -> String {
        let Some(table) = tables.get(self.table) else {
            return self.fault.to_string();
        };
        let file = table
            .files
            .get(self.file as usize)
            .map_or_else(String::new, |file| file.display().to_string());
        let leading = if table.days.is_some() { 2 } else { 0 };
        let column = self.column.map(|at| match (&table.days, at) {
            (Some(days), 0) => days.start.as_str(),
            (Some(days), 1) => days.end.as_str(),
            _ => table.fields[at - leading].column.as_str(),
        });
        // Rows are told as a person counts them: the first row of data is 1.
        let mut text = format!("{file}, row {}", self.row + 1);
        if let Some(column) = column {
            write!(text, ", column {column}").expect("a string takes any text");
        }
        write!(text, ": {}", self.fault).expect("a string takes any text");
        let is_day = self.fault == Fault::Day;
        if self.value == crate::rows::UNREADABLE {
            text += " (not readable)";
        } else if self.value != MISSING && is_day {
            let shown = match (&table.days, self.column) {
                (Some(days), Some(1)) if days.inclusive => self.value - 1,
                _ => self.value,
            };
            write!(text, " ({})", Day::from_epoch(shown)).expect("a string takes any text");
        } else if self.value != MISSING {
            write!(text, " ({})", self.value).expect("a string takes any text");
        }
        text + "; " + self.fault.remedy()
    }
}

impl fmt::Display for Fault {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.write_str(match self {
            Fault::NoPerson => "no person's id",
            Fault::Missing => "the value is missing",
            Fault::Value => "the value is not allowed",
            Fault::Day => "the day is not allowed",
            Fault::Reversed => "the spell ends before it begins",
            Fault::OverlapSame => "shares a day with a spell of the same sort",
            Fault::OverlapOther => "shares a day with another spell",
            Fault::Twice => "the person stands twice",
            Fault::Unknown => "the person is not in the table of persons",
        })
    }
}

impl Fault {
    /// What to do about it.
    pub fn remedy(self) -> &'static str {
        match self {
            Fault::NoPerson => "give the row the whole number that stands for the person",
            Fault::Missing => "fill it in, or let the layout say `optional`",
            Fault::Value => "mend the value, or add it to the layout's codes or range",
            Fault::Day => "mend the day, or widen the track's `days` in the layout",
            Fault::Reversed => {
                "mend the days, and check whether the end is the last day or the day after"
            }
            Fault::OverlapSame => "join or shorten the spells",
            Fault::OverlapOther => {
                "mend the spells, or let the layout's `overlap` say what then holds"
            }
            Fault::Twice => "remove one of the rows",
            Fault::Unknown => "add the person, or let the layout say `complete = false`",
        }
    }
}
