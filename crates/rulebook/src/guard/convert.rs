//! From a checked guard to the engine's form, and to a guard over facts.

use duties::Guard;
use facts::{FieldType, Value};

use super::check::{Checked, Vocabulary};
use super::fact::FactGuard;

/// The engine's form. `position` gives a vocabulary field's position among the definition's fields.
///
/// `None` if it reads a field the engine does not know; checking has refused such guards before.
pub(crate) fn engine_guard(
    guard: &Checked,
    vocabulary: &Vocabulary,
    position: &dyn Fn(usize) -> Option<usize>,
) -> Option<Guard> {
    let convert = |part: &Checked| engine_guard(part, vocabulary, position);
    let choice = |field: usize, id: &str| match &vocabulary.fields[field].of {
        FieldType::Choice(ids) | FieldType::Set(ids) => {
            let at = ids.iter().position(|known| known == id)?;
            u8::try_from(at).ok()
        }
        _ => None,
    };
    Some(match guard {
        Checked::Not(part) => Guard::Not(Box::new(convert(part)?)),
        Checked::All(parts) => Guard::All(parts.iter().map(convert).collect::<Option<_>>()?),
        Checked::Any(parts) => Guard::Any(parts.iter().map(convert).collect::<Option<_>>()?),
        Checked::Known(field) => Guard::Known(position(*field)?),
        Checked::Contains(field, id) => Guard::Contains(position(*field)?, choice(*field, id)?),
        Checked::Open(kind, comparison, number) => Guard::Open(*kind, *comparison, *number),
        Checked::Compare(field, comparison, value) => {
            let value = match value {
                Value::Flag(flag) => duties::Value::Flag(*flag),
                Value::Number(number) => duties::Value::Number(*number),
                Value::Day(day) => duties::Value::Day(*day),
                Value::Choice(id) => duties::Value::Choice(choice(*field, id)?),
                Value::Set(_) | Value::Text(_) => return None,
            };
            Guard::Compare(position(*field)?, *comparison, value)
        }
    })
}

/// The form that asks facts. Facts have neither sets nor instances, so those never occur.
pub(crate) fn fact_guard(guard: &Checked, vocabulary: &Vocabulary) -> FactGuard {
    let name = |field: usize| vocabulary.fields[field].id.clone();
    let convert = |part: &Checked| fact_guard(part, vocabulary);
    match guard {
        Checked::Not(part) => FactGuard::Not(Box::new(convert(part))),
        Checked::All(parts) => FactGuard::All(parts.iter().map(convert).collect()),
        Checked::Any(parts) => FactGuard::Any(parts.iter().map(convert).collect()),
        Checked::Known(field) => FactGuard::Known(name(*field)),
        Checked::Compare(field, comparison, value) => {
            FactGuard::Compare(name(*field), *comparison, value.clone())
        }
        Checked::Contains(..) | Checked::Open(..) => FactGuard::Any(Vec::new()),
    }
}
