//! Engine and reference agree on thousands of random graphs and walks.

use std::panic::catch_unwind;

use crate::ablation::{shrink, told_shortly};
use crate::outcome::{compile, difference};
use crate::random::{self, Chance, Run};

pub(crate) const GRAPHS: u64 = 4_000;
const WIDE_GRAPHS: u64 = 40;

/// The difference, or the panic.
fn fault(run: &Run) -> Option<String> {
    catch_unwind(|| difference(run, &compile(&run.definition)))
        .unwrap_or_else(|_| Some("panicked".to_owned()))
}

fn all_agree(seeds: std::ops::Range<u64>, run: fn(u64) -> Run) {
    for seed in seeds {
        let run = run(seed);
        if fault(&run).is_some() {
            let run = shrink(run, &|run| fault(run).is_some());
            let place = fault(&run).unwrap();
            panic!("seed {seed}: {place}\n{}", told_shortly(&run));
        }
    }
}

/// A run of a definition with more events than a machine word has bits.
fn wide_run(seed: u64) -> Run {
    let mut chance = Chance::new(seed);
    let events = usize::from(chance.between(65, 200));
    let definition = random::definition_of(&mut chance, events);
    random::run_of(chance, definition)
}

#[test]
fn engine_and_reference_agree() {
    all_agree(0..GRAPHS, random::run);
}

#[test]
fn engine_and_reference_agree_on_graphs_of_many_events() {
    all_agree(0..WIDE_GRAPHS, wide_run);
}
