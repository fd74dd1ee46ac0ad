//! The future in which nothing else happens: what runs goes on.

use super::Change;
use crate::histories::{Histories, Observation, TrackRows};
use crate::operate::civil::plus_months;
use crate::plan::PersonDays;

/// Twenty years.
const HORIZON_MONTHS: i32 = 240;

/// The observation that reaches to the horizon.
pub(super) fn observation(observation: &[Observation]) -> Vec<Observation> {
    let later = observation.iter().map(|one| Observation {
        from: one.from,
        until: horizon(one.until),
    });
    later.collect()
}

fn horizon(until: i32) -> i32 {
    plus_months(until, HORIZON_MONTHS)
}

/// The histories in which spells that end with their track's observation last until the horizon.
pub(super) fn histories(histories: &Histories, observation: &[Observation]) -> Histories {
    let mut future = histories.clone();
    for (track, observed) in future.tracks.iter_mut().zip(observation) {
        for person in 0..histories.len() {
            go_on(track, person, observed.until);
        }
    }
    future
}

fn go_on(track: &mut TrackRows, person: usize, until: i32) {
    let rows = track.rows(person);
    for row in rows.clone() {
        if track.end[row] == until {
            // What has been registered for later on a disjoint track ends what runs.
            let next = rows
                .clone()
                .find(|&next| next > row && track.start[next] >= until);
            let next = next
                .filter(|_| track.disjoint)
                .map(|next| track.start[next]);
            track.end[row] = next.unwrap_or(horizon(until));
        }
    }
}

/// The first day after `day` on which the answer is another.
pub(super) fn change(then: &PersonDays, value: Option<bool>, day: i32) -> Option<Change> {
    let borders = then.days.iter().chain(&then.unknown);
    let borders = borders.flat_map(|days| [days.from, days.until]);
    let last = horizon(day);
    let mut days: Vec<i32> = borders
        .filter(|&border| border > day && border <= last)
        .collect();
    // The answer of a day may rest on what comes later, so the day after is looked at in any case.
    days.push(day + 1);
    days.sort_unstable();
    let on = days.into_iter().find(|&day| then.on(day) != value)?;
    // What is unknown because the horizon ends is no change.
    let to = then.on(on);
    let ends = to.is_none()
        && then
            .unknown
            .last()
            .is_some_and(|unknown| unknown.from == on);
    (!ends).then_some(Change { on, to })
}
