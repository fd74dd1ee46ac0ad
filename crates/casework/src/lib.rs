//! A fact comes in: what it discharges, opens and refuses.
//!
//! The only place where facts meet duties. [`live()`] says which facts count, a case's page turns them into steps of the
//! duty engine, and [`read_case`] (or [`fold_case`], when the versions are at hand) folds them into a [`Case`] with
//! everything a screen shows. [`check()`] finds faulty input, [`preview()`] says what an entry would change before it is stored,
//! [`migrate`] what a new version of the law would. Nothing here reads a clock or stores anything, and nothing here
//! refuses what has happened.

mod actions;
mod appointments;
mod audit;
mod case;
mod check;
mod codes;
pub mod cohorts;
mod difference;
mod documents;
mod head;
pub mod histories;
mod idle;
mod journal;
mod live;
mod matching;
mod migration;
mod owed;
mod placements;
mod plan;
mod preview;
mod reason;
mod rows;
pub mod scenario;

mod steps;
mod tracks;

pub use actions::ActionRow;
pub use appointments::{Appointment, AppointmentState, appointments};
pub use audit::{AuditFinding, AuditRow, DeviationRow};
pub use case::{Case, CaseError, Coordinates, StepProgress, fold_case, read_case};
pub use check::{EntryFault, FaultKind, check, check_all};
pub use codes::{CodeChoice, codes_of};
pub use difference::{DutyChange, DutyChangeKind, DutySnapshot, KeptDuty};
pub use documents::{DocumentRow, documents};
pub use head::{CaseHead, cases, cases_known};
pub use journal::{JournalRow, JournalStanding, journal};
pub use live::{LiveFact, live};
pub use migration::{LawChange, Migration, migrate, migrations};
pub use placements::{PlacementRow, placements};
pub use plan::{Plan, PlanEntry, PlanGroup};
pub use preview::{CaseEffect, Preview, Shortfall, preview, what_if};
pub use reason::{Reason, ReasonKind};
pub use rows::{CaseRow, DutyRow, Group, RowState};
pub use steps::{Problem, ProblemKind};
pub use tracks::{BenefitSpell, ProgrammeSpell, Spell, Tracks, tracks};
