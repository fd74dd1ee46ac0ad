//! A test of the tests: each of ten bugs given to the engine on purpose must be seen by the comparison with the reference.
//!
//! Run with `cargo test -p duties --features seeded-bugs --test seeded_bugs -- --nocapture` to read which graph caught
//! which bug.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has found something"
)]
#![expect(
    unused_imports,
    reason = "the other test target uses the rest of these modules"
)]

mod outcome;
mod random;
mod reference;

use std::panic::catch_unwind;

use duties::SeededBug;

use outcome::{compile, difference};

/// Within so many of the graphs of the agreement test every bug must have shown.
const BOUND: u64 = 500;

/// The graph that catches a bug, and how.
fn caught_by(bug: SeededBug) -> Option<(u64, String)> {
    (0..BOUND).find_map(|seed| {
        let run = random::run(seed);
        let model = compile(&run.definition);
        // A difference that is there without the bug is no catch.
        if difference(&run, &model).is_some() {
            return None;
        }
        let spoiled = model.with_bug(bug);
        let caught = catch_unwind(|| difference(&run, &spoiled));
        let place = caught.unwrap_or_else(|_| Some("the engine panicked".to_owned()));
        place.map(|place| (seed, place))
    })
}

#[test]
#[expect(
    clippy::print_stdout,
    reason = "which run caught which bug is the report"
)]
fn every_seeded_bug_is_caught() {
    let mut missed = Vec::new();
    for bug in SeededBug::ALL {
        match caught_by(bug) {
            Some((seed, place)) => {
                let place = place.replace('\n', " ");
                let place: String = place.chars().take(160).collect();
                println!("{bug:?}: caught by graph {seed}: {place}");
            }
            None => missed.push(bug),
        }
    }
    assert!(
        missed.is_empty(),
        "not caught in {BOUND} graphs: {missed:?}"
    );
}
