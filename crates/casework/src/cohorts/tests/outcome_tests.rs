//! Numerator and denominator by every reading.

use std::collections::BTreeMap;

use calendar::Day;
use facts::{CitizenId, Kind};
use proptest::prelude::*;

use super::{Town, day, ids, leaving, sight, version};
use crate::cohorts::{Cohort, Outcome, Reached, Reading, outcome, reached};

const STRICT: Reading = Reading {
    leavers_out: true,
    since_drawn: false,
};
const READINGS: [Reading; 4] = [
    STRICT,
    Reading {
        leavers_out: false,
        since_drawn: false,
    },
    Reading {
        leavers_out: true,
        since_drawn: true,
    },
    Reading {
        leavers_out: false,
        since_drawn: true,
    },
];

fn count(town: &Town, cohort: &Cohort, reading: Reading) -> Outcome {
    let month = (day("2022-03-01"), day("2022-04-01"));
    let version = version();
    let people = town.people();
    let told = reached(&version, &sight("2022-05-10", None), cohort, month, &people)
        .expect("the page fits its schema");
    outcome(&version, cohort, &told, month.1.plus(-1), reading)
}

/// Ten members: 1 in a job in the month, 2 only before it, 3 in a placement in the month, 4 only before it, 5 on another benefit, 6 moved,
/// 7 had a job and moved, the others stay as they were.
fn town() -> (Town, Cohort) {
    let mut town = Town::default();
    town.on_benefit(1..=10, "2005-01-01");
    let mut cohort = town.cohort();
    let job = || Kind::JobStarted {
        employer: "Bageren".to_owned(),
        minutes: 1_200,
        job: None,
        industry: None,
    };
    let left = || Kind::JobEnded {
        employer: "Bageren".to_owned(),
    };
    let praktik = || Kind::OfferBegan {
        offer: "loentilskud".to_owned(),
        place: None,
        minutes: None,
        until: None,
    };
    let over = || Kind::OfferEnded {
        offer: "loentilskud".to_owned(),
        place: None,
    };
    town.happened(1, "2022-03-31", job());
    town.happened(2, "2021-11-01", job());
    town.happened(2, "2022-02-01", left());
    town.happened(3, "2022-02-01", praktik());
    town.happened(4, "2021-11-01", praktik());
    town.happened(4, "2022-03-01", over());
    town.ends(5, "2022-01-01", "kontanthjaelp");
    town.begins(5, "2022-01-01", "foertidspension");
    town.happened(7, "2021-11-01", job());
    cohort.leavings.push(leaving(6, "fraflyttet", "2022-01-01"));
    cohort.leavings.push(leaving(7, "fraflyttet", "2022-01-01"));
    // After the month: it does not count there yet.
    cohort.leavings.push(leaving(8, "doed", "2022-04-01"));
    (town, cohort)
}

#[test]
fn each_reading_says_who_counts_and_who_has_succeeded() {
    let (town, cohort) = town();
    let found = READINGS.map(|reading| count(&town, &cohort, reading));
    let denominators = found.each_ref().map(|one| one.denominator.len());
    assert_eq!(denominators, [8, 10, 8, 10]);
    let numerators = found.each_ref().map(|one| ids(&one.numerator));
    assert_eq!(numerators[0], [1, 3, 5]);
    assert_eq!(numerators[1], [1, 3, 5, 7]);
    assert_eq!(
        numerators[2],
        [1, 2, 3, 5],
        "a placement counts only in the month"
    );
    assert_eq!(numerators[3], [1, 2, 3, 5, 7]);
    assert!(
        found
            .iter()
            .all(|one| one.unknown.is_empty() && one.is_met == Some(false))
    );
}

#[test]
fn what_was_so_before_the_drawing_is_no_result_of_it() {
    let mut town = Town::default();
    town.on_benefit(1..=2, "2005-01-01");
    let cohort = town.cohort();
    for (citizen, last) in [(1, "2021-09-15"), (2, "2021-09-16")] {
        let employer = "Bageren".to_owned();
        let job = Kind::JobStarted {
            employer: employer.clone(),
            minutes: 1_200,
            job: None,
            industry: None,
        };
        town.happened(citizen, "2021-09-02", job);
        town.happened(citizen, last, Kind::JobEnded { employer });
    }
    // Drawn on the 15th, in the middle of the month.
    let month = (day("2021-09-01"), day("2021-10-01"));
    let version = version();
    let told = reached(
        &version,
        &sight("2021-09-20", None),
        &cohort,
        month,
        &town.people(),
    )
    .expect("the page fits its schema");
    for reading in READINGS {
        let found = outcome(&version, &cohort, &told, month.1.plus(-1), reading);
        assert_eq!(ids(&found.numerator), [2], "{reading:?}");
    }
}

#[test]
fn exactly_the_goal_is_as_the_page_says() {
    let version = version();
    let mut cohort = Town::default().cohort();
    cohort.members = (1..=10).map(|id| (CitizenId(id), Vec::new())).collect();
    let met = |succeeded: u64, unknown: u64| {
        let told = (1..=10).map(|id| {
            let value = if id <= succeeded {
                Some(true)
            } else if id <= succeeded + unknown {
                None
            } else {
                Some(false)
            };
            let values = vec![value; version.successes.len()];
            let told = Reached {
                in_month: values.clone(),
                since_drawn: values,
            };
            (CitizenId(id), told)
        });
        outcome(&version, &cohort, &told.collect(), Day::MAX, STRICT).is_met
    };
    assert_eq!((met(8, 0), met(7, 0)), (Some(true), Some(false)));
    assert_eq!(
        (met(7, 1), met(6, 1), met(8, 1)),
        (None, Some(false), Some(true))
    );
    let empty = Town::default().cohort();
    assert_eq!(
        outcome(&version, &empty, &BTreeMap::new(), Day::MAX, STRICT).is_met,
        None
    );
}

proptest! {
    #[test]
    fn the_numerator_lies_in_the_denominator_by_every_reading(
        told in prop::collection::btree_map(
            0_u64..10,
            prop::collection::vec((0_u8..3, 0_u8..3), 5),
            0..10
        ),
        left in prop::collection::btree_map(0_u64..10, 0_usize..5, 0..6),
    ) {
        let version = version();
        let mut cohort = Town::default().cohort();
        cohort.members = (0..10).map(|id| (CitizenId(id), Vec::new())).collect();
        for (citizen, reason) in left {
            let reason = version.leavings[reason % version.leavings.len()].id.clone();
            cohort.leavings.push(leaving(citizen, &reason, "2021-10-01"));
        }
        let value = |value: u8| [Some(true), Some(false), None][usize::from(value)];
        let told: BTreeMap<CitizenId, Reached> = told.into_iter().map(|(id, values)| {
            let reached = Reached {
                in_month: values.iter().map(|(one, _)| value(*one)).collect(),
                // Whoever has come to it in the month has come to it since the drawing.
                since_drawn: values.iter().map(|(one, other)| match value(*one) {
                    Some(true) => Some(true),
                    _ => value(*other),
                }).collect(),
            };
            (CitizenId(id), reached)
        }).collect();
        let all = READINGS.map(|reading| outcome(&version, &cohort, &told, Day::MAX, reading));
        let standing = cohort.standing(Day::MAX);
        for one in &all {
            prop_assert!(one.numerator.is_subset(&one.denominator));
            prop_assert!(one.unknown.is_subset(&one.denominator));
            prop_assert!(one.numerator.is_disjoint(&one.unknown));
            let union: std::collections::BTreeSet<CitizenId> =
                one.by_success.iter().flatten().copied().collect();
            prop_assert_eq!(&union, &one.numerator);
            let out = if one.reading.leavers_out { standing.leavers.len() } else { 0 };
            prop_assert_eq!(one.denominator.len() + out, cohort.members.len());
        }
        prop_assert!(all[0].numerator.is_subset(&all[2].numerator));
        prop_assert!(all[1].numerator.is_subset(&all[3].numerator));
    }
}
