//! Who is handed out to whom, and as known when.

use calendar::Timestamp;
use facts::{CitizenId, FactId, Kind as What};

use super::town::{append, day, employee, entry, newcomer, registered, store};
use crate::{By, FactStore, NEW_CITIZEN, OBSERVED_FROM, Scope, Store, StoreError};

fn handed(store: &Store, scope: Scope, known_at: Option<u64>, batch: usize) -> Vec<(u64, usize)> {
    let mut all = Vec::new();
    store
        .facts_of_many::<StoreError>(scope, known_at.map(FactId), batch, &mut |told| {
            assert!(told.len() <= batch);
            all.extend(told.iter().map(|(id, facts)| (id.0, facts.len())));
            Ok(())
        })
        .unwrap();
    all
}

#[test]
fn a_scope_sees_its_own_and_a_cut_what_was_known() {
    let store = store();
    let team = store.add_team("Vest").unwrap();
    let mette = employee(&store, "mette", Some(team));
    let yusuf = employee(&store, "yusuf", None);
    let today = day("2021-03-01");
    store
        .append(&newcomer(1, "Åse", today, Some(mette.0)))
        .unwrap();
    store
        .append(&newcomer(2, "Bo", today, Some(yusuf.0)))
        .unwrap();
    store.append(&newcomer(3, "Carl", today, None)).unwrap();
    let without_case = vec![registered(today, 4, "Dorte")];
    store
        .append(&append(4, NEW_CITIZEN, today, without_case))
        .unwrap();
    let last = store.last().unwrap().unwrap();
    assert_eq!(
        handed(&store, Scope::All, None, 3),
        [(1, 3), (2, 3), (3, 2), (4, 1)]
    );
    assert_eq!(handed(&store, Scope::Holder(mette), None, 9), [(1, 3)]);
    assert_eq!(handed(&store, Scope::Holder(yusuf), None, 9), [(2, 3)]);
    assert_eq!(handed(&store, Scope::Team(team), None, 9), [(1, 3)]);
    assert_eq!(handed(&store, Scope::Unassigned, None, 9), [(3, 2)]);
    // What is registered later is not handed out to who asks as of before.
    let mark = What::MarkSet {
        mark: "afklaringspuljen".to_owned(),
    };
    store
        .append(&append(
            5,
            CitizenId(1),
            today,
            vec![entry(today, None, mark)],
        ))
        .unwrap();
    assert_eq!(handed(&store, Scope::Holder(mette), None, 1), [(1, 4)]);
    assert_eq!(
        handed(&store, Scope::Holder(mette), Some(last.0), 1),
        [(1, 3)]
    );
    assert_eq!(handed(&store, Scope::All, Some(3), 1), [(1, 3)]);
}

#[test]
fn the_erased_are_not_handed_out_and_a_fault_of_the_asker_passes() {
    let store = store();
    let today = day("2021-03-01");
    for number in 1..=2 {
        store.append(&newcomer(number, "Åse", today, None)).unwrap();
    }
    let by = By::Terminal("kim".to_owned());
    store
        .erase(CitizenId(1), &by, "slettefrist", Timestamp(0))
        .unwrap();
    assert_eq!(handed(&store, Scope::All, None, 9), [(2, 2)]);
    let fault = store.facts_of_many(Scope::All, None, 9, &mut |_| {
        Err(StoreError::Missing { what: "test" })
    });
    assert!(matches!(fault, Err(StoreError::Missing { what: "test" })));
}

#[test]
fn from_when_data_are_complete_is_said_by_track() {
    let store = store();
    assert_eq!(store.observed().unwrap(), crate::Observed::default());
    let today = day("2021-03-01");
    store.append(&newcomer(1, "Åse", today, None)).unwrap();
    let by = By::Terminal("kim".to_owned());
    for day in ["2011-01-01", "2010-01-01"] {
        let name = format!("{OBSERVED_FROM}benefits");
        store.set(&name, day, &by, Timestamp(0)).unwrap();
    }
    let observed = store.observed().unwrap();
    assert_eq!(observed.since["benefits"], day("2010-01-01"));
    assert_eq!(observed.since.len(), 1);
    assert!(observed.recorded_since.is_some());
}
