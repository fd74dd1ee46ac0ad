//! A definition compiled for speed.

use std::sync::Arc;

use crate::Definition;
use crate::compile::{self, Compiled};
use crate::seeded::SeededBug;

/// A checked definition, compiled for speed. Immutable; share it freely, cloning is cheap.
#[derive(Debug, Clone)]
pub struct Model {
    pub(crate) compiled: Arc<Compiled>,
    #[cfg(feature = "seeded-bugs")]
    bug: Option<SeededBug>,
}

/// What is wrong with a definition. `rulebook` turns it into a message at the place on the page.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Fault {
    /// A position points past the end of its list.
    #[error("{what} {index} does not exist")]
    Dangling {
        /// What kind of thing.
        what: &'static str,
        /// The position asked for.
        index: usize,
    },
    /// A relation (position) breaks a rule of `docs/semantics.md`.
    #[error("relation {relation}: {why}")]
    Relation {
        /// Position of the relation.
        relation: usize,
        /// What is wrong.
        why: &'static str,
    },
    /// An event (position) breaks a rule of `docs/semantics.md`.
    #[error("event {event}: {why}")]
    Event {
        /// Position of the event.
        event: usize,
        /// What is wrong.
        why: &'static str,
    },
    /// A field (position) breaks a rule of `docs/semantics.md`.
    #[error("field {field}: {why}")]
    Field {
        /// Position of the field.
        field: usize,
        /// What is wrong.
        why: &'static str,
    },
    /// A kind of instance (position) breaks a rule of `docs/semantics.md`.
    #[error("instance kind {kind}: {why}")]
    Instance {
        /// Position of the kind.
        kind: usize,
        /// What is wrong.
        why: &'static str,
    },
    /// There is more of something than the engine takes.
    #[error("more than {limit} {what}")]
    TooMany {
        /// Of what.
        what: &'static str,
        /// How many there may be.
        limit: usize,
    },
}

impl Model {
    /// Checks and compiles; all faults are returned, not only the first.
    pub fn compile(definition: Definition) -> Result<Model, Vec<Fault>> {
        let faults = compile::check(&definition);
        if !faults.is_empty() {
            return Err(faults);
        }
        Ok(Model {
            compiled: Arc::new(Compiled::new(definition)),
            #[cfg(feature = "seeded-bugs")]
            bug: None,
        })
    }

    /// The definition it was compiled from.
    pub fn definition(&self) -> &Definition {
        &self.compiled.definition
    }

    /// The position of the event with this id.
    pub fn event(&self, id: &str) -> Option<usize> {
        self.compiled
            .definition
            .events
            .iter()
            .position(|event| event.id == id)
    }

    /// The same model with a bug in the engine that runs it. Only for tests of the tests.
    #[cfg(feature = "seeded-bugs")]
    #[must_use]
    pub fn with_bug(self, bug: SeededBug) -> Model {
        Model {
            bug: Some(bug),
            ..self
        }
    }

    /// Whether the engine is to behave wrongly in this way.
    #[cfg(feature = "seeded-bugs")]
    pub(crate) fn has_bug(&self, bug: SeededBug) -> bool {
        self.bug == Some(bug)
    }

    #[cfg(not(feature = "seeded-bugs"))]
    #[expect(clippy::unused_self, reason = "the feature reads it")]
    pub(crate) const fn has_bug(&self, _: SeededBug) -> bool {
        false
    }
}
