//! Evaluation: the sets of a tile, each node once, for the persons who can still matter.

use super::{Buffers, NodeId, Operation, PopulationPlan, Provided, holes};
use crate::operate::bridge::{self, Passing};
use crate::operate::civil::Span;
use crate::operate::share::Threshold;
use crate::operate::{Active, algebra, leaf, runs, share, suffix, window};
use crate::population::Gap;
use crate::sets::{BEGIN, Set, Tile};

/// A list of persons is used where it leaves out more than three of four; else the whole tile is as fast.
const WORTH_A_LIST: usize = 4;

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
                leaf::on(spells, tile, days, active, &mut buffers.passing, out)
            }
            Operation::Has { attribute, values } => {
                leaf::has(*attribute, values, tile, active, out)
            }
            Operation::Age { birth, range } => leaf::age(*birth, *range, tile, days, active, out),
            Operation::Share {
                of,
                among,
                window,
                threshold,
            } => {
                let look = Look {
                    window: *window,
                    threshold: *threshold,
                    day: one_day(days),
                };
                share_of(set(of), among.as_ref().map(set), look, active, out);
            }
            Operation::Suffix {
                of,
                length,
                fewest,
                threshold,
            } => {
                let of = set(of);
                if of.rows.is_some() && of.holes.is_none() {
                    suffix::suffix(of, *length, *fewest, active, out);
                } else {
                    let look = Look {
                        window: Span::Days(*length),
                        threshold: *threshold,
                        day: None,
                    };
                    let mut reached = Set::default();
                    share_of(of, None, look, active, &mut reached);
                    both(of, &reached, active, out);
                }
            }
            Operation::Counted(counted) => window::counted(counted, tile, days, active, out),
            Operation::Continuous { of, length } => growing(set(of), active, out, |of, out| {
                runs::continuous(of, *length, active, out);
            }),
            Operation::Beginning { of, length } => {
                let of = set(of);
                runs::beginning(of, *length, active, out);
                if of.holes.is_some() {
                    let unknown = holes::of_beginning(of, out, active);
                    holes::punch(out, unknown, active);
                }
            }
            Operation::Since { of, length } => {
                runs::since(set(of), *length, active, out);
                let always = self.known(*of).from <= BEGIN;
                if !always || set(of).holes.is_some() {
                    let unknown = holes::of_since(set(of), always, active);
                    holes::punch(out, unknown, active);
                }
            }
            Operation::Ever(of) => self.ever(*of, set(of), active, out),
            Operation::Bridged {
                of,
                gap,
                provided,
                from,
            } => {
                bridged_of(
                    set(of),
                    (*gap, *from),
                    &in_sets(provided, buffers),
                    tile,
                    active,
                    out,
                );
            }
            Operation::And(_) => {
                unreachable!("conjunctions choose the persons of their parts themselves")
            }
            Operation::Or(parts) => {
                let mut joined = empty(active);
                for part in parts {
                    let mut more = Set::default();
                    either(&joined, set(part), active, &mut more);
                    joined = more;
                }
                *out = joined;
            }
            Operation::Not(of) => {
                let of = set(of);
                match &of.holes {
                    None => algebra::complement(of, active, out),
                    Some(unknown) => {
                        algebra::complement(&holes::possible(of, active), active, out);
                        out.holes = Some(unknown.clone());
                    }
                }
            }
        }
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
            both(so_far, &buffers.sets[pair[1].at()], some, &mut spare);
            std::mem::swap(&mut out, &mut spare);
        }
        buffers.spare_persons.push(left);
        buffers.spare_sets.push(spare);
        buffers.sets[id.at()] = out;
    }

    fn ever(&self, of: NodeId, set: &Set, active: Active<'_>, out: &mut Set) {
        if self.known(of).from <= BEGIN {
            return growing(set, active, out, |of, out| runs::ever(of, active, out));
        }
        // »Not yet« is not known of those who may have been it before the observation.
        runs::ever(set, active, out);
        let mut unknown = Set::default();
        algebra::complement(out, active, &mut unknown);
        out.holes = Some(Box::new(unknown));
    }
}

/// What a share looks at.
#[derive(Clone, Copy)]
struct Look {
    window: Span,
    threshold: Threshold,
    /// The day, where it is only one.
    day: Option<i32>,
}

fn one_day(days: crate::sets::Days) -> Option<i32> {
    (days.until - days.from == 1).then_some(days.from)
}

fn share_of(of: &Set, among: Option<&Set>, look: Look, active: Active<'_>, out: &mut Set) {
    let mut met = Set::default();
    let looked_for = match among {
        None => of,
        Some(among) => {
            algebra::intersect(of, among, active, &mut met);
            &met
        }
    };
    match look.day {
        Some(day) => {
            let window = (look.window.window_start(day), day);
            share::on_day(looked_for, among, window, look.threshold, active, out);
        }
        None => share::share(looked_for, among, look.window, look.threshold, active, out),
    }
    if of.holes.is_some() || among.is_some_and(|among| among.holes.is_some()) {
        let unknown = holes::of_share(of, among, look.window, active);
        holes::punch(out, unknown, active);
    }
}

/// An operator for which more days never take days away.
fn growing(of: &Set, active: Active<'_>, out: &mut Set, operator: impl Fn(&Set, &mut Set)) {
    operator(of, out);
    if of.holes.is_some() {
        let mut possible = Set::default();
        operator(&holes::possible(of, active), &mut possible);
        holes::leave(out, &possible, active);
    }
}

fn both(left: &Set, right: &Set, active: Active<'_>, out: &mut Set) {
    algebra::intersect(left, right, active, out);
    if left.holes.is_some() || right.holes.is_some() {
        let mut possible = Set::default();
        let (left, right) = (
            holes::possible(left, active),
            holes::possible(right, active),
        );
        algebra::intersect(&left, &right, active, &mut possible);
        holes::leave(out, &possible, active);
    }
}

fn either(left: &Set, right: &Set, active: Active<'_>, out: &mut Set) {
    algebra::unite(left, right, active, out);
    if left.holes.is_some() || right.holes.is_some() {
        let mut possible = Set::default();
        let (left, right) = (
            holes::possible(left, active),
            holes::possible(right, active),
        );
        algebra::unite(&left, &right, active, &mut possible);
        holes::leave(out, &possible, active);
    }
}

fn in_sets<'a>(provided: &'a Provided, buffers: &'a Buffers) -> bridge::Provided<'a> {
    match provided {
        Provided::Nothing => bridge::Provided::Nothing,
        Provided::Throughout(node) => bridge::Provided::Throughout(buffers.set(*node)),
        Provided::SumAtMost(counted) => bridge::Provided::SumAtMost(counted),
    }
}

fn bridged_of(
    of: &Set,
    (gap, from): (Gap, i32),
    provided: &bridge::Provided<'_>,
    tile: Tile<'_>,
    active: Active<'_>,
    out: &mut Set,
) {
    let passing = Passing {
        gap,
        provided: *provided,
        from,
        if_untold: false,
    };
    bridge::bridged(of, passing, tile, active, out);
    let test_holes = match provided {
        bridge::Provided::Nothing => false,
        bridge::Provided::Throughout(set) => set.holes.is_some(),
        bridge::Provided::SumAtMost(_) => true,
    };
    if of.holes.is_none() && !test_holes {
        return;
    }
    let possible_test;
    let provided = match provided {
        bridge::Provided::Throughout(set) => {
            possible_test = holes::possible(set, active);
            bridge::Provided::Throughout(&possible_test)
        }
        other => *other,
    };
    let passing = Passing {
        provided,
        if_untold: true,
        ..passing
    };
    let mut possible = Set::default();
    bridge::bridged(
        &holes::possible(of, active),
        passing,
        tile,
        active,
        &mut possible,
    );
    holes::leave(out, &possible, active);
}

fn empty(active: Active<'_>) -> Set {
    let mut out = Set::default();
    out.clear();
    out.close_persons_before(active.persons());
    out
}
