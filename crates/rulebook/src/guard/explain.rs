//! Says a guard in Danish.

use duties::Comparison;
use facts::{FieldType, Value};

use super::check::{Checked, GuardField, Vocabulary};

/// The guard as a Danish clause: »Er borgeren i målgruppen?« er Ja.
pub(crate) fn explain(guard: &Checked, vocabulary: &Vocabulary) -> String {
    say(guard, vocabulary, false)
}

fn say(guard: &Checked, vocabulary: &Vocabulary, inner: bool) -> String {
    let label = |field: usize| format!("»{}«", vocabulary.fields[field].label);
    match guard {
        Checked::Not(part) => match &**part {
            Checked::Known(field) => format!("{} er ukendt", label(*field)),
            part => format!("ikke ({})", say(part, vocabulary, false)),
        },
        Checked::All(parts) => join(parts, " og ", vocabulary, inner),
        Checked::Any(parts) => join(parts, " eller ", vocabulary, inner),
        Checked::Known(field) => format!("{} er kendt", label(*field)),
        Checked::Contains(field, id) => {
            let field = &vocabulary.fields[*field];
            format!("»{}« omfatter {}", field.label, words(field, id))
        }
        Checked::Compare(field, comparison, value) => {
            let field = &vocabulary.fields[*field];
            let value = match value {
                Value::Flag(true) => "ja".to_owned(),
                Value::Flag(false) => "nej".to_owned(),
                Value::Number(number) => number.to_string(),
                Value::Day(day) => day.to_string(),
                Value::Choice(id) | Value::Text(id) => words(field, id),
                Value::Set(_) => String::new(),
            };
            format!("»{}« {} {value}", field.label, sign(*comparison))
        }
        Checked::Open(kind, comparison, number) => {
            let (_, words) = &vocabulary.instances[*kind];
            format!("antallet af åbne »{words}« {} {number}", sign(*comparison))
        }
    }
}

fn join(parts: &[Checked], word: &str, vocabulary: &Vocabulary, inner: bool) -> String {
    let said: Vec<_> = parts
        .iter()
        .map(|part| say(part, vocabulary, true))
        .collect();
    let said = said.join(word);
    if inner { format!("({said})") } else { said }
}

fn words(field: &GuardField, id: &str) -> String {
    let at = match &field.of {
        FieldType::Choice(ids) | FieldType::Set(ids) => ids.iter().position(|found| found == id),
        _ => field
            .codes
            .as_ref()
            .and_then(|codes| codes.iter().position(|found| found == id)),
    };
    at.and_then(|at| field.words.get(at))
        .map_or_else(|| id.to_owned(), |words| format!("»{words}«"))
}

fn sign(comparison: Comparison) -> &'static str {
    match comparison {
        Comparison::Less => "er under",
        Comparison::AtMost => "er højst",
        Comparison::Equal => "er",
        Comparison::NotEqual => "er ikke",
        Comparison::AtLeast => "er mindst",
        Comparison::More => "er over",
    }
}
