//! Everybody who works here: names for lists, teams for closeness.

use std::collections::BTreeMap;

use facts::EmployeeId;
use store::{Role, Store, StoreError, TeamId};

use crate::rights::{Closeness, User};

/// The employees by id. Read anew for every request: a few dozen rows, and a change of team counts at once.
#[derive(Debug, Clone, Default)]
pub(crate) struct Colleagues {
    people: BTreeMap<EmployeeId, Colleague>,
    order: Vec<EmployeeId>,
}

/// An employee as colleagues see them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Colleague {
    pub(crate) id: EmployeeId,
    pub(crate) name: String,
    pub(crate) role: Role,
    pub(crate) team: Option<TeamId>,
    pub(crate) disabled: bool,
}

impl Colleagues {
    pub(crate) fn read(store: &Store) -> Result<Colleagues, StoreError> {
        let users = store.users()?;
        Ok(Colleagues {
            order: users.iter().map(|user| user.id).collect(),
            people: users
                .into_iter()
                .map(|user| {
                    let colleague = Colleague {
                        id: user.id,
                        name: user.name,
                        role: user.role,
                        team: user.team,
                        disabled: user.disabled,
                    };
                    (user.id, colleague)
                })
                .collect(),
        })
    }

    /// The name; a number for somebody the store does not know (an import may name one).
    pub(crate) fn name(&self, id: EmployeeId) -> String {
        self.people
            .get(&id)
            .map_or_else(|| format!("#{id}"), |colleague| colleague.name.clone())
    }

    /// Everybody who can sign in, in Danish order of name.
    pub(crate) fn active(&self) -> impl Iterator<Item = &Colleague> {
        self.order
            .iter()
            .filter_map(|id| self.people.get(id))
            .filter(|colleague| !colleague.disabled)
    }

    /// What a case held by these is to the user.
    pub(crate) fn closeness(
        &self,
        user: &User,
        holders: impl IntoIterator<Item = EmployeeId>,
    ) -> Closeness {
        let team_of = |id| self.people.get(&id).and_then(|colleague| colleague.team);
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
