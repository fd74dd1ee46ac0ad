//! Every rule a definition has to keep; all faults are collected.

use std::collections::BTreeSet;

use calendar::Span;

use super::guards::{self, Wrong};
use crate::marking::EventSet;
use crate::{
    Cadence, Deadline, Definition, Effect, Event, EventKind, Fault, FieldType, Guard, Lifecycle,
    Relation, RelationKind, Repeat,
};

/// Collects everything wrong with a definition, in page order.
pub(crate) fn check(definition: &Definition) -> Vec<Fault> {
    let mut check = Check {
        definition,
        faults: Vec::new(),
    };
    if definition.events.len() > EventSet::LIMIT {
        check.faults.push(Fault::TooMany {
            what: "events",
            limit: EventSet::LIMIT,
        });
    }
    check.fields();
    check.instances();
    check.events();
    check.relations();
    check.faults
}

struct Check<'a> {
    definition: &'a Definition,
    faults: Vec<Fault>,
}

impl Check<'_> {
    fn exists(&mut self, what: &'static str, index: usize, length: usize) {
        if index >= length {
            self.faults.push(Fault::Dangling { what, index });
        }
    }

    fn fields(&mut self) {
        let mut seen = BTreeSet::new();
        for (position, field) in self.definition.fields.iter().enumerate() {
            let mut wrong = |why| {
                self.faults.push(Fault::Field {
                    field: position,
                    why,
                });
            };
            if !seen.insert(field.id.as_str()) {
                wrong("another field has the same id");
            }
            match &field.of {
                FieldType::Choice(choices) if choices.len() > 256 => {
                    wrong("a choice offers 256 answers at most");
                }
                FieldType::Set(choices) if choices.len() > 64 => {
                    wrong("a set offers 64 answers at most");
                }
                _ => {}
            }
            if field
                .initial
                .is_some_and(|value| !guards::takes(&field.of, value))
            {
                wrong("its first value is not one it can have");
            }
            if let Some(kind) = field.instance {
                self.exists("instance kind", kind, self.definition.instances.len());
            }
        }
    }

    fn instances(&mut self) {
        let mut seen = BTreeSet::new();
        for (position, kind) in self.definition.instances.iter().enumerate() {
            if !seen.insert(kind.id.as_str()) {
                self.faults.push(Fault::Instance {
                    kind: position,
                    why: "another kind of instance has the same id",
                });
            }
        }
    }

    fn events(&mut self) {
        let mut seen = BTreeSet::new();
        for (position, event) in self.definition.events.iter().enumerate() {
            for why in event_faults(event, !seen.insert(event.id.as_str())) {
                self.faults.push(Fault::Event {
                    event: position,
                    why,
                });
            }
            if let Some(kind) = event.instance {
                self.exists("instance kind", kind, self.definition.instances.len());
            }
            if let Some(group) = event.pause_group {
                self.exists("pause group", group, self.definition.pause_groups);
            }
            if let Repeat::OncePerRound(round) = event.repeat {
                self.exists("round", round, self.definition.rounds);
            }
            self.effect(position, event.effect);
            if let Some(guard) = &event.completes {
                self.guard(guard, |why| Fault::Event {
                    event: position,
                    why,
                });
            }
        }
    }

    fn effect(&mut self, event: usize, effect: Effect) {
        match effect {
            Effect::None | Effect::Exits | Effect::Reopens => {}
            Effect::Resumes(group) => {
                self.exists("pause group", group, self.definition.pause_groups);
            }
            Effect::BeginsRound(round) => self.exists("round", round, self.definition.rounds),
            Effect::Pauses { group, until } => {
                self.exists("pause group", group, self.definition.pause_groups);
                let Some(field) = until else { return };
                self.exists("field", field, self.definition.fields.len());
                let field = self.definition.fields.get(field);
                if field.is_some_and(|field| field.of != FieldType::Day) {
                    self.faults.push(Fault::Event {
                        event,
                        why: "the end of a pause is read from a field that is no day",
                    });
                }
            }
        }
    }

    fn relations(&mut self) {
        let mut seen = BTreeSet::new();
        for (position, relation) in self.definition.relations.iter().enumerate() {
            let fault = |why| Fault::Relation {
                relation: position,
                why,
            };
            if !seen.insert(relation.id.as_str()) {
                self.faults.push(fault("another relation has the same id"));
            }
            self.exists("event", relation.source, self.definition.events.len());
            self.exists("event", relation.target, self.definition.events.len());
            if let Some(guard) = &relation.guard {
                self.guard(guard, fault);
            }
            let source = self.definition.events.get(relation.source);
            let target = self.definition.events.get(relation.target);
            if let (Some(source), Some(target)) = (source, target) {
                let scopes = scope_fault(relation, source, target);
                self.faults.extend(scopes.map(fault));
            }
            if let RelationKind::Response {
                deadline,
                cadence: Some(cadence),
                ..
            } = relation.kind
            {
                self.faults
                    .extend(cadence_fault(cadence, deadline).map(fault));
            }
        }
    }

    fn guard(&mut self, guard: &Guard, fault: impl Fn(&'static str) -> Fault) {
        let mut found = Vec::new();
        guards::faults(self.definition, guard, &mut found);
        for wrong in found {
            self.faults.push(match (wrong, wrong.why()) {
                (Wrong::Field(index), _) => Fault::Dangling {
                    what: "field",
                    index,
                },
                (Wrong::Instance(index), _) => Fault::Dangling {
                    what: "instance kind",
                    index,
                },
                (_, why) => fault(why.unwrap_or_default()),
            });
        }
    }
}

fn event_faults(event: &Event, is_repeated: bool) -> impl Iterator<Item = &'static str> {
    let lone = event.instance.is_none() && event.lifecycle != Lifecycle::Inside;
    let is_timer = event.kind == EventKind::Timer;
    let timer = is_timer && event.lifecycle == Lifecycle::Opens;
    // An attempt discharges nothing, so the clock would try for ever.
    let tries = is_timer && event.completes.is_some();
    [
        (is_repeated, "another event has the same id"),
        (
            lone,
            "it opens or closes an instance but names no kind of instance",
        ),
        (timer, "the clock cannot open an instance: it knows no key"),
        (
            tries,
            "what the clock does is always done: it cannot depend on answers",
        ),
    ]
    .into_iter()
    .filter_map(|(wrong, why)| wrong.then_some(why))
}

fn scope_fault(relation: &Relation, source: &Event, target: &Event) -> Option<&'static str> {
    let lives = |event: &Event| {
        event
            .instance
            .filter(|_| event.lifecycle != Lifecycle::Opens)
    };
    let (inside, outside) = (lives(source), lives(target));
    if outside.is_some() && source.instance.is_some() && source.instance != outside {
        return Some("source and target belong to different kinds of instance");
    }
    let asks = matches!(
        relation.kind,
        RelationKind::Condition { .. } | RelationKind::Milestone
    );
    match (
        asks && inside.is_some() && outside.is_none(),
        relation.quantifier,
    ) {
        (true, None) => Some("it must say whether any instance or all are asked"),
        (false, Some(_)) => Some("any or all has no meaning here"),
        _ => None,
    }
}

fn cadence_fault(cadence: Cadence, deadline: Option<Deadline>) -> Option<&'static str> {
    let Some(span) = deadline.map(|deadline| deadline.within) else {
        return Some("a cadence needs a deadline: the length of one turn");
    };
    let whole_months = span == Span::months(span.months);
    let whole_weeks = span == Span::days(span.days) && span.days % 7 == 0;
    match cadence {
        _ if span.is_zero() => Some("a cadence needs turns longer than no time"),
        Cadence::CalendarMonth if !whole_months => {
            Some("a cadence by calendar month needs whole months")
        }
        Cadence::CalendarWeek if !whole_weeks => {
            Some("a cadence by calendar week needs whole weeks")
        }
        _ => None,
    }
}
