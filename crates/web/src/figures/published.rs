//! Published figures beside our own: what a page ties to a number, what has been imported of it, and how far the two differ.
//!
//! The two are never merged. A published number keeps its source, the day it was retrieved and its revision.

use std::collections::{BTreeMap, BTreeSet};

use calendar::{Day, Timestamp};
use rulebook::indicators::{IndicatorVersion, PublishedPart, PublishedSeries};
use store::{PublishedNumber, PublishedRevision, Store};
use tables::{Cell, Decimal, MeasureKind, Period, Quantity, divide};

use super::given::scale;
use super::numbers::Number;
use super::own::{BY_MUNICIPALITY, BY_REGION, Own};
use crate::error::WebError;

/// What a published number is about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(super) enum Area {
    Nation,
    Region(i32),
    Municipality(i32),
}

/// A published table as it stands beside one number of an indicator.
pub(super) struct Numbers {
    /// The last revision that was known; `None` where nobody has imported the table.
    pub(super) revision: Option<Revision>,
    values: BTreeMap<(Area, Period), Decimal>,
    /// What the revision before said, where it said something else.
    before: BTreeMap<(Area, Period), Decimal>,
    /// Symbols that stood in place of numbers.
    pub(super) symbols: BTreeSet<String>,
}

/// Which revision of a table is shown.
pub(super) struct Revision {
    pub(super) source: String,
    pub(super) retrieved: Day,
    /// When the publisher says that it was updated.
    pub(super) updated: Option<String>,
    /// The so-manieth that was imported.
    pub(super) number: usize,
}

/// The tables that are tied to a number.
pub(super) fn tied<'v>(
    version: &'v IndicatorVersion,
    shown: &str,
) -> impl Iterator<Item = &'v PublishedSeries> {
    let shown = shown.to_owned();
    let all = version.published.iter();
    all.filter(move |series| series.numbers.iter().any(|(id, _)| *id == shown))
}

impl Numbers {
    /// The numbers of a table, as they were known at an instant.
    pub(super) fn read(
        store: &Store,
        series: &PublishedSeries,
        shown: &str,
        own: Option<&Own>,
        at: Timestamp,
    ) -> Result<Numbers, WebError> {
        let mut revisions = store.published_revisions(&series.table)?;
        revisions.retain(|revision| revision.at <= at);
        let mut numbers = Numbers {
            revision: None,
            values: BTreeMap::new(),
            before: BTreeMap::new(),
            symbols: BTreeSet::new(),
        };
        let Some(last) = revisions.last() else {
            return Ok(numbers);
        };
        numbers.revision = Some(Revision {
            source: last.source.clone(),
            retrieved: last.retrieved,
            updated: last.head.updated.clone(),
            number: revisions.len(),
        });
        let mut symbols = BTreeSet::new();
        numbers.values = values(store, series, last, shown, own, &mut symbols)?;
        numbers.symbols = symbols;
        if let Some(before) = revisions
            .len()
            .checked_sub(2)
            .map(|place| &revisions[place])
        {
            let earlier = values(store, series, before, shown, own, &mut BTreeSet::new())?;
            let changed = |(place, number): &((Area, Period), Decimal)| {
                let now = numbers.values.get(place);
                now.is_some_and(|now| !equal(*now, *number))
            };
            numbers.before = earlier.into_iter().filter(changed).collect();
        }
        Ok(numbers)
    }

    /// The number of an area in a period.
    pub(super) fn number(&self, area: Area, period: Period) -> Option<Decimal> {
        self.values.get(&(area, period)).copied()
    }

    /// What the revision before said of it, where that was another number.
    pub(super) fn before(&self, area: Area, period: Period) -> Option<Decimal> {
        self.before.get(&(area, period)).copied()
    }

    /// The first and the last period there is a number of.
    pub(super) fn span(&self) -> Option<(Period, Period)> {
        let periods = || self.values.keys().map(|(_, period)| *period);
        periods().min().zip(periods().max())
    }

    /// Whether there is anything about an area in these periods.
    pub(super) fn tells(&self, area: Area, periods: &[Period]) -> bool {
        periods
            .iter()
            .any(|period| self.values.contains_key(&(area, *period)))
    }
}

fn values(
    store: &Store,
    series: &PublishedSeries,
    revision: &PublishedRevision,
    shown: &str,
    own: Option<&Own>,
    symbols: &mut BTreeSet<String>,
) -> Result<BTreeMap<(Area, Period), Decimal>, WebError> {
    let mut values = BTreeMap::new();
    let Some(place) = series.number(shown, &revision.head.measures) else {
        return Ok(values);
    };
    for row in store.published_rows(revision.id)? {
        let Some(period) = period(&row.period) else {
            continue;
        };
        let Some(area) = area(series, &revision.head.dimensions, &row.members, own) else {
            continue;
        };
        match row.numbers.get(place) {
            Some(PublishedNumber::Number(number)) => {
                values.insert((area, period), *number);
            }
            Some(PublishedNumber::Missing(symbol)) => {
                symbols.insert(symbol.clone());
            }
            None => {}
        }
    }
    Ok(values)
}

/// A calendar period; rolling sums and weeks are none. jobindsats writes quarters with Q, Danmarks Statistik with K.
fn period(code: &str) -> Option<Period> {
    let code = code.trim();
    let found = code.parse().or_else(|_| code.replacen('Q', "K", 1).parse());
    found.ok()
}

/// The area a row is about; `None` where it is narrowed to something else too.
fn area(
    series: &PublishedSeries,
    dimensions: &[String],
    members: &[String],
    own: Option<&Own>,
) -> Option<Area> {
    let area_of = |parts: Vec<PublishedPart>| {
        let mut rest = parts.iter().filter(|part| !series.about.contains(part));
        let first = rest.next();
        if rest.next().is_some() {
            return None;
        }
        match first {
            None => Some(Area::Nation),
            Some(part) if part.breakdown == BY_MUNICIPALITY => Some(Area::Municipality(part.code)),
            Some(part) if part.breakdown == BY_REGION => Some(Area::Region(part.code)),
            Some(_) => None,
        }
    };
    if let Some(parts) = series.parts(dimensions, members) {
        return area_of(parts);
    }
    // An invented municipality is not in the list; its own name stands for it.
    let own = own?;
    let place = members.iter().position(|member| *member == own.name.da)?;
    let without = |all: &[String]| {
        let kept = all.iter().enumerate().filter(|(at, _)| *at != place);
        kept.map(|(_, one)| one.clone()).collect::<Vec<_>>()
    };
    match area_of(series.parts(&without(dimensions), &without(members))?)? {
        Area::Nation => Some(Area::Municipality(i32::from(own.code))),
        _ => None,
    }
}

fn equal(one: Decimal, other: Decimal) -> bool {
    let scaled = |number: Decimal, by: Decimal| number.units.checked_mul(scale(by));
    scaled(one, other) == scaled(other, one)
}

/// A published number as a cell of the same kind as ours. It is public, so nothing has to be hidden about it.
pub(super) fn cell(number: Decimal, kind: MeasureKind) -> Cell {
    match kind {
        MeasureKind::Ratio => Cell::Known(Quantity::Ratio {
            numerator: number.units,
            denominator: scale(number) * 100,
            inside: i64::MAX / 4,
            all: i64::MAX / 2,
        }),
        MeasureKind::Count | MeasureKind::Amount => Cell::Known(Quantity::Amount {
            units: number.units,
            per: scale(number),
            persons: i64::MAX / 4,
        }),
    }
}

/// Ours less the published number, as it is shown; in percentage points for shares.
pub(super) fn difference(ours: &Cell, published: Decimal, number: &Number) -> Option<Decimal> {
    let (above, below) = ours.quantity()?.fraction();
    let (published, hundred) = match number.kind {
        MeasureKind::Ratio => (published, 100),
        MeasureKind::Count | MeasureKind::Amount => (published, 1),
    };
    let scale = scale(published);
    let numerator = above
        .checked_mul(hundred)?
        .checked_mul(scale)?
        .checked_sub(published.units.checked_mul(below)?)?;
    let places = number.places.max(published.places.min(1));
    divide(numerator, below.checked_mul(scale)?, 1, places).ok()
}
