//! Counting the measures of periods: at once, after waiting for the block of cells, or piece by piece.

use crate::measure::blocks::Waiting;
use crate::measure::moving::Moment;
use crate::measure::periodic::{Placed, Sink, Touch, View};
use crate::measure::pieces::{Cut, RowWeights, Weight, clipped};
use crate::measure::table::{Table, TooManyCells};
use crate::measure::whole::Weights;
use crate::plan::{Buffers, NodeId};
use crate::sets::{Days, Set, Tile};

use super::doubts::Greatest;
use super::error::RunError;
use super::tally::{Periodic, Sort, Tally, TallyPlan, Work};

impl Tally {
    pub(super) fn make_room(&mut self, plan: &TallyPlan, change: u64) -> Result<(), TooManyCells> {
        let cells = self.cells.len() * plan.breakdown.moves();
        self.table.make_room(cells, change)
    }

    /// Counts a set whose intervals have one cell each, or lets them wait.
    pub(super) fn add_quickly(
        &mut self,
        plan: &TallyPlan,
        (tile, sets): (&Tile<'_>, &Buffers),
        (part, may_wait): (usize, bool),
        tasks: &[Task<'_>],
        work: &Work,
    ) -> Result<(), RunError> {
        let population = plan.parts[part].population.at;
        let set = sets.set(population);
        let view = View {
            first: 0,
            offsets: &set.offsets,
            start: &set.start,
            end: &set.end,
            cell: &work.cell,
        };
        let rows = set.rows.as_ref().map_or(&[][..], |rows| &rows.row);
        for group in groups(plan, set, tasks) {
            let counted = Counted {
                tile,
                sets,
                view,
                tasks: &group.tasks,
                may_wait: (may_wait && group.tasks.len() == tasks.len()).then_some(part),
            };
            match group.weighing {
                Some(at) => {
                    let weights = row_weights(plan, tile, (population, at));
                    self.add_view(plan, &counted, |piece| weights.of(rows[piece]))?;
                }
                None => self.add_view(plan, &counted, |_| 1)?,
            }
        }
        Ok(())
    }

    /// Counts pieces by measures that may be counted together, or lets them wait; `weight` tells what a day of a piece weighs.
    fn add_view(
        &mut self,
        plan: &TallyPlan,
        counted: &Counted<'_>,
        weight: impl Fn(usize) -> i32,
    ) -> Result<(), RunError> {
        let &Counted {
            tile, sets, view, ..
        } = counted;
        let tasks = counted.tasks.iter();
        if let Some(part) = counted.may_wait
            && let Some(waits) = Waits::new(tasks.clone().map(|task| task.one))
        {
            let heaviest = tasks.map(|task| task.greatest.weight).max();
            let blocks = &mut self.blocks[part];
            blocks.heaviest = blocks.heaviest.max(heaviest.unwrap_or_default());
            self.wait(plan, view, (part, &waits), weight);
            let cells = self.cells.len() * plan.breakdown.moves();
            if self.blocks[part].are_full(cells, self.table.bytes_of_a_cell()) {
                self.count_waiting(plan, part)?;
            }
            return Ok(());
        }
        let changes = tasks.clone().map(|task| change(plan, view, tile, task));
        self.make_room(plan, changes.max().unwrap_or_default())?;
        for chunk in view.chunks() {
            for task in tasks.clone() {
                match task.one.sort {
                    Sort::Weighted(Some(_)) => {
                        self.count(plan, (tile, sets), chunk, task.one, &weight);
                    }
                    _ => self.count(plan, (tile, sets), chunk, task.one, |_| 1),
                }
            }
        }
        Ok(())
    }

    /// Lets pieces wait.
    fn wait(
        &mut self,
        plan: &TallyPlan,
        view: View<'_>,
        (part, waits): (usize, &Waits),
        weight: impl Fn(usize) -> i32,
    ) {
        let cells = self.cells.len() * plan.breakdown.moves();
        let blocks = &mut self.blocks[part];
        blocks.open(cells, self.table.bytes_of_a_cell());
        let days = plan.axes[waits.axis].stretch(waits.clip);
        let mut stamps = waits.touched.map(|stamps| &mut self.stamps[stamps]);
        if let Some(stamps) = &mut stamps {
            stamps.open(cells);
        }
        view.each(self.persons, |person, at, (start, end, cell)| {
            let Some(periods) = days.periods(start, end) else {
                return;
            };
            let piece = Placed {
                cell,
                start: days.at(days.hold(start)),
                end: days.at(days.hold(end)),
            };
            let touch = match &mut stamps {
                Some(stamps) => stamps.touch(person, cell, periods),
                None => Touch {
                    from: periods.0,
                    until: periods.1 + 1,
                },
            };
            blocks.push(Waiting::new(piece, touch, weight(at)));
        });
        blocks.note(view.range().len());
    }

    /// Counts the pieces that wait.
    pub(super) fn count_waiting(
        &mut self,
        plan: &TallyPlan,
        part: usize,
    ) -> Result<(), TooManyCells> {
        let mut blocks = std::mem::take(&mut self.blocks[part]);
        let change = (blocks.fullest() as u64).saturating_mul(2 * blocks.heaviest.max(1));
        self.make_room(plan, change)?;
        let periodic = &plan.parts[part].periodic;
        let pair = pair(periodic);
        blocks.drain(|pieces| {
            let all = pieces.iter();
            if let Some((touched, weighted)) = pair {
                let place = self.table.place(weighted.lane);
                let pieces = all.map(|one| (one.piece(), one.touch(), one.weight));
                sink(&mut self.table, plan, touched).touched_and_weighted(place, pieces);
                return;
            }
            for one in periodic {
                let mut sink = sink(&mut self.table, plan, one);
                let all = all.clone();
                match one.sort {
                    Sort::Stock => sink.stock_of(all.map(|one| one.piece())),
                    Sort::Touched(_) => {
                        sink.touched_of(all.map(|one| (one.piece().cell, one.touch())));
                    }
                    Sort::Weighted(None) => sink.weighted_of(all.map(|one| (one.piece(), 1))),
                    Sort::Weighted(Some(_)) => {
                        sink.weighted_of(all.map(|one| (one.piece(), one.weight)));
                    }
                    Sort::OfStock(_) => {}
                }
            }
        });
        self.blocks[part] = blocks;
        Ok(())
    }

    pub(super) fn count(
        &mut self,
        plan: &TallyPlan,
        (tile, sets): (&Tile<'_>, &Buffers),
        view: View<'_>,
        one: &Periodic,
        weight: impl Fn(usize) -> i32,
    ) {
        let mut sink = sink(&mut self.table, plan, one);
        match one.sort {
            Sort::Stock => sink.stock(view),
            Sort::Touched(stamps) => {
                sink.touched(view, self.persons, &mut self.stamps[stamps]);
            }
            Sort::Weighted(_) => sink.weighted(view, weight),
            Sort::OfStock(weighing) => {
                let weighing = weighing.map(|at| &plan.weighings[at]);
                let set = weighing.and_then(|weighing| weighing.found);
                let weights = Weights::new(weighing, tile, set.map(|node| sets.set(node)));
                sink.of_stock(view, weights, one.sampled);
            }
        }
    }

    /// Counts a set that has to be cut into pieces first: once for all measures that need the same pieces.
    pub(super) fn add_pieces(
        &mut self,
        plan: &TallyPlan,
        (tile, sets): (&Tile<'_>, &Buffers),
        (part, may_wait): (usize, bool),
        tasks: &[Task<'_>],
        work: &mut Work,
    ) -> Result<(), RunError> {
        let population = plan.parts[part].population.at;
        let set = sets.set(population);
        let axis = &plan.axes[0];
        for group in groups(plan, set, tasks) {
            let moment = if group.is_sampled {
                Moment::Sample(axis)
            } else {
                Moment::Whole(axis)
            };
            let weight = match group.weighing {
                None => Weight::One,
                Some(at) if group.cuts => Weight::Spells(&plan.weighings[at]),
                Some(at) => Weight::Rows(row_weights(plan, tile, (population, at))),
            };
            let cut = Cut::new(&plan.breakdown, (tile, set), &work.keys, weight);
            work.pieces.clear();
            for person in 0..set.persons() {
                if set.of(person).is_empty() {
                    work.pieces.close_person();
                    continue;
                }
                let moving = &plan.breakdown.moving;
                moving.steps(tile, sets, person, (plan.seen, moment), &mut work.steps);
                let days = clipped(set, person, plan.seen);
                (work.pieces).add_person(&cut, &mut self.cells, days, person, &work.steps.all);
            }
            let pieces = &work.pieces;
            let counted = Counted {
                tile,
                sets,
                view: View {
                    first: 0,
                    offsets: &pieces.offsets,
                    start: &pieces.start,
                    end: &pieces.end,
                    cell: &pieces.cell,
                },
                tasks: &group.tasks,
                may_wait: (may_wait && group.tasks.len() == tasks.len()).then_some(part),
            };
            self.add_view(plan, &counted, |piece| pieces.weight[piece])?;
        }
        Ok(())
    }
}

/// A measure of periods, and how great its numbers can become in a tile.
#[derive(Clone, Copy)]
pub(super) struct Task<'p> {
    pub(super) one: &'p Periodic,
    pub(super) greatest: Greatest,
}

/// Pieces, and the measures that count them.
struct Counted<'a> {
    tile: &'a Tile<'a>,
    sets: &'a Buffers,
    view: View<'a>,
    tasks: &'a [Task<'a>],
    /// The part whose only measures these are, so that its pieces may wait.
    may_wait: Option<usize>,
}

/// Measures that count the same pieces.
struct Group<'p> {
    tasks: Vec<Task<'p>>,
    /// Whether members that move are told on sample days.
    is_sampled: bool,
    /// What weighs the days of some of the measures.
    weighing: Option<usize>,
    /// Whether the spells that weigh cut the days.
    cuts: bool,
}

fn groups<'p>(plan: &TallyPlan, set: &Set, tasks: &[Task<'p>]) -> Vec<Group<'p>> {
    let mut groups: Vec<Group<'p>> = Vec::new();
    for &task in tasks {
        let sort = task.one.sort;
        let may_move = !plan.breakdown.moving.is_empty();
        let is_sampled = may_move && matches!(sort, Sort::Stock | Sort::OfStock(_));
        let weighing = match sort {
            Sort::Weighted(weighing) => weighing,
            _ => None,
        };
        let cuts = !is_weighed_by_rows(plan, set, sort);
        let fits = |group: &&mut Group<'_>| {
            let is_same = group.weighing == weighing;
            let is_one_unweighed = group.weighing.is_none() || weighing.is_none();
            group.is_sampled == is_sampled
                && group.cuts == cuts
                && (is_same || !cuts && is_one_unweighed)
        };
        match groups.iter_mut().find(fits) {
            Some(group) => {
                group.weighing = group.weighing.or(weighing);
                group.tasks.push(task);
            }
            None => groups.push(Group {
                tasks: vec![task],
                is_sampled,
                weighing,
                cuts,
            }),
        }
    }
    groups
}

/// What the rows of a population weigh.
fn row_weights<'a>(
    plan: &'a TallyPlan,
    tile: &Tile<'a>,
    (population, at): (NodeId, usize),
) -> RowWeights<'a> {
    let weighing = &plan.weighings[at];
    RowWeights::new(weighing, tile, weighing.found == Some(population))
}

/// How pieces wait: those of measures that need nothing but the piece's places on one axis and one column's weight.
struct Waits {
    axis: usize,
    /// The days that may be counted.
    clip: Days,
    weighing: Option<usize>,
    /// The stamps of the persons touched.
    touched: Option<usize>,
}

impl Waits {
    fn new<'p>(tasks: impl Iterator<Item = &'p Periodic> + Clone) -> Option<Waits> {
        let first = tasks.clone().next()?;
        let mut waits = Waits {
            axis: first.axis,
            clip: first.clip,
            weighing: None,
            touched: None,
        };
        for one in tasks {
            if one.axis != waits.axis || one.clip != waits.clip {
                return None;
            }
            match one.sort {
                Sort::Stock | Sort::Weighted(None) => {}
                // All measures of a part have the same population, and so the same persons touched.
                Sort::Touched(stamps) => waits.touched = Some(stamps),
                Sort::Weighted(at) if waits.weighing.is_none() || waits.weighing == at => {
                    waits.weighing = at;
                }
                Sort::Weighted(_) | Sort::OfStock(_) => return None,
            }
        }
        Some(waits)
    }
}

/// The two measures of a part, if they are persons touched and weighted days.
fn pair(periodic: &[Periodic]) -> Option<(&Periodic, &Periodic)> {
    let [one, other] = periodic else {
        return None;
    };
    match (one.sort, other.sort) {
        (Sort::Touched(_), Sort::Weighted(Some(_))) => Some((one, other)),
        (Sort::Weighted(Some(_)), Sort::Touched(_)) => Some((other, one)),
        _ => None,
    }
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
pub(super) fn is_weighed_by_rows(plan: &TallyPlan, set: &Set, sort: Sort) -> bool {
    let Sort::Weighted(Some(at)) = sort else {
        return true;
    };
    let track = set.rows.as_ref().map(|rows| rows.track);
    track == Some(plan.weighings[at].of.track)
}

/// How much pieces can change a difference between periods: by their weights at both ends.
fn change(plan: &TallyPlan, view: View<'_>, tile: &Tile<'_>, task: &Task<'_>) -> u64 {
    let adds = match task.one.sort {
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
    adds.saturating_mul(2).saturating_mul(task.greatest.weight)
}
