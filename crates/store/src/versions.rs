//! Kept rulebooks: every version a case pins stays readable, whole, whatever later programs embed.
//!
//! A page is read with its code lists and calendar, so the unit kept is the rulebook of the moment; pages that did not
//! change are stored once.

use std::collections::BTreeSet;
use std::sync::Arc;

use rulebook::{Book, Source};
use rusqlite::Connection;

use crate::StoreError;
use crate::statements::statements;

statements! {
    IS_KEPT = "SELECT 1 FROM kept_version WHERE hash = ?1";
    KEEP = "INSERT INTO kept_version (hash, what, book) VALUES (?1, ?2, ?3)";
    KEPT = "SELECT hash, what, book FROM kept_version ORDER BY hash";
    PUT_PAGE = "INSERT OR IGNORE INTO page (hash, path, content) VALUES (?1, ?2, ?3)";
    PUT_BOOK_PAGE = "INSERT OR IGNORE INTO book_page (book, position, page) VALUES (?1, ?2, ?3)";
    PAGES = "SELECT path, content FROM book_page JOIN page ON page.hash = book_page.page
        WHERE book = ?1 ORDER BY position";
}

/// Keeps the version of a model, if the rulebook has it; says whether the store has it now.
pub(crate) fn keep_model(
    connection: &Connection,
    book: &Book,
    hash: &str,
) -> Result<bool, StoreError> {
    keep(
        connection,
        book,
        hash,
        "model",
        book.by_hash(hash).is_some(),
    )
}

/// Keeps a calendar, if it is the rulebook's; says whether the store has it now.
pub(crate) fn keep_calendar(
    connection: &Connection,
    book: &Book,
    hash: &str,
) -> Result<bool, StoreError> {
    let known = book.calendar_by_hash(hash).is_some();
    keep(connection, book, hash, "calendar", known)
}

/// The rulebook with every version that the store has kept and the rulebook lacks, to be found by hash.
pub(crate) fn with_kept(connection: &Connection, book: Arc<Book>) -> Result<Arc<Book>, StoreError> {
    let mut statement = connection.prepare_cached(KEPT)?;
    let rows = statement.query_map([], |row| Ok((row.get(0)?, row.get(1)?, row.get(2)?)))?;
    let mut older = BTreeSet::new();
    for row in rows {
        let (hash, what, of): (String, String, String) = row?;
        let known = match what.as_str() {
            "model" => book.by_hash(&hash).is_some(),
            _ => book.calendar_by_hash(&hash).is_some(),
        };
        if !known {
            older.insert(of);
        }
    }
    if older.is_empty() {
        return Ok(book);
    }
    let mut book = Book::clone(&book);
    for kept in older {
        let pages = pages(connection, &kept)?;
        let kept = Book::load(&pages).map_err(|_| StoreError::Unreadable {
            what: "kept rulebook version",
        })?;
        book = book.keeping(&kept);
    }
    Ok(Arc::new(book))
}

/// What the read model depends on besides the facts: the form of its rows and the rulebook.
pub(crate) fn fingerprint(book: &Book) -> String {
    let mut hasher = blake3::Hasher::new();
    hasher.update(b"rows 1\n");
    for model in book.models() {
        hasher.update(model.hash.as_bytes());
        hasher.update(b"\n");
    }
    hasher.update(book.calendar().hash.as_bytes());
    hasher.finalize().to_hex().to_string()
}

fn keep(
    connection: &Connection,
    book: &Book,
    hash: &str,
    what: &str,
    known: bool,
) -> Result<bool, StoreError> {
    if connection.prepare_cached(IS_KEPT)?.exists([hash])? {
        return Ok(true);
    }
    if !known {
        return Ok(false);
    }
    let of = keep_pages(connection, book.sources())?;
    connection.prepare_cached(KEEP)?.execute((hash, what, of))?;
    Ok(true)
}

/// Stores the pages of a rulebook and returns the hash that names them together.
fn keep_pages(connection: &Connection, pages: &[Source]) -> Result<String, StoreError> {
    let hashes: Vec<String> = pages
        .iter()
        .map(|page| {
            let mut hasher = blake3::Hasher::new();
            hasher.update(page.path.as_bytes());
            hasher.update(b"\n");
            hasher.update(page.text.as_bytes());
            hasher.finalize().to_hex().to_string()
        })
        .collect();
    let book = blake3::hash(hashes.join("\n").as_bytes())
        .to_hex()
        .to_string();
    for (position, (page, hash)) in pages.iter().zip(&hashes).enumerate() {
        connection
            .prepare_cached(PUT_PAGE)?
            .execute((hash, &page.path, &page.text))?;
        connection
            .prepare_cached(PUT_BOOK_PAGE)?
            .execute((&book, position.cast_signed(), hash))?;
    }
    Ok(book)
}

fn pages(connection: &Connection, book: &str) -> Result<Vec<Source>, StoreError> {
    let mut statement = connection.prepare_cached(PAGES)?;
    let rows = statement.query_map([book], |row| {
        Ok(Source {
            path: row.get(0)?,
            text: row.get(1)?,
        })
    })?;
    Ok(rows.collect::<Result<_, _>>()?)
}
