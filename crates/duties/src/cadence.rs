//! Duties that come again: rolling, anchored, by calendar month, by calendar week.

use calendar::{Day, Span};

use crate::owing::NewDuty;
use crate::seeded::SeededBug;
use crate::state::Running;
use crate::{Cadence, Deadline, DutyState, Engine, RelationKind, RootId, State, Strength};

/// What a cadence's relation says.
#[derive(Debug, Clone, Copy)]
struct Turn {
    target: usize,
    act: Strength,
    deadline: Deadline,
    cadence: Cadence,
}

impl Engine<'_> {
    /// The literal due day of turn n (from 0) of a cadence with this anchor (`docs/semantics.md` §5).
    pub(crate) fn literal(self, cadence: Cadence, span: Span, anchor: Day, turn: u32) -> Day {
        let times = i64::from(turn) + 1;
        let whole = |length: u16| i32::try_from(i64::from(length) * times).unwrap_or(i32::MAX);
        match cadence {
            Cadence::Rolling => self.calendar.add(anchor, span),
            Cadence::Anchored if self.model.has_bug(SeededBug::MonthEndDrift) => {
                (0..times).fold(anchor, |day, _| self.calendar.add(day, span))
            }
            Cadence::Anchored => {
                let day = if span.months > 0 {
                    anchor.plus_months(whole(span.months))
                } else {
                    anchor
                };
                let day = day.plus(whole(span.days));
                (0..whole(span.working_days))
                    .fold(day, |day, _| self.calendar.next_working_day(day.plus(1)))
            }
            Cadence::CalendarMonth => anchor
                .month_start()
                .plus_months(whole(span.months))
                .month_end(),
            Cadence::CalendarWeek => anchor.week_start().plus(whole(span.days)).plus(6),
        }
    }

    /// The resolved due day of a running cadence's current turn.
    pub(crate) fn turn_due(self, running: &Running) -> Day {
        let turn = self.turn(running.relation);
        let literal = self.literal(
            turn.cadence,
            turn.deadline.within,
            running.anchor,
            running.turn,
        );
        self.calendar.resolve(literal, turn.deadline.roll)
    }

    /// Begins the cadence of a relation whose first duty was just created, in place of an older one.
    pub(crate) fn begin_cadence(
        self,
        state: &mut State,
        relation: usize,
        scope: usize,
        (trigger, duty): (RootId, u32),
    ) {
        let place = state
            .cadences
            .binary_search_by_key(&(relation, scope), |running| {
                (running.relation, running.scope)
            });
        if state.closure.is_some() {
            return;
        }
        let mut running = Running {
            relation,
            scope,
            anchor: state.today,
            turn: 0,
            trigger,
            duty,
            due: state.today,
        };
        if self.turn(relation).cadence != Cadence::Rolling {
            running.due = self.turn_due(&running);
        }
        match place {
            Ok(at) => state.cadences[at] = running,
            Err(at) => state.cadences.insert(at, running),
        }
    }

    /// Creates the next duty of every rolling cadence on an event that is done today.
    pub(crate) fn roll(self, state: &mut State, scope: usize, event: usize) {
        for at in 0..state.cadences.len() {
            let running = state.cadences[at];
            let turn = self.turn(running.relation);
            if running.scope == scope && turn.target == event && turn.cadence == Cadence::Rolling {
                let literal = self.calendar.add(state.today, turn.deadline.within);
                self.next_duty(state, at, literal);
            }
        }
    }

    /// After a rolling duty was set aside this time: the next is one length after it.
    pub(crate) fn roll_past(self, state: &mut State, relation: usize, scope: usize, old: Day) {
        let place = state
            .cadences
            .binary_search_by_key(&(relation, scope), |running| {
                (running.relation, running.scope)
            });
        let Ok(at) = place else {
            return;
        };
        let turn = self.turn(relation);
        if turn.cadence == Cadence::Rolling {
            let literal = self.calendar.add(old, turn.deadline.within);
            self.next_duty(state, at, literal);
        }
    }

    /// At the end of a day: issues the turns that are due.
    pub(crate) fn turn_cadences(self, state: &mut State) {
        for at in 0..state.cadences.len() {
            while self.is_turning(state, &state.cadences[at]) {
                let old = state.cadences[at].duty;
                let day = state.today;
                state.end_where(day, |slot, _| {
                    (slot.duty == old).then_some(DutyState::Superseded)
                });
                state.cadences[at].turn += 1;
                let running = state.cadences[at];
                let turn = self.turn(running.relation);
                let literal = self.literal(
                    turn.cadence,
                    turn.deadline.within,
                    running.anchor,
                    running.turn,
                );
                state.cadences[at].due = self.calendar.resolve(literal, turn.deadline.roll);
                self.next_duty(state, at, literal);
            }
        }
    }

    /// Whether the current turn of a cadence is over at the end of the state's day.
    pub(crate) fn is_turning(self, state: &State, running: &Running) -> bool {
        self.may_turn(state, running) && running.due <= state.today
    }

    /// Whether time alone brings the next turn.
    pub(crate) fn may_turn(self, state: &State, running: &Running) -> bool {
        let turn = self.turn(running.relation);
        match turn.cadence {
            Cadence::Rolling => false,
            Cadence::Anchored => state.stands_still(turn.target).is_none(),
            Cadence::CalendarMonth | Cadence::CalendarWeek => true,
        }
    }

    fn next_duty(self, state: &mut State, at: usize, literal: Day) {
        let running = state.cadences[at];
        let turn = self.turn(running.relation);
        state.cadences[at].duty = state.create(
            self.calendar,
            NewDuty {
                scope: running.scope,
                event: turn.target,
                relation: Some(running.relation),
                trigger: running.trigger,
                created: state.today,
                literal: Some(literal),
                act: turn.act,
                deadline: Some(turn.deadline),
            },
        );
    }

    fn turn(self, relation: usize) -> Turn {
        let relation = &self.model.compiled.definition.relations[relation];
        match relation.kind {
            RelationKind::Response {
                act,
                deadline: Some(deadline),
                cadence: Some(cadence),
            } => Turn {
                target: relation.target,
                act,
                deadline,
                cadence,
            },
            _ => unreachable!("a compiled cadence belongs to a response with a deadline"),
        }
    }
}
