//! Connections: one that writes, a few that read, and the lock that keeps other processes from writing.

use std::fs::{File, OpenOptions, TryLockError};
use std::path::{Path, PathBuf};
use std::sync::{Condvar, Mutex, MutexGuard, PoisonError};
use std::time::Duration;

use rusqlite::{Connection, OpenFlags};

use crate::{OpenError, StoreError};

/// How long a connection waits for another one.
const PATIENCE: Duration = Duration::from_secs(10);

/// Statements kept prepared on each connection.
const STATEMENTS: usize = 128;

/// Readers at work at once; more wait.
const READERS: usize = 8;

/// Keeps other processes from writing while it lives.
#[derive(Debug)]
pub(crate) struct WriterLock {
    _file: File,
}

impl WriterLock {
    /// Takes the lock of the store at a path, or says that it is taken.
    pub(crate) fn take(path: &Path) -> Result<WriterLock, OpenError> {
        let mut name = path.as_os_str().to_owned();
        name.push(".lock");
        let file = OpenOptions::new()
            .create(true)
            .truncate(false)
            .write(true)
            .open(PathBuf::from(name))
            .map_err(StoreError::from)?;
        match file.try_lock() {
            Ok(()) => Ok(WriterLock { _file: file }),
            Err(TryLockError::WouldBlock) => Err(OpenError::InUse {
                path: path.to_owned(),
            }),
            Err(TryLockError::Error(error)) => Err(StoreError::from(error).into()),
        }
    }
}

/// Makes an empty file that only its owner can read: it will hold personal data. `SQLite` gives its log the same rights.
pub(crate) fn private(path: &Path) -> std::io::Result<File> {
    let mut options = OpenOptions::new();
    options.create(true).truncate(true).write(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    let file = options.open(path)?;
    // An interrupted attempt may have left the file with other rights.
    #[cfg(unix)]
    file.set_permissions(std::os::unix::fs::PermissionsExt::from_mode(0o600))?;
    Ok(file)
}

/// Opens a connection that writes.
pub(crate) fn writer(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_WRITE | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    settle(&connection)?;
    connection.pragma_update(None, "synchronous", "FULL")?;
    connection.pragma_update(None, "foreign_keys", "ON")?;
    // Without it the deletes of REPLACE would pass the triggers by.
    connection.pragma_update(None, "recursive_triggers", "ON")?;
    // What is erased is overwritten, not only forgotten.
    connection.pragma_update(None, "secure_delete", "ON")?;
    Ok(connection)
}

/// Opens a connection that only reads.
pub(crate) fn reader(path: &Path) -> Result<Connection, StoreError> {
    let connection = Connection::open_with_flags(
        path,
        OpenFlags::SQLITE_OPEN_READ_ONLY | OpenFlags::SQLITE_OPEN_NO_MUTEX,
    )?;
    settle(&connection)?;
    connection.pragma_update(None, "query_only", "ON")?;
    Ok(connection)
}

/// What holds for every connection.
pub(crate) fn settle(connection: &Connection) -> Result<(), StoreError> {
    connection.busy_timeout(PATIENCE)?;
    connection.set_prepared_statement_cache_capacity(STATEMENTS);
    connection.pragma_update(None, "temp_store", "MEMORY")?;
    // Kibibytes, negative by SQLite's convention: 32 MB a connection hold the inner pages of every index.
    connection.pragma_update(None, "cache_size", -32_768)?;
    connection.pragma_update(None, "trusted_schema", "OFF")?;
    Ok(())
}

/// The connections that read; made when first needed, handed out one caller at a time.
pub(crate) struct Readers {
    path: PathBuf,
    state: Mutex<Idle>,
    returned: Condvar,
}

struct Idle {
    connections: Vec<Connection>,
    made: usize,
}

impl Readers {
    pub(crate) fn new(path: PathBuf) -> Readers {
        Readers {
            path,
            state: Mutex::new(Idle {
                connections: Vec::new(),
                made: 0,
            }),
            returned: Condvar::new(),
        }
    }

    /// A connection of one's own until it is dropped.
    pub(crate) fn borrow(&self) -> Result<Reader<'_>, StoreError> {
        let mut idle = locked(&self.state);
        loop {
            if let Some(connection) = idle.connections.pop() {
                return Ok(Reader {
                    connection: Some(connection),
                    home: self,
                });
            }
            if idle.made < READERS {
                let connection = reader(&self.path)?;
                idle.made += 1;
                return Ok(Reader {
                    connection: Some(connection),
                    home: self,
                });
            }
            idle = self
                .returned
                .wait(idle)
                .unwrap_or_else(PoisonError::into_inner);
        }
    }
}

/// A reading connection, given back when dropped.
pub(crate) struct Reader<'a> {
    connection: Option<Connection>,
    home: &'a Readers,
}

impl std::ops::Deref for Reader<'_> {
    type Target = Connection;

    fn deref(&self) -> &Connection {
        self.connection
            .as_ref()
            .expect("a reader has its connection until it is dropped")
    }
}

impl Drop for Reader<'_> {
    fn drop(&mut self) {
        if let Some(connection) = self.connection.take() {
            locked(&self.home.state).connections.push(connection);
            self.home.returned.notify_one();
        }
    }
}

/// A lock whose holder panicked guards data that a rolled-back transaction left whole.
pub(crate) fn locked<T>(mutex: &Mutex<T>) -> MutexGuard<'_, T> {
    mutex.lock().unwrap_or_else(PoisonError::into_inner)
}
