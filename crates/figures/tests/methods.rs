//! Methods of counting with published examples, boundaries, and what is refused.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use calendar::{Calendar, Day, Holiday, HolidayRule};
use figures::{
    Answer, Attribute, AttributeId, Column, ColumnId, ColumnKind, Cube, DayCount, Dimension,
    Histories, Indicator, MISSING, Measure, Observation, Partial, Periods, Plan, PlanFault,
    Population, Query, RunError, Schema, Setting, SpellTest, Track, TrackId, TrackRows, Weight,
    WorkingDays,
};

fn day(text: &str) -> i32 {
    text.parse::<Day>().unwrap().epoch()
}

fn schema() -> Schema {
    let minutes = Column {
        name: "minutes".to_owned(),
        kind: ColumnKind::Number {
            unit: "minutes-a-week".to_owned(),
        },
    };
    Schema {
        tracks: vec![Track {
            name: "job".to_owned(),
            columns: vec![minutes],
        }],
        attributes: vec![Attribute {
            name: "birth".to_owned(),
            kind: ColumnKind::Day,
        }],
    }
}

fn setting(working: Option<WorkingDays>) -> Setting {
    Setting {
        observation: vec![Observation {
            from: day("2007-01-01"),
            until: day("2009-01-01"),
        }],
        working_days: working,
    }
}

fn jobs(rows: &[(&str, &str, i32)]) -> Histories {
    Histories {
        persons: vec![7],
        attributes: vec![vec![day("1980-01-01")]],
        tracks: vec![TrackRows {
            offsets: vec![0, u32::try_from(rows.len()).unwrap()],
            start: rows.iter().map(|row| day(row.0)).collect(),
            end: rows.iter().map(|row| day(row.1)).collect(),
            columns: vec![rows.iter().map(|row| row.2).collect()],
            disjoint: true,
        }],
    }
}

fn all_jobs() -> SpellTest {
    SpellTest {
        track: TrackId(0),
        tests: vec![],
    }
}

fn minutes_of(days: DayCount) -> Measure {
    Measure::Weighted {
        weight: Weight::Column {
            of: all_jobs(),
            column: ColumnId(0),
        },
        days,
    }
}

fn first_quarter(measures: Vec<Measure>) -> Indicator {
    Indicator {
        population: Population::On(all_jobs()),
        measures,
        by: vec![],
        periods: Periods::months(day("2008-01-01"), day("2008-03-31"), 3),
        partial: Partial::Unknown,
    }
}

fn ask(indicator: &Indicator, setting: &Setting, histories: &Histories) -> Result<Cube, RunError> {
    let queries = [Query::Cube(indicator.clone())];
    let plan = Plan::compile(&schema(), &queries, setting).unwrap();
    let mut run = plan.start()?;
    run.add(histories)?;
    match run.finish()?.pop() {
        Some(Answer::Cube(cube)) => Ok(cube),
        other => panic!("{other:?}"),
    }
}

/// Statistics Denmark's example of a degree: 20 hours a week in January and February 2008, where the quarter has 65 working
/// days and the two months 44: every day from Monday to Friday, holidays too.
#[test]
fn twenty_hours_in_two_of_three_months_are_0_366_full_time_persons() {
    let new_year = Holiday {
        name: "nytårsdag".to_owned(),
        rule: HolidayRule::Fixed { month: 1, day: 1 },
        from: None,
        to: None,
    };
    let calendar = [Calendar::new(vec![new_year]), Calendar::default()];
    let [strict, plain] =
        calendar.map(|calendar| WorkingDays::new(&calendar, day("2008-01-01"), day("2008-04-01")));
    let quarter = |days: &WorkingDays| days.between(day("2008-01-01"), day("2008-04-01")).unwrap();
    assert_eq!([quarter(&strict), quarter(&plain)], [64, 65]);

    let jobs = jobs(&[("2008-01-01", "2008-03-01", 20 * 60)]);
    let indicator = first_quarter(vec![minutes_of(DayCount::Working)]);
    let cube = ask(&indicator, &setting(Some(plain)), &jobs).unwrap();
    let found = cube.rows[0].numbers[0];
    assert_eq!(found, 20 * 60 * 44);
    // 20/37 · 44/65, without a division: over 37 hours and 65 days.
    assert_eq!(i128::from(found) * 37 * 65, 20 * 44 * (37 * 60 * 65));
    let thousandths = (found * 1_000 + 37 * 60 * 65 / 2) / (37 * 60 * 65);
    assert_eq!(thousandths, 366);
}

#[test]
fn a_missing_weight_adds_nothing_and_counts_its_person() {
    let jobs = jobs(&[
        ("2008-01-01", "2008-02-01", MISSING),
        ("2008-02-01", "2008-02-11", 60),
    ]);
    let indicator = first_quarter(vec![minutes_of(DayCount::Calendar)]);
    let cube = ask(&indicator, &setting(None), &jobs).unwrap();
    assert_eq!(*cube.rows[0].numbers, [600]);
    assert_eq!(cube.persons_with_unknown_days, 1);
}

#[test]
fn weights_too_large_for_halves_are_exact_and_those_too_large_for_words_are_refused() {
    let mut jobs = jobs(&[("2008-01-01", "2008-04-01", i32::MAX)]);
    let indicator = first_quarter(vec![minutes_of(DayCount::Calendar), Measure::Touched]);
    let cube = ask(&indicator, &setting(None), &jobs).unwrap();
    assert_eq!(*cube.rows[0].numbers, [91 * i64::from(i32::MAX), 1]);

    // Two billion such days fit no longer. The run does not try them all: it knows how great the sum could be.
    jobs.tracks[0].columns[0][0] = i32::MAX;
    let queries = [Query::Cube(Indicator {
        periods: Periods {
            bounds: vec![day("1950-01-01"), day("2100-01-01")],
        },
        partial: Partial::Keep,
        ..indicator
    })];
    let (schema, setting) = (schema(), setting(None));
    let plan = Plan::compile(&schema, &queries, &setting).unwrap();
    let mut run = plan.start().unwrap();
    for _ in 0..90_000 {
        run.add(&jobs).unwrap();
    }
    assert_eq!(run.finish(), Err(RunError::Overflow { query: 0 }));
}

#[test]
fn a_query_that_makes_no_sense_is_refused_by_its_place() {
    let good = first_quarter(vec![Measure::Stock]);
    let refused = |wrong: Query| {
        let queries = [Query::Cube(good.clone()), wrong];
        let error = Plan::compile(&schema(), &queries, &setting(None)).unwrap_err();
        assert_eq!(error.query, 1);
        error.fault
    };
    let cube = |indicator: Indicator| Query::Cube(indicator);
    let working = first_quarter(vec![minutes_of(DayCount::Working)]);
    assert_eq!(refused(cube(working)), PlanFault::WorkingDays);
    let mut backwards = good.clone();
    backwards.periods.bounds = vec![5, 3];
    assert!(matches!(refused(cube(backwards)), PlanFault::Order { .. }));
    let mut nested = good.clone();
    let part = |measure| Measure::Part {
        part: Population::Everyone,
        measure: Box::new(measure),
    };
    nested.measures = vec![part(part(Measure::Stock))];
    assert_eq!(refused(cube(nested)), PlanFault::NestedPart);
    let mut astray = good.clone();
    astray.by = vec![Dimension::Attribute {
        attribute: AttributeId(9),
        gathered: vec![],
    }];
    assert!(matches!(refused(cube(astray)), PlanFault::Population(_)));
    let late = refused(Query::List {
        population: Population::On(all_jobs()),
        day: day("2009-01-01"),
    });
    assert!(matches!(late, PlanFault::UnknownDay { .. }));
}

#[test]
fn histories_of_another_schema_are_refused() {
    let mut other = jobs(&[]);
    other.tracks[0].columns.clear();
    let found = ask(&first_quarter(vec![Measure::Stock]), &setting(None), &other);
    assert_eq!(found, Err(RunError::Shape));
}

#[test]
fn a_plan_is_shared_by_threads_and_their_runs_are_merged() {
    let jobs = jobs(&[("2008-01-01", "2008-03-01", 60)]);
    let queries = [Query::Cube(first_quarter(vec![Measure::Touched]))];
    let plan = Plan::compile(&schema(), &queries, &setting(None)).unwrap();
    let runs = std::thread::scope(|scope| {
        let threads = [0, 1].map(|_| {
            scope.spawn(|| {
                let mut run = plan.start().unwrap();
                run.add(&jobs).unwrap();
                run
            })
        });
        threads.map(|thread| thread.join().unwrap())
    });
    let [mut one, other] = runs;
    one.merge(other).unwrap();
    let Some(Answer::Cube(cube)) = one.finish().unwrap().pop() else {
        panic!("a cube")
    };
    assert_eq!(*cube.rows[0].numbers, [2]);
}
