//! The types of scenarios.

use std::collections::BTreeMap;

use calendar::{Day, LocalTime};
use duties::{DutyState, Strength};
use facts::{KindName, Value};

/// A scenario file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Scenario {
    /// Where it was read from.
    pub path: String,
    /// What it is called.
    pub title: String,
    /// What it shows.
    pub about: Option<String>,
    /// The model.
    pub model: String,
    /// The day whose version is used; `None`: the day of the first step.
    pub version: Option<Day>,
    /// Days whose versions must pass it just as well: a later version that changes nothing here.
    pub also: Vec<Day>,
    /// Steps and expectations in file order. An expectation knows only the steps before it.
    pub items: Vec<Item>,
}

/// One entry of a scenario.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Item {
    /// Something is registered.
    Step(Register),
    /// Something must be so.
    Expect(Expectation),
}

/// A step: something is registered.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Register {
    /// Line in the file, from 1.
    pub line: usize,
    /// Its name for later steps.
    pub label: Option<String>,
    /// The day it happened; for a retraction the day it was recorded, if given.
    pub on: Option<Day>,
    /// The local time.
    pub time: Option<LocalTime>,
    /// What.
    pub what: Registered,
    /// Answers and the fact's own fields. A choice may stand as `Value::Text`: its type is the field's.
    pub fields: BTreeMap<String, Value>,
    /// The scenario's name of the instance.
    pub instance: Option<String>,
    /// Roles that took part.
    pub with: Vec<String>,
    /// Why it was done although blocked.
    pub reason: Option<String>,
    /// The label of the step this one replaces.
    pub corrects: Option<String>,
    /// Tried in every order together with its neighbours of the same mark.
    pub any_order: bool,
}

/// What a step registers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Registered {
    /// The event of this id was done.
    Event(String),
    /// A fact of this kind.
    Fact(KindName),
    /// The step of this label stops counting.
    Retraction(String),
    /// The unended duty on this event is set aside, this time or until a day.
    SetAside {
        /// The event.
        event: String,
        /// The first day on which it is open again.
        until: Option<Day>,
    },
}

/// What must be so at this place in the file. `None` means not asked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Expectation {
    /// Line in the file, from 1.
    pub line: usize,
    /// The day; `None`: that of the step above.
    pub as_of: Option<Day>,
    /// Only what was recorded up to and with the step of this label.
    pub known_at: Option<String>,
    /// Exactly these duties are unended or set aside until a day.
    pub open: Option<Vec<ExpectedDuty>>,
    /// These duties exist besides, in any state.
    pub duties: Vec<ExpectedDuty>,
    /// These are blocked so.
    pub blocked: Vec<ExpectedBlock>,
    /// Nothing blocks these.
    pub can: Vec<Target>,
    /// Something blocks these.
    pub cannot: Vec<Target>,
    /// Exactly these deviations.
    pub deviations: Option<Vec<Deviated>>,
    /// Whether the case is closed.
    pub closed: Option<Closed>,
    /// Decision data; `None`: unknown.
    pub fields: BTreeMap<String, Option<Value>>,
    /// The instance whose data is asked.
    pub instance: Option<String>,
    /// Exactly these effects wait for information.
    pub waits_for_information: Option<Vec<WaitsFor>>,
    /// Exactly these registrations lack exactly these answers that the page wants (`must-answer`, `required`).
    pub unanswered: Option<Vec<WaitsFor>>,
    /// Exactly these set-aside steps (labels) apply no more.
    pub no_longer_applies: Option<Vec<String>>,
    /// The next day on which time alone changes the case.
    pub next_wake: Option<Day>,
    /// How often events were done.
    pub done: Vec<Done>,
}

/// An event, in an instance if it lives in one.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Target {
    /// The event's id.
    pub event: String,
    /// The scenario's name of the instance.
    pub instance: Option<String>,
}

/// What is asked of a duty.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedDuty {
    /// Line in the file, from 1.
    pub line: usize,
    /// The event and instance.
    pub target: Target,
    /// The resolved day; `Some(None)`: has no day.
    pub due: Option<Option<Day>>,
    /// The literal day.
    pub literal: Option<Day>,
    /// The day of the trigger.
    pub created: Option<Day>,
    /// How strongly the act binds.
    pub act: Option<Strength>,
    /// How strongly the day binds.
    pub strength: Option<Strength>,
    /// How it stands; `Open` in `open` unless said otherwise.
    pub state: Option<DutyState>,
    /// Whether its day has passed.
    pub overdue: Option<bool>,
    /// The day a set-aside ends.
    pub until: Option<Day>,
}

/// What blocks an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ExpectedBlock {
    /// The event and instance.
    pub target: Target,
    /// Exactly these reasons; `None`: some.
    pub by: Option<Vec<Reason>>,
}

/// A reason why something is blocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Reason {
    /// Which.
    pub why: ReasonKind,
    /// The event it names.
    pub event: Option<String>,
    /// The field it names.
    pub field: Option<String>,
    /// The instance it names.
    pub instance: Option<String>,
    /// The day from which it is no longer too early.
    pub opens: Option<Day>,
    /// The due day of what is still pending.
    pub due: Option<Day>,
}

/// The kinds of reason: those of [`duties::Blocker`].
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(
    missing_docs,
    reason = "each is documented at the variant of `duties::Blocker`"
)]
pub enum ReasonKind {
    Closed,
    NotClosed,
    Excluded,
    AlreadyDone,
    NotDone,
    TooEarly,
    StillPending,
    Unknown,
    TooManyInstances,
    NoSuchInstance,
    InstanceExists,
    Timer,
}

impl ReasonKind {
    /// All of them with their names in scenarios.
    pub const ALL: [(&'static str, ReasonKind); 12] = [
        ("closed", ReasonKind::Closed),
        ("not-closed", ReasonKind::NotClosed),
        ("excluded", ReasonKind::Excluded),
        ("already-done", ReasonKind::AlreadyDone),
        ("not-done", ReasonKind::NotDone),
        ("too-early", ReasonKind::TooEarly),
        ("still-pending", ReasonKind::StillPending),
        ("unknown", ReasonKind::Unknown),
        ("too-many-instances", ReasonKind::TooManyInstances),
        ("no-such-instance", ReasonKind::NoSuchInstance),
        ("instance-exists", ReasonKind::InstanceExists),
        ("timer", ReasonKind::Timer),
    ];

    /// The kind of a blocker of the engine.
    pub fn of(blocker: &duties::Blocker) -> ReasonKind {
        use duties::Blocker;
        match blocker {
            Blocker::Closed { .. } => ReasonKind::Closed,
            Blocker::NotClosed => ReasonKind::NotClosed,
            Blocker::Excluded { .. } => ReasonKind::Excluded,
            Blocker::AlreadyDone => ReasonKind::AlreadyDone,
            Blocker::NotDone { .. } => ReasonKind::NotDone,
            Blocker::TooEarly { .. } => ReasonKind::TooEarly,
            Blocker::StillPending { .. } => ReasonKind::StillPending,
            Blocker::Unknown { .. } => ReasonKind::Unknown,
            Blocker::TooManyInstances { .. } => ReasonKind::TooManyInstances,
            Blocker::NoSuchInstance => ReasonKind::NoSuchInstance,
            Blocker::InstanceExists => ReasonKind::InstanceExists,
            Blocker::Timer => ReasonKind::Timer,
        }
    }

    /// Its name in scenarios.
    pub fn id(self) -> &'static str {
        Self::ALL
            .iter()
            .find(|(_, kind)| *kind == self)
            .map_or("", |(id, _)| id)
    }
}

/// Something that was done while blocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Deviated {
    /// The event.
    pub event: String,
    /// When.
    pub on: Option<Day>,
    /// Exactly these reasons, by kind, in any order; `None`: not asked.
    pub why: Option<Vec<ReasonKind>>,
}

/// Whether the case is closed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Closed {
    /// It is open.
    No,
    /// It is closed, by this event and on this day if given.
    Yes {
        /// The event.
        by: Option<String>,
        /// When.
        on: Option<Day>,
    },
}

/// An effect that waits for information, or a registration that lacks answers.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct WaitsFor {
    /// The target of the effect, or the event registered.
    pub event: String,
    /// The fields that have no value, in any order.
    pub fields: Vec<String>,
}

/// How often an event was done.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Done {
    /// The event and instance.
    pub target: Target,
    /// When last.
    pub on: Option<Day>,
    /// How often.
    pub times: Option<u32>,
}

/// A mutant that no scenario has to notice.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Excuse {
    /// The mutant's id.
    pub mutant: String,
    /// Why nothing can notice it.
    pub reason: String,
}
