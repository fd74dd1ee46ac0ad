//! What is done in a spell on a benefit: conversations, offers, the CV, availability and the work duty.
//!
//! The levels are roughly those of 2024: nine in ten get their four conversations a year, four in five an offer, and a
//! fifth to a quarter of the time on benefit is spent in one.

use super::benefits::Spell;
use super::dice::Dice;
use super::files::Files;
use super::person::Person;

/// 2025-01-01: the work duty.
const WORK_DUTY: i32 = 20_089;
/// 2025-07-01: useful work can be specially arranged.
const SPECIALLY_ARRANGED: i32 = 20_270;

/// Half a year, in which the law asks for more conversations than later.
const EARLY: i32 = 182;

/// Writes what is done in the spell.
pub(super) fn write(person: &Person, spell: &Spell, dice: &mut Dice, files: &mut Files) {
    if !matches!(spell.benefit, 1..=9 | 12) {
        return;
    }
    let forgotten = dice.chance(70);
    conversations(person.id, spell, forgotten, dice, files);
    if !forgotten {
        offers(person.id, spell, dice, files);
    }
    cv(person.id, spell, dice, files);
    if spell.benefit <= 5 {
        available(person.id, spell, dice, files);
    }
}

/// Conversations every third to seventh week at first, later every fourth to thirteenth, and far fewer with those who are
/// forgotten.
fn conversations(id: i32, spell: &Spell, forgotten: bool, dice: &mut Dice, files: &mut Files) {
    let mut day = spell.start + dice.below(14);
    while day <= spell.last {
        let kind = match spell.benefit {
            1 => dice.pick(&[1, 2, 2, 3]),
            _ => 1,
        };
        files.contacts.push(&[id, kind, day, day]);
        day += match (forgotten, day < spell.start + EARLY) {
            (true, _) => 28 + dice.below(250),
            (false, true) => 21 + dice.below(28),
            (false, false) => 28 + dice.below(63),
        };
    }
}

/// One offer after another, with months between.
fn offers(id: i32, spell: &Spell, dice: &mut Dice, files: &mut Files) {
    let mut start = spell.start + 14 + dice.days(110);
    while start <= spell.last {
        let last = (start + 13 + dice.days(50)).min(spell.last);
        let kind = match spell.benefit {
            1 => dice.pick(&[1, 1, 1, 2, 2, 3]),
            2 if start >= SPECIALLY_ARRANGED => dice.pick(&[1, 1, 2, 2, 2, 3, 4, 4, 5]),
            2..=5 => dice.pick(&[1, 1, 2, 2, 2, 3, 4]),
            _ => dice.pick(&[1, 2, 2]),
        };
        let minutes = dice.pick(&[600, 1_200, 1_800, 2_220]);
        files.offers.push(&[id, kind, minutes, start, last]);
        start = last + 1 + dice.days(190);
    }
}

/// Nearly all who are ready for a job have a CV, few others; some of the CVs cannot be found.
fn cv(id: i32, spell: &Spell, dice: &mut Dice, files: &mut Files) {
    let has_one = if spell.category == 1 { 900 } else { 150 };
    if dice.chance(has_one) {
        let searchable = i32::from(dice.chance(900));
        let from = (spell.start + dice.below(21)).min(spell.last);
        files.cv.push(&[id, searchable, from, spell.last]);
    }
}

/// Whether the person is available, and whether the work duty applies.
fn available(id: i32, spell: &Spell, dice: &mut Dice, files: &mut Files) {
    let status = if dice.chance(120) { 2 } else { 1 };
    files
        .availability
        .push(&[id, status, spell.start, spell.last]);
    if spell.benefit == 2 && spell.last >= WORK_DUTY && dice.chance(300) {
        let from = spell.start.max(WORK_DUTY);
        files.work_duty.push(&[id, from, spell.last]);
    }
}
