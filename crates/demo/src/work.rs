//! What figures are made of in an invented life: talks, offers, work beside and after a benefit, the searchable CV.
//!
//! It is told for two years before the municipality began to use the program and for the time since, and comes in with the
//! imports. A case's own talks and placements come from the walk.

use std::collections::BTreeSet;

use calendar::Day;
use casework::histories::UNEMPLOYMENT_FUND;
use facts::{BenefitEnd, ContactForm, Kind};
use rulebook::Book;

use crate::dice::Dice;
use crate::making::working_day;
use crate::people::Company;

/// For how many months before the first import it is told.
pub(crate) const MONTHS: i32 = 24;

/// Benefits on which people are talked with and given offers.
const ACTIVE: [&str; 5] = [
    "kontanthjaelp",
    "uddannelseshjaelp",
    "sho",
    "overgangsydelse",
    "dagpenge",
];

/// What people begin when they leave a benefit for education.
const EDUCATIONS: [&str; 4] = [
    "erhvervsuddannelse",
    "erhvervsuddannelse",
    "gymnasial",
    "kort-videregaaende",
];

/// The codes that the rulebook has for it.
pub(crate) struct WorkCodes {
    offers: Vec<String>,
    origins: Vec<String>,
    countries: BTreeSet<String>,
    industries: Vec<String>,
}

impl WorkCodes {
    pub(crate) fn of(book: &Book) -> WorkCodes {
        let ids = |field: &str| -> Vec<String> {
            casework::codes_of(book, field)
                .iter()
                .map(|code| code.id.to_owned())
                .collect()
        };
        // A placement at a company has facts of its own, so it is not among these.
        let mut offers = ids("offer");
        offers.retain(|offer| offer != "praktik");
        WorkCodes {
            offers,
            origins: ids("origin"),
            countries: ids("country").into_iter().collect(),
            industries: ids("industry"),
        }
    }
}

/// A stretch of days on a benefit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Stretch {
    pub(crate) benefit: String,
    pub(crate) from: Day,
    /// The first day after; `None` while it runs.
    pub(crate) until: Option<Day>,
}

/// The stretches that a history of benefits tells.
pub(crate) fn stretches(history: &[(Day, Kind)]) -> Vec<Stretch> {
    let mut stretches: Vec<Stretch> = Vec::new();
    for (day, kind) in history {
        match kind {
            Kind::BenefitBegan { benefit, .. } => stretches.push(Stretch {
                benefit: benefit.clone(),
                from: *day,
                until: None,
            }),
            Kind::BenefitEnded { .. } => {
                if let Some(stretch) = stretches.last_mut() {
                    stretch.until = Some(*day);
                }
            }
            _ => {}
        }
    }
    stretches
}

/// What happened in those years, by day. From `case_from` on, talks and work come from elsewhere: the walk of a case.
pub(crate) fn activities(
    dice: &mut Dice,
    codes: &WorkCodes,
    companies: &[Company],
    history: &[(Day, Kind)],
    (from, today, case_from): (Day, Day, Option<Day>),
) -> Vec<(Day, Kind)> {
    let mut told = Vec::new();
    for stretch in stretches(history) {
        let begins = stretch.from.max(from);
        let ends = stretch.until.unwrap_or(today).min(today);
        if begins >= ends {
            continue;
        }
        if ACTIVE.contains(&stretch.benefit.as_str()) {
            offers(dice, codes, (begins, ends, today), &mut told);
            if let Some(case_from) = case_from {
                talks(
                    dice,
                    (begins, ends.min(case_from.plus(-3))),
                    false,
                    &mut told,
                );
            } else {
                let is_insured = stretch.benefit == "dagpenge";
                talks(dice, (begins, ends), is_insured, &mut told);
                beside(dice, companies, (begins, ends), &mut told);
            }
            if dice.chance(45) && stretch.from >= from {
                told.push((begins, Kind::CvPublished));
                told.extend(stretch.until.map(|until| (until, Kind::CvWithdrawn)));
            }
        }
        let why = history.iter().find_map(|(day, kind)| match kind {
            Kind::BenefitEnded { why, .. } if stretch.until == Some(*day) => Some(*why),
            _ => None,
        });
        let next = history
            .iter()
            .map(|(day, _)| *day)
            .filter(|day| *day > ends)
            .min();
        if case_from.is_none() && stretch.until.is_some() {
            after(dice, codes, companies, why, (ends, next), &mut told);
        }
    }
    told.retain(|(day, _)| *day <= today);
    told.sort_by_key(|(day, _)| *day);
    told
}

/// Where somebody comes from: an origin as the register has it, and countries that go with it.
const ORIGINS: [(&str, usize, &[&str]); 4] = [
    ("dansk", 72, &["danmark"]),
    (
        "vestlig",
        11,
        &[
            "polen",
            "rumaenien",
            "tyskland",
            "bulgarien",
            "litauen",
            "andet-land",
        ],
    ),
    (
        "ikke-vestlig-indvandrer",
        12,
        &["syrien", "tyrkiet", "andet-land", "rusland", "syrien"],
    ),
    (
        "ikke-vestlig-efterkommer",
        5,
        &["tyrkiet", "syrien", "andet-land"],
    ),
];

/// Where somebody comes from; the displaced come from one country.
pub(crate) fn origin(dice: &mut Dice, codes: &WorkCodes, is_displaced: bool) -> Option<Kind> {
    let weights = ORIGINS.map(|(origin, weight, _)| {
        let is_known = codes.origins.iter().any(|known| known == origin);
        weight * usize::from(is_known)
    });
    let (mut origin, _, countries) = ORIGINS[dice.weighed(&weights)?];
    let mut country = *dice.pick(countries);
    if is_displaced {
        (origin, country) = ("ikke-vestlig-indvandrer", "ukraine");
    }
    Some(Kind::CitizenDescribed {
        birth: None,
        sex: None,
        origin: Some(origin.to_owned()),
        country: Some(country.to_owned()).filter(|country| codes.countries.contains(country)),
    })
}

fn offers(
    dice: &mut Dice,
    codes: &WorkCodes,
    (begins, ends, today): (Day, Day, Day),
    told: &mut Vec<(Day, Kind)>,
) {
    if codes.offers.is_empty() {
        return;
    }
    let mut day = begins.plus(dice.between(20, 300));
    while day < ends {
        let last = day.plus(7 * dice.between(4, 16) - 1);
        let offer = dice.pick(&codes.offers).clone();
        told.push((
            day,
            Kind::OfferBegan {
                offer: offer.clone(),
                place: None,
                minutes: u32::try_from(60 * dice.between(10, 37)).ok(),
                until: Some(last),
            },
        ));
        let broken_off = last.plus(-dice.between(7, 20));
        if dice.chance(20) && broken_off > day && broken_off < today {
            told.push((broken_off, Kind::OfferEnded { offer, place: None }));
        }
        day = last.plus(dice.between(40, 400));
    }
}

/// Most are talked with about every tenth week, some more rarely.
///
/// The insured talk with their fund too.
fn talks(
    dice: &mut Dice,
    (begins, ends): (Day, Day),
    is_insured: bool,
    told: &mut Vec<(Day, Kind)>,
) {
    let weeks = if dice.chance(75) { (5, 12) } else { (12, 30) };
    let mut day = begins.plus(dice.between(3, 40));
    while day < ends {
        told.push((
            working_day(day),
            Kind::ConversationHeld {
                with: if is_insured && dice.chance(45) {
                    UNEMPLOYMENT_FUND
                } else {
                    "sagsbehandler"
                }
                .to_owned(),
                form: *dice.pick(&[
                    ContactForm::InPerson,
                    ContactForm::InPerson,
                    ContactForm::Phone,
                    ContactForm::Video,
                ]),
                appointment: None,
            },
        ));
        day = day.plus(7 * dice.between(weeks.0, weeks.1));
    }
}

/// A few hours of paid work beside the benefit, reported month by month.
fn beside(
    dice: &mut Dice,
    companies: &[Company],
    (begins, ends): (Day, Day),
    told: &mut Vec<(Day, Kind)>,
) {
    if !dice.chance(20) || companies.is_empty() {
        return;
    }
    let employer = dice.pick(companies).name.clone();
    let weekly = dice.between(2, 12);
    let mut month = begins.month_start().plus_months(1);
    let months = dice.between(3, 18);
    for _ in 0..months {
        let last = month.plus_months(1).plus(-1);
        if last >= ends {
            break;
        }
        let hours = weekly * 4 + dice.between(0, 6);
        told.push((
            last,
            Kind::HoursReported {
                employer: Some(employer.clone()),
                from: month,
                minutes: u32::try_from(hours * 60).unwrap_or(0),
            },
        ));
        month = month.plus_months(1);
    }
}

/// Work or education from the day the benefit ended, until the next began.
fn after(
    dice: &mut Dice,
    codes: &WorkCodes,
    companies: &[Company],
    why: Option<BenefitEnd>,
    (begins, next): (Day, Option<Day>),
    told: &mut Vec<(Day, Kind)>,
) {
    match why {
        Some(BenefitEnd::Job) if !companies.is_empty() => {
            let employer = dice.pick(companies).name.clone();
            let minutes = *dice.pick(&[2_220, 2_220, 2_220, 1_800, 1_200]);
            told.push((
                begins,
                Kind::JobStarted {
                    employer: employer.clone(),
                    minutes,
                    job: Some("igu".to_owned()).filter(|_| dice.chance(4)),
                    industry: (!codes.industries.is_empty())
                        .then(|| dice.pick(&codes.industries).clone()),
                },
            ));
            if let Some(next) = next {
                told.push((next, Kind::JobEnded { employer }));
            }
        }
        Some(BenefitEnd::Education) => {
            let education = (*dice.pick(&EDUCATIONS)).to_owned();
            told.push((
                begins,
                Kind::EducationStarted {
                    education: education.clone(),
                },
            ));
            if let Some(next) = next {
                told.push((next, Kind::EducationEnded { education }));
            }
        }
        _ => {}
    }
}
