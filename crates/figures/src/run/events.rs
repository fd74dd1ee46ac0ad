//! Counting events: a cell is looked up for the day of each.

use crate::measure::moving::Moment;
use crate::measure::pieces::Cut;
use crate::plan::Buffers;
use crate::sets::Tile;

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
        let mut walk = part.counts.walk(sets, part.population, plan.seen);
        let axis = &plan.axes[0];
        if told {
            self.make_room(plan, 0)?;
            let slots: Vec<_> = (0..plan.lanes.len())
                .map(|lane| self.table.place(lane).main)
                .collect();
            let mut entries = self.table.entries();
            let days = axis.stretch(plan.seen);
            for person in 0..tile.persons() {
                let unknown = walk.find(person, |event| {
                    let period = days.at(event.day).period();
                    let cell = work.cell[event.interval];
                    entries.add(cell, period, slots[event.lane], event.number);
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
