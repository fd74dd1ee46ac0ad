//! The histories of some persons, column by column: what the engine runs over.

use crate::schema::{AttributeId, TrackId};

/// The histories of some persons, in struct-of-arrays form.
///
/// All days are days since 1970-01-01. Spells are half-open, `start ≤ day < end`, and never empty. Within a person the rows
/// of a track are sorted by (start, end). Whoever builds a value keeps these invariants; [`Histories::check`] tells.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Histories {
    /// The persons' ids in the register or store, in the order of the offsets.
    pub persons: Vec<i64>,
    /// Per attribute one value a person.
    pub attributes: Vec<Vec<i32>>,
    /// Per track its spells.
    pub tracks: Vec<TrackRows>,
}

/// The spells of one track, all persons after one another.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct TrackRows {
    /// Person `p` has the rows `offsets[p] .. offsets[p + 1]`; one longer than the persons.
    pub offsets: Vec<u32>,
    /// First day of each spell.
    pub start: Vec<i32>,
    /// The day after the last day of each spell.
    pub end: Vec<i32>,
    /// Per column one value a spell.
    pub columns: Vec<Vec<i32>>,
    /// Whether no two spells of a person share a day. Checked when rows are read; lets operators keep the rows' own values.
    pub disjoint: bool,
}

/// The days on which a track is observed: outside them nothing is known, which is not the same as nothing there.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Observation {
    /// First observed day.
    pub from: i32,
    /// The day after the last observed day.
    pub until: i32,
}

/// An invariant of [`Histories`] that does not hold.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Broken {
    /// Columns, attributes or offsets of different lengths.
    #[error("track {track} has columns of different lengths")]
    Lengths {
        /// The track's place.
        track: usize,
    },
    /// A spell that is empty, reversed or out of order.
    #[error("track {track}, row {row}: spells must be non-empty and sorted within a person")]
    Row {
        /// The track's place.
        track: usize,
        /// The row's place.
        row: usize,
    },
    /// Two spells share a day on a track that is said to be disjoint.
    #[error("track {track}, row {row}: overlaps the spell before it")]
    Overlap {
        /// The track's place.
        track: usize,
        /// The row's place.
        row: usize,
    },
}

impl Histories {
    /// How many persons.
    pub fn len(&self) -> usize {
        self.persons.len()
    }

    /// Whether there are no persons.
    pub fn is_empty(&self) -> bool {
        self.persons.is_empty()
    }

    /// The rows of a track.
    pub fn track(&self, track: TrackId) -> &TrackRows {
        &self.tracks[usize::from(track.0)]
    }

    /// The values of an attribute, one a person.
    pub fn attribute(&self, attribute: AttributeId) -> &[i32] {
        &self.attributes[usize::from(attribute.0)]
    }

    /// Whether the invariants hold.
    ///
    /// # Errors
    /// The first one that does not.
    pub fn check(&self) -> Result<(), Broken> {
        for (track, rows) in self.tracks.iter().enumerate() {
            rows.check(track, self.len())?;
        }
        Ok(())
    }
}

impl TrackRows {
    /// No rows for that many persons, with that many columns.
    pub fn empty(persons: usize, columns: usize) -> TrackRows {
        TrackRows {
            offsets: vec![0; persons + 1],
            start: Vec::new(),
            end: Vec::new(),
            columns: vec![Vec::new(); columns],
            disjoint: true,
        }
    }

    /// The rows of a person.
    pub fn rows(&self, person: usize) -> std::ops::Range<usize> {
        self.offsets[person] as usize..self.offsets[person + 1] as usize
    }

    fn check(&self, track: usize, persons: usize) -> Result<(), Broken> {
        let rows = self.start.len();
        let whole = self.offsets.len() == persons + 1
            && self.end.len() == rows
            && self.columns.iter().all(|column| column.len() == rows)
            && self
                .offsets
                .last()
                .is_some_and(|&last| last as usize == rows)
            && self.offsets.is_sorted();
        if !whole {
            return Err(Broken::Lengths { track });
        }
        for person in 0..persons {
            for row in self.rows(person) {
                let first = row == self.offsets[person] as usize;
                let sorted = first
                    || (self.start[row - 1], self.end[row - 1]) <= (self.start[row], self.end[row]);
                if self.start[row] >= self.end[row] || !sorted {
                    return Err(Broken::Row { track, row });
                }
                if self.disjoint && !first && self.end[row - 1] > self.start[row] {
                    return Err(Broken::Overlap { track, row });
                }
            }
        }
        Ok(())
    }
}
