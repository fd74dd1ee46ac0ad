//! §3: timers, the ends of days, the wake day.

use super::sketch::*;
use crate::{EventKind, RelationKind};

/// `start` arms a timer of a month; the timer makes `act` due in two weeks.
fn sketch() -> Sketch {
    let mut sketch = Sketch::new(&["start", "timer", "act", "stop"]);
    sketch.at("timer").kind = EventKind::Timer;
    sketch.relate("start", response("P1M"), "timer");
    sketch.relate("timer", response("P2W"), "act");
    sketch.relate("stop", RelationKind::NoResponse, "timer");
    sketch
}

#[test]
fn a_timer_fires_when_its_day_is_over() {
    let mut case = Case::new(sketch());
    case.does("2021-01-31", "start");
    assert_eq!(case.on("2021-01-31").next_wake(), Some(day("2021-03-01")));
    assert_eq!(
        case.ledger("2021-02-28"),
        ["timer 2021-01-31 due 2021-02-28: open"]
    );
    assert_eq!(
        case.ledger("2021-03-01"),
        [
            "timer 2021-01-31 due 2021-02-28: met 2021-02-28",
            "act 2021-02-28 due 2021-03-14: open",
        ]
    );
    assert_eq!(case.on("2021-03-01").next_wake(), None);
    let ids = case.on("2021-03-01");
    assert_eq!(ids.ledger()[1].trigger, ids.ledger()[0].trigger);
}

#[test]
fn a_fact_on_the_due_day_comes_before_the_timer() {
    let mut case = Case::new(sketch());
    case.does("2021-01-31", "start").does("2021-02-28", "stop");
    assert_eq!(
        case.ledger("2021-12-31"),
        ["timer 2021-01-31 due 2021-02-28: cancelled 2021-02-28"]
    );
}

#[test]
fn a_blocked_timer_fires_when_nothing_blocks_it_any_more() {
    let mut sketch = sketch();
    sketch.relate("act", CONDITION, "timer");
    let delay = Some(span("P3M"));
    sketch.relate("start", RelationKind::Condition { delay }, "timer");
    let mut case = Case::new(sketch);
    case.does("2021-01-31", "start");
    assert_eq!(case.on("2021-01-31").next_wake(), None);
    case.does("2021-03-10", "act");
    // Free by the delay on 30 April, so it fires at the end of that day.
    assert_eq!(case.on("2021-03-10").next_wake(), Some(day("2021-05-01")));
    assert_eq!(
        case.ledger("2021-05-01")[0],
        "timer 2021-01-31 due 2021-02-28: late 2021-04-30"
    );
}

#[test]
fn a_timer_that_arms_itself_is_stopped() {
    let mut sketch = sketch();
    sketch.relate("timer", response("P0D"), "timer");
    let mut case = Case::new(sketch);
    case.does("2021-01-31", "start");
    let state = case.on("2021-06-01");
    assert!(state.runaway());
    assert_eq!(state.done(1, None), Some((day("2021-02-28"), 1_000)));
    assert_eq!(state.next_wake(), None);
}

#[test]
fn timers_of_a_day_fire_by_due_day_then_page_order() {
    let mut sketch = Sketch::new(&["start", "late", "early", "log"]);
    sketch.at("late").kind = EventKind::Timer;
    sketch.at("early").kind = EventKind::Timer;
    sketch.relate("start", response("P3D"), "late");
    sketch.relate("start", response("P3D"), "early");
    sketch.relate("late", response("P1D"), "log");
    sketch.relate("early", response("P1D"), "log");
    let mut case = Case::new(sketch);
    case.does("2021-01-01", "start");
    let state = case.on("2021-01-05");
    let relations: Vec<_> = state.ledger()[2..]
        .iter()
        .map(|duty| duty.relation)
        .collect();
    assert_eq!(relations, [Some(2), Some(3)]);
}

#[test]
fn due_days_roll_over_easter() {
    let mut sketch = Sketch::new(&["a", "b"]);
    let mut deadline = within("P2W");
    deadline.roll = calendar::Roll::NextWorkingDay;
    sketch.relate(
        "a",
        RelationKind::Response {
            act: crate::Strength::Must,
            deadline: Some(deadline),
            cadence: None,
        },
        "b",
    );
    let mut case = Case::new(sketch);
    // Two weeks from Thursday 31 March 2022 is Maundy Thursday; work begins again on Tuesday 19 April.
    case.does("2022-03-31", "a").does("2022-04-19", "b");
    assert_eq!(
        case.ledger("2022-04-19"),
        ["b 2022-03-31 due 2022-04-19: met 2022-04-19"]
    );
    assert_eq!(
        case.on("2022-04-19").ledger()[0].literal,
        Some(day("2022-04-14"))
    );
}
