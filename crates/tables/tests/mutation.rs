//! The test of the tests: a build that hides small numbers and nothing beside them must not be able to release them.
//!
//! Run with `cargo test -p tables --features without-complementary --test mutation`.

mod tables_of_counts;

use tables::{Refusal, Rule, release};
use tables_of_counts::counts;

#[test]
fn the_audit_stops_a_release_without_complementary_suppression() {
    let table = counts(&[3, 3], &[3, 40, 50, 60, 20, 80, 90, 70, 30]);
    let refused = release(vec![table], &Rule::default());
    let Err(Refusal::Unprotected { places }) = refused else {
        panic!("the build leaves out complementary suppression, and nobody noticed: {refused:?}");
    };
    assert_eq!(places, ["a1 / b1 / persons"]);
}
