//! Files that are not opened, and what is said about it.

use std::path::Path;

use calendar::Day;
use rusqlite::Connection;
use tempfile::tempdir;

use super::town::{book, day, newcomer};
use crate::{FactStore, Kind, OpenError, Store};

fn made(path: &Path, kind: Kind) {
    let store = Store::create(path, kind, book()).unwrap();
    store
        .append(&newcomer(1, "Ane Holm", today(), None))
        .unwrap();
}

fn today() -> Day {
    day("2021-09-15")
}

fn changed(path: &Path, sql: &str) {
    Connection::open(path).unwrap().execute_batch(sql).unwrap();
}

#[test]
fn a_file_that_is_no_store_is_refused() {
    let folder = tempdir().unwrap();
    let text = folder.path().join("notes.txt");
    std::fs::write(
        &text,
        "not a database at all, but long enough to have a header".repeat(50),
    )
    .unwrap();
    assert!(matches!(
        Store::open(&text, Kind::Real, book()),
        Err(OpenError::NotOurs { .. })
    ));

    let other = folder.path().join("other.sqlite");
    changed(&other, "CREATE TABLE notes (text TEXT)");
    assert!(matches!(
        Store::open(&other, Kind::Real, book()),
        Err(OpenError::NotOurs { .. })
    ));

    let absent = folder.path().join("absent.sqlite");
    assert!(matches!(
        Store::open(&absent, Kind::Real, book()),
        Err(OpenError::Absent { .. })
    ));
    assert!(!absent.exists());
}

#[test]
fn a_newer_schema_is_refused() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    made(&path, Kind::Real);
    changed(&path, "PRAGMA user_version = 99");
    let refusal = Store::open(&path, Kind::Real, book()).err().unwrap();
    assert!(
        matches!(refusal, OpenError::Newer { found: 99, .. }),
        "{refusal}"
    );
    assert!(refusal.to_string().contains("start the newer program"));
}

#[test]
fn an_unknown_kind_of_fact_is_refused() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    made(&path, Kind::Real);
    changed(
        &path,
        "INSERT INTO fact_kind (name) VALUES ('moon-landing')",
    );
    let refusal = Store::open(&path, Kind::Real, book()).err().unwrap();
    assert!(
        matches!(&refusal, OpenError::UnknownKind { kind, .. } if kind == "moon-landing"),
        "{refusal}"
    );
}

#[test]
fn a_demonstration_and_a_real_store_never_mix() {
    let folder = tempdir().unwrap();
    let (real, demo) = (folder.path().join("real"), folder.path().join("demo"));
    made(&real, Kind::Real);
    made(&demo, Kind::Demo);
    assert!(matches!(
        Store::open(&demo, Kind::Real, book()),
        Err(OpenError::IsDemo { .. })
    ));
    assert!(matches!(
        Store::open(&real, Kind::Demo, book()),
        Err(OpenError::IsReal { .. })
    ));
    assert_eq!(Store::kind_at(&demo).unwrap(), Kind::Demo);
    assert_eq!(
        Store::open(&demo, Kind::Demo, book()).unwrap().kind(),
        Kind::Demo
    );
}

#[test]
fn a_second_writer_is_refused_until_the_first_is_gone() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    let first = Store::create(&path, Kind::Real, book()).unwrap();
    assert!(matches!(
        Store::open(&path, Kind::Real, book()),
        Err(OpenError::InUse { .. })
    ));
    drop(first);
    Store::open(&path, Kind::Real, book()).unwrap();
}

#[test]
fn nothing_is_overwritten_but_an_empty_file() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    std::fs::write(&path, "").unwrap();
    made(&path, Kind::Real);
    assert!(matches!(
        Store::create(&path, Kind::Real, book()),
        Err(OpenError::Present { .. })
    ));
}

#[test]
fn the_database_itself_refuses_to_change_what_happened() {
    let folder = tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    made(&path, Kind::Real);
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch("PRAGMA recursive_triggers = ON")
        .unwrap();
    for sql in [
        "UPDATE fact SET entry = '{}' WHERE id = 1",
        "UPDATE fact SET recorded_at = 0",
        "DELETE FROM fact",
        "INSERT INTO fact (id, citizen, kind, recorded_at, entry) VALUES (1, 1, 1, 9e15, '{}')",
        "INSERT INTO fact (id, citizen, kind, recorded_at, entry) VALUES (99, 1, 1, 0, '{}')",
        "INSERT OR REPLACE INTO fact (id, citizen, kind, recorded_at, entry)
            VALUES (1, 1, 1, 4000000000000000, '{}')",
        "UPDATE access SET page = ''",
        "DELETE FROM access",
    ] {
        assert!(connection.execute_batch(sql).is_err(), "{sql}");
    }
    // Even inside an erasure content can only go, not change.
    connection
        .execute_batch("INSERT INTO erasing (citizen) VALUES (1)")
        .unwrap();
    assert!(
        connection
            .execute_batch("UPDATE fact SET entry = '{}' WHERE id = 1")
            .is_err()
    );
}
