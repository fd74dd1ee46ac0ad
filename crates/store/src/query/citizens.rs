//! Lists of citizens.

use facts::{CaseId, CitizenId, Cpr, FactId};

use super::Page;
use crate::{Store, StoreError};

/// The order of a list of citizens; ties are broken by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CitizenSort {
    /// By name in Danish order.
    #[default]
    Name,
    /// By CPR number (which is day of birth first).
    Cpr,
    /// By id: the order in which they became known.
    Number,
}

/// A question about citizens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CitizenQuery {
    /// Words of the name, a CPR number, or a case number.
    pub search: Option<String>,
    /// The order.
    pub sort: CitizenSort,
    /// The other way round.
    pub descending: bool,
    /// Which part.
    pub page: Page,
}

/// A citizen as lists show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitizenRow {
    /// The id.
    pub id: CitizenId,
    /// The name as last registered.
    pub name: String,
    /// The CPR number as last registered.
    pub cpr: Cpr,
    /// The cases, open and closed.
    pub cases: Vec<CaseId>,
    /// The last fact: what an author of a new entry has seen.
    pub last: FactId,
}

/// A part of a list of citizens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitizenPage {
    /// The lines of the page.
    pub rows: Vec<CitizenRow>,
    /// How many there are over all pages.
    pub total: u64,
}

impl Store {
    /// Citizens.
    pub fn citizens(&self, query: &CitizenQuery) -> Result<CitizenPage, StoreError> {
        let _ = query;
        todo!()
    }

    /// One citizen.
    pub fn citizen(&self, id: CitizenId) -> Result<Option<CitizenRow>, StoreError> {
        todo!("{id}")
    }

    /// The citizen with this CPR number as last registered.
    pub fn citizen_by_cpr(&self, cpr: &Cpr) -> Result<Option<CitizenId>, StoreError> {
        let _ = cpr;
        todo!()
    }
}
