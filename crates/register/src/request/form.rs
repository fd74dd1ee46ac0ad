//! The forms answers are written in, and the files they go to.

use std::path::{Component, Path, PathBuf};
use std::str::FromStr;

use tables::Text;

use super::{About, Wanted};
use crate::form::Problem;

/// How an answer is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Form {
    /// Parquet, with what stands beside the numbers in its foot.
    Parquet,
    /// CSV: comma, points, codes; what stands beside the numbers is in a file of its own.
    Csv,
    /// JSON-stat 2.0, every combination of members, with labels.
    JsonStat,
    /// An Excel workbook with labels, and a sheet with what stands beside the numbers.
    Workbook,
}

/// A text that names no form.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("vælg mellem parquet, csv, json-stat og xlsx")]
pub struct FormUnknown;

impl FromStr for Form {
    type Err = FormUnknown;

    fn from_str(text: &str) -> Result<Form, FormUnknown> {
        match text {
            "parquet" => Ok(Form::Parquet),
            "csv" => Ok(Form::Csv),
            "json-stat" => Ok(Form::JsonStat),
            "xlsx" => Ok(Form::Workbook),
            _ => Err(FormUnknown),
        }
    }
}

impl Form {
    /// The form that a file's ending names.
    pub fn of(file: &Path) -> Option<Form> {
        match file.extension()?.to_str()?.to_ascii_lowercase().as_str() {
            "parquet" => Some(Form::Parquet),
            "csv" => Some(Form::Csv),
            "json" => Some(Form::JsonStat),
            "xlsx" => Some(Form::Workbook),
            _ => None,
        }
    }

    /// Whether it holds quotients as they are, and not as a page shows them.
    pub(crate) fn holds_quotients(self) -> bool {
        matches!(self, Form::Parquet | Form::Csv)
    }

    /// The ending of its files.
    pub fn ending(self) -> &'static str {
        match self {
            Form::Parquet => "parquet",
            Form::Csv => "csv",
            Form::JsonStat => "json",
            Form::Workbook => "xlsx",
        }
    }
}

/// The file of an answer and its form: the ending's, or the one asked for, which then gives the ending.
pub(super) fn place(file: &Path, asked: Option<Form>) -> Result<(PathBuf, Form), Problem> {
    let inside = file.file_name().is_some()
        && (file.components()).all(|part| matches!(part, Component::Normal(_)));
    if !inside {
        let shown = file.display();
        return Err((
            Text::new(
                format!("filen »{shown}« ligger ikke i svarenes mappe"),
                format!("the file {shown} is not in the folder of the answers"),
            ),
            Text::new(
                "skriv et filnavn uden »/« forrest og uden »..«",
                "write a file name without a leading / and without ..",
            ),
        ));
    }
    if let Some(form) = asked {
        return Ok((file.with_extension(form.ending()), form));
    }
    Form::of(file)
        .map(|form| (file.to_owned(), form))
        .ok_or_else(|| {
            let shown = file.display();
            (
                Text::new(
                    format!("filen »{shown}« siger ikke, hvilken form svaret skal have"),
                    format!("the file {shown} does not say in which form the answer is wanted"),
                ),
                Text::new(
                    "lad den ende på .parquet, .csv, .json (JSON-stat) eller .xlsx",
                    "let it end in .parquet, .csv, .json (JSON-stat) or .xlsx",
                ),
            )
        })
}

/// The file beside an answer in CSV that says what it is.
pub(crate) fn beside(file: &Path) -> PathBuf {
    let mut name = file.file_stem().unwrap_or_default().to_owned();
    name.push(".about.json");
    file.with_file_name(name)
}

/// The report of a run, beside its answers.
pub const REPORT: &str = "run.json";
/// The rows that were refused, beside the answers of a run.
pub const LEFT_OUT: &str = "left-out.csv";

/// Checks that no answer takes the place of another file of the run, and that each can be written in its form.
pub(super) fn check(wanted: &[Wanted]) -> Result<(), Problem> {
    let mut taken = vec![PathBuf::from(REPORT), PathBuf::from(LEFT_OUT)];
    for one in wanted {
        if one.form == Form::JsonStat && matches!(one.about, About::List { .. }) {
            let shown = one.file.display();
            return Err((
                Text::new(
                    format!(
                        "»{shown}«: en liste over personer er ingen tabel og kan ikke skrives som JSON-stat"
                    ),
                    format!(
                        "{shown}: a list of persons is no table and cannot be written as JSON-stat"
                    ),
                ),
                Text::new(
                    "vælg .parquet, .csv eller .xlsx",
                    "choose .parquet, .csv or .xlsx",
                ),
            ));
        }
        let mut files = vec![one.file.clone()];
        if one.form == Form::Csv {
            files.push(beside(&one.file));
        }
        for file in files {
            if taken.contains(&file) {
                let shown = file.display();
                return Err((
                    Text::new(
                        format!("filen »{shown}« ville blive skrevet to gange"),
                        format!("the file {shown} would be written twice"),
                    ),
                    Text::new(
                        "giv hvert svar sit eget filnavn",
                        "give each answer a file name of its own",
                    ),
                ));
            }
            taken.push(file);
        }
    }
    Ok(())
}
