//! Bringing one citizen's rows up to date, writing only what changed.

use std::collections::BTreeMap;
use std::sync::atomic::Ordering;

use calendar::Day;
use casework::CaseRow;
use facts::{CaseId, CitizenId, Fact};
use rusqlite::Connection;

use super::project::project;
use super::{NO_DUE, citizen, duties};
use crate::statements::statements;
use crate::{Store, StoreError};

statements! {
    CASES_OF = "SELECT id, detail FROM case_row WHERE citizen = ?1";
    PUT_CASE = "INSERT INTO case_row
        (id, citizen, model, version, open, opened, next_due, law_changed, assigned, detail)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (id) DO UPDATE SET model = ?3, version = ?4, open = ?5, opened = ?6,
            next_due = ?7, law_changed = ?8, assigned = ?9, detail = ?10";
    DROP_CASE = "DELETE FROM case_row WHERE id = ?1";
    PUT_HOLDER = "INSERT OR IGNORE INTO case_holder (employee, case_id) VALUES (?1, ?2)";
    DROP_HOLDERS = "DELETE FROM case_holder WHERE case_id = ?1";
}

/// Folds everything about a citizen as of a day and makes the rows so.
pub(crate) fn refresh(
    store: &Store,
    connection: &Connection,
    citizen: CitizenId,
    facts: &[Fact],
    today: Day,
) -> Result<(), StoreError> {
    let as_of = store.fold_day(today);
    store.folded_on.fetch_max(as_of.epoch(), Ordering::Relaxed);
    let projection = project(&store.book, facts, as_of)?;
    citizen::put(connection, citizen, &projection, as_of)?;
    let mut old = cases_of(connection, citizen)?;
    for case in &projection.cases {
        let detail = serde_json::to_string(&case.row)
            .map_err(|_| StoreError::Unreadable { what: "case row" })?;
        if old.remove(&case.row.case).as_ref() != Some(&detail) {
            put_case(connection, &case.row, &detail)?;
        }
    }
    for id in old.into_keys() {
        drop_case(connection, id)?;
    }
    let rows = projection.cases.iter().flat_map(|case| {
        case.duties
            .iter()
            .map(|(duty, step)| (duty, case.row.model.as_str(), step.as_str()))
    });
    duties::put(connection, citizen, rows)
}

/// Removes every row about a citizen.
pub(crate) fn forget(connection: &Connection, citizen: CitizenId) -> Result<(), StoreError> {
    citizen::remove(connection, citizen)?;
    for id in cases_of(connection, citizen)?.into_keys() {
        drop_case(connection, id)?;
    }
    duties::put(connection, citizen, std::iter::empty())
}

fn cases_of(
    connection: &Connection,
    citizen: CitizenId,
) -> Result<BTreeMap<CaseId, String>, StoreError> {
    let mut statement = connection.prepare_cached(CASES_OF)?;
    let rows = statement.query_map([citizen.0.cast_signed()], |row| {
        Ok((CaseId(row.get::<_, i64>(0)?.cast_unsigned()), row.get(1)?))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn put_case(connection: &Connection, row: &CaseRow, detail: &str) -> Result<(), StoreError> {
    let id = row.case.0.cast_signed();
    connection.prepare_cached(PUT_CASE)?.execute((
        id,
        row.citizen.0.cast_signed(),
        &row.model,
        &row.version,
        row.closed.is_none(),
        row.opened.epoch(),
        row.next_due.map_or(NO_DUE, |due| i64::from(due.epoch())),
        row.law_changed.is_some(),
        !row.holders.is_empty(),
        detail,
    ))?;
    connection.prepare_cached(DROP_HOLDERS)?.execute([id])?;
    for employee in row.holders.values() {
        connection
            .prepare_cached(PUT_HOLDER)?
            .execute((employee.0.cast_signed(), id))?;
    }
    Ok(())
}

fn drop_case(connection: &Connection, id: CaseId) -> Result<(), StoreError> {
    let id = id.0.cast_signed();
    connection.prepare_cached(DROP_HOLDERS)?.execute([id])?;
    connection.prepare_cached(DROP_CASE)?.execute([id])?;
    Ok(())
}
