//! What guards may speak of: the model's fields, or the fields of a kind of fact.

use facts::{FieldSpec, FieldType, KindName};

use super::declared::Declared;
use super::fields::Fields;
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

/// The vocabulary of guards over facts of a kind; texts are codes. `events`: ids and titles.
pub(super) fn of_fact(
    kind: KindName,
    codes: &Codes,
    models: &[String],
    events: &[(String, String)],
    declared: &Declared,
) -> Vocabulary {
    let known = |field: &str| match field {
        "with" | "role" => declared
            .roles
            .iter()
            .map(|role| (role.id.clone(), role.title.da.clone()))
            .collect(),
        "event" | "for-event" => events.to_vec(),
        "model" => models
            .iter()
            .map(|model| (model.clone(), model.clone()))
            .collect(),
        _ => CodeList::of_fact_field(field)
            .map(|list| {
                let codes = codes.list(list).iter();
                codes
                    .map(|code| (code.id.clone(), code.title.da.clone()))
                    .collect()
            })
            .unwrap_or_default(),
    };
    let field = |spec: FieldSpec| {
        let codes = (spec.of == FieldType::Text).then(|| known(spec.id));
        let (codes, words) = match codes {
            Some(codes) => {
                let (codes, words) = codes.into_iter().unzip();
                (Some(codes), words)
            }
            None => (None, Vec::new()),
        };
        GuardField {
            id: spec.id.to_owned(),
            label: field_in_danish(spec.id).to_owned(),
            of: spec.of,
            words,
            codes,
        }
    };
    Vocabulary {
        fields: kind.schema().into_iter().map(field).collect(),
        instances: Vec::new(),
        parameters: of_model(declared, &Fields::default()).parameters,
    }
}

/// A fact's field in Danish, for the handbook.
fn field_in_danish(id: &str) -> &str {
    match id {
        "benefit" => "ydelsen",
        "category" => "visitationskategorien",
        "why" => "grunden",
        "mark" => "mærket",
        "municipality" => "kommunen",
        "model" => "indsatsmodellen",
        "role" | "with" => "rollen",
        "for-event" => "det, der indkaldes til",
        "day" => "dagen",
        "form" => "formen",
        "meeting" => "mødet",
        "scope" => "samtykket",
        "document" => "dokumentet",
        "dated" => "dokumentets dato",
        "purpose" => "formålet",
        "minutes" => "minutter om ugen",
        "from" => "første dag",
        "until" => "slutdagen",
        "continued" => "videreført fra tidligere",
        "how" => "måden",
        "event" => "begivenheden",
        _ => id,
    }
}
