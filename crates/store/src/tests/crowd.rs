//! Many people at once: nothing is lost, conflicts are told, and the sequence has no gap.

use std::sync::atomic::{AtomicU64, Ordering};

use facts::{CitizenId, FactId, Kind as What};

use super::town::{append, book, day, entry, newcomer};
use crate::{AppendError, DayQuery, DaySort, FactStore, Kind, Memory, Page, Scope, Store};

const AUTHORS: u64 = 8;
const EACH: u64 = 12;

/// Every author notes something about one citizen again and again, always having seen the last fact.
fn crowd(store: &dyn FactStore) {
    let today = day("2021-09-15");
    let citizen = store
        .append(&newcomer(1, "Ane Holm", today, None))
        .unwrap()
        .citizen;
    let conflicts = AtomicU64::new(0);
    std::thread::scope(|scope| {
        for author in 0..AUTHORS {
            let conflicts = &conflicts;
            scope.spawn(move || {
                let mut seen = FactId(2);
                for turn in 0..EACH {
                    let mut note = entry(today, None, What::NoteWritten);
                    note.note = Some(format!("{author}:{turn}"));
                    let mut draft = append(1000 + author * EACH + turn, citizen, today, vec![note]);
                    loop {
                        draft.expected = Some(seen);
                        match store.append(&draft) {
                            Ok(appended) => {
                                seen = appended.ids[0];
                                break;
                            }
                            Err(AppendError::Conflict { newer }) => {
                                conflicts.fetch_add(1, Ordering::Relaxed);
                                assert!(newer.iter().all(|fact| fact.id > seen));
                                seen = newer.last().unwrap().id;
                            }
                            Err(other) => panic!("{other}"),
                        }
                    }
                }
            });
        }
    });
    let facts = store.facts_of(citizen, None).unwrap();
    let ids: Vec<u64> = facts.iter().map(|fact| fact.id.0).collect();
    assert_eq!(ids, (1..=2 + AUTHORS * EACH).collect::<Vec<_>>());
    for author in 0..AUTHORS {
        let own: Vec<&str> = facts
            .iter()
            .filter_map(|fact| fact.entry.note.as_deref())
            .filter(|note| note.starts_with(&format!("{author}:")))
            .collect();
        let wanted: Vec<String> = (0..EACH).map(|turn| format!("{author}:{turn}")).collect();
        assert_eq!(own, wanted);
    }
}

#[test]
fn a_crowd_around_one_citizen_loses_nothing() {
    crowd(&Memory::default());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    crowd(&Store::create(&path, Kind::Real, book()).unwrap());
}

#[test]
fn readers_see_whole_appends_while_others_write() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    let store = Store::create(&path, Kind::Real, book()).unwrap();
    let today = day("2021-09-15");
    std::thread::scope(|scope| {
        for author in 0..3 {
            let store = &store;
            scope.spawn(move || {
                for turn in 0..15 {
                    store
                        .append(&newcomer(
                            1 + author * 100 + turn,
                            "Ane Holm",
                            today,
                            Some(1),
                        ))
                        .unwrap();
                }
            });
        }
        for _ in 0..12 {
            let store = &store;
            scope.spawn(move || {
                for _ in 0..10 {
                    let query = DayQuery {
                        today,
                        scope: Scope::All,
                        group: None,
                        filter: crate::DayFilter::default(),
                        search: None,
                        sort: DaySort::Due,
                        descending: false,
                        page: Page::default(),
                    };
                    let page = store.my_day(&query).unwrap();
                    assert_eq!(page.rows.len() as u64, page.total.min(50));
                    if let Some(last) = store.last().unwrap() {
                        // An append stores three facts; a reader sees all of them or none.
                        assert_eq!(last.0 % 3, 0);
                    }
                }
            });
        }
    });
    assert_eq!(store.last().unwrap(), Some(FactId(135)));
    assert_eq!(store.facts_of(CitizenId(45), None).unwrap().len(), 3);
    assert_eq!(store.check().unwrap(), []);
}
