//! Names, numbers and lengths as they are typed.

use super::super::fold::fold;
use super::super::number::Decimal;
use super::super::resolve::{Codes, codes};
use super::super::terms::Label;
use super::super::words::{Keyword, Language, TIMES, TimeUnit};
use super::{Form, Printer};
use crate::population::{Length, Ratio};
use crate::schema::{ColumnId, ColumnKind, TrackId};

impl Printer<'_> {
    pub(super) fn track(&self, track: TrackId, form: Form) -> String {
        let place = usize::from(track.0);
        let Some(known) = self.vocabulary.schema().tracks.get(place) else {
            return format!("#{place}");
        };
        if form == Form::Explicit {
            return written(&known.name, true);
        }
        let label = &self.vocabulary.terms().tracks[place].label;
        written(label.in_language(self.language), false)
    }

    pub(super) fn column(&self, track: TrackId, column: ColumnId, form: Form) -> String {
        let place = (usize::from(track.0), usize::from(column.0));
        let tracks = &self.vocabulary.schema().tracks;
        let known = tracks
            .get(place.0)
            .and_then(|track| Some((track, track.columns.get(place.1)?)));
        let Some((known_track, known)) = known else {
            return format!("#{}", place.1);
        };
        if form == Form::Explicit {
            let track = written(&known_track.name, true);
            return format!("{track}.{}", written(&known.name, true));
        }
        let label = &self.vocabulary.terms().tracks[place.0].columns[place.1];
        written(label.in_language(self.language), false)
    }

    pub(super) fn values(
        &self,
        track: TrackId,
        column: ColumnId,
        values: &[i32],
        ids: bool,
    ) -> Vec<String> {
        match self.vocabulary.column_kind(track, column) {
            Some(kind) => self.values_of(kind, values, ids),
            None => values.iter().map(i32::to_string).collect(),
        }
    }

    pub(super) fn values_of(&self, kind: &ColumnKind, values: &[i32], ids: bool) -> Vec<String> {
        let Some(list) = self.vocabulary.list(kind) else {
            return values
                .iter()
                .map(|value| self.number_of(kind, i64::from(*value)))
                .collect();
        };
        let place = list;
        let list = &self.vocabulary.terms().lists[place];
        let name = |label: &Label, id: &str, meant: &[i32]| {
            let label = label.in_language(self.language);
            let fits = matches!(codes(self.vocabulary, place, label), Codes::These(found) if found == meant);
            if fits && !ids {
                written(label, list.proper)
            } else {
                written(id, true)
            }
        };
        let group = list.groups.iter().find(|group| group.codes == values);
        if let Some(group) = group.filter(|_| !ids && values.len() > 1) {
            return vec![name(&group.label, &group.id, values)];
        }
        let codes = values.iter().map(|value| {
            let known = list.codes.iter().find(|code| code.code == *value);
            known.map_or_else(
                || value.to_string(),
                |known| name(&known.label, &known.id, &[*value]),
            )
        });
        codes.collect()
    }

    pub(super) fn number(&self, track: TrackId, column: ColumnId, number: i64) -> String {
        match self.vocabulary.column_kind(track, column) {
            Some(kind) => self.number_of(kind, number),
            None => number.to_string(),
        }
    }

    /// A number in the largest unit that divides it; a day as a day.
    pub(super) fn number_of(&self, kind: &ColumnKind, number: i64) -> String {
        if *kind == ColumnKind::Day {
            let day = i32::try_from(number).unwrap_or(i32::MAX);
            return calendar::Day::from_epoch(day).to_string();
        }
        let Some(unit) = self.vocabulary.unit(kind) else {
            return number.to_string();
        };
        let dividing = unit
            .words
            .iter()
            .filter(|word| number % word.factor == 0)
            .max_by_key(|word| word.factor);
        match dividing {
            None => number.to_string(),
            Some(word) => {
                let label = word.label.in_language(self.language);
                let shown = if fold(label) == "%" {
                    "%".to_owned()
                } else {
                    written(label, true)
                };
                format!("{} {shown}", number / word.factor)
            }
        }
    }

    pub(super) fn length(&self, length: Length) -> String {
        let (number, fitting): (u32, fn(&TimeUnit, u32) -> bool) = match length {
            Length::Days(days) => (days, |unit, days| unit.days > 0 && days % unit.days == 0),
            // Law says twelve months and ten years.
            Length::Months(months) => (months, |unit, months| {
                unit.months == 1 || (unit.months > 1 && months > 12 && months % unit.months == 0)
            }),
        };
        let units = TIMES.iter().filter(|unit| fitting(unit, number));
        let unit = units.max_by_key(|unit| (unit.days, unit.months));
        let unit = unit.expect("a day and a month divide every number");
        let number = number / unit.days.max(unit.months);
        format!("{number} {}", unit.word(number, self.language))
    }

    pub(super) fn days(&self, days: u32) -> String {
        format!("{days} {}", TIMES[0].word(days, self.language))
    }

    /// Per cent where that is short, else a fraction.
    pub(super) fn share(&self, share: Ratio) -> String {
        let Ratio {
            numerator,
            denominator,
        } = share;
        let percent = (0..=3_u32).find_map(|places| {
            let scaled = u64::from(numerator) * 100 * 10_u64.pow(places);
            let denominator = u64::from(denominator);
            (denominator > 0 && scaled % denominator == 0)
                .then(|| Decimal::new(scaled / denominator, places))?
        });
        match (percent, self.language) {
            (Some(percent), Language::Danish) => format!("{} %", percent.text()),
            (Some(percent), Language::English) => {
                format!("{} %", percent.text().replace(',', "."))
            }
            (None, _) => format!("{numerator}/{denominator}"),
        }
    }
}

/// A name as it is typed: hyphens for blanks, a small first letter unless it is a proper name, quotes where it must.
pub(super) fn written(name: &str, as_is: bool) -> String {
    let mut word = name.trim().replace(' ', "-");
    let capitals = word.chars().filter(|letter| letter.is_uppercase()).count();
    if !as_is && capitals == 1 && word.starts_with(char::is_uppercase) {
        word = word.to_lowercase();
    }
    let plain = word.starts_with(char::is_alphabetic)
        && !word.ends_with('-')
        && !word.contains("--")
        && word
            .chars()
            .all(|letter| letter.is_alphanumeric() || matches!(letter, '-' | '_'));
    let free = Keyword::of(&word).is_none()
        && TimeUnit::of(&word).is_none()
        && word.parse::<calendar::Span>().is_err();
    if plain && free && fold(&word) == fold(name) {
        word
    } else {
        format!("\"{name}\"")
    }
}
