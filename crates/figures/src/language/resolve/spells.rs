//! Tests of spells: which track the words share, and which column each of them belongs to.

use super::super::fault::{Fault, FaultKind, Sought};
use super::super::syntax::{ColumnName, Item, Name, Number, Spells};
use super::super::terms::Label;
use super::super::vocabulary::{Meaning, typed};
use super::Resolver;
use super::values::{Codes, codes};
use crate::population::{Population, SpellTest, Test};
use crate::schema::{ColumnId, ColumnKind, TrackId};

impl Resolver<'_> {
    /// A bare word as a population: a value of an attribute, or spells with a value.
    pub(super) fn bare_value(&mut self, name: &Name) -> Option<Population> {
        let mut found = Vec::new();
        let mut instead = Vec::new();
        for (place, attribute) in self.vocabulary.schema().attributes.iter().enumerate() {
            let Some(list) = self.vocabulary.list(&attribute.kind) else {
                continue;
            };
            if let Codes::These(values) = codes(self.vocabulary, list, &name.word) {
                let attribute = crate::AttributeId(u8::try_from(place).ok()?);
                let label = self.attribute_label(attribute);
                instead.push(both(&label, |label| format!("{label} = {}", name.word)));
                found.push(Population::Has { attribute, values });
            }
        }
        let tracks = self.tracks_of(&name.word);
        for track in &tracks {
            let label = self.track_label(*track);
            instead.push(both(&label, |label| format!("på({label}: {})", name.word)));
        }
        match (found.len(), tracks.as_slice()) {
            (0, []) => self.unknown(name, Sought::Population),
            (1, []) => found.pop(),
            (0, [track]) => {
                let spells = Spells {
                    at: name.at.clone(),
                    track: None,
                    items: vec![Item::Bare {
                        name: name.clone(),
                        negated: false,
                    }],
                };
                self.on_track(*track, &spells).map(Population::On)
            }
            _ => {
                let word = name.word.clone();
                let kind = FaultKind::Ambiguous { word, instead };
                self.fault(Fault::new(name.at.clone(), kind))
            }
        }
    }

    /// The spells that pass the tests; `column` is one that their track must have.
    pub(super) fn spells(
        &mut self,
        spells: &Spells,
        column: Option<&ColumnName>,
    ) -> Option<SpellTest> {
        let track = match &spells.track {
            Some(name) => self.track(name)?,
            None => self.common_track(spells, column)?,
        };
        self.on_track(track, spells)
    }

    /// The parts of a sum.
    pub(super) fn summed(
        &mut self,
        column: &ColumnName,
        spells: &Spells,
        number: &Number,
    ) -> Option<(SpellTest, ColumnId, i64)> {
        let of = self.spells(spells, Some(column))?;
        let id = self.column_on(of.track, column)?;
        let kind = self.vocabulary.column_kind(of.track, id)?.clone();
        if !matches!(kind, ColumnKind::Number { .. }) {
            let label = self.column_label(of.track, id);
            let kind = FaultKind::NeedsNumber { column: label };
            return self.fault(Fault::new(column.name.at.clone(), kind));
        }
        let number = self.in_unit(&kind, number)?;
        Some((of, id, number))
    }

    fn on_track(&mut self, track: TrackId, spells: &Spells) -> Option<SpellTest> {
        let mut tests = Vec::new();
        // Where the bare words of a column are gathered: (column, negated, place of the test).
        let mut gathered: Vec<(ColumnId, bool, usize)> = Vec::new();
        let mut whole = true;
        for item in &spells.items {
            match item {
                Item::Lasts { sign, days } => {
                    let (compare, negated) = sign.comparison();
                    if negated {
                        let at = days.at.clone();
                        let what = super::super::fault::Expected::Comparison;
                        return self.fault(Fault::expected(at, what, "!="));
                    }
                    tests.push(Test::Lasts {
                        compare,
                        days: days.is,
                    });
                }
                Item::Column { column, says } => {
                    let test = self.column_on(track, column).and_then(|id| {
                        let kind = self.vocabulary.column_kind(track, id)?.clone();
                        let label = self.column_label(track, id);
                        self.test(id, &kind, &label, says)
                    });
                    whole &= test.is_some();
                    tests.extend(test);
                }
                Item::Bare { name, negated } => {
                    let Some(meant) = self.bare_on(track, name) else {
                        whole = false;
                        continue;
                    };
                    let Some((column, values)) = meant else {
                        continue;
                    };
                    let known = gathered
                        .iter()
                        .find(|(of, how, _)| *of == column && how == negated);
                    if let Some((_, _, place)) = known {
                        gather(&mut tests[*place], &values);
                    } else {
                        gathered.push((column, *negated, tests.len()));
                        tests.push(if *negated {
                            Test::NotIn { column, values }
                        } else {
                            Test::In { column, values }
                        });
                    }
                }
            }
        }
        whole.then_some(SpellTest { track, tests })
    }

    fn column_on(&mut self, track: TrackId, column: &ColumnName) -> Option<ColumnId> {
        if let Some(named) = &column.track {
            let other = self.track(named)?;
            if other != track {
                return self.not_on(track, named);
            }
        }
        if let Some(id) = self.vocabulary.schema().column(track, &column.name.word) {
            return Some(id);
        }
        let columns = self.columns_named(&column.name.word);
        match columns.iter().find(|(on, _)| *on == track) {
            Some((_, id)) => Some(*id),
            None if columns.is_empty() => self.unknown(&column.name, Sought::Column),
            None => self.not_on(track, &column.name),
        }
    }

    fn not_on<T>(&mut self, track: TrackId, name: &Name) -> Option<T> {
        let word = name.word.clone();
        let track = self.track_label(track);
        let kind = FaultKind::NotOnTrack { word, track };
        self.fault(Fault::new(name.at.clone(), kind))
    }

    /// The column and codes of a bare word on a track; nothing where it only names the track.
    #[expect(clippy::option_option, reason = "a fault, no test, or a test")]
    fn bare_on(&mut self, track: TrackId, name: &Name) -> Option<Option<(ColumnId, Vec<i32>)>> {
        let columns: Vec<_> = self
            .columns_with(&name.word)
            .into_iter()
            .filter(|(on, _)| *on == track)
            .map(|(_, column)| column)
            .collect();
        let meanings = self.vocabulary.meanings(&name.word);
        let is_track = meanings.contains(&Meaning::Track(track));
        match columns.as_slice() {
            [] if is_track => Some(None),
            [] => {
                if meanings.is_empty() {
                    self.unknown(name, Sought::Value)
                } else {
                    self.not_on(track, name)
                }
            }
            [column] if !is_track => {
                let kind = self.vocabulary.column_kind(track, *column)?;
                let list = self.vocabulary.list(kind)?;
                match codes(self.vocabulary, list, &name.word) {
                    Codes::These(values) => Some(Some((*column, values))),
                    Codes::None => self.unknown(name, Sought::Value),
                    Codes::Several(ids) => {
                        let word = name.word.clone();
                        let instead = ids.iter().map(|id| Label::new(id, id)).collect();
                        let kind = FaultKind::Ambiguous { word, instead };
                        self.fault(Fault::new(name.at.clone(), kind))
                    }
                }
            }
            several => {
                let word = name.word.clone();
                let mut instead: Vec<_> = several
                    .iter()
                    .map(|column| {
                        let label = self.column_label(track, *column);
                        both(&label, |label| format!("{label} = {word}"))
                    })
                    .collect();
                if is_track {
                    let label = self.track_label(track);
                    instead.push(both(&label, |label| format!("{label}:")));
                }
                let kind = FaultKind::Ambiguous { word, instead };
                self.fault(Fault::new(name.at.clone(), kind))
            }
        }
    }
}

fn gather(test: &mut Test, more: &[i32]) {
    if let Test::In { values, .. } | Test::NotIn { values, .. } = test {
        values.extend(more);
        values.sort_unstable();
        values.dedup();
    }
}

pub(super) fn sorted(tracks: impl Iterator<Item = TrackId>) -> Vec<TrackId> {
    let mut tracks: Vec<_> = tracks.collect();
    tracks.sort_unstable();
    tracks.dedup();
    tracks
}

/// A remedy in both languages, with labels as they would be typed.
pub(super) fn both(label: &Label, remedy: impl Fn(&str) -> String) -> Label {
    Label {
        da: remedy(&typed(&label.da)),
        en: remedy(&typed(&label.en)).replace("på(", "on("),
    }
}
