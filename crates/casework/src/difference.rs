//! How the duties of two foldings of one case differ.

use std::collections::BTreeMap;

use calendar::Day;
use duties::{Duty, DutyId, DutyState, Strength};
use facts::PlacementId;

use crate::Case;

/// A duty as it stands at one moment, for comparing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutySnapshot {
    /// How it stands.
    pub state: DutyState,
    /// The day of the trigger.
    pub created: Day,
    /// The due day as the words give it.
    pub literal: Option<Day>,
    /// The due day after rolling.
    pub due: Option<Day>,
    /// How strongly the act binds.
    pub act: Strength,
    /// How strongly the day binds.
    pub day_strength: Option<Strength>,
    /// The day it ended.
    pub ended: Option<Day>,
}

/// How a duty differs before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DutyChangeKind {
    /// It was to be done, and is done.
    Discharged,
    /// It was not there, or had ended, and is to be done.
    Opened,
    /// It is to be done on another day, or its clock stopped or started.
    Moved,
    /// It was to be done and no longer is.
    Dropped,
    /// It had ended (or would have come and gone), and its ending reads otherwise now: in time or late, when, how.
    Restated,
}

/// One duty that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyChange {
    /// How.
    pub kind: DutyChangeKind,
    /// Its identity.
    pub duty: DutyId,
    /// Id of the event to be done.
    pub event: String,
    /// In which placement.
    pub instance: Option<PlacementId>,
    /// Whether it is the clock's duty: something that happens by itself.
    pub is_timer: bool,
    /// Before; `None`: it was not there.
    pub before: Option<DutySnapshot>,
    /// After; `None`: it is not there any more.
    pub after: Option<DutySnapshot>,
}

/// One duty of people that is to be done before and after, the same.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct KeptDuty {
    /// Its identity.
    pub duty: DutyId,
    /// Id of the event to be done.
    pub event: String,
    /// In which placement.
    pub instance: Option<PlacementId>,
    /// How it stands.
    pub stands: DutySnapshot,
}

/// The duties of people that are to be done in both foldings and stand alike in them.
pub(crate) fn kept(before: &Case<'_>, after: &Case<'_>) -> Vec<KeptDuty> {
    let new: BTreeMap<DutyId, &Duty> = after
        .fold
        .state
        .ledger()
        .iter()
        .map(|duty| (duty.id, duty))
        .collect();
    before
        .fold
        .state
        .ledger()
        .iter()
        .filter(|duty| is_unended(duty) && before.is_peoples(duty.event))
        .filter(|duty| change_kind(Some(duty), new.get(&duty.id).copied()).is_none())
        .map(|duty| KeptDuty {
            duty: duty.id,
            event: before.model.events[duty.event].id.clone(),
            instance: duty.instance.map(|key| PlacementId(key.0)),
            stands: snapshot(duty),
        })
        .collect()
}

/// Duties that differ between two foldings of a case, those of the earlier ledger first.
pub(crate) fn changes(before: Option<&Case<'_>>, after: Option<&Case<'_>>) -> Vec<DutyChange> {
    let ledger = |case: Option<&Case<'_>>| -> BTreeMap<DutyId, Duty> {
        case.map(|case| {
            case.fold
                .state
                .ledger()
                .iter()
                .map(|duty| (duty.id, duty.clone()))
                .collect()
        })
        .unwrap_or_default()
    };
    let (old, new) = (ledger(before), ledger(after));
    let in_order = |case: Option<&Case<'_>>| {
        case.map(|case| {
            case.fold
                .state
                .ledger()
                .iter()
                .map(|duty| duty.id)
                .collect::<Vec<_>>()
        })
        .unwrap_or_default()
    };
    let mut ids = in_order(before);
    ids.extend(
        in_order(after)
            .into_iter()
            .filter(|id| !old.contains_key(id)),
    );
    ids.into_iter()
        .filter_map(|id| {
            let (was, is) = (old.get(&id), new.get(&id));
            let kind = change_kind(was, is)?;
            let (case, duty) = is
                .and_then(|duty| after.zip(Some(duty)))
                .or_else(|| before.zip(was))?;
            Some(DutyChange {
                kind,
                duty: id,
                event: case.model.events[duty.event].id.clone(),
                instance: duty.instance.map(|key| PlacementId(key.0)),
                is_timer: !case.is_peoples(duty.event),
                before: was.map(snapshot),
                after: is.map(snapshot),
            })
        })
        .collect()
}

fn snapshot(duty: &Duty) -> DutySnapshot {
    DutySnapshot {
        state: duty.state,
        created: duty.created,
        literal: duty.literal,
        due: duty.due,
        act: duty.act,
        day_strength: duty.day_strength,
        ended: duty.ended,
    }
}

/// Whether the duty is still to be done (`docs/semantics.md` §1).
fn is_unended(duty: &Duty) -> bool {
    match duty.state {
        DutyState::Open | DutyState::Suspended | DutyState::Paused => true,
        DutyState::SetAside => duty.until.is_some(),
        DutyState::Met | DutyState::Late | DutyState::Cancelled | DutyState::Superseded => false,
    }
}

fn change_kind(was: Option<&Duty>, is: Option<&Duty>) -> Option<DutyChangeKind> {
    if was.map(snapshot) == is.map(snapshot) {
        return None;
    }
    let before = was.is_some_and(is_unended);
    let after = is.is_some_and(is_unended);
    Some(match (before, after) {
        (true, true) => DutyChangeKind::Moved,
        (false, true) => DutyChangeKind::Opened,
        (true, false) => match is.map(|duty| duty.state) {
            Some(DutyState::Met | DutyState::Late) => DutyChangeKind::Discharged,
            _ => DutyChangeKind::Dropped,
        },
        (false, false) => DutyChangeKind::Restated,
    })
}
