//! What is known on a day: everybody's histories from the store, as the engine takes them.

use std::sync::{Arc, Mutex, PoisonError};

use calendar::{Calendar, Day, Timestamp};
use casework::histories::{Builder, Shape, Told};
use facts::{CitizenId, FactId};
use figures::language::{Language, print};
use figures::{Histories, Periods, Setting, TrackRows, WorkingDays};
use rulebook::Catalogue;
use rulebook::indicators::IndicatorVersion;
use rulebook::registers::Registers;
use store::{FactStore, Scope};
use tables::Text;

use crate::app::App;
use crate::error::WebError;

/// Histories as of a day, with what the engine must be told beside them.
pub(crate) struct Known {
    told: Told,
    setting: Setting,
    catalogue: Arc<Catalogue>,
    calendar: Calendar,
    today: Day,
    last: Option<FactId>,
}

/// Everybody's histories, and when they were read.
type Kept = (Timestamp, Arc<Known>);

/// Everybody's histories as they were last read.
#[derive(Default)]
pub(crate) struct Everybody(Mutex<Option<Kept>>);

/// Everybody's histories are read anew when a fact has come since and they are older than this, in microseconds: reading a
/// hundred thousand citizens takes seconds, and nobody needs the municipality's numbers by the minute.
const FRESH: i64 = 10 * 60 * 1_000_000;

/// Citizens read from the store at a time.
const PART: usize = 500;

impl Known {
    /// What was known of these citizens at a fact; `None` for all that is known now.
    pub(super) fn of(
        app: &App,
        citizens: impl IntoIterator<Item = CitizenId>,
        known_at: Option<FactId>,
        today: Day,
    ) -> Result<Known, WebError> {
        let cut = match known_at {
            Some(fact) => Some(fact),
            None => app.store.last()?,
        };
        let shape = Shape::of(&app.book);
        let mut builder = Builder::new(&shape, today);
        for citizen in citizens {
            let facts = app.store.facts_of(citizen, cut)?;
            if !facts.is_empty() {
                builder.add(citizen, &facts, cut);
            }
        }
        Known::told(app, &shape, builder.finish(), cut, today)
    }

    fn everybody(app: &App, known_at: Option<FactId>, today: Day) -> Result<Known, WebError> {
        let shape = Shape::of(&app.book);
        let mut builder = Builder::new(&shape, today);
        let last = app
            .store
            .facts_of_many(Scope::All, known_at, PART, &mut |batch| {
                for (citizen, facts) in batch {
                    builder.add(citizen, &facts, known_at);
                }
                Ok::<_, WebError>(())
            })?;
        Known::told(app, &shape, builder.finish(), last, today)
    }

    fn told(
        app: &App,
        shape: &Shape,
        told: Told,
        known_at: Option<FactId>,
        today: Day,
    ) -> Result<Known, WebError> {
        let observed = app.store.observed()?;
        let setting = Setting {
            observation: shape.observation(
                &observed.since,
                observed.recorded_since.unwrap_or(today),
                today,
            ),
            working_days: None,
        };
        Ok(Known {
            told,
            setting,
            catalogue: Arc::clone(app.book.catalogue()),
            calendar: app.book.calendar().calendar.clone(),
            today,
            last: known_at,
        })
    }

    /// What was known of everybody at a fact; without one, what is known as of a few minutes ago at the most.
    pub(super) fn of_all(
        app: &App,
        known_at: Option<FactId>,
        today: Day,
    ) -> Result<Arc<Known>, WebError> {
        let last = app.store.last()?;
        let now = app.clock.now();
        // Whoever comes while the store is read waits for that reading instead of doing it again.
        let mut kept = (app.everybody.0.lock()).unwrap_or_else(PoisonError::into_inner);
        if let Some((at, known)) = kept.as_ref()
            && known.today == today
            && known_at.map_or(known.last == last || now.0 - at.0 < FRESH, |fact| {
                known.last == Some(fact)
            })
        {
            return Ok(Arc::clone(known));
        }
        let known = Arc::new(Known::everybody(app, known_at, today)?);
        *kept = Some((now, Arc::clone(&known)));
        Ok(known)
    }

    /// The last fact that is known: who names it sees the same numbers again.
    pub(super) fn known_at(&self) -> Option<FactId> {
        self.last
    }

    pub(super) fn registers(&self) -> &Registers {
        self.catalogue.registers()
    }

    pub(super) fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The setting of a question over these periods: their working days are told too.
    pub(super) fn setting_over(&self, periods: &Periods) -> Setting {
        let ends = periods.bounds.first().zip(periods.bounds.last());
        Setting {
            working_days: ends.map(|(from, until)| WorkingDays::new(&self.calendar, *from, *until)),
            ..self.setting.clone()
        }
    }

    pub(super) fn histories(&self) -> &Histories {
        &self.told.histories
    }

    pub(super) fn calendar(&self) -> &Calendar {
        &self.calendar
    }

    pub(super) fn known_on(&self) -> Day {
        self.today
    }

    /// What could not be told because the pages have no number for a code.
    pub(super) fn faults(&self) -> Vec<Text> {
        let unknown = self.told.unknown_codes.iter();
        let faults = unknown.map(|((list, code), count)| {
            Text::new(
                format!("Koden »{code}« står ikke i listen »{list}«; den er mødt {count} gange og regnet som uoplyst"),
                format!("The code »{code}« is not in the list »{list}«; it was met {count} times and taken as not stated"),
            )
        });
        faults.collect()
    }

    /// The population of a definition as a line that names nothing but spells.
    pub(super) fn line(&self, version: &IndicatorVersion, language: Language) -> String {
        let vocabulary = self.catalogue.registers().vocabulary(self.today);
        print(&version.population, &vocabulary, language)
    }

    /// The histories of some persons.
    pub(super) fn only(&self, wanted: impl Fn(i64) -> bool) -> Histories {
        pick(&self.told.histories, wanted)
    }
}

/// The histories of some of the persons.
fn pick(all: &Histories, wanted: impl Fn(i64) -> bool) -> Histories {
    let places: Vec<usize> = (0..all.len())
        .filter(|place| wanted(all.persons[*place]))
        .collect();
    let values = |column: &Vec<i32>| places.iter().map(|place| column[*place]).collect();
    let tracks = all.tracks.iter().map(|track| {
        let rows = || places.iter().flat_map(|place| track.rows(*place));
        let of = |column: &Vec<i32>| rows().map(|row| column[row]).collect();
        let mut picked = TrackRows::empty(places.len(), track.columns.len());
        let mut end = 0;
        for (at, place) in places.iter().enumerate() {
            end += track.offsets[place + 1] - track.offsets[*place];
            picked.offsets[at + 1] = end;
        }
        picked.start = of(&track.start);
        picked.end = of(&track.end);
        picked.columns = track.columns.iter().map(of).collect();
        picked.disjoint = track.disjoint;
        picked
    });
    Histories {
        persons: places.iter().map(|place| all.persons[*place]).collect(),
        attributes: all.attributes.iter().map(values).collect(),
        tracks: tracks.collect(),
    }
}
