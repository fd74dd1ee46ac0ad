//! Denominators and expected numbers, each with its source and the source's day.

use calendar::{Day, Timestamp};
use rusqlite::{Connection, Row};
use tables::{Decimal, Period};

use crate::access::AccessRow;
use crate::statements::statements;
use crate::{By, Store, StoreError};

statements! {
    GIVE = "INSERT INTO given_number
        (purpose, name, part, municipality, period, units, places, source, dated, at, employee, terminal)
        VALUES (?1, ?2, ?3, ?4, ?5, ?6, ?7, ?8, ?9, ?10, ?11, ?12)";
    /// The latest revision last: by the source's day, then by the order of giving.
    OF_PLACE = "SELECT name, part, municipality, period, units, places, source, dated, at, employee, terminal
        FROM given_number
        WHERE purpose = ?1 AND name = ?2 AND part = ?3 AND municipality = ?4 AND period = ?5
        ORDER BY dated, id";
    OF_PURPOSE = "SELECT name, part, municipality, period, units, places, source, dated, at, employee, terminal
        FROM given_number WHERE purpose = ?1
        ORDER BY name, part, municipality, period, dated, id";
}

/// What a number is for.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Purpose {
    /// What a share is taken of: labour force, population.
    Denominator,
    /// What somebody expects a figure to be.
    Expected,
}

impl Purpose {
    const fn id(self) -> &'static str {
        match self {
            Purpose::Denominator => "denominator",
            Purpose::Expected => "expected",
        }
    }
}

/// A number that somebody outside gives.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenNumber {
    /// What it is for.
    pub purpose: Purpose,
    /// Of what: `arbejdsstyrke`, or the id of an indicator.
    pub name: String,
    /// Of which part, if not of the whole: an age group, a group of benefits.
    pub part: Option<String>,
    /// Of which municipality (three-digit code); `None` for the whole country.
    pub municipality: Option<u16>,
    /// For which period, or on which day.
    pub period: Period,
    /// The number; its units must fit in 64 bits.
    pub number: Decimal,
    /// Where it stands.
    pub source: String,
    /// The day of the source: when it was made up or published.
    pub dated: Day,
}

/// A number as it is kept.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenRow {
    /// The number.
    pub given: GivenNumber,
    /// When it was taken in.
    pub at: Timestamp,
    /// By whom.
    pub by: By,
}

/// What becomes of a given number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Taken {
    /// The first of its place.
    New,
    /// Another source, or another day of the source, told this place before; both stand.
    Revision,
    /// The same source of the same day told the same: nothing changes.
    Known,
    /// The same source of the same day told another number, this one: nothing changes.
    Contradicts(Decimal),
}

impl Store {
    /// Says what would become of each of these numbers, as if they were given in this order; nothing is changed.
    pub fn weigh_numbers(&self, numbers: &[GivenNumber]) -> Result<Vec<Taken>, StoreError> {
        self.read(|connection| weigh_all(connection, numbers))
    }

    /// Takes numbers in, all of them or (if one contradicts what is kept, or another of them) none. The answers are in the
    /// order of the numbers. The access log says so; returns after the commit.
    pub fn give_numbers(
        &self,
        numbers: &[GivenNumber],
        by: &By,
        now: Timestamp,
    ) -> Result<Vec<Taken>, StoreError> {
        self.write(|connection| {
            let taken = weigh_all(connection, numbers)?;
            let contradicts = taken
                .iter()
                .any(|taken| matches!(taken, Taken::Contradicts(_)));
            if contradicts {
                return Ok(taken);
            }
            let mut fresh = 0;
            for (number, taken) in numbers.iter().zip(&taken) {
                if matches!(taken, Taken::New | Taken::Revision) {
                    give(connection, number, by, now)?;
                    fresh += 1;
                }
            }
            if fresh > 0 {
                log(connection, "given numbers", by, now)?;
            }
            Ok(taken)
        })
    }

    /// All numbers of a purpose, by place, each place's latest revision last.
    pub fn given_numbers(&self, purpose: Purpose) -> Result<Vec<GivenRow>, StoreError> {
        self.read(|connection| {
            let mut statement = connection.prepare_cached(OF_PURPOSE)?;
            let mut rows = statement.query([purpose.id()])?;
            let mut all = Vec::new();
            while let Some(row) = rows.next()? {
                all.push(given_row(purpose, row)?);
            }
            Ok(all)
        })
    }

    /// The revisions of one number, the latest last, as known at an instant (`None`: all). The last one is the one that
    /// counts; none means that nobody has given it.
    pub fn given_number(
        &self,
        place: &GivenPlace<'_>,
        known_at: Option<Timestamp>,
    ) -> Result<Vec<GivenRow>, StoreError> {
        self.read(|connection| {
            let mut rows = of_place(connection, place)?;
            rows.retain(|row| known_at.is_none_or(|cut| row.at <= cut));
            Ok(rows)
        })
    }
}

/// What a number is a number of.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub struct GivenPlace<'a> {
    /// What it is for.
    pub purpose: Purpose,
    /// Of what.
    pub name: &'a str,
    /// Of which part.
    pub part: Option<&'a str>,
    /// Of which municipality.
    pub municipality: Option<u16>,
    /// For which period.
    pub period: Period,
}

impl GivenNumber {
    /// What it is a number of.
    pub fn place(&self) -> GivenPlace<'_> {
        GivenPlace {
            purpose: self.purpose,
            name: &self.name,
            part: self.part.as_deref(),
            municipality: self.municipality,
            period: self.period,
        }
    }
}

/// Each number against what is kept and against those before it.
fn weigh_all(connection: &Connection, numbers: &[GivenNumber]) -> Result<Vec<Taken>, StoreError> {
    let mut earlier: std::collections::BTreeMap<GivenPlace<'_>, Vec<&GivenNumber>> =
        std::collections::BTreeMap::new();
    let mut all = Vec::with_capacity(numbers.len());
    for number in numbers {
        let kept = of_place(connection, &number.place())?;
        let before = earlier.entry(number.place()).or_default();
        let held: Vec<&GivenNumber> = kept
            .iter()
            .map(|row| &row.given)
            .chain(before.iter().copied())
            .collect();
        let same = held
            .iter()
            .find(|held| held.source == number.source && held.dated == number.dated);
        let taken = match same {
            Some(held) if equal(held.number, number.number) => Taken::Known,
            Some(held) => Taken::Contradicts(held.number),
            None if held.is_empty() => Taken::New,
            None => Taken::Revision,
        };
        all.push(taken);
        before.push(number);
    }
    Ok(all)
}

/// 1,50 and 1,5 are the same number.
fn equal(one: Decimal, other: Decimal) -> bool {
    let power = |places: u8| 10_i128.checked_pow(u32::from(places));
    let places = one.places.max(other.places);
    let scaled = |number: Decimal| power(places - number.places)?.checked_mul(number.units);
    match (scaled(one), scaled(other)) {
        (Some(one), Some(other)) => one == other,
        _ => one == other,
    }
}

fn of_place(connection: &Connection, place: &GivenPlace<'_>) -> Result<Vec<GivenRow>, StoreError> {
    let mut statement = connection.prepare_cached(OF_PLACE)?;
    let mut rows = statement.query((
        place.purpose.id(),
        place.name,
        place.part.unwrap_or_default(),
        place.municipality.unwrap_or_default(),
        place.period.to_string(),
    ))?;
    let mut all = Vec::new();
    while let Some(row) = rows.next()? {
        all.push(given_row(place.purpose, row)?);
    }
    Ok(all)
}

fn give(
    connection: &Connection,
    number: &GivenNumber,
    by: &By,
    now: Timestamp,
) -> Result<(), StoreError> {
    let units = i64::try_from(number.number.units).map_err(|_| StoreError::Unreadable {
        what: "given number",
    })?;
    connection.prepare_cached(GIVE)?.execute(rusqlite::params![
        number.purpose.id(),
        number.name,
        number.part.as_deref().unwrap_or_default(),
        number.municipality.unwrap_or_default(),
        number.period.to_string(),
        units,
        number.number.places,
        number.source,
        number.dated.epoch(),
        now.0,
        by.employee().map(|id| id.0.cast_signed()),
        by.terminal(),
    ])?;
    Ok(())
}

fn given_row(purpose: Purpose, row: &Row<'_>) -> Result<GivenRow, StoreError> {
    let unreadable = StoreError::Unreadable {
        what: "given number",
    };
    let period: String = row.get(3)?;
    let Ok(period) = period.parse() else {
        return Err(unreadable);
    };
    let part: String = row.get(1)?;
    let municipality: u16 = row.get(2)?;
    let units: i64 = row.get(4)?;
    Ok(GivenRow {
        given: GivenNumber {
            purpose,
            name: row.get(0)?,
            part: Some(part).filter(|part| !part.is_empty()),
            municipality: Some(municipality).filter(|municipality| *municipality > 0),
            period,
            number: Decimal {
                units: i128::from(units),
                places: row.get(5)?,
            },
            source: row.get(6)?,
            dated: Day::from_epoch(row.get(7)?),
        },
        at: Timestamp(row.get(8)?),
        by: By::of(row.get(9)?, row.get(10)?),
    })
}

pub(super) fn log(
    connection: &Connection,
    page: &str,
    by: &By,
    now: Timestamp,
) -> Result<(), StoreError> {
    let line = AccessRow::of_write(by, now, None, page);
    crate::access::write(connection, &[line])
}
