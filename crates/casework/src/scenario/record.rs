//! Makes facts of a scenario's steps.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::{Day, Timestamp};
use facts::{
    Actor, AppointmentId, CaseId, CitizenId, EmployeeId, Entry, Fact, FactId, FieldSpec, FieldType,
    Kind, KindName, PlacementId, Value,
};
use rulebook::EventText;
use rulebook::scenario::{Item, Register, Registered};

use super::Run;
use crate::{Case, CaseError, Coordinates, fold_case};

pub(super) const CITIZEN: CitizenId = CitizenId(1);
pub(super) const CASE: CaseId = CaseId(1);

impl<'a> Run<'a> {
    /// A small page need not say how a case begins: then it is opened on the first day of all.
    pub(super) fn open_if_nobody_does(&mut self, items: &[Item]) {
        let steps = || {
            items.iter().filter_map(|item| match item {
                Item::Step(step) => Some(step),
                Item::Expect(_) => None,
            })
        };
        let is_opened = steps().any(|step| match &step.what {
            Registered::Event(id) => self
                .model
                .event(id)
                .map(|event| &self.model.events[event])
                .is_some_and(|text| {
                    text.satisfied_by
                        .iter()
                        .any(|satisfier| satisfier.kind == KindName::CaseOpened)
                }),
            Registered::Fact(kind) => *kind == KindName::CaseOpened,
            _ => false,
        });
        let first = steps().filter_map(|step| step.on).min();
        if let Some(day) = first.filter(|_| !is_opened) {
            let entry = bare_entry(day, self.case_opened());
            self.record(entry);
        }
    }

    fn case_opened(&self) -> Kind {
        Kind::CaseOpened {
            model: self.model.name.clone(),
            version: self.model.hash.clone(),
            calendar: self.calendar.hash.clone(),
        }
    }

    pub(super) fn record(&mut self, entry: Entry) -> Fact {
        // The first number is kept for an opening that the scenario does not tell.
        let opens = matches!(entry.kind, Kind::CaseOpened { .. }) && self.facts.is_empty();
        let last = self.facts.last().map_or(1, |fact| fact.id.0);
        let fact = Fact {
            id: FactId(if opens { 1 } else { last + 1 }),
            recorded_at: Timestamp(0),
            entry,
        };
        self.facts.push(fact.clone());
        fact
    }

    pub(super) fn fold(&self, coordinates: Coordinates) -> Result<Case<'_>, CaseError> {
        let live = crate::case::live_by(&self.facts, coordinates);
        let head = crate::head::heads(&live)
            .into_iter()
            .find(|head| head.id == CASE)
            .ok_or(CaseError::NoSuchCase(CASE))?;
        let model = if head.version_hash == self.model.hash {
            &self.model
        } else {
            self.book
                .by_hash(&head.version_hash)
                .ok_or_else(|| CaseError::UnknownVersion {
                    model: head.model_name.clone(),
                    hash: head.version_hash.clone(),
                })?
        };
        fold_case(
            model,
            &self.calendar.calendar,
            &self.facts,
            CASE,
            coordinates,
        )
    }

    pub(super) fn entry(&mut self, step: &'a Register) -> Result<Entry, String> {
        let day = step
            .on
            .or(self.last_day)
            .ok_or("trinnet har ingen dag (on)")?;
        let placement = step.instance.as_deref().map(|name| self.placement(name));
        let (kind, answers, role) = match &step.what {
            Registered::Event(id) => {
                let event = self
                    .model
                    .event(id)
                    .ok_or_else(|| format!("modellen har ingen hændelse »{id}«"))?;
                let model = Arc::clone(&self.model);
                let text = &model.events[event];
                let (kind, answers) = self.event_kind(text, step, day, placement)?;
                (kind, answers, text.role.clone())
            }
            Registered::Fact(kind) => {
                let (kind, answers) = self.fact_kind(*kind, step, day, placement, None)?;
                (kind, answers, String::new())
            }
            Registered::Retraction(label) => {
                let fact = self.root(label)?;
                (Kind::FactRetracted { fact }, BTreeMap::new(), String::new())
            }
            Registered::SetAside { event, until } => {
                let duty = self.duty_on(event, placement, day)?;
                let kind = Kind::DutySetAside {
                    duty,
                    until: *until,
                };
                (kind, BTreeMap::new(), String::new())
            }
        };
        Ok(Entry {
            time: step.time,
            answers,
            participants: step.with.iter().cloned().collect(),
            role,
            corrects: step
                .corrects
                .as_deref()
                .map(|label| self.root(label))
                .transpose()?,
            reason: step.reason.clone(),
            ..bare_entry(day, kind)
        })
    }

    fn root(&self, label: &str) -> Result<FactId, String> {
        self.labels
            .get(label)
            .copied()
            .ok_or_else(|| format!("intet trin ovenfor hedder »{label}«"))
    }

    /// The duty on an event that a person would set aside that day: an unended one, else the last there was.
    fn duty_on(
        &self,
        event: &str,
        placement: Option<PlacementId>,
        day: Day,
    ) -> Result<u64, String> {
        let position = self
            .model
            .event(event)
            .ok_or_else(|| format!("modellen har ingen hændelse »{event}«"))?;
        let case = self
            .fold(Coordinates::on(day))
            .map_err(|error| error.to_string())?;
        let is_it = |duty: &&duties::Duty| {
            duty.event == position
                && placement.is_none_or(|id| duty.instance.is_some_and(|key| key.0 == id.0))
        };
        let state = &case.fold.state;
        let found = state
            .unended()
            .find(is_it)
            .or_else(|| state.ledger().iter().rev().find(is_it));
        found
            .map(|duty| duty.id.0)
            .ok_or_else(|| format!("der er ingen pligt til »{event}« at sætte til side"))
    }

    /// The first kind of fact that satisfies the event with the step's fields.
    fn event_kind(
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

    fn fact_kind(
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

type Fields = BTreeMap<String, Value>;

/// An entry in the scenario's case by its one employee.
fn bare_entry(day: Day, kind: Kind) -> Entry {
    Entry {
        citizen: CITIZEN,
        case: Some(CASE),
        happened_on: day,
        time: None,
        kind,
        answers: BTreeMap::new(),
        participants: std::collections::BTreeSet::new(),
        note: None,
        actor: Actor::Employee(EmployeeId(1)),
        role: String::new(),
        corrects: None,
        reason: None,
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
