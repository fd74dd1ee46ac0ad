//! Tracks that need a reform, a measuring or an end: wage hours, flex jobs, awards, work duty, availability, life events.

use calendar::Day;

use super::benefits::Spell;
use super::dice::Dice;
use super::files::Files;
use super::person::Person;

/// 2013-01-01: the flex job reform.
const FLEX_REFORM: i32 = 15_706;
/// 2025-01-01: the work duty.
const WORK_DUTY: i32 = 20_089;

/// Writes what follows from the spells on benefits and from the person's end.
pub(super) fn write(person: &Person, spells: &[Spell], dice: &mut Dice, files: &mut Files) {
    let mut before = 0;
    for spell in spells {
        match spell.benefit {
            10 => flex_job(person.id, spell, dice, files),
            11 if before != 11 => {
                let (cause, course) = (1 + dice.below(3), 1 + dice.below(4));
                files
                    .awards
                    .push(&[person.id, cause, course, spell.start, spell.start]);
            }
            1..=5 => available(person.id, spell, dice, files),
            _ => {}
        }
        before = spell.benefit;
    }
    if let Some((event, day)) = person.gone {
        files.life.push(&[person.id, event, day, day]);
    }
}

/// The hours of each month that a job of a few hours touches, as they are reported.
pub(super) fn wage_hours(id: i32, weekly: i32, spell: &Spell, files: &mut Files) {
    let mut from = spell.start;
    while from <= spell.last {
        let last = Day::from_epoch(from).month_end().epoch().min(spell.last);
        let minutes = weekly * (last - from + 1) / 7;
        files.wage_hours.push(&[id, minutes, from, last]);
        from = last + 1;
    }
}

/// The hours in a flex job from one measuring to the next.
fn flex_job(id: i32, spell: &Spell, dice: &mut Dice, files: &mut Files) {
    let scheme = if spell.start < FLEX_REFORM { 2 } else { 1 };
    let mut minutes = 60 * (1 + dice.below(25));
    let awarded = minutes;
    let mut from = spell.start;
    while from <= spell.last {
        let last = (from + 179).min(spell.last);
        let change = match minutes.cmp(&awarded) {
            std::cmp::Ordering::Greater => 1,
            std::cmp::Ordering::Equal => 2,
            std::cmp::Ordering::Less => 3,
        };
        files
            .flex_jobs
            .push(&[id, scheme, minutes, change, from, last]);
        minutes = (minutes + dice.pick(&[-60, 0, 0, 0, 60, 120])).clamp(60, 2_220);
        from = last + 1;
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
