//! What guards may speak of: the model's fields, or the fields of a kind of fact.

use facts::{FieldType, KindName};

use super::declared::Declared;
use super::fields::Fields;
use super::naming::Names;
use crate::codes::{CodeList, Codes};
use crate::guard::{GuardField, Vocabulary};

/// The vocabulary of guards over decision data; fields in the order of [`Fields::texts`].
pub(super) fn of_model(declared: &Declared, fields: &Fields) -> Vocabulary {
    Vocabulary {
        fields: fields
            .texts
            .iter()
            .map(|field| GuardField {
                id: field.id.clone(),
                label: field.label.da.clone(),
                of: field.of.clone(),
                words: field
                    .choices
                    .iter()
                    .map(|choice| choice.title.da.clone())
                    .collect(),
                codes: None,
            })
            .collect(),
        instances: declared
            .instances
            .iter()
            .map(|kind| (kind.id.clone(), kind.title.da.clone()))
            .collect(),
        parameters: declared
            .parameters
            .iter()
            .map(|parameter| (parameter.name.clone(), parameter.value.clone()))
            .collect(),
    }
}

/// The vocabulary of guards over facts of a kind; texts are codes.
pub(super) fn of_fact(
    kind: KindName,
    codes: &Codes,
    models: &[String],
    names: &Names,
    declared: &Declared,
) -> Vocabulary {
    let known = |field: &str| match field {
        "with" | "role" => names.role_ids().to_vec(),
        "event" | "for-event" => names.event_ids().map(str::to_owned).collect(),
        "model" => models.to_vec(),
        _ => CodeList::of_fact_field(field)
            .map(|list| {
                codes
                    .list(list)
                    .iter()
                    .map(|code| code.id.clone())
                    .collect()
            })
            .unwrap_or_default(),
    };
    Vocabulary {
        fields: kind
            .schema()
            .into_iter()
            .map(|spec| GuardField {
                id: spec.id.to_owned(),
                label: spec.id.to_owned(),
                words: Vec::new(),
                codes: (spec.of == FieldType::Text).then(|| known(spec.id)),
                of: spec.of,
            })
            .collect(),
        instances: Vec::new(),
        parameters: of_model(declared, &Fields::default()).parameters,
    }
}
