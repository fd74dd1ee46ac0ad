//! The audit of a case on a day.

use casework::{AuditFinding, ReasonKind};
use facts::{Fact, Kind, Value};

use crate::folding::duty_on;
use crate::support::*;

/// A meeting before the form and without the citizen, a late plan, and two duties set aside of which one does not exist.
fn history(book: &rulebook::Book) -> Vec<Fact> {
    let mut early = meeting("2021-01-10", "ja");
    early.participants.clear();
    early.reason = Some(text("Borgeren rejser."));
    let mut entries = vec![
        opened(book, "2021-01-04"),
        early,
        activity("2021-01-20", "skema"),
        answering(
            activity("2021-02-20", "plan"),
            &[("maal", Value::Text(text("Lager")))],
        ),
    ];
    let facts = recorded(entries.clone());
    let weekly = duty_on(&read(book, &facts, "2021-02-21"), "uge").id.0;
    for (on, duty, note) in [
        ("2021-02-21", weekly, "Ferie."),
        ("2021-02-22", 99, "Ukendt."),
    ] {
        let until = None;
        entries.push(noted(entry(on, Kind::DutySetAside { duty, until }), note));
    }
    recorded(entries)
}

#[test]
fn an_audit_tells_what_was_late_missed_and_set_aside() {
    let book = book();
    let facts = history(&book);
    let case = read(&book, &facts, "2021-03-10");
    let told: Vec<String> = case
        .audit()
        .into_iter()
        .filter(|row| row.duty.is_some())
        .map(|row| {
            let event = row
                .event
                .map_or("", |event| case.model.events[event].id.as_str());
            format!("{event} {} {:?}", row.day, row.finding)
        })
        .collect();
    assert_eq!(
        told,
        [
            "skema 2021-01-18 Late { days: 2 }",
            "plan 2021-02-07 Late { days: 13 }",
            "uge 2021-01-17 SetAside { until: None, reason: Some(\"Ferie.\") }",
            "uge 2021-01-24 Overdue { days: 45 }",
            " 2021-02-22 MootSetAside { duty: 99 }",
        ]
    );
}

#[test]
fn an_audit_tells_what_was_done_while_blocked_or_without_what_the_page_wants() {
    let book = book();
    let facts = history(&book);
    let case = read(&book, &facts, "2021-03-10");
    let rows = case.audit().into_iter().filter(|row| row.duty.is_none());
    let findings: Vec<AuditFinding> = rows.map(|row| row.finding).collect();
    let because = Some(text("Borgeren rejser."));
    let AuditFinding::DoneWhileBlocked { by, reason } = &findings[0] else {
        panic!("{findings:?}");
    };
    let blocker = (by[0].what, by[0].event.as_deref());
    assert_eq!(blocker, (ReasonKind::NotDone, Some("skema")));
    assert_eq!(*reason, because);
    assert_eq!(
        findings[1..],
        [
            AuditFinding::MissingParticipants {
                roles: vec![text("borger")],
                reason: because.clone()
            },
            AuditFinding::MissingDocuments {
                documents: vec![text("min-plan")],
                reason: because
            },
            AuditFinding::PendingInformation {
                fields: vec![text("stoette")]
            },
        ]
    );
}

#[test]
fn what_ended_undone_after_its_day_was_never_met() {
    let book = book();
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        entry(
            "2021-01-25",
            Kind::JobStarted {
                employer: text("Bageriet"),
                minutes: 2220,
                job: None,
                industry: None,
            },
        ),
    ]);
    let case = read(&book, &facts, "2021-03-10");
    let told: Vec<&str> = case
        .audit()
        .into_iter()
        .filter(|row| row.finding == AuditFinding::NeverMet)
        .filter_map(|row| Some(case.model.events[row.event?].id.as_str()))
        .collect();
    assert_eq!(told, ["skema"], "the meeting's day had not passed");
}

#[test]
fn a_missing_answer_is_told() {
    let book = book();
    let mut silent = meeting("2021-02-01", "ja");
    silent.answers.clear();
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        activity("2021-01-11", "skema"),
        entry(
            "2021-01-30",
            Kind::DocumentFiled {
                document: text("min-plan"),
                dated: day("2021-01-30"),
                title: text("Min Plan"),
                place: text("ESDH"),
            },
        ),
        silent,
    ]);
    let case = read(&book, &facts, "2021-02-02");
    let findings: Vec<AuditFinding> = case.audit().into_iter().map(|row| row.finding).collect();
    assert_eq!(
        findings,
        [AuditFinding::MissingFields {
            fields: vec![text("maalgruppe")],
            reason: None
        }]
    );
    assert_eq!(case.documents().len(), 1);
}
