//! Each trap once, and a model that avoids them all.

use super::*;
use crate::tests::sketch::*;
use crate::{Cadence, Effect, EventKind, Lifecycle, RelationKind};

/// The lints of a sketch: kind, events, relations.
fn lints(sketch: Sketch) -> Vec<(LintKind, Vec<usize>, Vec<usize>)> {
    let found = lint(&sketch.model()).into_iter();
    found
        .map(|lint| (lint.kind, lint.events, lint.relations))
        .collect()
}

fn delayed(delay: &str) -> RelationKind {
    RelationKind::Condition {
        delay: Some(span(delay)),
    }
}

#[test]
fn a_delay_from_an_event_that_can_be_excluded() {
    let mut sketch = Sketch::new(&["start", "timer"]);
    sketch.relate("start", delayed("P6M"), "timer");
    assert_eq!(lints(sketch), []);
    let mut sketch = Sketch::new(&["start", "timer"]);
    sketch.relate("start", delayed("P6M"), "timer");
    sketch.relate("start", CANCEL, "start");
    assert_eq!(
        lints(sketch),
        [(LintKind::VoidAnchor, vec![0, 1], vec![0, 1])]
    );
}

#[test]
fn a_suspended_duty_that_comes_back_with_its_old_day() {
    let contact = |exclude| {
        let mut sketch = Sketch::new(&["start", "contact", "back"]);
        sketch.relate("start", response("P1W"), "contact");
        sketch.relate("start", exclude, "contact");
        sketch.relate("back", RelationKind::Include, "contact");
        sketch
    };
    assert_eq!(
        lints(contact(SUSPEND)),
        [(LintKind::ZombieDuty, vec![0, 1], vec![1])]
    );
    assert_eq!(lints(contact(CANCEL)), []);
    let mut released = contact(SUSPEND);
    released.relate("start", RelationKind::NoResponse, "contact");
    assert_eq!(lints(released), []);
}

#[test]
fn a_condition_that_an_earlier_round_satisfied() {
    let rounds = |milestone: bool| {
        let mut sketch = Sketch::new(&["first", "again", "papers", "meeting"]);
        for source in ["first", "again"] {
            sketch.relate(source, response("P1W"), "papers");
            sketch.relate(source, response("P4W"), "meeting");
        }
        sketch.relate("papers", CONDITION, "meeting");
        if milestone {
            sketch.relate("papers", RelationKind::Milestone, "meeting");
        }
        sketch
    };
    assert_eq!(
        lints(rounds(false)),
        [(LintKind::StaleCondition, vec![2, 3], vec![4])]
    );
    assert_eq!(lints(rounds(true)), []);
}

#[test]
fn duties_nobody_sees_and_includes_without_duty() {
    let mut sketch = Sketch::new(&["a", "b", "c"]);
    sketch.at("c").included = false;
    sketch.relate("a", response(""), "c");
    assert_eq!(
        lints(sketch),
        [
            (LintKind::UnseenDuty, vec![0, 2], vec![0]),
            (LintKind::NeverIncluded, vec![2], vec![])
        ]
    );
    let mut sketch = Sketch::new(&["a", "b", "c"]);
    sketch.at("c").included = false;
    sketch.relate("a", response(""), "c");
    sketch.relate("a", RelationKind::Include, "c");
    sketch.relate("b", RelationKind::Include, "c");
    assert_eq!(
        lints(sketch),
        [(LintKind::IdleInclude, vec![1, 2], vec![2])]
    );
}

#[test]
fn timers_need_a_day_and_an_end() {
    let timers = || {
        let mut sketch = Sketch::new(&["start", "one", "two"]);
        sketch.at("one").kind = EventKind::Timer;
        sketch.at("two").kind = EventKind::Timer;
        sketch.relate("start", response("P1M"), "one");
        sketch
    };
    let mut unarmed = timers();
    unarmed.relate("one", response(""), "two");
    assert_eq!(lints(unarmed), [(LintKind::UnarmedTimer, vec![2], vec![])]);
    let mut looping = timers();
    looping.relate("one", response("P1M"), "two");
    looping.relate("two", response("P1M"), "one");
    assert_eq!(
        lints(looping),
        [(LintKind::TimerLoop, vec![1, 2], vec![1, 2])]
    );
}

#[test]
fn a_cadence_without_an_end() {
    let contact = || {
        let mut sketch = Sketch::new(&["start", "contact", "stop"]);
        sketch.relate("start", repeated("P1W", Cadence::Rolling), "contact");
        sketch
    };
    assert_eq!(
        lints(contact()),
        [(LintKind::EndlessCadence, vec![0, 1], vec![0])]
    );
    let mut stopped = contact();
    stopped.relate("stop", RelationKind::NoResponse, "contact");
    assert_eq!(lints(stopped), []);
    let mut exited = contact();
    exited.at("stop").effect = Effect::Exits;
    assert_eq!(lints(exited), []);
}

#[test]
fn what_nothing_lets_in() {
    let mut sketch = Sketch::new(&["a", "b"]);
    sketch.at("b").included = false;
    sketch.relate("a", CONDITION, "b");
    assert_eq!(lints(sketch), [(LintKind::NeverIncluded, vec![1], vec![])]);
    let mut sketch = Sketch::new(&["a", "b"]);
    sketch.at("b").included = false;
    sketch.relate("a", RelationKind::Include, "b");
    assert_eq!(lints(sketch), []);
}

#[test]
fn an_instance_is_opened_once() {
    let placements = |again: bool| {
        let mut sketch = Sketch::new(&["again"]);
        sketch.placement(2);
        sketch.event("carried-on").instance = Some(0);
        sketch.at("carried-on").lifecycle = Lifecycle::Opens;
        sketch.event("papers").instance = Some(0);
        let mut openings = vec!["open", "carried-on"];
        if again {
            openings.push("again");
        }
        for source in openings {
            sketch.relate(source, response(""), "work");
            sketch.relate(source, response(""), "papers");
        }
        sketch.relate("work", CONDITION, "papers");
        sketch
    };
    assert_eq!(lints(placements(false)), []);
    let stale: Vec<_> = lints(placements(true));
    assert_eq!(stale.len(), 1);
    assert_eq!(stale[0].0, LintKind::StaleCondition);
}
