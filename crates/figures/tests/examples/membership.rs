//! Who is in a population on which days.

use figures::{
    AttributeId, ColumnId, Comparison, Days, Length, Population, Ratio, SpellTest, TrackId,
    population_days, population_within,
};

use crate::{
    BENEFITS, BIRTH, ask, between, day, example, four_fifths, histories, long_term, observed, on,
    schema, share, target_group,
};

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
