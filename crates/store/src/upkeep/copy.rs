//! Backup and restore: whole copies, checked before anybody relies on them.

use std::path::{Path, PathBuf};
use std::time::Duration;

use rusqlite::backup::{Backup, StepResult};
use rusqlite::{Connection, OpenFlags};

use super::check::integrity;
use crate::connection::{private, reader};
use crate::open::recognise;
use crate::{OpenError, Store, StoreError};

/// Pages copied before others get a turn.
const PAGES: i32 = 4_096;

impl Store {
    /// Copies the store to a new file while it is in use, and checks the copy. A failed copy is removed.
    pub fn backup(&self, to: &Path) -> Result<(), OpenError> {
        self.flush()?;
        match self.path() {
            Some(path) => copy(&reader(path)?, to),
            None => copy(&self.writer(), to),
        }
    }

    /// Copies a backup to a new file and checks it; never overwrites.
    pub fn restore(from: &Path, to: &Path) -> Result<(), OpenError> {
        if !from.is_file() {
            return Err(OpenError::Absent {
                path: from.to_owned(),
            });
        }
        let source = Connection::open_with_flags(from, OpenFlags::SQLITE_OPEN_READ_ONLY)
            .map_err(StoreError::from)?;
        recognise(&source, from)?;
        copy(&source, to)
    }
}

/// Copies to a temporary name beside the target and gives it the name only when it is whole and on disk.
fn copy(source: &Connection, to: &Path) -> Result<(), OpenError> {
    if to.exists() {
        return Err(OpenError::Present {
            path: to.to_owned(),
        });
    }
    let draft = beside(to, ".unfinished");
    let made = made(source, &draft, to);
    if made.is_err() {
        for end in ["", "-wal", "-shm", "-journal"] {
            // What is not there need not be removed, and the first fault is the one to tell.
            let _ = std::fs::remove_file(beside(&draft, end));
        }
    }
    made
}

fn made(source: &Connection, draft: &Path, to: &Path) -> Result<(), OpenError> {
    private(draft).map_err(StoreError::from)?;
    let mut target = Connection::open_with_flags(draft, OpenFlags::SQLITE_OPEN_READ_WRITE)
        .map_err(StoreError::from)?;
    {
        let backup = Backup::new(source, &mut target).map_err(StoreError::from)?;
        loop {
            match backup.step(PAGES).map_err(StoreError::from)? {
                StepResult::Done => break,
                StepResult::More => {}
                _ => std::thread::sleep(Duration::from_millis(20)),
            }
        }
    }
    // A file of its own, not one that needs a log beside it.
    target
        .pragma_update_and_check(None, "journal_mode", "DELETE", |_| Ok(()))
        .map_err(StoreError::from)?;
    if !integrity(&target)?.is_empty() {
        return Err(OpenError::BadCopy {
            path: to.to_owned(),
        });
    }
    recognise(&target, to)?;
    drop(target);
    std::fs::File::open(draft)
        .and_then(|file| file.sync_all())
        .map_err(StoreError::from)?;
    // A hard link fails where a rename would overwrite what somebody made meanwhile.
    std::fs::hard_link(draft, to).map_err(|error| match error.kind() {
        std::io::ErrorKind::AlreadyExists => OpenError::Present {
            path: to.to_owned(),
        },
        _ => OpenError::Store(error.into()),
    })?;
    std::fs::remove_file(draft).map_err(StoreError::from)?;
    // The new name is on disk only when its folder is.
    match to.parent().filter(|folder| !folder.as_os_str().is_empty()) {
        Some(folder) => std::fs::File::open(folder),
        None => std::fs::File::open("."),
    }
    .and_then(|folder| folder.sync_all())
    .map_err(StoreError::from)?;
    Ok(())
}

fn beside(path: &Path, end: &str) -> PathBuf {
    let mut name = path.as_os_str().to_owned();
    name.push(end);
    PathBuf::from(name)
}
