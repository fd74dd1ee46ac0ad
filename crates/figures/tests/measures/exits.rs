//! Exits and what follows them, for sets of every provenance: the shortcuts by rows must not be taken where rows differ.

use figures::{
    After, Dimension, Horizon, Indicator, Measure, Outcome, Partial, Periods, Population,
};

use super::dice::Dice;
use super::world::{BENEFIT, GONE, JOB, PLACE, day, histories};
use super::{column, hold, not, of, on, sorts};

/// Sets with an interval in every row of a track, in some of them, in parts of them and in several.
fn sets() -> Vec<Population> {
    let benefits = on(BENEFIT, vec![]);
    let some = |values: &[i32]| on(BENEFIT, vec![sorts(values)]);
    vec![
        benefits.clone(),
        some(&[1]),
        some(&[2, 3]),
        Population::And(vec![benefits.clone(), on(JOB, vec![])]),
        Population::And(vec![benefits.clone(), not(on(JOB, vec![sorts(&[1])]))]),
        on(JOB, vec![]),
        on(GONE, vec![]),
        Population::Or(vec![some(&[1]), on(JOB, vec![sorts(&[2])])]),
        Population::Or(vec![]),
    ]
}

fn picked(dice: &mut Dice) -> Population {
    let mut sets = sets();
    let among = i32::try_from(sets.len()).unwrap();
    let set = sets.swap_remove(dice.throw(among).unsigned_abs() as usize);
    if dice.throw(3) == 0 { not(set) } else { set }
}

/// Everything that can be asked of one sort of exit.
fn asked(dice: &mut Dice) -> Vec<Measure> {
    let still = picked(dice);
    let holds = match dice.throw(3) {
        0 => not(still.clone()),
        1 => still.clone(),
        _ => picked(dice),
    };
    let length = dice.throw(50).unsigned_abs();
    let after = After {
        horizon: match dice.throw(3) {
            0 => Horizon::WholeMonths(length / 20),
            _ => Horizon::Days(length),
        },
        holds,
        censor: (dice.throw(2) == 0).then(|| picked(dice)),
    };
    let outcomes = [
        Outcome::Told,
        Outcome::Held,
        Outcome::Censored,
        Outcome::Untold,
    ];
    let followed = outcomes.map(|outcome| Measure::Followed {
        still: still.clone(),
        after: after.clone(),
        outcome,
    });
    let mut measures = vec![Measure::Exits { still }];
    measures.extend(followed);
    measures
}

#[test]
fn what_follows_an_exit_is_what_the_definition_says() {
    for seed in 6_000..6_400 {
        let mut dice = Dice(seed);
        let mut measures = asked(&mut dice);
        measures.extend(asked(&mut dice));
        let by: Vec<Dimension> = match dice.throw(3) {
            0 => vec![],
            1 => vec![column(of(BENEFIT, vec![]), PLACE, &[])],
            _ => vec![column(of(JOB, vec![]), PLACE, &[])],
        };
        let indicator = Indicator {
            population: picked(&mut dice),
            measures,
            by,
            periods: Periods::months(day("2019-12-20"), day("2021-01-15"), 1),
            partial: Partial::Keep,
        };
        hold(&indicator, &histories(6, seed, seed % 4 == 0), seed);
    }
}
