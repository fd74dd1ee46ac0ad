//! Pauses: clocks that stand still, and due days that move when they run again.

use std::cmp::max;

use calendar::Day;

use crate::seeded::SeededBug;
use crate::state::{Pause, Running, Slot};
use crate::{Cadence, DutyState, Engine, RelationKind, State, Value};

impl State {
    /// The day in a field, as an event sees it that speaks of this scope.
    pub(crate) fn field_day(&self, field: usize, scope: usize) -> Option<Day> {
        let row = self.model.fields[field];
        let scope = if row.class == 0 { 0 } else { scope };
        if self.scopes[scope].class != row.class {
            return None;
        }
        match self.values[self.scopes[scope].values + row.local] {
            Some(Value::Day(day)) => Some(day),
            _ => None,
        }
    }

    /// Stops the clocks of a group, until a day if it is known.
    pub(crate) fn begin_pause(&mut self, group: usize, until: Option<Day>) {
        if until.is_some_and(|until| until <= self.today) {
            return;
        }
        let since = self.pauses[group].map_or(self.today, |pause| pause.since);
        self.pauses[group] = Some(crate::state::Pause { since, until });
        self.show_group(group);
    }

    /// Shows anew every duty of a pause group.
    pub(crate) fn show_group(&mut self, group: usize) {
        for at in 0..self.unended.len() {
            let slot = self.unended[at];
            let event = slot.event as usize;
            if self.model.definition.events[event].pause_group == Some(group)
                && self.ledger[slot.duty as usize].state != DutyState::SetAside
            {
                let shown = self.shown(slot.scope as usize, event);
                self.ledger[slot.duty as usize].state = shown;
            }
        }
    }
}

impl Engine<'_> {
    /// Lets the clocks of a group run again from `day` on.
    pub(crate) fn end_pause(self, state: &mut State, group: usize, day: Day) {
        let Some(pause) = state.pauses[group] else {
            return;
        };
        let definition = &self.model.compiled.definition;
        let is_in = |event: usize| definition.events[event].pause_group == Some(group);
        self.shift(state, pause, day, |slot| is_in(slot.event as usize));
        let mut cadences = std::mem::take(&mut state.cadences);
        self.shift_anchors(&mut cadences, pause, day, &is_in);
        state.cadences = cadences;
        self.shift_remembered(state, pause, day, &is_in);
        state.pauses[group] = None;
        state.show_group(group);
    }

    /// Moves the due days of the duties `which` picks by the days they stood still before `day`.
    pub(crate) fn shift(
        self,
        state: &mut State,
        pause: Pause,
        day: Day,
        which: impl Fn(&Slot) -> bool,
    ) {
        if self.model.has_bug(SeededBug::PauseDoesNotShift) {
            return;
        }
        for slot in &state.unended {
            let duty = &mut state.ledger[slot.duty as usize];
            if which(slot) && duty.state != DutyState::SetAside {
                let moved = self.moved(slot, (duty.created, duty.literal), pause, day);
                (duty.literal, duty.due) = moved.unwrap_or((duty.literal, duty.due));
            }
        }
    }

    /// The same for what an exit remembers: a pause counts whether the case is open or closed.
    fn shift_remembered(
        self,
        state: &mut State,
        pause: Pause,
        day: Day,
        is_in: &impl Fn(usize) -> bool,
    ) {
        let Some(closure) = &mut state.closure else {
            return;
        };
        for old in &mut closure.duties {
            if is_in(old.slot.event as usize) && old.state != DutyState::SetAside {
                let created = state.ledger[old.slot.duty as usize].created;
                let moved = self.moved(&old.slot, (created, old.literal), pause, day);
                (old.literal, old.due) = moved.unwrap_or((old.literal, old.due));
            }
        }
        self.shift_anchors(&mut closure.cadences, pause, day, is_in);
    }

    /// Moves the anchors of the anchored cadences on these events.
    fn shift_anchors(
        self,
        cadences: &mut [Running],
        pause: Pause,
        day: Day,
        is_in: &impl Fn(usize) -> bool,
    ) {
        for running in cadences {
            let relation = &self.model.compiled.definition.relations[running.relation];
            if is_in(relation.target)
                && matches!(
                    relation.kind,
                    RelationKind::Response {
                        cadence: Some(Cadence::Anchored),
                        ..
                    }
                )
            {
                let moved = day.since(max(pause.since, running.anchor));
                running.anchor = running.anchor.plus(moved);
                running.due = self.turn_due(running);
            }
        }
    }

    /// The literal and the due day of a duty after its clock stood still; `None` if it has none that moves.
    fn moved(
        self,
        slot: &Slot,
        (created, literal): (Day, Option<Day>),
        pause: Pause,
        day: Day,
    ) -> Option<(Option<Day>, Option<Day>)> {
        let definition = &self.model.compiled.definition;
        let deadline = match slot.relation {
            Some(relation) => match definition.relations[relation as usize].kind {
                RelationKind::Response {
                    cadence: Some(Cadence::CalendarMonth | Cadence::CalendarWeek),
                    ..
                } => None,
                RelationKind::Response { deadline, .. } => deadline,
                _ => None,
            },
            None => definition.events[slot.event as usize]
                .pending
                .and_then(|initial| initial.deadline),
        }?;
        let moved = literal?.plus(day.since(max(pause.since, created)));
        Some((
            Some(moved),
            Some(self.calendar.resolve(moved, deadline.roll)),
        ))
    }
}
