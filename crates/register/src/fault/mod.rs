//! What can be wrong with a row, and the account of who was left out.

mod words;

use std::collections::BTreeMap;

pub use words::FaultPlace;

/// What is wrong with a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Fault {
    /// The person's id is missing or is no whole number.
    NoPerson,
    /// The row has more or fewer fields than the head, so that nothing in it can be trusted.
    Misfit,
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
    /// The value, [`figures::MISSING`] where there is none to tell.
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

/// How many faulty rows are told one by one; all are counted. They take some megabytes a thread at most.
pub const EXAMPLES: usize = 100_000;

impl Account {
    /// All faulty rows.
    pub fn faulty(&self) -> u64 {
        self.faults.values().sum()
    }

    /// Refused rows of which nobody can tell whose they are. They are no persons, so [`Account::left_out`] does not count them.
    pub fn nameless(&self) -> u64 {
        let nameless = (self.faults.iter()).filter(|((_, fault), _)| *fault == Fault::NoPerson);
        nameless.map(|(_, rows)| rows).sum()
    }

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
