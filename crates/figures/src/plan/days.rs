//! The plain way to ask: the days of one population for every person.

use super::{Buffers, PopulationPlan};
use crate::histories::{Histories, Observation};
use crate::operate::runs;
use crate::population::{Misfit, Population};
use crate::schema::Schema;
use crate::sets::{BEGIN, Days, END, Set, Tile};

/// What a population says of one person.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct PersonDays {
    /// The days on which it is true, as sorted intervals that do not touch.
    pub days: Vec<Days>,
    /// The days on which it is unknown, likewise: not observed, or a value is missing.
    pub unknown: Vec<Days>,
}

impl PersonDays {
    /// What the population says on a day; `None` for unknown.
    pub fn on(&self, day: i32) -> Option<bool> {
        let among = |days: &[Days]| days.iter().any(|days| days.contains(day));
        (!among(&self.unknown)).then(|| among(&self.days))
    }
}

/// The days of a population for every person of the histories. `observation` has one value a track.
///
/// # Errors
/// A population that does not fit the schema.
pub fn population_days(
    schema: &Schema,
    population: &Population,
    histories: &Histories,
    observation: &[Observation],
) -> Result<Vec<PersonDays>, Misfit> {
    population_within(schema, population, histories, observation, Days::ALL)
}

/// As [`population_days`], but only of some days; the fewer days, the less is looked at.
///
/// # Errors
/// A population that does not fit the schema.
pub fn population_within(
    schema: &Schema,
    population: &Population,
    histories: &Histories,
    observation: &[Observation],
    days: Days,
) -> Result<Vec<PersonDays>, Misfit> {
    population.check(schema)?;
    let mut plan = PopulationPlan::new(observation);
    let node = plan.add(population);
    plan.demand(node, days);
    let known = plan.known(node);
    let mut buffers = Buffers::default();
    let mut all = Vec::with_capacity(histories.len());
    for tile in Tile::all(histories) {
        plan.evaluate(tile, &mut buffers);
        let set = buffers.set(node);
        all.extend((0..tile.persons()).map(|person| within(person_days(set, person, known), days)));
    }
    Ok(all)
}

fn within(person: PersonDays, days: Days) -> PersonDays {
    let clip = |all: Vec<Days>| {
        let all = all.into_iter().map(|one| one.intersect(days));
        all.filter(|one| !one.is_empty()).collect()
    };
    PersonDays {
        days: clip(person.days),
        unknown: clip(person.unknown),
    }
}

/// What a set says of a person within the known range.
pub(crate) fn person_days(set: &Set, person: usize, known: Days) -> PersonDays {
    let of = |set: &Set| -> Vec<Days> {
        runs::runs(set, person)
            .map(|run| {
                Days {
                    from: set.start[run.start],
                    until: set.end[run.end - 1],
                }
                .intersect(known)
            })
            .filter(|days| !days.is_empty())
            .collect()
    };
    if known.is_empty() {
        return PersonDays {
            days: Vec::new(),
            unknown: vec![Days::ALL],
        };
    }
    let mut unknown = vec![Days {
        from: BEGIN,
        until: known.from,
    }];
    let holes = set.holes.as_deref().map(of).unwrap_or_default();
    for days in holes.into_iter().chain([Days {
        from: known.until,
        until: END,
    }]) {
        match unknown.last_mut() {
            Some(last) if last.until >= days.from => last.until = last.until.max(days.until),
            _ => unknown.push(days),
        }
    }
    unknown.retain(|days| !days.is_empty());
    PersonDays {
        days: of(set),
        unknown,
    }
}
