//! Makes facts of a scenario's steps.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::{Day, Timestamp};
use facts::{
    Actor, CaseId, CitizenId, EmployeeId, Entry, Fact, FactId, Kind, KindName, PlacementId,
};
use rulebook::ModelVersion;
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

    pub(super) fn case_opened(&self) -> Kind {
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
                let model = self.page();
                let event = model
                    .event(id)
                    .ok_or_else(|| format!("modellen har ingen hændelse »{id}«"))?;
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

    /// The version as the page says it: a mutant is read by what facts mean, not asked to make them.
    fn page(&self) -> Arc<ModelVersion> {
        let page = self.book.by_hash(&self.model.hash);
        Arc::clone(page.unwrap_or(&self.model))
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
}

/// An entry in the scenario's case by its one employee.
pub(super) fn bare_entry(day: Day, kind: Kind) -> Entry {
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
