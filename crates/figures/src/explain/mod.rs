//! Why a person is in a population on a day, or not: part by part, with the numbers and the spells, and the day on which that
//! changes if nothing else happens.

mod future;
mod numbers;
mod spells;

use crate::histories::{Histories, Observation};
use crate::plan::{Buffers, PersonDays, PopulationPlan, person_days};
use crate::population::{Misfit, Population, Ratio};
use crate::schema::{Schema, TrackId};
use crate::sets::{Days, Set, Tile};

/// What one part of a population says of a person on a day, and why.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Explanation {
    /// The part.
    pub population: Population,
    /// Whether the person is in it on the day; `None` for unknown.
    pub value: Option<bool>,
    /// The days of which that can be known by what is observed. A day within them is unknown only where a value is missing.
    pub known: Days,
    /// What the answer was computed from.
    pub numbers: Numbers,
    /// The spells that were looked at and pass, or of which it cannot be told: track and row, ascending.
    pub spells: Vec<(TrackId, usize)>,
    /// The first day on which the answer is another, if nothing else happens; `None` if it stays for the next twenty years.
    pub changes: Option<Change>,
    /// The parts of this part, in the order they are written.
    pub parts: Vec<Explanation>,
}

/// From this day on the answer is another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Change {
    /// The first day with the new answer, days since 1970-01-01.
    pub on: i32,
    /// The new answer; `None` for unknown.
    pub to: Option<bool>,
}

/// What an answer was computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Numbers {
    /// Nothing but the parts or the spells.
    None,
    /// The person's age in whole years; `None` if the day of birth is missing.
    Age(Option<i32>),
    /// Days within a window.
    Share {
        /// The window.
        window: Days,
        /// Days looked for, among those looked among.
        of: i64,
        /// Days looked among.
        among: i64,
        /// The threshold as the population has it: `of` is compared with this part of `among`.
        share: Ratio,
    },
    /// What the spells that begin within a window add up to; `None` where a value is missing.
    Counted {
        /// The window.
        window: Days,
        /// The number or sum.
        number: Option<i64>,
    },
    /// The unbroken run of the part's days that holds the day; `None` if the day lies in none.
    Run(Option<Days>),
    /// The last day of the part before the day, if there is one.
    Last(Option<i32>),
    /// The first day of the part, if there is one.
    First(Option<i32>),
    /// The gap in the part that the day lies in, between two of its runs.
    Gap(Option<Days>),
}

impl Numbers {
    /// For a share, the days that it is compared with as a fraction: 2,922.4 days are (14,612, 5).
    pub fn threshold(&self) -> Option<(i64, i64)> {
        match self {
            Numbers::Share { among, share, .. } => Some((
                i64::from(share.numerator) * among,
                i64::from(share.denominator),
            )),
            _ => None,
        }
    }
}

/// Explains what a population says of a person on a day. The histories hold that person alone.
///
/// Spells that end with the observation of their track are running, and are assumed to go on; nothing else is assumed to
/// happen.
///
/// # Errors
/// A population that does not fit the schema.
pub fn explain(
    schema: &Schema,
    population: &Population,
    histories: &Histories,
    observation: &[Observation],
    day: i32,
) -> Result<Explanation, Misfit> {
    population.check(schema)?;
    let later = future::observation(observation);
    let future = future::histories(histories, observation);
    let mut now = Told::new(histories, observation);
    let mut then = Told::new(&future, &later);
    now.tell(population);
    then.tell(population);
    Ok(part(population, &mut now, &mut then, day))
}

fn part(population: &Population, now: &mut Told<'_>, then: &mut Told<'_>, day: i32) -> Explanation {
    let days = now.days(population);
    let value = days.on(day);
    let parts = population
        .parts()
        .into_iter()
        .map(|one| part(one, now, then, day));
    let parts = parts.collect();
    let numbers = numbers::numbers(population, now, day);
    let mut spells = Vec::new();
    spells::looked_at(
        population,
        numbers::looks_at(population, &numbers, day),
        now,
        &mut spells,
    );
    spells.sort_unstable();
    spells.dedup();
    Explanation {
        population: population.clone(),
        value,
        known: now.known(population),
        numbers,
        spells,
        changes: future::change(&then.days(population), value, day),
        parts,
    }
}

/// One person's sets for a population and all its parts.
struct Told<'a> {
    histories: &'a Histories,
    plan: PopulationPlan,
    buffers: Buffers,
}

impl<'a> Told<'a> {
    fn new(histories: &'a Histories, observation: &[Observation]) -> Told<'a> {
        Told {
            histories,
            plan: PopulationPlan::new(observation),
            buffers: Buffers::default(),
        }
    }

    fn tile(&self) -> Tile<'a> {
        Tile {
            histories: self.histories,
            from: 0,
            until: self.histories.len().min(1),
        }
    }

    fn tell(&mut self, population: &Population) {
        self.demand(population);
        self.plan.evaluate(self.tile(), &mut self.buffers);
    }

    fn demand(&mut self, population: &Population) {
        let node = self.plan.add(population);
        self.plan.demand(node, Days::ALL);
        for part in population.parts() {
            self.demand(part);
        }
    }

    /// The set of a part that was told; adding it again finds its node.
    fn set(&mut self, population: &Population) -> &Set {
        let node = self.plan.add(population);
        self.buffers.set(node)
    }

    fn known(&mut self, population: &Population) -> Days {
        let node = self.plan.add(population);
        self.plan.known(node)
    }

    fn days(&mut self, population: &Population) -> PersonDays {
        let known = self.known(population);
        person_days(self.set(population), 0, known)
    }
}
