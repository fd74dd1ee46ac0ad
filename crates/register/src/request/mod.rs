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
//!
//! [[series]]
//! name = "arbejdsstyrken"
//! file = "naevnere.csv"
//! ```

mod form;
mod periods;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use calendar::Day;
use figures::language::{self, Vocabulary};
use figures::{Answer, Indicator, Periods, Query};
use rulebook::Catalogue;
use rulebook::indicators::{AskError, How, IndicatorVersion};
use serde::Deserialize;
use tables::{Language, Text};
use toml::value::Datetime;

use crate::form::{self as written, FormError, Problem};
use crate::series::{self, Given};
pub(crate) use form::beside;
pub use form::{Form, FormUnknown, LEFT_OUT, REPORT};
pub use periods::Every;

/// What is asked, and where the answers go.
#[derive(Debug, Clone)]
pub struct Request {
    /// The questions, in the order of the file: tables first.
    pub wanted: Vec<Wanted>,
    /// The files of numbers that shares are taken of.
    pub series: Vec<PathBuf>,
    /// The language of labels and notes, where a form has them.
    pub language: Language,
}

/// One question.
#[derive(Debug, Clone)]
pub struct Wanted {
    /// For the engine.
    pub query: Query,
    /// For the reader of the answer.
    pub about: About,
    /// The file, in the folder of the answers.
    pub file: PathBuf,
    /// How the answer is written.
    pub form: Form,
    /// What shares are taken of.
    pub(crate) given: Arc<Given>,
    /// The same table month by month, where a number is the average of months.
    pub(crate) months: Option<Months>,
}

/// The months of a table's periods.
#[derive(Debug, Clone)]
pub(crate) struct Months {
    /// Which.
    pub(crate) periods: Periods,
    /// Their numbers.
    pub(crate) query: Query,
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
    List {
        /// The line that says who.
        line: String,
        /// The day on which they are it.
        day: Day,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct RequestFile {
    #[serde(default)]
    language: LanguageFile,
    #[serde(default)]
    table: Vec<TableFile>,
    #[serde(default)]
    list: Vec<ListFile>,
    #[serde(default)]
    series: Vec<SeriesFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
struct SeriesFile {
    name: String,
    file: PathBuf,
}

#[derive(Debug, Default, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
enum LanguageFile {
    #[default]
    Da,
    En,
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

impl Request {
    /// Reads a request against the rulebook's catalogue; with a form, all answers are written in that one.
    ///
    /// # Errors
    /// What is wrong, where, and what to do.
    pub fn read(
        file: &Path,
        catalogue: &Catalogue,
        form: Option<Form>,
    ) -> Result<Request, FormError> {
        let content: RequestFile = written::parse(&written::read(file)?, file)?;
        let at = |kind: &str, number: usize, problem: Problem| {
            FormError::new(file, Text::same(format!("[[{kind}]] {number}")), problem)
        };
        let mut given = Given::default();
        let mut series = Vec::new();
        for (number, one) in content.series.into_iter().enumerate() {
            let known = catalogue.series().iter();
            let names: Vec<&str> = known.map(|series| series.id.as_str()).collect();
            if !names.contains(&one.name.as_str()) {
                return Err(at("series", number + 1, no_series(&one.name, &names)));
            }
            let numbers = file.with_file_name(one.file);
            series::read(&mut given, &one.name, &numbers)?;
            series.push(numbers);
        }
        let given = Arc::new(given);
        let mut wanted = Vec::new();
        for (number, one) in content.table.into_iter().enumerate() {
            let one = table(one, catalogue, form, &given);
            wanted.push(one.map_err(|problem| at("table", number + 1, problem))?);
        }
        for (number, one) in content.list.into_iter().enumerate() {
            let one = list(one, catalogue, form);
            wanted.push(one.map_err(|problem| at("list", number + 1, problem))?);
        }
        let whole = |problem| FormError::new(file, Text::default(), problem);
        if wanted.is_empty() {
            return Err(whole((
                Text::new("filen spørger ikke om noget", "the file asks for nothing"),
                Text::new(
                    "skriv mindst én [[table]] eller [[list]]",
                    "write at least one [[table]] or [[list]]",
                ),
            )));
        }
        form::check(&wanted).map_err(whole)?;
        Ok(Request {
            wanted,
            series,
            language: match content.language {
                LanguageFile::Da => Language::Danish,
                LanguageFile::En => Language::English,
            },
        })
    }

    /// Every file a run of it writes, in the folder of the answers.
    pub fn files(&self) -> Vec<PathBuf> {
        let mut files = vec![PathBuf::from(REPORT), PathBuf::from(LEFT_OUT)];
        for one in &self.wanted {
            files.push(one.file.clone());
            if one.form == Form::Csv {
                files.push(beside(&one.file));
            }
        }
        files
    }

    /// The questions alone, and after them what some of them need month by month.
    pub fn queries(&self) -> Vec<Query> {
        let wanted = self.wanted.iter().map(|one| one.query.clone());
        let months = self.wanted.iter().filter_map(|one| one.months.as_ref());
        wanted
            .chain(months.map(|months| months.query.clone()))
            .collect()
    }

    /// Each question with its answer, of the answers to [`Request::queries`].
    pub fn answered<'a>(&'a self, answers: &'a [Answer]) -> impl Iterator<Item = Answered<'a>> {
        let (own, months) = answers.split_at(self.wanted.len().min(answers.len()));
        let mut months = months.iter();
        let wanted = self.wanted.iter().zip(own);
        wanted.map(move |(wanted, answer)| Answered {
            wanted,
            answer,
            months: wanted.months.as_ref().and_then(|_| months.next()),
        })
    }
}

/// A question with its answer.
#[derive(Debug, Clone, Copy)]
pub struct Answered<'a> {
    /// The question.
    pub wanted: &'a Wanted,
    /// Its answer.
    pub answer: &'a Answer,
    pub(crate) months: Option<&'a Answer>,
}

impl Wanted {
    /// Its answer, where it needs no other.
    pub fn answered<'a>(&'a self, answer: &'a Answer) -> Answered<'a> {
        Answered {
            wanted: self,
            answer,
            months: None,
        }
    }

    /// Who is in a population on a day, as a list of persons in a file.
    ///
    /// # Errors
    /// The line's faults with their places, or a file whose ending names no form that a list can have.
    pub fn list(
        line: &str,
        day: Day,
        file: &Path,
        catalogue: &Catalogue,
    ) -> Result<Wanted, FormError> {
        let form = ListFile {
            population: line.to_owned(),
            on: Datetime::from(day_of(day)),
            file: file.to_owned(),
        };
        let wanted = list(form, catalogue, None).and_then(|wanted| {
            form::check(std::slice::from_ref(&wanted))?;
            Ok(wanted)
        });
        wanted.map_err(|problem| FormError::new(Path::new("--list"), Text::default(), problem))
    }
}

fn day_of(day: Day) -> toml::value::Date {
    toml::value::Date {
        year: day.year().unsigned_abs(),
        month: day.month().unsigned_abs(),
        day: day.day().unsigned_abs(),
    }
}

fn table(
    content: TableFile,
    catalogue: &Catalogue,
    form: Option<Form>,
    given: &Arc<Given>,
) -> Result<Wanted, Problem> {
    let (from, last) = (written::day(&content.from)?, written::day(&content.last)?);
    if last < from {
        return Err((
            Text::new(
                format!("{from} til {last} rummer ingen dag"),
                format!("{from} to {last} holds no day"),
            ),
            Text::new(
                "lad »from« komme før »last«",
                "let `from` come before `last`",
            ),
        ));
    }
    let indicator = catalogue
        .indicator(&content.indicator, last)
        .ok_or_else(|| no_indicator(&content.indicator, last, catalogue))?;
    let periods = content.every.periods(from, last);
    let by: Vec<&str> = content.by.iter().map(String::as_str).collect();
    let asked = indicator
        .asked(catalogue.registers(), &by, periods.clone())
        .map_err(|cause| unasked(&cause))?;
    let (file, form) = form::place(&content.file, form)?;
    let months = content.every.months(&periods).filter(|_| {
        let mut shown = indicator.shown.iter();
        shown.any(|shown| matches!(shown.how, How::AverageOfMonths { .. }))
    });
    let months = months.map(|months| Months {
        query: Query::Cube(Indicator {
            periods: months.clone(),
            ..asked.clone()
        }),
        periods: months,
    });
    Ok(Wanted {
        given: Arc::clone(given),
        months,
        query: Query::Cube(asked),
        about: About::Table {
            indicator: Arc::clone(indicator),
            by: content.by,
            every: content.every,
            periods,
        },
        file,
        form,
    })
}

fn no_series(name: &str, known: &[&str]) -> Problem {
    let known = known.join(", ");
    (
        Text::new(
            format!("der er ingen serie »{name}«"),
            format!("there is no series {name}"),
        ),
        Text::new(
            format!("vælg mellem {known}"),
            format!("choose one of {known}"),
        ),
    )
}

fn no_indicator(id: &str, day: Day, catalogue: &Catalogue) -> Problem {
    let mut known: Vec<_> = (catalogue.indicators().iter())
        .map(|one| one.id.as_str())
        .collect();
    known.dedup();
    let known = known.join(", ");
    (
        Text::new(
            format!("der er ingen indikator »{id}« den {day}"),
            format!("there is no indicator {id} on {day}"),
        ),
        Text::new(
            format!("vælg mellem {known}"),
            format!("choose one of {known}"),
        ),
    )
}

pub(crate) fn unasked(cause: &AskError) -> Problem {
    let problem = match cause {
        AskError::Breakdown {
            indicator,
            breakdown,
            allowed,
        } => Text::new(
            format!("»{indicator}« kan ikke fordeles på »{breakdown}«; her kan bruges: {allowed}"),
            format!("{indicator} cannot be broken down by {breakdown}, only by: {allowed}"),
        ),
        AskError::NotOnDay { breakdown, day } => Text::new(
            format!("»{breakdown}« findes ikke den {day}"),
            format!("{breakdown} does not exist on {day}"),
        ),
    };
    (problem, Text::new("ret »by«", "mend `by`"))
}

fn list(content: ListFile, catalogue: &Catalogue, form: Option<Form>) -> Result<Wanted, Problem> {
    let day = written::day(&content.on)?;
    let vocabulary: Vocabulary = catalogue.vocabulary(day);
    let line = content.population;
    let population = language::parse(&line, &vocabulary).map_err(|faults| {
        let told = |language| {
            let told: Vec<_> = faults
                .iter()
                .map(|fault| fault.show(&line, language))
                .collect();
            format!("\n{}", told.join("\n"))
        };
        (
            Text::new(
                told(language::Language::Danish),
                told(language::Language::English),
            ),
            Text::new(format!("ret »{line}«"), format!("mend “{line}”")),
        )
    })?;
    let (file, form) = form::place(&content.file, form)?;
    Ok(Wanted {
        query: Query::List {
            population,
            day: day.epoch(),
        },
        given: Arc::default(),
        months: None,
        about: About::List { line, day },
        file,
        form,
    })
}
