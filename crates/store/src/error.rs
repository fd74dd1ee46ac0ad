//! Faults of the store: what went wrong below the facts, opaque and free of personal data.
//!
//! A driver's message may quote a statement or a value, so it never leaves this module: a fault carries a class, and the
//! sentence says what to do.

use std::path::PathBuf;

/// The store could not do what was asked, for a reason that lies below the facts.
#[derive(Debug, thiserror::Error)]
pub enum StoreError {
    /// The disk or the quota is full. Nothing of the write is stored; the store works again when there is room.
    #[error("the disk with the store is full; nothing was stored; make room and do it again")]
    Full,
    /// Another operation held the file for longer than the store waits.
    #[error("the store is busy; nothing was stored; do it again in a moment")]
    Busy,
    /// The file cannot be read or written.
    #[error(
        "the store's file cannot be read or written; see that the disk is there and that the program may write to it"
    )]
    File,
    /// The file's content is damaged.
    #[error("the store's file is damaged; stop the program and restore the latest backup")]
    Damaged,
    /// Something the store itself had written cannot be read back.
    #[error(
        "the store holds a {what} that this program cannot read; use the program version that wrote it"
    )]
    Unreadable {
        /// What kind of thing it is.
        what: &'static str,
    },
    /// A case pins a version of a model or calendar that the store has not kept.
    #[error("the rulebook version {hash} is not kept in this store")]
    UnknownVersion {
        /// The hash that is missing.
        hash: String,
    },
    /// A bug: the database refused a statement of ours.
    #[error("the store refused its own statement (code {code}); this is a fault in the program")]
    Statement {
        /// `SQLite`'s extended result code.
        code: i32,
    },
    /// What was asked for does not exist.
    #[error("there is no such {what}")]
    Missing {
        /// What kind of thing it is.
        what: &'static str,
    },
    /// What was to be made exists.
    #[error("there is already a {what} with that name")]
    Exists {
        /// What kind of thing it is.
        what: &'static str,
    },
}

/// A database file that cannot be opened or made, and what to do about it.
#[derive(Debug, thiserror::Error)]
pub enum OpenError {
    /// There is no such file.
    #[error("{path} does not exist; give the path of a store, or make a new one")]
    Absent {
        /// Where it was looked for.
        path: PathBuf,
    },
    /// There is a file already, and nothing is overwritten.
    #[error("{path} exists already; choose another path, or move that file away first")]
    Present {
        /// Where it is.
        path: PathBuf,
    },
    /// It is another program's file, or no database at all.
    #[error("{path} is not a Tovholder store; give the path of one")]
    NotOurs {
        /// Where it is.
        path: PathBuf,
    },
    /// A newer program wrote it.
    #[error(
        "{path} has schema {found}, this program knows {known}; start the newer program, or restore a backup from before the upgrade"
    )]
    Newer {
        /// Where it is.
        path: PathBuf,
        /// Its schema.
        found: i64,
        /// The newest schema this program knows.
        known: i64,
    },
    /// It holds kinds of facts this program does not know.
    #[error(
        "{path} holds facts of a kind this program does not know ({kind}); start the program version that wrote them"
    )]
    UnknownKind {
        /// Where it is.
        path: PathBuf,
        /// The unknown kind.
        kind: String,
    },
    /// Another process writes to it.
    #[error("{path} is in use by another process; stop that one first")]
    InUse {
        /// Where it is.
        path: PathBuf,
    },
    /// A demonstration store was opened as a real one.
    #[error(
        "{path} is a demonstration store; open it with `tovholder demo`, or give the path of a real store"
    )]
    IsDemo {
        /// Where it is.
        path: PathBuf,
    },
    /// A real store was opened as a demonstration.
    #[error("{path} is a real store and is not touched by the demonstration; give another path")]
    IsReal {
        /// Where it is.
        path: PathBuf,
    },
    /// The copy made by a backup or a restore does not pass its check.
    #[error(
        "the copy at {path} does not pass its check; it was removed; see to the disk and do it again"
    )]
    BadCopy {
        /// Where it was.
        path: PathBuf,
    },
    /// Something below.
    #[error("the store could not be opened")]
    Store(#[from] StoreError),
}

impl From<rusqlite::Error> for StoreError {
    fn from(error: rusqlite::Error) -> StoreError {
        use rusqlite::ErrorCode;
        match error {
            rusqlite::Error::SqliteFailure(failure, _) => match failure.code {
                ErrorCode::DiskFull => StoreError::Full,
                ErrorCode::DatabaseBusy | ErrorCode::DatabaseLocked => StoreError::Busy,
                ErrorCode::DatabaseCorrupt | ErrorCode::NotADatabase => StoreError::Damaged,
                ErrorCode::SystemIoFailure
                | ErrorCode::CannotOpen
                | ErrorCode::ReadOnly
                | ErrorCode::PermissionDenied => StoreError::File,
                _ => StoreError::Statement {
                    code: failure.extended_code,
                },
            },
            rusqlite::Error::SqlInputError { error, .. } => StoreError::Statement {
                code: error.extended_code,
            },
            rusqlite::Error::QueryReturnedNoRows => StoreError::Missing { what: "row" },
            rusqlite::Error::FromSqlConversionFailure(..)
            | rusqlite::Error::InvalidColumnType(..)
            | rusqlite::Error::IntegralValueOutOfRange(..) => {
                StoreError::Unreadable { what: "value" }
            }
            _ => StoreError::Statement { code: -1 },
        }
    }
}

impl From<std::io::Error> for StoreError {
    fn from(error: std::io::Error) -> StoreError {
        match error.kind() {
            std::io::ErrorKind::StorageFull | std::io::ErrorKind::QuotaExceeded => StoreError::Full,
            _ => StoreError::File,
        }
    }
}
