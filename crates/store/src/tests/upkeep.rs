//! Copies, checks and erasure.

use calendar::Timestamp;
use facts::{CaseId, CitizenId, EmployeeId, FactId};
use rusqlite::Connection;

use super::town::{book, day, employee, newcomer, store};
use crate::{
    AppendError, By, CitizenQuery, FactStore, Kind, OpenError, Refusal, Store, StoreError,
};

#[test]
fn a_backup_restored_is_the_same_store() {
    let folder = tempfile::tempdir().unwrap();
    let at = |name: &str| folder.path().join(name);
    let today = day("2021-09-15");
    let store = Store::create(&at("store"), Kind::Real, book()).unwrap();
    for number in 1..=30 {
        store
            .append(&newcomer(number, "Ane Holm", today, Some(1)))
            .unwrap();
    }
    employee(&store, "ane", None);
    store.backup(&at("backup")).unwrap();
    let rows = store.dump_read_model().unwrap();
    // What comes later is not in the backup.
    store.append(&newcomer(31, "Bo Lund", today, None)).unwrap();
    assert!(matches!(
        store.backup(&at("backup")),
        Err(OpenError::Present { .. })
    ));
    drop(store);

    assert!(matches!(
        Store::restore(&at("backup"), &at("store")),
        Err(OpenError::Present { .. })
    ));
    assert!(matches!(
        Store::restore(&at("nothing"), &at("other")),
        Err(OpenError::Absent { .. })
    ));
    Store::restore(&at("backup"), &at("restored")).unwrap();
    let restored = Store::open(&at("restored"), Kind::Real, book()).unwrap();
    assert_eq!(restored.dump_read_model().unwrap(), rows);
    assert_eq!(restored.last().unwrap(), Some(FactId(90)));
    assert!(restored.user_by_login("ane").unwrap().is_some());
    assert_eq!(restored.check().unwrap(), []);
    let left: Vec<String> = std::fs::read_dir(folder.path())
        .unwrap()
        .map(|entry| entry.unwrap().file_name().into_string().unwrap())
        .filter(|name| name.contains("unfinished"))
        .collect();
    assert_eq!(left, Vec::<String>::new());
}

#[test]
fn only_a_store_is_restored() {
    let folder = tempfile::tempdir().unwrap();
    let other = folder.path().join("other");
    Connection::open(&other)
        .unwrap()
        .execute_batch("CREATE TABLE notes (text TEXT)")
        .unwrap();
    let to = folder.path().join("to");
    assert!(matches!(
        Store::restore(&other, &to),
        Err(OpenError::NotOurs { .. })
    ));
    assert!(!to.exists());
}

#[test]
fn a_damaged_file_is_found_out() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let today = day("2021-09-15");
    let store = Store::create(&path, Kind::Real, book()).unwrap();
    store.append(&newcomer(1, "Ane Holm", today, None)).unwrap();
    drop(store);
    let connection = Connection::open(&path).unwrap();
    connection
        .execute_batch(
            "INSERT INTO fact (id, citizen, kind, recorded_at, entry)
             VALUES (9, 1, 1, 9000000000000000, '{\"kind\":\"nonsense\"}');
             UPDATE duty_tally SET duties = duties + 1;
             DELETE FROM citizen_row",
        )
        .unwrap();
    drop(connection);
    let faults = Store::open(&path, Kind::Real, book())
        .unwrap()
        .check()
        .unwrap();
    let told: Vec<String> = faults.iter().map(ToString::to_string).collect();
    let told = told.join("\n");
    for fault in [
        "fact 9 follows fact 2",
        "fact 9 cannot be read",
        "no row",
        "tally",
    ] {
        assert!(told.contains(fault), "{fault}: {told}");
    }
    assert!(!told.contains("nonsense"));
}

#[test]
fn an_erased_citizen_leaves_a_tombstone_and_no_personal_data() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let today = day("2021-09-15");
    let store = Store::create(&path, Kind::Real, book()).unwrap();
    let name = "Sjældne Slettesen";
    let gone = store.append(&newcomer(1, name, today, Some(1))).unwrap();
    let stays = store
        .append(&newcomer(2, "Bo Lund", today, Some(1)))
        .unwrap();
    let now = Timestamp(9_000_000_000_000_000);
    let cpr = store.citizen(gone.citizen).unwrap().unwrap().cpr;
    assert!(matches!(
        store.erase(CitizenId(9), &By::Employee(EmployeeId(4)), "regel", now),
        Err(StoreError::Missing { .. })
    ));
    store
        .erase(
            gone.citizen,
            &By::Employee(EmployeeId(4)),
            "5 år efter sagens afslutning",
            now,
        )
        .unwrap();

    assert!(store.facts_of(gone.citizen, None).unwrap().is_empty());
    assert_eq!(store.fact(FactId(1)).unwrap(), None);
    assert!(store.citizen(gone.citizen).unwrap().is_none());
    assert!(store.case(CaseId(1), today).unwrap().is_none());
    assert_eq!(store.citizens(&CitizenQuery::default()).unwrap().total, 1);
    let tombstone = store.tombstone(gone.citizen).unwrap().unwrap();
    assert_eq!(
        (tombstone.by, tombstone.facts),
        (By::Employee(EmployeeId(4)), 3)
    );
    assert_eq!(tombstone.rule, "5 år efter sagens afslutning");
    assert!(store.tombstone(stays.citizen).unwrap().is_none());

    // Nothing more is registered, and a repeated post does not bring the content back.
    assert!(matches!(
        store.append(&newcomer(1, name, today, Some(1))),
        Err(AppendError::Refused {
            why: Refusal::Erased,
            ..
        })
    ));
    let mut late = newcomer(3, name, today, None);
    late.citizen = gone.citizen;
    late.entries
        .iter_mut()
        .for_each(|entry| entry.citizen = gone.citizen);
    assert!(matches!(
        store.append(&late),
        Err(AppendError::Refused {
            why: Refusal::Erased,
            ..
        })
    ));
    // The sequence goes on, and rows made anew are the same.
    assert_eq!(store.last().unwrap(), Some(FactId(6)));
    assert_eq!(store.facts_of(stays.citizen, None).unwrap().len(), 3);
    assert_eq!(store.check().unwrap(), []);
    let rows = store.dump_read_model().unwrap();
    store.rebuild(today).unwrap();
    assert_eq!(store.dump_read_model().unwrap(), rows);
    drop(store);
    for entry in std::fs::read_dir(folder.path()).unwrap() {
        let bytes = std::fs::read(entry.unwrap().path()).unwrap();
        for secret in [name.as_bytes(), cpr.digits().as_bytes()] {
            assert!(!bytes.windows(secret.len()).any(|window| window == secret));
        }
    }
}

#[test]
fn a_mistaken_citizen_is_no_longer_listed() {
    let store = store();
    let today = day("2021-09-15");
    let wrong = store.append(&newcomer(1, "Ane Holm", today, None)).unwrap();
    let retraction = super::town::entry(
        today,
        None,
        facts::Kind::FactRetracted { fact: wrong.ids[0] },
    );
    store
        .append(&super::town::append(
            2,
            wrong.citizen,
            today,
            vec![retraction],
        ))
        .unwrap();
    assert_eq!(store.citizens(&CitizenQuery::default()).unwrap().total, 0);
    assert!(store.citizen(wrong.citizen).unwrap().is_none());
}

#[test]
fn a_setting_is_set_anew_and_remembers_who_set_it() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store");
    let store = Store::create(&path, Kind::Real, book()).unwrap();
    assert_eq!(store.setting("farve").unwrap(), None);
    let terminal = By::Terminal("drift".to_owned());
    let employee = By::Employee(EmployeeId(4));
    store.set("farve", "grå", &terminal, Timestamp(1)).unwrap();
    store.set("farve", "blå", &employee, Timestamp(2)).unwrap();
    store.set("andet", "x", &employee, Timestamp(3)).unwrap();
    drop(store);
    let store = Store::open(&path, Kind::Real, book()).unwrap();
    assert_eq!(store.setting("farve").unwrap().as_deref(), Some("blå"));
    let row = |value: &str, at, by: &By| crate::SettingRow {
        value: value.to_owned(),
        at: Timestamp(at),
        by: by.clone(),
    };
    assert_eq!(
        store.setting_history("farve").unwrap(),
        [row("grå", 1, &terminal), row("blå", 2, &employee)]
    );
    let writer = store.writer();
    for refused in [
        "UPDATE setting SET value = 'rød'",
        "DELETE FROM setting",
        "INSERT OR REPLACE INTO setting (id, name, value, at, employee) VALUES (1, 'farve', 'rød', 4, 4)",
    ] {
        assert!(writer.execute_batch(refused).is_err(), "{refused}");
    }
    let logged: i64 = writer
        .query_row(
            "SELECT count(*) FROM access WHERE page = 'setting farve' AND what = 'write'",
            [],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(logged, 2);
}

#[test]
fn an_erasure_from_the_terminal_names_the_account() {
    let store = store();
    let today = day("2021-09-15");
    let gone = store.append(&newcomer(1, "Ane Holm", today, None)).unwrap();
    let by = By::Terminal("drift".to_owned());
    store
        .erase(gone.citizen, &by, "regel", Timestamp(9_000_000_000_000_000))
        .unwrap();
    assert_eq!(store.tombstone(gone.citizen).unwrap().unwrap().by, by);
    let log = store.access_of(gone.citizen).unwrap();
    let last = log.last().unwrap();
    assert_eq!((last.page.as_str(), last.employee), ("erase", None));
    assert_eq!(last.terminal.as_deref(), Some("drift"));
}
