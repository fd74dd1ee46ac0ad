//! The names a line may use: tracks, columns, codes, units, named populations and parameters, from rulebook pages.

use std::collections::BTreeMap;
use std::sync::Arc;

use super::fold::fold;
use super::terms::{Label, NamedPopulation, Terms, TermsFault, UnitTerms, fits};
use crate::schema::{AttributeId, ColumnId, ColumnKind, Schema, TrackId};

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

    /// A word with the letters its page has, from its folded spelling: in the language it is spelled in, and in the asker's
    /// where it is an id that is a word in neither.
    pub(crate) fn spelled(&self, folded: &str, meaning: Meaning) -> Label {
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
        match found {
            Some(label) => Label::new(&typed(label), &typed(label)),
            None => Label::new(&typed(&label.da), &typed(&label.en)),
        }
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
    pub(crate) fn near_parameter(&self, name: &str) -> Option<Label> {
        let known = self.parameters.keys().map(String::as_str);
        let near = nearest(name, known).map(|near| format!("${near}"))?;
        Some(Label::new(&near, &near))
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
