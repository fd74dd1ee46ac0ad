//! Which events of a page a fact counts as, in which case.

use std::collections::BTreeSet;

use facts::{CaseId, Entry, Kind, KindName, PlacementId};
use rulebook::{FactGuard, ModelVersion};

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

/// What satisfies the events of a page, laid out for asking often: a case asks once per fact and event.
pub(crate) struct Matcher<'m> {
    model: &'m ModelVersion,
    /// In page order; an event with several satisfiers stands several times in a row.
    satisfiers: Vec<(KindName, usize, Option<&'m FactGuard>)>,
}

impl<'m> Matcher<'m> {
    pub(crate) fn new(model: &'m ModelVersion) -> Matcher<'m> {
        let mut satisfiers = Vec::with_capacity(model.events.len() + 8);
        for (event, text) in model.events.iter().enumerate() {
            for satisfier in &text.satisfied_by {
                if satisfier.kind != KindName::ActivityDone {
                    satisfiers.push((satisfier.kind, event, satisfier.when.as_ref()));
                }
            }
        }
        Matcher { model, satisfiers }
    }

    /// The events the fact counts as, in page order. An `activity-done` always counts as the event it names.
    pub(crate) fn events_of(&self, entry: &Entry) -> impl Iterator<Item = usize> {
        let named = match &entry.kind {
            Kind::ActivityDone { event, .. } => self.model.event(event),
            _ => None,
        };
        let kind = entry.kind.name();
        let mut last = None;
        let matched = self
            .satisfiers
            .iter()
            .filter(move |(wanted, ..)| *wanted == kind)
            .filter(|(_, _, when)| when.is_none_or(|guard| guard.holds(entry)))
            .map(|(_, event, _)| *event)
            // One event satisfied in two ways happened once.
            .filter(move |event| last.replace(*event) != Some(*event));
        named.into_iter().chain(matched)
    }
}

/// The events one fact counts as, in page order: [`Matcher::events_of`] for a single question.
pub(crate) fn events_of(model: &ModelVersion, entry: &Entry) -> Vec<usize> {
    Matcher::new(model).events_of(entry).collect()
}

/// The placements that had ended before the case was opened: nothing about them carries on into it.
pub(crate) fn ended_before(
    model: &ModelVersion,
    matcher: &Matcher<'_>,
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
            matcher
                .events_of(fact.entry())
                .any(|event| definition.events[event].lifecycle == duties::Lifecycle::Closes)
        })
        .map(|(_, placement)| placement)
        .collect()
}
