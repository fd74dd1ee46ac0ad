//! Frozen cohorts: what was drawn and who has left, appended and never changed.

mod kept;
mod memory;
mod sqlite;

use calendar::{Day, Timestamp};
use casework::cohorts::{Cohort, Draw, Ground, LeaveFault, Leaving, Left};
use facts::CitizenId;

use crate::{By, PostKey, StoreError};

pub(crate) use memory::Cohorts;
#[cfg(test)]
pub(crate) use sqlite::ALL;
pub(crate) use sqlite::empty;

/// A frozen cohort's number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct CohortId(pub u64);

impl std::fmt::Display for CohortId {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        self.0.fmt(out)
    }
}

/// A cohort that is to be frozen, all or nothing.
#[derive(Debug, Clone)]
pub struct NewCohort {
    /// How it was drawn.
    pub draw: Draw,
    /// The members with why each was let in.
    pub members: Vec<(CitizenId, Vec<Ground>)>,
    /// The key of the post.
    pub key: PostKey,
}

/// A cohort without its members.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CohortHead {
    /// Its number.
    pub id: CohortId,
    /// How it was drawn.
    pub draw: Draw,
    /// When.
    pub at: Timestamp,
    /// By whom.
    pub by: By,
}

/// A cohort as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CohortKept {
    /// What was drawn, when and by whom.
    pub head: CohortHead,
    /// Its members and their leavings. An erased leaving has the reason [`ERASED`].
    pub cohort: Cohort,
    /// When and by whom each leaving was recorded, in the order of the cohort's leavings.
    pub recorded: Vec<(Timestamp, By)>,
}

/// The reason that stands where a leaving's own was erased with the citizen's content.
pub const ERASED: &str = "erased";

/// Why nothing was stored.
#[derive(Debug, thiserror::Error)]
pub enum CohortError {
    /// The key was used for another drawing.
    #[error("this form has been stored already with other content; open it anew")]
    KeyReused,
    /// There is no such cohort.
    #[error("there is no such cohort")]
    Missing,
    /// A member's content was erased meanwhile.
    #[error("a member was erased meanwhile; draw again")]
    Erased,
    /// The leaving makes no sense.
    #[error(transparent)]
    Leave(#[from] LeaveFault),
    /// A fault below.
    #[error(transparent)]
    Store(#[from] StoreError),
}

/// A place that keeps cohorts. One contract suite holds for every implementation.
pub trait CohortStore: Send + Sync {
    /// Freezes a cohort; a repeated post gives the one it made. The access log names every member. Returns after the commit.
    fn draw_cohort(
        &self,
        new: &NewCohort,
        by: &By,
        now: Timestamp,
    ) -> Result<CohortId, CohortError>;

    /// Records that a member left; the access log names the member. Returns after the commit. Nobody comes back: recording the
    /// same member again corrects reason and day.
    fn leave_cohort(
        &self,
        id: CohortId,
        leaving: &Leaving,
        today: Day,
        by: &By,
        now: Timestamp,
    ) -> Result<Left, CohortError>;

    /// All cohorts, the first drawn first.
    fn cohorts(&self) -> Result<Vec<CohortHead>, StoreError>;

    /// One cohort.
    fn cohort(&self, id: CohortId) -> Result<Option<CohortKept>, StoreError>;
}
