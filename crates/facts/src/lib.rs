//! The vocabulary of what can happen: who, what, on which day, according to whom.
//!
//! A [`Fact`] is an [`Entry`] the store has acknowledged. Kinds that carry meaning for engines are typed ([`Kind`]); one
//! generic kind, `activity-done`, serves what a rulebook page defines and code need not know.

mod fact;
mod form;
mod identifiers;
mod json;
mod kind;
mod kind_name;
mod value;

pub use fact::{Actor, Entry, Fact, FactId};
pub use form::FormFault;
pub use identifiers::{
    CaseId, CitizenId, Cpr, CprError, Cvr, CvrError, EmployeeId, Origin, PlacementId, Sex,
};
pub use json::JsonError;
pub use kind::{
    AppointmentId, BenefitEnd, ContactForm, Kind, PlacementEnd, PlacementForm, PlacementPurpose,
    ResidenceEnd,
};
pub use kind_name::KindName;
pub use value::{FieldSpec, FieldType, Value};
