//! How citizens are seen: from a day, at a cut of the sequence, with the days on which each track is observed.

use calendar::Day;
use facts::{CitizenId, Fact, FactId};
use figures::{Histories, Observation};

use crate::histories::{Builder, Shape};

/// How citizens are seen.
#[derive(Debug, Clone)]
pub struct Sight<'a> {
    /// The schema of the rulebook.
    pub shape: &'a Shape,
    /// Per track, the days on which it is observed.
    pub observation: Vec<Observation>,
    /// The day it is seen from: what still runs, runs until then.
    pub as_of: Day,
    /// The last fact that is known; `None` for all that is given.
    pub known_at: Option<FactId>,
}

impl Sight<'_> {
    /// The histories of citizens by their facts, in the order given. Whom nobody knew of then is left out.
    pub(super) fn histories<'f>(
        &self,
        people: impl IntoIterator<Item = (CitizenId, &'f [Fact])>,
    ) -> Histories {
        let mut builder = Builder::new(self.shape, self.as_of);
        for (citizen, facts) in people {
            let is_known = facts.iter().any(|fact| self.knows(fact));
            if is_known {
                builder.add(citizen, facts, self.known_at);
            }
        }
        builder.finish().histories
    }

    fn knows(&self, fact: &Fact) -> bool {
        self.known_at.is_none_or(|cut| fact.id <= cut)
    }
}

/// The citizen of a row of histories.
pub(super) fn citizen(person: i64) -> CitizenId {
    CitizenId(person.cast_unsigned())
}
