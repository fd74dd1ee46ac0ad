//! Evaluation: the sets of a tile, each node once, for the persons who can still matter.

use super::apply::{self, Look};
use super::{Buffers, NodeId, Operation, PopulationPlan, Provided};
use crate::operate::bridge::{self, Passing};
use crate::operate::{Active, leaf, runs, window};
use crate::sets::{BEGIN, Set, Tile};

/// A list of persons is used where it leaves out more than three of four; else the whole tile is as fast.
const WORTH_A_LIST: usize = 4;

/// For fewer persons, calendar windows are calculated rather than looked up.
const WORTH_A_TABLE: usize = 256;

impl PopulationPlan {
    /// Fills the buffers with the sets of all demanded nodes for a tile.
    pub(crate) fn evaluate(&self, tile: Tile<'_>, buffers: &mut Buffers) {
        buffers.sets.resize_with(self.nodes.len(), Set::default);
        buffers.done.clear();
        buffers.done.resize(self.nodes.len(), false);
        for &root in &self.roots {
            self.run(root, tile, Active::All(tile.persons()), buffers);
        }
    }

    /// Makes a node's set, for these persons at least.
    fn run(&self, id: NodeId, tile: Tile<'_>, active: Active<'_>, buffers: &mut Buffers) {
        // A node with several readers is wanted by all of them.
        let active = if self.nodes[id.at()].readers > 1 {
            Active::All(tile.persons())
        } else {
            active
        };
        if std::mem::replace(&mut buffers.done[id.at()], true) {
            return;
        }
        let operation = &self.nodes[id.at()].operation;
        if let Operation::And(parts) = operation {
            return self.and(id, parts, tile, active, buffers);
        }
        for part in operation.parts() {
            self.run(part, tile, active, buffers);
        }
        if let Operation::Share { window, .. } = operation
            && tile.persons() >= WORTH_A_TABLE
        {
            buffers.prepare(*window);
        }
        let mut out = std::mem::take(&mut buffers.sets[id.at()]);
        self.operate(id, tile, active, buffers, &mut out);
        buffers.sets[id.at()] = out;
    }

    fn operate(
        &self,
        id: NodeId,
        tile: Tile<'_>,
        active: Active<'_>,
        buffers: &mut Buffers,
        out: &mut Set,
    ) {
        let node = &self.nodes[id.at()];
        let days = node.demanded;
        let set = |part: &NodeId| &buffers.sets[part.at()];
        match &node.operation {
            Operation::Everyone => leaf::everyone(active, out),
            Operation::On(spells) => {
                leaf::on(spells, tile, days, active, &mut buffers.passing, out);
            }
            Operation::Has { attribute, values } => {
                leaf::has(*attribute, values, tile, active, out);
            }
            Operation::Age { birth, range } => leaf::age(*birth, *range, tile, days, active, out),
            Operation::Counted(counted) => window::counted(counted, tile, days, active, out),
            Operation::Share {
                of,
                among,
                window,
                threshold,
            } => {
                let look = Look {
                    window: *window,
                    windows: buffers.windows_of(*window),
                    threshold: *threshold,
                    day: (days.until - days.from == 1).then_some(days.from),
                };
                apply::share(set(of), among.as_ref().map(set), look, active, out);
            }
            Operation::Suffix {
                of,
                length,
                fewest,
                threshold,
            } => {
                apply::suffix(set(of), (*length, *fewest), *threshold, active, out);
            }
            Operation::Continuous { of, length } => {
                apply::growing(set(of), active, out, |of, active, out| {
                    runs::continuous(of, *length, active, out);
                });
            }
            Operation::Beginning { of, length } => apply::beginning(set(of), *length, active, out),
            Operation::Since { of, length } => {
                apply::since(set(of), *length, self.is_always_known(*of), active, out);
            }
            Operation::Ever(of) => apply::ever(set(of), self.is_always_known(*of), active, out),
            Operation::Bridged {
                of,
                gap,
                provided,
                from,
            } => {
                let passing = Passing {
                    gap: *gap,
                    provided: in_sets(provided, buffers),
                    from: *from,
                    if_untold: false,
                };
                apply::bridged(set(of), passing, tile, active, out);
            }
            Operation::And(_) => {
                unreachable!("a conjunction chooses the persons of its parts itself")
            }
            Operation::Or(parts) => apply::any(parts.iter().map(set), active, out),
            Operation::Not(of) => apply::not(set(of), active, out),
        }
    }

    /// Whether the node is known from the first day there is.
    fn is_always_known(&self, node: NodeId) -> bool {
        self.known(node).from <= BEGIN
    }

    /// A conjunction: the cheap parts come first, and the others are asked about the persons that are left.
    fn and(
        &self,
        id: NodeId,
        parts: &[NodeId],
        tile: Tile<'_>,
        active: Active<'_>,
        buffers: &mut Buffers,
    ) {
        let mut out = std::mem::take(&mut buffers.sets[id.at()]);
        let mut spare = buffers.spare_sets.pop().unwrap_or_default();
        let mut left = buffers.spare_persons.pop().unwrap_or_default();
        if let [first, ..] = parts {
            self.run(*first, tile, active, buffers);
        } else {
            leaf::everyone(active, &mut out);
        }
        for (place, pair) in parts.windows(2).enumerate() {
            let so_far = if place == 0 {
                &buffers.sets[pair[0].at()]
            } else {
                &out
            };
            left.clear();
            let counts = |person: usize| {
                let holes = so_far
                    .holes
                    .as_ref()
                    .is_some_and(|holes| !holes.of(person).is_empty());
                holes || !so_far.of(person).is_empty()
            };
            left.extend(
                (0..tile.persons())
                    .filter(|&person| counts(person))
                    .map(|person| {
                        u32::try_from(person).expect("a tile has fewer persons than 2³²")
                    }),
            );
            let some = if left.len() * WORTH_A_LIST < tile.persons() {
                Active::Some(tile.persons(), &left)
            } else {
                active
            };
            self.run(pair[1], tile, some, buffers);
            let so_far = if place == 0 {
                &buffers.sets[pair[0].at()]
            } else {
                &out
            };
            apply::both(so_far, &buffers.sets[pair[1].at()], some, &mut spare);
            std::mem::swap(&mut out, &mut spare);
        }
        buffers.spare_persons.push(left);
        buffers.spare_sets.push(spare);
        buffers.sets[id.at()] = out;
    }
}

fn in_sets<'a>(provided: &'a Provided, buffers: &'a Buffers) -> bridge::Provided<'a> {
    match provided {
        Provided::Nothing => bridge::Provided::Nothing,
        Provided::Throughout(node) => bridge::Provided::Throughout(buffers.set(*node)),
        Provided::SumAtMost(counted) => bridge::Provided::SumAtMost(counted),
    }
}
