//! The fault on purpose really is one: what it acknowledges is not on disk yet.

use facts::CitizenId;

use super::town::{book, day, newcomer};
use crate::{FactStore, Kind, Store};

#[test]
fn an_acknowledged_fact_is_not_committed_yet() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    let store = Store::create(&path, Kind::Real, book()).unwrap();
    let seen = (1..=20).any(|number| {
        let today = day("2021-09-15");
        let citizen = store
            .append(&newcomer(number, "Ane Holm", today, None))
            .unwrap()
            .citizen;
        // Another connection sees only what is committed.
        store.facts_of(citizen, None).unwrap().is_empty()
    });
    assert!(seen, "every append was committed before it returned");
    drop(store);
    let store = Store::open(&path, Kind::Real, book()).unwrap();
    assert!(!store.facts_of(CitizenId(1), None).unwrap().is_empty());
}
