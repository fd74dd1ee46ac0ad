//! The one place where what facts say is given the names of the schema page: tracks, columns, attributes and the codes that
//! facts do not carry themselves.
//!
//! The names are those of `rulebook/tal/skema.md`. A track or column that stands there and not here is not told by facts: it
//! is unobserved, and what is asked of it is unknown, never »no«.

use std::cmp::Ordering;

use calendar::Day;
use facts::FactId;

use super::life::{Contact, Life, LifeEvent};
use crate::Spell;

/// Codes that no fact carries, because the kind of fact says it.
const NO_CATEGORY: &str = "uden-kategori";
const ORDINARY_JOB: &str = "ordinaer-ansaettelse";
const PLACEMENT: &str = "praktik";
const SEARCHABLE: &str = "soegbart";
const EXCUSED: &str = "fritaget-for-raadighed";
const MORE_HOURS: &str = "flere-timer";
const SAME_HOURS: &str = "samme-timer";
const FEWER_HOURS: &str = "faerre-timer";
const DEATH: &str = "doed";
const EMIGRATION: &str = "udvandret";
/// The role of an unemployment fund, as conversations and participants name it.
pub const UNEMPLOYMENT_FUND: &str = "a-kasse";
const WITH_MUNICIPALITY: &str = "kommunesamtale";
const WITH_FUND: &str = "a-kassesamtale";
const WITH_BOTH: &str = "faellessamtale";

/// What a row says in a column.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Says<'a> {
    /// A code, by its id.
    Code(&'a str),
    /// A number, or a code that is its own number.
    Number(i32),
    /// Nothing is known.
    Nothing,
}

/// A row of a track before it has numbers.
pub(super) struct Row<'a> {
    pub(super) from: Day,
    pub(super) until: Option<Day>,
    pub(super) says: Vec<(&'static str, Says<'a>)>,
    pub(super) told_by: FactId,
}

/// The names of the tracks that facts tell.
pub const TRACKS: [&str; 14] = [
    "benefits",
    "residence",
    "jobs",
    "wage-hours",
    "offers",
    "contacts",
    "marks",
    "education",
    "cv",
    "flex-jobs",
    "awards",
    "work-duty",
    "availability",
    "life",
];

/// The rows of a track; `None` if facts do not tell it.
pub(super) fn rows<'a>(track: &str, life: &'a Life) -> Option<Vec<Row<'a>>> {
    Some(match track {
        "benefits" => benefits(life),
        "residence" => of(&life.residences, |municipality| {
            vec![("municipality", Says::Number(i32::from(*municipality)))]
        }),
        "jobs" => of(&life.jobs, |job| {
            vec![
                (
                    "kind",
                    Says::Code(job.job.as_deref().unwrap_or(ORDINARY_JOB)),
                ),
                ("minutes", number(job.minutes)),
                ("industry", code(job.industry.as_deref())),
            ]
        }),
        "wage-hours" => of(&life.hours, |hours| {
            vec![("minutes", number(hours.minutes))]
        }),
        "offers" => of(&life.offers, |offer| {
            vec![
                (
                    "kind",
                    Says::Code(offer.offer.as_deref().unwrap_or(PLACEMENT)),
                ),
                ("minutes", offer.minutes.map_or(Says::Nothing, number)),
            ]
        }),
        "contacts" => of(&life.contacts, |contact| {
            vec![("kind", Says::Code(contact_kind(contact)))]
        }),
        "marks" => of(&life.marks, |mark| vec![("mark", Says::Code(mark))]),
        "education" => of(&life.educations, |education| {
            vec![("kind", Says::Code(education))]
        }),
        "cv" => of(&life.cv, |()| vec![("searchable", Says::Code(SEARCHABLE))]),
        "flex-jobs" => flex_jobs(life),
        "awards" => of(&life.pension_awards, |award| {
            vec![
                ("cause", Says::Code(&award.cause)),
                ("came-from", code(award.course.as_deref())),
            ]
        }),
        "work-duty" => of(&life.work_duty, |()| Vec::new()),
        "availability" => of(&life.absences, |_| vec![("status", Says::Code(EXCUSED))]),
        "life" => of(&life.events, |event| {
            let event = match event {
                LifeEvent::Died => DEATH,
                LifeEvent::Emigrated => EMIGRATION,
            };
            vec![("event", Says::Code(event))]
        }),
        _ => return None,
    })
}

/// The value of an attribute, if facts tell it.
pub(super) fn attribute<'a>(name: &str, life: &'a Life) -> Says<'a> {
    match name {
        "birth" => life
            .birth
            .map_or(Says::Nothing, |birth| Says::Number(birth.epoch())),
        "sex" => life.sex.map_or(Says::Nothing, |sex| Says::Code(sex.id())),
        "origin" => code(life.origin.as_deref()),
        "country" => code(life.country.as_deref()),
        _ => Says::Nothing,
    }
}

/// Which kind of talk it was: who held it, and whether the unemployment fund took part.
fn contact_kind(contact: &Contact) -> &'static str {
    if contact.with == UNEMPLOYMENT_FUND {
        WITH_FUND
    } else if contact.participants.contains(UNEMPLOYMENT_FUND) {
        WITH_BOTH
    } else {
        WITH_MUNICIPALITY
    }
}

fn of<T>(spells: &[Spell<T>], says: impl Fn(&T) -> Vec<(&'static str, Says<'_>)>) -> Vec<Row<'_>> {
    spells
        .iter()
        .map(|spell| Row {
            from: spell.from,
            until: spell.until,
            says: says(&spell.what),
            told_by: spell.began_by,
        })
        .collect()
}

fn number(number: u32) -> Says<'static> {
    i32::try_from(number).map_or(Says::Nothing, Says::Number)
}

fn code(code: Option<&str>) -> Says<'_> {
    code.map_or(Says::Nothing, Says::Code)
}

/// Benefits carry the municipality of residence: where it changes, the row is cut.
fn benefits(life: &Life) -> Vec<Row<'_>> {
    cut(&life.benefits, &life.residences, |spell, home| {
        let category = spell.category.as_deref().unwrap_or(NO_CATEGORY);
        let home = home.map_or(Says::Nothing, |home| Says::Number(i32::from(*home)));
        vec![
            ("benefit", Says::Code(&spell.benefit)),
            ("category", Says::Code(category)),
            ("municipality", home),
            ("degree", Says::Number(i32::from(spell.percent))),
        ]
    })
}

/// Flex jobs carry the scheme of the award that counts, and how the hours compare with those at it: where another award
/// counts, the row is cut.
fn flex_jobs(life: &Life) -> Vec<Row<'_>> {
    cut(&life.flex_jobs, &life.flex_awards, |job, award| {
        let at_award = award.and_then(|award| award.minutes);
        let change = at_award.map(|minutes| match job.minutes.cmp(&minutes) {
            Ordering::Greater => MORE_HOURS,
            Ordering::Equal => SAME_HOURS,
            Ordering::Less => FEWER_HOURS,
        });
        vec![
            ("scheme", code(award.map(|award| award.scheme.as_str()))),
            ("minutes", number(job.minutes)),
            ("change", code(change)),
        ]
    })
}

/// Rows of spells that also say what held beside them: where that changes, the row is cut.
fn cut<'a, T, B>(
    spells: &'a [Spell<T>],
    beside: &'a [Spell<B>],
    says: impl Fn(&'a T, Option<&'a B>) -> Vec<(&'static str, Says<'a>)>,
) -> Vec<Row<'a>> {
    let mut rows = Vec::new();
    for spell in spells {
        for (from, until, held) in parts(spell, beside) {
            rows.push(Row {
                from,
                until,
                says: says(&spell.what, held),
                told_by: spell.began_by,
            });
        }
    }
    rows
}

/// A part of a spell: its first day, the first day after, and what held beside it, where that is known.
type Part<'a, B> = (Day, Option<Day>, Option<&'a B>);

/// The parts of a spell. What held beside it does not overlap itself.
fn parts<'a, T, B>(spell: &Spell<T>, beside: &'a [Spell<B>]) -> Vec<Part<'a, B>> {
    let mut parts = Vec::new();
    // The first day that is not told yet; none when the spell is told to its end.
    let mut next = Some(spell.from);
    for held in beside {
        let Some(from) = next else { break };
        let begins = held.from.max(from);
        let ends = earliest(held.until, spell.until);
        let is_outside = spell.until.is_some_and(|until| until <= begins)
            || ends.is_some_and(|ends| ends <= begins);
        if is_outside {
            continue;
        }
        if from < begins {
            parts.push((from, Some(begins), None));
        }
        parts.push((begins, ends, Some(&held.what)));
        next = ends.filter(|ends| spell.until.is_none_or(|until| *ends < until));
    }
    if let Some(from) = next {
        parts.push((from, spell.until, None));
    }
    parts
}

fn earliest(one: Option<Day>, other: Option<Day>) -> Option<Day> {
    match (one, other) {
        (Some(one), Some(other)) => Some(one.min(other)),
        (one, other) => one.or(other),
    }
}
