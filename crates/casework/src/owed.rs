//! What is to be done in a case, by whom, and what it waits for; the rows of the read model.

use calendar::Day;
use duties::{Blocker, Duty, DutyId, DutyState, InstanceKey};
use facts::{FactId, PlacementId};

use crate::{Appointment, AppointmentState, Case, CaseRow, DutyRow, Reason, ReasonKind, RowState};

/// What lies before a duty: the acts that can be done now, and the days until which time must pass.
#[derive(Default)]
struct Ahead<'m> {
    roles: Vec<&'m str>,
    openings: Vec<Day>,
}

impl Case<'_> {
    /// The duties people have to do, in the order of their creation: open, paused, and set aside until a day.
    pub fn duty_rows(&self) -> Vec<DutyRow> {
        self.rows().1
    }

    /// The read-model row of the case.
    pub fn row(&self) -> CaseRow {
        self.rows().0
    }

    /// The first day after the one stood on, on which the case or one of its rows changes by time alone: a timer, a turn,
    /// the end of a pause or of a set-aside, a condition's delay, a new law's first day.
    pub fn next_wake(&self) -> Option<Day> {
        self.rows().0.next_wake
    }

    /// The rows of the read model: the case's, and one for each duty people have to do.
    pub fn rows(&self) -> (CaseRow, Vec<DutyRow>) {
        let booked: Vec<Appointment> = self
            .appointments()
            .into_iter()
            .filter(|appointment| appointment.state == AppointmentState::Booked)
            .collect();
        let mut openings = Vec::new();
        let rows: Vec<DutyRow> = self
            .fold
            .state
            .unended()
            .filter(|duty| duty.state != DutyState::Suspended && self.is_peoples(duty.event))
            .map(|duty| {
                let ahead = self.ahead(duty);
                openings.extend(ahead.openings.iter().copied());
                self.duty_row(duty, &booked, &ahead)
            })
            .collect();
        (self.case_row(&rows, &openings), rows)
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

    fn duty_row(&self, duty: &Duty, booked: &[Appointment], ahead: &Ahead<'_>) -> DutyRow {
        let text = &self.model.events[duty.event];
        let instance = duty.instance.map(|key| PlacementId(key.0));
        let mut blocked_by = self.reasons(duty.event, instance);
        let is_told = blocked_by
            .iter()
            .any(|reason| reason.what == ReasonKind::LawChanged);
        if self.is_repealed(duty) && !is_told {
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
            state: self.row_state(duty, &blocked_by, ahead),
            appointment,
            trigger: FactId(duty.trigger.0),
            relation: duty.relation,
            blocked_by,
        }
    }

    fn row_state(&self, duty: &Duty, blocked_by: &[Reason], ahead: &Ahead<'_>) -> RowState {
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
            _ => self.next_act(duty, blocked_by, ahead),
        }
    }

    /// The duty waits if its own act is a role's that is not staff, or if everything that can be done now to unblock it is
    /// somebody else's.
    fn next_act(&self, duty: &Duty, blocked_by: &[Reason], ahead: &Ahead<'_>) -> RowState {
        let own = self.model.events[duty.event].role.as_str();
        let waiting = |role: &str| RowState::Waiting {
            role: role.to_owned(),
        };
        if blocked_by.is_empty() {
            let is_ours = self.is_staff(own) || self.model.role(own).is_none();
            return if is_ours {
                RowState::Open
            } else {
                waiting(own)
            };
        }
        let holder = self.holder(own);
        let is_own = |role: &&str| {
            let is_same_employee =
                holder.is_some() && self.is_staff(role) && self.holder(role) == holder;
            *role == own || is_same_employee
        };
        match ahead.roles.first() {
            Some(role) if !role.is_empty() && !ahead.roles.iter().any(is_own) => waiting(role),
            _ => RowState::Blocked,
        }
    }

    /// Follows what blocks the duty down to what can be done now.
    fn ahead(&self, duty: &Duty) -> Ahead<'_> {
        let mut ahead = Ahead::default();
        let mut seen: Vec<(usize, Option<InstanceKey>)> = vec![(duty.event, duty.instance)];
        let mut at = 0;
        while at < seen.len() {
            let (event, instance) = seen[at];
            let blockers = self.engine().blockers(&self.fold.state, event, instance);
            if blockers.is_empty() && at > 0 {
                ahead.roles.push(&self.model.events[event].role);
            }
            for blocker in blockers {
                match blocker {
                    Blocker::TooEarly { opens, .. } => ahead.openings.push(opens),
                    Blocker::NotDone {
                        event, instance, ..
                    }
                    | Blocker::StillPending {
                        event, instance, ..
                    } if !seen.contains(&(event, instance)) => seen.push((event, instance)),
                    _ => {}
                }
            }
            at += 1;
        }
        ahead
    }

    fn case_row(&self, rows: &[DutyRow], openings: &[Day]) -> CaseRow {
        let closed = self.fold.state.closed();
        let instances = self.fold.state.instances();
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
            placements: instances
                .iter()
                .filter(|instance| instance.closed.is_none())
                .count(),
            law_changed: self.law.as_ref().map(|law| law.to.hash.clone()),
            next_due: rows
                .iter()
                .filter(|row| !row.stands_still())
                .filter_map(|row| row.due)
                .min(),
            next_wake: openings
                .iter()
                .copied()
                .chain(self.fold.state.next_wake())
                .chain(self.law_wake)
                .chain(self.next_fixed_day())
                .filter(|day| *day > self.coordinates.as_of && *day != Day::MAX)
                .min(),
            last_activity: self
                .own_facts()
                .map(crate::LiveFact::day)
                .max()
                .unwrap_or(self.opened),
        }
    }

    /// Whether a person may set the duty aside now.
    pub fn may_set_aside(&self, duty: DutyId) -> bool {
        self.duty(duty.0).is_some_and(|duty| {
            duty.act == duties::Strength::Default
                && matches!(
                    duty.state,
                    DutyState::Open | DutyState::Suspended | DutyState::Paused
                )
        })
    }
}
