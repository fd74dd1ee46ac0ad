//! Work and education: in the days without a benefit, and a few hours of work beside one.

use super::benefits::Spell;
use super::dice::Dice;
use super::files::Files;
use super::hours;
use super::person::{Person, Way};

/// A full-time week in minutes.
const FULL_TIME: i32 = 2_220;

const ORDINARY: i32 = 1;
const INTEGRATION: i32 = 2;
const SUBSIDISED: i32 = 3;
/// The offer that a subsidised job is.
const WAGE_SUBSIDY: i32 = 3;

/// The industries by their number of jobs, roughly.
const INDUSTRIES: [i32; 24] = [
    1, 3, 3, 3, 6, 6, 7, 7, 7, 7, 8, 8, 9, 9, 10, 13, 13, 14, 15, 16, 16, 17, 17, 17,
];

/// Work or education in the days `from ≤ day < until` without a benefit.
pub(super) fn outside_benefit(
    person: &Person,
    (from, until): (i32, i32),
    dice: &mut Dice,
    files: &mut Files,
) {
    let retired = person.turns(if dice.chance(150) { 70 } else { 67 });
    let until = until.min(retired);
    if until - from < 7 {
        return;
    }
    let employed = if person.came.is_some() { 850 } else { 700 };
    let young = from < person.turns(26);
    if young && dice.chance(450) {
        let last = (from + 300 + dice.days(900)).min(until) - 1;
        let kind = dice.pick(&[1, 2, 2, 3, 3, 3, 4, 4, 5]);
        files.education.push(&[person.id, kind, from, last]);
        outside_benefit(person, (last + 1, until), dice, files);
    } else if dice.chance(employed) {
        in_jobs(person, (from, until), dice, files);
    } else if dice.chance(100) {
        let kind = dice.pick(&[1, 3, 4, 5]);
        files.education.push(&[person.id, kind, from, until - 1]);
    }
}

/// One job after another until the last day.
fn in_jobs(person: &Person, (from, until): (i32, i32), dice: &mut Dice, files: &mut Files) {
    let mut start = from;
    while start < until {
        let mut last = (start + 150 + dice.days(1_400)).min(until) - 1;
        let kind = match person.way {
            Way::Refugee => dice.pick(&[ORDINARY, ORDINARY, ORDINARY, ORDINARY, INTEGRATION]),
            _ if dice.chance(30) => SUBSIDISED,
            _ => ORDINARY,
        };
        if kind == SUBSIDISED {
            last = last.min(start + 119);
            files
                .offers
                .push(&[person.id, WAGE_SUBSIDY, FULL_TIME, start, last]);
        }
        let minutes = dice.pick(&[
            FULL_TIME, FULL_TIME, FULL_TIME, FULL_TIME, 1_800, 1_200, 600,
        ]);
        job(person, (kind, minutes), (start, last), dice, files);
        if dice.chance(50) {
            job(person, (ORDINARY, 300), (start, last), dice, files);
        }
        start = last + 1;
        if dice.chance(300) {
            start += dice.below(20);
        }
    }
}

/// A few hours of work beside a benefit.
pub(super) fn beside_benefit(person: &Person, spell: &Spell, dice: &mut Dice, files: &mut Files) {
    let days = spell.last - spell.start + 1;
    if matches!(spell.benefit, 1..=9) && days > 14 && dice.chance(180) {
        let minutes = dice.pick(&[120, 300, 450, 600, 900]);
        let start = spell.start + dice.below(days / 2);
        let last = (start + dice.days(200)).min(spell.last);
        job(person, (ORDINARY, minutes), (start, last), dice, files);
    }
}

fn job(
    person: &Person,
    (kind, minutes): (i32, i32),
    (start, last): (i32, i32),
    dice: &mut Dice,
    files: &mut Files,
) {
    let industry = if dice.chance(60) {
        1 + dice.below(19)
    } else {
        dice.pick(&INDUSTRIES)
    };
    files
        .jobs
        .push(&[person.id, kind, minutes, industry, start, last]);
    if kind != SUBSIDISED {
        hours::write(person, minutes, (start, last), files);
    }
}
