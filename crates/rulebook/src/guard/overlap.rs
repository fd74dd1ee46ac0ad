//! Whether two guards can hold together: tried on every combination of values that could make a difference.

use std::collections::{BTreeMap, BTreeSet};

use duties::Comparison;
use facts::{FieldType, Value};

use super::check::{Checked, Vocabulary};

/// The answer.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Together {
    /// No values make both hold.
    Never,
    /// Some do.
    Sometimes,
    /// There were too many combinations to try.
    Unsure,
}

const MOST: usize = 20_000;

/// Whether two guards over the same vocabulary can hold together; no guard always holds.
pub(crate) fn together(
    one: Option<&Checked>,
    other: Option<&Checked>,
    vocabulary: &Vocabulary,
) -> Together {
    let mut questions = Questions::default();
    for guard in [one, other].into_iter().flatten() {
        questions.collect(guard, vocabulary);
    }
    let fields: Vec<_> = questions
        .fields
        .into_iter()
        .map(|(field, values)| {
            (
                field,
                Some(None)
                    .into_iter()
                    .chain(values.into_iter().map(Some))
                    .collect::<Vec<_>>(),
            )
        })
        .collect();
    let open: Vec<_> = questions
        .open
        .into_iter()
        .map(|(kind, numbers)| (kind, numbers.into_iter().collect::<Vec<_>>()))
        .collect();
    let sizes = fields.iter().map(|(_, values)| values.len());
    let sizes: Vec<_> = sizes
        .chain(open.iter().map(|(_, numbers)| numbers.len()))
        .collect();
    let combinations = sizes.iter().try_fold(1_usize, |product, size| {
        product
            .checked_mul(*size)
            .filter(|product| *product <= MOST)
    });
    let Some(combinations) = combinations else {
        return Together::Unsure;
    };
    for mut combination in 0..combinations {
        let mut world = World::default();
        for (field, values) in &fields {
            if let Some(value) = &values[combination % values.len()] {
                world.fields.insert(*field, value);
            }
            combination /= values.len();
        }
        for (kind, numbers) in &open {
            world
                .open
                .insert(*kind, numbers[combination % numbers.len()]);
            combination /= numbers.len();
        }
        let holds = |guard: &Checked| world.holds(guard) == Some(true);
        if one.is_none_or(holds) && other.is_none_or(holds) {
            return Together::Sometimes;
        }
    }
    Together::Never
}

/// The values that make a difference to the guards.
#[derive(Default)]
struct Questions {
    fields: BTreeMap<usize, BTreeSet<Value>>,
    open: BTreeMap<usize, BTreeSet<u32>>,
}

impl Questions {
    fn collect(&mut self, guard: &Checked, vocabulary: &Vocabulary) {
        match guard {
            Checked::Not(part) => self.collect(part, vocabulary),
            Checked::All(parts) | Checked::Any(parts) => {
                for part in parts {
                    self.collect(part, vocabulary);
                }
            }
            Checked::Known(field) => self.all_of(*field, vocabulary),
            Checked::Contains(field, id) => {
                let sets = self.fields.entry(*field).or_default();
                let mut more: Vec<_> = sets.iter().cloned().collect();
                more.push(Value::Set(BTreeSet::new()));
                for set in more {
                    if let Value::Set(mut ids) = set {
                        sets.insert(Value::Set(ids.clone()));
                        ids.insert(id.clone());
                        sets.insert(Value::Set(ids));
                    }
                }
            }
            Checked::Open(kind, _, number) => {
                let near = [number.saturating_sub(1), *number, number.saturating_add(1)];
                self.open.entry(*kind).or_default().extend(near);
            }
            Checked::Compare(field, _, value) => {
                self.all_of(*field, vocabulary);
                let values = self.fields.entry(*field).or_default();
                match value {
                    Value::Number(number) => values.extend(
                        [number.saturating_sub(1), *number, number.saturating_add(1)]
                            .map(Value::Number),
                    ),
                    Value::Day(day) => {
                        values.extend([day.plus(-1), *day, day.plus(1)].map(Value::Day));
                    }
                    value => {
                        values.insert(value.clone());
                    }
                }
            }
        }
    }

    fn all_of(&mut self, field: usize, vocabulary: &Vocabulary) {
        let values = self.fields.entry(field).or_default();
        match &vocabulary.fields[field].of {
            FieldType::Flag => values.extend([Value::Flag(false), Value::Flag(true)]),
            FieldType::Choice(ids) => values.extend(ids.iter().cloned().map(Value::Choice)),
            // One more text than those compared with.
            FieldType::Text => values.extend([Value::Text(String::new())]),
            FieldType::Number => values.extend([Value::Number(0)]),
            FieldType::Day => values.extend([Value::Day(calendar::Day::MIN)]),
            FieldType::Set(_) => values.extend([Value::Set(BTreeSet::new())]),
        }
    }
}

/// One combination of values.
#[derive(Default)]
struct World<'a> {
    fields: BTreeMap<usize, &'a Value>,
    open: BTreeMap<usize, u32>,
}

impl World<'_> {
    /// Kleene's three values; `None` is unknown.
    fn holds(&self, guard: &Checked) -> Option<bool> {
        match guard {
            Checked::Not(part) => self.holds(part).map(|holds| !holds),
            Checked::All(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.holds(part)).collect();
                if parts.contains(&Some(false)) {
                    return Some(false);
                }
                (!parts.contains(&None)).then_some(true)
            }
            Checked::Any(parts) => {
                let parts: Vec<_> = parts.iter().map(|part| self.holds(part)).collect();
                if parts.contains(&Some(true)) {
                    return Some(true);
                }
                (!parts.contains(&None)).then_some(false)
            }
            Checked::Known(field) => Some(self.fields.contains_key(field)),
            Checked::Contains(field, id) => match self.fields.get(field)? {
                Value::Set(ids) => Some(ids.contains(id)),
                _ => None,
            },
            Checked::Open(kind, comparison, number) => {
                Some(compared(self.open.get(kind)?.cmp(number), *comparison))
            }
            Checked::Compare(field, comparison, value) => {
                Some(compared((*self.fields.get(field)?).cmp(value), *comparison))
            }
        }
    }
}

fn compared(order: std::cmp::Ordering, comparison: Comparison) -> bool {
    match comparison {
        Comparison::Less => order.is_lt(),
        Comparison::AtMost => order.is_le(),
        Comparison::Equal => order.is_eq(),
        Comparison::NotEqual => order.is_ne(),
        Comparison::AtLeast => order.is_ge(),
        Comparison::More => order.is_gt(),
    }
}
