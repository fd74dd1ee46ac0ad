//! Settings of the store as a whole: each is set anew, never changed, and remembers who set it.

use calendar::Timestamp;
use rusqlite::{Connection, OptionalExtension, Row};

use crate::access::AccessRow;
use crate::statements::statements;
use crate::{By, Store, StoreError};

statements! {
    SET = "INSERT INTO setting (name, value, at, employee, terminal) VALUES (?1, ?2, ?3, ?4, ?5)";
    LATEST = "SELECT value FROM setting WHERE name = ?1 ORDER BY id DESC LIMIT 1";
    HISTORY = "SELECT value, at, employee, terminal FROM setting WHERE name = ?1 ORDER BY id";
}

/// A value that was set.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct SettingRow {
    /// What it was set to.
    pub value: String,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: By,
}

impl Store {
    /// What a setting was last set to; `None` if it never was.
    pub fn setting(&self, name: &str) -> Result<Option<String>, StoreError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached(LATEST)?
                .query_row([name], |row| row.get(0))
                .optional()?)
        })
    }

    /// Sets it; the access log says so too. Returns after the commit.
    pub fn set(&self, name: &str, value: &str, by: &By, now: Timestamp) -> Result<(), StoreError> {
        self.write(|connection| set(connection, name, value, by, now))
    }

    /// Everything a setting was set to, oldest first.
    pub fn setting_history(&self, name: &str) -> Result<Vec<SettingRow>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(HISTORY)?;
            let rows = statement.query_map([name], setting_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }
}

fn set(
    connection: &Connection,
    name: &str,
    value: &str,
    by: &By,
    now: Timestamp,
) -> Result<(), StoreError> {
    let employee = by.employee().map(|id| id.0.cast_signed());
    connection
        .prepare_cached(SET)?
        .execute((name, value, now.0, employee, by.terminal()))?;
    let line = AccessRow::of_write(by, now, None, &format!("setting {name}"));
    crate::access::write(connection, &[line])
}

fn setting_row(row: &Row<'_>) -> rusqlite::Result<SettingRow> {
    Ok(SettingRow {
        value: row.get(0)?,
        at: Timestamp(row.get(1)?),
        by: By::of(row.get(2)?, row.get(3)?),
    })
}
