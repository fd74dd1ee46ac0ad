//! §8: setting aside, this time or until a day.

use super::sketch::*;
use crate::{Cadence, Strength};

fn case() -> Case {
    let mut sketch = Sketch::new(&["start", "contact", "firm"]);
    sketch.relate("start", repeated("P1W", Cadence::Rolling), "contact");
    sketch.relate("start", response("P1W"), "firm");
    Case::new(sketch)
}

#[test]
fn this_time_makes_the_next_one_due_a_turn_later() {
    let mut case = case();
    case.does("2021-01-01", "start")
        .sets_aside("2021-01-03", "contact", None);
    assert_eq!(
        case.ledger("2021-01-03"),
        [
            "contact 2021-01-01 due 2021-01-08: set aside 2021-01-03",
            "firm 2021-01-01 due 2021-01-08: open",
            "contact 2021-01-03 due 2021-01-15: open",
        ]
    );
}

#[test]
fn until_a_day_brings_it_back_as_it_was() {
    let mut case = case();
    case.does("2021-01-01", "start")
        .sets_aside("2021-01-03", "contact", Some("2021-02-01"));
    let line = "contact 2021-01-01 due 2021-01-08: set aside 2021-01-03 until 2021-02-01";
    assert_eq!(case.ledger("2021-01-31")[0], line);
    assert_eq!(case.on("2021-01-31").unended().count(), 2);
    assert!(!case.on("2021-01-31").is_pending(1, None));
    assert_eq!(case.on("2021-01-31").next_wake(), Some(day("2021-02-01")));
    assert_eq!(
        case.ledger("2021-02-01")[0],
        "contact 2021-01-01 due 2021-01-08: open"
    );
    assert!(case.on("2021-02-01").is_pending(1, None));
}

#[test]
fn what_binds_or_is_over_cannot_be_set_aside() {
    let mut case = case();
    case.does("2021-01-01", "start")
        .sets_aside("2021-01-03", "firm", None);
    assert_eq!(case.fold("2021-01-03").moot.len(), 1);
    case.sets_aside("2021-01-04", "contact", None)
        .steps
        .rotate_right(1);
    // Done before it was set aside, as was learned later.
    case.does("2021-01-04", "contact");
    let fold = case.fold("2021-01-04");
    assert_eq!(fold.moot.len(), 2);
    assert!(
        fold.state
            .ledger()
            .iter()
            .all(|duty| duty.state != crate::DutyState::SetAside)
    );
    assert_eq!(fold.state.ledger()[0].act, Strength::Default);
}
