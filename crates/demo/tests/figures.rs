//! The invented municipality is worth counting: every indicator of the rulebook finds something in it, month after month.
#![expect(
    clippy::unwrap_used,
    clippy::print_stdout,
    reason = "a test stops where something is not as it should be, and tells what it found"
)]

use std::collections::{BTreeMap, BTreeSet};

use calendar::Day;
use casework::histories::{Builder, Shape, TRACKS, doubts};
use demo::Municipality;
use facts::{CitizenId, Fact};
use figures::{Answer, Cube, Periods, Plan, Query, Setting, WorkingDays};
use rulebook::Book;
use rulebook::indicators::IndicatorVersion;

/// How many months back from the demonstration's day are looked at.
const MONTHS: i32 = 18;

/// Measures that may stay at zero for long, each with the reason.
const RARE: &[(&str, &str, &str)] = &[
    (
        "selvforsoergelse-seks-maaneder",
        "afsluttede",
        "few die or emigrate within six months of an exit",
    ),
    (
        "selvforsoergelse-182",
        "afsluttede",
        "few die or emigrate within half a year of an exit",
    ),
    (
        "afgange-venter-seks-maaneder",
        "ukendte",
        "only the exits of the latest half year cannot be followed yet",
    ),
    (
        "afgange-venter-182",
        "ukendte",
        "only the exits of the latest half year cannot be followed yet",
    ),
    (
        "fleksjob-timer",
        "uden-timer",
        "here the hours of everybody in a flex job are registered",
    ),
];

/// Indicators of what had not happened yet on some day of the demonstration: nobody is counted before that day.
const NOT_BEFORE: &[(&str, &str, &str)] = &[(
    "ukrainere-i-arbejde",
    "2022-03-17",
    "nobody was displaced from Ukraine before the war",
)];

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

/// The numbers of an indicator by month, measure by measure; `None` for a month that cannot be known.
struct Series {
    version: std::sync::Arc<IndicatorVersion>,
    months: Vec<Option<Vec<i64>>>,
}

fn count(seed: u64, today: Day) -> Vec<Series> {
    let book = Book::embedded();
    let municipality = Municipality::invent(seed, today, &book);
    let mut by_citizen: BTreeMap<CitizenId, Vec<Fact>> = BTreeMap::new();
    for fact in municipality.facts() {
        by_citizen.entry(fact.entry.citizen).or_default().push(fact);
    }
    let shape = Shape::of(&book);
    let mut builder = Builder::new(&shape, today);
    for (citizen, facts) in &by_citizen {
        assert!(doubts(facts, None).is_empty(), "{citizen} contradicts");
        builder.add(*citizen, facts, None);
    }
    let told = builder.finish();
    assert!(told.unknown_codes.is_empty(), "{:?}", told.unknown_codes);
    let since = TRACKS.map(|track| (track.to_owned(), municipality.told_from(track)));
    let last = today.month_start().plus(-1);
    let periods = Periods::months(last.plus_months(1 - MONTHS).epoch(), last.epoch(), 1);
    let (from, until) = (periods.bounds[0], *periods.bounds.last().unwrap());
    let setting = Setting {
        observation: shape.observation(&BTreeMap::from(since), today, today),
        working_days: Some(WorkingDays::new(&book.calendar().calendar, from, until)),
    };
    let catalogue = book.catalogue();
    let holding: Vec<_> = catalogue
        .indicators()
        .iter()
        .filter(|version| version.from <= last && version.until.is_none_or(|until| until > last))
        .cloned()
        .collect();
    let queries: Vec<Query> = holding
        .iter()
        .map(|version| {
            let asked = version.asked(catalogue.registers(), &[], periods.clone());
            Query::Cube(asked.unwrap())
        })
        .collect();
    let plan = Plan::compile(shape.schema(), &queries, &setting).unwrap();
    let mut run = plan.start().unwrap();
    run.add(&told.histories).unwrap();
    let answers = run.finish().unwrap();
    let months = periods.len();
    holding
        .into_iter()
        .zip(answers)
        .map(|(version, answer)| {
            let Answer::Cube(cube) = answer else {
                panic!("a cube was asked for");
            };
            Series {
                months: by_month(&cube, months),
                version,
            }
        })
        .collect()
}

fn by_month(cube: &Cube, months: usize) -> Vec<Option<Vec<i64>>> {
    let mut found: Vec<Option<Vec<i64>>> = vec![Some(vec![0; cube.measures]); months];
    for unknown in &cube.unknown_periods {
        found[*unknown as usize] = None;
    }
    for row in &cube.rows {
        if let Some(numbers) = &mut found[row.period as usize] {
            for (sum, number) in numbers.iter_mut().zip(&row.numbers) {
                *sum += number;
            }
        }
    }
    found
}

/// What is wrong with the numbers of an indicator, measure by measure.
fn faults(series: &Series) -> Vec<String> {
    let mut faults = Vec::new();
    let id = &series.version.id;
    for (at, measure) in series.version.measures.iter().enumerate() {
        let numbers: Vec<i64> = series
            .months
            .iter()
            .flatten()
            .map(|numbers| numbers[at])
            .collect();
        println!("{id} {}: {numbers:?}", measure.id);
        let rare = RARE
            .iter()
            .any(|(of, rare, _)| of == id && *rare == measure.id);
        let filled = numbers.iter().filter(|number| **number > 0).count();
        let values: BTreeSet<&i64> = numbers.iter().collect();
        if numbers.is_empty() {
            faults.push(format!("{id} {}: no month is known", measure.id));
        } else if !rare && filled * 2 < numbers.len() {
            faults.push(format!("{id} {}: mostly zero, {numbers:?}", measure.id));
        } else if !rare && numbers.iter().any(|number| *number > 4) && values.len() < 3 {
            faults.push(format!("{id} {}: does not move, {numbers:?}", measure.id));
        }
    }
    faults
}

#[test]
fn every_indicator_of_the_day_is_alive() {
    for today in ["2021-09-15", "2024-05-15", "2026-10-01"] {
        let counted = count(1, day(today));
        assert!(counted.len() > 12, "{}", counted.len());
        let (early, alive): (Vec<_>, Vec<_>) = counted.iter().partition(|series| {
            let mut dated = NOT_BEFORE.iter();
            dated.any(|(id, from, _)| *id == series.version.id && day(today) < day(from))
        });
        let faults: Vec<String> = alive.into_iter().flat_map(faults).collect();
        assert!(faults.is_empty(), "{today}: {faults:#?}");
        for series in early {
            let counted: i64 = series.months.iter().flatten().flatten().sum();
            assert_eq!(counted, 0, "{}", series.version.id);
        }
    }
}
