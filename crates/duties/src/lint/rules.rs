//! The rules, one function each.

use crate::{Definition, Effect, EventKind, Lifecycle, Model, Relation, RelationKind};

/// A warning about a model.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Lint {
    /// Which trap.
    pub kind: LintKind,
    /// Positions of the events it is about.
    pub events: Vec<usize>,
    /// Positions of the relations it is about.
    pub relations: Vec<usize>,
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
    /// A cadence without an end.
    EndlessCadence,
    /// Timers that arm each other.
    TimerLoop,
    /// An event that nothing lets in.
    NeverIncluded,
}

/// Looks for every trap, in the order of [`LintKind`], then of the page.
pub fn lint(model: &Model) -> Vec<Lint> {
    let definition = model.definition();
    let rules: [fn(&Definition, &mut Vec<Lint>); 9] = [
        void_anchors,
        zombie_duties,
        stale_conditions,
        unseen_duties,
        idle_includes,
        unarmed_timers,
        endless_cadences,
        timer_loops,
        never_included,
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
            });
        }
    }
}

fn stale_conditions(definition: &Definition, found: &mut Vec<Lint>) {
    let events = &definition.events;
    let lives = |event: usize| {
        let words = &events[event];
        words
            .instance
            .filter(|_| words.lifecycle != Lifecycle::Opens)
    };
    // An event is asked for again if more than one other event responds with it. Each instance is opened once, and has
    // marks of its own: all that open it ask in it once.
    let askers = |event: usize| {
        let opens = |source: usize| {
            lives(event).is_some()
                && events[source].lifecycle == Lifecycle::Opens
                && events[source].instance == lives(event)
        };
        let mut sources: Vec<Option<usize>> =
            pick(definition, |relation| is_response(relation.kind))
                .filter(|(_, relation)| relation.target == event && relation.source != event)
                .map(|(_, relation)| (!opens(relation.source)).then_some(relation.source))
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
            });
        }
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
            });
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
        });
    }
}

fn never_included(definition: &Definition, found: &mut Vec<Lint>) {
    for (position, event) in definition.events.iter().enumerate() {
        let mut relations = definition.relations.iter();
        let is_included = event.included
            || relations.any(|relation| {
                relation.kind == RelationKind::Include && relation.target == position
            });
        if !is_included {
            found.push(Lint {
                kind: LintKind::NeverIncluded,
                events: vec![position],
                relations: Vec::new(),
            });
        }
    }
}
