//! Visits every marking a kernel can reach, breadth first.
//!
//! Duties that nothing depends on are no part of a marking: a step only says which of them it discharges and which it
//! creates. As each such duty goes its own way, one pass forward tells where it may be owed and one pass backward where
//! it can still be discharged, for all duties at once.

use std::collections::BTreeMap;

use smallvec::SmallVec;

use super::branches::Branches;
use super::kernel::{Kernel, Marking, NODES, Nodes, Row};
use super::table::{NONE, Table};

/// The nodes of a step, in order.
type Trail = SmallVec<[usize; 4]>;

/// Where a step leads: one node, and then those that can go on at once.
pub(super) struct Arrival {
    pub(super) next: Marking,
    pub(super) label: Label,
    pub(super) trail: Trail,
}

impl Arrival {
    /// A step that no node makes: time or information.
    fn at(next: Marking) -> Arrival {
        Arrival {
            next,
            label: Label::IDLE,
            trail: Trail::new(),
        }
    }
}

/// The markings a kernel can reach and the steps between them.
pub(super) struct Space<'a> {
    pub(super) kernel: &'a Kernel,
    pub(super) branches: &'a Branches,
    pub(super) markings: Vec<Marking>,
    /// The marking each was first reached from.
    pub(super) parents: Vec<u32>,
    /// The events that happen at once, before the first marking, and what is owed then.
    pub(super) first: Vec<usize>,
    pub(super) owed_first: Nodes,
    is_reopening: bool,
    /// The steps, by marking: `edges[offsets[m]..offsets[m + 1]]`.
    pub(super) offsets: Vec<usize>,
    pub(super) edges: Vec<Edge>,
    pub(super) labels: Vec<Label>,
    numbers: BTreeMap<Label, u32>,
    /// Per node (and one for time), the label it had last.
    recent: [u32; NODES + 1],
    /// Nodes whose duties are part of a marking.
    pub(super) kept: Nodes,
    table: Table,
    /// Every node that was enabled somewhere.
    pub(super) seen: Nodes,
    /// Markings with nothing enabled.
    pub(super) halted: Vec<u32>,
    pub(super) is_finished: bool,
}

/// A step: where to, and what it does to duties that are no part of a marking.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Edge {
    pub(super) target: u32,
    pub(super) label: u32,
}

/// What a step does to duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) struct Label {
    pub(super) discharged: Nodes,
    pub(super) created: Nodes,
}

impl<'a> Space<'a> {
    /// Visits all markings, or the first `limit` of them; the duties of `counted` are part of them besides those that
    /// something depends on.
    pub(super) fn explore(
        kernel: &'a Kernel,
        branches: &'a Branches,
        counted: Nodes,
        limit: usize,
    ) -> Space<'a> {
        let is_telling = |row: &Row| (row.reopens || row.exits) && !row.is_plain();
        let mut space = Space {
            kernel,
            branches,
            markings: Vec::new(),
            parents: Vec::new(),
            first: Vec::new(),
            owed_first: 0,
            is_reopening: kernel.rows.iter().any(is_telling),
            offsets: vec![0],
            edges: Vec::new(),
            labels: Vec::new(),
            numbers: BTreeMap::new(),
            recent: [NONE; NODES + 1],
            kept: kernel.telling | counted,
            table: Table::new(),
            seen: 0,
            halted: Vec::new(),
            is_finished: true,
        };
        let start = Arrival {
            label: Label {
                discharged: 0,
                created: kernel.start.pending & !space.kept,
            },
            ..Arrival::at(space.only_kept(kernel.start()))
        };
        let start = space.hasten(start);
        let events = start.trail.iter().map(|node| kernel.rows[*node].event);
        space.first = events.collect();
        space.owed_first = start.label.created;
        space.visit(start.next, NONE);
        let mut at = 0;
        while at < space.markings.len() {
            if space.markings.len() > limit {
                space.is_finished = false;
                return space;
            }
            let marking = space.markings[at];
            let from = u32::try_from(at).unwrap_or(NONE);
            space.step(from, &marking);
            let start = space.offsets[at];
            space.edges[start..].sort_unstable();
            let mut kept = start;
            for next in start..space.edges.len() {
                let edge = space.edges[next];
                let is_idle = edge.target == from && space.labels[edge.label as usize].is_idle();
                if !is_idle && (kept == start || space.edges[kept - 1] != edge) {
                    space.edges[kept] = edge;
                    kept += 1;
                }
            }
            space.edges.truncate(kept);
            space.offsets.push(kept);
            at += 1;
        }
        space
    }

    /// A marking without the duties that are no part of it.
    fn only_kept(&self, mut marking: Marking) -> Marking {
        marking.pending &= self.kept;
        marking.recurring &= self.kept;
        marking.rolling &= self.kept;
        marking.turning &= self.kept;
        // Whether something was done no longer matters once all that asks for it is gone for good.
        let kernel = self.kernel;
        let gone =
            kernel.root & (!marking.included & !kernel.includable | kernel.once & marking.executed);
        let mut left = kernel.remembered & kernel.root & !marking.executed;
        while left != 0 {
            let node = left.trailing_zeros() as usize;
            let bit = left & left.wrapping_neg();
            left ^= bit;
            if kernel.askers[node] & !gone == 0 {
                marking.executed |= bit;
            }
        }
        marking
    }

    /// All steps out of one marking.
    fn step(&mut self, from: u32, marking: &Marking) {
        let kernel = self.kernel;
        if marking.closed && !self.is_reopening {
            // Reopening gives back the marking that was closed, so there is nothing new behind it.
            self.seen |= kernel.reopening;
            return;
        }
        let enabled = kernel.enabled(marking);
        self.seen |= enabled;
        if enabled == 0 {
            self.halted.push(from);
        }
        let mut left = enabled;
        while left != 0 {
            let node = left.trailing_zeros() as usize;
            left &= left - 1;
            for assignment in &self.branches.events[kernel.rows[node].event] {
                let arrival = self.arrive(marking, node, assignment);
                self.lead(from, &arrival);
            }
        }
        if marking.closed {
            return;
        }
        // The next turn of a cadence comes by time alone, one cadence after the other.
        let mut turns = marking.turning & !marking.recurring;
        while turns != 0 {
            let mut next = *marking;
            next.recurring |= turns & turns.wrapping_neg();
            turns &= turns - 1;
            let arrival = self.hasten(Arrival::at(next));
            self.lead(from, &arrival);
        }
        for (field, class) in &self.branches.supplies {
            for (copy, _) in &kernel.fields[*field].shifts {
                if copy.is_none_or(|copy| marking.open & (1 << copy) != 0) {
                    let mut next = *marking;
                    kernel.store(&mut next, *field, *class, *copy);
                    kernel.settle(&mut next, *field, *copy);
                    let arrival = self.hasten(Arrival::at(next));
                    self.lead(from, &arrival);
                }
            }
        }
    }

    /// Where one node with what it brings leads to.
    pub(super) fn arrive(
        &self,
        marking: &Marking,
        node: usize,
        assignment: &[(usize, u8)],
    ) -> Arrival {
        let (next, label) = self.act(marking, node, assignment);
        let mut trail = Trail::new();
        trail.push(node);
        if next.closed && !self.is_reopening {
            let next = Marking {
                closed: true,
                ..Marking::default()
            };
            let label = Label::ALL;
            return Arrival { next, label, trail };
        }
        let next = self.only_kept(next);
        self.hasten(Arrival { next, label, trail })
    }

    /// What one node does; duties that are no part of a marking are all owed afterwards but for those discharged.
    fn act(&self, marking: &Marking, node: usize, assignment: &[(usize, u8)]) -> (Marking, Label) {
        let mut owing = *marking;
        owing.pending |= !self.kept;
        let outcome = self.kernel.happen(&owing, node, assignment);
        // Doing it discharges it, even if it is owed anew at once.
        let own = Nodes::from(outcome.is_done) << node;
        let label = Label {
            discharged: !outcome.next.pending & !self.kept | own,
            created: outcome.created & !self.kept,
        };
        (outcome.next, label)
    }

    /// Goes on where that loses nothing: with nodes that stay enabled once they are, and whose execution does no more than
    /// satisfy conditions and milestones of others. Whatever else could happen before can happen after it as well, and what
    /// can be discharged after it could be discharged before, by way of it.
    fn hasten(&self, mut arrival: Arrival) -> Arrival {
        let kernel = self.kernel;
        loop {
            let marking = arrival.next;
            let fresh = kernel.remembered & !marking.executed | marking.pending;
            let mut left = kernel.lasting & marking.included & fresh;
            if left == 0 || marking.closed {
                return arrival;
            }
            left &= kernel.enabled(&marking);
            let before = arrival.trail.len();
            while left != 0 {
                let node = left.trailing_zeros() as usize;
                let bit = left & left.wrapping_neg();
                left ^= bit;
                let (next, label) = self.act(&marking, node, &[]);
                let wanted = Marking {
                    executed: marking.executed | bit & kernel.remembered,
                    pending: (marking.pending | !self.kept) & !bit,
                    ..marking
                };
                let found = Marking {
                    pending: next.pending & !bit,
                    ..next
                };
                if found == wanted && next.pending & bit & self.kept == 0 {
                    arrival.next = self.only_kept(next);
                    arrival.label = arrival.label.then(label);
                    arrival.trail.push(node);
                    break;
                }
            }
            if arrival.trail.len() == before {
                return arrival;
            }
        }
    }

    fn lead(&mut self, from: u32, arrival: &Arrival) {
        let target = if arrival.next == self.markings[from as usize] {
            from
        } else {
            self.visit(arrival.next, from)
        };
        let label = self.number(arrival.label, arrival.trail.first().copied());
        self.edges.push(Edge { target, label });
    }

    /// The number of a label; mostly the one that the same node had last.
    fn number(&mut self, label: Label, by: Option<usize>) -> u32 {
        let recent = by.unwrap_or(NODES);
        let number = self.recent[recent];
        if self.labels.get(number as usize) == Some(&label) {
            return number;
        }
        let count = u32::try_from(self.labels.len()).unwrap_or(NONE);
        let number = *self.numbers.entry(label).or_insert(count);
        if number == count {
            self.labels.push(label);
        }
        self.recent[recent] = number;
        number
    }

    fn visit(&mut self, marking: Marking, parent: u32) -> u32 {
        match self.table.place(&marking, &self.markings) {
            Ok(known) => known,
            Err(slot) => {
                let place = u32::try_from(self.markings.len()).unwrap_or(NONE);
                self.markings.push(marking);
                self.parents.push(parent);
                self.table.insert(slot, place, &self.markings);
                place
            }
        }
    }
}

impl Label {
    /// Nothing happens to duties.
    const IDLE: Label = Label {
        discharged: 0,
        created: 0,
    };
    /// All duties end.
    const ALL: Label = Label {
        discharged: Nodes::MAX,
        created: 0,
    };

    /// This, and then that.
    fn then(self, next: Label) -> Label {
        Label {
            discharged: self.discharged | next.discharged,
            created: self.created & !next.discharged | next.created,
        }
    }

    fn is_idle(&self) -> bool {
        *self == Label::IDLE
    }
}

impl Row {
    /// Whether executing it leaves no trace but that the case is closed or open.
    fn is_plain(&self) -> bool {
        self.effects == super::kernel::Effects::default()
            && self.guarded.is_empty()
            && self.begins.is_none()
            && self.opens.is_none()
            && !self.closes
    }
}

/// The nodes of an event.
pub(super) fn nodes_of(kernel: &Kernel, event: usize) -> Nodes {
    let rows = kernel.rows.iter().enumerate();
    rows.filter(|(_, row)| row.event == event)
        .fold(0, |nodes, (node, _)| nodes | 1 << node)
}

/// The events of a set of nodes, each once, in page order.
pub(super) fn events_of(kernel: &Kernel, nodes: Nodes) -> Vec<usize> {
    let rows = kernel.rows.iter().enumerate();
    let mut events: Vec<usize> = rows
        .filter(|(node, _)| nodes & (1 << node) != 0)
        .map(|(_, row)| row.event)
        .collect();
    events.dedup();
    events
}
