//! Pages to dated definitions: reads, checks and looks up rules with their sources.
//!
//! A page is Markdown that people read (`docs/rulebook-format.md`). [`Book::load`] makes [`ModelVersion`]s of pages: the
//! definition the engine runs, and beside it every word a reader needs. Nothing here knows the law a page speaks of, and
//! nothing here touches files: pages come as text.

mod book;
mod codes;
mod guard;
pub mod mutate;
mod problem;
pub mod scenario;
mod version;

pub use book::{Book, Source};
pub use codes::{Code, CodeList, Codes};
pub use guard::FactGuard;
pub use problem::{Gravity, Problem, Problems};
pub use version::{
    Act, CalendarVersion, Choice, Copied, DocumentRule, EventText, FieldText, InstanceText,
    ModelVersion, Named, Parameter, Question, RelationText, RoleText, Satisfier, Section,
    SourceRef, StepText, Text, Transition,
};
