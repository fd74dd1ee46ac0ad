//! What was drawn, and who has left since. Nobody is ever added, and who has left does not come back.

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use facts::{CitizenId, FactId};

use super::Ground;

/// How a cohort was drawn.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Draw {
    /// The id of the page's cohort that it follows.
    pub definition: String,
    /// The id of the population it was drawn from.
    pub population: String,
    /// What that meant on the day, as a line that names nothing but spells, in Danish.
    pub line: String,
    /// The page's parameters with the values that held.
    pub parameters: Vec<(String, String)>,
    /// The page of the population.
    pub page: String,
    /// The hash of that page's text.
    pub page_hash: String,
    /// The legal day of the drawing.
    pub drawn_on: Day,
    /// The day the population was looked at: the last one of its windows. Not after the day of the drawing.
    pub observed_on: Day,
    /// The last fact that was known; `None` in an empty store.
    pub known_at: Option<FactId>,
    /// Persons of whom it could not be told whether they belonged to it. They were not let in.
    pub unknown: u64,
}

/// A frozen cohort: what was drawn, and the leavings as they were recorded, the latest last.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Cohort {
    /// How it was drawn.
    pub draw: Draw,
    /// The members with why they were let in. Of a member whose content was erased, nothing is left but the number.
    pub members: BTreeMap<CitizenId, Vec<Ground>>,
    /// All leavings, the latest last; a later one of the same member corrects reason and day.
    pub leavings: Vec<Leaving>,
}

/// That a member left.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Leaving {
    /// Who.
    pub citizen: CitizenId,
    /// The id of the page's reason.
    pub reason: String,
    /// The first day on which the member does not belong any more.
    pub day: Day,
}

/// What becomes of a leaving.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Left {
    /// The member leaves.
    New,
    /// The member had left; reason or day are others now.
    Corrected,
    /// It was recorded so already: nothing changes.
    Known,
}

/// Why a leaving is not recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum LeaveFault {
    /// The citizen was not drawn.
    #[error("the citizen is no member of the cohort")]
    NotAMember,
    /// It lies before the day the cohort was looked at.
    #[error("the day lies before the cohort was looked at")]
    TooEarly,
    /// It has not happened yet.
    #[error("the day has not come")]
    NotYet,
}

/// Who belongs to a cohort on a day.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Standing {
    /// Those who are still in it.
    pub remaining: BTreeSet<CitizenId>,
    /// Those who have left, each with the leaving that counts.
    pub leavers: BTreeMap<CitizenId, Leaving>,
}

impl Draw {
    /// The first day of the month that the goal is asked about unless another is: the last whole one since the drawing, or else the
    /// running one.
    pub fn usual_month(&self, today: Day) -> Day {
        let last = today.month_start().plus_months(-1);
        if last >= self.drawn_on.month_start() {
            last
        } else {
            today.month_start()
        }
    }
}

impl Cohort {
    /// The leaving that counts for each member who left: the one recorded last.
    pub fn left(&self) -> BTreeMap<CitizenId, &Leaving> {
        let leavings = self.leavings.iter();
        leavings.map(|leaving| (leaving.citizen, leaving)).collect()
    }

    /// Says what would become of a leaving that somebody records today.
    ///
    /// # Errors
    /// When it makes no sense.
    pub fn admit(&self, leaving: &Leaving, today: Day) -> Result<Left, LeaveFault> {
        if !self.members.contains_key(&leaving.citizen) {
            return Err(LeaveFault::NotAMember);
        }
        if leaving.day > today {
            return Err(LeaveFault::NotYet);
        }
        if leaving.day < self.draw.observed_on {
            return Err(LeaveFault::TooEarly);
        }
        Ok(match self.left().get(&leaving.citizen) {
            None => Left::New,
            Some(known) if *known == leaving => Left::Known,
            Some(_) => Left::Corrected,
        })
    }

    /// Who belonged to it on a day. Seen from today it can only shrink: no leaving lies in the future and none is taken back.
    pub fn standing(&self, on: Day) -> Standing {
        let mut standing = Standing::default();
        let left = self.left();
        for citizen in self.members.keys() {
            match left.get(citizen) {
                Some(leaving) if leaving.day <= on => {
                    standing.leavers.insert(*citizen, (*leaving).clone());
                }
                _ => {
                    standing.remaining.insert(*citizen);
                }
            }
        }
        standing
    }

    /// The same cohort with only some of its members: what somebody may see of it.
    #[must_use]
    pub fn only(&self, wanted: impl Fn(CitizenId) -> bool) -> Cohort {
        let members = self.members.iter().filter(|(citizen, _)| wanted(**citizen));
        let leavings = self.leavings.iter();
        Cohort {
            draw: self.draw.clone(),
            members: members
                .map(|(citizen, why)| (*citizen, why.clone()))
                .collect(),
            leavings: leavings
                .filter(|leaving| wanted(leaving.citizen))
                .cloned()
                .collect(),
        }
    }
}

impl Standing {
    /// How many left for each reason.
    pub fn by_reason(&self) -> BTreeMap<&str, BTreeSet<CitizenId>> {
        let mut found: BTreeMap<&str, BTreeSet<CitizenId>> = BTreeMap::new();
        for (citizen, leaving) in &self.leavers {
            found.entry(&leaving.reason).or_default().insert(*citizen);
        }
        found
    }
}
