//! Mutants: every rule of a model removed or altered in turn, to see whether some scenario notices.

use duties::Definition;

use crate::ModelVersion;

/// A model with one rule removed or altered.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// Stable name: the rule's id and what was done to it, for the list of excuses.
    pub id: String,
    /// What was done, in Danish.
    pub description: String,
    /// Byte range of the rule in the page.
    pub place: std::ops::Range<usize>,
    /// The altered definition.
    pub definition: Definition,
}

/// All mutants of a model, in page order.
pub fn mutants(version: &ModelVersion) -> Vec<Mutant> {
    todo!("{}", version.name)
}
