//! What the engine counted of an indicator: the whole, its parts, and what is left without some persons.

use std::collections::{BTreeMap, BTreeSet};

use figures::{Answer, Cube, Histories, Indicator, Plan, Query};

use super::asked::Asked;
use super::known::Known;
use crate::error::WebError;

/// The numbers of an indicator in one breakdown: the whole, and its parts.
pub(super) struct Counted {
    pub(super) whole: Cube,
    parts: Option<Cube>,
}

/// The indicator as the engine is asked for it, broken down or not.
pub(super) fn indicator(
    known: &Known,
    asked: &Asked,
    by: Option<&str>,
) -> Result<Indicator, WebError> {
    let by: Vec<&str> = by.into_iter().collect();
    let indicator = asked
        .version
        .asked(known.registers(), &by, asked.periods())
        .map_err(|_| WebError::Unreadable("breakdown".to_owned()))?;
    Ok(asked.numbers.asking(indicator))
}

/// Counts some persons.
pub(super) fn count(
    known: &Known,
    asked: &Asked,
    by: Option<&str>,
    histories: &Histories,
) -> Result<Counted, WebError> {
    let mut queries = vec![Query::Cube(indicator(known, asked, None)?)];
    if by.is_some() {
        queries.push(Query::Cube(indicator(known, asked, by)?));
    }
    let setting = known.setting_over(&asked.periods(), &asked.version);
    let plan =
        Plan::compile(known.registers().schema(), &queries, &setting).map_err(WebError::fault)?;
    let mut run = plan.start().map_err(WebError::fault)?;
    run.add(histories).map_err(WebError::fault)?;
    let mut answers = run.finish().map_err(WebError::fault)?.into_iter();
    let mut cube = || match answers.next() {
        Some(Answer::Cube(cube)) => Some(cube),
        _ => None,
    };
    Ok(Counted {
        whole: cube().unwrap_or_default(),
        parts: cube(),
    })
}

impl Counted {
    /// The numbers of those who are not among these.
    pub(super) fn less(&self, these: &Counted) -> Counted {
        let parts = self.parts.as_ref().map(|parts| match &these.parts {
            Some(these) => less(parts, these),
            None => parts.clone(),
        });
        Counted {
            whole: less(&self.whole, &these.whole),
            parts,
        }
    }
}

/// A cube less the numbers of some of its persons.
fn less(all: &Cube, some: &Cube) -> Cube {
    let some_rows: BTreeMap<(u32, &[i32]), &[i64]> = some
        .rows
        .iter()
        .map(|row| ((row.period, row.members.as_slice()), row.numbers.as_slice()))
        .collect();
    let rows = all.rows.iter().map(|row| {
        let mut row = row.clone();
        let known = some_rows.get(&(row.period, row.members.as_slice()));
        let less = known.into_iter().flat_map(|numbers| numbers.iter());
        for (number, less) in row.numbers.iter_mut().zip(less) {
            *number -= less;
        }
        row
    });
    Cube {
        rows: rows.collect(),
        persons_with_unknown_days: all
            .persons_with_unknown_days
            .saturating_sub(some.persons_with_unknown_days),
        ..all.clone()
    }
}

/// The members that occur, the unknown one last.
pub(super) fn members(counted: &Counted, more: &BTreeSet<i32>) -> Vec<i32> {
    let rows = counted.parts.iter().flat_map(|cube| &cube.rows);
    let mut all: BTreeSet<i32> = rows
        .filter_map(|row| row.members.first().copied())
        .collect();
    all.extend(more);
    let unknown = all.remove(&figures::MISSING);
    all.into_iter()
        .chain(unknown.then_some(figures::MISSING))
        .collect()
}

/// The rows of the cubes by period and member.
pub(super) struct Rows<'c> {
    whole: BTreeMap<usize, &'c [i64]>,
    parts: BTreeMap<(usize, i32), &'c [i64]>,
    unknown: [BTreeSet<usize>; 2],
    periods: usize,
}

impl<'c> Rows<'c> {
    pub(super) fn of(counted: &'c Counted, periods: usize) -> Rows<'c> {
        let unknown = |cube: &Cube| cube.unknown_periods.iter().map(|at| *at as usize).collect();
        let whole = counted.whole.rows.iter();
        let parts = counted.parts.iter().flat_map(|cube| &cube.rows);
        Rows {
            whole: whole
                .map(|row| (row.period as usize, row.numbers.as_slice()))
                .collect(),
            parts: parts
                .filter_map(|row| {
                    let member = *row.members.first()?;
                    Some(((row.period as usize, member), row.numbers.as_slice()))
                })
                .collect(),
            unknown: [
                unknown(&counted.whole),
                counted.parts.as_ref().map(unknown).unwrap_or_default(),
            ],
            periods,
        }
    }

    pub(super) fn is_unknown(&self, period: usize, part: bool) -> bool {
        self.unknown[usize::from(part)].contains(&period)
    }

    pub(super) fn whole(&self, period: usize) -> Option<&'c [i64]> {
        self.whole.get(&period).copied()
    }

    pub(super) fn part(&self, period: usize, member: i32) -> Option<&'c [i64]> {
        self.parts.get(&(period, member)).copied()
    }

    /// Whether the parts of a measure add up to the whole in every period.
    pub(super) fn adds_up(&self, measure: usize, members: &[i32]) -> bool {
        (0..self.periods).all(|period| {
            let of = |row: Option<&[i64]>| row.map_or(0, |row| row[measure]);
            let parts: i64 = members
                .iter()
                .map(|member| of(self.part(period, *member)))
                .sum();
            parts == of(self.whole(period))
        })
    }
}
