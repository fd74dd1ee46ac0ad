//! One invented citizen as the walk sees them: what has been registered so far, and what they are like.

use calendar::{Day, Timestamp};
use facts::{Actor, AppointmentId, CaseId, CitizenId, Entry, Fact, FactId, Kind, PlacementId};

use crate::benefits::Running;
use crate::dice::Dice;

/// How the people around a case work.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Pace {
    /// In time.
    Prompt,
    /// Mostly in time.
    Ordinary,
    /// Often late.
    Slow,
    /// Imported, and nobody has taken it yet.
    Untouched,
}

/// A citizen with a case that is walked through.
#[derive(Debug)]
pub(crate) struct Life {
    pub(crate) citizen: CitizenId,
    pub(crate) facts: Vec<Fact>,
    pub(crate) case: CaseId,
    pub(crate) opened: Day,
    pub(crate) team: usize,
    pub(crate) place: usize,
    pub(crate) pace: Pace,
    /// The day from which somebody stops the case's clock, if anybody is to.
    pub(crate) stops_on: Option<Day>,
    /// The day from which somebody makes appointments for what is to come, once.
    pub(crate) books_on: Option<Day>,
    /// Whether the case may come to an end.
    pub(crate) ends: bool,
    /// Whether no company is found: nothing opens that lives beside the case.
    pub(crate) finds_nothing: bool,
    /// The walk stops when this event of the page can be done, or is to be done, on the demonstration's day.
    pub(crate) target: Option<String>,
    pub(crate) benefit: Option<String>,
    pub(crate) dice: Dice,
    pub(crate) next_placement: PlacementId,
    pub(crate) next_appointment: AppointmentId,
    /// Something to be corrected or retracted the next time.
    pub(crate) mistake: Option<(FactId, Entry)>,
}

impl Life {
    /// Somebody of whom the first import told, on its day, and the benefit that runs.
    pub(crate) fn before_the_case(
        citizen: CitizenId,
        facts: Vec<Fact>,
        (known, running): (Day, Option<Running>),
        dice: Dice,
    ) -> Life {
        Life {
            citizen,
            facts,
            case: CaseId(0),
            opened: known,
            team: 0,
            place: 0,
            pace: Pace::Ordinary,
            stops_on: None,
            books_on: None,
            ends: false,
            finds_nothing: false,
            target: None,
            benefit: running.map(|running| running.benefit),
            dice,
            next_placement: PlacementId(1),
            next_appointment: AppointmentId(1),
            mistake: None,
        }
    }

    /// Finds the next free numbers of placements and appointments.
    pub(crate) fn number(&mut self) {
        let placement = |fact: &Fact| fact.entry.kind.placement();
        let taken = self.facts.iter().filter_map(placement).max();
        self.next_placement = PlacementId(taken.map_or(1, |id| id.0 + 1));
        let appointment = |fact: &Fact| match fact.entry.kind {
            Kind::AppointmentMade { appointment, .. } => Some(appointment),
            _ => None,
        };
        let taken = self.facts.iter().filter_map(appointment).max();
        self.next_appointment = AppointmentId(taken.map_or(1, |id| id.0 + 1));
    }

    /// An entry in the case.
    pub(crate) fn entry(&self, day: Day, kind: Kind, actor: Actor, role: &str) -> Entry {
        Entry {
            case: Some(self.case),
            ..plain(self.citizen, day, kind, actor, role)
        }
    }
}

/// An entry about a citizen, in no case.
pub(crate) fn plain(citizen: CitizenId, day: Day, kind: Kind, actor: Actor, role: &str) -> Entry {
    Entry {
        citizen,
        case: None,
        happened_on: day,
        time: None,
        kind,
        answers: std::collections::BTreeMap::new(),
        participants: std::collections::BTreeSet::new(),
        note: None,
        actor,
        role: role.to_owned(),
        corrects: None,
        reason: None,
    }
}

/// Entries registered together.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Posting {
    /// Whose history.
    pub citizen: CitizenId,
    /// When they were recorded; never falls from posting to posting.
    pub recorded_at: Timestamp,
    /// The id of the first; the others follow.
    pub first: FactId,
    /// What was recorded.
    pub entries: Vec<Entry>,
}
