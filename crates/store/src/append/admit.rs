//! What may be appended to a history: the last check before storing, the same for every [`crate::FactStore`].

use facts::{CaseId, CitizenId, Entry, Fact, FactId, Kind};

use crate::{Append, AppendError, NEW_CASE, NEW_CITIZEN, Refusal};

/// What an append asks of the store besides places for its facts.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Admission {
    /// A number for a new citizen.
    pub(crate) new_citizen: bool,
    /// A number for a new case.
    pub(crate) new_case: bool,
}

/// Admits an append to the citizen's facts so far, or says why not.
pub(crate) fn admit(append: &Append, history: &[Fact]) -> Result<Admission, AppendError> {
    let refused = |entry, why| AppendError::Refused { entry, why };
    let new_citizen = append.citizen == NEW_CITIZEN;
    if append.entries.is_empty() {
        return Err(refused(0, Refusal::Empty));
    }
    if !new_citizen && history.is_empty() {
        return Err(refused(0, Refusal::NoSuchCitizen));
    }
    compare(append.expected, history)?;
    let new_case = append.entries.iter().any(opens_case);
    for (position, entry) in append.entries.iter().enumerate() {
        let first = new_citizen && position == 0;
        fault_of(append, history, entry, first, new_case)
            .map_or(Ok(()), |why| Err(refused(position, why)))?;
    }
    Ok(Admission {
        new_citizen,
        new_case,
    })
}

/// The entry with the numbers that the store gave.
pub(crate) fn placed(entry: &Entry, citizen: CitizenId, case: Option<CaseId>) -> Entry {
    Entry {
        citizen,
        case: if entry.case == Some(NEW_CASE) {
            case
        } else {
            entry.case
        },
        ..entry.clone()
    }
}

/// The author must have seen the last fact of the citizen.
fn compare(expected: Option<FactId>, history: &[Fact]) -> Result<(), AppendError> {
    let (Some(seen), Some(last)) = (expected, history.last()) else {
        return Ok(());
    };
    if seen == last.id {
        return Ok(());
    }
    let newer: Vec<Fact> = history
        .iter()
        .filter(|fact| fact.id > seen)
        .cloned()
        .collect();
    if newer.is_empty() {
        return Err(AppendError::Refused {
            entry: 0,
            why: Refusal::NoSuchFact,
        });
    }
    Err(AppendError::Conflict { newer })
}

fn opens_case(entry: &Entry) -> bool {
    matches!(entry.kind, Kind::CaseOpened { .. }) && entry.corrects.is_none()
}

fn fault_of(
    append: &Append,
    history: &[Fact],
    entry: &Entry,
    first: bool,
    new_case: bool,
) -> Option<Refusal> {
    let makes_known =
        matches!(entry.kind, Kind::CitizenRegistered { .. }) && entry.corrects.is_none();
    if entry.citizen != append.citizen {
        return Some(Refusal::OtherCitizen);
    }
    if makes_known != first {
        return Some(Refusal::NotTheFirst);
    }
    if entry.happened_on > append.today {
        return Some(Refusal::NotYet);
    }
    if opens_case(entry) {
        let openings = append.entries.iter().filter(|entry| opens_case(entry));
        if entry.case != Some(NEW_CASE) || openings.count() > 1 {
            return Some(Refusal::CaseNumber);
        }
    } else if let Some(case) = entry.case {
        let exists = if case == NEW_CASE {
            new_case
        } else {
            history.iter().any(|fact| {
                fact.entry.case == Some(case) && matches!(fact.entry.kind, Kind::CaseOpened { .. })
            })
        };
        if !exists {
            return Some(Refusal::NoSuchCase);
        }
    }
    let is_root = |id: FactId| {
        find(history, id).is_some_and(|fact| {
            fact.entry.corrects.is_none() && !matches!(fact.entry.kind, Kind::FactRetracted { .. })
        })
    };
    let retracts = match entry.kind {
        Kind::FactRetracted { fact } => Some(fact),
        _ => None,
    };
    let unknown = entry.corrects.is_some_and(|id| !is_root(id))
        || retracts.is_some_and(|id| find(history, id).is_none());
    unknown.then_some(Refusal::NoSuchFact)
}

fn find(history: &[Fact], id: FactId) -> Option<&Fact> {
    let position = history.binary_search_by_key(&id, |fact| fact.id).ok()?;
    history.get(position)
}
