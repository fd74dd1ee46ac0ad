//! Why something cannot be done now: structured, with remedy and place on the page; the screens word it.

use calendar::Day;
use duties::Blocker;
use facts::PlacementId;
use rulebook::{ModelVersion, SourceRef};
use serde::{Deserialize, Serialize};

/// What kind of reason it is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum ReasonKind {
    /// The case is closed by `event`.
    Closed,
    /// The case is open: there is nothing to reopen.
    NotClosed,
    /// It does not take part now; `event` is what excluded it, if anything ever did.
    Excluded,
    /// It has been done and may be done only once.
    AlreadyDone,
    /// `event` has to be done first.
    NotDone,
    /// `event` was done, but time must pass until `day`.
    TooEarly,
    /// `event` is due and has to be done or cancelled first; `day` is its due day.
    StillPending,
    /// `field` has no value, so it is unknown whether the rule holds.
    Unknown,
    /// As many placements (`limit`) as may be are open.
    TooManyInstances,
    /// There is no such open placement.
    NoSuchInstance,
    /// The placement is there already.
    InstanceExists,
    /// Only the clock does it.
    Timer,
    /// The law changed and the rule behind this is repealed; blocked until a person confirms the new version.
    LawChanged,
}

/// One reason, with who can remove it and where it is written.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", deny_unknown_fields)]
pub struct Reason {
    /// What kind.
    pub what: ReasonKind,
    /// The event it speaks of (to be done first, pending, closing, excluding).
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub event: Option<String>,
    /// In which placement.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub instance: Option<PlacementId>,
    /// The field without a value.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub field: Option<String>,
    /// The day it opens, or the due day of what is pending.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub day: Option<Day>,
    /// How many placements may be open at once.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub limit: Option<usize>,
    /// The role that can remove it: whose act `event` is, or who registers the event that decides `field`.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub role: Option<String>,
    /// The act that removes it: `event`, or the first event that decides `field`; where to click.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub remedy: Option<String>,
    /// The relation (position in the version's `relations`) whose source says so, if one does.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub relation: Option<usize>,
}

impl Reason {
    /// Where the rule is written: its source and its anchor on the handbook page.
    pub fn source<'m>(&self, model: &'m ModelVersion) -> Option<(&'m SourceRef, &'m str)> {
        if let Some(relation) = self.relation.and_then(|at| model.relations.get(at)) {
            return Some((&relation.source, &relation.anchor));
        }
        let event = self.event.as_deref().and_then(|id| model.event(id))?;
        let text = &model.events[event];
        Some((&text.source, &text.anchor))
    }

    pub(crate) fn new(what: ReasonKind) -> Reason {
        Reason {
            what,
            event: None,
            instance: None,
            field: None,
            day: None,
            limit: None,
            role: None,
            remedy: None,
            relation: None,
        }
    }

    /// Words the engine's blocker in the page's ids.
    pub(crate) fn of(model: &ModelVersion, blocker: &Blocker) -> Reason {
        let definition = model.model.definition();
        let by_event = |what, event: usize| {
            let text = &model.events[event];
            let mut reason = Reason::new(what);
            reason.event = Some(text.id.clone());
            reason
        };
        let to_do = |what, event: usize| {
            let mut reason = by_event(what, event);
            reason.role = Some(model.events[event].role.clone()).filter(|role| !role.is_empty());
            reason.remedy.clone_from(&reason.event);
            reason
        };
        match *blocker {
            Blocker::Closed { by } => by_event(ReasonKind::Closed, by),
            Blocker::NotClosed => Reason::new(ReasonKind::NotClosed),
            Blocker::Excluded { by } => by.map_or_else(
                || Reason::new(ReasonKind::Excluded),
                |by| by_event(ReasonKind::Excluded, by),
            ),
            Blocker::AlreadyDone => Reason::new(ReasonKind::AlreadyDone),
            Blocker::NotDone {
                relation,
                event,
                instance,
            } => Reason {
                relation: Some(relation),
                instance: instance.map(|key| PlacementId(key.0)),
                ..to_do(ReasonKind::NotDone, event)
            },
            Blocker::TooEarly {
                relation,
                event,
                opens,
            } => Reason {
                relation: Some(relation),
                day: Some(opens),
                ..by_event(ReasonKind::TooEarly, event)
            },
            Blocker::StillPending {
                relation,
                event,
                instance,
                due,
            } => Reason {
                relation: Some(relation),
                instance: instance.map(|key| PlacementId(key.0)),
                day: due,
                ..to_do(ReasonKind::StillPending, event)
            },
            Blocker::Unknown { relation, field } => {
                let id = definition.fields[field].id.as_str();
                let decider = model
                    .events
                    .iter()
                    .find(|event| event.decides.iter().any(|decided| decided == id));
                Reason {
                    relation: Some(relation),
                    field: Some(id.to_owned()),
                    role: decider.map(|event| event.role.clone()),
                    remedy: decider.map(|event| event.id.clone()),
                    ..Reason::new(ReasonKind::Unknown)
                }
            }
            Blocker::TooManyInstances { limit, .. } => Reason {
                limit: Some(limit),
                ..Reason::new(ReasonKind::TooManyInstances)
            },
            Blocker::NoSuchInstance => Reason::new(ReasonKind::NoSuchInstance),
            Blocker::InstanceExists => Reason::new(ReasonKind::InstanceExists),
            Blocker::Timer => Reason::new(ReasonKind::Timer),
        }
    }
}
