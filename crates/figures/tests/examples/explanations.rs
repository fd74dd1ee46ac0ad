//! Why a person is in a population, and when that changes.

use figures::{
    Change, Comparison, Histories, Length, MISSING, Numbers, Observation, Ratio, TrackRows, explain,
};

use crate::{
    BENEFITS, ask, between, day, example, histories, observed, on, schema, share, target_group,
};

fn alone(histories: &Histories, person: usize) -> Histories {
    let mut track = TrackRows::empty(0, 2);
    let from = &histories.tracks[0];
    for row in from.rows(person) {
        track.start.push(from.start[row]);
        track.end.push(from.end[row]);
        track.columns[0].push(from.columns[0][row]);
        track.columns[1].push(from.columns[1][row]);
    }
    track
        .offsets
        .push(u32::try_from(track.start.len()).expect("few"));
    Histories {
        persons: vec![histories.persons[person]],
        attributes: vec![vec![histories.attributes[0][person]]],
        tracks: vec![track],
    }
}

#[test]
fn an_explanation_has_the_numbers_the_spells_and_the_day_of_change() {
    let fourth = alone(&example(), 3);
    let told = explain(
        &schema(),
        &target_group(),
        &fourth,
        &observed(),
        day("2025-12-31"),
    );
    let told = told.expect("a sound population");
    assert_eq!(told.value, Some(true));
    // The benefit ended that day.
    assert_eq!(
        told.changes,
        Some(Change {
            on: day("2026-01-01"),
            to: Some(false)
        })
    );
    let [age, on, share] = told.parts.as_slice() else {
        panic!("three parts");
    };
    assert_eq!(
        (age.value, age.numbers, age.changes),
        (Some(true), Numbers::Age(Some(30)), None)
    );
    assert_eq!(
        (on.value, on.spells.as_slice()),
        (Some(true), [(BENEFITS, 2)].as_slice())
    );
    assert_eq!(share.numbers.threshold(), Some((4 * 3_652, 5)));
    assert!(matches!(
        share.numbers,
        Numbers::Share {
            of: 2_923,
            among: 3_652,
            ..
        }
    ));
    assert_eq!(share.spells, [(BENEFITS, 0), (BENEFITS, 1), (BENEFITS, 2)]);
    // 2,922 days are enough: the first of the 2,923 may leave the window, on 2026-01-01, and the second may not.
    assert_eq!(
        share.changes,
        Some(Change {
            on: day("2026-01-02"),
            to: Some(false)
        })
    );
}

#[test]
fn what_runs_is_assumed_to_go_on() {
    let mut third = alone(&example(), 2);
    third.tracks[0].end[0] = day("2024-06-01");
    let until = |until: &str| {
        [Observation {
            from: day("2004-01-05"),
            until: day(until),
        }]
    };
    let told = explain(
        &schema(),
        &target_group(),
        &third,
        &until("2024-06-01"),
        day("2024-05-31"),
    );
    let told = told.expect("a sound population");
    assert_eq!(told.value, Some(false));
    assert_eq!(
        told.changes,
        Some(Change {
            on: day("2024-12-31"),
            to: Some(true)
        })
    );
    // Observed for longer, the spell has ended.
    let told = explain(
        &schema(),
        &target_group(),
        &third,
        &until("2024-06-02"),
        day("2024-05-31"),
    );
    assert_eq!(told.expect("a sound population").changes, None);
}

#[test]
fn a_missing_value_is_unknown_where_it_matters() {
    let mut one = histories(
        &["1990-01-01"],
        &[
            (0, 2, 2, "2020-01-01", "2020-01-31"),
            (0, 2, 2, "2020-02-10", "2020-02-20"),
        ],
    );
    one.tracks[0].columns[1][0] = MISSING;
    let by_category = ask(&on(&[2], &[2]), &one);
    assert_eq!(by_category[0].on(day("2020-01-15")), None);
    assert_eq!(by_category[0].on(day("2020-02-15")), Some(true));
    // Where another test fails already, it does not matter.
    assert_eq!(
        ask(&on(&[3], &[2]), &one)[0].on(day("2020-01-15")),
        Some(false)
    );
    assert_eq!(
        ask(&on(&[2], &[]), &one)[0].on(day("2020-01-15")),
        Some(true)
    );
    let told = explain(
        &schema(),
        &on(&[2], &[2]),
        &one,
        &observed(),
        day("2020-01-15"),
    );
    let told = told.expect("a sound population");
    assert!(told.value.is_none() && told.known.contains(day("2020-01-15")));
    assert_eq!(told.spells, [(BENEFITS, 0)]);
}

#[test]
fn an_explanation_counts_calendar_days() {
    let date = day("2025-12-31");
    let one = histories(&["1970-01-01"], &[(0, 2, 2, "2016-01-02", "2025-12-31")]);
    let population = share(
        on(&[2], &[]),
        Length::Months(120),
        Comparison::AtLeast,
        (1, 1),
    );
    let explained = explain(&schema(), &population, &one, &observed(), date);
    let explained = explained.expect("a sound population");
    let window = between("2016-01-01", "2025-12-31");
    let share = Ratio {
        numerator: 1,
        denominator: 1,
    };
    assert_eq!(
        explained.numbers,
        Numbers::Share {
            window,
            of: 3_652,
            among: 3_653,
            share
        }
    );
}
