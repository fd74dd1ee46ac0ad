//! Invented lives that take another course than work and back: to a flex job or to a disability pension.
//!
//! They come in with the imports, as everything that figures are made of.

use calendar::Day;
use facts::{BenefitEnd, Kind};

use crate::benefits::{YEARS, spell};
use crate::dice::Dice;
use crate::people::Company;
use crate::turns;

/// Which course a life without a case takes.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Course {
    /// On benefits now and then.
    Ordinary,
    /// Through illness to a flex job.
    FlexJob,
    /// Through illness to a disability pension; the number says in which month of those that are told.
    Pension(i32),
    /// Displaced from Ukraine.
    Displaced,
}

/// The days that a course is told over.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Told {
    /// The day of the first import.
    pub(crate) known: Day,
    /// The day from which everything is told.
    pub(crate) from: Day,
    /// The demonstration's day.
    pub(crate) today: Day,
}

impl Course {
    /// The course of the so-manieth citizen without a case.
    pub(crate) fn of(number: usize, birth: Day, told: Told) -> Course {
        let age = told.today.years_since(birth);
        let arrived = told.known.plus(-30) > turns::displaced_from();
        match number % 32 {
            0 | 11 | 22 if age >= 32 => Course::FlexJob,
            5 | 16 | 27 if age >= 38 => {
                Course::Pension(i32::try_from(number / 10).unwrap_or_default())
            }
            9 if arrived => Course::Displaced,
            _ => Course::Ordinary,
        }
    }
}

/// Illness, a course, the award of a flex job, and flex jobs with allowance between them.
pub(crate) fn flex_job(
    dice: &mut Dice,
    companies: &[Company],
    told: Told,
    birth: Day,
) -> Vec<(Day, Kind)> {
    let mut facts = Vec::new();
    let earliest = told.known.plus_months(-12 * YEARS).plus(30);
    let earliest = earliest.max(birth.plus_months(12 * 28));
    let fell_ill = earliest.plus(dice.between(0, told.from.since(earliest).max(400) - 300));
    let on_course = fell_ill.plus(dice.between(120, 330));
    let awarded = on_course.plus(dice.between(200, 900));
    let change = BenefitEnd::OtherBenefit;
    spell(
        &mut facts,
        "sygedagpenge",
        None,
        (fell_ill, Some(on_course)),
        change,
    );
    let course = *dice.pick(&["jobafklaring", "ressourceforloebsydelse"]);
    let ends = Some(awarded).filter(|awarded| *awarded < told.today);
    spell(&mut facts, course, None, (on_course, ends), change);
    if ends.is_none() {
        return facts;
    }
    // The old scheme measured no hours.
    let is_old = awarded.year() < 2013;
    let at_award = 30 * dice.between(3, 32);
    facts.push((
        awarded,
        Kind::FlexJobAwarded {
            scheme: if is_old {
                "gammel-ordning"
            } else {
                "ny-ordning"
            }
            .to_owned(),
            minutes: u32::try_from(at_award).ok().filter(|_| !is_old),
        },
    ));
    let mut day = awarded;
    while day < told.today {
        let begins = day.plus(dice.between(20, 240));
        let until = Some(begins).filter(|begins| *begins < told.today);
        spell(&mut facts, "ledighedsydelse", None, (day, until), change);
        if until.is_none() {
            break;
        }
        let ends = begins.plus(dice.between(300, 3_000));
        let until = Some(ends).filter(|ends| *ends < told.today);
        spell(
            &mut facts,
            "fleksloentilskud",
            None,
            (begins, until),
            change,
        );
        employed(
            dice,
            companies,
            (begins, until, told.today),
            at_award,
            &mut facts,
        );
        day = ends;
    }
    facts.sort_by_key(|(day, _)| *day);
    facts
}

/// A flex job whose hours are measured anew now and then; mostly they grow a little.
fn employed(
    dice: &mut Dice,
    companies: &[Company],
    (begins, until, today): (Day, Option<Day>, Day),
    at_award: i32,
    facts: &mut Vec<(Day, Kind)>,
) {
    if companies.is_empty() {
        return;
    }
    let employer = dice.pick(companies).name.clone();
    let hours = |minutes: i32| u32::try_from(minutes).unwrap_or_default();
    let mut minutes = at_award;
    facts.push((
        begins,
        Kind::FlexJobStarted {
            employer: employer.clone(),
            minutes: hours(minutes),
        },
    ));
    let end = until.unwrap_or(today);
    let mut day = begins.plus(dice.between(150, 400));
    while day < end {
        let change = match dice.below(100) {
            ..45 => 0,
            45..80 => 60,
            80..88 => 120,
            _ => -60,
        };
        if change != 0 {
            minutes = (minutes + change).clamp(60, 1_800);
            facts.push((
                day,
                Kind::FlexJobHoursChanged {
                    employer: employer.clone(),
                    minutes: hours(minutes),
                },
            ));
        }
        day = day.plus(dice.between(150, 400));
    }
    facts.extend(until.map(|until| (until, Kind::FlexJobEnded { employer })));
}

/// Illness, for most a course, and the award of a pension, which is paid from the month after.
pub(crate) fn pension(dice: &mut Dice, told: Told, number: i32) -> Vec<(Day, Kind)> {
    let mut facts = Vec::new();
    let months = (told.today.since(told.from) / 30).max(1);
    let month = told.today.month_start().plus_months(-(number % months));
    let awarded = month.plus(dice.between(0, 27));
    let (course, benefit, category) = *dice.pick(&[
        ("fra-ressourceforloeb", "ressourceforloebsydelse", None),
        ("fra-ressourceforloeb", "ressourceforloebsydelse", None),
        ("fra-sygedagpenge", "sygedagpenge", None),
        ("fra-fleksjob", "ledighedsydelse", None),
        (
            "fra-kontanthjaelp",
            "kontanthjaelp",
            Some("aktivitetsparat"),
        ),
    ]);
    let paid = awarded.month_start().plus_months(1);
    let fell_ill = awarded.plus(-dice.between(700, 2_400));
    let before = fell_ill.plus(dice.between(150, 400));
    let change = BenefitEnd::OtherBenefit;
    spell(
        &mut facts,
        "sygedagpenge",
        None,
        (fell_ill, Some(before)),
        change,
    );
    let until = Some(paid).filter(|paid| *paid < told.today);
    // Somebody who is ill for long is never on the same benefit twice without a day between.
    let begins = if benefit == "sygedagpenge" {
        before.plus(dice.between(30, 200))
    } else {
        before
    };
    spell(&mut facts, benefit, category, (begins, until), change);
    if awarded < told.today {
        let cause = *dice.pick(&[
            "psykisk",
            "psykisk",
            "psykisk",
            "fysisk",
            "fysisk",
            "anden-aarsag",
        ]);
        facts.push((
            awarded,
            Kind::PensionAwarded {
                cause: cause.to_owned(),
                course: Some(course.to_owned()),
            },
        ));
    }
    if let Some(paid) = until {
        spell(&mut facts, "foertidspension", None, (paid, None), change);
    }
    facts.sort_by_key(|(day, _)| *day);
    facts
}
