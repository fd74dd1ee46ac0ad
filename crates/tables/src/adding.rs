//! How parts of a number relate to their whole: read from the cells, because a reader can read it too.

use crate::cell::{Cell, Quantity};
use crate::table::Parts;

/// How the parts in these cells relate to the whole in another; `None` where one is not known or they do not relate. Amounts add up
/// over one denominator, shares with both of their sides. No parts make a whole of nobody.
pub fn adding<'a>(whole: &Cell, parts: impl Iterator<Item = &'a Cell>) -> Option<Parts> {
    let whole = Numbers::of(whole)?;
    let parts: Vec<Numbers> = parts.map(Numbers::of).collect::<Option<_>>()?;
    related(&whole, &parts)
}

/// What adds up in a cell, and what it is counted in; nothing where the cell is unknown.
struct Numbers {
    adds: [i128; 2],
    /// Amounts with other denominators do not add up; `None` where there is no amount.
    per: Option<i128>,
    is_ratio: bool,
}

impl Numbers {
    fn of(cell: &Cell) -> Option<Numbers> {
        let (adds, per, is_ratio) = match cell {
            Cell::NotApplicable => ([0, 0], None, false),
            Cell::Known(Quantity::Count(count)) => ([i128::from(*count), 0], None, false),
            Cell::Known(Quantity::Amount { units, per, .. }) => ([*units, 0], Some(*per), false),
            Cell::Known(Quantity::Ratio { inside, all, .. }) => {
                ([i128::from(*inside), i128::from(*all)], None, true)
            }
            Cell::Hidden | Cell::Unknown { .. } => return None,
        };
        Some(Numbers {
            adds,
            per,
            is_ratio,
        })
    }
}

fn related(whole: &Numbers, parts: &[Numbers]) -> Option<Parts> {
    let mut pers = parts.iter().filter_map(|part| part.per);
    if pers.any(|per| whole.per != Some(per)) {
        return None;
    }
    let sum = |at: usize| parts.iter().map(|part| part.adds[at]).sum::<i128>();
    if (0..2).all(|at| sum(at) == whole.adds[at]) {
        return Some(Parts::Exact);
    }
    let lies_within = parts.iter().all(|part| part.adds[0] <= whole.adds[0]);
    let is_ratio = whole.is_ratio || parts.iter().any(|part| part.is_ratio);
    match sum(0) > whole.adds[0] {
        _ if is_ratio || !lies_within => None,
        true => Some(Parts::Overlapping),
        false => Some(Parts::Within),
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn related(whole: &Cell, parts: &[Cell]) -> Option<Parts> {
        adding(whole, parts.iter())
    }

    fn share(inside: i64, all: i64) -> Cell {
        Cell::Known(Quantity::share(inside, all))
    }

    fn days(units: i128, per: i128) -> Cell {
        Cell::Known(Quantity::Amount {
            units,
            per,
            persons: 9,
        })
    }

    #[test]
    fn parts_add_up_overlap_or_leave_something_out() {
        let of = |whole, parts: &[i64]| {
            let parts: Vec<Cell> = parts.iter().map(|part| Cell::count(*part)).collect();
            related(&Cell::count(whole), &parts)
        };
        assert_eq!(of(919, &[915, 4]), Some(Parts::Exact));
        assert_eq!(of(919, &[915, 5]), Some(Parts::Overlapping));
        assert_eq!(of(919, &[910, 4]), Some(Parts::Within));
        assert_eq!(of(9, &[10]), None);
        assert_eq!(of(0, &[]), Some(Parts::Exact));
    }

    #[test]
    fn amounts_of_one_denominator_add_up_and_means_do_not() {
        let parts = [days(300, 31), days(31, 31)];
        assert_eq!(related(&days(331, 31), &parts), Some(Parts::Exact));
        assert_eq!(related(&days(331, 30), &parts), None);
        let means = [days(300, 3), days(31, 1)];
        assert_eq!(related(&days(331, 4), &means), None);
    }

    #[test]
    fn a_share_adds_up_only_with_both_of_its_sides() {
        let parts = [share(58, 160), share(2, 40)];
        assert_eq!(related(&share(60, 200), &parts), Some(Parts::Exact));
        assert_eq!(related(&share(60, 199), &parts), None);
    }

    #[test]
    fn what_is_unknown_or_hidden_relates_to_nothing() {
        for strange in [Cell::Unknown { needs: None }, Cell::Hidden] {
            assert_eq!(related(&strange, &[]), None);
            assert_eq!(related(&Cell::count(1), &[strange]), None);
        }
    }
}
