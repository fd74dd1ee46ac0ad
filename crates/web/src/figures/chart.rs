//! The chart of an indicator.

use tables::Table;
use tables::charts::{self, Selection, Style};

use super::asked::Asked;
use super::table::{TIME, TOTAL};
use super::words::table_language;
use crate::page::Frame;

/// More lines than this cannot be told apart in a chart.
pub(super) const MOST_LINES: usize = 6;
/// More bars than this do not fit beside the table.
const MOST_BARS: usize = 24;

/// Lines over time; bars of the last period where there are more members than lines can be told apart.
pub(super) fn chart(page: &Frame, asked: &Asked, table: &Table) -> Option<String> {
    let mut style = Style::new("chart", table_language(page.language));
    style.width = 640;
    let time = |compare, fixed| Selection {
        measure: None,
        along: TIME.to_owned(),
        members: Vec::new(),
        compare,
        fixed,
    };
    let first = table.dimensions().first()?;
    let parts: Vec<String> = first
        .members
        .iter()
        .filter(|member| member.code != TOTAL)
        .map(|member| member.code.clone())
        .collect();
    let drawn = if first.id == TIME {
        charts::line(table, &time(None, Vec::new()), &style)
    } else if !parts.is_empty() && parts.len() <= MOST_LINES {
        charts::line(
            table,
            &time(Some((first.id.clone(), parts)), Vec::new()),
            &style,
        )
    } else if parts.len() <= MOST_BARS && !parts.is_empty() {
        let last = asked.period_codes().last()?.to_string();
        let selection = Selection {
            measure: None,
            along: first.id.clone(),
            members: parts,
            compare: None,
            fixed: vec![(TIME.to_owned(), last)],
        };
        charts::bars(table, &selection, &style)
    } else {
        let total = (first.id.clone(), TOTAL.to_owned());
        charts::line(table, &time(None, vec![total]), &style)
    };
    drawn
        .inspect_err(|cause| tracing::warn!(%cause, "a chart could not be drawn"))
        .ok()
}
