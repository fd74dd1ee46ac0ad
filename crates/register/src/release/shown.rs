//! The tables of a request, made of what may be shown.

use calendar::Day;
use rulebook::registers::member_code;
use tables::{Cell, Dimension, Role, Table, Text};

use super::judge::{Judged, Judging, head};
use super::plan::breakdowns;
use super::{GivenUp, ReleaseError, Released, with_total};
use crate::request::About;
use crate::results::{both, words};

/// The most cells of a table.
const MOST_CELLS: usize = 4_000_000;

impl Judging<'_> {
    fn is_unknown(&self, set: u32, start: i32) -> bool {
        let slice = self.cuts.slice(set, start);
        slice.is_none_or(|slice| slice.is_unknown())
    }

    /// A table of the request, of what may be shown.
    pub(super) fn table(&self, wanted: usize, judged: &[Judged]) -> Result<Released, ReleaseError> {
        let about = &self.publication.request.wanted[wanted].about;
        let About::Table { periods, .. } = about else {
            return Err(ReleaseError::Unfit("a list is no table".into()));
        };
        let places: Vec<usize> = breakdowns(about)
            .iter()
            .filter_map(|id| self.family.by.iter().position(|known| known == id))
            .collect();
        let starts = &periods.bounds[..periods.len()];
        let (from, until) = (periods.bounds[0], periods.bounds[periods.len()]);
        let members: Vec<Vec<i32>> = places
            .iter()
            .map(|&place| self.cuts.members(place, from, until))
            .collect();
        let mut dimensions: Vec<Dimension> = places
            .iter()
            .zip(&members)
            .map(|(&place, members)| self.dimension(place, members, until))
            .collect();
        let mut time = Dimension::new("time", Text::new("Periode", "Period"), Role::Time);
        for start in starts {
            let (code, label) = self.cuts.label(*start);
            time = time.member(code, label);
        }
        dimensions.push(time);
        let sizes = dimensions.iter().map(|one| one.members.len());
        let numbers = self.family.numbers.len();
        let cells = sizes.fold(numbers, usize::saturating_mul);
        if cells > MOST_CELLS {
            return Err(ReleaseError::TooLarge(cells));
        }
        let of: Vec<Option<&Judged>> = starts
            .iter()
            .map(|start| {
                let found = judged.binary_search_by_key(start, |one| one.start);
                found.ok().map(|at| &judged[at])
            })
            .collect();
        let set = places.iter().fold(0, |set, place| set | 1 << place);
        let mut hidden = 0;
        let mut row: Vec<Cell> = Vec::new();
        let table = Table::build(head(), dimensions, self.measures(), |at, number| {
            if number == 0 {
                let (period, at) = at.split_last().map_or((0, at), |(last, at)| (*last, at));
                let at: Vec<(usize, i32)> = (places.iter().zip(at).zip(&members))
                    .filter_map(|((&place, &member), members)| {
                        Some((place, members[member.checked_sub(1)?]))
                    })
                    .collect();
                row = of[period].map_or_else(Vec::new, |judged| self.row(judged, set, &at));
                hidden += usize::from(row.contains(&Cell::Hidden));
            }
            row.get(number).cloned().unwrap_or(Cell::Hidden)
        });
        let table = table.map_err(|fault| ReleaseError::Unfit(fault.into()))?;
        Ok(Released {
            wanted,
            given_up: self.given_up(set, starts, &of),
            unknown: (starts.iter())
                .filter(|start| self.is_unknown(set, **start))
                .map(|start| self.cuts.label(*start).0)
                .collect(),
            persons_with_unknown_days: self.cuts.persons_with_unknown_days(set),
            table,
            hidden,
        })
    }

    /// What may be shown of a combination of members in a period, number by number.
    fn row(&self, judged: &Judged, set: u32, at: &[(usize, i32)]) -> Vec<Cell> {
        let numbers = 0..self.family.numbers.len();
        let exact = |number| self.cell(judged.start, at.iter().copied(), number);
        let hidden = |number| match exact(number) {
            unknown @ Cell::Unknown { .. } => unknown,
            _ => Cell::Hidden,
        };
        let set = self.family.finest(set);
        let holding = judged.tables.iter().find(|(other, _)| set & !other == 0);
        let Some((held, table)) = holding else {
            return numbers.map(hidden).collect();
        };
        let mut members = Vec::new();
        let places = (0..self.family.by.len()).filter(|place| held & 1 << place != 0);
        for (dimension, place) in table.dimensions().iter().zip(places) {
            let named = at
                .iter()
                .find(|(other, _)| self.family.axis(*other) == place);
            let Some(&(named, member)) = named else {
                members.push(0);
                continue;
            };
            if judged.given_up.contains(&place) {
                return numbers.map(hidden).collect();
            }
            match dimension.position(&self.code(named, member)) {
                Some(position) => members.push(position),
                // Who is nobody in this period was not judged.
                None => return numbers.map(exact).collect(),
            }
        }
        let shown: Vec<Cell> = numbers
            .clone()
            .map(|number| table.cell(&members, number).clone())
            .collect();
        // That a share is of nothing would tell what is hidden beside it.
        if shown.contains(&Cell::Hidden) {
            return numbers.map(hidden).collect();
        }
        shown
    }

    fn dimension(&self, place: usize, members: &[i32], until: i32) -> Dimension {
        let id = &self.family.by[place];
        let registers = self.ground.catalogue.registers();
        let Some(breakdown) = registers.breakdown(id) else {
            let empty = Dimension::new(id, Text::same(id), Role::Class);
            let codes = members.iter().map(|member| member_code(*member));
            return with_total(codes.fold(empty, |dimension, code| {
                dimension.member(code.clone(), Text::same(code))
            }));
        };
        let day = Day::from_epoch(until - 1);
        let empty = Dimension::new(id, both(&breakdown.title), Role::Class);
        with_total(members.iter().fold(empty, |dimension, member| {
            let (code, label) = words::member(registers, breakdown, day, *member);
            dimension.member(code, label)
        }))
    }

    /// What was given up in the periods of a table that has the breakdown.
    fn given_up(&self, set: u32, starts: &[i32], of: &[Option<&Judged>]) -> Vec<GivenUp> {
        let periods = |wanted: &dyn Fn(&Judged) -> bool| -> Vec<String> {
            let all = starts.iter().zip(of);
            let those = all.filter(|(_, judged)| judged.is_some_and(wanted));
            those.map(|(start, _)| self.cuts.label(*start).0).collect()
        };
        let registers = self.ground.catalogue.registers();
        let mut given_up = Vec::new();
        for (place, id) in self.family.by.iter().enumerate() {
            let title = registers.breakdown(id).map(|one| both(&one.title));
            if set & 1 << place != 0 {
                given_up.push(GivenUp {
                    breakdown: Some((id.clone(), title.unwrap_or_else(|| Text::same(id)))),
                    periods: periods(&|judged| judged.given_up.contains(&self.family.axis(place))),
                });
            }
        }
        given_up.push(GivenUp {
            breakdown: None,
            periods: periods(&|judged| judged.is_unprotected),
        });
        given_up.retain(|one| !one.periods.is_empty());
        given_up
    }
}
