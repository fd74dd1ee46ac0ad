//! Rows of whole persons brought in order: sorted by their days, overlaps refused, kept or held to a sum.

#![expect(
    clippy::needless_bitwise_bool,
    reason = "without branches many rows are compared at a time"
)]

use crate::fault::{Fault, Flaw};
use crate::layout::{Others, Overlap, Table};
use crate::rows::Rows;

/// Whether a table's rows are as the engine wants them.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(super) struct Order {
    /// A person's rows are not sorted by their days.
    pub(super) unsorted: bool,
    /// Two spells of a person share a day.
    pub(super) overlaps: bool,
}

/// Looks at all rows once; faults in the values do not matter here.
pub(super) fn order(rows: &Rows) -> Order {
    let (starts, ends) = (&rows.columns[0], &rows.columns[1]);
    let mut unsorted = false;
    let mut overlaps = false;
    let persons = rows.persons.iter().zip(&rows.persons[1.min(rows.len())..]);
    let next = starts.iter().zip(&starts[1.min(rows.len())..]);
    for (((before, person), (start, then)), end) in persons.zip(next).zip(ends) {
        let same = before == person;
        unsorted |= same & (then < start);
        overlaps |= same & (then < end);
    }
    // Equal starts are sorted by their ends; they overlap, so only then it needs a look.
    if overlaps && !unsorted {
        unsorted = (1..rows.len()).any(|row| {
            rows.persons[row - 1] == rows.persons[row]
                && (starts[row - 1], ends[row - 1]) > (starts[row], ends[row])
        });
    }
    Order { unsorted, overlaps }
}

/// Sorts every person's rows by day, then by value, then by place in the files.
pub(super) fn sort(rows: &mut Rows) {
    let mut sorted = Rows::new(rows.columns.len());
    let mut order: Vec<usize> = (0..rows.len()).collect();
    order.sort_by_cached_key(|&row| {
        let values: Vec<i32> = rows.columns.iter().map(|column| column[row]).collect();
        (rows.persons[row], values, rows.place(row))
    });
    for row in order {
        sorted.copy_row(rows, row);
    }
    *rows = sorted;
}

/// The rows that overlap others although the layout does not allow it. Rows are sorted; `skip` says which do not count.
pub(super) fn refused(table: &Table, rows: &Rows, skip: &dyn Fn(usize) -> bool) -> Vec<Flaw> {
    if table.overlap.others != Others::Refuse && table.overlap.same.is_empty() {
        return Vec::new();
    }
    let mut flaws = Vec::new();
    // Spells that may still share days with those to come.
    let mut open: Vec<usize> = Vec::new();
    for row in 0..rows.len() {
        if skip(row) {
            continue;
        }
        open.retain(|&other| {
            rows.persons[other] == rows.persons[row]
                && rows.columns[1][other] > rows.columns[0][row]
        });
        let same = open
            .iter()
            .any(|&other| agree(&table.overlap, rows, other, row));
        let fault = if same {
            Some(Fault::OverlapSame)
        } else if !open.is_empty() && table.overlap.others == Others::Refuse {
            Some(Fault::OverlapOther)
        } else {
            None
        };
        if let Some(fault) = fault {
            flaws.push(Flaw {
                row,
                column: None,
                value: figures::MISSING,
                fault,
            });
        }
        open.push(row);
    }
    flaws
}

fn agree(overlap: &Overlap, rows: &Rows, one: usize, other: usize) -> bool {
    !overlap.same.is_empty()
        && overlap
            .same
            .iter()
            .all(|&field| rows.columns[2 + field][one] == rows.columns[2 + field][other])
}

/// Holds the weights of each day to the most a day may weigh; gives other rows, sorted. Rows are sorted and whole persons'.
pub(super) fn capped(table: &Table, rows: &Rows) -> Option<Rows> {
    let Others::Cap {
        weight,
        most,
        by,
        priority,
    } = &table.overlap.others
    else {
        return None;
    };
    let rank = |row: usize| {
        let value = rows.columns[2 + by][row];
        let place = priority.iter().position(|&one| one == value);
        (place.unwrap_or(priority.len()), value, row)
    };
    let mut out = Rows::new(rows.columns.len());
    let mut from = 0;
    while from < rows.len() {
        let person = rows.persons[from];
        let until = from
            + rows.persons[from..]
                .iter()
                .take_while(|&&one| one == person)
                .count();
        let mut edges: Vec<i32> = (from..until)
            .flat_map(|row| [rows.columns[0][row], rows.columns[1][row]])
            .collect();
        edges.sort_unstable();
        edges.dedup();
        let mut pieces: Vec<(usize, i32, i32, i32)> = Vec::new();
        for pair in edges.windows(2) {
            let mut here: Vec<usize> = (from..until)
                .filter(|&row| rows.columns[0][row] <= pair[0] && pair[1] <= rows.columns[1][row])
                .collect();
            here.sort_by_key(|&row| rank(row));
            let mut left = *most;
            for row in here {
                let given = rows.columns[2 + weight][row].max(0).min(left);
                left -= given;
                if given == 0 {
                    continue;
                }
                match pieces
                    .iter_mut()
                    .rev()
                    .find(|piece| piece.0 == row && piece.2 == pair[0] && piece.3 == given)
                {
                    Some(piece) => piece.2 = pair[1],
                    None => pieces.push((row, pair[0], pair[1], given)),
                }
            }
        }
        pieces.sort_by_key(|&(row, start, end, _)| (start, end, row));
        for (row, start, end, given) in pieces {
            out.copy_row(rows, row);
            let last = out.len() - 1;
            out.columns[0][last] = start;
            out.columns[1][last] = end;
            out.columns[2 + weight][last] = given;
        }
        from = until;
    }
    Some(out)
}
