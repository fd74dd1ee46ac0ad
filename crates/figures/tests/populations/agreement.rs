//! Random definitions over random histories, compared with the oracle on every day.

use std::collections::BTreeMap;

use crate::oracle::random::{self, FIRST, LAST, Random};
use crate::oracle::{Said, Teller};
use figures::{
    Days, Histories, Observation, PersonDays, Population, population_days, population_within,
};

/// The oracle's time: nothing happens before it, and no gap that ends after it is passed.
const FROM: i32 = FIRST - 450;
const UNTIL: i32 = LAST + 400;
/// The days that are compared.
const COMPARED: std::ops::Range<i32> = FIRST - 200..LAST + 200;

fn engine(
    population: &Population,
    histories: &Histories,
    observation: &[Observation],
) -> Vec<PersonDays> {
    histories.check().expect("sound histories");
    population_days(&random::schema(), population, histories, observation)
        .expect("a sound population")
}

fn say(
    population: &Population,
    histories: &Histories,
    observation: &[Observation],
    person: usize,
) -> Said {
    Teller {
        histories,
        person,
        observation,
        from: FROM,
        until: UNTIL,
    }
    .say(population)
}

fn first_difference(said: &Said, found: &PersonDays) -> Option<i32> {
    COMPARED
        .into_iter()
        .find(|&day| said.on(day) != found.on(day))
}

#[test]
fn random_definitions_agree_with_the_oracle_on_every_day() {
    let mut effective: BTreeMap<&'static str, u32> = BTreeMap::new();
    for seed in 0..300 {
        let mut random = Random(seed);
        let missing = if seed % 2 == 0 { 0 } else { 4 };
        let histories = random::histories(&mut random, 4, missing);
        let observation = random::observation(&mut random);
        let population =
            random::population(&mut random, 1 + u32::try_from(seed % 3).expect("small"));
        let found = engine(&population, &histories, &observation);
        for (person, found) in found.iter().enumerate() {
            let said = say(&population, &histories, &observation, person);
            if let Some(day) = first_difference(&said, found) {
                let (expected, found) = (said.on(day), found.on(day));
                panic!(
                    "seed {seed}, person {person}, day {day}: {expected:?} is {found:?}\n{population:#?}"
                );
            }
            if person == 0 {
                note_effect(&population, &histories, &observation, &mut effective);
            }
        }
    }
    let names = [
        "everyone",
        "on",
        "has",
        "age",
        "share",
        "share-months",
        "share-among",
        "count",
        "sum",
        "continuous",
        "bridged",
        "since",
        "ever",
        "beginning",
        "and",
        "or",
        "not",
    ];
    for name in names {
        let times = effective.get(name).copied().unwrap_or_default();
        let floor = if name == "everyone" { 0 } else { 12 };
        assert!(
            times >= floor,
            "{name} made a difference {times} times only: {effective:?}"
        );
    }
}

/// Counts the operators of a definition that are true on some known days of a person and false on others.
fn note_effect(
    population: &Population,
    histories: &Histories,
    observation: &[Observation],
    effective: &mut BTreeMap<&'static str, u32>,
) {
    let says = |value| {
        (0..3).any(|person| {
            let said = say(population, histories, observation, person);
            COMPARED.into_iter().any(|day| said.on(day) == Some(value))
        })
    };
    if says(true) && says(false) {
        *effective.entry(name(population)).or_default() += 1;
    }
    for part in population.parts() {
        note_effect(part, histories, observation, effective);
    }
}

fn name(population: &Population) -> &'static str {
    match population {
        Population::Everyone => "everyone",
        Population::On(_) => "on",
        Population::Has { .. } => "has",
        Population::Age { .. } => "age",
        Population::Share { among: Some(_), .. } => "share-among",
        Population::Share {
            window: figures::Length::Months(_),
            ..
        } => "share-months",
        Population::Share { .. } => "share",
        Population::Count { .. } => "count",
        Population::Sum { .. } => "sum",
        Population::Continuous { .. } => "continuous",
        Population::Bridged { .. } => "bridged",
        Population::Since { .. } => "since",
        Population::Ever(_) => "ever",
        Population::Beginning { .. } => "beginning",
        Population::And(_) => "and",
        Population::Or(_) => "or",
        Population::Not(_) => "not",
    }
}

#[test]
fn asking_for_fewer_days_gives_the_same_days() {
    for seed in 1_000..1_500 {
        let mut random = Random(seed);
        let histories = random::histories(&mut random, 5, if seed % 3 == 0 { 4 } else { 0 });
        let observation = random::observation(&mut random);
        let mut population = random::population(&mut random, 2);
        // What is bridged looks further than most, to both sides.
        while seed >= 1_300 && !matches!(population, Population::Bridged { .. }) {
            population = random::population(&mut random, 2);
        }
        let all = engine(&population, &histories, &observation);
        let from = random.within(FIRST, LAST);
        let until = from + random.one_of(&[1, 1, 2, 31, 400]);
        let days = Days { from, until };
        let some = population_within(
            &random::schema(),
            &population,
            &histories,
            &observation,
            days,
        );
        for (all, some) in all.iter().zip(some.expect("a sound population")) {
            for day in from..until {
                assert_eq!(
                    all.on(day),
                    some.on(day),
                    "seed {seed}, day {day}\n{population:#?}"
                );
            }
        }
    }
}
