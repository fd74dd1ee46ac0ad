//! Where a page answers something else than was chosen, and where a definition is used beyond its last day.

use tables::Table;

use super::asked::{Asked, LENGTHS};
use super::compare::numeric;
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

/// In sentences, why the municipality's numbers answer something else than was chosen; nothing where they answer it.
pub(super) fn otherwise(page: &Frame, wished: &Asked, shown: &Asked) -> Vec<String> {
    let mut told = Vec::new();
    if wished.length != shown.length {
        let length = LENGTHS.iter().find(|(length, _)| *length == shown.length);
        let length = length.map_or("month", |(_, id)| id);
        told.push(page.t(&format!("otherwise-length-{length}")));
    }
    if (wished.from, wished.to) != (shown.from, shown.to) {
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
