//! What is asked of the day: whose duties, which, in which order. Read from the address and written back to it.

use casework::Group;
use facts::{CaseId, EmployeeId};
use serde::Deserialize;
use store::{DayFilter, DayQuery, DaySort, Role, Scope};

use crate::error::{WebError, WebResult};
use crate::listing::{Address, Pager, SearchId, named, number};
use crate::rights::{Action, User};

/// The query of the address, as it came.
#[derive(Debug, Default, Deserialize)]
#[serde(default)]
pub(crate) struct Query {
    who: String,
    group: String,
    act: String,
    event: String,
    role: String,
    holder: String,
    model: String,
    step: String,
    sort: String,
    down: String,
    page: String,
    search: String,
    case: String,
}

/// Whose day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Who {
    Mine,
    Team,
    Unassigned,
}

/// What was asked, understood.
#[derive(Debug, Clone)]
pub(crate) struct Asked {
    pub(crate) who: Who,
    pub(crate) group: Option<Group>,
    /// Every group is asked for, also what lies later.
    pub(crate) whole: bool,
    pub(crate) filter: DayFilter,
    pub(crate) sort: DaySort,
    pub(crate) down: bool,
    pub(crate) page: u32,
    pub(crate) search: Option<SearchId>,
    pub(crate) case: Option<CaseId>,
}

pub(crate) const GROUPS: [(Group, &str); 6] = [
    (Group::Overdue, "overdue"),
    (Group::Today, "today"),
    (Group::Soon, "soon"),
    (Group::Later, "later"),
    (Group::Waiting, "waiting"),
    (Group::OnHold, "on-hold"),
];

/// What the address says for every group.
const WHOLE: &str = "all";

pub(crate) const SORTS: [(DaySort, &str); 5] = [
    (DaySort::Group, "group"),
    (DaySort::Due, "due"),
    (DaySort::Name, "name"),
    (DaySort::Event, "event"),
    (DaySort::Holder, "holder"),
];

pub(crate) const ACTS: [(duties::Strength, &str); 3] = [
    (duties::Strength::Must, "must"),
    (duties::Strength::Default, "default"),
    (duties::Strength::Aim, "aim"),
];

impl Who {
    pub(crate) const ALL: [Who; 3] = [Who::Mine, Who::Team, Who::Unassigned];

    pub(crate) const fn id(self) -> &'static str {
        match self {
            Who::Mine => "mine",
            Who::Team => "team",
            Who::Unassigned => "unassigned",
        }
    }

    pub(crate) const fn need(self) -> Action {
        match self {
            Who::Mine => Action::SeeDay,
            Who::Team => Action::SeeTeamDay,
            Who::Unassigned => Action::SeeUnassigned,
        }
    }

    /// Where the day begins: a leader and a reader hold no cases themselves.
    fn first(role: Role) -> Who {
        match role {
            Role::Caseworker | Role::JobBroker => Who::Mine,
            Role::TeamLeader | Role::Reader => Who::Team,
        }
    }
}

fn given(text: String) -> Option<String> {
    Some(text).filter(|text| !text.is_empty())
}

impl Asked {
    /// Understands an address, for this user.
    pub(crate) fn read(query: Query, user: &User) -> WebResult<Asked> {
        let whose = Who::ALL.map(|who| (who, who.id()));
        let who = named(&whose, &query.who)?.unwrap_or(Who::first(user.role));
        if !user.may(who.need(), None) {
            return Err(WebError::Forbidden(who.need()));
        }
        Ok(Asked {
            who,
            whole: query.group == WHOLE,
            group: match query.group.as_str() {
                WHOLE => None,
                id => named(&GROUPS, id)?,
            },
            filter: DayFilter {
                event: given(query.event),
                act: named(&ACTS, &query.act)?,
                model: given(query.model),
                step: given(query.step),
                role: given(query.role),
                holder: number::<EmployeeId>(&query.holder)?,
                ..DayFilter::default()
            },
            sort: named(&SORTS, &query.sort)?.unwrap_or(DaySort::Group),
            down: query.down == "1",
            page: number(&query.page)?.unwrap_or(0),
            search: number(&query.search)?,
            case: number(&query.case)?,
        })
    }

    /// The address of exactly this, without the case that is shown beside the list.
    pub(crate) fn address(&self) -> Address {
        let id = |all: &[(Group, &'static str)], wanted: Option<Group>| {
            let found = all.iter().find(|(group, _)| Some(*group) == wanted);
            found.map_or("", |(_, id)| id)
        };
        let act = ACTS.iter().find(|(act, _)| Some(*act) == self.filter.act);
        let sort = SORTS
            .iter()
            .find(|(sort, _)| *sort == self.sort && self.sort != DaySort::Group);
        let text = |value: &Option<String>| value.clone().unwrap_or_default();
        Address::new("/")
            .with("who", self.who.id())
            .with(
                "group",
                match self.group {
                    None if self.whole => WHOLE,
                    group => id(&GROUPS, group),
                },
            )
            .with("act", act.map_or("", |(_, id)| id))
            .with("event", text(&self.filter.event))
            .with("role", text(&self.filter.role))
            .with("model", text(&self.filter.model))
            .with("step", text(&self.filter.step))
            .with("holder", optional(self.filter.holder))
            .with("sort", sort.map_or("", |(_, id)| id))
            .with("down", if self.down { "1" } else { "" })
            .with("search", optional(self.search))
            .with(
                "page",
                if self.page == 0 {
                    String::new()
                } else {
                    self.page.to_string()
                },
            )
    }

    /// Whether the day begins with what is to be done now, and folds the rest: nothing else was asked for.
    pub(crate) fn is_plain(&self) -> bool {
        let is_usual_order = self.sort == DaySort::Group && !self.down;
        self.group.is_none() && !self.whole && is_usual_order && !self.is_narrowed()
    }

    /// Whether anything narrows the list besides whose it is and the group.
    pub(crate) fn is_narrowed(&self) -> bool {
        self.filter != DayFilter::default() || self.search.is_some()
    }

    /// What the store is asked.
    pub(crate) fn query(
        &self,
        user: &User,
        today: calendar::Day,
        search: Option<String>,
    ) -> DayQuery {
        let scope = match (self.who, user.team) {
            (Who::Unassigned, _) => Scope::Unassigned,
            (Who::Team, Some(team)) => Scope::Team(team),
            (Who::Team, None) | (Who::Mine, _) => Scope::Holder(user.id),
        };
        DayQuery {
            today,
            scope,
            group: self.group,
            filter: self.filter.clone(),
            search,
            sort: self.sort,
            descending: self.down,
            page: Pager::part(self.page),
        }
    }
}

fn optional(value: Option<impl ToString>) -> String {
    value.map(|value| value.to_string()).unwrap_or_default()
}
