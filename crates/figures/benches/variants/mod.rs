//! The workloads with something else in them, drawn from a seed: to see that nothing is quick for its own sake.

use figures::{
    ColumnId, Dimension, Indicator, Length, Measure, Periods, Population, Query, Ratio, SpellTest,
    Test, Weight,
};
use rand::SeedableRng;
use rand::seq::SliceRandom;
use rand_chacha::ChaCha8Rng;

use super::register::{BENEFIT, BIRTH, CATEGORY, MUNICIPALITY, SPELLS, first_day, last_day};
use super::workloads::{lasting_exits, long_term, month_ends, persons_on_benefits, target_group};

/// What is changed.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Variant {
    /// Nothing.
    Original,
    /// Each benefit is another one.
    OtherBenefits,
    /// 70 per cent of 26 weeks.
    OtherShare,
    /// Four times as many sample days.
    Weekly,
    /// By one column.
    ByMunicipality,
    /// By three columns.
    ByThree,
    /// By what moves with time.
    ByAge,
}

/// The four workloads, varied.
pub(crate) fn all_four(variant: Variant) -> Vec<Query> {
    let mut queries = vec![
        persons_on_benefits(),
        long_term(month_ends()),
        target_group(),
        lasting_exits(),
    ];
    for query in &mut queries {
        vary(query, variant);
    }
    queries
}

fn vary(query: &mut Query, variant: Variant) {
    let indicator = match query {
        Query::List { population, .. } => return vary_population(population, variant),
        Query::Cube(indicator) => indicator,
    };
    vary_population(&mut indicator.population, variant);
    for measure in &mut indicator.measures {
        vary_measure(measure, variant);
    }
    let by = |columns: &[ColumnId]| columns.iter().map(|&column| column_of(column)).collect();
    match variant {
        Variant::Weekly => weekly(indicator),
        Variant::ByMunicipality => indicator.by = by(&[MUNICIPALITY]),
        Variant::ByThree => indicator.by = by(&[CATEGORY, BENEFIT, MUNICIPALITY]),
        Variant::ByAge => {
            indicator.by = vec![Dimension::Age {
                birth: BIRTH,
                bounds: vec![18, 25, 30, 40, 50, 60],
            }];
        }
        Variant::Original | Variant::OtherBenefits | Variant::OtherShare => {}
    }
}

fn column_of(column: ColumnId) -> Dimension {
    let of = SpellTest {
        track: SPELLS,
        tests: vec![],
    };
    Dimension::Column {
        of,
        column,
        gathered: vec![],
    }
}

/// Weeks over about the same days; the first is not earlier, for then it could not be known.
fn weekly(indicator: &mut Indicator) {
    let bounds = &indicator.periods.bounds;
    let first = bounds.first().copied().unwrap_or_default();
    let last = bounds.last().copied().unwrap_or_default();
    let (first, last) = (first.max(first_day()), (last - 1).min(last_day()));
    indicator.periods = Periods::weeks(first, last);
}

fn vary_measure(measure: &mut Measure, variant: Variant) {
    match measure {
        Measure::Weighted { weight, .. } | Measure::WeightedOfStock { weight, .. } => {
            if let Weight::Column { of, .. } = weight {
                vary_test(of, variant);
            }
        }
        Measure::Followed { still, after, .. } => {
            vary_population(still, variant);
            vary_population(&mut after.holds, variant);
        }
        _ => {}
    }
}

fn vary_population(population: &mut Population, variant: Variant) {
    match population {
        Population::On(of) => vary_test(of, variant),
        Population::And(parts) => parts
            .iter_mut()
            .for_each(|part| vary_population(part, variant)),
        Population::Not(of) => vary_population(of, variant),
        Population::Share {
            of, window, share, ..
        } => {
            vary_population(of, variant);
            if matches!(variant, Variant::OtherShare) {
                *window = Length::Days(182);
                *share = Ratio {
                    numerator: 70,
                    denominator: 100,
                };
            }
        }
        _ => {}
    }
}

fn vary_test(of: &mut SpellTest, variant: Variant) {
    if !matches!(variant, Variant::OtherBenefits) {
        return;
    }
    let mut others: Vec<i32> = (1..=14).collect();
    others.shuffle(&mut ChaCha8Rng::seed_from_u64(3));
    for test in &mut of.tests {
        if let Test::In { column, values } = test
            && *column == BENEFIT
        {
            for value in values.iter_mut() {
                *value = others[usize::try_from(*value - 1).expect("benefits count from one")];
            }
            values.sort_unstable();
        }
    }
}
