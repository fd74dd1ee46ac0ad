//! Decision data: defined once, shared by events, known to the engine unless it is free text.

use std::ops::Range;

use facts::FieldType;

use super::choices::{choices, choices_of, initial_value, readable};
use super::declared::Declared;
use super::event::RawEvent;
use super::naming::Names;
use crate::page::{At, Entry, Node, Reader, Report, Sink, Tree, is_id};
use crate::{Choice, FieldText, Text};

/// The fields of a version, and which of them each event asks for.
#[derive(Debug, Default)]
pub(super) struct Fields {
    pub(super) texts: Vec<FieldText>,
    pub(super) engine: Vec<duties::Field>,
    pub(super) initials: Vec<Option<duties::Value>>,
    places: Vec<Range<usize>>,
    /// Parallel to the events: field ids asked for, and those required.
    pub(super) decided: Vec<(Vec<String>, Vec<String>)>,
    /// Parallel to the events: fields taken from the fact (fact field, position).
    pub(super) copied: Vec<Vec<(String, usize)>>,
    required: Vec<bool>,
    copied_only: Vec<bool>,
}

const TYPES: [(&str, Shape); 6] = [
    ("flag", Shape::Flag),
    ("number", Shape::Number),
    ("day", Shape::Day),
    ("choice", Shape::Choice),
    ("set", Shape::Set),
    ("text", Shape::Text),
];

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Shape {
    Flag,
    Number,
    Day,
    Choice,
    Set,
    Text,
}

/// Reads all definitions, then what each event asks for.
pub(super) fn read(sink: &Sink, declared: &Declared, events: &[RawEvent], names: &Names) -> Fields {
    let mut fields = Fields::default();
    for (_, node) in &declared.fields {
        fields.declare(sink, node, names);
    }
    for event in events {
        let instance = event
            .life
            .as_ref()
            .and_then(|(_, kind)| names.instance(&kind.value));
        if let Some(Node {
            tree: Tree::Table(entries),
            ..
        }) = &event.decides
        {
            for entry in entries {
                fields.define(sink, entry, instance);
            }
        }
        fields.copy(sink, event, instance);
    }
    for event in events {
        let asked = fields.asked(sink, event);
        fields.decided.push(asked);
    }
    fields.number();
    fields
}

impl Fields {
    pub(super) fn position(&self, id: &str) -> Option<usize> {
        self.texts.iter().position(|field| field.id == id)
    }

    /// `[[field]]`.
    fn declare(&mut self, sink: &Sink, node: &Node, names: &Names) {
        let Some(mut reader) = Reader::of(sink, node) else {
            return;
        };
        let id = reader.required_id("id");
        let instance = reader.id("instance").and_then(|kind| {
            let found = names.instance(&kind.value);
            if found.is_none() {
                names.unknown_instance(sink, &kind);
            }
            found
        });
        if let Some(id) = id {
            self.rest(&mut reader, &id, instance);
        }
        reader.finish();
    }

    /// One entry of `decides`.
    fn define(&mut self, sink: &Sink, entry: &Entry, instance: Option<usize>) {
        if !is_id(&entry.key) {
            let message = format!("»{}« kan ikke være et id", entry.key);
            sink.tell(
                Report::error("bad-id", &entry.key_place, message)
                    .remedy("skriv små bogstaver a–z, cifre og bindestreg, uden æøå"),
            );
            return;
        }
        let id = At::new(entry.key.clone(), entry.key_place.clone());
        match &entry.value.tree {
            Tree::Table(_) => {
                if let Some(mut reader) = Reader::of(sink, &entry.value) {
                    self.rest(&mut reader, &id, instance);
                    reader.finish();
                }
            }
            Tree::List(list) => {
                let choices = choices(sink, list);
                let of =
                    FieldType::Choice(choices.iter().map(|choice| choice.id.clone()).collect());
                self.add(
                    sink,
                    &id,
                    text(&id, None, of, choices, instance),
                    (false, None),
                );
            }
            _ => {
                let Some(word) = crate::page::text(sink, &entry.value) else {
                    return;
                };
                let Some(shape) = crate::page::one_of(sink, &word, &TYPES) else {
                    return;
                };
                if matches!(shape.value, Shape::Choice | Shape::Set) {
                    let message = format!("»{}« har ingen valgmuligheder", entry.key);
                    sink.tell(
                        Report::error("no-choices", &shape.place, message)
                            .remedy("skriv { type = \"choice\", choices = [\"ja\", \"nej\"] }"),
                    );
                    return;
                }
                let of = plain_type(shape.value);
                self.add(
                    sink,
                    &id,
                    text(&id, None, of, Vec::new(), instance),
                    (false, None),
                );
            }
        }
    }

    /// The keys that `[[field]]` and a table in `decides` share.
    fn rest(&mut self, reader: &mut Reader<'_>, id: &At<String>, instance: Option<usize>) {
        let label = reader.words("label");
        let shape = reader.word("type", &TYPES).map(|shape| shape.value);
        let list = reader.items("choices");
        let choices = choices_of(reader.sink(), &list);
        let required = reader.flag("required").unwrap_or(false);
        let initial = reader.node("initial").cloned();
        let ids = || choices.iter().map(|choice| choice.id.clone()).collect();
        let of = match shape.unwrap_or(if list.is_empty() {
            Shape::Text
        } else {
            Shape::Choice
        }) {
            Shape::Choice => FieldType::Choice(ids()),
            Shape::Set => FieldType::Set(ids()),
            shape => plain_type(shape),
        };
        if shape.is_none() && list.is_empty() && reader.node("type").is_none() {
            reader.missing("type");
        }
        let enumerated = matches!(of, FieldType::Choice(_) | FieldType::Set(_));
        if enumerated && list.is_empty() {
            reader.missing("choices");
        }
        let most = if matches!(of, FieldType::Set(_)) {
            64
        } else {
            255
        };
        if choices.len() > most {
            let message = format!("»{}« har for mange valgmuligheder; højst {most}", id.value);
            reader.sink().tell(
                Report::error("too-many-choices", &id.place, message).remedy("del feltet i to"),
            );
            return;
        }
        let field = text(id, label, of, choices, instance);
        let initial = initial.and_then(|node| initial_value(reader.sink(), &node, &field));
        self.add(reader.sink(), id, field, (required, initial));
    }

    fn add(
        &mut self,
        sink: &Sink,
        id: &At<String>,
        field: FieldText,
        (required, initial): (bool, Option<duties::Value>),
    ) {
        if let Some(first) = self.position(&id.value) {
            let message = format!("feltet »{}« er defineret to gange", id.value);
            sink.tell(
                Report::error("declared-twice", &id.place, message)
                    .remedy("definer det én gang, og skriv decides = [\"…\"] det andet sted")
                    .also(&self.places[first], "først her"),
            );
            return;
        }
        self.texts.push(field);
        self.initials.push(initial);
        self.places.push(id.place.clone());
        self.required.push(required);
        self.copied_only.push(false);
    }

    fn copy(&mut self, sink: &Sink, event: &RawEvent, instance: Option<usize>) {
        let mut copied = Vec::new();
        for entry in &event.copies {
            let id = At::new(entry.key.clone(), entry.key_place.clone());
            let (fact, label) = if let Tree::Text(text) = &entry.value.tree {
                (Some(At::new(text.clone(), entry.value.place.clone())), None)
            } else {
                let Some(mut reader) = Reader::of(sink, &entry.value) else {
                    continue;
                };
                let fact = reader.required_id("fact");
                let label = reader.words("label");
                reader.finish();
                (fact, label)
            };
            let Some(fact) = fact else { continue };
            let Some(of) = fact_type(sink, event, &fact) else {
                continue;
            };
            let at = match self.position(&id.value) {
                Some(at) if self.texts[at].of == of => at,
                Some(at) => {
                    let message = format!("»{}« er allerede et felt af en anden type", id.value);
                    sink.tell(
                        Report::error("copied-type", &id.place, message)
                            .remedy("giv det kopierede felt et andet navn")
                            .also(&self.places[at], "defineret her"),
                    );
                    continue;
                }
                None => {
                    let choices = match &of {
                        FieldType::Choice(ids) | FieldType::Set(ids) => ids
                            .iter()
                            .map(|id| Choice {
                                id: id.clone(),
                                title: Text::danish(id.clone()),
                            })
                            .collect(),
                        _ => Vec::new(),
                    };
                    self.add(
                        sink,
                        &id,
                        text(&id, label, of, choices, instance),
                        (false, None),
                    );
                    let at = self.texts.len() - 1;
                    self.copied_only[at] = true;
                    at
                }
            };
            copied.push((fact.value, at));
        }
        self.copied.push(copied);
    }

    /// What the form of an event asks for, and what it has to be given.
    fn asked(&self, sink: &Sink, event: &RawEvent) -> (Vec<String>, Vec<String>) {
        let mut asked = Vec::new();
        match event.decides.as_ref().map(|node| &node.tree) {
            Some(Tree::Table(entries)) => {
                asked.extend(entries.iter().map(|entry| entry.key.clone()));
            }
            Some(Tree::List(list)) => {
                for node in list {
                    let Some(id) = crate::page::id(sink, node) else {
                        continue;
                    };
                    if self.position(&id.value).is_some() {
                        asked.push(id.value);
                    } else {
                        self.unknown(sink, &id);
                    }
                }
            }
            Some(_) => {
                let node = event.decides.as_ref().expect("it was matched as given");
                crate::page::wrong_type(
                    sink,
                    node,
                    "en liste af felter eller en tabel af definitioner",
                );
            }
            None => {}
        }
        asked.retain(|id| self.position(id).is_some());
        let mut required: Vec<_> = asked
            .iter()
            .filter(|id| self.position(id).is_some_and(|at| self.required[at]))
            .cloned()
            .collect();
        for id in &event.must_answer {
            if asked.contains(&id.value) {
                if !required.contains(&id.value) {
                    required.push(id.value.clone());
                }
            } else if self.position(&id.value).is_none() {
                self.unknown(sink, id);
            } else {
                let message = format!(
                    "»{}« skal udfyldes, men begivenheden spørger ikke om det",
                    id.value
                );
                sink.tell(
                    Report::error("not-asked", &id.place, message).remedy("nævn feltet i decides"),
                );
            }
        }
        (asked, required)
    }

    fn unknown(&self, sink: &Sink, id: &At<String>) {
        let known = self.texts.iter().map(|field| field.id.as_str());
        super::resolve::dangling(
            sink,
            id,
            "intet felt",
            known,
            "felter defineres med decides eller [[field]]",
        );
    }

    /// Numbers the fields the engine knows.
    fn number(&mut self) {
        for (field, initial) in self.texts.iter_mut().zip(&self.initials) {
            let of = match &field.of {
                FieldType::Flag => duties::FieldType::Flag,
                FieldType::Number => duties::FieldType::Number,
                FieldType::Day => duties::FieldType::Day,
                FieldType::Choice(ids) => duties::FieldType::Choice(ids.clone()),
                FieldType::Set(ids) => duties::FieldType::Set(ids.clone()),
                FieldType::Text => continue,
            };
            field.engine = Some(self.engine.len());
            self.engine.push(duties::Field {
                id: field.id.clone(),
                of,
                instance: field.instance,
                initial: *initial,
            });
        }
    }
}

fn plain_type(shape: Shape) -> FieldType {
    match shape {
        Shape::Flag => FieldType::Flag,
        Shape::Number => FieldType::Number,
        Shape::Day => FieldType::Day,
        Shape::Choice => FieldType::Choice(Vec::new()),
        Shape::Set => FieldType::Set(Vec::new()),
        Shape::Text => FieldType::Text,
    }
}

fn text(
    id: &At<String>,
    label: Option<Text>,
    of: FieldType,
    choices: Vec<Choice>,
    instance: Option<usize>,
) -> FieldText {
    FieldText {
        label: label.unwrap_or_else(|| Text::danish(readable(&id.value))),
        id: id.value.clone(),
        of,
        choices,
        engine: None,
        instance,
    }
}

/// The type of a fact's field, in every kind that satisfies the event.
fn fact_type(sink: &Sink, event: &RawEvent, fact: &At<String>) -> Option<FieldType> {
    let mut found = None;
    for satisfier in &event.is {
        let schema = satisfier.kind.schema();
        let spec = schema.iter().find(|spec| spec.id == fact.value);
        found = found.or(spec.map(|spec| spec.of.clone()));
    }
    match found {
        Some(FieldType::Text) => {
            let message = format!(
                "»{}« er tekst i faktummet og kan ikke kopieres til beslutningsdata",
                fact.value
            );
            sink.tell(
                Report::error("copies-text", &fact.place, message)
                    .remedy("spørg om det i is = { kind = …, when = … } i stedet"),
            );
            None
        }
        Some(of) => Some(of),
        None => {
            let known: Vec<_> = event
                .is
                .iter()
                .flat_map(|satisfier| satisfier.kind.schema())
                .collect();
            let known = known.iter().map(|spec| spec.id);
            super::resolve::dangling(
                sink,
                fact,
                "intet felt i faktummet",
                known,
                "se felterne i docs/rulebook-format.md og crates/facts",
            );
            None
        }
    }
}
