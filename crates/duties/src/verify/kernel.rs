//! The untimed marking kernel: one case as a handful of bit sets, without days.
//!
//! Time is left out: delays have passed, timers can happen while they are owed, a rolling duty is owed again at once,
//! and the next turn of another cadence may come at any moment. Instances are k copies that are used again once closed.

use smallvec::SmallVec;

use super::domain::Domain;
use super::last::Last;
use super::question::{Hard, Seen};
use crate::truth::{self, Truth};
use crate::{Guard, Value};

/// How many nodes (events, times copies for those inside) a kernel takes.
pub const NODES: usize = 128;

/// A set of nodes.
pub(super) type Nodes = u128;

/// Classes for fields: what an event brings in one branch.
pub(super) type Assignment = SmallVec<[(usize, u8); 4]>;

/// One case without days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub struct Marking {
    pub(super) included: Nodes,
    pub(super) executed: Nodes,
    /// Owed once.
    pub(super) pending: Nodes,
    /// Owed by a cadence.
    pub(super) recurring: Nodes,
    /// With a rolling cadence.
    pub(super) rolling: Nodes,
    /// With a cadence of turns.
    pub(super) turning: Nodes,
    /// Executed since the round began.
    pub(super) round: Nodes,
    /// Classes of the fields that are kept.
    pub(super) data: u128,
    /// Open copies.
    pub(super) open: u64,
    /// What instances that have closed still answer to any-conditions: bits of [`Last::bit`].
    pub(super) sticky: u64,
    pub(super) closed: bool,
}

/// What one execution does to sets of nodes.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Effects {
    pub(super) release: Nodes,
    pub(super) exclude: Nodes,
    pub(super) include: Nodes,
    pub(super) owe: Nodes,
    pub(super) roll: Nodes,
    pub(super) turn: Nodes,
}

/// Effects that take place only in some case.
#[derive(Debug, Clone)]
pub(super) struct Guarded {
    /// Only when this copy is the one being opened.
    pub(super) only: Option<usize>,
    /// The copy whose fields the guard reads.
    pub(super) view: Option<usize>,
    pub(super) guard: Option<Guard>,
    pub(super) effects: Effects,
}

/// What the kernel knows of one node.
#[derive(Debug, Clone, Default)]
pub(super) struct Row {
    pub(super) event: usize,
    /// The copy it lives in.
    pub(super) copy: Option<usize>,
    pub(super) hard: Vec<Hard>,
    pub(super) effects: Effects,
    pub(super) guarded: Vec<Guarded>,
    pub(super) completes: Option<Guard>,
    /// The kind it opens an instance of.
    pub(super) opens: Option<usize>,
    pub(super) closes: bool,
    pub(super) begins: Option<usize>,
    pub(super) exits: bool,
    pub(super) reopens: bool,
}

/// One copy of a kind of instance.
#[derive(Debug, Clone, Default)]
pub(super) struct Copy {
    pub(super) nodes: Nodes,
    pub(super) included: Nodes,
    pub(super) pending: Nodes,
    /// The bits of its fields, and their classes at the beginning.
    pub(super) data: u128,
    pub(super) initial: u128,
    /// The any-conditions that ask it even after it has closed, and the node they ask for.
    pub(super) asked: Vec<(Last, Nodes)>,
}

/// Where the class of a field is kept.
#[derive(Debug, Clone, Default)]
pub(super) struct Place {
    pub(super) domain: Domain,
    /// The first bit, per copy (one entry for a field of the case); empty if it is not kept.
    pub(super) shifts: Vec<(Option<usize>, u32)>,
    pub(super) mask: u128,
    /// The group it is kept in.
    pub(super) group: usize,
}

/// Fields that are always brought together: their bits lie side by side, once per copy.
#[derive(Debug, Clone, Default)]
pub(super) struct Group {
    pub(super) shifts: Vec<(Option<usize>, u32)>,
    pub(super) width: u32,
    /// The combination that stands for each; empty if each stands for itself.
    pub(super) canon: Vec<u16>,
}

impl Group {
    pub(super) fn mask(&self) -> u128 {
        (1 << self.width) - 1
    }

    pub(super) fn canonical(&self, bits: u128) -> u128 {
        let at = usize::try_from(bits).unwrap_or(usize::MAX);
        self.canon.get(at).map_or(bits, |bits| u128::from(*bits))
    }
}

impl Place {
    /// The first bit of a field within its group's bits.
    pub(super) fn offset(&self, copy: Option<usize>, group: &Group) -> u32 {
        let shift = |shifts: &[(Option<usize>, u32)]| {
            let found = shifts.iter().find(|(of, _)| *of == copy);
            found.map_or(0, |(_, shift)| *shift)
        };
        shift(&self.shifts) - shift(&group.shifts)
    }
}

/// A model without time, in sets of nodes.
#[derive(Debug, Clone)]
pub struct Kernel {
    pub(super) rows: Vec<Row>,
    /// Per node: unguarded conditions and milestones.
    pub(super) masks: Vec<(Nodes, Nodes)>,
    /// Nodes with such conditions or milestones.
    pub(super) asking: Nodes,
    /// Nodes that more than masks can block.
    pub(super) special: Nodes,
    /// Nodes that reopen the case.
    pub(super) reopening: Nodes,
    pub(super) copies: Vec<Copy>,
    /// Per kind: its copies, and how many may be open.
    pub(super) kinds: Vec<(Vec<usize>, usize)>,
    pub(super) fields: Vec<Place>,
    pub(super) groups: Vec<Group>,
    pub(super) root: Nodes,
    pub(super) timers: Nodes,
    pub(super) once: Nodes,
    pub(super) once_per_round: Nodes,
    /// Per kind of round, its once-per-round nodes.
    pub(super) rounds: Vec<Nodes>,
    /// Per node: the nodes that ask whether it was done.
    pub(super) askers: Vec<Nodes>,
    /// Nodes that something can include.
    pub(super) includable: Nodes,
    /// Nodes whose execution somebody asks for.
    pub(super) remembered: Nodes,
    /// Nodes whose duties something depends on: sources of milestones, and timers.
    pub(super) telling: Nodes,
    /// Nodes that stay enabled once they are, as long as their scope is there.
    pub(super) lasting: Nodes,
    pub(super) start: Marking,
}

/// What an execution leads to.
#[derive(Debug, Clone, Copy)]
pub(super) struct Outcome {
    pub(super) next: Marking,
    /// Whether it was done, not only attempted.
    pub(super) is_done: bool,
    /// The nodes for which a duty is created.
    pub(super) created: Nodes,
}

impl Kernel {
    /// The marking before anything has happened.
    pub fn start(&self) -> Marking {
        self.start
    }

    /// How many nodes there are; they are numbered from 0.
    pub fn nodes(&self) -> usize {
        self.rows.len()
    }

    /// The event a node stands for, and which copy of its instance kind (0 for events of the case).
    pub fn event(&self, node: usize) -> (usize, usize) {
        let row = &self.rows[node];
        let copy = row.copy.map_or(0, |copy| {
            let kinds = self.kinds.iter();
            let mut places =
                kinds.filter_map(|(copies, _)| copies.iter().position(|at| *at == copy));
            places.next().unwrap_or(0)
        });
        (row.event, copy)
    }

    /// The enabled nodes, as bits.
    pub fn enabled(&self, marking: &Marking) -> u128 {
        let owed = marking.pending | marking.recurring;
        let undone = marking.included & !marking.executed;
        // A closed case owes nothing.
        let waiting = if marking.closed {
            0
        } else {
            marking.included & owed
        };
        let mut free = marking.included
            & !(self.once & marking.executed)
            & !(self.once_per_round & marking.round)
            & !(self.timers & !owed)
            & if marking.closed {
                self.reopening
            } else {
                !self.reopening
            };
        let mut left = free & self.asking;
        while left != 0 {
            let node = left.trailing_zeros() as usize;
            let bit = left & left.wrapping_neg();
            left ^= bit;
            let (conditions, milestones) = self.masks[node];
            if conditions & undone | milestones & waiting != 0 {
                free ^= bit;
            }
        }
        let mut left = free & self.special;
        while left != 0 {
            let node = left.trailing_zeros() as usize;
            let bit = left & left.wrapping_neg();
            left ^= bit;
            let row = &self.rows[node];
            let is_blocked = row.opens.is_some_and(|kind| !self.has_room(marking, kind))
                || row
                    .hard
                    .iter()
                    .any(|hard| self.blocks(hard, marking, undone, waiting));
            if is_blocked {
                free ^= bit;
            }
        }
        free
    }

    /// Executes a node with the values it brings, enabled or not.
    pub fn execute(&self, marking: &Marking, node: usize, values: &[(usize, Value)]) -> Marking {
        let row = &self.rows[node];
        let takes = |field: usize| {
            let mut shifts = self.fields[field].shifts.iter();
            shifts.any(|(copy, _)| match copy {
                None => true,
                Some(copy) if row.copy == Some(*copy) => true,
                Some(copy) => row
                    .opens
                    .is_some_and(|kind| self.kinds[kind].0.contains(copy)),
            })
        };
        let classes: Assignment = values
            .iter()
            .filter(|(field, _)| takes(*field))
            .map(|(field, value)| {
                let domain = &self.fields[*field].domain;
                (*field, domain.class(*field, Some(*value)))
            })
            .collect();
        self.happen(marking, node, &classes).next
    }

    /// Whether a duty is pending, other than those of cadences.
    pub fn is_settled(&self, marking: &Marking) -> bool {
        marking.closed || marking.pending & marking.included == 0
    }

    /// Executes a node with the classes it brings.
    pub(super) fn happen(
        &self,
        marking: &Marking,
        node: usize,
        brought: &[(usize, u8)],
    ) -> Outcome {
        let mut next = *marking;
        let row = &self.rows[node];
        let bit: Nodes = 1 << node;
        let opened = row.opens.and_then(|kind| self.open_copy(&mut next, kind));
        let view = row.copy.or(opened);
        for (field, class) in brought {
            self.store(&mut next, *field, *class, view);
        }
        for (field, _) in brought {
            self.settle(&mut next, *field, view);
        }
        let data = next.data;
        let read = |guard: &Guard, open: u64, view| {
            let seen = Seen {
                kernel: self,
                data,
                open,
                view,
                brought,
            };
            truth::read(guard, &seen)
        };
        let holds = |guard: &Option<Guard>, open: u64, view| {
            let mut guard = guard.iter();
            guard.all(|guard| read(guard, open, view) == Truth::Yes)
        };
        if !holds(&row.completes, next.open, view) {
            return Outcome {
                next,
                is_done: false,
                created: 0,
            };
        }
        // In a closed case there is nothing to discharge: what is owed is only remembered.
        if !marking.closed {
            next.pending &= !bit;
            next.recurring = next.recurring & !bit | next.rolling & bit;
        }
        next.executed |= bit & self.remembered;
        next.round |= bit & self.once_per_round;
        if row.closes
            && let Some(copy) = row.copy
        {
            self.close_copy(&mut next, copy, &read);
        }
        if let Some(round) = row.begins {
            // A copy that has closed is empty again.
            let own = bit & self.once_per_round & self.alive(next.open);
            next.round = next.round & !self.rounds[round] | own;
        }
        if row.reopens {
            next.closed = false;
        }
        let mut effects = row.effects;
        for guarded in &row.guarded {
            if (guarded.only.is_none() || guarded.only == opened)
                && holds(&guarded.guard, next.open, guarded.view)
            {
                effects.add(&guarded.effects);
            }
        }
        let mut created = self.take(&mut next, &effects);
        if let Some(copy) = opened {
            created |= self.copies[copy].pending & next.pending;
        }
        if row.exits {
            next.closed = true;
        }
        Outcome {
            next,
            is_done: true,
            created,
        }
    }

    /// Lets effects take place; gives the duties that are created.
    fn take(&self, next: &mut Marking, effects: &Effects) -> Nodes {
        let alive = self.alive(next.open);
        next.pending &= !effects.release;
        next.recurring &= !effects.release;
        next.rolling &= !effects.release;
        next.turning &= !effects.release;
        next.included = next.included & !effects.exclude | effects.include & alive;
        if next.closed {
            return 0;
        }
        next.pending |= effects.owe & alive;
        next.recurring |= (effects.roll | effects.turn) & alive;
        next.rolling |= effects.roll & alive;
        next.turning |= effects.turn & alive;
        effects.owe & alive
    }

    /// The nodes whose scope is there.
    pub(super) fn alive(&self, open: u64) -> Nodes {
        let mut alive = self.root;
        let mut left = open;
        while left != 0 {
            alive |= self.copies[left.trailing_zeros() as usize].nodes;
            left &= left - 1;
        }
        alive
    }

    pub(super) fn count(&self, open: u64, kind: usize) -> u32 {
        let copies = &self.kinds[kind].0;
        let is_open = |copy: &&usize| open & (1 << **copy) != 0;
        u32::try_from(copies.iter().filter(is_open).count()).unwrap_or(u32::MAX)
    }

    fn has_room(&self, marking: &Marking, kind: usize) -> bool {
        let (copies, limit) = &self.kinds[kind];
        (self.count(marking.open, kind) as usize) < copies.len().min(*limit)
    }

    fn open_copy(&self, next: &mut Marking, kind: usize) -> Option<usize> {
        let copies = self.kinds[kind].0.iter();
        let copy = *copies.clone().find(|copy| next.open & (1 << **copy) == 0)?;
        let row = &self.copies[copy];
        next.open |= 1 << copy;
        next.included |= row.included;
        // What a closed case is to owe is cancelled at once, also where the same event reopens it.
        if !next.closed {
            next.pending |= row.pending;
        }
        next.data = next.data & !row.data | row.initial;
        Some(copy)
    }

    /// Closes a copy and leaves it as empty as before it was opened.
    fn close_copy(
        &self,
        next: &mut Marking,
        copy: usize,
        read: &impl Fn(&Guard, u64, Option<usize>) -> Truth,
    ) {
        let row = &self.copies[copy];
        for (last, source) in &row.asked {
            let answers = last.own.iter();
            let answers = answers.map(|part| read(part, next.open, Some(copy)));
            next.sticky |= last.bit(answers, next.executed & source != 0);
        }
        next.open &= !(1 << copy);
        for set in [
            &mut next.included,
            &mut next.executed,
            &mut next.pending,
            &mut next.recurring,
            &mut next.rolling,
            &mut next.turning,
            &mut next.round,
        ] {
            *set &= !row.nodes;
        }
        next.data &= !row.data;
    }

    pub(super) fn store(&self, next: &mut Marking, field: usize, class: u8, view: Option<usize>) {
        let place = &self.fields[field];
        let mut shifts = place.shifts.iter();
        if let Some((_, shift)) = shifts.find(|(copy, _)| copy.is_none() || *copy == view) {
            next.data = next.data & !(place.mask << shift) | u128::from(class) << shift;
        }
    }

    /// Puts the representative in place of the combination that a group has come to.
    pub(super) fn settle(&self, next: &mut Marking, field: usize, view: Option<usize>) {
        let place = &self.fields[field];
        let Some(group) = self.groups.get(place.group) else {
            return;
        };
        if place.shifts.is_empty() || group.canon.is_empty() {
            return;
        }
        let mut shifts = group.shifts.iter();
        if let Some((_, shift)) = shifts.find(|(copy, _)| copy.is_none() || *copy == view) {
            let bits = next.data >> shift & group.mask();
            next.data = next.data & !(group.mask() << shift) | group.canonical(bits) << shift;
        }
    }
}

impl Effects {
    pub(super) fn add(&mut self, other: &Effects) {
        self.release |= other.release;
        self.exclude |= other.exclude;
        self.include |= other.include;
        self.owe |= other.owe;
        self.roll |= other.roll;
        self.turn |= other.turn;
    }
}
