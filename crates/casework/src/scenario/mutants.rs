//! Tries every mutant of a version against the scenarios: a rule that no scenario misses is a rule nobody has tested.

use std::sync::Arc;

use rulebook::scenario::Scenario;
use rulebook::{Book, ModelVersion};

use super::{is_about, run_under};

/// A mutant that every scenario passes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Survivor {
    /// Its stable name, for the list of excuses.
    pub id: String,
    /// What was done to the rule, in Danish.
    pub description: String,
    /// Byte range of the rule in the page.
    pub place: std::ops::Range<usize>,
}

/// How many mutants were tried, and those that no scenario of this version notices, in page order.
pub fn mutants(
    book: &Book,
    version: &Arc<ModelVersion>,
    scenarios: &[Scenario],
) -> (usize, Vec<Survivor>) {
    let mut own: Vec<&Scenario> = scenarios
        .iter()
        .filter(|scenario| is_about(book, scenario, version))
        .collect();
    let mutants = rulebook::mutate::mutants(version);
    let tried = mutants.len();
    let mut survivors = Vec::new();
    for mutant in mutants {
        let altered = mutant.of(version);
        let caught = own
            .iter()
            .position(|scenario| !run_under(book, &altered, scenario).is_empty());
        match caught {
            // What caught one mutant is likely to catch its neighbour.
            Some(at) => own[..=at].rotate_right(1),
            None => survivors.push(Survivor {
                id: mutant.id,
                description: mutant.description,
                place: mutant.place,
            }),
        }
    }
    (tried, survivors)
}
