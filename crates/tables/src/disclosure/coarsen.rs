//! When nothing else protects: merge named neighbours, or drop a breakdown, and say so on the table.

use super::Coarsening;
use crate::cell::{Cell, Quantity};
use crate::dimension::Dimension;
use crate::table::{MeasureKind, Parts, Table};
use crate::text::Text;

/// Applies a step to every table that has the dimension; `None` where one cannot take it, or none has it.
pub(super) fn apply(tables: &[Table], step: &Coarsening) -> Option<Vec<Table>> {
    let (Coarsening::Merge { dimension, .. } | Coarsening::Drop { dimension }) = step;
    tables
        .iter()
        .find(|table| table.dimension(dimension).is_some())?;
    tables
        .iter()
        .map(|table| match step {
            Coarsening::Merge {
                dimension,
                codes,
                code,
                label,
            } => match table.dimension(dimension) {
                Some((at, _)) => merge(table, at, codes, (code, label)),
                None => Some(table.clone()),
            },
            Coarsening::Drop { dimension } => match table.dimension(dimension) {
                Some((at, _)) => drop_breakdown(table, at),
                None => Some(table.clone()),
            },
        })
        .collect()
}

/// The sentence a reader finds under the table.
pub(super) fn note(tables: &[Table], step: &Coarsening) -> Text {
    let dimension_of = |id: &str| {
        tables
            .iter()
            .find_map(|table| table.dimension(id))
            .map(|(_, dimension)| dimension)
    };
    match step {
        Coarsening::Merge {
            dimension,
            codes,
            label,
            ..
        } => {
            let labels = |pick: fn(&Text) -> &String| -> String {
                let dimension = dimension_of(dimension);
                codes
                    .iter()
                    .map(|code| {
                        dimension
                            .and_then(|it| it.position(code).map(|at| pick(&it.members[at].label)))
                            .map_or(code.as_str(), String::as_str)
                    })
                    .collect::<Vec<_>>()
                    .join(", ")
            };
            Text::new(
                format!(
                    "Slået sammen til »{}« for at beskytte enkeltpersoner: {}.",
                    label.da,
                    labels(|text| &text.da)
                ),
                format!(
                    "Merged into “{}” to protect individuals: {}.",
                    label.en,
                    labels(|text| &text.en)
                ),
            )
        }
        Coarsening::Drop { dimension } => {
            let label = dimension_of(dimension)
                .map_or_else(|| Text::same(dimension), |it| it.label.clone());
            Text::new(
                format!(
                    "Opdelingen »{}« er udeladt for at beskytte enkeltpersoner.",
                    label.da
                ),
                format!(
                    "The breakdown “{}” is left out to protect individuals.",
                    label.en
                ),
            )
        }
    }
}

/// Puts leaves of one parent together in the place of the first.
fn merge(
    table: &Table,
    at: usize,
    codes: &[String],
    (code, label): (&str, &Text),
) -> Option<Table> {
    let dimension = &table.dimensions()[at];
    let merged: Option<Vec<usize>> = codes.iter().map(|code| dimension.position(code)).collect();
    let merged = merged?;
    let first = *merged.iter().min()?;
    let parent = dimension.members[first].parent;
    let proper = merged.iter().all(|&member| {
        dimension.members[member].parent == parent && dimension.parts_of(member).next().is_none()
    });
    let additive = table
        .measures()
        .iter()
        .all(|measure| measure.parts_over(&dimension.id) == Some(Parts::Exact));
    if !proper || !additive || merged.len() < 2 {
        return None;
    }
    let kept: Vec<usize> = (0..dimension.members.len())
        .filter(|member| *member == first || !merged.contains(member))
        .collect();
    let mut coarse = Dimension::new(
        dimension.id.clone(),
        dimension.label.clone(),
        dimension.role,
    );
    for &old in &kept {
        let mut member = dimension.members[old].clone();
        if old == first {
            code.clone_into(&mut member.code);
            member.label = label.clone();
        }
        member.parent = member.parent.map(|parent| {
            kept.iter()
                .position(|&old| old == parent)
                .expect("a parent is no leaf")
        });
        coarse.members.push(member);
    }
    let mut dimensions = table.dimensions().to_vec();
    dimensions[at] = coarse;
    Table::build(
        table.head().clone(),
        dimensions,
        table.measures().to_vec(),
        |members, measure| {
            let mut members = members.to_vec();
            let old = kept[members[at]];
            members[at] = old;
            if old != first {
                return table.cell(&members, measure).clone();
            }
            let cells = merged.iter().map(|&member| {
                members[at] = member;
                table.cell(&members, measure).clone()
            });
            sum(cells.collect(), table.measures()[measure].kind)
        },
    )
    .ok()
}

/// The sum of cells; unknown as soon as one of them is, or where denominators differ.
fn sum(cells: Vec<Cell>, kind: MeasureKind) -> Cell {
    let mut total: Option<Quantity> = None;
    for cell in cells {
        let quantity = match cell {
            Cell::Known(quantity) => quantity,
            Cell::NotApplicable => continue,
            Cell::Hidden | Cell::Unknown { .. } => return Cell::Unknown { needs: None },
        };
        let Some(before) = total else {
            total = Some(quantity);
            continue;
        };
        match add(before, quantity) {
            Some(sum) => total = Some(sum),
            None => return Cell::Unknown { needs: None },
        }
    }
    debug_assert!(kind == MeasureKind::Count || !matches!(total, Some(Quantity::Count(_))));
    total.map_or(Cell::NotApplicable, Cell::Known)
}

fn add(one: Quantity, other: Quantity) -> Option<Quantity> {
    match (one, other) {
        (Quantity::Count(one), Quantity::Count(other)) => {
            one.checked_add(other).map(Quantity::Count)
        }
        (
            Quantity::Amount {
                units,
                per,
                persons,
            },
            Quantity::Amount {
                units: more,
                per: other_per,
                persons: others,
            },
        ) if per == other_per => Some(Quantity::Amount {
            units: units.checked_add(more)?,
            per,
            // The same persons may stand behind both, so no more than the larger number is sure.
            persons: persons.max(others),
        }),
        (
            Quantity::Ratio {
                numerator,
                denominator,
                inside,
                all,
            },
            Quantity::Ratio {
                numerator: more,
                denominator: of,
                inside: others,
                all: of_persons,
            },
        ) => Some(Quantity::Ratio {
            numerator: numerator.checked_add(more)?,
            denominator: denominator.checked_add(of)?,
            inside: inside.checked_add(others)?,
            all: all.checked_add(of_persons)?,
        }),
        _ => None,
    }
}

/// Keeps only the total of a dimension.
fn drop_breakdown(table: &Table, at: usize) -> Option<Table> {
    let dimension = &table.dimensions()[at];
    let mut roots =
        (0..dimension.members.len()).filter(|&it| dimension.members[it].parent.is_none());
    let total = roots.next()?;
    if roots.next().is_some() || dimension.members.len() == 1 {
        return None;
    }
    let mut coarse = dimension.clone();
    coarse.members = vec![dimension.members[total].clone()];
    let mut dimensions = table.dimensions().to_vec();
    dimensions[at] = coarse;
    Table::build(
        table.head().clone(),
        dimensions,
        table.measures().to_vec(),
        |members, measure| {
            let mut members = members.to_vec();
            members[at] = total;
            table.cell(&members, measure).clone()
        },
    )
    .ok()
}
