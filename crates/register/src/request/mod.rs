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

mod form;
mod periods;

use std::path::{Path, PathBuf};
use std::sync::Arc;

use calendar::Day;
use figures::language::{self, Vocabulary};
use figures::{Periods, Query};
use rulebook::Catalogue;
use rulebook::indicators::{AskError, IndicatorVersion};
use serde::Deserialize;
use tables::{Language, Text};
use toml::value::Datetime;

use crate::form::{self as written, FormError, Problem};
pub(crate) use form::beside;
pub use form::{Form, FormUnknown, LEFT_OUT, REPORT};
pub use periods::Every;

/// What is asked, and where the answers go.
#[derive(Debug, Clone)]
pub struct Request {
    /// The questions, in the order of the file: tables first.
    pub wanted: Vec<Wanted>,
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
        let mut wanted = Vec::new();
        for (number, one) in content.table.into_iter().enumerate() {
            let one = table(one, catalogue, form);
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

    /// The questions alone.
    pub fn queries(&self) -> Vec<Query> {
        self.wanted.iter().map(|one| one.query.clone()).collect()
    }
}

impl Wanted {
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

fn table(content: TableFile, catalogue: &Catalogue, form: Option<Form>) -> Result<Wanted, Problem> {
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
    Ok(Wanted {
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
        about: About::List { line, day },
        file,
        form,
    })
}
