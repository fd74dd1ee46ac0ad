//! Guards over the fields of a fact: which facts satisfy an event.

use std::collections::BTreeMap;

use duties::Comparison;
use facts::{Entry, Value};

/// A question about a fact's own fields. A field that is missing makes its comparison false.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FactGuard {
    /// Holds when the question does not.
    Not(Box<FactGuard>),
    /// Holds when all do.
    All(Vec<FactGuard>),
    /// Holds when one does.
    Any(Vec<FactGuard>),
    /// The field compares so with the value.
    Compare(String, Comparison, Value),
    /// The fact has the field.
    Known(String),
}

impl FactGuard {
    /// Whether it holds for this fact.
    pub fn holds(&self, entry: &Entry) -> bool {
        self.holds_for(&|field| entry.kind.field(field))
    }

    pub(crate) fn holds_for(&self, field: &dyn Fn(&str) -> Option<Value>) -> bool {
        match self {
            FactGuard::Not(guard) => !guard.holds_for(field),
            FactGuard::All(guards) => guards.iter().all(|guard| guard.holds_for(field)),
            FactGuard::Any(guards) => guards.iter().any(|guard| guard.holds_for(field)),
            FactGuard::Known(name) => field(name).is_some(),
            FactGuard::Compare(name, comparison, value) => {
                field(name).is_some_and(|found| compares(&found, *comparison, value))
            }
        }
    }

    /// Values of fields that make it hold, as far as they follow from equalities: what a form or a scenario may fill in.
    pub fn example(&self) -> BTreeMap<String, Value> {
        match self {
            FactGuard::Compare(
                name,
                Comparison::Equal | Comparison::AtLeast | Comparison::AtMost,
                value,
            ) => BTreeMap::from([(name.clone(), value.clone())]),
            FactGuard::All(guards) => guards.iter().flat_map(FactGuard::example).collect(),
            FactGuard::Any(guards) => guards.first().map(FactGuard::example).unwrap_or_default(),
            _ => BTreeMap::new(),
        }
    }
}

fn compares(found: &Value, comparison: Comparison, value: &Value) -> bool {
    let order = match (found, value) {
        (Value::Number(found), Value::Number(value)) => found.cmp(value),
        (Value::Day(found), Value::Day(value)) => found.cmp(value),
        (Value::Flag(found), Value::Flag(value)) => found.cmp(value),
        (Value::Text(found) | Value::Choice(found), Value::Text(value) | Value::Choice(value)) => {
            found.cmp(value)
        }
        _ => return false,
    };
    match comparison {
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::AtLeast => order.is_ge(),
        Comparison::More => order.is_gt(),
    }
}
