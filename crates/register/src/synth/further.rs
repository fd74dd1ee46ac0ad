//! Every track beside the benefits, person by person.

use super::benefits::Spell;
use super::dice::Dice;
use super::files::Files;
use super::person::Person;
use super::{effort, special, work};

/// Writes the person's rows on every further track.
pub(super) fn write(person: &Person, spells: &[Spell], dice: &mut Dice, files: &mut Files) {
    residence(person, files);
    let grown = person.turns(18).max(person.start());
    let mut free = grown;
    for spell in spells {
        work::outside_benefit(person, (free, spell.start), dice, files);
        work::beside_benefit(person, spell, dice, files);
        effort::write(person, spell, dice, files);
        free = spell.last + 1;
    }
    work::outside_benefit(person, (free, person.end() + 1), dice, files);
    special::write(person, spells, dice, files);
    if let Some((event, day)) = person.gone {
        files.life.push(&[person.id, event, day, day]);
    }
}

fn residence(person: &Person, files: &mut Files) {
    let (start, end) = (person.start(), person.end());
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
