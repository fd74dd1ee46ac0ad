//! Invented histories, and what the engine says of them.

use calendar::{Calendar, Day};
use figures::{
    Answer, Histories, MISSING, Observation, Plan, Query, Setting, TrackRows, WorkingDays,
};
use rulebook::Book;
use rulebook::registers::Registers;

pub(crate) fn day(text: &str) -> Day {
    text.parse().unwrap()
}

pub(crate) fn epoch(text: &str) -> i32 {
    day(text).epoch()
}

pub(crate) fn book() -> Book {
    match Book::load(&Book::embedded_sources()) {
        Ok(book) => book,
        Err(problems) => panic!("{}", problems.render()),
    }
}

/// What is observed of every track, as the invented register has it.
pub(crate) fn setting(registers: &Registers) -> Setting {
    setting_until(registers, "2026-06-29")
}

/// What is observed of every track until a day.
pub(crate) fn setting_until(registers: &Registers, until: &str) -> Setting {
    let observed = Observation {
        from: epoch("2004-01-05"),
        until: epoch(until),
    };
    let (from, until) = (epoch("2000-01-01"), epoch("2030-01-01"));
    Setting {
        observation: vec![observed; registers.schema().tracks.len()],
        working_days: Some(WorkingDays::new(&Calendar::default(), from, until)),
    }
}

/// A spell: person, first and last day, columns.
pub(crate) type Spell<'a> = (usize, &'a str, &'a str, &'a [i32]);

/// Persons with days of birth, and spells of one track by person.
pub(crate) fn histories(
    registers: &Registers,
    births: &[&str],
    track: &str,
    spells: &[Spell<'_>],
) -> Histories {
    lives(registers, births, &[(track, spells)])
}

/// Persons with days of birth, and spells of several tracks by person.
pub(crate) fn lives(
    registers: &Registers,
    births: &[&str],
    told: &[(&str, &[Spell<'_>])],
) -> Histories {
    let schema = registers.schema();
    let count = births.len();
    let mut attributes = vec![vec![MISSING; count]; schema.attributes.len()];
    let birth = registers.birth().unwrap();
    attributes[usize::from(birth.0)] = births.iter().map(|text| epoch(text)).collect();
    let mut tracks: Vec<TrackRows> = schema
        .tracks
        .iter()
        .map(|track| TrackRows::empty(count, track.columns.len()))
        .collect();
    for (track, spells) in told {
        let rows = &mut tracks[usize::from(schema.track(track).unwrap().0)];
        for (person, start, last, columns) in *spells {
            rows.start.push(epoch(start));
            rows.end.push(epoch(last) + 1);
            for (at, value) in columns.iter().enumerate() {
                rows.columns[at].push(*value);
            }
            for offset in &mut rows.offsets[*person + 1..] {
                *offset += 1;
            }
        }
    }
    Histories {
        persons: (1..).take(count).collect(),
        attributes,
        tracks,
    }
}

pub(crate) fn answer(registers: &Registers, query: Query, histories: &Histories) -> Answer {
    answer_in(&setting(registers), registers, query, histories)
}

/// The engine's answer where so much is observed.
pub(crate) fn answer_in(
    setting: &Setting,
    registers: &Registers,
    query: Query,
    histories: &Histories,
) -> Answer {
    histories.check().unwrap();
    let plan = Plan::compile(registers.schema(), &[query], setting).unwrap();
    let mut run = plan.start().unwrap();
    run.add(histories).unwrap();
    run.finish().unwrap().remove(0)
}
