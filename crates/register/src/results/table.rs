//! An answer as a typed table, with every combination of members, for JSON-stat.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use figures::{Answer, Cube, CubeRow, MISSING, Periods};
use tables::{Cell, Dimension, Measure, Role, Table, TableFault, Text};

use super::beside::span;
use super::cell::{Around, MonthRows};
use super::numbers::{Lacking, Number};
use super::{Outcome, both, words};
use crate::request::{About, Every, Wanted};
use crate::series::{Below, Given};

/// The most cells a table is made of; the files of more would not be read anyway.
pub(super) const MOST_CELLS: usize = 2_000_000;

/// What the cells are about.
pub(super) struct Frame<'a> {
    pub(super) cube: &'a Cube,
    pub(super) by: &'a [String],
    pub(super) every: Every,
    pub(super) periods: &'a Periods,
    pub(super) numbers: &'a [Number],
    pub(super) given: &'a Given,
    pub(super) months: Option<MonthRows<'a>>,
}

impl<'a> Frame<'a> {
    /// The frame of a table of a request; `None` for a list.
    pub(super) fn of(
        wanted: &'a Wanted,
        cube: &'a Cube,
        numbers: &'a [Number],
        months: Option<&'a Answer>,
    ) -> Option<Frame<'a>> {
        let About::Table {
            by, every, periods, ..
        } = &wanted.about
        else {
            return None;
        };
        let months = match (&wanted.months, months) {
            (Some(months), Some(Answer::Cube(cube))) => Some(MonthRows {
                periods: &months.periods,
                rows: &cube.rows,
                unknown: &cube.unknown_periods,
            }),
            _ => None,
        };
        Some(Frame {
            cube,
            by,
            every: *every,
            periods,
            numbers,
            given: &wanted.given,
            months,
        })
    }

    /// Shares of which the number below the line is not given everywhere.
    pub(super) fn ungiven(&self, outcome: &Outcome<'_>) -> Vec<Lacking> {
        let all = self.cube.rows.len();
        let of = |number: &Number| {
            let unknown = self.around(outcome, |around| {
                let cells = self.cube.rows.iter().map(|row| number.cell(row, around));
                cells
                    .filter(|cell| matches!(cell, Cell::Unknown { .. }))
                    .count()
            });
            (unknown > 0).then(|| number.ungiven(unknown, all))
        };
        let shares = self.numbers.iter().filter(|number| number.is_of_series());
        shares.filter_map(of).collect()
    }

    /// Does something with what cells are made of beside their rows.
    pub(super) fn around<T>(
        &self,
        outcome: &Outcome<'_>,
        then: impl FnOnce(&Around<'_>) -> T,
    ) -> T {
        let catalogue = outcome.catalogue;
        let below = |series: usize, members: &[i32], span: (Day, Day)| {
            let Some(series) = catalogue.series().get(series) else {
                return Below::Missing;
            };
            let by = self.by.iter().map(String::as_str);
            let of = by.zip(members.iter().copied());
            (self.given).below(catalogue.registers(), &series.id, of, span)
        };
        then(&Around {
            numbers: self.numbers,
            periods: self.periods,
            working_days: outcome.working_days,
            below: &below,
            months: self.months.as_ref(),
        })
    }

    /// The members of each breakdown that occur, the unknown one last.
    pub(super) fn members(&self) -> Vec<Vec<i32>> {
        (0..self.by.len())
            .map(|at| {
                let rows = self.cube.rows.iter();
                let mut all: BTreeSet<i32> = rows.map(|row| row.members[at]).collect();
                let unknown = all.remove(&MISSING);
                all.into_iter().chain(unknown.then_some(MISSING)).collect()
            })
            .collect()
    }

    /// How many cells the table has; `None` where nobody can count them.
    pub(super) fn cells(&self) -> Option<usize> {
        let periods = self.periods.bounds.len().saturating_sub(1);
        self.members()
            .iter()
            .map(Vec::len)
            .chain([periods, self.numbers.len()])
            .try_fold(1_usize, usize::checked_mul)
    }

    pub(super) fn dimension(&self, outcome: &Outcome<'_>, at: usize, members: &[i32]) -> Dimension {
        let id = &self.by[at];
        let registers = outcome.catalogue.registers();
        let day = span(self.periods).1.plus(-1);
        let Some(breakdown) = registers.breakdown(id) else {
            return members.iter().fold(
                Dimension::new(id.as_str(), Text::same(id), Role::Class),
                |dimension, member| {
                    let code = member.to_string();
                    dimension.member(code.clone(), Text::same(code))
                },
            );
        };
        let empty = Dimension::new(id.as_str(), both(&breakdown.title), Role::Class);
        members.iter().fold(empty, |dimension, member| {
            let (code, label) = words::member(registers, breakdown, day, *member);
            dimension.member(code, label)
        })
    }

    pub(super) fn time(&self) -> Dimension {
        let starts = &self.periods.bounds[..self.periods.bounds.len().saturating_sub(1)];
        let empty = Dimension::new("time", Text::new("Periode", "Period"), Role::Time);
        starts.iter().fold(empty, |dimension, start| {
            let (code, label) = words::period(Day::from_epoch(*start), self.every);
            dimension.member(code, label)
        })
    }

    /// The table.
    pub(super) fn table(
        &self,
        outcome: &Outcome<'_>,
        head: tables::Head,
    ) -> Result<Table, TableFault> {
        let members = self.members();
        // Where nobody is counted no member occurs, and the table has only its periods.
        let mut dimensions: Vec<Dimension> = members
            .iter()
            .enumerate()
            .filter(|(_, members)| !members.is_empty())
            .map(|(at, members)| self.dimension(outcome, at, members))
            .collect();
        dimensions.push(self.time());
        let rows: BTreeMap<(&[i32], u32), &CubeRow> = (self.cube.rows.iter())
            .map(|row| ((row.members.as_slice(), row.period), row))
            .collect();
        let unknown: BTreeSet<u32> = self.cube.unknown_periods.iter().copied().collect();
        let measures = self.numbers.iter().map(|number| Measure {
            id: number.id.clone(),
            label: number.title.clone(),
            unit: number.unit.clone(),
            kind: number.kind(),
            places: number.places(),
            parts: Vec::new(),
            share_of: None,
        });
        self.around(outcome, |around| {
            Table::build(head, dimensions, measures.collect(), |at, number| {
                let (period, at) = at
                    .split_last()
                    .map_or((0, at), |(last, rest)| (*last, rest));
                let period = u32::try_from(period).unwrap_or(u32::MAX);
                if unknown.contains(&period) {
                    return Cell::Unknown { needs: None };
                }
                let members: Vec<i32> = at
                    .iter()
                    .zip(&members)
                    .map(|(&place, members)| members[place])
                    .collect();
                let number = &self.numbers[number];
                if let Some(row) = rows.get(&(members.as_slice(), period)) {
                    return number.cell(row, around);
                }
                // Rows that are all zero are left out of an answer.
                let zero = CubeRow {
                    period,
                    members: members.into(),
                    numbers: vec![0; self.cube.measures].into(),
                };
                number.cell(&zero, around)
            })
        })
    }
}
