//! Rows that are not sorted by person, packed into a few words each and gathered in buckets of persons.
//!
//! What a value may be is known before (`rows::Checks`), so a row of seven columns takes 16 bytes. Every bucket holds some ten
//! thousand rows, is sorted when its turn comes, and then read like a table that was sorted all along. What exceeds the
//! memory setting lies in a temporary file.

mod buckets;
mod shape;
mod sort;
mod store;

use std::sync::Mutex;
use std::sync::atomic::{AtomicU64, AtomicUsize, Ordering};

pub(crate) use buckets::Buckets;
pub(crate) use store::Store;

use crate::fault::{Account, Fault, FaultyRow, Flaw};
use crate::layout::Table;
use crate::reading::{Progress, Settings};
use crate::rows::{Checks, NOBODY, Rows};
use crate::source::csv::{Blocks, CsvTable};
use crate::source::{Cursor, Groups, SourceError, Trouble};
use shape::Shape;
use store::{Filling, Packed};

/// A table that has to be sorted.
pub(crate) enum Raw {
    /// Row groups in any order.
    Parquet(Groups),
    /// Text.
    Csv(CsvTable),
}

/// What packing needs to know.
pub(crate) struct Packing<'a> {
    pub(crate) at: usize,
    pub(crate) table: &'a Table,
    pub(crate) checks: &'a Checks,
    pub(crate) buckets: &'a Buckets,
    pub(crate) settings: &'a Settings,
    /// Bytes that the table's rows may take in memory.
    pub(crate) memory: u64,
    pub(crate) progress: Progress<'a>,
}

/// Rows that are read at once before they are packed.
const BLOCK: usize = 1 << 14;

/// Reads a table into buckets; also tells of the rows that were refused.
pub(crate) fn pack<'a>(
    raw: &Raw,
    packing: &Packing<'_>,
) -> Result<(Box<dyn Store + 'a>, Account), SourceError> {
    let shape = Shape::of(packing.table, raw.persons());
    match shape.words {
        1 => pack_in::<1>(raw, packing, shape),
        2 => pack_in::<2>(raw, packing, shape),
        3 => pack_in::<3>(raw, packing, shape),
        4..=6 => pack_in::<6>(raw, packing, shape),
        _ => Err(SourceError::new(&packing.table.files[0], Trouble::TooWide)),
    }
}

fn pack_in<'a, const W: usize>(
    raw: &Raw,
    packing: &Packing<'_>,
    shape: Shape,
) -> Result<(Box<dyn Store + 'a>, Account), SourceError> {
    let store = Packed::<W>::new(shape, packing.buckets.count(), packing.memory);
    let threads = packing.settings.threads.max(1);
    let blocks = match raw {
        Raw::Csv(table) => Some(Mutex::new(Blocks::new(table)?)),
        Raw::Parquet(_) => None,
    };
    let turn = AtomicUsize::new(0);
    let done = AtomicU64::new(0);
    let parts: Vec<_> = std::thread::scope(|scope| {
        let workers: Vec<_> = (0..threads)
            .map(|_| {
                scope.spawn(|| {
                    let mut worker = Worker {
                        packing,
                        filling: store.filling(),
                        account: Account::default(),
                        refused: Vec::new(),
                        flaws: Vec::new(),
                        done: &done,
                    };
                    match (raw, &blocks) {
                        (Raw::Parquet(groups), _) => worker.parquet(groups, &turn)?,
                        (Raw::Csv(table), Some(blocks)) => worker.csv(table, blocks)?,
                        (Raw::Csv(_), None) => {}
                    }
                    Ok(worker.finish())
                })
            })
            .collect();
        workers
            .into_iter()
            .map(|worker| {
                worker
                    .join()
                    .unwrap_or_else(|panic| std::panic::resume_unwind(panic))
            })
            .collect()
    });
    let mut store = store;
    let mut account = Account::default();
    for part in parts {
        let (chunks, refused, part): (_, Vec<i64>, Account) = part?;
        store.take(chunks);
        for person in refused {
            store.refuse(packing.buckets.of(person), person);
        }
        account.merge(part);
    }
    store.settle();
    Ok((Box::new(store), account))
}

struct Worker<'a, const W: usize> {
    packing: &'a Packing<'a>,
    filling: Filling<'a, W>,
    account: Account,
    refused: Vec<i64>,
    flaws: Vec<Flaw>,
    done: &'a AtomicU64,
}

impl<const W: usize> Worker<'_, W> {
    fn parquet(&mut self, groups: &Groups, turn: &AtomicUsize) -> Result<(), SourceError> {
        let mut cursor = Cursor::new(groups);
        let mut rows = self.rows();
        loop {
            let group = turn.fetch_add(1, Ordering::Relaxed);
            if group >= groups.count() {
                return Ok(());
            }
            cursor.only(group)?;
            while cursor.read_here(BLOCK, &mut rows)? > 0 {
                self.block(&mut rows)?;
            }
        }
    }

    fn csv(&mut self, table: &CsvTable, blocks: &Mutex<Blocks>) -> Result<(), SourceError> {
        let mut text = Vec::new();
        let mut rows = self.rows();
        loop {
            let next = blocks
                .lock()
                .expect("no thread panics while it reads a block")
                .next(table, &mut text)?;
            let Some(block) = next else {
                return Ok(());
            };
            let mut rest = block;
            while !rest.is_done(&text) {
                table.parse(&text, &mut rest, BLOCK, &mut rows);
                self.block(&mut rows)?;
            }
        }
    }

    fn rows(&self) -> Rows {
        let days = 2 * usize::from(self.packing.table.days.is_some());
        Rows::new(self.packing.table.fields.len() + days)
    }

    /// Checks a block and sorts it into the buckets.
    fn block(&mut self, rows: &mut Rows) -> Result<(), SourceError> {
        self.flaws.clear();
        self.packing.checks.apply(rows, 0, &mut self.flaws);
        // Rows that are kept are counted when their turn comes.
        self.account.rows.resize(self.packing.at + 1, 0);
        self.account.rows[self.packing.at] += self.flaws.len() as u64;
        for flaw in &self.flaws {
            let (file, row) = rows.place(flaw.row);
            self.account.note(FaultyRow {
                table: self.packing.at,
                file,
                row,
                column: flaw.column,
                value: flaw.value,
                fault: flaw.fault,
            });
            if flaw.fault != Fault::NoPerson {
                self.refused.push(rows.persons[flaw.row]);
            }
            // A refused row is not packed: its values might not fit.
            rows.persons[flaw.row] = NOBODY;
        }
        self.filling.add(rows, self.packing.buckets)?;
        let added = rows.len() as u64;
        let done = self.done.fetch_add(added, Ordering::Relaxed) + added;
        (self.packing.progress)(done, 0);
        rows.clear();
        Ok(())
    }

    fn finish(self) -> (store::Chunks<W>, Vec<i64>, Account) {
        (self.filling.finish(), self.refused, self.account)
    }
}

impl Raw {
    /// The least and greatest id a row may have.
    fn persons(&self) -> (i64, i64) {
        match self {
            Raw::Parquet(groups) => groups.range().unwrap_or((0, 0)),
            Raw::Csv(_) => (0, crate::source::csv::LARGEST_ID),
        }
    }

    /// Some persons from everywhere in the table, and about how many rows there are.
    fn sample(&self) -> Result<(Vec<i64>, u64), SourceError> {
        match self {
            Raw::Parquet(groups) => Ok((groups.sample()?, groups.rows())),
            Raw::Csv(table) => table.sample(),
        }
    }
}
