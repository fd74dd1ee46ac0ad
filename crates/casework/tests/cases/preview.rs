//! What an entry would change, before it is stored.

use casework::{Coordinates, DutyChangeKind, Preview, ReasonKind, preview, what_if};
use facts::{Entry, Fact, Kind};

use crate::support::*;

fn changes(preview: &Preview) -> Vec<String> {
    let mut told: Vec<String> = preview
        .cases
        .iter()
        .flat_map(|case| &case.duties)
        .map(|change| {
            let due = |snapshot: &Option<casework::DutySnapshot>| {
                snapshot
                    .as_ref()
                    .and_then(|snapshot| snapshot.due)
                    .map_or_else(|| text("-"), |due| due.to_string())
            };
            format!(
                "{:?} {} {} {}",
                change.kind,
                change.event,
                due(&change.before),
                due(&change.after)
            )
        })
        .collect();
    told.sort();
    told
}

fn previewed(facts: &[Fact], entry: Entry, on: &str) -> Preview {
    preview(&book(), facts, &[entry], Coordinates::on(day(on)))
        .unwrap_or_else(|error| panic!("{error}"))
}

fn history() -> Vec<Fact> {
    let book = book();
    recorded(vec![
        opened(&book, "2021-01-04"),
        activity("2021-01-11", "skema"),
        meeting("2021-02-01", "ja"),
        activity("2021-02-10", "plan"),
    ])
}

#[test]
fn a_meeting_discharges_and_opens() {
    let facts = &history()[..2];
    let mut silent = meeting("2021-02-01", "ja");
    silent.participants.clear();
    let told = previewed(facts, silent, "2021-02-01");
    assert_eq!(
        changes(&told),
        [
            "Discharged moede 2021-03-01 2021-03-01",
            "Opened plan - 2021-03-01",
            "Opened seks-maaneder - 2021-08-01",
            "Opened uge - 2021-02-08",
        ]
    );
    let lacks = &told.cases[0].counts_as[0];
    assert_eq!((lacks.event.as_str(), lacks.blocked_by.len()), ("moede", 0));
    assert_eq!(lacks.missing_participants, ["borger"]);
    assert_eq!(lacks.missing_documents, ["min-plan"]);
    assert!(told.needs_reason());
}

#[test]
fn blockers_stop_planning_never_recording() {
    let facts = &history()[..1];
    let told = previewed(facts, meeting("2021-01-10", "ja"), "2021-02-01");
    let lacks = &told.cases[0].counts_as[0];
    assert_eq!(lacks.blocked_by[0].what, ReasonKind::NotDone);
    assert!(told.needs_reason());
    assert!(changes(&told).contains(&text("Discharged moede 2021-03-01 2021-03-01")));
}

#[test]
fn a_late_fact_that_was_missing_clears_a_deviation() {
    let book = book();
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        meeting("2021-01-20", "ja"),
    ]);
    let told = previewed(&facts, activity("2021-01-15", "skema"), "2021-02-01");
    assert_eq!(told.cases[0].deviations_gone.len(), 1);
    assert!(told.cases[0].deviations_later.is_empty());
    assert!(!told.needs_reason());
}

#[test]
fn a_correction_moves_what_followed_and_a_retraction_takes_it_back() {
    let facts = history();
    let told = previewed(
        &facts,
        correcting(meeting("2021-02-08", "ja"), 3),
        "2021-02-12",
    );
    assert_eq!(
        changes(&told),
        [
            "Moved seks-maaneder 2021-08-01 2021-08-08",
            "Moved uge 2021-02-08 2021-02-15",
            "Restated moede 2021-03-01 2021-03-01",
            "Restated plan 2021-03-01 2021-03-08",
        ]
    );
    assert_eq!(
        told.cases[0].deviations_later.len(),
        1,
        "the plan is too early now"
    );
    let told = previewed(&facts, retracting("2021-02-12", 3), "2021-02-12");
    assert_eq!(
        changes(&told),
        [
            "Dropped seks-maaneder 2021-08-01 -",
            "Dropped uge 2021-02-08 -",
            "Opened moede 2021-03-01 2021-03-01",
            "Restated plan 2021-03-01 -",
        ]
    );
    assert_eq!(
        told.cases[0].deviations_later[0].blocked_by[0].what,
        ReasonKind::NotDone
    );
}

#[test]
fn closing_drops_what_is_open() {
    let facts = history();
    let closing = noted(entry("2021-02-12", Kind::CaseClosed), "Flyttet.");
    let told = previewed(&facts, closing, "2021-02-12");
    assert_eq!(told.cases[0].closes, Some(true));
    let dropped = told.cases[0]
        .duties
        .iter()
        .filter(|change| change.kind == DutyChangeKind::Dropped);
    assert_eq!(dropped.count(), 2);
    assert!(told.cases[0].after.is_empty());
}

#[test]
fn opening_a_case_is_previewed_like_everything_else() {
    let book = book();
    let told = preview(
        &book,
        &[],
        &[opened(&book, "2021-01-04")],
        Coordinates::on(day("2021-01-04")),
    )
    .unwrap();
    assert_eq!(
        changes(&told),
        ["Opened moede - 2021-03-01", "Opened skema - 2021-01-18"]
    );
}

#[test]
fn what_if_moves_the_day_and_stores_nothing() {
    let book = book();
    let facts = history();
    let now = Coordinates::on(day("2021-02-12"));
    let told = what_if(&book, &facts, &[], now, day("2021-08-05")).unwrap();
    assert_eq!(
        changes(&told),
        [
            "Opened ny-status - 2021-08-29",
            "Discharged seks-maaneder 2021-08-01 2021-08-01"
        ]
        .iter()
        .map(|line| text(line))
        .collect::<std::collections::BTreeSet<_>>()
        .into_iter()
        .collect::<Vec<_>>()
    );
    let unmoved = what_if(&book, &facts, &[], now, day("2021-02-12")).unwrap();
    assert_eq!(unmoved, Preview::default());
    let pretended = what_if(&book, &facts, &[talk("2021-03-01")], now, day("2021-03-02")).unwrap();
    assert!(changes(&pretended).contains(&text("Opened uge - 2021-03-08")));
    assert!(changes(&pretended).contains(&text("Discharged uge 2021-02-08 2021-02-08")));
}

#[test]
fn what_concerns_no_case_changes_nothing() {
    let told = previewed(
        &history(),
        entry("2021-02-12", Kind::NoteWritten),
        "2021-02-12",
    );
    assert_eq!(told, Preview::default());
}

#[test]
fn what_deviated_already_is_not_told_again() {
    let book = book();
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        meeting("2021-01-10", "ja"),
    ]);
    let told = previewed(&facts, talk("2021-01-20"), "2021-02-01");
    assert_eq!(told.cases[0].deviations_later, []);
    assert_eq!(told.cases[0].deviations_gone, []);
}
