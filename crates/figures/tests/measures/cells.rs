//! The cells of a day and what it weighs in each, as the definition says.

use calendar::Day;
use figures::{Dimension, Length, MISSING, Population, SpellTest, Weight};

use super::days::{BEFORE, Oracle, Truth};

impl Oracle<'_> {
    pub(crate) fn weight(&self, weight: &Weight, person: usize, day: i32) -> i64 {
        match weight {
            Weight::One => 1,
            Weight::Column { of, column } => {
                let values = &self.histories.track(of.track).columns[usize::from(column.0)];
                let rows = self.rows(of, person, day).into_iter();
                let known = rows.map(|row| values[row]).filter(|&one| one != MISSING);
                let observed = self.is_observed(of.track, day);
                known.map(|one| i64::from(one) * i64::from(observed)).sum()
            }
        }
    }

    /// The cells of a day and what the day weighs in each.
    pub(crate) fn weighted_cells(
        &self,
        weight: &Weight,
        person: usize,
        day: i32,
        (first, last): (i32, i32),
    ) -> Vec<(Vec<i32>, i64)> {
        let of_source = |one: &Dimension, wanted: &SpellTest| matches!(one, Dimension::Column { of, .. } if of == wanted);
        if let Weight::Column { of, column } = weight
            && self.indicator.by.iter().any(|one| of_source(one, of))
        {
            // Each spell's value goes to its own cell.
            let values = &self.histories.track(of.track).columns[usize::from(column.0)];
            let rows = self.rows(of, person, day).into_iter();
            let observed = rows.filter(|_| self.is_observed(of.track, day));
            return observed
                .filter(|&row| values[row] != MISSING)
                .flat_map(|row| {
                    let cells = self.cells_with(person, day, (first, last), Some((of, row)));
                    cells
                        .into_iter()
                        .map(move |cell| (cell, i64::from(values[row])))
                })
                .collect();
        }
        let number = self.weight(weight, person, day);
        let cells = self.cells(person, day, first, last).into_iter();
        cells.map(|cell| (cell, number)).collect()
    }

    pub(crate) fn cells(&self, person: usize, day: i32, first: i32, last: i32) -> Vec<Vec<i32>> {
        self.cells_with(person, day, (first, last), None)
    }

    /// The cells of a day, where age and seniority are told on the last day of a period on which there is something to tell.
    fn cells_with(
        &self,
        person: usize,
        day: i32,
        (first, last): (i32, i32),
        fixed: Option<(&SpellTest, usize)>,
    ) -> Vec<Vec<i32>> {
        let mut cells: Vec<Vec<i32>> = vec![vec![]];
        // The row that each spell test gave, so that dimensions of the same spells agree.
        let mut rows: Vec<(&SpellTest, Vec<Option<usize>>)> = Vec::new();
        for dimension in &self.indicator.by {
            if let Dimension::Column { of, .. } = dimension
                && rows.iter().all(|(known, _)| *known != of)
            {
                let mut found: Vec<_> = match fixed {
                    Some((test, row)) if test == of => vec![row],
                    _ => self.rows(of, person, day),
                }
                .into_iter()
                .map(Some)
                .collect();
                if found.is_empty() {
                    found.push(None);
                }
                rows.push((of, found));
            }
        }
        let mut choices: Vec<Vec<Option<usize>>> = vec![vec![]];
        for (_, found) in &rows {
            choices = (choices.iter())
                .flat_map(|choice| {
                    found
                        .iter()
                        .map(|one| [choice.clone(), vec![*one]].concat())
                })
                .collect();
        }
        cells.clear();
        for choice in choices {
            let row = |of: &SpellTest| {
                let at = rows.iter().position(|(known, _)| *known == of);
                at.and_then(|at| choice[at])
            };
            let members = self.indicator.by.iter();
            let members = members.map(|one| self.member(one, person, (first, last), &row));
            cells.push(members.collect());
        }
        cells.sort();
        cells.dedup();
        cells
    }

    fn member(
        &self,
        dimension: &Dimension,
        person: usize,
        (first, last): (i32, i32),
        row: &dyn Fn(&SpellTest) -> Option<usize>,
    ) -> i32 {
        let gather = |pairs: &[(i32, i32)], value: i32| {
            let found = pairs.iter().find(|(code, _)| *code == value);
            match found {
                _ if pairs.is_empty() => value,
                found => found.map_or(MISSING, |(_, member)| *member),
            }
        };
        match dimension {
            Dimension::Column {
                of,
                column,
                gathered,
            } => row(of).map_or(MISSING, |row| {
                let values = &self.histories.track(of.track).columns[usize::from(column.0)];
                gather(gathered, values[row])
            }),
            Dimension::Attribute {
                attribute,
                gathered,
            } => gather(gathered, self.histories.attribute(*attribute)[person]),
            Dimension::Age { birth, bounds } => {
                let born = self.histories.attribute(*birth)[person];
                if born == MISSING {
                    return MISSING;
                }
                let age = Day::from_epoch(last).years_since(Day::from_epoch(born));
                let reached = bounds.iter().filter(|&&bound| i32::from(bound) <= age);
                i32::try_from(reached.count()).map_or(MISSING, place)
            }
            Dimension::Seniority { of, bounds } => {
                let mut days = (first..=last).rev();
                let day = days.find(|&day| self.truth(of, person, day) == Truth::Yes);
                day.map_or(MISSING, |day| self.seniority(of, bounds, person, day))
            }
        }
    }

    fn seniority(&self, of: &Population, bounds: &[Length], person: usize, day: i32) -> i32 {
        let mut begin = day;
        while self.truth(of, person, begin - 1) == Truth::Yes {
            begin -= 1;
            assert!(begin > BEFORE, "no run is older than the histories");
        }
        let has_lasted = |bound: &&Length| match **bound {
            Length::Days(days) => i64::from(day - begin) + 1 >= i64::from(days),
            Length::Months(months) => {
                let months = i32::try_from(months).expect("few months");
                day + 1 >= Day::from_epoch(begin).plus_months(months).epoch()
            }
        };
        let reached = bounds.iter().filter(has_lasted).count();
        if self.truth(of, person, begin - 1) != Truth::No && reached < bounds.len() {
            return MISSING;
        }
        i32::try_from(reached).map_or(MISSING, place)
    }
}

fn place(reached: i32) -> i32 {
    if reached == 0 { MISSING } else { reached - 1 }
}
