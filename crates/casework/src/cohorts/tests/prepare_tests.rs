//! Marking and opening is prepared once for each member; the entries pass the ordinary check.

use std::collections::BTreeMap;

use facts::{CaseId, CitizenId, EmployeeId, Fact, FactId, Kind};

use super::{Town, book, day, employee, version};
use crate::check_all;
use crate::cohorts::{Step, Wish, prepare};

const NEW: CaseId = CaseId(0);

fn wish(mark: bool, case: bool) -> Wish {
    Wish {
        mark,
        case: case.then_some(NEW),
        holders: BTreeMap::new(),
        actor: employee(),
        role: "sagsbehandler".to_owned(),
        today: day("2021-10-01"),
    }
}

fn prepared(facts: &[Fact], wish: &Wish) -> super::super::Preparation {
    prepare(book(), &version(), CitizenId(1), facts, wish)
}

#[test]
fn both_are_stored_once_and_a_second_time_nothing_is() {
    let mut town = Town::default();
    town.on_benefit([1], "2005-01-01");
    let mut facts = town.people.remove(&CitizenId(1)).expect("there is one");
    let first = prepared(&facts, &wish(true, true));
    assert_eq!((first.mark, first.case), (Step::Stored, Step::Stored));
    assert_eq!(first.entries.len(), 2);
    check_all(book(), &facts, &first.entries, day("2021-10-01")).expect("it makes sense");
    for (id, mut entry) in (100..).zip(first.entries) {
        entry.case = entry.case.map(|_| CaseId(7));
        let recorded_at = calendar::Timestamp(0);
        facts.push(Fact {
            id: FactId(id),
            recorded_at,
            entry,
        });
    }
    let again = prepared(&facts, &wish(true, true));
    let today = day("2021-10-01");
    assert_eq!(again.mark, Step::Already(today, None));
    assert_eq!(again.case, Step::Already(today, Some(CaseId(7))));
    assert!(again.entries.is_empty());
    let mut closed = again_closed(&facts);
    let reopened = prepared(&closed, &wish(false, true));
    assert_eq!(
        (reopened.case, reopened.closed),
        (Step::Stored, Some(CaseId(7)))
    );
    closed.pop();
    assert_eq!(prepared(&closed, &wish(false, true)).closed, None);
}

#[test]
fn only_what_was_wished_and_what_a_closed_case_leaves_open() {
    let mut town = Town::default();
    town.on_benefit([1], "2005-01-01");
    let facts = town.people[&CitizenId(1)].clone();
    let marked = prepared(&facts, &wish(true, false));
    assert_eq!((marked.mark, marked.case), (Step::Stored, Step::Not));
    let opened = prepared(&facts, &wish(false, true));
    assert_eq!((opened.mark, opened.case), (Step::Not, Step::Stored));
    // A mark that was cleared and a case that was closed are set and opened again.
    let mark = version().mark.clone().expect("the page names one");
    town.happened(1, "2021-09-20", Kind::MarkSet { mark: mark.clone() });
    let facts = &town.people[&CitizenId(1)];
    assert_eq!(
        prepared(facts, &wish(true, false)).mark,
        Step::Already(day("2021-09-20"), None)
    );
    town.happened(1, "2021-09-25", Kind::MarkCleared { mark });
    let facts = &town.people[&CitizenId(1)];
    assert_eq!(prepared(facts, &wish(true, false)).mark, Step::Stored);
}

#[test]
fn a_case_that_is_opened_is_held_by_whom_the_wish_names_and_one_that_is_open_stays_where_it_is() {
    let mut town = Town::default();
    town.on_benefit([1], "2005-01-01");
    let mut facts = town.people.remove(&CitizenId(1)).expect("there is one");
    let assigned = Kind::CaseAssigned {
        role: "sagsbehandler".to_owned(),
        employee: EmployeeId(3),
    };
    let wish = Wish {
        holders: BTreeMap::from([("sagsbehandler".to_owned(), EmployeeId(3))]),
        ..wish(false, true)
    };
    let opened = prepared(&facts, &wish);
    assert_eq!(opened.entries.len(), 2);
    assert_eq!(opened.entries[1].kind, assigned);
    assert_eq!(opened.entries[1].case, Some(NEW));
    check_all(book(), &facts, &opened.entries, day("2021-10-01")).expect("it makes sense");
    let mut open = opened.entries[0].clone();
    open.case = Some(CaseId(7));
    facts.push(Fact {
        id: FactId(100),
        recorded_at: calendar::Timestamp(0),
        entry: open,
    });
    assert!(prepared(&facts, &wish).entries.is_empty());
}

/// The facts with the case closed at the end.
fn again_closed(facts: &[Fact]) -> Vec<Fact> {
    let mut facts = facts.to_vec();
    let mut last = facts.last().expect("the case was opened").clone();
    last.id = FactId(last.id.0 + 1);
    last.entry.kind = Kind::CaseClosed;
    last.entry.happened_on = day("2021-10-05");
    facts.push(last);
    facts
}
