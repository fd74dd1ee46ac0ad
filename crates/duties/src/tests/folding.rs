//! §10: any order in, one order of steps.

use calendar::LocalTime;

use super::sketch::*;
use crate::{Step, Strength};

fn case() -> Case {
    let mut sketch = Sketch::new(&["c", "b", "a"]);
    sketch.relate("a", CONDITION, "b");
    sketch.relate("b", CONDITION, "c");
    sketch.relate("a", response("P1W"), "b");
    Case::new(sketch)
}

#[test]
fn prerequisites_come_first_within_a_day() {
    let mut case = case();
    case.does("2021-01-02", "c")
        .does("2021-01-02", "b")
        .does("2021-01-02", "a");
    let fold = case.fold("2021-01-02");
    assert_eq!(fold.order, [2, 1, 0]);
    assert!(fold.deviations.is_empty());
}

#[test]
fn times_bind_where_both_are_known() {
    let mut case = case();
    case.does("2021-01-02", "c")
        .does("2021-01-02", "b")
        .does("2021-01-02", "a");
    let at = |text: &str| Some(text.parse::<LocalTime>().unwrap());
    case.steps[2].time = at("12:00");
    case.steps[1].time = at("09:00");
    // b came before a, and neither b nor c can wait for it: both are blocked, so page order decides.
    let fold = case.fold("2021-01-02");
    assert_eq!(fold.order, [0, 1, 2]);
    let deviating: Vec<_> = fold.deviations.iter().map(|it| it.event).collect();
    assert_eq!(deviating, [0, 1]);
}

#[test]
fn what_comes_after_the_day_is_left_out() {
    let mut case = case();
    case.does("2021-01-05", "b").does("2021-01-02", "a");
    let fold = case.fold("2021-01-04");
    assert_eq!(fold.order, [1]);
    assert_eq!(fold.state.today(), day("2021-01-04"));
    assert_eq!(fold.state.unended().count(), 1);
    assert_eq!(case.on("2020-12-01").today(), day("2020-12-01"));
}

#[test]
fn every_permutation_gives_the_same_case() {
    let mut case = case();
    for id in ["c", "b", "a", "b"] {
        case.does("2021-01-02", id);
    }
    let expected = format!("{:?}", case.on("2021-02-01").ledger());
    let steps = case.steps.clone();
    permute(&steps, &mut Vec::new(), &mut |order| {
        case.steps = order.to_vec();
        assert_eq!(format!("{:?}", case.on("2021-02-01").ledger()), expected);
    });
}

fn permute(left: &[Step], taken: &mut Vec<Step>, check: &mut impl FnMut(&[Step])) {
    if left.is_empty() {
        check(taken);
    }
    for at in 0..left.len() {
        let mut rest = left.to_vec();
        taken.push(rest.remove(at));
        permute(&rest, taken, check);
        taken.pop();
    }
}

#[test]
fn a_fold_in_one_go_equals_one_in_steps() {
    let mut case = case();
    case.does("2021-01-02", "a")
        .does("2021-01-20", "b")
        .does("2021-01-21", "a");
    let engine = case.engine();
    let mut state = engine.start(7, day("2021-01-02"));
    for step in &case.steps {
        state = engine.advance(state, step.day);
        state = engine.execute(state, step).0;
    }
    state = engine.advance(state, day("2021-06-01"));
    let folded = case.on("2021-06-01");
    assert_eq!(state.ledger(), folded.ledger());
    assert_eq!(state.next_wake(), folded.next_wake());
    assert_eq!(state.ledger()[0].act, Strength::Must);
}
