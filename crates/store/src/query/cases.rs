//! Lists of cases.

use calendar::Day;
use casework::CaseRow;

use super::{Page, Scope};
use crate::{Store, StoreError};

/// Which cases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseFilter {
    /// Only open ones, or only closed ones.
    pub open: Option<bool>,
    /// Only this model.
    pub model: Option<String>,
    /// Only those for which a newer version holds that no person has confirmed.
    pub law_changed: bool,
}

/// The order of a list of cases; ties are broken by case number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CaseSort {
    /// By the citizen's name in Danish order.
    #[default]
    Name,
    /// By the earliest open due day, those without one last.
    Due,
    /// By the day the case was opened.
    Opened,
    /// By case number.
    Number,
}

/// A question about cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseQuery {
    /// The legal day.
    pub today: Day,
    /// Whose: cases in which one of these holds a role; `Unassigned`: in which nobody holds any staff role.
    pub scope: Scope,
    /// Narrower.
    pub filter: CaseFilter,
    /// Words of the citizen's name, a CPR number, or a case number.
    pub search: Option<String>,
    /// The order.
    pub sort: CaseSort,
    /// The other way round.
    pub descending: bool,
    /// Which part.
    pub page: Page,
}

/// A case as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLine {
    /// The citizen's name.
    pub name: String,
    /// The rest.
    pub row: CaseRow,
}

/// A part of a list of cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePage {
    /// The lines of the page.
    pub rows: Vec<CaseLine>,
    /// How many there are over all pages.
    pub total: u64,
}

impl Store {
    /// Cases. Those whose wake day has passed are folded again first.
    pub fn cases(&self, query: &CaseQuery) -> Result<CasePage, StoreError> {
        let _ = query;
        todo!()
    }

    /// One case.
    pub fn case(&self, id: facts::CaseId, today: Day) -> Result<Option<CaseLine>, StoreError> {
        todo!("{id} {today}")
    }
}
