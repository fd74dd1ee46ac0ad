//! Reads the keys of a table one by one, and tells every wrong type, bad id and unknown key.

use std::ops::Range;

use calendar::{Day, Span};
use facts::KindName;

use super::sink::{Report, Sink};
use super::tree::{Entry, Node, Tree};
use crate::Text;
use crate::suggest::nearest;

/// Something with its place in the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct At<T> {
    pub(crate) value: T,
    pub(crate) place: Range<usize>,
}

impl<T> At<T> {
    pub(crate) fn new(value: T, place: Range<usize>) -> At<T> {
        At { value, place }
    }
}

/// Reads one table. Whatever was not asked for by the end is an unknown key.
pub(crate) struct Reader<'a> {
    sink: &'a Sink,
    entries: &'a [Entry],
    place: Range<usize>,
    asked: Vec<&'static str>,
}

impl<'a> Reader<'a> {
    /// `place`: what to mark when a key is missing.
    pub(crate) fn new(sink: &'a Sink, entries: &'a [Entry], place: Range<usize>) -> Reader<'a> {
        Reader {
            sink,
            entries,
            place,
            asked: Vec::new(),
        }
    }

    /// Reads a node that has to be a table.
    pub(crate) fn of(sink: &'a Sink, node: &'a Node) -> Option<Reader<'a>> {
        let Tree::Table(entries) = &node.tree else {
            wrong_type(sink, node, "en tabel { … }");
            return None;
        };
        Some(Reader::new(sink, entries, node.place.clone()))
    }

    pub(crate) fn place(&self) -> &Range<usize> {
        &self.place
    }

    pub(crate) fn sink(&self) -> &'a Sink {
        self.sink
    }

    pub(crate) fn entry(&mut self, key: &'static str) -> Option<&'a Entry> {
        if !self.asked.contains(&key) {
            self.asked.push(key);
        }
        self.entries.iter().find(|entry| entry.key == key)
    }

    pub(crate) fn node(&mut self, key: &'static str) -> Option<&'a Node> {
        self.entry(key).map(|entry| &entry.value)
    }

    /// All entries of an open table, whose keys are the page's own.
    pub(crate) fn everything(self) -> &'a [Entry] {
        self.entries
    }

    pub(crate) fn text(&mut self, key: &'static str) -> Option<At<String>> {
        let node = self.node(key)?;
        text(self.sink, node)
    }

    pub(crate) fn id(&mut self, key: &'static str) -> Option<At<String>> {
        let node = self.node(key)?;
        id(self.sink, node)
    }

    /// An id that has to be there.
    pub(crate) fn required_id(&mut self, key: &'static str) -> Option<At<String>> {
        if self.node(key).is_none() {
            self.missing(key);
        }
        self.id(key)
    }

    /// One id or a list of ids.
    pub(crate) fn ids(&mut self, key: &'static str) -> Vec<At<String>> {
        let items = self.items(key);
        items
            .into_iter()
            .filter_map(|node| id(self.sink, node))
            .collect()
    }

    pub(crate) fn flag(&mut self, key: &'static str) -> Option<bool> {
        let node = self.node(key)?;
        let Tree::Flag(flag) = node.tree else {
            wrong_type(self.sink, node, "true eller false");
            return None;
        };
        Some(flag)
    }

    pub(crate) fn number(&mut self, key: &'static str) -> Option<At<i64>> {
        let node = self.node(key)?;
        let Tree::Number(number) = node.tree else {
            wrong_type(self.sink, node, "et helt tal");
            return None;
        };
        Some(At::new(number, node.place.clone()))
    }

    pub(crate) fn day(&mut self, key: &'static str) -> Option<At<Day>> {
        let node = self.node(key)?;
        let Tree::Day(day) = node.tree else {
            let wanted = "en dag uden anførselstegn, for eksempel 2021-09-15";
            wrong_type(self.sink, node, wanted);
            return None;
        };
        Some(At::new(day, node.place.clone()))
    }

    pub(crate) fn span(&mut self, key: &'static str) -> Option<At<Span>> {
        let found = self.text(key)?;
        if let Ok(span) = found.value.parse() {
            return Some(At::new(span, found.place));
        }
        let message = format!("»{}« er ikke et tidsrum", found.value);
        let remedy =
            "skriv for eksempel P8W (uger), P6M (måneder), P14D (dage) eller P7WD (arbejdsdage)";
        self.sink
            .tell(Report::error("bad-span", &found.place, message).remedy(remedy));
        None
    }

    /// One of a few words.
    pub(crate) fn word<T: Copy>(
        &mut self,
        key: &'static str,
        words: &[(&str, T)],
    ) -> Option<At<T>> {
        let found = self.text(key)?;
        one_of(self.sink, &found, words)
    }

    /// A text for people.
    pub(crate) fn words(&mut self, key: &'static str) -> Option<Text> {
        let node = self.node(key)?;
        words(self.sink, node)
    }

    /// One value or a list of values.
    pub(crate) fn items(&mut self, key: &'static str) -> Vec<&'a Node> {
        match self.node(key) {
            None => Vec::new(),
            Some(node) => match &node.tree {
                Tree::List(list) => list.iter().collect(),
                _ => vec![node],
            },
        }
    }

    /// Tells that a key is missing.
    pub(crate) fn missing(&self, key: &str) {
        let message = format!("her mangler »{key}«");
        self.sink.tell(
            Report::error("missing-key", &self.place, message).remedy(format!("tilføj {key} = …")),
        );
    }

    /// Tells every key that was not asked for.
    pub(crate) fn finish(self) {
        for entry in self.entries {
            if !self.asked.contains(&entry.key.as_str()) {
                unknown_key(self.sink, entry, &self.asked);
            }
        }
    }
}

pub(crate) fn unknown_key(sink: &Sink, entry: &Entry, known: &[&str]) {
    let message = format!("»{}« er ikke et ord, siden kan bruge her", entry.key);
    let remedy = match nearest(&entry.key, known.iter().copied()) {
        Some(near) => format!("mente du {near}?"),
        None => format!("her kan stå: {}", known.join(", ")),
    };
    sink.tell(Report::error("unknown-key", &entry.key_place, message).remedy(remedy));
}

pub(crate) fn wrong_type(sink: &Sink, node: &Node, wanted: &str) {
    let message = format!("her ventes {wanted}, men der står {}", node.tree.kind());
    sink.tell(Report::error("wrong-type", &node.place, message).remedy(format!("skriv {wanted}")));
}

pub(crate) fn text(sink: &Sink, node: &Node) -> Option<At<String>> {
    let Tree::Text(text) = &node.tree else {
        wrong_type(sink, node, "tekst i anførselstegn");
        return None;
    };
    Some(At::new(text.clone(), node.place.clone()))
}

pub(crate) fn id(sink: &Sink, node: &Node) -> Option<At<String>> {
    let found = text(sink, node)?;
    if is_id(&found.value) || found.value == "*" {
        return Some(found);
    }
    let message = format!("»{}« kan ikke være et id", found.value);
    let remedy = match suggestion(&found.value) {
        Some(better) => format!("skriv {better}: små bogstaver a–z, cifre og bindestreg, uden æøå"),
        None => "skriv små bogstaver a–z, cifre og bindestreg, uden æøå".to_owned(),
    };
    sink.tell(Report::error("bad-id", &found.place, message).remedy(remedy));
    None
}

pub(crate) fn one_of<T: Copy>(
    sink: &Sink,
    found: &At<String>,
    words: &[(&str, T)],
) -> Option<At<T>> {
    if let Some((_, value)) = words.iter().find(|(word, _)| *word == found.value) {
        return Some(At::new(*value, found.place.clone()));
    }
    let known = words.iter().map(|(word, _)| *word);
    let remedy = match nearest(&found.value, known.clone()) {
        Some(near) => format!("mente du {near}?"),
        None => format!("skriv en af: {}", known.collect::<Vec<_>>().join(", ")),
    };
    let message = format!("»{}« er ikke et af de ord, der kan stå her", found.value);
    sink.tell(Report::error("unknown-word", &found.place, message).remedy(remedy));
    None
}

/// The kind of fact of this name; tells an unknown one.
pub(crate) fn kind_name(sink: &Sink, name: &At<String>) -> Option<KindName> {
    let found = KindName::from_id(&name.value);
    if found.is_none() {
        let known = KindName::ALL.iter().map(|kind| kind.id());
        let remedy = nearest(&name.value, known)
            .map_or("de typede slags står i crates/facts".to_owned(), |near| {
                format!("mente du {near}?")
            });
        let message = format!("der er ingen slags faktum, der hedder »{}«", name.value);
        sink.tell(Report::error("unknown-kind", &name.place, message).remedy(remedy));
    }
    found
}

/// A text for people: a string, or `{ da, en }`.
pub(crate) fn words(sink: &Sink, node: &Node) -> Option<Text> {
    if let Tree::Text(text) = &node.tree {
        return Some(Text::danish(text.clone()));
    }
    let mut reader = Reader::of(sink, node)?;
    let danish = reader.text("da");
    if danish.is_none() && reader.node("da").is_none() {
        reader.missing("da");
    }
    let english = reader.text("en").map(|text| text.value);
    reader.finish();
    Some(Text {
        da: danish?.value,
        en: english,
    })
}

/// Whether a text is ASCII kebab-case.
pub(crate) fn is_id(text: &str) -> bool {
    !text.is_empty()
        && text.len() <= 80
        && text.split('-').all(|part| {
            !part.is_empty()
                && part
                    .bytes()
                    .all(|byte| byte.is_ascii_lowercase() || byte.is_ascii_digit())
        })
}

/// The id the writer probably wants.
fn suggestion(text: &str) -> Option<String> {
    let slug = slug(text);
    (is_id(&slug) && text.len() <= 60).then_some(slug)
}

/// A text as kebab-case: Danish letters by the usual two, everything else by a dash.
pub(crate) fn slug(text: &str) -> String {
    let mut slug = String::new();
    for letter in text.chars().flat_map(char::to_lowercase) {
        match letter {
            'æ' => slug.push_str("ae"),
            'ø' => slug.push_str("oe"),
            'å' => slug.push_str("aa"),
            'é' => slug.push('e'),
            _ if letter.is_ascii_alphanumeric() => slug.push(letter),
            _ if !slug.is_empty() && !slug.ends_with('-') => slug.push('-'),
            _ => {}
        }
    }
    slug.trim_end_matches('-').to_owned()
}
