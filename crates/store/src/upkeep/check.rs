//! Checking a store: the file's structure, the sequence, the form of every fact, and the rows that follow from them.

use std::fmt;

use rusqlite::Connection;

use crate::append::parsed;
use crate::statements::statements;
use crate::{Store, StoreError};

statements! {
    INTEGRITY = "PRAGMA integrity_check(20)";
    FOREIGN_KEYS = "PRAGMA foreign_key_check";
    FACTS = "SELECT fact.id, citizen, recorded_at, name, entry FROM fact
        JOIN fact_kind ON fact_kind.id = kind ORDER BY fact.id";
    MISSING_ROWS = "SELECT DISTINCT citizen FROM fact WHERE entry IS NOT NULL
        AND citizen NOT IN (SELECT id FROM citizen_row)";
    OTHER_COUNT = "SELECT (SELECT count(*) FROM duty_row) - (SELECT coalesce(sum(duties), 0) FROM duty_tally)";
}

/// Something wrong in a store, without personal data.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum CheckFault {
    /// The file's structure, in `SQLite`'s words; they name tables and pages, never a value.
    Structure(String),
    /// A row of this table refers to one that does not exist.
    Dangling(String),
    /// A fact does not take the place after the one in front of it.
    Sequence {
        /// The fact.
        fact: i64,
        /// The one in front of it.
        after: i64,
    },
    /// A fact was recorded before the one in front of it.
    TimeFell(i64),
    /// A fact is filed under another citizen than it is about.
    OtherCitizen(i64),
    /// A fact is filed under another kind than it has.
    OtherKind(i64),
    /// A fact cannot be read.
    Unreadable(i64),
    /// A citizen has facts but no row of the read model: to be rebuilt.
    NoRow(i64),
    /// The tally counts other duties than there are: to be rebuilt.
    Tally,
}

impl fmt::Display for CheckFault {
    fn fmt(&self, to: &mut fmt::Formatter<'_>) -> fmt::Result {
        match self {
            CheckFault::Structure(told) => write!(to, "structure: {told}"),
            CheckFault::Dangling(table) => {
                write!(to, "a row of {table} refers to one that does not exist")
            }
            CheckFault::Sequence { fact, after } => write!(to, "fact {fact} follows fact {after}"),
            CheckFault::TimeFell(fact) => {
                write!(to, "fact {fact} was recorded before the one in front of it")
            }
            CheckFault::OtherCitizen(fact) => {
                write!(to, "fact {fact} is filed under another citizen")
            }
            CheckFault::OtherKind(fact) => write!(to, "fact {fact} is filed under another kind"),
            CheckFault::Unreadable(fact) => write!(to, "fact {fact} cannot be read"),
            CheckFault::NoRow(citizen) => {
                write!(
                    to,
                    "citizen {citizen} has facts but no row: rebuild the read model"
                )
            }
            CheckFault::Tally => {
                to.write_str("the tally counts other duties than there are: rebuild the read model")
            }
        }
    }
}

/// Faults told at most; a damaged file may have millions.
const TOLD: usize = 100;

impl Store {
    /// Checks file, sequence, facts and rows; returns every fault found.
    pub fn check(&self) -> Result<Vec<CheckFault>, StoreError> {
        self.read(|connection| {
            let mut faults = integrity(connection)?;
            faults.extend(facts(connection)?);
            let mut statement = connection.prepare_cached(MISSING_ROWS)?;
            let mut rows = statement.query([])?;
            while let Some(row) = rows.next()? {
                let citizen: i64 = row.get(0)?;
                faults.push(CheckFault::NoRow(citizen));
            }
            let other: i64 = connection
                .prepare_cached(OTHER_COUNT)?
                .query_row([], |row| row.get(0))?;
            if other != 0 {
                faults.push(CheckFault::Tally);
            }
            faults.truncate(TOLD);
            Ok(faults)
        })
    }
}

/// Faults of the file's structure.
pub(super) fn integrity(connection: &Connection) -> Result<Vec<CheckFault>, StoreError> {
    let mut faults = Vec::new();
    {
        let mut statement = connection.prepare_cached(INTEGRITY)?;
        let mut rows = statement.query([])?;
        while let Some(row) = rows.next()? {
            // The text names tables and pages, never a value of a row.
            let told: String = row.get(0)?;
            if told != "ok" {
                faults.push(CheckFault::Structure(told));
            }
        }
    }
    let mut statement = connection.prepare_cached(FOREIGN_KEYS)?;
    let mut rows = statement.query([])?;
    while let Some(row) = rows.next()? {
        let table: String = row.get(0)?;
        faults.push(CheckFault::Dangling(table));
    }
    Ok(faults)
}

fn facts(connection: &Connection) -> Result<Vec<CheckFault>, StoreError> {
    let mut faults = Vec::new();
    let mut statement = connection.prepare_cached(FACTS)?;
    let mut rows = statement.query([])?;
    let (mut last, mut last_time) = (0_i64, i64::MIN);
    while let Some(row) = rows.next()? {
        let (id, citizen): (i64, i64) = (row.get(0)?, row.get(1)?);
        let time: i64 = row.get(2)?;
        if id != last + 1 {
            faults.push(CheckFault::Sequence {
                fact: id,
                after: last,
            });
        }
        if time < last_time {
            faults.push(CheckFault::TimeFell(id));
        }
        (last, last_time) = (id, time);
        let kind: String = row.get(3)?;
        let json = row.get_ref(4)?.as_str_or_null();
        let Some(json) = json.map_err(|_| StoreError::Unreadable { what: "fact" })? else {
            continue;
        };
        match parsed(json) {
            Ok(entry) => {
                if entry.citizen.0.cast_signed() != citizen {
                    faults.push(CheckFault::OtherCitizen(id));
                }
                if entry.kind.name().id() != kind {
                    faults.push(CheckFault::OtherKind(id));
                }
            }
            Err(_) => faults.push(CheckFault::Unreadable(id)),
        }
        if faults.len() >= TOLD {
            break;
        }
    }
    Ok(faults)
}
