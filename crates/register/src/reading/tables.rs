//! The tables of a register, made ready: sorted ones are read where they lie, others are first sorted into buckets of persons.

use super::{Progress, ReadError, Settings, Stop};
use crate::fault::Account;
use crate::layout::{Layout, Table};
use crate::packed::{self, Buckets, Packing, Raw, Store};
use crate::rows::Checks;
use crate::source::csv::{CsvTable, Pieces};
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
    /// In CSV files, sorted by person.
    Lines(Pieces),
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
    Lines(Pieces),
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
            .map(|(table, &unsorted)| open(table, settings, unsorted))
            .collect::<Result<Vec<_>, _>>()?;
        let raws: Vec<&Raw> = opened
            .iter()
            .filter_map(|one| match one {
                Opened::Raw(raw) => Some(raw),
                Opened::Sorted(_) | Opened::Lines(_) => None,
            })
            .collect();
        let memory = settings.memory / (raws.len().max(1) as u64);
        let buckets = if raws.is_empty() {
            None
        } else {
            let sorted = opened.iter().filter_map(|one| match one {
                Opened::Sorted(groups) => groups.range(),
                Opened::Lines(pieces) => pieces.range(),
                Opened::Raw(_) => None,
            });
            Some(Buckets::plan(&raws, sorted.collect(), settings.batch)?)
        };
        let ends = match &buckets {
            Some(buckets) => buckets.ends(),
            None => opened
                .iter()
                .filter_map(|one| match one {
                    Opened::Sorted(groups) => Some((groups.count(), groups.rows(), groups.ends())),
                    Opened::Lines(pieces) => Some((pieces.count(), pieces.rows(), pieces.ends())),
                    Opened::Raw(_) => None,
                })
                .max()
                .map(|(_, _, ends)| ends)
                .unwrap_or_default(),
        };
        let mut account = Account::default();
        let mut ready = Vec::new();
        for (at, (table, opened)) in layout.tables().zip(opened).enumerate() {
            let checks = Checks::new(table);
            let prepared = match (opened, &buckets) {
                (Opened::Sorted(groups), _) => Prepared::Sorted(groups),
                (Opened::Lines(pieces), _) => Prepared::Lines(pieces),
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

/// Bytes of a piece of a CSV file, for each row of a batch.
const BYTES_A_ROW: u64 = 128;

fn open(table: &Table, settings: &Settings, unsorted: bool) -> Result<Opened, SourceError> {
    let is_csv =
        |file: &std::path::PathBuf| file.extension().is_some_and(|ending| ending != "parquet");
    if table.files.iter().all(is_csv) {
        let lines = CsvTable::open(table)?;
        if unsorted {
            return Ok(Opened::Raw(Raw::Csv(lines)));
        }
        let cut = Pieces::cut(lines, BYTES_A_ROW * settings.batch as u64)?;
        return Ok(cut.map_or_else(|lines| Opened::Raw(Raw::Csv(lines)), Opened::Lines));
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
