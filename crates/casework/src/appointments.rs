//! Appointments: booked, moved, called off, kept, not kept.

use calendar::{Day, LocalTime};
use duties::Action;
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
    /// Its day passed without a word about it, and what it was for was done on a later day: nobody waits for it any more,
    /// but whether it was kept is not known.
    Overtaken,
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
    /// The case's appointments, in the order they were made.
    ///
    /// A booked one is held when a fact names it, or when its event was done on its very day. That the event was done later
    /// says nothing about the day in the book: the appointment may just as well have been missed, so it is overtaken.
    pub fn appointments(&self) -> Vec<Appointment> {
        let own: Vec<LiveFact<'_>> = self
            .live
            .iter()
            .filter(|fact| counts_in(fact.entry(), self.id) && fact.day() >= self.opened)
            .copied()
            .collect();
        let mut list = appointments(&own);
        for made in &mut list {
            if made.state != AppointmentState::Booked {
                continue;
            }
            let Some(event) = self.model.event(&made.for_event) else {
                continue;
            };
            if self.days_done(event).any(|day| day == made.day) {
                made.state = AppointmentState::Held;
            } else if self.days_done(event).any(|day| day > made.day) {
                made.state = AppointmentState::Overtaken;
            }
        }
        list
    }

    /// The days on which an event was done, in any placement.
    fn days_done(&self, event: usize) -> impl Iterator<Item = Day> {
        self.steps.iter().filter_map(move |step| match step.action {
            Action::Execute { event: done, .. } => (done == event).then_some(step.day),
            Action::SetAside { .. } => None,
        })
    }
}
