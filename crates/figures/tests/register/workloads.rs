//! The four workloads as definitions; nothing in the engine knows them.

use figures::{
    After, ColumnId, Comparison, DayCount, Dimension, Horizon, Indicator, Length, Measure, Outcome,
    Partial, Periods, Population, Query, Ratio, SpellTest, Test, Weight,
};

use super::register::{
    BENEFIT, BIRTH, CATEGORY, DEGREE, MUNICIPALITY, SPELLS, day, first_day, last_day,
};

fn spells(tests: Vec<Test>) -> SpellTest {
    SpellTest {
        track: SPELLS,
        tests,
    }
}

fn values(column: ColumnId, values: &[i32]) -> Test {
    Test::In {
        column,
        values: values.to_vec(),
    }
}

fn eligible() -> SpellTest {
    let benefits = values(BENEFIT, &[1, 2, 3, 4, 5]);
    spells(vec![benefits, values(CATEGORY, &[1, 3, 4])])
}

fn by(column: ColumnId) -> Dimension {
    Dimension::Column {
        of: spells(vec![]),
        column,
        gathered: vec![],
    }
}

fn eighty_per_cent(of: SpellTest, days: u32) -> Population {
    Population::Share {
        of: Box::new(Population::On(of)),
        among: None,
        window: Length::Days(days),
        compare: Comparison::AtLeast,
        share: Ratio {
            numerator: 80,
            denominator: 100,
        },
    }
}

fn full_time(of: SpellTest) -> Weight {
    Weight::Column { of, column: DEGREE }
}

pub(crate) fn persons_on_benefits() -> Query {
    persons_on_benefits_in(Periods::months(first_day(), last_day(), 1))
}

pub(crate) fn persons_on_benefits_in(periods: Periods) -> Query {
    Query::Cube(Indicator {
        population: Population::On(spells(vec![])),
        measures: vec![
            Measure::Weighted {
                weight: full_time(spells(vec![])),
                days: DayCount::Calendar,
            },
            Measure::Touched,
        ],
        by: vec![by(MUNICIPALITY), by(BENEFIT)],
        periods,
        partial: Partial::Keep,
    })
}

pub(crate) fn long_term(periods: Periods) -> Query {
    Query::Cube(Indicator {
        population: Population::And(vec![
            Population::On(eligible()),
            eighty_per_cent(eligible(), 364),
        ]),
        measures: vec![
            Measure::Stock,
            Measure::WeightedOfStock {
                weight: full_time(eligible()),
                days: DayCount::Calendar,
            },
        ],
        by: vec![by(MUNICIPALITY)],
        periods,
        partial: Partial::Unknown,
    })
}

pub(crate) fn target_group() -> Query {
    let current = vec![values(BENEFIT, &[2]), values(CATEGORY, &[2])];
    Query::List {
        population: Population::And(vec![
            Population::Age {
                birth: BIRTH,
                from: 30,
                below: None,
            },
            Population::On(spells(current)),
            eighty_per_cent(spells(vec![values(BENEFIT, &[2, 3, 4, 5])]), 3_652),
        ]),
        day: day("2025-12-31"),
    }
}

pub(crate) fn lasting_exits() -> Query {
    let on_any = Population::On(spells(vec![]));
    let after = After {
        horizon: Horizon::Days(182),
        holds: Population::Not(Box::new(on_any.clone())),
        censor: None,
    };
    let followed = |outcome| Measure::Followed {
        still: on_any.clone(),
        after: after.clone(),
        outcome,
    };
    Query::Cube(Indicator {
        population: Population::On(spells(vec![values(BENEFIT, &[1, 2, 3, 4, 5])])),
        measures: vec![followed(Outcome::Told), followed(Outcome::Held)],
        by: vec![by(MUNICIPALITY)],
        periods: Periods::months(first_day(), day("2025-12-28"), 1),
        partial: Partial::Keep,
    })
}

pub(crate) fn month_ends() -> Periods {
    Periods::months(day("2005-01-01"), day("2026-05-31"), 1)
}
