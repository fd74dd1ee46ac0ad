//! A cohort as one reader sees it: the members within reach, what the page says, and what each has come to.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use calendar::Day;
use casework::cohorts::{
    Cohort, Outcome, Proposal, Reading, Sight, Step, Wish, outcome, prepare, proposals, reached,
};
use casework::histories::Shape;
use facts::{Actor, CitizenId};
use rulebook::indicators::CohortVersion;
use store::{CohortHead, CohortId, CohortStore, NEW_CASE};

use super::people::{People, observation, told, within};
use crate::app::App;
use crate::error::WebError;
use crate::figures::reach::Reach;
use crate::rights::User;

/// The readings of a criterion, with what an address calls them.
pub(super) const READINGS: [(Reading, &str); 4] = [
    (
        Reading {
            leavers_out: true,
            since_drawn: false,
        },
        "month-without",
    ),
    (
        Reading {
            leavers_out: false,
            since_drawn: false,
        },
        "month-with",
    ),
    (
        Reading {
            leavers_out: true,
            since_drawn: true,
        },
        "since-without",
    ),
    (
        Reading {
            leavers_out: false,
            since_drawn: true,
        },
        "since-with",
    ),
];

/// A cohort as one reader sees it.
pub(super) struct Seen {
    pub(super) head: CohortHead,
    /// How many were drawn in all, also beyond the reader's reach.
    pub(super) drawn: usize,
    /// Only the members within reach.
    pub(super) cohort: Cohort,
    pub(super) version: Arc<CohortVersion>,
    pub(super) reach: Reach,
    pub(super) people: People,
    pub(super) today: Day,
    shape: Shape,
    sight_of: Vec<figures::Observation>,
}

/// What is still to be done for the members who remain.
pub(super) struct Waiting {
    pub(super) unmarked: BTreeSet<CitizenId>,
    pub(super) uncased: BTreeSet<CitizenId>,
    /// Those of them whose case under the model is closed.
    pub(super) closed: BTreeSet<CitizenId>,
}

impl Seen {
    /// Reads a cohort. One that the reader neither drew nor may see anybody of is not there.
    pub(super) fn read(app: &App, user: &User, id: CohortId, today: Day) -> Result<Seen, WebError> {
        let kept = app.store.cohort(id)?.ok_or(WebError::NotFound)?;
        let reach = within(&app.store, user, today)?;
        let cohort = kept
            .cohort
            .only(|citizen| reach.cases.contains_key(&citizen));
        let is_own = kept.head.by == store::By::Employee(user.id);
        if cohort.members.is_empty() && !is_own {
            return Err(WebError::NotFound);
        }
        let catalogue = app.book.catalogue();
        let version = catalogue.cohort_followed(&kept.head.draw.definition, today);
        let version = Arc::clone(version.ok_or(WebError::NotFound)?);
        let people = told(&app.store, cohort.members.keys().copied())?;
        let shape = Shape::of(&app.book);
        let sight_of = observation(&app.store, &shape, today)?;
        Ok(Seen {
            drawn: kept.cohort.members.len(),
            head: kept.head,
            cohort,
            version,
            reach,
            people,
            today,
            shape,
            sight_of,
        })
    }

    /// How the members are seen today.
    pub(super) fn sight(&self) -> Sight<'_> {
        Sight {
            shape: &self.shape,
            observation: self.sight_of.clone(),
            as_of: self.today,
            known_at: None,
        }
    }

    /// What the page chose where its source leaves it open.
    pub(super) fn chosen(&self) -> Reading {
        Reading {
            leavers_out: self.version.leavers_out,
            since_drawn: self.version.since_drawn,
        }
    }

    /// Numerator and denominator of a month by each reading.
    pub(super) fn outcomes(&self, month: Day) -> Result<[Outcome; 4], WebError> {
        let until = month.plus_months(1);
        let told = reached(
            &self.version,
            &self.sight(),
            &self.cohort,
            (month, until),
            &self.people,
        )
        .map_err(WebError::fault)?;
        let on = until.plus(-1);
        Ok(READINGS.map(|(reading, _)| outcome(&self.version, &self.cohort, &told, on, reading)))
    }

    /// Signs that somebody has left.
    pub(super) fn proposals(&self) -> Result<BTreeMap<CitizenId, Proposal>, WebError> {
        proposals(&self.version, &self.sight(), &self.cohort, &self.people).map_err(WebError::fault)
    }

    /// Who of those who remain has no mark, and who no open case.
    pub(super) fn waiting(&self, app: &App) -> Waiting {
        let wish = Wish {
            mark: true,
            case: Some(NEW_CASE),
            holders: BTreeMap::new(),
            actor: Actor::Import(String::new()),
            role: String::new(),
            today: self.today,
        };
        let remaining = self.cohort.standing(Day::MAX).remaining;
        let mut waiting = Waiting {
            unmarked: BTreeSet::new(),
            uncased: BTreeSet::new(),
            closed: BTreeSet::new(),
        };
        for (citizen, facts) in &self.people {
            if !remaining.contains(citizen) {
                continue;
            }
            let found = prepare(&app.book, &self.version, *citizen, facts, &wish);
            if found.mark == Step::Stored {
                waiting.unmarked.insert(*citizen);
            }
            if found.case == Step::Stored {
                waiting.uncased.insert(*citizen);
                if found.closed.is_some() {
                    waiting.closed.insert(*citizen);
                }
            }
        }
        waiting
    }
}
