//! Who may do what: a closed model of roles, actions and closeness to a case. Denied unless a line says otherwise.

mod action;

pub use action::Action;
pub use store::Role;

use facts::EmployeeId;
use store::TeamId;

/// Somebody signed in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct User {
    /// Who.
    pub id: EmployeeId,
    /// The name shown to colleagues.
    pub name: String,
    /// The job function.
    pub role: Role,
    /// The team; without one nobody's case is near but one's own.
    pub team: Option<TeamId>,
}

/// What a case is to somebody.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Closeness {
    /// They hold a role in it.
    Own,
    /// Somebody in their team holds a role in it.
    Team,
    /// Nobody holds a role in it yet.
    Unassigned,
    /// It belongs to others.
    Foreign,
}

impl Closeness {
    /// All of them, nearest first.
    pub const ALL: [Closeness; 4] = [
        Closeness::Own,
        Closeness::Team,
        Closeness::Unassigned,
        Closeness::Foreign,
    ];
}

impl User {
    /// Whether the action is allowed on something this close. `None`: the action is about no case (a search, the handbook).
    pub fn may(&self, action: Action, closeness: Option<Closeness>) -> bool {
        action.allowed(self.role, closeness)
    }

    /// Whether there is any case (or none) for which the action is allowed: what a menu shows and a route asks first.
    pub fn may_ever(&self, action: Action) -> bool {
        self.may(action, None)
            || Closeness::ALL
                .iter()
                .any(|closeness| self.may(action, Some(*closeness)))
    }

    /// The role of the rulebook pages in which this user speaks when registering.
    pub fn page_role(&self) -> &'static str {
        match self.role {
            Role::JobBroker => "jobformidler",
            Role::Caseworker | Role::TeamLeader | Role::Reader => "sagsbehandler",
        }
    }
}
