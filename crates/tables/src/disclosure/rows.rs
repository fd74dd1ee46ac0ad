//! What adds up: the rows every reader knows, from how each measure relates parts to their parent.

use std::collections::BTreeSet;

use super::family::Sides;
use super::linked::Frame;
use super::system::{Row, Sense};
use crate::cell::Cell;
use crate::table::{Parts, Table};

/// The rows of all tables, each once.
pub(super) fn collect_rows(tables: &[Table], frames: &[Frame], sides: &Sides) -> Vec<Row> {
    let mut rows = Rows::default();
    for ((table, frame), sides) in tables.iter().zip(frames).zip(sides) {
        for position in 0..table.positions() {
            let members = table.members_at(position);
            for (measure, sides) in sides.iter().enumerate() {
                for (dimension, shown) in table.dimensions().iter().enumerate() {
                    if let Some(parts) = table.measures()[measure].parts_over(&shown.id) {
                        for &family in sides {
                            let place = InTable {
                                table,
                                frame,
                                measure,
                                family,
                                dimension,
                            };
                            rows.relate(place, &members, parts);
                        }
                    }
                }
                let of = |side: usize| {
                    let family = sides.get(side)?;
                    frame.variable(&members, *family)
                };
                if let (Some(part), Some(rest), Some(whole)) = (of(0), of(1), of(2)) {
                    rows.add(vec![(whole, 1), (part, -1), (rest, -1)], Sense::Equal);
                }
            }
        }
    }
    rows.rows
}

#[derive(Default)]
struct Rows {
    rows: Vec<Row>,
    seen: BTreeSet<(Vec<(usize, i128)>, bool)>,
}

/// What is related: one family of a measure along one dimension of a table.
#[derive(Clone, Copy)]
struct InTable<'a> {
    table: &'a Table,
    frame: &'a Frame,
    measure: usize,
    family: usize,
    dimension: usize,
}

impl Rows {
    fn add(&mut self, terms: Vec<(usize, i128)>, sense: Sense) {
        let mut key = terms.clone();
        key.sort_unstable();
        if self.seen.insert((key, sense == Sense::Equal)) {
            self.rows.push(Row { terms, sense });
        }
    }

    /// Relates the member at a position to its parts.
    fn relate(&mut self, of: InTable<'_>, members: &[usize], parts: Parts) {
        let Some(parent) = of.frame.variable(members, of.family) else {
            return;
        };
        let mut at = members.to_vec();
        let mut known = Vec::new();
        let mut unknown = false;
        for part in of.table.dimensions()[of.dimension].parts_of(members[of.dimension]) {
            at[of.dimension] = part;
            match of.frame.variable(&at, of.family) {
                Some(variable) => known.push(variable),
                // What cannot occur is none; what is unknown may be any number.
                None => unknown |= !matches!(of.table.cell(&at, of.measure), Cell::NotApplicable),
            }
        }
        if known.is_empty() {
            return;
        }
        let sum = std::iter::once((parent, 1)).chain(known.iter().map(|&part| (part, -1)));
        match (parts, unknown) {
            (Parts::Exact, false) => self.add(sum.collect(), Sense::Equal),
            (Parts::Exact, true) => self.add(sum.collect(), Sense::AtLeast),
            (Parts::Within | Parts::Overlapping, _) => {
                for &part in &known {
                    self.add(vec![(parent, 1), (part, -1)], Sense::AtLeast);
                }
                if parts == Parts::Overlapping && !unknown {
                    let covering = sum.map(|(variable, factor)| (variable, -factor));
                    self.add(covering.collect(), Sense::AtLeast);
                }
            }
        }
    }
}
