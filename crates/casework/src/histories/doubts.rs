//! What makes a history contradict itself, so that nobody can say which days are true. As in a register, such a person is left
//! out of every figure and counted, and that number stands under it.
//!
//! Only what is contradictory is told here. What is missing (a day of birth, a municipality, a code without a number) makes
//! days unknown, and the engine counts the persons of whom that matters.

use std::collections::{BTreeMap, BTreeSet};

use facts::{Fact, FactId, Kind};

use crate::live;

/// A contradiction in what was registered.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Doubt {
    /// The same benefit began again while it ran: the two overlap.
    BenefitTwice,
    /// A benefit that runs ended before it began.
    BenefitReversed,
    /// A job that runs ended before it began.
    JobReversed,
    /// An offer that runs ended before it began.
    OfferReversed,
    /// An education that runs ended before it began.
    EducationReversed,
}

/// How something stands while the facts are gone through.
#[derive(Default)]
struct Standing {
    runs: bool,
    /// Its first fact was an end.
    ended_first: bool,
}

/// The contradictions in a citizen's facts, as known at a cut of the sequence (`None`: all that is known).
///
/// An end whose beginning nobody told is none: what ran before the data begin is not known, and nothing is claimed of it.
pub fn doubts(facts: &[Fact], known_at: Option<FactId>) -> BTreeSet<Doubt> {
    let mut doubts = BTreeSet::new();
    let mut standing: BTreeMap<(Doubt, &str, &str), Standing> = BTreeMap::new();
    for fact in live(facts, known_at) {
        let kind = &fact.entry().kind;
        let Some((what, begins)) = step(kind) else {
            continue;
        };
        let is_new = !standing.contains_key(&what);
        let stands = standing.entry(what).or_default();
        if stands.runs && matches!(kind, Kind::BenefitBegan { .. }) {
            doubts.insert(Doubt::BenefitTwice);
        }
        stands.ended_first |= is_new && !begins;
        stands.runs = begins;
    }
    let reversed = standing.into_iter();
    let reversed = reversed.filter(|(_, stands)| stands.ended_first && stands.runs);
    doubts.extend(reversed.map(|((doubt, _, _), _)| doubt));
    doubts
}

/// What a fact begins or ends: the doubt it would be if reversed, with the codes that tell it from others.
fn step(kind: &Kind) -> Option<((Doubt, &str, &str), bool)> {
    Some(match kind {
        Kind::BenefitBegan { benefit, .. } | Kind::BenefitChanged { benefit, .. } => {
            ((Doubt::BenefitReversed, benefit, ""), true)
        }
        Kind::BenefitEnded { benefit, .. } => ((Doubt::BenefitReversed, benefit, ""), false),
        Kind::JobStarted { employer, .. } => ((Doubt::JobReversed, employer, ""), true),
        Kind::JobEnded { employer } => ((Doubt::JobReversed, employer, ""), false),
        Kind::OfferBegan { offer, place, .. } => {
            let place = place.as_deref().unwrap_or_default();
            ((Doubt::OfferReversed, offer, place), true)
        }
        Kind::OfferEnded { offer, place } => {
            let place = place.as_deref().unwrap_or_default();
            ((Doubt::OfferReversed, offer, place), false)
        }
        Kind::EducationStarted { education } => ((Doubt::EducationReversed, education, ""), true),
        Kind::EducationEnded { education } => ((Doubt::EducationReversed, education, ""), false),
        _ => return None,
    })
}
