//! What somebody does with a case on a day.

use std::collections::BTreeSet;

use calendar::Day;
use casework::{
    ActionRow, Appointment, AppointmentState, Case, Coordinates, DutyRow, PlacementRow, ReasonKind,
    RowState,
};
use duties::{Effect, Lifecycle, Strength};
use facts::{Actor, AppointmentId, Entry, Fact, Kind};
use rulebook::Act;

use crate::life::{Life, Pace};
use crate::making::{Making, working_day};
use crate::names;
use crate::walk::{Decision, Walk};

impl Walk<'_> {
    /// Looks at the case and decides. What is decided may still be refused by the check.
    pub(crate) fn decide(&self, life: &mut Life, facts: &[Fact], case: &Case<'_>) -> Decision {
        let today = case.coordinates.as_of;
        let next = Some(next_visit(life, case, None));
        if let Some(entry) = mend(life, today, &self.caseworker(life)) {
            return Decision {
                entries: vec![entry],
                next,
            };
        }
        let actions = case.actions();
        if case.fold.state.closed().is_some() {
            return self.after_the_end(life, case, &actions);
        }
        let booked: Vec<Appointment> = case
            .appointments()
            .into_iter()
            .filter(|appointment| appointment.state == AppointmentState::Booked)
            .collect();
        if let Some(due) = booked
            .iter()
            .find(|made| made.day <= today && made.day < self.today)
        {
            return self.at_appointment(life, facts, case, &actions, due);
        }
        if life.stops_on.is_some_and(|day| day <= today) {
            return self.stop_the_clock(life, facts, case, &actions);
        }
        let rows = case.duty_rows();
        if life.books_on.is_some_and(|day| day <= today) {
            life.books_on = None;
            let entries = self.book_ahead(life, case, &actions, &rows);
            if !entries.is_empty() {
                let next = Some(next_visit(life, case, None));
                return Decision { entries, next };
            }
        }
        if let Some(entry) = self.set_aside(life, &rows, today) {
            return Decision {
                entries: vec![entry],
                next,
            };
        }
        if life.pace == Pace::Slow && life.dice.chance(35) {
            return Decision {
                entries: Vec::new(),
                next,
            };
        }
        let weights: Vec<usize> = actions
            .iter()
            .map(|action| weight(life, case, action, &rows, &booked))
            .collect();
        let Some(chosen) = life.dice.weighed(&weights).map(|at| &actions[at]) else {
            return Decision {
                entries: Vec::new(),
                next: Some(today.plus(14)),
            };
        };
        if let Some(decision) = self.book_first(life, case, chosen, &rows) {
            return decision;
        }
        let entries = self.register(life, facts, case, chosen, None);
        let next = Some(next_visit(life, case, Some(chosen)));
        Decision { entries, next }
    }

    /// Something has come in between: the clock stands still for some weeks past the demonstration's day, and the case with it.
    fn stop_the_clock(
        &self,
        life: &mut Life,
        facts: &[Fact],
        case: &Case<'_>,
        actions: &[ActionRow],
    ) -> Decision {
        let definition = case.model.model.definition();
        let pausing = actions.iter().find(|action| {
            let effect = &definition.events[action.event].effect;
            matches!(effect, Effect::Pauses { .. }) && action.blocked_by.is_empty()
        });
        let mut entries = pausing.map_or_else(Vec::new, |action| {
            self.register(life, facts, case, action, None)
        });
        let end = working_day(self.today.plus(life.dice.between(6, 30)));
        for entry in &mut entries {
            if let Kind::ClockPaused { until } = &mut entry.kind {
                *until = Some(end);
            }
        }
        life.stops_on = None;
        let next = if entries.is_empty() {
            next_visit(life, case, None)
        } else {
            end
        };
        Decision {
            entries,
            next: Some(next),
        }
    }

    /// A closed case is opened again now and then.
    fn after_the_end(&self, life: &mut Life, case: &Case<'_>, actions: &[ActionRow]) -> Decision {
        let definition = case.model.model.definition();
        let reopening = actions
            .iter()
            .find(|action| definition.events[action.event].effect == Effect::Reopens);
        match reopening {
            Some(action) if life.target.is_some() || life.dice.chance(30) => Decision {
                entries: self.register(life, &[], case, action, None),
                next: Some(case.coordinates.as_of.plus(7)),
            },
            _ => Decision {
                entries: Vec::new(),
                next: None,
            },
        }
    }

    /// The entries of a registration: documents that belong to it, then the act itself.
    pub(crate) fn register(
        &self,
        life: &mut Life,
        facts: &[Fact],
        case: &Case<'_>,
        action: &ActionRow,
        appointment: Option<AppointmentId>,
    ) -> Vec<Entry> {
        let text = &case.model.events[action.event];
        let today = case.coordinates.as_of;
        let is_late = appointment.is_none() && life.dice.chance(12);
        let day = if is_late {
            today.plus(-life.dice.between(2, 16)).max(life.opened)
        } else {
            today
        };
        let actor = self.actor(life, case, &text.role);
        let role = staff_role(case, &text.role);
        let (next_placement, next_appointment) = (life.next_placement, life.next_appointment);
        let (team, benefit) = (life.team, life.benefit.clone());
        let colleague = |role: &str, at: usize| self.colleague(team, role, at);
        let mut making = Making {
            dice: &mut life.dice,
            companies: self.companies,
            colleague: &colleague,
            day,
            placement: action.instance,
            next_placement,
            next_appointment,
            appointment,
            benefit: benefit.as_deref(),
        };
        let Some(kind) = making.kind(text) else {
            return Vec::new();
        };
        let row = kind.placement().and_then(|id| {
            let mut rows = case.placements().into_iter();
            rows.find(|row| row.placement == id)
        });
        let Some((kind, day)) = in_order(kind, day, row.as_ref()) else {
            return Vec::new();
        };
        making.day = day;
        let is_late = is_late || day < today;
        let missing = case.missing_documents(action.event, day);
        let mut documents = Vec::new();
        if making.dice.chance(90) {
            documents.extend(missing.iter().map(|id| making.document(id.clone())));
        }
        let answers = making.answers(&case.model, text);
        let time = appointment.map(|_| making.time());
        let mut entries: Vec<Entry> = documents
            .into_iter()
            .map(|kind| life.entry(day, kind, actor.clone(), &role))
            .collect();
        let forgets_documents = entries.len() < missing.len();
        let mut entry = life.entry(day, kind, actor, &role);
        entry.answers = answers;
        entry.time = time;
        entry.participants = text.with.iter().cloned().collect::<BTreeSet<_>>();
        let forgets_somebody = !text.with.is_empty() && life.dice.chance(6);
        if forgets_somebody {
            entry.participants.pop_last();
        }
        if life.dice.chance(35) || matches!(entry.kind, Kind::CaseClosed | Kind::ClockPaused { .. })
        {
            entry.note = Some(note(life, &entry.kind));
        }
        entries.push(entry);
        let needs_reason = !action.blocked_by.is_empty()
            || forgets_documents
            || forgets_somebody
            || (is_late && self.needs_reason(facts, &entries, today));
        if needs_reason && let Some(entry) = entries.last_mut() {
            entry.reason = Some((*life.dice.pick(names::REASONS)).to_owned());
        }
        entries
    }

    fn needs_reason(&self, facts: &[Fact], entries: &[Entry], today: Day) -> bool {
        casework::preview(self.book, facts, entries, Coordinates::on(today))
            .is_ok_and(|preview| preview.needs_reason())
    }

    /// Somebody sets a duty aside that may be set aside.
    fn set_aside(&self, life: &mut Life, rows: &[DutyRow], today: Day) -> Option<Entry> {
        let row = rows.iter().find(|row| {
            row.act == Strength::Default && row.state == RowState::Open && row.is_overdue(today)
        })?;
        if !life.dice.chance(12) {
            return None;
        }
        let until = life
            .dice
            .chance(50)
            .then(|| today.plus(life.dice.between(10, 40)));
        let kind = Kind::DutySetAside {
            duty: row.duty,
            until,
        };
        let mut entry = life.entry(today, kind, self.caseworker(life), "sagsbehandler");
        entry.note = Some((*life.dice.pick(names::SET_ASIDE)).to_owned());
        Some(entry)
    }

    /// The case's caseworker.
    pub(crate) fn caseworker(&self, life: &Life) -> Actor {
        let employee = self
            .colleague(life.team, "sagsbehandler", life.place)
            .unwrap_or(self.employees[0].id);
        Actor::Employee(employee)
    }

    pub(crate) fn actor(&self, life: &Life, case: &Case<'_>, role: &str) -> Actor {
        match case.holder(role) {
            Some(employee) => Actor::Employee(employee),
            None => self.caseworker(life),
        }
    }

    /// An employee of a team in a role.
    pub(crate) fn colleague(
        &self,
        team: usize,
        role: &str,
        at: usize,
    ) -> Option<facts::EmployeeId> {
        let mates: Vec<_> = self
            .employees
            .iter()
            .filter(|employee| employee.team == team && employee.role == role)
            .collect();
        let mate = mates.get(at % mates.len().max(1))?;
        Some(mate.id)
    }
}

/// A fact about a placement where it can lie: begun before the last day that was agreed, prolonged beyond it, and ended after
/// its beginning. `None`: it cannot have happened by that day.
fn in_order(kind: Kind, day: Day, row: Option<&PlacementRow>) -> Option<(Kind, Day)> {
    let Some(row) = row else {
        return Some((kind, day));
    };
    match kind {
        Kind::PlacementStarted { .. } => {
            let latest = row.until.map_or(day, |until| until.plus(-14));
            Some((kind, day.min(latest).max(row.agreed)))
        }
        Kind::PlacementExtended { placement, until } => {
            let longer = until.since(day);
            let until = row
                .until
                .map_or(until, |agreed| agreed.max(day).plus(longer));
            Some((Kind::PlacementExtended { placement, until }, day))
        }
        Kind::PlacementEnded { .. } => {
            let begun = row.started.unwrap_or(row.from);
            (begun <= day).then_some((kind, day))
        }
        kind => Some((kind, day)),
    }
}

/// When somebody looks again: after a while, or earlier when something falls due, as the people around the case keep their
/// days. `done` is what is being done now.
fn next_visit(life: &mut Life, case: &Case<'_>, done: Option<&ActionRow>) -> Day {
    let today = case.coordinates.as_of;
    let usual = today.plus(pause(life));
    let due = case
        .duty_rows()
        .into_iter()
        .filter(|row| matches!(row.state, RowState::Open | RowState::Blocked))
        .filter(|row| done.is_none_or(|done| done.duties.iter().all(|duty| duty.0 != row.duty)))
        .filter_map(|row| row.due)
        .min();
    let Some(due) = due.filter(|due| *due < usual) else {
        return usual;
    };
    let late = match life.pace {
        Pace::Prompt => -life.dice.between(0, 4),
        Pace::Ordinary | Pace::Untouched if life.dice.chance(70) => -life.dice.between(0, 3),
        Pace::Ordinary | Pace::Untouched => life.dice.between(1, 9),
        Pace::Slow => life.dice.between(-2, 20),
    };
    due.plus(late).max(today.plus(life.dice.between(1, 2)))
}

/// Days until somebody looks again.
pub(crate) fn pause(life: &mut Life) -> i32 {
    match life.pace {
        Pace::Prompt => life.dice.between(3, 11),
        Pace::Ordinary | Pace::Untouched => life.dice.between(5, 22),
        Pace::Slow => life.dice.between(12, 45),
    }
}

/// The duties that an act would discharge.
pub(crate) fn duties_of<'r>(
    action: &'r ActionRow,
    rows: &'r [DutyRow],
) -> impl Iterator<Item = &'r DutyRow> {
    rows.iter()
        .filter(|row| action.duties.iter().any(|duty| duty.0 == row.duty))
}

/// The first day on which one of them is due.
pub(crate) fn due(action: &ActionRow, rows: &[DutyRow]) -> Option<Day> {
    duties_of(action, rows).filter_map(|row| row.due).min()
}

/// The role in which an employee registers an act of this role.
pub(crate) fn staff_role(case: &Case<'_>, role: &str) -> String {
    let is_staff = case.model.role(role).is_some_and(|role| role.staff);
    if is_staff { role } else { "sagsbehandler" }.to_owned()
}

fn note(life: &mut Life, kind: &Kind) -> String {
    let notes = match kind {
        Kind::CaseClosed => names::CLOSINGS,
        Kind::ClockPaused { .. } => names::HOLDS,
        _ => names::NOTES,
    };
    (*life.dice.pick(notes)).to_owned()
}

/// Corrects, or retracts, what was registered wrongly the last time.
fn mend(life: &mut Life, today: Day, actor: &Actor) -> Option<Entry> {
    let (root, wrong) = life.mistake.take()?;
    if life.dice.chance(20) {
        let kind = Kind::FactRetracted { fact: root };
        let mut entry = life.entry(today, kind, actor.clone(), "sagsbehandler");
        entry.note = Some((*life.dice.pick(names::RETRACTIONS)).to_owned());
        return Some(entry);
    }
    let earlier = wrong.happened_on.plus(-life.dice.between(1, 3));
    Some(Entry {
        happened_on: earlier.max(life.opened),
        note: Some("Rettet: dagen var forkert.".to_owned()),
        actor: actor.clone(),
        corrects: Some(root),
        ..wrong
    })
}

/// How likely somebody is to take up this act now.
fn weight(
    life: &mut Life,
    case: &Case<'_>,
    action: &ActionRow,
    rows: &[DutyRow],
    booked: &[Appointment],
) -> usize {
    let today = case.coordinates.as_of;
    let event = &case.model.model.definition().events[action.event];
    let act = case.model.events[action.event].act;
    let is_target = life.target.as_deref() == Some(action.id.as_str());
    if booked
        .iter()
        .any(|appointment| appointment.for_event == action.id)
    {
        return 0;
    }
    if life.finds_nothing && event.lifecycle == Lifecycle::Opens {
        return 0;
    }
    if !action.blocked_by.is_empty() {
        // What has only not been done yet is sometimes done in the wrong order.
        let could_happen = action.blocked_by.iter().all(|reason| {
            matches!(
                reason.what,
                ReasonKind::NotDone | ReasonKind::TooEarly | ReasonKind::StillPending
            )
        });
        let is_due = !action.duties.is_empty();
        return usize::from(could_happen && is_due && event.effect == Effect::None) * 2;
    }
    match event.effect {
        Effect::Exits if !is_target && !action.duties.is_empty() => return 120,
        Effect::Exits => return usize::from(life.ends && life.dice.chance(60)),
        Effect::Pauses { .. } => return 1,
        Effect::Resumes(_) => return 8,
        _ => {}
    }
    if let Some(due) = due(action, rows) {
        return match due.since(today) {
            ..=3 => 400,
            4..=10 => 120,
            _ => 40,
        };
    }
    if !action.duties.is_empty() {
        return 90;
    }
    let remedied = rows.iter().filter(|row| {
        let mut remedies = row.blocked_by.iter().map(|reason| &reason.remedy);
        remedies.any(|remedy| remedy.as_deref() == Some(action.id.as_str()))
    });
    if let Some(due) = remedied.map(|row| row.due.unwrap_or(Day::MAX)).min() {
        return if due <= today.plus(14) { 300 } else { 60 };
    }
    let times = action.done.map_or(0, |(_, times)| times);
    match act {
        _ if is_target => 0,
        _ if times >= 3 => 0,
        Act::May | Act::Should => 4,
        _ if times > 0 => 1,
        _ => 6,
    }
}
