//! Faults of answers: fields the page does not ask for, values they do not take.

use std::collections::BTreeMap;

use facts::{FieldType, Value};
use rulebook::{FieldText, ModelVersion};

use super::{Checker, FaultKind};
use crate::matching::{counts_in, events_of};

impl Checker<'_> {
    /// An answer is known if an event that the entry counts as, in any of the citizen's cases, decides it.
    pub(super) fn answers(&mut self) {
        if self.entry.answers.is_empty() {
            return;
        }
        let mut asked: BTreeMap<&str, &FieldText> = BTreeMap::new();
        for head in &self.heads {
            if !counts_in(self.entry, head.id) {
                continue;
            }
            let Some(model) = self.book.by_hash(&head.version_hash) else {
                continue;
            };
            asked.extend(asked_by(model, self.entry));
        }
        let entry = self.entry;
        let mut faults = Vec::new();
        for (id, value) in &entry.answers {
            let field = format!("answers.{id}");
            match asked.get(id.as_str()) {
                None => faults.push((field, FaultKind::Unknown)),
                Some(known) if !takes(&known.of, value) => {
                    faults.push((field, FaultKind::WrongType));
                }
                Some(_) => {}
            }
        }
        for (field, why) in faults {
            self.fault(&field, why);
        }
    }
}

fn asked_by<'m>(
    model: &'m ModelVersion,
    entry: &facts::Entry,
) -> impl Iterator<Item = (&'m str, &'m FieldText)> {
    events_of(model, entry)
        .into_iter()
        .flat_map(|event| &model.events[event].decides)
        .filter_map(|id| Some((id.as_str(), model.field(id)?)))
}

fn takes(of: &FieldType, value: &Value) -> bool {
    match (of, value) {
        (FieldType::Flag, Value::Flag(_))
        | (FieldType::Number, Value::Number(_))
        | (FieldType::Day, Value::Day(_))
        | (FieldType::Text, Value::Text(_)) => true,
        (FieldType::Choice(choices), Value::Choice(id)) => choices.contains(id),
        (FieldType::Set(choices), Value::Set(ids)) => ids.iter().all(|id| choices.contains(id)),
        _ => false,
    }
}
