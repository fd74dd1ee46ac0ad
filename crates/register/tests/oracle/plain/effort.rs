//! Activation, the focus targets, and the target group of the clarification pool.

use calendar::Day;

use super::super::invented::{catalogue, day};
use super::super::raw::Life;
use super::{
    ASSISTANCES, CASH_ASSISTANCE, EDUCATION_ASSISTANCE, Numbers, RECENT, SICKNESS_BENEFIT,
    TRANSITION_BENEFIT, country, holds_no_month, window,
};

#[test]
fn the_activation_degree_is_days_in_an_offer_of_days_on_the_benefit() {
    let country = country();
    let found = Numbers::of(&country, "aktiveringsgrad", RECENT);
    let days = |life: &Life, (first, last): (i32, i32), holds: &dyn Fn(&Life, i32) -> bool| {
        let days = (first..=last).filter(|&day| holds(life, day));
        i64::try_from(days.count()).expect("few")
    };
    found.hold("dage", RECENT, |life, month| {
        days(life, month, &Life::is_in_target_group)
    });
    found.hold("aktive-dage", RECENT, |life, month| {
        days(life, month, &|life, day| {
            life.is_in_target_group(day) && life.is_in_offer(day)
        })
    });
}

/// A year on the benefit of the day. Gaps that hold no whole calendar month are passed, but not in sickness benefit; time on
/// transition benefit counts for who went on to cash or education assistance.
fn is_senior(life: &Life, day: i32) -> bool {
    let Some(spell) = life.benefits.iter().find(|spell| spell.covers(day)) else {
        return false;
    };
    let benefit = spell.is[0];
    let same = match benefit {
        CASH_ASSISTANCE | EDUCATION_ASSISTANCE => vec![benefit, TRANSITION_BENEFIT],
        other => vec![other],
    };
    let is_passed = |first: i32, last: i32| {
        first > last || (benefit != SICKNESS_BENEFIT && holds_no_month(first, last))
    };
    let mut start = day;
    while start > day - 400 {
        let mut before = (start - 62..start).rev();
        match before.find(|&one| life.is_on(&same, one)) {
            Some(before) if is_passed(before + 1, start - 1) => start = before,
            _ => break,
        }
    }
    life.is_in_target_group(day) && Day::from_epoch(start).plus_months(12).epoch() <= day + 1
}

#[test]
fn the_focus_targets_are_about_those_with_twelve_months_seniority() {
    let country = country();
    let span = ("2025-01-01", "2026-01-31");
    let found = Numbers::of(&country, "fokusmaal-samtaler", span);
    found.hold_stock("alle", span, is_senior);
    found.hold_stock("uden", span, |life, day| {
        let talks = life.contacts.iter();
        let recent = talks.filter(|talk| window(12, day) <= talk.start && talk.start <= day);
        is_senior(life, day) && recent.count() < 4
    });

    // 225 hours until 2021, 100 from then on.
    for (span, hours) in [(("2020-01-01", "2020-12-31"), 225), (span, 100)] {
        let found = Numbers::of(&country, "fokusmaal-tilbud", span);
        found.hold_stock("alle", span, is_senior);
        found.hold_stock("uden", span, |life, day| {
            let since = window(12, day);
            let worked = life.hours.iter();
            let worked = worked.filter(|month| since <= month.start && month.start <= day);
            let has_offer = life.offers.iter().any(|one| one.days_in(since, day) > 0);
            let has_hours = worked.map(|month| month.is[0]).sum::<i32>() >= hours * 60;
            is_senior(life, day) && !has_offer && !has_hours
        });
    }
}

#[test]
fn the_clarification_pool_is_for_eight_years_of_ten_on_assistance() {
    let country = country();
    let on = Day::from_epoch(day("2020-10-01"));
    let pool = catalogue()
        .population("afklaringspuljens-maalgruppe", on)
        .expect("a population");
    let found = country.register.list(&pool.population, on.epoch());
    let wanted = country.lives.iter().filter(|life| {
        let since = on.plus_months(-120).plus(1);
        let days = since.epoch()..=on.epoch();
        let whole = days.clone().count();
        let had = days.filter(|&one| life.is_on(&ASSISTANCES, one)).count();
        life.is_on_in(&[CASH_ASSISTANCE], &[2], on.epoch())
            && life.age(on.epoch()) >= 30
            && 5 * had >= 4 * whole
    });
    let wanted: Vec<i64> = wanted.map(|life| life.id).collect();
    assert_eq!(found, wanted);
    assert!(!wanted.is_empty());
}
