//! Parameters: questions a source leaves open, with one answer, or one answer from a day and another from the next.

use calendar::Day;
use figures::language::{Vocabulary, is_parameter_value};

use crate::page::{At, Node, Part, Reader, Report, Sink, words};
use crate::{Parameter, Text};

/// A parameter on its way.
#[derive(Debug, Clone)]
pub(super) struct ParameterDraft {
    id: String,
    /// Values with the day from which each holds, ascending.
    values: Vec<(Day, String)>,
    default: Option<String>,
    question: Text,
    reason: Text,
    source: crate::SourceRef,
    anchor: String,
}

/// Reads a parameter.
pub(super) fn read(sink: &Sink, node: &Node, part: &Part) -> Option<ParameterDraft> {
    let mut reader = Reader::of(sink, node)?;
    let id = reader.required_id("id");
    let value = reader.text("value");
    let mut values: Vec<(Day, At<String>)> = Vec::new();
    values.extend(value.map(|value| (Day::MIN, value)));
    for node in reader.items("values") {
        let Some(mut dated) = Reader::of(sink, node) else {
            continue;
        };
        let from = dated.day("from").map_or(Day::MIN, |from| from.value);
        let value = dated.text("value");
        if value.is_none() && dated.node("value").is_none() {
            dated.missing("value");
        }
        dated.finish();
        values.extend(value.map(|value| (from, value)));
    }
    let default = reader.text("default");
    let mut said = |key: &'static str| {
        if reader.node(key).is_none() {
            reader.missing(key);
        }
        reader.node(key).and_then(|node| words(sink, node))
    };
    let question = said("question");
    let reason = said("reason");
    if values.is_empty() {
        reader.missing("value");
    }
    reader.finish();
    for value in values.iter().map(|(_, value)| value).chain(&default) {
        if !is_parameter_value(&value.value) {
            let message = format!("»{}« er ikke én værdi", value.value);
            sink.tell(
                Report::error("bad-parameter", &value.place, message).remedy(
                    "skriv et tegn, et tal med enhed, en andel, en længde, en dag eller et navn",
                ),
            );
        }
    }
    if values.windows(2).any(|pair| pair[0].0 >= pair[1].0) {
        let message = "værdierne står ikke efter dag";
        sink.tell(
            Report::error("dates-reversed", &node.place, message).remedy("skriv den ældste først"),
        );
    }
    Some(ParameterDraft {
        id: id?.value,
        values: values
            .into_iter()
            .map(|(day, value)| (day, value.value))
            .collect(),
        default: default.map(|default| default.value),
        question: question?,
        reason: reason?,
        source: part.source.clone().unwrap_or_default(),
        anchor: part.anchor.clone(),
    })
}

impl ParameterDraft {
    /// The days on which the value changes.
    pub(super) fn days(&self) -> impl Iterator<Item = Day> {
        self.values.iter().map(|(from, _)| *from)
    }

    /// The value on a day: the first one also before it begins.
    pub(super) fn value(&self, day: Day) -> &str {
        let held = self.values.iter().rev().find(|(from, _)| *from <= day);
        let found = held.or(self.values.first());
        found.map_or("", |(_, value)| value)
    }

    /// Lets lines use the value of a day.
    pub(super) fn set(&self, vocabulary: &mut Vocabulary, day: Day) {
        vocabulary.set(&self.id, self.value(day));
    }

    /// Whether both have one name.
    pub(super) fn is_called(&self, other: &ParameterDraft) -> bool {
        self.id == other.id
    }

    /// Whether it has this id.
    pub(super) fn has_id(&self, id: &str) -> bool {
        self.id == id
    }

    /// Whether a line uses it.
    pub(super) fn is_used_in(&self, line: &str) -> bool {
        line.contains(&format!("${}", self.id))
    }

    /// For readers.
    pub(super) fn told(&self, day: Day) -> Parameter {
        let value = self.value(day).to_owned();
        Parameter {
            name: self.id.clone(),
            default: self.default.clone().unwrap_or_else(|| value.clone()),
            value,
            question: self.question.clone(),
            reason: self.reason.clone(),
            source: self.source.clone(),
            anchor: self.anchor.clone(),
        }
    }
}
