//! Engine and reference agree on thousands of random graphs and walks.

use std::panic::catch_unwind;

use crate::ablation::{shrink, told_shortly};
use crate::outcome::{compile, difference};
use crate::random::{self, Run};

pub(crate) const GRAPHS: u64 = 4_000;

/// The difference, or the panic.
fn fault(run: &Run) -> Option<String> {
    catch_unwind(|| difference(run, &compile(&run.definition)))
        .unwrap_or_else(|_| Some("panicked".to_owned()))
}

#[test]
fn engine_and_reference_agree() {
    for seed in 0..GRAPHS {
        let run = random::run(seed);
        if fault(&run).is_some() {
            let run = shrink(run, &|run| fault(run).is_some());
            let place = fault(&run).unwrap();
            panic!("seed {seed}: {place}\n{}", told_shortly(&run));
        }
    }
}
