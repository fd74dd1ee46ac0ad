//! The names a line may use: tracks, columns, codes, units, named populations and parameters, from rulebook pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fold::fold;
use super::words::Language;
use crate::population::Population;
use crate::schema::{AttributeId, ColumnId, ColumnKind, Schema, TrackId};

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

/// All the names; what [`Vocabulary`] is made of.
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

/// The names a line may use, ready for looking up.
#[derive(Debug, Clone)]
pub struct Vocabulary {
    // Shared, because a page's every definition has a copy with parameters of its own.
    schema: Arc<Schema>,
    terms: Arc<Terms>,
    /// What each word means by its folded spelling.
    meanings: Arc<BTreeMap<String, Vec<Meaning>>>,
    parameters: BTreeMap<String, String>,
}

/// What a word may mean.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Meaning {
    Track(TrackId),
    Column(TrackId, ColumnId),
    Attribute(AttributeId),
    /// A place among the named populations.
    Population(usize),
    /// Places of a list and of a code in it.
    Code(usize, usize),
    /// Places of a list and of a group in it.
    Group(usize, usize),
}

impl Vocabulary {
    /// The vocabulary of a schema.
    ///
    /// # Errors
    /// When the terms do not fit the schema.
    pub fn new(schema: Schema, terms: Terms) -> Result<Vocabulary, TermsFault> {
        fits(&schema, &terms)?;
        let mut vocabulary = Vocabulary {
            schema: Arc::new(schema),
            parameters: terms.parameters.clone(),
            terms: Arc::new(terms),
            meanings: Arc::default(),
        };
        vocabulary.enter_schema();
        vocabulary.enter_lists();
        for place in 0..vocabulary.terms.populations.len() {
            vocabulary.enter_population(place);
        }
        Ok(vocabulary)
    }

    /// The schema.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The terms.
    pub fn terms(&self) -> &Terms {
        &self.terms
    }

    /// Gives a population a name that later lines may use.
    pub fn name(&mut self, population: NamedPopulation) {
        Arc::make_mut(&mut self.terms).populations.push(population);
        self.enter_population(self.terms.populations.len() - 1);
    }

    /// Sets a parameter: one value as it would be typed.
    pub fn set(&mut self, parameter: &str, value: &str) {
        self.parameters
            .insert(parameter.to_owned(), value.to_owned());
    }

    /// The value of a parameter.
    pub fn parameter(&self, name: &str) -> Option<&str> {
        self.parameters.get(name).map(String::as_str)
    }

    fn enter_schema(&mut self) {
        let mut entries = Vec::new();
        for (place, track) in self.schema.tracks.iter().enumerate() {
            let id = TrackId(small(place));
            let terms = &self.terms.tracks[place];
            entries.extend(spellings(&track.name, &terms.label, Meaning::Track(id)));
            for (at, (column, label)) in track.columns.iter().zip(&terms.columns).enumerate() {
                let meaning = Meaning::Column(id, ColumnId(small(at)));
                entries.extend(spellings(&column.name, label, meaning));
            }
        }
        let attributes = self.schema.attributes.iter().zip(&self.terms.attributes);
        for (place, (attribute, label)) in attributes.enumerate() {
            let meaning = Meaning::Attribute(AttributeId(small(place)));
            entries.extend(spellings(&attribute.name, label, meaning));
        }
        self.enter(entries);
    }

    fn enter_lists(&mut self) {
        let mut entries = Vec::new();
        for (place, list) in self.terms.lists.iter().enumerate() {
            for (at, code) in list.codes.iter().enumerate() {
                entries.extend(spellings(&code.id, &code.label, Meaning::Code(place, at)));
            }
            for (at, group) in list.groups.iter().enumerate() {
                entries.extend(spellings(
                    &group.id,
                    &group.label,
                    Meaning::Group(place, at),
                ));
            }
        }
        self.enter(entries);
    }

    fn enter_population(&mut self, place: usize) {
        let named = &self.terms.populations[place];
        let entries = spellings(&named.id, &named.label, Meaning::Population(place));
        self.enter(entries.collect());
    }

    fn enter(&mut self, entries: Vec<(String, Meaning)>) {
        let known = Arc::make_mut(&mut self.meanings);
        for (spelling, meaning) in entries {
            let meanings = known.entry(spelling).or_default();
            if !meanings.contains(&meaning) {
                meanings.push(meaning);
            }
        }
    }

    /// What the word may mean.
    pub(crate) fn meanings(&self, word: &str) -> &[Meaning] {
        self.meanings.get(&fold(word)).map_or(&[], Vec::as_slice)
    }

    /// All words by their folded spelling, with what they may mean.
    pub(crate) fn spellings(&self) -> impl Iterator<Item = (&str, &[Meaning])> {
        let meanings = self.meanings.iter();
        meanings.map(|(word, meanings)| (word.as_str(), meanings.as_slice()))
    }

    /// A word with the letters its page has, from its folded spelling.
    pub(crate) fn spelled(&self, folded: &str, meaning: Meaning) -> String {
        let terms = &self.terms;
        let label = match meaning {
            Meaning::Track(track) => &terms.tracks[usize::from(track.0)].label,
            Meaning::Column(track, column) => {
                &terms.tracks[usize::from(track.0)].columns[usize::from(column.0)]
            }
            Meaning::Attribute(attribute) => &terms.attributes[usize::from(attribute.0)],
            Meaning::Population(place) => &terms.populations[place].label,
            Meaning::Code(list, code) => &terms.lists[list].codes[code].label,
            Meaning::Group(list, group) => &terms.lists[list].groups[group].label,
        };
        let labels = [&label.da, &label.en];
        let found = labels.into_iter().find(|label| fold(label) == folded);
        found.map_or_else(|| folded.to_owned(), |label| typed(label))
    }

    /// Whether a word already means something, so that no population should be called so.
    pub fn is_taken(&self, word: &str) -> bool {
        !self.meanings(word).is_empty() || super::words::Keyword::of(word).is_some()
    }

    /// The place of a list among the terms.
    pub(crate) fn list(&self, kind: &ColumnKind) -> Option<usize> {
        let ColumnKind::Code { list } = kind else {
            return None;
        };
        self.terms.lists.iter().position(|known| known.id == *list)
    }

    /// The unit of a column of numbers.
    pub(crate) fn unit(&self, kind: &ColumnKind) -> Option<&UnitTerms> {
        let ColumnKind::Number { unit } = kind else {
            return None;
        };
        self.terms.units.iter().find(|known| known.id == *unit)
    }

    /// How a column is read.
    pub(crate) fn column_kind(&self, track: TrackId, column: ColumnId) -> Option<&ColumnKind> {
        let track = self.schema.tracks.get(usize::from(track.0))?;
        let column = track.columns.get(usize::from(column.0))?;
        Some(&column.kind)
    }

    /// How an attribute is read.
    pub(crate) fn attribute_kind(&self, attribute: AttributeId) -> Option<&ColumnKind> {
        let attribute = self.schema.attributes.get(usize::from(attribute.0))?;
        Some(&attribute.kind)
    }

    /// The columns of codes whose list is this one.
    pub(crate) fn columns_of(&self, list: usize) -> impl Iterator<Item = (TrackId, ColumnId)> {
        let tracks = self.schema.tracks.iter().enumerate();
        tracks.flat_map(move |(place, track)| {
            let columns = track.columns.iter().enumerate();
            columns
                .filter(move |(_, column)| self.list(&column.kind) == Some(list))
                .map(move |(at, _)| (TrackId(small(place)), ColumnId(small(at))))
        })
    }

    /// The nearest parameter.
    pub(crate) fn near_parameter(&self, name: &str) -> Option<String> {
        let known = self.parameters.keys().map(String::as_str);
        nearest(name, known).map(|near| format!("${near}"))
    }
}

/// A label as it would be typed without quotes.
pub(crate) fn typed(label: &str) -> String {
    let plain = label
        .chars()
        .all(|character| character.is_alphanumeric() || matches!(character, ' ' | '-' | '_'));
    if plain {
        label.to_lowercase().replace(' ', "-")
    } else {
        format!("\"{label}\"")
    }
}

/// The places of tracks, columns and attributes fit in a byte; [`fits`] has made sure.
fn small(place: usize) -> u8 {
    u8::try_from(place).expect("a schema has at most 256 tracks, columns and attributes")
}

fn fits(schema: &Schema, terms: &Terms) -> Result<(), TermsFault> {
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

fn spellings(
    id: &str,
    label: &Label,
    meaning: Meaning,
) -> impl Iterator<Item = (String, Meaning)> + use<> {
    let spellings = [fold(id), fold(&label.da), fold(&label.en)];
    spellings.into_iter().map(move |word| (word, meaning))
}

/// The known word that the writer probably meant, if one is near enough.
pub(crate) fn nearest<'a>(word: &str, known: impl Iterator<Item = &'a str>) -> Option<&'a str> {
    // A very long word resembles nothing, and comparing it would take time.
    if word.len() > 80 {
        return None;
    }
    let folded = fold(word);
    known
        .filter(|candidate| candidate.len() <= 120)
        .map(|candidate| (strsim::jaro_winkler(&folded, &fold(candidate)), candidate))
        .filter(|(likeness, _)| *likeness >= 0.82)
        .max_by(|(one, first), (other, second)| one.total_cmp(other).then(second.cmp(first)))
        .map(|(_, candidate)| candidate)
}
