//! Cohorts in the file.

use calendar::{Day, Timestamp};
use casework::cohorts::{Cohort, Draw, Leaving, Left};
use facts::{CitizenId, FactId};
use rusqlite::{Connection, OptionalExtension, Row};

use super::kept::{
    digest, read_grounds, read_parameters, repeated, write_grounds, write_parameters,
};
use super::{CohortError, CohortHead, CohortId, CohortKept, CohortStore, ERASED, NewCohort};
use crate::access::AccessRow;
use crate::statements::statements;
use crate::{By, Store, StoreError};

statements! {
    POSTED = "SELECT id, digest FROM cohort WHERE post = ?1";
    DRAW = "INSERT INTO cohort (post, digest, definition, population, line, parameters, page, page_hash, drawn_on,
        observed_on, known_at, unknown, at, employee, terminal)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12, ?13, ?14, ?15) RETURNING id";
    OPEN = "INSERT INTO drawing (cohort) VALUES (?1)";
    CLOSE = "DELETE FROM drawing WHERE cohort = ?1";
    MEMBER = "INSERT INTO cohort_member (cohort, citizen, why) VALUES (?1, ?2, ?3)";
    ERASED_MEMBER = "SELECT 1 FROM tombstone WHERE citizen = ?1";
    HEADS = "SELECT id, definition, population, line, parameters, page, page_hash, drawn_on, observed_on, known_at,
        unknown, at, employee, terminal FROM cohort ORDER BY id";
    HEAD = "SELECT id, definition, population, line, parameters, page, page_hash, drawn_on, observed_on, known_at,
        unknown, at, employee, terminal FROM cohort WHERE id = ?1";
    MEMBERS = "SELECT citizen, why FROM cohort_member WHERE cohort = ?1 ORDER BY citizen";
    LEAVINGS = "SELECT citizen, reason, day, at, employee, terminal FROM cohort_leaving WHERE cohort = ?1 ORDER BY id";
    LEAVE = "INSERT INTO cohort_leaving (cohort, citizen, reason, day, at, employee, terminal)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7)";
    WITHOUT_CASE = "SELECT id FROM citizen_row WHERE NOT EXISTS
        (SELECT 1 FROM case_row WHERE case_row.citizen = citizen_row.id) ORDER BY id";
    EMPTY_MEMBER = "UPDATE cohort_member SET why = NULL WHERE citizen = ?1 AND why IS NOT NULL";
    EMPTY_LEAVING = "UPDATE cohort_leaving SET reason = NULL, day = NULL WHERE citizen = ?1 AND reason IS NOT NULL";
}

impl CohortStore for Store {
    fn draw_cohort(
        &self,
        new: &NewCohort,
        by: &By,
        now: Timestamp,
    ) -> Result<CohortId, CohortError> {
        let digest = digest(new);
        self.write(|connection| {
            if let Some(kept) = posted(connection, new)? {
                return repeated(kept, &digest);
            }
            for (citizen, _) in &new.members {
                if is_erased(connection, *citizen)? {
                    return Err(CohortError::Erased);
                }
            }
            let id = draw(connection, new, &digest, by, now)?;
            let members = new.members.iter().map(|(citizen, _)| *citizen);
            log(connection, members, "cohort drawn", by, now)?;
            Ok(id)
        })
    }

    fn leave_cohort(
        &self,
        id: CohortId,
        leaving: &Leaving,
        today: Day,
        by: &By,
        now: Timestamp,
    ) -> Result<Left, CohortError> {
        self.write(|connection| {
            let kept = kept(connection, id)?.ok_or(CohortError::Missing)?;
            let left = kept.cohort.admit(leaving, today)?;
            if left == Left::Known {
                return Ok(left);
            }
            if is_erased(connection, leaving.citizen)? {
                return Err(CohortError::Erased);
            }
            leave(connection, id, leaving, by, now)?;
            log(connection, [leaving.citizen], "cohort left", by, now)?;
            Ok(left)
        })
    }

    fn cohorts(&self) -> Result<Vec<CohortHead>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(HEADS)?;
            let mut rows = statement.query([])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(head(row)?);
            }
            Ok(all)
        })
    }

    fn cohort(&self, id: CohortId) -> Result<Option<CohortKept>, StoreError> {
        self.read(|connection| kept(connection, id))
    }
}

impl Store {
    /// The citizens who have no case, open or closed, by number.
    pub fn citizens_without_case(&self) -> Result<Vec<CitizenId>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(WITHOUT_CASE)?;
            let rows = statement.query_map([], |row| row.get::<_, i64>(0))?;
            let ids: Vec<i64> = rows.collect::<Result<_, _>>()?;
            let ids = ids.into_iter();
            Ok(ids.map(|id| CitizenId(id.cast_unsigned())).collect())
        })
    }
}

/// Removes what is said about an erased citizen, inside the transaction that erases.
pub(crate) fn empty(connection: &Connection, citizen: i64) -> Result<(), StoreError> {
    connection
        .prepare_cached(EMPTY_MEMBER)?
        .execute([citizen])?;
    connection
        .prepare_cached(EMPTY_LEAVING)?
        .execute([citizen])?;
    Ok(())
}

fn posted(
    connection: &Connection,
    new: &NewCohort,
) -> Result<Option<(CohortId, [u8; 32])>, StoreError> {
    let found = connection
        .prepare_cached(POSTED)?
        .query_row([new.key], |row| {
            Ok((CohortId(row.get::<_, i64>(0)?.cast_unsigned()), row.get(1)?))
        })
        .optional()?;
    Ok(found)
}

fn is_erased(connection: &Connection, citizen: CitizenId) -> Result<bool, StoreError> {
    let mut statement = connection.prepare_cached(ERASED_MEMBER)?;
    Ok(statement.exists([citizen.0.cast_signed()])?)
}

fn draw(
    connection: &Connection,
    new: &NewCohort,
    digest: &[u8; 32],
    by: &By,
    now: Timestamp,
) -> Result<CohortId, StoreError> {
    let told = &new.draw;
    let id: i64 = connection.prepare_cached(DRAW)?.query_row(
        (
            new.key,
            digest,
            &told.definition,
            &told.population,
            &told.line,
            write_parameters(&told.parameters)?,
            &told.page,
            &told.page_hash,
            told.drawn_on.epoch(),
            told.observed_on.epoch(),
            told.known_at.map(|fact| fact.0.cast_signed()),
            told.unknown.cast_signed(),
            now.0,
            by.employee().map(|id| id.0.cast_signed()),
            by.terminal(),
        ),
        |row| row.get(0),
    )?;
    connection.prepare_cached(OPEN)?.execute([id])?;
    let mut member = connection.prepare_cached(MEMBER)?;
    for (citizen, why) in &new.members {
        member.execute((id, citizen.0.cast_signed(), write_grounds(why)?))?;
    }
    connection.prepare_cached(CLOSE)?.execute([id])?;
    Ok(CohortId(id.cast_unsigned()))
}

fn leave(
    connection: &Connection,
    id: CohortId,
    leaving: &Leaving,
    by: &By,
    now: Timestamp,
) -> Result<(), StoreError> {
    connection.prepare_cached(LEAVE)?.execute((
        id.0.cast_signed(),
        leaving.citizen.0.cast_signed(),
        &leaving.reason,
        leaving.day.epoch(),
        now.0,
        by.employee().map(|id| id.0.cast_signed()),
        by.terminal(),
    ))?;
    Ok(())
}

fn log(
    connection: &Connection,
    citizens: impl IntoIterator<Item = CitizenId>,
    page: &str,
    by: &By,
    now: Timestamp,
) -> Result<(), StoreError> {
    let rows: Vec<AccessRow> = citizens
        .into_iter()
        .map(|citizen| AccessRow::of_write(by, now, Some(citizen), page))
        .collect();
    crate::access::write(connection, &rows)
}

fn head(row: &Row<'_>) -> Result<CohortHead, StoreError> {
    let day = |at| Ok::<_, rusqlite::Error>(Day::from_epoch(row.get(at)?));
    let known_at: Option<i64> = row.get(9)?;
    Ok(CohortHead {
        id: CohortId(row.get::<_, i64>(0)?.cast_unsigned()),
        draw: Draw {
            definition: row.get(1)?,
            population: row.get(2)?,
            line: row.get(3)?,
            parameters: read_parameters(&row.get::<_, String>(4)?)?,
            page: row.get(5)?,
            page_hash: row.get(6)?,
            drawn_on: day(7)?,
            observed_on: day(8)?,
            known_at: known_at.map(|id| FactId(id.cast_unsigned())),
            unknown: row.get::<_, i64>(10)?.cast_unsigned(),
        },
        at: Timestamp(row.get(11)?),
        by: By::of(row.get(12)?, row.get(13)?),
    })
}

fn kept(connection: &Connection, id: CohortId) -> Result<Option<CohortKept>, StoreError> {
    let id = id.0.cast_signed();
    let mut statement = connection.prepare_cached(HEAD)?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let head = head(row)?;
    let mut cohort = Cohort {
        draw: head.draw.clone(),
        members: std::collections::BTreeMap::new(),
        leavings: Vec::new(),
    };
    let mut statement = connection.prepare_cached(MEMBERS)?;
    let mut rows = statement.query([id])?;
    while let Some(row) = rows.next()? {
        let why: Option<String> = row.get(1)?;
        let why = why.map(|why| read_grounds(&why)).transpose()?;
        cohort
            .members
            .insert(citizen(row, 0)?, why.unwrap_or_default());
    }
    let mut recorded = Vec::new();
    let mut statement = connection.prepare_cached(LEAVINGS)?;
    let mut rows = statement.query([id])?;
    while let Some(row) = rows.next()? {
        let (reason, day): (Option<String>, Option<i32>) = (row.get(1)?, row.get(2)?);
        cohort.leavings.push(Leaving {
            citizen: citizen(row, 0)?,
            reason: reason.unwrap_or_else(|| ERASED.to_owned()),
            day: day.map_or(head.draw.observed_on, Day::from_epoch),
        });
        recorded.push((Timestamp(row.get(3)?), By::of(row.get(4)?, row.get(5)?)));
    }
    Ok(Some(CohortKept {
        head,
        cohort,
        recorded,
    }))
}

fn citizen(row: &Row<'_>, at: usize) -> Result<CitizenId, StoreError> {
    Ok(CitizenId(row.get::<_, i64>(at)?.cast_unsigned()))
}
