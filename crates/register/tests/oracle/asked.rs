//! What is asked of the catalogue: every version of every indicator, every breakdown and every length of period it declares.

use std::sync::Arc;

use calendar::Day;
use figures::{Indicator, Periods};
use rulebook::indicators::{IndicatorVersion, Period};

use super::invented::{catalogue, day};

/// One question, in words and for the engine.
pub(crate) struct Asked {
    pub(crate) name: String,
    pub(crate) version: Arc<IndicatorVersion>,
    pub(crate) indicator: Indicator,
}

/// The months that are asked for, first and last day: the last ones in which the version holds, or else the last of the
/// register and one that nobody can know yet.
pub(crate) fn months(version: &IndicatorVersion) -> (Day, Day) {
    let end = Day::from_epoch(day("2026-11-30"));
    let (last, months) = match version.until.map(|until| until.plus(-1)) {
        Some(last) if last < end => (last, 12),
        _ => (end, 18),
    };
    (last.month_start().plus_months(1 - months), last)
}

/// All questions about a version.
pub(crate) fn questions(version: &Arc<IndicatorVersion>) -> Vec<Asked> {
    let mut asked = Vec::new();
    let by: Vec<&str> = version.by.iter().map(String::as_str).collect();
    for (place, &length) in version.periods.iter().enumerate() {
        asked.push(question(version, length, &[]));
        let some = if place == 0 { by.len() } else { 1 };
        for one in by.iter().take(some) {
            asked.push(question(version, length, &[one]));
        }
        if let [first, second, ..] = by[..]
            && place == 0
        {
            asked.push(question(version, length, &[first, second]));
        }
    }
    asked
}

fn question(version: &Arc<IndicatorVersion>, length: Period, by: &[&str]) -> Asked {
    let (first, last) = months(version);
    question_over(version, (length, periods(length, first, last)), by)
}

/// A question about any periods.
pub(crate) fn question_over(
    version: &Arc<IndicatorVersion>,
    (length, periods): (Period, Periods),
    by: &[&str],
) -> Asked {
    let indicator = version
        .asked(catalogue().registers(), by, periods)
        .expect("the page declares the breakdown");
    let from = version.from;
    Asked {
        version: Arc::clone(version),
        name: format!("{} from {from} every {length:?} by {by:?}", version.id),
        indicator,
    }
}

/// The periods that hold the days from the first to the last.
pub(crate) fn periods(length: Period, first: Day, last: Day) -> Periods {
    let months = match length {
        Period::Week => return Periods::weeks(first.epoch(), last.epoch()),
        Period::Month => 1,
        Period::Quarter => 3,
        Period::Year => 12,
    };
    let start = first.month_start();
    let begun = (i32::from(start.month()) - 1) % i32::from(months);
    let start = start.plus_months(-begun);
    Periods::months(start.epoch(), last.epoch(), months)
}
