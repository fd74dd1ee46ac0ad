//! Faulty input: what cannot be stored because it makes no sense, told at the field.
//!
//! Only input is judged here, never practice: what the page does not allow can still have happened, see [`crate::preview`].

use calendar::Day;
use facts::{Entry, Fact};
use rulebook::Book;

/// A field that makes no sense, and why.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub struct EntryFault {
    /// The field: one of the envelope (`happened-on`, `case`, `role`, `corrects`, `note`, `participants`), of the kind (`placement`,
    /// `purpose`, …), or `answers.` and the id of a field of the page.
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
    /// Not the first fact of the chain: corrections name the root.
    NotRoot,
    /// The case is closed already.
    CaseClosed,
    /// The case is not closed.
    CaseOpen,
    /// Binds as `must`, or is not to be done: it may not be set aside.
    MayNotBeSetAside,
    /// The event is registered by facts of these kinds.
    RegisteredAs(Vec<facts::KindName>),
}

/// Finds what is faulty in an entry that somebody wants to store today.
pub fn check(
    book: &Book,
    facts: &[Fact],
    entry: &Entry,
    today: Day,
) -> Result<(), Vec<EntryFault>> {
    let _ = (book, facts, entry, today);
    Ok(())
}
