//! Every indicator of the rulebook over an invented register: the engine, from files, against slow readings of the same words.
//!
//! Three readings, in falling dependence on ours. `catalogue` takes the populations and measures as the pages compile them and
//! counts day by day: an error of the engine shows. `plain` says the most important definitions again over raw rows: an error
//! of a page shows. `complete` asks whether the register has what an indicator needs at all.

mod asked;
mod catalogue;
mod cells;
mod complete;
mod days;
mod forms;
mod invented;
mod plain;
mod raw;
mod tally;
#[path = "../../../figures/tests/populations/oracle/mod.rs"]
#[expect(
    dead_code,
    reason = "the day oracle of the engine's own tests, with the histories it invents"
)]
mod teller;
