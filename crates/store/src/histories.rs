//! The facts of many citizens at once, for histories: batch by batch, from one state of the store.

use std::collections::BTreeMap;

use calendar::{Day, Timestamp};
use facts::{CitizenId, Fact, FactId};
use rusqlite::{Connection, OptionalExtension};

use crate::statements::statements;
use crate::{Scope, Store, StoreError, append};

statements! {
    EVERYBODY = "SELECT id FROM citizen_row ORDER BY id";
    OF_HOLDER = "SELECT DISTINCT case_row.citizen FROM case_holder JOIN case_row ON case_row.id = case_holder.case_id
        WHERE case_holder.employee = ?1 ORDER BY 1";
    OF_TEAM = "SELECT DISTINCT case_row.citizen FROM user
        JOIN case_holder ON case_holder.employee = user.id JOIN case_row ON case_row.id = case_holder.case_id
        WHERE user.team = ?1 ORDER BY 1";
    OF_NOBODY = "SELECT DISTINCT citizen FROM case_row
        WHERE NOT EXISTS (SELECT 1 FROM case_holder WHERE case_id = case_row.id) ORDER BY 1";
    TOLD_SINCE = "SELECT DISTINCT citizen FROM fact WHERE id > ?1 AND id <= ?2 ORDER BY 1";
    FIRST = "SELECT recorded_at FROM fact ORDER BY id LIMIT 1";
    SINCE = "SELECT name, value FROM setting WHERE name >= 'observed-from.' AND name < 'observed-from/' ORDER BY id";
}

/// The settings that say from which day a track's data are complete begin with this; the track's name follows.
pub const OBSERVED_FROM: &str = "observed-from.";

/// Citizens with their facts, in sequence.
pub type CitizensTold = Vec<(CitizenId, Vec<Fact>)>;

/// From when the store's data begin.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Observed {
    /// By track, what was said when its data came in.
    pub since: BTreeMap<String, Day>,
    /// For the other tracks: the day the first fact was recorded. From then on what happened was registered here; of the days
    /// before only some of it may be. `None` in an empty store.
    pub recorded_since: Option<Day>,
}

impl Store {
    /// Hands out the facts of all citizens of a scope, as known at a fact (`None`: all that is known), in batches of at most
    /// so many citizens, by number. Everything comes from one state of the store, whose last fact is returned: a figure made
    /// of it can be made again by naming that.
    ///
    /// The scope is the asker's: who may see whom is for the caller to say, and to note in the access log. [`Scope::Holder`],
    /// [`Scope::Team`] and [`Scope::Unassigned`] are citizens with a case that is held so, open or closed.
    ///
    /// # Errors
    /// A fault of the store, or what `each` fails with.
    pub fn facts_of_many<E: From<StoreError>>(
        &self,
        scope: Scope,
        known_at: Option<FactId>,
        batch: usize,
        each: &mut dyn FnMut(CitizensTold) -> Result<(), E>,
    ) -> Result<Option<FactId>, E> {
        // A fault of the caller passes through the store's own transaction beside its faults.
        self.read(|connection| Ok(hand_out(connection, scope, known_at, batch, each)))?
    }

    /// The citizens of whom something was recorded after one fact and up to another, by number.
    pub fn told_between(&self, after: FactId, last: FactId) -> Result<Vec<CitizenId>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(TOLD_SINCE)?;
            let rows = statement
                .query_map((after.0.cast_signed(), last.0.cast_signed()), |row| {
                    row.get::<_, i64>(0)
                })?;
            let ids: Vec<i64> = rows.collect::<Result<_, _>>()?;
            let ids = ids.into_iter();
            Ok(ids.map(|id| CitizenId(id.cast_unsigned())).collect())
        })
    }

    /// From when the store's data begin.
    pub fn observed(&self) -> Result<Observed, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(SINCE)?;
            let mut rows = statement.query([])?;
            let mut since = BTreeMap::new();
            while let Some(row) = rows.next()? {
                let (name, value): (String, String) = (row.get(0)?, row.get(1)?);
                let day = value
                    .parse()
                    .map_err(|_| StoreError::Unreadable { what: "setting" })?;
                since.insert(name[OBSERVED_FROM.len()..].to_owned(), day);
            }
            let first: Option<i64> = connection
                .prepare_cached(FIRST)?
                .query_row([], |row| row.get(0))
                .optional()?;
            Ok(Observed {
                since,
                recorded_since: first.map(|at| Timestamp(at).day()),
            })
        })
    }
}

fn hand_out<E: From<StoreError>>(
    connection: &Connection,
    scope: Scope,
    known_at: Option<FactId>,
    batch: usize,
    each: &mut dyn FnMut(CitizensTold) -> Result<(), E>,
) -> Result<Option<FactId>, E> {
    let last = append::last(connection)?;
    let known = match (known_at, last) {
        (Some(cut), Some(last)) => Some(cut.min(last)),
        (_, last) => last,
    };
    for citizens in citizens(connection, scope)?.chunks(batch.max(1)) {
        let mut told = Vec::with_capacity(citizens.len());
        for citizen in citizens {
            let facts = append::facts_of(connection, *citizen, known)?;
            // Nobody knew of them then.
            if !facts.is_empty() {
                told.push((*citizen, facts));
            }
        }
        each(told)?;
    }
    Ok(known)
}

fn citizens(connection: &Connection, scope: Scope) -> Result<Vec<CitizenId>, StoreError> {
    let (sql, id) = match scope {
        Scope::All => (EVERYBODY, None),
        Scope::Holder(employee) => (OF_HOLDER, Some(employee.0.cast_signed())),
        Scope::Team(team) => (OF_TEAM, Some(team.0.cast_signed())),
        Scope::Unassigned => (OF_NOBODY, None),
    };
    let mut statement = connection.prepare_cached(sql)?;
    let read = |row: &rusqlite::Row<'_>| row.get::<_, i64>(0);
    let found: Vec<i64> = match id {
        Some(id) => statement.query_map([id], read)?.collect::<Result<_, _>>()?,
        None => statement.query_map([], read)?.collect::<Result<_, _>>()?,
    };
    let found = found.into_iter();
    Ok(found.map(|id| CitizenId(id.cast_unsigned())).collect())
}
