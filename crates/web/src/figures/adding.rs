//! How the parts of a number add up, month by month: read from the numbers, because a reader can read it too.

use std::collections::BTreeMap;

use tables::{Cell, Parts, Quantity, Table};

use super::table::{TIME, TOTAL};

/// For each measure of a table: over which dimension its parts relate to their whole, and how.
pub(super) type Adding = Vec<Option<(String, Parts)>>;

/// How each of several tables adds up, and the codes of the months in which they do.
pub(super) type Way = (Vec<Adding>, Vec<String>);

/// The months in which every measure of every table adds up in the same way, with the way; each month once.
pub(super) fn alike(tables: &[Table]) -> Vec<Way> {
    let Some((_, time)) = tables.first().and_then(|table| table.dimension(TIME)) else {
        return Vec::new();
    };
    let mut ways: BTreeMap<Vec<Vec<u8>>, Way> = BTreeMap::new();
    for (month, member) in time.members.iter().enumerate() {
        let adding: Vec<Adding> = tables.iter().map(|table| of_month(table, month)).collect();
        let key = adding
            .iter()
            .map(|adding| adding.iter().map(|part| rank(part.as_ref())).collect())
            .collect();
        let (_, months) = ways.entry(key).or_insert_with(|| (adding, Vec::new()));
        months.push(member.code.clone());
    }
    ways.into_values().collect()
}

fn rank(part: Option<&(String, Parts)>) -> u8 {
    match part.map(|(_, parts)| parts) {
        None => 0,
        Some(Parts::Exact) => 1,
        Some(Parts::Overlapping) => 2,
        Some(Parts::Within) => 3,
    }
}

fn of_month(table: &Table, month: usize) -> Adding {
    let measures = 0..table.measures().len();
    let [by, _] = table.dimensions() else {
        return measures.map(|_| None).collect();
    };
    let Some(total) = by.position(TOTAL) else {
        return measures.map(|_| None).collect();
    };
    measures
        .map(|measure| {
            let whole = numbers(table.cell(&[total, month], measure))?;
            let parts = (0..by.members.len())
                .filter(|member| *member != total)
                .map(|member| numbers(table.cell(&[member, month], measure)))
                .collect::<Option<Vec<_>>>()?;
            Some((by.id.clone(), related(&whole, &parts)?))
        })
        .collect()
}

/// What adds up in a cell, and what it is counted in; nothing where the cell is unknown.
struct Numbers {
    adds: [i128; 2],
    /// Amounts with other denominators do not add up; `None` where there is no amount.
    per: Option<i128>,
    is_ratio: bool,
}

fn numbers(cell: &Cell) -> Option<Numbers> {
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

/// How parts relate to their whole; nothing where they do not.
fn related(whole: &Numbers, parts: &[Numbers]) -> Option<Parts> {
    let mixed = parts
        .iter()
        .any(|part| part.per.is_some() && part.per != whole.per);
    if parts.is_empty() || mixed {
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
        numbers(&Cell::count(number)).unwrap()
    }

    fn share(inside: i64, all: i64) -> Numbers {
        numbers(&Cell::Known(Quantity::share(inside, all))).unwrap()
    }

    fn days(units: i128, per: i128) -> Numbers {
        let quantity = Quantity::Amount {
            units,
            per,
            persons: 9,
        };
        numbers(&Cell::Known(quantity)).unwrap()
    }

    #[test]
    fn parts_add_up_overlap_or_leave_something_out() {
        let of = |whole, parts: &[i64]| {
            let parts: Vec<Numbers> = parts.iter().map(|part| count(*part)).collect();
            related(&count(whole), &parts)
        };
        assert_eq!(of(919, &[915, 4]), Some(Parts::Exact));
        assert_eq!(of(919, &[915, 5]), Some(Parts::Overlapping));
        assert_eq!(of(919, &[910, 4]), Some(Parts::Within));
        assert_eq!(of(9, &[10]), None);
        assert_eq!(of(9, &[]), None);
    }

    #[test]
    fn amounts_of_one_denominator_add_up_and_means_do_not() {
        let parts = [days(300, 31), days(31, 31)];
        assert_eq!(related(&days(331, 31), &parts), Some(Parts::Exact));
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
    fn what_is_unknown_relates_to_nothing() {
        assert!(numbers(&Cell::Unknown { needs: None }).is_none());
    }
}
