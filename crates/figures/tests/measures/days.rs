//! The definition, day by day: slow, and as plain as can be.

use calendar::Day;
use figures::{
    After, DayCount, Dimension, Histories, Horizon, Indicator, Length, MISSING, Measure, Outcome,
    Partial, Population, Setting, SpellTest, Test, Weight,
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
    fn rows(&self, of: &SpellTest, person: usize, day: i32) -> Vec<usize> {
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

    fn is_in(&self, person: usize, day: i32) -> bool {
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
        let begun = |day: i32| self.is_in(person, day) && self.says_no(person, day - 1);
        let begin = |day: i32| {
            let first = (BEFORE..=day)
                .rev()
                .find(|&one| !self.is_in(person, one - 1));
            first.filter(|&one| begun(one))
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
            Measure::Stock if self.is_in(person, last) => at_day(last, 1),
            Measure::Stock => vec![],
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
                .filter(|&day| self.is_in(person, day) && self.counts(*days, day))
                .flat_map(|day| self.weighted_cells(weight, person, day, (first, last)))
                .collect(),
            Measure::WeightedOfStock { weight, days } if self.is_in(person, last) => {
                let days = (first..=last).filter(|&day| self.counts(*days, day));
                let sum = days.map(|day| self.weight(weight, person, day)).sum();
                at_day(last, sum)
            }
            Measure::WeightedOfStock { .. } => vec![],
            Measure::Entries => each(&|day| begun(day).then_some(1)),
            Measure::CompletedRuns => {
                each(&|day| (ended(day) && begin(day).is_some()).then_some(1))
            }
            Measure::CompletedDays => each(&|day| {
                let begin = begin(day).filter(|_| ended(day))?;
                Some(i64::from(day - begin + 1))
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
    fn part(&self, part: &Population, measure: &Measure) -> Indicator {
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

    fn came(&self, after: &After, person: usize, last: i32, wanted: Outcome) -> bool {
        let days = horizon(after.horizon, last);
        let unknown = |truth| matches!(truth, Truth::Unobserved | Truth::Missing);
        let censor = |day| match &after.censor {
            None => Truth::No,
            Some(censor) => self.truth(censor, person, day),
        };
        let holds = |day| self.truth(&after.holds, person, day);
        let outcome = if days
            .clone()
            .any(|day| unknown(censor(day)) || unknown(holds(day)))
        {
            return wanted == Outcome::Untold;
        } else {
            let failed = days.clone().find(|&day| holds(day) == Truth::No);
            let censored = days.clone().find(|&day| censor(day) == Truth::Yes);
            match (censored, failed) {
                (Some(censored), Some(failed)) if censored > failed => Outcome::Told,
                (Some(_), _) => Outcome::Censored,
                (None, Some(_)) => Outcome::Told,
                (None, None) => Outcome::Held,
            }
        };
        outcome == wanted || (outcome == Outcome::Held && wanted == Outcome::Told)
    }

    fn counts(&self, days: DayCount, day: i32) -> bool {
        match days {
            DayCount::Calendar => true,
            DayCount::Working => (day + 3).rem_euclid(7) < 5,
        }
    }

    fn weight(&self, weight: &Weight, person: usize, day: i32) -> i64 {
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
    fn weighted_cells(
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
        let weighs = self.weight(weight, person, day);
        let cells = self.cells(person, day, first, last).into_iter();
        cells.map(|cell| (cell, weighs)).collect()
    }

    fn cells(&self, person: usize, day: i32, first: i32, last: i32) -> Vec<Vec<i32>> {
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

    fn is_unknown(&self, first: i32, last: i32) -> bool {
        let enough = |measure: &Measure| {
            if let Measure::Part { part, measure } = measure {
                let part = self.part(part, measure);
                let oracle = Oracle {
                    indicator: &part,
                    ..*self
                };
                return !oracle.is_unknown(first, last);
            }
            let (sampled, counted) = self.needs(measure);
            let days = (first..=last).filter(|&day| counted(day)).count();
            let whole = (first..=last).count() == days;
            let kept = self.indicator.partial == Partial::Keep && days > 0;
            sampled(last) && (whole || kept)
        };
        !self.indicator.measures.iter().all(enough)
    }

    /// Which sample days and which days a measure has to know.
    #[expect(clippy::type_complexity, reason = "two questions about a day")]
    fn needs<'s>(
        &'s self,
        measure: &'s Measure,
    ) -> (Box<dyn Fn(i32) -> bool + 's>, Box<dyn Fn(i32) -> bool + 's>) {
        let knows = |of: &'s Population| {
            move |day: i32| {
                let persons = 0..self.histories.len().min(1);
                (persons.into_iter()).all(|person| self.truth(of, person, day) != Truth::Unobserved)
            }
        };
        let population = knows(&self.indicator.population);
        let weighs = |weight: &'s Weight| {
            move |day| match weight {
                Weight::One => true,
                Weight::Column { of, .. } => self.is_observed(of.track, day),
            }
        };
        let always = Box::new(|_| true);
        match measure {
            Measure::Stock => (Box::new(population), always),
            Measure::Touched => (always, Box::new(population)),
            Measure::Weighted { weight, .. } => {
                let weighs = weighs(weight);
                (always, Box::new(move |day| population(day) && weighs(day)))
            }
            Measure::WeightedOfStock { weight, .. } => {
                (Box::new(population), Box::new(weighs(weight)))
            }
            Measure::Entries => (
                always,
                Box::new(move |day| population(day) && population(day - 1)),
            ),
            Measure::CompletedRuns | Measure::CompletedDays => (
                always,
                Box::new(move |day| population(day) && population(day + 1)),
            ),
            Measure::Exits { still } => {
                let still = knows(still);
                let exit = move |day| population(day) && population(day + 1) && still(day + 1);
                (always, Box::new(exit))
            }
            Measure::Followed {
                still,
                after,
                outcome,
            } => {
                let still = knows(still);
                let holds = knows(&after.holds);
                let censor = after.censor.as_ref().map(knows);
                let told = move |day| {
                    horizon(after.horizon, day)
                        .all(|day| holds(day) && censor.as_ref().is_none_or(|one| one(day)))
                };
                let untold = *outcome == Outcome::Untold;
                let exit = move |day| {
                    let left = population(day) && population(day + 1) && still(day + 1);
                    left && (untold || told(day))
                };
                (always, Box::new(exit))
            }
            Measure::Part { .. } => unreachable!("a part is asked for by itself"),
        }
    }
}

fn place(reached: i32) -> i32 {
    if reached == 0 { MISSING } else { reached - 1 }
}

fn horizon(horizon: Horizon, last: i32) -> std::ops::Range<i32> {
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
