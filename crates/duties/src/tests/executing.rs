//! §4: discharge, marking, guards, the order of effects, duty ids.

use super::sketch::*;
use crate::{Comparison, Effect, FieldType, Guard, RelationKind, Repeat, Value};

fn flag(field: usize, value: bool) -> Guard {
    Guard::Compare(field, Comparison::Equal, Value::Flag(value))
}

#[test]
fn doing_it_on_the_due_day_is_in_time_and_discharges_all() {
    let mut sketch = Sketch::new(&["a", "b", "c"]);
    sketch.relate("a", response("P1W"), "c");
    sketch.relate("b", response("P2W"), "c");
    let mut case = Case::new(sketch);
    case.does("2021-01-01", "a")
        .does("2021-01-01", "b")
        .does("2021-01-08", "c");
    assert_eq!(
        case.ledger("2021-01-08"),
        [
            "c 2021-01-01 due 2021-01-08: met 2021-01-08",
            "c 2021-01-01 due 2021-01-15: met 2021-01-08"
        ]
    );
    case.steps.pop();
    case.does("2021-01-09", "c");
    assert_eq!(
        case.ledger("2021-01-09"),
        [
            "c 2021-01-01 due 2021-01-08: late 2021-01-09",
            "c 2021-01-01 due 2021-01-15: met 2021-01-09"
        ]
    );
}

#[test]
fn a_trigger_again_replaces_its_own_duty_only() {
    let mut sketch = Sketch::new(&["a", "b", "c"]);
    sketch.relate("a", response("P1W"), "c");
    sketch.relate("b", response("P2W"), "c");
    let mut case = Case::new(sketch);
    case.does("2021-01-01", "a")
        .does("2021-01-01", "b")
        .does("2021-01-03", "a");
    assert_eq!(
        case.ledger("2021-01-03"),
        [
            "c 2021-01-01 due 2021-01-08: superseded 2021-01-03",
            "c 2021-01-01 due 2021-01-15: open",
            "c 2021-01-03 due 2021-01-10: open",
        ]
    );
}

#[test]
fn include_wins_over_exclude_and_a_new_duty_over_no_response() {
    let mut sketch = Sketch::new(&["a", "b"]);
    sketch.owed("b", "P1D");
    sketch.relate("a", response("P1W"), "b");
    sketch.relate("a", RelationKind::Include, "b");
    sketch.relate("a", SUSPEND, "b");
    sketch.relate("a", RelationKind::NoResponse, "b");
    let mut case = Case::new(sketch);
    case.does("2021-01-01", "a");
    assert!(case.on("2021-01-01").is_included(1, None));
    assert_eq!(
        case.ledger("2021-01-01"),
        [
            "b 2021-01-01 due 2021-01-02: cancelled 2021-01-01",
            "b 2021-01-01 due 2021-01-08: open"
        ]
    );
}

#[test]
fn exclusion_suspends_or_cancels() {
    let mut sketch = Sketch::new(&["suspend", "cancel", "back", "b"]);
    sketch.owed("b", "P1D");
    sketch.relate("suspend", SUSPEND, "b");
    sketch.relate("cancel", CANCEL, "b");
    sketch.relate("back", RelationKind::Include, "b");
    let mut case = Case::new(sketch);
    case.does("2021-01-01", "suspend");
    assert_eq!(
        case.ledger("2021-01-01"),
        ["b 2021-01-01 due 2021-01-02: suspended"]
    );
    assert!(!case.on("2021-01-01").is_pending(3, None));
    case.does("2021-01-05", "back");
    assert_eq!(
        case.ledger("2021-01-05"),
        ["b 2021-01-01 due 2021-01-02: open"]
    );
    case.does("2021-01-06", "cancel").does("2021-01-07", "back");
    assert_eq!(
        case.ledger("2021-01-07"),
        ["b 2021-01-01 due 2021-01-02: cancelled 2021-01-06"]
    );
    assert_eq!(case.on("2021-01-07").unended().count(), 0);
}

#[test]
fn guards_read_what_the_event_itself_brought() {
    let mut sketch = Sketch::new(&["meeting", "yes", "no"]);
    let f = sketch.field("f", FieldType::Flag, None);
    sketch.guarded("meeting", response(""), "yes", flag(f, true));
    sketch.guarded("meeting", response(""), "no", flag(f, false));
    let mut case = Case::new(sketch);
    case.does("2021-01-01", "meeting");
    let fold = case.fold("2021-01-01");
    assert_eq!(fold.state.ledger().len(), 0);
    let waiting: Vec<_> = fold
        .pending
        .iter()
        .map(|it| (it.relation, it.fields.clone()))
        .collect();
    assert_eq!(waiting, [(0, vec![f]), (1, vec![f])]);
    case.brings("2021-01-02", "meeting", None, &[(f, Value::Flag(false))]);
    assert_eq!(case.ledger("2021-01-02"), ["no 2021-01-02: open"]);
}

#[test]
fn an_attempt_keeps_the_values_and_nothing_else() {
    let mut sketch = Sketch::new(&["meeting", "next"]);
    let f = sketch.field("f", FieldType::Flag, None);
    sketch.owed("meeting", "P1W");
    sketch.at("meeting").completes = Some(flag(f, true));
    sketch.relate("meeting", response(""), "next");
    let mut case = Case::new(sketch);
    case.does("2021-01-01", "meeting");
    case.brings("2021-01-02", "meeting", None, &[(f, Value::Flag(false))]);
    let state = case.on("2021-01-02");
    assert_eq!(state.value(f, None), Some(Value::Flag(false)));
    assert_eq!(state.done(0, None), None);
    assert_eq!(
        case.ledger("2021-01-02"),
        ["meeting 2021-01-01 due 2021-01-08: open"]
    );
    case.brings("2021-01-03", "meeting", None, &[(f, Value::Flag(true))]);
    assert_eq!(
        case.ledger("2021-01-03"),
        [
            "meeting 2021-01-01 due 2021-01-08: met 2021-01-03",
            "next 2021-01-03: open"
        ]
    );
}

#[test]
fn once_per_round_begins_anew_with_the_round() {
    let mut sketch = Sketch::new(&["round", "a"]);
    sketch.definition.rounds = 1;
    sketch.at("round").effect = Effect::BeginsRound(0);
    sketch.at("a").repeat = Repeat::OncePerRound(0);
    sketch.at("round").repeat = Repeat::OncePerRound(0);
    let mut case = Case::new(sketch);
    case.does("2021-01-01", "a");
    assert_eq!(
        case.blockers("2021-01-01", "a", None),
        [crate::Blocker::AlreadyDone]
    );
    case.does("2021-01-02", "round");
    assert_eq!(case.blockers("2021-01-02", "a", None), []);
    assert_eq!(
        case.blockers("2021-01-02", "round", None),
        [crate::Blocker::AlreadyDone]
    );
    assert_eq!(case.on("2021-01-02").round(0), 1);
    assert_eq!(
        case.on("2021-01-02").done(1, None),
        Some((day("2021-01-01"), 1))
    );
}

#[test]
fn an_instance_begins_with_its_duties_and_closing_cancels_them() {
    let mut sketch = Sketch::new(&["all"]);
    sketch.placement(2);
    sketch.owed("work", "P1W");
    sketch.relate("all", response("P2D"), "work");
    let mut case = Case::new(sketch);
    case.does_in("2021-01-01", "open", 5)
        .does_in("2021-01-02", "open", 6);
    case.does_in("2021-01-03", "close", 5)
        .does("2021-01-04", "all");
    assert_eq!(
        case.ledger("2021-01-04"),
        [
            "work#5 2021-01-01 due 2021-01-08: cancelled 2021-01-03",
            "work#6 2021-01-02 due 2021-01-09: open",
            "work#6 2021-01-04 due 2021-01-06: open",
        ]
    );
}

#[test]
fn a_deviation_opens_the_instance_it_needs() {
    let mut sketch = Sketch::new(&[]);
    sketch.placement(1);
    sketch.owed("close", "P1W");
    let mut case = Case::new(sketch);
    case.does_in("2021-01-01", "work", 3);
    let fold = case.fold("2021-01-01");
    assert_eq!(
        fold.deviations[0].blockers,
        [crate::Blocker::NoSuchInstance]
    );
    assert_eq!(fold.state.instances().len(), 1);
    assert_eq!(
        case.ledger("2021-01-01"),
        ["close#3 2021-01-01 due 2021-01-08: open"]
    );
}

#[test]
fn duty_ids_are_the_hash_that_is_written_down() {
    let mut sketch = Sketch::new(&["a", "b"]);
    sketch.relate("a", response(""), "b");
    let mut case = Case::new(sketch);
    case.does("2021-01-01", "a").does("2021-01-02", "a");
    case.steps[1].root = crate::RootId(1);
    let hash = |round: u64| {
        let relation = crate::identity::text("r0");
        let bytes = [7, 0, relation, 1, round].map(u64::to_le_bytes).concat();
        bytes.iter().fold(0xcbf2_9ce4_8422_2325_u64, |hash, byte| {
            (hash ^ u64::from(*byte)).wrapping_mul(0x0000_0100_0000_01b3)
        })
    };
    let ids: Vec<u64> = case
        .on("2021-01-02")
        .ledger()
        .iter()
        .map(|duty| duty.id.0)
        .collect();
    assert_eq!(ids, [hash(0), hash(1)]);
}
