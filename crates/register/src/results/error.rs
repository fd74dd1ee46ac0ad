//! Why an answer could not be written, and what to do.

use tables::{Language, Text};

use super::Unbound;
use crate::request::Form;
use crate::write::WriteError;

/// An answer could not be written.
#[derive(Debug, thiserror::Error)]
#[error("{}", self.told(Language::Danish))]
pub enum ResultError {
    /// The folder cannot be written or the disk is full.
    Write(WriteError),
    /// More than the form takes.
    TooLarge {
        /// The file that was not written.
        file: String,
        /// Its form.
        form: Form,
        /// The rows of the answer.
        rows: usize,
    },
    /// The answer does not fit its form.
    Unfit {
        /// The file that was not written.
        file: String,
        /// Why.
        cause: Unbound,
    },
}

impl From<WriteError> for ResultError {
    fn from(cause: WriteError) -> Self {
        ResultError::Write(cause)
    }
}

impl ResultError {
    /// What is wrong and what to do.
    pub fn told(&self, language: Language) -> String {
        let text = match self {
            ResultError::Write(WriteError { file, cause }) => {
                let file = file.display();
                Text::new(
                    format!(
                        "{file} kan ikke skrives ({cause}); skaf plads, eller vælg en anden mappe med --out"
                    ),
                    format!(
                        "{file} cannot be written ({cause}); free space or choose another folder with --out"
                    ),
                )
            }
            ResultError::TooLarge { file, form, rows } => {
                let form = match form {
                    Form::JsonStat => "JSON-stat",
                    _ => "XLSX",
                };
                Text::new(
                    format!(
                        "{file}: {rows} rækker er for mange til {form}; vælg Parquet eller CSV, færre perioder eller en grovere fordeling"
                    ),
                    format!(
                        "{file}: {rows} rows are too many for {form}; choose Parquet or CSV, fewer periods or a coarser breakdown"
                    ),
                )
            }
            ResultError::Unfit { file, cause } => Text::new(
                format!(
                    "{file}: svaret kan ikke skrives i den form ({cause}); vælg Parquet eller CSV"
                ),
                format!(
                    "{file}: the answer cannot be written in that form ({cause}); choose Parquet or CSV"
                ),
            ),
        };
        text.within(language).to_owned()
    }
}
