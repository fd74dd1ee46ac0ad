//! Facts in memory: the same interface and rules without a file, for tests and rehearsals.

use std::collections::BTreeMap;
use std::sync::Mutex;

use calendar::Timestamp;
use facts::{CaseId, CitizenId, Fact, FactId};

use crate::append::{admit, digest, placed};
use crate::cohorts::Cohorts;
use crate::connection::locked;
use crate::{Append, AppendError, Appended, FactStore, PostKey, StoreError};

/// Facts in memory. It keeps no rows and no versions.
#[derive(Default)]
pub struct Memory {
    state: Mutex<State>,
    pub(crate) cohorts: Mutex<Cohorts>,
}

#[derive(Default)]
struct State {
    facts: Vec<Fact>,
    posted: BTreeMap<PostKey, ([u8; 32], Appended)>,
    citizens: u64,
    cases: u64,
}

impl State {
    fn facts_of(&self, citizen: CitizenId, known_at: Option<FactId>) -> Vec<Fact> {
        self.facts
            .iter()
            .filter(|fact| fact.entry.citizen == citizen)
            .filter(|fact| known_at.is_none_or(|cut| fact.id <= cut))
            .cloned()
            .collect()
    }
}

impl FactStore for Memory {
    fn append(&self, append: &Append) -> Result<Appended, AppendError> {
        let mut state = locked(&self.state);
        let digest = digest(append)?;
        if let Some((stored, appended)) = state.posted.get(&append.key) {
            if *stored != digest {
                return Err(AppendError::KeyReused);
            }
            return Ok(Appended {
                already: true,
                ..appended.clone()
            });
        }
        let admission = admit(append, &state.facts_of(append.citizen, None))?;
        let citizen = if admission.new_citizen {
            state.citizens += 1;
            CitizenId(state.citizens)
        } else {
            append.citizen
        };
        let case = admission.new_case.then(|| {
            state.cases += 1;
            CaseId(state.cases)
        });
        let last = state
            .facts
            .last()
            .map_or(Timestamp(i64::MIN), |fact| fact.recorded_at);
        let mut ids = Vec::with_capacity(append.entries.len());
        for entry in &append.entries {
            let id = FactId(state.facts.len() as u64 + 1);
            state.facts.push(Fact {
                id,
                recorded_at: append.now.max(last),
                entry: placed(entry, citizen, case),
            });
            ids.push(id);
        }
        let appended = Appended {
            citizen,
            case,
            ids,
            already: false,
        };
        state.posted.insert(append.key, (digest, appended.clone()));
        Ok(appended)
    }

    fn facts_of(
        &self,
        citizen: CitizenId,
        known_at: Option<FactId>,
    ) -> Result<Vec<Fact>, StoreError> {
        Ok(locked(&self.state).facts_of(citizen, known_at))
    }

    fn fact(&self, id: FactId) -> Result<Option<Fact>, StoreError> {
        let state = locked(&self.state);
        let at = id.0.checked_sub(1).and_then(|at| usize::try_from(at).ok());
        Ok(at.and_then(|at| state.facts.get(at)).cloned())
    }

    fn last(&self) -> Result<Option<FactId>, StoreError> {
        Ok(locked(&self.state).facts.last().map(|fact| fact.id))
    }
}
