//! The row groups of a table in Parquet: where they are, how many rows, whose.

use std::fs::File;
use std::path::Path;
use std::sync::Arc;

use parquet::file::metadata::{ParquetMetaData, RowGroupMetaData};
use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::file::statistics::Statistics;

use super::column::{Form, form};
use super::{SourceError, Trouble, from_path};
use crate::layout::Table;

/// A table's files and the row groups in them.
#[derive(Debug)]
pub(crate) struct Groups {
    pub(super) files: Vec<Parts>,
    /// Ascending by the persons they hold.
    pub(super) groups: Vec<Group>,
}

/// One file, and where the wanted columns are in it: the person first, then the table's columns.
#[derive(Debug)]
pub(super) struct Parts {
    pub(super) path: Arc<Path>,
    pub(super) columns: Vec<Place>,
}

/// Where a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Place {
    /// The leaf's place in the file, how it is stored, and the level at which a value is there.
    Stored(usize, Form, i16),
    /// On the path: the same value in every row.
    Path(i32),
}

/// One row group.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Group {
    pub(super) file: usize,
    pub(super) at: usize,
    pub(super) rows: usize,
    /// The first row's place in the file.
    pub(super) first: u64,
    /// The least and the greatest person, if there is any.
    pub(super) persons: Option<(i64, i64)>,
}

impl Groups {
    pub(crate) fn open(table: &Table) -> Result<Groups, SourceError> {
        let mut names = vec![table.person.as_str()];
        if let Some(days) = &table.days {
            names.extend([days.start.as_str(), days.end.as_str()]);
        }
        names.extend(table.fields.iter().map(|field| field.column.as_str()));
        let mut files = Vec::new();
        let mut groups = Vec::new();
        for path in &table.files {
            let reader = open(path)?;
            let metadata = reader.metadata();
            let columns = names
                .iter()
                .map(|name| place(metadata, path, name))
                .collect::<Result<Vec<_>, _>>()?;
            let mut first = 0;
            for (at, group) in metadata.row_groups().iter().enumerate() {
                let rows = usize::try_from(group.num_rows())
                    .map_err(|cause| SourceError::damaged(path, &cause))?;
                if rows > 0 {
                    groups.push(Group {
                        file: files.len(),
                        at,
                        rows,
                        first,
                        persons: persons(group, columns[0]),
                    });
                }
                first += rows as u64;
            }
            files.push(Parts {
                path: path.as_path().into(),
                columns,
            });
        }
        let mut table = Groups { files, groups };
        for at in 0..table.groups.len() {
            if table.groups[at].persons.is_none() {
                table.groups[at].persons = super::cursor::range(&table, at)?;
            }
        }
        // A group without any person sorts first; its rows are faulty wherever they stand.
        table
            .groups
            .sort_by_key(|group| (group.persons, group.file, group.at));
        Ok(table)
    }

    pub(crate) fn rows(&self) -> u64 {
        self.groups.iter().map(|group| group.rows as u64).sum()
    }

    pub(crate) fn count(&self) -> usize {
        self.groups.len()
    }

    /// The least and greatest person of the table, if there is any.
    pub(crate) fn range(&self) -> Option<(i64, i64)> {
        let known = || self.groups.iter().filter_map(|group| group.persons);
        let least = known().map(|persons| persons.0).min()?;
        Some((least, known().map(|persons| persons.1).max()?))
    }

    /// Some persons from the beginnings of groups, spread over the table.
    pub(crate) fn sample(&self) -> Result<Vec<i64>, SourceError> {
        let mut persons = Vec::new();
        let step = self.groups.len().div_ceil(64).max(1);
        for group in (0..self.groups.len()).step_by(step) {
            persons.extend(super::cursor::persons(self, group, 1_024)?);
        }
        Ok(persons)
    }

    /// Whether the groups may hold the persons one after another: none begins before the one before it ends.
    pub(crate) fn may_be_sorted(&self) -> bool {
        self.groups
            .is_sorted_by(|a, b| a.persons.map(|p| p.1) <= b.persons.map(|p| p.0))
    }

    /// The last person of each group but the last.
    pub(crate) fn ends(&self) -> Vec<i64> {
        let mut ends: Vec<i64> = self
            .groups
            .iter()
            .filter_map(|group| group.persons.map(|p| p.1))
            .collect();
        ends.pop();
        ends.dedup();
        ends
    }
}

pub(super) fn open(path: &Path) -> Result<SerializedFileReader<File>, SourceError> {
    let file = File::open(path).map_err(|cause| SourceError::unreadable(path, &cause))?;
    SerializedFileReader::new(file).map_err(|cause| SourceError::damaged(path, &cause))
}

fn place(metadata: &ParquetMetaData, path: &Path, name: &str) -> Result<Place, SourceError> {
    let schema = metadata.file_metadata().schema_descr();
    let columns = schema.columns();
    let Some(at) = columns
        .iter()
        .position(|column| column.path().string() == name)
    else {
        if let Some(value) = from_path(path, name) {
            return value.parse().map(Place::Path).map_err(|_| {
                let column = name.to_owned();
                SourceError::new(path, Trouble::Folder { column, value })
            });
        }
        let there = columns.iter().map(|column| column.path().string());
        return Err(SourceError::new(
            path,
            Trouble::Column {
                wanted: name.to_owned(),
                found: there.collect(),
            },
        ));
    };
    let form = form(&columns[at])
        .ok_or_else(|| SourceError::new(path, Trouble::Kind(columns[at].name().to_owned())))?;
    Ok(Place::Stored(at, form, columns[at].max_def_level()))
}

/// Whose rows the group holds, by its statistics; nobody's knowledge where an id may be missing.
fn persons(group: &RowGroupMetaData, place: Place) -> Option<(i64, i64)> {
    let Place::Stored(at, Form::Plain, there) = place else {
        return None;
    };
    let statistics = group.column(at).statistics()?;
    if there > 0 && statistics.null_count_opt() != Some(0) {
        return None;
    }
    match statistics {
        Statistics::Int32(range) => {
            Some((i64::from(*range.min_opt()?), i64::from(*range.max_opt()?)))
        }
        Statistics::Int64(range) => Some((*range.min_opt()?, *range.max_opt()?)),
        _ => None,
    }
}
