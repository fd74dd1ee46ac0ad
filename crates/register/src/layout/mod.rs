//! Layouts: which column of which file is which track and column, and what its values may be.
//!
//! A layout is a TOML file (`Layout::read`); it yields the [`Schema`] of the histories, and for every table the checks its
//! rows must pass.

mod file;
mod resolve;

use std::fmt;
use std::path::PathBuf;

use calendar::Day;
use figures::{ColumnKind, Observation, Schema};

/// What the rulebook says of histories: the schema, and the codes of its lists.
#[derive(Clone, Copy)]
pub struct Known<'a> {
    /// The tracks and attributes that the histories are to have.
    pub schema: &'a Schema,
    /// The codes of a list, by its id.
    pub codes: &'a dyn Fn(&str) -> Option<Vec<i32>>,
}

impl fmt::Debug for Known<'_> {
    fn fmt(&self, f: &mut fmt::Formatter<'_>) -> fmt::Result {
        f.debug_struct("Known")
            .field("schema", self.schema)
            .finish_non_exhaustive()
    }
}

/// A register: its tables, what they mean and which days they observe.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Who delivered the register, and what it is, where the layout says so.
    pub source: Option<String>,
    /// The day on which the register said what it says.
    pub known_on: Day,
    /// The days on which all tracks are observed.
    pub observed: Observation,
    /// Whoever is told of on a track must stand in the table of persons.
    pub complete: bool,
    /// The table of persons, if there is one.
    pub persons: Option<Table>,
    /// The tables with spells, in the order of the layout.
    pub tracks: Vec<Table>,
    /// The tracks and attributes of the histories; those that the layout does not name are empty and not observed.
    pub schema: Schema,
    /// Per track of the schema its table, and per column its field there.
    pub(crate) places: Vec<Option<TrackPlace>>,
    /// Per attribute of the schema its field in the table of persons.
    pub(crate) attributes: Vec<Option<usize>>,
}

/// Where a track of the schema is in the layout.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct TrackPlace {
    pub(crate) table: usize,
    pub(crate) fields: Vec<Option<usize>>,
}

/// One table: a file, several files, or the files of a folder.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Table {
    /// The track's id, or »persons«.
    pub name: String,
    /// Its files, ascending by path; at least one.
    pub files: Vec<PathBuf>,
    /// The column with the person's id, a whole number.
    pub person: String,
    /// For a track, its days; none for the table of persons.
    pub days: Option<Days>,
    /// The columns.
    pub fields: Vec<Field>,
    /// What happens to spells of a person that share a day.
    pub overlap: Overlap,
}

/// Where the days of a spell stand.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Days {
    /// The column with the first day.
    pub start: String,
    /// The column with the end; the same as the start for what happens on one day.
    pub end: String,
    /// Whether the end is the last day of the spell and not the day after.
    pub inclusive: bool,
    /// Whether a spell without an end is still running; otherwise it is a fault.
    pub open_end: bool,
    /// The first day that may occur.
    pub from: i32,
    /// The day after the last day that may occur.
    pub until: i32,
}

/// A column of a table, and what its values may be.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Field {
    /// The id in the schema.
    pub name: String,
    /// The column's name in the file.
    pub column: String,
    /// How the integers are read.
    pub kind: ColumnKind,
    /// Pairs (first, last) of allowed values, ascending and apart.
    pub allowed: Vec<(i32, i32)>,
    /// Whether a row may lack the value.
    pub optional: bool,
}

/// What happens to spells of a person that share a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Overlap {
    /// Spells that share a day and agree in all these columns (places in the table's fields) are refused; empty for no such rule.
    pub same: Vec<usize>,
    /// What happens to the others.
    pub others: Others,
}

/// What happens to overlapping spells that are not the same.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub enum Others {
    /// They are refused.
    #[default]
    Refuse,
    /// They are all kept, as they are.
    Keep,
    /// On each day the weights are held to a sum, the first in the priority first; what gets nothing is dropped on that day.
    Cap {
        /// The weight's place in the fields.
        weight: usize,
        /// The most a day may weigh.
        most: i32,
        /// The place in the fields of the column that the priority is about.
        by: usize,
        /// Its values, the first goes first; others come last, by value.
        priority: Vec<i32>,
    },
}

impl Layout {
    /// The observed days of every track, in the order of the schema; none for a track the register does not have.
    pub fn observation(&self) -> Vec<Observation> {
        let none = Observation { from: 0, until: 0 };
        self.places
            .iter()
            .map(|place| place.as_ref().map_or(none, |_| self.observed))
            .collect()
    }

    /// The tables, the tracks first.
    pub fn tables(&self) -> impl Iterator<Item = &Table> {
        self.tracks.iter().chain(&self.persons)
    }
}
