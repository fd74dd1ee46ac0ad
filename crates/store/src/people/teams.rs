//! Teams: the units a team leader looks over.

use serde::{Deserialize, Serialize};

use crate::{Store, StoreError};

/// A team.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(transparent)]
pub struct TeamId(pub u64);

/// A team and its name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Team {
    /// Its id.
    pub id: TeamId,
    /// Its name, unique.
    pub name: String,
}

impl Store {
    /// Makes a team; fails with `Exists` if there is one of that name.
    pub fn add_team(&self, name: &str) -> Result<TeamId, StoreError> {
        todo!("{name}")
    }

    /// All teams in Danish order.
    pub fn teams(&self) -> Result<Vec<Team>, StoreError> {
        todo!()
    }
}
