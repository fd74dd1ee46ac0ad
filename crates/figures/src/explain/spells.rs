//! The spells that an answer rests on.

use super::Told;
use super::numbers::window_on;
use crate::operate::spells::{FAILS, Spells};
use crate::population::{GapTest, Population, SpellTest, Window};
use crate::schema::TrackId;
use crate::sets::Days;

/// Adds the spells that a population looks at to be told on these days.
pub(super) fn looked_at(
    population: &Population,
    days: Days,
    told: &Told<'_>,
    found: &mut Vec<(TrackId, usize)>,
) {
    match population {
        Population::On(test) => passing(test, told, found, |start, end| {
            start < days.until && end > days.from
        }),
        Population::Count { of, window, .. } | Population::Sum { of, window, .. } => {
            let days = widened(*window, days);
            passing(of, told, found, |start, _| days.contains(start));
        }
        Population::Share { window, .. } => {
            let days = widened(*window, days);
            for part in population.parts() {
                looked_at(part, days, told, found);
            }
        }
        _ => {
            if let Population::Bridged { bridge, .. } = population
                && let Some(GapTest::SumAtMost { of, .. }) = &bridge.provided
            {
                passing(of, told, found, |start, _| days.contains(start));
            }
            for part in population.parts() {
                looked_at(part, days, told, found);
            }
        }
    }
}

fn widened(window: Window, days: Days) -> Days {
    Days {
        from: window_on(window, days.from).from,
        until: days.until,
    }
}

fn passing(
    test: &SpellTest,
    told: &Told<'_>,
    found: &mut Vec<(TrackId, usize)>,
    wanted: impl Fn(i32, i32) -> bool,
) {
    let spells = Spells::new(test);
    let track = told.histories.track(test.track);
    let rows = told.tile().rows(test.track);
    let rows = rows.filter(|&row| wanted(track.start[row], track.end[row]));
    let rows = rows.filter(|&row| spells.test_one(track, row) != FAILS);
    found.extend(rows.map(|row| (test.track, row)));
}
