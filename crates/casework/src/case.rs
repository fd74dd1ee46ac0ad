//! One case, folded: the duty engine's result beside the facts it came from.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use calendar::{Calendar, Day};
use duties::{Engine, Fold, Step};
use facts::{CaseId, CitizenId, EmployeeId, Fact, FactId, Kind};
use rulebook::{Book, CalendarVersion, ModelVersion};

use crate::head::heads;
use crate::idle::Idle;
use crate::steps::{Problem, Steps, steps_of};
use crate::{CaseHead, LawChange, LiveFact, live};

/// From where a history is looked at.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Coordinates {
    /// The last fact that is known; `None`: all.
    pub known_at: Option<FactId>,
    /// The day on which one stands; later facts are left out.
    pub as_of: Day,
}

impl Coordinates {
    /// Everything that is known, on a day.
    pub const fn on(as_of: Day) -> Coordinates {
        Coordinates {
            known_at: None,
            as_of,
        }
    }
}

/// Why a case cannot be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum CaseError {
    /// None of the facts known then opens it.
    #[error("case {0} does not exist on that day, as far as was known")]
    NoSuchCase(CaseId),
    /// The book lacks the version it is pinned to.
    #[error("the rulebook version {hash} of model »{model}« is not in this book")]
    UnknownVersion {
        /// The model's name.
        model: String,
        /// The version's hash.
        hash: String,
    },
    /// The book lacks the calendar it is pinned to.
    #[error("the calendar {0} is not in this book")]
    UnknownCalendar(String),
}

/// One case on one day, as far as was known: everything a screen shows of it.
#[derive(Debug, Clone)]
pub struct Case<'a> {
    /// Which case.
    pub id: CaseId,
    /// Whose.
    pub citizen: CitizenId,
    /// Who, what, and the pinned versions.
    pub head: CaseHead,
    /// The version it is read against.
    pub model: Arc<ModelVersion>,
    /// The day it was opened.
    pub opened: Day,
    /// From where one looks.
    pub coordinates: Coordinates,
    /// The calendar it is read against.
    pub calendar: &'a Calendar,
    /// What the duty engine says.
    pub fold: Fold,
    /// Who holds each role: the last assignment of each.
    pub holders: BTreeMap<String, EmployeeId>,
    /// All of the citizen's facts that count by the day, in fold order.
    pub live: Vec<LiveFact<'a>>,
    /// The steps the facts became; `fold.order` speaks of these.
    pub steps: Vec<Step>,
    /// What the page could not take up.
    pub problems: Vec<Problem>,
    /// A newer version of the law that holds for it and that nobody has confirmed yet.
    pub law: Option<LawChange>,
    /// The next day on which a published version of the law begins to hold for it.
    pub(crate) law_wake: Option<Day>,
}

/// Where the case is in one step of the model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct StepProgress {
    /// Position in the version's `steps`.
    pub step: usize,
    /// Whether anything of it has been done.
    pub begun: bool,
    /// How many duties of it are to be done.
    pub open: usize,
    /// Whether the case is here now: the last step with something to be done, else the last begun.
    pub current: bool,
}

/// Folds one case of a citizen under a version and calendar.
///
/// A fact counts as every event it satisfies. Where that event does not take part just then (excluded, done once and for
/// all, or the case is closed) the fact does not count as it, if it counts as another event of the page, or if it was
/// registered in another case or in none. Otherwise it counts, and is told as a deviation: nothing that happened in the
/// case goes unsaid.
pub fn fold_case<'a>(
    model: &Arc<ModelVersion>,
    calendar: &'a Calendar,
    facts: &'a [Fact],
    case: CaseId,
    coordinates: Coordinates,
) -> Result<Case<'a>, CaseError> {
    let live = live_by(facts, coordinates);
    let head = heads(&live)
        .into_iter()
        .find(|head| head.id == case)
        .ok_or(CaseError::NoSuchCase(case))?;
    Ok(fold_head(model, calendar, live, head, coordinates))
}

/// Folds one case of a citizen under the versions it is pinned to, and says whether the law has changed for it.
pub fn read_case<'a>(
    book: &'a Book,
    facts: &'a [Fact],
    case: CaseId,
    coordinates: Coordinates,
) -> Result<Case<'a>, CaseError> {
    let live = live_by(facts, coordinates);
    let head = heads(&live)
        .into_iter()
        .find(|head| head.id == case)
        .ok_or(CaseError::NoSuchCase(case))?;
    read_head(book, live, head, coordinates)
}

pub(crate) fn read_head<'a>(
    book: &'a Book,
    live: Vec<LiveFact<'a>>,
    head: CaseHead,
    coordinates: Coordinates,
) -> Result<Case<'a>, CaseError> {
    let model = book
        .by_hash(&head.version_hash)
        .ok_or_else(|| CaseError::UnknownVersion {
            model: head.model_name.clone(),
            hash: head.version_hash.clone(),
        })?;
    let calendar = pinned_calendar(book, &head.calendar_hash)
        .ok_or_else(|| CaseError::UnknownCalendar(head.calendar_hash.clone()))?;
    let mut case = fold_head(model, &calendar.calendar, live, head, coordinates);
    if case.fold.state.closed().is_none() {
        (case.law, case.law_wake) = crate::migration::law_for(book, model, coordinates.as_of);
    }
    Ok(case)
}

/// The calendar a case is pinned to.
pub(crate) fn pinned_calendar<'a>(book: &'a Book, hash: &str) -> Option<&'a CalendarVersion> {
    book.calendar_by_hash(hash).map(AsRef::as_ref)
}

pub(crate) fn live_by(facts: &[Fact], coordinates: Coordinates) -> Vec<LiveFact<'_>> {
    let mut live = live(facts, coordinates.known_at);
    live.truncate(live.partition_point(|fact| fact.day() <= coordinates.as_of));
    live
}

pub(crate) fn fold_head<'a>(
    model: &Arc<ModelVersion>,
    calendar: &'a Calendar,
    live: Vec<LiveFact<'a>>,
    head: CaseHead,
    coordinates: Coordinates,
) -> Case<'a> {
    let engine = Engine {
        model: &model.model,
        calendar,
    };
    let Steps {
        mut steps,
        problems,
    } = steps_of(model, &head, &live, coordinates.as_of);
    let mut fold = engine.fold(head.id.0, &steps, coordinates.as_of);
    while let Some(idle) = Idle::among(model, &live, head.id, &steps, &fold) {
        steps.retain(|step| !idle.holds(step));
        fold = engine.fold(head.id.0, &steps, coordinates.as_of);
    }
    let holders = holders(&live, head.id);
    Case {
        id: head.id,
        citizen: head.citizen,
        model: Arc::clone(model),
        opened: head.opened,
        head,
        coordinates,
        calendar,
        fold,
        holders,
        live,
        steps,
        problems,
        law: None,
        law_wake: None,
    }
}

fn holders(live: &[LiveFact<'_>], case: CaseId) -> BTreeMap<String, EmployeeId> {
    live.iter()
        .filter(|fact| fact.entry().case == Some(case))
        .filter_map(|fact| match &fact.entry().kind {
            Kind::CaseAssigned { role, employee } => Some((role.clone(), *employee)),
            _ => None,
        })
        .collect()
}

impl<'a> Case<'a> {
    pub(crate) fn engine(&self) -> Engine<'_> {
        Engine {
            model: &self.model.model,
            calendar: self.calendar,
        }
    }

    /// The root of the fact that stopped a pause group last.
    pub(crate) fn paused_by(&self, group: usize) -> Option<FactId> {
        let definition = self.model.model.definition();
        self.last_step(|step| match step.action {
            duties::Action::Execute { event, .. } => matches!(
                definition.events[event].effect,
                duties::Effect::Pauses { group: stopped, .. } if stopped == group
            ),
            duties::Action::SetAside { .. } => false,
        })
    }

    /// The root of the fact that set a duty aside last.
    pub(crate) fn set_aside_by(&self, duty: duties::DutyId) -> Option<FactId> {
        self.last_step(|step| {
            matches!(step.action, duties::Action::SetAside { duty: aside, .. } if aside == duty)
        })
    }

    fn last_step(&self, is_it: impl Fn(&Step) -> bool) -> Option<FactId> {
        self.fold
            .order
            .iter()
            .rev()
            .map(|at| &self.steps[*at])
            .find(|step| is_it(step))
            .map(|step| FactId(step.root.0))
    }

    /// The newest version of the fact with this root, if it counts by the day.
    pub fn fact(&self, root: FactId) -> Option<&LiveFact<'a>> {
        self.live.iter().find(|fact| fact.root == root)
    }

    /// The facts that belong in this case's journal and lists: registered in it, or counting as one of its events.
    pub(crate) fn own_facts(&self) -> impl Iterator<Item = &LiveFact<'a>> {
        let stepped: BTreeSet<u64> = self.steps.iter().map(|step| step.root.0).collect();
        self.live.iter().filter(move |fact| {
            fact.entry().case == Some(self.id) || stepped.contains(&fact.root.0)
        })
    }

    /// Who holds a role: the employee assigned to it, else whoever holds the role that stands in for it.
    pub fn holder(&self, role: &str) -> Option<EmployeeId> {
        let mut at = role;
        // A chain of stand-ins longer than the list of roles goes in a circle.
        for _ in 0..=self.model.roles.len() {
            if let Some(holder) = self.holders.get(at) {
                return Some(*holder);
            }
            at = self.model.role(at)?.holder.as_deref()?;
        }
        None
    }

    /// Whether an employee of the municipality holds the role.
    pub fn is_staff(&self, role: &str) -> bool {
        self.model.role(role).is_some_and(|role| role.staff)
    }

    /// Where the case is in each step of the model, in page order.
    pub fn progress(&self) -> Vec<StepProgress> {
        let state = &self.fold.state;
        let step_of = |event: usize| self.model.events[event].step.as_deref();
        let mut progress: Vec<StepProgress> = (0..self.model.steps.len())
            .map(|step| {
                let id = Some(self.model.steps[step].id.as_str());
                let begun = self.steps.iter().any(|made| match made.action {
                    duties::Action::Execute { event, .. } => step_of(event) == id,
                    duties::Action::SetAside { .. } => false,
                });
                let open = state
                    .unended()
                    .filter(|duty| duty.state != duties::DutyState::Suspended)
                    .filter(|duty| self.is_peoples(duty.event) && step_of(duty.event) == id)
                    .count();
                StepProgress {
                    step,
                    begun,
                    open,
                    current: false,
                }
            })
            .collect();
        let current = progress
            .iter()
            .rposition(|step| step.open > 0)
            .or_else(|| progress.iter().rposition(|step| step.begun));
        if let Some(current) = current {
            progress[current].current = true;
        }
        progress
    }

    /// The step where the case is now.
    pub fn current_step(&self) -> Option<&str> {
        self.progress()
            .into_iter()
            .find(|step| step.current)
            .map(|step| self.model.steps[step.step].id.as_str())
    }

    /// Whether people do it, not the clock.
    pub fn is_peoples(&self, event: usize) -> bool {
        self.model.model.definition().events[event].kind == duties::EventKind::Activity
            && self.model.events[event].on_day.is_none()
    }

    /// The next fixed day after the one stood on, on which the page lets the clock do something.
    pub(crate) fn next_fixed_day(&self) -> Option<Day> {
        if self.fold.state.closed().is_some() {
            return None;
        }
        self.model
            .events
            .iter()
            .filter_map(|text| text.on_day)
            .filter(|day| *day > self.coordinates.as_of && *day > self.opened)
            .min()
    }
}
