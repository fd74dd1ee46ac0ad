//! The engine against the reference interpreter, and against the laws it must keep.

#![expect(
    clippy::unwrap_used,
    reason = "a test that cannot go on has found something"
)]

#[path = "../ablation/mod.rs"]
mod ablation;
#[path = "../outcome/mod.rs"]
mod outcome;
#[path = "../random/mod.rs"]
mod random;
#[path = "../reference/mod.rs"]
mod reference;

mod agreement;
mod effective;
mod kernel;
mod laws;
