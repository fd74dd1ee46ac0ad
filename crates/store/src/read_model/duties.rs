//! Rows of duties, and the tally that counts them.

use std::collections::{BTreeMap, HashMap};

use calendar::Day;
use casework::{DutyRow, RowState};
use duties::Strength;
use facts::CitizenId;
use rusqlite::{Connection, OptionalExtension};

use super::{NEVER, NO_DUE};
use crate::StoreError;
use crate::statements::statements;

statements! {
    ROWS_OF = "SELECT case_id, duty, class, holder, standing, due, booked, free_on, detail
        FROM duty_row WHERE citizen = ?1";
    PUT = "INSERT INTO duty_row
        (citizen, case_id, duty, class, holder, standing, due, booked, free_on, detail)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10)
        ON CONFLICT (citizen, case_id, duty) DO UPDATE
        SET class = ?4, holder = ?5, standing = ?6, due = ?7, booked = ?8, free_on = ?9, detail = ?10";
    REMOVE = "DELETE FROM duty_row WHERE citizen = ?1 AND case_id = ?2 AND duty = ?3";
    CLASS = "SELECT id FROM duty_class
        WHERE model = ?1 AND event = ?2 AND step = ?3 AND role = ?4 AND act = ?5";
    ADD_CLASS = "INSERT INTO duty_class (model, event, step, role, act)
        VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";
    COUNT = "INSERT INTO duty_tally (assigned, standing, due, booked, free_on, class, duties)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)
        ON CONFLICT (assigned, standing, due, booked, free_on, class)
        DO UPDATE SET duties = duties + ?7";
    UNCOUNT = "DELETE FROM duty_tally WHERE assigned = ?1 AND standing = ?2 AND due = ?3
        AND booked = ?4 AND free_on = ?5 AND class = ?6 AND duties = 0";
}

/// A duty's columns; comparing them tells whether a row changed.
#[derive(PartialEq, Eq)]
struct Columns {
    tallied: Tallied,
    holder: Option<i64>,
    detail: String,
}

/// What the tally counts by.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
struct Tallied {
    assigned: bool,
    standing: i64,
    due: i64,
    booked: i64,
    free_on: i64,
    class: i64,
}

/// The id of an act's strength in the read model.
pub(crate) const fn act_id(act: Strength) -> &'static str {
    match act {
        Strength::Must => "must",
        Strength::Default => "default",
        Strength::Aim => "aim",
    }
}

/// Makes all of a citizen's duty rows so; each row comes with its model and step.
pub(super) fn put<'a>(
    connection: &Connection,
    citizen: CitizenId,
    rows: impl Iterator<Item = (&'a DutyRow, &'a str, &'a str)>,
) -> Result<(), StoreError> {
    let citizen = citizen.0.cast_signed();
    let mut old = rows_of(connection, citizen)?;
    let mut changes: BTreeMap<Tallied, i64> = BTreeMap::new();
    for (row, model, step) in rows {
        let columns = columns(connection, row, model, step)?;
        let key = (row.case.0.cast_signed(), row.duty.cast_signed());
        let before = old.remove(&key);
        if before.as_ref() == Some(&columns) {
            continue;
        }
        if let Some(before) = before {
            *changes.entry(before.tallied).or_default() -= 1;
        }
        *changes.entry(columns.tallied).or_default() += 1;
        let tallied = columns.tallied;
        connection.prepare_cached(PUT)?.execute((
            citizen,
            key.0,
            key.1,
            tallied.class,
            columns.holder,
            tallied.standing,
            tallied.due,
            tallied.booked,
            tallied.free_on,
            columns.detail,
        ))?;
    }
    let gone: BTreeMap<_, _> = old.into_iter().collect();
    for ((case, duty), columns) in gone {
        *changes.entry(columns.tallied).or_default() -= 1;
        connection
            .prepare_cached(REMOVE)?
            .execute((citizen, case, duty))?;
    }
    tally(connection, &changes)
}

fn rows_of(
    connection: &Connection,
    citizen: i64,
) -> Result<HashMap<(i64, i64), Columns>, StoreError> {
    let mut statement = connection.prepare_cached(ROWS_OF)?;
    let rows = statement.query_map([citizen], |row| {
        let holder: Option<i64> = row.get(3)?;
        let tallied = Tallied {
            assigned: holder.is_some(),
            standing: row.get(4)?,
            due: row.get(5)?,
            booked: row.get(6)?,
            free_on: row.get(7)?,
            class: row.get(2)?,
        };
        let columns = Columns {
            tallied,
            holder,
            detail: row.get(8)?,
        };
        Ok(((row.get(0)?, row.get(1)?), columns))
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}

fn columns(
    connection: &Connection,
    row: &DutyRow,
    model: &str,
    step: &str,
) -> Result<Columns, StoreError> {
    let day = |day: Option<Day>, otherwise| day.map_or(otherwise, |day| i64::from(day.epoch()));
    let booked = row.appointment.map(|(day, _)| day);
    let holder = row.holder.map(|holder| holder.0.cast_signed());
    let tallied = Tallied {
        assigned: holder.is_some(),
        standing: match row.state {
            RowState::Open | RowState::Blocked => 0,
            RowState::Waiting { .. } => 1,
            RowState::OnHold { .. } | RowState::SetAside { .. } => 2,
        },
        due: day(row.due, NO_DUE),
        booked: day(booked, NEVER),
        free_on: day(booked.max(row.opens_on), NEVER),
        class: class(
            connection,
            (model, &row.event, step, &row.role, act_id(row.act)),
        )?,
    };
    let detail =
        serde_json::to_string(row).map_err(|_| StoreError::Unreadable { what: "duty row" })?;
    Ok(Columns {
        tallied,
        holder,
        detail,
    })
}

fn class(connection: &Connection, what: (&str, &str, &str, &str, &str)) -> Result<i64, StoreError> {
    let known = connection
        .prepare_cached(CLASS)?
        .query_row(what, |row| row.get(0))
        .optional()?;
    match known {
        Some(id) => Ok(id),
        None => Ok(connection
            .prepare_cached(ADD_CLASS)?
            .query_row(what, |row| row.get(0))?),
    }
}

fn tally(connection: &Connection, changes: &BTreeMap<Tallied, i64>) -> Result<(), StoreError> {
    for (key, change) in changes.iter().filter(|(_, change)| **change != 0) {
        connection.prepare_cached(COUNT)?.execute((
            key.assigned,
            key.standing,
            key.due,
            key.booked,
            key.free_on,
            key.class,
            change,
        ))?;
        if *change < 0 {
            connection.prepare_cached(UNCOUNT)?.execute((
                key.assigned,
                key.standing,
                key.due,
                key.booked,
                key.free_on,
                key.class,
            ))?;
        }
    }
    Ok(())
}
