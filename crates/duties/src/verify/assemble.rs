//! Builds a kernel from a model: nodes for the events that are kept, masks for their relations.

use std::sync::Arc;

use super::domain::Domain;
use super::influence::{self, asks_any};
use super::kernel::{Copy, Effects, Guarded, Hard, Kernel, Marking, NODES, Nodes, Place, Row};
use crate::compile::{Compiled, Reach};
use crate::{
    Cadence, Effect, EventKind, Guard, Lifecycle, Model, Quantifier, Relation, RelationKind, Repeat,
};

/// Why a model has no kernel of this size.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum TooLarge {
    /// More than [`NODES`] nodes.
    #[error("it has more than {NODES} events, copies counted")]
    Nodes,
    /// More distinguishable data than fits.
    #[error("its guards tell more values apart than 128 bits hold")]
    Data,
}

/// A node and the copy it lives in.
type Spot = (usize, Option<usize>);

/// What a kernel is made for.
pub(super) struct Plan<'a> {
    pub(super) compiled: &'a Arc<Compiled>,
    /// The events that are kept.
    pub(super) kept: &'a [bool],
    /// How many copies of each kind of instance.
    pub(super) copies: usize,
    /// The fields each event brings; `None` if any event may bring any field, so that all are kept.
    pub(super) brings: Option<&'a [Vec<usize>]>,
}

impl Kernel {
    /// The whole model, with so many copies of each kind of instance and every field that guards ask for.
    pub fn new(model: &Model, copies: usize) -> Result<Kernel, TooLarge> {
        let plan = Plan {
            compiled: &model.compiled,
            kept: &vec![true; model.compiled.events.len()],
            copies,
            brings: None,
        };
        plan.kernel()
    }
}

impl Plan<'_> {
    pub(super) fn kernel(&self) -> Result<Kernel, TooLarge> {
        let definition = &self.compiled.definition;
        let mut kernel = Kernel {
            rows: Vec::new(),
            copies: Vec::new(),
            kinds: Vec::new(),
            fields: Vec::new(),
            root: 0,
            timers: 0,
            once: 0,
            once_per_round: 0,
            rounds: vec![0; definition.rounds],
            remembered: 0,
            telling: 0,
            start: Marking::default(),
        };
        for kind in &definition.instances {
            let first = kernel.copies.len();
            let copies = self.copies.min(kind.limit.max(1));
            kernel.copies.resize(first + copies, Copy::default());
            let copies = first..kernel.copies.len();
            kernel.kinds.push((copies.collect(), kind.limit));
        }
        if kernel.copies.len() > 64 {
            return Err(TooLarge::Nodes);
        }
        for event in (0..definition.events.len()).filter(|event| self.kept[*event]) {
            self.add_event(&mut kernel, event)?;
        }
        self.add_fields(&mut kernel)?;
        let mut sticky = 0;
        for relation in &definition.relations {
            if self.kept[relation.source] && self.kept[relation.target] {
                self.add_relation(&mut kernel, relation, &mut sticky)?;
            }
        }
        kernel.remembered |= kernel.once;
        kernel.telling |= kernel.timers;
        Ok(kernel)
    }

    fn add_event(&self, kernel: &mut Kernel, event: usize) -> Result<(), TooLarge> {
        let words = &self.compiled.definition.events[event];
        let class = self.compiled.events[event].class;
        let copies: Vec<Option<usize>> = match class {
            0 => vec![None],
            class => kernel.kinds[class - 1]
                .0
                .iter()
                .copied()
                .map(Some)
                .collect(),
        };
        for copy in copies {
            if kernel.rows.len() == NODES {
                return Err(TooLarge::Nodes);
            }
            let bit: Nodes = 1 << kernel.rows.len();
            let (nodes, included, pending) = match copy {
                None => (
                    &mut kernel.root,
                    &mut kernel.start.included,
                    &mut kernel.start.pending,
                ),
                Some(copy) => {
                    let copy = &mut kernel.copies[copy];
                    (&mut copy.nodes, &mut copy.included, &mut copy.pending)
                }
            };
            *nodes |= bit;
            *included |= if words.included { bit } else { 0 };
            *pending |= if words.pending.is_some() { bit } else { 0 };
            match words.repeat {
                Repeat::Many => {}
                Repeat::Once => kernel.once |= bit,
                Repeat::OncePerRound(round) => {
                    kernel.once_per_round |= bit;
                    kernel.rounds[round] |= bit;
                }
            }
            if words.kind == EventKind::Timer {
                kernel.timers |= bit;
            }
            kernel.rows.push(Row {
                event,
                copy,
                completes: words.completes.clone(),
                opens: words
                    .instance
                    .filter(|_| words.lifecycle == Lifecycle::Opens),
                closes: words.lifecycle == Lifecycle::Closes,
                begins: match words.effect {
                    Effect::BeginsRound(round) => Some(round),
                    _ => None,
                },
                exits: words.effect == Effect::Exits,
                reopens: words.effect == Effect::Reopens,
                ..Row::default()
            });
        }
        Ok(())
    }

    /// The guards between kept events: who reads them, and what they ask.
    fn guards(&self) -> impl Iterator<Item = (usize, bool, &Guard)> {
        let definition = &self.compiled.definition;
        let relations = definition.relations.iter().filter_map(|relation| {
            let is_kept = self.kept[relation.source] && self.kept[relation.target];
            let is_effect = !matches!(
                relation.kind,
                RelationKind::Condition { .. } | RelationKind::Milestone
            );
            let guard = relation.guard.as_ref().filter(|_| is_kept)?;
            Some((relation.source, is_effect, guard))
        });
        let completions = definition.events.iter().enumerate();
        let completions = completions.filter_map(|(event, words)| {
            let guard = words.completes.as_ref().filter(|_| self.kept[event])?;
            Some((event, true, guard))
        });
        relations.chain(completions)
    }

    fn add_fields(&self, kernel: &mut Kernel) -> Result<(), TooLarge> {
        let definition = &self.compiled.definition;
        let mut next = 0;
        for (position, field) in definition.fields.iter().enumerate() {
            let guards = self.guards().map(|(_, _, guard)| guard);
            let mut place = Place {
                domain: Domain::new(definition, position, guards),
                ..Place::default()
            };
            if place.domain.is_asked() && !self.is_fleeting(position) {
                let classes = place.domain.values.len() + 1;
                let width = usize::BITS - (classes - 1).leading_zeros();
                place.mask = (1 << width) - 1;
                let initial = u128::from(place.domain.class(position, field.initial));
                let copies: Vec<Option<usize>> = match field.instance {
                    None => vec![None],
                    Some(kind) => kernel.kinds[kind].0.iter().copied().map(Some).collect(),
                };
                for copy in copies {
                    if next + width > u128::BITS {
                        return Err(TooLarge::Data);
                    }
                    place.shifts.push((copy, next));
                    match copy {
                        None => kernel.start.data |= initial << next,
                        Some(copy) => {
                            kernel.copies[copy].data |= place.mask << next;
                            kernel.copies[copy].initial |= initial << next;
                        }
                    }
                    next += width;
                }
            }
            kernel.fields.push(place);
        }
        Ok(())
    }

    /// Whether a field is only ever read by the event that has just brought it, so that nobody need keep it.
    fn is_fleeting(&self, field: usize) -> bool {
        let Some(brings) = self.brings else {
            return false;
        };
        self.guards().all(|(event, is_effect, guard)| {
            let mut asked = Vec::new();
            influence::fields(guard, &mut asked);
            !asked.contains(&field) || (is_effect && brings[event].contains(&field))
        })
    }

    fn add_relation(
        &self,
        kernel: &mut Kernel,
        relation: &Relation,
        sticky: &mut u32,
    ) -> Result<(), TooLarge> {
        let index = |event: usize| {
            let rows = kernel.rows.iter().enumerate();
            let nodes = rows.filter(|(_, row)| row.event == event);
            nodes
                .map(|(node, row)| (node, row.copy))
                .collect::<Vec<_>>()
        };
        let (sources, targets) = (index(relation.source), index(relation.target));
        match relation.kind {
            RelationKind::Condition { .. } | RelationKind::Milestone => {
                self.add_question(kernel, relation, (&sources, &targets), sticky)
            }
            _ => {
                self.add_effect(kernel, relation, (&sources, &targets));
                Ok(())
            }
        }
    }

    fn add_question(
        &self,
        kernel: &mut Kernel,
        relation: &Relation,
        (sources, targets): (&[Spot], &[Spot]),
        sticky: &mut u32,
    ) -> Result<(), TooLarge> {
        let is_milestone = relation.kind == RelationKind::Milestone;
        let reach = self.reach(relation);
        if is_milestone {
            kernel.telling |= sources.iter().fold(0, |nodes, (node, _)| nodes | 1 << node);
        }
        if !is_milestone && reach == Reach::Opened {
            return Ok(());
        }
        if reach == Reach::Outward && relation.quantifier == Some(Quantifier::Any) {
            let sources: Vec<(usize, Nodes)> = sources
                .iter()
                .filter_map(|(node, copy)| copy.map(|copy| (copy, 1 << node)))
                .collect();
            let guard = relation.guard.clone();
            let hard = if asks_any(relation.quantifier, relation.kind) {
                if *sticky == u64::BITS {
                    return Err(TooLarge::Data);
                }
                let bit = 1 << *sticky;
                *sticky += 1;
                for (copy, source) in &sources {
                    kernel.remembered |= source;
                    let entry = (bit, *source, guard.clone());
                    kernel.copies[*copy].sticky.push(entry);
                }
                Hard::AnyDone {
                    sticky: bit,
                    sources,
                    guard,
                }
            } else {
                Hard::AnyFree { sources, guard }
            };
            for (target, _) in targets {
                kernel.rows[*target].hard.push(hard.clone());
            }
            return Ok(());
        }
        for (target, target_copy) in targets {
            for (source, source_copy) in sources {
                if reach == Reach::Same && source_copy != target_copy {
                    continue;
                }
                let source: Nodes = 1 << source;
                let row = &mut kernel.rows[*target];
                match &relation.guard {
                    Some(guard) => row.hard.push(Hard::One {
                        source,
                        is_milestone,
                        view: target_copy.or(*source_copy),
                        guard: guard.clone(),
                    }),
                    None if is_milestone => row.milestones |= source,
                    None => row.conditions |= source,
                }
                if !is_milestone {
                    kernel.remembered |= source;
                }
            }
        }
        Ok(())
    }

    fn add_effect(
        &self,
        kernel: &mut Kernel,
        relation: &Relation,
        (sources, targets): (&[Spot], &[Spot]),
    ) {
        let reach = self.reach(relation);
        let opens = self.compiled.definition.events[relation.source].lifecycle == Lifecycle::Opens;
        let kind = self.compiled.definition.events[relation.source].instance;
        let opened: Vec<usize> = match kind {
            Some(kind) if opens => kernel.kinds[kind].0.clone(),
            _ => Vec::new(),
        };
        for (source, source_copy) in sources {
            for (target, target_copy) in targets {
                if reach == Reach::Same && source_copy != target_copy {
                    continue;
                }
                let effects = effects_of(relation.kind, 1 << target);
                let row = &mut kernel.rows[*source];
                let mut guarded = Guarded {
                    only: None,
                    view: source_copy.or(*target_copy),
                    guard: relation.guard.clone(),
                    effects,
                };
                if reach == Reach::Opened {
                    guarded.only = *target_copy;
                    row.guarded.push(guarded);
                } else if relation.guard.is_none() {
                    row.effects.add(&effects);
                } else if opens {
                    // The guard reads the instance that is being opened, whichever it is.
                    row.guarded.extend(opened.iter().map(|copy| Guarded {
                        only: Some(*copy),
                        view: Some(*copy),
                        ..guarded.clone()
                    }));
                } else {
                    row.guarded.push(guarded);
                }
            }
        }
    }

    fn reach(&self, relation: &Relation) -> Reach {
        let relations = self.compiled.definition.relations.iter();
        let mut rows = relations.zip(&self.compiled.relations);
        let row = rows.find(|(other, _)| std::ptr::eq(*other, relation));
        row.map_or(Reach::Same, |(_, row)| row.reach)
    }
}

fn effects_of(kind: RelationKind, target: Nodes) -> Effects {
    let mut effects = Effects::default();
    match kind {
        RelationKind::NoResponse => effects.release = target,
        RelationKind::Exclude { cancel } => {
            effects.exclude = target;
            effects.release = if cancel { target } else { 0 };
        }
        RelationKind::Include => effects.include = target,
        RelationKind::Response { cadence, .. } => match cadence {
            None => effects.owe = target,
            Some(Cadence::Rolling) => effects.roll = target,
            Some(Cadence::Anchored | Cadence::CalendarMonth | Cadence::CalendarWeek) => {
                effects.turn = target;
            }
        },
        RelationKind::Condition { .. } | RelationKind::Milestone => {}
    }
    effects
}
