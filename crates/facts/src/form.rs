//! Making a kind from fields: what a form sends, what a scenario writes.

use std::collections::BTreeMap;

use serde_json::{Map, Value as Json};

use crate::{FieldSpec, FieldType, Kind, KindName, Value};

/// Fields that make no kind.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{why}")]
pub struct FormFault {
    /// The field, if one is to blame.
    pub field: Option<String>,
    /// What is wrong, in English, for logs and tests; screens word it from the field.
    pub why: String,
}

impl KindName {
    /// Every field a form has for this kind, in the order it is asked for: [`KindName::schema`] and what only people read.
    ///
    /// Numbers that the program gives (`placement`, `appointment`, `employee`, `duty`, `fact`) are not among them, nor the
    /// `event` of an activity.
    pub fn form(self) -> Vec<FieldSpec> {
        let text = |id, required| FieldSpec {
            id,
            of: FieldType::Text,
            required,
        };
        let day = || FieldSpec {
            id: "day",
            of: FieldType::Day,
            required: true,
        };
        let before: Vec<FieldSpec> = match self {
            KindName::PlacementAgreed => vec![text("company", true), text("cvr", false)],
            KindName::JobStarted
            | KindName::JobHoursChanged
            | KindName::JobEnded
            | KindName::FlexJobStarted
            | KindName::FlexJobHoursChanged
            | KindName::FlexJobEnded => vec![text("employer", true)],
            KindName::HoursReported => vec![text("employer", false)],
            KindName::EducationStarted | KindName::EducationEnded => vec![text("education", true)],
            KindName::AppointmentMoved => vec![day()],
            _ => Vec::new(),
        };
        let after: Vec<FieldSpec> = match self {
            KindName::DocumentFiled => vec![text("title", true), text("place", true)],
            KindName::AppointmentMade => vec![text("time", false), text("place", false)],
            KindName::AppointmentMoved => vec![text("time", false)],
            KindName::OfferBegan | KindName::OfferExtended | KindName::OfferEnded => {
                vec![text("place", false)]
            }
            _ => Vec::new(),
        };
        let schema = self
            .schema()
            .into_iter()
            .filter(|field| field.id != "event");
        before.into_iter().chain(schema).chain(after).collect()
    }
}

impl Kind {
    /// The kind with these fields. Fields the kind does not have are left out; a missing one is a fault.
    ///
    /// Numbers the program gives stand among the fields as [`Value::Number`]; a time of day as text, `09:30`.
    pub fn from_fields(
        name: KindName,
        fields: &BTreeMap<String, Value>,
    ) -> Result<Kind, FormFault> {
        let mut object = Map::new();
        object.insert("kind".to_owned(), Json::from(name.id()));
        for (id, value) in fields {
            object.insert(id.clone(), plain(id, value)?);
        }
        if name == KindName::PlacementAgreed {
            object.entry("continued").or_insert(Json::Bool(false));
        }
        serde_json::from_value(Json::Object(object)).map_err(|error| {
            let why = error.to_string();
            let named = |field: &&FieldSpec| why.contains(&format!("`{}`", field.id));
            let form = name.form();
            let field = form.iter().find(named).map(|field| field.id.to_owned());
            FormFault { field, why }
        })
    }
}

fn plain(id: &str, value: &Value) -> Result<Json, FormFault> {
    let fault = |why: &str| FormFault {
        field: Some(id.to_owned()),
        why: format!("{id}: {why}"),
    };
    Ok(match value {
        Value::Flag(flag) => Json::Bool(*flag),
        Value::Number(number) => Json::from(*number),
        Value::Day(day) => Json::from(day.to_string()),
        Value::Text(text) if id == "time" => {
            let time: calendar::LocalTime = text
                .parse()
                .map_err(|()| fault("not a time of day; write 09:30"))?;
            Json::from(time.minutes())
        }
        Value::Text(text) if id == "cvr" => {
            let cvr: crate::Cvr = text
                .parse()
                .map_err(|error: crate::CvrError| fault(&error.to_string()))?;
            Json::from(cvr.digits())
        }
        Value::Choice(text) | Value::Text(text) => Json::from(text.as_str()),
        Value::Set(ids) => ids.iter().map(String::as_str).collect(),
    })
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::{PlacementForm, PlacementId};

    fn fields(pairs: &[(&str, Value)]) -> BTreeMap<String, Value> {
        pairs
            .iter()
            .map(|(id, value)| ((*id).to_owned(), value.clone()))
            .collect()
    }

    #[test]
    fn a_placement_is_made_from_fields() {
        let given = fields(&[
            ("placement", Value::Number(7)),
            ("form", Value::Choice("praktik".to_owned())),
            ("purpose", Value::Choice("jobmaal".to_owned())),
            ("company", Value::Text("Bageriet".to_owned())),
            ("cvr", Value::Text("10172748".to_owned())),
            ("minutes", Value::Number(900)),
            ("from", Value::Day("2021-10-01".parse().unwrap())),
        ]);
        let Ok(Kind::PlacementAgreed {
            placement,
            form,
            until,
            continued,
            ..
        }) = Kind::from_fields(KindName::PlacementAgreed, &given)
        else {
            panic!("the fields make a placement");
        };
        assert_eq!(
            (placement, form, until, continued),
            (PlacementId(7), PlacementForm::Praktik, None, false)
        );
    }

    #[test]
    fn a_missing_or_wrong_field_is_named() {
        let missing = Kind::from_fields(
            KindName::PlacementEnded,
            &fields(&[("placement", Value::Number(1))]),
        );
        assert_eq!(missing.unwrap_err().field.as_deref(), Some("how"));
        let wrong = fields(&[
            ("for-event", Value::Text("moede".to_owned())),
            ("appointment", Value::Number(1)),
            ("day", Value::Day("2021-10-01".parse().unwrap())),
            ("time", Value::Text("25:00".to_owned())),
        ]);
        let fault = Kind::from_fields(KindName::AppointmentMade, &wrong).unwrap_err();
        assert_eq!(fault.field.as_deref(), Some("time"));
    }

    #[test]
    fn every_kind_with_a_form_can_be_made_from_it() {
        for name in KindName::ALL {
            let mut given = fields(&[
                ("placement", Value::Number(1)),
                ("appointment", Value::Number(1)),
                ("employee", Value::Number(1)),
                ("duty", Value::Number(1)),
                ("fact", Value::Number(1)),
                ("event", Value::Text("a".to_owned())),
            ]);
            for field in name.form() {
                let value = match field.of {
                    FieldType::Flag => Value::Flag(true),
                    FieldType::Number => Value::Number(3),
                    FieldType::Day => Value::Day("2021-10-01".parse().unwrap()),
                    FieldType::Choice(ids) => Value::Choice(ids[0].clone()),
                    FieldType::Set(_) => Value::Set(std::collections::BTreeSet::new()),
                    FieldType::Text if field.id == "time" => Value::Text("10:00".to_owned()),
                    FieldType::Text if field.id == "cvr" => Value::Text("10172748".to_owned()),
                    FieldType::Text => Value::Text("x".to_owned()),
                };
                given.insert(field.id.to_owned(), value);
            }
            let special = [
                KindName::CitizenRegistered,
                KindName::CprChanged,
                KindName::CaseOpened,
                KindName::CaseAssigned,
                KindName::ModelChanged,
            ];
            if special.contains(name) {
                continue;
            }
            let made = Kind::from_fields(*name, &given)
                .unwrap_or_else(|fault| panic!("{}: {fault}", name.id()));
            assert_eq!(made.name(), *name);
        }
    }
}
