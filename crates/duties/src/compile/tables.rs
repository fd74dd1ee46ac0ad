//! The flat tables the engine reads at run time: no strings, no hashing, ranges into vectors.

use std::ops::Range;

use super::guards;
use crate::identity;
use crate::marking::EventSet;
use crate::{Definition, Event, EventKind, Lifecycle, Relation, RelationKind, Repeat, Value};

/// Which scopes a relation reaches (`docs/semantics.md` §2).
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Reach {
    /// Root to root, or inside to inside: the scope it is in.
    Same,
    /// Root to inside: every open instance; conditions ask the root.
    Inward,
    /// `Opens` to inside: the instance it opens; conditions ask the root.
    Opened,
    /// Inside to root: effects reach the root; conditions ask by quantifier.
    Outward,
}

/// What the engine needs to know of an event.
#[derive(Debug, Clone)]
pub(crate) struct EventRow {
    /// Class of the scope it lives in: 0 for the root, else the instance kind + 1.
    pub(crate) class: usize,
    /// Class of the instance it speaks of: that of an `Opens` event's instance too.
    pub(crate) speaks: usize,
    /// Position of its mark within its scope.
    pub(crate) local: usize,
    pub(crate) is_timer: bool,
    /// Whether a rolling cadence may run on it.
    pub(crate) may_roll: bool,
    /// Unguarded conditions without delay from its own scope.
    pub(crate) conditions: EventSet,
    /// Unguarded milestones from its own scope.
    pub(crate) milestones: EventSet,
    /// Conditions and milestones that are not in those two sets.
    pub(crate) hard: Range<usize>,
    /// All conditions and milestones.
    pub(crate) incoming: Range<usize>,
    /// Its effects by phase: no-response, exclude, include, response.
    pub(crate) phases: [Range<usize>; 4],
    /// Hash of `initial:` and its id.
    pub(crate) hash: u64,
}

/// What the engine needs to know of a relation.
#[derive(Debug, Clone)]
pub(crate) struct RelationRow {
    pub(crate) reach: Reach,
    /// Hash of its id.
    pub(crate) hash: u64,
    /// For a response: position of its chain within the target's scope.
    pub(crate) chain: usize,
}

/// Where a field's value lies.
#[derive(Debug, Clone, Copy)]
pub(crate) struct FieldRow {
    /// Class of the scopes that have it.
    pub(crate) class: usize,
    /// Position within such a scope.
    pub(crate) local: usize,
}

/// What a scope of a class begins with.
#[derive(Debug, Clone, Default)]
pub(crate) struct ClassRow {
    /// Its events, in page order.
    pub(crate) events: Vec<usize>,
    pub(crate) included: EventSet,
    /// Its values at the beginning.
    pub(crate) values: Vec<Option<Value>>,
    /// How many response relations point into it.
    pub(crate) chains: usize,
    /// Its events with a duty at the beginning.
    pub(crate) pending: Vec<usize>,
}

/// A definition with its tables.
#[derive(Debug)]
pub(crate) struct Compiled {
    pub(crate) definition: Definition,
    pub(crate) events: Vec<EventRow>,
    pub(crate) relations: Vec<RelationRow>,
    pub(crate) fields: Vec<FieldRow>,
    pub(crate) classes: Vec<ClassRow>,
    /// Relation positions; the ranges of [`EventRow`] point here.
    pub(crate) index: Vec<usize>,
    /// Per kind of round, its once-per-round events.
    pub(crate) rounds: Vec<Vec<usize>>,
    pub(crate) timers: EventSet,
}

impl Compiled {
    /// Builds the tables of a definition that `super::check` found no fault with.
    pub(crate) fn new(definition: Definition) -> Compiled {
        let mut compiled = Compiled {
            events: Vec::new(),
            relations: Vec::new(),
            fields: Vec::new(),
            classes: vec![ClassRow::default(); definition.instances.len() + 1],
            index: Vec::new(),
            rounds: vec![Vec::new(); definition.rounds],
            timers: EventSet::default(),
            definition: Definition::default(),
        };
        for field in &definition.fields {
            let class = field.instance.map_or(0, |kind| kind + 1);
            let values = &mut compiled.classes[class].values;
            compiled.fields.push(FieldRow {
                class,
                local: values.len(),
            });
            values.push(field.initial);
        }
        for (position, event) in definition.events.iter().enumerate() {
            compiled.add_event(position, event);
        }
        for relation in &definition.relations {
            compiled.add_relation(relation);
        }
        for position in 0..definition.events.len() {
            compiled.index_event(&definition, position);
        }
        compiled.definition = definition;
        compiled
    }

    /// Whether a field can have this value.
    pub(crate) fn takes(&self, field: usize, value: Value) -> bool {
        guards::takes(&self.definition.fields[field].of, value)
    }

    fn add_event(&mut self, position: usize, event: &Event) {
        let speaks = event.instance.map_or(0, |kind| kind + 1);
        let class = if event.lifecycle == Lifecycle::Opens {
            0
        } else {
            speaks
        };
        let row = &mut self.classes[class];
        let local = row.events.len();
        row.events.push(position);
        row.included.set(position, event.included);
        if event.pending.is_some() {
            row.pending.push(position);
        }
        if let Repeat::OncePerRound(round) = event.repeat {
            self.rounds[round].push(position);
        }
        self.timers.set(position, event.kind == EventKind::Timer);
        self.events.push(EventRow {
            class,
            speaks,
            local,
            is_timer: event.kind == EventKind::Timer,
            may_roll: false,
            conditions: EventSet::default(),
            milestones: EventSet::default(),
            hard: 0..0,
            incoming: 0..0,
            phases: [0..0, 0..0, 0..0, 0..0],
            hash: identity::initial(&["initial:", &event.id]),
        });
    }

    fn add_relation(&mut self, relation: &Relation) {
        let (source, target) = (&self.events[relation.source], &self.events[relation.target]);
        let reach = match (source.class, target.class) {
            (from, to) if from == to => Reach::Same,
            (0, _) if source.speaks > 0 => Reach::Opened,
            (0, _) => Reach::Inward,
            _ => Reach::Outward,
        };
        let mut chain = 0;
        if let RelationKind::Response { cadence, .. } = relation.kind {
            let class = &mut self.classes[target.class];
            chain = class.chains;
            class.chains += 1;
            if cadence == Some(crate::Cadence::Rolling) {
                self.events[relation.target].may_roll = true;
            }
        }
        self.relations.push(RelationRow {
            reach,
            hash: identity::text(&relation.id),
            chain,
        });
    }

    fn index_event(&mut self, definition: &Definition, position: usize) {
        let relations = || definition.relations.iter().enumerate();
        let start = self.index.len();
        for (at, relation) in relations() {
            let asks = matches!(
                relation.kind,
                RelationKind::Condition { .. } | RelationKind::Milestone
            );
            if asks && relation.target == position {
                self.index.push(at);
            }
        }
        self.events[position].incoming = start..self.index.len();
        let start = self.index.len();
        for at in self.events[position].incoming.clone() {
            let relation = self.index[at];
            let (row, words) = (&self.relations[relation], &definition.relations[relation]);
            let is_plain = row.reach == Reach::Same && words.guard.is_none();
            let event = &mut self.events[position];
            match words.kind {
                RelationKind::Condition { delay: None } if is_plain => {
                    event.conditions.insert(words.source);
                }
                RelationKind::Milestone if is_plain => event.milestones.insert(words.source),
                _ => self.index.push(relation),
            }
        }
        self.events[position].hard = start..self.index.len();
        for phase in 0..4 {
            let start = self.index.len();
            for (at, relation) in relations() {
                if relation.source == position && phase_of(relation.kind) == Some(phase) {
                    self.index.push(at);
                }
            }
            self.events[position].phases[phase] = start..self.index.len();
        }
    }
}

/// In which phase an effect takes place; `None` for what is no effect.
fn phase_of(kind: RelationKind) -> Option<usize> {
    match kind {
        RelationKind::NoResponse => Some(0),
        RelationKind::Exclude { .. } => Some(1),
        RelationKind::Include => Some(2),
        RelationKind::Response { .. } => Some(3),
        RelationKind::Condition { .. } | RelationKind::Milestone => None,
    }
}
