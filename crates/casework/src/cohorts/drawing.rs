//! Drawing: who is in a population on a day, and how today's population differs from the frozen cohort.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use facts::{CitizenId, Fact};
use figures::language::Vocabulary;
use figures::{Days, Misfit, Population, explain, population_within};

use super::ground::grounds;
use super::sight::citizen;
use super::{Cohort, Ground, Sight};

/// Who was found.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Drawn {
    /// Those who are in the population, with why.
    pub members: BTreeMap<CitizenId, Vec<Ground>>,
    /// Those of whom it cannot be told.
    pub unknown: BTreeSet<CitizenId>,
    /// How many were looked at.
    pub among: u64,
}

/// Finds who of some citizens is in a population on a day. Facts after the cut of the sight change nothing.
///
/// # Errors
/// A population that does not fit the schema.
pub fn draw(
    sight: &Sight<'_>,
    population: &Population,
    on: Day,
    vocabulary: &Vocabulary,
    people: &[(CitizenId, Vec<Fact>)],
) -> Result<Drawn, Misfit> {
    let schema = sight.shape.schema();
    let of = people
        .iter()
        .map(|(citizen, facts)| (*citizen, facts.as_slice()));
    let histories = sight.histories(of);
    let day = Days {
        from: on.epoch(),
        until: on.plus(1).epoch(),
    };
    let days = population_within(schema, population, &histories, &sight.observation, day)?;
    let mut drawn = Drawn {
        among: days.len() as u64,
        ..Drawn::default()
    };
    let facts: BTreeMap<CitizenId, &[Fact]> = people
        .iter()
        .map(|(citizen, facts)| (*citizen, facts.as_slice()))
        .collect();
    for (person, days) in histories.persons.iter().zip(&days) {
        let person = citizen(*person);
        match days.on(on.epoch()) {
            Some(false) => {}
            None => {
                drawn.unknown.insert(person);
            }
            Some(true) => {
                let own = sight.histories([(person, facts[&person])]);
                let told = explain(schema, population, &own, &sight.observation, on.epoch())?;
                let why = grounds(&told, &own, vocabulary);
                drawn.members.insert(person, why);
            }
        }
    }
    Ok(drawn)
}

impl Drawn {
    /// Adds what was found among other citizens.
    pub fn add(&mut self, other: Drawn) {
        self.members.extend(other.members);
        self.unknown.extend(other.unknown);
        self.among += other.among;
    }
}

/// How a population of today, or of what is known today, differs from the cohort that was frozen.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Difference {
    /// In the cohort still, and not in the population any more.
    pub gone: BTreeSet<CitizenId>,
    /// In the population, and not drawn.
    pub come: BTreeSet<CitizenId>,
    /// In the cohort still, and of whom it cannot be told.
    pub unknown: BTreeSet<CitizenId>,
}

/// Compares a cohort with what a drawing finds now. The cohort stays as it is; who has left is not compared.
pub fn difference(cohort: &Cohort, now: &Drawn) -> Difference {
    let remaining = cohort.standing(Day::MAX).remaining;
    let (mut gone, mut unknown) = (BTreeSet::new(), BTreeSet::new());
    for citizen in remaining {
        if now.unknown.contains(&citizen) {
            unknown.insert(citizen);
        } else if !now.members.contains_key(&citizen) {
            gone.insert(citizen);
        }
    }
    let drawn = |citizen: &CitizenId| cohort.members.contains_key(citizen);
    let new = now.members.keys().filter(|citizen| !drawn(citizen));
    Difference {
        gone,
        come: new.copied().collect(),
        unknown,
    }
}
