//! The store: one file, one writer, a few readers.

use std::path::Path;
use std::sync::Arc;

use calendar::{Day, Timestamp};
use facts::{CitizenId, EmployeeId, Fact, FactId};
use rulebook::{Book, ModelVersion};

use crate::{Append, AppendError, Appended, FactStore, OpenError, StoreError};

/// What a store is for. The two never mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Real people.
    Real,
    /// Invented people.
    Demo,
}

/// A store. Share it freely between threads (`Arc`); it locks within.
pub struct Store {
    book: Arc<Book>,
}

impl Store {
    /// Makes a new store; refuses to overwrite a file.
    pub fn create(path: &Path, kind: Kind, book: Arc<Book>) -> Result<Store, OpenError> {
        let _ = (path, kind, book);
        todo!()
    }

    /// Opens a store for writing, brings its schema up to date, and keeps other writers out until it is dropped.
    pub fn open(path: &Path, kind: Kind, book: Arc<Book>) -> Result<Store, OpenError> {
        let _ = (path, kind, book);
        todo!()
    }

    /// Makes a store without a file, for tests.
    pub fn in_memory(kind: Kind, book: Arc<Book>) -> Result<Store, OpenError> {
        let _ = (kind, book);
        todo!()
    }

    /// What the store is for.
    pub fn kind(&self) -> Kind {
        todo!()
    }

    /// The rulebook it was opened with.
    pub fn book(&self) -> &Arc<Book> {
        &self.book
    }

    /// A version that a case pins: of the rulebook it was opened with, or one that was kept.
    pub fn version(&self, hash: &str) -> Result<Arc<ModelVersion>, StoreError> {
        todo!("{hash}")
    }

    /// A case as the store reads it: against the versions it pins, as known at a fact and as of a day.
    pub fn read_case(
        &self,
        case: facts::CaseId,
        known_at: Option<FactId>,
        as_of: Day,
    ) -> Result<Option<casework::Case>, StoreError> {
        todo!("{case} {known_at:?} {as_of}")
    }

    /// Registers many appends, all or nothing, in one transaction; for imports and the demonstration.
    pub fn append_many(&self, appends: &[Append]) -> Result<Vec<Appended>, AppendError> {
        let _ = appends;
        todo!()
    }

    /// Folds every case again whose wake day is this day or earlier; returns how many.
    pub fn wake(&self, today: Day) -> Result<usize, StoreError> {
        todo!("{today}")
    }

    /// Makes the whole read model again from the facts, as of a day.
    pub fn rebuild(&self, as_of: Day) -> Result<(), StoreError> {
        todo!("{as_of}")
    }

    /// The read model in a canonical order, one line a row.
    pub fn dump_read_model(&self) -> Result<Vec<u8>, StoreError> {
        todo!()
    }

    /// Copies the store to a new file while it is in use, and checks the copy.
    pub fn backup(&self, to: &Path) -> Result<(), OpenError> {
        todo!("{to:?}")
    }

    /// Copies a backup to a new file and checks it; never overwrites.
    pub fn restore(from: &Path, to: &Path) -> Result<(), OpenError> {
        todo!("{from:?} {to:?}")
    }

    /// Checks file, rows, and the facts' form; every fault found, in words.
    pub fn check(&self) -> Result<Vec<String>, StoreError> {
        todo!()
    }

    /// Erases a citizen under a retention rule: contents and rows go, a tombstone without personal data stays.
    pub fn erase(
        &self,
        citizen: CitizenId,
        by: EmployeeId,
        rule: &str,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        todo!("{citizen} {by} {rule} {now:?}")
    }
}

impl FactStore for Store {
    fn append(&self, append: &Append) -> Result<Appended, AppendError> {
        let _ = append;
        todo!()
    }

    fn facts_of(
        &self,
        citizen: CitizenId,
        known_at: Option<FactId>,
    ) -> Result<Vec<Fact>, StoreError> {
        todo!("{citizen} {known_at:?}")
    }

    fn fact(&self, id: FactId) -> Result<Option<Fact>, StoreError> {
        todo!("{id:?}")
    }

    fn last(&self) -> Result<Option<FactId>, StoreError> {
        todo!()
    }
}
