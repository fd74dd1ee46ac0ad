//! Rulebooks change; cases stay with the version they pin, whatever the program embeds.

use std::sync::Arc;

use facts::{CaseId, CitizenId, Kind as What};
use rulebook::{Book, Source};

use super::town::{append, book, day, entry, newcomer};
use crate::{Append, AppendError, FactStore, Kind, Refusal, Store};

/// The rulebook as it might have been: the same rules, one more sentence on the model's page and on the calendar's.
fn older() -> Arc<Book> {
    let book = book();
    let model = book
        .model_on("afklaringspuljen", day("2021-03-01"))
        .unwrap();
    let sources: Vec<Source> = book
        .sources()
        .iter()
        .map(|source| {
            let differs = source.path == model.path || source.path == book.calendar().path;
            let more = if differs {
                "\nEn ældre sætning.\n"
            } else {
                ""
            };
            Source {
                path: source.path.clone(),
                text: format!("{}{more}", source.text),
            }
        })
        .collect();
    Arc::new(Book::load(&sources).unwrap())
}

/// An append whose case pins the versions of a rulebook.
fn pinned(number: u64, book: &Book) -> Append {
    let today = day("2021-03-01");
    let mut append = newcomer(number, "Ane Holm", today, Some(1));
    for entry in &mut append.entries {
        if let What::CaseOpened {
            version, calendar, ..
        } = &mut entry.kind
        {
            version.clone_from(&book.model_on("afklaringspuljen", today).unwrap().hash);
            calendar.clone_from(&book.calendar().hash);
        }
    }
    append
}

#[test]
fn a_case_is_read_against_the_version_it_pins_after_the_program_changed() {
    let folder = tempfile::tempdir().unwrap();
    let path = folder.path().join("store.sqlite");
    let (older, newer) = (older(), book());
    let today = day("2021-03-01");
    let hash = older
        .model_on("afklaringspuljen", today)
        .unwrap()
        .hash
        .clone();
    assert!(newer.by_hash(&hash).is_none());
    let rows = {
        let store = Store::create(&path, Kind::Real, Arc::clone(&older)).unwrap();
        store.append(&pinned(1, &older)).unwrap();
        store.dump_read_model().unwrap()
    };
    for _ in 0..2 {
        let store = Store::open(&path, Kind::Real, Arc::clone(&newer)).unwrap();
        let kept = store.book().by_hash(&hash).expect("the store kept it");
        assert!(kept.text.contains("En ældre sætning."));
        assert!(
            store
                .book()
                .calendar_by_hash(&older.calendar().hash)
                .is_some()
        );
        // New cases get the newer version, never a kept one.
        let now = store.book().model_on("afklaringspuljen", today).unwrap();
        assert_ne!(now.hash, hash);
        let line = store.case(CaseId(1), today).unwrap().unwrap();
        assert_eq!(line.row.version, hash);
        assert_eq!(store.dump_read_model().unwrap(), rows);
    }
    let store = Store::open(&path, Kind::Real, newer).unwrap();
    let note = entry(today, Some(CaseId(1)), What::NoteWritten);
    store
        .append(&append(2, CitizenId(1), today, vec![note]))
        .unwrap();
    store.append(&pinned(3, &older)).unwrap();
    store.rebuild(today).unwrap();
    assert_eq!(store.check().unwrap(), []);
}

#[test]
fn a_version_that_neither_store_nor_rulebook_has_is_refused() {
    let store = Store::in_memory(Kind::Real, book()).unwrap();
    assert!(matches!(
        store.append(&pinned(1, &older())),
        Err(AppendError::Refused {
            entry: 1,
            why: Refusal::UnknownVersion
        })
    ));
}

#[test]
fn pages_that_did_not_change_are_kept_once() {
    let store = Store::in_memory(Kind::Real, book()).unwrap();
    store.append(&pinned(1, &book())).unwrap();
    store.append(&pinned(2, &book())).unwrap();
    let writer = store.writer();
    let count = |sql: &str| -> usize {
        let count: i64 = writer.query_row(sql, [], |row| row.get(0)).unwrap();
        usize::try_from(count).unwrap()
    };
    assert_eq!(count("SELECT count(*) FROM page"), book().sources().len());
    assert_eq!(count("SELECT count(*) FROM kept_version"), 2);
}
