//! Several boxes that are hidden already, one after the other: together they may open a cell that none opens alone.

use std::collections::BTreeMap;

use super::boxes::{Mask, free_boxes};
use super::linked::Linked;
use super::system::{Move, System};

/// Two moves without cost, one up and one down, that together span what a variable needs; `None` if that is not found.
///
/// Greedy: each box is taken as many steps as what is left of its cells allows. Both moves are checked against every row.
pub(super) fn combined(linked: &Linked, mask: &Mask, variable: usize) -> Option<[Move; 2]> {
    let boxes = free_boxes(linked, mask, variable);
    let system = &linked.system;
    let need = system.variables()[variable].need;
    let up = drift(system, variable, need, &boxes, 1);
    let missing = need - change_at(&up, variable);
    let down = drift(system, variable, missing, &boxes, -1);
    let spans = change_at(&up, variable) - change_at(&down, variable) >= need;
    let stands = |step: &Move| {
        step.0.is_empty()
            || system
                .reach(step, &mask.variables)
                .is_some_and(|reach| reach.forth.is_none_or(|steps| steps >= 1))
    };
    (spans && stands(&up) && stands(&down)).then_some([up, down])
}

fn change_at(step: &Move, variable: usize) -> i128 {
    let found = step.0.iter().find(|(named, _)| *named == variable);
    found.map_or(0, |(_, change)| *change)
}

/// Moves a variable by up to `most` in one direction, box by box.
fn drift(system: &System, variable: usize, most: i128, boxes: &[Move], sign: i128) -> Move {
    let mut change: BTreeMap<usize, i128> = BTreeMap::new();
    for step in boxes {
        let left = most - sign * change.get(&variable).copied().unwrap_or(0);
        if left <= 0 {
            break;
        }
        let room = step
            .0
            .iter()
            .filter(|(_, coefficient)| sign * coefficient < 0)
            .map(|(at, coefficient)| {
                let truth = system.variables()[*at];
                let now = truth.value - truth.low + change.get(at).copied().unwrap_or(0);
                now / coefficient.abs()
            })
            .min()
            .unwrap_or(left);
        let steps = room.min(left);
        for (at, coefficient) in &step.0 {
            *change.entry(*at).or_default() += sign * coefficient * steps;
        }
    }
    change.retain(|_, change| *change != 0);
    Move(change.into_iter().collect())
}
