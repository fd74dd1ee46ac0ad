//! What is asked of a list of cases, read from the address and written back to it.

use calendar::Day;
use serde::Deserialize;
use store::{CaseFilter, CaseQuery, CaseSort, Role, Scope};

use crate::error::{WebError, WebResult};
use crate::listing::{Address, Pager, SearchId, named, number};
use crate::rights::{Action, User};

/// The query of the address, as it came.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Query {
    who: String,
    state: String,
    law: String,
    sort: String,
    down: String,
    page: String,
    search: String,
}

/// What was asked, understood.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) path: &'static str,
    pub(crate) who: Who,
    pub(crate) state: State,
    pub(crate) law_changed: bool,
    pub(crate) sort: CaseSort,
    pub(crate) down: bool,
    pub(crate) page: u32,
    pub(crate) search: Option<SearchId>,
}

/// Whose cases.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Mine,
    Team,
    Unassigned,
}

/// Open or closed ones.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum State {
    Open,
    Closed,
    Both,
}

pub(crate) const WHOSE: [(Who, &str); 2] = [(Who::Mine, "mine"), (Who::Team, "team")];

pub(crate) const STATES: [(State, &str); 3] = [
    (State::Open, "open"),
    (State::Closed, "closed"),
    (State::Both, "all"),
];

pub(crate) const SORTS: [(CaseSort, &str); 4] = [
    (CaseSort::Name, "name"),
    (CaseSort::Due, "due"),
    (CaseSort::Opened, "opened"),
    (CaseSort::Number, "number"),
];

impl Who {
    /// Where a list begins: a leader and a reader hold no cases themselves.
    fn first(role: Role) -> Who {
        match role {
            Role::Caseworker | Role::JobBroker => Who::Mine,
            Role::TeamLeader | Role::Reader => Who::Team,
        }
    }
}

impl Asked {
    /// Understands the address of the list of cases.
    pub(crate) fn read(query: &Query, user: &User) -> WebResult<Asked> {
        let who = named(&WHOSE, &query.who)?.unwrap_or(Who::first(user.role));
        Asked::understand("/cases", who, query)
    }

    /// Understands the address of the list of cases that nobody holds.
    pub(crate) fn unassigned(query: &Query, user: &User) -> WebResult<Asked> {
        if !user.may(Action::SeeUnassigned, None) {
            return Err(WebError::Forbidden(Action::SeeUnassigned));
        }
        Asked::understand("/unassigned", Who::Unassigned, query)
    }

    /// Understands the address of the page of new rules: open cases, mine or the team's.
    pub(crate) fn reform(query: &Query, user: &User) -> WebResult<Asked> {
        let who = named(&WHOSE, &query.who)?.unwrap_or(Who::first(user.role));
        let understood = Asked::understand("/reform", who, query)?;
        Ok(Asked {
            state: State::Open,
            law_changed: false,
            ..understood
        })
    }

    fn understand(path: &'static str, who: Who, query: &Query) -> WebResult<Asked> {
        Ok(Asked {
            path,
            who,
            state: named(&STATES, &query.state)?.unwrap_or(State::Open),
            law_changed: query.law == "1",
            sort: named(&SORTS, &query.sort)?.unwrap_or_default(),
            down: query.down == "1",
            page: number(&query.page)?.unwrap_or(0),
            search: number(&query.search)?,
        })
    }

    /// The address of the first page of exactly this.
    pub(crate) fn address(&self) -> Address {
        let whose = WHOSE.iter().find(|(who, _)| *who == self.who);
        let state = STATES
            .iter()
            .find(|(state, _)| *state == self.state && *state != State::Open);
        let sort = SORTS
            .iter()
            .find(|(sort, _)| *sort == self.sort && *sort != CaseSort::Name);
        Address::new(self.path)
            .with("who", whose.map_or("", |(_, id)| id))
            .with("state", state.map_or("", |(_, id)| id))
            .with("law", if self.law_changed { "1" } else { "" })
            .with("sort", sort.map_or("", |(_, id)| id))
            .with("down", if self.down { "1" } else { "" })
            .with(
                "search",
                self.search.map(|id| id.to_string()).unwrap_or_default(),
            )
    }

    /// What the store is asked.
    pub(crate) fn query(&self, user: &User, today: Day, search: Option<String>) -> CaseQuery {
        let scope = match (self.who, user.team) {
            (Who::Unassigned, _) => Scope::Unassigned,
            (Who::Team, Some(team)) => Scope::Team(team),
            (Who::Team, None) | (Who::Mine, _) => Scope::Holder(user.id),
        };
        CaseQuery {
            today,
            scope,
            filter: CaseFilter {
                open: match self.state {
                    State::Open => Some(true),
                    State::Closed => Some(false),
                    State::Both => None,
                },
                model: None,
                law_changed: self.law_changed,
            },
            search,
            sort: self.sort,
            descending: self.down,
            page: Pager::part(self.page),
        }
    }
}
