//! Appointments: booked, moved, called off, kept, not kept.

use calendar::{Day, LocalTime};
use facts::{AppointmentId, CaseId, FactId, Kind};

use crate::matching::counts_in;
use crate::{Case, LiveFact};

/// How an appointment stands.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum AppointmentState {
    /// It stands in the book; its day may have passed without anything being recorded.
    Booked,
    /// It was kept.
    Held,
    /// It was called off.
    Cancelled,
    /// The citizen did not appear. Nothing follows by itself.
    DidNotAppear,
}

/// An appointment with its history.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Appointment {
    /// Which.
    pub id: AppointmentId,
    /// In which case it was made.
    pub case: Option<CaseId>,
    /// The event of the page it is for.
    pub for_event: String,
    /// The day, after moving.
    pub day: Day,
    /// The time, after moving.
    pub time: Option<LocalTime>,
    /// Where.
    pub place: Option<String>,
    /// How it stands.
    pub state: AppointmentState,
    /// How often it was moved.
    pub moved: usize,
    /// The root of the fact that made it.
    pub made_by: FactId,
    /// The root of the last fact about it.
    pub last: FactId,
}

/// The appointments among facts that count, in the order they were made. A fact about an appointment that was never made
/// is left out.
pub fn appointments(live: &[LiveFact<'_>]) -> Vec<Appointment> {
    let mut list: Vec<Appointment> = Vec::new();
    for fact in live {
        let entry = fact.entry();
        if let Kind::AppointmentMade {
            appointment,
            for_event,
            day,
            time,
            place,
        } = &entry.kind
            && list.iter().all(|made| made.id != *appointment)
        {
            list.push(Appointment {
                id: *appointment,
                case: entry.case,
                for_event: for_event.clone(),
                day: *day,
                time: *time,
                place: place.clone(),
                state: AppointmentState::Booked,
                moved: 0,
                made_by: fact.root,
                last: fact.root,
            });
        }
    }
    for fact in live {
        let about = match &fact.entry().kind {
            Kind::AppointmentMoved { appointment, .. }
            | Kind::AppointmentCancelled { appointment }
            | Kind::DidNotAppear { appointment }
            | Kind::ConversationHeld {
                appointment: Some(appointment),
                ..
            }
            | Kind::MeetingHeld {
                appointment: Some(appointment),
                ..
            } => *appointment,
            _ => continue,
        };
        let Some(made) = list.iter_mut().find(|made| made.id == about) else {
            continue;
        };
        made.last = fact.root;
        match &fact.entry().kind {
            Kind::AppointmentMoved { day, time, .. } => {
                made.day = *day;
                made.time = *time;
                made.moved += 1;
                made.state = AppointmentState::Booked;
            }
            Kind::AppointmentCancelled { .. } => made.state = AppointmentState::Cancelled,
            Kind::DidNotAppear { .. } => made.state = AppointmentState::DidNotAppear,
            _ => made.state = AppointmentState::Held,
        }
    }
    list
}

impl Case<'_> {
    /// The case's appointments, in the order they were made. A booked one whose event was done on its day or later counts
    /// as held, also where the fact did not name it.
    pub fn appointments(&self) -> Vec<Appointment> {
        let own: Vec<LiveFact<'_>> = self
            .live
            .iter()
            .filter(|fact| counts_in(fact.entry(), self.id) && fact.day() >= self.opened)
            .copied()
            .collect();
        let mut list = appointments(&own);
        for made in &mut list {
            let done = self.model.event(&made.for_event).and_then(|event| {
                let instances = self.fold.state.instances();
                let keys = instances.iter().map(|instance| Some(instance.key));
                std::iter::once(None)
                    .chain(keys)
                    .filter_map(|key| self.fold.state.done(event, key))
                    .map(|(day, _)| day)
                    .max()
            });
            if made.state == AppointmentState::Booked && done.is_some_and(|day| day >= made.day) {
                made.state = AppointmentState::Held;
            }
        }
        list
    }
}
