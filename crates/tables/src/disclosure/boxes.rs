//! The cheapest box that protects a cell.
//!
//! A box is the product of one pattern per axis (a transfer between two leaves, or growth of one) and one swap of
//! families: the corners of a hypercube in a table, and whatever margins and linked tables it touches. Every sum stays as
//! it is along such a move, so once its cells are hidden, a reader cannot tell by how many steps the truth has moved.

use super::axis::Pattern;
use super::linked::Linked;
use super::system::{Move, Variable};
use crate::table::Parts;

/// Where the search for a box looks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Range {
    /// Members of the same parent.
    Near,
    /// All members.
    Far,
}

/// What is hidden so far.
#[derive(Debug, Clone)]
pub(super) struct Mask {
    /// For each place, whether it is hidden.
    pub(super) places: Vec<bool>,
    /// For each variable, whether no place shows it any longer.
    pub(super) variables: Vec<bool>,
}

/// A box with what hiding it costs beyond what is hidden already.
#[derive(Debug, Clone)]
pub(super) struct Candidate {
    pub(super) step: Move,
    pub(super) cost: u64,
}

/// The patterns a search combines, and which of them the tables need.
struct Choices {
    swaps: Vec<Vec<(usize, i128)>>,
    /// For each place of `order`: patterns with what their edge costs, cheapest first.
    patterns: Vec<Vec<(u64, Pattern)>>,
    /// Axes from this one on are asked only when a table outside the variable's own is touched.
    own_axes: usize,
    /// The axis at each place of `patterns`.
    order: Vec<usize>,
}

/// A search under way.
struct Search<'a> {
    linked: &'a Linked,
    mask: &'a Mask,
    choices: &'a Choices,
    need: i128,
    /// The pattern chosen for each axis so far.
    chosen: Vec<Option<&'a Pattern>>,
    support: Vec<(usize, i128)>,
    best: Option<Candidate>,
    /// When boxes without cost are gathered: those found so far.
    free: Option<Vec<Move>>,
}

/// Finds the cheapest box that leaves `variable` as open as it needs; the first of equals.
pub(super) fn cheapest(
    linked: &Linked,
    mask: &Mask,
    variable: usize,
    range: Range,
) -> Option<Candidate> {
    let need = linked.system.variables()[variable].need;
    let choices = choices(linked, mask, (variable, need), range);
    let mut search = Search::new(linked, mask, &choices, need);
    for swap in &choices.swaps {
        search.choose(swap, 0, 0);
    }
    search.best
}

/// More boxes than this are not combined.
const MOST_FREE: usize = 48;

/// Boxes around a variable that are hidden already, however little they open it.
pub(super) fn free_boxes(linked: &Linked, mask: &Mask, variable: usize) -> Vec<Move> {
    let choices = choices(linked, mask, (variable, 1), Range::Near);
    let mut search = Search::new(linked, mask, &choices, 1);
    search.free = Some(Vec::new());
    for swap in &choices.swaps {
        search.choose(swap, 0, 0);
    }
    search.free.unwrap_or_default()
}

impl<'a> Search<'a> {
    fn new(linked: &'a Linked, mask: &'a Mask, choices: &'a Choices, need: i128) -> Search<'a> {
        Search {
            linked,
            mask,
            choices,
            need,
            chosen: vec![None; linked.axes.len()],
            support: Vec::new(),
            best: None,
            free: None,
        }
    }

    /// A box must cost less than this.
    fn limit(&self) -> u64 {
        match (&self.free, &self.best) {
            (Some(free), _) if free.len() >= MOST_FREE => 0,
            (Some(_), _) => 1,
            (None, Some(best)) => best.cost,
            (None, None) => u64::MAX,
        }
    }

    /// Tries the patterns of one of the variable's own axes after the other.
    ///
    /// A box contains its edges at the variable, and edges along different axes have no cell in common, so the sum of their
    /// costs is a lower bound; as patterns are sorted, the first that reaches the best cost ends the loop.
    fn choose(&mut self, swap: &[(usize, i128)], place: usize, paid: u64) {
        let choices = self.choices;
        if place == choices.own_axes {
            self.complete(swap, place);
            return;
        }
        for (cost, pattern) in &choices.patterns[place] {
            if paid + cost >= self.limit() {
                return;
            }
            self.chosen[choices.order[place]] = Some(pattern);
            self.choose(swap, place + 1, paid + cost);
        }
    }

    /// Tries patterns on the other axes, as far as other tables are touched at all; answers whether they are.
    fn complete(&mut self, swap: &[(usize, i128)], place: usize) -> bool {
        let choices = self.choices;
        let Some(patterns) = choices.patterns.get(place) else {
            return self.weigh(swap);
        };
        for (_, pattern) in patterns {
            self.chosen[choices.order[place]] = Some(pattern);
            if !self.complete(swap, place + 1) {
                return false;
            }
        }
        true
    }

    /// Keeps the chosen box if it is the cheapest so far; answers whether it touches tables with other axes.
    fn weigh(&mut self, swap: &[(usize, i128)]) -> bool {
        self.support.clear();
        let others = collect(
            self.linked,
            swap,
            &self.chosen,
            &mut self.support,
            self.choices,
        );
        let cost = price(self.linked, self.mask, &self.support, self.limit());
        if let Some(cost) = cost {
            let step = Move(self.support.clone());
            if protects(self.linked, &step, self.need) {
                match &mut self.free {
                    Some(free) => free.push(step),
                    None => self.best = Some(Candidate { step, cost }),
                }
            }
        }
        others
    }
}

fn choices(linked: &Linked, mask: &Mask, (variable, need): (usize, i128), range: Range) -> Choices {
    let (family, nodes) = &linked.coordinates[variable];
    let swaps = linked.families[*family].swaps.clone();
    let own: Vec<usize> = (0..linked.axes.len())
        .filter(|axis| {
            linked.shown_at[variable].iter().any(|&place| {
                linked.frames[linked.places[place].table]
                    .axes
                    .contains(axis)
            })
        })
        .collect();
    let others = (0..linked.axes.len())
        .filter(|axis| !own.contains(axis) && linked.axes[*axis].total().is_some());
    let order: Vec<usize> = own.iter().copied().chain(others).collect();
    let patterns = order
        .iter()
        .map(|&axis| {
            let joined = &linked.axes[axis];
            let Some(node) = nodes[axis].filter(|_| own.contains(&axis)) else {
                return joined.growths().into_iter().map(|it| (0, it)).collect();
            };
            let alone = vec![(node, 1)];
            let patterns = match linked.families[*family].parts[axis] {
                None => vec![alone],
                Some(Parts::Exact) => joined.patterns(node, range == Range::Near),
                Some(Parts::Overlapping | Parts::Within) => {
                    let mut patterns = vec![alone];
                    patterns.extend(joined.patterns(node, range == Range::Near));
                    patterns
                }
            };
            let priced = patterns.into_iter().filter_map(|pattern| {
                let cost = edge_cost(linked, mask, (variable, need), (axis, &pattern))?;
                Some((cost, pattern))
            });
            let mut priced: Vec<(u64, Pattern)> = priced.collect();
            priced.sort_by_key(|(cost, _)| *cost);
            priced
        })
        .collect();
    Choices {
        swaps,
        patterns,
        own_axes: own.len(),
        order,
    }
}

/// What hiding the edge of a box along one axis costs; `None` if it cannot be hidden or leaves too little room.
fn edge_cost(
    linked: &Linked,
    mask: &Mask,
    (variable, need): (usize, i128),
    (axis, pattern): (usize, &Pattern),
) -> Option<u64> {
    let (family, nodes) = &linked.coordinates[variable];
    let truth = linked.system.variables()[variable];
    let mut edge = Vec::new();
    for &place in &linked.shown_at[variable] {
        let frame = &linked.frames[linked.places[place].table];
        let Some(along) = frame.axes.iter().position(|own| *own == axis) else {
            continue;
        };
        let members: Option<Vec<usize>> = frame
            .axes
            .iter()
            .zip(&frame.member_of)
            .map(|(axis, member_of)| member_of[nodes[*axis]?])
            .collect();
        let mut members = members?;
        for &(node, sign) in pattern {
            let Some(member) = frame.member_of[along][node] else {
                continue;
            };
            members[along] = member;
            if let Some(other) = frame.variable(&members, *family) {
                edge.push((other, sign));
            }
        }
    }
    edge.sort_unstable();
    edge.dedup();
    let room = |variable: Variable| variable.value - variable.low;
    let roomy = edge.iter().all(|&(other, sign)| {
        sign > 0 || room(truth) + room(linked.system.variables()[other]) >= need
    });
    roomy.then(|| price(linked, mask, &edge, u64::MAX))?
}

/// Gathers the variables of a box; answers whether a table with other axes than the variable's own takes part.
fn collect(
    linked: &Linked,
    swap: &[(usize, i128)],
    chosen: &[Option<&Pattern>],
    support: &mut Vec<(usize, i128)>,
    choices: &Choices,
) -> bool {
    let mut others = false;
    for frame in &linked.frames {
        let mut sign = 1;
        for (axis, pattern) in chosen.iter().enumerate() {
            if !frame.axes.contains(&axis) {
                sign *= at_total(linked, axis, *pattern);
            }
        }
        if sign == 0 {
            continue;
        }
        others |= frame
            .axes
            .iter()
            .any(|axis| !choices.order[..choices.own_axes].contains(axis));
        let patterns: Option<Vec<&Pattern>> = frame.axes.iter().map(|&axis| chosen[axis]).collect();
        let Some(patterns) = patterns else {
            continue;
        };
        let mut corner = vec![0; patterns.len()];
        let mut members = vec![0; patterns.len()];
        'corners: loop {
            let mut corner_sign = sign;
            let mut shown = true;
            for (place, pattern) in patterns.iter().enumerate() {
                let (node, factor) = pattern[corner[place]];
                corner_sign *= factor;
                match frame.member_of[place][node] {
                    Some(member) => members[place] = member,
                    None => shown = false,
                }
            }
            if shown {
                for &(family, factor) in swap {
                    if let Some(variable) = frame.variable(&members, family) {
                        support.push((variable, corner_sign * factor));
                    }
                }
            }
            for place in (0..corner.len()).rev() {
                corner[place] += 1;
                if corner[place] < patterns[place].len() {
                    continue 'corners;
                }
                corner[place] = 0;
            }
            break;
        }
    }
    support.sort_unstable();
    support.dedup();
    others
}

/// What a pattern does to the total of an axis that a table does not have.
fn at_total(linked: &Linked, axis: usize, pattern: Option<&Pattern>) -> i128 {
    let Some(total) = linked.axes[axis].total() else {
        return 0;
    };
    pattern
        .and_then(|pattern| pattern.iter().find(|(node, _)| *node == total))
        .map_or(0, |(_, sign)| *sign)
}

/// What hiding the variables would cost; `None` if it is not below `limit`, or something cannot be hidden.
fn price(linked: &Linked, mask: &Mask, support: &[(usize, i128)], limit: u64) -> Option<u64> {
    let mut cost = 0;
    for &(variable, _) in support {
        if mask.variables[variable] {
            continue;
        }
        if linked.known[variable] {
            return None;
        }
        for &place in &linked.shown_at[variable] {
            if mask.places[place] {
                continue;
            }
            if !linked.places[place].hideable {
                return None;
            }
            cost += linked.places[place].cost;
            if cost >= limit {
                return None;
            }
        }
    }
    (cost < limit).then_some(cost)
}

/// Whether the move holds against every row and goes far enough.
fn protects(linked: &Linked, step: &Move, need: i128) -> bool {
    linked
        .system
        .reach_if_hidden(step)
        .is_some_and(|reach| reach.width().is_none_or(|width| width >= need))
}
