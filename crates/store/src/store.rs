//! The store: one file, one writer, a few readers.

use std::path::PathBuf;
use std::sync::atomic::AtomicI32;
use std::sync::{Arc, Mutex, MutexGuard};
use std::time::Instant;

use facts::{CitizenId, Fact, FactId};
use rulebook::Book;
use rusqlite::Connection;

use crate::access::AccessRow;
use crate::connection::{Readers, WriterLock, locked};
use crate::{Append, AppendError, Appended, FactStore, StoreError, User, append};

/// What a store is for. The two never mix.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// Real people.
    Real,
    /// Invented people.
    Demo,
}

impl Kind {
    pub(crate) const fn id(self) -> &'static str {
        match self {
            Kind::Real => "real",
            Kind::Demo => "demo",
        }
    }

    pub(crate) fn from_id(id: &str) -> Option<Kind> {
        [Kind::Real, Kind::Demo]
            .into_iter()
            .find(|kind| kind.id() == id)
    }
}

/// A store. Share it freely between threads (`Arc`); it locks within.
pub struct Store {
    pub(crate) kind: Kind,
    pub(crate) book: Arc<Book>,
    /// Access lines that are not written yet.
    pub(crate) noted: Mutex<Vec<AccessRow>>,
    /// The latest day as of which rows were folded (days since 1970-01-01).
    pub(crate) folded_on: AtomicI32,
    /// Held by the thread that folds rows whose day has come.
    pub(crate) waking: Mutex<()>,
    /// Everybody who works here, as long as nothing about them changes.
    pub(crate) people: Mutex<Option<(Instant, Arc<Vec<User>>)>>,
    writer: Arc<Mutex<Connection>>,
    /// `None`: the store is in memory, and the writer reads too.
    readers: Option<Readers>,
    path: Option<PathBuf>,
    _lock: Option<WriterLock>,
}

/// What [`Store`] is put together from, in `open`.
pub(crate) struct Parts {
    pub(crate) kind: Kind,
    pub(crate) book: Arc<Book>,
    pub(crate) folded_on: i32,
    pub(crate) writer: Connection,
    pub(crate) path: Option<PathBuf>,
    pub(crate) lock: Option<WriterLock>,
}

impl Store {
    pub(crate) fn of(parts: Parts) -> Store {
        let writer = Arc::new(Mutex::new(parts.writer));
        #[cfg(feature = "acknowledge-before-commit")]
        crate::failpoint::commit_later(&writer);
        Store {
            kind: parts.kind,
            book: parts.book,
            noted: Mutex::new(Vec::new()),
            folded_on: AtomicI32::new(parts.folded_on),
            waking: Mutex::new(()),
            people: Mutex::new(None),
            writer,
            readers: parts.path.clone().map(Readers::new),
            path: parts.path,
            _lock: parts.lock,
        }
    }

    /// What the store is for.
    pub fn kind(&self) -> Kind {
        self.kind
    }

    /// The rulebook it was opened with, which also has by hash every version the store has kept.
    pub fn book(&self) -> &Arc<Book> {
        &self.book
    }

    /// Where its file is; `None` in memory.
    pub fn path(&self) -> Option<&std::path::Path> {
        self.path.as_deref()
    }

    /// Asks something; all statements within see one state of the store.
    pub(crate) fn read<T>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, StoreError>,
    ) -> Result<T, StoreError> {
        match &self.readers {
            Some(readers) => snapshot(&*readers.borrow()?, work),
            None => snapshot(&self.writer(), work),
        }
    }

    /// Changes something, all or nothing; returns after the commit.
    pub(crate) fn write<T, E: From<StoreError>>(
        &self,
        work: impl FnOnce(&Connection) -> Result<T, E>,
    ) -> Result<T, E> {
        let mut writer = self.writer();
        committed(&mut writer, work)
    }

    /// The writing connection, for what is no transaction.
    pub(crate) fn writer(&self) -> MutexGuard<'_, Connection> {
        locked(&self.writer)
    }
}

fn snapshot<T>(
    connection: &Connection,
    work: impl FnOnce(&Connection) -> Result<T, StoreError>,
) -> Result<T, StoreError> {
    // Under the failpoint the writer of a store in memory may be inside its open transaction: that is a snapshot too.
    if !connection.is_autocommit() {
        return work(connection);
    }
    let transaction = connection.unchecked_transaction()?;
    let answer = work(&transaction);
    transaction.finish()?;
    answer
}

#[cfg(not(feature = "acknowledge-before-commit"))]
fn committed<T, E: From<StoreError>>(
    connection: &mut Connection,
    work: impl FnOnce(&Connection) -> Result<T, E>,
) -> Result<T, E> {
    let transaction = connection
        .transaction_with_behavior(rusqlite::TransactionBehavior::Immediate)
        .map_err(StoreError::from)?;
    let answer = work(&transaction)?;
    transaction.commit().map_err(StoreError::from)?;
    Ok(answer)
}

#[cfg(feature = "acknowledge-before-commit")]
use crate::failpoint::committed;

impl Drop for Store {
    fn drop(&mut self) {
        // Nobody is left to tell when the last lines cannot be written; the next start finds the store whole without.
        let _ = self.flush();
        #[cfg(feature = "acknowledge-before-commit")]
        crate::failpoint::commit_now(&self.writer());
    }
}

impl FactStore for Store {
    fn append(&self, append: &Append) -> Result<Appended, AppendError> {
        let mut appended = self.append_many(std::slice::from_ref(append))?;
        Ok(appended
            .pop()
            .expect("one append gives one acknowledgement"))
    }

    fn facts_of(
        &self,
        citizen: CitizenId,
        known_at: Option<FactId>,
    ) -> Result<Vec<Fact>, StoreError> {
        self.read(|connection| append::facts_of(connection, citizen, known_at))
    }

    fn fact(&self, id: FactId) -> Result<Option<Fact>, StoreError> {
        self.read(|connection| append::fact(connection, id))
    }

    fn last(&self) -> Result<Option<FactId>, StoreError> {
        self.read(append::last)
    }
}
