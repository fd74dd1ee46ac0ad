//! What does not compile, and that all of it is said at once.

use super::sketch::*;
use crate::{
    Cadence, Comparison, EventKind, Fault, FieldType, Guard, Lifecycle, Model, Quantifier,
    RelationKind, Value,
};

fn faults(sketch: Sketch) -> Vec<String> {
    let faults = Model::compile(sketch.definition).expect_err("it should not compile");
    faults.iter().map(ToString::to_string).collect()
}

#[test]
fn positions_past_the_end_are_told_each() {
    let mut sketch = Sketch::new(&["a"]);
    sketch.relate("a", CONDITION, "a").target = 9;
    sketch.at("a").pause_group = Some(1);
    sketch.guarded("a", CONDITION, "a", Guard::Known(4));
    assert_eq!(
        faults(sketch),
        [
            "pause group 1 does not exist",
            "event 9 does not exist",
            "field 4 does not exist"
        ]
    );
}

#[test]
fn the_clock_makes_no_attempts() {
    let mut sketch = Sketch::new(&["start", "timer"]);
    sketch.at("timer").kind = EventKind::Timer;
    sketch.relate("start", response("P1M"), "timer");
    let field = sketch.field("f", FieldType::Flag, None);
    sketch.at("timer").completes = Some(Guard::Known(field));
    assert_eq!(
        faults(sketch),
        ["event 1: what the clock does is always done: it cannot depend on answers"]
    );
}

#[test]
fn ids_are_unique() {
    let mut sketch = Sketch::new(&["a", "a"]);
    sketch.relate("a", CONDITION, "a");
    sketch.relate("a", CONDITION, "a").id = "r0".to_owned();
    sketch.field("f", FieldType::Flag, None);
    sketch.field("f", FieldType::Flag, None);
    assert_eq!(
        faults(sketch),
        [
            "field 1: another field has the same id",
            "event 1: another event has the same id",
            "relation 1: another relation has the same id",
        ]
    );
}

#[test]
fn quantifiers_stand_where_they_mean_something_and_only_there() {
    let mut sketch = Sketch::new(&["a", "b"]);
    sketch.placement(1);
    sketch.relate("work", CONDITION, "a");
    sketch.asking("a", CONDITION, "b", Quantifier::All);
    sketch.asking("work", response(""), "a", Quantifier::Any);
    sketch.asking("work", CONDITION, "open", Quantifier::Any);
    let found = faults(sketch);
    assert_eq!(found.len(), 3, "{found:?}");
    assert!(found[0].starts_with("relation 0: it must say"), "{found:?}");
    assert!(found[1].starts_with("relation 1: any or all"), "{found:?}");
    assert!(found[2].starts_with("relation 2: any or all"), "{found:?}");
}

#[test]
fn kinds_of_instance_do_not_speak_to_each_other() {
    let mut sketch = Sketch::new(&[]);
    sketch.placement(1);
    sketch.definition.instances.push(crate::InstanceKind {
        id: "offer".to_owned(),
        limit: 1,
    });
    sketch.event("other").instance = Some(1);
    sketch.relate("work", CONDITION, "other");
    sketch.relate("open", SUSPEND, "other");
    sketch.relate("open", SUSPEND, "work");
    let found = faults(sketch);
    assert_eq!(found.len(), 2, "{found:?}");
    assert!(
        found
            .iter()
            .all(|fault| fault.contains("different kinds of instance"))
    );
}

#[test]
fn cadences_have_turns() {
    let mut sketch = Sketch::new(&["a", "b"]);
    let kinds = [
        RelationKind::Response {
            act: crate::Strength::Must,
            deadline: None,
            cadence: Some(Cadence::Rolling),
        },
        repeated("P0D", Cadence::Anchored),
        repeated("P30D", Cadence::CalendarMonth),
        repeated("P1M7D", Cadence::CalendarWeek),
        repeated("P8D", Cadence::CalendarWeek),
        repeated("P2M", Cadence::CalendarMonth),
        repeated("P2W", Cadence::CalendarWeek),
    ];
    for kind in kinds {
        sketch.relate("a", kind, "b");
    }
    let found = faults(sketch);
    let relations: Vec<&str> = found.iter().map(|fault| &fault[..10]).collect();
    let expected = [
        "relation 0",
        "relation 1",
        "relation 2",
        "relation 3",
        "relation 4",
    ];
    assert_eq!(relations, expected, "{found:?}");
}

#[test]
fn guards_ask_what_their_fields_can_answer() {
    let mut sketch = Sketch::new(&["a"]);
    let choice = sketch.field("c", FieldType::Choice(vec!["x".into(), "y".into()]), None);
    let set = sketch.field("s", FieldType::Set(vec!["x".into()]), None);
    for guard in [
        Guard::Compare(choice, Comparison::Equal, Value::Flag(true)),
        Guard::Compare(choice, Comparison::Equal, Value::Choice(2)),
        Guard::Contains(set, 1),
        Guard::Contains(choice, 0),
        Guard::Compare(choice, Comparison::Equal, Value::Choice(1)),
        Guard::Contains(set, 0),
    ] {
        sketch.guarded("a", CONDITION, "a", Guard::Not(Box::new(guard)));
    }
    let found = faults(sketch);
    assert_eq!(found.len(), 4, "{found:?}");
}

#[test]
fn lifecycles_need_a_kind_of_instance_and_pauses_a_day() {
    let mut sketch = Sketch::new(&["a", "b"]);
    sketch.at("a").lifecycle = Lifecycle::Closes;
    sketch.definition.pause_groups = 1;
    let field = sketch.field("f", FieldType::Flag, None);
    sketch.at("b").effect = crate::Effect::Pauses {
        group: 0,
        until: Some(field),
    };
    let found = faults(sketch);
    assert_eq!(found.len(), 2, "{found:?}");
}

#[test]
fn more_events_than_a_set_holds_do_not_compile() {
    let mut sketch = Sketch::default();
    for number in 0..257 {
        sketch.event(&format!("e{number}"));
    }
    let found = Model::compile(sketch.definition).expect_err("257 events");
    assert_eq!(
        found,
        [Fault::TooMany {
            what: "events",
            limit: 256
        }]
    );
}
