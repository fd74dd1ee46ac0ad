//! Which periods cannot be known, as the definition says.

use figures::{Measure, Outcome, Partial, Population, Weight};

use super::days::{Oracle, Truth, horizon};

impl Oracle<'_> {
    pub(crate) fn is_unknown(&self, first: i32, last: i32) -> bool {
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
