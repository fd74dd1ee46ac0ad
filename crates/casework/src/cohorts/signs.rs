//! What in the facts is a sign that a member has left. It is proposed; a person decides.

use std::collections::BTreeMap;

use calendar::Day;
use facts::{CitizenId, Fact};
use figures::{Days, Misfit, population_within};
use rulebook::indicators::CohortVersion;

use super::sight::citizen;
use super::{Cohort, Sight};
use crate::histories::{Life, life};

/// A leaving that the facts are a sign of.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct Proposal {
    /// The first day of the sign.
    pub day: Day,
    /// The place of the reason on the page: on the same day the one above goes first.
    pub place: usize,
    /// The id of the page's reason.
    pub reason: String,
}

/// The leavings that the facts are signs of, for members who have not left: the earliest of each. A sign that is over by the day
/// of the sight is none.
///
/// # Errors
/// A sign that does not fit the schema.
pub fn proposals(
    version: &CohortVersion,
    sight: &Sight<'_>,
    cohort: &Cohort,
    people: &[(CitizenId, Vec<Fact>)],
) -> Result<BTreeMap<CitizenId, Proposal>, Misfit> {
    let remaining = cohort.standing(Day::MAX).remaining;
    let members: Vec<(CitizenId, &[Fact])> = people
        .iter()
        .filter(|(citizen, _)| remaining.contains(citizen))
        .map(|(citizen, facts)| (*citizen, facts.as_slice()))
        .collect();
    let first = cohort.draw.observed_on.plus(1);
    let mut found: BTreeMap<CitizenId, Proposal> = BTreeMap::new();
    let mut propose = |person: CitizenId, proposal: Proposal| {
        let kept = found.entry(person).or_insert_with(|| proposal.clone());
        *kept = proposal.min(kept.clone());
    };
    let histories = sight.histories(members.iter().copied());
    let days = Days {
        from: first.epoch(),
        until: sight.as_of.plus(1).epoch(),
    };
    for (place, reason) in version.leavings.iter().enumerate() {
        if let Some((_, sign)) = &reason.sign {
            let schema = sight.shape.schema();
            let all = population_within(schema, sign, &histories, &sight.observation, days)?;
            for (person, told) in histories.persons.iter().zip(&all) {
                let running = told.days.iter().find(|run| run.until == days.until);
                if let Some(run) = running {
                    let day = Day::from_epoch(run.from);
                    let reason = reason.id.clone();
                    propose(citizen(*person), Proposal { day, place, reason });
                }
            }
        }
        if reason.moved {
            for (person, facts) in &members {
                let life = life(facts, sight.known_at);
                if let Some(day) = moved(&life, cohort.draw.observed_on, sight.as_of) {
                    let reason = reason.id.clone();
                    propose(*person, Proposal { day, place, reason });
                }
            }
        }
    }
    Ok(found)
}

/// Since when somebody has lived elsewhere, or nowhere, than in the municipality of a day; nothing for one who lives there on the
/// last day, and for one of whom no residence was known on the first.
fn moved(life: &Life, first: Day, last: Day) -> Option<Day> {
    let lived = |day: Day| life.residences.iter().find(|spell| spell.contains(day));
    let home = lived(first)?.what;
    if lived(last).is_some_and(|spell| spell.what == home) {
        return None;
    }
    let ends = life.residences.iter();
    let ends = ends
        .filter(|spell| spell.what == home)
        .filter_map(|spell| spell.until);
    ends.filter(|day| *day > first && *day <= last).max()
}
