//! The citizen's own row, and the words by which the name is found.

use std::collections::BTreeSet;

use calendar::Day;
use facts::CitizenId;
use rusqlite::{Connection, OptionalExtension};

use super::project::Projection;
use crate::StoreError;
use crate::order::{danish_key, search_words};
use crate::statements::statements;

statements! {
    NAME_OF = "SELECT name FROM citizen_row WHERE id = ?1";
    PUT = "INSERT INTO citizen_row (id, name, name_key, cpr, last, wake, folded_on)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (id) DO UPDATE
        SET name = ?2, name_key = ?3, cpr = ?4, last = ?5, wake = ?6, folded_on = ?7";
    REMOVE = "DELETE FROM citizen_row WHERE id = ?1";
    PUT_WORD = "INSERT INTO citizen_word (word, citizen) VALUES (?1, ?2)";
    REMOVE_WORDS = "DELETE FROM citizen_word WHERE citizen = ?1";
}

/// Makes the citizen's row so. Without a name (the registration was retracted) the row is not listed anywhere.
pub(super) fn put(
    connection: &Connection,
    citizen: CitizenId,
    projection: &Projection,
    as_of: Day,
) -> Result<(), StoreError> {
    let id = citizen.0.cast_signed();
    let (name, cpr) = projection
        .person
        .as_ref()
        .map_or(("", ""), |(name, cpr)| (name.as_str(), cpr.digits()));
    let old: Option<String> = connection
        .prepare_cached(NAME_OF)?
        .query_row([id], |row| row.get(0))
        .optional()?;
    connection.prepare_cached(PUT)?.execute((
        id,
        name,
        danish_key(name),
        cpr,
        projection.last.0.cast_signed(),
        projection.wake.map(Day::epoch),
        as_of.epoch(),
    ))?;
    if old.as_deref() != Some(name) {
        connection.prepare_cached(REMOVE_WORDS)?.execute([id])?;
        let words: BTreeSet<String> = search_words(name).into_iter().collect();
        for word in words {
            connection.prepare_cached(PUT_WORD)?.execute((word, id))?;
        }
    }
    Ok(())
}

/// Removes the citizen's row.
pub(super) fn remove(connection: &Connection, citizen: CitizenId) -> Result<(), StoreError> {
    let id = citizen.0.cast_signed();
    connection.prepare_cached(REMOVE_WORDS)?.execute([id])?;
    connection.prepare_cached(REMOVE)?.execute([id])?;
    Ok(())
}
