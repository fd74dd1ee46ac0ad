//! Where a page answers something else than was chosen, and where a definition is used beyond its last day.

use rulebook::indicators::Period;
use tables::{Cell, Table};

use super::asked::{Asked, LENGTHS, Whose};
use super::compare::numeric;
use super::show::in_words;
use super::table;
use crate::error::WebError;
use crate::page::Frame;

/// The table, with a note where its periods reach beyond the last day of the definition.
pub(super) fn repealed(asked: &Asked, table: Table) -> Result<Table, WebError> {
    let last = asked.spans().last().map(|span| table::last_day(*span));
    let Some(until) = asked.version.until.filter(|until| Some(*until) <= last) else {
        return Ok(table);
    };
    let last = numeric(until.plus(-1));
    let mut head = table.head().clone();
    head.faults.push(tables::Text::new(
        format!(
            "Definitionen gælder til og med {last}; tallene efter den dag er regnet på samme måde"
        ),
        format!(
            "The definition holds until {last}; numbers after that day are made in the same way"
        ),
    ));
    Table::new(
        head,
        table.dimensions().to_vec(),
        table.measures().to_vec(),
        table.cells().to_vec(),
    )
    .map_err(WebError::fault)
}

/// The first and the last month in words; one where they are the same.
fn span(page: &Frame, asked: &Asked) -> String {
    let month = |day: calendar::Day| {
        let month = super::words::period(day, Period::Month).label();
        in_words(page, &month)
    };
    let (from, to) = (month(asked.from), month(asked.to));
    if asked.from == asked.to {
        from
    } else {
        format!("{from} – {to}")
    }
}

/// Why nothing but dots stands in a table of the whole municipality; nothing where something else does.
pub(super) fn all_hidden(page: &Frame, asked: &Asked, table: &Table) -> Option<String> {
    let mut cells = table.cells().iter();
    let is_hidden = asked.whose == Whose::All
        && table.cells().contains(&Cell::Hidden)
        && cells.all(|cell| cell.quantity().is_none());
    let key = match asked.by {
        None => "otherwise-hidden",
        Some(_) => "otherwise-hidden-by",
    };
    is_hidden.then(|| page.t(key))
}

/// In sentences, why the municipality's numbers answer something else than was chosen; nothing where they answer it.
pub(super) fn otherwise(page: &Frame, wished: &Asked, shown: &Asked) -> Vec<String> {
    let mut told = Vec::new();
    if wished.length != shown.length {
        let length = LENGTHS.iter().find(|(length, _)| *length == shown.length);
        let length = length.map_or("month", |(_, id)| id);
        told.push(page.t(&format!("otherwise-length-{length}")));
    }
    if (wished.from, wished.to) != (shown.from, shown.to) {
        // A month outside the window is told with what stands in its place.
        let chosen = span(page, wished);
        told.push(page.t2(
            "otherwise-asked",
            ("asked", chosen),
            ("shown", span(page, shown)),
        ));
        told.push(page.t("otherwise-months"));
    }
    if wished.by.is_some() && shown.by.is_none() {
        told.push(page.t("otherwise-by"));
    }
    if !told.is_empty() {
        let next = page.today.month_start().plus_months(1);
        told.push(page.t1("otherwise-monthly", "day", page.long(next)));
    }
    told
}
