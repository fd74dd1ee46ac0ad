//! Lists of cases.

use calendar::Day;
use casework::CaseRow;
use facts::CaseId;
use rusqlite::Connection;

use super::gather::name_ranks;
use super::search::{Found, found};
use super::{Page, Scope};
use crate::statements::statements;
use crate::{Store, StoreError};

/// Whether a case belongs to the list: `?1` open, closed or NULL, `?2` a model or NULL, `?3` whether the law must have
/// changed, `?4` whether nobody may be assigned.
macro_rules! belongs {
    () => {
        "(?1 IS NULL OR open = ?1) AND (?2 IS NULL OR model = ?2) AND (NOT ?3 OR law_changed)
        AND (NOT ?4 OR NOT assigned)"
    };
}

/// A walk in the order of one index.
macro_rules! walk {
    ($from:literal, $order:literal) => {
        concat!(
            "SELECT case_row.id FROM ",
            $from,
            " WHERE ",
            belongs!(),
            " ORDER BY ",
            $order,
            " LIMIT ?5 OFFSET ?6"
        )
    };
}

/// The cases of a holder, a team or a citizen, `?5`.
macro_rules! of {
    ($which:literal) => {
        concat!(
            "SELECT id, citizen, next_due, opened FROM case_row WHERE ",
            belongs!(),
            " AND ",
            $which
        )
    };
}

statements! {
    LINE = "SELECT detail, name FROM case_row JOIN citizen_row ON citizen_row.id = citizen
        WHERE case_row.id = ?1";
    COUNT = concat!("SELECT count(*) FROM case_row INDEXED BY case_by_standing WHERE ", belongs!());
    NAME_UP = walk!("citizen_row INDEXED BY citizen_by_name CROSS JOIN case_row
        ON case_row.citizen = citizen_row.id", "name_key, citizen_row.id, case_row.id");
    NAME_DOWN = walk!("citizen_row INDEXED BY citizen_by_name CROSS JOIN case_row
        ON case_row.citizen = citizen_row.id", "name_key DESC, citizen_row.id DESC, case_row.id DESC");
    DUE_UP = walk!("case_row INDEXED BY case_by_due", "next_due, id");
    DUE_DOWN = walk!("case_row INDEXED BY case_by_due", "next_due DESC, id DESC");
    OPENED_UP = walk!("case_row INDEXED BY case_by_opening", "opened, id");
    OPENED_DOWN = walk!("case_row INDEXED BY case_by_opening", "opened DESC, id DESC");
    NUMBER_UP = walk!("case_row NOT INDEXED", "id");
    NUMBER_DOWN = walk!("case_row NOT INDEXED", "id DESC");
    OF_HOLDER = of!("id IN (SELECT case_id FROM case_holder WHERE employee = ?5)");
    OF_TEAM = of!("id IN (SELECT case_id FROM case_holder
        WHERE employee IN (SELECT id FROM user WHERE team = ?5))");
    OF_CITIZEN = of!("citizen = ?5");
    OF_ALL = concat!("SELECT id, citizen, next_due, opened FROM case_row INDEXED BY case_by_standing
        WHERE ", belongs!(), " AND ?5 = 0");
}

/// Which cases.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct CaseFilter {
    /// Only open ones, or only closed ones.
    pub open: Option<bool>,
    /// Only this model.
    pub model: Option<String>,
    /// Only those for which a newer version holds that no person has confirmed.
    pub law_changed: bool,
}

/// The order of a list of cases; ties are broken by case number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub enum CaseSort {
    /// By the citizen's name in Danish order.
    #[default]
    Name,
    /// By the earliest open due day, those without one last.
    Due,
    /// By the day the case was opened.
    Opened,
    /// By case number.
    Number,
}

/// A question about cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseQuery {
    /// The legal day.
    pub today: Day,
    /// Whose: cases in which one of these holds a role; `Unassigned`: in which nobody holds any staff role.
    pub scope: Scope,
    /// Narrower.
    pub filter: CaseFilter,
    /// Words of the citizen's name, a CPR number, or a case number.
    pub search: Option<String>,
    /// The order.
    pub sort: CaseSort,
    /// The other way round.
    pub descending: bool,
    /// Which part.
    pub page: Page,
}

/// A case as lists show it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseLine {
    /// The citizen's name.
    pub name: String,
    /// The rest.
    pub row: CaseRow,
}

/// A part of a list of cases.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CasePage {
    /// The lines of the page.
    pub rows: Vec<CaseLine>,
    /// How many there are over all pages.
    pub total: u64,
}

impl Store {
    /// Cases. Those whose wake day has passed are folded again first.
    pub fn cases(&self, query: &CaseQuery) -> Result<CasePage, StoreError> {
        self.wake(query.today)?;
        let query = CaseQuery {
            page: query.page.held(),
            ..query.clone()
        };
        self.read(|connection| {
            let search = query.search.as_deref().map(str::trim);
            let found = match search.filter(|text| !text.is_empty()) {
                Some(text) => Some(found(connection, text)?),
                None => None,
            };
            let (ids, total) = match (query.scope, &found) {
                (Scope::All | Scope::Unassigned, None) => walked(connection, &query)?,
                _ => gathered(connection, &query, found.as_ref())?,
            };
            let rows = ids
                .into_iter()
                .filter_map(|id| line(connection, id).transpose())
                .collect::<Result<_, _>>()?;
            Ok(CasePage { rows, total })
        })
    }

    /// One case.
    pub fn case(&self, id: CaseId, today: Day) -> Result<Option<CaseLine>, StoreError> {
        self.wake(today)?;
        self.read(|connection| line(connection, id.0.cast_signed()))
    }
}

/// Cases up to which sorting them beats walking past the others.
const FEW: u64 = if cfg!(test) { 10 } else { 2_000 };

/// A case without its detail, for sorting a small set.
struct Slim {
    id: i64,
    citizen: i64,
    next_due: i64,
    opened: i64,
}

fn line(connection: &Connection, id: i64) -> Result<Option<CaseLine>, StoreError> {
    let mut statement = connection.prepare_cached(LINE)?;
    let mut rows = statement.query([id])?;
    let Some(row) = rows.next()? else {
        return Ok(None);
    };
    let unreadable = || StoreError::Unreadable { what: "case row" };
    let detail = row.get_ref(0)?.as_str().map_err(|_| unreadable())?;
    Ok(Some(CaseLine {
        row: serde_json::from_str(detail).map_err(|_| unreadable())?,
        name: row.get(1)?,
    }))
}

/// A walk over everything in the order of an index.
fn walked(connection: &Connection, query: &CaseQuery) -> Result<(Vec<i64>, u64), StoreError> {
    let filter = &query.filter;
    let unassigned = query.scope == Scope::Unassigned;
    let offset = u64::from(query.page.number) * u64::from(query.page.size);
    let total: i64 = connection.prepare_cached(COUNT)?.query_row(
        (
            filter.open,
            filter.model.as_deref(),
            filter.law_changed,
            unassigned,
        ),
        |row| row.get(0),
    )?;
    let total = total.cast_unsigned();
    if total <= offset {
        return Ok((Vec::new(), total));
    }
    if total <= FEW {
        return gathered(connection, query, None);
    }
    let sql = match (query.sort, query.descending) {
        (CaseSort::Name, false) => NAME_UP,
        (CaseSort::Name, true) => NAME_DOWN,
        (CaseSort::Due, false) => DUE_UP,
        (CaseSort::Due, true) => DUE_DOWN,
        (CaseSort::Opened, false) => OPENED_UP,
        (CaseSort::Opened, true) => OPENED_DOWN,
        (CaseSort::Number, false) => NUMBER_UP,
        (CaseSort::Number, true) => NUMBER_DOWN,
    };
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map(
        (
            filter.open,
            filter.model.as_deref(),
            filter.law_changed,
            unassigned,
            query.page.size,
            offset.cast_signed(),
        ),
        |row| row.get(0),
    )?;
    Ok((rows.collect::<Result<_, _>>()?, total))
}

/// The cases of a few holders or citizens, filtered and sorted here.
fn gathered(
    connection: &Connection,
    query: &CaseQuery,
    found: Option<&Found>,
) -> Result<(Vec<i64>, u64), StoreError> {
    let filter = &query.filter;
    let (sql, ids): (_, Vec<i64>) = match (query.scope, found) {
        (Scope::Holder(holder), _) => (OF_HOLDER, vec![holder.0.cast_signed()]),
        (Scope::Team(team), _) => (OF_TEAM, vec![team.0.cast_signed()]),
        (_, Some(found)) => (OF_CITIZEN, found.all().collect()),
        (_, None) => (OF_ALL, vec![0]),
    };
    let mut statement = connection.prepare_cached(sql)?;
    let mut rows = Vec::new();
    for id in ids {
        let mut of_id = statement.query((
            filter.open,
            filter.model.as_deref(),
            filter.law_changed,
            query.scope == Scope::Unassigned,
            id,
        ))?;
        while let Some(row) = of_id.next()? {
            let slim = Slim {
                id: row.get(0)?,
                citizen: row.get(1)?,
                next_due: row.get(2)?,
                opened: row.get(3)?,
            };
            if found.is_none_or(|found| found.takes(slim.citizen, slim.id)) {
                rows.push(slim);
            }
        }
    }
    let total = rows.len() as u64;
    rows.sort_unstable_by_key(|row| row.id);
    match query.sort {
        CaseSort::Number => {}
        CaseSort::Due => rows.sort_by_key(|row| row.next_due),
        CaseSort::Opened => rows.sort_by_key(|row| row.opened),
        CaseSort::Name => {
            let ranks = name_ranks(connection, rows.iter().map(|row| row.citizen))?;
            rows.sort_by_key(|row| ranks.get(&row.citizen).copied());
        }
    }
    if query.descending {
        rows.reverse();
    }
    let skip = query.page.number as usize * query.page.size as usize;
    let page = rows.into_iter().skip(skip).take(query.page.size as usize);
    Ok((page.map(|row| row.id).collect(), total))
}
