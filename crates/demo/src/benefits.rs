//! Twelve years of benefits for each invented citizen.

use calendar::Day;
use facts::{BenefitEnd, Kind};
use rulebook::{Book, CodeList};

use crate::dice::Dice;

/// How many years are told.
pub(crate) const YEARS: i32 = 12;

/// The codes that histories are made of, as far as the rulebook has them.
pub(crate) struct BenefitCodes {
    long: Vec<String>,
    other: Vec<String>,
    categories: Vec<String>,
}

impl BenefitCodes {
    /// Sorts the rulebook's codes: benefits like cash assistance, and others that people live on in between.
    pub(crate) fn of(book: &Book) -> BenefitCodes {
        let codes = book.codes();
        let ids = |list, wanted: &[&str]| -> Vec<String> {
            wanted
                .iter()
                .filter(|id| codes.get(list, id).is_some())
                .map(|id| (*id).to_owned())
                .collect()
        };
        BenefitCodes {
            long: ids(
                CodeList::Benefits,
                &[
                    "kontanthjaelp",
                    "uddannelseshjaelp",
                    "sho",
                    "overgangsydelse",
                ],
            ),
            other: ids(
                CodeList::Benefits,
                &["dagpenge", "sygedagpenge", "su", "revalidering"],
            ),
            categories: ids(
                CodeList::Categories,
                &["aktivitetsparat", "jobparat", "uddannelsesparat"],
            ),
        }
    }
}

/// The benefit a history ends with, if it is still running.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Running {
    pub(crate) benefit: String,
}

/// A history up to `known`: what happened on which day, and what still runs. Someone of the target group has been on one
/// benefit like cash assistance for nearly all of it.
pub(crate) fn history(
    dice: &mut Dice,
    codes: &BenefitCodes,
    known: Day,
    in_target_group: bool,
) -> (Vec<(Day, Kind)>, Option<Running>) {
    let mut facts = Vec::new();
    let (Some(main), Some(ready)) = (codes.long.first(), codes.categories.first()) else {
        return (facts, None);
    };
    let mut day = known.plus_months(-12 * YEARS).plus(dice.between(0, 400));
    if in_target_group {
        let until = known.plus_months(-dice.between(14, 80));
        let category: &String = dice.pick(&codes.categories);
        spell(&mut facts, main, category, day, Some(until));
        // A short time in work, and back.
        day = until.plus(dice.between(20, 150));
        spell(&mut facts, main, ready, day, None);
        let benefit = main.clone();
        return (facts, Some(Running { benefit }));
    }
    let mut running = None;
    while day < known.plus(-60) {
        let choices = if dice.chance(65) || codes.other.is_empty() {
            &codes.long
        } else {
            &codes.other
        };
        let benefit = dice.pick(choices).clone();
        let until = day.plus(dice.between(60, 1500));
        let until = Some(until).filter(|until| *until < known.plus(-10));
        let category: &String = dice.pick(&codes.categories);
        spell(&mut facts, &benefit, category, day, until);
        let Some(until) = until else {
            running = Some(Running { benefit });
            break;
        };
        if let Some((_, Kind::BenefitEnded { why, .. })) = facts.last_mut() {
            *why = *dice.pick(&[BenefitEnd::Job, BenefitEnd::Education, BenefitEnd::Other]);
        }
        day = until.plus(dice.between(10, 500));
    }
    (facts, running)
}

fn spell(
    facts: &mut Vec<(Day, Kind)>,
    benefit: &str,
    category: &str,
    from: Day,
    until: Option<Day>,
) {
    let benefit = benefit.to_owned();
    facts.push((
        from,
        Kind::BenefitBegan {
            benefit: benefit.clone(),
            category: Some(category.to_owned()),
        },
    ));
    if let Some(until) = until {
        let why = BenefitEnd::Job;
        facts.push((until, Kind::BenefitEnded { benefit, why }));
    }
}
