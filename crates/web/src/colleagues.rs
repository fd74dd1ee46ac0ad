//! Everybody who works here: names for lists, teams for closeness.

use std::sync::Arc;

use facts::EmployeeId;
use store::{Role, Store, StoreError};

use crate::rights::{Closeness, User};

/// An employee as colleagues see them.
pub(crate) use store::User as Colleague;

/// The employees in Danish order of name. The store keeps the list until something about an employee changes.
#[derive(Clone)]
pub(crate) struct Colleagues(Arc<Vec<Colleague>>);

impl Colleagues {
    pub(crate) fn read(store: &Store) -> Result<Colleagues, StoreError> {
        store.people().map(Colleagues)
    }

    fn get(&self, id: EmployeeId) -> Option<&Colleague> {
        self.0.iter().find(|colleague| colleague.id == id)
    }

    /// The name; a number for somebody the store does not know (an import may name one).
    pub(crate) fn name(&self, id: EmployeeId) -> String {
        self.get(id)
            .map_or_else(|| format!("#{id}"), |colleague| colleague.name.clone())
    }

    /// The names of several, each once.
    pub(crate) fn names(&self, ids: impl IntoIterator<Item = EmployeeId>) -> String {
        let mut names: Vec<String> = Vec::new();
        for id in ids {
            let name = self.name(id);
            if !names.contains(&name) {
                names.push(name);
            }
        }
        names.join(", ")
    }

    /// Everybody who can sign in, in Danish order of name.
    pub(crate) fn active(&self) -> impl Iterator<Item = &Colleague> {
        self.0.iter().filter(|colleague| !colleague.disabled)
    }

    /// Those who can hold a case the user opens, as caseworker: the user, and caseworkers and leaders of the user's team.
    pub(crate) fn can_hold_new(&self, user: &User) -> impl Iterator<Item = &Colleague> {
        self.active().filter(|colleague| {
            let works = matches!(colleague.role, Role::Caseworker | Role::TeamLeader);
            let in_team = colleague.team.is_some() && colleague.team == user.team;
            works && (in_team || colleague.id == user.id)
        })
    }

    /// What a case held by these is to the user.
    pub(crate) fn closeness(
        &self,
        user: &User,
        holders: impl IntoIterator<Item = EmployeeId>,
    ) -> Closeness {
        let team_of = |id| self.get(id).and_then(|colleague| colleague.team);
        let nearest = holders.into_iter().map(|holder| {
            if holder == user.id {
                Closeness::Own
            } else if user.team.is_some() && team_of(holder) == user.team {
                Closeness::Team
            } else {
                Closeness::Foreign
            }
        });
        nearest.min().unwrap_or(Closeness::Unassigned)
    }
}
