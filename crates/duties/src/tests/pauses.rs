//! §6: clocks that stand still.

use super::sketch::*;
use crate::{Cadence, Effect, EventKind, FieldType, Value};

fn sketch() -> (Sketch, usize) {
    let mut sketch = Sketch::new(&["start", "act", "timer", "contact", "pause", "resume"]);
    sketch.definition.pause_groups = 1;
    for id in ["act", "timer", "contact"] {
        sketch.at(id).pause_group = Some(0);
    }
    let until = sketch.field("until", FieldType::Day, None);
    sketch.at("timer").kind = EventKind::Timer;
    sketch.at("pause").effect = Effect::Pauses {
        group: 0,
        until: Some(until),
    };
    sketch.at("resume").effect = Effect::Resumes(0);
    (sketch, until)
}

#[test]
fn due_days_move_by_the_days_of_the_pause() {
    let (mut sketch, _) = sketch();
    sketch.relate("start", response("P10D"), "act");
    let mut case = Case::new(sketch);
    case.does("2021-01-01", "start").does("2021-01-05", "pause");
    assert_eq!(
        case.ledger("2021-02-01"),
        ["act 2021-01-01 due 2021-01-11: paused"]
    );
    assert!(case.on("2021-02-01").is_pending(1, None));
    case.does("2021-01-25", "resume");
    assert_eq!(
        case.ledger("2021-01-25"),
        ["act 2021-01-01 due 2021-01-31: open"]
    );
}

#[test]
fn doing_it_in_the_pause_counts_the_days_so_far() {
    let (mut sketch, _) = sketch();
    sketch.relate("start", response("P10D"), "act");
    let mut case = Case::new(sketch);
    case.does("2021-01-01", "start")
        .does("2021-01-05", "pause")
        .does("2021-01-15", "act");
    assert_eq!(
        case.ledger("2021-01-15"),
        ["act 2021-01-01 due 2021-01-21: met 2021-01-15"]
    );
}

#[test]
fn a_duty_created_in_the_pause_moves_from_its_creation() {
    let (mut sketch, _) = sketch();
    sketch.relate("start", response("P10D"), "act");
    let mut case = Case::new(sketch);
    case.does("2021-01-01", "pause")
        .does("2021-01-05", "start")
        .does("2021-01-07", "resume");
    assert_eq!(
        case.ledger("2021-01-07"),
        ["act 2021-01-05 due 2021-01-17: open"]
    );
}

#[test]
fn a_pause_ends_by_itself_and_timers_wait_for_it() {
    let (mut sketch, until) = sketch();
    sketch.relate("start", response("P10D"), "timer");
    let mut case = Case::new(sketch);
    case.does("2021-01-01", "start");
    let end = Value::Day(day("2021-02-01"));
    case.brings("2021-01-06", "pause", None, &[(until, end)]);
    assert_eq!(case.on("2021-01-06").next_wake(), Some(day("2021-02-01")));
    // Five days were left on 6 January, so five after 1 February.
    assert_eq!(
        case.ledger("2021-02-01"),
        ["timer 2021-01-01 due 2021-02-06: open"]
    );
    assert_eq!(case.on("2021-02-06").done(2, None), None);
    assert_eq!(
        case.on("2021-02-07").done(2, None),
        Some((day("2021-02-06"), 1))
    );
}

#[test]
fn a_second_pause_keeps_the_start_and_a_past_end_is_no_pause() {
    let (sketch, until) = sketch();
    let mut case = Case::new(sketch);
    let end = |text| Value::Day(day(text));
    case.brings("2021-01-06", "pause", None, &[(until, end("2021-01-06"))]);
    assert_eq!(case.on("2021-01-06").paused(0), None);
    case.brings("2021-01-07", "pause", None, &[(until, end("2021-02-01"))]);
    case.brings("2021-01-10", "pause", None, &[(until, end("2021-03-01"))]);
    let paused = Some((day("2021-01-07"), Some(day("2021-03-01"))));
    assert_eq!(case.on("2021-02-15").paused(0), paused);
    assert_eq!(case.on("2021-03-01").paused(0), None);
}

#[test]
fn anchored_turns_wait_and_move() {
    let (mut sketch, _) = sketch();
    sketch.relate("start", repeated("P1M", Cadence::Anchored), "contact");
    let mut case = Case::new(sketch);
    case.does("2021-01-01", "start").does("2021-01-20", "pause");
    assert_eq!(
        case.ledger("2021-03-01"),
        ["contact 2021-01-01 due 2021-02-01: paused"]
    );
    // Forty days: the anchor is now 10 February, the duty moved to 13 March.
    case.does("2021-03-01", "resume");
    assert_eq!(
        case.ledger("2021-03-11"),
        [
            "contact 2021-01-01 due 2021-03-13: superseded 2021-03-10",
            "contact 2021-03-10 due 2021-04-10: open"
        ]
    );
}
