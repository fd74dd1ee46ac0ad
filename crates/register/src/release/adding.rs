//! How the parts of a number relate to their whole: read from the numbers, because a reader can read it too.

use tables::{Cell, Parts, Quantity, Table};

/// For a measure of a table, over which dimensions its parts relate to their total, and how.
pub(super) fn adding(table: &Table, measure: usize) -> Vec<(String, Parts)> {
    let dimensions = table.dimensions().iter().enumerate();
    dimensions
        .filter_map(|(at, dimension)| Some((dimension.id.clone(), over(table, measure, at)?)))
        .collect()
}

/// How all lines along a dimension add up, each member with its parts. Nothing where one of them does not.
fn over(table: &Table, measure: usize, dimension: usize) -> Option<Parts> {
    let along = &table.dimensions()[dimension];
    let parts: Vec<Vec<usize>> = (0..along.members.len())
        .map(|member| along.parts_of(member).collect())
        .collect();
    let mut all = None;
    for position in 0..table.positions() {
        let mut members = table.members_at(position);
        let parts = &parts[members[dimension]];
        // A total without parts is a line too: nobody is counted.
        if parts.is_empty() && members[dimension] != 0 {
            continue;
        }
        let whole = Numbers::of(table.cell(&members, measure))?;
        let parts = parts.iter().map(|&member| {
            members[dimension] = member;
            Numbers::of(table.cell(&members, measure))
        });
        let parts: Vec<Numbers> = parts.collect::<Option<_>>()?;
        let line = related(&whole, &parts)?;
        all = Some(all.map_or(line, |all| both(all, line)));
    }
    all
}

/// What holds of two lines.
fn both(one: Parts, other: Parts) -> Parts {
    match (one, other) {
        (Parts::Exact, other) | (other, Parts::Exact) => other,
        (Parts::Overlapping, Parts::Overlapping) => Parts::Overlapping,
        _ => Parts::Within,
    }
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

/// How parts relate to their whole; nothing where they do not.
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

    fn count(number: i64) -> Numbers {
        Numbers::of(&Cell::count(number)).expect("a number")
    }

    #[test]
    fn parts_add_up_overlap_or_leave_something_out() {
        let of = |whole, parts: &[i64]| {
            let parts: Vec<Numbers> = parts.iter().map(|part| count(*part)).collect();
            related(&count(whole), &parts)
        };
        assert_eq!(of(9, &[5, 4]), Some(Parts::Exact));
        assert_eq!(of(9, &[5, 5]), Some(Parts::Overlapping));
        assert_eq!(of(9, &[5, 3]), Some(Parts::Within));
        assert_eq!(of(9, &[10]), None);
        assert_eq!(of(0, &[]), Some(Parts::Exact));
    }

    #[test]
    fn amounts_of_other_denominators_and_half_shares_do_not_add_up() {
        let amount = |units, per| {
            let quantity = Quantity::Amount {
                units,
                per,
                persons: 9,
            };
            Numbers::of(&Cell::Known(quantity)).expect("a number")
        };
        let share = |inside, all| {
            Numbers::of(&Cell::Known(Quantity::share(inside, all))).expect("a number")
        };
        let parts = [amount(300, 31), amount(31, 31)];
        assert_eq!(related(&amount(331, 31), &parts), Some(Parts::Exact));
        assert_eq!(related(&amount(331, 30), &parts), None);
        let parts = [share(58, 160), share(2, 40)];
        assert_eq!(related(&share(60, 200), &parts), Some(Parts::Exact));
        assert_eq!(related(&share(60, 199), &parts), None);
    }

    #[test]
    fn what_holds_of_every_line_holds_of_all() {
        let (exact, over, within) = (Parts::Exact, Parts::Overlapping, Parts::Within);
        assert_eq!(both(exact, exact), exact);
        assert_eq!(both(exact, over), over);
        assert_eq!(both(within, exact), within);
        assert_eq!(both(over, within), within);
    }
}
