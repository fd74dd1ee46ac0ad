//! What a page becomes: one dated version of a model, with every word a reader needs beside what the engine needs.

mod calendar;
mod event;
mod model;
mod section;
mod text;

pub use calendar::CalendarVersion;
pub use event::{Act, Copied, DocumentRule, EventText, Question, Satisfier};
pub use model::{
    Choice, FieldText, InstanceText, ModelVersion, Named, Parameter, RelationText, RoleText,
    StepText, Transition,
};
pub use section::Section;
pub use text::{SourceRef, Text};
