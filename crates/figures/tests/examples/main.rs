//! Worked by hand: the persons of `workloads.md` §3, windows, boundaries, birthdays, and the explanations of them.

mod explanations;
mod membership;

use calendar::Day;
use figures::{
    Attribute, AttributeId, Column, ColumnId, ColumnKind, Comparison, Days, Histories, Length,
    Observation, PersonDays, Population, Ratio, Schema, SpellTest, Test, Track, TrackId, TrackRows,
    population_days,
};

pub(crate) const BENEFITS: TrackId = TrackId(0);
pub(crate) const BIRTH: AttributeId = AttributeId(0);

pub(crate) fn day(text: &str) -> i32 {
    text.parse::<Day>().expect("a day").epoch()
}

pub(crate) fn schema() -> Schema {
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

pub(crate) fn observed() -> [Observation; 1] {
    [Observation {
        from: day("2004-01-05"),
        until: day("2026-06-29"),
    }]
}

/// Spells with their last day, as (person, benefit, category, first day, last day).
pub(crate) fn histories(births: &[&str], spells: &[(usize, i32, i32, &str, &str)]) -> Histories {
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
pub(crate) fn example() -> Histories {
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

pub(crate) fn on(benefits: &[i32], categories: &[i32]) -> Population {
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

pub(crate) fn share(
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

pub(crate) fn four_fifths(of: Population, window: Length) -> Population {
    share(of, window, Comparison::AtLeast, (4, 5))
}

pub(crate) fn long_term() -> Population {
    let eligible = on(&[1, 2, 3, 4, 5], &[1, 3, 4]);
    Population::And(vec![
        eligible.clone(),
        four_fifths(eligible, Length::Days(364)),
    ])
}

pub(crate) fn target_group() -> Population {
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

pub(crate) fn ask(population: &Population, histories: &Histories) -> Vec<PersonDays> {
    population_days(&schema(), population, histories, &observed()).expect("a sound population")
}

pub(crate) fn between(first: &str, last: &str) -> Days {
    Days {
        from: day(first),
        until: day(last) + 1,
    }
}
