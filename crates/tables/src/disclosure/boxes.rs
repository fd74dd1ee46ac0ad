//! The cheapest box that protects a cell.
//!
//! A box is the product of one pattern per axis (a transfer between two leaves, or growth of one) and one swap of
//! families: the corners of a hypercube in a table, and whatever margins and linked tables it touches. Every sum stays as
//! it is along such a move, so once its cells are hidden, a reader cannot tell by how many steps the truth has moved.

use super::axis::Pattern;
use super::linked::Linked;
use super::system::Move;

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
    patterns: Vec<Vec<Pattern>>,
    /// Axes from this one on are asked only when a table outside the variable's own is touched.
    own_axes: usize,
    /// The axis at each place of `patterns`.
    order: Vec<usize>,
}

/// Finds the cheapest box that leaves `variable` as open as it needs; the first of equals.
pub(super) fn cheapest(
    linked: &Linked,
    mask: &Mask,
    variable: usize,
    range: Range,
) -> Option<Candidate> {
    let choices = choices(linked, variable, range);
    let need = linked.system.variables()[variable].need;
    let mut best: Option<Candidate> = None;
    let mut support = Vec::new();
    let mut chosen: Vec<Option<&Pattern>> = vec![None; linked.axes.len()];
    for swap in &choices.swaps {
        let mut counter = vec![0; choices.order.len()];
        loop {
            for (place, &axis) in choices.order.iter().enumerate() {
                chosen[axis] = choices.patterns[place].get(counter[place]);
            }
            support.clear();
            let touches_others = collect(linked, swap, &chosen, &mut support, &choices);
            let limit = best.as_ref().map_or(u64::MAX, |best| best.cost);
            if let Some(cost) = price(linked, mask, &support, limit) {
                let step = Move(support.clone());
                if protects(linked, &step, need) {
                    best = Some(Candidate { step, cost });
                    if cost == 0 {
                        return best;
                    }
                }
            }
            let last = if touches_others {
                choices.order.len()
            } else {
                choices.own_axes
            };
            if !advance(&mut counter, last, &choices.patterns) {
                break;
            }
        }
    }
    best
}

/// The next combination; places from `last` on start again.
fn advance(counter: &mut [usize], last: usize, patterns: &[Vec<Pattern>]) -> bool {
    for place in (0..counter.len()).rev() {
        counter[place] += 1;
        if place < last && counter[place] < patterns[place].len() {
            return true;
        }
        counter[place] = 0;
    }
    false
}

fn choices(linked: &Linked, variable: usize, range: Range) -> Choices {
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
                return joined.growths();
            };
            let alone = vec![(node, 1)];
            match linked.families[*family].parts[axis] {
                None => vec![alone],
                Some(crate::table::Parts::Exact) => joined.patterns(node, range == Range::Near),
                Some(_) => {
                    let mut patterns = vec![alone];
                    patterns.extend(joined.patterns(node, range == Range::Near));
                    patterns
                }
            }
        })
        .collect();
    Choices {
        swaps,
        patterns,
        own_axes: own.len(),
        order,
    }
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
