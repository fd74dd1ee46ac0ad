//! §5: duties that come again.

use super::sketch::*;
use crate::{Cadence, RelationKind};

fn case(deadline: &str, cadence: Cadence) -> Case {
    let mut sketch = Sketch::new(&["start", "contact", "stop"]);
    sketch.relate("start", repeated(deadline, cadence), "contact");
    sketch.relate("stop", RelationKind::NoResponse, "contact");
    Case::new(sketch)
}

#[test]
fn rolling_counts_from_the_last_time_it_was_done() {
    let mut case = case("P1W", Cadence::Rolling);
    case.does("2021-01-01", "start")
        .does("2021-01-10", "contact");
    assert_eq!(
        case.ledger("2021-06-01"),
        [
            "contact 2021-01-01 due 2021-01-08: late 2021-01-10",
            "contact 2021-01-10 due 2021-01-17: open"
        ]
    );
    case.does("2021-01-11", "stop")
        .does("2021-01-12", "contact");
    assert_eq!(case.ledger("2021-06-01").len(), 2);
}

#[test]
fn anchored_does_not_drift_at_the_ends_of_months() {
    let mut case = case("P1M", Cadence::Anchored);
    case.does("2021-01-31", "start")
        .does("2021-02-10", "contact");
    assert_eq!(case.on("2021-02-10").next_wake(), Some(day("2021-03-01")));
    assert_eq!(
        case.ledger("2021-05-01"),
        [
            "contact 2021-01-31 due 2021-02-28: met 2021-02-10",
            "contact 2021-02-28 due 2021-03-31: superseded 2021-03-31",
            "contact 2021-03-31 due 2021-04-30: superseded 2021-04-30",
            "contact 2021-04-30 due 2021-05-31: open",
        ]
    );
}

#[test]
fn a_calendar_month_gives_the_month_after_the_trigger() {
    let mut case = case("P1M", Cadence::CalendarMonth);
    case.does("2021-01-10", "start")
        .does("2021-03-02", "contact");
    assert_eq!(
        case.ledger("2021-04-01"),
        [
            "contact 2021-01-10 due 2021-02-28: superseded 2021-02-28",
            "contact 2021-02-28 due 2021-03-31: met 2021-03-02",
            "contact 2021-03-31 due 2021-04-30: open",
        ]
    );
}

#[test]
fn a_calendar_week_ends_on_sunday() {
    let mut case = case("P1W", Cadence::CalendarWeek);
    // Wednesday 15 September 2021; the first turn is the week of the 20th.
    case.does("2021-09-15", "start");
    assert_eq!(
        case.ledger("2021-09-27"),
        [
            "contact 2021-09-15 due 2021-09-26: superseded 2021-09-26",
            "contact 2021-09-26 due 2021-10-03: open"
        ]
    );
}

#[test]
fn a_new_trigger_replaces_the_cadence() {
    let mut case = case("P1M", Cadence::Anchored);
    case.does("2021-01-31", "start").does("2021-02-05", "start");
    assert_eq!(
        case.ledger("2021-03-06"),
        [
            "contact 2021-01-31 due 2021-02-28: superseded 2021-02-05",
            "contact 2021-02-05 due 2021-03-05: superseded 2021-03-05",
            "contact 2021-03-05 due 2021-04-05: open",
        ]
    );
}

#[test]
fn rounds_of_one_trigger_are_numbered() {
    let mut case = case("P1M", Cadence::Anchored);
    case.does("2021-01-31", "start").does("2021-03-15", "start");
    let state = case.on("2021-04-16");
    let rounds: Vec<_> = state
        .ledger()
        .iter()
        .map(|duty| (duty.trigger.0, duty.round))
        .collect();
    assert_eq!(rounds, [(1, 0), (1, 1), (2, 0), (2, 1)]);
}
