//! The report of a run, and the rows that were refused, beside the answers.

use std::path::Path;

use serde::Serialize;
use tables::Text;

use super::beside::PROGRAM;
use super::register::{Refused, RegisterTold, relative};
use super::told::{Told, disclosure};
use super::{Outcome, ResultError, Written};
use crate::request::{LEFT_OUT, REPORT};
use crate::write::{Draft, WriteError};

#[derive(Debug, Serialize)]
struct Report<'a> {
    persons: u64,
    left_out: Told,
    refused_rows_of_nobody: Told,
    faulty_rows: Told,
    /// How many of them are told in the file of refused rows; the file stays in the house.
    #[serde(skip_serializing_if = "Option::is_none")]
    faulty_rows_told: Option<usize>,
    refused_rows: Vec<Refused>,
    known_on: String,
    register: RegisterTold,
    /// Who may see the answers.
    disclosure: Text,
    answers: Vec<AnswerTold<'a>>,
    program: &'static str,
}

#[derive(Debug, Serialize)]
struct AnswerTold<'a> {
    file: &'a str,
    rows: usize,
    sheets: usize,
}

/// Writes the report of a run and the list of refused rows into the folder of the answers.
///
/// The list has a row a refused row, also when there is none, so that one of an earlier run does not stay. It is not written
/// beside answers that leave the house.
///
/// # Errors
/// The disk is full or the folder cannot be written.
pub fn report(
    outcome: &Outcome<'_>,
    written: &[Written],
    folder: &Path,
) -> Result<(), ResultError> {
    let told = |number| Told::of(number, outcome.protection);
    let report = Report {
        persons: outcome.account.persons,
        left_out: told(outcome.account.left_out),
        refused_rows_of_nobody: told(outcome.account.nameless()),
        faulty_rows: told(outcome.account.faulty()),
        faulty_rows_told: (outcome.protection.is_none()).then_some(outcome.account.examples.len()),
        refused_rows: Refused::all(outcome),
        known_on: outcome.layout.known_on.to_string(),
        register: RegisterTold::of(outcome),
        answers: written
            .iter()
            .map(|one| AnswerTold {
                file: &one.file,
                rows: one.rows,
                sheets: one.sheets,
            })
            .collect(),
        disclosure: disclosure(outcome.protection),
        program: PROGRAM,
    };
    let mut text =
        serde_json::to_string_pretty(&report).expect("texts and numbers can be written as JSON");
    text.push('\n');
    Draft::write(&folder.join(REPORT), false, text.as_bytes())?;
    if outcome.protection.is_some() {
        return Ok(());
    }
    let path = folder.join(LEFT_OUT);
    let rows = refused_rows(outcome).map_err(|cause| WriteError::new(&path, cause))?;
    Draft::write(&path, true, &rows)?;
    Ok(())
}

/// The refused rows as Danish spreadsheets open them.
fn refused_rows(outcome: &Outcome<'_>) -> Result<Vec<u8>, csv::Error> {
    let tables: Vec<_> = outcome.layout.tables().collect();
    let language = outcome.language;
    let mut writer = csv::WriterBuilder::new()
        .delimiter(b';')
        .terminator(csv::Terminator::CRLF)
        .from_writer("\u{feff}".as_bytes().to_vec());
    let head = [
        ("tabel", "table"),
        ("fil", "file"),
        ("række", "row"),
        ("kolonne", "column"),
        ("værdi", "value"),
        ("fejl", "fault"),
        ("gør", "remedy"),
    ];
    writer.write_record(head.map(|(da, en)| Text::new(da, en).within(language).to_owned()))?;
    for row in &outcome.account.examples {
        let place = row.place(&tables);
        let file = relative(Path::new(&place.file), outcome.layout_file);
        let value = place.value.unwrap_or_default();
        writer.write_record([
            harmless(place.table),
            harmless(file),
            place.row.to_string(),
            harmless(place.column.unwrap_or_default()),
            harmless(value.within(language).to_owned()),
            row.fault.says().within(language).to_owned(),
            row.fault.remedy().within(language).to_owned(),
        ])?;
    }
    writer
        .into_inner()
        .map_err(|cause| csv::Error::from(cause.into_error()))
}

/// Text that a spreadsheet does not take for a formula.
fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}
