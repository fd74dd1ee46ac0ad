//! Makes kinds of facts from the fields of a scenario's steps, and fills in what the scenario does not care about.

use std::collections::BTreeMap;

use calendar::Day;
use facts::{AppointmentId, EmployeeId, FieldSpec, FieldType, Kind, KindName, PlacementId, Value};
use rulebook::EventText;
use rulebook::scenario::Register;

use super::Run;
use super::record::bare_entry;

type Fields = BTreeMap<String, Value>;

impl Run<'_> {
    /// The first kind of fact that satisfies the event with the step's fields.
    pub(super) fn event_kind(
        &self,
        text: &EventText,
        step: &Register,
        day: Day,
        placement: Option<PlacementId>,
    ) -> Result<(Kind, BTreeMap<String, Value>), String> {
        let mut why = format!("hændelsen »{}« kan ikke registreres", text.id);
        for satisfier in &text.satisfied_by {
            if satisfier.kind == KindName::ActivityDone {
                let event = text.id.clone();
                let kind = Kind::ActivityDone { event, placement };
                let (_, answers) = self.split(&kind.name().form(), step)?;
                return Ok((kind, answers));
            }
            let example = satisfier
                .when
                .as_ref()
                .map(rulebook::FactGuard::example)
                .unwrap_or_default();
            match self.fact_kind(satisfier.kind, step, day, placement, Some(example)) {
                Ok((kind, answers)) => {
                    let entry = bare_entry(day, kind);
                    if text.is_satisfied_by(&entry) {
                        return Ok((entry.kind, answers));
                    }
                    why = format!("felterne opfylder ikke »{}«", text.id);
                }
                Err(message) => why = message,
            }
        }
        Err(why)
    }

    pub(super) fn fact_kind(
        &self,
        name: KindName,
        step: &Register,
        day: Day,
        placement: Option<PlacementId>,
        example: Option<BTreeMap<String, Value>>,
    ) -> Result<(Kind, BTreeMap<String, Value>), String> {
        let form = name.form();
        let (mut own, answers) = self.split(&form, step)?;
        let kind = match name {
            KindName::CaseOpened => self.case_opened(),
            KindName::CaseAssigned => Kind::CaseAssigned {
                role: text_of(&own, "role")
                    .or_else(|| text_of(example.as_ref()?, "role"))
                    .unwrap_or_default(),
                employee: EmployeeId(1),
            },
            KindName::ModelChanged => {
                let in_force = match own.get("to") {
                    Some(Value::Day(day)) => *day,
                    _ => day,
                };
                let to = self
                    .book
                    .model_on(&self.model.name, in_force)
                    .ok_or("der er ingen version af modellen den dag")?;
                Kind::ModelChanged {
                    from: self.model.hash.clone(),
                    to: to.hash.clone(),
                }
            }
            _ => {
                for (id, value) in example.unwrap_or_default() {
                    own.entry(id).or_insert(value);
                }
                for spec in form.iter().filter(|spec| spec.required) {
                    let value = plain(&spec.of, day);
                    own.entry(spec.id.to_owned()).or_insert(value);
                }
                if let Some(placement) = placement {
                    own.insert("placement".to_owned(), number(placement.0));
                }
                if let Some(appointment) = self.appointment(name, &own) {
                    own.insert("appointment".to_owned(), number(appointment.0));
                }
                for (id, value) in &mut own {
                    let spec = form.iter().find(|spec| spec.id == *id);
                    retype(value, spec.map(|spec| &spec.of));
                }
                Kind::from_fields(name, &own)
                    .map_err(|fault| format!("»{}«: {fault}", name.id()))?
            }
        };
        Ok((kind, answers))
    }

    /// A step's fields: the fact's own, and the answers to the page's.
    fn split(&self, form: &[FieldSpec], step: &Register) -> Result<(Fields, Fields), String> {
        const GIVEN: [&str; 3] = ["appointment", "employee", "to"];
        let mut own = BTreeMap::new();
        let mut answers = BTreeMap::new();
        for (id, value) in &step.fields {
            if form.iter().any(|spec| spec.id == id) || GIVEN.contains(&id.as_str()) {
                own.insert(id.clone(), value.clone());
            } else if let Some(field) = self.model.field(id) {
                let mut value = value.clone();
                retype(&mut value, Some(&field.of));
                answers.insert(id.clone(), value);
            } else {
                return Err(format!("hverken siden eller hændelsen har et felt »{id}«"));
            }
        }
        Ok((own, answers))
    }

    /// A new appointment is numbered on; anything else about one is about the last made, unless the step says which.
    fn appointment(&self, name: KindName, own: &Fields) -> Option<AppointmentId> {
        if own.contains_key("appointment") {
            return None;
        }
        let made = self
            .facts
            .iter()
            .filter_map(|fact| match fact.entry.kind {
                Kind::AppointmentMade { appointment, .. } => Some(appointment.0),
                _ => None,
            })
            .max();
        match name {
            KindName::AppointmentMade => Some(AppointmentId(made.unwrap_or(0) + 1)),
            KindName::AppointmentMoved
            | KindName::AppointmentCancelled
            | KindName::DidNotAppear => made.map(AppointmentId),
            _ => None,
        }
    }
}

fn number(value: u64) -> Value {
    Value::Number(i64::try_from(value).expect("a scenario has few instances"))
}

fn text_of(fields: &Fields, id: &str) -> Option<String> {
    match fields.get(id) {
        Some(Value::Text(text) | Value::Choice(text)) => Some(text.clone()),
        _ => None,
    }
}

/// What stands in a field that a scenario does not care about.
fn plain(of: &FieldType, day: Day) -> Value {
    match of {
        FieldType::Flag => Value::Flag(false),
        FieldType::Number => Value::Number(1),
        FieldType::Day => Value::Day(day),
        FieldType::Choice(choices) => Value::Choice(choices.first().cloned().unwrap_or_default()),
        FieldType::Set(_) => Value::Set(std::collections::BTreeSet::new()),
        FieldType::Text => Value::Text("…".to_owned()),
    }
}

/// In a scenario a choice may stand as text; the field knows better.
pub(super) fn retype(value: &mut Value, of: Option<&FieldType>) {
    match (of, &*value) {
        (Some(FieldType::Choice(_)), Value::Text(id)) => *value = Value::Choice(id.clone()),
        (Some(FieldType::Text), Value::Choice(text)) => *value = Value::Text(text.clone()),
        (Some(FieldType::Set(_)), Value::Text(id) | Value::Choice(id)) => {
            *value = Value::Set(std::iter::once(id.clone()).collect());
        }
        _ => {}
    }
}
