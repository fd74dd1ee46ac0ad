//! Reads guards: yes, no or unknown, and which fields are missing.

use smallvec::SmallVec;

use crate::{Comparison, Guard, State, Value};

/// Kleene's three values.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) enum Truth {
    No,
    Unknown,
    Yes,
}

impl Truth {
    /// The truth of what is known.
    pub(crate) fn known(yes: bool) -> Truth {
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

/// What a guard can see.
pub(crate) trait View {
    /// The value of a field, if it is known.
    fn seen(&self, field: usize) -> Option<Value>;
    /// How many instances of a kind are open.
    fn open(&self, kind: usize) -> u32;
}

/// A state, seen from a scope (0: from the case alone).
pub(crate) struct Seen<'a> {
    pub(crate) state: &'a State,
    pub(crate) scope: usize,
}

impl View for Seen<'_> {
    fn seen(&self, field: usize) -> Option<Value> {
        let row = self.state.model.fields[field];
        let scope = match row.class {
            0 => 0,
            class if self.state.scopes[self.scope].class == class => self.scope,
            _ => return None,
        };
        self.state.values[self.state.scopes[scope].values + row.local]
    }

    fn open(&self, kind: usize) -> u32 {
        self.state.open[kind]
    }
}

/// Reads a guard.
pub(crate) fn read(guard: &Guard, view: &impl View) -> Truth {
    match guard {
        Guard::Not(inner) => match read(inner, view) {
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
            Truth::Yes => Truth::No,
        },
        Guard::All(parts) => {
            let mut truth = Truth::Yes;
            for part in parts {
                match read(part, view) {
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
                match read(part, view) {
                    Truth::Yes => return Truth::Yes,
                    Truth::Unknown => truth = Truth::Unknown,
                    Truth::No => {}
                }
            }
            truth
        }
        Guard::Compare(field, comparison, value) => {
            view.seen(*field).map_or(Truth::Unknown, |seen| {
                Truth::known(comparison.holds(seen, *value))
            })
        }
        Guard::Contains(field, choice) => match view.seen(*field) {
            Some(Value::Set(set)) => Truth::known(set >> (choice & 63) & 1 == 1),
            _ => Truth::Unknown,
        },
        Guard::Known(field) => Truth::known(view.seen(*field).is_some()),
        Guard::Open(kind, comparison, number) => {
            Truth::known(comparison.holds(view.open(*kind), *number))
        }
    }
}

/// Reads a guard of which some parts have been answered already.
pub(crate) fn read_on(
    guard: &Guard,
    view: &impl View,
    answered: &impl Fn(&Guard) -> Option<Truth>,
) -> Truth {
    let each = |part: &Guard| read_on(part, view, answered);
    match (answered(guard), guard) {
        (Some(truth), _) => truth,
        (None, Guard::Not(inner)) => match each(inner) {
            Truth::No => Truth::Yes,
            Truth::Unknown => Truth::Unknown,
            Truth::Yes => Truth::No,
        },
        (None, Guard::All(parts)) => parts.iter().map(each).min().unwrap_or(Truth::Yes),
        (None, Guard::Any(parts)) => parts.iter().map(each).max().unwrap_or(Truth::No),
        (None, leaf) => read(leaf, view),
    }
}

/// Adds the fields that make a guard unknown, each once, in the order of reading.
pub(crate) fn missing(guard: &Guard, view: &impl View, found: &mut Missing) {
    match guard {
        Guard::Not(inner) => missing(inner, view, found),
        Guard::All(parts) | Guard::Any(parts) => {
            if read(guard, view) == Truth::Unknown {
                for part in parts {
                    missing(part, view, found);
                }
            }
        }
        Guard::Compare(field, ..) | Guard::Contains(field, _) => {
            if view.seen(*field).is_none() && !found.contains(field) {
                found.push(*field);
            }
        }
        Guard::Known(_) | Guard::Open(..) => {}
    }
}

impl State {
    /// Reads a guard; a relation without one always holds.
    pub(crate) fn holds(&self, guard: Option<&Guard>, scope: usize) -> Truth {
        guard.map_or(Truth::Yes, |guard| self.truth(guard, scope))
    }

    /// Reads a guard.
    pub(crate) fn truth(&self, guard: &Guard, scope: usize) -> Truth {
        read(guard, &Seen { state: self, scope })
    }

    /// Adds the fields that make a guard unknown, each once, in the order of reading.
    pub(crate) fn missing(&self, guard: &Guard, scope: usize, found: &mut Missing) {
        missing(guard, &Seen { state: self, scope }, found);
    }
}
