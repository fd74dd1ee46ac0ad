//! Reads guards: yes, no or unknown, and which fields are missing.

use smallvec::SmallVec;

use crate::{Comparison, Guard, State, Value};

/// Kleene's three values.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Truth {
    No,
    Unknown,
    Yes,
}

impl From<bool> for Truth {
    fn from(yes: bool) -> Truth {
        if yes { Truth::Yes } else { Truth::No }
    }
}

/// The positions of fields without a value.
pub(crate) type Missing = SmallVec<[usize; 4]>;

impl Comparison {
    /// Whether the order of two values is the one asked for.
    pub(crate) fn holds<T: Ord + Copy>(self, left: T, right: T) -> bool {
        match self {
            Comparison::Less => left < right,
            Comparison::AtMost => left <= right,
            Comparison::Equal => left == right,
            Comparison::NotEqual => left != right,
            Comparison::AtLeast => left >= right,
            Comparison::More => left > right,
        }
    }
}

impl State {
    /// The value a guard sees that speaks of this scope (0: of the case alone).
    fn seen(&self, field: usize, scope: usize) -> Option<Value> {
        let row = self.model.fields[field];
        let scope = match row.class {
            0 => 0,
            class if self.scopes[scope].class == class => scope,
            _ => return None,
        };
        self.values[self.scopes[scope].values + row.local]
    }

    /// Reads a guard; a relation without one always holds.
    pub(crate) fn holds(&self, guard: Option<&Guard>, scope: usize) -> Truth {
        guard.map_or(Truth::Yes, |guard| self.truth(guard, scope))
    }

    /// Reads a guard.
    pub(crate) fn truth(&self, guard: &Guard, scope: usize) -> Truth {
        match guard {
            Guard::Not(inner) => match self.truth(inner, scope) {
                Truth::No => Truth::Yes,
                Truth::Unknown => Truth::Unknown,
                Truth::Yes => Truth::No,
            },
            Guard::All(parts) => {
                let mut truth = Truth::Yes;
                for part in parts {
                    match self.truth(part, scope) {
                        Truth::No => return Truth::No,
                        Truth::Unknown => truth = Truth::Unknown,
                        Truth::Yes => {}
                    }
                }
                truth
            }
            Guard::Any(parts) => {
                let mut truth = Truth::No;
                for part in parts {
                    match self.truth(part, scope) {
                        Truth::Yes => return Truth::Yes,
                        Truth::Unknown => truth = Truth::Unknown,
                        Truth::No => {}
                    }
                }
                truth
            }
            Guard::Compare(field, comparison, value) => self
                .seen(*field, scope)
                .map_or(Truth::Unknown, |seen| comparison.holds(seen, *value).into()),
            Guard::Contains(field, choice) => match self.seen(*field, scope) {
                Some(Value::Set(set)) => (set >> (choice & 63) & 1 == 1).into(),
                _ => Truth::Unknown,
            },
            Guard::Known(field) => self.seen(*field, scope).is_some().into(),
            Guard::Open(kind, comparison, number) => {
                comparison.holds(self.open[*kind], *number).into()
            }
        }
    }

    /// Adds the fields that make a guard unknown, each once, in the order of reading.
    pub(crate) fn missing(&self, guard: &Guard, scope: usize, found: &mut Missing) {
        match guard {
            Guard::Not(inner) => self.missing(inner, scope, found),
            Guard::All(parts) | Guard::Any(parts) => {
                if self.truth(guard, scope) == Truth::Unknown {
                    for part in parts {
                        self.missing(part, scope, found);
                    }
                }
            }
            Guard::Compare(field, ..) | Guard::Contains(field, _) => {
                if self.seen(*field, scope).is_none() && !found.contains(field) {
                    found.push(*field);
                }
            }
            Guard::Known(_) | Guard::Open(..) => {}
        }
    }
}
