//! Counting the measures of periods: at once, after waiting for the block of cells, or piece by piece.

use crate::measure::blocks::Waiting;
use crate::measure::moving::Moment;
use crate::measure::periodic::{Placed, Sink, Touch, View};
use crate::measure::pieces::{Cut, clipped};
use crate::measure::table::{Table, TooManyCells};
use crate::measure::whole::Weights;
use crate::plan::Buffers;
use crate::sets::{Days, Set, Tile};

use super::doubts::Greatest;
use super::error::RunError;
use super::tally::{Part, Periodic, Sort, Tally, TallyPlan, Work};

impl Tally {
    pub(super) fn make_room(&mut self, plan: &TallyPlan, change: u64) -> Result<(), TooManyCells> {
        let cells = self.cells.len() * plan.breakdown.moves();
        self.table.make_room(cells, change)
    }

    /// Counts a set whose intervals have one cell each, or lets them wait.
    pub(super) fn add_quickly<'p>(
        &mut self,
        plan: &TallyPlan,
        (tile, sets): (&Tile<'_>, &Buffers),
        (set, may_wait): (&Set, Option<usize>),
        tasks: impl Iterator<Item = (&'p Periodic, &'p Greatest)> + Clone,
        work: &Work,
    ) -> Result<(), RunError> {
        if tasks.clone().next().is_none() {
            return Ok(());
        }
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
            && let Some(waits) = Waits::new(tasks.clone().map(|(one, _)| one))
        {
            let heaviest = tasks.map(|(_, greatest)| greatest.weight).max();
            let values = weights(Sort::Weighted(waits.weighing));
            let weight = |at: usize| values.get(at).copied().unwrap_or(1);
            let blocks = &mut self.blocks[part];
            blocks.heaviest = blocks.heaviest.max(heaviest.unwrap_or_default());
            self.wait(plan, (view, rows), (part, &waits), weight);
            let cells = self.cells.len() * plan.breakdown.moves();
            if self.blocks[part].are_full(cells, self.table.bytes_of_a_cell()) {
                self.count_waiting(plan, part)?;
            }
            return Ok(());
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
                        self.count(plan, (tile, sets), chunk, one, |at| {
                            values[rows[at] as usize]
                        });
                    }
                    _ => self.count(plan, (tile, sets), chunk, one, |_| 1),
                }
            }
        }
        Ok(())
    }

    /// Lets pieces wait that lie in these rows.
    fn wait(
        &mut self,
        plan: &TallyPlan,
        (view, rows): (View<'_>, &[u32]),
        (part, waits): (usize, &Waits),
        weight: impl Fn(usize) -> i32,
    ) {
        let cells = self.cells.len() * plan.breakdown.moves();
        let blocks = &mut self.blocks[part];
        blocks.open(cells, self.table.bytes_of_a_cell());
        let weight = |at: usize| rows.get(at).map_or(1, |&row| weight(row as usize));
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

    /// Counts a set that has to be cut into pieces first.
    pub(super) fn add_pieces(
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
        self.count(plan, (tile, sets), view, one, |piece| pieces.weight[piece]);
        Ok(())
    }
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
