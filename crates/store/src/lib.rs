//! What has happened, kept: append-only facts and the read model, in one `SQLite` file.
//!
//! Facts are appended and never changed ([`FactStore`]); everything else about citizens and cases is a read model that
//! follows from them through `casework` and can be made again at any time ([`Store::rebuild`]). Every call is synchronous
//! and returns after the commit. Nothing here reads a clock: instants and days are passed in.

mod access;
mod append;
mod by;
mod cohorts;
mod connection;
mod error;
mod fact_store;
#[cfg(feature = "acknowledge-before-commit")]
mod failpoint;
mod given;
mod histories;
mod memory;
mod open;
mod order;
mod people;
mod query;
mod read_model;
mod schema;
mod settings;
mod statements;
mod store;
#[cfg(test)]
mod tests;
mod upkeep;
mod versions;
mod vintages;

pub use access::{Access, AccessRow};
pub use by::By;
pub use casework::{CaseRow, DutyRow, Group};
pub use cohorts::{
    CohortError, CohortHead, CohortId, CohortKept, CohortStore, ERASED as ERASED_LEAVING, NewCohort,
};
pub use error::{OpenError, StoreError};
pub use fact_store::{
    Append, AppendError, Appended, FactStore, NEW_CASE, NEW_CITIZEN, PostKey, Refusal,
};
pub use given::{
    GivenNumber, GivenPlace, GivenRow, Published, PublishedHead, PublishedKept, PublishedNumber,
    PublishedRevision, PublishedRow, Purpose, Taken,
};
pub use histories::{CitizensTold, OBSERVED_FROM, Observed};
pub use memory::Memory;
pub use order::danish_key;
pub use people::{NewUser, Role, Session, Team, TeamId, TokenHash, User};
pub use query::{
    CaseFilter, CaseLine, CasePage, CaseQuery, CaseSort, CitizenPage, CitizenQuery, CitizenRow,
    CitizenSort, ClassCount, DayFilter, DayPage, DayQuery, DayRow, DaySort, DutyClass, GroupCounts,
    Page, Scope,
};
pub use settings::SettingRow;
pub use store::{Kind, Store};
pub use upkeep::{CheckFault, Tombstone};
pub use vintages::{ReleasedName, Vintage};
