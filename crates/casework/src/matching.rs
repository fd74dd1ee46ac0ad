//! Which events of a page a fact counts as, in which case.

use std::collections::BTreeSet;

use facts::{CaseId, Entry, Kind, PlacementId};
use rulebook::ModelVersion;

use crate::{CaseHead, LiveFact};

/// Whether the fact may count in this case at all.
///
/// Case kinds and `activity-done` count in the case they were registered in and nowhere else. Appointment kinds name an
/// event of one page, so they count in their case, or anywhere if they name none. All others count in every case.
pub(crate) fn counts_in(entry: &Entry, case: CaseId) -> bool {
    match entry.kind {
        Kind::CaseOpened { .. }
        | Kind::CaseAssigned { .. }
        | Kind::CaseClosed
        | Kind::CaseReopened
        | Kind::ModelChanged { .. }
        | Kind::DutySetAside { .. }
        | Kind::ClockPaused { .. }
        | Kind::ClockResumed
        | Kind::ActivityDone { .. } => entry.case == Some(case),
        Kind::AppointmentMade { .. }
        | Kind::AppointmentMoved { .. }
        | Kind::AppointmentCancelled { .. }
        | Kind::DidNotAppear { .. } => entry.case.is_none_or(|own| own == case),
        _ => true,
    }
}

/// The events the fact counts as, in page order. An `activity-done` always counts as the event it names.
pub(crate) fn events_of<'m>(
    model: &'m ModelVersion,
    entry: &'m Entry,
) -> impl Iterator<Item = usize> + 'm {
    let named = match &entry.kind {
        Kind::ActivityDone { event, .. } => Some(event.as_str()),
        _ => None,
    };
    model
        .events
        .iter()
        .enumerate()
        .filter(move |(_, text)| {
            named.map_or_else(|| text.is_satisfied_by(entry), |id| text.id == id)
        })
        .map(|(event, _)| event)
}

/// The placements that had ended before the case was opened: nothing about them carries on into it.
pub(crate) fn ended_before(
    model: &ModelVersion,
    head: &CaseHead,
    live: &[LiveFact<'_>],
) -> BTreeSet<PlacementId> {
    let definition = model.model.definition();
    live.iter()
        .take_while(|fact| fact.day() < head.opened)
        .filter_map(|fact| {
            fact.entry()
                .kind
                .placement()
                .map(|placement| (fact, placement))
        })
        .filter(|(fact, _)| {
            events_of(model, fact.entry())
                .any(|event| definition.events[event].lifecycle == duties::Lifecycle::Closes)
        })
        .map(|(_, placement)| placement)
        .collect()
}
