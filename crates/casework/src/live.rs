//! Which facts count: after corrections and retractions, at a cut of the sequence.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use facts::{Entry, Fact, FactId, Kind};

/// A fact that counts: the newest version of its chain of corrections, in the place of the root.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct LiveFact<'a> {
    /// The first fact of the chain; duties triggered by it keep their ids over corrections.
    pub root: FactId,
    /// The newest version: what counts.
    pub fact: &'a Fact,
}

impl<'a> LiveFact<'a> {
    /// What was recorded.
    pub fn entry(&self) -> &'a Entry {
        &self.fact.entry
    }

    /// The legal day on which it happened.
    pub fn day(&self) -> Day {
        self.fact.entry.happened_on
    }

    /// Whether a later version replaced the first.
    pub fn is_corrected(&self) -> bool {
        self.fact.id != self.root
    }
}

/// The facts of one citizen that count, known at a cut of the sequence (`None`: all that is known).
///
/// The newest fact of a chain of corrections takes the root's place and may move the day; a retraction of any fact of
/// a chain ends the whole chain, and the retraction itself is not a fact that counts. The result is ordered by day, time
/// (facts without come first) and root, and does not depend on the order of `facts`.
pub fn live(facts: &[Fact], known_at: Option<FactId>) -> Vec<LiveFact<'_>> {
    let known = || {
        facts
            .iter()
            .filter(move |fact| known_at.is_none_or(|cut| fact.id <= cut))
    };
    let has_chains = known().any(|fact| {
        fact.entry.corrects.is_some() || matches!(fact.entry.kind, Kind::FactRetracted { .. })
    });
    let mut result: Vec<LiveFact<'_>> = if has_chains {
        newest_of_chains(known())
    } else {
        known()
            .map(|fact| LiveFact {
                root: fact.id,
                fact,
            })
            .collect()
    };
    result.sort_unstable_by_key(|live| (live.day(), live.entry().time, live.root));
    result
}

fn newest_of_chains<'a>(known: impl Iterator<Item = &'a Fact> + Clone) -> Vec<LiveFact<'a>> {
    let roots: BTreeMap<FactId, FactId> =
        known.clone().map(|fact| (fact.id, fact.root())).collect();
    // A correction names the root of its chain; one that names a later link is followed to the root all the same.
    let root_of = |id: FactId| {
        let mut at = id;
        while let Some(next) = roots.get(&at).copied().filter(|next| *next < at) {
            at = next;
        }
        at
    };
    let retracted: BTreeSet<FactId> = known
        .clone()
        .filter_map(|fact| match fact.entry.kind {
            Kind::FactRetracted { fact } => Some(root_of(fact)),
            _ => None,
        })
        .collect();
    let mut newest: BTreeMap<FactId, &Fact> = BTreeMap::new();
    for fact in known {
        if matches!(fact.entry.kind, Kind::FactRetracted { .. }) {
            continue;
        }
        let root = root_of(fact.id);
        if retracted.contains(&root) {
            continue;
        }
        newest
            .entry(root)
            .and_modify(|held| {
                if held.id < fact.id {
                    *held = fact;
                }
            })
            .or_insert(fact);
    }
    newest
        .into_iter()
        .map(|(root, fact)| LiveFact { root, fact })
        .collect()
}
