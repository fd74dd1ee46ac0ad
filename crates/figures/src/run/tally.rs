//! Tallies: what an indicator counts, and its sums so far in one run.

use crate::measure::axis::Axis;
use crate::measure::blocks::Blocks;
use crate::measure::breakdown::{Breakdown, Keys};
use crate::measure::cells::Cells;
use crate::measure::events::{Counts, Events};
use crate::measure::moving::Steps;
use crate::measure::next::Root;
use crate::measure::periodic::Stamps;
use crate::measure::pieces::{Pieces, Weighing};
use crate::measure::table::{Lane, Table, TooManyCells};
use crate::plan::{Buffers, NodeId};
use crate::sets::{Days, Tile};

use super::count::{Task, is_weighed_by_rows};
use super::doubts::{note_holes, note_weights};
use super::error::RunError;

/// How an indicator is counted.
#[derive(Debug, Clone)]
pub(crate) struct TallyPlan {
    pub(crate) breakdown: Breakdown,
    /// The axis of calendar days, and after it that of working days where a measure needs it.
    pub(crate) axes: Vec<Axis>,
    pub(crate) parts: Vec<Part>,
    /// Per measure its lane in the table.
    pub(crate) lanes: Vec<Lane>,
    pub(crate) table: Table,
    /// The spells that weigh days in some measure.
    pub(crate) weighings: Vec<Weighing>,
    /// The sets in which a missing value leaves something unknown.
    pub(crate) watched: Vec<Watched>,
    /// The days of the periods.
    pub(crate) seen: Days,
    pub(crate) unknown_periods: Vec<bool>,
}

/// What is counted of one population.
#[derive(Debug, Clone)]
pub(crate) struct Part {
    pub(crate) population: Root,
    pub(crate) periodic: Vec<Periodic>,
    pub(crate) counts: Counts,
}

/// A set in which a missing value leaves something unknown, on days of the periods.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Watched {
    pub(crate) at: NodeId,
    pub(crate) days: Days,
    /// Only the sample days matter.
    pub(crate) only_samples: bool,
}

/// A measure of periods.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Periodic {
    pub(crate) lane: usize,
    pub(crate) axis: usize,
    /// The days that may be counted.
    pub(crate) clip: Days,
    /// The sample days that may be looked at.
    pub(crate) sampled: Days,
    pub(crate) sort: Sort,
}

/// What a measure of periods counts. The weighing's place is in the plan; without one each day weighs one.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Sort {
    Stock,
    /// With the place of its stamps.
    Touched(usize),
    Weighted(Option<usize>),
    OfStock(Option<usize>),
}

/// The sums of an indicator so far.
#[derive(Debug, Clone)]
pub(crate) struct Tally {
    pub(crate) cells: Cells,
    pub(crate) table: Table,
    /// No sum can be greater than this.
    pub(crate) bound: u128,
    pub(crate) unknown_persons: u64,
    pub(super) stamps: Vec<Stamps>,
    /// Per part the pieces that wait.
    pub(super) blocks: Vec<Blocks>,
    /// Persons of the tiles so far.
    pub(super) persons: u32,
    pub(super) work: Work,
}

/// Memory that is used again for each tile.
#[derive(Debug, Clone, Default)]
pub(super) struct Work {
    pub(super) keys: Keys,
    pub(super) cell: Vec<u32>,
    pub(super) pieces: Pieces,
    pub(super) of_events: Pieces,
    pub(super) steps: Steps,
    pub(super) events: Events,
    pub(super) unknown: Vec<usize>,
}

impl Tally {
    pub(crate) fn new(plan: &TallyPlan) -> Result<Tally, RunError> {
        let stamps = plan.lanes.len();
        Ok(Tally {
            cells: plan.breakdown.cells()?,
            table: plan.table.clone(),
            bound: 0,
            unknown_persons: 0,
            stamps: vec![Stamps::default(); stamps],
            blocks: vec![Blocks::default(); plan.parts.len()],
            persons: 0,
            work: Work::default(),
        })
    }

    /// Counts a tile.
    pub(crate) fn add(
        &mut self,
        plan: &TallyPlan,
        tile: &Tile<'_>,
        sets: &Buffers,
    ) -> Result<(), RunError> {
        let mut work = std::mem::take(&mut self.work);
        work.unknown.clear();
        let done = self.add_parts(plan, tile, sets, &mut work);
        let persons = u32::try_from(tile.persons()).expect("a tile's persons");
        self.persons = self.persons.wrapping_add(persons);
        note_holes(plan, sets, &mut work.unknown);
        work.unknown.sort_unstable();
        work.unknown.dedup();
        self.unknown_persons += work.unknown.len() as u64;
        self.work = work;
        done
    }

    fn add_parts(
        &mut self,
        plan: &TallyPlan,
        tile: &Tile<'_>,
        sets: &Buffers,
        work: &mut Work,
    ) -> Result<(), RunError> {
        let mut rows_have_keys = false;
        for (at, part) in plan.parts.iter().enumerate() {
            let set = sets.set(part.population.at);
            if set.start.is_empty() {
                continue;
            }
            let told = plan.breakdown.is_told_by_rows(set);
            if told && !part.periodic.is_empty() {
                let (cells, found) = (&mut self.cells, &mut work.cell);
                work.keys
                    .of_intervals(&plan.breakdown, cells, tile, set, found)?;
            }
            let tasks = (part.periodic.iter()).map(|one| Task {
                one,
                greatest: note_weights(plan, tile, set, one, &mut work.unknown),
            });
            let (quick, cut): (Vec<Task<'_>>, Vec<Task<'_>>) =
                tasks.partition(|task| told && is_weighed_by_rows(plan, set, task.one.sort));
            for task in quick.iter().chain(&cut) {
                self.bound = self.bound.saturating_add(task.greatest.sum);
            }
            if !rows_have_keys && (!cut.is_empty() || (!told && !part.counts.is_empty())) {
                work.keys.of_rows(&plan.breakdown, &mut self.cells, tile)?;
                rows_have_keys = true;
            }
            let (part_quick, part_cut) = ((at, cut.is_empty()), (at, quick.is_empty()));
            self.add_quickly(plan, (tile, sets), part_quick, &quick, work)?;
            self.add_pieces(plan, (tile, sets), part_cut, &cut, work)?;
            if !part.counts.is_empty() {
                self.add_events(plan, tile, sets, (part, told), work)?;
            }
        }
        Ok(())
    }

    /// Forgets what has been counted.
    pub(crate) fn clear(&mut self) {
        self.table.clear();
        for blocks in &mut self.blocks {
            blocks.drain(|_| ());
        }
        self.bound = 0;
        self.unknown_persons = 0;
    }

    /// Counts all that waits, so that the table is complete.
    pub(crate) fn complete(&mut self, plan: &TallyPlan) -> Result<(), TooManyCells> {
        (0..plan.parts.len()).try_for_each(|part| self.count_waiting(plan, part))
    }
}
