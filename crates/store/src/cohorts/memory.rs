//! Cohorts in memory: the same rules without a file.

use std::collections::BTreeMap;

use calendar::{Day, Timestamp};
use casework::cohorts::{Cohort, Leaving, Left};

use super::kept::{digest, repeated};
use super::{CohortError, CohortHead, CohortId, CohortKept, CohortStore, NewCohort};
use crate::connection::locked;
use crate::{By, Memory, PostKey, StoreError};

/// The cohorts of a [`Memory`].
#[derive(Default)]
pub(crate) struct Cohorts {
    kept: Vec<CohortKept>,
    posted: BTreeMap<PostKey, (CohortId, [u8; 32])>,
}

impl Cohorts {
    fn place(&self, id: CohortId) -> Option<usize> {
        self.kept.iter().position(|kept| kept.head.id == id)
    }
}

impl CohortStore for Memory {
    fn draw_cohort(
        &self,
        new: &NewCohort,
        by: &By,
        now: Timestamp,
    ) -> Result<CohortId, CohortError> {
        let mut cohorts = locked(&self.cohorts);
        let digest = digest(new);
        if let Some(kept) = cohorts.posted.get(&new.key) {
            return repeated(*kept, &digest);
        }
        let id = CohortId(cohorts.kept.len() as u64 + 1);
        cohorts.posted.insert(new.key, (id, digest));
        cohorts.kept.push(CohortKept {
            head: CohortHead {
                id,
                draw: new.draw.clone(),
                at: now,
                by: by.clone(),
            },
            cohort: Cohort {
                draw: new.draw.clone(),
                members: new.members.iter().cloned().collect(),
                leavings: Vec::new(),
            },
            recorded: Vec::new(),
        });
        Ok(id)
    }

    fn leave_cohort(
        &self,
        id: CohortId,
        leaving: &Leaving,
        today: Day,
        by: &By,
        now: Timestamp,
    ) -> Result<Left, CohortError> {
        let mut cohorts = locked(&self.cohorts);
        let at = cohorts.place(id).ok_or(CohortError::Missing)?;
        let kept = &mut cohorts.kept[at];
        let left = kept.cohort.admit(leaving, today)?;
        if left != Left::Known {
            kept.cohort.leavings.push(leaving.clone());
            kept.recorded.push((now, by.clone()));
        }
        Ok(left)
    }

    fn cohorts(&self) -> Result<Vec<CohortHead>, StoreError> {
        let cohorts = locked(&self.cohorts);
        Ok(cohorts.kept.iter().map(|kept| kept.head.clone()).collect())
    }

    fn cohort(&self, id: CohortId) -> Result<Option<CohortKept>, StoreError> {
        let cohorts = locked(&self.cohorts);
        Ok(cohorts.place(id).map(|at| cohorts.kept[at].clone()))
    }
}
