//! The tables of a register, made ready: sorted ones are read where they lie, others are first sorted into buckets of persons.

use super::{Progress, ReadError, Settings, Stop};
use crate::fault::Account;
use crate::layout::{Layout, Table};
use crate::packed::{self, Buckets, Packing, Raw, Store};
use crate::rows::Checks;
use crate::source::csv::CsvTable;
use crate::source::{Groups, SourceError, Trouble};

/// One table, ready to be read in slices.
pub(super) struct Ready<'a> {
    pub(super) layout: &'a Table,
    pub(super) checks: Checks,
    pub(super) prepared: Prepared<'a>,
}

/// Where the rows are.
pub(super) enum Prepared<'a> {
    /// In Parquet files, sorted by person.
    Sorted(Groups),
    /// In buckets of persons, in memory or in a temporary file.
    Packed(Box<dyn Store + 'a>),
}

/// All tables: the tracks in their order, then the persons.
pub(super) struct Tables<'a> {
    pub(super) ready: Vec<Ready<'a>>,
    /// The last person of each slice but the last.
    ends: Vec<i64>,
    rows: u64,
}

/// A table before it is known how to read it.
enum Opened {
    Sorted(Groups),
    Raw(Raw),
}

impl<'a> Tables<'a> {
    /// Opens all files and sorts what is not sorted; the account tells of rows that were refused on the way.
    pub(super) fn open<E>(
        layout: &'a Layout,
        settings: &Settings,
        unsorted: &[bool],
        progress: Progress<'_>,
    ) -> Result<(Tables<'a>, Account), Stop<E>> {
        let opened = layout
            .tables()
            .zip(unsorted)
            .map(|(table, &unsorted)| open(table, unsorted))
            .collect::<Result<Vec<_>, _>>()?;
        let raws: Vec<&Raw> = opened
            .iter()
            .filter_map(|one| match one {
                Opened::Raw(raw) => Some(raw),
                Opened::Sorted(_) => None,
            })
            .collect();
        let memory = settings.memory / (raws.len().max(1) as u64);
        let buckets = if raws.is_empty() {
            None
        } else {
            let sorted = opened.iter().filter_map(|one| match one {
                Opened::Sorted(groups) => groups.range(),
                Opened::Raw(_) => None,
            });
            Some(Buckets::plan(&raws, sorted.collect(), settings.batch)?)
        };
        let ends = match &buckets {
            Some(buckets) => buckets.ends(),
            None => opened
                .iter()
                .filter_map(|one| match one {
                    Opened::Sorted(groups) => Some(groups),
                    Opened::Raw(_) => None,
                })
                .max_by_key(|groups| (groups.count(), groups.rows()))
                .map(Groups::ends)
                .unwrap_or_default(),
        };
        let mut account = Account::default();
        let mut ready = Vec::new();
        for (at, (table, opened)) in layout.tables().zip(opened).enumerate() {
            let checks = Checks::new(table);
            let prepared = match (opened, &buckets) {
                (Opened::Sorted(groups), _) => Prepared::Sorted(groups),
                (Opened::Raw(raw), Some(buckets)) => {
                    let packing = Packing {
                        at,
                        table,
                        checks: &checks,
                        buckets,
                        settings,
                        memory,
                        progress,
                    };
                    let (store, refused) = packed::pack(&raw, &packing)
                        .map_err(|cause| Stop::Failed(ReadError::Source(cause)))?;
                    account.merge(refused);
                    Prepared::Packed(store)
                }
                (Opened::Raw(_), None) => continue,
            };
            ready.push(Ready {
                layout: table,
                checks,
                prepared,
            });
        }
        let all_rows = ready.iter().map(|table| table.prepared.rows()).sum();
        let tables = Tables {
            ready,
            ends,
            rows: all_rows,
        };
        Ok((tables, account))
    }

    /// The last person of each slice but the last.
    pub(super) fn ends(&self) -> Vec<i64> {
        self.ends.clone()
    }

    /// All rows of all tables.
    pub(super) fn rows(&self) -> u64 {
        self.rows
    }
}

fn open(table: &Table, unsorted: bool) -> Result<Opened, SourceError> {
    let is_csv =
        |file: &std::path::PathBuf| file.extension().is_some_and(|ending| ending != "parquet");
    if table.files.iter().all(is_csv) {
        return Ok(Opened::Raw(Raw::Csv(CsvTable::open(table)?)));
    }
    if let Some(file) = table.files.iter().find(|file| is_csv(file)) {
        return Err(SourceError::new(file, Trouble::Mixed));
    }
    let groups = Groups::open(table)?;
    if unsorted || !groups.may_be_sorted() {
        Ok(Opened::Raw(Raw::Parquet(groups)))
    } else {
        Ok(Opened::Sorted(groups))
    }
}
