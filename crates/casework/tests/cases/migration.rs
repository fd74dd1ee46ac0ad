//! A reform meets running cases.

use casework::{Coordinates, DutyChangeKind, ReasonKind, migrations, read_case};
use facts::{Entry, Kind};
use rulebook::Book;

use crate::support::*;

/// The page, and a second one that replaces the plan by an agreement for all open cases from 2021-03-01.
fn reformed() -> Book {
    let second = MODEL
        .replace(
            "{model = \"proeve\", from = 2020-01-01, source = \"Prøvekilden, s. 1\"}",
            "{model = \"proeve\", from = 2021-03-01, source = \"Reformen, s. 1\", transition = { all-from = 2021-03-15, source = \"Reformen, s. 2\" }}",
        )
        .replace("{ event = \"plan\", within = \"P4W\" }", "{ event = \"aftaledokument\", within = \"P2W\" }")
        .replace("### Planen skrives {event = \"plan\"}", "### Aftaledokument {event = \"aftaledokument\"}");
    book_of(&[MODEL, &second])
}

fn history(book: &Book) -> Vec<Entry> {
    vec![
        opened(book, "2021-01-04"),
        activity("2021-01-11", "skema"),
        meeting("2021-03-01", "ja"),
    ]
}

#[test]
fn a_new_law_shows_and_blocks_what_it_repeals_until_a_person_confirms() {
    let book = reformed();
    let mut entries = history(&book);
    let facts = recorded(entries.clone());
    let before = read(&book, &facts, "2021-03-14");
    assert!(before.law.is_none());
    assert_eq!(before.next_wake(), Some(day("2021-03-15")));

    let case = read(&book, &facts, "2021-03-15");
    let law = case.law.as_ref().unwrap();
    assert_eq!(
        (law.day, law.source.text.as_str()),
        (day("2021-03-15"), "Reformen, s. 2")
    );
    assert_eq!(case.row().law_changed.as_ref(), Some(&law.to.hash));
    let rows = case.duty_rows();
    let plan = rows.iter().find(|row| row.event == "plan").unwrap();
    assert_eq!(plan.blocked_by.last().unwrap().what, ReasonKind::LawChanged);
    let weekly = rows.iter().find(|row| row.event == "uge").unwrap();
    assert!(weekly.blocked_by.is_empty(), "what both have goes on");
    let action = case
        .actions()
        .into_iter()
        .find(|row| row.id == "plan")
        .unwrap();
    assert!(
        action
            .blocked_by
            .iter()
            .any(|reason| reason.what == ReasonKind::LawChanged)
    );

    let list = migrations(&book, &facts, Coordinates::on(day("2021-03-15"))).unwrap();
    let told: Vec<(DutyChangeKind, &str)> = list[0]
        .duties
        .iter()
        .map(|change| (change.kind, change.event.as_str()))
        .collect();
    assert_eq!(
        told,
        [
            (DutyChangeKind::Dropped, "plan"),
            (DutyChangeKind::Opened, "aftaledokument")
        ]
    );

    let kept: Vec<(&str, u64)> = list[0]
        .kept
        .iter()
        .map(|duty| (duty.event.as_str(), duty.duty.0))
        .collect();
    assert_eq!(kept, [("uge", weekly.duty)], "what stays is told too");

    let weekly = weekly.duty;
    entries.push(entry(
        "2021-03-16",
        Kind::ModelChanged {
            from: case.model.hash.clone(),
            to: law.to.hash.clone(),
        },
    ));
    let facts = recorded(entries);
    let after = read(&book, &facts, "2021-03-16");
    assert!(after.law.is_none());
    assert!(owed(&after).contains(&text("aftaledokument 2021-03-15")));
    assert!(
        after.duty(weekly).is_some(),
        "what both have is the same duty"
    );
    let earlier = read(&book, &facts, "2021-03-15");
    assert!(
        earlier.law.is_some(),
        "on the day before it was not confirmed"
    );
}

#[test]
fn what_the_new_page_cannot_take_up_is_listed() {
    let book = reformed();
    let mut entries = history(&book);
    entries.push(activity("2021-03-10", "plan"));
    let facts = recorded(entries);
    let list = migrations(&book, &facts, Coordinates::on(day("2021-03-15"))).unwrap();
    assert_eq!(list[0].problems.len(), 1);
    assert_eq!(list[0].problems[0].fact.0, 4);
}

#[test]
fn a_closed_case_and_a_new_case_are_left_in_peace() {
    let book = reformed();
    let mut entries = history(&book);
    entries.push(noted(entry("2021-03-10", Kind::CaseClosed), "Flyttet."));
    let facts = recorded(entries);
    assert!(read(&book, &facts, "2021-04-01").law.is_none());
    let new = recorded(vec![opened(&book, "2021-03-02")]);
    let case = read(&book, &new, "2021-04-01");
    assert!(case.law.is_none());
    assert_eq!(case.model.from, day("2021-03-01"));
}

#[test]
fn a_case_whose_version_the_book_lacks_says_so() {
    let facts = recorded(history(&reformed()));
    let other = book_of(&[&MODEL.replace("En lille opfundet model", "En anden model")]);
    let error = read_case(&other, &facts, CASE, Coordinates::on(day("2021-03-15"))).unwrap_err();
    assert!(error.to_string().contains("is not in this book"), "{error}");
}
