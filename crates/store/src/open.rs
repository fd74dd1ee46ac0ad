//! Making and opening a store, and everything that speaks against it.

use std::path::Path;
use std::sync::Arc;

use facts::KindName;
use rulebook::Book;
use rusqlite::{Connection, OptionalExtension, TransactionBehavior};

use crate::connection::{WriterLock, private, settle, writer};
use crate::statements::statements;
use crate::store::Parts;
use crate::{Kind, OpenError, Store, StoreError, append, read_model, schema, versions};

statements! {
    SET_META = "INSERT INTO meta (name, value) VALUES (?1, ?2)
        ON CONFLICT (name) DO UPDATE SET value = ?2";
    META = "SELECT value FROM meta WHERE name = ?1";
    LAST_FOLD = "SELECT max(folded_on) FROM citizen_row WHERE folded_on > -3000000";
}

impl Store {
    /// Makes a new store and opens it; refuses to overwrite a file.
    pub fn create(path: &Path, kind: Kind, book: Arc<Book>) -> Result<Store, OpenError> {
        let lock = WriterLock::take(path)?;
        match std::fs::metadata(path) {
            // An empty file is what an interrupted attempt leaves.
            Ok(found) if found.len() > 0 => {
                return Err(OpenError::Present {
                    path: path.to_owned(),
                });
            }
            _ => private(path).map_err(StoreError::from)?,
        };
        let connection = writer(path)?;
        establish(&connection, kind)?;
        keep_wal(&connection)?;
        Store::start(connection, kind, book, Some((path, lock)))
    }

    /// Opens a store for writing, brings its schema up to date, and keeps other writers out until it is dropped.
    pub fn open(path: &Path, kind: Kind, book: Arc<Book>) -> Result<Store, OpenError> {
        if !path.is_file() {
            return Err(OpenError::Absent {
                path: path.to_owned(),
            });
        }
        let lock = WriterLock::take(path)?;
        let mut connection = ours(writer(path), path)?;
        let found = recognise(&connection, path)?;
        if found < schema::NEWEST {
            let transaction = connection
                .transaction_with_behavior(TransactionBehavior::Immediate)
                .map_err(StoreError::from)?;
            schema::migrate(&transaction, found)?;
            transaction.commit().map_err(StoreError::from)?;
        }
        keep_wal(&connection)?;
        of_kind(&connection, kind, path)?;
        know_kinds(&connection, path)?;
        Store::start(connection, kind, book, Some((path, lock)))
    }

    /// Opens a store that the program may be serving just now, for what is no fact and no row of a case: who may sign in.
    /// If nobody serves it, this is [`Store::open`]. Cases must not be folded or written through it.
    pub fn open_beside(path: &Path, kind: Kind, book: Arc<Book>) -> Result<Store, OpenError> {
        match Store::open(path, kind, Arc::clone(&book)) {
            Err(OpenError::InUse { .. }) => {}
            other => return other,
        }
        let connection = ours(writer(path), path)?;
        if recognise(&connection, path)? < schema::NEWEST {
            return Err(OpenError::InUse {
                path: path.to_owned(),
            });
        }
        of_kind(&connection, kind, path)?;
        Ok(Store::of(Parts {
            kind,
            book,
            folded_on: i32::MAX,
            writer: connection,
            path: Some(path.to_owned()),
            lock: None,
        }))
    }

    /// Makes a store without a file, for tests and rehearsals.
    pub fn in_memory(kind: Kind, book: Arc<Book>) -> Result<Store, OpenError> {
        let connection = Connection::open_in_memory().map_err(StoreError::from)?;
        settle(&connection)?;
        connection
            .pragma_update(None, "foreign_keys", "ON")
            .map_err(StoreError::from)?;
        connection
            .pragma_update(None, "recursive_triggers", "ON")
            .map_err(StoreError::from)?;
        establish(&connection, kind)?;
        Store::start(connection, kind, book, None)
    }

    /// What a file is for, without opening it for writing.
    pub fn kind_at(path: &Path) -> Result<Kind, OpenError> {
        if !path.is_file() {
            return Err(OpenError::Absent {
                path: path.to_owned(),
            });
        }
        let connection = ours(crate::connection::reader(path), path)?;
        recognise(&connection, path)?;
        Ok(kind_of(&connection)?)
    }

    fn start(
        connection: Connection,
        kind: Kind,
        book: Arc<Book>,
        place: Option<(&Path, WriterLock)>,
    ) -> Result<Store, OpenError> {
        let fingerprint = versions::fingerprint(&book);
        let known = meta(&connection, "rows")?;
        if known.as_deref() != Some(fingerprint.as_str()) {
            if known.is_some() {
                read_model::wake_everything(&connection)?;
            }
            set_meta(&connection, "rows", &fingerprint)?;
        }
        let book = versions::with_kept(&connection, book)?;
        let folded_on: Option<i32> = connection
            .prepare_cached(LAST_FOLD)
            .and_then(|mut statement| statement.query_row([], |row| row.get(0)))
            .map_err(StoreError::from)?;
        let (path, lock) = match place {
            Some((path, lock)) => (Some(path.to_owned()), Some(lock)),
            None => (None, None),
        };
        Ok(Store::of(Parts {
            kind,
            book,
            folded_on: folded_on.unwrap_or(i32::MIN),
            writer: connection,
            path,
            lock,
        }))
    }
}

fn of_kind(connection: &Connection, wanted: Kind, path: &Path) -> Result<(), OpenError> {
    let path = || path.to_owned();
    match (kind_of(connection)?, wanted) {
        (Kind::Demo, Kind::Real) => Err(OpenError::IsDemo { path: path() }),
        (Kind::Real, Kind::Demo) => Err(OpenError::IsReal { path: path() }),
        _ => Ok(()),
    }
}

/// Says whether a file is a store this program can read, and returns its schema's version.
pub(crate) fn recognise(connection: &Connection, path: &Path) -> Result<i64, OpenError> {
    let not_ours = || OpenError::NotOurs {
        path: path.to_owned(),
    };
    let mark = ours(schema::application_id(connection), path)?;
    let found = schema::version(connection)?;
    if mark != schema::APPLICATION_ID || found < 1 {
        return Err(not_ours());
    }
    if found > schema::NEWEST {
        return Err(OpenError::Newer {
            path: path.to_owned(),
            found,
            known: schema::NEWEST,
        });
    }
    Ok(found)
}

/// What has no database header at all is not ours, rather than damaged.
fn ours<T>(answer: Result<T, StoreError>, path: &Path) -> Result<T, OpenError> {
    answer.map_err(|error| match error {
        StoreError::Damaged => OpenError::NotOurs {
            path: path.to_owned(),
        },
        error => OpenError::Store(error),
    })
}

pub(crate) fn kind_of(connection: &Connection) -> Result<Kind, StoreError> {
    meta(connection, "kind")?
        .and_then(|kind| Kind::from_id(&kind))
        .ok_or(StoreError::Unreadable { what: "mark" })
}

fn know_kinds(connection: &Connection, path: &Path) -> Result<(), OpenError> {
    let unknown = append::kinds(connection)?
        .into_keys()
        .find(|kind| KindName::from_id(kind).is_none());
    match unknown {
        Some(kind) => Err(OpenError::UnknownKind {
            path: path.to_owned(),
            kind,
        }),
        None => Ok(()),
    }
}

/// Makes the schema in one transaction, so that an interrupted attempt leaves an empty file.
fn establish(connection: &Connection, kind: Kind) -> Result<(), StoreError> {
    let transaction = connection.unchecked_transaction()?;
    transaction.pragma_update(None, "application_id", schema::APPLICATION_ID)?;
    schema::migrate(&transaction, 0)?;
    set_meta(&transaction, "kind", kind.id())?;
    transaction.commit()?;
    Ok(())
}

fn keep_wal(connection: &Connection) -> Result<(), StoreError> {
    let mode: String =
        connection.pragma_update_and_check(None, "journal_mode", "WAL", |row| row.get(0))?;
    if mode == "wal" {
        Ok(())
    } else {
        Err(StoreError::File)
    }
}

fn meta(connection: &Connection, name: &str) -> Result<Option<String>, StoreError> {
    Ok(connection
        .prepare_cached(META)?
        .query_row([name], |row| row.get(0))
        .optional()?)
}

fn set_meta(connection: &Connection, name: &str, value: &str) -> Result<(), StoreError> {
    connection
        .prepare_cached(SET_META)?
        .execute((name, value))?;
    Ok(())
}
