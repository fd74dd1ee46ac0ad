//! What else is told of an invented person: work, offers, contacts, marks, education and the searchable CV.

use super::FIRST;
use super::benefits::Spell;
use super::dice::Dice;
use super::files::Files;
use super::later;
use super::person::Person;

/// A full-time week in minutes.
const FULL_TIME: i32 = 2_220;

/// Writes the person's rows on every further track.
pub(super) fn write(person: &Person, spells: &[Spell], dice: &mut Dice, files: &mut Files) {
    residence(person, files);
    let grown = (person.birth + 6_575).max(FIRST);
    let mut free = grown;
    for spell in spells {
        outside_benefit(person.id, free, spell.start, dice, files);
        on_benefit(person.id, spell, dice, files);
        free = spell.last + 1;
    }
    let end = person.end();
    outside_benefit(person.id, free, end + 1, dice, files);
    later::write(person, spells, dice, files);
    let mut from = grown;
    while dice.chance(60) && from < end {
        let last = (from + dice.days(700)).min(end);
        files
            .marks
            .push(&[person.id, 1 + dice.below(5), from, last]);
        from = last + 30;
    }
}

fn residence(person: &Person, files: &mut Files) {
    let (start, end) = (FIRST.max(person.birth), person.end());
    let mut live = |town: i32, from: i32, last: i32| {
        files.residence.push(&[person.id, town, from, last]);
    };
    match person.moved {
        Some((to, from)) if start < from && from <= end => {
            live(person.town, start, from - 1);
            live(to, from, end);
        }
        _ => live(person.town_on(start), start, end),
    }
}

/// Work (1 ordinary, 2 IGU, 3 with a subsidy) or education in the days without a benefit.
fn outside_benefit(id: i32, from: i32, until: i32, dice: &mut Dice, files: &mut Files) {
    if until - from < 7 {
        return;
    }
    if dice.chance(650) {
        let kind = dice.pick(&[1, 1, 1, 1, 1, 1, 1, 1, 2, 3]);
        let minutes = dice.pick(&[FULL_TIME, FULL_TIME, FULL_TIME, 1_800, 1_200, 900, 600, 450]);
        files
            .jobs
            .push(&[id, kind, minutes, 1 + dice.below(19), from, until - 1]);
        if dice.chance(50) {
            files
                .jobs
                .push(&[id, 1, 300, 1 + dice.below(19), from, until - 1]);
        }
    } else if dice.chance(300) {
        files
            .education
            .push(&[id, 1 + dice.below(5), from, until - 1]);
    }
}

/// A few hours of work beside the benefit, an offer, talks every fourth to thirteenth week, and a CV.
fn on_benefit(id: i32, spell: &Spell, dice: &mut Dice, files: &mut Files) {
    if !matches!(spell.benefit, 1..=9) {
        return;
    }
    let days = spell.last - spell.start + 1;
    if days > 14 && dice.chance(150) {
        let minutes = dice.pick(&[120, 300, 450, 600, 900]);
        files
            .jobs
            .push(&[id, 1, minutes, 1 + dice.below(19), spell.start, spell.last]);
        later::wage_hours(id, minutes, spell, files);
    }
    if days > 60 && dice.chance(350) {
        let from = spell.start + dice.below(days / 2);
        let last = (from + dice.days(70)).min(spell.last);
        let minutes = dice.pick(&[600, 1_200, 1_800, FULL_TIME]);
        files
            .offers
            .push(&[id, 1 + dice.below(4), minutes, from, last]);
    }
    let mut day = spell.start + dice.below(28);
    while day <= spell.last {
        files.contacts.push(&[id, 1 + dice.below(3), day, day]);
        day += 28 + dice.below(63);
    }
    if spell.category == 1 && dice.chance(800) {
        let from = (spell.start + dice.below(21)).min(spell.last);
        files.cv.push(&[id, 1, from, spell.last]);
    }
}
