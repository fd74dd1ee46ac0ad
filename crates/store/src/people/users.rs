//! Employees who can sign in.

use std::sync::Arc;
use std::time::{Duration, Instant};

use calendar::Timestamp;
use facts::EmployeeId;
use rusqlite::types::Type;
use rusqlite::{Connection, OptionalExtension, Row};

use super::taken;
use crate::connection::locked;
use crate::order::danish_key;
use crate::statements::statements;
use crate::{Store, StoreError, TeamId};

statements! {
    ADD = "INSERT INTO user (login, name, name_key, role, team, password, added_at)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7) RETURNING id";
    SET_DISABLED = "UPDATE user SET disabled = ?2 WHERE id = ?1";
    SET_PASSWORD = "UPDATE user SET password = ?2 WHERE id = ?1";
    SET_PLACE = "UPDATE user SET role = ?2, team = ?3 WHERE id = ?1";
    END_SESSIONS = "DELETE FROM session WHERE user = ?1";
    BY_LOGIN = "SELECT id, login, name, role, team, password, disabled FROM user WHERE login = ?1";
    BY_ID = "SELECT id, login, name, role, team, password, disabled FROM user WHERE id = ?1";
    EVERYBODY = "SELECT id, login, name, role, team, password, disabled FROM user
        ORDER BY name_key, id";
}

/// How long the list of employees is kept without being read again.
const KEPT: Duration = Duration::from_secs(2);

/// What an employee may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Role {
    /// *Sagsbehandler*: the cases they hold and their team's.
    Caseworker,
    /// *Jobformidler*: as a caseworker, in the job broker's role.
    JobBroker,
    /// *Teamleder*: everything of the store, and gives out cases.
    TeamLeader,
    /// *Læser*: reads the cases of the team, registers nothing.
    Reader,
}

impl Role {
    /// All of them.
    pub const ALL: [Role; 4] = [
        Role::Caseworker,
        Role::JobBroker,
        Role::TeamLeader,
        Role::Reader,
    ];

    /// The id used in the store, on the command line, and as the role on rulebook pages.
    pub const fn id(self) -> &'static str {
        match self {
            Role::Caseworker => "sagsbehandler",
            Role::JobBroker => "jobformidler",
            Role::TeamLeader => "teamleder",
            Role::Reader => "laeser",
        }
    }

    /// The role with this id.
    pub fn from_id(id: &str) -> Option<Role> {
        Self::ALL.into_iter().find(|role| role.id() == id)
    }
}

/// An employee to be added; not `Debug`, so that no password hash is printed.
#[derive(Clone)]
pub struct NewUser {
    /// What they type to sign in; unique without regard to case.
    pub login: String,
    /// Their name as others read it.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Their team, if they have one.
    pub team: Option<TeamId>,
    /// The argon2id hash string of their password.
    pub password: String,
}

/// An employee; not `Debug`, so that no password hash is printed.
#[derive(Clone, PartialEq, Eq)]
pub struct User {
    /// Their id.
    pub id: EmployeeId,
    /// What they type to sign in.
    pub login: String,
    /// Their name as others read it.
    pub name: String,
    /// What they may do.
    pub role: Role,
    /// Their team, if they have one.
    pub team: Option<TeamId>,
    /// The argon2id hash string of their password.
    pub password: String,
    /// Whether they may not sign in any more.
    pub disabled: bool,
}

impl Store {
    /// Adds an employee; fails with `Exists` if the login is taken.
    pub fn add_user(&self, user: &NewUser, now: Timestamp) -> Result<EmployeeId, StoreError> {
        let added = self.write(|connection| {
            let id: i64 = connection
                .prepare_cached(ADD)?
                .query_row(
                    (
                        folded(&user.login),
                        &user.name,
                        danish_key(&user.name),
                        user.role.id(),
                        user.team.map(|team| team.0.cast_signed()),
                        &user.password,
                        now.0,
                    ),
                    |row| row.get(0),
                )
                .map_err(|error| taken(error, "user"))?;
            Ok(EmployeeId(id.cast_unsigned()))
        });
        *locked(&self.people) = None;
        added
    }

    /// Lets an employee sign in or not; their sessions end when they may not.
    pub fn set_disabled(&self, user: EmployeeId, disabled: bool) -> Result<(), StoreError> {
        self.change(user, disabled, |connection, id| {
            connection
                .prepare_cached(SET_DISABLED)?
                .execute((id, disabled))
        })
    }

    /// Replaces the password hash; their sessions end.
    pub fn set_password(&self, user: EmployeeId, password: &str) -> Result<(), StoreError> {
        self.change(user, true, |connection, id| {
            connection
                .prepare_cached(SET_PASSWORD)?
                .execute((id, password))
        })
    }

    /// Moves an employee to a role and a team.
    pub fn set_place(
        &self,
        user: EmployeeId,
        role: Role,
        team: Option<TeamId>,
    ) -> Result<(), StoreError> {
        self.change(user, false, |connection, id| {
            connection.prepare_cached(SET_PLACE)?.execute((
                id,
                role.id(),
                team.map(|team| team.0.cast_signed()),
            ))
        })
    }

    /// The employee with this login, disabled ones too.
    pub fn user_by_login(&self, login: &str) -> Result<Option<User>, StoreError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached(BY_LOGIN)?
                .query_row([folded(login)], of_row)
                .optional()?)
        })
    }

    /// The employee with this id.
    pub fn user(&self, id: EmployeeId) -> Result<Option<User>, StoreError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached(BY_ID)?
                .query_row([id.0.cast_signed()], of_row)
                .optional()?)
        })
    }

    /// All employees in Danish order of name, disabled ones too.
    pub fn users(&self) -> Result<Vec<User>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(EVERYBODY)?;
            let rows = statement.query_map([], of_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The same, read once and kept until something about an employee changes: every page of every list needs them. What is changed at
    /// a terminal beside the running program is seen within two seconds; that somebody may no longer sign in, at once.
    pub fn people(&self) -> Result<Arc<Vec<User>>, StoreError> {
        // Held while reading, so that a change, which forgets after its commit, never meets an older list.
        let mut kept = locked(&self.people);
        if let Some((read, people)) = &*kept
            && read.elapsed() < KEPT
        {
            return Ok(Arc::clone(people));
        }
        let people = Arc::new(self.users()?);
        *kept = Some((Instant::now(), Arc::clone(&people)));
        Ok(people)
    }

    fn change(
        &self,
        user: EmployeeId,
        ends_sessions: bool,
        update: impl FnOnce(&Connection, i64) -> rusqlite::Result<usize>,
    ) -> Result<(), StoreError> {
        let id = user.0.cast_signed();
        let changed = self.write(|connection| {
            if update(connection, id)? == 0 {
                return Err(StoreError::Missing { what: "user" });
            }
            if ends_sessions {
                connection.prepare_cached(END_SESSIONS)?.execute([id])?;
            }
            Ok(())
        });
        *locked(&self.people) = None;
        changed
    }
}

/// Logins are compared without regard to case and surrounding blanks.
pub(super) fn folded(login: &str) -> String {
    login.trim().to_lowercase()
}

/// An employee from the columns `id, login, name, role, team, password, disabled`.
pub(super) fn of_row(row: &Row<'_>) -> rusqlite::Result<User> {
    let role: String = row.get(3)?;
    Ok(User {
        id: EmployeeId(row.get::<_, i64>(0)?.cast_unsigned()),
        login: row.get(1)?,
        name: row.get(2)?,
        role: Role::from_id(&role)
            .ok_or_else(|| rusqlite::Error::InvalidColumnType(3, role, Type::Text))?,
        team: row
            .get::<_, Option<i64>>(4)?
            .map(|team| TeamId(team.cast_unsigned())),
        password: row.get(5)?,
        disabled: row.get(6)?,
    })
}
