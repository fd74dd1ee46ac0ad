//! What can be wrong with a file, and what to do about it, in both languages.

use std::io::ErrorKind;
use std::path::{Path, PathBuf};

use tables::{Language, Text};

/// A file could not be read.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.told(Language::Danish))]
pub struct SourceError {
    /// Which file.
    pub file: PathBuf,
    /// What is wrong with it.
    pub trouble: Trouble,
}

/// What is wrong with a file.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Trouble {
    /// The system does not give it out.
    Unreadable(ErrorKind, String),
    /// It breaks off, or is not what its name says.
    Damaged(String),
    /// It is written in UTF-16.
    Utf16,
    /// It is empty, or its first line is.
    NoHead,
    /// The first line never ends.
    EndlessHead,
    /// It has not exactly one such column.
    Column {
        /// The column the layout names.
        wanted: String,
        /// Those that are there.
        found: Vec<String>,
    },
    /// The layout takes one column for two things.
    UsedTwice(String),
    /// A line is longer than any row.
    LongLine {
        /// Rows before it.
        after: u64,
    },
    /// A folder `column=value` whose value is no whole number.
    Folder {
        /// The column.
        column: String,
        /// The value.
        value: String,
    },
    /// A column that holds neither whole numbers nor days.
    Kind(String),
    /// CSV and Parquet files stand in one table.
    Mixed,
    /// Rows so wide that they cannot be sorted.
    TooWide,
    /// What did not fit the memory could not be kept in a temporary file.
    Spill(String),
}

impl SourceError {
    pub(crate) fn new(file: &Path, trouble: Trouble) -> Self {
        SourceError {
            file: file.to_owned(),
            trouble,
        }
    }

    pub(super) fn unreadable(file: &Path, cause: &std::io::Error) -> Self {
        SourceError::new(file, Trouble::Unreadable(cause.kind(), cause.to_string()))
    }

    pub(super) fn damaged(file: &Path, cause: &impl std::fmt::Display) -> Self {
        SourceError::new(file, Trouble::Damaged(cause.to_string()))
    }

    /// The file, what is wrong with it, and what to do.
    pub fn told(&self, language: Language) -> String {
        let (problem, remedy) = self.trouble.words();
        let (problem, remedy) = (problem.within(language), remedy.within(language));
        format!("{}: {problem}; {remedy}", self.file.display())
    }
}

impl Trouble {
    /// What is wrong, and what to do.
    fn words(&self) -> (Text, Text) {
        match self {
            Trouble::Unreadable(..)
            | Trouble::Damaged(_)
            | Trouble::Utf16
            | Trouble::NoHead
            | Trouble::EndlessHead
            | Trouble::LongLine { .. }
            | Trouble::Spill(_) => self.of_the_file(),
            _ => self.of_the_columns(),
        }
    }

    fn of_the_file(&self) -> (Text, Text) {
        match self {
            Trouble::Unreadable(kind, cause) => unreadable(*kind, cause),
            Trouble::Damaged(cause) => damaged(cause),
            Trouble::Utf16 => (
                Text::new("er gemt som UTF-16", "is written in UTF-16"),
                Text::new("gem den som »CSV UTF-8«", "save it as “CSV UTF-8”"),
            ),
            Trouble::NoHead => (
                Text::new("har ingen overskrift", "has no head line"),
                Text::new(
                    "lad første linje nævne kolonnerne",
                    "let the first line name the columns",
                ),
            ),
            Trouble::EndlessHead => (
                Text::new(
                    "har intet linjeskift i de første 65.536 byte",
                    "has no line end within its first 65,536 bytes",
                ),
                Text::new(
                    "se efter, om det er en CSV-fil",
                    "check that it is a CSV file",
                ),
            ),
            Trouble::LongLine { after } => (
                Text::new(
                    format!("har en linje på over 1 MiB efter række {after}"),
                    format!("has a line of more than 1 MiB after row {after}"),
                ),
                Text::new(
                    "se efter, om det er en CSV-fil, hvor hvert anførselstegn er lukket",
                    "check that it is a CSV file whose quotes are closed",
                ),
            ),
            Trouble::Spill(cause) => (
                Text::new(
                    format!("den midlertidige fil kan ikke skrives eller læses ({cause})"),
                    format!("the temporary file cannot be written or read ({cause})"),
                ),
                Text::new(
                    "skaf plads til midlertidige filer, eller sæt --memory op",
                    "free space for temporary files, or raise --memory",
                ),
            ),
            _ => self.of_the_columns(),
        }
    }

    fn of_the_columns(&self) -> (Text, Text) {
        match self {
            Trouble::Column { wanted, found } => {
                let there = found.join(", ");
                (
                    Text::new(
                        format!("har ikke præcis én kolonne, der hedder »{wanted}«, men {there}"),
                        format!("does not have exactly one column {wanted}, but {there}"),
                    ),
                    Text::new(
                        "lad registerfilen nævne en af filens kolonner",
                        "let the layout name a column of the file",
                    ),
                )
            }
            Trouble::UsedTwice(column) => (
                Text::new(
                    format!("kolonnen »{column}« bruges til to ting"),
                    format!("column {column} is used twice"),
                ),
                Text::new(
                    "lad registerfilen bruge kolonnen til én ting, eller til begge dage i et forløb (»on«)",
                    "let the layout use the column once, or for both days of a spell (`on`)",
                ),
            ),
            Trouble::Folder { column, value } => (
                Text::new(
                    format!("mappen »{column}={value}« nævner ikke et helt tal"),
                    format!("the folder {column}={value} names no whole number"),
                ),
                Text::new("kald mappen efter en kode", "name the folder after a code"),
            ),
            Trouble::Kind(column) => (
                Text::new(
                    format!("kolonnen »{column}« rummer hverken hele tal eller dage"),
                    format!("column {column} holds neither whole numbers nor days"),
                ),
                Text::new(
                    "gem den som INT32, INT64, DATE eller TIMESTAMP; giv personer hele tal som numre",
                    "store it as INT32, INT64, DATE or TIMESTAMP; give persons whole numbers as ids",
                ),
            ),
            Trouble::TooWide => (
                Text::new(
                    "har for mange brede kolonner til at kunne sorteres",
                    "has too many wide columns to be sorted",
                ),
                Text::new(
                    "sortér den efter person på forhånd, eller udelad kolonner i registerfilen",
                    "sort it by person beforehand, or let the layout leave columns out",
                ),
            ),
            // The troubles of whole files are worded above.
            _ => (
                Text::new(
                    "står i samme tabel som filer af en anden slags",
                    "stands with files of another sort in one table",
                ),
                Text::new(
                    "giv tabellen enten Parquet- eller CSV-filer",
                    "give the table either Parquet or CSV files",
                ),
            ),
        }
    }
}

fn unreadable(kind: ErrorKind, cause: &str) -> (Text, Text) {
    match kind {
        ErrorKind::NotFound => (
            Text::new("filen findes ikke", "there is no such file"),
            Text::new(
                "ret »files« i registerfilen; stier regnes fra dens mappe",
                "mend the layout's `files`; paths begin at its own folder",
            ),
        ),
        ErrorKind::IsADirectory => (
            Text::new("er en mappe", "is a folder"),
            Text::new("nævn en fil i den", "name a file in it"),
        ),
        _ => (
            Text::new(
                format!("kan ikke læses ({cause})"),
                format!("cannot be read ({cause})"),
            ),
            Text::new(
                "se efter, hvem der må læse filen, og om disken er i orden",
                "check who may read the file, and the disk",
            ),
        ),
    }
}

fn damaged(cause: &str) -> (Text, Text) {
    // The library's words for a foot that is not where it should be.
    let no_foot = cause.contains("Invalid Parquet file") || cause.contains("EOF");
    let problem = if no_foot {
        Text::new(
            format!("filen er afkortet eller ikke Parquet ({cause})"),
            format!("the file is cut short or is no Parquet ({cause})"),
        )
    } else {
        Text::new(
            format!("er i stykker eller noget andet, end navnet siger ({cause})"),
            format!("is damaged or not what its name says ({cause})"),
        )
    };
    let remedy = Text::new(
        "hent filen igen, eller lav den om",
        "fetch the file again, or make it again",
    );
    (problem, remedy)
}
