//! Histories of some citizens without an end of view, and how parts of them become the histories of a day.
//!
//! What still runs has no end here, so that the same lives serve every day they are seen from: a view cuts them off on the day
//! after it, which is what `casework::histories::Builder` does when it is told the day at once.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::Day;
use casework::histories::{Builder, Doubt, Shape, Told, doubts};
use facts::{CitizenId, Fact, FactId};
use figures::{Histories, TrackRows};

/// A day no history reaches.
fn far() -> Day {
    Day::new(9999, 12, 30).expect("the day is in the calendar")
}

/// Some citizens' lives.
pub(super) struct Lives {
    /// Everybody who was read, in order.
    citizens: Vec<CitizenId>,
    told: Told,
    /// Those who contradict themselves; they are not among the histories.
    doubtful: Vec<(CitizenId, Vec<Doubt>)>,
}

impl Lives {
    /// Of these citizens, as known at a fact.
    pub(super) fn of(
        shape: &Shape,
        batch: &[(CitizenId, Vec<Fact>)],
        cut: Option<FactId>,
    ) -> Lives {
        let mut builder = Builder::new(shape, far());
        let mut doubtful = Vec::new();
        for (citizen, facts) in batch {
            let doubts = doubts(facts, cut);
            if doubts.is_empty() {
                builder.add(*citizen, facts, cut);
            } else {
                doubtful.push((*citizen, doubts.into_iter().collect()));
            }
        }
        Lives {
            citizens: batch.iter().map(|(citizen, _)| *citizen).collect(),
            told: builder.finish(),
            doubtful,
        }
    }

    /// Of these citizens, nobody left out.
    pub(super) fn all(
        shape: &Shape,
        batch: &[(CitizenId, Vec<Fact>)],
        cut: Option<FactId>,
    ) -> Lives {
        let mut builder = Builder::new(shape, far());
        for (citizen, facts) in batch {
            builder.add(*citizen, facts, cut);
        }
        Lives {
            citizens: batch.iter().map(|(citizen, _)| *citizen).collect(),
            told: builder.finish(),
            doubtful: Vec::new(),
        }
    }

    /// Everybody, those who contradict themselves too.
    pub(super) fn citizens(&self) -> &[CitizenId] {
        &self.citizens
    }
}

/// Lives as they are seen from a day.
pub(super) struct View {
    pub(super) histories: Histories,
    /// Those who are left out, and why.
    pub(super) doubtful: BTreeMap<CitizenId, Vec<Doubt>>,
    /// Codes without a number, by list and code, with how often they were met.
    pub(super) unknown_codes: BTreeMap<(String, String), u64>,
}

impl View {
    /// All parts put together, cut off on the day after this one.
    pub(super) fn of(parts: &[Arc<Lives>], shape: &Shape, day: Day) -> View {
        let schema = shape.schema();
        let mut view = View {
            histories: Histories {
                persons: Vec::new(),
                attributes: vec![Vec::new(); schema.attributes.len()],
                tracks: schema
                    .tracks
                    .iter()
                    .map(|track| TrackRows::empty(0, track.columns.len()))
                    .collect(),
            },
            doubtful: BTreeMap::new(),
            unknown_codes: BTreeMap::new(),
        };
        let until = day.plus(1).epoch();
        for part in parts {
            let told = &part.told;
            view.doubtful.extend(part.doubtful.iter().cloned());
            for (key, count) in &told.unknown_codes {
                *view.unknown_codes.entry(key.clone()).or_default() += count;
            }
            view.histories.persons.extend(&told.histories.persons);
            let attributes = view.histories.attributes.iter_mut();
            for (column, more) in attributes.zip(&told.histories.attributes) {
                column.extend(more);
            }
            let tracks = view.histories.tracks.iter_mut();
            for (rows, more) in tracks.zip(&told.histories.tracks) {
                add(rows, more, until);
            }
        }
        for rows in &mut view.histories.tracks {
            rows.disjoint = is_disjoint(rows);
        }
        view
    }
}

/// Adds the rows of more persons, cut off on a day.
fn add(rows: &mut TrackRows, more: &TrackRows, until: i32) {
    for person in 0..more.offsets.len() - 1 {
        for row in more.rows(person) {
            if more.start[row] >= until {
                continue;
            }
            rows.start.push(more.start[row]);
            rows.end.push(more.end[row].min(until));
            for (column, values) in rows.columns.iter_mut().zip(&more.columns) {
                column.push(values[row]);
            }
        }
        let end = u32::try_from(rows.start.len()).expect("a municipality has fewer rows");
        rows.offsets.push(end);
    }
}

/// Whether no two spells of a person share a day.
fn is_disjoint(rows: &TrackRows) -> bool {
    (0..rows.offsets.len() - 1).all(|person| {
        let of_person = rows.rows(person);
        let starts = rows.start[of_person.clone()].iter().skip(1);
        starts
            .zip(&rows.end[of_person])
            .all(|(start, end)| start >= end)
    })
}
