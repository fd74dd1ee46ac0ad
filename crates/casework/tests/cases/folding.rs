//! From facts to a folded case.

use casework::{CaseError, Coordinates, JournalStanding, ProblemKind, live, read_case};
use duties::DutyState;
use facts::{FactId, Kind, KindName, PlacementId, Value};

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

#[test]
fn the_newest_correction_takes_the_place_of_the_root_and_may_move_the_day() {
    let book = book();
    let mut entries = vec![
        opened(&book, "2021-01-04"),
        activity("2021-01-11", "skema"),
        meeting("2021-02-01", "ja"),
    ];
    let before = recorded(entries.clone());
    let plan_before = duty_on(&read(&book, &before, "2021-02-20"), "plan");
    entries.push(correcting(meeting("2021-02-03", "ja"), 3));
    entries.push(correcting(meeting("2021-02-05", "nej"), 3));
    let facts = recorded(entries);
    let counting = live(&facts, None);
    let newest: Vec<(u64, u64)> = counting
        .iter()
        .map(|fact| (fact.root.0, fact.fact.id.0))
        .collect();
    assert_eq!(newest, [(1, 1), (2, 2), (3, 5)]);
    let case = read(&book, &facts, "2021-02-20");
    let plan = duty_on(&case, "plan");
    assert_eq!(plan.id, plan_before.id, "duty ids survive corrections");
    assert_eq!(plan.due, Some(day("2021-03-05")));
    let at_first = read_case(
        &book,
        &facts,
        CASE,
        Coordinates {
            known_at: Some(FactId(4)),
            as_of: day("2021-02-20"),
        },
    )
    .unwrap();
    assert_eq!(duty_on(&at_first, "plan").due, Some(day("2021-03-03")));
}

#[test]
fn a_retracted_chain_stops_counting_and_stays_in_the_journal() {
    let book = book();
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        activity("2021-01-11", "skema"),
        correcting(activity("2021-01-12", "skema"), 2),
        retracting("2021-01-20", 2),
        correcting(activity("2021-01-13", "skema"), 2),
    ]);
    let case = read(&book, &facts, "2021-01-21");
    assert_eq!(owed(&case), ["skema 2021-01-18", "moede 2021-03-01"]);
    let journal = case.journal(&facts);
    let told: Vec<(u64, JournalStanding)> = journal
        .iter()
        .map(|row| (row.fact.id.0, row.standing))
        .collect();
    let gone = JournalStanding::RetractedBy(FactId(4));
    assert_eq!(
        told,
        [
            (1, JournalStanding::Counts),
            (2, gone),
            (3, gone),
            (5, gone),
            (4, JournalStanding::Counts)
        ]
    );
    assert!(!journal[1].is_readable() && journal[0].is_readable());
}

#[test]
fn a_corrected_fact_says_which_took_its_place() {
    let book = book();
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        activity("2021-01-11", "skema"),
        correcting(activity("2021-01-12", "skema"), 2),
    ]);
    let journal = casework::journal(&facts, Coordinates::on(day("2021-01-20")));
    assert_eq!(journal[1].standing, JournalStanding::CorrectedBy(FactId(3)));
}

#[test]
fn answers_reach_the_engine_and_an_undecided_meeting_is_an_attempt() {
    let book = book();
    let mut entries = vec![
        opened(&book, "2021-01-04"),
        activity("2021-01-11", "skema"),
        meeting("2021-02-01", "uafklaret"),
    ];
    let facts = recorded(entries.clone());
    let case = read(&book, &facts, "2021-02-02");
    assert_eq!(owed(&case), ["moede 2021-03-01"], "the duty stays");
    assert_eq!(case.fold.pending.len(), 0);

    entries.push(answering(
        meeting("2021-02-08", "ja"),
        &[(
            "stoette",
            Value::Set([text("mentor")].into_iter().collect()),
        )],
    ));
    let facts = recorded(entries);
    let case = read(&book, &facts, "2021-02-09");
    assert_eq!(
        owed(&case),
        ["plan 2021-03-08", "ansoeg 2021-02-15", "uge 2021-02-15"]
    );
}

#[test]
fn what_is_unknown_is_listed_as_pending_information() {
    let book = book();
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        activity("2021-01-11", "skema"),
        meeting("2021-02-01", "ja"),
    ]);
    let case = read(&book, &facts, "2021-02-02");
    let definition = case.model.model.definition();
    let pending: Vec<&str> = case
        .fold
        .pending
        .iter()
        .flat_map(|pending| &pending.fields)
        .map(|field| definition.fields[*field].id.as_str())
        .collect();
    assert_eq!(pending, ["stoette"]);
}

#[test]
fn copies_and_instances_follow_the_placement() {
    let book = book();
    let follow_up = |on, placement| {
        entry(
            on,
            Kind::ActivityDone {
                event: text("opfoelgning"),
                placement: Some(PlacementId(placement)),
            },
        )
    };
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        agreed("2021-01-10", 4),
        agreed("2021-01-10", 5),
        started("2021-01-11", 5),
        started("2021-01-12", 4),
        follow_up("2021-01-20", 5),
    ]);
    let case = read(&book, &facts, "2021-02-01");
    assert_eq!(case.deviations(), []);
    let left: Vec<(String, Option<u64>)> = case
        .duty_rows()
        .into_iter()
        .filter(|row| row.instance.is_some())
        .map(|row| (row.event, row.instance.map(|id| id.0)))
        .collect();
    assert_eq!(left, [(text("opfoelgning"), Some(4))]);
    let form = case.model.field("form").unwrap().engine.unwrap();
    let key = Some(duties::InstanceKey(4));
    let value = case.fold.state.value(form, key).unwrap();
    assert_eq!(
        case.model.field("form").unwrap().from_engine(value),
        Some(choice("praktik"))
    );
    let rows = case.placements();
    assert_eq!(rows.len(), 2);
    assert_eq!(rows[0].started, Some(day("2021-01-12")));
}

#[test]
fn a_pause_without_a_day_forgets_the_day_of_the_one_before() {
    let book = book();
    let pause = |on, until: Option<&str>| {
        noted(
            entry(
                on,
                Kind::ClockPaused {
                    until: until.map(day),
                },
            ),
            "Syg.",
        )
    };
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        pause("2021-01-06", Some("2021-01-08")),
        pause("2021-01-12", None),
    ]);
    let case = read(&book, &facts, "2021-02-15");
    let row = &case.duty_rows()[0];
    assert_eq!(
        row.state,
        casework::RowState::OnHold {
            until: None,
            by: Some(FactId(3))
        }
    );
    assert_eq!(
        row.due,
        Some(day("2021-01-20")),
        "two days of the first pause"
    );
    let mut entries: Vec<_> = facts.iter().map(|fact| fact.entry.clone()).collect();
    entries.push(entry("2021-01-22", Kind::ClockResumed));
    let facts = recorded(entries);
    let case = read(&book, &facts, "2021-02-15");
    assert_eq!(owed(&case)[0], "skema 2021-01-30");
}

#[test]
fn what_the_page_cannot_take_up_is_a_problem_told() {
    let page = MODEL
        .replace(
            "### I bero {event = \"bero\"}",
            "### I bero {event = \"bero\"}\nUdgået.\n",
        )
        .replace("is = \"clock-paused\"", "is = \"note-written\"");
    let book = book_of(&[&page]);
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        noted(
            entry("2021-01-05", Kind::ClockPaused { until: None }),
            "Syg.",
        ),
        activity("2021-01-06", "findes-ikke"),
        answering(
            activity("2021-01-07", "skema"),
            &[
                ("maalgruppe", choice("maaske")),
                ("ukendt", Value::Flag(true)),
            ],
        ),
        entry(
            "2021-01-08",
            Kind::ActivityDone {
                event: text("opfoelgning"),
                placement: None,
            },
        ),
    ]);
    let case = read(&book, &facts, "2021-01-09");
    let told: Vec<(u64, ProblemKind)> = case
        .problems
        .iter()
        .map(|problem| (problem.fact.0, problem.what.clone()))
        .collect();
    assert_eq!(
        told,
        [
            (2, ProblemKind::NoEventFor(KindName::ClockPaused)),
            (3, ProblemKind::UnknownEvent(text("findes-ikke"))),
            (4, ProblemKind::WrongValue(text("maalgruppe"))),
            (4, ProblemKind::UnknownField(text("ukendt"))),
            (5, ProblemKind::NoPlacement(text("opfoelgning"))),
        ]
    );
}

#[test]
fn a_fixed_day_is_the_clocks_and_comes_once() {
    let page = MODEL.replace(
        "### Job {event = \"job\"}",
        "### Slut {event = \"initiativet-slut\"}\n```toml\non-day = 2021-06-01\nexits = true\n```\n\n### Job {event = \"job\"}",
    );
    let book = book_of(&[&page]);
    let facts = recorded(vec![opened(&book, "2021-05-03")]);
    let before = read(&book, &facts, "2021-05-25");
    assert!(before.fold.state.closed().is_none());
    assert_eq!(before.next_wake(), Some(day("2021-06-01")));
    assert!(
        before
            .actions()
            .iter()
            .all(|action| action.id != "initiativet-slut")
    );
    let after = read(&book, &facts, "2021-06-01");
    assert_eq!(after.row().closed_by.as_deref(), Some("initiativet-slut"));
    assert_eq!(after.deviations(), []);

    let closed = recorded(vec![
        opened(&book, "2021-05-03"),
        noted(entry("2021-05-20", Kind::CaseClosed), "Slut."),
    ]);
    let case = read(&book, &closed, "2021-06-10");
    assert_eq!(case.row().closed_by.as_deref(), Some("lukket"));
    assert_eq!(case.deviations(), []);
    let late = recorded(vec![opened(&book, "2021-06-01")]);
    let case = read(&book, &late, "2021-06-10");
    assert!(
        case.fold.state.closed().is_none(),
        "opened on the day, not before"
    );
}

#[test]
fn a_duty_set_aside_comes_back_on_its_day() {
    let book = book();
    let mut entries = vec![
        opened(&book, "2021-01-04"),
        activity("2021-01-11", "skema"),
        meeting("2021-02-01", "ja"),
    ];
    let facts = recorded(entries.clone());
    let plan = duty_on(&read(&book, &facts, "2021-02-02"), "plan").id.0;
    entries.push(noted(
        entry(
            "2021-02-10",
            Kind::DutySetAside {
                duty: plan,
                until: Some(day("2021-03-20")),
            },
        ),
        "Borgeren er på ferie.",
    ));
    let facts = recorded(entries);
    let case = read(&book, &facts, "2021-02-11");
    let row = case
        .duty_rows()
        .into_iter()
        .find(|row| row.event == "plan")
        .unwrap();
    assert_eq!(
        row.state,
        casework::RowState::SetAside {
            until: day("2021-03-20"),
            by: Some(FactId(4))
        }
    );
    assert_eq!(row.group(day("2021-03-10")), casework::Group::OnHold);
    let later = read(&book, &facts, "2021-03-20");
    assert_eq!(duty_on(&later, "plan").state, DutyState::Open);
}

pub(crate) fn duty_on(case: &casework::Case<'_>, event: &str) -> duties::Duty {
    let event = case
        .model
        .event(event)
        .unwrap_or_else(|| panic!("no event {event}"));
    case.fold
        .state
        .ledger()
        .iter()
        .find(|duty| duty.event == event)
        .unwrap_or_else(|| panic!("no duty on {event}"))
        .clone()
}
