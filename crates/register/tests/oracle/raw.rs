//! Rows as they lie in the files, with names: what the plain definitions read.

use figures::Histories;

use super::invented::{Invented, catalogue};

/// A spell of days `start ..= last` and its values, in the order of the track's columns.
#[derive(Debug, Clone)]
pub(crate) struct Row<const COLUMNS: usize> {
    pub(crate) start: i32,
    pub(crate) last: i32,
    pub(crate) is: [i32; COLUMNS],
}

/// One person's rows.
#[derive(Debug)]
pub(crate) struct Life {
    pub(crate) id: i64,
    pub(crate) birth: i32,
    pub(crate) country: i32,
    /// Benefit, category, municipality, degree.
    pub(crate) benefits: Vec<Row<4>>,
    /// Kind, minutes a week, industry.
    pub(crate) jobs: Vec<Row<3>>,
    /// Minutes in the month.
    pub(crate) hours: Vec<Row<1>>,
    /// Kind, minutes a week.
    pub(crate) offers: Vec<Row<2>>,
    /// Kind.
    pub(crate) contacts: Vec<Row<1>>,
    pub(crate) education: Vec<Row<1>>,
    /// Scheme, minutes a week, change.
    pub(crate) flex_jobs: Vec<Row<3>>,
    pub(crate) gone: Vec<Row<1>>,
}

impl<const COLUMNS: usize> Row<COLUMNS> {
    pub(crate) fn covers(&self, day: i32) -> bool {
        self.start <= day && day <= self.last
    }

    /// How many days of `first ..= last` it covers.
    pub(crate) fn days_in(&self, first: i32, last: i32) -> i64 {
        i64::from((self.last.min(last) - self.start.max(first) + 1).max(0))
    }
}

/// Everybody in a register.
pub(crate) fn lives(invented: &Invented) -> Vec<Life> {
    let histories = invented.histories();
    histories.iter().map(life).collect()
}

fn life(histories: &Histories) -> Life {
    let schema = catalogue().registers().schema();
    let attribute = |name: &str| {
        let attribute = schema.attribute(name).expect("the schema has it");
        histories.attribute(attribute)[0]
    };
    Life {
        id: histories.persons[0],
        birth: attribute("birth"),
        country: attribute("country"),
        benefits: rows(
            histories,
            "benefits",
            ["benefit", "category", "municipality", "degree"],
        ),
        jobs: rows(histories, "jobs", ["kind", "minutes", "industry"]),
        hours: rows(histories, "wage-hours", ["minutes"]),
        offers: rows(histories, "offers", ["kind", "minutes"]),
        contacts: rows(histories, "contacts", ["kind"]),
        education: rows(histories, "education", ["kind"]),
        flex_jobs: rows(histories, "flex-jobs", ["scheme", "minutes", "change"]),
        gone: rows(histories, "life", ["event"]),
    }
}

fn rows<const COLUMNS: usize>(
    histories: &Histories,
    track: &str,
    columns: [&str; COLUMNS],
) -> Vec<Row<COLUMNS>> {
    let registers = catalogue().registers();
    let columns = columns.map(|column| registers.column(track, column).expect("the schema has it"));
    let track = registers.schema().track(track).expect("the schema has it");
    let track = histories.track(track);
    let rows = track.rows(0).map(|row| Row {
        start: track.start[row],
        last: track.end[row] - 1,
        is: columns.map(|(_, column)| track.columns[usize::from(column.0)][row]),
    });
    rows.collect()
}
