//! Values of fields, as people and pages write them.

use std::collections::BTreeSet;

use calendar::Day;
use serde::{Deserialize, Serialize};

/// A value of a field.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A day.
    Day(Day),
    /// One of the field's choices, by id.
    Choice(String),
    /// Any of the field's choices, by id.
    Set(BTreeSet<String>),
    /// Free text; guards never read it.
    Text(String),
}

/// What values a field takes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum FieldType {
    /// Yes or no.
    Flag,
    /// A whole number.
    Number,
    /// A day.
    Day,
    /// One of these ids.
    Choice(Vec<String>),
    /// Any number of these ids.
    Set(Vec<String>),
    /// Free text.
    Text,
}

/// A field of a typed kind, as pages may name it in `when`.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FieldSpec {
    /// Kebab-case id.
    pub id: &'static str,
    /// What values it takes.
    pub of: FieldType,
    /// Whether every fact of the kind has it.
    pub required: bool,
}
