//! Pages to dated definitions: reads, checks and looks up rules with their sources.
//!
//! A page is Markdown that people read (`docs/rulebook-format.md`). [`Book::load`] makes [`ModelVersion`]s of pages: the
//! definition the engine runs, and beside it every word a reader needs. Nothing here knows the law a page speaks of, and
//! nothing here touches files: pages come as text.

mod book;
mod calendar_page;
mod check;
mod codes;
mod codes_page;
mod compile;
mod embedded;
mod graph;
mod guard;
mod handbook;
pub mod indicators;
pub mod mutate;
mod page;
mod problem;
pub mod registers;
pub mod scenario;
mod show;
mod suggest;
mod version;

pub use book::{Book, Source};
pub use check::Verification;
pub use codes::{Code, CodeList, Codes};
pub use duties::verify::Limits;
pub use graph::Dot;
pub use guard::FactGuard;
pub use indicators::Catalogue;
pub use problem::{Gravity, Problem, Problems};
pub use show::Show;
pub use version::{
    Act, CalendarVersion, Choice, Copied, DocumentRule, EventText, FieldText, InstanceText,
    ModelVersion, Named, Parameter, Question, RelationText, RoleText, Satisfier, Section,
    SourceRef, StepText, Text, Transition,
};
