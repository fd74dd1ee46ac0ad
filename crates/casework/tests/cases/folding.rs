//! From facts to a folded case.

use casework::{CaseError, Coordinates, ProblemKind, read_case};
use duties::DutyState;
use facts::{CaseId, FactId, Kind, KindName, Value};

use crate::support::*;

#[test]
fn opening_a_case_opens_its_duties() {
    let book = book();
    let facts = recorded(vec![opened(&book, "2021-01-04")]);
    let case = read(&book, &facts, "2021-01-05");
    assert_eq!(owed(&case), ["skema 2021-01-18", "moede 2021-03-01"]);
    assert!(case.problems.is_empty(), "{:?}", case.problems);
    assert_eq!(case.current_step(), Some("trin-1"));
    let missing = read_case(&book, &facts, CASE, Coordinates::on(day("2021-01-03")));
    assert_eq!(missing.err(), Some(CaseError::NoSuchCase(CASE)));
}
