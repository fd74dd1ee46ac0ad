//! Lists of citizens.

use facts::{CaseId, CitizenId, Cpr, FactId};
use rusqlite::{Connection, OptionalExtension};

use super::Page;
use super::search::found;
use crate::statements::statements;
use crate::{Store, StoreError};

// A citizen whose registration was retracted has no CPR number and is not listed.
statements! {
    COUNT = "SELECT count(*) FROM citizen_row INDEXED BY citizen_by_cpr WHERE cpr > ''";
    NAME_UP = "SELECT id FROM citizen_row INDEXED BY citizen_by_name WHERE name_key > ''
        ORDER BY name_key, id LIMIT ?1 OFFSET ?2";
    NAME_DOWN = "SELECT id FROM citizen_row INDEXED BY citizen_by_name WHERE name_key > ''
        ORDER BY name_key DESC, id DESC LIMIT ?1 OFFSET ?2";
    CPR_UP = "SELECT id FROM citizen_row INDEXED BY citizen_by_cpr WHERE cpr > ''
        ORDER BY cpr, id LIMIT ?1 OFFSET ?2";
    CPR_DOWN = "SELECT id FROM citizen_row INDEXED BY citizen_by_cpr WHERE cpr > ''
        ORDER BY cpr DESC, id DESC LIMIT ?1 OFFSET ?2";
    NUMBER_UP = "SELECT id FROM citizen_row WHERE cpr > '' ORDER BY id LIMIT ?1 OFFSET ?2";
    NUMBER_DOWN = "SELECT id FROM citizen_row WHERE cpr > '' ORDER BY id DESC LIMIT ?1 OFFSET ?2";
    NAME_OF = "SELECT name_key FROM citizen_row WHERE id = ?1";
    CPR_OF = "SELECT cpr FROM citizen_row WHERE id = ?1";
    ROW = "SELECT name, cpr, last FROM citizen_row WHERE id = ?1 AND cpr > ''";
    CASES = "SELECT id FROM case_row WHERE citizen = ?1 ORDER BY id";
    BY_CPR = "SELECT id FROM citizen_row WHERE cpr = ?1 ORDER BY id LIMIT 1";
}

/// The order of a list of citizens; ties are broken by id.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CitizenSort {
    /// By name in Danish order.
    #[default]
    Name,
    /// By CPR number (which is day of birth first).
    Cpr,
    /// By id: the order in which they became known.
    Number,
}

/// A question about citizens.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CitizenQuery {
    /// Words of the name, a CPR number, or a case number.
    pub search: Option<String>,
    /// The order.
    pub sort: CitizenSort,
    /// The other way round.
    pub descending: bool,
    /// Which part.
    pub page: Page,
}

/// A citizen as lists show them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitizenRow {
    /// The id.
    pub id: CitizenId,
    /// The name as last registered.
    pub name: String,
    /// The CPR number as last registered.
    pub cpr: Cpr,
    /// The cases, open and closed.
    pub cases: Vec<CaseId>,
    /// The last fact: what an author of a new entry has seen.
    pub last: FactId,
}

/// A part of a list of citizens.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CitizenPage {
    /// The lines of the page.
    pub rows: Vec<CitizenRow>,
    /// How many there are over all pages.
    pub total: u64,
}

impl Store {
    /// Citizens.
    pub fn citizens(&self, query: &CitizenQuery) -> Result<CitizenPage, StoreError> {
        let page = query.page.held();
        let offset = u64::from(page.number) * u64::from(page.size);
        self.read(|connection| {
            let search = query.search.as_deref().map(str::trim);
            let (ids, total) = if let Some(text) = search.filter(|text| !text.is_empty()) {
                let found = found(connection, text)?;
                let ids = sorted(connection, query, found.all().collect())?;
                let total = ids.len() as u64;
                let skip = usize::try_from(offset).unwrap_or(usize::MAX);
                let ids = ids.into_iter().skip(skip).take(page.size as usize);
                (ids.collect(), total)
            } else {
                walked(connection, query, page.size, offset)?
            };
            let rows = ids
                .into_iter()
                .filter_map(|id| row_of(connection, id).transpose())
                .collect::<Result<_, _>>()?;
            Ok(CitizenPage { rows, total })
        })
    }

    /// One citizen.
    pub fn citizen(&self, id: CitizenId) -> Result<Option<CitizenRow>, StoreError> {
        self.read(|connection| row_of(connection, id.0.cast_signed()))
    }

    /// The citizen with this CPR number as last registered.
    pub fn citizen_by_cpr(&self, cpr: &Cpr) -> Result<Option<CitizenId>, StoreError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached(BY_CPR)?
                .query_row([cpr.digits()], |row| {
                    Ok(CitizenId(row.get::<_, i64>(0)?.cast_unsigned()))
                })
                .optional()?)
        })
    }
}

/// Everybody, in the order of an index.
fn walked(
    connection: &Connection,
    query: &CitizenQuery,
    size: u32,
    offset: u64,
) -> Result<(Vec<i64>, u64), StoreError> {
    let total: i64 = connection
        .prepare_cached(COUNT)?
        .query_row([], |row| row.get(0))?;
    let sql = match (query.sort, query.descending) {
        (CitizenSort::Name, false) => NAME_UP,
        (CitizenSort::Name, true) => NAME_DOWN,
        (CitizenSort::Cpr, false) => CPR_UP,
        (CitizenSort::Cpr, true) => CPR_DOWN,
        (CitizenSort::Number, false) => NUMBER_UP,
        (CitizenSort::Number, true) => NUMBER_DOWN,
    };
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map((size, offset.cast_signed()), |row| row.get(0))?;
    let ids: Vec<i64> = rows.collect::<Result<_, _>>()?;
    Ok((ids, total.cast_unsigned()))
}

fn sorted(
    connection: &Connection,
    query: &CitizenQuery,
    mut ids: Vec<i64>,
) -> Result<Vec<i64>, StoreError> {
    let sql = match query.sort {
        CitizenSort::Name => Some(NAME_OF),
        CitizenSort::Cpr => Some(CPR_OF),
        CitizenSort::Number => None,
    };
    ids.sort_unstable();
    if let Some(sql) = sql {
        let mut statement = connection.prepare_cached(sql)?;
        let mut keyed = Vec::with_capacity(ids.len());
        for id in ids {
            let key: String = statement.query_row([id], |row| row.get(0))?;
            keyed.push((key, id));
        }
        keyed.sort_unstable();
        ids = keyed.into_iter().map(|(_, id)| id).collect();
    }
    if query.descending {
        ids.reverse();
    }
    Ok(ids)
}

fn row_of(connection: &Connection, id: i64) -> Result<Option<CitizenRow>, StoreError> {
    let found = connection
        .prepare_cached(ROW)?
        .query_row([id], |row| {
            Ok((
                row.get::<_, String>(0)?,
                row.get::<_, String>(1)?,
                row.get::<_, i64>(2)?,
            ))
        })
        .optional()?;
    let Some((name, cpr, last)) = found else {
        return Ok(None);
    };
    let mut statement = connection.prepare_cached(CASES)?;
    let cases = statement.query_map([id], |row| {
        Ok(CaseId(row.get::<_, i64>(0)?.cast_unsigned()))
    })?;
    Ok(Some(CitizenRow {
        id: CitizenId(id.cast_unsigned()),
        name,
        cpr: cpr.parse().map_err(|_| StoreError::Unreadable {
            what: "citizen row",
        })?,
        cases: cases.collect::<Result<_, _>>()?,
        last: FactId(last.cast_unsigned()),
    }))
}
