//! Kinds of quantity: which measures are the same, and how the three sides of a ratio hang together.

use super::axis::Axis;
use crate::table::{MeasureKind, Parts, Table};

/// A kind of quantity: a measure, or one of the three sides of a ratio.
#[derive(Debug, Clone)]
pub(super) struct Family {
    /// For each axis, how parts relate to their parent; `None` where no table relates them.
    pub(super) parts: Vec<Option<Parts>>,
    /// Ways to add one here and keep the sums of ratios: families with +1 or −1.
    pub(super) swaps: Vec<Vec<(usize, i128)>>,
}

/// The families of each measure of each table: one, or part, rest and whole.
pub(super) type Sides = Vec<Vec<Vec<usize>>>;

pub(super) fn name_families(tables: &[Table], names: &mut Vec<String>) -> Sides {
    let mut number = |name: String| {
        names
            .iter()
            .position(|known| *known == name)
            .unwrap_or_else(|| {
                names.push(name);
                names.len() - 1
            })
    };
    tables
        .iter()
        .map(|table| {
            table
                .measures()
                .iter()
                .map(|measure| match (measure.kind, &measure.share_of) {
                    (MeasureKind::Ratio, Some(of)) => vec![
                        number(of.part.clone()),
                        number(format!("{} – rest", measure.id)),
                        number(of.whole.clone()),
                    ],
                    (MeasureKind::Ratio, None) => vec![
                        number(format!("{} – part", measure.id)),
                        number(format!("{} – rest", measure.id)),
                        number(format!("{} – whole", measure.id)),
                    ],
                    _ => vec![number(measure.id.clone())],
                })
                .collect()
        })
        .collect()
}

pub(super) fn relate_families(
    tables: &[Table],
    sides: &Sides,
    count: usize,
    axes: &[Axis],
) -> Vec<Family> {
    let blank = Family {
        parts: vec![None; axes.len()],
        swaps: Vec::new(),
    };
    let mut families = vec![blank; count];
    for (table, sides) in tables.iter().zip(sides) {
        for (measure, sides) in table.measures().iter().zip(sides) {
            for (axis, joined) in axes.iter().enumerate() {
                if let Some(parts) = measure.parts_over(&joined.id) {
                    for &side in sides {
                        families[side].parts[axis] = Some(parts);
                    }
                }
            }
            if let [part, rest, whole] = sides[..] {
                for (at, swaps) in [
                    (
                        part,
                        [vec![(part, 1), (rest, -1)], vec![(part, 1), (whole, 1)]],
                    ),
                    (
                        rest,
                        [vec![(rest, 1), (part, -1)], vec![(rest, 1), (whole, 1)]],
                    ),
                    (
                        whole,
                        [vec![(whole, 1), (part, 1)], vec![(whole, 1), (rest, 1)]],
                    ),
                ] {
                    for swap in swaps {
                        if !families[at].swaps.contains(&swap) {
                            families[at].swaps.push(swap);
                        }
                    }
                }
            }
        }
    }
    for (number, family) in families.iter_mut().enumerate() {
        if family.swaps.is_empty() {
            family.swaps.push(vec![(number, 1)]);
        }
    }
    families
}
