//! Whether a guard asks questions that its fields can answer.

use crate::{Definition, FieldType, Guard, Value};

/// Whether a field of this type can have this value.
pub(crate) fn takes(of: &FieldType, value: Value) -> bool {
    match (of, value) {
        (FieldType::Flag, Value::Flag(_))
        | (FieldType::Number, Value::Number(_))
        | (FieldType::Day, Value::Day(_)) => true,
        (FieldType::Choice(choices), Value::Choice(choice)) => usize::from(choice) < choices.len(),
        (FieldType::Set(choices), Value::Set(set)) => {
            choices.len() >= 64 || set >> choices.len() == 0
        }
        _ => false,
    }
}

/// What is wrong with a guard: at most one reason per question it asks.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Wrong {
    Field(usize),
    Instance(usize),
    Value,
    Choice,
    NoSet,
}

impl Wrong {
    pub(super) fn why(self) -> Option<&'static str> {
        match self {
            Wrong::Field(_) | Wrong::Instance(_) => None,
            Wrong::Value => Some("a guard compares a field with a value it cannot have"),
            Wrong::Choice => Some("a guard asks for a choice its field does not offer"),
            Wrong::NoSet => Some("a guard asks what is in a field that is no set"),
        }
    }
}

/// Collects everything wrong with a guard.
pub(super) fn faults(definition: &Definition, guard: &Guard, found: &mut Vec<Wrong>) {
    match guard {
        Guard::Not(inner) => faults(definition, inner, found),
        Guard::All(parts) | Guard::Any(parts) => {
            for part in parts {
                faults(definition, part, found);
            }
        }
        Guard::Compare(field, _, value) => match definition.fields.get(*field) {
            None => found.push(Wrong::Field(*field)),
            Some(field) if takes(&field.of, *value) => {}
            Some(_) => found.push(Wrong::Value),
        },
        Guard::Contains(field, choice) => match definition.fields.get(*field) {
            None => found.push(Wrong::Field(*field)),
            Some(field) => match &field.of {
                FieldType::Set(choices) if usize::from(*choice) < choices.len() => {}
                FieldType::Set(_) => found.push(Wrong::Choice),
                _ => found.push(Wrong::NoSet),
            },
        },
        Guard::Known(field) => {
            if *field >= definition.fields.len() {
                found.push(Wrong::Field(*field));
            }
        }
        Guard::Open(kind, _, _) => {
            if *kind >= definition.instances.len() {
                found.push(Wrong::Instance(*kind));
            }
        }
    }
}
