//! A table that leaves the house as columns: codes as text, for a total has one too, and the symbol where a number is not shown.

use figures::Periods;
use tables::{Cell, Quantity, Table};

use super::numbers::{Lacking, Number};
use super::{date, dated};
use crate::request::Every;
use crate::write::{Heading, Kind, Values};

/// The positions of a table that are written: period by period, those that can be known.
pub(super) fn rows(table: &Table) -> Vec<usize> {
    let periods = table
        .dimensions()
        .last()
        .map_or(1, |time| time.members.len());
    let width = table.measures().len();
    let known = |position: &usize| {
        let cells = &table.cells()[position * width..(position + 1) * width];
        !cells
            .iter()
            .all(|cell| matches!(cell, Cell::Unknown { .. }))
    };
    (0..periods)
        .flat_map(|period| (period..table.positions()).step_by(periods))
        .filter(known)
        .collect()
}

/// Shares of which the number below the line is not given everywhere.
pub(super) fn ungiven(table: &Table, numbers: &[Number]) -> Vec<Lacking> {
    let rows = rows(table);
    let width = table.measures().len();
    let of = |(at, number): (usize, &Number)| {
        let unknown =
            |row: &&usize| matches!(table.cells()[*row * width + at], Cell::Unknown { .. });
        let some = rows.iter().filter(unknown).count();
        (some > 0).then(|| number.ungiven(some, rows.len()))
    };
    let shares = numbers.iter().enumerate();
    let shares = shares.filter(|(_, number)| number.is_of_series());
    shares.filter_map(of).collect()
}

/// Some positions of a table as columns. With `nulls`, what is not shown is null, and a column of its own has the symbol.
pub(super) fn columns(
    table: &Table,
    (every, periods): (Every, &Periods),
    rows: &[usize],
    nulls: bool,
) -> (Vec<Heading>, Vec<Values>) {
    let Some((_, dimensions)) = table.dimensions().split_last() else {
        return (Vec::new(), Vec::new());
    };
    let members: Vec<Vec<usize>> = rows.iter().map(|row| table.members_at(*row)).collect();
    let mut headings = vec![dated(every)];
    let mut columns = vec![Values::Numbers(
        members
            .iter()
            .map(|members| date(every, periods.bounds[members[dimensions.len()]]))
            .collect(),
    )];
    for (at, dimension) in dimensions.iter().enumerate() {
        headings.push(Heading::new(&dimension.id, Kind::Text));
        let codes = members
            .iter()
            .map(|members| Some(dimension.members[members[at]].code.clone()));
        columns.push(Values::Texts(codes.collect()));
    }
    let width = table.measures().len();
    let cells = |number: usize| {
        rows.iter()
            .map(move |row| &table.cells()[row * width + number])
    };
    for (number, measure) in table.measures().iter().enumerate() {
        let cells = cells(number);
        let (kind, values) = match (nulls, measure.places) {
            (false, places) => {
                let texts = cells.map(|cell| Some(text(cell, places)));
                (Kind::Text, Values::Texts(texts.collect()))
            }
            (true, 0) => (Kind::Sum, Values::SomeSums(cells.map(whole).collect())),
            (true, _) => (
                Kind::Quotient,
                Values::SomeQuotients(cells.map(quotient).collect()),
            ),
        };
        let heading = Heading::new(&measure.id, kind);
        headings.push(if nulls { heading.nullable() } else { heading });
        columns.push(values);
    }
    if nulls {
        let hidden = |row: &usize| {
            let mut cells = table.cells()[row * width..(row + 1) * width].iter();
            let hidden = cells.find(|cell| matches!(cell, Cell::Hidden))?;
            hidden.state().symbol().map(str::to_owned)
        };
        headings.push(Heading::new("status", Kind::Text).nullable());
        columns.push(Values::Texts(rows.iter().map(hidden).collect()));
    }
    (headings, columns)
}

fn text(cell: &Cell, places: u8) -> String {
    let shown = match places {
        0 => whole(cell).map(|number| number.to_string()),
        _ => quotient(cell).map(|number| number.to_string()),
    };
    shown.unwrap_or_else(|| cell.state().symbol().unwrap_or_default().to_owned())
}

fn whole(cell: &Cell) -> Option<i64> {
    let (above, _) = cell.quantity().map(Quantity::fraction)?;
    i64::try_from(above).ok()
}

/// The one division, in double precision.
#[expect(
    clippy::cast_precision_loss,
    reason = "sums of days stay far below 2⁵³"
)]
pub(super) fn quotient(cell: &Cell) -> Option<f64> {
    let (above, below) = cell.quantity().map(Quantity::fraction)?;
    Some(above as f64 / below as f64)
}
