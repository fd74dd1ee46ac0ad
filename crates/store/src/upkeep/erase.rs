//! Erasure under a retention rule: the only way content leaves the store.

use calendar::Timestamp;
use facts::CitizenId;
use rusqlite::{Connection, OptionalExtension};

use crate::access::AccessRow;
use crate::statements::statements;
use crate::{By, Store, StoreError, read_model};

statements! {
    OPEN = "INSERT INTO erasing (citizen) VALUES (?1)";
    CLOSE = "DELETE FROM erasing WHERE citizen = ?1";
    EMPTY = "UPDATE fact SET entry = NULL, kind = 0 WHERE citizen = ?1 AND entry IS NOT NULL";
    /// The digest is of personal data; without it the post is known as erased.
    FORGET_POSTS = "UPDATE posted SET digest = zeroblob(32) WHERE citizen = ?1";
    BURY = "INSERT INTO tombstone (citizen, erased_at, employee, rule, facts, terminal)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6)";
    CHECKPOINT = "PRAGMA wal_checkpoint(TRUNCATE)";
    TOMBSTONE = "SELECT erased_at, employee, rule, facts, terminal FROM tombstone WHERE citizen = ?1";
}

/// What remains of an erased citizen.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Tombstone {
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: By,
    /// Under which retention rule.
    pub rule: String,
    /// How many facts there were.
    pub facts: u64,
}

impl Store {
    /// Erases a citizen under a retention rule: the content of all facts and every row go, a tombstone without personal
    /// data stays, and so do the places in the sequence and the access log. The freed pages are overwritten.
    ///
    /// Backups made before still have the content; they follow their own retention.
    pub fn erase(
        &self,
        citizen: CitizenId,
        by: &By,
        rule: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.flush()?;
        self.write(|connection| {
            let facts = empty(connection, citizen)?;
            connection.prepare_cached(BURY)?.execute((
                citizen.0.cast_signed(),
                now.0,
                by.employee().map_or(0, |id| id.0.cast_signed()),
                rule,
                facts.cast_signed(),
                by.terminal(),
            ))?;
            let line = AccessRow::of_write(by, now, Some(citizen), "erase");
            crate::access::write(connection, &[line])?;
            read_model::forget(connection, citizen)
        })?;
        // Without this the content would stay readable in the log until later writes fill it.
        let writer = self.writer();
        if writer.is_autocommit() && self.path().is_some() {
            writer
                .prepare_cached(CHECKPOINT)?
                .query_row([], |_| Ok(()))?;
        }
        Ok(())
    }

    /// The tombstone of an erased citizen.
    pub fn tombstone(&self, citizen: CitizenId) -> Result<Option<Tombstone>, StoreError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached(TOMBSTONE)?
                .query_row([citizen.0.cast_signed()], |row| {
                    Ok(Tombstone {
                        at: Timestamp(row.get(0)?),
                        by: By::of(row.get(1)?, row.get(4)?),
                        rule: row.get(2)?,
                        facts: row.get::<_, i64>(3)?.cast_unsigned(),
                    })
                })
                .optional()?)
        })
    }
}

/// Removes the content of a citizen's facts; returns of how many.
fn empty(connection: &Connection, citizen: CitizenId) -> Result<usize, StoreError> {
    let id = citizen.0.cast_signed();
    connection.prepare_cached(OPEN)?.execute([id])?;
    let facts = connection.prepare_cached(EMPTY)?.execute([id])?;
    crate::cohorts::empty(connection, id)?;
    connection.prepare_cached(CLOSE)?.execute([id])?;
    if facts == 0 {
        return Err(StoreError::Missing { what: "citizen" });
    }
    connection.prepare_cached(FORGET_POSTS)?.execute([id])?;
    Ok(facts)
}
