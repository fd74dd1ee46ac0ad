//! Our own number and the published one, row by row, with the difference and where the published one comes from.

use tables::{Cell, Decimal, MeasureKind, Table};

use super::numbers::Number;
use super::published::{Area, Numbers, Revision, difference};
use super::words::table_language;
use crate::page::Frame;

/// A row: a period or a member, and both numbers.
pub(super) struct Line {
    pub(super) label: String,
    pub(super) own: String,
    pub(super) published: String,
    pub(super) difference: String,
    /// What the revision before said, where it said something else.
    pub(super) before: Option<String>,
    /// Which table it stands in, where the lines come from several.
    pub(super) table: Option<String>,
}

/// A table of both, and what must be known of the published one.
pub(super) struct Beside {
    pub(super) publisher: String,
    pub(super) verified: bool,
    pub(super) stub: String,
    pub(super) lines: Vec<Line>,
    /// Source, day of retrieval, update, revision.
    pub(super) origin: String,
    /// In what the published numbers are counted otherwise.
    pub(super) differs: Vec<String>,
}

impl Beside {
    /// Whether the lines come from several tables.
    pub(super) fn has_tables(&self) -> bool {
        self.lines.iter().any(|line| line.table.is_some())
    }
}

/// A number beside its published fellow; nothing where neither is there.
pub(super) fn line(
    page: &Frame,
    label: String,
    (ours, number): (&Cell, &Number),
    published: Option<Decimal>,
    before: Option<Decimal>,
) -> Option<Line> {
    let language = table_language(page.language);
    let percent = number.kind == MeasureKind::Ratio;
    let written = |decimal: Decimal| {
        if percent {
            decimal.written_percent(language)
        } else {
            decimal.written(language)
        }
    };
    let own = match ours.quantity() {
        Some(quantity) => written(quantity.rounded(number.places).ok()?),
        None => ours.state().symbol().unwrap_or_default().to_owned(),
    };
    published?;
    let nothing = "–".to_owned();
    let apart = published.and_then(|published| difference(ours, published, number));
    Some(Line {
        label,
        own,
        published: published.map_or_else(|| nothing.clone(), written),
        difference: apart.map_or(nothing, |apart| {
            let sign = if apart.units > 0 { "+" } else { "" };
            let unit = if percent {
                format!(" {}", page.t("published-points"))
            } else {
                String::new()
            };
            format!("{sign}{}{unit}", apart.written(language))
        }),
        before: before.map(written),
        table: None,
    })
}

/// Every period of our own municipality: ours from a row of a table with one measure, and the published one.
pub(super) fn by_period(
    page: &Frame,
    ours: &Table,
    own: Area,
    number: &Number,
    published: &Numbers,
    cell: impl Fn(usize) -> Cell,
) -> Vec<Line> {
    let time = ours.dimensions().last();
    let members = time.map_or(&[][..], |time| &time.members);
    let lines = members.iter().enumerate().filter_map(|(at, member)| {
        let period = member.code.parse().ok()?;
        let label = member.label.within(table_language(page.language));
        line(
            page,
            label.to_owned(),
            (&cell(at), number),
            published.number(own, period),
            published.before(own, period),
        )
    });
    lines.collect()
}

/// What the publisher says of the update; a day is written as days are here.
fn day_of(page: &Frame, updated: &str) -> String {
    let day = updated.parse::<calendar::Day>();
    day.map_or_else(|_| updated.to_owned(), |day| page.numeric(day))
}

/// Where a revision comes from, in a sentence.
pub(super) fn origin(page: &Frame, table: &str, revision: &Revision) -> String {
    let values = [
        ("source", revision.source.clone().into()),
        ("table", table.to_owned().into()),
        ("retrieved", page.numeric(revision.retrieved).into()),
        ("number", (revision.number as u64).into()),
    ];
    let origin = page.t_with("published-origin", &values);
    match &revision.updated {
        Some(updated) => format!(
            "{origin} {}",
            page.t1("published-updated", "when", day_of(page, updated))
        ),
        None => origin,
    }
}
