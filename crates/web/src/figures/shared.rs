//! Numbers that several indicators show: whoever reads two of them reads one number twice.
//!
//! A page can count the same persons as another, with other numbers beside them. What one hides beside a small number the other
//! would show, and the small number would follow. So indicators that share numbers are released one after the other, in the
//! order of the catalogue, whoever asks for which: what is hidden in an earlier one stays hidden in a later one, and what is
//! shown there is known and protects nothing.

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use rulebook::Catalogue;
use rulebook::indicators::IndicatorVersion;
use store::Vintage;
use tables::{Cell, Table};

use super::asked::Asked;
use super::numbers::Numbers;
use super::own::Own;
use super::protected::{same_place, with_cells};
use super::published::{self, Area};
use super::table::TIME;
use crate::app::App;
use crate::error::WebError;

/// The released tables of indicators that come before another.
pub(super) type Shown = Vec<(Arc<IndicatorVersion>, Vec<Table>)>;

/// The numbers of the first that the second shows too, by their places in both.
fn pairs(one: &IndicatorVersion, other: &IndicatorVersion) -> Vec<(usize, usize)> {
    if one.population != other.population {
        return Vec::new();
    }
    let (one, other) = (Numbers::of(one), Numbers::of(other));
    let of = |at: usize| {
        let mut theirs = 0..other.all.len();
        theirs.find(|their| one.tells(at) == other.tells(*their))
    };
    let ours = 0..one.all.len();
    ours.filter_map(|at| Some((at, of(at)?))).collect()
}

/// The indicators that have to be released before this one: those that share a number with it and come earlier in the
/// catalogue, those that come before these, and so on; the first first.
pub(super) fn before(
    catalogue: &Catalogue,
    version: &IndicatorVersion,
) -> Vec<Arc<IndicatorVersion>> {
    let all = catalogue.indicators();
    let place = all
        .iter()
        .position(|one| (&one.id, one.from) == (&version.id, version.from));
    let mut found: Vec<Arc<IndicatorVersion>> = Vec::new();
    for one in all[..place.unwrap_or(0)].iter().rev() {
        let is_shared = |other: &IndicatorVersion| !pairs(one, other).is_empty();
        if is_shared(version) || found.iter().any(|other| is_shared(other)) {
            found.push(Arc::clone(one));
        }
    }
    found.reverse();
    found
}

/// What readers have of an indicator's tables from others that were released before: what is hidden there, unless it is hidden
/// already, and the numbers of what is shown there. The tables may be of everybody or of a rest.
pub(super) fn told(
    shown: &Shown,
    version: &IndicatorVersion,
    tables: &[Table],
    released: Option<&[Table]>,
) -> Result<Vec<Table>, WebError> {
    let mut told = Vec::new();
    for (other, others) in shown {
        let pairs = pairs(version, other);
        if pairs.is_empty() {
            continue;
        }
        for (at, table) in tables.iter().enumerate() {
            if let Some(other) = others.iter().find(|other| is_same_cut(table, other)) {
                let released = released.map(|released| &released[at]);
                told.push(masked(table, other, &pairs, released)?);
            }
        }
    }
    Ok(told)
}

fn is_same_cut(one: &Table, other: &Table) -> bool {
    let ids = |table: &Table| -> Vec<String> {
        let dimensions = table.dimensions().iter();
        dimensions.map(|dimension| dimension.id.clone()).collect()
    };
    ids(one) == ids(other)
}

fn masked(
    table: &Table,
    other: &Table,
    pairs: &[(usize, usize)],
    released: Option<&Table>,
) -> Result<Table, WebError> {
    let width = table.measures().len();
    let cells = table.cells().iter().enumerate().map(|(index, cell)| {
        let (position, measure) = (index / width, index % width);
        let theirs = pairs.iter().find(|(ours, _)| *ours == measure);
        let theirs = theirs.and_then(|(_, theirs)| {
            let members = same_place(table, other, position)?;
            Some(other.cell(&members, *theirs))
        });
        let is_hidden = released.is_some_and(|released| {
            let members = same_place(table, released, position);
            members.is_none_or(|members| *released.cell(&members, measure) == Cell::Hidden)
        });
        match (theirs, cell) {
            (Some(Cell::Known(_)), Cell::Known(_)) => cell.clone(),
            (Some(Cell::Hidden), Cell::Known(_)) if !is_hidden => Cell::Hidden,
            _ => Cell::Unknown { needs: None },
        }
    });
    with_cells(table, other.head().clone(), cells.collect())
}

/// The cells of an indicator, or of one that shares the number, of which somebody publishes a number.
pub(super) fn published_cells(
    app: &App,
    vintage: &Vintage,
    window: &Asked,
) -> Result<BTreeSet<BTreeMap<String, String>>, WebError> {
    let mut cells = BTreeSet::new();
    let Some(own) = Own::of(&app.store, &app.book, vintage.day)? else {
        return Ok(cells);
    };
    let version = &window.version;
    let area = Area::Municipality(i32::from(own.code));
    for other in app.book.catalogue().indicators() {
        let pairs = pairs(version, other);
        let theirs = Numbers::of(other);
        for (_, their) in pairs {
            let shown = &theirs.all[their].id;
            for series in published::tied(other, shown) {
                let mut members = BTreeMap::new();
                match series.about.as_slice() {
                    [] => {}
                    [part] => {
                        members.insert(part.breakdown.clone(), part.code.to_string());
                    }
                    _ => continue,
                }
                let numbers =
                    published::Numbers::read(&app.store, series, shown, Some(&own), vintage.at)?;
                for code in window.period_codes() {
                    if numbers.number(area, code).is_some() {
                        let mut cell = members.clone();
                        cell.insert(TIME.to_owned(), code.to_string());
                        cells.insert(cell);
                    }
                }
            }
        }
    }
    Ok(cells)
}
