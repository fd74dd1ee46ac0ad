//! Turns that invented lives take: here from a war, under the work duty, out of the country, to their end.

use calendar::Day;
use facts::{BenefitEnd, Kind, ResidenceEnd};

use crate::benefits::{BenefitCodes, spell};
use crate::courses::Told;
use crate::dice::Dice;
use crate::people::Company;
use crate::work::Stretch;

/// The day from which people displaced from Ukraine could be given leave to stay under an act of their own.
const DISPLACED_FROM: (i16, i8, i8) = (2022, 3, 17);
/// The day from which somebody on cash assistance could be under the work duty.
const WORK_DUTY_FROM: (i16, i8, i8) = (2025, 7, 1);

/// The day from which there are displaced people.
pub(crate) fn displaced_from() -> Day {
    on(DISPLACED_FROM)
}

fn on((year, month, day): (i16, i8, i8)) -> Day {
    Day::new(year, month, day).expect("the day exists")
}

/// Somebody comes here from a war, is helped, and for most finds work.
pub(crate) fn displaced(dice: &mut Dice, companies: &[Company], told: Told) -> Vec<(Day, Kind)> {
    let mut facts = Vec::new();
    let first = on(DISPLACED_FROM);
    let span = (told.known.since(first) - 10).max(1);
    let arrived = first.plus(dice.between(0, span));
    let mark = "fordrevet-ukrainer".to_owned();
    facts.push((arrived, Kind::MarkSet { mark }));
    let helped = arrived.plus(dice.between(5, 40));
    let works = helped.plus(dice.between(40, 700));
    let until = Some(works).filter(|works| *works < told.today && dice.chance(75));
    let category = *dice.pick(&["jobparat", "jobparat", "aktivitetsparat"]);
    spell(
        &mut facts,
        "sho",
        Some(category),
        (helped, until),
        BenefitEnd::Job,
    );
    if until.is_none() && dice.chance(30) {
        let absence = "barsel".to_owned();
        let from = helped.plus(dice.between(30, 300));
        let until = Some(from.plus(dice.between(120, 320)));
        facts.push((from, Kind::AbsenceBegan { absence, until }));
    }
    if let Some(works) = until.filter(|_| !companies.is_empty()) {
        let industry = *dice.pick(&["hotel", "rengoering", "industri", "landbrug"]);
        facts.push((
            works,
            Kind::JobStarted {
                employer: dice.pick(companies).name.clone(),
                minutes: *dice.pick(&[2_220, 2_220, 1_500]),
                job: None,
                industry: Some(industry.to_owned()),
            },
        ));
    }
    facts.retain(|(day, _)| *day <= told.today);
    facts
}

/// Days under the work duty, for some of those on cash assistance.
pub(crate) fn work_duty(
    dice: &mut Dice,
    codes: &BenefitCodes,
    stretches: &[Stretch],
    today: Day,
) -> Vec<(Day, Kind)> {
    let mut facts = Vec::new();
    let first = on(WORK_DUTY_FROM);
    for stretch in stretches {
        let runs = stretch.until.is_none_or(|until| until > first);
        if stretch.benefit != "kontanthjaelp" || !codes.known(&stretch.benefit) || !runs {
            continue;
        }
        let from = stretch.from.max(first).plus(dice.between(0, 60));
        if from >= stretch.until.unwrap_or(today) || !dice.chance(45) {
            continue;
        }
        facts.push((from, Kind::WorkDutyBegan));
        facts.extend(stretch.until.map(|until| (until, Kind::WorkDutyEnded)));
    }
    facts
}

/// A few die or leave the country: what was to come after does not, and what ran ends.
pub(crate) fn cut_short(dice: &mut Dice, history: &mut Vec<(Day, Kind)>, told: Told) {
    let roll = dice.below(1_000);
    let day = told
        .from
        .plus(dice.between(0, (told.today.since(told.from) - 1).max(1)));
    let leaving = Kind::ResidenceEnded {
        why: ResidenceEnd::Abroad,
    };
    let (day, end) = match roll {
        ..14 => (day, Kind::Died),
        // Some leave in the months after a benefit ended.
        14..40 => {
            let mut ends = history.iter().filter_map(|(on, kind)| match kind {
                Kind::BenefitEnded { why, .. } if *why != BenefitEnd::OtherBenefit => Some(*on),
                _ => None,
            });
            let Some(ended) = ends.rfind(|on| *on > told.from) else {
                return;
            };
            (ended.plus(dice.between(10, 150)), leaving)
        }
        _ => return,
    };
    if day >= told.today {
        return;
    }
    history.retain(|(on, _)| *on < day);
    let running = match history
        .iter()
        .rfind(|(_, kind)| matches!(kind, Kind::BenefitBegan { .. } | Kind::BenefitEnded { .. }))
    {
        Some((_, Kind::BenefitBegan { benefit, .. })) => Some(benefit.clone()),
        _ => None,
    };
    if let Some(benefit) = running {
        let why = BenefitEnd::Other;
        history.push((day, Kind::BenefitEnded { benefit, why }));
    }
    history.push((day, end));
}
