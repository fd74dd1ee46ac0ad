//! A batch: the rows of some whole persons from all tables, put together to histories.

mod lending;
mod refusals;
mod runs;

use figures::{Histories, MISSING, TrackRows};

use super::lane::Lane;
use super::settle;
use super::tables::{Prepared, Tables};
use super::{Consumer, ReadError, Stop};
use crate::fault::{Account, Fault, FaultyRow, Flaw};
use crate::layout::{Layout, Others};
use crate::source::SourceError;
use refusals::{drop_rows, remove, twice};
use runs::{Runs, unite};

/// Where one thread puts histories together.
pub(super) struct Batch<'a> {
    layout: &'a Layout,
    histories: Histories,
    pub(super) account: Account,
    runs: Vec<Runs>,
    /// Persons of the slice whose rows were refused when they were sorted into buckets, ascending.
    refused: Vec<i64>,
}

impl<'a> Batch<'a> {
    pub(super) fn new(layout: &'a Layout) -> Batch<'a> {
        let tables = layout.tables().count();
        Batch {
            layout,
            histories: Histories {
                tracks: layout
                    .schema
                    .tracks
                    .iter()
                    .map(|track| TrackRows::empty(0, track.columns.len()))
                    .collect(),
                attributes: vec![Vec::new(); layout.schema.attributes.len()],
                ..Histories::default()
            },
            account: Account {
                rows: vec![0; tables],
                ..Account::default()
            },
            runs: (0..tables).map(|_| Runs::default()).collect(),
            refused: Vec::new(),
        }
    }

    /// Turns to a slice.
    pub(super) fn begin(&mut self, tables: &Tables<'_>, slice: usize) {
        self.refused.clear();
        for table in &tables.ready {
            if let Prepared::Packed(store) = &table.prepared {
                self.refused.extend_from_slice(store.refused(slice));
            }
        }
        self.refused.sort_unstable();
        self.refused.dedup();
        // Those without any other row count too; whoever has rows is found again below.
        self.account.left_out += self.refused.len() as u64;
    }

    /// Puts the rows of the lanes together and hands them on; the lanes' rows are used up.
    pub(super) fn consume<C: Consumer>(
        &mut self,
        lanes: &mut [Lane<'_>],
        consumer: &mut C,
    ) -> Result<(), Stop<C::Error>> {
        let mut gone = Vec::new();
        let mut disjoint = vec![true; lanes.len()];
        for (at, lane) in lanes.iter_mut().enumerate() {
            self.account.rows[at] += lane.rows.len() as u64;
            disjoint[at] = self.settle(at, lane, &mut gone)?;
            self.runs[at].find(&lane.rows.persons);
        }
        self.unknown(lanes, &mut gone)?;
        gone.sort_unstable();
        gone.dedup();
        gone.retain(|person| self.refused.binary_search(person).is_err());
        self.account.left_out += gone.len() as u64;
        gone.extend_from_slice(&self.refused);
        if !gone.is_empty() {
            gone.sort_unstable();
            for (at, lane) in lanes.iter_mut().enumerate() {
                remove(&mut lane.rows, &gone);
                self.runs[at].find(&lane.rows.persons);
            }
        }
        for (at, lane) in lanes.iter_mut().enumerate() {
            // A cap changes rows, so it comes last, when only good ones are left.
            let caps = matches!(lane.table().overlap.others, Others::Cap { .. });
            if caps
                && !disjoint[at]
                && let Some(rows) = settle::capped(lane.table(), &lane.rows)
            {
                lane.rows = rows;
                self.runs[at].find(&lane.rows.persons);
                disjoint[at] = !settle::order(&lane.rows).overlaps;
            }
        }
        unite(&self.runs, &mut self.histories.persons);
        self.account.persons += self.histories.persons.len() as u64;
        self.lend(lanes, &disjoint);
        let taken = if self.histories.is_empty() {
            Ok(())
        } else {
            consumer.add(&self.histories)
        };
        self.take_back(lanes);
        taken.map_err(|cause| Stop::Failed(ReadError::Consumer(cause)))
    }

    /// Sorts and checks a lane's rows as far as whole persons' rows are needed for it; says whether no two spells share a day.
    fn settle(
        &mut self,
        at: usize,
        lane: &mut Lane<'_>,
        gone: &mut Vec<i64>,
    ) -> Result<bool, SourceError> {
        let mut flaws = std::mem::take(&mut lane.flaws);
        let is_track = lane.table().days.is_some();
        let mut order = settle::Order::default();
        if is_track {
            order = settle::order(&lane.rows);
            // What is wrong with a row is told before rows change their places.
            if order.unsorted {
                self.tell(at, lane, &flaws, gone)?;
                let named: Vec<_> = flaws.iter().map(|flaw| flaw.row).collect();
                if !named.is_empty() {
                    drop_rows(&mut lane.rows, &named);
                }
                flaws.clear();
                settle::sort(&mut lane.rows);
                order = settle::order(&lane.rows);
            }
            if order.overlaps {
                let faulty: Vec<_> = flaws.iter().map(|flaw| flaw.row).collect();
                let skip = |row: usize| faulty.binary_search(&row).is_ok();
                flaws.extend(settle::refused(lane.table(), &lane.rows, &skip));
            }
        } else {
            flaws.extend(twice(&lane.rows.persons, &unowned(&flaws)));
        }
        self.tell(at, lane, &flaws, gone)?;
        let unowned = unowned(&flaws);
        if !unowned.is_empty() {
            drop_rows(&mut lane.rows, &unowned);
        }
        Ok(!order.overlaps)
    }

    fn tell(
        &mut self,
        at: usize,
        lane: &Lane<'_>,
        flaws: &[Flaw],
        gone: &mut Vec<i64>,
    ) -> Result<(), SourceError> {
        for flaw in flaws {
            let (file, row) = lane.place(flaw.row)?;
            self.account.note(FaultyRow {
                table: at,
                file,
                row,
                column: flaw.column,
                value: flaw.value,
                fault: flaw.fault,
            });
            if flaw.fault != Fault::NoPerson {
                gone.push(lane.rows.persons[flaw.row]);
            }
        }
        Ok(())
    }

    /// Persons who are told of on a track and do not stand in the table of persons.
    fn unknown(&mut self, lanes: &[Lane<'_>], gone: &mut Vec<i64>) -> Result<(), SourceError> {
        if !self.layout.complete {
            return Ok(());
        }
        let Some((known, tracks)) = self.runs.split_last() else {
            return Ok(());
        };
        let mut flaws = Vec::new();
        for (at, runs) in tracks.iter().enumerate() {
            let mut known = known.persons.iter().peekable();
            for (place, person) in runs.persons.iter().enumerate() {
                while known.next_if(|&&one| one < *person).is_some() {}
                if known.peek() != Some(&person) {
                    let row = place.checked_sub(1).map_or(0, |before| runs.ends[before]);
                    flaws.push((at, row as usize));
                }
            }
        }
        for (at, row) in flaws {
            let flaw = Flaw {
                row,
                column: None,
                value: MISSING,
                fault: Fault::Unknown,
            };
            self.tell(at, &lanes[at], &[flaw], gone)?;
        }
        Ok(())
    }
}

/// The rows that tell no person, ascending.
fn unowned(flaws: &[Flaw]) -> Vec<usize> {
    let without = flaws.iter().filter(|flaw| flaw.fault == Fault::NoPerson);
    without.map(|flaw| flaw.row).collect()
}
