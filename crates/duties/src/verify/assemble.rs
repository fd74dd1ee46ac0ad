//! Builds a kernel from a model: nodes for the events that are kept, masks for their relations.

use std::sync::Arc;

use super::data::parts_about;
use super::influence::asks_any;
use super::kernel::{Copy, Effects, Guarded, Kernel, Marking, NODES, Nodes, Row};
use super::last::Last;
use super::question::Hard;
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
            masks: Vec::new(),
            askers: Vec::new(),
            includable: 0,
            asking: 0,
            special: 0,
            reopening: 0,
            copies: Vec::new(),
            kinds: Vec::new(),
            fields: Vec::new(),
            groups: Vec::new(),
            root: 0,
            timers: 0,
            once: 0,
            once_per_round: 0,
            rounds: vec![0; definition.rounds],
            remembered: 0,
            telling: 0,
            lasting: 0,
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
        let mut last = 0;
        for relation in &definition.relations {
            if self.kept[relation.source] && self.kept[relation.target] {
                self.add_relation(&mut kernel, relation, &mut last)?;
            }
        }
        kernel.remembered |= kernel.once;
        kernel.telling |= kernel.timers;
        self.find_lasting(&mut kernel);
        for (node, row) in kernel.rows.iter().enumerate() {
            let bit: Nodes = 1 << node;
            kernel.asking |= if kernel.masks[node] == (0, 0) { 0 } else { bit };
            kernel.reopening |= if row.reopens { bit } else { 0 };
            if row.opens.is_some() || !row.hard.is_empty() {
                kernel.special |= bit;
            }
        }
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
            kernel.masks.push((0, 0));
            let asks_itself = words.repeat == Repeat::Once;
            kernel.askers.push(if asks_itself { bit } else { 0 });
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

    fn add_relation(
        &self,
        kernel: &mut Kernel,
        relation: &Relation,
        last: &mut u32,
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
                self.add_question(kernel, relation, (&sources, &targets), last)
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
        last: &mut u32,
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
                let own = self.own_parts(relation);
                let (kept, end) = Last::new(*last, own).ok_or(TooLarge::Data)?;
                *last = end;
                for (copy, source) in &sources {
                    kernel.remembered |= source;
                    kernel.copies[*copy].asked.push((kept.clone(), *source));
                }
                Hard::AnyDone {
                    last: kept,
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
                kernel.askers[*source] |= 1 << target;
                let source: Nodes = 1 << source;
                let masks = &mut kernel.masks[*target];
                match &relation.guard {
                    Some(guard) => kernel.rows[*target].hard.push(Hard::One {
                        source,
                        is_milestone,
                        view: target_copy.or(*source_copy),
                        guard: guard.clone(),
                    }),
                    None if is_milestone => masks.1 |= source,
                    None => masks.0 |= source,
                }
                if !is_milestone {
                    kernel.remembered |= source;
                }
            }
        }
        Ok(())
    }

    /// The parts of a relation's guard that ask for fields of the source's instance only, each once.
    fn own_parts(&self, relation: &Relation) -> Vec<Guard> {
        let definition = &self.compiled.definition;
        let kind = definition.events[relation.source].instance;
        let fields: Vec<usize> = (0..definition.fields.len())
            .filter(|field| definition.fields[*field].instance == kind)
            .collect();
        let mut found = Vec::new();
        if let Some(guard) = &relation.guard {
            parts_about(guard, &fields, &mut found);
        }
        let mut own: Vec<Guard> = Vec::new();
        for part in found {
            if !own.contains(part) {
                own.push(part.clone());
            }
        }
        own
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
                kernel.includable |= effects.include;
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

    /// Nothing excludes such a node, no milestone and no guard can block it again, and it brings nothing that is kept.
    fn find_lasting(&self, kernel: &mut Kernel) {
        let definition = &self.compiled.definition;
        for (node, row) in kernel.rows.iter().enumerate() {
            let words = &definition.events[row.event];
            let is_plain = words.repeat == Repeat::Many
                && words.kind == EventKind::Activity
                && words.lifecycle == Lifecycle::Inside
                && words.completes.is_none()
                && matches!(
                    words.effect,
                    Effect::None | Effect::Pauses { .. } | Effect::Resumes(_)
                );
            let mut relations = definition
                .relations
                .iter()
                .filter(|relation| relation.target == row.event && self.kept[relation.source]);
            let is_shaken = relations.any(|relation| match relation.kind {
                RelationKind::Exclude { .. } | RelationKind::Milestone => true,
                RelationKind::Condition { .. } => {
                    relation.guard.is_some() || relation.quantifier == Some(Quantifier::All)
                }
                _ => false,
            });
            let brings = self.brings.map_or(&[][..], |brings| &brings[row.event][..]);
            let is_telling = brings
                .iter()
                .any(|field| kernel.fields[*field].domain.is_asked());
            // Closed before it was done, an instance would leave such a question open for good.
            let is_asked_after = kernel.copies.iter().any(|copy| {
                let mut asked = copy.asked.iter();
                asked.any(|(_, source)| source & (1 << node) != 0)
            });
            if is_plain && !is_shaken && !is_telling && !is_asked_after {
                kernel.lasting |= 1 << node;
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
