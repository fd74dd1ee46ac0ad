//! Self-support in its two definitions, and progression in flex jobs.

use std::ops::Range;

use calendar::Day;

use super::super::raw::Life;
use super::{FLEX_SUBSIDY, Numbers, RECENT, country};

/// How an exit from the benefits at unemployment on this day went on, if there was one: what was asked held, did not, or the
/// person died or emigrated first.
fn exit(
    life: &Life,
    last: i32,
    horizon: Range<i32>,
    holds: impl Fn(&Life, i32) -> bool,
) -> Option<&'static str> {
    let at_unemployment = [1, 2, 3, 4, 5];
    if !life.is_on(&at_unemployment, last) || life.has_benefit(last + 1) {
        return None;
    }
    for day in last + 1..horizon.end {
        if life.gone.iter().any(|event| event.covers(day)) {
            return Some("gone");
        }
        if horizon.contains(&day) && !holds(life, day) {
            return Some("failed");
        }
    }
    Some("held")
}

#[test]
fn self_support_is_half_a_year_without_benefit_or_six_months_of_work_or_education() {
    let country = country();
    let span = ("2024-01-01", "2026-03-31");
    let count = |life: &Life, month: (i32, i32), told: &dyn Fn(&Life, i32) -> bool| {
        let days = (month.0..=month.1).filter(|&last| told(life, last));
        i64::try_from(days.count()).expect("few")
    };
    let found = Numbers::of(&country, "selvforsoergelse-182", span);
    let went = |life: &Life, last: i32| {
        exit(life, last, last + 1..last + 183, |life, day| {
            !life.has_benefit(day)
        })
    };
    found.hold("varige", span, |life, month| {
        count(life, month, &|life, last| went(life, last) == Some("held"))
    });
    found.hold("kendte", span, |life, month| {
        count(life, month, &|life, last| {
            matches!(went(life, last), Some("held" | "failed"))
        })
    });
    found.hold("afsluttede", span, |life, month| {
        count(life, month, &|life, last| went(life, last) == Some("gone"))
    });

    let found = Numbers::of(&country, "selvforsoergelse-seks-maaneder", span);
    let went = |life: &Life, last: i32| {
        let first = Day::from_epoch(last).month_start().plus_months(1);
        let horizon = first.epoch()..first.plus_months(6).epoch();
        exit(life, last, horizon, |life, day| {
            let ordinary_or_igu = |kind: i32| kind == 1 || kind == 2;
            let mut jobs = life.jobs.iter();
            jobs.any(|job| job.covers(day) && ordinary_or_igu(job.is[0]))
                || life.education.iter().any(|course| course.covers(day))
        })
    };
    for (measure, outcomes) in [
        ("varige", &["held"][..]),
        ("kendte", &["held", "failed"]),
        ("afsluttede", &["gone"]),
    ] {
        found.hold(measure, span, |life, month| {
            count(life, month, &|life, last| {
                went(life, last).is_some_and(|went| outcomes.contains(&went))
            })
        });
    }
}

#[test]
fn progression_is_measured_in_the_new_scheme_with_hours_for_half_a_year() {
    let country = country();
    let has_hours = |life: &Life, day: i32| {
        let mut jobs = life.flex_jobs.iter();
        jobs.any(|job| job.covers(day) && job.is[0] == 1 && job.is[1] > 0)
    };
    let found = Numbers::of(&country, "fleksjob-progression", RECENT);
    let is_measured = |life: &Life, day: i32| {
        life.is_on(&[FLEX_SUBSIDY], day) && life.has_lasted(6, day, has_hours)
    };
    found.hold_stock("alle", RECENT, is_measured);
    for (measure, change) in [("op", 1), ("uaendret", 2), ("ned", 3)] {
        found.hold_stock(measure, RECENT, |life, day| {
            let mut jobs = life.flex_jobs.iter();
            is_measured(life, day) && jobs.any(|job| job.covers(day) && job.is[2] == change)
        });
    }
}
