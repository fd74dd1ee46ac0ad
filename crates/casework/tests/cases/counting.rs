//! What a fact counts as, in which case.

use casework::{Coordinates, read_case};
use facts::{BenefitEnd, CaseId, Kind};

use crate::folding::duty_on;
use crate::support::*;

#[test]
fn one_conversation_counts_as_what_takes_part_and_makes_no_deviation() {
    let book = book();
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        activity("2021-01-11", "skema"),
        meeting("2021-02-01", "ja"),
        talk("2021-02-08"),
        agreed("2021-02-10", 1),
        started("2021-02-15", 1),
        talk("2021-03-10"),
    ]);
    let case = read(&book, &facts, "2021-03-11");
    assert_eq!(case.deviations(), []);
    let weekly = case.model.event("uge").unwrap();
    let monthly = case.model.event("maaned").unwrap();
    let state = &case.fold.state;
    assert_eq!(state.done(weekly, None), Some((day("2021-02-08"), 1)));
    assert_eq!(state.done(monthly, None), Some((day("2021-03-10"), 1)));
    assert_eq!(duty_on(&case, "maaned").due, Some(day("2021-03-15")));
    assert!(owed(&case).contains(&text("maaned 2021-04-10")));
}

#[test]
fn what_counts_as_nothing_else_is_a_deviation_told() {
    let book = book();
    let mut early = talk("2021-01-05");
    early.reason = Some(text("Borgeren ringede selv."));
    let mut elsewhere = talk("2021-01-06");
    elsewhere.case = None;
    let facts = recorded(vec![opened(&book, "2021-01-04"), early, elsewhere]);
    let case = read(&book, &facts, "2021-01-07");
    let told: Vec<(u64, Option<&str>)> = case
        .fold
        .deviations
        .iter()
        .map(|deviation| (deviation.root.0, None))
        .collect();
    assert_eq!(
        told,
        [(2, None), (2, None)],
        "the other is no matter of this case"
    );
    assert_eq!(
        case.deviations()[0].reason.as_deref(),
        Some("Borgeren ringede selv.")
    );
}

#[test]
fn a_closed_case_minds_its_own_facts_only() {
    let book = book();
    let job = |on| {
        entry(
            on,
            Kind::JobStarted {
                employer: text("Bageriet"),
                minutes: 2220,
                job: None,
                industry: None,
            },
        )
    };
    let mut other = talk("2021-03-02");
    other.case = Some(CaseId(8));
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        job("2021-03-01"),
        other,
        activity("2021-03-03", "skema"),
    ]);
    let case = read(&book, &facts, "2021-03-10");
    let closed = case.fold.state.closed().unwrap();
    assert_eq!(
        closed,
        (case.model.event("job").unwrap(), day("2021-03-01"))
    );
    let told: Vec<u64> = case
        .fold
        .deviations
        .iter()
        .map(|deviation| deviation.root.0)
        .collect();
    assert_eq!(told, [4]);
    assert_eq!(owed(&case), [""; 0]);
    assert_eq!(case.row().closed_by.as_deref(), Some("job"));

    let mut entries: Vec<_> = facts.iter().map(|fact| fact.entry.clone()).collect();
    entries.push(entry("2021-03-08", Kind::CaseReopened));
    let facts = recorded(entries);
    let case = read(&book, &facts, "2021-03-10");
    assert!(case.fold.state.closed().is_none());
    assert_eq!(owed(&case), ["skema 2021-01-18", "moede 2021-03-01"]);
}

#[test]
fn facts_from_before_the_opening_do_not_count() {
    let book = book();
    let facts = recorded(vec![
        activity("2021-01-02", "skema"),
        opened(&book, "2021-01-04"),
        entry(
            "2020-12-01",
            Kind::BenefitEnded {
                benefit: text("kontanthjaelp"),
                why: BenefitEnd::Other,
            },
        ),
    ]);
    let case = read(&book, &facts, "2021-01-05");
    assert_eq!(case.steps.len(), 1);
    assert_eq!(owed(&case), ["skema 2021-01-18", "moede 2021-03-01"]);
    assert!(case.problems.is_empty());
}

#[test]
fn an_event_that_carries_on_counts_from_the_opening_day() {
    let page = MODEL.replace(
        "is = \"placement-agreed\"\n",
        "is = \"placement-agreed\"\ncarries-on = true\n",
    );
    let book = book_of(&[&page]);
    let facts = recorded(vec![
        agreed("2020-11-01", 1),
        agreed("2020-12-01", 2),
        ended("2020-12-20", 1),
        opened(&book, "2021-01-04"),
    ]);
    let case = read(&book, &facts, "2021-01-05");
    let open: Vec<(u64, _)> = case
        .fold
        .state
        .instances()
        .iter()
        .map(|instance| (instance.key.0, instance.opened))
        .collect();
    assert_eq!(open, [(2, day("2021-01-04"))], "the first had ended before");
    assert_eq!(case.deviations(), []);
}

/// A fact that wrongly counted would have kept out another; taking both away at once would take too much.
#[test]
fn only_what_is_out_of_place_by_itself_does_not_count() {
    let page = r#"
# Samtaler {model = "proeve", from = 2020-01-01, source = "Prøvekilden, s. 9"}
```toml
[[role]]
id = "sagsbehandler"
title = "Sagsbehandler"
staff = true
```
## Sagen åbnes {event = "sag-aabnet"}
```toml
role = "sagsbehandler"
is = "case-opened"
```
## Den hvilende {event = "hvilende"}
```toml
role = "sagsbehandler"
is = "conversation-held"
takes-part = false
excludes = ["samtaler"]
```
## Samtaler {group = "samtaler"}
### Den almindelige {event = "almindelig"}
```toml
role = "sagsbehandler"
act = "may"
is = "conversation-held"
```
## Altid {event = "altid"}
```toml
role = "sagsbehandler"
act = "may"
is = "conversation-held"
```
"#;
    let book = book_of(&[page]);
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        talk("2021-01-05"),
        talk("2021-01-06"),
    ]);
    let case = read(&book, &facts, "2021-01-07");
    assert_eq!(case.deviations(), []);
    let times = |event: &str| {
        let event = case.model.event(event).unwrap();
        case.fold
            .state
            .done(event, None)
            .map_or(0, |(_, times)| times)
    };
    assert_eq!(
        (times("hvilende"), times("almindelig"), times("altid")),
        (0, 2, 2)
    );
}

#[test]
fn a_citizen_with_two_cases_registers_once_for_both() {
    let book = book();
    let other = CaseId(8);
    let in_other = |mut entry: facts::Entry| {
        entry.case = Some(other);
        entry
    };
    let facts = recorded(vec![
        opened(&book, "2021-01-04"),
        in_other(opened(&book, "2021-01-05")),
        activity("2021-01-11", "skema"),
        in_other(activity("2021-01-12", "skema")),
        meeting("2021-02-01", "ja"),
        in_other(assigned("2021-02-02", "jobformidler", 12)),
        in_other(summons("2021-02-02", 1, "2021-02-20")),
        noted(in_other(entry("2021-02-03", Kind::CaseClosed)), "Slut."),
        talk("2021-02-08"),
    ]);
    let one = read(&book, &facts, "2021-02-10");
    let two = read_case(&book, &facts, other, Coordinates::on(day("2021-02-10"))).unwrap();
    assert_eq!(casework::cases(&facts).len(), 2);
    let done = |case: &casework::Case<'_>, event: &str| {
        case.fold.state.done(case.model.event(event).unwrap(), None)
    };
    assert_eq!(
        done(&one, "skema"),
        Some((day("2021-01-11"), 1)),
        "its own only"
    );
    assert_eq!(
        done(&two, "skema"),
        Some((day("2021-01-12"), 1)),
        "its own only"
    );
    assert_eq!(
        done(&one, "moede"),
        done(&two, "moede"),
        "one meeting for both"
    );
    assert_eq!(done(&one, "uge"), Some((day("2021-02-08"), 1)));
    assert_eq!(done(&two, "uge"), None, "closed by then");
    assert_eq!((one.holders.len(), two.holders.len()), (0, 1));
    assert_eq!((one.appointments().len(), two.appointments().len()), (0, 1));
    assert!(one.fold.state.closed().is_none() && two.fold.state.closed().is_some());
    assert_eq!((one.deviations(), two.deviations()), (vec![], vec![]));
}
