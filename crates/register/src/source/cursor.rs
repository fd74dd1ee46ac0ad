//! Reading a table's row groups one after another, block by block, into rows.

use parquet::file::reader::{FileReader, SerializedFileReader};

use super::SourceError;
use super::column::{Column, Scratch};
use super::groups::{Groups, Place, open};
use crate::rows::{NOBODY, Rows};

/// A place in the row groups of a table.
pub(crate) struct Cursor<'a> {
    groups: &'a Groups,
    /// The group that is read next when `left` is 0.
    next: usize,
    /// Rows of the current group that are not read yet.
    left: usize,
    columns: Vec<Option<Column>>,
    file: Option<(usize, SerializedFileReader<std::fs::File>)>,
    scratch: Scratch,
}

impl<'a> Cursor<'a> {
    pub(crate) fn new(groups: &'a Groups) -> Cursor<'a> {
        Cursor {
            groups,
            next: 0,
            left: 0,
            columns: Vec::new(),
            file: None,
            scratch: Scratch::default(),
        }
    }

    /// Goes to the first group that may hold a person after this one.
    pub(crate) fn seek(&mut self, after: Option<i64>) {
        self.left = 0;
        self.next = after.map_or(0, |after| {
            self.groups
                .groups
                .partition_point(|group| group.persons.is_some_and(|p| p.1 <= after))
        });
    }

    /// Goes to one group and no further than its end.
    pub(crate) fn only(&mut self, group: usize) -> Result<(), SourceError> {
        self.next = group;
        self.left = 0;
        self.enter()
    }

    /// Appends at most so many rows of the current or next group; says how many.
    pub(crate) fn read(&mut self, rows: usize, out: &mut Rows) -> Result<usize, SourceError> {
        if self.left == 0 {
            if self.next >= self.groups.groups.len() {
                return Ok(0);
            }
            self.enter()?;
        }
        self.read_here(rows, out)
    }

    /// Appends at most so many rows of the current group.
    pub(crate) fn read_here(&mut self, rows: usize, out: &mut Rows) -> Result<usize, SourceError> {
        let rows = rows.min(self.left);
        let Some(group) = self.next.checked_sub(1).filter(|_| rows > 0) else {
            return Ok(0);
        };
        let group = self.groups.groups[group];
        let parts = &self.groups.files[group.file];
        let file = u32::try_from(group.file).unwrap_or(u32::MAX);
        out.now_from(file, group.first + (group.rows - self.left) as u64);
        for (at, column) in self.columns.iter_mut().enumerate() {
            let done = match (column, parts.columns[at]) {
                (Some(column), _) if at == 0 => {
                    column.persons(rows, &mut out.persons, &mut self.scratch)
                }
                (Some(column), _) => {
                    column.values(rows, &mut out.columns[at - 1], &mut self.scratch)
                }
                (None, Place::Path(value)) if at == 0 => {
                    out.persons
                        .extend(std::iter::repeat_n(i64::from(value), rows));
                    Ok(())
                }
                (None, Place::Path(value)) => {
                    out.columns[at - 1].extend(std::iter::repeat_n(value, rows));
                    Ok(())
                }
                (None, Place::Stored(..)) => Ok(()),
            };
            done.map_err(|cause| SourceError::damaged(&parts.path, &cause))?;
        }
        self.left -= rows;
        Ok(rows)
    }

    fn enter(&mut self) -> Result<(), SourceError> {
        let group = self.groups.groups[self.next];
        let parts = &self.groups.files[group.file];
        if self.file.as_ref().is_none_or(|(at, _)| *at != group.file) {
            self.file = Some((group.file, open(&parts.path)?));
        }
        let Some((_, reader)) = &self.file else {
            return Ok(());
        };
        let damaged = |cause| SourceError::damaged(&parts.path, &cause);
        let row_group = reader.get_row_group(group.at).map_err(damaged)?;
        self.columns.clear();
        for place in &parts.columns {
            self.columns.push(match *place {
                Place::Stored(at, form, there) => {
                    let reader = row_group.get_column_reader(at).map_err(damaged)?;
                    Some(Column::new(reader, form, there).map_err(damaged)?)
                }
                Place::Path(_) => None,
            });
        }
        self.left = group.rows;
        self.next += 1;
        Ok(())
    }

    /// Whether nothing is left.
    pub(crate) fn is_at_end(&self) -> bool {
        self.left == 0 && self.next >= self.groups.groups.len()
    }
}

/// The range of a group's persons, where the file does not tell.
pub(super) fn range(groups: &Groups, group: usize) -> Result<Option<(i64, i64)>, SourceError> {
    let persons = persons(groups, group, usize::MAX)?;
    let least = persons.iter().min().copied();
    Ok(least.zip(persons.iter().max().copied()))
}

/// The persons of a group's first rows, without the rest of the row.
pub(super) fn persons(groups: &Groups, group: usize, rows: usize) -> Result<Vec<i64>, SourceError> {
    let group = groups.groups[group];
    let parts = &groups.files[group.file];
    let damaged = |cause| SourceError::damaged(&parts.path, &cause);
    let mut persons = Vec::new();
    match parts.columns[0] {
        Place::Path(person) => persons.push(i64::from(person)),
        Place::Stored(at, form, there) => {
            let reader = open(&parts.path)?;
            let row_group = reader.get_row_group(group.at).map_err(damaged)?;
            let reader = row_group.get_column_reader(at).map_err(damaged)?;
            let mut column = Column::new(reader, form, there).map_err(damaged)?;
            let rows = rows.min(group.rows);
            column
                .persons(rows, &mut persons, &mut Scratch::default())
                .map_err(damaged)?;
            persons.retain(|&person| person != NOBODY);
        }
    }
    Ok(persons)
}
