//! Visits every marking a kernel can reach, breadth first.
//!
//! Duties that nothing depends on are no part of a marking: a step only says which of them it discharges and which it
//! creates. As each such duty goes its own way, one pass forward tells where it may be owed and one pass backward where
//! it can still be discharged, for all duties at once.

use std::collections::{BTreeMap, VecDeque};

use super::kernel::{Assignment, Kernel, Marking, NODES, Nodes, Row};

/// A place that no marking has.
const NONE: u32 = u32::MAX;

/// The markings a kernel can reach and the steps between them.
pub(super) struct Space<'a> {
    kernel: &'a Kernel,
    branches: &'a Branches,
    pub(super) markings: Vec<Marking>,
    /// The marking each was first reached from, and by which node (none: time or information alone).
    parents: Vec<(u32, Option<u8>)>,
    /// The steps, by marking: `edges[offsets[m]..offsets[m + 1]]`.
    offsets: Vec<usize>,
    edges: Vec<Edge>,
    labels: Vec<Label>,
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
struct Edge {
    target: u32,
    label: u32,
}

/// What a step does to duties.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Label {
    discharged: Nodes,
    created: Nodes,
}

/// What an event can bring, by event; and what may become known at any moment.
pub(super) struct Branches {
    events: Vec<Vec<Assignment>>,
    supplies: Vec<(usize, u8)>,
}

impl Branches {
    /// Every combination of the classes of the fields an event brings. Fields that nobody is known to bring are
    /// supplied by the world if `is_open`.
    pub(super) fn new(kernel: &Kernel, brings: &[Vec<usize>], is_open: bool) -> Branches {
        let classes = |field: usize| kernel.fields[field].domain.values.len();
        let combine = |fields: &Vec<usize>| {
            let mut all = vec![Assignment::new()];
            for field in fields.iter().filter(|field| classes(**field) > 0) {
                if !kernel.fields[*field].domain.is_asked() {
                    continue;
                }
                let longer = all.iter().flat_map(|before| {
                    (1..=classes(*field)).map(|class| {
                        let mut after = before.clone();
                        after.push((*field, u8::try_from(class).unwrap_or(u8::MAX)));
                        after
                    })
                });
                all = longer.collect();
            }
            all
        };
        let is_brought = |field: usize| brings.iter().any(|brought| brought.contains(&field));
        let free = (0..kernel.fields.len()).filter(|field| {
            is_open && !is_brought(*field) && !kernel.fields[*field].shifts.is_empty()
        });
        Branches {
            events: brings.iter().map(combine).collect(),
            supplies: free
                .flat_map(|field| (1..=classes(field)).map(move |class| (field, class)))
                .filter_map(|(field, class)| Some((field, u8::try_from(class).ok()?)))
                .collect(),
        }
    }
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
        let mut space = Space {
            kernel,
            branches,
            markings: Vec::new(),
            parents: Vec::new(),
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
        let is_telling = |row: &Row| (row.reopens || row.exits) && !row.is_plain();
        let is_reopening = kernel.rows.iter().any(is_telling);
        let start = space.only_kept(kernel.start());
        space.visit(start, (NONE, None));
        let mut at = 0;
        while at < space.markings.len() {
            if space.markings.len() > limit {
                space.is_finished = false;
                return space;
            }
            let marking = space.markings[at];
            let from = u32::try_from(at).unwrap_or(NONE);
            space.step(from, &marking, branches, is_reopening);
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
        marking
    }

    /// All steps out of one marking.
    fn step(&mut self, from: u32, marking: &Marking, branches: &Branches, is_reopening: bool) {
        let kernel = self.kernel;
        if marking.closed && !is_reopening {
            // Reopening gives back the marking that was closed, so there is nothing new behind it.
            for (node, row) in kernel.rows.iter().enumerate() {
                self.seen |= Nodes::from(row.reopens) << node;
            }
            return;
        }
        let enabled = kernel.enabled(marking);
        self.seen |= enabled;
        if enabled == 0 {
            self.halted.push(from);
        }
        if self.step_eagerly(from, marking, enabled) {
            return;
        }
        let mut left = enabled;
        while left != 0 {
            let node = left.trailing_zeros() as usize;
            left &= left - 1;
            let label = u8::try_from(node).ok();
            for assignment in &branches.events[kernel.rows[node].event] {
                self.act(from, marking, (node, label), assignment, is_reopening);
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
            self.lead(from, next, None, Label::IDLE);
        }
        for (field, class) in &branches.supplies {
            for (copy, _) in &kernel.fields[*field].shifts {
                if copy.is_none_or(|copy| marking.open & (1 << copy) != 0) {
                    let mut next = *marking;
                    kernel.store(&mut next, *field, *class, *copy);
                    kernel.settle(&mut next, *field, *copy);
                    self.lead(from, next, None, Label::IDLE);
                }
            }
        }
    }

    /// Takes only one step where that loses nothing: of a node that stays enabled once it is, and whose execution does no
    /// more than satisfy conditions and milestones of others. Whatever else can happen here can happen after it as well,
    /// and what can be discharged after it can be discharged here, by way of it.
    fn step_eagerly(&mut self, from: u32, marking: &Marking, enabled: Nodes) -> bool {
        let kernel = self.kernel;
        let fresh = kernel.remembered & !marking.executed | marking.pending;
        let mut left = enabled & kernel.lasting & fresh;
        while left != 0 {
            let node = left.trailing_zeros() as usize;
            let bit = left & left.wrapping_neg();
            left &= left - 1;
            let mut owing = *marking;
            owing.pending |= !self.kept;
            let outcome = kernel.happen(&owing, node, &[]);
            let next = outcome.next;
            let wanted = Marking {
                executed: marking.executed | bit & kernel.remembered,
                pending: owing.pending & !bit,
                ..*marking
            };
            let may_create = Marking {
                pending: next.pending & !bit,
                ..next
            };
            if may_create == wanted && wanted != owing {
                let by = u8::try_from(node).ok();
                self.act(from, marking, (node, by), &[], false);
                return true;
            }
        }
        false
    }

    /// The step of one node with what it brings.
    fn act(
        &mut self,
        from: u32,
        marking: &Marking,
        (node, by): (usize, Option<u8>),
        assignment: &[(usize, u8)],
        is_reopening: bool,
    ) {
        // With all duties owed that are no part of a marking, those that are gone afterwards were discharged.
        let mut owing = *marking;
        owing.pending |= !self.kept;
        let outcome = self.kernel.happen(&owing, node, assignment);
        let next = outcome.next;
        // Doing it discharges it, even if it is owed anew at once.
        let own = Nodes::from(outcome.is_done) << node;
        let label = Label {
            discharged: !next.pending & !self.kept | own,
            created: outcome.created & !self.kept,
        };
        if next.closed && !is_reopening {
            let closed = Marking {
                closed: true,
                ..Marking::default()
            };
            self.lead(from, closed, by, Label::ALL);
        } else {
            let next = self.only_kept(next);
            self.lead(from, next, by, label);
        }
    }

    fn lead(&mut self, from: u32, next: Marking, by: Option<u8>, label: Label) {
        let target = if next == self.markings[from as usize] {
            from
        } else {
            self.visit(next, (from, by))
        };
        let number = self.number(label, by);
        self.edges.push(Edge {
            target,
            label: number,
        });
    }

    /// The number of a label; mostly the one that the same node had last.
    fn number(&mut self, label: Label, by: Option<u8>) -> u32 {
        let recent = by.map_or(NODES, usize::from);
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

    fn visit(&mut self, marking: Marking, parent: (u32, Option<u8>)) -> u32 {
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

    pub(super) fn transitions(&self) -> usize {
        self.edges.len()
    }

    /// The events on a shortest way to a marking.
    pub(super) fn path(&self, marking: u32) -> Vec<usize> {
        let mut path = Vec::new();
        let mut at = marking;
        while at != NONE {
            let (parent, node) = self.parents[at as usize];
            path.extend(node.map(|node| self.kernel.rows[usize::from(node)].event));
            at = parent;
        }
        path.reverse();
        path
    }

    /// Who owes what where, and can still do it: for each marking the nodes that may be owed, and the nodes whose duty
    /// can still be discharged, excluded or cancelled.
    pub(super) fn duties(&self) -> (Vec<Nodes>, Vec<Nodes>) {
        let count = self.markings.len();
        let mut may = vec![0; count];
        may[0] = self.kernel.start.pending;
        let mut left = vec![0_usize];
        let mut is_listed = vec![false; count];
        // The duties that are part of a marking are owed exactly where it says.
        for (at, marking) in self.markings.iter().enumerate() {
            may[at] |= marking.pending & self.kept;
            is_listed[at] = true;
        }
        left.extend((0..count).rev());
        while let Some(at) = left.pop() {
            is_listed[at] = false;
            for edge in self.out(at) {
                let label = self.labels[edge.label as usize];
                let target = edge.target as usize;
                let owed = may[at] & !self.kept & !label.discharged | label.created;
                if owed & !may[target] != 0 {
                    may[target] |= owed;
                    if !std::mem::replace(&mut is_listed[target], true) {
                        left.push(target);
                    }
                }
            }
        }
        (may, self.dischargeable())
    }

    fn dischargeable(&self) -> Vec<Nodes> {
        let (offsets, sources) = self.backward();
        let free = |marking: &Marking| {
            if marking.closed {
                Nodes::MAX
            } else {
                !marking.included | self.kept & !marking.pending
            }
        };
        let mut can: Vec<Nodes> = self.markings.iter().map(free).collect();
        for (at, can) in can.iter_mut().enumerate() {
            for edge in self.out(at) {
                *can |= self.labels[edge.label as usize].discharged;
            }
        }
        let mut is_listed = vec![true; can.len()];
        let mut left: Vec<usize> = (0..can.len()).collect();
        while let Some(at) = left.pop() {
            is_listed[at] = false;
            for source in &sources[offsets[at]..offsets[at + 1]] {
                let source = *source as usize;
                if can[at] & !can[source] != 0 {
                    can[source] |= can[at];
                    if !std::mem::replace(&mut is_listed[source], true) {
                        left.push(source);
                    }
                }
            }
        }
        can
    }

    fn out(&self, at: usize) -> &[Edge] {
        &self.edges[self.offsets[at]..self.offsets[at + 1]]
    }

    /// The steps turned round: the sources of the steps to each marking.
    fn backward(&self) -> (Vec<usize>, Vec<u32>) {
        let mut offsets = vec![0; self.markings.len() + 1];
        for edge in &self.edges {
            offsets[edge.target as usize + 1] += 1;
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        let mut free = offsets.clone();
        let mut sources = vec![0; self.edges.len()];
        for source in 0..self.markings.len() {
            for edge in self.out(source) {
                let place = &mut free[edge.target as usize];
                sources[*place] = u32::try_from(source).unwrap_or(NONE);
                *place += 1;
            }
        }
        (offsets, sources)
    }

    /// The first marking from which no goal can be reached.
    pub(super) fn lost(&self, is_goal: impl Fn(&Marking) -> bool) -> Option<u32> {
        let (offsets, sources) = self.backward();
        let mut reaching: Vec<bool> = self.markings.iter().map(is_goal).collect();
        let mut left: Vec<usize> = (0..reaching.len()).filter(|at| reaching[*at]).collect();
        while let Some(at) = left.pop() {
            for source in &sources[offsets[at]..offsets[at + 1]] {
                if !std::mem::replace(&mut reaching[*source as usize], true) {
                    left.push(*source as usize);
                }
            }
        }
        let lost = reaching.iter().position(|reaching| !reaching)?;
        u32::try_from(lost).ok()
    }

    /// A shortest way on which a duty comes to be owed in one of these markings.
    pub(super) fn way_owing(&self, duty: Nodes, is_there: impl Fn(usize) -> bool) -> Vec<usize> {
        // Twice as many places: each marking with the duty owed (odd) and not owed (even).
        let mut parents: Vec<Option<(usize, u32)>> = vec![None; self.markings.len() * 2];
        let start = usize::from(self.kernel.start.pending & duty != 0);
        let mut left = VecDeque::from([start]);
        let mut seen = vec![false; parents.len()];
        seen[start] = true;
        while let Some(place) = left.pop_front() {
            let (at, owes) = (place / 2, place % 2 == 1);
            if owes && is_there(at) {
                return self.way_back(&parents, place);
            }
            for edge in self.out(at) {
                let label = self.labels[edge.label as usize];
                let target = edge.target as usize;
                let owes = if self.kept & duty != 0 {
                    self.markings[target].pending & duty != 0
                } else {
                    label.created & duty != 0 || (owes && label.discharged & duty == 0)
                };
                let next = target * 2 + usize::from(owes);
                if !std::mem::replace(&mut seen[next], true) {
                    parents[next] = Some((place, edge.label));
                    left.push_back(next);
                }
            }
        }
        Vec::new()
    }

    /// The events on the way that was found; which of several events with the same effect it was is looked up again.
    fn way_back(&self, parents: &[Option<(usize, u32)>], mut place: usize) -> Vec<usize> {
        let mut way = Vec::new();
        while let Some((before, label)) = parents[place] {
            let wanted = self.labels[label as usize];
            way.extend(self.actor(before / 2, place / 2, wanted));
            place = before;
        }
        way.reverse();
        way
    }

    /// The first event that leads from one marking to another with this effect on duties.
    fn actor(&self, from: usize, to: usize, wanted: Label) -> Option<usize> {
        let (marking, goal) = (self.markings[from], self.markings[to]);
        let enabled = self.kernel.enabled(&marking);
        let nodes = (0..self.kernel.rows.len()).filter(|node| enabled & (1 << node) != 0);
        for node in nodes {
            let event = self.kernel.rows[node].event;
            for assignment in &self.branches.events[event] {
                let outcome = self.kernel.happen(&marking, node, assignment);
                let next = outcome.next;
                let is_it = if goal.closed && next.closed {
                    true
                } else {
                    self.only_kept(next) == goal && outcome.created & !self.kept == wanted.created
                };
                if is_it {
                    return Some(event);
                }
            }
        }
        None
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

    fn is_idle(&self) -> bool {
        *self == Label::IDLE
    }
}

/// Finds markings by their bits: open addressing over positions.
struct Table {
    slots: Vec<u32>,
}

impl Table {
    fn new() -> Table {
        Table {
            slots: vec![NONE; 1 << 12],
        }
    }

    /// The position of a marking, or the slot where it belongs.
    fn place(&self, marking: &Marking, markings: &[Marking]) -> Result<u32, usize> {
        let last = self.slots.len() - 1;
        let mut slot = marking.hash() & last;
        loop {
            let place = self.slots[slot];
            if place == NONE {
                return Err(slot);
            }
            if markings[place as usize] == *marking {
                return Ok(place);
            }
            slot = (slot + 1) & last;
        }
    }

    fn insert(&mut self, slot: usize, place: u32, markings: &[Marking]) {
        self.slots[slot] = place;
        if markings.len() * 2 > self.slots.len() {
            let last = self.slots.len() * 2 - 1;
            self.slots = vec![NONE; last + 1];
            for (place, marking) in markings.iter().enumerate() {
                let mut slot = marking.hash() & last;
                while self.slots[slot] != NONE {
                    slot = (slot + 1) & last;
                }
                self.slots[slot] = u32::try_from(place).unwrap_or(NONE);
            }
        }
    }
}

impl Marking {
    fn hash(&self) -> usize {
        let sets = [
            self.included,
            self.executed,
            self.pending,
            self.recurring,
            self.rolling,
            self.turning,
            self.round,
            self.data,
        ];
        let mut hash = self.open ^ self.sticky.rotate_left(32) ^ u64::from(self.closed);
        let mut mix = |word: u64| {
            hash = (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        };
        for set in sets {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the two halves, one by one"
            )]
            let (low, high) = (set as u64, (set >> 64) as u64);
            mix(low);
            if high != 0 {
                mix(high);
            }
        }
        usize::try_from((hash ^ (hash >> 32)) & 0xffff_ffff).unwrap_or(0)
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
