//! Faults of what only some kinds have.

use calendar::Day;
use duties::{EventKind, Lifecycle, Strength};
use facts::{AppointmentId, FactId, Kind, KindName, PlacementForm, PlacementId};

use super::{Checker, FaultKind};
use crate::Coordinates;
use crate::case::read_head;

impl Checker<'_> {
    pub(super) fn kind(&mut self) {
        self.codes();
        match &self.entry.kind {
            Kind::CaseOpened { .. }
            | Kind::CaseAssigned { .. }
            | Kind::CaseClosed
            | Kind::CaseReopened
            | Kind::ModelChanged { .. } => self.case_kind(),
            Kind::AppointmentMade { .. }
            | Kind::AppointmentMoved { .. }
            | Kind::AppointmentCancelled { .. }
            | Kind::DidNotAppear { .. }
            | Kind::ConversationHeld { .. }
            | Kind::MeetingHeld { .. } => self.appointment_kind(),
            Kind::PlacementAgreed { .. }
            | Kind::PlacementStarted { .. }
            | Kind::PlacementExtended { .. }
            | Kind::PlacementHoursChanged { .. }
            | Kind::PaidHoursBegan { .. }
            | Kind::PlacementEnded { .. } => self.placement_kind(),
            Kind::DutySetAside { duty, until } => self.set_aside(*duty, *until),
            Kind::ClockPaused { until } => self.later_than_happened(*until),
            Kind::ActivityDone { event, placement } => self.activity(event, *placement),
            Kind::FactRetracted { fact } => self.retraction(*fact),
            Kind::CitizenRegistered { name, .. } => self.said(name, "name"),
            Kind::DocumentFiled { title, place, .. } => {
                self.said(title, "title");
                self.said(place, "place");
            }
            Kind::JobStarted { employer, .. }
            | Kind::JobHoursChanged { employer, .. }
            | Kind::JobEnded { employer }
            | Kind::FlexJobEnded { employer } => {
                self.said(employer, "employer");
            }
            Kind::CitizenDescribed { .. }
            | Kind::BenefitDegreeChanged { .. }
            | Kind::HoursReported { .. }
            | Kind::OfferBegan { .. }
            | Kind::AbsenceBegan { .. }
            | Kind::FlexJobAwarded { .. }
            | Kind::FlexJobStarted { .. }
            | Kind::FlexJobHoursChanged { .. } => self.figure_kind(),
            Kind::EducationStarted { education } | Kind::EducationEnded { education } => {
                self.said(education, "education");
            }
            _ => {}
        }
    }

    pub(super) fn said(&mut self, text: &str, field: &str) {
        self.require(!text.trim().is_empty(), field, FaultKind::Missing);
    }

    fn later_than_happened(&mut self, until: Option<Day>) {
        let is_later = until.is_none_or(|until| until > self.entry.happened_on);
        self.require(is_later, "until", FaultKind::BeforeBeginning);
    }

    fn codes(&mut self) {
        for spec in self.entry.kind.name().schema() {
            let Some(facts::Value::Text(code)) = self.entry.kind.field(spec.id) else {
                continue;
            };
            let choices = crate::codes_of(self.book, spec.id);
            let known = choices.is_empty() || choices.iter().any(|choice| choice.id == code);
            self.require(known, spec.id, FaultKind::UnknownCode);
        }
    }

    fn case_kind(&mut self) {
        match &self.entry.kind {
            Kind::CaseOpened {
                model,
                version,
                calendar,
            } => {
                let known = self
                    .book
                    .by_hash(version)
                    .is_some_and(|version| version.name == *model);
                self.require(known, "version", FaultKind::Unknown);
                let known = crate::case::pinned_calendar(self.book, calendar).is_some();
                self.require(known, "calendar", FaultKind::Unknown);
                let is_only = !self.has_open_case(model);
                self.require(is_only, "model", FaultKind::Exists);
            }
            Kind::CaseAssigned { role, .. } => {
                if let Some(model) = self.model() {
                    self.require(model.role(role).is_some(), "role", FaultKind::Unknown);
                }
            }
            Kind::ModelChanged { from, to } => {
                let follows = self
                    .entry
                    .case
                    .and_then(|case| self.head(case))
                    .is_none_or(|head| head.version_hash == *from);
                self.require(follows, "from", FaultKind::Unknown);
                let name = self.model().map(|model| model.name.as_str());
                let known = self
                    .book
                    .by_hash(to)
                    .is_some_and(|version| name.is_none_or(|name| version.name == name));
                self.require(known, "to", FaultKind::Unknown);
            }
            Kind::CaseClosed | Kind::CaseReopened => {
                let closes = matches!(self.entry.kind, Kind::CaseClosed);
                if let Some(case) = self.own_case() {
                    match (case.fold.state.closed().is_some(), closes) {
                        (true, true) => self.fault("case", FaultKind::CaseClosed),
                        (false, false) => self.fault("case", FaultKind::CaseOpen),
                        _ => {}
                    }
                }
            }
            _ => {}
        }
    }

    /// Whether the citizen has a case under this model that is open on the day of the entry or today. The facts of a citizen would
    /// count in both, and every duty would stand twice.
    fn has_open_case(&self, model: &str) -> bool {
        let same = self.heads.iter().filter(|head| head.model_name == model);
        same.filter(|head| Some(head.id) != self.entry.case)
            .any(|head| {
                [self.entry.happened_on, self.today].iter().any(|&day| {
                    let mut live = self.live.clone();
                    live.retain(|fact| fact.day() <= day);
                    let read = read_head(self.book, live, head.clone(), Coordinates::on(day));
                    head.opened <= day && read.is_ok_and(|case| case.fold.state.closed().is_none())
                })
            })
    }

    fn appointment_kind(&mut self) {
        match &self.entry.kind {
            Kind::AppointmentMade {
                appointment,
                for_event,
                ..
            } => {
                let is_new = self.appointment(*appointment).is_none();
                self.require(is_new, "appointment", FaultKind::Exists);
                if let Some(model) = self.model() {
                    let known = model.event(for_event).is_some();
                    self.require(known, "for-event", FaultKind::Unknown);
                }
            }
            Kind::AppointmentMoved { appointment, .. }
            | Kind::AppointmentCancelled { appointment } => self.known_appointment(*appointment),
            Kind::DidNotAppear { appointment } => {
                self.known_appointment(*appointment);
                if let Some(made) = self.appointment(*appointment) {
                    let has_come = self.entry.happened_on >= made.day;
                    self.require(has_come, "happened-on", FaultKind::BeforeBeginning);
                }
            }
            Kind::ConversationHeld { appointment, .. } | Kind::MeetingHeld { appointment, .. } => {
                if let Some(appointment) = appointment {
                    self.known_appointment(*appointment);
                }
            }
            _ => {}
        }
    }

    fn known_appointment(&mut self, appointment: AppointmentId) {
        let known = self.appointment(appointment).is_some();
        self.require(known, "appointment", FaultKind::Unknown);
    }

    fn placement_kind(&mut self) {
        if let Kind::PlacementAgreed {
            placement,
            form,
            purpose,
            company,
            minutes,
            from,
            until,
            ..
        } = &self.entry.kind
        {
            let is_new = self.placement(*placement).is_none();
            self.require(is_new, "placement", FaultKind::Exists);
            self.said(company, "company");
            self.require(*minutes > 0, "minutes", FaultKind::Missing);
            match (form, purpose) {
                (PlacementForm::Praktik, None) => self.fault("purpose", FaultKind::Missing),
                (PlacementForm::PaidHours, Some(_)) => self.fault("purpose", FaultKind::NotHere),
                _ => {}
            }
            let in_order = until.is_none_or(|until| until >= *from);
            self.require(in_order, "until", FaultKind::BeforeBeginning);
            return;
        }
        let Some(row) = self
            .entry
            .kind
            .placement()
            .and_then(|placement| self.placement(placement))
        else {
            self.fault("placement", FaultKind::Unknown);
            return;
        };
        match &self.entry.kind {
            Kind::PlacementExtended { until, .. } => {
                self.require(*until >= row.from, "until", FaultKind::BeforeBeginning);
            }
            Kind::PlacementHoursChanged { minutes, .. } | Kind::PaidHoursBegan { minutes, .. } => {
                self.require(*minutes > 0, "minutes", FaultKind::Missing);
            }
            _ => {}
        }
        let in_order = self.entry.happened_on >= row.agreed;
        self.require(in_order, "happened-on", FaultKind::BeforeBeginning);
    }

    fn set_aside(&mut self, duty: u64, until: Option<Day>) {
        self.later_than_happened(until);
        let Some(case) = self.own_case() else {
            return;
        };
        match case.duty(duty).map(|duty| duty.act) {
            None => self.fault("duty", FaultKind::Unknown),
            Some(Strength::Default) => {}
            Some(Strength::Must | Strength::Aim) => {
                self.fault("duty", FaultKind::MayNotBeSetAside);
            }
        }
    }

    fn activity(&mut self, event: &str, placement: Option<PlacementId>) {
        let Some(model) = self.model() else {
            return;
        };
        let Some(at) = model.event(event) else {
            self.fault("event", FaultKind::Unknown);
            return;
        };
        let definition = &model.model.definition().events[at];
        if definition.kind == EventKind::Timer || model.events[at].on_day.is_some() {
            self.fault("event", FaultKind::NotHere);
            return;
        }
        let kinds: Vec<KindName> = model.events[at]
            .satisfied_by
            .iter()
            .map(|satisfier| satisfier.kind)
            .collect();
        if !kinds.is_empty() && !kinds.contains(&KindName::ActivityDone) {
            self.fault("event", FaultKind::RegisteredAs(kinds));
        }
        match (definition.instance, placement) {
            (None, Some(_)) => self.fault("placement", FaultKind::NotHere),
            (Some(_), None) => self.fault("placement", FaultKind::Missing),
            (Some(_), Some(placement)) if definition.lifecycle != Lifecycle::Opens => {
                let known = self.placement(placement).is_some()
                    || self.own_case().is_some_and(|case| {
                        let instances = case.fold.state.instances();
                        instances.iter().any(|found| found.key.0 == placement.0)
                    });
                self.require(known, "placement", FaultKind::Unknown);
            }
            _ => {}
        }
    }

    fn retraction(&mut self, target: FactId) {
        let Some(fact) = self.fact(target) else {
            self.fault("fact", FaultKind::Unknown);
            return;
        };
        if matches!(fact.entry.kind, Kind::FactRetracted { .. }) {
            self.fault("fact", FaultKind::NotHere);
        } else if fact.entry.corrects.is_some() {
            self.fault("fact", FaultKind::NotRoot);
        } else {
            self.require(self.counts(target), "fact", FaultKind::Retracted);
        }
    }
}
