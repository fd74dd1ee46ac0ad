//! The track that the words of a test share.

use super::super::fault::{Fault, FaultKind, Sought};
use super::super::syntax::{ColumnName, Item, Name, Spells};
use super::super::terms::Label;
use super::super::vocabulary::Meaning;
use super::spells::{both, sorted};
use super::values::{Codes, codes};
use super::{Columns, Resolver};
use crate::schema::{ColumnId, TrackId};

impl Resolver<'_> {
    pub(super) fn track(&mut self, name: &Name) -> Option<TrackId> {
        // An id wins over another track's label.
        if let Some(track) = self.vocabulary.schema().track(&name.word) {
            return Some(track);
        }
        let meanings = self.vocabulary.meanings(&name.word);
        let found = meanings.iter().find_map(|meaning| match meaning {
            Meaning::Track(track) => Some(*track),
            _ => None,
        });
        match found {
            Some(track) => Some(track),
            None => self.unknown(name, Sought::Track),
        }
    }

    pub(super) fn track_label(&self, track: TrackId) -> Label {
        self.vocabulary.terms().tracks[usize::from(track.0)]
            .label
            .clone()
    }

    pub(super) fn column_label(&self, track: TrackId, column: ColumnId) -> Label {
        let track = &self.vocabulary.terms().tracks[usize::from(track.0)];
        track.columns[usize::from(column.0)].clone()
    }

    /// The tracks a bare word may be about, ascending.
    pub(super) fn tracks_of(&self, word: &str) -> Vec<TrackId> {
        let named = self
            .vocabulary
            .meanings(word)
            .iter()
            .filter_map(|meaning| match meaning {
                Meaning::Track(track) => Some(*track),
                _ => None,
            });
        let valued = self.columns_with(word).into_iter().map(|(track, _)| track);
        sorted(named.chain(valued))
    }

    /// The columns that have this word as a value.
    pub(super) fn columns_with(&self, word: &str) -> Columns {
        let lists = 0..self.vocabulary.terms().lists.len();
        lists
            .filter(|list| !matches!(codes(self.vocabulary, *list, word), Codes::None))
            .flat_map(|list| self.vocabulary.columns_of(list))
            .collect()
    }

    pub(super) fn columns_named(&self, word: &str) -> Columns {
        let meanings = self.vocabulary.meanings(word).iter();
        meanings
            .filter_map(|meaning| match meaning {
                Meaning::Column(track, column) => Some((*track, *column)),
                _ => None,
            })
            .collect()
    }

    pub(super) fn tracks_with(&mut self, column: &ColumnName) -> Option<Vec<TrackId>> {
        if let Some(track) = &column.track {
            return self.track(track).map(|track| vec![track]);
        }
        let columns = self.columns_named(&column.name.word);
        if columns.is_empty() {
            let meanings = self.vocabulary.meanings(&column.name.word);
            if meanings
                .iter()
                .any(|one| matches!(one, Meaning::Attribute(_)))
            {
                let word = column.name.word.clone();
                let kind = FaultKind::AttributeInSpells { word };
                return self.fault(Fault::new(column.name.at.clone(), kind));
            }
            return self.unknown(&column.name, Sought::Column);
        }
        Some(sorted(columns.into_iter().map(|(track, _)| track)))
    }

    /// The one track that all words can be about.
    pub(super) fn common_track(
        &mut self,
        spells: &Spells,
        column: Option<&ColumnName>,
    ) -> Option<TrackId> {
        let mut sets = Vec::new();
        let mut known = true;
        if let Some(column) = column {
            match self.tracks_with(column) {
                Some(tracks) => sets.push((column.name.clone(), tracks)),
                None => known = false,
            }
        }
        for item in &spells.items {
            let set = match item {
                Item::Bare { name, .. } => {
                    let tracks = self.tracks_of(&name.word);
                    if tracks.is_empty() {
                        self.unknown_in_spells(name);
                        known = false;
                        continue;
                    }
                    (name.clone(), tracks)
                }
                Item::Column { column, .. } => {
                    let Some(tracks) = self.tracks_with(column) else {
                        known = false;
                        continue;
                    };
                    (column.name.clone(), tracks)
                }
                Item::Lasts { .. } => continue,
            };
            sets.push(set);
        }
        if !known {
            return None;
        }
        let Some(((first, tracks), others)) = sets.split_first() else {
            let at = spells.at.clone();
            return self.fault(Fault::expected(
                at,
                super::super::fault::Expected::Value,
                "",
            ));
        };
        let shared: Vec<_> = tracks
            .iter()
            .filter(|track| others.iter().all(|(_, tracks)| tracks.contains(track)))
            .collect();
        match shared.as_slice() {
            [track] => Some(**track),
            [] => {
                let words = sets.iter().map(|(name, _)| name.word.clone()).collect();
                let at = first.at.start..sets.last().map_or(first.at.end, |(name, _)| name.at.end);
                self.fault(Fault::new(at, FaultKind::NoTrack { words }))
            }
            several => {
                let word = first.word.clone();
                let instead = several.iter().map(|track| {
                    let label = self.track_label(**track);
                    both(&label, |label| format!("{label}: {word}"))
                });
                let instead = instead.collect();
                let kind = FaultKind::Ambiguous { word, instead };
                self.fault(Fault::new(first.at.clone(), kind))
            }
        }
    }

    pub(super) fn unknown_in_spells(&mut self, name: &Name) {
        let meanings = self.vocabulary.meanings(&name.word);
        let is = |wanted: fn(&Meaning) -> bool| meanings.iter().any(wanted);
        let kind = if is(|one| matches!(one, Meaning::Column(..))) {
            FaultKind::ColumnAlone {
                word: name.word.clone(),
            }
        } else if is(|one| matches!(one, Meaning::Attribute(_) | Meaning::Population(_))) {
            FaultKind::AttributeInSpells {
                word: name.word.clone(),
            }
        } else {
            self.unknown::<()>(name, Sought::Value);
            return;
        };
        self.fault::<()>(Fault::new(name.at.clone(), kind));
    }
}
