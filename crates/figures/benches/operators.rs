//! How long operators take on an invented register in memory; the counter shows spells a second.

use divan::counter::ItemsCount;
use figures::{
    Attribute, AttributeId, Column, ColumnId, ColumnKind, Comparison, Days, Histories, Length,
    MISSING, Observation, Population, Prepared, Ratio, Schema, SpellTest, Test, Track, TrackId,
    TrackRows,
};
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;

const PERSONS: i64 = 200_000;
/// 2004-01-05.
const FROM: i32 = 12_422;
/// 2026-06-29.
const UNTIL: i32 = 20_633;
/// 2025-12-31.
const DAY: i32 = 20_453;

fn main() {
    divan::main();
}

/// 12.5 spells a person on average, of benefits 1 to 14 and categories 0 to 4.
fn register() -> Histories {
    let mut random = ChaCha8Rng::seed_from_u64(7);
    let mut track = TrackRows::empty(0, 2);
    let mut births = Vec::new();
    for _ in 0..PERSONS {
        births.push(random.random_range(-10_000..13_000));
        let mut day = FROM + random.random_range(0..2_500);
        let sticks = random.random_range(1..=14);
        while day < UNTIL {
            let end = (day + random.random_range(20..900)).min(UNTIL);
            track.start.push(day);
            track.end.push(end);
            let stays = random.random_bool(0.6);
            let benefit = if stays {
                sticks
            } else {
                random.random_range(1..=14)
            };
            track.columns[0].push(benefit);
            track.columns[1].push(random.random_range(0..=4));
            let next = random.random_range(0..150);
            day = end + if next < 60 { 0 } else { next };
        }
        let rows = u32::try_from(track.start.len()).expect("fewer than 2³² spells");
        track.offsets.push(rows);
    }
    let histories = Histories {
        persons: (0..PERSONS).collect(),
        attributes: vec![births],
        tracks: vec![track],
    };
    histories.check().expect("a sound register");
    histories
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

fn on(benefits: &[i32], categories: &[i32]) -> Population {
    let test = |column: u8, values: &[i32]| Test::In {
        column: ColumnId(column),
        values: values.to_vec(),
    };
    let mut tests = vec![test(0, benefits)];
    if !categories.is_empty() {
        tests.push(test(1, categories));
    }
    Population::On(SpellTest {
        track: TrackId(0),
        tests,
    })
}

fn share(of: Population, window: Length) -> Population {
    Population::Share {
        of: Box::new(of),
        among: None,
        window,
        compare: Comparison::AtLeast,
        share: Ratio {
            numerator: 4,
            denominator: 5,
        },
    }
}

fn measure(bencher: divan::Bencher<'_, '_>, population: &Population, days: Days) {
    measure_over(bencher, population, days, &register());
}

fn measure_over(
    bencher: divan::Bencher<'_, '_>,
    population: &Population,
    days: Days,
    histories: &Histories,
) {
    let observation = [Observation {
        from: FROM,
        until: UNTIL,
    }];
    let mut prepared =
        Prepared::new(&schema(), population, &observation, days).expect("a sound population");
    let spells = histories.track(TrackId(0)).start.len();
    bencher
        .counter(ItemsCount::new(spells))
        .bench_local(|| prepared.total(histories));
}

#[divan::bench]
fn spells_that_pass(bencher: divan::Bencher<'_, '_>) {
    measure(bencher, &on(&[1, 2, 3, 4, 5], &[1, 3, 4]), Days::ALL);
}

/// The long-term unemployed, by the shortcut.
#[divan::bench]
fn share_of_the_spells_themselves(bencher: divan::Bencher<'_, '_>) {
    let eligible = on(&[1, 2, 3, 4, 5], &[1, 3, 4]);
    let population = Population::And(vec![eligible.clone(), share(eligible, Length::Days(364))]);
    measure(bencher, &population, Days::ALL);
}

/// The same by the general path, which the wrapping hides from the shortcut.
#[divan::bench]
fn share_in_general(bencher: divan::Bencher<'_, '_>) {
    let eligible = on(&[1, 2, 3, 4, 5], &[1, 3, 4]);
    let hidden = Population::Or(vec![eligible.clone()]);
    let population = Population::And(vec![eligible, share(hidden, Length::Days(364))]);
    measure(bencher, &population, Days::ALL);
}

#[divan::bench]
fn share_of_calendar_months(bencher: divan::Bencher<'_, '_>) {
    let eligible = on(&[1, 2, 3, 4, 5], &[1, 3, 4]);
    let population = Population::And(vec![eligible.clone(), share(eligible, Length::Months(12))]);
    measure(bencher, &population, Days::ALL);
}

/// A target group on one day: age, benefit, ten years back.
#[divan::bench]
fn target_group_on_a_day(bencher: divan::Bencher<'_, '_>) {
    let population = Population::And(vec![
        Population::Age {
            birth: AttributeId(0),
            from: 30,
            below: None,
        },
        on(&[2], &[2]),
        share(on(&[2, 3, 4, 5], &[]), Length::Days(3_652)),
    ]);
    measure(bencher, &population, Days::one(DAY));
}

#[divan::bench]
fn without_benefit_for_half_a_year(bencher: divan::Bencher<'_, '_>) {
    let any = on(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14], &[]);
    let population = Population::Continuous {
        of: Box::new(Population::Not(Box::new(any))),
        length: Length::Days(182),
    };
    measure(bencher, &population, Days::ALL);
}

/// The long-term unemployed where one category in a hundred is missing.
#[divan::bench]
fn share_with_values_missing(bencher: divan::Bencher<'_, '_>) {
    let mut histories = register();
    for category in histories.tracks[0].columns[1].iter_mut().step_by(100) {
        *category = MISSING;
    }
    let eligible = on(&[1, 2, 3, 4, 5], &[1, 3, 4]);
    let population = Population::And(vec![eligible.clone(), share(eligible, Length::Days(364))]);
    measure_over(bencher, &population, Days::ALL, &histories);
}
