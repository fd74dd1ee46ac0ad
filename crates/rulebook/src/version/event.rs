//! What people read about an event, and which facts satisfy it.

use calendar::Day;
use facts::{Entry, Kind, KindName};

use super::{SourceRef, Text};
use crate::FactGuard;

/// How strongly an act binds, in the page's five words.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Act {
    /// *skal*
    Must,
    /// *som udgangspunkt*
    Default,
    /// *målsætning, tilstræbe*
    Aim,
    /// *bør*: guidance, never a duty by itself.
    Should,
    /// *kan*: a permission, never a duty by itself.
    May,
}

impl Act {
    /// The strength of a duty; `None` for guidance and permissions.
    pub fn strength(self) -> Option<duties::Strength> {
        match self {
            Act::Must => Some(duties::Strength::Must),
            Act::Default => Some(duties::Strength::Default),
            Act::Aim => Some(duties::Strength::Aim),
            Act::Should | Act::May => None,
        }
    }
}

/// Something to talk about, where the citizen names this barrier.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Question {
    /// A code of the list of barriers; `None`: always.
    pub barrier: Option<String>,
    /// The question.
    pub text: Text,
}

/// A document that goes with an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRule {
    /// A code of the list of documents.
    pub id: String,
    /// Its title.
    pub title: Text,
    /// Whether it has to be there.
    pub required: bool,
}

/// A kind of fact that satisfies an event.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Satisfier {
    /// The kind.
    pub kind: KindName,
    /// Only when this holds.
    pub when: Option<FactGuard>,
    /// The same in Danish.
    pub words: Option<String>,
}

/// A field that takes its value from the fact itself.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Copied {
    /// The fact's field (`facts::KindName::schema`).
    pub fact_field: String,
    /// Position in [`ModelVersion::fields`](super::ModelVersion::fields).
    pub field: usize,
}

/// An event in words; parallel to the definition's events.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct EventText {
    /// The event's id.
    pub id: String,
    /// The heading.
    pub title: Text,
    /// The act as a verb: »Indkald til møde«.
    pub verb: Text,
    /// What the page says about it, as safe HTML.
    pub html: String,
    /// Where it is said.
    pub source: SourceRef,
    /// Where in the handbook.
    pub anchor: String,
    /// The step it lies in.
    pub step: Option<String>,
    /// Whose duty it is; empty for what the clock does.
    pub role: String,
    /// Roles that take part besides.
    pub with: Vec<String>,
    /// How strongly the act binds.
    pub act: Act,
    /// What to talk about.
    pub questions: Vec<Question>,
    /// Documents that go with it.
    pub documents: Vec<DocumentRule>,
    /// Field ids asked for in the form.
    pub decides: Vec<String>,
    /// Those that have to be filled in.
    pub required_fields: Vec<String>,
    /// Which facts satisfy it; empty for what the clock does.
    pub satisfied_by: Vec<Satisfier>,
    /// Fields that come from the fact itself.
    pub copies: Vec<Copied>,
    /// Guidance.
    pub guidance: Vec<Text>,
    /// The fact's field or the decision field that names an instance on screens.
    pub instance_label: Option<String>,
    /// Whether a fact from before the case was opened counts, as if it happened on the opening day.
    pub carries_on: bool,
    /// The day on which the clock does it, once, in cases opened before; a step of the fold, never a fact.
    pub on_day: Option<Day>,
    /// Byte range of the heading in the page.
    pub place: std::ops::Range<usize>,
    /// Whether the source was checked.
    pub verified: bool,
}

impl EventText {
    /// Whether this fact satisfies the event. Which case a case kind belongs to is for the caller to know.
    pub fn is_satisfied_by(&self, entry: &Entry) -> bool {
        self.satisfied_by.iter().any(|satisfier| {
            let of_kind = match &entry.kind {
                Kind::ActivityDone { event, .. } => {
                    satisfier.kind == KindName::ActivityDone && *event == self.id
                }
                kind => kind.name() == satisfier.kind,
            };
            of_kind
                && satisfier
                    .when
                    .as_ref()
                    .is_none_or(|guard| guard.holds(entry))
        })
    }
}
