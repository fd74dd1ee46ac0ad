//! The numbers of a family: every margin of its tables, found by members and period.

use std::collections::BTreeSet;

use calendar::Day;
use figures::{Answer, Cube, CubeRow, MISSING, WorkingDays};
use tables::Cell;

use super::ReleaseError;
use super::plan::{Cut, Family};

/// The answers of a family.
pub(super) struct Cuts<'a> {
    family: &'a Family,
    cubes: Vec<(&'a Cut, &'a Cube)>,
    working_days: Option<&'a WorkingDays>,
}

/// One period of one margin.
#[derive(Clone, Copy)]
pub(super) struct Slice<'a> {
    cuts: &'a Cuts<'a>,
    cut: &'a Cut,
    rows: &'a [CubeRow],
    period: u32,
    is_unknown: bool,
}

impl<'a> Cuts<'a> {
    pub(super) fn new(
        family: &'a Family,
        answers: &'a [Answer],
        working_days: Option<&'a WorkingDays>,
    ) -> Result<Cuts<'a>, ReleaseError> {
        let cubes = family.cuts.iter().map(|cut| match answers.get(cut.query) {
            Some(Answer::Cube(cube)) => Ok((cut, cube)),
            _ => Err(ReleaseError::Unfit("an answer is lacking".into())),
        });
        Ok(Cuts {
            family,
            cubes: cubes.collect::<Result<_, _>>()?,
            working_days,
        })
    }

    /// The members of a breakdown that occur between two days, the unknown one last.
    pub(super) fn members(&self, breakdown: usize, from: i32, until: i32) -> Vec<i32> {
        let mut all = BTreeSet::new();
        for (cut, cube) in &self.cubes {
            if cut.set & 1 << breakdown == 0 {
                continue;
            }
            let bounds = &cut.periods.bounds;
            let first = bounds.partition_point(|start| *start < from);
            let last = bounds.partition_point(|start| *start < until);
            let at = (cut.set & ((1 << breakdown) - 1)).count_ones() as usize;
            let begin = cube
                .rows
                .partition_point(|row| (row.period as usize) < first);
            let end = cube
                .rows
                .partition_point(|row| (row.period as usize) < last);
            all.extend(cube.rows[begin..end].iter().map(|row| row.members[at]));
        }
        let unknown = all.remove(&MISSING);
        all.into_iter().chain(unknown.then_some(MISSING)).collect()
    }

    /// The period of a margin that begins on a day; `None` where it was not counted.
    pub(super) fn slice(&'a self, set: u32, start: i32) -> Option<Slice<'a>> {
        let (cut, cube) = self.cubes.iter().find(|(cut, _)| cut.set == set)?;
        let bounds = &cut.periods.bounds[..cut.periods.len()];
        let period = u32::try_from(bounds.binary_search(&start).ok()?).ok()?;
        let begin = cube.rows.partition_point(|row| row.period < period);
        let end = cube.rows.partition_point(|row| row.period <= period);
        Some(Slice {
            cuts: self,
            cut,
            rows: &cube.rows[begin..end],
            period,
            is_unknown: cube.unknown_periods.contains(&period),
        })
    }

    /// Of how many persons something is unknown in a margin.
    pub(super) fn persons_with_unknown_days(&self, set: u32) -> u64 {
        let found = self.cubes.iter().find(|(cut, _)| cut.set == set);
        found.map_or(0, |(_, cube)| cube.persons_with_unknown_days)
    }

    /// The period that begins on a day: its code, and what it is called.
    pub(super) fn label(&self, start: i32) -> (String, tables::Text) {
        crate::results::words::period(Day::from_epoch(start), self.family.every)
    }
}

impl Slice<'_> {
    pub(super) fn is_unknown(&self) -> bool {
        self.is_unknown
    }

    /// A number of a cell; what is not there is zero.
    pub(super) fn cell(&self, members: &[i32], number: usize) -> Cell {
        if self.is_unknown {
            return Cell::Unknown { needs: None };
        }
        let number = &self.cuts.family.numbers[number];
        let found = self
            .rows
            .binary_search_by(|row| row.members.as_slice().cmp(members));
        let zero;
        let row = if let Ok(at) = found {
            &self.rows[at]
        } else {
            zero = CubeRow {
                period: self.period,
                members: Vec::new(),
                numbers: vec![0; self.cuts.family.width()],
            };
            &zero
        };
        number.cell(row, &self.cut.periods, self.cuts.working_days)
    }
}
