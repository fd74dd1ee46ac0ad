//! Every measure by every sort of dimension, held against the definition read day by day.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

mod cells;
mod days;
#[path = "../register/dice.rs"]
mod dice;
mod exits;
mod unknown;
mod world;

use days::{Oracle, Row};
use dice::Dice;
use figures::{
    After, Answer, Comparison, DayCount, Dimension, Histories, Horizon, Indicator, Length, Measure,
    Number, Outcome, Partial, Periods, Plan, Population, Query, SpellTest, Test, Weight,
};
use world::{BENEFIT, BIRTH, GONE, JOB, PART, PLACE, SEX, SORT, day, histories, schema, setting};

fn of(track: figures::TrackId, tests: Vec<Test>) -> SpellTest {
    SpellTest { track, tests }
}

fn sorts(values: &[i32]) -> Test {
    Test::In {
        column: SORT,
        values: values.to_vec(),
    }
}

fn on(track: figures::TrackId, tests: Vec<Test>) -> Population {
    Population::On(of(track, tests))
}

fn not(population: Population) -> Population {
    Population::Not(Box::new(population))
}

/// Populations of every provenance: rows kept, rows lost, overlapping rows, no rows at all.
fn populations() -> Vec<Population> {
    let long = Test::Compare {
        column: PART,
        compare: Comparison::AtLeast,
        number: 600,
    };
    vec![
        on(BENEFIT, vec![]),
        on(BENEFIT, vec![sorts(&[1, 3])]),
        on(JOB, vec![]),
        on(JOB, vec![long]),
        Population::And(vec![on(BENEFIT, vec![sorts(&[1, 2])]), on(JOB, vec![])]),
        Population::Or(vec![
            on(BENEFIT, vec![sorts(&[2])]),
            on(JOB, vec![sorts(&[1])]),
        ]),
        Population::And(vec![on(BENEFIT, vec![]), not(on(JOB, vec![]))]),
        not(on(BENEFIT, vec![])),
        Population::Everyone,
    ]
}

fn column(of: SpellTest, column: figures::ColumnId, gathered: &[(i32, i32)]) -> Dimension {
    Dimension::Column {
        of,
        column,
        gathered: gathered.to_vec(),
    }
}

fn dimensions() -> Vec<Dimension> {
    vec![
        column(of(BENEFIT, vec![]), PLACE, &[]),
        column(of(BENEFIT, vec![]), SORT, &[(1, 7), (3, 7)]),
        column(of(BENEFIT, vec![sorts(&[1, 2])]), PLACE, &[]),
        column(of(JOB, vec![]), SORT, &[]),
        column(of(JOB, vec![]), PLACE, &[(1, -5), (2, 40_000), (4, -5)]),
        Dimension::Attribute {
            attribute: SEX,
            gathered: vec![],
        },
        Dimension::Age {
            birth: BIRTH,
            bounds: vec![20, 29, 30, 31],
        },
        Dimension::Seniority {
            of: on(BENEFIT, vec![]),
            bounds: vec![Length::Days(3), Length::Days(28), Length::Months(2)],
        },
        Dimension::Seniority {
            of: on(JOB, vec![sorts(&[1, 2])]),
            bounds: vec![Length::Days(1), Length::Months(1)],
        },
    ]
}

fn followed(still: &Population, horizon: Horizon, holds: &Population) -> Vec<Measure> {
    [
        Outcome::Told,
        Outcome::Held,
        Outcome::Censored,
        Outcome::Untold,
    ]
    .map(|outcome| Measure::Followed {
        still: still.clone(),
        after: After {
            horizon,
            holds: holds.clone(),
            censor: Some(on(GONE, vec![])),
        },
        outcome,
    })
    .to_vec()
}

fn weighted(of: SpellTest, days: DayCount) -> [Measure; 2] {
    let weight = Weight::Column { of, column: PART };
    [
        Measure::Weighted {
            weight: weight.clone(),
            days,
        },
        Measure::WeightedOfStock { weight, days },
    ]
}

fn measures() -> Vec<Measure> {
    let one = |days| Measure::Weighted {
        weight: Weight::One,
        days,
    };
    let nothing = Population::Or(vec![]);
    let mut measures = vec![
        Measure::Stock,
        Measure::Touched,
        one(DayCount::Calendar),
        one(DayCount::Working),
        Measure::WeightedOfStock {
            weight: Weight::One,
            days: DayCount::Working,
        },
        Measure::Entries,
        Measure::CompletedRuns,
        Measure::CompletedDays,
        Measure::Exits {
            still: nothing.clone(),
        },
        Measure::Exits {
            still: on(JOB, vec![]),
        },
        Measure::Part {
            part: on(JOB, vec![]),
            measure: Box::new(Measure::Touched),
        },
    ];
    measures.extend(weighted(of(BENEFIT, vec![]), DayCount::Calendar));
    measures.extend(weighted(
        of(BENEFIT, vec![sorts(&[1, 2])]),
        DayCount::Working,
    ));
    measures.extend(weighted(of(JOB, vec![]), DayCount::Calendar));
    let without = not(on(BENEFIT, vec![]));
    measures.extend(followed(&nothing, Horizon::Days(30), &without));
    let working = on(JOB, vec![sorts(&[1, 2])]);
    measures.extend(followed(
        &on(BENEFIT, vec![]),
        Horizon::WholeMonths(2),
        &working,
    ));
    measures
}

fn periods(dice: &mut Dice) -> Periods {
    let (first, last) = (day("2019-12-20"), day("2021-01-15"));
    match dice.throw(6) {
        0 => Periods::weeks(day("2020-03-01"), day("2020-06-01")),
        1 => Periods::months(first, last, 3),
        2 => Periods::months(first, last, 12),
        3 => Periods::day(day("2020-07-07")),
        4 => Periods {
            bounds: (0..20).map(|one| day("2020-05-20") + one).collect(),
        },
        _ => Periods::months(first, last, 1),
    }
}

fn cube(indicator: &Indicator, batches: &[&Histories]) -> figures::Cube {
    let queries = [Query::Cube(indicator.clone())];
    let plan = Plan::compile(&schema(), &queries, &setting()).unwrap();
    let mut whole = plan.start().unwrap();
    for batch in batches {
        let mut run = plan.start().unwrap();
        run.add(batch).unwrap();
        whole.merge(run).unwrap();
    }
    match whole.finish().unwrap().pop() {
        Some(Answer::Cube(cube)) => cube,
        other => panic!("{other:?}"),
    }
}

fn rows(cube: &figures::Cube) -> Vec<Row> {
    let rows = cube.rows.iter();
    rows.map(|row| (row.period, row.members.to_vec(), row.numbers.to_vec()))
        .collect()
}

fn hold(indicator: &Indicator, histories: &Histories, seed: u64) {
    let setting = setting();
    let oracle = Oracle {
        histories,
        setting: &setting,
        indicator,
    };
    let found = cube(indicator, &[histories]);
    let wanted = oracle.rows_of_cube();
    let found = rows(&found);
    for (one, other) in found.iter().zip(&wanted) {
        assert_eq!(one, other, "seed {seed}, {indicator:#?}");
    }
    assert_eq!(found.len(), wanted.len(), "seed {seed}, {indicator:#?}");
}

/// Every measure of one indicator, by these dimensions.
fn indicator(population: Population, by: Vec<Dimension>, dice: &mut Dice) -> Indicator {
    Indicator {
        population,
        measures: measures(),
        by,
        periods: periods(dice),
        partial: Partial::Keep,
    }
}

#[test]
fn every_measure_by_every_dimension_is_what_the_definition_says() {
    let mut seed = 0;
    for population in populations() {
        for by in (0..=dimensions().len()).map(|at| dimensions().into_iter().skip(at).take(1)) {
            seed += 1;
            let mut dice = Dice(seed);
            let indicator = indicator(population.clone(), by.collect(), &mut dice);
            let histories = histories(4, seed, seed % 3 == 0);
            hold(&indicator, &histories, seed);
        }
    }
}

#[test]
fn measures_alone_and_in_any_company_are_the_same() {
    for seed in 1_000..1_200 {
        let mut dice = Dice(seed);
        let mut pick = |among: i32| dice.throw(among).unsigned_abs() as usize;
        let population = populations().swap_remove(pick(9));
        let by = [
            dimensions().swap_remove(pick(9)),
            dimensions().swap_remove(pick(9)),
        ];
        let some = (0..=pick(3)).map(|_| measures().swap_remove(pick(25)));
        let measures = some.collect();
        let partial = [Partial::Keep, Partial::Unknown][pick(2)];
        let mut indicator = indicator(population, by.to_vec(), &mut dice);
        indicator.measures = measures;
        indicator.partial = partial;
        hold(&indicator, &histories(5, seed, false), seed);
    }
}

fn persons(histories: &Histories, which: std::ops::Range<usize>) -> Histories {
    let mut part = Histories {
        persons: histories.persons[which.clone()].to_vec(),
        attributes: histories.attributes.clone(),
        tracks: histories.tracks.clone(),
    };
    for values in &mut part.attributes {
        *values = values[which.clone()].to_vec();
    }
    for track in &mut part.tracks {
        let rows = track.offsets[which.start] as usize..track.offsets[which.end] as usize;
        let base = track.offsets[which.start];
        track.offsets = track.offsets[which.start..=which.end].to_vec();
        track.offsets.iter_mut().for_each(|offset| *offset -= base);
        track.start = track.start[rows.clone()].to_vec();
        track.end = track.end[rows.clone()].to_vec();
        for column in &mut track.columns {
            *column = column[rows.clone()].to_vec();
        }
    }
    part
}

#[test]
fn it_does_not_matter_who_shares_a_batch_or_which_run_is_merged_first() {
    for seed in 2_000..2_060 {
        let mut dice = Dice(seed);
        let all = histories(30, seed, false);
        let by = vec![
            dimensions().swap_remove(dice.throw(9).unsigned_abs() as usize),
            dimensions().swap_remove(dice.throw(9).unsigned_abs() as usize),
        ];
        let population = populations().swap_remove(dice.throw(9).unsigned_abs() as usize);
        let indicator = indicator(population, by, &mut dice);
        let whole = cube(&indicator, &[&all]);
        let (one, other) = (dice.throw(31), dice.throw(31));
        let cuts = [one.min(other), one.max(other)].map(|one| one.unsigned_abs() as usize);
        let parts = [
            persons(&all, cuts[1]..30),
            persons(&all, 0..cuts[0]),
            persons(&all, cuts[0]..cuts[1]),
        ];
        assert_eq!(cube(&indicator, &parts.each_ref()), whole, "seed {seed}");
    }
}

/// The same histories with some spells cut in two.
fn cut(histories: &Histories, dice: &mut Dice) -> Histories {
    let mut cut = histories.clone();
    for (track, whole) in cut.tracks.iter_mut().zip(&histories.tracks) {
        let columns = whole.columns.len();
        track.start.clear();
        track.end.clear();
        track.columns = vec![vec![]; columns];
        track.offsets = vec![0];
        for person in 0..histories.len() {
            let mut rows: Vec<(i32, i32, usize)> = Vec::new();
            for row in whole.rows(person) {
                let (start, end) = (whole.start[row], whole.end[row]);
                if end - start > 1 && dice.throw(2) == 0 {
                    let middle = start + 1 + dice.throw(end - start - 1);
                    rows.extend([(start, middle, row), (middle, end, row)]);
                } else {
                    rows.push((start, end, row));
                }
            }
            rows.sort_unstable();
            for (start, end, row) in rows {
                track.start.push(start);
                track.end.push(end);
                for (column, values) in track.columns.iter_mut().zip(&whole.columns) {
                    column.push(values[row]);
                }
            }
            track
                .offsets
                .push(u32::try_from(track.start.len()).unwrap());
        }
    }
    cut.check().unwrap();
    cut
}

#[test]
fn cutting_a_spell_in_two_changes_nothing() {
    for seed in 3_000..3_250 {
        let mut dice = Dice(seed);
        let all = histories(12, seed, false);
        let pieces = cut(&all, &mut dice);
        let population = populations().swap_remove(dice.throw(9).unsigned_abs() as usize);
        let by = dimensions().swap_remove(dice.throw(9).unsigned_abs() as usize);
        let indicator = indicator(population, vec![by], &mut dice);
        assert_eq!(
            cube(&indicator, &[&pieces]),
            cube(&indicator, &[&all]),
            "seed {seed}"
        );
    }
}

#[test]
fn behind_a_number_are_as_many_persons_as_it_says() {
    let all = histories(200, 4_000, false);
    let mut seen = 0;
    for (at, population) in populations().into_iter().enumerate() {
        let indicator = Indicator {
            population,
            measures: vec![Measure::Touched, Measure::Stock],
            by: vec![dimensions().swap_remove(at)],
            periods: Periods::months(day("2020-01-01"), day("2020-12-31"), 1),
            partial: Partial::Keep,
        };
        let cube = cube(&indicator, &[&all]);
        let queries = [Query::Cube(indicator)];
        let plan = Plan::compile(&schema(), &queries, &setting()).unwrap();
        for row in cube.rows.iter().step_by(7) {
            for (measure, number) in row.numbers.iter().enumerate() {
                let persons = plan.behind(0, &Number::of(row, measure), &all).unwrap();
                assert_eq!(i64::try_from(persons.len()).unwrap(), *number);
                seen += persons.len();
            }
        }
    }
    assert!(seen > 1_000, "{seen}");
}

#[test]
fn both_sides_say_the_same_of_every_day() {
    for seed in 5_000..5_040 {
        let all = histories(6, seed, false);
        let setting = setting();
        for population in populations() {
            let schema = schema();
            let engine = figures::population_days(&schema, &population, &all, &setting.observation);
            let mut dice = Dice(1);
            let indicator = indicator(population.clone(), vec![], &mut dice);
            let oracle = Oracle {
                histories: &all,
                setting: &setting,
                indicator: &indicator,
            };
            for (person, found) in engine.unwrap().into_iter().enumerate() {
                for day in days::BEFORE..days::AFTER {
                    let wanted = match oracle.truth(&population, person, day) {
                        days::Truth::Yes => Some(true),
                        days::Truth::No => Some(false),
                        _ => None,
                    };
                    assert_eq!(
                        found.on(day),
                        wanted,
                        "seed {seed} day {day} person {person} {found:?} {population:?}"
                    );
                }
            }
        }
    }
}
