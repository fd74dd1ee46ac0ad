//! Hiding: first what is small, then what would give it away, until every hidden cell is protected.

use std::collections::BTreeSet;

use super::audit::Span;
use super::boxes::{Mask, Range, cheapest};
use super::combine::combined;
use super::linked::Linked;
use super::system::Move;

/// What was hidden, and the witnesses that it cannot be worked out.
#[derive(Debug, Clone)]
pub(super) struct Suppression {
    pub(super) mask: Mask,
    pub(super) moves: Vec<Move>,
    /// Places hidden for their own sake.
    pub(super) primary: usize,
}

struct Work<'a> {
    linked: &'a Linked,
    mask: Mask,
    /// For each variable, how many places still show it.
    showing: Vec<usize>,
    span: Span,
    open: BTreeSet<(u64, usize)>,
    moves: Vec<Move>,
}

/// Hides sensitive places and the cheapest boxes that protect them.
///
/// A variable for which no box exists stays as it is: the audit decides whether something else protects it.
pub(super) fn suppress(linked: &Linked) -> Suppression {
    let mut work = Work {
        linked,
        mask: Mask {
            places: vec![false; linked.places.len()],
            variables: vec![false; linked.coordinates.len()],
        },
        // What readers have from elsewhere is shown there and never hidden.
        showing: linked
            .shown_at
            .iter()
            .zip(&linked.known)
            .map(|(places, known)| places.len() + usize::from(*known))
            .collect(),
        span: Span::of(&linked.system),
        open: BTreeSet::new(),
        moves: Vec::new(),
    };
    let mut primary = 0;
    for (number, place) in linked.places.iter().enumerate() {
        if place.sensitive {
            primary += 1;
            work.hide_place(number);
        }
    }
    for (number, place) in linked.places.iter().enumerate() {
        if place.kept {
            work.hide_place(number);
        }
    }
    if !cfg!(feature = "without-complementary") {
        work.protect_all();
    }
    Suppression {
        mask: work.mask,
        moves: work.moves,
        primary,
    }
}

impl Work<'_> {
    fn hide_place(&mut self, place: usize) {
        if std::mem::replace(&mut self.mask.places[place], true) {
            return;
        }
        for &variable in &self.linked.places[place].reveals {
            self.showing[variable] -= 1;
            if self.showing[variable] == 0 {
                self.mask.variables[variable] = true;
                if self.linked.system.variables()[variable].need > 0 {
                    let order = self.linked.places[place].cost;
                    self.open.insert((order, variable));
                }
            }
        }
    }

    /// Totals and large numbers come first: they have the least to choose from, and the rest can lean on what they hide.
    fn protect_all(&mut self) {
        while let Some((_, variable)) = self.open.pop_last() {
            if self.span.meets(&self.linked.system, variable) {
                continue;
            }
            let near = cheapest(self.linked, &self.mask, variable, Range::Near);
            if near.as_ref().is_none_or(|found| found.cost > 0)
                && let Some(moves) = combined(self.linked, &self.mask, variable)
            {
                for step in moves {
                    self.span
                        .take(&self.linked.system, &self.mask.variables, &step);
                    self.moves.push(step);
                }
                continue;
            }
            let found = near.or_else(|| cheapest(self.linked, &self.mask, variable, Range::Far));
            let Some(found) = found else {
                continue;
            };
            for &(other, _) in &found.step.0 {
                for place in self.linked.shown_at[other].clone() {
                    self.hide_place(place);
                }
            }
            self.span
                .take(&self.linked.system, &self.mask.variables, &found.step);
            self.moves.push(found.step);
        }
    }
}
