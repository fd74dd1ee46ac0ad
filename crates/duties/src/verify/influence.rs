//! Which event bears on which, and what can be left out without changing a verdict.

use crate::compile::Compiled;
use crate::{Effect, Guard, Lifecycle, Quantifier, RelationKind, Repeat};

/// For each event, the events that bear on it directly: on whether it can happen, takes part, or is owed.
pub(super) struct Influence {
    on: Vec<Vec<usize>>,
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
            on: vec![Vec::new(); definition.events.len()],
        };
        for relation in &definition.relations {
            influence.add(relation.source, relation.target);
            // Effects are read when the source happens, so what they read bears on the target alone.
            influence.guard(compiled, brings, relation.guard.as_ref(), relation.target);
            // Openings and closings decide whom an outward question asks.
            if relation.quantifier.is_some() {
                influence.lifecycle(compiled, relation.source, relation.target);
            }
        }
        for (position, event) in definition.events.iter().enumerate() {
            influence.guard(compiled, brings, event.completes.as_ref(), position);
            if compiled.events[position].speaks > 0 {
                influence.lifecycle(compiled, position, position);
            }
            if let Repeat::OncePerRound(round) = event.repeat {
                for (other, words) in definition.events.iter().enumerate() {
                    if words.effect == Effect::BeginsRound(round) {
                        influence.add(other, position);
                    }
                }
            }
        }
        influence
    }

    /// The events that bear on this one, directly or through others; and itself.
    pub(super) fn cone(&self, event: usize) -> Vec<bool> {
        let mut cone = vec![false; self.on.len()];
        let mut left = vec![event];
        while let Some(event) = left.pop() {
            if !std::mem::replace(&mut cone[event], true) {
                left.extend(&self.on[event]);
            }
        }
        cone
    }

    /// What is left of `kept` when events that bear on no other one in it are taken away, again and again.
    pub(super) fn core(&self, mut kept: Vec<bool>) -> Vec<bool> {
        loop {
            let mut bears = vec![false; kept.len()];
            for event in (0..kept.len()).filter(|event| kept[*event]) {
                for other in &self.on[event] {
                    bears[*other] |= *other != event;
                }
            }
            let before = kept.iter().filter(|kept| **kept).count();
            for (kept, bears) in kept.iter_mut().zip(bears) {
                *kept &= bears;
            }
            if kept.iter().filter(|kept| **kept).count() == before {
                return kept;
            }
        }
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
                self.add(event, target);
            }
        }
        let mut counted = Vec::new();
        kinds(guard, &mut counted);
        for (event, words) in compiled.definition.events.iter().enumerate() {
            if words.lifecycle != Lifecycle::Inside
                && words.instance.is_some_and(|kind| counted.contains(&kind))
            {
                self.add(event, target);
            }
        }
    }

    /// All that opens or closes instances of the kind `of` speaks of bears on `target`.
    fn lifecycle(&mut self, compiled: &Compiled, of: usize, target: usize) {
        let kind = compiled.definition.events[of].instance;
        for (event, words) in compiled.definition.events.iter().enumerate() {
            if words.lifecycle != Lifecycle::Inside && words.instance == kind {
                self.add(event, target);
            }
        }
    }
}

/// Whether nothing can ever block an event whose scope is there, and so no duty on it can get stuck.
pub(super) fn is_always_free(compiled: &Compiled, event: usize) -> bool {
    let definition = &compiled.definition;
    let words = &definition.events[event];
    words.included
        && words.kind == crate::EventKind::Activity
        && words.repeat == Repeat::Many
        && words.completes.is_none()
        && words.lifecycle == Lifecycle::Inside
        && words.effect != Effect::Reopens
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

/// The fields an event is taken to bring if nobody says: those its own effects and its completion ask for.
pub(super) fn brought(compiled: &Compiled) -> Vec<Vec<usize>> {
    let definition = &compiled.definition;
    let own = definition.events.iter().enumerate().map(|(event, words)| {
        let mut found = Vec::new();
        for relation in &definition.relations {
            let is_effect = !matches!(
                relation.kind,
                RelationKind::Condition { .. } | RelationKind::Milestone
            );
            if let (true, Some(guard)) = (relation.source == event && is_effect, &relation.guard) {
                fields(guard, &mut found);
            }
        }
        if let Some(guard) = &words.completes {
            fields(guard, &mut found);
        }
        found.retain(|field| {
            let of = definition.fields[*field].instance;
            of.is_none() || of == words.instance
        });
        found
    });
    own.collect()
}

/// Whether a relation asks any instance, so that closed ones count.
pub(super) fn asks_any(quantifier: Option<Quantifier>, kind: RelationKind) -> bool {
    quantifier == Some(Quantifier::Any) && matches!(kind, RelationKind::Condition { .. })
}
