//! The schema and its migrations: numbered, forward only.

use rusqlite::Connection;

use crate::StoreError;

/// Marks a database file as ours (`Tovh`).
pub(crate) const APPLICATION_ID: i64 = 0x546F_7668;

const MIGRATIONS: [&str; 6] = [
    include_str!("0001_floor.sql"),
    include_str!("0002_read_model.sql"),
    include_str!("0003_settings.sql"),
    include_str!("0004_given.sql"),
    include_str!("0005_vintages.sql"),
    include_str!("0006_cohorts.sql"),
];

/// The newest schema this program knows.
pub(crate) const NEWEST: i64 = MIGRATIONS.len().cast_signed() as i64;

/// Brings the schema from the version found up to date, all in the caller's transaction.
pub(crate) fn migrate(connection: &Connection, found: i64) -> Result<(), StoreError> {
    let done = usize::try_from(found).unwrap_or(0);
    for migration in MIGRATIONS.iter().skip(done) {
        connection.execute_batch(migration)?;
    }
    connection.pragma_update(None, "user_version", NEWEST)?;
    Ok(())
}

/// The version of the schema that a file has.
pub(crate) fn version(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "user_version", |row| row.get(0))?)
}

/// The mark that tells whose file it is.
pub(crate) fn application_id(connection: &Connection) -> Result<i64, StoreError> {
    Ok(connection.pragma_query_value(None, "application_id", |row| row.get(0))?)
}
