//! A table laid out in rows and columns, ready to be printed by a page or a workbook.

use std::collections::BTreeMap;

use crate::cell::{Cell, CellState};
use crate::notes::{Note, notes};
use crate::number::{Decimal, NumberFault, Rounding, round_to};
use crate::table::{MeasureKind, Table};
use crate::text::Language;

/// Which dimensions go down and which go across, and how numbers are rounded.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Layout {
    /// Dimensions in rows, outermost first.
    pub rows: Vec<String>,
    /// Dimensions in columns, outermost first. Measures stand innermost when there is more than one.
    pub columns: Vec<String>,
    /// How numbers are rounded.
    pub rounding: Rounding,
    /// With [`Rounding::ToSum`]: the dimension whose printed parts add up to their printed parent.
    pub sum_over: Option<String>,
    /// The language.
    pub language: Language,
}

/// A table as rows and columns of text.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TableView {
    /// The title.
    pub title: String,
    /// The names of the row dimensions, above their labels.
    pub stubs: Vec<String>,
    /// Rows of headings, outermost first; the spans of each row add up to the number of columns.
    pub headings: Vec<Vec<HeadingCell>>,
    /// The rows.
    pub rows: Vec<ViewRow>,
    /// What stands under the table.
    pub notes: Vec<Note>,
}

/// A heading over one or several columns.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct HeadingCell {
    /// The text.
    pub text: String,
    /// How many columns it stands over.
    pub span: usize,
}

/// A row: a label for each row dimension, and the cells.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewRow {
    /// The labels.
    pub labels: Vec<String>,
    /// How deep the innermost label lies in its hierarchy: 0 for a total, which may be printed bold.
    pub depth: usize,
    /// The cells.
    pub cells: Vec<ViewCell>,
}

/// A cell as printed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ViewCell {
    /// What stands in it: a number in the way of the language, or a symbol.
    pub text: String,
    /// What it says.
    pub state: CellState,
    /// The number for programs that want one; `None` where a symbol stands.
    pub number: Option<Decimal>,
    /// What a screen reader should say in place of a symbol.
    pub spoken: Option<String>,
}

/// Why a table cannot be laid out.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ViewFault {
    /// A dimension is named twice, not at all, or does not exist.
    #[error("»{0}« must stand once, in rows or in columns")]
    Dimension(String),
    /// A number cannot be rounded.
    #[error(transparent)]
    Number(#[from] NumberFault),
}

impl Layout {
    /// The usual layout: the last dimension across, all others down, each number rounded by itself.
    pub fn usual(table: &Table, language: Language) -> Layout {
        let mut rows: Vec<String> = table.dimensions().iter().map(|it| it.id.clone()).collect();
        let columns = rows.pop().into_iter().collect();
        Layout {
            rows,
            columns,
            rounding: Rounding::HalfAwayFromZero,
            sum_over: None,
            language,
        }
    }
}

impl TableView {
    /// Lays a table out.
    pub fn of(table: &Table, layout: &Layout) -> Result<TableView, ViewFault> {
        let places = |ids: &[String]| -> Result<Vec<usize>, ViewFault> {
            ids.iter()
                .map(|id| {
                    let found = table.dimension(id).map(|(at, _)| at);
                    found.ok_or_else(|| ViewFault::Dimension(id.clone()))
                })
                .collect()
        };
        let (down, across) = (places(&layout.rows)?, places(&layout.columns)?);
        for (at, dimension) in table.dimensions().iter().enumerate() {
            if down
                .iter()
                .chain(&across)
                .filter(|place| **place == at)
                .count()
                != 1
            {
                return Err(ViewFault::Dimension(dimension.id.clone()));
            }
        }
        let rounded = Rounded::of(table, layout)?;
        let language = layout.language;
        let mut rows = Vec::new();
        for members_down in combinations(table, &down) {
            let labels = members_down.iter().zip(&down).map(|(&member, &at)| {
                table.dimensions()[at].members[member]
                    .label
                    .within(language)
                    .to_owned()
            });
            let depth = match (members_down.last(), down.last()) {
                (Some(&member), Some(&at)) => table.dimensions()[at].depth(member),
                _ => 0,
            };
            let mut cells = Vec::new();
            for members_across in combinations(table, &across) {
                let mut members = vec![0; table.dimensions().len()];
                let standing = down
                    .iter()
                    .zip(&members_down)
                    .chain(across.iter().zip(&members_across));
                for (&at, &member) in standing {
                    members[at] = member;
                }
                for measure in 0..table.measures().len() {
                    cells.push(rounded.cell(table, &members, measure, language)?);
                }
            }
            rows.push(ViewRow {
                labels: labels.collect(),
                depth,
                cells,
            });
        }
        Ok(TableView {
            title: table.head().title.within(language).to_owned(),
            stubs: down
                .iter()
                .map(|&at| table.dimensions()[at].label.within(language).to_owned())
                .collect(),
            headings: headings(table, &across, language),
            rows,
            notes: notes(table, language),
        })
    }
}

/// All combinations of the members of some dimensions, the last varying fastest; one empty one for none.
fn combinations(table: &Table, dimensions: &[usize]) -> Vec<Vec<usize>> {
    let mut all = vec![Vec::new()];
    for &at in dimensions {
        let size = table.dimensions()[at].members.len();
        all = all
            .into_iter()
            .flat_map(|before: Vec<usize>| {
                (0..size).map(move |member| [before.as_slice(), &[member]].concat())
            })
            .collect();
    }
    all
}

fn headings(table: &Table, across: &[usize], language: Language) -> Vec<Vec<HeadingCell>> {
    let several = table.measures().len() > 1 || across.is_empty();
    let measures = table.measures().len();
    let mut repeat = 1;
    let mut below: usize = across
        .iter()
        .map(|&at| table.dimensions()[at].members.len())
        .product::<usize>()
        * measures;
    let mut headings = Vec::new();
    for &at in across {
        let members = &table.dimensions()[at].members;
        below /= members.len();
        let row = (0..repeat).flat_map(|_| {
            members.iter().map(|member| HeadingCell {
                text: member.label.within(language).to_owned(),
                span: below,
            })
        });
        headings.push(row.collect());
        repeat *= members.len();
    }
    if several {
        let row = (0..repeat).flat_map(|_| {
            table.measures().iter().map(|measure| HeadingCell {
                text: measure.label.within(language).to_owned(),
                span: 1,
            })
        });
        headings.push(row.collect());
    }
    headings
}

/// Numbers whose rounding depends on others, by their position among the cells.
struct Rounded {
    adjusted: BTreeMap<usize, Decimal>,
}

impl Rounded {
    fn of(table: &Table, layout: &Layout) -> Result<Rounded, ViewFault> {
        let mut rounded = Rounded {
            adjusted: BTreeMap::new(),
        };
        if layout.rounding == Rounding::HalfAwayFromZero {
            return Ok(rounded);
        }
        let id = layout.sum_over.clone().unwrap_or_default();
        let (along, dimension) = table.dimension(&id).ok_or(ViewFault::Dimension(id))?;
        // Parents before their parts, so that a part that is a parent is divided as it was printed.
        let mut parents: Vec<usize> = (0..dimension.members.len()).collect();
        parents.sort_by_key(|&member| dimension.depth(member));
        for position in 0..table.positions() {
            let members = table.members_at(position);
            if members[along] != 0 {
                continue;
            }
            for measure in 0..table.measures().len() {
                for &parent in &parents {
                    rounded.divide_up(table, &members, (along, parent), measure)?;
                }
            }
        }
        Ok(rounded)
    }

    /// Rounds the parts of one parent to sum, if all are known over the same denominator and add up exactly.
    fn divide_up(
        &mut self,
        table: &Table,
        members: &[usize],
        (along, parent): (usize, usize),
        measure: usize,
    ) -> Result<(), ViewFault> {
        let index = |member: usize| {
            let mut members = members.to_vec();
            members[along] = member;
            table.position(&members) * table.measures().len() + measure
        };
        let fraction = |member: usize| {
            table.cells()[index(member)]
                .quantity()
                .map(crate::cell::Quantity::fraction)
        };
        let parts: Vec<usize> = table.dimensions()[along].parts_of(parent).collect();
        let (Some((whole, denominator)), false) = (fraction(parent), parts.is_empty()) else {
            return Ok(());
        };
        let numerators: Option<Vec<i128>> = parts
            .iter()
            .map(|&part| {
                fraction(part)
                    .filter(|it| it.1 == denominator)
                    .map(|it| it.0)
            })
            .collect();
        let Some(numerators) = numerators.filter(|parts| parts.iter().sum::<i128>() == whole)
        else {
            return Ok(());
        };
        let shown = &table.measures()[measure];
        let total = match (
            self.adjusted.get(&index(parent)),
            table.cells()[index(parent)].quantity(),
        ) {
            (Some(total), _) => *total,
            (None, Some(quantity)) => shown.rounded(quantity)?,
            (None, None) => return Ok(()),
        };
        let scale = if shown.kind == MeasureKind::Ratio {
            100
        } else {
            1
        };
        let rounded = round_to(&numerators, denominator, scale, total)?;
        self.adjusted
            .extend(parts.into_iter().map(index).zip(rounded));
        Ok(())
    }

    fn cell(
        &self,
        table: &Table,
        members: &[usize],
        measure: usize,
        language: Language,
    ) -> Result<ViewCell, ViewFault> {
        let cell = table.cell(members, measure);
        let state = cell.state();
        let number = match cell {
            Cell::Known(quantity) => {
                let index = table.position(members) * table.measures().len() + measure;
                Some(match self.adjusted.get(&index) {
                    Some(adjusted) => *adjusted,
                    None => table.measures()[measure].rounded(quantity)?,
                })
            }
            Cell::Hidden | Cell::Unknown { .. } | Cell::NotApplicable => None,
        };
        let text = match number {
            Some(number) => number.written(language),
            None => state
                .symbol()
                .expect("a cell without a number has a symbol")
                .to_owned(),
        };
        Ok(ViewCell {
            text,
            state,
            number,
            spoken: number
                .is_none()
                .then(|| state.meaning().within(language).to_owned()),
        })
    }
}

#[cfg(test)]
mod tests;
