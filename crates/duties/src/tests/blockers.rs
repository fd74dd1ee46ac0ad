//! §2 and §9: what blocks, in which order, seen from which instance.

use super::sketch::*;
use crate::{
    Blocker, Comparison, Effect, EventKind, FieldType, Guard, InstanceKey, Quantifier,
    RelationKind, Repeat, Value,
};

fn flag(field: usize) -> Guard {
    Guard::Compare(field, Comparison::Equal, Value::Flag(true))
}

#[test]
fn a_delay_counts_from_the_last_execution() {
    let mut sketch = Sketch::new(&["a", "b"]);
    let delay = Some(span("P1M"));
    sketch.relate("a", RelationKind::Condition { delay }, "b");
    let mut case = Case::new(sketch);
    let not_done = Blocker::NotDone {
        relation: 0,
        event: 0,
        instance: None,
    };
    assert_eq!(case.blockers("2021-01-30", "b", None), [not_done]);
    case.does("2021-01-31", "a");
    let opens = day("2021-02-28");
    let too_early = Blocker::TooEarly {
        relation: 0,
        event: 0,
        opens,
    };
    assert_eq!(case.blockers("2021-02-27", "b", None), [too_early]);
    assert_eq!(case.blockers("2021-02-28", "b", None), []);
    case.does("2021-02-27", "a");
    let opens = day("2021-03-27");
    let too_early = Blocker::TooEarly {
        relation: 0,
        event: 0,
        opens,
    };
    assert_eq!(case.blockers("2021-02-28", "b", None), [too_early]);
}

#[test]
fn a_milestone_blocks_while_its_source_is_pending_and_takes_part() {
    let mut sketch = Sketch::new(&["a", "b", "out", "in"]);
    sketch.owed("a", "P10D");
    sketch.relate("a", RelationKind::Milestone, "b");
    sketch.relate("out", SUSPEND, "a");
    sketch.relate("in", RelationKind::Include, "a");
    let mut case = Case::new(sketch);
    case.does("2021-03-01", "in");
    let pending = Blocker::StillPending {
        relation: 0,
        event: 0,
        instance: None,
        due: Some(day("2021-03-11")),
    };
    assert_eq!(case.blockers("2021-03-02", "b", None), [pending]);
    case.does("2021-03-02", "out");
    assert_eq!(case.blockers("2021-03-02", "b", None), []);
    case.does("2021-03-03", "in").does("2021-03-04", "a");
    assert_eq!(case.blockers("2021-03-03", "b", None).len(), 1);
    assert_eq!(case.blockers("2021-03-04", "b", None), []);
}

#[test]
fn unknown_blocks_only_where_the_answer_matters() {
    let mut sketch = Sketch::new(&["a", "b"]);
    let (f, g) = (
        sketch.field("f", FieldType::Flag, None),
        sketch.field("g", FieldType::Flag, None),
    );
    sketch.guarded("a", CONDITION, "b", Guard::Any(vec![flag(f), flag(g)]));
    let mut case = Case::new(sketch);
    let unknown = |field| Blocker::Unknown { relation: 0, field };
    assert_eq!(
        case.blockers("2021-01-01", "b", None),
        [unknown(f), unknown(g)]
    );
    case.brings("2021-01-01", "b", None, &[(f, Value::Flag(false))]);
    assert_eq!(case.blockers("2021-01-01", "b", None), [unknown(g)]);
    case.brings("2021-01-02", "b", None, &[(g, Value::Flag(false))]);
    assert_eq!(case.blockers("2021-01-02", "b", None), []);
    case.brings("2021-01-03", "b", None, &[(g, Value::Flag(true))]);
    assert_eq!(case.blockers("2021-01-03", "b", None).len(), 1);
    case.does("2021-01-01", "a");
    assert_eq!(case.blockers("2021-01-01", "b", None), []);
}

#[test]
fn reasons_come_in_their_order_and_all_of_them() {
    let mut sketch = Sketch::new(&["a", "b", "x"]);
    sketch.at("b").repeat = Repeat::Once;
    sketch.at("b").kind = EventKind::Timer;
    sketch.at("x").effect = Effect::Exits;
    sketch.relate("a", CONDITION, "b");
    sketch.relate("x", SUSPEND, "b");
    let mut case = Case::new(sketch);
    case.does("2021-01-01", "b").does("2021-01-02", "x");
    let found = case.blockers("2021-01-02", "b", None);
    assert_eq!(
        found,
        [
            Blocker::Closed { by: 2 },
            Blocker::Excluded { by: Some(2) },
            Blocker::AlreadyDone,
            Blocker::NotDone {
                relation: 0,
                event: 0,
                instance: None
            },
            Blocker::Timer,
        ]
    );
}

#[test]
fn instances_are_bounded_while_open_and_keys_never_come_again() {
    let mut sketch = Sketch::new(&[]);
    sketch.placement(1);
    let mut case = Case::new(sketch);
    assert_eq!(
        case.blockers("2021-01-01", "work", Some(1)),
        [Blocker::NoSuchInstance]
    );
    assert_eq!(
        case.blockers("2021-01-01", "work", None),
        [Blocker::NoSuchInstance]
    );
    assert_eq!(case.blockers("2021-01-01", "open", Some(1)), []);
    case.does_in("2021-01-01", "open", 1);
    let full = Blocker::TooManyInstances { kind: 0, limit: 1 };
    assert_eq!(
        case.blockers("2021-01-01", "open", Some(2)),
        std::slice::from_ref(&full)
    );
    assert_eq!(
        case.blockers("2021-01-01", "open", Some(1)),
        [Blocker::InstanceExists, full]
    );
    assert_eq!(case.blockers("2021-01-01", "work", Some(1)), []);
    case.does_in("2021-01-02", "close", 1);
    assert_eq!(case.blockers("2021-01-02", "open", Some(2)), []);
    assert_eq!(
        case.blockers("2021-01-02", "open", Some(1)),
        [Blocker::InstanceExists]
    );
    assert_eq!(
        case.blockers("2021-01-02", "work", Some(1)),
        [Blocker::NoSuchInstance]
    );
}

#[test]
fn any_asks_for_one_instance_and_all_for_every_open_one() {
    let mut sketch = Sketch::new(&["any", "all"]);
    sketch.placement(9);
    sketch.asking("work", CONDITION, "any", Quantifier::Any);
    sketch.asking("work", CONDITION, "all", Quantifier::All);
    let mut case = Case::new(sketch);
    let not_done = |relation, instance: Option<u64>| Blocker::NotDone {
        relation,
        event: 3,
        instance: instance.map(InstanceKey),
    };
    assert_eq!(
        case.blockers("2021-01-01", "any", None),
        [not_done(0, None)]
    );
    assert_eq!(case.blockers("2021-01-01", "all", None), []);
    case.does_in("2021-01-01", "open", 1)
        .does_in("2021-01-01", "open", 2);
    assert_eq!(
        case.blockers("2021-01-01", "all", None),
        [not_done(1, Some(1)), not_done(1, Some(2))]
    );
    case.does_in("2021-01-02", "work", 2);
    assert_eq!(case.blockers("2021-01-02", "any", None), []);
    assert_eq!(
        case.blockers("2021-01-02", "all", None),
        [not_done(1, Some(1))]
    );
    case.does_in("2021-01-03", "close", 1)
        .does_in("2021-01-03", "close", 2);
    // A closed instance has still done it, and no open one lacks it.
    assert_eq!(case.blockers("2021-01-03", "any", None), []);
    assert_eq!(case.blockers("2021-01-03", "all", None), []);
}

#[test]
fn any_milestone_wants_one_open_instance_that_is_not_pending() {
    let mut sketch = Sketch::new(&["any", "all"]);
    sketch.placement(9);
    sketch.owed("work", "P5D");
    sketch.asking("work", RelationKind::Milestone, "any", Quantifier::Any);
    sketch.asking("work", RelationKind::Milestone, "all", Quantifier::All);
    let mut case = Case::new(sketch);
    assert_eq!(case.blockers("2021-01-01", "any", None), []);
    case.does_in("2021-01-02", "open", 2)
        .does_in("2021-01-01", "open", 1);
    let pending = |relation, key: Option<u64>, due| Blocker::StillPending {
        relation,
        event: 3,
        instance: key.map(InstanceKey),
        due: Some(day(due)),
    };
    assert_eq!(
        case.blockers("2021-01-02", "any", None),
        [pending(0, None, "2021-01-06")]
    );
    assert_eq!(
        case.blockers("2021-01-02", "all", None),
        [
            pending(1, Some(1), "2021-01-06"),
            pending(1, Some(2), "2021-01-07")
        ]
    );
    case.does_in("2021-01-02", "work", 1);
    assert_eq!(case.blockers("2021-01-02", "any", None), []);
    assert_eq!(case.blockers("2021-01-02", "all", None).len(), 1);
}

#[test]
fn a_delay_from_the_opening_counts_in_each_instance() {
    let mut sketch = Sketch::new(&[]);
    sketch.placement(9);
    let delay = Some(span("P2W"));
    sketch.relate("open", RelationKind::Condition { delay }, "work");
    let mut case = Case::new(sketch);
    case.does_in("2021-01-01", "open", 1)
        .does_in("2021-01-05", "open", 2);
    assert_eq!(case.blockers("2021-01-14", "work", Some(1)).len(), 1);
    assert_eq!(case.blockers("2021-01-15", "work", Some(1)), []);
    assert_eq!(case.blockers("2021-01-18", "work", Some(2)).len(), 1);
    assert_eq!(case.blockers("2021-01-19", "work", Some(2)), []);
}

#[test]
fn a_condition_on_any_says_nothing_where_its_guard_holds_for_none() {
    let mut sketch = Sketch::new(&["after", "needed"]);
    sketch.placement(9);
    let need = sketch.field("need", FieldType::Flag, None);
    let kind = sketch.field("kind", FieldType::Flag, Some(0));
    sketch
        .asking("work", CONDITION, "after", Quantifier::Any)
        .guard = Some(flag(kind));
    sketch
        .asking("work", CONDITION, "needed", Quantifier::Any)
        .guard = Some(flag(need));
    let mut case = Case::new(sketch);
    let not_done = |relation| Blocker::NotDone {
        relation,
        event: 3,
        instance: None,
    };
    // Before there is an instance, nobody has done it, whatever it will be.
    assert_eq!(case.blockers("2021-01-01", "after", None), [not_done(0)]);
    assert_eq!(case.blockers("2021-01-01", "needed", None), [not_done(1)]);
    case.brings("2021-01-02", "needed", None, &[(need, Value::Flag(false))]);
    assert_eq!(case.blockers("2021-01-02", "needed", None), []);
    case.brings("2021-01-03", "open", Some(1), &[(kind, Value::Flag(false))]);
    assert_eq!(case.blockers("2021-01-03", "after", None), []);
    case.brings("2021-01-04", "open", Some(2), &[(kind, Value::Flag(true))]);
    assert_eq!(case.blockers("2021-01-04", "after", None), [not_done(0)]);
    // What it has not done before it closes it will never do, but its question stays.
    case.does_in("2021-01-05", "close", 2);
    assert_eq!(case.blockers("2021-01-05", "after", None), [not_done(0)]);
    // The case is asked as it is now, also about an instance that has closed.
    case.brings("2021-01-06", "needed", None, &[(need, Value::Flag(true))]);
    assert_eq!(case.blockers("2021-01-06", "needed", None), [not_done(1)]);
}
