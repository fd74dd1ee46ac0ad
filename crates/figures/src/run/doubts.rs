//! Doubts: persons of whom something is unknown because a value is missing, and sums that might not fit.

use crate::measure::pieces::Weighing;
use crate::operate::spells::{FAILS, PASSES};
use crate::plan::Buffers;
use crate::schema::MISSING;
use crate::sets::{Days, Set, Tile};

use super::check::tested_column;
use super::tally::{Periodic, Sort, TallyPlan};

/// Finds the persons of a tile of whom a watched set does not know a day that matters.
pub(crate) fn note_holes(plan: &TallyPlan, sets: &Buffers, unknown: &mut Vec<usize>) {
    for watched in &plan.watched {
        let Some(holes) = &sets.set(watched.at).holes else {
            continue;
        };
        let matters = |(from, until): (i32, i32)| {
            let days = Days { from, until }.intersect(watched.days);
            let holds_sample = || {
                let axis = &plan.axes[0];
                axis.at(days.from).period() < axis.at(days.until).period()
            };
            !days.is_empty() && (!watched.only_samples || holds_sample())
        };
        let persons = 0..holes.persons();
        unknown.extend(persons.filter(|&person| holes.spans(person).any(matters)));
    }
}

/// How great numbers can become by a measure in a tile.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Greatest {
    /// The greatest weight of a day, by its size.
    pub(crate) weight: u64,
    /// The greatest sum.
    pub(crate) sum: u128,
}

/// How great the numbers of a measure of periods can become in a tile. Finds the persons whose weight is missing on a day that
/// counts.
pub(crate) fn note_weights(
    plan: &TallyPlan,
    tile: &Tile<'_>,
    set: &Set,
    one: &Periodic,
    unknown: &mut Vec<usize>,
) -> Greatest {
    let days = plan.axes[one.axis].longest().unsigned_abs();
    let (Sort::Weighted(weighing) | Sort::OfStock(weighing)) = one.sort else {
        return Greatest {
            weight: 1,
            sum: tile.persons() as u128,
        };
    };
    let Some(at) = weighing else {
        return Greatest {
            weight: 1,
            sum: u128::from(days) * tile.persons() as u128,
        };
    };
    let weighing = &plan.weighings[at];
    let track = tile.histories.track(weighing.of.track);
    let rows = tile.rows(weighing.of.track);
    let values = &track.columns[usize::from(weighing.column.0)][rows.clone()];
    let extremes = values.iter().fold((0, 0), |(low, high), &value| {
        (value.min(low), value.max(high))
    });
    let (mut lowest, highest) = extremes;
    if lowest == MISSING || is_any_test_unknown(weighing, tile) {
        note_missing(plan, tile, set, (weighing, one), unknown);
        let present = values.iter().copied().filter(|&value| value != MISSING);
        lowest = present.min().unwrap_or_default();
    }
    let weight = u64::from(lowest.unsigned_abs().max(highest.unsigned_abs()));
    Greatest {
        weight,
        sum: u128::from(days) * u128::from(weight) * rows.len() as u128,
    }
}

fn is_any_test_unknown(weighing: &Weighing, tile: &Tile<'_>) -> bool {
    let track = tile.histories.track(weighing.of.track);
    let rows = tile.rows(weighing.of.track);
    weighing.of.tests.iter().any(|test| {
        tested_column(test).is_some_and(|column| {
            let values = &track.columns[usize::from(column.0)][rows.clone()];
            // Without an end before the last value, the loop becomes vector instructions.
            values.iter().filter(|&&value| value == MISSING).count() > 0
        })
    })
}

/// The days whose weights count because of an interval of the population.
fn counted(plan: &TallyPlan, one: &Periodic, span: Days) -> Days {
    match one.sort {
        Sort::OfStock(_) => {
            let axis = &plan.axes[one.axis];
            let period = |day: i32| {
                axis.at(day.max(one.sampled.from).min(one.sampled.until))
                    .period()
            };
            Days {
                from: axis.start(period(span.from)),
                until: axis.start(period(span.until)),
            }
        }
        _ => span,
    }
}

#[cold]
fn note_missing(
    plan: &TallyPlan,
    tile: &Tile<'_>,
    set: &Set,
    (weighing, one): (&Weighing, &Periodic),
    unknown: &mut Vec<usize>,
) {
    let track = tile.histories.track(weighing.of.track);
    let values = &track.columns[usize::from(weighing.column.0)];
    for person in 0..set.persons() {
        let is_counted = |days: Days| {
            let mut spans = set.spans(person);
            spans.any(|(from, until)| {
                let span = Days { from, until };
                !days.intersect(counted(plan, one, span)).is_empty()
            })
        };
        let mut rows = tile.rows_of(weighing.of.track, person);
        let is_unknown = rows.any(|row| {
            let days = Days {
                from: track.start[row],
                until: track.end[row],
            };
            let told = weighing.spells.test_one(track, row);
            let missing = match told {
                FAILS => false,
                PASSES => values[row] == MISSING,
                _ => true,
            };
            missing && is_counted(days.intersect(one.clip))
        });
        if is_unknown {
            unknown.push(person);
        }
    }
}
