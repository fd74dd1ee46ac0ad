//! The audit of a case on a day: what was late, missed, done while blocked, set aside, and what waits for information.

use calendar::Day;
use duties::{Action, Duty, DutyState};
use facts::{FactId, PlacementId};

use crate::{Case, Reason};

/// What an audit row says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum AuditFinding {
    /// Done after its day.
    Late {
        /// How many days after.
        days: i32,
    },
    /// To be done, and the day has passed.
    Overdue {
        /// How many days ago.
        days: i32,
    },
    /// Ended undone after its day had passed.
    NeverMet,
    /// Done while something blocked it.
    DoneWhileBlocked {
        /// Everything that blocked it.
        by: Vec<Reason>,
        /// The reason recorded with it, if one was.
        reason: Option<String>,
    },
    /// Roles the page wants to take part were not there.
    MissingParticipants {
        /// Which.
        roles: Vec<String>,
        /// The reason recorded with it, if one was.
        reason: Option<String>,
    },
    /// Documents the page asks for were not filed by then.
    MissingDocuments {
        /// Which kinds.
        documents: Vec<String>,
        /// The reason recorded with it, if one was.
        reason: Option<String>,
    },
    /// Fields the page wants filled in were not.
    MissingFields {
        /// Which.
        fields: Vec<String>,
        /// The reason recorded with it, if one was.
        reason: Option<String>,
    },
    /// A person set it aside, this time or until a day.
    SetAside {
        /// Until when, if not this time only.
        until: Option<Day>,
        /// The reason recorded with it.
        reason: Option<String>,
    },
    /// A person set aside a duty that does not exist, is not open, or may not be set aside: the decision no longer applies.
    MootSetAside {
        /// The duty's number.
        duty: u64,
    },
    /// An effect did not come because it is unknown whether it should.
    PendingInformation {
        /// The fields without a value.
        fields: Vec<String>,
    },
}

/// One finding.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct AuditRow {
    /// What it says.
    pub finding: AuditFinding,
    /// The event concerned, if one is.
    pub event: Option<usize>,
    /// In which placement.
    pub instance: Option<PlacementId>,
    /// The day it speaks of: the due day, or the day it was done.
    pub day: Day,
    /// The duty, if it is about one.
    pub duty: Option<u64>,
    /// The root of the fact, if it is about one.
    pub fact: Option<FactId>,
}

/// Something that was done while blocked.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DeviationRow {
    /// The root of the fact.
    pub fact: FactId,
    /// When it happened.
    pub day: Day,
    /// The event.
    pub event: usize,
    /// Everything that blocked it.
    pub blocked_by: Vec<Reason>,
    /// The reason recorded with it, if one was.
    pub reason: Option<String>,
}

impl Case<'_> {
    /// What was done while blocked, in the order of history, with the reasons that were given.
    pub fn deviations(&self) -> Vec<DeviationRow> {
        self.fold
            .deviations
            .iter()
            .map(|deviation| {
                let fact = FactId(deviation.root.0);
                DeviationRow {
                    fact,
                    day: deviation.day,
                    event: deviation.event,
                    blocked_by: deviation
                        .blockers
                        .iter()
                        .map(|blocker| Reason::of(&self.model, blocker))
                        .collect(),
                    reason: self.reason_of(fact),
                }
            })
            .collect()
    }

    /// Everything an auditor asks about on the day one stands on: findings about duties in the order of their creation, then
    /// about facts in the order of history, then what waits for information.
    pub fn audit(&self) -> Vec<AuditRow> {
        let mut rows = Vec::new();
        for duty in self.fold.state.ledger() {
            rows.extend(self.duty_finding(duty));
        }
        for deviation in self.deviations() {
            rows.push(AuditRow {
                finding: AuditFinding::DoneWhileBlocked {
                    by: deviation.blocked_by,
                    reason: deviation.reason,
                },
                event: Some(deviation.event),
                instance: None,
                day: deviation.day,
                duty: None,
                fact: Some(deviation.fact),
            });
        }
        self.registration_findings(&mut rows);
        for (root, duty) in &self.fold.moot {
            let fact = FactId(root.0);
            rows.push(AuditRow {
                finding: AuditFinding::MootSetAside { duty: duty.0 },
                event: self.duty(duty.0).map(|duty| duty.event),
                instance: None,
                day: self.fact(fact).map_or(self.opened, crate::LiveFact::day),
                duty: Some(duty.0),
                fact: Some(fact),
            });
        }
        let definition = self.model.model.definition();
        for pending in &self.fold.pending {
            rows.push(AuditRow {
                finding: AuditFinding::PendingInformation {
                    fields: pending
                        .fields
                        .iter()
                        .map(|field| definition.fields[*field].id.clone())
                        .collect(),
                },
                event: Some(definition.relations[pending.relation].target),
                instance: None,
                day: pending.day,
                duty: None,
                fact: Some(FactId(pending.root.0)),
            });
        }
        rows
    }

    fn duty_finding(&self, duty: &Duty) -> Option<AuditRow> {
        let today = self.coordinates.as_of;
        if !self.is_peoples(duty.event) {
            return None;
        }
        let after = |day: Option<Day>| duty.due.zip(day).map_or(0, |(due, day)| day.since(due));
        let finding = match duty.state {
            DutyState::Late => AuditFinding::Late {
                days: after(duty.ended),
            },
            DutyState::Open if duty.due.is_some_and(|due| due < today) => AuditFinding::Overdue {
                days: after(Some(today)),
            },
            DutyState::Cancelled | DutyState::Superseded if after(duty.ended) > 0 => {
                AuditFinding::NeverMet
            }
            DutyState::SetAside => AuditFinding::SetAside {
                until: duty.until,
                reason: self
                    .set_aside_by(duty.id)
                    .and_then(|fact| self.reason_of(fact)),
            },
            _ => return None,
        };
        Some(AuditRow {
            day: duty.due.or(duty.ended).unwrap_or(duty.created),
            finding,
            event: Some(duty.event),
            instance: duty.instance.map(|key| PlacementId(key.0)),
            duty: Some(duty.id.0),
            fact: None,
        })
    }

    /// What the page wanted with a registration and did not get.
    fn registration_findings(&self, rows: &mut Vec<AuditRow>) {
        for at in &self.fold.order {
            let step = &self.steps[*at];
            let Action::Execute { event, .. } = step.action else {
                continue;
            };
            let root = FactId(step.root.0);
            let Some(fact) = self.fact(root) else {
                continue;
            };
            let entry = fact.entry();
            let reason = || self.reason_of(root);
            let mut push = |finding| {
                rows.push(AuditRow {
                    finding,
                    event: Some(event),
                    instance: entry.kind.placement(),
                    day: step.day,
                    duty: None,
                    fact: Some(root),
                });
            };
            let roles = missing_participants(&self.model.events[event], entry);
            if !roles.is_empty() {
                let reason = reason();
                push(AuditFinding::MissingParticipants { roles, reason });
            }
            let documents = self.missing_documents(event, step.day);
            if !documents.is_empty() {
                let reason = reason();
                push(AuditFinding::MissingDocuments { documents, reason });
            }
            let fields = missing_fields(&self.model, event, entry);
            if !fields.is_empty() {
                let reason = reason();
                push(AuditFinding::MissingFields { fields, reason });
            }
        }
    }

    /// Why it was done all the same: the recorded reason, else the note.
    pub(crate) fn reason_of(&self, root: FactId) -> Option<String> {
        let entry = self.fact(root)?.entry();
        entry.reason.clone().or_else(|| entry.note.clone())
    }
}

/// The roles the page wants to take part that are neither participants nor the one who says so.
pub(crate) fn missing_participants(
    text: &rulebook::EventText,
    entry: &facts::Entry,
) -> Vec<String> {
    text.with
        .iter()
        .filter(|role| !entry.participants.contains(*role) && entry.role != **role)
        .cloned()
        .collect()
}

/// The fields the page wants filled in that have no answer and are not copied from the fact itself.
pub(crate) fn missing_fields(
    model: &rulebook::ModelVersion,
    event: usize,
    entry: &facts::Entry,
) -> Vec<String> {
    let text = &model.events[event];
    text.required_fields
        .iter()
        .filter(|id| !entry.answers.contains_key(*id))
        .filter(|id| {
            !text.copies.iter().any(|copied| {
                model.fields[copied.field].id == **id
                    && entry.kind.field(&copied.fact_field).is_some()
            })
        })
        .cloned()
        .collect()
}
