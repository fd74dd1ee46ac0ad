//! Small models with one flaw each, and the kernel's arithmetic.

use super::*;
use crate::tests::sketch::*;
use crate::{
    Comparison, Effect, EventKind, FieldType, Guard, InstanceKey, Quantifier, RelationKind, Repeat,
    Value,
};

fn found(sketch: Sketch) -> Vec<(Flaw, Vec<usize>, Vec<usize>)> {
    let report = check(&sketch.model(), Limits::default());
    assert!(report.is_finished(), "{:?}", report.runs);
    let findings = report.findings.into_iter();
    findings.map(|it| (it.flaw, it.events, it.path)).collect()
}

#[test]
fn a_model_without_flaws_has_no_findings() {
    let mut sketch = Sketch::new(&["a", "b", "c"]);
    sketch.relate("a", response("P1W"), "b");
    sketch.relate("a", CONDITION, "b");
    sketch.relate("b", response("P1W"), "c");
    sketch.relate("c", SUSPEND, "a");
    assert_eq!(found(sketch), []);
}

#[test]
fn two_conditions_in_a_circle_deadlock() {
    let mut sketch = Sketch::new(&["a", "b", "c"]);
    sketch.at("a").repeat = Repeat::Once;
    sketch.relate("a", response(""), "b");
    sketch.relate("c", CONDITION, "b");
    sketch.relate("b", CONDITION, "c");
    assert_eq!(
        found(sketch),
        [
            (Flaw::Dead, vec![1], vec![]),
            (Flaw::Dead, vec![2], vec![]),
            (Flaw::Deadlock, vec![1], vec![0]),
        ]
    );
}

#[test]
fn an_exit_hides_a_stuck_duty_until_it_is_taken_away() {
    let mut sketch = Sketch::new(&["a", "b", "gone", "exit"]);
    sketch.at("exit").effect = Effect::Exits;
    sketch.relate("a", response(""), "b");
    sketch.relate("gone", CONDITION, "b");
    sketch.relate("a", SUSPEND, "gone");
    sketch.relate("gone", SUSPEND, "gone");
    sketch.relate("b", SUSPEND, "a");
    // Excluded sources do not block, so b is free once a has excluded it.
    assert_eq!(found(sketch), []);

    let mut sketch = Sketch::new(&["a", "b", "never", "exit"]);
    sketch.at("never").kind = EventKind::Timer;
    sketch.at("exit").effect = Effect::Exits;
    sketch.relate("a", response(""), "b");
    sketch.relate("never", CONDITION, "b");
    sketch.relate("b", SUSPEND, "a");
    let report = check(&sketch.model(), Limits::default());
    let stuck: Vec<_> = report
        .findings
        .iter()
        .filter(|it| it.flaw == Flaw::Stuck)
        .map(|it| (it.subject, it.events.clone(), it.path.clone()))
        .collect();
    assert_eq!(stuck, [(Subject::WithoutExits, vec![1], vec![0])]);
}

#[test]
fn duties_that_keep_each_other_alive_are_a_livelock() {
    let mut sketch = Sketch::new(&["a", "b"]);
    sketch.owed("a", "");
    sketch.relate("a", response(""), "b");
    sketch.relate("b", response(""), "a");
    assert_eq!(found(sketch), [(Flaw::Livelock, vec![0], vec![])]);
}

#[test]
fn a_cadence_is_no_livelock() {
    let mut sketch = Sketch::new(&["a", "b", "c"]);
    sketch.relate("a", repeated("P1W", crate::Cadence::Rolling), "b");
    sketch.relate("a", repeated("P1M", crate::Cadence::Anchored), "c");
    sketch.relate("b", response(""), "a");
    sketch.relate("c", RelationKind::Milestone, "a");
    assert_eq!(found(sketch), []);
}

#[test]
fn decisions_are_branched_over() {
    let answers = ["yes", "no", "later"].map(str::to_owned).to_vec();
    let mut sketch = Sketch::new(&["meeting", "yes", "no", "later"]);
    let field = sketch.field("answer", FieldType::Choice(answers), None);
    let is = |choice| Guard::Compare(field, Comparison::Equal, Value::Choice(choice));
    sketch.at("meeting").repeat = Repeat::Once;
    sketch.at("yes").included = false;
    sketch.at("later").included = false;
    sketch.guarded("meeting", RelationKind::Include, "yes", is(0));
    sketch.guarded("meeting", response(""), "yes", is(0));
    sketch.guarded("meeting", response(""), "no", is(1));
    // Nobody ever does what "no" waits for after a "no".
    sketch.relate("yes", CONDITION, "no");
    sketch.guarded("meeting", RelationKind::Include, "yes", is(1));
    sketch.guarded("yes", CONDITION, "yes", is(1));
    let report = check(&sketch.model(), Limits::default());
    let stuck: Vec<_> = report
        .findings
        .iter()
        .filter(|it| it.flaw == Flaw::Deadlock)
        .map(|it| (it.events.clone(), it.path.clone()))
        .collect();
    assert_eq!(stuck, [(vec![2], vec![0])]);
    let dead: Vec<_> = report
        .findings
        .iter()
        .filter(|it| it.flaw == Flaw::Dead)
        .collect();
    assert_eq!(dead.len(), 1, "{dead:?}");
    assert_eq!(dead[0].events, [3]);
}

#[test]
fn what_is_never_found_within_the_limit_is_said_to_be_unfinished() {
    let mut sketch = Sketch::default();
    for number in 0..12 {
        sketch.event(&format!("a{number}"));
        sketch.event(&format!("b{number}"));
        sketch.relate(&format!("a{number}"), CONDITION, &format!("b{number}"));
        sketch.relate(&format!("b{number}"), SUSPEND, &format!("a{number}"));
    }
    sketch.event("last");
    for number in 0..12 {
        sketch.relate(&format!("b{number}"), CONDITION, "last");
        sketch.relate("last", response(""), &format!("a{number}"));
    }
    let limits = Limits {
        markings: 100,
        copies: 1,
    };
    let report = check(&sketch.model(), limits);
    assert!(!report.is_finished());
}

#[test]
fn instances_are_copies_that_are_used_again() {
    let mut sketch = Sketch::new(&["after"]);
    sketch.placement(2);
    sketch.owed("work", "P1W");
    sketch.relate("work", CONDITION, "close");
    sketch.asking("work", CONDITION, "after", Quantifier::Any);
    let model = sketch.model();
    let kernel = Kernel::new(&model, 2).unwrap();
    let node = |event: usize, copy: usize| {
        let is_it = |node: &usize| kernel.event(*node) == (event, copy);
        (0..kernel.nodes()).find(is_it).unwrap()
    };
    let bits = |nodes: &[(usize, usize)]| {
        nodes.iter().fold(0_u128, |bits, (event, copy)| {
            bits | 1 << node(*event, *copy)
        })
    };
    let mut marking = kernel.start();
    assert_eq!(kernel.enabled(&marking), bits(&[(1, 0)]));
    marking = kernel.execute(&marking, node(1, 0), &[]);
    assert!(!kernel.is_settled(&marking));
    marking = kernel.execute(&marking, node(1, 0), &[]);
    assert_eq!(kernel.enabled(&marking), bits(&[(2, 0), (2, 1)]));
    marking = kernel.execute(&marking, node(2, 0), &[]);
    assert_eq!(
        kernel.enabled(&marking),
        bits(&[(0, 0), (2, 0), (2, 1), (3, 0)])
    );
    marking = kernel.execute(&marking, node(3, 0), &[]);
    assert_eq!(kernel.enabled(&marking), bits(&[(0, 0), (1, 0), (2, 1)]));
    marking = kernel.execute(&marking, node(1, 0), &[]);
    assert_eq!(kernel.enabled(&marking), bits(&[(0, 0), (2, 0), (2, 1)]));
    assert_eq!(InstanceKey(1).0, 1);
    assert!(
        check(
            &model,
            Limits {
                markings: 1_000,
                copies: 2
            }
        )
        .findings
        .is_empty()
    );
}
