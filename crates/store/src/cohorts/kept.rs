//! The kept forms: grounds and parameters as JSON, and what tells one post from another.

use casework::cohorts::Ground;

use super::{CohortError, CohortId, NewCohort};
use crate::StoreError;

const UNREADABLE: StoreError = StoreError::Unreadable {
    what: "frozen cohort",
};

/// What a repeated post must agree on: what was asked for. What is known may have grown between the two.
pub(super) fn digest(new: &NewCohort) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new();
    for text in [&new.draw.definition, &new.draw.population] {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    }
    hasher.update(&new.draw.observed_on.epoch().to_le_bytes());
    *hasher.finalize().as_bytes()
}

/// What a post comes to whose key was used before: the cohort it made, if it asks for the same.
pub(super) fn repeated(
    (id, stored): (CohortId, [u8; 32]),
    digest: &[u8; 32],
) -> Result<CohortId, CohortError> {
    if stored == *digest {
        Ok(id)
    } else {
        Err(CohortError::KeyReused)
    }
}

pub(super) fn write_grounds(grounds: &[Ground]) -> Result<String, StoreError> {
    serde_json::to_string(grounds).map_err(|_| UNREADABLE)
}

pub(super) fn read_grounds(text: &str) -> Result<Vec<Ground>, StoreError> {
    serde_json::from_str(text).map_err(|_| UNREADABLE)
}

pub(super) fn write_parameters(parameters: &[(String, String)]) -> Result<String, StoreError> {
    serde_json::to_string(parameters).map_err(|_| UNREADABLE)
}

pub(super) fn read_parameters(text: &str) -> Result<Vec<(String, String)>, StoreError> {
    serde_json::from_str(text).map_err(|_| UNREADABLE)
}
