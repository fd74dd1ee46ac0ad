//! What bears on what, and what can be left out without changing a verdict.

use crate::compile::Compiled;
use crate::{Effect, EventKind, Guard, Lifecycle, Quantifier, RelationKind, Repeat};

/// What bears on what. Each event has two sides: whether it can happen ([`Side::Act`]) and whether it is owed
/// ([`Side::Duty`]). What is owed bears on others only through milestones and timers, so most duties need no state.
pub(super) struct Influence {
    /// For each side, the sides that bear on it directly; sides are numbered as [`Side::of`] says.
    on: Vec<Vec<usize>>,
}

/// One of the two sides of an event.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Side {
    /// Whether it takes part, has been done, can happen.
    Act,
    /// Whether it is owed.
    Duty,
}

impl Side {
    fn of(self, event: usize) -> usize {
        match self {
            Side::Act => event * 2,
            Side::Duty => event * 2 + 1,
        }
    }
}

/// The fields a guard asks for.
pub(super) fn fields(guard: &Guard, found: &mut Vec<usize>) {
    match guard {
        Guard::Not(inner) => fields(inner, found),
        Guard::All(parts) | Guard::Any(parts) => {
            for part in parts {
                fields(part, found);
            }
        }
        Guard::Compare(field, ..) | Guard::Contains(field, _) | Guard::Known(field) => {
            if !found.contains(field) {
                found.push(*field);
            }
        }
        Guard::Open(..) => {}
    }
}

/// The kinds of instance whose number a guard asks for.
fn kinds(guard: &Guard, found: &mut Vec<usize>) {
    match guard {
        Guard::Not(inner) => kinds(inner, found),
        Guard::All(parts) | Guard::Any(parts) => {
            for part in parts {
                kinds(part, found);
            }
        }
        Guard::Open(kind, ..) => found.push(*kind),
        Guard::Compare(..) | Guard::Contains(..) | Guard::Known(_) => {}
    }
}

impl Influence {
    /// Reads it off a model, given the fields each event brings.
    pub(super) fn new(compiled: &Compiled, brings: &[Vec<usize>]) -> Influence {
        let definition = &compiled.definition;
        let mut influence = Influence {
            on: vec![Vec::new(); definition.events.len() * 2],
        };
        for relation in &definition.relations {
            let (source, target) = (Side::Act.of(relation.source), relation.target);
            let (act, duty) = (Side::Act.of(target), Side::Duty.of(target));
            let touched: &[usize] = match relation.kind {
                RelationKind::Condition { .. }
                | RelationKind::Milestone
                | RelationKind::Include
                | RelationKind::Exclude { cancel: false } => &[act],
                RelationKind::Exclude { cancel: true } => &[act, duty],
                RelationKind::Response { .. } | RelationKind::NoResponse => &[duty],
            };
            for side in touched {
                influence.add(source, *side);
                influence.guard(compiled, brings, relation.guard.as_ref(), *side);
            }
            if relation.kind == RelationKind::Milestone {
                influence.add(Side::Duty.of(relation.source), act);
            }
            // Openings and closings decide whom an outward question asks.
            if relation.quantifier.is_some() {
                influence.lifecycle(compiled, relation.source, act);
            }
        }
        for (event, words) in definition.events.iter().enumerate() {
            let (act, duty) = (Side::Act.of(event), Side::Duty.of(event));
            influence.add(act, duty);
            if words.kind == EventKind::Timer {
                influence.add(duty, act);
            }
            influence.guard(compiled, brings, words.completes.as_ref(), act);
            if compiled.events[event].speaks > 0 {
                influence.lifecycle(compiled, event, act);
                influence.lifecycle(compiled, event, duty);
            }
            if let Repeat::OncePerRound(round) = words.repeat {
                for (other, words) in definition.events.iter().enumerate() {
                    if words.effect == Effect::BeginsRound(round) {
                        influence.add(Side::Act.of(other), act);
                    }
                }
            }
        }
        influence
    }

    /// The events whose acts bear on this event, on either of its sides, directly or through others; and itself.
    pub(super) fn cone(&self, event: usize) -> Vec<bool> {
        let mut seen = vec![false; self.on.len()];
        let mut left = vec![Side::Act.of(event), Side::Duty.of(event)];
        while let Some(side) = left.pop() {
            if !std::mem::replace(&mut seen[side], true) {
                left.extend(&self.on[side]);
            }
        }
        seen.into_iter().step_by(2).collect()
    }

    /// The events that are left of `kept` when sides that bear on no other are taken away, again and again.
    pub(super) fn core(&self, kept: &[bool]) -> Vec<bool> {
        let mut kept: Vec<bool> = kept.iter().flat_map(|kept| [*kept, *kept]).collect();
        loop {
            let mut bears = vec![false; kept.len()];
            for side in (0..kept.len()).filter(|side| kept[*side]) {
                for other in &self.on[side] {
                    bears[*other] |= *other != side;
                }
            }
            let before = kept.iter().filter(|kept| **kept).count();
            for (kept, bears) in kept.iter_mut().zip(bears) {
                *kept &= bears;
            }
            if kept.iter().filter(|kept| **kept).count() == before {
                return kept.into_iter().step_by(2).collect();
            }
        }
    }

    /// Whether an event bears on either side of another one.
    pub(super) fn bears_on_another(&self, event: usize) -> bool {
        let sides = self.on.iter().enumerate();
        let mut others = sides.filter(|(side, _)| side / 2 != event);
        others.any(|(_, on)| on.contains(&Side::Act.of(event)))
    }

    fn add(&mut self, source: usize, target: usize) {
        if !self.on[target].contains(&source) {
            self.on[target].push(source);
        }
    }

    fn guard(
        &mut self,
        compiled: &Compiled,
        brings: &[Vec<usize>],
        guard: Option<&Guard>,
        target: usize,
    ) {
        let Some(guard) = guard else { return };
        let mut asked = Vec::new();
        fields(guard, &mut asked);
        for (event, brought) in brings.iter().enumerate() {
            if brought.iter().any(|field| asked.contains(field)) {
                self.add(Side::Act.of(event), target);
            }
        }
        let mut counted = Vec::new();
        kinds(guard, &mut counted);
        for (event, words) in compiled.definition.events.iter().enumerate() {
            if words.lifecycle != Lifecycle::Inside
                && words.instance.is_some_and(|kind| counted.contains(&kind))
            {
                self.add(Side::Act.of(event), target);
            }
        }
    }

    /// All that opens or closes instances of the kind `of` speaks of bears on `target`.
    fn lifecycle(&mut self, compiled: &Compiled, of: usize, target: usize) {
        let kind = compiled.definition.events[of].instance;
        for (event, words) in compiled.definition.events.iter().enumerate() {
            if words.lifecycle != Lifecycle::Inside && words.instance == kind {
                self.add(Side::Act.of(event), target);
            }
        }
    }
}

/// Whether an event needs no state of its own: it may happen many times, and nothing includes or excludes it.
pub(super) fn is_stateless(compiled: &Compiled, event: usize) -> bool {
    let definition = &compiled.definition;
    let words = &definition.events[event];
    words.repeat == Repeat::Many
        && words.kind == EventKind::Activity
        && words.lifecycle == Lifecycle::Inside
        && matches!(
            words.effect,
            Effect::None | Effect::Pauses { .. } | Effect::Resumes(_)
        )
        && !definition.relations.iter().any(|relation| {
            relation.target == event
                && matches!(
                    relation.kind,
                    RelationKind::Include | RelationKind::Exclude { .. }
                )
        })
}

/// Whether nothing can ever block an event of the case.
pub(super) fn is_always_free(compiled: &Compiled, event: usize) -> bool {
    let definition = &compiled.definition;
    let words = &definition.events[event];
    words.included
        && words.repeat == Repeat::Many
        && words.kind == EventKind::Activity
        && words.completes.is_none()
        && words.instance.is_none()
        && !definition.relations.iter().any(|relation| {
            relation.target == event
                && matches!(
                    relation.kind,
                    RelationKind::Condition { .. }
                        | RelationKind::Milestone
                        | RelationKind::Exclude { .. }
                )
        })
}

/// Groups of events whose duties can bring each other forth again and again: discharging one may need acts that
/// respond with another. Outside such groups, duties that can be discharged one by one can all be discharged.
pub(super) fn circles(compiled: &Compiled) -> Vec<Vec<usize>> {
    let definition = &compiled.definition;
    let count = definition.events.len();
    let is_response = |kind| matches!(kind, RelationKind::Response { cadence: None, .. });
    // What may have to be done to discharge an event, again and again: itself, and what a milestone waits for. What a
    // condition waits for is done once; and what is not included is not owed.
    let mut needs: Vec<Vec<usize>> = (0..count).map(|event| vec![event]).collect();
    let mut brings: Vec<Vec<usize>> = vec![Vec::new(); count];
    for relation in &definition.relations {
        match relation.kind {
            RelationKind::Milestone => {
                needs[relation.target].push(relation.source);
            }
            kind if is_response(kind) => brings[relation.source].push(relation.target),
            _ => {}
        }
    }
    // An instance that is opened begins with duties of its own.
    for (opener, words) in definition.events.iter().enumerate() {
        if words.lifecycle == Lifecycle::Opens {
            let begins = |(_, other): &(usize, &crate::Event)| {
                other.instance == words.instance
                    && other.lifecycle != Lifecycle::Opens
                    && other.pending.is_some()
            };
            let inside = definition.events.iter().enumerate().filter(begins);
            brings[opener].extend(inside.map(|(event, _)| event));
        }
    }
    let reach = |start: usize, next: &dyn Fn(usize) -> Vec<usize>| {
        let mut seen = vec![false; count];
        let mut left = next(start);
        while let Some(event) = left.pop() {
            if !std::mem::replace(&mut seen[event], true) {
                left.extend(next(event));
            }
        }
        seen
    };
    let needed: Vec<Vec<bool>> = (0..count)
        .map(|event| reach(event, &|event| needs[event].clone()))
        .collect();
    let follow = |event: usize| {
        let doers = (0..count).filter(|doer| needed[event][*doer]);
        doers
            .flat_map(|doer| brings[doer].iter().copied())
            .collect()
    };
    let reached: Vec<Vec<bool>> = (0..count).map(|event| reach(event, &follow)).collect();
    let mut circles: Vec<Vec<usize>> = Vec::new();
    for event in (0..count).filter(|event| reached[*event][*event]) {
        if circles.iter().all(|circle| !circle.contains(&event)) {
            let is_in = |other: &usize| reached[event][*other] && reached[*other][event];
            circles.push((0..count).filter(is_in).collect());
        }
    }
    circles
}

/// The fields an event is taken to bring if nobody says: those its completion asks for; and of those that no completion
/// asks for, the ones that its own effects compare.
pub(super) fn brought(compiled: &Compiled) -> Vec<Vec<usize>> {
    let definition = &compiled.definition;
    let mut own: Vec<Vec<usize>> = Vec::new();
    for words in &definition.events {
        let mut found = Vec::new();
        if let Some(guard) = &words.completes {
            fields(guard, &mut found);
        }
        own.push(found);
    }
    let decided: Vec<usize> = own.iter().flatten().copied().collect();
    for relation in &definition.relations {
        let is_effect = !matches!(
            relation.kind,
            RelationKind::Condition { .. } | RelationKind::Milestone
        );
        let mut compared = Vec::new();
        if let (true, Some(guard)) = (is_effect, &relation.guard) {
            comparisons(guard, &mut compared);
        }
        let found = &mut own[relation.source];
        for field in compared {
            if !decided.contains(&field) && !found.contains(&field) {
                found.push(field);
            }
        }
    }
    for (event, found) in own.iter_mut().enumerate() {
        let kind = definition.events[event].instance;
        found.retain(|field| {
            let of = definition.fields[*field].instance;
            of.is_none() || of == kind
        });
    }
    own
}

/// The fields a guard compares, not only asks whether they are known.
fn comparisons(guard: &Guard, found: &mut Vec<usize>) {
    match guard {
        Guard::Not(inner) => comparisons(inner, found),
        Guard::All(parts) | Guard::Any(parts) => {
            for part in parts {
                comparisons(part, found);
            }
        }
        Guard::Compare(field, ..) | Guard::Contains(field, _) => found.push(*field),
        Guard::Known(_) | Guard::Open(..) => {}
    }
}

/// Whether a guard asks how many instances are open.
pub(super) fn counts(guard: &Guard) -> bool {
    let mut found = Vec::new();
    kinds(guard, &mut found);
    !found.is_empty()
}

/// Whether a relation asks any instance, so that closed ones count.
pub(super) fn asks_any(quantifier: Option<Quantifier>, kind: RelationKind) -> bool {
    quantifier == Some(Quantifier::Any) && matches!(kind, RelationKind::Condition { .. })
}
