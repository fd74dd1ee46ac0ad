//! Executes one event: the ten steps of `docs/semantics.md` §4.

use calendar::Day;
use smallvec::SmallVec;

use crate::compile::Reach;
use crate::owing::NewDuty;
use crate::seeded::SeededBug;
use crate::truth::{Missing, Truth};
use crate::{
    Cadence, DutyState, Effect, Engine, InstanceKey, Lifecycle, Pending, RelationKind, RootId,
    State, Value,
};

/// One execution: what is happening, where, and what caused it.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Happening<'a> {
    pub(crate) root: RootId,
    pub(crate) event: usize,
    pub(crate) instance: Option<InstanceKey>,
    pub(crate) values: &'a [(usize, Value)],
}

/// Effects whose guards hold, with the scopes they reach, by phase.
#[derive(Default)]
struct Fired {
    phases: [SmallVec<[(u32, u32); 8]>; 4],
}

impl Engine<'_> {
    /// Executes an event on the state's day, blocked or not. What waits for information goes into `pending`.
    pub(crate) fn happen(self, state: &mut State, what: Happening<'_>, pending: &mut Vec<Pending>) {
        let day = state.today;
        let row = &self.model.compiled.events[what.event];
        let words = &self.model.compiled.definition.events[what.event];
        let speaks = match (row.speaks, what.instance) {
            (0, _) | (_, None) => 0,
            (class, Some(key)) => state
                .scope_of(class, what.instance)
                .unwrap_or_else(|| self.open_scope(state, class, key, what.root)),
        };
        let home = if row.class == 0 { 0 } else { speaks };
        let early = self
            .model
            .has_bug(SeededBug::GuardBeforeValue)
            .then(|| self.read_guards(state, what, speaks, pending));
        self.store(state, what.values, speaks);
        if row.class > 0 && home == 0 {
            return;
        }
        if let Some(guard) = &words.completes
            && state.truth(guard, speaks) != Truth::Yes
        {
            return;
        }
        self.discharge(state, home, what.event);
        if row.may_roll && !state.cadences.is_empty() {
            self.roll(state, home, what.event);
        }
        mark(state, home, what.event, day);
        if words.lifecycle == Lifecycle::Closes {
            state.close_scope(home, day);
        }
        match words.effect {
            Effect::BeginsRound(kind) => self.begin_round(state, kind, home, what.event),
            Effect::Reopens => state.reopen(),
            Effect::Resumes(group) => {
                state.rouse(day.plus(1));
                self.end_pause(state, group, day);
            }
            Effect::None | Effect::Exits | Effect::Pauses { .. } => {}
        }
        let fired = early.unwrap_or_else(|| self.read_guards(state, what, speaks, pending));
        self.fire(state, &fired, what);
        match words.effect {
            Effect::Exits => state.exit(what.event),
            Effect::Pauses { group, until } => {
                let until = until.and_then(|field| state.field_day(field, speaks));
                state.begin_pause(group, until);
            }
            _ => {}
        }
    }

    /// Stores what an event brings; a value its field cannot take is left out.
    fn store(self, state: &mut State, values: &[(usize, Value)], speaks: usize) {
        for (field, value) in values {
            let row = self.model.compiled.fields[*field];
            let scope = if row.class == 0 { 0 } else { speaks };
            if state.scopes[scope].class == row.class && self.model.compiled.takes(*field, *value) {
                let at = state.scopes[scope].values + row.local;
                state.values[at] = Some(*value);
            }
        }
    }

    /// Ends the duties on an event that is done today.
    fn discharge(self, state: &mut State, scope: usize, event: usize) {
        if !state.scopes[scope].live.has(event) {
            return;
        }
        let day = state.today;
        if let Some(pause) = state.stands_still(event) {
            self.shift(state, pause, day, |slot| slot.is_on(scope, event));
        }
        let is_on_time = |due: Option<Day>| {
            let exclusive = self.model.has_bug(SeededBug::DeadlineExclusive);
            due.is_none_or(|due| day < due || (day == due && !exclusive))
        };
        let oldest = self
            .model
            .has_bug(SeededBug::DischargeOldestOnly)
            .then(|| {
                let on = |slot: &&crate::state::Slot| slot.is_on(scope, event);
                state.unended.iter().find(on).map(|slot| slot.duty)
            })
            .flatten();
        state.end_where(day, |slot, duty| {
            let is_discharged = slot.is_on(scope, event)
                && duty.state != DutyState::SetAside
                && oldest.is_none_or(|oldest| oldest == slot.duty);
            match (is_discharged, is_on_time(duty.due)) {
                (false, _) => None,
                (true, true) => Some(DutyState::Met),
                (true, false) => Some(DutyState::Late),
            }
        });
    }

    /// Reads the guards of all effects of an event, for each scope they reach.
    fn read_guards(
        self,
        state: &State,
        what: Happening<'_>,
        speaks: usize,
        pending: &mut Vec<Pending>,
    ) -> Fired {
        let compiled = &self.model.compiled;
        let row = &compiled.events[what.event];
        let mut fired = Fired::default();
        let listed = pending.len();
        for (phase, range) in row.phases.iter().enumerate() {
            for at in range.clone() {
                let relation = compiled.index[at];
                let words = &compiled.definition.relations[relation];
                let target = compiled.events[words.target].class;
                let mut missing = Missing::new();
                let mut read = |scope: usize| {
                    // The source's instance, else the target's.
                    let guarded = if speaks > 0 { speaks } else { scope };
                    match state.holds(words.guard.as_ref(), guarded) {
                        Truth::Yes => {
                            let entry = (crate::owing::small(relation), crate::owing::small(scope));
                            fired.phases[phase].push(entry);
                        }
                        Truth::Unknown => {
                            if let Some(guard) = &words.guard {
                                state.missing(guard, guarded, &mut missing);
                            }
                        }
                        Truth::No => {}
                    }
                };
                match compiled.relations[relation].reach {
                    Reach::Outward => read(0),
                    Reach::Same if target == 0 => read(0),
                    Reach::Same | Reach::Opened => {
                        if speaks > 0 && state.scopes[speaks].is_open() {
                            read(speaks);
                        }
                    }
                    Reach::Inward => {
                        for (at, scope) in state.scopes.iter().enumerate() {
                            if scope.class == target && scope.is_open() {
                                read(at);
                            }
                        }
                    }
                }
                if !missing.is_empty() {
                    pending.push(Pending {
                        root: what.root,
                        day: state.today,
                        relation,
                        fields: missing.to_vec(),
                    });
                }
            }
        }
        pending[listed..].sort_by_key(|waiting| waiting.relation);
        fired
    }

    /// Lets the effects take place: no-response, exclude, include, response.
    fn fire(self, state: &mut State, fired: &Fired, what: Happening<'_>) {
        let day = state.today;
        let order = if self.model.has_bug(SeededBug::ExcludeBeatsInclude) {
            [0, 2, 1, 3]
        } else {
            [0, 1, 2, 3]
        };
        for phase in order {
            for (relation, scope) in &fired.phases[phase] {
                let (relation, scope) = (*relation as usize, *scope as usize);
                let words = &self.model.compiled.definition.relations[relation];
                let target = words.target;
                match words.kind {
                    RelationKind::NoResponse => self.release(state, scope, target),
                    RelationKind::Exclude { cancel } => {
                        state.scopes[scope].included.remove(target);
                        let by = u16::try_from(what.event).expect("a model has 256 events at most");
                        state.mark_mut(scope, target).excluded_by = Some(by);
                        if cancel && !self.model.has_bug(SeededBug::ZombieDeadline) {
                            self.release(state, scope, target);
                        } else {
                            state.show(scope, target);
                        }
                    }
                    RelationKind::Include => {
                        state.scopes[scope].included.insert(target);
                        state.show(scope, target);
                    }
                    RelationKind::Response { .. } => {
                        self.respond(state, relation, scope, (what.root, day));
                    }
                    RelationKind::Condition { .. } | RelationKind::Milestone => {}
                }
            }
        }
    }

    /// Cancels every unended duty on an event and stops its cadences.
    fn release(self, state: &mut State, scope: usize, event: usize) {
        state.end_on(scope, event, DutyState::Cancelled, state.today);
        if !state.cadences.is_empty() {
            let relations = &self.model.compiled.definition.relations;
            state.cadences.retain(|running| {
                running.scope != scope || relations[running.relation].target != event
            });
        }
    }

    /// Creates the duty of a response, in place of the same relation's older one, and begins its cadence.
    fn respond(
        self,
        state: &mut State,
        relation: usize,
        scope: usize,
        (trigger, day): (RootId, Day),
    ) {
        let words = &self.model.compiled.definition.relations[relation];
        let RelationKind::Response {
            act,
            deadline,
            cadence,
        } = words.kind
        else {
            return;
        };
        let all = self.model.has_bug(SeededBug::RetriggerReplacesAll);
        if state.scopes[scope].owed.has(words.target) {
            state.end_where(day, |slot, _| {
                let is_old = slot.is_on(scope, words.target)
                    && (all || slot.relation == Some(crate::owing::small(relation)));
                is_old.then_some(DutyState::Superseded)
            });
        }
        let literal = deadline.map(|deadline| match cadence {
            None | Some(Cadence::Rolling) => self.calendar.add(day, deadline.within),
            Some(cadence) => self.literal(cadence, deadline.within, day, 0),
        });
        let duty = state.create(
            self.calendar,
            NewDuty {
                scope,
                event: words.target,
                relation: Some(relation),
                trigger,
                created: day,
                literal,
                act,
                deadline,
            },
        );
        if cadence.is_some() {
            self.begin_cadence(state, relation, scope, (trigger, duty));
        }
    }

    /// The next round of a kind: its events may happen again; this one already has.
    fn begin_round(self, state: &mut State, kind: usize, home: usize, event: usize) {
        state.rounds[kind] += 1;
        if self.model.has_bug(SeededBug::RoundNeverResets) {
            return;
        }
        for once in &self.model.compiled.rounds[kind] {
            let class = self.model.compiled.events[*once].class;
            for scope in 0..state.scopes.len() {
                if state.scopes[scope].class == class {
                    state.mark_mut(scope, *once).since_round = 0;
                }
            }
        }
        state.mark_mut(home, event).since_round = 1;
    }
}

fn mark(state: &mut State, scope: usize, event: usize, day: Day) {
    state.scopes[scope].done.insert(event);
    let mark = state.mark_mut(scope, event);
    mark.last = day;
    mark.count += 1;
    mark.since_round += 1;
}
