//! The access log: who read or wrote what about whom. It only grows, and each citizen's part can be handed out.

use calendar::Timestamp;
use facts::{CaseId, CitizenId, EmployeeId};
use rusqlite::Connection;

use crate::connection::locked;
use crate::statements::statements;
use crate::{By, Store, StoreError};

statements! {
    INSERT = "INSERT INTO access (at, employee, citizen, case_id, what, page, terminal)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    OF_CITIZEN = "SELECT at, employee, citizen, case_id, what, page, terminal FROM access
        WHERE citizen = ?1 ORDER BY id";
}

/// Lines that may wait before they are written.
const WAITING: usize = 256;

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
    /// Who; `None` for an import and for somebody at the terminal.
    pub employee: Option<EmployeeId>,
    /// The account of the machine, if it was done at its terminal.
    pub terminal: Option<String>,
    /// About whom; `None` for a list.
    pub citizen: Option<CitizenId>,
    /// In which case.
    pub case: Option<CaseId>,
    /// What was done.
    pub what: Access,
    /// The page's route, the kind of fact, or the import's name; never a name or a number of a person.
    pub page: String,
}

impl AccessRow {
    /// That something was stored, in no case: about a citizen, or about nobody in particular.
    pub(crate) fn of_write(by: &By, at: Timestamp, citizen: Option<CitizenId>, page: &str) -> Self {
        Self {
            at,
            employee: by.employee(),
            terminal: by.terminal().map(str::to_owned),
            citizen,
            case: None,
            what: Access::Write,
            page: page.to_owned(),
        }
    }
}

impl Store {
    /// Notes accesses. Lines are written together: when many wait, with the next write, with [`Store::flush`], and when
    /// the store is dropped. `web` flushes four times a second, so a line is on disk within one second of the answer.
    pub fn log_access(&self, rows: impl IntoIterator<Item = AccessRow>) -> Result<(), StoreError> {
        let waiting = {
            let mut noted = locked(&self.noted);
            noted.extend(rows);
            noted.len()
        };
        if waiting >= WAITING {
            self.flush()?;
        }
        Ok(())
    }

    /// Writes the noted lines; if it fails they stay noted.
    pub fn flush(&self) -> Result<(), StoreError> {
        let noted = self.take_noted();
        if noted.is_empty() {
            return Ok(());
        }
        let written = self.write(|connection| write(connection, &noted));
        if written.is_err() {
            self.put_back(noted);
        }
        written
    }

    /// Every access to a citizen's data, oldest first.
    pub fn access_of(&self, citizen: CitizenId) -> Result<Vec<AccessRow>, StoreError> {
        self.flush()?;
        self.read(|connection| {
            let mut statement = connection.prepare_cached(OF_CITIZEN)?;
            let rows = statement.query_map([citizen.0.cast_signed()], |row| {
                let number = |at| {
                    Ok::<_, rusqlite::Error>(row.get::<_, Option<i64>>(at)?.map(i64::cast_unsigned))
                };
                let what: String = row.get(4)?;
                Ok(AccessRow {
                    at: Timestamp(row.get(0)?),
                    employee: number(1)?.map(EmployeeId),
                    terminal: row.get(6)?,
                    citizen: number(2)?.map(CitizenId),
                    case: number(3)?.map(CaseId),
                    what: if what == "write" {
                        Access::Write
                    } else {
                        Access::Read
                    },
                    page: row.get(5)?,
                })
            })?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    pub(crate) fn take_noted(&self) -> Vec<AccessRow> {
        std::mem::take(&mut *locked(&self.noted))
    }

    pub(crate) fn put_back(&self, mut rows: Vec<AccessRow>) {
        let mut noted = locked(&self.noted);
        rows.append(&mut noted);
        *noted = rows;
    }
}

/// Writes lines inside the caller's transaction.
pub(crate) fn write(connection: &Connection, rows: &[AccessRow]) -> Result<(), StoreError> {
    let mut statement = connection.prepare_cached(INSERT)?;
    for row in rows {
        let what = match row.what {
            Access::Read => "read",
            Access::Write => "write",
        };
        statement.execute((
            row.at.0,
            row.employee.map(|id| id.0.cast_signed()),
            row.citizen.map(|id| id.0.cast_signed()),
            row.case.map(|id| id.0.cast_signed()),
            what,
            &row.page,
            row.terminal.as_deref(),
        ))?;
    }
    Ok(())
}
