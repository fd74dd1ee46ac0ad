//! The most important definitions once more, over raw rows and without the pages: an error of a page shows.
//!
//! The words are those of the sources that the pages name. The codes' numbers are those of the invented register.

mod benefits;
mod effort;
mod results;

use std::collections::BTreeMap;
use std::sync::{Arc, Mutex, Weak};

use calendar::Day;
use figures::Query;
use rulebook::indicators::Period;

use super::asked::periods;
use super::invented::{Invented, catalogue, day};
use super::raw::{Life, lives};

const INSURANCE: i32 = 1;
const CASH_ASSISTANCE: i32 = 2;
const EDUCATION_ASSISTANCE: i32 = 3;
const TRANSITION_BENEFIT: i32 = 5;
const SICKNESS_BENEFIT: i32 = 6;
const FLEX_SUBSIDY: i32 = 10;
const ASSISTANCES: [i32; 4] = [2, 3, 4, TRANSITION_BENEFIT];
const JOB_READY: i32 = 1;
const EDUCATION_READY: i32 = 3;
const OBVIOUSLY_EDUCATION_READY: i32 = 4;
const WAGE_SUBSIDY: i32 = 3;

/// A register and what its rows say.
struct Country {
    register: Invented,
    lives: Vec<Life>,
}

/// One for all tests that run at the same time; its folder goes with the last of them.
static COUNTRY: Mutex<Weak<Country>> = Mutex::new(Weak::new());

fn country() -> Arc<Country> {
    let mut held = COUNTRY
        .lock()
        .expect("no panic while a register is invented");
    held.upgrade().unwrap_or_else(|| {
        let register = Invented::new(2_000, 4);
        let lives = lives(&register);
        let country = Arc::new(Country { register, lives });
        *held = Arc::downgrade(&country);
        country
    })
}

/// First and last day of every month from the one to the other.
fn months(first: &str, last: &str) -> Vec<(i32, i32)> {
    let (first, last) = (Day::from_epoch(day(first)), Day::from_epoch(day(last)));
    let bounds = periods(Period::Month, first, last).bounds;
    bounds
        .windows(2)
        .map(|ends| (ends[0], ends[1] - 1))
        .collect()
}

/// The engine's numbers of an indicator in one member of a breakdown, by measure; one a month.
struct Numbers<'a> {
    country: &'a Country,
    measures: BTreeMap<String, Vec<i64>>,
}

impl<'a> Numbers<'a> {
    /// The version that holds on the last day, month by month from the first day to the last.
    fn of(country: &'a Country, id: &str, span: (&str, &str)) -> Numbers<'a> {
        Numbers::within(country, (id, span), &[], &[])
    }

    fn within(
        country: &'a Country,
        (id, (first, last)): (&str, (&str, &str)),
        by: &[&str],
        cell: &[i32],
    ) -> Numbers<'a> {
        let (first, last) = (Day::from_epoch(day(first)), Day::from_epoch(day(last)));
        let version = catalogue().indicator(id, last).expect("an indicator");
        let periods = periods(Period::Month, first, last);
        let count = periods.len();
        let asked = version
            .asked(catalogue().registers(), by, periods)
            .expect("the page's breakdown");
        let (cubes, _) = country.register.count(&[Query::Cube(asked)]);
        assert_eq!(cubes[0].unknown_periods, Vec::<u32>::new(), "{id}");
        let measures = version.measures.iter().enumerate().map(|(place, measure)| {
            let mut numbers = vec![0; count];
            for row in cubes[0]
                .rows
                .iter()
                .filter(|row| row.members.as_slice() == cell)
            {
                numbers[row.period as usize] = row.numbers[place];
            }
            (measure.id.clone(), numbers)
        });
        Numbers {
            country,
            measures: measures.collect(),
        }
    }

    /// Holds a measure against the sum of what each life adds in each month; there has to be something to count.
    fn hold(&self, measure: &str, span: (&str, &str), adds: impl Fn(&Life, (i32, i32)) -> i64) {
        let wanted: Vec<i64> = months(span.0, span.1)
            .into_iter()
            .map(|month| {
                self.country
                    .lives
                    .iter()
                    .map(|life| adds(life, month))
                    .sum()
            })
            .collect();
        assert_eq!(self.measures[measure], wanted, "{measure}");
        assert!(wanted.iter().sum::<i64>() > 0, "{measure}: nobody");
    }

    /// The same for persons on the last day of the month.
    fn hold_stock(&self, measure: &str, span: (&str, &str), is_in: impl Fn(&Life, i32) -> bool) {
        self.hold(measure, span, |life, (_, last)| {
            i64::from(is_in(life, last))
        });
    }
}

impl Life {
    fn is_on(&self, benefits: &[i32], day: i32) -> bool {
        let mut spells = self.benefits.iter();
        spells.any(|spell| spell.covers(day) && benefits.contains(&spell.is[0]))
    }

    fn is_on_in(&self, benefits: &[i32], categories: &[i32], day: i32) -> bool {
        let mut spells = self.benefits.iter();
        spells.any(|spell| {
            let [benefit, category, ..] = spell.is;
            spell.covers(day) && benefits.contains(&benefit) && categories.contains(&category)
        })
    }

    fn has_benefit(&self, day: i32) -> bool {
        self.benefits.iter().any(|spell| spell.covers(day))
    }

    fn is_in_offer(&self, day: i32) -> bool {
        self.offers.iter().any(|offer| offer.covers(day))
    }

    fn is_subsidised(&self, day: i32) -> bool {
        let mut offers = self.offers.iter();
        offers.any(|offer| offer.covers(day) && offer.is[0] == WAGE_SUBSIDY)
    }

    /// Insured, or job-ready (obviously ready for education counts as that) on an assistance.
    fn is_job_ready(&self, day: i32) -> bool {
        let ready = [JOB_READY, OBVIOUSLY_EDUCATION_READY];
        self.is_on(&[INSURANCE], day) || self.is_on_in(&ASSISTANCES, &ready, day)
    }

    fn is_gross_unemployed(&self, day: i32) -> bool {
        self.is_job_ready(day) || self.is_subsidised(day)
    }

    /// Those whom offers are for: not flex jobs, pensions and early retirement.
    fn is_in_target_group(&self, day: i32) -> bool {
        self.is_on(&[1, 2, 3, 4, 5, 6, 7, 8, 9, 12], day)
    }

    /// Whether something has held up to the day for so many months: it began no later than that many months before tomorrow.
    fn has_lasted(&self, months: i32, day: i32, holds: impl Fn(&Life, i32) -> bool) -> bool {
        let first = Day::from_epoch(day + 1).plus_months(-months).epoch();
        // A month that begins on the 31st may end a day or two early; the run's own first day decides.
        let mut start = day + 1;
        while start > first - 4 && holds(self, start - 1) {
            start -= 1;
        }
        start <= day && Day::from_epoch(start).plus_months(months).epoch() <= day + 1
    }

    fn age(&self, day: i32) -> i32 {
        Day::from_epoch(day).years_since(Day::from_epoch(self.birth))
    }
}

/// Whether no calendar month lies whole in `first ..= last`.
fn holds_no_month(first: i32, last: i32) -> bool {
    let mut begins = (first..=last).map(Day::from_epoch);
    let begins = begins.find(|day| day.day() == 1);
    begins.is_none_or(|begins| begins.month_end().epoch() > last)
}

/// The day after so many months before a day.
fn window(months: i32, day: i32) -> i32 {
    Day::from_epoch(day).plus_months(-months).epoch() + 1
}

const RECENT: (&str, &str) = ("2025-05-01", "2026-10-31");
