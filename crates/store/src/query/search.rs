//! Finding citizens by the words of their name, a CPR number or its beginning, or a case number.

use std::collections::BTreeSet;

use rusqlite::{Connection, OptionalExtension};

use crate::StoreError;
use crate::order::search_words;
use crate::statements::statements;

statements! {
    BY_WORD = "SELECT citizen FROM citizen_word WHERE word >= ?1 AND word < ?2";
    BY_CPR = "SELECT id FROM citizen_row WHERE cpr >= ?1 AND cpr < ?2";
    CASE_OWNER = "SELECT citizen FROM case_row WHERE id = ?1";
}

/// Digits of a CPR number from which on it is searched for: the day of birth.
const BIRTH_DIGITS: usize = 6;

/// What a search found.
pub(super) struct Found {
    /// Citizens, with all their cases.
    citizens: BTreeSet<i64>,
    /// A single case and its citizen.
    case: Option<(i64, i64)>,
}

impl Found {
    /// Every citizen concerned.
    pub(super) fn all(&self) -> impl Iterator<Item = i64> {
        let of_case = self
            .case
            .map(|(_, citizen)| citizen)
            .filter(|citizen| !self.citizens.contains(citizen));
        self.citizens.iter().copied().chain(of_case)
    }

    /// Whether a case of a citizen is among what was found.
    pub(super) fn takes(&self, citizen: i64, case: i64) -> bool {
        self.citizens.contains(&citizen) || self.case.is_some_and(|(found, _)| found == case)
    }
}

/// What a text finds; every word must begin a word of the name.
pub(super) fn found(connection: &Connection, text: &str) -> Result<Found, StoreError> {
    let mut digits: String = text.split(['-', ' ']).collect();
    if !digits.is_empty() && digits.bytes().all(|byte| byte.is_ascii_digit()) {
        digits.truncate(20);
        return by_number(connection, &digits);
    }
    let mut citizens: Option<BTreeSet<i64>> = None;
    for word in search_words(text) {
        let found = range(connection, BY_WORD, &word)?;
        citizens = Some(match citizens {
            Some(before) => before.intersection(&found).copied().collect(),
            None => found,
        });
    }
    Ok(Found {
        citizens: citizens.unwrap_or_default(),
        case: None,
    })
}

fn by_number(connection: &Connection, digits: &str) -> Result<Found, StoreError> {
    let citizens = if digits.len() >= BIRTH_DIGITS {
        range(connection, BY_CPR, digits)?
    } else {
        BTreeSet::new()
    };
    let case = match digits.parse::<i64>() {
        Ok(number) => connection
            .prepare_cached(CASE_OWNER)?
            .query_row([number], |row| Ok((number, row.get(0)?)))
            .optional()?,
        Err(_) => None,
    };
    Ok(Found { citizens, case })
}

fn range(
    connection: &Connection,
    sql: &'static str,
    beginning: &str,
) -> Result<BTreeSet<i64>, StoreError> {
    let end = format!("{beginning}\u{10ffff}");
    let mut statement = connection.prepare_cached(sql)?;
    let rows = statement.query_map([beginning, end.as_str()], |row| row.get(0))?;
    Ok(rows.collect::<Result<_, _>>()?)
}
