//! The choices of a field and its first value, as written.

use facts::FieldType;

use crate::page::{Node, Reader, Report, Sink, Tree};
use crate::{Choice, FieldText, Text};

/// An id as words, where the page gives none: »i-maalgruppe« becomes »I maalgruppe«.
pub(super) fn readable(id: &str) -> String {
    let words = id.replace('-', " ");
    let mut letters = words.chars();
    letters
        .next()
        .map(|first| first.to_uppercase().chain(letters).collect())
        .unwrap_or_default()
}

pub(super) fn choices(sink: &Sink, list: &[Node]) -> Vec<Choice> {
    choices_of(sink, &list.iter().collect::<Vec<_>>())
}

pub(super) fn choices_of(sink: &Sink, list: &[&Node]) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for node in list {
        let (id, title) = if matches!(node.tree, Tree::Text(_)) {
            (crate::page::id(sink, node), None)
        } else {
            let Some(mut reader) = Reader::of(sink, node) else {
                continue;
            };
            let id = reader.required_id("id");
            let da = reader.text("da").map(|text| text.value);
            let en = reader.text("en").map(|text| text.value);
            reader.finish();
            (id, da.map(|da| Text { da, en }))
        };
        let Some(id) = id else { continue };
        if choices.iter().any(|choice| choice.id == id.value) {
            let message = format!("valget »{}« er nævnt to gange", id.value);
            sink.tell(Report::error("declared-twice", &id.place, message).remedy("slet det ene"));
            continue;
        }
        choices.push(Choice {
            title: title.unwrap_or_else(|| Text::danish(readable(&id.value))),
            id: id.value,
        });
    }
    choices
}

pub(super) fn initial_value(sink: &Sink, node: &Node, field: &FieldText) -> Option<duties::Value> {
    let choice = |text: &str| {
        let at = field.choices.iter().position(|choice| choice.id == text)?;
        u8::try_from(at).ok()
    };
    let value = match (&field.of, &node.tree) {
        (FieldType::Flag, Tree::Flag(flag)) => Some(duties::Value::Flag(*flag)),
        (FieldType::Number, Tree::Number(number)) => Some(duties::Value::Number(*number)),
        (FieldType::Day, Tree::Day(day)) => Some(duties::Value::Day(*day)),
        (FieldType::Choice(_), Tree::Text(text)) => choice(text).map(duties::Value::Choice),
        (FieldType::Set(_), Tree::List(list)) => list
            .iter()
            .map(|node| match &node.tree {
                Tree::Text(text) => choice(text).and_then(|at| 1_u64.checked_shl(u32::from(at))),
                _ => None,
            })
            .try_fold(0_u64, |set, bit| bit.map(|bit| set | bit))
            .map(duties::Value::Set),
        _ => None,
    };
    if value.is_none() {
        let message = format!("»{}« kan ikke begynde med denne værdi", field.id);
        sink.tell(
            Report::error("bad-initial", &node.place, message).remedy(
                "skriv en værdi af feltets egen type, eller slet initial: så er det ukendt",
            ),
        );
    }
    value
}
