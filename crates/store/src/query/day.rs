//! *My day*: dated verbs across cases.

use std::collections::BTreeMap;

use calendar::Day;
use casework::{DutyRow, Group};
use facts::{CaseId, EmployeeId};
use rusqlite::Connection;

use super::Page;
use super::question::{DutyKey, Question};
use super::{gather, walk};
use crate::statements::statements;
use crate::{Store, StoreError, TeamId};

statements! {
    ROW = "SELECT duty_row.detail, name, model, version FROM duty_row
        JOIN citizen_row ON citizen_row.id = duty_row.citizen
        JOIN case_row ON case_row.id = case_id
        WHERE duty_row.citizen = ?1 AND case_id = ?2 AND duty = ?3";
}

/// Whose duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Scope {
    /// Those this employee holds.
    Holder(EmployeeId),
    /// Those anybody in this team holds.
    Team(TeamId),
    /// Everybody's.
    All,
    /// Those of a staff role that nobody holds in the case.
    Unassigned,
}

/// How many duties stand where.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct GroupCounts {
    counts: [u64; 6],
}

/// What a list is narrowed to; an empty filter narrows nothing.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct DayFilter {
    /// Only this event of the model.
    pub event: Option<String>,
    /// Only acts of this strength.
    pub act: Option<duties::Strength>,
    /// Only this model.
    pub model: Option<String>,
    /// Only this step of the model.
    pub step: Option<String>,
    /// Only duties of this role.
    pub role: Option<String>,
    /// Only duties this employee holds (within the scope).
    pub holder: Option<EmployeeId>,
    /// Only this case.
    pub case: Option<CaseId>,
}

/// The order of a day's list; ties are broken by due day, case and duty, so pages never overlap.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum DaySort {
    /// By due day, those without one last.
    #[default]
    Due,
    /// By group in the order of [`Group`], then by due day: the day as `web` shows it first.
    Group,
    /// By the citizen's name in Danish order.
    Name,
    /// By model and event.
    Event,
    /// By holder's name in Danish order, nobody first.
    Holder,
}

/// A question about a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayQuery {
    /// The legal day.
    pub today: Day,
    /// Whose duties.
    pub scope: Scope,
    /// Only this group; the counts are of all groups all the same.
    pub group: Option<Group>,
    /// Narrower.
    pub filter: DayFilter,
    /// Words of the citizen's name, a CPR number, or a case number.
    pub search: Option<String>,
    /// The order.
    pub sort: DaySort,
    /// The other way round.
    pub descending: bool,
    /// Which part.
    pub page: Page,
}

impl GroupCounts {
    /// How many stand there.
    pub fn of(&self, group: Group) -> u64 {
        self.counts[group as usize]
    }

    /// How many there are.
    pub fn total(&self) -> u64 {
        self.counts.iter().sum()
    }

    pub(super) fn add(&mut self, group: Group, duties: u64) {
        self.counts[group as usize] += duties;
    }
}

/// What a list has: counts by group and by class, and the rows of the page.
pub(super) struct Listed {
    pub(super) counts: GroupCounts,
    /// By class, those not asked for too.
    pub(super) classes: BTreeMap<i64, u64>,
    pub(super) keys: Vec<DutyKey>,
}

/// A line of *My day*.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayRow {
    /// Where it stands on the day asked for.
    pub group: Group,
    /// The citizen's name.
    pub name: String,
    /// The model's name.
    pub model: String,
    /// The hash of the version the case is read against; [`Store::book`] has it.
    pub version: String,
    /// The duty, with its case, citizen, event, role, holder, days and what blocks it.
    pub duty: DutyRow,
}

/// What a duty is, as far as lists narrow by it.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct DutyClass {
    /// The model's name.
    pub model: String,
    /// The event to be done.
    pub event: String,
    /// The step of the model; empty for what belongs to none.
    pub step: String,
    /// Whose act it is.
    pub role: String,
    /// How strongly the act binds.
    pub act: duties::Strength,
}

/// How many duties of a list are of one class.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ClassCount {
    /// The class.
    pub class: DutyClass,
    /// How many; at least 1.
    pub duties: u64,
}

/// A part of the day's list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DayPage {
    /// The lines of the page.
    pub rows: Vec<DayRow>,
    /// Counts by group over the whole set (scope, filter and search, not the group).
    pub counts: GroupCounts,
    /// How many lines the list has over all pages (the group too).
    pub total: u64,
    /// How many lines of each class the list would have over all pages if it were not narrowed by class (event, act, model,
    /// step, role), in the order of model and event: what the choices of a filter are counted from.
    pub classes: Vec<ClassCount>,
}

impl DayFilter {
    /// Whether it takes duties of this class.
    pub fn takes(&self, class: &DutyClass) -> bool {
        let takes = |wanted: &Option<String>, is: &str| wanted.as_deref().is_none_or(|id| id == is);
        takes(&self.event, &class.event)
            && takes(&self.model, &class.model)
            && takes(&self.step, &class.step)
            && takes(&self.role, &class.role)
            && self.act.is_none_or(|act| act == class.act)
    }

    /// Whether it leaves out any class.
    pub(super) fn narrows_classes(&self) -> bool {
        self.event.is_some()
            || self.act.is_some()
            || self.model.is_some()
            || self.step.is_some()
            || self.role.is_some()
    }
}

impl Store {
    /// A day's duties. Cases whose wake day has passed are folded again first.
    pub fn my_day(&self, query: &DayQuery) -> Result<DayPage, StoreError> {
        self.wake(query.today)?;
        self.read(|connection| {
            let question = Question::new(connection, query)?;
            let Listed {
                counts,
                classes,
                keys,
            } = match question.source() {
                Some(source) => gather::page(connection, &question, &source)?,
                None => walk::page(connection, &question)?,
            };
            let rows = keys
                .into_iter()
                .map(|key| row(connection, key, query.today))
                .collect::<Result<_, _>>()?;
            let total = query
                .group
                .map_or_else(|| counts.total(), |group| counts.of(group));
            Ok(DayPage {
                rows,
                counts,
                total,
                classes: question.told(&classes),
            })
        })
    }
}

fn row(connection: &Connection, key: DutyKey, today: Day) -> Result<DayRow, StoreError> {
    let mut statement = connection.prepare_cached(ROW)?;
    let mut rows = statement.query((key.citizen, key.case, key.duty))?;
    let row = rows
        .next()?
        .ok_or(StoreError::Missing { what: "duty row" })?;
    let unreadable = || StoreError::Unreadable { what: "duty row" };
    let detail = row.get_ref(0)?.as_str().map_err(|_| unreadable())?;
    let duty: DutyRow = serde_json::from_str(detail).map_err(|_| unreadable())?;
    Ok(DayRow {
        group: duty.group(today),
        name: row.get(1)?,
        model: row.get(2)?,
        version: row.get(3)?,
        duty,
    })
}
