//! §7: exit and reopening.

use super::sketch::*;
use crate::{Blocker, Cadence, Effect, EventKind};

fn case() -> Case {
    let mut sketch = Sketch::new(&["start", "act", "timer", "contact", "exit", "reopen"]);
    sketch.at("timer").kind = EventKind::Timer;
    sketch.at("exit").effect = Effect::Exits;
    sketch.at("reopen").effect = Effect::Reopens;
    sketch.relate("start", response("P1M"), "act");
    sketch.relate("start", response("P1M"), "timer");
    sketch.relate("start", repeated("P1W", Cadence::Anchored), "contact");
    Case::new(sketch)
}

#[test]
fn a_closed_case_stands_still_and_can_only_be_reopened() {
    let mut case = case();
    case.does("2021-01-01", "start").does("2021-01-05", "exit");
    assert_eq!(
        case.ledger("2021-06-01"),
        [
            "act 2021-01-01 due 2021-02-01: cancelled 2021-01-05",
            "timer 2021-01-01 due 2021-02-01: cancelled 2021-01-05",
            "contact 2021-01-01 due 2021-01-08: cancelled 2021-01-05",
        ]
    );
    assert_eq!(case.on("2021-06-01").closed(), Some((4, day("2021-01-05"))));
    assert_eq!(
        case.blockers("2021-06-01", "act", None),
        [Blocker::Closed { by: 4 }]
    );
    assert_eq!(case.blockers("2021-06-01", "reopen", None), []);
    assert_eq!(
        case.blockers("2021-01-02", "reopen", None),
        [Blocker::NotClosed]
    );
    assert_eq!(case.on("2021-06-01").next_wake(), None);
}

#[test]
fn reopening_brings_back_what_the_exit_took() {
    let mut case = case();
    case.does("2021-01-01", "start")
        .does("2021-01-05", "exit")
        .does("2021-01-20", "reopen");
    assert_eq!(
        case.ledger("2021-01-20"),
        [
            "act 2021-01-01 due 2021-02-01: open",
            "timer 2021-01-01 due 2021-02-01: open",
            "contact 2021-01-01 due 2021-01-08: open",
        ]
    );
    assert_eq!(case.on("2021-01-20").next_wake(), Some(day("2021-01-21")));
    // The turns of 8 and 15 January end on the first evening.
    assert_eq!(
        case.ledger("2021-01-21")[2..],
        [
            "contact 2021-01-01 due 2021-01-08: superseded 2021-01-20",
            "contact 2021-01-20 due 2021-01-15: superseded 2021-01-20",
            "contact 2021-01-20 due 2021-01-22: open",
        ]
    );
}

#[test]
fn what_is_done_in_a_closed_case_makes_no_duty() {
    let mut case = case();
    case.does("2021-01-05", "exit")
        .does("2021-01-06", "start")
        .does("2021-01-07", "exit");
    case.does("2021-01-09", "reopen");
    let fold = case.fold("2021-01-09");
    assert_eq!(fold.state.unended().count(), 0);
    assert_eq!(fold.deviations.len(), 2);
    assert_eq!(
        case.ledger("2021-01-09")[0],
        "act 2021-01-06 due 2021-02-06: cancelled 2021-01-06"
    );
    assert_eq!(fold.state.next_wake(), None);
}

#[test]
fn a_pause_counts_in_a_closed_case_as_in_an_open_one() {
    let paused = |is_closed: bool| {
        let mut sketch = Sketch::new(&["start", "act", "contact", "pause", "resume"]);
        sketch.event("exit").effect = Effect::Exits;
        sketch.event("reopen").effect = Effect::Reopens;
        sketch.definition.pause_groups = 1;
        sketch.at("pause").effect = Effect::Pauses {
            group: 0,
            until: None,
        };
        sketch.at("resume").effect = Effect::Resumes(0);
        sketch.at("act").pause_group = Some(0);
        sketch.at("contact").pause_group = Some(0);
        sketch.relate("start", response("P1M"), "act");
        sketch.relate("start", repeated("P1M", Cadence::Anchored), "contact");
        let mut case = Case::new(sketch);
        case.does("2021-01-01", "start").does("2021-01-11", "pause");
        if is_closed {
            case.does("2021-01-15", "exit");
        }
        // Ten days stood still.
        case.does("2021-01-21", "resume");
        if is_closed {
            assert_eq!(
                case.ledger("2021-01-22")[0],
                "act 2021-01-01 due 2021-02-01: cancelled 2021-01-15",
                "what is cancelled keeps its day"
            );
            case.does("2021-01-25", "reopen");
        }
        case
    };
    let open = paused(false).ledger("2021-01-25");
    assert_eq!(
        open,
        [
            "act 2021-01-01 due 2021-02-11: open",
            "contact 2021-01-01 due 2021-02-11: open",
        ]
    );
    assert_eq!(paused(true).ledger("2021-01-25"), open);
    // The next turn counts from the anchor, which moved too.
    assert_eq!(
        paused(true).ledger("2021-02-12")[2],
        "contact 2021-02-11 due 2021-03-11: open"
    );
}
