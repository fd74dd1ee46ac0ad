//! What lists and screens show of a case.

use casework::{AppointmentState, Group, ReasonKind, RowState};
use facts::{AppointmentId, EmployeeId, Kind, Value};

use crate::support::*;

#[test]
fn a_duty_belongs_to_whoever_holds_its_role() {
    let book = book();
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        assigned("2021-01-04", "sagsbehandler", 11),
        activity("2021-01-11", "skema"),
        meeting("2021-02-01", "ja"),
    ]);
    let holders = |on: &str, facts: &[facts::Fact]| -> Vec<(String, Option<u64>)> {
        read(&book, facts, on)
            .duty_rows()
            .into_iter()
            .map(|row| (row.event, row.holder.map(|holder| holder.0)))
            .collect()
    };
    // The citizen is no employee: the caseworker looks after what the citizen is to do.
    assert_eq!(
        holders("2021-01-05", &facts),
        [(text("skema"), Some(11)), (text("moede"), Some(11))]
    );
    // Nobody is job broker yet: the caseworker stands in.
    assert_eq!(
        holders("2021-02-02", &facts),
        [(text("plan"), Some(11)), (text("uge"), Some(11))]
    );
    let mut entries: Vec<_> = facts.iter().map(|fact| fact.entry.clone()).collect();
    entries.push(assigned("2021-02-03", "jobformidler", 12));
    entries.push(assigned("2021-02-05", "jobformidler", 13));
    let facts = recorded(entries);
    assert_eq!(holders("2021-02-04", &facts)[0].1, Some(12));
    assert_eq!(holders("2021-02-05", &facts)[0].1, Some(13));
    let nobody = recorded(vec![opened(&book, "2021-01-04")]);
    assert_eq!(holders("2021-01-05", &nobody)[0].1, None);
}

#[test]
fn a_duty_waits_when_the_next_act_is_another_roles() {
    let book = book();
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        assigned("2021-01-04", "sagsbehandler", 11),
    ]);
    let case = read(&book, &facts, "2021-01-05");
    let rows = case.duty_rows();
    let waiting = RowState::Waiting {
        role: text("borger"),
    };
    assert_eq!((&rows[0].state, &rows[1].state), (&waiting, &waiting));
    let reason = &rows[1].blocked_by[0];
    assert_eq!(reason.what, ReasonKind::NotDone);
    assert_eq!(reason.event.as_deref(), Some("skema"));
    assert_eq!(reason.remedy.as_deref(), Some("skema"));
    assert_eq!(reason.role.as_deref(), Some("borger"));
    let (source, anchor) = reason.source(&case.model).unwrap();
    assert_eq!(
        (source.text.as_str(), anchor),
        ("Prøvekilden, s. 1", "moede")
    );
    assert_eq!(rows[0].group(day("2021-01-18")), Group::Waiting);
    assert_eq!(
        rows[0].group(day("2021-01-19")),
        Group::Overdue,
        "overdue always shows"
    );
}

#[test]
fn time_that_must_pass_is_told_and_wakes_the_case() {
    let book = book();
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        activity("2021-01-11", "skema"),
        meeting("2021-02-01", "ja"),
    ]);
    let case = read(&book, &facts, "2021-02-02");
    let plan = &case.duty_rows()[0];
    assert_eq!(plan.opens_on, Some(day("2021-02-08")));
    assert_eq!(plan.state, RowState::Blocked);
    assert_eq!(plan.group(day("2021-02-02")), Group::Waiting);
    assert_eq!(case.next_wake(), Some(day("2021-02-08")));
    let case = read(&book, &facts, "2021-02-08");
    let plan = &case.duty_rows()[0];
    assert_eq!((plan.opens_on, &plan.state), (None, &RowState::Open));
    let timer = case.timers()[0];
    assert_eq!(timer.due, Some(day("2021-08-01")));
    assert_eq!(case.next_wake(), Some(day("2021-08-02")));
}

#[test]
fn groups_follow_from_the_row_and_a_day() {
    let book = book();
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        activity("2021-01-11", "skema"),
        summons("2021-01-12", 1, "2021-02-10"),
    ]);
    let row = |facts: &[facts::Fact], on: &str| read(&book, facts, on).duty_rows().remove(0);
    let booked = row(&facts, "2021-01-12");
    assert_eq!(
        booked.appointment.map(|(day, _)| day),
        Some(day("2021-02-10"))
    );
    let groups = [
        ("2021-01-13", Group::Waiting),
        ("2021-02-10", Group::Today),
        ("2021-02-11", Group::Later),
        ("2021-02-22", Group::Soon),
        ("2021-03-01", Group::Today),
        ("2021-03-02", Group::Overdue),
    ];
    for (on, group) in groups {
        assert_eq!(booked.group(day(on)), group, "{on}");
        assert_eq!(booked.is_overdue(day(on)), group == Group::Overdue);
    }
}

#[test]
fn appointments_are_made_moved_missed_and_held() {
    let book = book();
    let id = AppointmentId(1);
    let mut entries = vec![
        opened(&book, "2021-01-04"),
        activity("2021-01-11", "skema"),
        summons("2021-01-12", 1, "2021-01-20"),
    ];
    let state = |entries: &[facts::Entry]| {
        let facts = recorded(entries.to_vec());
        let case = read(&book, &facts, "2021-03-01");
        let made = case.appointments().remove(0);
        (made.state, made.day, made.moved)
    };
    assert_eq!(
        state(&entries),
        (AppointmentState::Booked, day("2021-01-20"), 0)
    );
    entries.push(entry("2021-01-20", Kind::DidNotAppear { appointment: id }));
    assert_eq!(state(&entries).0, AppointmentState::DidNotAppear);
    entries.push(entry(
        "2021-01-21",
        Kind::AppointmentMoved {
            appointment: id,
            day: day("2021-01-28"),
            time: None,
        },
    ));
    assert_eq!(
        state(&entries),
        (AppointmentState::Booked, day("2021-01-28"), 1)
    );
    let mut cancelled = entries.clone();
    cancelled.push(entry(
        "2021-01-25",
        Kind::AppointmentCancelled { appointment: id },
    ));
    assert_eq!(state(&cancelled).0, AppointmentState::Cancelled);
    // Done on the very day: held, though nobody said which appointment it was, and whatever is done later.
    let mut held = entries.clone();
    held.push(meeting("2021-01-28", "uafklaret"));
    assert_eq!(state(&held).0, AppointmentState::Held);
    held.push(meeting("2021-02-04", "ja"));
    assert_eq!(state(&held).0, AppointmentState::Held);
    // Done before: it still stands in the book.
    let mut early = entries.clone();
    early.push(meeting("2021-01-27", "uafklaret"));
    assert_eq!(state(&early).0, AppointmentState::Booked);
    // Done on a later day: whether it was kept is not known, and nobody waits for it any more.
    let mut later = entries.clone();
    later.push(meeting("2021-01-29", "uafklaret"));
    assert_eq!(state(&later).0, AppointmentState::Overtaken);
    let facts = recorded(later.clone());
    let rows = read(&book, &facts, "2021-03-01").duty_rows();
    assert!(
        rows.iter().all(|row| row.appointment.is_none()),
        "a duty does not wait for a day that is overtaken: {rows:?}"
    );
    // What a person says about it counts all the same.
    later.push(entry("2021-01-30", Kind::DidNotAppear { appointment: id }));
    assert_eq!(state(&later).0, AppointmentState::DidNotAppear);
    let mut named = meeting("2021-01-29", "uafklaret");
    if let Kind::MeetingHeld { appointment, .. } = &mut named.kind {
        *appointment = Some(id);
    }
    entries.push(named);
    assert_eq!(state(&entries).0, AppointmentState::Held);
}

#[test]
fn actions_say_what_can_be_done_and_everything_that_stops_the_rest() {
    let book = book();
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        agreed("2021-01-10", 4),
        agreed("2021-01-10", 5),
    ]);
    let case = read(&book, &facts, "2021-01-11");
    let told: Vec<(String, Option<u64>, Vec<ReasonKind>)> = case
        .actions()
        .into_iter()
        .map(|row| {
            let why = row.blocked_by.iter().map(|reason| reason.what).collect();
            (row.id, row.instance.map(|id| id.0), why)
        })
        .filter(|(id, ..)| {
            [
                "sag-aabnet",
                "skema",
                "moede",
                "aftale",
                "start",
                "genaabnet",
                "seks-maaneder",
            ]
            .contains(&id.as_str())
        })
        .collect();
    assert_eq!(
        told,
        [
            (text("sag-aabnet"), None, vec![ReasonKind::AlreadyDone]),
            (text("skema"), None, vec![]),
            (text("moede"), None, vec![ReasonKind::NotDone]),
            (text("aftale"), None, vec![ReasonKind::TooManyInstances]),
            (text("start"), Some(4), vec![]),
            (text("start"), Some(5), vec![]),
            (text("genaabnet"), None, vec![ReasonKind::NotClosed]),
        ]
    );
    let start = case
        .actions()
        .into_iter()
        .find(|row| row.id == "start")
        .unwrap();
    assert_eq!(start.duties.len(), 1);
}

#[test]
fn the_plan_is_folded_from_facts_as_of_any_day() {
    let book = book();
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        assigned("2021-01-04", "sagsbehandler", 11),
        activity("2021-01-11", "skema"),
        answering(
            meeting("2021-02-01", "ja"),
            &[("hensyn", Value::Text(text("Ryg")))],
        ),
        answering(
            activity("2021-02-10", "plan"),
            &[("maal", Value::Text(text("Lager")))],
        ),
        answering(
            activity("2021-03-10", "plan"),
            &[("maal", Value::Text(text("Butik")))],
        ),
        agreed("2021-03-15", 2),
    ]);
    let told = |on: &str| -> Vec<(String, String, String)> {
        let case = read(&book, &facts, on);
        let plan = case.plan();
        plan.groups
            .into_iter()
            .flat_map(|group| {
                let event = case.model.events[group.event].id.clone();
                let model = case.model.clone();
                group.entries.into_iter().map(move |entry| {
                    (
                        event.clone(),
                        model.fields[entry.field].id.clone(),
                        format!("{:?}", entry.value),
                    )
                })
            })
            .collect()
    };
    let meeting = [
        (text("moede"), text("hensyn"), text("Text(\"Ryg\")")),
        (text("moede"), text("maalgruppe"), text("Choice(\"ja\")")),
    ];
    let with = |rest: &[(&str, &str, &str)]| {
        let mut all = meeting.to_vec();
        all.extend(
            rest.iter()
                .map(|(event, field, value)| (text(event), text(field), text(value))),
        );
        all.sort();
        all
    };
    let sorted = |on: &str| {
        let mut told = told(on);
        told.sort();
        told
    };
    assert_eq!(sorted("2021-02-01"), with(&[]));
    assert_eq!(
        sorted("2021-02-28"),
        with(&[("plan", "maal", "Text(\"Lager\")")])
    );
    assert_eq!(
        sorted("2021-03-20"),
        with(&[
            ("aftale", "form", "Choice(\"praktik\")"),
            ("plan", "maal", "Text(\"Butik\")")
        ])
    );
    let case = read(&book, &facts, "2021-03-20");
    let plan = case.plan();
    assert_eq!(
        plan.holders[0],
        (text("sagsbehandler"), Some(EmployeeId(11)))
    );
    assert_eq!(plan.holders[1], (text("jobformidler"), None));
    assert_eq!(plan.placements[0].company, "Bageriet");
}

#[test]
fn rows_read_back_and_name_nobody() {
    let book = book();
    let mut noted_entry = activity("2021-01-11", "skema");
    noted_entry.note = Some(text("Fortrolig note"));
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        noted_entry,
        meeting("2021-02-01", "ja"),
        agreed("2021-02-05", 1),
    ]);
    let case = read(&book, &facts, "2021-02-20");
    let (row, rows) = case.rows();
    let json = serde_json::to_string(&(&row, &rows)).unwrap();
    let back: (casework::CaseRow, Vec<casework::DutyRow>) = serde_json::from_str(&json).unwrap();
    assert_eq!(back, (row, rows));
    assert!(
        !json.contains("Fortrolig") && !json.contains("Bageriet"),
        "{json}"
    );
}

#[test]
fn nobody_waits_for_themselves() {
    let page = MODEL.replace(
        "after = [{ event = \"moede\", delay = \"P1W\" }]",
        "after = [\"ansoeg\"]",
    );
    let book = book_of(&[&page]);
    let state = |caseworker: u64, broker: u64| {
        let facts = recorded(vec![
            opened(&book, "2021-01-04"),
            assigned("2021-01-04", "sagsbehandler", caseworker),
            assigned("2021-01-04", "jobformidler", broker),
            activity("2021-01-11", "skema"),
            meeting("2021-02-01", "ja"),
        ]);
        let rows = read(&book, &facts, "2021-02-02").duty_rows();
        let plan = rows.into_iter().find(|row| row.event == "plan");
        plan.map(|row| row.state)
    };
    let waiting = RowState::Waiting {
        role: text("sagsbehandler"),
    };
    assert_eq!(state(11, 12), Some(waiting));
    assert_eq!(state(11, 11), Some(RowState::Blocked));
}
