//! Faults of what every entry has: whose, when, in which case, in which role, what it corrects.

use facts::{Actor, FactId, Kind};

use super::{Checker, FaultKind};
use crate::live;

impl Checker<'_> {
    pub(super) fn envelope(&mut self) {
        let entry = self.entry;
        let same_citizen = self
            .all
            .first()
            .is_none_or(|fact| fact.entry.citizen == entry.citizen);
        self.require(same_citizen, "citizen", FaultKind::OtherCitizen);
        let has_come = entry.happened_on <= self.today;
        self.require(has_come, "happened-on", FaultKind::InFuture);
        self.case();
        let is_import = matches!(entry.actor, Actor::Import(_));
        let has_role = is_import || !entry.role.trim().is_empty();
        self.require(has_role, "role", FaultKind::Missing);
        if let Some(model) = self.model() {
            let known = entry
                .participants
                .iter()
                .all(|role| model.role(role).is_some());
            self.require(known, "participants", FaultKind::Unknown);
        }
        self.note();
        if let Some(root) = entry.corrects {
            self.correction(root);
        }
    }

    fn case(&mut self) {
        let entry = self.entry;
        let needs_case = matches!(
            entry.kind,
            Kind::CaseOpened { .. }
                | Kind::CaseAssigned { .. }
                | Kind::CaseClosed
                | Kind::CaseReopened
                | Kind::ModelChanged { .. }
                | Kind::DutySetAside { .. }
                | Kind::ClockPaused { .. }
                | Kind::ClockResumed
                | Kind::ActivityDone { .. }
        );
        let opens = matches!(entry.kind, Kind::CaseOpened { .. });
        match entry.case {
            None => self.require(!needs_case, "case", FaultKind::Missing),
            Some(case) => match (self.head(case), opens) {
                (None, false) => self.fault("case", FaultKind::Unknown),
                (Some(_), true) => self.fault("case", FaultKind::Exists),
                (Some(head), false) => {
                    let is_early = entry.happened_on < head.opened && needs_case;
                    self.require(!is_early, "happened-on", FaultKind::BeforeBeginning);
                }
                (None, true) => {}
            },
        }
    }

    /// Decisions of a person against the ordinary course carry their reason.
    fn note(&mut self) {
        let needs_reason = matches!(
            self.entry.kind,
            Kind::CaseClosed
                | Kind::DutySetAside { .. }
                | Kind::ClockPaused { .. }
                | Kind::FactRetracted { .. }
        );
        let said =
            |text: &Option<String>| text.as_deref().is_some_and(|text| !text.trim().is_empty());
        let has_reason = said(&self.entry.note) || said(&self.entry.reason);
        self.require(!needs_reason || has_reason, "note", FaultKind::Missing);
    }

    fn correction(&mut self, root: FactId) {
        let Some(fact) = self.fact(root) else {
            self.fault("corrects", FaultKind::Unknown);
            return;
        };
        self.require(
            fact.entry.corrects.is_none(),
            "corrects",
            FaultKind::NotRoot,
        );
        let is_retraction = |kind: &Kind| matches!(kind, Kind::FactRetracted { .. });
        let is_allowed = !is_retraction(&fact.entry.kind) && !is_retraction(&self.entry.kind);
        self.require(is_allowed, "corrects", FaultKind::NotHere);
        if is_allowed && fact.entry.corrects.is_none() {
            self.require(self.counts(root), "corrects", FaultKind::Retracted);
        }
    }

    /// Whether the chain with this root has not been retracted.
    pub(super) fn counts(&self, root: FactId) -> bool {
        live(self.all, None).iter().any(|fact| fact.root == root)
    }
}
