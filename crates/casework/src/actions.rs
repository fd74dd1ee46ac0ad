//! What can be done in a case now, and everything that stands in the way of the rest.

use calendar::Day;
use duties::{Blocker, Duty, DutyState, EventKind, InstanceKey, Lifecycle};
use facts::{EmployeeId, FactId, PlacementId};

use crate::{Appointment, AppointmentState, Case, CaseRow, DutyRow, Reason, ReasonKind, RowState};

/// One event of the page (in one placement, if it lives in one) as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionRow {
    /// Position of the event in the version.
    pub event: usize,
    /// Its id.
    pub id: String,
    /// In which placement; `None` for events of the case, and for an event that has no open placement to live in.
    pub instance: Option<PlacementId>,
    /// The role whose act it is.
    pub role: String,
    /// Who holds it.
    pub holder: Option<EmployeeId>,
    /// Everything that blocks it; empty: it can be done now.
    pub blocked_by: Vec<Reason>,
    /// The duties it would discharge.
    pub duties: Vec<duties::DutyId>,
    /// When it was last done, and how often.
    pub done: Option<(Day, u32)>,
}

impl Case<'_> {
    /// Every reason why an event cannot happen now, with remedies; empty: it can. Includes a change of law that nobody
    /// has confirmed.
    pub fn reasons(&self, event: usize, instance: Option<PlacementId>) -> Vec<Reason> {
        let engine = self.engine();
        let key = instance.map(|placement| InstanceKey(placement.0));
        let mut reasons: Vec<Reason> = engine
            .blockers(&self.fold.state, event, key)
            .iter()
            .map(|blocker| Reason::of(&self.model, blocker))
            .collect();
        if self
            .law
            .as_ref()
            .is_some_and(|law| law.repeals_event(&self.model.events[event].id))
        {
            reasons.push(Reason::new(ReasonKind::LawChanged));
        }
        reasons
    }

    /// Every event people can do, with what blocks it, in page order; an event that lives in a placement once for each
    /// open one.
    pub fn actions(&self) -> Vec<ActionRow> {
        let definition = self.model.model.definition();
        let open: Vec<_> = self
            .fold
            .state
            .instances()
            .into_iter()
            .filter(|instance| instance.closed.is_none())
            .collect();
        let mut rows = Vec::new();
        for (event, defined) in definition.events.iter().enumerate() {
            if defined.kind == EventKind::Timer {
                continue;
            }
            let lives_in = defined
                .instance
                .filter(|_| defined.lifecycle != Lifecycle::Opens);
            let keys: Vec<Option<PlacementId>> = match lives_in {
                None => vec![None],
                Some(kind) => {
                    let keys: Vec<_> = open
                        .iter()
                        .filter(|instance| instance.kind == kind)
                        .map(|instance| Some(PlacementId(instance.key.0)))
                        .collect();
                    if keys.is_empty() { vec![None] } else { keys }
                }
            };
            rows.extend(
                keys.into_iter()
                    .map(|instance| self.action(event, instance)),
            );
        }
        rows
    }

    fn action(&self, event: usize, instance: Option<PlacementId>) -> ActionRow {
        let text = &self.model.events[event];
        let key = instance.map(|placement| InstanceKey(placement.0));
        ActionRow {
            event,
            id: text.id.clone(),
            instance,
            role: text.role.clone(),
            holder: self.holder(&text.role),
            blocked_by: self.reasons(event, instance),
            duties: self
                .fold
                .state
                .unended()
                .filter(|duty| duty.event == event && duty.instance == key)
                .map(|duty| duty.id)
                .collect(),
            done: self.fold.state.done(event, key),
        }
    }

    /// The duties people have to do, in the order of their creation: open, paused, and set aside until a day.
    pub fn duty_rows(&self) -> Vec<DutyRow> {
        let booked = self.booked();
        self.fold
            .state
            .unended()
            .filter(|duty| duty.state != DutyState::Suspended && self.is_peoples(duty.event))
            .map(|duty| self.duty_row(duty, &booked))
            .collect()
    }

    /// The duties of the clock: what happens by itself, and when, unless something is done before.
    pub fn timers(&self) -> Vec<&Duty> {
        self.fold
            .state
            .unended()
            .filter(|duty| !self.is_peoples(duty.event))
            .collect()
    }

    /// The duty with this id, in whatever state.
    pub fn duty(&self, id: u64) -> Option<&Duty> {
        self.fold.state.ledger().iter().find(|duty| duty.id.0 == id)
    }

    fn booked(&self) -> Vec<Appointment> {
        self.appointments()
            .into_iter()
            .filter(|appointment| appointment.state == AppointmentState::Booked)
            .collect()
    }

    pub(crate) fn duty_row(&self, duty: &Duty, booked: &[Appointment]) -> DutyRow {
        let text = &self.model.events[duty.event];
        let instance = duty.instance.map(|key| PlacementId(key.0));
        let mut blocked_by = self.reasons(duty.event, instance);
        if self.is_repealed(duty)
            && blocked_by
                .iter()
                .all(|reason| reason.what != ReasonKind::LawChanged)
        {
            blocked_by.push(Reason::new(ReasonKind::LawChanged));
        }
        let opens_on = blocked_by
            .iter()
            .filter(|reason| reason.what == ReasonKind::TooEarly)
            .filter_map(|reason| reason.day)
            .max();
        let appointment = booked
            .iter()
            .filter(|appointment| appointment.for_event == text.id)
            .map(|appointment| (appointment.day, appointment.time))
            .max();
        DutyRow {
            duty: duty.id.0,
            case: self.id,
            citizen: self.citizen,
            event: text.id.clone(),
            instance,
            role: text.role.clone(),
            holder: self.holder(&text.role),
            act: duty.act,
            day_strength: duty.day_strength,
            created: duty.created,
            literal: duty.literal,
            due: duty.due,
            opens_on,
            state: self.row_state(duty, !blocked_by.is_empty()),
            appointment,
            trigger: FactId(duty.trigger.0),
            relation: duty.relation,
            blocked_by,
        }
    }

    fn row_state(&self, duty: &Duty, is_blocked: bool) -> RowState {
        match duty.state {
            DutyState::Paused => {
                let group = self.model.model.definition().events[duty.event].pause_group;
                let paused = group.and_then(|group| self.fold.state.paused(group));
                let until = paused
                    .and_then(|(_, until)| until)
                    .filter(|day| *day != Day::MAX);
                let by = group.and_then(|group| self.paused_by(group));
                RowState::OnHold { until, by }
            }
            DutyState::SetAside => RowState::SetAside {
                until: duty
                    .until
                    .expect("an unended duty that is set aside has the day it is open again"),
                by: self.set_aside_by(duty.id),
            },
            _ => self.next_act(duty, is_blocked),
        }
    }

    /// Follows what blocks the duty down to the acts that can be done now. If all are other roles', the duty waits.
    fn next_act(&self, duty: &Duty, is_blocked: bool) -> RowState {
        let own = self.model.events[duty.event].role.as_str();
        if !is_blocked {
            return if self.is_staff(own) || self.model.role(own).is_none() {
                RowState::Open
            } else {
                RowState::Waiting {
                    role: own.to_owned(),
                }
            };
        }
        let mut seen = vec![(duty.event, duty.instance)];
        let mut roles: Vec<&str> = Vec::new();
        let mut at = 0;
        while at < seen.len() {
            let (event, instance) = seen[at];
            at += 1;
            for blocker in self.engine().blockers(&self.fold.state, event, instance) {
                let (Blocker::NotDone {
                    event: first,
                    instance: inside,
                    ..
                }
                | Blocker::StillPending {
                    event: first,
                    instance: inside,
                    ..
                }) = blocker
                else {
                    continue;
                };
                if seen.contains(&(first, inside)) {
                    continue;
                }
                seen.push((first, inside));
                if self.engine().is_enabled(&self.fold.state, first, inside) {
                    roles.push(&self.model.events[first].role);
                }
            }
        }
        match roles.first() {
            Some(role) if !roles.contains(&own) && !role.is_empty() => RowState::Waiting {
                role: (*role).to_owned(),
            },
            _ => RowState::Blocked,
        }
    }

    /// The read-model row of the case.
    pub fn row(&self) -> CaseRow {
        let rows = self.duty_rows();
        let closed = self.fold.state.closed();
        CaseRow {
            case: self.id,
            citizen: self.citizen,
            model: self.head.model_name.clone(),
            version: self.head.version_hash.clone(),
            opened: self.opened,
            closed: closed.map(|(_, day)| day),
            closed_by: closed.map(|(event, _)| self.model.events[event].id.clone()),
            holders: self.holders.clone(),
            step: self.current_step().map(str::to_owned),
            deviations: self.fold.deviations.len(),
            placements: self
                .fold
                .state
                .instances()
                .iter()
                .filter(|instance| instance.closed.is_none())
                .count(),
            law_changed: self.law.as_ref().map(|law| law.to.hash.clone()),
            next_due: rows
                .iter()
                .filter(|row| {
                    !matches!(
                        row.state,
                        RowState::OnHold { .. } | RowState::SetAside { .. }
                    )
                })
                .filter_map(|row| row.due)
                .min(),
            next_wake: self.next_wake_of(&rows),
            last_activity: self
                .own_facts()
                .map(crate::LiveFact::day)
                .max()
                .unwrap_or(self.opened),
        }
    }

    /// The first day after the one stood on, on which the case or one of its rows changes by time alone: a timer, a turn,
    /// the end of a pause or of a set-aside, a condition's delay, a new law's first day.
    pub fn next_wake(&self) -> Option<Day> {
        self.next_wake_of(&self.duty_rows())
    }

    fn next_wake_of(&self, rows: &[DutyRow]) -> Option<Day> {
        let opens = rows
            .iter()
            .flat_map(|row| &row.blocked_by)
            .filter(|reason| reason.what == ReasonKind::TooEarly)
            .filter_map(|reason| reason.day);
        // A delay further down the chain of what has to be done first decides whether the duty waits for another role.
        let chained = self
            .fold
            .state
            .unended()
            .filter(|duty| self.is_peoples(duty.event))
            .flat_map(|duty| self.chained_openings(duty));
        opens
            .chain(chained)
            .chain(self.fold.state.next_wake())
            .chain(self.law_wake)
            .filter(|day| *day > self.coordinates.as_of && *day != Day::MAX)
            .min()
    }

    fn chained_openings(&self, duty: &Duty) -> Vec<Day> {
        let mut seen = vec![(duty.event, duty.instance)];
        let mut days = Vec::new();
        let mut at = 0;
        while at < seen.len() {
            let (event, instance) = seen[at];
            at += 1;
            for blocker in self.engine().blockers(&self.fold.state, event, instance) {
                match blocker {
                    Blocker::TooEarly { opens, .. } => days.push(opens),
                    Blocker::NotDone {
                        event, instance, ..
                    }
                    | Blocker::StillPending {
                        event, instance, ..
                    } if !seen.contains(&(event, instance)) => seen.push((event, instance)),
                    _ => {}
                }
            }
        }
        days
    }
}
