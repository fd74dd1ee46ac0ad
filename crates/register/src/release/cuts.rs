//! The numbers of a family: every margin of its tables, found by members and period.

use std::collections::BTreeSet;

use calendar::Day;
use figures::{Answer, Cube, CubeRow, MISSING};
use tables::Cell;

use super::plan::{Cut, Family};
use super::{Ground, ReleaseError};
use crate::results::cell::{Around, MonthRows};
use crate::series::Below;

/// The answers of a family.
pub(super) struct Cuts<'a> {
    family: &'a Family,
    cubes: Vec<Counted<'a>>,
    ground: Ground<'a>,
}

/// One margin: the numbers of its periods, and of their months where those are needed.
struct Counted<'a> {
    cut: &'a Cut,
    cube: &'a Cube,
    months: Option<MonthRows<'a>>,
}

/// One period of one margin.
#[derive(Clone, Copy)]
pub(super) struct Slice<'a> {
    cuts: &'a Cuts<'a>,
    counted: &'a Counted<'a>,
    rows: &'a [CubeRow],
    period: u32,
    is_unknown: bool,
}

impl<'a> Cuts<'a> {
    pub(super) fn new(
        family: &'a Family,
        answers: &'a [Answer],
        ground: Ground<'a>,
    ) -> Result<Cuts<'a>, ReleaseError> {
        let cube = |at: usize| match answers.get(at) {
            Some(Answer::Cube(cube)) => Ok(cube),
            _ => Err(ReleaseError::Unfit("an answer is lacking".into())),
        };
        let cubes = family.cuts.iter().map(|cut| {
            let months = cut.months.as_ref().map(|(periods, query)| {
                let cube = cube(*query)?;
                Ok(MonthRows {
                    periods,
                    rows: &cube.rows,
                    unknown: &cube.unknown_periods,
                })
            });
            Ok(Counted {
                cut,
                cube: cube(cut.query)?,
                months: months.transpose()?,
            })
        });
        Ok(Cuts {
            family,
            cubes: cubes.collect::<Result<_, ReleaseError>>()?,
            ground,
        })
    }

    /// The members of a breakdown that occur between two days, the unknown one last.
    pub(super) fn members(&self, breakdown: usize, from: i32, until: i32) -> Vec<i32> {
        let mut all = BTreeSet::new();
        for Counted { cut, cube, .. } in &self.cubes {
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

    fn counted(&self, set: u32) -> Option<&Counted<'a>> {
        self.cubes.iter().find(|counted| counted.cut.set == set)
    }

    /// The period of a margin that begins on a day; `None` where it was not counted.
    pub(super) fn slice(&'a self, set: u32, start: i32) -> Option<Slice<'a>> {
        let counted = self.counted(set)?;
        let Counted { cut, cube, .. } = counted;
        let bounds = &cut.periods.bounds[..cut.periods.len()];
        let period = u32::try_from(bounds.binary_search(&start).ok()?).ok()?;
        let begin = cube.rows.partition_point(|row| row.period < period);
        let end = cube.rows.partition_point(|row| row.period <= period);
        Some(Slice {
            cuts: self,
            counted,
            rows: &cube.rows[begin..end],
            period,
            is_unknown: cube.unknown_periods.contains(&period),
        })
    }

    /// Of how many persons something is unknown in a margin.
    pub(super) fn persons_with_unknown_days(&self, set: u32) -> u64 {
        let found = self.counted(set);
        found.map_or(0, |found| found.cube.persons_with_unknown_days)
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
        let family = self.cuts.family;
        let cut = self.counted.cut;
        let found = self
            .rows
            .binary_search_by(|row| row.members.as_slice().cmp(members));
        let zero;
        let row = if let Ok(at) = found {
            &self.rows[at]
        } else {
            zero = CubeRow {
                period: self.period,
                members: members.into(),
                numbers: vec![0; family.width()].into(),
            };
            &zero
        };
        let catalogue = self.cuts.ground.catalogue;
        let below = |series: usize, members: &[i32], span: (Day, Day)| {
            let Some(series) = catalogue.series().get(series) else {
                return Below::Missing;
            };
            let of = family.named(cut.set).zip(members.iter().copied());
            (family.given).below(catalogue.registers(), &series.id, of, span)
        };
        let around = Around {
            numbers: &family.numbers,
            periods: &cut.periods,
            working_days: self.cuts.ground.working_days,
            below: &below,
            months: self.counted.months.as_ref(),
        };
        family.numbers[number].cell(row, &around)
    }
}
