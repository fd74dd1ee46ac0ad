//! Why an event cannot happen now: all reasons, or quickly whether there is one.

use std::cmp::{max, min};

use calendar::Day;

use crate::compile::Reach;
use crate::truth::{Missing, Truth};
use crate::{
    Blocker, Effect, Engine, Guard, InstanceKey, Lifecycle, Quantifier, RelationKind, Repeat, State,
};

/// Takes reasons, or only the news that there is one, or when time alone will have taken them away.
trait Sink {
    /// A reason; `opens` is the day on which it ends by time alone.
    fn add(&mut self, blocker: Blocker, opens: Option<Day>);
    /// Whether nothing more can be learned.
    fn is_full(&self) -> bool;
}

impl Sink for Vec<Blocker> {
    fn add(&mut self, blocker: Blocker, _: Option<Day>) {
        self.push(blocker);
    }

    fn is_full(&self) -> bool {
        false
    }
}

struct Whether(bool);

impl Sink for Whether {
    fn add(&mut self, _: Blocker, _: Option<Day>) {
        self.0 = true;
    }

    fn is_full(&self) -> bool {
        self.0
    }
}

/// The day on which all reasons have ended by time alone; `None` if one does not.
struct Opening(Option<Day>);

impl Sink for Opening {
    fn add(&mut self, _: Blocker, opens: Option<Day>) {
        self.0 = self.0.zip(opens).map(|(day, opens)| max(day, opens));
    }

    fn is_full(&self) -> bool {
        self.0.is_none()
    }
}

impl Engine<'_> {
    /// Every reason, without the one that people never execute a timer.
    pub(crate) fn reasons(
        self,
        state: &State,
        event: usize,
        instance: Option<InstanceKey>,
    ) -> Vec<Blocker> {
        let mut found = Vec::new();
        self.all_reasons(state, event, instance, &mut found);
        found
    }

    /// The day, not before `day`, from which on nothing blocks the event if time passes and nothing else happens.
    pub(crate) fn opens(
        self,
        state: &State,
        event: usize,
        instance: Option<InstanceKey>,
        day: Day,
    ) -> Option<Day> {
        let mut found = Opening(Some(day));
        self.all_reasons(state, event, instance, &mut found);
        found.0
    }

    fn all_reasons(
        self,
        state: &State,
        event: usize,
        instance: Option<InstanceKey>,
        found: &mut impl Sink,
    ) {
        let Some(scope) = self.case_reasons(state, event, instance, found) else {
            return;
        };
        self.own_reasons(state, event, scope, found);
        let row = &self.model.compiled.events[event];
        for at in row.incoming.clone() {
            self.relation_reasons(state, self.model.compiled.index[at], scope, found);
        }
    }

    /// Whether [`Engine::reasons`] would be empty.
    pub(crate) fn is_free(
        self,
        state: &State,
        event: usize,
        instance: Option<InstanceKey>,
    ) -> bool {
        let mut found = Whether(false);
        let Some(scope) = self.case_reasons(state, event, instance, &mut found) else {
            return false;
        };
        self.own_reasons(state, event, scope, &mut found);
        let row = &self.model.compiled.events[event];
        let home = &state.scopes[scope];
        if found.0
            || row.conditions.meets_without(&home.included, &home.done)
            || row.milestones.meets_both(&home.included, &home.live)
        {
            return false;
        }
        for at in row.hard.clone() {
            self.relation_reasons(state, self.model.compiled.index[at], scope, &mut found);
            if found.0 {
                return false;
            }
        }
        true
    }

    /// Reasons that lie in the case and its instances; gives the event's scope if there is one.
    fn case_reasons(
        self,
        state: &State,
        event: usize,
        instance: Option<InstanceKey>,
        found: &mut impl Sink,
    ) -> Option<usize> {
        let words = &self.model.compiled.definition.events[event];
        match (&state.closure, words.effect == Effect::Reopens) {
            (Some(closure), false) => found.add(Blocker::Closed { by: closure.by }, None),
            (None, true) => found.add(Blocker::NotClosed, None),
            _ => {}
        }
        let row = &self.model.compiled.events[event];
        if row.speaks == 0 {
            return Some(0);
        }
        let named = state.scope_of(row.speaks, instance);
        if words.lifecycle == Lifecycle::Opens {
            let kind = row.speaks - 1;
            let limit = self.model.compiled.definition.instances[kind].limit;
            if instance.is_some() && named.is_some() {
                found.add(Blocker::InstanceExists, None);
            }
            if state.open[kind] as usize >= limit {
                found.add(Blocker::TooManyInstances { kind, limit }, None);
            }
            return Some(0);
        }
        if named.is_none_or(|scope| !state.scopes[scope].is_open()) {
            found.add(Blocker::NoSuchInstance, None);
        }
        named
    }

    /// Reasons that lie in the event's own mark.
    fn own_reasons(self, state: &State, event: usize, scope: usize, found: &mut impl Sink) {
        let mark = state.mark(scope, event);
        if !state.scopes[scope].included.has(event) {
            let by = mark.excluded_by.map(usize::from);
            found.add(Blocker::Excluded { by }, None);
        }
        let is_done = match self.model.compiled.definition.events[event].repeat {
            Repeat::Many => false,
            Repeat::Once => mark.count > 0,
            Repeat::OncePerRound(_) => mark.since_round > 0,
        };
        if is_done {
            found.add(Blocker::AlreadyDone, None);
        }
    }

    /// Reasons that lie in one condition or milestone of an event in this scope.
    fn relation_reasons(self, state: &State, relation: usize, scope: usize, found: &mut impl Sink) {
        let row = &self.model.compiled.relations[relation];
        let words = &self.model.compiled.definition.relations[relation];
        if row.reach == Reach::Outward {
            let any = words.quantifier == Some(Quantifier::Any)
                && !self.model.has_bug(crate::seeded::SeededBug::AnyAsAll);
            match (any, words.kind) {
                (true, RelationKind::Milestone) => self.any_milestone(state, relation, found),
                (true, _) => self.any_condition(state, relation, found),
                (false, _) => {
                    let class = self.model.compiled.events[words.source].class;
                    for asked in 1..state.scopes.len() {
                        let home = &state.scopes[asked];
                        if home.class == class && home.is_open() && !found.is_full() {
                            self.asked_reasons(state, relation, (asked, asked), found);
                        }
                    }
                }
            }
        } else {
            let asked = if row.reach == Reach::Same { scope } else { 0 };
            self.asked_reasons(state, relation, (asked, scope), found);
        }
    }

    /// Asks one scope for the source, and reads the guard in another.
    fn asked_reasons(
        self,
        state: &State,
        relation: usize,
        (asked, guarded): (usize, usize),
        found: &mut impl Sink,
    ) {
        let row = &self.model.compiled.relations[relation];
        let words = &self.model.compiled.definition.relations[relation];
        let source = words.source;
        let home = &state.scopes[asked];
        if !home.included.has(source) {
            return;
        }
        let own = match words.kind {
            RelationKind::Condition { delay } => {
                let done = if row.reach == Reach::Opened {
                    Some(state.scopes[guarded].opened)
                } else {
                    let mark = state.mark(asked, source);
                    (mark.count > 0).then_some(mark.last)
                };
                match (done, delay) {
                    (None, _) => Blocker::NotDone {
                        relation,
                        event: source,
                        instance: home.instance(),
                    },
                    (Some(_), None) => return,
                    (Some(done), Some(delay)) => {
                        let opens = self.calendar.add(done, delay);
                        if opens <= state.today {
                            return;
                        }
                        Blocker::TooEarly {
                            relation,
                            event: source,
                            opens,
                        }
                    }
                }
            }
            _ if !home.live.has(source) => return,
            _ => Blocker::StillPending {
                relation,
                event: source,
                instance: home.instance(),
                due: state.earliest_due(asked, source),
            },
        };
        let opens = match own {
            Blocker::TooEarly { opens, .. } => Some(opens),
            _ => None,
        };
        match (state.holds(words.guard.as_ref(), guarded), &words.guard) {
            (Truth::Yes, _) => found.add(own, opens),
            (Truth::Unknown, Some(guard)) => {
                let mut missing = Missing::new();
                state.missing(guard, guarded, &mut missing);
                add_unknown(relation, &missing, opens, found);
            }
            _ => {}
        }
    }

    fn any_condition(self, state: &State, relation: usize, found: &mut impl Sink) {
        let words = &self.model.compiled.definition.relations[relation];
        let class = self.model.compiled.events[words.source].class;
        let RelationKind::Condition { delay } = words.kind else {
            return;
        };
        let mut missing = Missing::new();
        let (mut is_there, mut is_asked, mut is_unknown) = (false, false, false);
        let mut first: Option<Day> = None;
        for asked in (1..state.scopes.len()).filter(|at| state.scopes[*at].class == class) {
            let truth = state.holds(words.guard.as_ref(), asked);
            is_there = true;
            is_asked |= truth != Truth::No;
            match truth {
                Truth::No => {}
                Truth::Unknown => {
                    is_unknown = true;
                    collect(state, words.guard.as_ref(), asked, &mut missing);
                }
                Truth::Yes => {
                    let mark = state.mark(asked, words.source);
                    if mark.count > 0 {
                        let opens =
                            delay.map_or(mark.last, |delay| self.calendar.add(mark.last, delay));
                        first = Some(first.map_or(opens, |first| min(first, opens)));
                    }
                }
            }
        }
        if !is_there {
            is_asked = state.holds(words.guard.as_ref(), 0) != Truth::No;
        }
        match first {
            _ if !is_asked => {}
            Some(opens) if opens <= state.today => {}
            _ if is_unknown => add_unknown(relation, &missing, first, found),
            _ => {
                let event = words.source;
                let own = match first {
                    Some(opens) => Blocker::TooEarly {
                        relation,
                        event,
                        opens,
                    },
                    None => Blocker::NotDone {
                        relation,
                        event,
                        instance: None,
                    },
                };
                found.add(own, first);
            }
        }
    }

    fn any_milestone(self, state: &State, relation: usize, found: &mut impl Sink) {
        let words = &self.model.compiled.definition.relations[relation];
        let class = self.model.compiled.events[words.source].class;
        let mut missing = Missing::new();
        let (mut is_asked, mut is_unknown) = (false, false);
        let mut due: Option<Day> = None;
        for (asked, home) in state.scopes.iter().enumerate() {
            if home.class != class || !home.is_open() {
                continue;
            }
            let truth = state.holds(words.guard.as_ref(), asked);
            if truth == Truth::No {
                continue;
            }
            if !home.is_pending(words.source) {
                return;
            }
            is_asked = true;
            if truth == Truth::Unknown {
                is_unknown = true;
                collect(state, words.guard.as_ref(), asked, &mut missing);
            }
            let own = state.earliest_due(asked, words.source);
            due = [due, own].into_iter().flatten().min();
        }
        if is_unknown {
            add_unknown(relation, &missing, None, found);
        } else if is_asked {
            let own = Blocker::StillPending {
                relation,
                event: words.source,
                instance: None,
                due,
            };
            found.add(own, None);
        }
    }
}

fn collect(state: &State, guard: Option<&Guard>, scope: usize, missing: &mut Missing) {
    if let Some(guard) = guard {
        state.missing(guard, scope, missing);
    }
}

fn add_unknown(relation: usize, missing: &Missing, opens: Option<Day>, found: &mut impl Sink) {
    for field in missing {
        let own = Blocker::Unknown {
            relation,
            field: *field,
        };
        found.add(own, opens);
    }
}
