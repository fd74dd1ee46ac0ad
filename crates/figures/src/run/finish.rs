//! From tallies to answers.

use crate::cube::{Cube, CubeRow};

use super::error::RunError;
use super::tally::{Tally, TallyPlan};

impl Tally {
    /// Adds what another run of the same plan has counted; both are complete.
    pub(crate) fn merge(&mut self, plan: &TallyPlan, other: &Tally) -> Result<(), RunError> {
        let places = self.cells.adopt(&other.cells)?;
        let moves = plan.breakdown.moves();
        for (from, place) in places.iter().enumerate() {
            for moving in 0..moves {
                let (place, from) = (*place as usize * moves + moving, from * moves + moving);
                if from < other.table.cells() {
                    self.table.add_cell(place, &other.table, from)?;
                }
            }
        }
        self.bound = self.bound.saturating_add(other.bound);
        self.unknown_persons += other.unknown_persons;
        Ok(())
    }

    /// The first measure in the first period of the cell with these members; all is complete.
    pub(crate) fn number(&self, plan: &TallyPlan, members: &[i32]) -> i64 {
        let sizes: Vec<&[i64]> = plan.axes.iter().map(|axis| axis.sizes.as_slice()).collect();
        let mut cells = 0..self
            .table
            .cells()
            .min(self.cells.len() * plan.breakdown.moves());
        let cell = cells.find(|&cell| plan.breakdown.describe(&self.cells, cell) == members);
        let number = cell.map(|cell| {
            let numbers = self.table.result(cell, 0, &sizes);
            numbers.first().copied().unwrap_or_default()
        });
        number.unwrap_or_default()
    }

    /// The cube; `None` if a sum might not have fitted. All is complete.
    pub(crate) fn finish(&self, plan: &TallyPlan) -> Option<Cube> {
        if self.bound > i64::MAX.cast_unsigned().into() {
            return None;
        }
        let sizes: Vec<&[i64]> = plan.axes.iter().map(|axis| axis.sizes.as_slice()).collect();
        let cells = self
            .table
            .cells()
            .min(self.cells.len() * plan.breakdown.moves());
        let mut cells: Vec<CellResult> = (0..cells)
            .map(|cell| CellResult {
                members: plan.breakdown.describe(&self.cells, cell),
                measures: (0..plan.lanes.len())
                    .map(|lane| self.table.result(cell, lane, &sizes))
                    .collect(),
            })
            .collect();
        // Once the cells are in order, the rows come in theirs.
        cells.sort_unstable_by(|one, other| one.members.cmp(&other.members));
        let mut rows = Vec::new();
        for (period, is_unknown) in plan.unknown_periods.iter().enumerate() {
            let known = cells.iter().filter(|_| !is_unknown);
            let some = known.filter(|cell| cell.measures.iter().any(|one| one[period] != 0));
            rows.extend(some.map(|cell| CubeRow {
                period: place(period),
                members: cell.members.as_slice().into(),
                numbers: cell.measures.iter().map(|one| one[period]).collect(),
            }));
        }
        let unknown = plan.unknown_periods.iter().enumerate();
        Some(Cube {
            measures: plan.lanes.len(),
            rows,
            unknown_periods: unknown
                .filter(|(_, is_unknown)| **is_unknown)
                .map(|(period, _)| place(period))
                .collect(),
            persons_with_unknown_days: self.unknown_persons,
        })
    }
}

/// A cell's numbers, by measure and period.
struct CellResult {
    members: Vec<i32>,
    measures: Vec<Vec<i64>>,
}

fn place(period: usize) -> u32 {
    u32::try_from(period).expect("an axis has fewer periods than 2¹⁶")
}
