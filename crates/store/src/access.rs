//! The access log: who read or wrote what about whom. It only grows, and each citizen's part can be handed out.

use calendar::Timestamp;
use facts::{CaseId, CitizenId, EmployeeId};

use crate::{Store, StoreError};

/// What was done.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Access {
    /// Something was shown.
    Read,
    /// Something was stored.
    Write,
}

/// A line of the access log.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AccessRow {
    /// When.
    pub at: Timestamp,
    /// Who; `None` for an import.
    pub employee: Option<EmployeeId>,
    /// About whom; `None` for a list.
    pub citizen: Option<CitizenId>,
    /// In which case.
    pub case: Option<CaseId>,
    /// What was done.
    pub what: Access,
    /// The page's route or the import's name; never a name or a number of a person.
    pub page: String,
}

impl Store {
    /// Notes an access. Lines are written together, at the latest with the next write, with [`Store::flush`] and when the
    /// store is dropped; `web` flushes every second.
    pub fn log_access(&self, row: AccessRow) -> Result<(), StoreError> {
        let _ = row;
        todo!()
    }

    /// Writes the noted lines.
    pub fn flush(&self) -> Result<(), StoreError> {
        todo!()
    }

    /// Every access to a citizen's data, oldest first.
    pub fn access_of(&self, citizen: CitizenId) -> Result<Vec<AccessRow>, StoreError> {
        todo!("{citizen}")
    }
}
