//! Published figures, kept as they were published: with source, day of retrieval and revision.

use calendar::{Day, Timestamp};
use rusqlite::{Connection, OptionalExtension};
use serde::{Deserialize, Serialize};
use tables::Decimal;

use super::numbers::log;
use crate::statements::statements;
use crate::{By, Store, StoreError};

statements! {
    FIND = "SELECT id FROM published_revision WHERE name = ?1 AND digest = ?2";
    KEEP = "INSERT INTO published_revision (name, digest, retrieved, source, head, at, employee, terminal)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8) RETURNING id";
    KEEP_ROW = "INSERT INTO published_row (revision, position, period, members, numbers)
        VALUES (?1, ?2, ?3, ?4, ?5)";
    NAMES = "SELECT DISTINCT name FROM published_revision ORDER BY name";
    REVISIONS = "SELECT id, retrieved, source, head, at, employee, terminal
        FROM published_revision WHERE name = ?1 ORDER BY retrieved, id";
    ROWS = "SELECT period, members, numbers FROM published_row WHERE revision = ?1 ORDER BY position";
}

/// A number as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublishedNumber {
    /// The number, with the decimals it was published with.
    Number(Decimal),
    /// No number, and the symbol in its place.
    Missing(String),
}

/// One row of a published table.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRow {
    /// The period, as it was published.
    pub period: String,
    /// One label a dimension.
    pub members: Vec<String>,
    /// One number a measure.
    pub numbers: Vec<PublishedNumber>,
}

/// What a published table says of itself.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct PublishedHead {
    /// How the file was written.
    pub form: String,
    /// Its title.
    pub title: Option<String>,
    /// When it was last updated, as the file writes it.
    pub updated: Option<String>,
    /// What the numbers are broken down by.
    pub dimensions: Vec<String>,
    /// What the numbers are.
    pub measures: Vec<String>,
}

/// A published table to be kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Published {
    /// What the table is called here: `y01a02`.
    pub name: String,
    /// Who published it.
    pub source: String,
    /// The day it was retrieved.
    pub retrieved: Day,
    /// What it says of itself.
    pub head: PublishedHead,
    /// Its rows, in the file's order.
    pub rows: Vec<PublishedRow>,
}

/// One revision of a published table, without its rows.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRevision {
    /// Its number.
    pub id: u64,
    /// The day it was first retrieved.
    pub retrieved: Day,
    /// Who published it.
    pub source: String,
    /// What it says of itself.
    pub head: PublishedHead,
    /// When it was taken in.
    pub at: Timestamp,
    /// By whom.
    pub by: By,
}

/// What became of a published table.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct PublishedKept {
    /// The revision that holds it.
    pub revision: u64,
    /// Whether it was kept before: nothing changed.
    pub already: bool,
}

impl Store {
    /// Whether a revision of this name holds the same table: title, update, members and numbers. When it was retrieved does
    /// not matter.
    pub fn find_published(&self, table: &Published) -> Result<Option<u64>, StoreError> {
        let digest = digest(table);
        self.read(|connection| find(connection, &table.name, &digest))
    }

    /// Keeps a published table beside the earlier ones of its name; the same table again changes nothing. The access log
    /// says so; returns after the commit.
    pub fn keep_published(
        &self,
        table: &Published,
        by: &By,
        now: Timestamp,
    ) -> Result<PublishedKept, StoreError> {
        let digest = digest(table);
        self.write(|connection| {
            if let Some(revision) = find(connection, &table.name, &digest)? {
                return Ok(PublishedKept {
                    revision,
                    already: true,
                });
            }
            let revision = keep(connection, table, &digest, by, now)?;
            log(connection, &format!("published {}", table.name), by, now)?;
            Ok(PublishedKept {
                revision,
                already: false,
            })
        })
    }

    /// The names under which published tables are kept.
    pub fn published_names(&self) -> Result<Vec<String>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(NAMES)?;
            let names = statement.query_map([], |row| row.get(0))?;
            Ok(names.collect::<Result<_, _>>()?)
        })
    }

    /// The revisions of a published table, the latest retrieved last.
    pub fn published_revisions(&self, name: &str) -> Result<Vec<PublishedRevision>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(REVISIONS)?;
            let mut rows = statement.query([name])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let head: String = row.get(3)?;
                all.push(PublishedRevision {
                    id: row.get::<_, i64>(0)?.cast_unsigned(),
                    retrieved: Day::from_epoch(row.get(1)?),
                    source: row.get(2)?,
                    head: serde_json::from_str(&head).map_err(|_| UNREADABLE)?,
                    at: Timestamp(row.get(4)?),
                    by: By::of(row.get(5)?, row.get(6)?),
                });
            }
            Ok(all)
        })
    }

    /// The rows of a revision, in the order of its file.
    pub fn published_rows(&self, revision: u64) -> Result<Vec<PublishedRow>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(ROWS)?;
            let mut rows = statement.query([revision.cast_signed()])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                let members: String = row.get(1)?;
                let numbers: String = row.get(2)?;
                let stored: Vec<Stored> = serde_json::from_str(&numbers).map_err(|_| UNREADABLE)?;
                all.push(PublishedRow {
                    period: row.get(0)?,
                    members: serde_json::from_str(&members).map_err(|_| UNREADABLE)?,
                    numbers: stored.into_iter().map(PublishedNumber::from).collect(),
                });
            }
            Ok(all)
        })
    }
}

const UNREADABLE: StoreError = StoreError::Unreadable {
    what: "published table",
};

/// A number as it stands in the store: `[units, places]` or the symbol.
#[derive(Serialize, Deserialize)]
#[serde(untagged)]
enum Stored {
    Number(i64, u8),
    Missing(String),
}

impl From<Stored> for PublishedNumber {
    fn from(stored: Stored) -> PublishedNumber {
        match stored {
            Stored::Number(units, places) => PublishedNumber::Number(Decimal {
                units: i128::from(units),
                places,
            }),
            Stored::Missing(symbol) => PublishedNumber::Missing(symbol),
        }
    }
}

fn stored(numbers: &[PublishedNumber]) -> Result<String, StoreError> {
    let stored = numbers.iter().map(|number| match number {
        PublishedNumber::Number(number) => i64::try_from(number.units)
            .map(|units| Stored::Number(units, number.places))
            .map_err(|_| UNREADABLE),
        PublishedNumber::Missing(symbol) => Ok(Stored::Missing(symbol.clone())),
    });
    let stored = stored.collect::<Result<Vec<_>, _>>()?;
    serde_json::to_string(&stored).map_err(|_| UNREADABLE)
}

/// What makes two retrievals the same table.
fn digest(table: &Published) -> [u8; 32] {
    let mut hasher = blake3::Hasher::new_derive_key("tovholder published table 1");
    let mut part = |text: &str| {
        hasher.update(&(text.len() as u64).to_le_bytes());
        hasher.update(text.as_bytes());
    };
    let head = &table.head;
    part(head.title.as_deref().unwrap_or_default());
    part(head.updated.as_deref().unwrap_or_default());
    for names in [&head.dimensions, &head.measures] {
        part(&names.len().to_string());
        for name in names {
            part(name);
        }
    }
    for row in &table.rows {
        part(&row.period);
        for member in &row.members {
            part(member);
        }
        for number in &row.numbers {
            match number {
                PublishedNumber::Number(number) => {
                    part(&format!("{}/{}", number.units, number.places));
                }
                PublishedNumber::Missing(symbol) => {
                    part("missing");
                    part(symbol);
                }
            }
        }
    }
    *hasher.finalize().as_bytes()
}

fn find(connection: &Connection, name: &str, digest: &[u8; 32]) -> Result<Option<u64>, StoreError> {
    let found: Option<i64> = connection
        .prepare_cached(FIND)?
        .query_row((name, digest), |row| row.get(0))
        .optional()?;
    Ok(found.map(i64::cast_unsigned))
}

fn keep(
    connection: &Connection,
    table: &Published,
    digest: &[u8; 32],
    by: &By,
    now: Timestamp,
) -> Result<u64, StoreError> {
    let head = serde_json::to_string(&table.head).map_err(|_| UNREADABLE)?;
    let revision: i64 = connection.prepare_cached(KEEP)?.query_row(
        rusqlite::params![
            table.name,
            digest,
            table.retrieved.epoch(),
            table.source,
            head,
            now.0,
            by.employee().map(|id| id.0.cast_signed()),
            by.terminal(),
        ],
        |row| row.get(0),
    )?;
    let mut statement = connection.prepare_cached(KEEP_ROW)?;
    for (position, row) in (0_i64..).zip(&table.rows) {
        let members = serde_json::to_string(&row.members).map_err(|_| UNREADABLE)?;
        let numbers = stored(&row.numbers)?;
        statement.execute((revision, position, &row.period, members, numbers))?;
    }
    Ok(revision.cast_unsigned())
}
