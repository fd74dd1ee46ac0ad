//! What histories consist of: the tracks, their code lists with the numbers of registers, and the breakdowns.
//!
//! The format of the pages is `docs/indicator-pages.md`.

use calendar::Day;
use figures::language::{
    CodeTerm, GroupTerm, Label, ListTerms, Terms, TrackTerms, UnitTerms, UnitWord, Vocabulary,
};
use figures::{AttributeId, ColumnId, Schema, TrackId};

use crate::page::{Part, Reader, Report, Role, Sink};
use crate::{SourceRef, Text};

mod breakdown;
mod gatherings;
mod lists;
mod members;
mod schema;

pub use breakdown::{Bounds, Breakdown};
pub use lists::{Gathering, RegisterCode, RegisterList};
pub use members::member_code;
pub(crate) use schema::Draft;

/// The schema of histories with all its words, from the pages.
#[derive(Debug, Clone, Default)]
pub struct Registers {
    schema: Schema,
    tracks: Vec<TrackText>,
    attributes: Vec<Text>,
    units: Vec<UnitTerms>,
    lists: Vec<RegisterList>,
    breakdowns: Vec<Breakdown>,
    birth: Option<AttributeId>,
}

/// The words of a track.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackText {
    /// What it is called.
    pub title: Text,
    /// What its columns are called, by [`ColumnId`].
    pub columns: Vec<Text>,
    /// Where its form is said.
    pub source: SourceRef,
    /// Whether no two spells of a person share a day; the reader checks it.
    pub disjoint: bool,
}

impl Registers {
    /// Reads the schema and list pages; problems go to the pages' sinks.
    pub(crate) fn read(pages: &[(&Sink, &[Part])], codes: &crate::Codes) -> Registers {
        let mut draft = Draft::default();
        let mut lists = Vec::new();
        for (sink, parts) in pages {
            match parts.first().map(|part| &part.role) {
                Some(Role::Schema(_)) => draft.read(sink, parts),
                Some(Role::Lists(_)) => lists::read(sink, parts, codes, &mut lists),
                _ => {}
            }
        }
        let of_lists: Vec<_> = pages
            .iter()
            .filter(|(_, parts)| {
                matches!(parts.first().map(|part| &part.role), Some(Role::Lists(_)))
            })
            .collect();
        for (sink, parts) in &of_lists {
            lists::read_more(sink, parts, codes, &mut lists);
        }
        for (sink, parts) in &of_lists {
            gatherings::read(sink, parts, &mut lists);
        }
        for (sink, parts) in &of_lists {
            gatherings::read_likes(sink, parts, &mut lists);
        }
        draft.finish(lists)
    }

    /// The tracks and attributes, for the engine.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The words of the tracks, by [`TrackId`].
    pub fn tracks(&self) -> &[TrackText] {
        &self.tracks
    }

    /// What the attributes are called, by [`AttributeId`].
    pub fn attributes(&self) -> &[Text] {
        &self.attributes
    }

    /// All code lists.
    pub fn lists(&self) -> &[RegisterList] {
        &self.lists
    }

    /// The code list with this id.
    pub fn list(&self, id: &str) -> Option<&RegisterList> {
        self.lists.iter().find(|list| list.id == id)
    }

    /// All breakdowns.
    pub fn breakdowns(&self) -> &[Breakdown] {
        &self.breakdowns
    }

    /// The breakdown with this id.
    pub fn breakdown(&self, id: &str) -> Option<&Breakdown> {
        self.breakdowns.iter().find(|breakdown| breakdown.id == id)
    }

    /// The attribute with the day of birth.
    pub fn birth(&self) -> Option<AttributeId> {
        self.birth
    }

    /// The words a line may use on a day: gatherings (regions) are those of that day.
    ///
    /// Codes that ended before are still known, because histories hold them.
    pub fn vocabulary(&self, day: Day) -> Vocabulary {
        let tracks = self.tracks.iter().map(|track| TrackTerms {
            label: label(&track.title),
            columns: track.columns.iter().map(label).collect(),
        });
        let terms = Terms {
            tracks: tracks.collect(),
            attributes: self.attributes.iter().map(label).collect(),
            lists: self
                .lists
                .iter()
                .map(|list| self.terms(list, day))
                .collect(),
            units: self.units.clone(),
            birth: self.birth,
            ..Terms::default()
        };
        Vocabulary::new(self.schema.clone(), terms).expect("pages that do not fit do not load")
    }

    fn terms(&self, list: &RegisterList, day: Day) -> ListTerms {
        let codes = list.codes.iter().map(|code| CodeTerm {
            id: code.id.clone(),
            code: code.number,
            label: label(&code.title),
        });
        let tags = list.tags.iter().map(|(id, title)| GroupTerm {
            id: id.clone(),
            label: label(title),
            codes: list.tagged(id),
        });
        let gathered = list
            .gatherings
            .iter()
            .filter(|gathering| gathering.holds_on(day));
        let gathered = gathered.flat_map(|gathering| {
            let members = self.list(&gathering.to).map_or(&[][..], |to| &to.codes);
            members.iter().map(|member| GroupTerm {
                id: member.id.clone(),
                label: label(&member.title),
                codes: gathering.codes_of(member.number),
            })
        });
        ListTerms {
            id: list.id.clone(),
            codes: codes.collect(),
            groups: tags
                .chain(gathered)
                .filter(|group| !group.codes.is_empty())
                .collect(),
            proper: list.proper,
        }
    }

    /// A track and a column of it by their ids.
    pub fn column(&self, track: &str, column: &str) -> Option<(TrackId, ColumnId)> {
        let track = self.schema.track(track)?;
        Some((track, self.schema.column(track, column)?))
    }
}

fn label(text: &Text) -> Label {
    Label {
        da: text.da.clone(),
        en: text.en.clone().unwrap_or_else(|| text.da.clone()),
    }
}

/// The words `da` and `en` of a declaration; tells when there is no Danish.
pub(crate) fn title(reader: &mut Reader<'_>) -> Option<Text> {
    let da = reader.text("da");
    if da.is_none() && reader.node("da").is_none() {
        reader.missing("da");
    }
    let en = reader.text("en").map(|text| text.value);
    Some(Text { da: da?.value, en })
}

/// Tells that something is said a second time.
pub(crate) fn told_twice(sink: &Sink, place: &std::ops::Range<usize>, what: &str) {
    let message = format!("»{what}« er nævnt to gange");
    sink.tell(Report::error("declared-twice", place, message).remedy("slet den ene"));
}

/// The source above a part; a part without one has been told already.
pub(crate) fn source_of(part: &Part) -> SourceRef {
    part.source.clone().unwrap_or_default()
}

/// A unit and its words.
pub(crate) fn unit(id: String, words: Vec<(Text, i64)>) -> UnitTerms {
    let words = words.into_iter().map(|(title, factor)| UnitWord {
        label: label(&title),
        factor,
    });
    UnitTerms {
        id,
        words: words.collect(),
    }
}
