//! What must stand beside the numbers of a table.

use calendar::Day;
use serde::{Deserialize, Serialize};

use crate::text::Text;

/// What must stand beside the numbers, or they may not leave the house.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Head {
    /// What the table shows.
    pub title: Text,
    /// Who is counted.
    pub population: Text,
    /// What one of the numbers is: persons, full-time persons, per cent.
    pub unit: Text,
    /// The time the numbers are about.
    pub period: Text,
    /// Where they come from, with the version of the definition.
    pub source: Text,
    /// The day on which this was what we knew.
    pub known_on: Day,
    /// Persons who should have been counted and could not be.
    pub left_out: LeftOut,
    /// What is known to be wrong with the numbers.
    pub faults: Vec<Text>,
    /// Whether small numbers have been hidden, and how.
    pub disclosure: Disclosure,
}

/// Persons left out of the numbers because their rows could not be read or were refused.
#[derive(Debug, Clone, PartialEq, Eq, Default, Serialize, Deserialize)]
pub struct LeftOut {
    /// How many.
    pub persons: u64,
    /// Why, in a sentence.
    pub reason: Text,
}

/// Whether a table is protected for readers outside.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Disclosure {
    /// Nothing is hidden: only for those who may see the rows behind the numbers.
    Inside,
    /// Made by [`crate::release`]: small numbers are hidden, and the audit has passed.
    Released {
        /// Numbers of persons from one up to this, exclusive, are hidden.
        threshold: u32,
        /// Whether zeros are shown.
        zeros: Zeros,
        /// What had to be merged or dropped, in sentences for the reader.
        coarsened: Vec<Text>,
    },
}

/// Whether a zero is shown or hidden like any other small number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Zeros {
    /// Zeros are shown.
    #[default]
    Shown,
    /// Zeros are hidden.
    Hidden,
}
