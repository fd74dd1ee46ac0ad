//! Who holds what somebody may not open: whom to ask.

use std::collections::BTreeMap;

use facts::EmployeeId;
use store::{CaseLine, Role, Store, StoreError, TeamId};

use crate::colleagues::Colleagues;
use crate::page::{Frame, role_key};

/// Those who hold some cases, each once, and those who lead their teams. It names no citizen.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Holders {
    contacts: Vec<Contact>,
}

/// A colleague to ask.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Contact {
    name: String,
    role: Role,
    team: Option<String>,
    /// Whether they hold one of the cases; else they lead a team that does, or hand out what nobody holds.
    holds: bool,
}

/// A colleague to ask, in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ContactWords {
    pub(crate) name: String,
    /// Job function and team.
    pub(crate) place: String,
    /// Why they are the one to ask.
    pub(crate) why: String,
}

impl Holders {
    /// Who holds these cases. If nobody holds any, those who hand cases out are named.
    pub(crate) fn of<'c>(
        store: &Store,
        colleagues: &Colleagues,
        cases: impl IntoIterator<Item = &'c CaseLine>,
    ) -> Result<Holders, StoreError> {
        let teams: BTreeMap<TeamId, String> = store
            .teams()?
            .into_iter()
            .map(|team| (team.id, team.name))
            .collect();
        let mut holding: Vec<EmployeeId> = Vec::new();
        for case in cases {
            // A closed case is asked for where it was held last.
            for holder in case.row.holders.values() {
                if !holding.contains(holder) {
                    holding.push(*holder);
                }
            }
        }
        let mut contacts = Vec::new();
        let mut theirs: Vec<TeamId> = Vec::new();
        for colleague in colleagues.active() {
            if holding.contains(&colleague.id) {
                theirs.extend(colleague.team);
                contacts.push(contact(colleague, &teams, true));
            }
        }
        for colleague in colleagues.active() {
            let leads = colleague.role == Role::TeamLeader && !holding.contains(&colleague.id);
            let is_of_them = colleague.team.is_some_and(|team| theirs.contains(&team));
            if leads && (contacts.is_empty() || is_of_them || theirs.is_empty()) {
                contacts.push(contact(colleague, &teams, false));
            }
        }
        Ok(Holders { contacts })
    }

    pub(crate) fn words(&self, frame: &Frame) -> Vec<ContactWords> {
        self.contacts
            .iter()
            .map(|contact| {
                let role = frame.t(role_key(contact.role));
                ContactWords {
                    name: contact.name.clone(),
                    place: match &contact.team {
                        Some(team) => {
                            frame.t2("held-place", ("role", role), ("team", team.clone()))
                        }
                        None => role,
                    },
                    why: frame.t(if contact.holds {
                        "held-holds"
                    } else {
                        "held-leads"
                    }),
                }
            })
            .collect()
    }
}

fn contact(colleague: &store::User, teams: &BTreeMap<TeamId, String>, holds: bool) -> Contact {
    Contact {
        name: colleague.name.clone(),
        role: colleague.role,
        team: colleague.team.and_then(|team| teams.get(&team).cloned()),
        holds,
    }
}
