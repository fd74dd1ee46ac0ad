//! Small sets: the rows of a case, of a few citizens or holders are gathered, then counted and sorted here.

use std::collections::{BTreeMap, HashMap, HashSet};

use casework::Group;
use rusqlite::{Connection, Row};

use super::day::Listed;
use super::question::{DutyKey, Part, Question, Source, group};
use super::{DaySort, GroupCounts};
use crate::StoreError;
use crate::statements::statements;

statements! {
    OF_CASE = "SELECT citizen, case_id, duty, class, holder, standing, due, booked, free_on
        FROM duty_row WHERE citizen = (SELECT citizen FROM case_row WHERE id = ?1) AND case_id = ?1";
    OF_CITIZEN = "SELECT citizen, case_id, duty, class, holder, standing, due, booked, free_on
        FROM duty_row INDEXED BY duty_of_citizen WHERE citizen = ?1";
    OF_HOLDER = "SELECT citizen, case_id, duty, class, holder, standing, due, booked, free_on
        FROM duty_row INDEXED BY duty_by_holder WHERE holder = ?1";
    NAME_KEY = "SELECT name_key FROM citizen_row WHERE id = ?1";
}

/// A row without its detail.
#[derive(Debug, Clone, Copy)]
pub(super) struct Slim {
    pub(super) key: DutyKey,
    pub(super) class: i64,
    pub(super) holder: Option<i64>,
    due: i64,
    pub(super) group: Group,
}

/// Counts the set and returns the page's rows.
pub(super) fn page(
    connection: &Connection,
    question: &Question,
    source: &Source,
) -> Result<Listed, StoreError> {
    let (sql, ids) = match source {
        Source::Case(case) => (OF_CASE, std::slice::from_ref(case)),
        Source::Citizens(citizens) => (OF_CITIZEN, citizens.as_slice()),
        Source::Holders(holders) => (OF_HOLDER, holders.as_slice()),
    };
    let mut statement = connection.prepare_cached(sql)?;
    let mut counts = GroupCounts::default();
    let mut classes = BTreeMap::new();
    let mut rows = Vec::new();
    for id in ids {
        let mut found = statement.query([id])?;
        while let Some(row) = found.next()? {
            let row = slim(row, question.today)?;
            if !question.takes_of_any_class(&row) {
                continue;
            }
            let is_of_group = question.group.is_none_or(|group| group == row.group);
            if is_of_group {
                *classes.entry(row.class).or_default() += 1;
            }
            if question.takes_class(row.class) {
                counts.add(row.group, 1);
                if is_of_group {
                    rows.push(row);
                }
            }
        }
    }
    let keys = sorted_page(connection, question, question.part(), rows)?;
    Ok(Listed {
        counts,
        classes,
        keys,
    })
}

/// A slim row from the nine columns above.
pub(super) fn slim(row: &Row<'_>, today: i64) -> Result<Slim, StoreError> {
    let due = row.get(6)?;
    Ok(Slim {
        key: DutyKey {
            citizen: row.get(0)?,
            case: row.get(1)?,
            duty: row.get(2)?,
        },
        class: row.get(3)?,
        holder: row.get(4)?,
        due,
        group: group(today, row.get(5)?, due, row.get(7)?, row.get(8)?),
    })
}

/// Sorts as asked and cuts the page out.
pub(super) fn sorted_page(
    connection: &Connection,
    question: &Question,
    part: Part,
    mut rows: Vec<Slim>,
) -> Result<Vec<DutyKey>, StoreError> {
    rows.sort_unstable_by_key(|row| (row.due, row.key.case, row.key.duty));
    match question.sort {
        DaySort::Due => {}
        DaySort::Group => rows.sort_by_key(|row| row.group),
        DaySort::Name => {
            let ranks = name_ranks(connection, rows.iter().map(|row| row.key.citizen))?;
            rows.sort_by_key(|row| ranks.get(&row.key.citizen).copied());
        }
        DaySort::Event => {
            let ranks = question.class_ranks();
            rows.sort_by_key(|row| ranks.get(&row.class).copied());
        }
        DaySort::Holder => {
            let ranks = question.employee_ranks();
            rows.sort_by_key(|row| {
                row.holder
                    .map(|holder| (ranks.get(&holder).copied().unwrap_or(usize::MAX), holder))
            });
        }
    }
    if question.descending {
        rows.reverse();
    }
    let held = |count: u64| usize::try_from(count).unwrap_or(usize::MAX);
    Ok(rows
        .into_iter()
        .skip(held(part.skip))
        .take(held(part.take))
        .map(|row| row.key)
        .collect())
}

/// The places of citizens in the order of their names; each name is read once.
pub(super) fn name_ranks(
    connection: &Connection,
    citizens: impl Iterator<Item = i64>,
) -> Result<HashMap<i64, usize>, StoreError> {
    let citizens: HashSet<i64> = citizens.collect();
    let mut statement = connection.prepare_cached(NAME_KEY)?;
    let mut keyed = citizens
        .into_iter()
        .map(|citizen| {
            let key: String = statement.query_row([citizen], |row| row.get(0))?;
            Ok((key, citizen))
        })
        .collect::<Result<Vec<_>, StoreError>>()?;
    keyed.sort_unstable();
    let ranks = keyed.into_iter().enumerate();
    Ok(ranks.map(|(rank, (_, citizen))| (citizen, rank)).collect())
}
