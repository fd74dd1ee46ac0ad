//! Whether the cohort has come to its goal: who counts, who has succeeded, and by what.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use facts::{CitizenId, Fact};
use figures::{Days, Misfit, PersonDays, population_within};
use rulebook::indicators::{CohortVersion, Quotient};

use super::sight::citizen;
use super::{Cohort, Sight};

/// What one member has come to, by each of the page's successes in their order. `None`: it cannot be told.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Reached {
    /// On a day of the month that is asked about, and not before the drawing.
    pub in_month: Vec<Option<bool>>,
    /// On a day from the drawing until the end of that month.
    pub since_drawn: Vec<Option<bool>>,
}

/// How a criterion is read where its source leaves it open.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct Reading {
    /// Those who left for a reason that counts out are out of the denominator.
    pub leavers_out: bool,
    /// A success counts that came at any time since the drawing.
    pub since_drawn: bool,
}

/// Numerator and denominator, and who is in each.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Outcome {
    /// How the criterion was read.
    pub reading: Reading,
    /// Everybody who counts.
    pub denominator: BTreeSet<CitizenId>,
    /// Those of them who have succeeded.
    pub numerator: BTreeSet<CitizenId>,
    /// Those of them of whom it cannot be told.
    pub unknown: BTreeSet<CitizenId>,
    /// Those who have succeeded by each of the page's successes; somebody may stand in several.
    pub by_success: Vec<BTreeSet<CitizenId>>,
    /// Whether the goal is reached; `None` where nobody counts, or where those who are unknown would decide.
    pub is_met: Option<bool>,
}

impl Outcome {
    /// The share in tenths of a per cent, rounded down, so that what is below the goal never looks like it; nothing of nobody.
    pub fn tenths(&self) -> Option<i128> {
        let below = i128::try_from(self.denominator.len()).ok()?;
        (1_000 * i128::try_from(self.numerator.len()).ok()?).checked_div(below)
    }
}

/// What each member has come to, in a month `[from, until)` and since the drawing.
///
/// # Errors
/// A success that does not fit the schema.
pub fn reached(
    version: &CohortVersion,
    sight: &Sight<'_>,
    cohort: &Cohort,
    month: (Day, Day),
    people: &[(CitizenId, Vec<Fact>)],
) -> Result<BTreeMap<CitizenId, Reached>, Misfit> {
    let people = people
        .iter()
        .filter(|(citizen, _)| cohort.members.contains_key(citizen));
    let histories = sight.histories(people.map(|(citizen, facts)| (*citizen, facts.as_slice())));
    // What was so before the drawing is no result of it. The rest of a running month has not come; that alone makes nothing
    // unknown.
    let until = month.1.min(sight.as_of.plus(1)).epoch();
    let from = |day: Day| Days {
        from: day.max(cohort.draw.drawn_on).epoch().min(until),
        until,
    };
    let (in_month, since_drawn) = (from(month.0), from(cohort.draw.drawn_on));
    let persons = histories.persons.iter();
    let mut found: BTreeMap<CitizenId, Reached> = persons
        .map(|person| (citizen(*person), Reached::default()))
        .collect();
    for success in &version.successes {
        let all = population_within(
            sight.shape.schema(),
            &success.population,
            &histories,
            &sight.observation,
            since_drawn,
        )?;
        for (person, days) in histories.persons.iter().zip(&all) {
            let reached = found.entry(citizen(*person)).or_default();
            reached.in_month.push(touched(days, in_month));
            reached.since_drawn.push(touched(days, since_drawn));
        }
    }
    Ok(found)
}

/// Whether one of the days is among these; unknown where none is, and one of them is unknown.
fn touched(days: &PersonDays, among: Days) -> Option<bool> {
    let meets = |all: &[Days]| all.iter().any(|one| !one.intersect(among).is_empty());
    if meets(&days.days) {
        Some(true)
    } else if meets(&days.unknown) {
        None
    } else {
        Some(false)
    }
}

/// Counts a cohort as it stood on a day, by one reading. A member of whom nothing was found is unknown.
pub fn outcome(
    version: &CohortVersion,
    cohort: &Cohort,
    reached: &BTreeMap<CitizenId, Reached>,
    on: Day,
    reading: Reading,
) -> Outcome {
    let standing = cohort.standing(on);
    let counts_out = |reason: &str| version.leaving(reason).is_none_or(|known| known.counts_out);
    let kept = standing
        .leavers
        .values()
        .filter(|leaving| !reading.leavers_out || !counts_out(&leaving.reason))
        .map(|leaving| leaving.citizen);
    let denominator: BTreeSet<CitizenId> = standing.remaining.iter().copied().chain(kept).collect();
    let mut by_success = vec![BTreeSet::new(); version.successes.len()];
    let (mut numerator, mut unknown) = (BTreeSet::new(), BTreeSet::new());
    for member in &denominator {
        let nothing = Reached::default();
        let told = reached.get(member).unwrap_or(&nothing);
        let mut is_unknown = false;
        for (at, success) in version.successes.iter().enumerate() {
            let values = if reading.since_drawn && !success.month_only {
                &told.since_drawn
            } else {
                &told.in_month
            };
            match values.get(at).copied().flatten() {
                Some(true) => {
                    by_success[at].insert(*member);
                    numerator.insert(*member);
                }
                Some(false) => {}
                None => is_unknown = true,
            }
        }
        if is_unknown && !numerator.contains(member) {
            unknown.insert(*member);
        }
    }
    Outcome {
        reading,
        is_met: is_met(version, &denominator, numerator.len(), unknown.len()),
        denominator,
        numerator,
        unknown,
        by_success,
    }
}

/// Whether the goal is reached whatever the unknown ones have come to.
fn is_met(
    version: &CohortVersion,
    denominator: &BTreeSet<CitizenId>,
    numerator: usize,
    unknown: usize,
) -> Option<bool> {
    let below = i64::try_from(denominator.len()).ok().filter(|n| *n > 0)?;
    let meets = |above: usize| {
        let above = i64::try_from(above).unwrap_or(i64::MAX);
        Quotient { above, below }.compares(version.reached, version.goal)
    };
    let (least, most) = (meets(numerator), meets(numerator + unknown));
    (least == most).then_some(least)
}
