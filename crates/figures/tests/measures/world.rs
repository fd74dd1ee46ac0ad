//! Small invented histories with everything that is awkward: overlaps, missing values, spells that touch, unobserved days.

use calendar::{Calendar, Day};
use figures::{
    Attribute, AttributeId, Column, ColumnId, ColumnKind, Histories, MISSING, Observation, Schema,
    Setting, Track, TrackId, TrackRows, WorkingDays,
};

use super::dice::Dice;

/// Does not overlap; code `SORT`, code `PLACE`, number `PART`.
pub(crate) const BENEFIT: TrackId = TrackId(0);
/// Overlaps; code `SORT`, code `PLACE`, number `PART`.
pub(crate) const JOB: TrackId = TrackId(1);
/// Rare; nothing to say.
pub(crate) const GONE: TrackId = TrackId(2);
pub(crate) const SORT: ColumnId = ColumnId(0);
pub(crate) const PLACE: ColumnId = ColumnId(1);
pub(crate) const PART: ColumnId = ColumnId(2);
pub(crate) const BIRTH: AttributeId = AttributeId(0);
pub(crate) const SEX: AttributeId = AttributeId(1);

pub(crate) fn day(text: &str) -> i32 {
    text.parse::<Day>().expect("a day").epoch()
}

pub(crate) fn schema() -> Schema {
    let code = |name: &str| Column {
        name: name.to_owned(),
        kind: ColumnKind::Code {
            list: name.to_owned(),
        },
    };
    let part = Column {
        name: "part".to_owned(),
        kind: ColumnKind::Number {
            unit: "minutes".to_owned(),
        },
    };
    let track = |name: &str, columns| Track {
        name: name.to_owned(),
        columns,
    };
    let spoken = vec![code("sort"), code("place"), part];
    Schema {
        tracks: vec![
            track("benefit", spoken.clone()),
            track("job", spoken),
            track("gone", vec![]),
        ],
        attributes: vec![
            Attribute {
                name: "birth".to_owned(),
                kind: ColumnKind::Day,
            },
            Attribute {
                name: "sex".to_owned(),
                kind: ColumnKind::Code {
                    list: "sex".to_owned(),
                },
            },
        ],
    }
}

pub(crate) fn setting() -> Setting {
    let observed = |from: &str, until: &str| Observation {
        from: day(from),
        until: day(until),
    };
    Setting {
        observation: vec![
            observed("2020-01-10", "2021-01-20"),
            observed("2019-12-01", "2020-12-25"),
            observed("2019-01-01", "2021-03-01"),
        ],
        working_days: Some(WorkingDays::new(
            &Calendar::default(),
            day("2019-01-01"),
            day("2022-01-01"),
        )),
    }
}

/// One spell with its values.
type Row = (i32, i32, [i32; 3]);

/// Histories of so many persons. With `whole`, no value is missing.
pub(crate) fn histories(count: usize, seed: u64, whole: bool) -> Histories {
    let mut dice = Dice(seed);
    let observation = setting().observation;
    let mut persons: Vec<[Vec<Row>; 3]> = Vec::new();
    let mut births = Vec::new();
    let mut sexes = Vec::new();
    for _ in 0..count {
        let gap = [1, 40, 90][dice.throw(3).unsigned_abs() as usize];
        let benefits = spells(&mut dice, observation[0], (gap, true, whole));
        let jobs = spells(&mut dice, observation[1], (60, false, whole));
        let mut gone = Vec::new();
        if dice.throw(3) == 0 {
            let from = day("2020-03-01") + dice.throw(300);
            gone.push((from, observation[2].until, [0; 3]));
        }
        persons.push([benefits, jobs, gone]);
        let unborn = !whole && dice.throw(6) == 0;
        let born = day("1988-02-20") + dice.throw(1_200) * dice.throw(4);
        births.push(if unborn { MISSING } else { born });
        sexes.push(if dice.throw(7) == 0 {
            MISSING
        } else {
            1 + dice.throw(2)
        });
    }
    let track = |at: usize, columns: usize, disjoint: bool| {
        let mut rows = TrackRows {
            offsets: vec![0],
            columns: vec![Vec::new(); columns],
            disjoint,
            ..TrackRows::default()
        };
        for person in &persons {
            for (start, end, values) in &person[at] {
                rows.start.push(*start);
                rows.end.push(*end);
                for (column, value) in rows.columns.iter_mut().zip(values) {
                    column.push(*value);
                }
            }
            let until = u32::try_from(rows.start.len()).expect("few rows");
            rows.offsets.push(until);
        }
        rows
    };
    let histories = Histories {
        persons: (0..).take(count).map(|person| 100 + person).collect(),
        attributes: vec![births, sexes],
        tracks: vec![track(0, 3, true), track(1, 3, false), track(2, 0, true)],
    };
    histories.check().expect("the histories are in order");
    histories
}

fn spells(
    dice: &mut Dice,
    within: Observation,
    (gap, disjoint, whole): (i32, bool, bool),
) -> Vec<Row> {
    let mut rows = Vec::new();
    let mut start = within.from + dice.throw(60) * dice.throw(2);
    while start < within.until {
        let longest = [3, 40, 200][dice.throw(3).unsigned_abs() as usize];
        let length = 1 + dice.throw(longest);
        let end = (start + length).min(within.until);
        let mut values = [1 + dice.throw(3), 1 + dice.throw(4), dice.throw(2_220)];
        for value in &mut values {
            if !whole && dice.throw(12) == 0 {
                *value = MISSING;
            }
        }
        rows.push((start, end, values));
        let onwards = dice.throw(gap) * dice.throw(2);
        start = if disjoint {
            end + onwards
        } else {
            start + dice.throw(length + 20) + onwards / 2
        };
    }
    rows.sort_unstable();
    rows
}
