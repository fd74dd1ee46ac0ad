//! Flex jobs, awards of disability pension, and the marks that a person is given.

use std::cmp::Ordering;

use super::benefits::Spell;
use super::dice::Dice;
use super::files::Files;
use super::person::Person;

/// 2013-01-01: the flex job reform.
const FLEX_REFORM: i32 = 15_706;
/// 2020-12-01: the mark of the clarification pool.
const CLARIFICATION_POOL: i32 = 18_597;

const FLEX_SUBSIDY: i32 = 10;
const DISABILITY_PENSION: i32 = 11;
const DISPLACED: i32 = 5;

/// Writes what follows from the spells on benefits taken together.
pub(super) fn write(person: &Person, spells: &[Spell], dice: &mut Dice, files: &mut Files) {
    for course in spells.chunk_by(|one, next| one.benefit == next.benefit) {
        let first = course[0];
        match first.benefit {
            FLEX_SUBSIDY => {
                for unbroken in course.chunk_by(|one, next| one.last + 1 == next.start) {
                    let last = unbroken[unbroken.len() - 1].last;
                    flex_job(person.id, (unbroken[0].start, last), dice, files);
                }
            }
            DISABILITY_PENSION => {
                let before = spells.iter().take_while(|one| one.start < first.start);
                let came_from = match before.last().map(|one| one.benefit) {
                    Some(6 | 7) => 1,
                    Some(8) => 2,
                    Some(9 | 10) => 3,
                    Some(2..=5) => 4,
                    _ => 9,
                };
                let cause = dice.pick(&[1, 1, 1, 1, 2, 2, 2, 2, 3]);
                files
                    .awards
                    .push(&[person.id, cause, came_from, first.start, first.start]);
            }
            _ => {}
        }
    }
    marks(person, spells, dice, files);
}

/// The hours in a flex job from one measuring to the next: most are few, some are none, and they rise oftener than they fall.
fn flex_job(id: i32, (start, last): (i32, i32), dice: &mut Dice, files: &mut Files) {
    let scheme = if start < FLEX_REFORM { 2 } else { 1 };
    let awarded = match dice.below(100) {
        0..=4 => 0,
        5..=39 => 60 * (1 + dice.below(5)),
        40..=66 => 60 * (6 + dice.below(5)),
        _ => 60 * (11 + dice.below(15)),
    };
    let mut minutes = awarded;
    let mut from = start;
    while from <= last {
        let until = (from + 89 + dice.below(180)).min(last);
        let change = match minutes.cmp(&awarded) {
            Ordering::Greater => 1,
            Ordering::Equal => 2,
            Ordering::Less => 3,
        };
        files
            .flex_jobs
            .push(&[id, scheme, minutes, change, from, until]);
        minutes = (minutes + dice.pick(&[-60, 0, 0, 0, 60, 120])).clamp(0, 2_220);
        from = until + 1;
    }
}

fn marks(person: &Person, spells: &[Spell], dice: &mut Dice, files: &mut Files) {
    let end = person.end();
    if let Some(came) = person.came {
        files.marks.push(&[person.id, DISPLACED, came, end]);
    }
    let in_pool = (spells.iter())
        .filter(|spell| (spell.benefit, spell.category) == (2, 2))
        .find(|spell| spell.last >= CLARIFICATION_POOL);
    if let Some(spell) = in_pool.filter(|_| dice.chance(200)) {
        let from = spell.start.max(CLARIFICATION_POOL);
        let last = (from + dice.days(700)).min(end);
        files.marks.push(&[person.id, 1, from, last]);
    }
    let mut from = person.turns(18).max(person.start());
    while dice.chance(60) && from < end {
        let last = (from + dice.days(700)).min(end);
        files
            .marks
            .push(&[person.id, 2 + dice.below(3), from, last]);
        from = last + 30;
    }
}
