//! Vintages: the states of knowledge on which numbers shown to those who may not see the rows rest.
//!
//! Two numbers that differ by one person give that person away. So the municipality's numbers are not made anew whenever a
//! fact comes, but once a calendar month: the first who asks draws the month's vintage, and everybody sees that one until
//! the month is over. The tables are kept as they were released, so that the next vintage can be judged beside them.

use calendar::{Day, Timestamp};
use facts::FactId;
use rusqlite::{Connection, OptionalExtension, Row};
use tables::Table;

use crate::access::AccessRow;
use crate::statements::statements;
use crate::{By, Store, StoreError};

statements! {
    NEWEST = "SELECT id, day, known_at, at, employee, terminal FROM vintage ORDER BY id DESC LIMIT 1";
    ALL_VINTAGES = "SELECT id, day, known_at, at, employee, terminal FROM vintage ORDER BY id";
    LAST_FACT = "SELECT coalesce(max(id), 0) FROM fact";
    DRAW = "INSERT INTO vintage (day, known_at, at, employee, terminal) VALUES (?1, ?2, ?3, ?4, ?5) RETURNING id";
    RELEASED = "SELECT body FROM released_tables WHERE name = ?1 AND vintage = ?2 AND definition = ?3";
    RELEASED_LAST = "SELECT body FROM released_tables WHERE name = ?1 ORDER BY vintage DESC, id DESC LIMIT 1";
    KEEP = "INSERT INTO released_tables (vintage, name, definition, body) VALUES (?1, ?2, ?3, ?4)";
}

const UNREADABLE: StoreError = StoreError::Unreadable {
    what: "released table",
};

/// A state of knowledge that numbers are drawn from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Vintage {
    /// Its number; later ones are higher.
    pub id: u64,
    /// The day it was drawn.
    pub day: Day,
    /// The last fact known; [`FactId`] 0 where nothing had happened yet.
    pub known_at: FactId,
    /// When it was drawn.
    pub at: Timestamp,
    /// By whom.
    pub by: By,
}

/// Which tables: those of an indicator, by one definition, from one vintage.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct ReleasedName<'a> {
    /// The vintage.
    pub vintage: u64,
    /// The indicator.
    pub name: &'a str,
    /// A name for the definition in every detail, such as its hash.
    pub definition: &'a str,
}

impl Store {
    /// The vintage of the month that `today` lies in; drawn now if there is none. The access log says so.
    pub fn vintage(&self, today: Day, by: &By, now: Timestamp) -> Result<Vintage, StoreError> {
        let newest = self.read(newest)?;
        match newest {
            Some(vintage) if is_of(&vintage, today) => Ok(vintage),
            // Asked again under the lock: somebody else may have drawn it meanwhile.
            _ => self.write(|connection| match newest_of(connection, today)? {
                Some(vintage) => Ok(vintage),
                None => draw(connection, today, by, now),
            }),
        }
    }

    /// Draws a vintage although the month has one: after a large import, say. Its numbers stand beside those of the one
    /// before, so whoever does this must not do it for every fact.
    pub fn draw_vintage(&self, today: Day, by: &By, now: Timestamp) -> Result<Vintage, StoreError> {
        self.write(|connection| draw(connection, today, by, now))
    }

    /// All vintages, the first first.
    pub fn vintages(&self) -> Result<Vec<Vintage>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(ALL_VINTAGES)?;
            let rows = statement.query_map([], vintage_row)?;
            Ok(rows.collect::<Result<_, _>>()?)
        })
    }

    /// The tables as readers got them.
    pub fn released(&self, name: ReleasedName<'_>) -> Result<Option<Vec<Table>>, StoreError> {
        self.read(|connection| released(connection, name))
    }

    /// The tables that readers got last under this name, whatever their definition and vintage.
    pub fn released_last(&self, name: &str) -> Result<Option<Vec<Table>>, StoreError> {
        self.read(|connection| {
            let body = connection
                .prepare_cached(RELEASED_LAST)?
                .query_row([name], |row| row.get::<_, String>(0))
                .optional()?;
            body.map(|body| read(&body)).transpose()
        })
    }

    /// Keeps tables as readers get them, and gives back those that are kept: if somebody was first, theirs.
    pub fn keep_released(
        &self,
        name: ReleasedName<'_>,
        tables: Vec<Table>,
    ) -> Result<Vec<Table>, StoreError> {
        let body = serde_json::to_string(&tables).map_err(|_| UNREADABLE)?;
        self.write(|connection| {
            if let Some(kept) = released(connection, name)? {
                return Ok(kept);
            }
            connection.prepare_cached(KEEP)?.execute((
                name.vintage.cast_signed(),
                name.name,
                name.definition,
                &body,
            ))?;
            Ok(tables)
        })
    }
}

fn is_of(vintage: &Vintage, today: Day) -> bool {
    vintage.day.month_start() == today.month_start()
}

fn newest(connection: &Connection) -> Result<Option<Vintage>, StoreError> {
    let mut statement = connection.prepare_cached(NEWEST)?;
    Ok(statement.query_row([], vintage_row).optional()?)
}

fn newest_of(connection: &Connection, today: Day) -> Result<Option<Vintage>, StoreError> {
    Ok(newest(connection)?.filter(|vintage| is_of(vintage, today)))
}

fn draw(
    connection: &Connection,
    today: Day,
    by: &By,
    now: Timestamp,
) -> Result<Vintage, StoreError> {
    let known_at: i64 = connection
        .prepare_cached(LAST_FACT)?
        .query_row([], |row| row.get(0))?;
    let employee = by.employee().map(|id| id.0.cast_signed());
    let id: i64 = connection.prepare_cached(DRAW)?.query_row(
        (today.epoch(), known_at, now.0, employee, by.terminal()),
        |row| row.get(0),
    )?;
    let line = AccessRow::of_write(by, now, None, &format!("vintage {today}"));
    crate::access::write(connection, &[line])?;
    Ok(Vintage {
        id: id.cast_unsigned(),
        day: today,
        known_at: FactId(known_at.cast_unsigned()),
        at: now,
        by: by.clone(),
    })
}

fn vintage_row(row: &Row<'_>) -> rusqlite::Result<Vintage> {
    Ok(Vintage {
        id: row.get::<_, i64>(0)?.cast_unsigned(),
        day: Day::from_epoch(row.get(1)?),
        known_at: FactId(row.get::<_, i64>(2)?.cast_unsigned()),
        at: Timestamp(row.get(3)?),
        by: By::of(row.get(4)?, row.get(5)?),
    })
}

fn released(
    connection: &Connection,
    name: ReleasedName<'_>,
) -> Result<Option<Vec<Table>>, StoreError> {
    let body = connection
        .prepare_cached(RELEASED)?
        .query_row(
            (name.name, name.vintage.cast_signed(), name.definition),
            |row| row.get::<_, String>(0),
        )
        .optional()?;
    body.map(|body| read(&body)).transpose()
}

fn read(body: &str) -> Result<Vec<Table>, StoreError> {
    serde_json::from_str(body).map_err(|_| UNREADABLE)
}
