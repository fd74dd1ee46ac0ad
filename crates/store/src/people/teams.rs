//! Teams: the units a team leader looks over.

use serde::{Deserialize, Serialize};

use super::taken;
use crate::order::danish_key;
use crate::statements::statements;
use crate::{Store, StoreError};

statements! {
    ADD = "INSERT INTO team (name) VALUES (?1) RETURNING id";
    ALL_TEAMS = "SELECT id, name FROM team";
}

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
        self.write(|connection| {
            let id: i64 = connection
                .prepare_cached(ADD)?
                .query_row([name], |row| row.get(0))
                .map_err(|error| taken(error, "team"))?;
            Ok(TeamId(id.cast_unsigned()))
        })
    }

    /// All teams in Danish order.
    pub fn teams(&self) -> Result<Vec<Team>, StoreError> {
        let mut teams = self.read(|connection| {
            let mut statement = connection.prepare_cached(ALL_TEAMS)?;
            let rows = statement.query_map([], |row| {
                Ok(Team {
                    id: TeamId(row.get::<_, i64>(0)?.cast_unsigned()),
                    name: row.get(1)?,
                })
            })?;
            Ok(rows.collect::<Result<Vec<_>, _>>()?)
        })?;
        teams.sort_by_cached_key(|team| (danish_key(&team.name), team.id));
        Ok(teams)
    }
}
