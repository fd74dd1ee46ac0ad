//! The fields of a kind as a map, to prefill a sheet from a fact.

use std::collections::BTreeMap;

use calendar::LocalTime;
use facts::{FieldType, Kind, Value};

/// Every field of the kind's form that the fact has.
pub(crate) fn kind_fields(kind: &Kind) -> BTreeMap<String, Value> {
    let mut fields = BTreeMap::new();
    let json = serde_json::to_value(kind).unwrap_or_default();
    for field in kind.name().form() {
        let value = kind
            .field(field.id)
            .or_else(|| match (&field.of, json.get(field.id)?) {
                (FieldType::Text, serde_json::Value::String(text)) => {
                    Some(Value::Text(text.clone()))
                }
                // A time of day is stored as minutes; people write it with a colon.
                (FieldType::Text, serde_json::Value::Number(minutes)) => {
                    let minutes = u16::try_from(minutes.as_u64()?).ok()?;
                    LocalTime::new(minutes / 60, minutes % 60)
                        .map(|time| Value::Text(time.to_string()))
                }
                (FieldType::Day, serde_json::Value::String(text)) => {
                    text.parse().ok().map(Value::Day)
                }
                _ => None,
            });
        if let Some(value) = value {
            fields.insert(field.id.to_owned(), value);
        }
    }
    fields
}
