//! Worked by hand: membership in the long-term unemployed and in a target group, windows, boundaries and birthdays, and the
//! explanations of them.

use calendar::Day;
use figures::{
    Attribute, AttributeId, Change, Column, ColumnId, ColumnKind, Comparison, Days, Histories,
    Length, MISSING, Numbers, Observation, PersonDays, Population, Ratio, Schema, SpellTest, Test,
    Track, TrackId, TrackRows, explain, population_days, population_within,
};

const BENEFITS: TrackId = TrackId(0);
const BIRTH: AttributeId = AttributeId(0);

fn day(text: &str) -> i32 {
    text.parse::<Day>().expect("a day").epoch()
}

fn schema() -> Schema {
    let code = |name: &str| Column {
        name: name.to_owned(),
        kind: ColumnKind::Code {
            list: name.to_owned(),
        },
    };
    Schema {
        tracks: vec![Track {
            name: "benefits".to_owned(),
            columns: vec![code("benefit"), code("category")],
        }],
        attributes: vec![Attribute {
            name: "birth".to_owned(),
            kind: ColumnKind::Day,
        }],
    }
}

fn observed() -> [Observation; 1] {
    [Observation {
        from: day("2004-01-05"),
        until: day("2026-06-29"),
    }]
}

/// Spells with their last day, as (person, benefit, category, first day, last day).
fn histories(births: &[&str], spells: &[(usize, i32, i32, &str, &str)]) -> Histories {
    let mut track = TrackRows::empty(0, 2);
    for person in 0..births.len() {
        for &(_, benefit, category, first, last) in spells.iter().filter(|spell| spell.0 == person)
        {
            track.start.push(day(first));
            track.end.push(day(last) + 1);
            track.columns[0].push(benefit);
            track.columns[1].push(category);
        }
        track
            .offsets
            .push(u32::try_from(track.start.len()).expect("few"));
    }
    let histories = Histories {
        persons: (1..).take(births.len()).collect(),
        attributes: vec![births.iter().map(|birth| day(birth)).collect()],
        tracks: vec![track],
    };
    histories.check().expect("sound histories");
    histories
}

/// The persons of `workloads.md` §3, numbered from 0.
fn example() -> Histories {
    histories(
        &["1980-05-01", "1970-01-01", "1990-07-15", "1995-12-31"],
        &[
            (0, 1, 1, "2024-01-10", "2024-01-19"),
            (0, 1, 1, "2024-01-25", "2024-02-03"),
            (1, 2, 1, "2023-02-01", "2023-11-30"),
            (1, 6, 0, "2023-12-01", "2023-12-10"),
            (1, 2, 1, "2023-12-11", "2024-01-31"),
            (2, 2, 2, "2017-01-01", "2026-06-28"),
            (3, 3, 2, "2016-01-02", "2017-12-31"),
            (3, 2, 2, "2019-01-01", "2024-12-31"),
            (3, 2, 2, "2025-12-31", "2025-12-31"),
        ],
    )
}

fn on(benefits: &[i32], categories: &[i32]) -> Population {
    let test = |column, values: &[i32]| Test::In {
        column: ColumnId(column),
        values: values.to_vec(),
    };
    let mut tests = vec![test(0, benefits)];
    if !categories.is_empty() {
        tests.push(test(1, categories));
    }
    Population::On(SpellTest {
        track: BENEFITS,
        tests,
    })
}

fn share(
    of: Population,
    window: Length,
    compare: Comparison,
    (numerator, denominator): (u32, u32),
) -> Population {
    Population::Share {
        of: Box::new(of),
        among: None,
        window,
        compare,
        share: Ratio {
            numerator,
            denominator,
        },
    }
}

fn four_fifths(of: Population, window: Length) -> Population {
    share(of, window, Comparison::AtLeast, (4, 5))
}

fn long_term() -> Population {
    let eligible = on(&[1, 2, 3, 4, 5], &[1, 3, 4]);
    Population::And(vec![
        eligible.clone(),
        four_fifths(eligible, Length::Days(364)),
    ])
}

fn target_group() -> Population {
    Population::And(vec![
        Population::Age {
            birth: BIRTH,
            from: 30,
            below: None,
        },
        on(&[2], &[2]),
        four_fifths(on(&[2, 3, 4, 5], &[]), Length::Days(3_652)),
    ])
}

fn ask(population: &Population, histories: &Histories) -> Vec<PersonDays> {
    population_days(&schema(), population, histories, &observed()).expect("a sound population")
}

fn between(first: &str, last: &str) -> Days {
    Days {
        from: day(first),
        until: day(last) + 1,
    }
}

#[test]
fn the_long_term_unemployed_of_the_worked_example() {
    let found = ask(&long_term(), &example());
    // The 292nd day of the run is 2023-11-19; after the break, and in the spell after it, the share still holds.
    let second = [
        between("2023-11-19", "2023-11-30"),
        between("2023-12-11", "2024-01-31"),
    ];
    assert_eq!(found[1].days, second);
    for person in [0, 2, 3] {
        assert_eq!(found[person].days, []);
    }
    // Months' ends: no on 2023-10-31, yes on the three that follow.
    let ends = [
        "2023-10-31",
        "2023-11-30",
        "2023-12-31",
        "2024-01-31",
        "2024-02-29",
    ];
    let answers = ends.map(|end| found[1].on(day(end)));
    assert_eq!(
        answers,
        [Some(false), Some(true), Some(true), Some(true), Some(false)]
    );
}

#[test]
fn exactly_292_of_364_days_reach_four_fifths_and_291_do_not() {
    for (first, expected) in [("2023-02-12", true), ("2023-02-13", false)] {
        let one = histories(&["1970-01-01"], &[(0, 2, 1, first, "2023-11-30")]);
        let found = ask(&long_term(), &one);
        assert_eq!(found[0].on(day("2023-11-30")), Some(expected));
    }
}

#[test]
fn the_target_group_of_the_worked_example() {
    let date = day("2025-12-31");
    let found = ask(&target_group(), &example());
    let members: Vec<usize> = (0..4)
        .filter(|&person| found[person].on(date) == Some(true))
        .collect();
    assert_eq!(members, [2, 3]);
    // Asked about that day alone, the same.
    let on_day = population_within(
        &schema(),
        &target_group(),
        &example(),
        &observed(),
        Days::one(date),
    );
    let on_day = on_day.expect("a sound population");
    let members: Vec<usize> = (0..4)
        .filter(|&person| on_day[person].on(date) == Some(true))
        .collect();
    assert_eq!(members, [2, 3]);
}

#[test]
fn ten_years_can_be_3653_days_or_3652() {
    let date = day("2025-12-31");
    // On all 3,653 days but one of the calendar window, and on all of the 3,652 days.
    let one = histories(&["1970-01-01"], &[(0, 2, 2, "2016-01-02", "2025-12-31")]);
    let all_of = |window| share(on(&[2], &[]), window, Comparison::AtLeast, (1, 1));
    let answers = [
        Length::Days(3_652),
        Length::Days(3_653),
        Length::Months(120),
    ]
    .map(|window| ask(&all_of(window), &one)[0].on(date));
    assert_eq!(answers, [Some(true), Some(false), Some(false)]);
    let explained = explain(
        &schema(),
        &all_of(Length::Months(120)),
        &one,
        &observed(),
        date,
    );
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

#[test]
fn at_least_and_more_than_differ_on_the_boundary() {
    // 8 of 10 days.
    let one = histories(&["1970-01-01"], &[(0, 2, 2, "2020-03-01", "2020-03-08")]);
    let end = day("2020-03-10");
    let found = |compare| {
        let population = share(on(&[2], &[]), Length::Days(10), compare, (4, 5));
        ask(&population, &one)[0].on(end)
    };
    assert_eq!(found(Comparison::AtLeast), Some(true));
    assert_eq!(found(Comparison::MoreThan), Some(false));
    assert_eq!(found(Comparison::Equal), Some(true));
    assert_eq!(found(Comparison::LessThan), Some(false));
}

#[test]
fn a_share_among_no_days_is_false() {
    let one = histories(&["1970-01-01"], &[(0, 2, 2, "2020-03-01", "2020-03-08")]);
    let population = |compare| Population::Share {
        of: Box::new(on(&[2], &[])),
        among: Some(Box::new(on(&[9], &[]))),
        window: Length::Days(10),
        compare,
        share: Ratio {
            numerator: 0,
            denominator: 1,
        },
    };
    for compare in [Comparison::AtLeast, Comparison::AtMost, Comparison::Equal] {
        assert_eq!(ask(&population(compare), &one)[0].days, []);
    }
}

#[test]
fn who_is_born_on_29_february_turns_older_on_1_march_in_other_years() {
    let one = histories(&["2000-02-29"], &[]);
    let aged = |from, below| {
        ask(
            &Population::Age {
                birth: BIRTH,
                from,
                below,
            },
            &one,
        )[0]
        .days
        .clone()
    };
    assert_eq!(aged(18, Some(19)), [between("2018-03-01", "2019-02-28")]);
    assert_eq!(aged(20, Some(21)), [between("2020-02-29", "2021-02-28")]);
    for (date, expected) in [
        ("2018-02-28", false),
        ("2018-03-01", true),
        ("2020-02-28", true),
    ] {
        let adult = Population::Age {
            birth: BIRTH,
            from: 18,
            below: None,
        };
        let found = population_within(&schema(), &adult, &one, &observed(), Days::one(day(date)));
        assert_eq!(
            found.expect("a sound population")[0].on(day(date)),
            Some(expected),
            "{date}"
        );
    }
}

#[test]
fn months_are_held_to_the_month_end() {
    // One month from 31 January 2023 is over with 27 February, one from 31 January 2024 with 28 February.
    for (first, fulfilled) in [
        ("2023-01-31", "2023-02-27"),
        ("2024-01-31", "2024-02-28"),
        ("2024-02-29", "2024-03-28"),
    ] {
        let one = histories(&["1970-01-01"], &[(0, 2, 2, first, "2024-06-30")]);
        let population = Population::Continuous {
            of: Box::new(on(&[2], &[])),
            length: Length::Months(1),
        };
        assert_eq!(
            ask(&population, &one)[0].days,
            [between(fulfilled, "2024-06-30")],
            "{first}"
        );
    }
    // The month that ends on 31 March is March, and so is that which ends on 30 March, without its last day.
    let one = histories(&["1970-01-01"], &[(0, 2, 2, "2023-02-28", "2023-02-28")]);
    let any = share(
        on(&[2], &[]),
        Length::Months(1),
        Comparison::MoreThan,
        (0, 1),
    );
    assert_eq!(
        ask(&any, &one)[0].days,
        [between("2023-02-28", "2023-03-27")]
    );
    // A leap day leaves a window of a year with the first of March.
    let one = histories(&["1970-01-01"], &[(0, 2, 2, "2024-02-29", "2024-02-29")]);
    let any = share(
        on(&[2], &[]),
        Length::Months(12),
        Comparison::MoreThan,
        (0, 1),
    );
    assert_eq!(
        ask(&any, &one)[0].days,
        [between("2024-02-29", "2025-02-28")]
    );
}

#[test]
fn days_outside_the_observation_are_unknown() {
    let found = ask(&four_fifths(on(&[2], &[]), Length::Days(364)), &example());
    // The first window that is observed as a whole ends on 2005-01-02.
    assert_eq!(found[0].on(day("2005-01-01")), None);
    assert_eq!(found[0].on(day("2005-01-02")), Some(false));
    assert_eq!(found[0].on(day("2026-06-28")), Some(false));
    assert_eq!(found[0].on(day("2026-06-29")), None);
}

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
fn a_population_that_does_not_fit_is_refused() {
    let faulty = [
        Population::Has {
            attribute: AttributeId(1),
            values: vec![1],
        },
        Population::On(SpellTest {
            track: TrackId(1),
            tests: Vec::new(),
        }),
        on(&[2, 1], &[]),
        share(on(&[1], &[]), Length::Days(1), Comparison::AtLeast, (1, 0)),
        Population::Not(Box::new(Population::Sum {
            of: SpellTest {
                track: BENEFITS,
                tests: Vec::new(),
            },
            column: ColumnId(2),
            window: Length::Days(1),
            compare: Comparison::AtLeast,
            number: 1,
        })),
    ];
    for population in faulty {
        assert!(
            population_days(&schema(), &population, &example(), &observed()).is_err(),
            "{population:?}"
        );
    }
}
