//! From one citizen's facts to rows: the only place where the store asks `casework`.

use calendar::Day;
use casework::{CaseError, CaseRow, Coordinates, DutyRow};
use facts::{Cpr, Fact, FactId, Kind};
use rulebook::Book;

use crate::StoreError;

/// A citizen's rows as of a day.
pub(super) struct Projection {
    /// The name and CPR number as last registered; `None` if the registration was retracted.
    pub(super) person: Option<(String, Cpr)>,
    /// The last fact.
    pub(super) last: FactId,
    /// The first day on which any of this changes by time alone.
    pub(super) wake: Option<Day>,
    /// The cases with their duties.
    pub(super) cases: Vec<ProjectedCase>,
}

/// A case's rows.
pub(super) struct ProjectedCase {
    pub(super) row: CaseRow,
    /// Each duty with the step of the model it belongs to.
    pub(super) duties: Vec<(DutyRow, String)>,
}

/// Folds everything about a citizen; `facts` are all of theirs, in sequence.
pub(super) fn project(book: &Book, facts: &[Fact], as_of: Day) -> Result<Projection, StoreError> {
    let mut cases = Vec::new();
    for head in casework::cases(facts) {
        let case = match casework::read_case(book, facts, head.id, Coordinates::on(as_of)) {
            Ok(case) => case,
            // The case is opened on a later day: the demonstration's day was moved back.
            Err(CaseError::NoSuchCase(_)) => continue,
            Err(CaseError::UnknownVersion { hash, .. } | CaseError::UnknownCalendar(hash)) => {
                return Err(StoreError::UnknownVersion { hash });
            }
        };
        let step = |duty: &DutyRow| {
            let event = case.model.event(&duty.event)?;
            case.model.events[event].step.clone()
        };
        let (row, rows) = case.rows();
        let duties = rows
            .into_iter()
            .map(|duty| {
                let step = step(&duty).unwrap_or_default();
                (duty, step)
            })
            .collect();
        cases.push(ProjectedCase { row, duties });
    }
    let wakes = cases.iter().filter_map(|case| case.row.next_wake);
    let later = facts
        .iter()
        .map(|fact| fact.entry.happened_on)
        .filter(|day| *day > as_of);
    Ok(Projection {
        person: person(facts),
        last: facts.last().map_or(FactId(0), |fact| fact.id),
        wake: wakes.chain(later).min(),
        cases,
    })
}

fn person(facts: &[Fact]) -> Option<(String, Cpr)> {
    let mut found: Option<(String, Cpr)> = None;
    for live in casework::live(facts, None) {
        match (&live.entry().kind, &mut found) {
            (Kind::CitizenRegistered { cpr, name }, _) => found = Some((name.clone(), cpr.clone())),
            (Kind::CprChanged { cpr }, Some((_, known))) => known.clone_from(cpr),
            _ => {}
        }
    }
    found
}
