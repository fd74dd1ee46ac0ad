//! An invented register of spells, drawn from a seed: what the workloads and the bench run over.

mod dice;

use calendar::Day;
use dice::Dice;
use figures::{
    Attribute, AttributeId, Column, ColumnId, ColumnKind, Histories, Observation, Schema, Setting,
    Track, TrackId, TrackRows,
};

pub(crate) const SPELLS: TrackId = TrackId(0);
pub(crate) const BENEFIT: ColumnId = ColumnId(0);
pub(crate) const CATEGORY: ColumnId = ColumnId(1);
pub(crate) const MUNICIPALITY: ColumnId = ColumnId(2);
pub(crate) const DEGREE: ColumnId = ColumnId(3);
pub(crate) const BIRTH: AttributeId = AttributeId(0);

/// A spell as it is written down: the last day included.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Spell {
    pub(crate) benefit: i32,
    pub(crate) category: i32,
    pub(crate) municipality: i32,
    pub(crate) degree: i32,
    pub(crate) start: i32,
    pub(crate) last: i32,
}

/// A person with a day of birth and spells in the order of their days.
#[derive(Debug, Clone)]
pub(crate) struct Person {
    pub(crate) id: i64,
    pub(crate) birth: i32,
    pub(crate) spells: Vec<Spell>,
}

pub(crate) fn day(text: &str) -> i32 {
    text.parse::<Day>().expect("a day").epoch()
}

pub(crate) fn first_day() -> i32 {
    day("2004-01-05")
}

pub(crate) fn last_day() -> i32 {
    day("2026-06-28")
}

pub(crate) fn schema() -> Schema {
    let code = |name: &str| Column {
        name: name.to_owned(),
        kind: ColumnKind::Code {
            list: name.to_owned(),
        },
    };
    Schema {
        tracks: vec![Track {
            name: "spells".to_owned(),
            columns: vec![
                code("benefit"),
                code("category"),
                code("municipality"),
                Column {
                    name: "degree".to_owned(),
                    kind: ColumnKind::Number {
                        unit: "per-cent".to_owned(),
                    },
                },
            ],
        }],
        attributes: vec![Attribute {
            name: "birth".to_owned(),
            kind: ColumnKind::Day,
        }],
    }
}

pub(crate) fn setting() -> Setting {
    Setting {
        observation: vec![Observation {
            from: first_day(),
            until: last_day() + 1,
        }],
        working_days: None,
    }
}

pub(crate) fn histories(persons: &[Person]) -> Histories {
    let mut rows = TrackRows {
        offsets: vec![0],
        columns: vec![Vec::new(); 4],
        disjoint: true,
        ..TrackRows::default()
    };
    for person in persons {
        for spell in &person.spells {
            rows.start.push(spell.start);
            rows.end.push(spell.last + 1);
            let values = [
                spell.benefit,
                spell.category,
                spell.municipality,
                spell.degree,
            ];
            for (column, value) in rows.columns.iter_mut().zip(values) {
                column.push(value);
            }
        }
        let until = u32::try_from(rows.start.len()).expect("few rows");
        rows.offsets.push(until);
    }
    let histories = Histories {
        persons: persons.iter().map(|person| person.id).collect(),
        attributes: vec![persons.iter().map(|person| person.birth).collect()],
        tracks: vec![rows],
    };
    histories.check().expect("the register is in order");
    histories
}

/// The codes of 98 municipalities, some of them far larger than others.
fn municipality(dice: &mut Dice) -> i32 {
    let place = dice.throw(98).min(dice.throw(98));
    101 + place * 7 + place % 3
}

/// Persons with about 12.5 spells each.
pub(crate) fn persons(count: usize, seed: u64) -> Vec<Person> {
    let mut dice = Dice(seed);
    (0..count).map(|at| person(at, &mut dice)).collect()
}

fn person(at: usize, dice: &mut Dice) -> Person {
    let birth = day("1945-01-01") + dice.throw(20_000);
    let mut spells = Vec::new();
    let mut home = municipality(dice);
    let mut start = first_day() + dice.throw(2_500).min(dice.throw(4_000));
    let mut benefit = 1 + dice.throw(14);
    while start <= last_day() {
        if dice.throw(12) == 0 {
            home = municipality(dice);
        }
        if dice.throw(3) == 0 {
            benefit = 1 + dice.throw(14).min(dice.throw(14));
        }
        let longest = [60, 200, 400, 1_400][dice.throw(4).unsigned_abs() as usize];
        let last = (start + dice.throw(longest)).min(last_day());
        spells.push(Spell {
            benefit,
            category: dice.throw(5),
            municipality: home,
            degree: [100, 100, 100, 50, 25 + dice.throw(75)][dice.throw(5).unsigned_abs() as usize],
            start,
            last,
        });
        let pause = [0, 0, 0, 12, 400, 900][dice.throw(6).unsigned_abs() as usize];
        start = last + 1 + if pause == 0 { 0 } else { dice.throw(pause) };
    }
    Person {
        id: i64::try_from(at).expect("few persons") * 3 + 1,
        birth,
        spells,
    }
}
