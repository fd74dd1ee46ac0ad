//! Files that people really send, and files that nobody should.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use calendar::{FixedClock, LocalTime, Timestamp};
use facts::{CitizenId, Fact};
use rulebook::Book;
use store::{CitizenQuery, FactStore, Kind as StoreKind, Store};
use tempfile::TempDir;

use super::{Outcome, Wish, import};
use crate::command::ImportKind;

mod awards;
mod figures;
mod files;
mod refusals;

struct Desk {
    folder: TempDir,
    store: Store,
}

fn desk() -> Desk {
    let store = Store::in_memory(StoreKind::Real, Arc::new(Book::embedded())).unwrap();
    Desk {
        folder: TempDir::new().unwrap(),
        store,
    }
}

fn clock() -> FixedClock {
    let noon = LocalTime::new(12, 0).unwrap();
    FixedClock(Timestamp::at("2021-09-15".parse().unwrap(), noon))
}

impl Desk {
    fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    fn bring(&self, kind: ImportKind, path: &Path, accept_valid: bool) -> anyhow::Result<Outcome> {
        let wish = Wish {
            kind,
            accept_valid,
            dry_run: false,
            complete_from: None,
        };
        import(&self.store, path, wish, &clock())
    }

    fn import(&self, kind: ImportKind, content: impl AsRef<[u8]>) -> Outcome {
        let path = self.file("fil.csv", content.as_ref());
        self.bring(kind, &path, false).unwrap()
    }

    fn with_citizens(self) -> Desk {
        let outcome = self.import(ImportKind::Citizens, CITIZENS);
        assert_eq!((outcome.accepted, outcome.refused), (3, 0), "{outcome:?}");
        self
    }

    fn citizens(&self) -> u64 {
        self.store.citizens(&CitizenQuery::default()).unwrap().total
    }

    fn facts(&self, cpr: &str) -> Vec<Fact> {
        let citizen = self.store.citizen_by_cpr(&cpr.parse().unwrap()).unwrap();
        self.store
            .facts_of(citizen.unwrap_or(CitizenId(0)), None)
            .unwrap()
    }

    fn told(&self, cpr: &str) -> Vec<String> {
        self.facts(cpr)
            .iter()
            .skip(1)
            .map(|fact| format!("{} {}", fact.entry.happened_on, fact.entry.kind.name().id()))
            .collect()
    }
}

const CITIZENS: &str = "CPR;Navn;Registreret\r\n750680-4001;Åse Ærø;01-03-2012\r\n7506804002;Søren Ø;1/3 2012\r\n8101754003;Bo Å;1.3.2012\r\n";

const OF_PERSON: &str = "7506804001";

impl Desk {
    fn bring_ok(&self, kind: ImportKind, content: &str) -> Outcome {
        let outcome = self.import(kind, content);
        assert_eq!(outcome.refused, 0, "{:?}", outcome.faults);
        outcome
    }

    /// What is told, then the same file again: nothing changes.
    fn twice(&self, kind: ImportKind, content: &str) -> Vec<String> {
        let first = self.bring_ok(kind, content);
        assert!(first.stored, "{first:?}");
        let told = self.told(OF_PERSON);
        let again = self.bring_ok(kind, content);
        assert_eq!(
            (again.accepted, again.unchanged, again.stored),
            (0, again.rows, false),
            "{again:?}"
        );
        assert_eq!(self.told(OF_PERSON), told);
        told
    }

    fn refuses(&self, kind: ImportKind, content: &str, expected: &str) {
        let before = self.told(OF_PERSON);
        let outcome = self.import(kind, content);
        assert!(
            outcome.faults.iter().any(|fault| fault.contains(expected)),
            "{content}: {:?} lacks {expected}",
            outcome.faults
        );
        assert!(!outcome.stored);
        assert_eq!(self.told(OF_PERSON), before);
    }
}

fn known() -> Desk {
    desk().with_citizens()
}
