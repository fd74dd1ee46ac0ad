//! What is known on a day: histories from the store, as the engine takes them, and who is left out of them.

use std::collections::BTreeSet;
use std::sync::Arc;

use calendar::{Calendar, Day};
use casework::histories::{Doubt, Shape};
use facts::{CitizenId, FactId};
use figures::language::{Language, print};
use figures::{Histories, Periods, Setting, TrackRows, WorkingDays};
use rulebook::Catalogue;
use rulebook::indicators::{DaysOff, How, IndicatorVersion};
use rulebook::registers::Registers;
use store::FactStore;
use tables::{LeftOut, Text};

use super::kept::Moment;
use super::lives::{Lives, View};
use super::words::both;
use crate::app::App;
use crate::error::WebError;

/// Histories as of a day, with what the engine must be told beside them.
pub(crate) struct Known {
    view: View,
    setting: Setting,
    catalogue: Arc<Catalogue>,
    calendar: Calendar,
    today: Day,
    last: Option<FactId>,
}

/// Citizens are written to histories in parts of this size.
const PART: usize = 512;

/// Of more citizens than this everybody's kept histories are taken instead of reading each.
const MANY: usize = 5_000;

impl Known {
    /// What was known of these citizens at a fact, seen from a day; `None` for all that is known now. It may hold others too.
    pub(super) fn of(
        app: &App,
        citizens: impl IntoIterator<Item = CitizenId>,
        known_at: Option<FactId>,
        day: Day,
    ) -> Result<Arc<Known>, WebError> {
        let citizens: Vec<CitizenId> = citizens.into_iter().collect();
        if citizens.len() > MANY {
            let moment = known_at.map_or(Moment::Now, Moment::At);
            return app.everybody.seen(app, moment, day);
        }
        let cut = match known_at {
            Some(fact) => Some(fact),
            None => app.store.last()?,
        };
        let shape = Shape::of(&app.book);
        let mut parts = Vec::new();
        for citizens in citizens.chunks(PART) {
            let told = citizens.iter().map(|citizen| {
                let facts = app.store.facts_of(*citizen, cut)?;
                Ok::<_, WebError>((*citizen, facts))
            });
            let mut told = told.collect::<Result<Vec<_>, _>>()?;
            told.retain(|(_, facts)| !facts.is_empty());
            parts.push(Arc::new(Lives::of(&shape, &told, cut)));
        }
        let view = View::of(&parts, &shape, day);
        Ok(Arc::new(Known::told(app, &shape, view, cut, day)?))
    }

    /// What is known of one citizen, even if it contradicts itself: for a page about that citizen, not for a figure.
    pub(super) fn of_one(app: &App, citizen: CitizenId, day: Day) -> Result<Known, WebError> {
        let shape = Shape::of(&app.book);
        let cut = app.store.last()?;
        let facts = app.store.facts_of(citizen, cut)?;
        let lives = Arc::new(Lives::all(&shape, &[(citizen, facts)], cut));
        let view = View::of(&[lives], &shape, day);
        Known::told(app, &shape, view, cut, day)
    }

    /// Histories with what the engine is told of the days on which they are observed.
    pub(super) fn told(
        app: &App,
        shape: &Shape,
        view: View,
        known_at: Option<FactId>,
        day: Day,
    ) -> Result<Known, WebError> {
        let observed = app.store.observed()?;
        let setting = Setting {
            observation: shape.observation(
                &observed.since,
                observed.recorded_since.unwrap_or(day),
                day,
            ),
            working_days: None,
        };
        Ok(Known {
            view,
            setting,
            catalogue: Arc::clone(app.book.catalogue()),
            calendar: app.book.calendar().calendar.clone(),
            today: day,
            last: known_at,
        })
    }

    /// What was known of everybody at a fact; without one, what is known as of a few minutes ago at the most.
    pub(super) fn of_all(
        app: &App,
        known_at: Option<FactId>,
        day: Day,
    ) -> Result<Arc<Known>, WebError> {
        let moment = known_at.map_or(Moment::Lately, Moment::At);
        app.everybody.seen(app, moment, day)
    }

    /// The last fact that is known: who names it sees the same numbers again.
    pub(super) fn known_at(&self) -> Option<FactId> {
        self.last
    }

    pub(super) fn registers(&self) -> &Registers {
        self.catalogue.registers()
    }

    /// Whether a shown number of an indicator is the average of months.
    pub(super) fn is_average(&self, indicator: &str, shown: &str) -> bool {
        let versions = self.catalogue.indicators().iter();
        let mut numbers = versions
            .filter(|version| version.id == indicator)
            .flat_map(|version| &version.shown);
        numbers.any(|one| one.id == shown && matches!(one.how, How::AverageOfMonths { .. }))
    }

    /// What a series of given numbers is called.
    pub(super) fn series(&self, id: &str) -> Text {
        let found = self
            .catalogue
            .series()
            .iter()
            .find(|series| series.id == id);
        found.map_or_else(|| Text::same(id), |series| both(&series.title))
    }

    pub(super) fn setting(&self) -> &Setting {
        &self.setting
    }

    /// The setting of a question over these periods: their working days are told too.
    pub(super) fn setting_over(&self, periods: &Periods, version: &IndicatorVersion) -> Setting {
        let calendar = self.calendar_of(version);
        let ends = periods.bounds.first().zip(periods.bounds.last());
        Setting {
            working_days: ends.map(|(from, until)| WorkingDays::new(&calendar, *from, *until)),
            ..self.setting.clone()
        }
    }

    pub(super) fn histories(&self) -> &Histories {
        &self.view.histories
    }

    /// The calendar by which an indicator's days are counted: where its page counts weekdays, holidays are days like others.
    pub(super) fn calendar_of(&self, version: &IndicatorVersion) -> Calendar {
        match version.days_off {
            Some(DaysOff::Weekends) => Calendar::default(),
            Some(DaysOff::Holidays) | None => self.calendar.clone(),
        }
    }

    pub(super) fn known_on(&self) -> Day {
        self.today
    }

    /// What could not be told because the pages have no number for a code.
    pub(super) fn faults(&self) -> Vec<Text> {
        let unknown = self.view.unknown_codes.iter();
        let faults = unknown.map(|((list, code), count)| {
            Text::new(
                format!("Koden »{code}« står ikke i listen »{list}«; den er mødt {count} gange og regnet som uoplyst"),
                format!("The code »{code}« is not in the list »{list}«; it was met {count} times and taken as not stated"),
            )
        });
        faults.collect()
    }

    /// Those of some persons who are left out of every figure, because what is registered of them contradicts itself.
    pub(super) fn left_out(&self, wanted: impl Fn(i64) -> bool) -> Vec<(CitizenId, &[Doubt])> {
        let all = self.view.doubtful.iter();
        all.filter(|(citizen, _)| wanted(citizen.0.cast_signed()))
            .map(|(citizen, doubts)| (*citizen, doubts.as_slice()))
            .collect()
    }

    /// How many of some persons are left out, and why, in a sentence.
    pub(super) fn left_out_told(&self, wanted: impl Fn(i64) -> bool) -> LeftOut {
        let left = self.left_out(wanted);
        let why: BTreeSet<Doubt> = left
            .iter()
            .flat_map(|(_, doubts)| *doubts)
            .copied()
            .collect();
        let words: Vec<Text> = why.into_iter().map(why_left_out).collect();
        let joined = |of: fn(&Text) -> &str| words.iter().map(of).collect::<Vec<_>>().join("; ");
        LeftOut {
            persons: left.len() as u64,
            reason: Text::new(joined(|text| &text.da), joined(|text| &text.en)),
        }
    }

    /// The population of a definition as a line that names nothing but spells.
    pub(super) fn line(&self, version: &IndicatorVersion, language: Language) -> String {
        let vocabulary = self.catalogue.registers().vocabulary(self.today);
        print(&version.population, &vocabulary, language)
    }

    /// The histories of some persons.
    pub(super) fn only(&self, wanted: impl Fn(i64) -> bool) -> Histories {
        pick(&self.view.histories, wanted)
    }
}

/// What a contradiction is, in words.
pub(super) fn why_left_out(doubt: Doubt) -> Text {
    match doubt {
        Doubt::BenefitTwice => Text::new(
            "samme ydelse er begyndt igen, mens den løb",
            "the same benefit began again while it ran",
        ),
        Doubt::BenefitReversed => Text::new(
            "en ydelse er slut, før den begyndte",
            "a benefit ended before it began",
        ),
        Doubt::JobReversed => Text::new(
            "et job er slut, før det begyndte",
            "a job ended before it began",
        ),
        Doubt::OfferReversed => Text::new(
            "et tilbud er slut, før det begyndte",
            "an offer ended before it began",
        ),
        Doubt::EducationReversed => Text::new(
            "en uddannelse er slut, før den begyndte",
            "an education ended before it began",
        ),
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
