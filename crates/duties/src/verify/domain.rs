//! Values of fields as far as guards can tell them apart: one value stands for all that answer every question alike.

use std::collections::BTreeSet;

use crate::truth::{self, Truth, View};
use crate::{Definition, FieldType, Guard, Value};

/// The distinguishable values of one field. Class 0 is *unknown*, class n the n-th value.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(super) struct Domain {
    pub(super) values: Vec<Value>,
    /// How each value answers the questions about the field.
    answers: Vec<Vec<Truth>>,
    questions: Vec<Guard>,
}

impl Domain {
    /// The classes of a field under the questions that these guards ask.
    pub(super) fn new<'a>(
        definition: &Definition,
        field: usize,
        guards: impl Iterator<Item = &'a Guard>,
    ) -> Domain {
        let mut domain = Domain::default();
        for guard in guards {
            collect(guard, field, &mut domain.questions);
        }
        let of = &definition.fields[field].of;
        for value in candidates(of, &domain.questions) {
            let answers = domain.ask(field, value);
            if !domain.answers.contains(&answers) {
                domain.values.push(value);
                domain.answers.push(answers);
            }
        }
        domain
    }

    /// Whether any guard asks for the field.
    pub(super) fn is_asked(&self) -> bool {
        !self.questions.is_empty()
    }

    /// The class of a value.
    pub(super) fn class(&self, field: usize, value: Option<Value>) -> u8 {
        let Some(value) = value else { return 0 };
        let answers = self.ask(field, value);
        let position = self.answers.iter().position(|known| *known == answers);
        position.map_or(0, |at| u8::try_from(at + 1).unwrap_or(u8::MAX))
    }

    fn ask(&self, field: usize, value: Value) -> Vec<Truth> {
        let only = Only { field, value };
        let read = |question| truth::read(question, &only);
        self.questions.iter().map(read).collect()
    }
}

struct Only {
    field: usize,
    value: Value,
}

impl View for Only {
    fn seen(&self, field: usize) -> Option<Value> {
        (field == self.field).then_some(self.value)
    }

    fn open(&self, _: usize) -> u32 {
        0
    }
}

/// The questions of a guard that ask for one field.
fn collect(guard: &Guard, field: usize, found: &mut Vec<Guard>) {
    match guard {
        Guard::Not(inner) => collect(inner, field, found),
        Guard::All(parts) | Guard::Any(parts) => {
            for part in parts {
                collect(part, field, found);
            }
        }
        Guard::Compare(of, ..) | Guard::Contains(of, _) | Guard::Known(of) => {
            if *of == field && !found.contains(guard) {
                found.push(guard.clone());
            }
        }
        Guard::Open(..) => {}
    }
}

/// Values enough to give every combination of answers.
fn candidates(of: &FieldType, questions: &[Guard]) -> Vec<Value> {
    let compared = questions.iter().filter_map(|question| match question {
        Guard::Compare(_, _, value) => Some(*value),
        _ => None,
    });
    match of {
        FieldType::Flag => vec![Value::Flag(false), Value::Flag(true)],
        FieldType::Choice(choices) => (0..choices.len())
            .filter_map(|choice| u8::try_from(choice).ok())
            .map(Value::Choice)
            .collect(),
        FieldType::Number => {
            let numbers = compared.filter_map(|value| match value {
                Value::Number(number) => Some(number),
                _ => None,
            });
            let near = numbers
                .flat_map(|number| [number.saturating_sub(1), number, number.saturating_add(1)]);
            let near: BTreeSet<i64> = near.chain([0]).collect();
            near.into_iter().map(Value::Number).collect()
        }
        FieldType::Day => {
            let days = compared.filter_map(|value| match value {
                Value::Day(day) => Some(day),
                _ => None,
            });
            let near = days.flat_map(|day| [day.plus(-1), day, day.plus(1)]);
            let near: BTreeSet<_> = near.chain([calendar::Day::from_epoch(0)]).collect();
            near.into_iter().map(Value::Day).collect()
        }
        FieldType::Set(choices) if choices.len() <= 12 => {
            (0..1 << choices.len()).map(Value::Set).collect()
        }
        FieldType::Set(choices) => {
            let mut sets = BTreeSet::from([0_u64]);
            for question in questions {
                let wanted = match question {
                    Guard::Contains(_, choice) => 1 << (choice & 63),
                    Guard::Compare(_, _, Value::Set(set)) => *set,
                    _ => continue,
                };
                // Sixteen questions about one set give 65,536 candidates; more are not combined.
                if sets.len() < 1 << 16 {
                    let with: Vec<u64> = sets.iter().map(|set| set | wanted).collect();
                    sets.extend(with);
                }
                sets.insert(wanted);
            }
            // Beside each, one that holds the same asked choices and is another set.
            let bits = 0..choices.len();
            let beside = sets
                .iter()
                .flat_map(|set| bits.clone().map(move |bit| set ^ 1 << bit));
            let sets: BTreeSet<u64> = beside.chain(sets.iter().copied()).collect();
            sets.into_iter().map(Value::Set).collect()
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{Comparison, Field};

    fn domain(of: FieldType, questions: &[Guard]) -> Domain {
        let definition = Definition {
            fields: vec![Field {
                id: "f".to_owned(),
                of,
                instance: None,
                initial: None,
            }],
            ..Definition::default()
        };
        Domain::new(&definition, 0, questions.iter())
    }

    #[test]
    fn only_what_is_asked_tells_values_apart() {
        let choices = || FieldType::Choice(["a", "b", "c", "d"].map(str::to_owned).to_vec());
        let is = |choice| Guard::Compare(0, Comparison::Equal, Value::Choice(choice));
        assert_eq!(domain(choices(), &[is(1)]).values.len(), 2);
        assert_eq!(domain(choices(), &[is(1), is(3)]).values.len(), 3);
        assert_eq!(domain(choices(), &[Guard::Known(0)]).values.len(), 1);
        let more = Guard::Compare(0, Comparison::More, Value::Number(10));
        let less = Guard::Compare(0, Comparison::Less, Value::Number(5));
        let number = domain(FieldType::Number, &[more, less]);
        assert_eq!(number.values.len(), 3);
        let class = |value| number.class(0, Some(Value::Number(value)));
        assert_eq!(class(7), class(10));
        assert_ne!(class(10), class(11));
        let set = FieldType::Set(["a", "b", "c"].map(str::to_owned).to_vec());
        let has = [Guard::Contains(0, 0), Guard::Contains(0, 2)];
        assert_eq!(domain(set.clone(), &has).values.len(), 4);
        let is_some = Guard::Compare(0, Comparison::NotEqual, Value::Set(0));
        let set = domain(set, &[is_some, Guard::Contains(0, 0)]);
        assert_eq!(
            set.values.len(),
            3,
            "empty, with the first, with others only"
        );
    }
}
