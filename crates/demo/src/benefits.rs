//! Twelve years of benefits for each invented citizen.

use std::collections::BTreeSet;

use calendar::Day;
use facts::{BenefitEnd, Kind};
use rulebook::{Book, CodeList};

use crate::dice::Dice;

/// How many years are told.
pub(crate) const YEARS: i32 = 12;

/// The codes that histories are made of, as far as the rulebook has them.
pub(crate) struct BenefitCodes {
    long: Vec<String>,
    categories: Vec<String>,
    known: BTreeSet<String>,
}

impl BenefitCodes {
    /// Sorts the rulebook's codes: benefits like cash assistance, and what else it has.
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
            categories: ids(
                CodeList::Categories,
                &["aktivitetsparat", "jobparat", "uddannelsesparat"],
            ),
            known: [CodeList::Benefits, CodeList::Categories]
                .into_iter()
                .flat_map(|list| codes.list(list))
                .map(|code| code.id.clone())
                .collect(),
        }
    }

    /// Whether the rulebook has the benefit or category.
    pub(crate) fn known(&self, id: &str) -> bool {
        self.known.contains(id)
    }
}

/// The benefit a history ends with, if it is still running.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Running {
    pub(crate) benefit: String,
}

/// A history up to `known` of someone of the target group: on one benefit like cash assistance for nearly all of it.
pub(crate) fn history(
    dice: &mut Dice,
    codes: &BenefitCodes,
    known: Day,
) -> (Vec<(Day, Kind)>, Option<Running>) {
    let mut facts = Vec::new();
    let (Some(main), Some(ready)) = (codes.long.first(), codes.categories.first()) else {
        return (facts, None);
    };
    let day = known.plus_months(-12 * YEARS).plus(dice.between(0, 400));
    let until = known.plus_months(-dice.between(14, 80));
    let category: &String = dice.pick(&codes.categories);
    spell(
        &mut facts,
        main,
        Some(category),
        (day, Some(until)),
        BenefitEnd::Job,
    );
    // A short time in work, and back.
    let day = until.plus(dice.between(20, 150));
    spell(&mut facts, main, Some(ready), (day, None), BenefitEnd::Job);
    let benefit = main.clone();
    (facts, Some(Running { benefit }))
}

/// A benefit that somebody without a case may be on: how likely it is below 30 and from then on, for how many days it lasts,
/// and the categories that go with it, each as often as it stands here.
struct Likely {
    benefit: &'static str,
    young: usize,
    grown: usize,
    days: (i32, i32),
    categories: &'static [&'static str],
}

const LIKELY: [Likely; 9] = [
    Likely {
        benefit: "dagpenge",
        young: 22,
        grown: 40,
        days: (25, 640),
        categories: &["jobparat"],
    },
    Likely {
        benefit: "kontanthjaelp",
        young: 4,
        grown: 24,
        days: (60, 1_300),
        categories: &[
            "aktivitetsparat",
            "jobparat",
            "aktivitetsparat",
            "jobparat",
            "jobparat",
        ],
    },
    Likely {
        benefit: "uddannelseshjaelp",
        young: 52,
        grown: 0,
        days: (50, 800),
        categories: &[
            "uddannelsesparat",
            "aktivitetsparat",
            "uddannelsesparat",
            "aabenlyst-uddannelsesparat",
        ],
    },
    Likely {
        benefit: "su",
        young: 14,
        grown: 1,
        days: (150, 900),
        categories: &[],
    },
    Likely {
        benefit: "sygedagpenge",
        young: 7,
        grown: 18,
        days: (20, 330),
        categories: &[],
    },
    Likely {
        benefit: "sho",
        young: 4,
        grown: 6,
        days: (120, 700),
        categories: &["jobparat", "aktivitetsparat"],
    },
    Likely {
        benefit: "jobafklaring",
        young: 0,
        grown: 4,
        days: (120, 500),
        categories: &[],
    },
    Likely {
        benefit: "ressourceforloebsydelse",
        young: 1,
        grown: 5,
        days: (300, 1_000),
        categories: &[],
    },
    Likely {
        benefit: "revalidering",
        young: 1,
        grown: 3,
        days: (180, 900),
        categories: &[],
    },
];

/// The years of somebody without a case, from long before the municipality began to use the program until `today`: times on
/// benefits, and in work or education between them.
pub(crate) fn ordinary(
    dice: &mut Dice,
    codes: &BenefitCodes,
    (known, today): (Day, Day),
    birth: Day,
) -> Vec<(Day, Kind)> {
    let mut facts = Vec::new();
    let begins = known.plus_months(-12 * YEARS).plus(dice.between(0, 400));
    let mut day = begins.max(birth.plus_months(12 * 18 + 1));
    while day < today.plus(-3) {
        let is_young = day.years_since(birth) < 30;
        let weights = LIKELY.map(|likely| match codes.known(likely.benefit) {
            true if is_young => likely.young,
            true => likely.grown,
            false => 0,
        });
        let Some(likely) = dice.weighed(&weights).map(|at| &LIKELY[at]) else {
            break;
        };
        let until = day.plus(dice.between(likely.days.0, likely.days.1));
        let category = (!likely.categories.is_empty()).then(|| *dice.pick(likely.categories));
        let category = category.filter(|category| codes.known(category));
        let why = match dice.below(100) {
            ..8 => BenefitEnd::Education,
            8..20 if is_young => BenefitEnd::Education,
            8..72 => BenefitEnd::Job,
            _ => BenefitEnd::Other,
        };
        let until = Some(until).filter(|until| *until < today);
        spell(&mut facts, likely.benefit, category, (day, until), why);
        if likely.benefit == "dagpenge" && dice.chance(15) {
            let percent = u8::try_from(10 * dice.between(4, 9)).unwrap_or(50);
            degree(&mut facts, day, percent);
        }
        let Some(until) = until else { break };
        // Some are soon back.
        day = until.plus(if dice.chance(20) {
            dice.between(4, 27)
        } else {
            dice.between(28, 560)
        });
    }
    facts
}

/// The benefit that was told last is paid in part from its first day.
fn degree(facts: &mut Vec<(Day, Kind)>, day: Day, percent: u8) {
    let began = facts
        .iter()
        .rposition(|(on, kind)| *on == day && matches!(kind, Kind::BenefitBegan { .. }));
    if let Some(at) = began
        && let (_, Kind::BenefitBegan { benefit, .. }) = &facts[at]
    {
        let benefit = benefit.clone();
        facts.insert(
            at + 1,
            (day, Kind::BenefitDegreeChanged { benefit, percent }),
        );
    }
}

/// Benefits that the pages let end on a day go on as the first of those like cash assistance, with the same category.
pub(crate) fn reformed(
    book: &Book,
    codes: &BenefitCodes,
    history: Vec<(Day, Kind)>,
    today: Day,
) -> Vec<(Day, Kind)> {
    let list = book.catalogue().registers().list("benefits");
    let ends_on = |benefit: &str| {
        let mut known = list.map_or(&[][..], |list| &list.codes).iter();
        known.find(|code| code.id == benefit)?.until
    };
    let Some(onto) = codes.long.first() else {
        return history;
    };
    let mut told = Vec::with_capacity(history.len());
    // What runs, with its category.
    let mut running: Option<(String, Option<String>)> = None;
    let go_on =
        |told: &mut Vec<(Day, Kind)>, running: &mut Option<(String, Option<String>)>, day| {
            if let Some((benefit, category)) = running
                && let Some(end) = ends_on(benefit).filter(|end| *end < day)
            {
                told.push((end, ended(benefit, BenefitEnd::OtherBenefit)));
                told.push((end, began(onto, category.as_deref())));
                benefit.clone_from(onto);
            }
        };
    for (day, mut kind) in history {
        go_on(&mut told, &mut running, day);
        match &mut kind {
            Kind::BenefitBegan { benefit, category } => {
                if ends_on(benefit).is_some_and(|end| end <= day) {
                    benefit.clone_from(onto);
                }
                running = Some((benefit.clone(), category.clone()));
            }
            Kind::BenefitEnded { benefit, .. } => {
                if let Some((current, _)) = running.take() {
                    *benefit = current;
                }
            }
            _ => {}
        }
        told.push((day, kind));
    }
    go_on(&mut told, &mut running, today);
    told
}

/// A benefit from a day until the first day without it, if it has ended, and why it did.
pub(crate) fn spell(
    facts: &mut Vec<(Day, Kind)>,
    benefit: &str,
    category: Option<&str>,
    (from, until): (Day, Option<Day>),
    why: BenefitEnd,
) {
    facts.push((from, began(benefit, category)));
    facts.extend(until.map(|until| (until, ended(benefit, why))));
}

fn began(benefit: &str, category: Option<&str>) -> Kind {
    Kind::BenefitBegan {
        benefit: benefit.to_owned(),
        category: category.map(str::to_owned),
    }
}

fn ended(benefit: &str, why: BenefitEnd) -> Kind {
    let benefit = benefit.to_owned();
    Kind::BenefitEnded { benefit, why }
}
