//! Random fields, values and guards.

use duties::{Comparison, Definition, Field, FieldType, Guard, Value};

use super::{Chance, days};

const ORDERED: [Comparison; 6] = [
    Comparison::Less,
    Comparison::AtMost,
    Comparison::Equal,
    Comparison::NotEqual,
    Comparison::AtLeast,
    Comparison::More,
];
const UNORDERED: [Comparison; 2] = [Comparison::Equal, Comparison::NotEqual];

pub(crate) fn field(chance: &mut Chance, at: usize, kinds: usize) -> Field {
    let choices = ["ja", "nej", "uafklaret"].map(str::to_owned).to_vec();
    let of = match chance.below(5) {
        0 => FieldType::Flag,
        1 => FieldType::Number,
        2 => FieldType::Day,
        3 => FieldType::Choice(choices),
        _ => FieldType::Set(choices),
    };
    let instance = (kinds > 0 && chance.percent(40)).then(|| chance.below(kinds));
    let mut field = Field {
        id: format!("field-{at}"),
        of,
        instance,
        initial: None,
    };
    if chance.percent(35) {
        field.initial = Some(value(chance, &field.of));
    }
    field
}

/// A value the type can take; few different ones, so that comparisons go both ways.
pub(crate) fn value(chance: &mut Chance, of: &FieldType) -> Value {
    match of {
        FieldType::Flag => Value::Flag(chance.percent(50)),
        FieldType::Number => Value::Number(i64::from(chance.between(0, 4)) - 1),
        FieldType::Day => Value::Day(days::first_day(chance)),
        FieldType::Choice(choices) => {
            Value::Choice(u8::try_from(chance.below(choices.len())).unwrap())
        }
        FieldType::Set(choices) => Value::Set(chance.bits() % (1 << choices.len())),
    }
}

/// A guard over the fields and instance kinds there are; `None` when there are none.
pub(crate) fn guard(chance: &mut Chance, definition: &Definition, depth: usize) -> Option<Guard> {
    if definition.fields.is_empty() && definition.instances.is_empty() {
        return None;
    }
    if depth > 0 && chance.percent(30) {
        let mut parts = Vec::new();
        for _ in 0..chance.between(1, 3) {
            parts.push(guard(chance, definition, depth - 1)?);
        }
        return Some(match chance.below(3) {
            0 => Guard::Not(Box::new(parts.remove(0))),
            1 => Guard::All(parts),
            _ => Guard::Any(parts),
        });
    }
    let about_instances = definition.fields.is_empty() || chance.percent(12);
    if about_instances && !definition.instances.is_empty() {
        let kind = chance.below(definition.instances.len());
        let count = u32::from(chance.between(0, 2));
        return Some(Guard::Open(kind, chance.pick(&ORDERED), count));
    }
    if definition.fields.is_empty() {
        return None;
    }
    let at = chance.below(definition.fields.len());
    let of = &definition.fields[at].of;
    if chance.percent(12) {
        return Some(Guard::Known(at));
    }
    Some(match of {
        FieldType::Set(choices) if chance.percent(60) => {
            Guard::Contains(at, u8::try_from(chance.below(choices.len())).unwrap())
        }
        FieldType::Number | FieldType::Day => {
            Guard::Compare(at, chance.pick(&ORDERED), value(chance, of))
        }
        _ if chance.percent(20) => Guard::Compare(at, chance.pick(&ORDERED), value(chance, of)),
        _ => Guard::Compare(at, chance.pick(&UNORDERED), value(chance, of)),
    })
}
