//! Writing columns of integers to files: Parquet with ordinary settings, and CSV.

mod csv;
mod draft;
mod parquet;

use std::path::PathBuf;

pub use csv::CsvFile;
pub use draft::Draft;
pub use parquet::ParquetFile;

/// One column of a file to be written.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Heading {
    /// The name.
    pub name: String,
    /// How its values are stored.
    pub kind: Kind,
    /// Whether values may be missing ([`figures::MISSING`], or `None`); they are written as null or as nothing.
    pub nullable: bool,
}

/// How a column's values are stored.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum Kind {
    /// A small number or code, 16 bits.
    Short,
    /// A number, 32 bits.
    Number,
    /// A sum, 64 bits.
    Sum,
    /// A quotient, double precision; formed once, for showing.
    Quotient,
    /// A day, from days since 1970-01-01.
    Day,
    /// A text, such as a code.
    Text,
}

/// The values of one column.
#[derive(Debug, Clone, PartialEq)]
pub enum Values {
    /// For [`Kind::Short`], [`Kind::Number`] and [`Kind::Day`].
    Numbers(Vec<i32>),
    /// For [`Kind::Sum`].
    Sums(Vec<i64>),
    /// For [`Kind::Quotient`].
    Quotients(Vec<f64>),
    /// For [`Kind::Sum`], where some are missing.
    SomeSums(Vec<Option<i64>>),
    /// For [`Kind::Quotient`], where some are missing.
    SomeQuotients(Vec<Option<f64>>),
    /// For [`Kind::Text`].
    Texts(Vec<Option<String>>),
}

/// A result or an invented register could not be written.
#[derive(Debug, thiserror::Error)]
#[error("kunne ikke skrive {} ({cause})", file.display())]
pub struct WriteError {
    /// Which file.
    pub file: PathBuf,
    /// Why.
    pub cause: Box<dyn std::error::Error + Send + Sync>,
}

impl WriteError {
    pub(crate) fn new(
        file: impl Into<PathBuf>,
        cause: impl Into<Box<dyn std::error::Error + Send + Sync>>,
    ) -> WriteError {
        WriteError {
            file: file.into(),
            cause: cause.into(),
        }
    }
}

impl Heading {
    /// A column without missing values.
    pub fn new(name: &str, kind: Kind) -> Heading {
        Heading {
            name: name.to_owned(),
            kind,
            nullable: false,
        }
    }

    /// The same column, where values may be missing.
    #[must_use]
    pub fn nullable(mut self) -> Heading {
        self.nullable = true;
        self
    }
}

impl Values {
    /// How many.
    pub fn len(&self) -> usize {
        match self {
            Values::Numbers(values) => values.len(),
            Values::Sums(values) => values.len(),
            Values::Quotients(values) => values.len(),
            Values::SomeSums(values) => values.len(),
            Values::SomeQuotients(values) => values.len(),
            Values::Texts(values) => values.len(),
        }
    }

    /// Whether there are none.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }
}
