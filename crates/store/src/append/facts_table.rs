//! The table of facts, read.

use std::collections::BTreeMap;

use calendar::Timestamp;
use facts::{CitizenId, Fact, FactId};
use rusqlite::{Connection, OptionalExtension, Row};

use crate::StoreError;
use crate::statements::statements;

statements! {
    FACTS_OF = "SELECT id, recorded_at, entry FROM fact
        WHERE citizen = ?1 AND id <= ?2 AND entry IS NOT NULL ORDER BY id";
    FACT = "SELECT id, recorded_at, entry FROM fact WHERE id = ?1 AND entry IS NOT NULL";
    LAST = "SELECT max(id) FROM fact";
    KINDS = "SELECT name, id FROM fact_kind WHERE id > 0";
}

/// All facts of a citizen, or those known at a fact.
pub(crate) fn facts_of(
    connection: &Connection,
    citizen: CitizenId,
    known_at: Option<FactId>,
) -> Result<Vec<Fact>, StoreError> {
    let cut = known_at.map_or(i64::MAX, |cut| cut.0.cast_signed());
    let mut statement = connection.prepare_cached(FACTS_OF)?;
    let mut rows = statement.query((citizen.0.cast_signed(), cut))?;
    let mut facts = Vec::new();
    while let Some(row) = rows.next()? {
        facts.push(of_row(row)?);
    }
    Ok(facts)
}

/// One fact.
pub(crate) fn fact(connection: &Connection, id: FactId) -> Result<Option<Fact>, StoreError> {
    let mut statement = connection.prepare_cached(FACT)?;
    let mut rows = statement.query([id.0.cast_signed()])?;
    rows.next()?.map(of_row).transpose()
}

/// The last fact of the store.
pub(crate) fn last(connection: &Connection) -> Result<Option<FactId>, StoreError> {
    let last: Option<i64> = connection
        .prepare_cached(LAST)?
        .query_row([], |row| row.get(0))
        .optional()?
        .flatten();
    Ok(last.map(|id| FactId(id.cast_unsigned())))
}

/// The kinds of facts that the store holds, with their numbers.
pub(crate) fn kinds(connection: &Connection) -> Result<BTreeMap<String, i64>, StoreError> {
    let mut statement = connection.prepare_cached(KINDS)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?)))?;
    Ok(rows.collect::<Result<_, _>>()?)
}

/// An entry from its stored form.
pub(crate) fn parsed(json: &str) -> Result<facts::Entry, StoreError> {
    serde_json::from_str(json).map_err(|_| StoreError::Unreadable { what: "fact" })
}

fn of_row(row: &Row<'_>) -> Result<Fact, StoreError> {
    let id: i64 = row.get(0)?;
    Ok(Fact {
        id: FactId(id.cast_unsigned()),
        recorded_at: Timestamp(row.get(1)?),
        entry: parsed(
            row.get_ref(2)?
                .as_str()
                .map_err(|_| StoreError::Unreadable { what: "fact" })?,
        )?,
    })
}
