//! Counting events: a cell is looked up for the day of each.

use crate::measure::breakdown::Keys;
use crate::measure::events::{Event, Look};
use crate::measure::moving::Moment;
use crate::measure::pieces::{Cut, Weight};
use crate::plan::Buffers;
use crate::sets::{Set, Tile};

use super::error::RunError;
use super::tally::{Part, Tally, TallyPlan, Work};

impl Tally {
    pub(super) fn add_events(
        &mut self,
        plan: &TallyPlan,
        tile: &Tile<'_>,
        sets: &Buffers,
        (part, told): (&Part, bool),
        work: &mut Work,
    ) -> Result<(), RunError> {
        let look = Look {
            tile,
            sets,
            population: part.population,
            seen: plan.seen,
        };
        let mut events = std::mem::take(&mut work.events);
        part.counts.find(&look, &mut events);
        work.unknown.append(&mut events.unknown);
        let set = sets.set(part.population.at);
        let done = if told {
            self.add_told(plan, tile, (part, set), &events.all, work)
        } else {
            events.all.sort_by_key(|event| event.interval);
            self.add_cut(plan, (tile, set), sets, &events.all, work)
        };
        work.events = events;
        done
    }

    /// Adds events whose cell is that of their interval.
    fn add_told(
        &mut self,
        plan: &TallyPlan,
        tile: &Tile<'_>,
        (part, set): (&Part, &Set),
        events: &[Event],
        work: &mut Work,
    ) -> Result<(), RunError> {
        let (breakdown, found) = (&plan.breakdown, &mut work.cell);
        let mut is_by_event = false;
        if part.periodic.is_empty() {
            // Nobody else has asked for the cells of the intervals, and most of them have no event.
            is_by_event = set.rows.as_ref().is_some_and(|rows| {
                let rows = events.iter().map(|event| rows.row[event.interval as usize]);
                Keys::of_known(breakdown, &self.cells, tile, rows, found)
            });
            if !is_by_event {
                let cells = &mut self.cells;
                work.keys.of_intervals(breakdown, cells, tile, set, found)?;
            }
        }
        let cell = |(at, event): (usize, &Event)| {
            let interval = event.interval as usize;
            work.cell[if is_by_event { at } else { interval }]
        };
        let counted = events.iter().enumerate();
        self.count_events(plan, counted.map(|(at, event)| (event, cell((at, event)))))
    }

    /// Adds events to their cells.
    fn count_events<'e>(
        &mut self,
        plan: &TallyPlan,
        events: impl Iterator<Item = (&'e Event, u32)>,
    ) -> Result<(), RunError> {
        self.make_room(plan, 0)?;
        let slots: Vec<_> = (0..plan.lanes.len())
            .map(|lane| self.table.place(lane).main)
            .collect();
        let mut entries = self.table.entries();
        let days = plan.axes[0].stretch(plan.seen);
        for (event, cell) in events {
            let period = days.at(event.day).period();
            entries.add(cell, period, slots[event.lane], event.number);
        }
        Ok(())
    }

    /// Adds events, sorted by their intervals, whose cell has to be told for each.
    fn add_cut(
        &mut self,
        plan: &TallyPlan,
        (tile, set): (&Tile<'_>, &Set),
        sets: &Buffers,
        events: &[Event],
        work: &mut Work,
    ) -> Result<(), RunError> {
        let cut = Cut::new(&plan.breakdown, (tile, set), &work.keys, Weight::One);
        work.of_events.clear();
        let mut steps_of = None;
        let mut person = 0;
        for event in events {
            while set.offsets[person + 1] <= event.interval {
                person += 1;
            }
            if steps_of != Some(person) {
                let moving = &plan.breakdown.moving;
                let moment = (plan.seen, Moment::Day);
                moving.steps(tile, sets, person, moment, &mut work.steps);
                steps_of = Some(person);
            }
            let row = set.row(event.interval as usize);
            let day = std::iter::once((event.day, event.day + 1, row));
            (work.of_events).add_person(&cut, &mut self.cells, day, person, &work.steps.all);
        }
        let ends = work.of_events.offsets.windows(2);
        let cells = ends.map(|ends| &work.of_events.cell[ends[0] as usize..ends[1] as usize]);
        let counted = events.iter().zip(cells);
        self.count_events(
            plan,
            counted.flat_map(|(event, cells)| cells.iter().map(move |&cell| (event, cell))),
        )
    }
}
