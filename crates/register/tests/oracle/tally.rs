//! What a person adds to every measure, day by day, as `docs/figures.md` says.

use std::collections::{BTreeMap, BTreeSet};
use std::ops::Range;

use calendar::Day;
use figures::{
    After, DayCount, Horizon, Indicator, Measure, Outcome, Partial, Population, SpellTest, Weight,
};

use super::cells::cells;
use super::days::Person;

/// Numbers by period and cell.
pub(crate) type Cells = BTreeMap<(u32, Vec<i32>), Vec<i64>>;

/// First and last day of a period.
type Span = (i32, i32);

/// A member list and a number for it.
type Number = (Vec<i32>, i64);

/// First and last day of every period.
pub(crate) fn spans(indicator: &Indicator) -> Vec<Span> {
    let bounds = indicator.periods.bounds.windows(2);
    bounds.map(|ends| (ends[0], ends[1] - 1)).collect()
}

/// Adds what a person counts in the periods that are known.
pub(crate) fn add(person: &Person<'_>, indicator: &Indicator, known: &[bool], all: &mut Cells) {
    for (place, measure) in indicator.measures.iter().enumerate() {
        let tally = Tally::of(person, indicator, measure);
        for ((period, span), known) in (0..).zip(spans(indicator)).zip(known) {
            if !known {
                continue;
            }
            for (members, number) in tally.numbers(span) {
                let nothing = || vec![0; indicator.measures.len()];
                all.entry((period, members)).or_insert_with(nothing)[place] += number;
            }
        }
    }
}

/// Whether a period can be known, asked of a person of whom nothing is told.
pub(crate) fn is_known(nobody: &Person<'_>, indicator: &Indicator, span: Span) -> bool {
    let measures = indicator.measures.iter();
    let mut tallies = measures.map(|measure| Tally::of(nobody, indicator, measure));
    tallies.all(|tally| tally.is_known(span))
}

/// Whether a day that matters is unknown of a person in a period that can be known: a value is missing. Not for what is
/// followed, of which only the exits matter.
pub(crate) fn has_hole(person: &Person<'_>, indicator: &Indicator, known: &[bool]) -> bool {
    let spans = spans(indicator).into_iter().zip(known);
    let mut spans = spans.filter(|(_, known)| **known).map(|(span, _)| span);
    let measures = indicator.measures.iter();
    let tallies: Vec<_> = measures
        .map(|measure| Tally::of(person, indicator, measure))
        .collect();
    spans.any(|span| tallies.iter().any(|tally| !tally.is_known(span)))
}

/// One measure of one person; a part is the measure of a smaller population.
struct Tally<'a> {
    person: &'a Person<'a>,
    indicator: &'a Indicator,
    population: Population,
    measure: &'a Measure,
}

impl<'a> Tally<'a> {
    fn of(person: &'a Person<'a>, indicator: &'a Indicator, measure: &'a Measure) -> Tally<'a> {
        let whole = indicator.population.clone();
        let (population, measure) = match measure {
            Measure::Part { part, measure } => {
                (Population::And(vec![whole, part.clone()]), measure.as_ref())
            }
            measure => (whole, measure),
        };
        Tally {
            person,
            indicator,
            population,
            measure,
        }
    }

    fn numbers(&self, (first, last): Span) -> Vec<Number> {
        let said = self.person.say(&self.population);
        let is_in = |day: i32| said.on(day) == Some(true);
        let is_out = |day: i32| said.on(day) == Some(false);
        let within = || (first..=last).filter(|&day| is_in(day));
        let ends = || within().filter(|&day| is_out(day + 1));
        let runs = || {
            ends().filter_map(|day| {
                let start = self.person.run_start(&self.population, day)?;
                Some((day, i64::from(day - start) + 1))
            })
        };
        match self.measure {
            Measure::Stock if is_in(last) => self.at(last, 1),
            Measure::WeightedOfStock { weight, days } if is_in(last) => {
                let days = (first..=last).filter(|&day| counts(*days, day));
                let sum = days.map(|day| self.weighs(weight, day)).sum();
                self.at(last, sum)
            }
            Measure::Stock | Measure::WeightedOfStock { .. } => Vec::new(),
            Measure::Touched => {
                let touched: BTreeSet<Vec<i32>> = within()
                    .flat_map(|day| self.cells(day, (first, last), None))
                    .collect();
                touched.into_iter().map(|cell| (cell, 1)).collect()
            }
            Measure::Weighted { weight, days } => within()
                .filter(|&day| counts(*days, day))
                .flat_map(|day| self.weighted(weight, day, (first, last)))
                .collect(),
            Measure::Entries => (first..=last)
                .filter(|&day| is_in(day) && is_out(day - 1))
                .flat_map(|day| self.at(day, 1))
                .collect(),
            Measure::CompletedRuns => runs().flat_map(|(day, _)| self.at(day, 1)).collect(),
            Measure::CompletedDays => runs().flat_map(|(day, long)| self.at(day, long)).collect(),
            Measure::Exits { still } => ends()
                .filter(|&day| self.on(still, day + 1) == Some(false))
                .flat_map(|day| self.at(day, 1))
                .collect(),
            Measure::Followed {
                still,
                after,
                outcome,
            } => ends()
                .filter(|&day| self.on(still, day + 1) == Some(false))
                .filter(|&day| self.came(after, day).contains(outcome))
                .flat_map(|day| self.at(day, 1))
                .collect(),
            Measure::Part { .. } => panic!("a part of a part"),
        }
    }

    fn on(&self, population: &Population, day: i32) -> Option<bool> {
        self.person.say(population).on(day)
    }

    fn cells(
        &self,
        day: i32,
        span: Span,
        fixed: Option<(&SpellTest, usize)>,
    ) -> BTreeSet<Vec<i32>> {
        cells(self.person, &self.indicator.by, day, span, fixed)
    }

    /// A number in the cells of one day.
    fn at(&self, day: i32, number: i64) -> Vec<Number> {
        let cells = self.cells(day, (day, day), None).into_iter();
        cells.map(|cell| (cell, number)).collect()
    }

    fn weighs(&self, weight: &Weight, day: i32) -> i64 {
        match weight {
            Weight::One => 1,
            Weight::Column { of, .. } => {
                let rows = self.person.rows(of, day).into_iter();
                rows.map(|row| self.value(weight, row)).sum()
            }
        }
    }

    fn value(&self, weight: &Weight, row: usize) -> i64 {
        let Weight::Column { of, column } = weight else {
            return 1;
        };
        let track = self.person.histories.track(of.track);
        i64::from(track.columns[usize::from(column.0)][row])
    }

    /// What a day weighs in each cell: each spell in its own, where the cells are those of the weighing spells.
    fn weighted(&self, weight: &Weight, day: i32, span: Span) -> Vec<Number> {
        let own = self
            .indicator
            .by
            .iter()
            .find_map(|dimension| match (dimension, weight) {
                (figures::Dimension::Column { of, .. }, Weight::Column { of: weighing, .. }) => {
                    (of == weighing).then_some(of)
                }
                _ => None,
            });
        let Some(of) = own else {
            let number = self.weighs(weight, day);
            let cells = self.cells(day, span, None).into_iter();
            return cells.map(|cell| (cell, number)).collect();
        };
        let rows = self.person.rows(of, day).into_iter();
        rows.flat_map(|row| {
            let number = self.value(weight, row);
            let cells = self.cells(day, span, Some((of, row))).into_iter();
            cells.map(move |cell| (cell, number))
        })
        .collect()
    }

    /// What can be said of an exit on its last day.
    fn came(&self, after: &After, last: i32) -> Vec<Outcome> {
        let holds = |day| self.on(&after.holds, day);
        let censor = |day| match &after.censor {
            None => Some(false),
            Some(censor) => self.on(censor, day),
        };
        for day in horizon(after.horizon, last) {
            if holds(day).is_none() || censor(day).is_none() {
                return vec![Outcome::Untold];
            }
        }
        for day in horizon(after.horizon, last) {
            if censor(day) == Some(true) {
                return vec![Outcome::Censored];
            }
            if holds(day) == Some(false) {
                return vec![Outcome::Told];
            }
        }
        vec![Outcome::Told, Outcome::Held]
    }

    fn is_known(&self, (first, last): Span) -> bool {
        let known = |day: i32| self.on(&self.population, day).is_some();
        let all = |holds: &dyn Fn(i32) -> bool| {
            let count = (first..=last).filter(|&day| holds(day)).count();
            let is_kept = self.indicator.partial == Partial::Keep && count > 0;
            is_kept || count == (first..=last).count()
        };
        let weighs = |weight: &Weight, day: i32| match weight {
            Weight::One => true,
            Weight::Column { of, .. } => self.person.is_observed(of.track, day),
        };
        let left = |still: &Population, day: i32| {
            known(day) && known(day + 1) && self.on(still, day + 1).is_some()
        };
        match self.measure {
            Measure::Stock => known(last),
            Measure::Touched => all(&known),
            Measure::Weighted { weight, .. } => all(&|day| known(day) && weighs(weight, day)),
            Measure::WeightedOfStock { weight, .. } => {
                known(last) && all(&|day| weighs(weight, day))
            }
            Measure::Entries => all(&|day| known(day) && known(day - 1)),
            Measure::CompletedRuns | Measure::CompletedDays => {
                all(&|day| known(day) && known(day + 1))
            }
            Measure::Exits { still } => all(&|day| left(still, day)),
            Measure::Followed {
                still,
                after,
                outcome,
            } => all(&|day| {
                let told =
                    *outcome == Outcome::Untold || self.came(after, day) != [Outcome::Untold];
                left(still, day) && told
            }),
            Measure::Part { .. } => panic!("a part of a part"),
        }
    }
}

/// Monday to Friday, where only working days count.
fn counts(days: DayCount, day: i32) -> bool {
    // 1970-01-01 was a Thursday.
    days == DayCount::Calendar || (day + 3).rem_euclid(7) < 5
}

/// The days after a last day that are asked about.
pub(crate) fn horizon(horizon: Horizon, last: i32) -> Range<i32> {
    let few = |number: u32| i32::try_from(number).expect("few");
    match horizon {
        Horizon::Days(days) => last + 1..last + 1 + few(days),
        Horizon::WholeMonths(months) => {
            let first = Day::from_epoch(last).month_start().plus_months(1);
            first.epoch()..first.plus_months(few(months)).epoch()
        }
    }
}
