//! Visits every marking a kernel can reach, breadth first, and asks from which of them a goal can still be reached.

use super::kernel::{Assignment, Kernel, Marking, Nodes};

/// A place that no marking has.
const NONE: u32 = u32::MAX;

/// The markings a kernel can reach and the steps between them.
pub(super) struct Space<'a> {
    kernel: &'a Kernel,
    pub(super) markings: Vec<Marking>,
    /// The marking each was first reached from, and by which node (none: time or information alone).
    parents: Vec<(u32, Option<u8>)>,
    /// The steps, by marking: `edges[offsets[m]..offsets[m + 1]]`.
    offsets: Vec<usize>,
    edges: Vec<u32>,
    table: Table,
    /// Every node that was enabled somewhere.
    pub(super) seen: Nodes,
    /// Markings with nothing enabled.
    pub(super) halted: Vec<u32>,
    pub(super) is_finished: bool,
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
    /// Visits all markings, or the first `limit` of them.
    pub(super) fn explore(kernel: &'a Kernel, branches: &Branches, limit: usize) -> Space<'a> {
        let mut space = Space {
            kernel,
            markings: Vec::new(),
            parents: Vec::new(),
            offsets: vec![0],
            edges: Vec::new(),
            table: Table::new(),
            seen: 0,
            halted: Vec::new(),
            is_finished: true,
        };
        let is_reopening = kernel.rows.iter().any(|row| row.reopens && !row.is_plain())
            || kernel.rows.iter().any(|row| row.exits && !row.is_plain());
        space.visit(kernel.start(), (NONE, None));
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
                if space.edges[next] != from
                    && (kept == start || space.edges[kept - 1] != space.edges[next])
                {
                    space.edges[kept] = space.edges[next];
                    kept += 1;
                }
            }
            space.edges.truncate(kept);
            space.offsets.push(kept);
            at += 1;
        }
        space
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
        if enabled == 0 && !kernel.is_settled(marking) {
            self.halted.push(from);
        }
        let mut left = enabled;
        while left != 0 {
            let node = left.trailing_zeros() as usize;
            left &= left - 1;
            let label = u8::try_from(node).ok();
            for assignment in &branches.events[kernel.rows[node].event] {
                let mut next = kernel.happen(marking, node, assignment);
                if next.closed && !is_reopening {
                    next = Marking {
                        closed: true,
                        ..Marking::default()
                    };
                }
                let place = self.visit(next, (from, label));
                self.edges.push(place);
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
            let place = self.visit(next, (from, None));
            self.edges.push(place);
        }
        for (field, class) in &branches.supplies {
            for (copy, _) in &kernel.fields[*field].shifts {
                if copy.is_none_or(|copy| marking.open & (1 << copy) != 0) {
                    let mut next = *marking;
                    kernel.store(&mut next, *field, *class, *copy);
                    let place = self.visit(next, (from, None));
                    self.edges.push(place);
                }
            }
        }
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

    /// The steps turned round, in the same form as the steps: offsets and sources.
    pub(super) fn backward(&self) -> (Vec<usize>, Vec<u32>) {
        let mut offsets = vec![0; self.markings.len() + 1];
        for target in &self.edges {
            offsets[*target as usize + 1] += 1;
        }
        for at in 1..offsets.len() {
            offsets[at] += offsets[at - 1];
        }
        let mut free = offsets.clone();
        let mut sources = vec![0; self.edges.len()];
        for source in 0..self.markings.len() {
            for target in &self.edges[self.offsets[source]..self.offsets[source + 1]] {
                sources[free[*target as usize]] = u32::try_from(source).unwrap_or(NONE);
                free[*target as usize] += 1;
            }
        }
        (offsets, sources)
    }

    /// For each marking, whether one that is a goal can be reached from it.
    pub(super) fn reaching(
        &self,
        (offsets, sources): &(Vec<usize>, Vec<u32>),
        is_goal: impl Fn(&Marking) -> bool,
    ) -> Vec<bool> {
        let mut reaching: Vec<bool> = self.markings.iter().map(is_goal).collect();
        let mut left: Vec<usize> = (0..reaching.len()).filter(|at| reaching[*at]).collect();
        while let Some(at) = left.pop() {
            for source in &sources[offsets[at]..offsets[at + 1]] {
                if !std::mem::replace(&mut reaching[*source as usize], true) {
                    left.push(*source as usize);
                }
            }
        }
        reaching
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

impl super::kernel::Row {
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
