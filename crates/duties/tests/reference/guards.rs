//! Guards in Kleene's three values (semantics §2).

use duties::{Comparison, Guard, Value};

use super::case::{Case, Place};

/// Yes, no, or unknown with the fields that are missing.
#[derive(Debug, Clone, PartialEq)]
pub(crate) enum Truth {
    Yes,
    No,
    Unknown(Vec<usize>),
}

impl Case<'_> {
    /// What the guard of a relation says; no guard says yes.
    pub(crate) fn holds(&self, guard: Option<&Guard>, place: Place) -> Truth {
        guard.map_or(Truth::Yes, |guard| self.truth(guard, place))
    }

    fn truth(&self, guard: &Guard, place: Place) -> Truth {
        match guard {
            Guard::Not(inner) => match self.truth(inner, place) {
                Truth::Yes => Truth::No,
                Truth::No => Truth::Yes,
                unknown @ Truth::Unknown(_) => unknown,
            },
            Guard::All(parts) => self.combine(parts, place, &Truth::No, Truth::Yes),
            Guard::Any(parts) => self.combine(parts, place, &Truth::Yes, Truth::No),
            Guard::Compare(field, comparison, with) => match self.value(*field, place) {
                None => Truth::Unknown(vec![*field]),
                Some(value) => yes_or_no(compares(&value, *comparison, with)),
            },
            Guard::Contains(field, choice) => match self.value(*field, place) {
                None => Truth::Unknown(vec![*field]),
                Some(Value::Set(bits)) => yes_or_no(bits >> *choice & 1 == 1),
                Some(other) => panic!("{other:?} in a set field"),
            },
            Guard::Known(field) => yes_or_no(self.value(*field, place).is_some()),
            Guard::Open(kind, comparison, count) => {
                let open = u32::try_from(self.open_instances(*kind).len()).unwrap();
                yes_or_no(compares(&open, *comparison, count))
            }
        }
    }

    /// One part that says `decisive` decides; else one unknown part makes the whole unknown; else `otherwise`.
    fn combine(&self, parts: &[Guard], place: Place, decisive: &Truth, otherwise: Truth) -> Truth {
        let truths: Vec<Truth> = parts.iter().map(|part| self.truth(part, place)).collect();
        if truths.contains(decisive) {
            return decisive.clone();
        }
        let mut missing = Vec::new();
        let mut is_unknown = false;
        for truth in truths {
            if let Truth::Unknown(fields) = truth {
                is_unknown = true;
                add_once(&mut missing, &fields);
            }
        }
        if is_unknown {
            Truth::Unknown(missing)
        } else {
            otherwise
        }
    }
}

/// Appends what is not there yet.
pub(crate) fn add_once(list: &mut Vec<usize>, more: &[usize]) {
    for one in more {
        if !list.contains(one) {
            list.push(*one);
        }
    }
}

fn yes_or_no(yes: bool) -> Truth {
    if yes { Truth::Yes } else { Truth::No }
}

fn compares<T: Ord>(left: &T, comparison: Comparison, right: &T) -> bool {
    match comparison {
        Comparison::Less => left < right,
        Comparison::AtMost => left <= right,
        Comparison::Equal => left == right,
        Comparison::NotEqual => left != right,
        Comparison::AtLeast => left >= right,
        Comparison::More => left > right,
    }
}
