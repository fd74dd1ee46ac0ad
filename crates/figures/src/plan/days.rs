//! The plain way to ask: the days of one population for every person.

use super::{Buffers, NodeId, PopulationPlan};
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
    let mut prepared = Prepared::new(schema, population, observation, days)?;
    let mut all = Vec::with_capacity(histories.len());
    prepared.each(histories, |set, known, persons| {
        all.extend((0..persons).map(|person| within(person_days(set, person, known), days)));
    });
    Ok(all)
}

/// A population that is ready to be asked about batches of histories, without allocating for each person.
#[derive(Debug)]
pub struct Prepared {
    plan: PopulationPlan,
    node: NodeId,
    days: Days,
    buffers: Buffers,
}

/// How many are in a population, within some days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub struct Total {
    /// Persons who are in it on at least one of the days.
    pub persons: u64,
    /// Days on which they are, over all persons.
    pub days: u64,
    /// Persons of whom it is unknown on one of the days because a value is missing.
    pub persons_with_unknown_days: u64,
}

impl Prepared {
    /// Prepares a population for questions about some days.
    ///
    /// # Errors
    /// A population that does not fit the schema.
    pub fn new(
        schema: &Schema,
        population: &Population,
        observation: &[Observation],
        days: Days,
    ) -> Result<Prepared, Misfit> {
        population.check(schema)?;
        let mut plan = PopulationPlan::new(observation);
        let node = plan.add(population);
        plan.demand(node, days);
        Ok(Prepared {
            plan,
            node,
            days,
            buffers: Buffers::default(),
        })
    }

    /// How many of these persons are in the population on the days, as far as they are known.
    pub fn total(&mut self, histories: &Histories) -> Total {
        let mut total = Total::default();
        let days = self.days;
        self.each(histories, |set, known, persons| {
            let days = known.intersect(days);
            for person in 0..persons {
                let of_person = days_within(set, person, days);
                total.persons += u64::from(of_person > 0);
                total.days += of_person;
                let unknown = set
                    .holes
                    .as_ref()
                    .map_or(0, |holes| days_within(holes, person, days));
                total.persons_with_unknown_days += u64::from(unknown > 0);
            }
        });
        total
    }

    fn each(&mut self, histories: &Histories, mut each: impl FnMut(&Set, Days, usize)) {
        for tile in Tile::all(histories) {
            self.plan.evaluate(tile, &mut self.buffers);
            each(
                self.buffers.set(self.node),
                self.plan.known(self.node),
                tile.persons(),
            );
        }
    }
}

fn days_within(set: &Set, person: usize, days: Days) -> u64 {
    let length = |(start, end): (i32, i32)| {
        let length = end.min(days.until) - start.max(days.from);
        u64::try_from(length).unwrap_or(0)
    };
    set.spans(person).map(length).sum()
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
