//! What of a vintage's tables may be shown: months whose numbers behave alike are judged together, and what is hidden in one
//! table of the same cells is hidden in another.

use tables::{
    Cell, Coarsening, Dimension, Disclosure, Head, Measure, Readers, Refusal, Rule, Table,
    release_to,
};

use super::adding::{Adding, alike};
use super::asked::Asked;
use super::table::TIME;
use crate::error::WebError;

/// Where hiding is not enough, breakdowns are given up, the last first.
fn rule(window: &Asked) -> Rule {
    let breakdowns = window.version.by.iter().rev();
    Rule {
        coarsen: breakdowns
            .map(|by| Coarsening::Drop {
                dimension: by.clone(),
            })
            .collect(),
        ..Rule::default()
    }
}

/// The tables released, with every number of a month hidden where nothing else protects somebody.
///
/// In some months the parts of a number add up to the whole, in others somebody is in two of them. A reader may know which,
/// so months in which all numbers behave alike are judged together, each number as it really adds up. Nothing adds up over
/// months: where hiding is not enough they are judged one by one, and only those that need it give more up.
pub(super) fn protected(
    readers: &Readers<'_>,
    tables: &[Table],
    window: &Asked,
) -> Result<Vec<Table>, WebError> {
    let last = rule(window);
    let first = Rule {
        coarsen: Vec::new(),
        ..last.clone()
    };
    let mut answers: Vec<(Vec<String>, Vec<Table>)> = Vec::new();
    for (adding, months) in alike(tables) {
        let of = |months: &[String]| {
            let judged = tables.iter().zip(&adding);
            let judged = judged.map(|(table, adding)| adding_up(table, adding, months));
            judged.collect::<Result<Vec<_>, _>>()
        };
        if let Some(released) = judged(readers, of(&months)?, &first)? {
            answers.push((months, released));
            continue;
        }
        for month in months {
            let month = [month];
            if let Some(released) = judged(readers, of(&month)?, &last)? {
                answers.push((month.into(), released));
            }
        }
    }
    let tables = tables.iter().enumerate();
    tables
        .map(|(at, table)| shown_in(table, at, &answers, &last))
        .collect()
}

/// Some months of a table, whose numbers add up as they do in these.
fn adding_up(table: &Table, adding: &Adding, months: &[String]) -> Result<Table, WebError> {
    let measures = table.measures().iter().zip(adding);
    let measures = measures.map(|(measure, part)| Measure {
        parts: part.clone().into_iter().collect(),
        ..measure.clone()
    });
    of_months(table, months, table.head().clone(), measures.collect())
}

/// The tables released; nothing where nothing protects them.
fn judged(
    readers: &Readers<'_>,
    tables: Vec<Table>,
    rule: &Rule,
) -> Result<Option<Vec<Table>>, WebError> {
    match release_to(readers, tables, rule) {
        Ok(released) => Ok(Some(released.into_tables())),
        Err(Refusal::Unprotected { .. }) => Ok(None),
        Err(fault) => Err(WebError::fault(fault)),
    }
}

/// A table with the numbers that are shown in the answers for its months. What all of them had to give up is said.
fn shown_in(
    table: &Table,
    at: usize,
    answers: &[(Vec<String>, Vec<Table>)],
    rule: &Rule,
) -> Result<Table, WebError> {
    let time = table.dimension(TIME).map(|(time, _)| time);
    let answer = |position: usize| {
        let time = time?;
        let month = &table.dimensions()[time].members[table.members_at(position)[time]].code;
        let mut answers = answers.iter();
        let (_, released) = answers.find(|(months, _)| months.contains(month))?;
        let members = same_place(table, &released[at], position)?;
        Some((&released[at], members))
    };
    let width = table.measures().len();
    let mut cells = Vec::with_capacity(table.cells().len());
    for (position, numbers) in table.cells().chunks(width).enumerate() {
        let answer = answer(position);
        for (measure, cell) in numbers.iter().enumerate() {
            cells.push(match (cell, &answer) {
                (Cell::Known(_), Some((released, members))) => {
                    released.cell(members, measure).clone()
                }
                (Cell::Known(_), None) => Cell::Hidden,
                (cell, _) => cell.clone(),
            });
        }
    }
    let given_up = answers
        .iter()
        .map(|(_, tables)| match &tables[at].head().disclosure {
            Disclosure::Released { coarsened, .. } => coarsened.clone(),
            Disclosure::Inside => Vec::new(),
        });
    let given_up = given_up.reduce(|all, more| {
        let both = all.into_iter().filter(|note| more.contains(note));
        both.collect()
    });
    let head = Head {
        disclosure: Disclosure::Released {
            threshold: rule.threshold,
            zeros: rule.zeros,
            coarsened: given_up.unwrap_or_default(),
        },
        ..table.head().clone()
    };
    with_cells(table, head, cells)
}

pub(super) fn with_cells(table: &Table, head: Head, cells: Vec<Cell>) -> Result<Table, WebError> {
    Table::new(
        head,
        table.dimensions().to_vec(),
        table.measures().to_vec(),
        cells,
    )
    .map_err(WebError::fault)
}

/// The first table, with what is hidden in the second hidden too. A member that the second had to give up is hidden whole.
pub(super) fn hidden_in_either(table: &Table, other: &Table) -> Result<Table, WebError> {
    let width = table.measures().len();
    let cells = table.cells().iter().enumerate().map(|(index, cell)| {
        let hidden = match same_place(table, other, index / width) {
            Some(members) => *other.cell(&members, index % width) == Cell::Hidden,
            None => true,
        };
        match cell {
            Cell::Known(_) if hidden => Cell::Hidden,
            cell => cell.clone(),
        }
    });
    with_cells(table, table.head().clone(), cells.collect())
}

/// Where another table has what stands at a position of the first.
pub(super) fn same_place(table: &Table, other: &Table, position: usize) -> Option<Vec<usize>> {
    let members = table.members_at(position);
    other
        .dimensions()
        .iter()
        .map(|dimension| {
            let (at, same) = table.dimension(&dimension.id)?;
            dimension.position(&same.members[members[at]].code)
        })
        .collect::<Option<Vec<usize>>>()
        .filter(|_| other.dimensions().len() == table.dimensions().len())
}

/// Some periods of a table.
pub(super) fn of_months(
    table: &Table,
    codes: &[String],
    head: Head,
    measures: Vec<Measure>,
) -> Result<Table, WebError> {
    let kept = |dimension: &Dimension| -> Vec<usize> {
        let members = dimension.members.iter().enumerate();
        members
            .filter(|(_, member)| dimension.id != TIME || codes.contains(&member.code))
            .map(|(at, _)| at)
            .collect()
    };
    let places: Vec<Vec<usize>> = table.dimensions().iter().map(kept).collect();
    let dimensions = table.dimensions().iter().zip(&places);
    let dimensions = dimensions.map(|(dimension, places)| Dimension {
        members: if dimension.id == TIME {
            places
                .iter()
                .map(|at| dimension.members[*at].clone())
                .collect()
        } else {
            dimension.members.clone()
        },
        ..dimension.clone()
    });
    Table::build(head, dimensions.collect(), measures, |members, measure| {
        let members: Vec<usize> = members
            .iter()
            .zip(&places)
            .map(|(at, places)| places[*at])
            .collect();
        table.cell(&members, measure).clone()
    })
    .map_err(WebError::fault)
}
