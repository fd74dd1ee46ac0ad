//! Appointments: made before people meet or ahead of what falls due, kept, moved, cancelled, missed.

use calendar::Day;
use casework::{ActionRow, Appointment, Case, DutyRow};
use facts::{AppointmentId, Entry, Fact, Kind, KindName};

use crate::decide::{due, duties_of, pause, staff_role};
use crate::life::Life;
use crate::making::working_day;
use crate::walk::{Decision, Walk};

impl Walk<'_> {
    /// The day of an appointment: mostly it is kept.
    pub(crate) fn at_appointment(
        &self,
        life: &mut Life,
        facts: &[Fact],
        case: &Case<'_>,
        actions: &[ActionRow],
        due: &Appointment,
    ) -> Decision {
        let today = case.coordinates.as_of;
        let next = Some(today.plus(pause(life)));
        let appointment = due.id;
        let caseworker = self.caseworker(life);
        let roll = life.dice.below(100);
        let mut next_day = working_day(today.plus(life.dice.between(4, 12)));
        let kind = match roll {
            ..72 => {
                let action = actions.iter().find(|action| action.id == due.for_event);
                let entries = action.map_or_else(Vec::new, |action| {
                    self.register(life, facts, case, action, Some(appointment))
                });
                if !entries.is_empty() {
                    return Decision { entries, next };
                }
                Kind::AppointmentCancelled { appointment }
            }
            72..84 => Kind::DidNotAppear { appointment },
            84..94 => Kind::AppointmentMoved {
                appointment,
                day: next_day,
                time: due.time,
            },
            _ => Kind::AppointmentCancelled { appointment },
        };
        if !matches!(kind, Kind::AppointmentMoved { .. }) {
            next_day = today.plus(2);
        }
        let mut entry = life.entry(today, kind, caseworker, "sagsbehandler");
        entry.note =
            Some("Borgeren har ringet; vi finder en ny dag.".to_owned()).filter(|_| roll >= 84);
        Decision {
            entries: vec![entry],
            next: Some(next_day),
        }
    }

    /// A conversation or a meeting is often arranged before it is held.
    pub(crate) fn book_first(
        &self,
        life: &mut Life,
        case: &Case<'_>,
        action: &ActionRow,
        rows: &[DutyRow],
    ) -> Option<Decision> {
        if !is_met(case, action) || !life.dice.chance(60) {
            return None;
        }
        let today = case.coordinates.as_of;
        let ahead = due(action, rows).map_or(12, |due| due.since(today));
        if ahead < 3 {
            return None;
        }
        let day = working_day(today.plus(life.dice.between(2, ahead.min(12))));
        Some(Decision {
            entries: vec![self.book(life, case, action, day)],
            next: Some(day),
        })
    }

    /// Appointments for what falls due in the coming weeks, each within its day.
    pub(crate) fn book_ahead(
        &self,
        life: &mut Life,
        case: &Case<'_>,
        actions: &[ActionRow],
        rows: &[DutyRow],
    ) -> Vec<Entry> {
        let today = case.coordinates.as_of;
        let mut entries = Vec::new();
        for action in actions {
            let is_booked = duties_of(action, rows).any(|row| row.appointment.is_some());
            if is_booked || !action.blocked_by.is_empty() || !is_met(case, action) {
                continue;
            }
            let due = due(action, rows);
            let ahead = due.map_or(14, |due| due.since(self.today));
            let is_owed = duties_of(action, rows).next().is_some();
            if !is_owed || !(2..=60).contains(&ahead) || !life.dice.chance(80) {
                continue;
            }
            let day = self.today.plus(life.dice.between(0, ahead.min(20)));
            let day = if working_day(day) > self.today.plus(ahead) {
                day.plus(-2)
            } else {
                working_day(day)
            };
            if day > today {
                entries.push(self.book(life, case, action, day));
                life.next_appointment = AppointmentId(life.next_appointment.0 + 1);
            }
        }
        entries
    }

    fn book(&self, life: &Life, case: &Case<'_>, action: &ActionRow, day: Day) -> Entry {
        let text = &case.model.events[action.event];
        let half_hours = u16::try_from(life.next_appointment.0 % 12).unwrap_or(4);
        let time = calendar::LocalTime::new(9 + half_hours / 2, half_hours % 2 * 30);
        let kind = Kind::AppointmentMade {
            appointment: life.next_appointment,
            for_event: text.id.clone(),
            day,
            time,
            place: Some("Jobcentret, mødelokale 3".to_owned()),
        };
        let actor = self.actor(life, case, &text.role);
        life.entry(
            case.coordinates.as_of,
            kind,
            actor,
            &staff_role(case, &text.role),
        )
    }
}

/// Whether people meet for this act, so that it can be arranged.
fn is_met(case: &Case<'_>, action: &ActionRow) -> bool {
    let satisfier = case.model.events[action.event].satisfied_by.first();
    satisfier.is_some_and(|satisfier| {
        matches!(
            satisfier.kind,
            KindName::ConversationHeld | KindName::MeetingHeld
        )
    })
}
