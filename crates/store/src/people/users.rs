//! Employees who can sign in.

use calendar::Timestamp;
use facts::EmployeeId;

use crate::{Store, StoreError, TeamId};

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

/// An employee to be added.
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

/// An employee.
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
        let _ = (user, now);
        todo!()
    }

    /// Lets an employee sign in or not; their sessions end when they may not.
    pub fn set_disabled(&self, user: EmployeeId, disabled: bool) -> Result<(), StoreError> {
        let _ = (user, disabled);
        todo!()
    }

    /// Replaces the password hash; their sessions end.
    pub fn set_password(&self, user: EmployeeId, password: &str) -> Result<(), StoreError> {
        let _ = (user, password);
        todo!()
    }

    /// Moves an employee to a team and a role.
    pub fn set_place(
        &self,
        user: EmployeeId,
        role: Role,
        team: Option<TeamId>,
    ) -> Result<(), StoreError> {
        let _ = (user, role, team);
        todo!()
    }

    /// The employee with this login, disabled ones too.
    pub fn user_by_login(&self, login: &str) -> Result<Option<User>, StoreError> {
        todo!("{login}")
    }

    /// The employee with this id.
    pub fn user(&self, id: EmployeeId) -> Result<Option<User>, StoreError> {
        todo!("{id}")
    }

    /// All employees in Danish order of name, disabled ones too.
    pub fn users(&self) -> Result<Vec<User>, StoreError> {
        todo!()
    }
}
