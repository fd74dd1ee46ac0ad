//! Faulty input: what cannot be stored because it makes no sense, told at the field.
//!
//! Only input is judged here, never practice: what the page does not allow can still have happened, see
//! [`preview`](crate::preview()). A missing participant, answer or document is not a fault; it needs a reason.

mod answers;
mod envelope;
mod figures;
mod kinds;

use calendar::Day;
use facts::{AppointmentId, CaseId, Entry, Fact, FactId, KindName, PlacementId};
use rulebook::{Book, ModelVersion};

use crate::case::read_head;
use crate::head::heads;
use crate::preview::with_entries;
use crate::{Appointment, Case, CaseHead, Coordinates, LiveFact, PlacementRow, live};

/// A field that makes no sense, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryFault {
    /// The field: one of the envelope (`citizen`, `happened-on`, `case`, `role`, `participants`, `corrects`, `note`), of the
    /// kind (`placement`, `purpose`, …), or `answers.` and the id of a field of the page.
    pub field: String,
    /// Why.
    pub why: FaultKind,
}

/// Why a field makes no sense.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum FaultKind {
    /// It must be given.
    Missing,
    /// It must not be given here.
    NotHere,
    /// There is none such: no such case, event, field, role, placement, appointment, duty, fact, version.
    Unknown,
    /// The code list does not have it.
    UnknownCode,
    /// A value of another type, or a choice the field does not have.
    WrongType,
    /// There is one already.
    Exists,
    /// The day has not come.
    InFuture,
    /// It lies before what it follows on: an end before its beginning.
    BeforeBeginning,
    /// It was retracted.
    Retracted,
    /// It belongs to another citizen.
    OtherCitizen,
    /// Not the first fact of the chain: corrections and retractions name the root.
    NotRoot,
    /// The case is closed already.
    CaseClosed,
    /// The case is not closed.
    CaseOpen,
    /// It binds too strongly to be set aside.
    MayNotBeSetAside,
    /// The event is registered by facts of these kinds.
    RegisteredAs(Vec<KindName>),
}

/// Finds everything that is faulty in an entry that somebody wants to store today, given the citizen's facts.
pub fn check(
    book: &Book,
    facts: &[Fact],
    entry: &Entry,
    today: Day,
) -> Result<(), Vec<EntryFault>> {
    check_all(book, facts, std::slice::from_ref(entry), today)
        .map_err(|faults| faults.into_iter().map(|(_, fault)| fault).collect())
}

/// The same for several entries about one citizen that are stored together: each may build on those before it. A fault
/// comes with the position of its entry.
pub fn check_all(
    book: &Book,
    facts: &[Fact],
    entries: &[Entry],
    today: Day,
) -> Result<(), Vec<(usize, EntryFault)>> {
    let mut found = Vec::new();
    for (position, entry) in entries.iter().enumerate() {
        let (known, _) = with_entries(facts, &entries[..position], None);
        let mut checker = Checker::new(book, &known, entry, today);
        checker.envelope();
        checker.kind();
        checker.answers();
        checker.faults.sort();
        checker.faults.dedup();
        found.extend(checker.faults.into_iter().map(|fault| (position, fault)));
    }
    if found.is_empty() { Ok(()) } else { Err(found) }
}

/// What an entry is judged against: everything known, except what it corrects.
struct Checker<'a> {
    book: &'a Book,
    all: &'a [Fact],
    live: Vec<LiveFact<'a>>,
    heads: Vec<CaseHead>,
    entry: &'a Entry,
    today: Day,
    faults: Vec<EntryFault>,
}

impl<'a> Checker<'a> {
    fn new(book: &'a Book, all: &'a [Fact], entry: &'a Entry, today: Day) -> Checker<'a> {
        let mut live = live(all, None);
        live.retain(|fact| Some(fact.root) != entry.corrects);
        let heads = heads(&live);
        Checker {
            book,
            all,
            live,
            heads,
            entry,
            today,
            faults: Vec::new(),
        }
    }

    fn fault(&mut self, field: &str, why: FaultKind) {
        self.faults.push(EntryFault {
            field: field.to_owned(),
            why,
        });
    }

    fn require(&mut self, holds: bool, field: &str, why: FaultKind) {
        if !holds {
            self.fault(field, why);
        }
    }

    fn head(&self, case: CaseId) -> Option<&CaseHead> {
        self.heads.iter().find(|head| head.id == case)
    }

    /// The version that the entry's own case follows.
    fn model(&self) -> Option<&'a ModelVersion> {
        let head = self.head(self.entry.case?)?;
        self.book.by_hash(&head.version_hash).map(AsRef::as_ref)
    }

    /// The entry's own case on the day of the entry, without it.
    fn own_case(&self) -> Option<Case<'a>> {
        let head = self.head(self.entry.case?)?.clone();
        let as_of = self.entry.happened_on;
        let mut live = self.live.clone();
        live.retain(|fact| fact.day() <= as_of);
        read_head(self.book, live, head, Coordinates::on(as_of)).ok()
    }

    fn placement(&self, id: PlacementId) -> Option<PlacementRow> {
        crate::placements(&self.live)
            .into_iter()
            .find(|row| row.placement == id)
    }

    fn appointment(&self, id: AppointmentId) -> Option<Appointment> {
        crate::appointments(&self.live)
            .into_iter()
            .find(|made| made.id == id)
    }

    fn fact(&self, id: FactId) -> Option<&'a Fact> {
        self.all.iter().find(|fact| fact.id == id)
    }
}
