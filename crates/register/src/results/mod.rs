//! Answers as files: Parquet, CSV, JSON-stat or a workbook, each with everything that must stand beside its numbers.

mod beside;
pub(crate) mod cell;
mod error;
pub(crate) mod numbers;
mod pieces;
mod register;
mod released;
mod report;
mod sheets;
mod table;
mod told;
pub(crate) mod words;

use std::path::Path;
use std::sync::atomic::{AtomicUsize, Ordering};

use calendar::Day;
use figures::{Answer, Cube, List, WorkingDays};
use rulebook::Catalogue;
use rulebook::indicators::IndicatorVersion;
use tables::formats::json_stat_with;
use tables::{Language, MeasureKind, Table, TableView, Text};

use crate::fault::Account;
use crate::layout::Layout;
use crate::release::{Protection, Released};
use crate::request::{About, Answered, Every, Form, Wanted, beside as sidecar};
use crate::series::Given;
use crate::write::{CsvFile, Draft, Heading, Kind, ParquetFile, Values};
use beside::{Beside, Unknown};
pub use error::ResultError;
use numbers::{Beyond, Lacking, Number};
pub use report::report;
use table::Frame;
pub use told::{disclosure, of_nobody, undisclosed};

/// What a run came to, and what is needed to put its answers into words.
#[derive(Clone, Copy)]
pub struct Outcome<'a> {
    /// The layout's own file: paths are told from its folder.
    pub layout_file: &'a Path,
    /// The register.
    pub layout: &'a Layout,
    /// Who was counted and who was left out.
    pub account: &'a Account,
    /// The rulebook's words.
    pub catalogue: &'a Catalogue,
    /// Which days are working days.
    pub working_days: Option<&'a WorkingDays>,
    /// The language of labels and notes.
    pub language: Language,
    /// Makes a workbook of sheets, stamped with a day.
    pub workbook: Bookbinder<'a>,
    /// How small numbers are hidden, where the answers leave the house.
    pub protection: Option<Protection>,
}

/// Makes a workbook of sheets, stamped with a day.
pub type Bookbinder<'a> = &'a (dyn Fn(&[TableView], Day) -> Result<Vec<u8>, Unbound> + Sync);

/// Why a workbook could not be made.
pub type Unbound = Box<dyn std::error::Error + Send + Sync>;

/// A file that was written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Written {
    /// Its name in the folder of the answers.
    pub file: String,
    /// Rows of numbers or persons.
    pub rows: usize,
    /// For a workbook, how many sheets they fill; 1 for other forms.
    pub sheets: usize,
}

/// Writes an answer into a folder, in its form; the file takes its name when it is whole.
///
/// # Errors
/// The disk is full, the folder cannot be written, or the answer is larger than its form takes.
pub fn write(
    outcome: &Outcome<'_>,
    answered: Answered<'_>,
    folder: &Path,
) -> Result<Written, ResultError> {
    let Answered {
        wanted,
        answer,
        months,
    } = answered;
    let (numbers, mut lacking) = numbers_of(outcome, wanted);
    if let Answer::Cube(cube) = answer
        && let Some(frame) = Frame::of(wanted, cube, &numbers, months)
    {
        lacking.extend(frame.ungiven(outcome));
    }
    let unknown = beside::unknown(wanted, answer);
    let beside = Beside::of(outcome, wanted, unknown, &numbers, &lacking);
    let made = Made {
        outcome,
        wanted,
        numbers: &numbers,
        beside: &beside,
        months,
        folder,
    };
    match answer {
        Answer::Cube(cube) => made.cube(cube),
        Answer::List(list) => made.list(list),
    }
}

/// Writes all answers into a folder, several at a time; what came of each, in their order. What can be written is, whatever
/// happens to the others.
pub fn write_all(
    outcome: &Outcome<'_>,
    answered: &[Answered<'_>],
    folder: &Path,
    threads: usize,
) -> Vec<Result<Written, ResultError>> {
    let next = AtomicUsize::new(0);
    let work = || {
        let mut done = Vec::new();
        loop {
            let at = next.fetch_add(1, Ordering::Relaxed);
            let Some(one) = answered.get(at) else {
                return done;
            };
            done.push((at, write(outcome, *one, folder)));
        }
    };
    let mut written = std::thread::scope(|scope| {
        // This thread works too.
        let others = 1..threads.min(answered.len());
        let others: Vec<_> = others.map(|_| scope.spawn(work)).collect();
        let mut written = work();
        for other in others {
            match other.join() {
                Ok(done) => written.extend(done),
                Err(panic) => std::panic::resume_unwind(panic),
            }
        }
        written
    });
    written.sort_by_key(|(at, _)| *at);
    written.into_iter().map(|(_, done)| done).collect()
}

/// Writes a table that leaves the house into a folder, in the form that was wanted.
///
/// # Errors
/// As [`write()`].
pub fn write_released(
    outcome: &Outcome<'_>,
    wanted: &Wanted,
    released: &Released,
    folder: &Path,
) -> Result<Written, ResultError> {
    let (numbers, mut lacking) = numbers_of(outcome, wanted);
    lacking.extend(released::ungiven(&released.table, &numbers));
    let unknown = Unknown {
        periods: released.unknown.clone(),
        persons: released.persons_with_unknown_days,
    };
    let mut beside = Beside::of(outcome, wanted, unknown, &numbers, &lacking);
    beside.release(outcome.protection.unwrap_or_default(), &released.given_up);
    let made = Made {
        outcome,
        wanted,
        numbers: &numbers,
        beside: &beside,
        months: None,
        folder,
    };
    made.table(&released.table)
}

/// The numbers of a table of a request, and those that cannot be made.
fn numbers_of(outcome: &Outcome<'_>, wanted: &Wanted) -> (Vec<Number>, Vec<Lacking>) {
    match &wanted.about {
        About::Table {
            indicator, every, ..
        } => {
            let beyond = Beyond {
                given: &wanted.given,
                series: outcome.catalogue.series(),
                every: *every,
            };
            numbers::numbers(indicator, beyond)
        }
        About::List { .. } => (Vec::new(), Vec::new()),
    }
}

/// The names of an indicator's columns of numbers in files, in their order.
pub fn columns_of(indicator: &IndicatorVersion) -> Vec<String> {
    let beyond = Beyond {
        given: &Given::default(),
        series: &[],
        every: Every::Year,
    };
    let (numbers, _) = numbers::numbers(indicator, beyond);
    numbers.into_iter().map(|number| number.id).collect()
}

/// An answer that is being written.
struct Made<'a> {
    outcome: &'a Outcome<'a>,
    wanted: &'a Wanted,
    numbers: &'a [Number],
    beside: &'a Beside,
    months: Option<&'a Answer>,
    folder: &'a Path,
}

impl Made<'_> {
    fn cube(&self, cube: &Cube) -> Result<Written, ResultError> {
        let Some(frame) = Frame::of(self.wanted, cube, self.numbers, self.months) else {
            return Err(self.unfit("en liste gav en tabel".into()));
        };
        let rows = cube.rows.len();
        match self.wanted.form {
            Form::Parquet | Form::Csv => self.columns(columns(self.outcome, &frame), rows),
            Form::JsonStat => {
                if frame.cells().is_none_or(|cells| cells > table::MOST_CELLS) {
                    return Err(self.too_large(rows));
                }
                let head = self.beside.head(self.outcome);
                let table = frame.table(self.outcome, head);
                let table = table.map_err(|cause| self.unfit(cause.into()))?;
                self.json_stat(&table, rows)
            }
            Form::Workbook => {
                if sheets::sheets(rows) > sheets::MOST_SHEETS {
                    return Err(self.too_large(rows));
                }
                let views = sheets::of_cube(self.outcome, &frame, self.beside);
                self.book(&views.map_err(|cause| self.unfit(cause.into()))?, rows)
            }
        }
    }

    fn table(&self, table: &Table) -> Result<Written, ResultError> {
        let About::Table { every, periods, .. } = &self.wanted.about else {
            return Err(self.unfit("en liste gav en tabel".into()));
        };
        let rows = released::rows(table);
        match self.wanted.form {
            form @ (Form::Csv | Form::Parquet) => {
                let nulls = form == Form::Parquet;
                let columns = released::columns(table, (*every, periods), &rows, nulls);
                self.columns(columns, rows.len())
            }
            Form::JsonStat => {
                let table = table.clone().with_head(self.beside.head(self.outcome));
                self.json_stat(&table, rows.len())
            }
            Form::Workbook => {
                if sheets::sheets(rows.len()) > sheets::MOST_SHEETS {
                    return Err(self.too_large(rows.len()));
                }
                let views = sheets::of_table(table, &rows, self.beside, self.outcome.language);
                self.book(
                    &views.map_err(|cause| self.unfit(cause.into()))?,
                    rows.len(),
                )
            }
        }
    }

    fn json_stat(&self, table: &Table, rows: usize) -> Result<Written, ResultError> {
        let more = [("tovholder".to_owned(), self.beside.value())].into();
        let text = json_stat_with(table, self.outcome.language, more);
        let mut text = text.map_err(|cause| self.unfit(cause.into()))?;
        if !self.beside.says_left_out() {
            // A head holds a number; nought would be wrong here.
            text = text.replacen("\"left_out\":0", "\"left_out\":null", 1);
        }
        self.bytes(text.as_bytes(), rows, 1)
    }

    fn list(&self, list: &List) -> Result<Written, ResultError> {
        let rows = list.persons.len();
        if self.wanted.form == Form::Workbook {
            if sheets::sheets(rows) > sheets::MOST_SHEETS {
                return Err(self.too_large(rows));
            }
            let views = sheets::of_list(list, self.beside, self.outcome.language);
            return self.book(&views, rows);
        }
        let columns = (
            vec![Heading::new("person_id", Kind::Sum)],
            vec![Values::Sums(list.persons.clone())],
        );
        self.columns(columns, rows)
    }

    fn columns(
        &self,
        (headings, columns): (Vec<Heading>, Vec<Values>),
        rows: usize,
    ) -> Result<Written, ResultError> {
        let path = self.folder.join(&self.wanted.file);
        let draft = Draft::begin(&path, self.is_private())?;
        if self.wanted.form == Form::Csv {
            let mut file = CsvFile::create(draft.path(), headings)?;
            file.rows(&columns)?;
            file.finish()?;
            let beside = self.folder.join(sidecar(&self.wanted.file));
            Draft::write(&beside, false, self.beside.json().as_bytes())?;
        } else {
            let notes = [("tovholder", self.beside.json())];
            let mut file = ParquetFile::create_with(draft.path(), headings, &notes)?;
            file.rows(&columns)?;
            file.finish()?;
        }
        draft.settle()?;
        Ok(self.written(rows, 1))
    }

    fn book(&self, views: &[TableView], rows: usize) -> Result<Written, ResultError> {
        let bytes = (self.outcome.workbook)(views, self.outcome.layout.known_on);
        let bytes = bytes.map_err(|cause| self.unfit(cause))?;
        self.bytes(&bytes, rows, sheets::sheets(rows))
    }

    fn bytes(&self, bytes: &[u8], rows: usize, sheets: usize) -> Result<Written, ResultError> {
        let path = self.folder.join(&self.wanted.file);
        Draft::write(&path, self.is_private(), bytes)?;
        Ok(self.written(rows, sheets))
    }

    /// Persons are nobody else's business on a shared machine.
    fn is_private(&self) -> bool {
        matches!(self.wanted.about, About::List { .. })
    }

    fn written(&self, rows: usize, sheets: usize) -> Written {
        Written {
            file: self.name(),
            rows,
            sheets,
        }
    }

    fn name(&self) -> String {
        self.wanted.file.display().to_string()
    }

    fn too_large(&self, rows: usize) -> ResultError {
        ResultError::TooLarge {
            file: self.name(),
            form: self.wanted.form,
            rows,
        }
    }

    fn unfit(&self, cause: Unbound) -> ResultError {
        ResultError::Unfit {
            file: self.name(),
            cause,
        }
    }
}

/// A table of numbers as columns: the cell and period of each row, then the numbers.
fn columns(outcome: &Outcome<'_>, frame: &Frame<'_>) -> (Vec<Heading>, Vec<Values>) {
    let mut headings = vec![dated(frame.every)];
    let starts = frame.periods.bounds.iter();
    let dates: Vec<i32> = starts.map(|start| date(frame.every, *start)).collect();
    let rows = &frame.cube.rows;
    let mut columns = vec![Values::Numbers(
        rows.iter().map(|row| dates[row.period as usize]).collect(),
    )];
    for (at, id) in frame.by.iter().enumerate() {
        headings.push(Heading::new(id, Kind::Number).nullable());
        let members = rows.iter().map(|row| row.members[at]);
        columns.push(Values::Numbers(members.collect()));
    }
    for number in frame.numbers {
        if !number.is_own() {
            headings.push(Heading::new(&number.id, Kind::Quotient));
            let quotients = frame.around(outcome, |around| {
                let cells = rows.iter().map(|row| number.cell(row, around));
                let quotients = cells.map(|cell| released::quotient(&cell).unwrap_or(f64::NAN));
                quotients.collect()
            });
            columns.push(Values::Quotients(quotients));
            continue;
        }
        let fractions = rows
            .iter()
            .map(|row| number.fraction(row, frame.periods, outcome.working_days));
        let (kind, values) = if number.kind() == MeasureKind::Count {
            let counted = fractions.map(|(counted, _)| counted);
            (Kind::Sum, Values::Sums(counted.collect()))
        } else {
            let quotients = fractions.map(|(above, below)| divided(above, below.unwrap_or(1)));
            (Kind::Quotient, Values::Quotients(quotients.collect()))
        };
        headings.push(Heading::new(&number.id, kind));
        columns.push(values);
    }
    (headings, columns)
}

/// The column of periods.
fn dated(every: Every) -> Heading {
    match every {
        Every::Month => Heading::new("month", Kind::Number),
        Every::Year => Heading::new("year", Kind::Number),
        Every::Week | Every::Quarter => Heading::new("from", Kind::Day),
    }
}

/// The period that begins on a day, as its column has it.
fn date(every: Every, start: i32) -> i32 {
    let day = Day::from_epoch(start);
    match every {
        Every::Month => i32::from(day.year()) * 100 + i32::from(day.month()),
        Every::Year => i32::from(day.year()),
        Every::Week | Every::Quarter => start,
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

/// A text of the rulebook in both languages; Danish stands in where there is no English.
pub(crate) fn both(text: &rulebook::Text) -> Text {
    Text::new(text.da.clone(), text.in_language("en"))
}
