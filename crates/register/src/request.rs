//! Requests: a TOML file that says which of the rulebook's indicators and populations are asked of a register.
//!
//! ```toml
//! [[table]]
//! indicator = "fuldtidspersoner"
//! by = ["kommune", "ydelse"]
//! every = "month"
//! from = 2004-01-01
//! last = 2026-06-30
//! file = "fuldtidspersoner.parquet"
//!
//! [[list]]
//! population = "på(kontanthjælp) og alder >= 30"
//! on = 2025-12-31
//! file = "målgruppe.parquet"
//! ```

use std::path::{Path, PathBuf};
use std::sync::Arc;

use calendar::Day;
use figures::language::{self, Vocabulary};
use figures::{Periods, Query};
use rulebook::Catalogue;
use rulebook::indicators::IndicatorVersion;
use serde::Deserialize;
use toml::value::Datetime;

/// What is asked, and where the answers go.
#[derive(Debug, Clone)]
pub struct Request {
    /// The questions, in the order of the file: tables first.
    pub wanted: Vec<Wanted>,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// For the engine.
    pub query: Query,
    /// For the reader of the answer.
    pub about: About,
    /// The file, beside the others of the answer; its ending says the form.
    pub file: PathBuf,
}

/// What an answer tells of.
#[derive(Debug, Clone)]
pub enum About {
    /// An indicator's numbers.
    Table {
        /// Which.
        indicator: Arc<IndicatorVersion>,
        /// The breakdowns' ids.
        by: Vec<String>,
        /// How long the periods are.
        every: Every,
        /// Which periods.
        periods: Periods,
    },
    /// Persons.
    List,
}

/// How long a period is.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Every {
    /// Monday to Sunday.
    Week,
    /// A calendar month.
    Month,
    /// Three calendar months.
    Quarter,
    /// A calendar year.
    Year,
}

/// A request could not be understood.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}; {remedy}", file.display())]
pub struct RequestError {
    file: PathBuf,
    problem: String,
    remedy: String,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestFile {
    #[serde(default)]
    table: Vec<TableFile>,
    #[serde(default)]
    list: Vec<ListFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct TableFile {
    indicator: String,
    #[serde(default)]
    by: Vec<String>,
    every: Every,
    from: Datetime,
    last: Datetime,
    file: PathBuf,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct ListFile {
    population: String,
    on: Datetime,
    file: PathBuf,
}

type Problem = (String, String);

impl Request {
    /// Reads a request against the rulebook's catalogue.
    ///
    /// # Errors
    /// What is wrong, and what to do.
    pub fn read(file: &Path, catalogue: &Catalogue) -> Result<Request, RequestError> {
        let at = |(problem, remedy): Problem| RequestError {
            file: file.to_owned(),
            problem,
            remedy,
        };
        let text = std::fs::read_to_string(file).map_err(|cause| {
            at((
                format!("cannot be read: {cause}"),
                "check the name of the file".to_owned(),
            ))
        })?;
        let form: RequestFile = toml::from_str(&text).map_err(|cause| {
            at((
                cause.to_string(),
                "write [[table]] and [[list]] entries".to_owned(),
            ))
        })?;
        let tables = form.table.into_iter().map(|form| table(form, catalogue));
        let lists = form.list.into_iter().map(|form| list(form, catalogue));
        let wanted = tables.chain(lists).collect::<Result<_, _>>().map_err(at)?;
        Ok(Request { wanted })
    }

    /// The questions alone.
    pub fn queries(&self) -> Vec<Query> {
        self.wanted.iter().map(|one| one.query.clone()).collect()
    }
}

fn table(form: TableFile, catalogue: &Catalogue) -> Result<Wanted, Problem> {
    let (from, last) = (day(&form.from)?, day(&form.last)?);
    let Some(indicator) = catalogue.indicator(&form.indicator, last) else {
        let mut known: Vec<_> = catalogue
            .indicators()
            .iter()
            .map(|one| one.id.as_str())
            .collect();
        known.dedup();
        return Err((
            format!("there is no indicator {:?} on {last}", form.indicator),
            format!("choose one of {}", known.join(", ")),
        ));
    };
    let periods = periods(form.every, from, last);
    let by: Vec<&str> = form.by.iter().map(String::as_str).collect();
    let asked = indicator
        .asked(catalogue.registers(), &by, periods.clone())
        .map_err(|cause| (cause.to_string(), "mend `by`".to_owned()))?;
    Ok(Wanted {
        query: Query::Cube(asked),
        about: About::Table {
            indicator: Arc::clone(indicator),
            by: form.by,
            every: form.every,
            periods,
        },
        file: form.file,
    })
}

fn list(form: ListFile, catalogue: &Catalogue) -> Result<Wanted, Problem> {
    let day = day(&form.on)?;
    let vocabulary: Vocabulary = catalogue.vocabulary(day);
    let population = language::parse(&form.population, &vocabulary).map_err(|faults| {
        let told: Vec<_> = faults
            .iter()
            .map(|fault| fault.show(&form.population, language::Language::English))
            .collect();
        (told.join("; "), format!("mend {:?}", form.population))
    })?;
    Ok(Wanted {
        query: Query::List {
            population,
            day: day.epoch(),
        },
        about: About::List,
        file: form.file,
    })
}

/// The periods that cover the days from the first to the last.
fn periods(every: Every, from: Day, last: Day) -> Periods {
    let mut start = match every {
        Every::Week => from.week_start(),
        Every::Month => from.month_start(),
        Every::Quarter => {
            let month = from.month_start();
            month.plus_months(-i32::from((month.month() - 1) % 3))
        }
        Every::Year => {
            let month = from.month_start();
            month.plus_months(1 - i32::from(month.month()))
        }
    };
    let mut bounds = vec![start.epoch()];
    while start <= last && start < Day::MAX {
        start = match every {
            Every::Week => start.plus(7),
            Every::Month => start.plus_months(1),
            Every::Quarter => start.plus_months(3),
            Every::Year => start.plus_months(12),
        };
        bounds.push(start.epoch());
    }
    Periods { bounds }
}

fn day(text: &Datetime) -> Result<Day, Problem> {
    let wrong = || {
        (
            format!("{text} is no day"),
            "write a day as 2026-06-28".to_owned(),
        )
    };
    let date = text.date.ok_or_else(wrong)?;
    let year = i16::try_from(date.year).map_err(|_| wrong())?;
    let (Ok(month), Ok(number)) = (i8::try_from(date.month), i8::try_from(date.day)) else {
        return Err(wrong());
    };
    Day::new(year, month, number).ok_or_else(wrong)
}
