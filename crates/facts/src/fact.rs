//! The envelope of a fact.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Day, LocalTime, Timestamp};
use serde::{Deserialize, Serialize};

use crate::{CaseId, CitizenId, EmployeeId, Kind, Value};

/// The place of a fact in the store: the append-only sequence, never reused, also its identity.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct FactId(pub u64);

/// According to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Actor {
    /// Somebody signed in.
    Employee(EmployeeId),
    /// An import, by the name of its kind (`citizens`, `benefits`, `jobs` …).
    Import(String),
}

/// Something to be stored: what happened, on which day, according to whom.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(deny_unknown_fields)]
pub struct Entry {
    /// Whose history it belongs to.
    pub citizen: CitizenId,
    /// The case it was registered in. Case kinds and `activity-done` count there only; other kinds count in every case of
    /// the citizen whose page says so.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub case: Option<CaseId>,
    /// The legal day on which it happened; may lie long before it is recorded, never after.
    pub happened_on: Day,
    /// The local time, if it matters.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub time: Option<LocalTime>,
    /// What happened. In the JSON form under `fact`, for kinds and envelope share names of fields.
    #[serde(rename = "fact")]
    pub kind: Kind,
    /// Decisions and other fields that a rulebook page defines, by field id.
    #[serde(default, skip_serializing_if = "BTreeMap::is_empty")]
    pub answers: BTreeMap<String, Value>,
    /// Roles (ids of the rulebook page) that took part.
    #[serde(default, skip_serializing_if = "BTreeSet::is_empty")]
    pub participants: BTreeSet<String>,
    /// Free text for the journal.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub note: Option<String>,
    /// Who says so.
    pub actor: Actor,
    /// The role in which they say so (`sagsbehandler`, `jobformidler` …).
    pub role: String,
    /// The fact this one corrects: it takes its place in history, and its duties' ids. Always names the root of the chain.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub corrects: Option<FactId>,
    /// Why it was done although something blocked it; its presence marks a deviation that was known when recorded.
    #[serde(default, skip_serializing_if = "Option::is_none")]
    pub reason: Option<String>,
}

/// An acknowledged entry.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Fact {
    /// Where it stands.
    pub id: FactId,
    /// When it was recorded; never falls along the sequence.
    pub recorded_at: Timestamp,
    /// What was recorded.
    pub entry: Entry,
}

impl Fact {
    /// The root of its chain of corrections: itself, unless it corrects another.
    pub fn root(&self) -> FactId {
        self.entry.corrects.unwrap_or(self.id)
    }
}
