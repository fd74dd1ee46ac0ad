//! Lives written as rows of numbers, citizen after citizen.

use std::collections::BTreeMap;

use calendar::Day;
use facts::{CitizenId, Fact, FactId};
use figures::{Histories, MISSING, TrackId, TrackRows};

use super::life::{Life, life};
use super::naming::{self, Row};
use super::shape::Shape;

/// Histories with the facts behind their rows.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Told {
    /// The histories; a person's id is the citizen's.
    pub histories: Histories,
    /// Per track, by [`TrackId`], the root of the fact that told each row.
    pub facts: Vec<Vec<FactId>>,
    /// Codes that facts hold and the pages have no number for, by list and code, and how many values were left out for it.
    pub unknown_codes: BTreeMap<(String, String), u64>,
}

impl Told {
    /// The root of the fact that told a row.
    pub fn fact_of(&self, track: TrackId, row: usize) -> Option<FactId> {
        self.facts.get(usize::from(track.0))?.get(row).copied()
    }
}

/// Writes histories, a citizen at a time.
#[derive(Debug)]
pub struct Builder<'a> {
    shape: &'a Shape,
    as_of: Day,
    told: Told,
}

/// A row with its numbers.
struct Numbered {
    start: i32,
    end: i32,
    values: Vec<i32>,
    told_by: FactId,
}

impl<'a> Builder<'a> {
    /// Histories of this shape as of a day.
    pub fn new(shape: &'a Shape, as_of: Day) -> Builder<'a> {
        let schema = shape.schema();
        let tracks = schema.tracks.iter();
        Builder {
            shape,
            as_of,
            told: Told {
                histories: Histories {
                    persons: Vec::new(),
                    attributes: vec![Vec::new(); schema.attributes.len()],
                    tracks: tracks
                        .map(|track| TrackRows::empty(0, track.columns.len()))
                        .collect(),
                },
                facts: vec![Vec::new(); schema.tracks.len()],
                unknown_codes: BTreeMap::new(),
            },
        }
    }

    /// Adds a citizen by their facts, as known at a cut of the sequence (`None`: all that is known).
    pub fn add(&mut self, citizen: CitizenId, facts: &[Fact], known_at: Option<FactId>) {
        let life = life(facts, known_at);
        self.told.histories.persons.push(citizen.0.cast_signed());
        for (at, attribute) in self.shape.schema().attributes.iter().enumerate() {
            let says = naming::attribute(&attribute.name, &life);
            let number = numbered(
                self.shape,
                &mut self.told.unknown_codes,
                &attribute.kind,
                says,
            );
            self.told.histories.attributes[at].push(number);
        }
        for track in 0..self.shape.schema().tracks.len() {
            self.track(track, &life);
        }
    }

    /// How many citizens were added.
    pub fn len(&self) -> usize {
        self.told.histories.len()
    }

    /// Whether none was.
    pub fn is_empty(&self) -> bool {
        self.told.histories.is_empty()
    }

    /// The histories.
    pub fn finish(mut self) -> Told {
        for rows in &mut self.told.histories.tracks {
            rows.disjoint = (0..rows.offsets.len() - 1).all(|person| {
                let of_person = rows.rows(person);
                let starts = rows.start[of_person.clone()].iter().skip(1);
                starts
                    .zip(&rows.end[of_person])
                    .all(|(start, end)| start >= end)
            });
        }
        self.told
    }

    fn track(&mut self, at: usize, life: &Life) {
        let track = &self.shape.schema().tracks[at];
        let rows = naming::rows(&track.name, life).unwrap_or_default();
        // What happens to somebody after their death is a mistake in the data; the death itself stays.
        let death = life
            .died()
            .filter(|_| track.name != "life")
            .map_or(i32::MAX, Day::epoch);
        let end_of_view = self.as_of.plus(1).epoch().min(death);
        let mut numbered_rows = Vec::with_capacity(rows.len());
        for row in rows {
            let start = row.from.epoch();
            let end = row.until.map_or(i32::MAX, Day::epoch).min(end_of_view);
            if start < end {
                let values = self.values(at, &row);
                numbered_rows.push(Numbered {
                    start,
                    end,
                    values,
                    told_by: row.told_by,
                });
            }
        }
        numbered_rows.sort_by_key(|row| (row.start, row.end, row.told_by));
        let target = &mut self.told.histories.tracks[at];
        for row in numbered_rows {
            target.start.push(row.start);
            target.end.push(row.end);
            for (column, value) in target.columns.iter_mut().zip(row.values) {
                column.push(value);
            }
            self.told.facts[at].push(row.told_by);
        }
        let rows = u32::try_from(target.start.len()).expect("a municipality has fewer rows");
        target.offsets.push(rows);
    }

    fn values(&mut self, track: usize, row: &Row<'_>) -> Vec<i32> {
        let shape = self.shape;
        let columns = shape.schema().tracks[track].columns.iter();
        columns
            .map(|column| {
                let said = row.says.iter().find(|(name, _)| *name == column.name);
                said.map_or(MISSING, |(_, says)| {
                    numbered(shape, &mut self.told.unknown_codes, &column.kind, *says)
                })
            })
            .collect()
    }
}

/// The number for what is said; a code without one is counted, and the value is missing.
fn numbered(
    shape: &Shape,
    unknown_codes: &mut BTreeMap<(String, String), u64>,
    kind: &figures::ColumnKind,
    says: naming::Says<'_>,
) -> i32 {
    match shape.number(kind, says) {
        Ok(number) => number,
        Err((list, code)) => {
            let key = (list.to_owned(), code.to_owned());
            *unknown_codes.entry(key).or_default() += 1;
            MISSING
        }
    }
}
