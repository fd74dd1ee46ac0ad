//! Persons on benefits, the unemployed, the young and those of East-European background.

use super::super::invented::{catalogue, day};
use super::super::raw::Life;
use super::{
    ASSISTANCES, CASH_ASSISTANCE, EDUCATION_ASSISTANCE, EDUCATION_READY, FLEX_SUBSIDY, INSURANCE,
    JOB_READY, Numbers, OBVIOUSLY_EDUCATION_READY, RECENT, SICKNESS_BENEFIT, country,
    holds_no_month,
};

#[test]
fn full_time_persons_are_days_by_degree() {
    let country = country();
    for benefit in [INSURANCE, CASH_ASSISTANCE, SICKNESS_BENEFIT, FLEX_SUBSIDY] {
        let found = Numbers::within(
            &country,
            ("fuldtidspersoner", RECENT),
            &["benefit"],
            &[benefit],
        );
        found.hold("dage", RECENT, |life, (first, last)| {
            let spells = life.benefits.iter().filter(|spell| spell.is[0] == benefit);
            spells
                .map(|spell| spell.days_in(first, last) * i64::from(spell.is[3]))
                .sum()
        });
        found.hold("personer", RECENT, |life, (first, last)| {
            let mut spells = life.benefits.iter().filter(|spell| spell.is[0] == benefit);
            i64::from(spells.any(|spell| spell.days_in(first, last) > 0))
        });
    }
}

#[test]
fn full_time_persons_by_hours_are_weekdays_by_minutes() {
    let country = country();
    // 1970-01-01 was a Thursday; public holidays count.
    let weekdays = |first: i32, last: i32| {
        let days = (first..=last).filter(|day| (day + 3).rem_euclid(7) < 5);
        i64::try_from(days.count()).expect("few")
    };
    let found = Numbers::of(&country, "fuldtidspersoner-hverdage", RECENT);
    found.hold("hverdage", RECENT, |life, (first, last)| {
        let jobs = life.jobs.iter();
        jobs.map(|job| weekdays(job.start.max(first), job.last.min(last)) * i64::from(job.is[1]))
            .sum()
    });
}

#[test]
fn the_gross_unemployed_are_the_net_and_the_activated() {
    let country = country();
    let found = Numbers::of(&country, "ledige", RECENT);
    found.hold_stock("brutto", RECENT, Life::is_gross_unemployed);
    let is_net = |life: &Life, day| life.is_job_ready(day) && !life.is_in_offer(day);
    found.hold_stock("netto", RECENT, is_net);
    let degrees = |life: &Life, days: &dyn Fn(i32) -> bool, (first, last): (i32, i32)| {
        let days = (first..=last).filter(|&day| days(day));
        days.flat_map(|day| life.benefits.iter().filter(move |spell| spell.covers(day)))
            .map(|spell| i64::from(spell.is[3]))
            .sum()
    };
    found.hold("dage", RECENT, |life, month| {
        degrees(life, &|day| life.is_gross_unemployed(day), month)
    });
    found.hold("netto-dage", RECENT, |life, month| {
        degrees(life, &|day| is_net(life, day), month)
    });
}

#[test]
fn long_term_unemployment_is_four_fifths_of_52_weeks_or_52_weeks_in_a_row() {
    let country = country();
    let is_eligible = |life: &Life, day: i32| {
        let ready = [JOB_READY, EDUCATION_READY, OBVIOUSLY_EDUCATION_READY];
        life.is_on(&[INSURANCE], day)
            || life.is_on_in(&ASSISTANCES, &ready, day)
            || life.is_subsidised(day)
    };
    let found = Numbers::of(&country, "langtidsledige-80", RECENT);
    found.hold_stock("personer", RECENT, |life, day| {
        let days = (day - 363..=day).filter(|&one| is_eligible(life, one));
        // 80 per cent of 364 days are 291.2.
        is_eligible(life, day) && days.count() >= 292
    });

    // What happens in the last month of the register may close a gap later.
    let span = (RECENT.0, "2026-08-31");
    let found = Numbers::of(&country, "langtidsledige-52", span);
    found.hold_stock("personer", span, |life, day| {
        let is_short = |first: i32, last: i32| {
            let hours = life.hours.iter();
            let within = hours.filter(|month| first <= month.start && month.start <= last);
            last - first < 28 && within.map(|month| month.is[0]).sum::<i32>() <= 10 * 60
        };
        // Backwards from the first unemployed day that is not before this one, over short gaps, for 52 weeks.
        let Some(mut unemployed) = (day..day + 29).find(|&one| life.is_gross_unemployed(one))
        else {
            return false;
        };
        while unemployed > day - 364 {
            let before = (unemployed - 29..unemployed)
                .rev()
                .find(|&one| life.is_gross_unemployed(one));
            match before {
                Some(before) if before + 1 == unemployed => unemployed = before,
                Some(before) if is_short(before + 1, unemployed - 1) => unemployed = before,
                _ => break,
            }
        }
        unemployed <= day - 363
    });
}

#[test]
fn a_spell_ends_after_a_day_and_from_2019_08_09_after_a_calendar_month() {
    let country = country();
    let (observed, rule) = (day("2004-01-05"), day("2019-08-09"));
    let is_on = |life: &Life, day: i32| life.is_on(&[INSURANCE], day);
    let is_passed = |first: i32, last: i32| first >= rule && holds_no_month(first, last);
    // A gap of less than a month has at most sixty days.
    let has_ended = |life: &Life, last: i32| {
        let next = (last + 1..last + 62).find(|&one| is_on(life, one));
        let goes_on = |next| next == last + 1 || is_passed(last + 1, next - 1);
        is_on(life, last) && !next.is_some_and(goes_on)
    };
    let length = |life: &Life, last: i32| {
        let mut start = last;
        loop {
            let mut before = (start - 61..start).rev();
            match before.find(|&one| is_on(life, one)) {
                Some(one) if one == start - 1 || is_passed(one + 1, start - 1) => start = one,
                // What runs when the register begins may have begun before.
                _ => return (start > observed).then_some(i64::from(last - start) + 1),
            }
        }
    };
    let span = ("2019-03-01", "2020-02-29");
    let found = Numbers::of(&country, "forloeb-dagpenge", span);
    let ended = |life: &Life, (first, last): (i32, i32)| -> Vec<i64> {
        let days = (first..=last).filter(|&day| has_ended(life, day));
        days.filter_map(|day| length(life, day)).collect()
    };
    found.hold("forloeb", span, |life, month| {
        i64::try_from(ended(life, month).len()).expect("few")
    });
    found.hold("dage", span, |life, month| ended(life, month).iter().sum());
}

#[test]
fn the_east_european_share_is_about_thirteen_countries() {
    let country = country();
    let thirteen = [
        "belarus",
        "bulgarien",
        "tjekkiet",
        "ungarn",
        "moldova",
        "polen",
        "rumaenien",
        "rusland",
        "slovakiet",
        "ukraine",
        "estland",
        "letland",
        "litauen",
    ];
    let countries = catalogue().registers().list("countries").expect("a list");
    let numbers = thirteen.map(|id| {
        let mut codes = countries.codes.iter();
        codes.find(|code| code.id == id).expect("a country").number
    });
    let found = Numbers::of(&country, "oesteuropaeisk-baggrund", RECENT);
    found.hold_stock("alle", RECENT, |life, day| life.is_on(&[INSURANCE], day));
    found.hold_stock("oesteuropa", RECENT, |life, day| {
        life.is_on(&[INSURANCE], day) && numbers.contains(&life.country)
    });
}

#[test]
fn the_young_are_18_to_29_on_each_day() {
    let country = country();
    let degrees = |life: &Life, (first, last): (i32, i32), on: &dyn Fn(i32, i32) -> bool| {
        let days = (first..=last).filter(|&day| (18..30).contains(&life.age(day)));
        days.flat_map(|day| life.benefits.iter().filter(move |spell| spell.covers(day)))
            .filter(|spell| on(spell.is[0], spell.is[1]))
            .map(|spell| i64::from(spell.is[3]))
            .sum()
    };
    let before = ("2024-07-01", "2025-06-30");
    let found = Numbers::of(&country, "unge-uddannelseshjaelp", before);
    found.hold("dage", before, |life, month| {
        degrees(life, month, &|benefit, _| benefit == EDUCATION_ASSISTANCE)
    });
    let after = ("2025-07-01", "2026-10-31");
    let found = Numbers::of(&country, "unge-uddannelseshjaelp", after);
    found.hold("dage", after, |life, month| {
        degrees(life, month, &|benefit, category| {
            let ready = [EDUCATION_READY, OBVIOUSLY_EDUCATION_READY];
            benefit == CASH_ASSISTANCE && ready.contains(&category)
        })
    });
}
