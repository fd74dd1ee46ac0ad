//! Random calendars, days and spans, with a liking for Easter, Christmas, leap days and month ends.

use calendar::{Calendar, Day, Holiday, HolidayRule, LocalTime, Roll, Span};
use duties::{Deadline, Strength};

use super::Chance;

fn holiday(name: &str, rule: HolidayRule, to: Option<&str>) -> Holiday {
    Holiday {
        name: name.to_owned(),
        rule,
        from: None,
        to: to.map(|day| day.parse().unwrap()),
    }
}

fn danish() -> Calendar {
    let easter = HolidayRule::Easter;
    let fixed = |month, day| HolidayRule::Fixed { month, day };
    Calendar::new(vec![
        holiday("Nytårsdag", fixed(1, 1), None),
        holiday("Skærtorsdag", easter(-3), None),
        holiday("Langfredag", easter(-2), None),
        holiday("Anden påskedag", easter(1), None),
        holiday("Store bededag", easter(26), Some("2023-12-31")),
        holiday("Kristi himmelfartsdag", easter(39), None),
        holiday("Anden pinsedag", easter(50), None),
        holiday("Grundlovsdag", fixed(6, 5), None),
        holiday("Juledag", fixed(12, 25), None),
        holiday("Anden juledag", fixed(12, 26), None),
    ])
}

pub(crate) fn calendar(chance: &mut Chance) -> Calendar {
    if chance.percent(15) {
        return Calendar::default();
    }
    let mut holidays = danish().holidays().to_vec();
    for _ in 0..chance.below(4) {
        let month = i8::try_from(chance.between(1, 12)).unwrap();
        let day = i8::try_from(chance.between(1, 31)).unwrap();
        holidays.push(holiday("Lukkedag", HolidayRule::Fixed { month, day }, None));
    }
    Calendar::new(holidays)
}

pub(crate) fn first_day(chance: &mut Chance) -> Day {
    let year = i16::try_from(chance.between(2018, 2026)).unwrap();
    let (month, day) = match chance.below(5) {
        0 => (1, 31),
        1 => (2, 28),
        2 => (3, 20),
        3 => (12, 15),
        _ => (i8::try_from(chance.between(1, 12)).unwrap(), 10),
    };
    let ahead = i32::from(chance.between(0, 12));
    Day::new(year, month, day).unwrap().plus(ahead)
}

pub(crate) fn time(chance: &mut Chance) -> Option<LocalTime> {
    // Few different times, so that equal ones meet.
    chance
        .percent(35)
        .then(|| LocalTime::new(chance.between(8, 12), 0).unwrap())
}

/// A length of time that is not zero.
pub(crate) fn span(chance: &mut Chance) -> Span {
    match chance.below(10) {
        0..=3 => Span::days(chance.between(1, 40)),
        4 => Span::weeks(chance.between(1, 8)),
        5..=6 => Span::months(chance.between(1, 6)),
        7..=8 => Span::working_days(chance.between(1, 15)),
        _ => Span {
            months: chance.between(0, 2),
            days: chance.between(0, 5),
            working_days: chance.between(1, 4),
        },
    }
}

pub(crate) fn strength(chance: &mut Chance) -> Strength {
    chance.pick(&[
        Strength::Must,
        Strength::Default,
        Strength::Default,
        Strength::Aim,
    ])
}

pub(crate) fn deadline(chance: &mut Chance, within: Span) -> Deadline {
    Deadline {
        within,
        strength: strength(chance),
        roll: chance.pick(&[Roll::None, Roll::NextWorkingDay]),
    }
}
