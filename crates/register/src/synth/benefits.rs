//! The invented spells on benefits: never two on one day, cut where the person moves.

use super::FIRST;
use super::dice::Dice;
use super::person::{Person, Way};

/// A spell of days `start ..= last` on a benefit.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Spell {
    pub(super) benefit: i32,
    pub(super) category: i32,
    /// Per cent of full time.
    pub(super) degree: i32,
    pub(super) start: i32,
    pub(super) last: i32,
}

/// Days a year on average, times four.
const FOUR_YEARS: i32 = 1_461;

/// All spells of a person, sorted, from her 18th birthday.
pub(super) fn invent(person: &Person, dice: &mut Dice) -> Vec<Spell> {
    let mut spells = Vec::new();
    let grown = person.birth + 18 * FOUR_YEARS / 4;
    let retired = person.birth + 67 * FOUR_YEARS / 4;
    let until = (person.end() + 1).min(retired);
    let gap = match person.way {
        Way::Insured => 590,
        Way::Assisted => 290,
        Way::Refugee => 265,
        Way::Ill => 370,
    };
    let mut day = FIRST.max(grown) + dice.days(gap) - 1;
    while day < until {
        day = episode(person, day, until, &mut spells, dice);
        day += dice.days(gap);
    }
    cut_at_move(person, &mut spells);
    spells
}

/// Spells that follow each other, with few days between; gives the first day after them.
fn episode(
    person: &Person,
    mut day: i32,
    until: i32,
    spells: &mut Vec<Spell>,
    dice: &mut Dice,
) -> i32 {
    loop {
        if day >= until {
            return day;
        }
        let age = (day - person.birth) * 4 / FOUR_YEARS;
        let (benefit, mean) = benefit(person.way, age, dice);
        let end = (day + dice.days(mean)).min(until);
        let degree = if matches!(benefit, 1 | 6 | 7 | 10) && dice.chance(300) {
            dice.pick(&[25, 30, 40, 50, 54, 60, 75, 80])
        } else {
            100
        };
        spells.push(Spell {
            benefit,
            category: category(benefit, dice),
            degree,
            start: day,
            last: end - 1,
        });
        day = end;
        if dice.chance(380) {
            return day + 1;
        }
        if dice.chance(250) {
            day += dice.below(20);
        }
    }
}

/// A benefit and its mean length in days.
fn benefit(way: Way, age: i32, dice: &mut Dice) -> (i32, i32) {
    if age >= 60 && dice.chance(150) {
        return dice.pick(&[(13, 900), (13, 900), (14, 1_200), (11, 2_500)]);
    }
    let assistance = if age < 30 { (3, 200) } else { (2, 330) };
    match way {
        Way::Insured => dice.pick(&[
            (1, 110),
            (1, 140),
            (1, 200),
            (6, 60),
            (6, 90),
            (10, 700),
            (12, 300),
            (1, 60),
        ]),
        Way::Assisted => dice.pick(&[
            assistance,
            assistance,
            assistance,
            assistance,
            (1, 150),
            (6, 90),
            (8, 600),
            (9, 200),
        ]),
        Way::Refugee => dice.pick(&[(4, 330), (4, 250), (5, 300), assistance, (6, 40)]),
        Way::Ill => dice.pick(&[
            (6, 120),
            (7, 350),
            (8, 600),
            (9, 150),
            (10, 800),
            (11, 2_500),
            assistance,
            (6, 60),
        ]),
    }
}

fn category(benefit: i32, dice: &mut Dice) -> i32 {
    match benefit {
        1 => 1,
        2 | 4 | 5 => dice.pick(&[1, 2, 2]),
        3 => dice.pick(&[2, 3, 3, 4]),
        _ => 0,
    }
}

/// A spell that spans the move becomes two.
fn cut_at_move(person: &Person, spells: &mut Vec<Spell>) {
    let Some((_, from)) = person.moved else {
        return;
    };
    if let Some(at) = spells
        .iter()
        .position(|spell| spell.start < from && from <= spell.last)
    {
        let mut after = spells[at];
        spells[at].last = from - 1;
        after.start = from;
        spells.insert(at + 1, after);
    }
}
