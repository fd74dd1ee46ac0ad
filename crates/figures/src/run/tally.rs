//! Tallies: what an indicator counts, and its sums so far in one run.

use crate::measure::axis::Axis;
use crate::measure::blocks::{Blocks, Waiting};
use crate::measure::breakdown::{Breakdown, Keys};
use crate::measure::cells::Cells;
use crate::measure::events::{Counts, Event, Root};
use crate::measure::moving::{Moment, Step};
use crate::measure::periodic::{Sink, Stamps, View};
use crate::measure::pieces::{Cut, Pieces, Weighing, clipped};
use crate::measure::table::{Lane, Table, TooManyCells};
use crate::plan::{Buffers, NodeId};
use crate::sets::{Days, Set, Tile};

use super::doubts::{Greatest, note_holes, note_weights};
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
    stamps: Vec<Stamps>,
    /// Per part the pieces that wait.
    blocks: Vec<Blocks>,
    /// Persons of the tiles so far.
    persons: u32,
    work: Work,
}

/// Memory that is used again for each tile.
#[derive(Debug, Clone, Default)]
struct Work {
    keys: Keys,
    cell: Vec<u32>,
    pieces: Pieces,
    of_event: Pieces,
    steps: Vec<Step>,
    events: Vec<Event>,
    unknown: Vec<usize>,
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
            if told {
                let (cells, found) = (&mut self.cells, &mut work.cell);
                work.keys
                    .of_intervals(&plan.breakdown, cells, tile, set, found)?;
            }
            let is_quick = |one: &&Periodic| told && is_weighed_by_rows(plan, set, one.sort);
            let all_quick = part.periodic.iter().all(|one| is_quick(&one));
            if !rows_have_keys && (!all_quick || (!told && !part.counts.is_empty())) {
                work.keys.of_rows(&plan.breakdown, &mut self.cells, tile)?;
                rows_have_keys = true;
            }
            let greatest: Vec<Greatest> = (part.periodic.iter())
                .map(|one| note_weights(plan, tile, set, one, &mut work.unknown))
                .collect();
            for greatest in &greatest {
                self.bound = self.bound.saturating_add(greatest.sum);
            }
            let tasks = part.periodic.iter().zip(&greatest);
            let quick = tasks.clone().filter(|(one, _)| is_quick(one));
            let may_wait = all_quick.then_some(at);
            self.add_quickly(plan, tile, (set, may_wait), quick, work)?;
            for (one, greatest) in tasks.filter(|(one, _)| !is_quick(one)) {
                self.add_pieces(plan, tile, sets, (part, one, greatest), work)?;
            }
            if !part.counts.is_empty() {
                self.add_events(plan, tile, sets, (part, told), work)?;
            }
        }
        Ok(())
    }

    fn make_room(&mut self, plan: &TallyPlan, change: u64) -> Result<(), TooManyCells> {
        let cells = self.cells.len() * plan.breakdown.moves();
        self.table.make_room(cells, change)
    }

    /// Counts a set whose intervals have one cell each, or lets them wait.
    fn add_quickly<'p>(
        &mut self,
        plan: &TallyPlan,
        tile: &Tile<'_>,
        (set, may_wait): (&Set, Option<usize>),
        tasks: impl Iterator<Item = (&'p Periodic, &'p Greatest)> + Clone,
        work: &Work,
    ) -> Result<(), RunError> {
        let view = View {
            first: 0,
            offsets: &set.offsets,
            start: &set.start,
            end: &set.end,
            cell: &work.cell,
        };
        let rows = set.rows.as_ref().map_or(&[][..], |rows| &rows.row);
        let weights = |sort: Sort| match sort {
            Sort::Weighted(Some(at)) => {
                let weighing = &plan.weighings[at];
                let track = tile.histories.track(weighing.of.track);
                &track.columns[usize::from(weighing.column.0)][..]
            }
            _ => &[],
        };
        if let Some(part) = may_wait
            && let Some(weighing) = waits_for(tasks.clone().map(|(one, _)| one.sort))
        {
            let cells = self.cells.len() * plan.breakdown.moves();
            let bytes = self.table.bytes_of_a_cell();
            if Blocks::are_worth_it(cells, bytes) {
                let blocks = &mut self.blocks[part];
                blocks.open(cells, bytes);
                let heaviest = tasks.map(|(_, greatest)| greatest.weight).max();
                blocks.heaviest = blocks.heaviest.max(heaviest.unwrap_or_default());
                let values = weights(Sort::Weighted(weighing));
                let pieces = view.numbered(self.persons).zip(view.range());
                blocks.extend(
                    pieces.map(|((person, (start, end, cell)), interval)| Waiting {
                        cell,
                        start,
                        end,
                        weight: match weighing {
                            Some(_) => values[rows[interval] as usize],
                            None => 1,
                        },
                        person,
                    }),
                );
                if blocks.are_full(cells, bytes) {
                    self.count_waiting(plan, part)?;
                }
                return Ok(());
            }
        }
        let changes = tasks
            .clone()
            .map(|(one, greatest)| change(plan, view, tile, (one, greatest)));
        self.make_room(plan, changes.max().unwrap_or_default())?;
        for chunk in view.chunks() {
            for (one, _) in tasks.clone() {
                match one.sort {
                    Sort::Weighted(Some(_)) => {
                        let values = weights(one.sort);
                        self.count(plan, tile, chunk, one, |at| values[rows[at] as usize]);
                    }
                    _ => self.count(plan, tile, chunk, one, |_| 1),
                }
            }
        }
        Ok(())
    }

    /// Counts the pieces that wait.
    fn count_waiting(&mut self, plan: &TallyPlan, part: usize) -> Result<(), TooManyCells> {
        let mut blocks = std::mem::take(&mut self.blocks[part]);
        let change = (blocks.fullest() as u64).saturating_mul(2 * blocks.heaviest.max(1));
        self.make_room(plan, change)?;
        blocks.drain(|pieces| {
            for one in &plan.parts[part].periodic {
                let mut sink = sink(&mut self.table, plan, one);
                let all = pieces.iter();
                let piece = |one: &Waiting| (one.start, one.end, one.cell);
                match one.sort {
                    Sort::Stock => sink.stock(all.map(piece)),
                    Sort::Touched(stamps) => {
                        let pieces = all.map(|one| (one.person, piece(one)));
                        sink.touched(pieces, &mut self.stamps[stamps]);
                    }
                    Sort::Weighted(None) => sink.weighted(all.map(|one| (piece(one), 1))),
                    Sort::Weighted(Some(_)) => {
                        sink.weighted(all.map(|one| (piece(one), one.weight)));
                    }
                    Sort::OfStock(_) => {}
                }
            }
        });
        self.blocks[part] = blocks;
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

    fn count(
        &mut self,
        plan: &TallyPlan,
        tile: &Tile<'_>,
        view: View<'_>,
        one: &Periodic,
        weight: impl Fn(usize) -> i32,
    ) {
        let mut sink = sink(&mut self.table, plan, one);
        match one.sort {
            Sort::Stock => sink.stock(view.pieces()),
            Sort::Touched(stamps) => {
                sink.touched(view.numbered(self.persons), &mut self.stamps[stamps]);
            }
            Sort::Weighted(_) => {
                let weights = view.range().map(weight);
                sink.weighted(view.pieces().zip(weights));
            }
            Sort::OfStock(weighing) => {
                let weighing = weighing.map(|at| &plan.weighings[at]);
                sink.of_stock(view, tile, weighing, one.sampled);
            }
        }
    }

    /// Counts a set that has to be cut into pieces first.
    fn add_pieces(
        &mut self,
        plan: &TallyPlan,
        tile: &Tile<'_>,
        sets: &Buffers,
        (part, one, greatest): (&Part, &Periodic, &Greatest),
        work: &mut Work,
    ) -> Result<(), RunError> {
        let set = sets.set(part.population.at);
        let axis = &plan.axes[0];
        let moment = match one.sort {
            Sort::Stock | Sort::OfStock(_) => Moment::Sample(axis),
            Sort::Touched(_) | Sort::Weighted(_) => Moment::Whole(axis),
        };
        let weighing = match one.sort {
            Sort::Weighted(Some(at)) => Some(&plan.weighings[at]),
            _ => None,
        };
        let cut = Cut {
            breakdown: &plan.breakdown,
            tile,
            keys: &work.keys,
            weighing,
        };
        work.pieces.clear();
        for person in 0..set.persons() {
            if set.of(person).is_empty() {
                work.pieces.skip_person();
                continue;
            }
            let moving = &plan.breakdown.moving;
            moving.steps(tile, sets, person, (plan.seen, moment), &mut work.steps);
            let days = clipped(set, person, plan.seen);
            (work.pieces).add_person(&cut, &mut self.cells, days, person, &work.steps);
        }
        let pieces = &work.pieces;
        let view = View {
            first: 0,
            offsets: &pieces.offsets,
            start: &pieces.start,
            end: &pieces.end,
            cell: &pieces.cell,
        };
        self.make_room(plan, change(plan, view, tile, (one, greatest)))?;
        self.count(plan, tile, view, one, |piece| pieces.weight[piece]);
        Ok(())
    }

    fn add_events(
        &mut self,
        plan: &TallyPlan,
        tile: &Tile<'_>,
        sets: &Buffers,
        (part, told): (&Part, bool),
        work: &mut Work,
    ) -> Result<(), RunError> {
        let mut walk = part.counts.walk(sets, part.population, plan.seen);
        let axis = &plan.axes[0];
        if told {
            self.make_room(plan, 0)?;
            let (table, cell) = (&mut self.table, &work.cell);
            for person in 0..tile.persons() {
                let unknown = walk.find(person, |event| {
                    let slot = table.place(event.lane).main;
                    let period = axis.at(event.day).period();
                    table.add(cell[event.interval], period, slot, event.number);
                });
                if unknown {
                    work.unknown.push(person);
                }
            }
            return Ok(());
        }
        let cut = Cut {
            breakdown: &plan.breakdown,
            tile,
            keys: &work.keys,
            weighing: None,
        };
        for person in 0..tile.persons() {
            work.events.clear();
            if walk.find(person, |event| work.events.push(event)) {
                work.unknown.push(person);
            }
            if work.events.is_empty() {
                continue;
            }
            let moving = &plan.breakdown.moving;
            let moment = (plan.seen, Moment::Day);
            moving.steps(tile, sets, person, moment, &mut work.steps);
            for event in &work.events {
                let day = std::iter::once((event.day, event.day + 1));
                work.of_event.clear();
                (work.of_event).add_person(&cut, &mut self.cells, day, person, &work.steps);
                self.make_room(plan, 0)?;
                let slot = self.table.place(event.lane).main;
                let period = axis.at(event.day).period();
                for &cell in &work.of_event.cell {
                    self.table.add(cell, period, slot, event.number);
                }
            }
        }
        Ok(())
    }
}

/// The weighing of pieces that can wait: those of measures that need nothing but the piece, weighed by one column at most.
#[expect(
    clippy::option_option,
    reason = "the outer one says whether, the inner one by what"
)]
fn waits_for(sorts: impl Iterator<Item = Sort>) -> Option<Option<usize>> {
    let mut by = None;
    for sort in sorts {
        match sort {
            Sort::Stock | Sort::Touched(_) | Sort::Weighted(None) => {}
            Sort::Weighted(at) if by.is_none() || by == at => by = at,
            Sort::Weighted(_) | Sort::OfStock(_) => return None,
        }
    }
    Some(by)
}

fn sink<'a>(table: &'a mut Table, plan: &'a TallyPlan, one: &Periodic) -> Sink<'a> {
    let place = table.place(one.lane);
    Sink {
        table,
        place,
        axis: &plan.axes[one.axis],
        clip: one.clip,
    }
}

/// Whether the weight of an interval is told by the row that it lies in.
fn is_weighed_by_rows(plan: &TallyPlan, set: &Set, sort: Sort) -> bool {
    let Sort::Weighted(Some(at)) = sort else {
        return true;
    };
    let of = &plan.weighings[at].of;
    let track = set.rows.as_ref().map(|rows| rows.track);
    of.tests.is_empty() && track == Some(of.track)
}

/// How much pieces can change a difference between periods: by their weights at both ends.
fn change(
    plan: &TallyPlan,
    view: View<'_>,
    tile: &Tile<'_>,
    (one, greatest): (&Periodic, &Greatest),
) -> u64 {
    let adds = match one.sort {
        Sort::OfStock(Some(at)) => {
            let track = plan.weighings[at].of.track;
            let persons = view.offsets.windows(2).enumerate();
            let adds = persons.map(|(person, ends)| {
                u64::from(ends[1] - ends[0]) * tile.rows_of(track, person).len() as u64
            });
            adds.sum()
        }
        _ => view.start.len() as u64,
    };
    adds.saturating_mul(2).saturating_mul(greatest.weight)
}
