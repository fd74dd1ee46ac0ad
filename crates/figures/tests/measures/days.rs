//! The definition, day by day: slow, and as plain as can be.

use calendar::Day;
use figures::{
    After, DayCount, Histories, Horizon, Indicator, MISSING, Measure, Outcome, Population, Setting,
    SpellTest, Test,
};

/// What a population says of a day.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    /// Some track that it looks at is not observed.
    Unobserved,
    /// A value is missing.
    Missing,
    Yes,
    No,
}

/// A row of a cube, as the engine gives it.
pub(crate) type Row = (u32, Vec<i32>, Vec<i64>);

pub(crate) struct Oracle<'a> {
    pub(crate) histories: &'a Histories,
    pub(crate) setting: &'a Setting,
    pub(crate) indicator: &'a Indicator,
}

/// The days around which nothing of the invented histories lies.
pub(crate) const BEFORE: i32 = 17_800;
pub(crate) const AFTER: i32 = 18_900;

impl Oracle<'_> {
    fn periods(&self) -> impl Iterator<Item = (i32, i32)> + '_ {
        let bounds = self.indicator.periods.bounds.windows(2);
        bounds.map(|ends| (ends[0], ends[1] - 1))
    }

    pub(crate) fn is_observed(&self, track: figures::TrackId, day: i32) -> bool {
        let observed = self.setting.observation[usize::from(track.0)];
        observed.from <= day && day < observed.until
    }

    fn passes(&self, of: &SpellTest, row: usize) -> Truth {
        let track = self.histories.track(of.track);
        let mut truth = Truth::Yes;
        for test in &of.tests {
            let (column, holds): (_, Box<dyn Fn(i32) -> bool>) = match test {
                Test::In { column, values } => (column, Box::new(|one| values.contains(&one))),
                Test::NotIn { column, values } => (column, Box::new(|one| !values.contains(&one))),
                Test::Compare {
                    column,
                    compare,
                    number,
                } => (column, Box::new(|one| compare.holds(&one, number))),
                Test::Lasts { .. } => panic!("not used here"),
            };
            match track.columns[usize::from(column.0)][row] {
                MISSING => truth = Truth::Missing,
                value if holds(value) => {}
                _ => return Truth::No,
            }
        }
        truth
    }

    /// The rows that cover a day and pass.
    pub(crate) fn rows(&self, of: &SpellTest, person: usize, day: i32) -> Vec<usize> {
        let track = self.histories.track(of.track);
        let covers = |row: &usize| track.start[*row] <= day && day < track.end[*row];
        let rows = track.rows(person).filter(covers);
        rows.filter(|&row| self.passes(of, row) == Truth::Yes)
            .collect()
    }

    pub(crate) fn truth(&self, population: &Population, person: usize, day: i32) -> Truth {
        let told = |yes: bool| if yes { Truth::Yes } else { Truth::No };
        match population {
            Population::Everyone => Truth::Yes,
            Population::On(of) => {
                let track = self.histories.track(of.track);
                let covers = |row: &usize| track.start[*row] <= day && day < track.end[*row];
                let rows = track.rows(person).filter(covers);
                let all: Vec<Truth> = rows.map(|row| self.passes(of, row)).collect();
                if !self.is_observed(of.track, day) {
                    Truth::Unobserved
                } else if all.contains(&Truth::Yes) {
                    Truth::Yes
                } else if all.contains(&Truth::Missing) {
                    Truth::Missing
                } else {
                    Truth::No
                }
            }
            Population::And(parts) | Population::Or(parts) => {
                let all: Vec<Truth> = (parts.iter())
                    .map(|part| self.truth(part, person, day))
                    .collect();
                let is_and = matches!(population, Population::And(_));
                if all.contains(&Truth::Unobserved) {
                    Truth::Unobserved
                } else if all.contains(&told(!is_and)) {
                    told(!is_and)
                } else if all.contains(&Truth::Missing) {
                    Truth::Missing
                } else {
                    told(is_and)
                }
            }
            Population::Not(of) => match self.truth(of, person, day) {
                Truth::Yes => Truth::No,
                Truth::No => Truth::Yes,
                unknown => unknown,
            },
            other => panic!("{other:?} is not used here"),
        }
    }

    pub(crate) fn is_in(&self, person: usize, day: i32) -> bool {
        self.truth(&self.indicator.population, person, day) == Truth::Yes
    }

    /// The rows of the cube.
    pub(crate) fn rows_of_cube(&self) -> Vec<Row> {
        let mut rows: Vec<Row> = Vec::new();
        for (period, (first, last)) in (0..).zip(self.periods()) {
            if self.is_unknown(first, last) {
                continue;
            }
            for (place, measure) in self.indicator.measures.iter().enumerate() {
                for person in 0..self.histories.len() {
                    for (members, number) in self.numbers(measure, person, (first, last)) {
                        let mut numbers = vec![0; self.indicator.measures.len()];
                        numbers[place] = number;
                        add(&mut rows, (period, members, numbers));
                    }
                }
            }
        }
        rows.retain(|(_, _, numbers)| numbers.iter().any(|&number| number != 0));
        rows.sort();
        rows
    }

    /// What a person adds to a measure in a period, by cell; a cell may come several times.
    fn numbers(
        &self,
        measure: &Measure,
        person: usize,
        (first, last): (i32, i32),
    ) -> Vec<(Vec<i32>, i64)> {
        let ended = |day: i32| self.is_in(person, day) && self.says_no(person, day + 1);
        let has_begun = |day: i32| self.is_in(person, day) && self.says_no(person, day - 1);
        let first_of = |day: i32| {
            let first = (BEFORE..=day)
                .rev()
                .find(|&one| !self.is_in(person, one - 1));
            first.filter(|&one| has_begun(one))
        };
        let at_day = |day: i32, number: i64| -> Vec<(Vec<i32>, i64)> {
            let cells = self.cells(person, day, day, day).into_iter();
            cells.map(|cell| (cell, number)).collect()
        };
        let each = |count: &dyn Fn(i32) -> Option<i64>| {
            let days = first..=last;
            days.filter_map(|day| count(day).map(|number| at_day(day, number)))
                .flatten()
                .collect()
        };
        match measure {
            Measure::Stock | Measure::WeightedOfStock { .. } if !self.is_in(person, last) => vec![],
            Measure::Stock => at_day(last, 1),
            Measure::Touched => {
                let days = (first..=last).filter(|&day| self.is_in(person, day));
                let mut cells: Vec<_> = days
                    .flat_map(|day| self.cells(person, day, first, last))
                    .collect();
                cells.sort();
                cells.dedup();
                cells.into_iter().map(|cell| (cell, 1)).collect()
            }
            Measure::Weighted { weight, days } => (first..=last)
                .filter(|&day| self.is_in(person, day) && counts(*days, day))
                .flat_map(|day| self.weighted_cells(weight, person, day, (first, last)))
                .collect(),
            Measure::WeightedOfStock { weight, days } => {
                let days = (first..=last).filter(|&day| counts(*days, day));
                let sum = days.map(|day| self.weight(weight, person, day)).sum();
                at_day(last, sum)
            }
            Measure::Entries => each(&|day| has_begun(day).then_some(1)),
            Measure::CompletedRuns => {
                each(&|day| (ended(day) && first_of(day).is_some()).then_some(1))
            }
            Measure::CompletedDays => each(&|day| {
                let first_day = first_of(day).filter(|_| ended(day))?;
                Some(i64::from(day - first_day + 1))
            }),
            Measure::Exits { still } => each(&|day| {
                let left = ended(day) && self.truth(still, person, day + 1) == Truth::No;
                left.then_some(1)
            }),
            Measure::Followed {
                still,
                after,
                outcome,
            } => each(&|day| {
                let left = ended(day) && self.truth(still, person, day + 1) == Truth::No;
                (left && self.came(after, person, day, *outcome)).then_some(1)
            }),
            Measure::Part { part, measure } => {
                let part = self.part(part, measure);
                let oracle = Oracle {
                    indicator: &part,
                    ..*self
                };
                oracle.numbers(measure, person, (first, last))
            }
        }
    }

    /// The indicator of a part of the population, with one measure.
    pub(crate) fn part(&self, part: &Population, measure: &Measure) -> Indicator {
        let both = vec![self.indicator.population.clone(), part.clone()];
        Indicator {
            population: Population::And(both),
            measures: vec![measure.clone()],
            ..self.indicator.clone()
        }
    }

    fn says_no(&self, person: usize, day: i32) -> bool {
        self.truth(&self.indicator.population, person, day) == Truth::No
    }

    pub(crate) fn came(&self, after: &After, person: usize, last: i32, wanted: Outcome) -> bool {
        let days = horizon(after.horizon, last);
        let unknown = |truth| matches!(truth, Truth::Unobserved | Truth::Missing);
        let censor = |day| match &after.censor {
            None => Truth::No,
            Some(censor) => self.truth(censor, person, day),
        };
        let holds = |day| self.truth(&after.holds, person, day);
        if days
            .clone()
            .any(|day| unknown(censor(day)) || unknown(holds(day)))
        {
            return wanted == Outcome::Untold;
        }
        let failed = days.clone().find(|&day| holds(day) == Truth::No);
        let censored = days.clone().find(|&day| censor(day) == Truth::Yes);
        let outcome = match (censored, failed) {
            (Some(censored), Some(failed)) if censored > failed => Outcome::Told,
            (Some(_), _) => Outcome::Censored,
            (None, Some(_)) => Outcome::Told,
            (None, None) => Outcome::Held,
        };
        outcome == wanted || (outcome == Outcome::Held && wanted == Outcome::Told)
    }
}

fn counts(days: DayCount, day: i32) -> bool {
    match days {
        DayCount::Calendar => true,
        DayCount::Working => (day + 3).rem_euclid(7) < 5,
    }
}

pub(crate) fn horizon(horizon: Horizon, last: i32) -> std::ops::Range<i32> {
    let count = |number: u32| i32::try_from(number).expect("few");
    match horizon {
        Horizon::Days(days) => last + 1..last + 1 + count(days),
        Horizon::WholeMonths(months) => {
            let first = Day::from_epoch(last).month_end().plus(1);
            first.epoch()..first.plus_months(count(months)).epoch()
        }
    }
}

fn add(rows: &mut Vec<Row>, (period, members, numbers): Row) {
    let same = |row: &&mut Row| row.0 == period && row.1 == members;
    if let Some(row) = rows.iter_mut().find(same) {
        for (sum, number) in row.2.iter_mut().zip(numbers) {
            *sum += number;
        }
        return;
    }
    rows.push((period, members, numbers));
}
