//! The numbers behind an answer.

use super::{Numbers, Told};
use crate::operate::civil::{Span, birthday};
use crate::operate::runs;
use crate::operate::spells::{FAILS, PASSES, Spells};
use crate::population::{Population, SpellTest, Window};
use crate::schema::{ColumnId, MISSING};
use crate::sets::{Days, Set};

/// The numbers of a population on a day.
pub(super) fn numbers(population: &Population, told: &mut Told<'_>, day: i32) -> Numbers {
    match population {
        Population::Age { birth, .. } => {
            let birth = told.histories.attribute(*birth).first().copied();
            let birth = birth.filter(|&birth| birth != MISSING);
            Numbers::Age(birth.map(|birth| years(birth, day)))
        }
        Population::Share {
            of,
            among,
            window,
            share,
            ..
        } => {
            let window = window_on(*window, day);
            let of = told.set(of).clone();
            let among = among.as_ref().map(|among| told.set(among).clone());
            Numbers::Share {
                window,
                of: days_of_both(&of, among.as_ref(), window),
                among: among.map_or(i64::from(window.until - window.from), |among| {
                    days_of_both(&among, None, window)
                }),
                share: *share,
            }
        }
        Population::Count { of, window, .. } => counted(of, None, *window, told, day),
        Population::Sum {
            of, column, window, ..
        } => counted(of, Some(*column), *window, told, day),
        Population::Continuous { of, .. } | Population::Beginning { of, .. } => {
            let run = runs_of(told.set(of))
                .into_iter()
                .find(|run| run.contains(day));
            Numbers::Run(run)
        }
        Population::Since { of, .. } => {
            let runs = runs_of(told.set(of));
            let last = runs.into_iter().rfind(|run| run.from <= day);
            Numbers::Last(last.map(|run| (run.until - 1).min(day)))
        }
        Population::Ever(of) => Numbers::First(
            runs_of(told.set(of))
                .first()
                .map(|run| run.from)
                .filter(|&from| from <= day),
        ),
        Population::Bridged { of, .. } => {
            let runs = runs_of(told.set(of));
            let gaps = runs.windows(2).map(|pair| Days {
                from: pair[0].until,
                until: pair[1].from,
            });
            Numbers::Gap(gaps.into_iter().find(|gap| gap.contains(day)))
        }
        _ => Numbers::None,
    }
}

/// The days whose spells the answer rests on.
pub(super) fn looks_at(population: &Population, numbers: &Numbers, day: i32) -> Days {
    match numbers {
        // These populations look at their window by themselves.
        Numbers::Share { .. } | Numbers::Counted { .. } | Numbers::None | Numbers::Age(_) => {
            Days::one(day)
        }
        Numbers::Run(run) => run.map_or(Days::one(day), |run| Days {
            until: day + 1,
            ..run
        }),
        Numbers::Last(at) | Numbers::First(at) => Days::one(at.unwrap_or(day)),
        Numbers::Gap(gap) => match (gap, population) {
            (Some(gap), Population::Bridged { .. }) => Days {
                from: gap.from - 1,
                until: gap.until + 1,
            },
            _ => Days::one(day),
        },
    }
}

pub(super) fn window_on(window: Window, day: i32) -> Days {
    Days {
        from: Span::from(window).window_start(day),
        until: day + 1,
    }
}

fn years(birth: i32, day: i32) -> i32 {
    // The number of birthdays: a year has 365 days or one more, so the estimate is at most one too many.
    let estimate = (day - birth).div_euclid(365);
    (0..=1)
        .map(|less| estimate - less)
        .find(|&years| birthday(birth, years) <= day)
        .unwrap_or(estimate - 2)
}

fn runs_of(set: &Set) -> Vec<Days> {
    if set.persons() == 0 {
        return Vec::new();
    }
    let run = |run: std::ops::Range<usize>| Days {
        from: set.start[run.start],
        until: set.end[run.end - 1],
    };
    runs::runs(set, 0).map(run).collect()
}

fn days_of_both(left: &Set, right: Option<&Set>, window: Days) -> i64 {
    let rights = right.map_or(vec![Days::ALL], runs_of);
    let overlap = |left: Days| -> i64 {
        let lengths = rights.iter().map(|right| {
            let both = left.intersect(*right).intersect(window);
            i64::from((both.until - both.from).max(0))
        });
        lengths.sum()
    };
    runs_of(left).into_iter().map(overlap).sum()
}

fn counted(
    of: &SpellTest,
    column: Option<ColumnId>,
    window: Window,
    told: &Told<'_>,
    day: i32,
) -> Numbers {
    let window = window_on(window, day);
    let spells = Spells::new(of);
    let track = told.histories.track(of.track);
    let rows = told
        .tile()
        .rows(of.track)
        .filter(|&row| window.contains(track.start[row]));
    let adds = |row: usize| match (spells.test_one(track, row), column) {
        (FAILS, _) => Some(0),
        (PASSES, None) => Some(1),
        (PASSES, Some(column)) => {
            let value = track.columns[usize::from(column.0)][row];
            (value != MISSING).then_some(i64::from(value))
        }
        _ => None,
    };
    Numbers::Counted {
        window,
        number: rows.map(adds).sum(),
    }
}
