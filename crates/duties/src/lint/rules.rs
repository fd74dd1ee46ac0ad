//! The rules, one function each.

use super::spans;
use crate::truth::{self, Truth, View};
use crate::{
    Definition, Effect, EventKind, FieldType, Guard, Model, Relation, RelationKind, Value,
};

/// A warning about a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// Which trap.
    pub kind: LintKind,
    /// Positions of the events it is about.
    pub events: Vec<usize>,
    /// Positions of the relations it is about.
    pub relations: Vec<usize>,
    /// Why it is a trap, and what to do.
    pub why: &'static str,
}

/// The traps.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum LintKind {
    /// A delay counts from an event that can be excluded.
    VoidAnchor,
    /// An exclusion suspends a duty whose old day comes back with the next include.
    ZombieDuty,
    /// A condition is satisfied for good although its source is asked for again.
    StaleCondition,
    /// A duty on an event that does not take part.
    UnseenDuty,
    /// An include where others also create a duty.
    IdleInclude,
    /// A timer that nothing arms.
    UnarmedTimer,
    /// An answer that leads nowhere while others do.
    OneSidedGuard,
    /// A cadence without an end.
    EndlessCadence,
    /// A delay that can end after the deadline of the same trigger.
    ImpossibleDeadline,
    /// Timers that arm each other.
    TimerLoop,
}

/// Looks for every trap, in the order of [`LintKind`], then of the page.
pub fn lint(model: &Model) -> Vec<Lint> {
    let definition = model.definition();
    let rules: [fn(&Definition, &mut Vec<Lint>); 10] = [
        void_anchors,
        zombie_duties,
        stale_conditions,
        unseen_duties,
        idle_includes,
        unarmed_timers,
        one_sided_guards,
        endless_cadences,
        impossible_deadlines,
        timer_loops,
    ];
    let mut found = Vec::new();
    for rule in rules {
        rule(definition, &mut found);
    }
    found
}

/// The relations of a definition that a question picks, with their positions.
fn pick<'a>(
    definition: &'a Definition,
    which: impl Fn(&Relation) -> bool + 'a,
) -> impl Iterator<Item = (usize, &'a Relation)> {
    let relations = definition.relations.iter().enumerate();
    relations.filter(move |(_, relation)| which(relation))
}

fn is_response(kind: RelationKind) -> bool {
    matches!(kind, RelationKind::Response { .. })
}

fn is_exclude(kind: RelationKind) -> bool {
    matches!(kind, RelationKind::Exclude { .. })
}

/// Whether a duty on the event can come about.
fn may_be_owed(definition: &Definition, event: usize) -> bool {
    let mut responses = pick(definition, |relation| is_response(relation.kind));
    definition.events[event].pending.is_some()
        || responses.any(|(_, relation)| relation.target == event)
}

fn void_anchors(definition: &Definition, found: &mut Vec<Lint>) {
    let is_delayed = |relation: &Relation| matches!(relation.kind, RelationKind::Condition { delay: Some(delay) } if !delay.is_zero());
    for (position, condition) in pick(definition, is_delayed) {
        let excludes = pick(definition, |relation| {
            is_exclude(relation.kind) && relation.target == condition.source
        });
        let excludes: Vec<usize> = excludes.map(|(position, _)| position).collect();
        if !excludes.is_empty() {
            found.push(Lint {
                kind: LintKind::VoidAnchor,
                events: vec![condition.source, condition.target],
                relations: [vec![position], excludes].concat(),
                why: "the delay counts from an event that can be excluded, and then it does not hold; use \
                      a timer, or let the source happen once instead of excluding it",
            });
        }
    }
}

fn zombie_duties(definition: &Definition, found: &mut Vec<Lint>) {
    let suspends = |relation: &Relation| relation.kind == RelationKind::Exclude { cancel: false };
    for (position, exclude) in pick(definition, suspends) {
        let target = exclude.target;
        let mut others = definition.relations.iter();
        let comes_back = others
            .any(|relation| relation.kind == RelationKind::Include && relation.target == target);
        let mut others = definition.relations.iter();
        let is_released = others.any(|relation| {
            relation.kind == RelationKind::NoResponse
                && (relation.source, relation.target) == (exclude.source, target)
        });
        if comes_back && !is_released && may_be_owed(definition, target) {
            found.push(Lint {
                kind: LintKind::ZombieDuty,
                events: vec![exclude.source, target],
                relations: vec![position],
                why: "a duty that is only suspended comes back with its old day when the event is \
                      included again; cancel it, unless that is meant",
            });
        }
    }
}

fn stale_conditions(definition: &Definition, found: &mut Vec<Lint>) {
    // An event is asked for again if more than one other event responds with it.
    let askers = |event: usize| {
        let mut sources: Vec<usize> = pick(definition, |relation| is_response(relation.kind))
            .filter(|(_, relation)| relation.target == event && relation.source != event)
            .map(|(_, relation)| relation.source)
            .collect();
        sources.sort_unstable();
        sources.dedup();
        sources.len()
    };
    let is_condition =
        |relation: &Relation| matches!(relation.kind, RelationKind::Condition { .. });
    for (position, condition) in pick(definition, is_condition) {
        let (source, target) = (condition.source, condition.target);
        let mut others = definition.relations.iter();
        let has_milestone = others.any(|relation| {
            relation.kind == RelationKind::Milestone
                && (relation.source, relation.target) == (source, target)
        });
        if !has_milestone && askers(source) > 1 && askers(target) > 1 {
            found.push(Lint {
                kind: LintKind::StaleCondition,
                events: vec![source, target],
                relations: vec![position],
                why: "both are asked for again in a later round, but the condition is satisfied by the \
                      first; add a milestone, so that the new duty comes first",
            });
        }
    }
}

fn unseen_duties(definition: &Definition, found: &mut Vec<Lint>) {
    for (position, response) in pick(definition, |relation| is_response(relation.kind)) {
        let mut others = definition.relations.iter();
        let is_included = others.any(|relation| {
            relation.kind == RelationKind::Include
                && (relation.source, relation.target) == (response.source, response.target)
        });
        if !definition.events[response.target].included && !is_included {
            found.push(Lint {
                kind: LintKind::UnseenDuty,
                events: vec![response.source, response.target],
                relations: vec![position],
                why: "the event does not take part from the beginning, so the duty may be there and \
                      nobody sees it; include it together with the response",
            });
        }
    }
}

fn idle_includes(definition: &Definition, found: &mut Vec<Lint>) {
    let answers = |include: &Relation| {
        pick(definition, |relation| is_response(relation.kind)).any(|(_, relation)| {
            (relation.source, relation.target) == (include.source, include.target)
        })
    };
    let is_include = |relation: &Relation| relation.kind == RelationKind::Include;
    for (position, include) in pick(definition, is_include) {
        let mut others = pick(definition, is_include);
        let others_answer =
            others.any(|(_, other)| other.target == include.target && answers(other));
        if others_answer && !answers(include) {
            found.push(Lint {
                kind: LintKind::IdleInclude,
                events: vec![include.source, include.target],
                relations: vec![position],
                why: "others include the event and create a duty on it, this one only includes it; add a \
                      response, unless that is meant",
            });
        }
    }
}

fn unarmed_timers(definition: &Definition, found: &mut Vec<Lint>) {
    for (position, event) in definition.events.iter().enumerate() {
        if event.kind != EventKind::Timer {
            continue;
        }
        let is_armed = |relation: &&Relation| {
            let with_day = matches!(
                relation.kind,
                RelationKind::Response {
                    deadline: Some(_),
                    ..
                }
            );
            with_day && relation.target == position
        };
        let from_beginning = event
            .pending
            .is_some_and(|initial| initial.deadline.is_some());
        if !from_beginning
            && !definition
                .relations
                .iter()
                .any(|relation| is_armed(&relation))
        {
            found.push(Lint {
                kind: LintKind::UnarmedTimer,
                events: vec![position],
                relations: Vec::new(),
                why: "nothing gives the timer a day, so it never happens; add a response with a deadline",
            });
        }
    }
}

/// One field with one value, all else unknown.
struct Alone {
    field: usize,
    value: Value,
}

impl View for Alone {
    fn seen(&self, field: usize) -> Option<Value> {
        (field == self.field).then_some(self.value)
    }

    fn open(&self, _: usize) -> u32 {
        0
    }
}

fn one_sided_guards(definition: &Definition, found: &mut Vec<Lint>) {
    for (source, event) in definition.events.iter().enumerate() {
        for (field, words) in definition.fields.iter().enumerate() {
            let FieldType::Choice(choices) = &words.of else {
                continue;
            };
            let effects: Vec<(usize, &Guard)> = pick(definition, |relation| {
                !matches!(
                    relation.kind,
                    RelationKind::Condition { .. } | RelationKind::Milestone
                )
            })
            .filter(|(_, relation)| relation.source == source)
            .filter_map(|(position, relation)| Some((position, relation.guard.as_ref()?)))
            .filter(|(_, guard)| compares(guard, field))
            .collect();
            let leads = |choice: &usize| {
                let value = Value::Choice(u8::try_from(*choice).unwrap_or(u8::MAX));
                let alone = Alone { field, value };
                let may = |guard: &Guard| truth::read(guard, &alone) != Truth::No;
                let is_attempt = event.completes.as_ref().is_some_and(|guard| !may(guard));
                is_attempt || effects.iter().any(|(_, guard)| may(guard))
            };
            if !effects.is_empty() && !(0..choices.len()).all(|choice| leads(&choice)) {
                found.push(Lint {
                    kind: LintKind::OneSidedGuard,
                    events: vec![source],
                    relations: effects.iter().map(|(position, _)| *position).collect(),
                    why: "one of the answers leads nowhere; say what follows from it, or that it does \
                          not complete the event",
                });
            }
        }
    }
}

fn compares(guard: &Guard, field: usize) -> bool {
    match guard {
        Guard::Not(inner) => compares(inner, field),
        Guard::All(parts) | Guard::Any(parts) => parts.iter().any(|part| compares(part, field)),
        Guard::Compare(of, ..) => *of == field,
        Guard::Contains(..) | Guard::Known(_) | Guard::Open(..) => false,
    }
}

fn endless_cadences(definition: &Definition, found: &mut Vec<Lint>) {
    let has_exit = definition
        .events
        .iter()
        .any(|event| event.effect == Effect::Exits);
    let comes_again = |relation: &Relation| {
        matches!(
            relation.kind,
            RelationKind::Response {
                cadence: Some(_),
                ..
            }
        )
    };
    for (position, response) in pick(definition, comes_again) {
        let target = response.target;
        let mut others = definition.relations.iter();
        let ends = others.any(|relation| {
            let releases = matches!(
                relation.kind,
                RelationKind::NoResponse | RelationKind::Exclude { cancel: true }
            );
            releases && relation.target == target
        });
        if !ends && !has_exit && definition.events[target].instance.is_none() {
            found.push(Lint {
                kind: LintKind::EndlessCadence,
                events: vec![response.source, target],
                relations: vec![position],
                why: "the duty comes again for ever; say what ends it",
            });
        }
    }
}

fn impossible_deadlines(definition: &Definition, found: &mut Vec<Lint>) {
    for (position, condition) in definition.relations.iter().enumerate() {
        let RelationKind::Condition { delay: Some(delay) } = condition.kind else {
            continue;
        };
        for (other, response) in definition.relations.iter().enumerate() {
            let RelationKind::Response {
                deadline: Some(deadline),
                ..
            } = response.kind
            else {
                continue;
            };
            let is_same =
                (response.source, response.target) == (condition.source, condition.target);
            if is_same && spans::outlasts(delay, deadline.within).is_some() {
                found.push(Lint {
                    kind: LintKind::ImpossibleDeadline,
                    events: vec![condition.source, condition.target],
                    relations: vec![position, other],
                    why: "from some days on the event may begin only after it was due; give both the \
                          same unit, or the deadline more room",
                });
            }
        }
    }
}

fn timer_loops(definition: &Definition, found: &mut Vec<Lint>) {
    let is_timer = |event: usize| definition.events[event].kind == EventKind::Timer;
    let arms = |relation: &Relation| {
        is_response(relation.kind) && is_timer(relation.source) && is_timer(relation.target)
    };
    let mut known: Vec<usize> = Vec::new();
    for start in (0..definition.events.len()).filter(|event| is_timer(*event)) {
        let mut reached: Vec<usize> = Vec::new();
        let mut left = vec![start];
        while let Some(event) = left.pop() {
            for (_, relation) in pick(definition, arms).filter(|(_, it)| it.source == event) {
                if !reached.contains(&relation.target) {
                    reached.push(relation.target);
                    left.push(relation.target);
                }
            }
        }
        if !reached.contains(&start) || known.contains(&start) {
            continue;
        }
        known.extend(&reached);
        reached.sort_unstable();
        let within = pick(definition, arms).filter(|(_, relation)| {
            reached.contains(&relation.source) && reached.contains(&relation.target)
        });
        found.push(Lint {
            kind: LintKind::TimerLoop,
            relations: within.map(|(position, _)| position).collect(),
            events: reached,
            why: "timers arm each other without anybody doing anything; say what ends it",
        });
    }
}
