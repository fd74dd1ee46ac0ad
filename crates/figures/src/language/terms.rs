//! What things are called, as rulebook pages give it: the terms that a [`super::Vocabulary`] is made of.

use std::collections::BTreeMap;

use super::words::Language;
use crate::population::Population;
use crate::schema::{AttributeId, ColumnKind, Schema};

/// What something is called in both languages.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Label {
    /// In Danish.
    pub da: String,
    /// In English.
    pub en: String,
}

impl Label {
    /// A label in both languages.
    pub fn new(da: &str, en: &str) -> Label {
        Label {
            da: da.to_owned(),
            en: en.to_owned(),
        }
    }

    /// The label in one language.
    pub fn in_language(&self, language: Language) -> &str {
        match language {
            Language::Danish => &self.da,
            Language::English => &self.en,
        }
    }
}

/// The words of a track and of its columns, in the order of the schema.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct TrackTerms {
    /// What the track is called.
    pub label: Label,
    /// What its columns are called.
    pub columns: Vec<Label>,
}

/// A list of codes and the groups people know them by.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct ListTerms {
    /// The list's id, as the schema's columns name it.
    pub id: String,
    /// The codes.
    pub codes: Vec<CodeTerm>,
    /// Tags and gathered values: names for several codes.
    pub groups: Vec<GroupTerm>,
    /// Whether the codes are proper names, which keep their capitals.
    pub proper: bool,
}

/// One code of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CodeTerm {
    /// The id on the page.
    pub id: String,
    /// The number in histories.
    pub code: i32,
    /// What it is called.
    pub label: Label,
}

/// A name for several codes of a list.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GroupTerm {
    /// The id on the page.
    pub id: String,
    /// What it is called.
    pub label: Label,
    /// The codes, ascending.
    pub codes: Vec<i32>,
}

/// A unit of numbers and the words it is written in.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitTerms {
    /// The unit's id, as the schema's columns name it.
    pub id: String,
    /// The words; one of them has the factor 1.
    pub words: Vec<UnitWord>,
}

/// A word for a unit: `timer` is 60 of minutes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct UnitWord {
    /// The word; `%` is one too.
    pub label: Label,
    /// How many of the column's unit it is, > 0.
    pub factor: i64,
}

/// A population that has a name, on a page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct NamedPopulation {
    /// The id on the page.
    pub id: String,
    /// What it is called.
    pub label: Label,
    /// What it is.
    pub population: Population,
}

/// All the names; what [`super::Vocabulary`] is made of.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Terms {
    /// One a track of the schema, in its order.
    pub tracks: Vec<TrackTerms>,
    /// One an attribute of the schema, in its order.
    pub attributes: Vec<Label>,
    /// The lists that the schema's columns name.
    pub lists: Vec<ListTerms>,
    /// The units that the schema's columns name.
    pub units: Vec<UnitTerms>,
    /// Populations with a name.
    pub populations: Vec<NamedPopulation>,
    /// Parameters by their id: one value each, as it would be typed (`80 %`, `>=`, `28 dage`).
    pub parameters: BTreeMap<String, String>,
    /// The attribute that `alder` counts from.
    pub birth: Option<AttributeId>,
}

/// Terms that do not fit the schema.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum TermsFault {
    /// As many terms as tracks, columns and attributes are needed.
    #[error("the terms of »{of}« do not match the schema")]
    Shape {
        /// The track, or `attributes`.
        of: String,
    },
    /// A column's list or unit that has no terms.
    #[error("the list or unit »{name}« has no terms")]
    Missing {
        /// The list or unit.
        name: String,
    },
    /// A factor of a unit's word that is not above zero, or no word with the factor 1.
    #[error("the words of the unit »{unit}« need factors above zero, and one of 1")]
    Factor {
        /// The unit.
        unit: String,
    },
}

/// Whether there are terms for all that the schema has.
pub(super) fn fits(schema: &Schema, terms: &Terms) -> Result<(), TermsFault> {
    let shape = |of: &str| TermsFault::Shape { of: of.to_owned() };
    if schema.tracks.len() != terms.tracks.len() || schema.tracks.len() > 256 {
        return Err(shape("tracks"));
    }
    if schema.attributes.len() != terms.attributes.len() || schema.attributes.len() > 256 {
        return Err(shape("attributes"));
    }
    for (track, words) in schema.tracks.iter().zip(&terms.tracks) {
        if track.columns.len() != words.columns.len() || track.columns.len() > 256 {
            return Err(shape(&track.name));
        }
    }
    let columns = schema.tracks.iter().flat_map(|track| &track.columns);
    let kinds = columns
        .map(|column| &column.kind)
        .chain(schema.attributes.iter().map(|attribute| &attribute.kind));
    for kind in kinds {
        let (name, known) = match kind {
            ColumnKind::Code { list } => (list, terms.lists.iter().any(|known| known.id == *list)),
            ColumnKind::Number { unit } => {
                (unit, terms.units.iter().any(|known| known.id == *unit))
            }
            ColumnKind::Day => continue,
        };
        if !known {
            return Err(TermsFault::Missing { name: name.clone() });
        }
    }
    for unit in &terms.units {
        let one = unit.words.iter().any(|word| word.factor == 1);
        if !one || unit.words.iter().any(|word| word.factor < 1) {
            let unit = unit.id.clone();
            return Err(TermsFault::Factor { unit });
        }
    }
    Ok(())
}
