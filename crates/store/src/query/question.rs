//! A question about a day, looked up: which classes, employees and citizens it means.

use std::collections::{BTreeMap, BTreeSet};

use casework::Group;
use duties::Strength;
use rusqlite::Connection;

use super::gather::Slim;
use super::search::{Found, found};
use super::{ClassCount, DayFilter, DayQuery, DaySort, DutyClass, Page, Scope};
use crate::StoreError;
use crate::read_model::act_id;
use crate::statements::statements;

statements! {
    CLASSES = "SELECT id, model, event, step, role, act FROM duty_class
        ORDER BY model, event, step, role, act";
    MEMBERS = "SELECT id FROM user WHERE team = ?1";
    BY_NAME = "SELECT id FROM user ORDER BY name_key, id";
}

/// Where a duty row is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct DutyKey {
    pub(super) citizen: i64,
    pub(super) case: i64,
    pub(super) duty: i64,
}

/// A part of the list, or of one of its groups.
#[derive(Debug, Clone, Copy)]
pub(super) struct Part {
    pub(super) group: Option<Group>,
    pub(super) skip: u64,
    pub(super) take: u64,
}

impl Part {
    /// The group's number in SQL.
    pub(super) fn number(self) -> Option<i64> {
        self.group.map(|group| group as i64)
    }

    pub(super) fn is(self, group: Group) -> bool {
        self.group == Some(group)
    }
}

/// From where the rows are gathered when the set is small.
pub(super) enum Source {
    Case(i64),
    Citizens(Vec<i64>),
    Holders(Vec<i64>),
}

/// A question about a day with everything looked up that narrows it.
pub(super) struct Question {
    pub(super) today: i64,
    pub(super) group: Option<Group>,
    pub(super) sort: DaySort,
    pub(super) descending: bool,
    pub(super) page: Page,
    /// Classes in the order of model and event.
    pub(super) classes: Vec<i64>,
    /// What each of them is, parallel to `classes`.
    kinds: Vec<DutyClass>,
    /// For each class number (from 1) whether it is asked for, as `0` and `1`; `None`: all are.
    pub(super) mask: Option<String>,
    /// Employees in Danish order of name, if the list is sorted by them.
    pub(super) employees: Vec<i64>,
    pub(super) unassigned: bool,
    holders: Option<BTreeSet<i64>>,
    case: Option<i64>,
    found: Option<Found>,
}

impl Question {
    pub(super) fn new(connection: &Connection, query: &DayQuery) -> Result<Question, StoreError> {
        let Classes { ids, kinds, mask } = classes(connection, &query.filter)?;
        let mut holders = match query.scope {
            Scope::Holder(holder) => Some(BTreeSet::from([holder.0.cast_signed()])),
            Scope::Team(team) => {
                let mut statement = connection.prepare_cached(MEMBERS)?;
                let rows = statement.query_map([team.0.cast_signed()], |row| row.get(0))?;
                Some(rows.collect::<Result<_, _>>()?)
            }
            Scope::All | Scope::Unassigned => None,
        };
        if let Some(holder) = query.filter.holder {
            let holder = holder.0.cast_signed();
            let within = holders.is_none_or(|holders| holders.contains(&holder));
            holders = Some(within.then_some(holder).into_iter().collect());
        }
        let found = match query.search.as_deref().map(str::trim) {
            None | Some("") => None,
            Some(text) => Some(found(connection, text)?),
        };
        let employees = if query.sort == DaySort::Holder {
            let mut statement = connection.prepare_cached(BY_NAME)?;
            let rows = statement.query_map([], |row| row.get(0))?;
            rows.collect::<Result<_, _>>()?
        } else {
            Vec::new()
        };
        Ok(Question {
            today: i64::from(query.today.epoch()),
            group: query.group,
            sort: query.sort,
            descending: query.descending,
            page: query.page.held(),
            classes: ids,
            kinds,
            mask,
            employees,
            unassigned: query.scope == Scope::Unassigned,
            holders,
            case: query.filter.case.map(|case| case.0.cast_signed()),
            found,
        })
    }

    /// From where to gather; `None` if the question is about everything.
    pub(super) fn source(&self) -> Option<Source> {
        if let Some(case) = self.case {
            return Some(Source::Case(case));
        }
        match (&self.holders, &self.found) {
            (Some(holders), _) => Some(Source::Holders(holders.iter().copied().collect())),
            (None, Some(found)) => Some(Source::Citizens(found.all().collect())),
            (None, None) => None,
        }
    }

    /// Whether a row belongs to the set, its group left aside.
    pub(super) fn takes(&self, row: &Slim) -> bool {
        self.takes_class(row.class) && self.takes_of_any_class(row)
    }

    /// Whether a row belongs to the set, its group and its class left aside.
    pub(super) fn takes_of_any_class(&self, row: &Slim) -> bool {
        let key = row.key;
        !(self.unassigned && row.holder.is_some())
            && self.case.is_none_or(|case| case == key.case)
            && self
                .holders
                .as_ref()
                .is_none_or(|holders| row.holder.is_some_and(|holder| holders.contains(&holder)))
            && self
                .found
                .as_ref()
                .is_none_or(|found| found.takes(key.citizen, key.case))
    }

    /// Whether a row belongs to the list: the set, and the group asked for.
    pub(super) fn lists(&self, row: &Slim, group: Option<Group>) -> bool {
        group.is_none_or(|group| group == row.group) && self.takes(row)
    }

    pub(super) fn takes_class(&self, class: i64) -> bool {
        let Some(mask) = &self.mask else { return true };
        usize::try_from(class - 1).is_ok_and(|at| mask.as_bytes().get(at) == Some(&b'1'))
    }

    /// The class asked for, if it is a single one.
    pub(super) fn only_class(&self) -> Option<i64> {
        self.mask.as_ref()?;
        let mut asked = self
            .classes
            .iter()
            .filter(|class| self.takes_class(**class));
        match (asked.next(), asked.next()) {
            (Some(class), None) => Some(*class),
            _ => None,
        }
    }

    /// What was counted by class, told by what the classes are; those without a duty are left out.
    pub(super) fn told(&self, counts: &BTreeMap<i64, u64>) -> Vec<ClassCount> {
        self.classes
            .iter()
            .zip(&self.kinds)
            .filter_map(|(id, class)| {
                let duties = counts.get(id).copied().filter(|duties| *duties > 0)?;
                Some(ClassCount {
                    class: class.clone(),
                    duties,
                })
            })
            .collect()
    }

    /// The place of each class in the order of model and event.
    pub(super) fn class_ranks(&self) -> BTreeMap<i64, usize> {
        ranks(&self.classes)
    }

    /// The place of each employee in the order of names.
    pub(super) fn employee_ranks(&self) -> BTreeMap<i64, usize> {
        ranks(&self.employees)
    }

    /// The part of the list that the page shows.
    pub(super) fn part(&self) -> Part {
        Part {
            group: self.group,
            skip: u64::from(self.page.number) * u64::from(self.page.size),
            take: u64::from(self.page.size),
        }
    }
}

/// In which group a row stands on a day; the same as [`casework::DutyRow::group`] and [`super::walk`]'s SQL.
pub(super) fn group(today: i64, standing: i64, due: i64, booked: i64, free_on: i64) -> Group {
    if standing == 2 {
        Group::OnHold
    } else if due < today {
        Group::Overdue
    } else if booked == today {
        Group::Today
    } else if standing == 1 || free_on > today {
        Group::Waiting
    } else if due == today {
        Group::Today
    } else if due <= today + 7 {
        Group::Soon
    } else {
        Group::Later
    }
}

fn ranks(ids: &[i64]) -> BTreeMap<i64, usize> {
    ids.iter().enumerate().map(|(at, id)| (*id, at)).collect()
}

/// Every class, and which of them are asked for.
struct Classes {
    ids: Vec<i64>,
    kinds: Vec<DutyClass>,
    mask: Option<String>,
}

fn classes(connection: &Connection, filter: &DayFilter) -> Result<Classes, StoreError> {
    let mut statement = connection.prepare_cached(CLASSES)?;
    let mut rows = statement.query([])?;
    let mut ids: Vec<i64> = Vec::new();
    let mut kinds = Vec::new();
    let mut mask = Vec::new();
    while let Some(row) = rows.next()? {
        let id: i64 = row.get(0)?;
        let act: String = row.get(5)?;
        let class = DutyClass {
            model: row.get(1)?,
            event: row.get(2)?,
            step: row.get(3)?,
            role: row.get(4)?,
            act: act_of(&act)?,
        };
        let at = usize::try_from(id - 1).unwrap_or(0);
        if mask.len() <= at {
            mask.resize(at + 1, '0');
        }
        if filter.takes(&class) {
            mask[at] = '1';
        }
        ids.push(id);
        kinds.push(class);
    }
    let mask = filter.narrows_classes().then(|| mask.into_iter().collect());
    Ok(Classes { ids, kinds, mask })
}

fn act_of(id: &str) -> Result<Strength, StoreError> {
    [Strength::Must, Strength::Default, Strength::Aim]
        .into_iter()
        .find(|act| act_id(*act) == id)
        .ok_or(StoreError::Unreadable { what: "duty class" })
}
