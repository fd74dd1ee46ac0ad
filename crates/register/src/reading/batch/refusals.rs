//! Rows that are refused, and what is left without them.

use figures::MISSING;

use crate::fault::{Fault, Flaw};
use crate::rows::Rows;

/// Persons who stand more than once; every row after the first is told. Rows without a person, in `unowned`, are nobody's.
pub(super) fn twice(persons: &[i64], unowned: &[usize]) -> Vec<Flaw> {
    let is_owned = |(row, _): &(usize, &i64)| unowned.binary_search(row).is_err();
    let mut last = None;
    let owned = persons.iter().enumerate().filter(is_owned);
    let again = owned.filter(|(_, person)| last.replace(**person) == Some(**person));
    again
        .map(|(row, _)| Flaw {
            row,
            column: None,
            value: MISSING,
            fault: Fault::Twice,
        })
        .collect()
}

/// Drops the rows of these persons, ascending.
pub(super) fn remove(rows: &mut Rows, gone: &[i64]) {
    let mut left = gone.iter().peekable();
    let named: Vec<_> = rows
        .persons
        .iter()
        .enumerate()
        .filter(|(_, person)| {
            while left.next_if(|&one| one < *person).is_some() {}
            left.peek() == Some(person)
        })
        .map(|(row, _)| row)
        .collect();
    if !named.is_empty() {
        drop_rows(rows, &named);
    }
}

/// Drops the rows at these places, ascending.
pub(super) fn drop_rows(rows: &mut Rows, named: &[usize]) {
    let mut kept = Rows::new(rows.columns.len());
    for row in 0..rows.len() {
        if named.binary_search(&row).is_err() {
            kept.copy_row(rows, row);
        }
    }
    *rows = kept;
}
