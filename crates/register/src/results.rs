//! Answers as files: Parquet or CSV, a row a cell and period, exact integers and the quotients made of them.

use std::path::Path;

use calendar::Day;
use figures::{Answer, Cube, DayCount, Measure, Periods, WorkingDays};
use rulebook::indicators::{How, IndicatorVersion};

use crate::request::{About, Every, Wanted};
use crate::write::{CsvFile, Heading, Kind, ParquetFile, Values, WriteError};

/// Writes an answer into a folder, in the form that its file's ending says: `.csv`, or else Parquet.
///
/// # Errors
/// The disk is full or the folder cannot be written.
pub fn write(
    wanted: &Wanted,
    answer: &Answer,
    working_days: Option<&WorkingDays>,
    folder: &Path,
) -> Result<(), WriteError> {
    let (headings, columns) = match (&wanted.about, answer) {
        (
            About::Table {
                indicator,
                by,
                every,
                periods,
            },
            Answer::Cube(cube),
        ) => {
            let (mut headings, mut columns) = cells(cube, by, *every, periods);
            for (heading, values) in numbers(cube, indicator, periods, working_days) {
                headings.push(heading);
                columns.push(values);
            }
            (headings, columns)
        }
        (_, Answer::List(list)) => (
            vec![Heading::new("person_id", Kind::Sum)],
            vec![Values::Sums(list.persons.clone())],
        ),
        (About::List, Answer::Cube(_)) => (Vec::new(), Vec::new()),
    };
    let path = folder.join(&wanted.file);
    if path.extension().is_some_and(|ending| ending == "csv") {
        let mut file = CsvFile::create(&path, headings)?;
        file.rows(&columns)?;
        file.finish()
    } else {
        let mut file = ParquetFile::create(&path, headings)?;
        file.rows(&columns)?;
        file.finish()
    }
}

/// The columns that say which cell and period a row is about.
fn cells(
    cube: &Cube,
    by: &[String],
    every: Every,
    periods: &Periods,
) -> (Vec<Heading>, Vec<Values>) {
    let (kind, name) = match every {
        Every::Month => (Kind::Number, "month"),
        Every::Year => (Kind::Number, "year"),
        Every::Week | Every::Quarter => (Kind::Day, "from"),
    };
    let mut headings = vec![Heading::new(name, kind)];
    let label = |period: u32| {
        let start = periods.bounds[period as usize];
        let day = Day::from_epoch(start);
        match every {
            Every::Month => i32::from(day.year()) * 100 + i32::from(day.month()),
            Every::Year => i32::from(day.year()),
            Every::Week | Every::Quarter => start,
        }
    };
    let rows = cube.rows.iter();
    let mut columns = vec![Values::Numbers(rows.map(|row| label(row.period)).collect())];
    for (at, id) in by.iter().enumerate() {
        headings.push(Heading::new(id, Kind::Number).nullable());
        let rows = cube.rows.iter();
        columns.push(Values::Numbers(rows.map(|row| row.members[at]).collect()));
    }
    (headings, columns)
}

/// The measures as they are, and what is shown where it is a quotient.
fn numbers(
    cube: &Cube,
    indicator: &IndicatorVersion,
    periods: &Periods,
    working_days: Option<&WorkingDays>,
) -> Vec<(Heading, Values)> {
    let mut out = Vec::new();
    for (at, measure) in indicator.measures.iter().enumerate() {
        let rows = cube.rows.iter();
        out.push((
            Heading::new(&measure.id, Kind::Sum),
            Values::Sums(rows.map(|row| row.numbers[at]).collect()),
        ));
    }
    for shown in &indicator.shown {
        let quotient = match &shown.how {
            How::Over { of, over } => {
                let Some((of, over)) = indicator.measure(of).zip(indicator.measure(over)) else {
                    continue;
                };
                let rows = cube.rows.iter();
                rows.map(|row| divided(row.numbers[of], row.numbers[over]))
                    .collect()
            }
            How::FullTime { of, denominator } => {
                let Some(of) = indicator.measure(of) else {
                    continue;
                };
                let counted = &indicator.measures[of].measure;
                let rows = cube.rows.iter();
                rows.map(|row| {
                    let days = days(counted, periods, row.period, working_days);
                    divided(row.numbers[of], i64::from(*denominator) * days)
                })
                .collect()
            }
            // Numbers that are imported stand in the store, not in a register.
            How::Number(_) | How::OverSeries { .. } => continue,
        };
        out.push((
            Heading::new(&shown.id, Kind::Quotient),
            Values::Quotients(quotient),
        ));
    }
    out
}

/// The days of a period that the measure counts; 0 where nobody can tell.
fn days(
    measure: &Measure,
    periods: &Periods,
    period: u32,
    working_days: Option<&WorkingDays>,
) -> i64 {
    let (from, until) = (
        periods.bounds[period as usize],
        periods.bounds[period as usize + 1],
    );
    let counted = match measure {
        Measure::Weighted { days, .. } | Measure::WeightedOfStock { days, .. } => *days,
        _ => DayCount::Calendar,
    };
    match counted {
        DayCount::Calendar => i64::from(until - from),
        DayCount::Working => working_days
            .and_then(|days| days.between(from, until))
            .map_or(0, i64::from),
    }
}

/// The one division, in double precision; not a number where nothing is below the line.
#[expect(
    clippy::cast_precision_loss,
    reason = "sums of days stay far below 2⁵³"
)]
fn divided(above: i64, below: i64) -> f64 {
    above as f64 / below as f64
}
