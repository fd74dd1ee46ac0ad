//! Time passes without facts: rows whose wake day has come are folded again before anybody reads them.

use std::sync::atomic::Ordering;

use calendar::Day;
use facts::CitizenId;
use rusqlite::Connection;

use super::refresh;
use crate::append::facts_of;
use crate::connection::locked;
use crate::statements::statements;
use crate::{Kind, Store, StoreError};

statements! {
    /// Whether anybody's wake day has come.
    ANY_DUE = "SELECT 1 FROM citizen_row WHERE wake <= ?1 LIMIT 1";
    DUE = "SELECT id FROM citizen_row WHERE wake <= ?1";
    AHEAD = "SELECT id FROM citizen_row WHERE folded_on > ?1";
    WAKE_ALL = "UPDATE citizen_row SET wake = -3000000";
    CITIZENS = "SELECT DISTINCT citizen FROM fact WHERE entry IS NOT NULL";
    CLEAR_DUTIES = "DELETE FROM duty_row";
    CLEAR_TALLY = "DELETE FROM duty_tally";
    CLEAR_HOLDERS = "DELETE FROM case_holder";
    CLEAR_CASES = "DELETE FROM case_row";
    CLEAR_WORDS = "DELETE FROM citizen_word";
    CLEAR_CITIZENS = "DELETE FROM citizen_row";
}

/// Citizens folded again in one transaction: long enough to be fast, short enough that nobody who registers waits.
const BATCH: usize = 200;

impl Store {
    /// Folds the cases of every citizen again whose wake day is this day or earlier; returns how many citizens.
    ///
    /// Queries do this themselves; calling it at midnight spares the first reader the wait. In a demonstration the day may
    /// also go back.
    pub fn wake(&self, today: Day) -> Result<usize, StoreError> {
        let today = self.fold_day(today);
        if self.is_awake(today)? {
            return Ok(0);
        }
        // One thread folds; the others wait for it and then find nothing to do.
        let _turn = locked(&self.waking);
        let mut citizens = self.read(|connection| ids(connection, DUE, Some(today)))?;
        if today.epoch() < self.folded_on.load(Ordering::Relaxed) {
            citizens.extend(self.read(|connection| ids(connection, AHEAD, Some(today)))?);
            citizens.sort_unstable();
            citizens.dedup();
        }
        for batch in citizens.chunks(BATCH) {
            self.write(|connection| {
                for citizen in batch {
                    let facts = facts_of(connection, *citizen, None)?;
                    refresh(self, connection, *citizen, &facts, today)?;
                }
                Ok::<_, StoreError>(())
            })?;
        }
        self.folded_on.store(today.epoch(), Ordering::Relaxed);
        Ok(citizens.len())
    }

    /// Makes the whole read model again from the facts, as of a day.
    pub fn rebuild(&self, as_of: Day) -> Result<(), StoreError> {
        let _turn = locked(&self.waking);
        let before = self.folded_on.swap(as_of.epoch(), Ordering::Relaxed);
        let rebuilt = self.write(|connection| {
            for clear in [
                CLEAR_DUTIES,
                CLEAR_TALLY,
                CLEAR_HOLDERS,
                CLEAR_CASES,
                CLEAR_WORDS,
                CLEAR_CITIZENS,
            ] {
                connection.prepare_cached(clear)?.execute([])?;
            }
            for citizen in ids(connection, CITIZENS, None)? {
                let facts = facts_of(connection, citizen, None)?;
                refresh(self, connection, citizen, &facts, as_of)?;
            }
            Ok(())
        });
        if rebuilt.is_err() {
            self.folded_on.store(before, Ordering::Relaxed);
        }
        rebuilt
    }

    fn is_awake(&self, today: Day) -> Result<bool, StoreError> {
        if today.epoch() < self.folded_on.load(Ordering::Relaxed) {
            return Ok(false);
        }
        self.read(|connection| {
            let mut statement = connection.prepare_cached(ANY_DUE)?;
            Ok(!statement.exists([today.epoch()])?)
        })
    }

    /// The day as of which rows are folded. A real store's day never goes back: a request that began before midnight must
    /// not undo what was folded after it.
    pub(crate) fn fold_day(&self, today: Day) -> Day {
        match self.kind {
            Kind::Real => today.max(Day::from_epoch(self.folded_on.load(Ordering::Relaxed))),
            Kind::Demo => today,
        }
    }
}

/// Lets every row be folded again before it is read: the program or its rulebook changed.
pub(crate) fn wake_everything(connection: &Connection) -> Result<(), StoreError> {
    connection.prepare_cached(WAKE_ALL)?.execute([])?;
    Ok(())
}

fn ids(
    connection: &Connection,
    sql: &'static str,
    day: Option<Day>,
) -> Result<Vec<CitizenId>, StoreError> {
    let mut statement = connection.prepare_cached(sql)?;
    let of = |row: &rusqlite::Row<'_>| Ok(CitizenId(row.get::<_, i64>(0)?.cast_unsigned()));
    let ids = match day {
        Some(day) => statement.query_map([day.epoch()], of)?.collect(),
        None => statement.query_map([], of)?.collect::<Result<_, _>>(),
    };
    Ok(ids?)
}
