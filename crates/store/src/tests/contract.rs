//! What every place that keeps facts promises, tried on each of them.

use calendar::Timestamp;
use facts::{CaseId, CitizenId, Entry, FactId, Kind as What};

use super::town::{append, assigned, book, day, entry, newcomer, opened, registered, store};
use crate::{Append, AppendError, FactStore, Kind, Memory, NEW_CASE, NEW_CITIZEN, Refusal, Store};

/// Runs a promise on every implementation.
fn on_each(promise: impl Fn(&dyn FactStore)) {
    promise(&Memory::default());
    promise(&store());
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    promise(&Store::create(&path, Kind::Real, book()).unwrap());
}

fn note(text: &str) -> Entry {
    let mut note = entry(day("2021-09-15"), None, What::NoteWritten);
    note.note = Some(text.to_owned());
    note
}

fn noted(number: u64, citizen: CitizenId, text: &str) -> Append {
    append(number, citizen, day("2021-09-15"), vec![note(text)])
}

fn refusal(error: AppendError) -> Refusal {
    match error {
        AppendError::Refused { why, .. } => why,
        other => panic!("{other}"),
    }
}

#[test]
fn numbers_begin_at_one_and_leave_no_gap() {
    on_each(|store| {
        assert_eq!(store.last().unwrap(), None);
        let today = day("2021-09-15");
        let one = store
            .append(&newcomer(1, "Ane Holm", today, Some(7)))
            .unwrap();
        assert_eq!((one.citizen, one.case), (CitizenId(1), Some(CaseId(1))));
        assert_eq!(one.ids, [FactId(1), FactId(2), FactId(3)]);
        let two = store.append(&newcomer(2, "Bo Lund", today, None)).unwrap();
        assert_eq!((two.citizen, two.case), (CitizenId(2), Some(CaseId(2))));
        assert_eq!(two.ids, [FactId(4), FactId(5)]);
        assert_eq!(store.last().unwrap(), Some(FactId(5)));

        let facts = store.facts_of(CitizenId(1), None).unwrap();
        let ids: Vec<FactId> = facts.iter().map(|fact| fact.id).collect();
        assert_eq!(ids, one.ids);
        assert!(facts.iter().all(|fact| fact.entry.citizen == CitizenId(1)));
        assert_eq!(facts[2].entry.case, Some(CaseId(1)));
        assert_eq!(
            store.facts_of(CitizenId(1), Some(FactId(2))).unwrap(),
            facts[..2]
        );
        assert_eq!(store.fact(FactId(2)).unwrap().as_ref(), Some(&facts[1]));
        assert_eq!(store.fact(FactId(6)).unwrap(), None);
        assert!(store.facts_of(CitizenId(9), None).unwrap().is_empty());
    });
}

#[test]
fn what_is_refused_leaves_nothing_and_takes_no_number() {
    on_each(|store| {
        let today = day("2021-09-15");
        store.append(&newcomer(1, "Ane Holm", today, None)).unwrap();
        let bad = append(
            2,
            NEW_CITIZEN,
            today,
            vec![
                registered(today, 2, "Bo"),
                note(""),
                registered(today, 3, "Bo"),
            ],
        );
        assert_eq!(
            refusal(store.append(&bad).unwrap_err()),
            Refusal::NotTheFirst
        );
        assert_eq!(store.last().unwrap(), Some(FactId(2)));
        let good = store.append(&newcomer(3, "Cille", today, None)).unwrap();
        assert_eq!((good.citizen, good.case), (CitizenId(2), Some(CaseId(2))));
    });
}

#[test]
fn a_repeated_post_stores_once_and_says_the_same() {
    on_each(|store| {
        let today = day("2021-09-15");
        let first = store.append(&newcomer(1, "Ane Holm", today, None)).unwrap();
        let again = store.append(&newcomer(1, "Ane Holm", today, None)).unwrap();
        assert!(!first.already && again.already);
        assert_eq!(
            (again.citizen, again.case, &again.ids),
            (first.citizen, first.case, &first.ids)
        );

        let citizen = first.citizen;
        store.append(&noted(2, citizen, "ét")).unwrap();
        store.append(&noted(3, citizen, "to")).unwrap();
        // The repeated post carries an old expectation; it was stored, so it is no conflict.
        let stale = Append {
            expected: Some(FactId(2)),
            ..noted(2, citizen, "ét")
        };
        assert!(store.append(&stale).unwrap().already);
        assert_eq!(store.facts_of(citizen, None).unwrap().len(), 4);
        assert!(matches!(
            store.append(&noted(2, citizen, "noget andet")),
            Err(AppendError::KeyReused)
        ));
    });
}

#[test]
fn the_second_author_is_told_what_happened() {
    on_each(|store| {
        let today = day("2021-09-15");
        let citizen = store
            .append(&newcomer(1, "Ane Holm", today, None))
            .unwrap()
            .citizen;
        store.append(&newcomer(2, "Bo Lund", today, None)).unwrap();
        let seen = Some(FactId(2));
        let mut first = noted(3, citizen, "den første");
        first.expected = seen;
        let mut second = noted(4, citizen, "den anden");
        second.expected = seen;
        store.append(&first).unwrap();
        let Err(AppendError::Conflict { newer }) = store.append(&second) else {
            panic!("a conflict was to be told");
        };
        assert_eq!(newer.len(), 1);
        assert_eq!(newer[0].entry.note.as_deref(), Some("den første"));
        second.expected = Some(newer[0].id);
        store.append(&second).unwrap();
        assert_eq!(store.facts_of(citizen, None).unwrap().len(), 4);
    });
}

#[test]
fn recorded_time_never_falls() {
    on_each(|store| {
        let today = day("2021-09-15");
        let citizen = store
            .append(&newcomer(1, "Ane Holm", today, None))
            .unwrap()
            .citizen;
        for (number, now) in [
            (2, 5_000_000_000_000_000),
            (3, 4_000_000_000_000_000),
            (4, 6_000_000_000_000_000),
        ] {
            let late = Append {
                now: Timestamp(now),
                ..noted(number, citizen, "")
            };
            store.append(&late).unwrap();
        }
        let facts = store.facts_of(citizen, None).unwrap();
        let times: Vec<i64> = facts[2..].iter().map(|fact| fact.recorded_at.0).collect();
        assert_eq!(
            times,
            [
                5_000_000_000_000_000,
                5_000_000_000_000_000,
                6_000_000_000_000_000
            ]
        );
    });
}

#[test]
fn what_contradicts_the_store_is_refused() {
    on_each(|store| {
        let today = day("2021-09-15");
        let ane = store.append(&newcomer(1, "Ane Holm", today, None)).unwrap();
        let bo = store.append(&newcomer(2, "Bo Lund", today, None)).unwrap();
        let mut number = 100;
        let mut why = |citizen: CitizenId, entry: Entry| {
            number += 1;
            refusal(
                store
                    .append(&append(number, citizen, today, vec![entry]))
                    .unwrap_err(),
            )
        };
        let citizen = ane.citizen;
        assert_eq!(why(CitizenId(9), note("")), Refusal::NoSuchCitizen);
        assert_eq!(why(NEW_CITIZEN, note("")), Refusal::NotTheFirst);
        assert_eq!(
            why(citizen, registered(today, 9, "Igen")),
            Refusal::NotTheFirst
        );
        assert_eq!(
            why(
                citizen,
                assigned(today, bo.case.unwrap(), "sagsbehandler", 1)
            ),
            Refusal::NoSuchCase
        );
        assert_eq!(
            why(citizen, assigned(today, NEW_CASE, "sagsbehandler", 1)),
            Refusal::NoSuchCase
        );
        assert_eq!(
            why(
                citizen,
                Entry {
                    case: Some(CaseId(5)),
                    ..opened(today)
                }
            ),
            Refusal::CaseNumber
        );
        assert_eq!(
            why(citizen, entry(today.plus(1), None, What::NoteWritten)),
            Refusal::NotYet
        );
        let correction = |id: u64| Entry {
            corrects: Some(FactId(id)),
            ..note("rettet")
        };
        assert_eq!(why(citizen, correction(bo.ids[0].0)), Refusal::NoSuchFact);
        assert_eq!(why(citizen, correction(99)), Refusal::NoSuchFact);
        let retraction = |fact: FactId| entry(today, None, What::FactRetracted { fact });
        assert_eq!(why(citizen, retraction(bo.ids[0])), Refusal::NoSuchFact);
        let other = Append {
            entries: vec![Entry {
                citizen: bo.citizen,
                ..note("")
            }],
            ..noted(99, citizen, "")
        };
        assert_eq!(
            refusal(store.append(&other).unwrap_err()),
            Refusal::OtherCitizen
        );
        let nothing = append(98, citizen, today, Vec::new());
        assert_eq!(refusal(store.append(&nothing).unwrap_err()), Refusal::Empty);
    });
}

#[test]
fn a_correction_names_the_root_of_its_chain() {
    on_each(|store| {
        let today = day("2021-09-15");
        let citizen = store
            .append(&newcomer(1, "Ane Holm", today, None))
            .unwrap()
            .citizen;
        let correction = |id: FactId| Entry {
            corrects: Some(id),
            ..note("rettet")
        };
        let corrected = store
            .append(&append(200, citizen, today, vec![note("først")]))
            .unwrap();
        let root = corrected.ids[0];
        let once = store
            .append(&append(201, citizen, today, vec![correction(root)]))
            .unwrap();
        assert_eq!(
            refusal(
                store
                    .append(&append(202, citizen, today, vec![correction(once.ids[0])]))
                    .unwrap_err()
            ),
            Refusal::NoSuchFact
        );
    });
}

#[test]
fn everything_survives_closing_the_file() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    let today = day("2021-09-15");
    let (facts, rows) = {
        let store = Store::create(&path, Kind::Real, book()).unwrap();
        store
            .append(&newcomer(1, "Ane Holm", today, Some(1)))
            .unwrap();
        (
            store.facts_of(CitizenId(1), None).unwrap(),
            store.dump_read_model().unwrap(),
        )
    };
    let store = Store::open(&path, Kind::Real, book()).unwrap();
    assert_eq!(store.facts_of(CitizenId(1), None).unwrap(), facts);
    assert_eq!(store.dump_read_model().unwrap(), rows);
    assert!(
        store
            .append(&newcomer(1, "Ane Holm", today, Some(1)))
            .unwrap()
            .already
    );
    let next = store.append(&newcomer(2, "Bo Lund", today, None)).unwrap();
    assert_eq!((next.citizen, next.ids[0]), (CitizenId(2), FactId(4)));
}

#[test]
fn an_unknown_version_is_refused_and_a_used_one_is_kept_whole() {
    let store = store();
    let today = day("2021-09-15");
    let mut strange = newcomer(1, "Ane Holm", today, None);
    if let What::CaseOpened { version, .. } = &mut strange.entries[1].kind {
        *version = "0".repeat(64);
    }
    assert_eq!(
        refusal(store.append(&strange).unwrap_err()),
        Refusal::UnknownVersion
    );
    store.append(&newcomer(2, "Ane Holm", today, None)).unwrap();

    let book = book();
    let model = book.model_on("afklaringspuljen", today).unwrap();
    let writer = store.writer();
    let kept: String = writer
        .query_row(
            "SELECT content FROM kept_version JOIN book_page ON book_page.book = kept_version.book
             JOIN page ON page.hash = book_page.page WHERE kept_version.hash = ?1 AND path = ?2",
            [&model.hash, &model.path],
            |row| row.get(0),
        )
        .unwrap();
    assert_eq!(kept, model.text);
}

#[test]
fn many_appends_are_stored_together_or_not_at_all() {
    let store = store();
    let today = day("2021-09-15");
    let good: Vec<Append> = (1..=20)
        .map(|number| newcomer(number, "Ane Holm", today, None))
        .collect();
    let mut bad = good.clone();
    bad.push(noted(99, CitizenId(77), ""));
    assert!(store.append_many(&bad).is_err());
    assert_eq!(store.last().unwrap(), None);
    let stored = store.append_many(&good).unwrap();
    assert_eq!(stored.last().unwrap().citizen, CitizenId(20));
    assert!(
        store
            .append_many(&good)
            .unwrap()
            .iter()
            .all(|appended| appended.already)
    );
    assert_eq!(store.last().unwrap(), Some(FactId(40)));
}
