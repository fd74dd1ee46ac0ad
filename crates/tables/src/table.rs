//! The typed table: measures over dimensions, and the cells.

use std::collections::BTreeSet;

use serde::{Deserialize, Serialize};

use crate::cell::{Cell, Quantity};
use crate::dimension::Dimension;
use crate::head::Head;
use crate::number::{Decimal, NumberFault};
use crate::text::Text;

/// How the parts of a member relate to the member, for one measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Parts {
    /// The parts add up to it.
    Exact,
    /// The parts cover it but may overlap: persons who got two benefits in a month count once in the total.
    Overlapping,
    /// The parts lie within it and may leave something out.
    Within,
}

/// What is counted or measured.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Measure {
    /// The name by which linked tables recognise the same figure of the same population; also its code in files.
    pub id: String,
    /// What readers call it.
    pub label: Text,
    /// What one of its numbers is.
    pub unit: Text,
    /// What kind of number it is.
    pub kind: MeasureKind,
    /// How many decimals are shown.
    pub places: u8,
    /// Over which dimensions parts relate to their parent, and how. A dimension not named here has unrelated members,
    /// as the months of a stock have.
    pub parts: Vec<(String, Parts)>,
    /// For a ratio of persons: which counts it is made of, where those are published too. Disclosure control then knows
    /// that they are the same numbers.
    pub share_of: Option<ShareOf>,
}

/// The counts a ratio is made of, by the names of their measures.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct ShareOf {
    /// The persons in the part.
    pub part: String,
    /// The persons in the whole.
    pub whole: String,
}

/// The kind of a measure.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum MeasureKind {
    /// Persons ([`Quantity::Count`]).
    Count,
    /// An amount over a denominator ([`Quantity::Amount`]).
    Amount,
    /// A share, shown in per cent ([`Quantity::Ratio`]).
    Ratio,
}

/// A table with everything that belongs to it. Cells are row-major; measures vary fastest.
///
/// It can be kept as serde writes it; what is read back is checked as [`Table::new`] checks.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(try_from = "Pieces")]
pub struct Table {
    head: Head,
    dimensions: Vec<Dimension>,
    measures: Vec<Measure>,
    cells: Vec<Cell>,
}

/// What a kept table is read from.
#[derive(Deserialize)]
struct Pieces {
    head: Head,
    dimensions: Vec<Dimension>,
    measures: Vec<Measure>,
    cells: Vec<Cell>,
}

impl TryFrom<Pieces> for Table {
    type Error = TableFault;

    fn try_from(pieces: Pieces) -> Result<Table, TableFault> {
        Table::new(
            pieces.head,
            pieces.dimensions,
            pieces.measures,
            pieces.cells,
        )
    }
}

/// Why dimensions, measures and cells do not make a table.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TableFault {
    /// Two dimensions or measures, or two members of a dimension, share a name.
    #[error("»{0}« occurs twice")]
    Twice(String),
    /// Nothing to show.
    #[error("»{0}« has no members")]
    Empty(String),
    /// The number of cells does not fit.
    #[error("the table has {found} cells where its dimensions make {expected}")]
    Cells {
        /// What the dimensions and measures make.
        expected: usize,
        /// How many there were.
        found: usize,
    },
    /// A member whose parent does not exist, or which is its own ancestor.
    #[error("member »{code}« of »{dimension}« has no proper parent")]
    Parent {
        /// The dimension.
        dimension: String,
        /// The code of the member.
        code: String,
    },
    /// A measure relates parts over a dimension that the table does not have.
    #[error(
        "measure »{measure}« speaks of the parts of »{dimension}«, which the table does not have"
    )]
    Parts {
        /// The measure.
        measure: String,
        /// The unknown dimension.
        dimension: String,
    },
    /// A quantity of another kind than the measure, or with a denominator that is not positive.
    #[error("the cell {place} does not hold what its measure says")]
    Quantity {
        /// Codes of the cell's members and its measure.
        place: String,
    },
}

/// The name files give to the dimension that holds the measures; no dimension or measure may take it.
pub(crate) const RESERVED: &str = "measure";

impl Measure {
    /// How the parts of a dimension's members relate to them, if they do.
    pub fn parts_over(&self, dimension: &str) -> Option<Parts> {
        self.parts
            .iter()
            .find(|(id, _)| id == dimension)
            .map(|(_, parts)| *parts)
    }

    /// A quantity as this measure shows it.
    pub fn rounded(&self, quantity: &Quantity) -> Result<Decimal, NumberFault> {
        quantity.rounded(self.places)
    }
}

pub(crate) fn all_different<'a>(names: impl Iterator<Item = &'a String>) -> Result<(), TableFault> {
    let mut seen = BTreeSet::new();
    for name in names {
        if !seen.insert(name) {
            return Err(TableFault::Twice(name.clone()));
        }
    }
    Ok(())
}

impl Table {
    /// Puts a table together and checks that its pieces fit.
    pub fn new(
        head: Head,
        dimensions: Vec<Dimension>,
        measures: Vec<Measure>,
        cells: Vec<Cell>,
    ) -> Result<Table, TableFault> {
        let reserved = RESERVED.to_owned();
        all_different(
            dimensions
                .iter()
                .map(|dimension| &dimension.id)
                .chain(measures.iter().map(|measure| &measure.id))
                .chain([&reserved]),
        )?;
        if measures.is_empty() {
            return Err(TableFault::Empty("measures".to_owned()));
        }
        for dimension in &dimensions {
            dimension.check()?;
        }
        for measure in &measures {
            if let Some((dimension, _)) = measure
                .parts
                .iter()
                .find(|(id, _)| dimensions.iter().all(|dimension| dimension.id != *id))
            {
                return Err(TableFault::Parts {
                    measure: measure.id.clone(),
                    dimension: dimension.clone(),
                });
            }
        }
        let table = Table {
            head,
            dimensions,
            measures,
            cells,
        };
        let expected = table.positions() * table.measures.len();
        if table.cells.len() != expected {
            return Err(TableFault::Cells {
                expected,
                found: table.cells.len(),
            });
        }
        table.check_quantities()?;
        Ok(table)
    }

    /// Puts a table together by asking for each cell: `cell(member of each dimension, measure)`.
    pub fn build(
        head: Head,
        dimensions: Vec<Dimension>,
        measures: Vec<Measure>,
        mut cell: impl FnMut(&[usize], usize) -> Cell,
    ) -> Result<Table, TableFault> {
        let sizes: Vec<usize> = dimensions.iter().map(|it| it.members.len()).collect();
        let positions: usize = sizes.iter().product();
        let mut cells = Vec::with_capacity(positions * measures.len());
        for position in 0..positions {
            let members = unfold(&sizes, position);
            cells.extend((0..measures.len()).map(|measure| cell(&members, measure)));
        }
        Table::new(head, dimensions, measures, cells)
    }

    fn check_quantities(&self) -> Result<(), TableFault> {
        for (index, cell) in self.cells.iter().enumerate() {
            let Some(quantity) = cell.quantity() else {
                continue;
            };
            let fits = match (self.measures[index % self.measures.len()].kind, quantity) {
                (MeasureKind::Count, Quantity::Count(_)) => true,
                (MeasureKind::Amount, Quantity::Amount { per, .. }) => *per > 0,
                (MeasureKind::Ratio, Quantity::Ratio { denominator, .. }) => *denominator > 0,
                _ => false,
            };
            if !fits {
                return Err(TableFault::Quantity {
                    place: self.place(index),
                });
            }
        }
        Ok(())
    }

    /// Names a cell by the codes of its members and its measure, for messages.
    pub fn place(&self, index: usize) -> String {
        let members = self.members_at(index / self.measures.len());
        let mut words: Vec<&str> = members
            .iter()
            .zip(&self.dimensions)
            .map(|(&member, dimension)| dimension.members[member].code.as_str())
            .collect();
        words.push(&self.measures[index % self.measures.len()].id);
        words.join(" / ")
    }

    /// What stands beside the numbers.
    pub fn head(&self) -> &Head {
        &self.head
    }

    /// The dimensions, outermost first.
    pub fn dimensions(&self) -> &[Dimension] {
        &self.dimensions
    }

    /// The position and the dimension with a name.
    pub fn dimension(&self, id: &str) -> Option<(usize, &Dimension)> {
        self.dimensions
            .iter()
            .enumerate()
            .find(|(_, dimension)| dimension.id == id)
    }

    /// The measures.
    pub fn measures(&self) -> &[Measure] {
        &self.measures
    }

    /// All cells, row-major, measures varying fastest.
    pub fn cells(&self) -> &[Cell] {
        &self.cells
    }

    /// How many combinations of members there are.
    pub fn positions(&self) -> usize {
        self.dimensions.iter().map(|it| it.members.len()).product()
    }

    /// The members of the combination with that number.
    pub fn members_at(&self, position: usize) -> Vec<usize> {
        let sizes: Vec<usize> = self.dimensions.iter().map(|it| it.members.len()).collect();
        unfold(&sizes, position)
    }

    /// The number of a combination of members.
    pub fn position(&self, members: &[usize]) -> usize {
        members
            .iter()
            .zip(&self.dimensions)
            .fold(0, |position, (&member, dimension)| {
                position * dimension.members.len() + member
            })
    }

    /// The cell of a combination of members.
    ///
    /// # Panics
    /// If a member or measure does not exist.
    pub fn cell(&self, members: &[usize], measure: usize) -> &Cell {
        &self.cells[self.position(members) * self.measures.len() + measure]
    }

    /// The same table under another head.
    #[must_use]
    pub fn with_head(mut self, head: Head) -> Table {
        self.head = head;
        self
    }

    pub(crate) fn hide(&mut self, position: usize) {
        let width = self.measures.len();
        for cell in &mut self.cells[position * width..(position + 1) * width] {
            if matches!(cell, Cell::Known(_)) {
                *cell = Cell::Hidden;
            }
        }
    }

    pub(crate) fn head_mut(&mut self) -> &mut Head {
        &mut self.head
    }
}

fn unfold(sizes: &[usize], mut position: usize) -> Vec<usize> {
    let mut members = vec![0; sizes.len()];
    for (member, size) in members.iter_mut().zip(sizes).rev() {
        *member = position % size;
        position /= size;
    }
    members
}
