//! One table of a thread: its place in the files, and the rows that are read and not yet used.

use super::Stop;
use super::slices::Slice;
use super::tables::{Prepared, Tables};
use crate::fault::Flaw;
use crate::layout::Table;
use crate::packed::Store;
use crate::rows::{Checks, NOBODY, Rows};
use crate::source::csv::{Lines, Pieces};
use crate::source::{Cursor, SourceError};

/// One table of a thread.
pub(super) struct Lane<'a> {
    at: usize,
    table: &'a Table,
    checks: &'a Checks,
    feed: Feed<'a>,
    /// How many rows to hold, in proportion to the table's size, so that all tables get on alike.
    target: usize,
    /// The rows of the batch.
    pub(super) rows: Rows,
    /// What is wrong with them.
    pub(super) flaws: Vec<Flaw>,
    /// The rows after the batch.
    rest: Rows,
    rest_flaws: Vec<Flaw>,
    /// Rows up to this person belong to others.
    skip: Option<i64>,
    /// The last person read.
    last: i64,
}

enum Feed<'a> {
    Sorted(Cursor<'a>),
    Lines(Lines<'a>, &'a Pieces),
    Packed(&'a dyn Store),
}

impl<'a> Lane<'a> {
    /// One lane a table.
    pub(super) fn all(tables: &'a Tables<'_>, batch: usize) -> Vec<Lane<'a>> {
        let all = tables.rows().max(1);
        tables
            .ready
            .iter()
            .enumerate()
            .map(|(at, table)| {
                let share = u128::from(table.prepared.rows()) * batch as u128 / u128::from(all);
                let columns =
                    table.layout.fields.len() + 2 * usize::from(table.layout.days.is_some());
                Lane {
                    at,
                    table: table.layout,
                    checks: &table.checks,
                    feed: match &table.prepared {
                        Prepared::Sorted(groups) => Feed::Sorted(Cursor::new(groups)),
                        Prepared::Lines(pieces) => Feed::Lines(Lines::new(pieces), pieces),
                        Prepared::Packed(store) => Feed::Packed(store.as_ref()),
                    },
                    target: usize::try_from(share).unwrap_or(batch).max(64),
                    rows: Rows::new(columns),
                    flaws: Vec::new(),
                    rest: Rows::new(columns),
                    rest_flaws: Vec::new(),
                    skip: None,
                    last: i64::MIN,
                }
            })
            .collect()
    }

    pub(super) fn table(&self) -> &'a Table {
        self.table
    }

    /// Goes to a slice.
    pub(super) fn begin<E>(&mut self, slice: &Slice, adjacent: bool) -> Result<(), Stop<E>> {
        match &mut self.feed {
            Feed::Packed(store) => {
                self.rest.clear();
                self.rest_flaws.clear();
                store.load(slice.at, &mut self.rest)?;
                return Ok(());
            }
            Feed::Sorted(_) | Feed::Lines(..) if adjacent => return Ok(()),
            Feed::Sorted(cursor) => cursor.seek(slice.after),
            Feed::Lines(lines, _) => lines.seek(slice.after),
        }
        self.rest.clear();
        self.rest_flaws.clear();
        self.skip = slice.after;
        self.last = i64::MIN;
        Ok(())
    }

    /// Reads until there are about as many rows as wanted, or none are left.
    pub(super) fn fill<E>(&mut self) -> Result<(), Stop<E>> {
        while self.rest.len() <= self.target / 2 && !self.is_at_end() {
            self.read_on()?;
        }
        Ok(())
    }

    /// Reads as many rows again as are held, or to the end.
    pub(super) fn double<E>(&mut self) -> Result<(), Stop<E>> {
        let goal = 2 * self.rest.len().max(1);
        while self.rest.len() < goal && !self.is_at_end() {
            self.read_on()?;
        }
        Ok(())
    }

    /// Reads another block.
    fn read_on<E>(&mut self) -> Result<(), Stop<E>> {
        let from = self.rest.len();
        match &mut self.feed {
            Feed::Sorted(cursor) => {
                cursor.read(self.target, &mut self.rest)?;
            }
            Feed::Lines(lines, _) => {
                lines.read(self.target, &mut self.rest)?;
                if lines.is_torn() {
                    return Err(Stop::Unsorted(self.at));
                }
            }
            Feed::Packed(_) => return Ok(()),
        }
        self.checks
            .apply(&mut self.rest, from, &mut self.rest_flaws);
        self.attribute_nobodys(from);
        let mut before = self.last;
        let mut sorted = true;
        for &person in &self.rest.persons[from..] {
            sorted &= before <= person;
            before = person;
        }
        if !sorted {
            return Err(Stop::Unsorted(self.at));
        }
        self.last = before;
        if let Some(skip) = self.skip {
            let before = self.rest.persons.partition_point(|&person| person <= skip);
            self.rest.drop_head(before);
            self.rest_flaws.retain(|flaw| flaw.row >= before);
            for flaw in &mut self.rest_flaws {
                flaw.row -= before;
            }
            if !self.rest.is_empty() {
                self.skip = None;
            }
        }
        Ok(())
    }

    /// A row without a person goes with the row before it, so that exactly one thread tells of it.
    fn attribute_nobodys(&mut self, from: usize) {
        if self.rest_flaws.is_empty() {
            return;
        }
        let mut before = self.last;
        for person in &mut self.rest.persons[from..] {
            if *person == NOBODY {
                *person = before;
            }
            before = *person;
        }
    }

    fn is_at_end(&self) -> bool {
        match &self.feed {
            Feed::Sorted(cursor) => cursor.is_at_end(),
            Feed::Lines(lines, _) => lines.is_at_end(),
            Feed::Packed(_) => true,
        }
    }

    /// All rows of the persons before this one are read.
    pub(super) fn complete_below(&self) -> i64 {
        match self.rest.persons.last() {
            _ if self.is_at_end() => i64::MAX,
            Some(&last) => last,
            None => i64::MIN,
        }
    }

    /// Makes the rows of the persons below `limit` the batch; says how many.
    pub(super) fn take_below(&mut self, limit: i64) -> usize {
        let persons = &self.rest.persons;
        let rows = match persons.last() {
            Some(&last) if last < limit => persons.len(),
            _ => persons.partition_point(|&person| person < limit),
        };
        std::mem::swap(&mut self.rows, &mut self.rest);
        self.rows.split_into(rows, &mut self.rest);
        self.flaws.clear();
        if !self.rest_flaws.is_empty() {
            self.flaws.append(&mut self.rest_flaws);
            let later = self.flaws.iter().filter(|flaw| flaw.row >= rows);
            self.rest_flaws.extend(later.map(|flaw| Flaw {
                row: flaw.row - rows,
                ..*flaw
            }));
            self.flaws.retain(|flaw| flaw.row < rows);
        }
        rows
    }

    /// The file and the row in it that a row of the batch comes from.
    pub(super) fn place(&self, row: usize) -> Result<(u32, u64), SourceError> {
        let (file, number) = self.rows.place(row);
        match &self.feed {
            Feed::Lines(_, pieces) => Ok((file, pieces.row(file, number)?)),
            Feed::Sorted(_) | Feed::Packed(_) => Ok((file, number)),
        }
    }

    /// What the rows in memory take.
    pub(super) fn bytes(&self) -> u64 {
        (self.rest.len() * (8 + 4 * self.rest.columns.len())) as u64
    }
}
