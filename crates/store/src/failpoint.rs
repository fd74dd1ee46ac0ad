//! A fault on purpose, for the test that kills the program: writes are acknowledged before they are committed.
//!
//! Only in builds with the feature `acknowledge-before-commit`, which nothing but that test turns on. A transaction stays
//! open, appends end with a savepoint, and a thread commits twenty times a second.

use std::sync::{Arc, Mutex, Weak};
use std::time::Duration;

use rusqlite::Connection;

use crate::StoreError;
use crate::connection::locked;

/// Commits from time to time until the store is gone.
pub(crate) fn commit_later(writer: &Arc<Mutex<Connection>>) {
    let writer: Weak<Mutex<Connection>> = Arc::downgrade(writer);
    std::thread::spawn(move || {
        while let Some(writer) = writer.upgrade() {
            commit_now(&locked(&writer));
            drop(writer);
            std::thread::sleep(Duration::from_millis(50));
        }
    });
}

/// Commits what is open.
pub(crate) fn commit_now(connection: &Connection) {
    if !connection.is_autocommit() {
        let _ = connection.execute_batch("COMMIT");
    }
}

/// What looks like a committed transaction to the caller.
pub(crate) fn committed<T, E: From<StoreError>>(
    connection: &mut Connection,
    work: impl FnOnce(&Connection) -> Result<T, E>,
) -> Result<T, E> {
    if connection.is_autocommit() {
        connection
            .execute_batch("BEGIN IMMEDIATE")
            .map_err(StoreError::from)?;
    }
    let savepoint = connection.savepoint().map_err(StoreError::from)?;
    let answer = work(&savepoint)?;
    savepoint.commit().map_err(StoreError::from)?;
    Ok(answer)
}
