//! How the parts of a number relate to their whole: read from the numbers, because a reader can read it too.

use tables::{Parts, Table};

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
        let whole = table.cell(&members, measure);
        let parts = parts.iter().map(|&member| {
            members[dimension] = member;
            table.cell(&members, measure)
        });
        let line = tables::adding(whole, parts)?;
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_holds_of_every_line_holds_of_all() {
        let (exact, over, within) = (Parts::Exact, Parts::Overlapping, Parts::Within);
        assert_eq!(both(exact, exact), exact);
        assert_eq!(both(exact, over), over);
        assert_eq!(both(within, exact), within);
        assert_eq!(both(over, within), within);
    }
}
