//! CSV files: comma, ISO dates, one line feed a row; what is missing is empty.

use std::fs::File;
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use calendar::Day;
use figures::MISSING;

use super::{Heading, Kind, Values, WriteError};

/// A CSV file that is being written.
pub struct CsvFile {
    path: PathBuf,
    writer: BufWriter<File>,
    headings: Vec<Heading>,
}

impl CsvFile {
    /// Creates the file with its head, replacing one that is there.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn create(path: &Path, headings: Vec<Heading>) -> Result<CsvFile, WriteError> {
        let fault = |cause| WriteError::new(path, cause);
        let file = File::create(path).map_err(fault)?;
        let mut writer = BufWriter::with_capacity(1 << 20, file);
        let names: Vec<_> = headings.iter().map(|one| one.name.as_str()).collect();
        writeln!(writer, "{}", names.join(",")).map_err(fault)?;
        Ok(CsvFile {
            path: path.to_owned(),
            writer,
            headings,
        })
    }

    /// Writes rows; the columns are as long as each other, in the order of the headings.
    ///
    /// # Errors
    /// The disk is full.
    pub fn rows(&mut self, columns: &[Values]) -> Result<(), WriteError> {
        let rows = columns.first().map_or(0, Values::len);
        let mut line = Vec::with_capacity(128);
        for row in 0..rows {
            line.clear();
            for (at, (values, heading)) in columns.iter().zip(&self.headings).enumerate() {
                if at > 0 {
                    line.push(b',');
                }
                field(&mut line, values, heading.kind, row)
                    .map_err(|cause| WriteError::new(&self.path, cause))?;
            }
            line.push(b'\n');
            self.writer
                .write_all(&line)
                .map_err(|cause| WriteError::new(&self.path, cause))?;
        }
        Ok(())
    }

    /// Writes what is left.
    ///
    /// # Errors
    /// The disk is full.
    pub fn finish(mut self) -> Result<(), WriteError> {
        self.writer
            .flush()
            .map_err(|cause| WriteError::new(self.path, cause))
    }
}

fn field(line: &mut Vec<u8>, values: &Values, kind: Kind, row: usize) -> std::io::Result<()> {
    match values {
        Values::Numbers(values) if values[row] == MISSING => Ok(()),
        Values::Numbers(values) if kind == Kind::Day => {
            let day = Day::from_epoch(values[row]);
            write!(
                line,
                "{:04}-{:02}-{:02}",
                day.year(),
                day.month(),
                day.day()
            )
        }
        Values::Numbers(values) => write!(line, "{}", values[row]),
        Values::Sums(values) => write!(line, "{}", values[row]),
        Values::Quotients(values) => write!(line, "{}", values[row]),
        Values::SomeSums(values) => values[row].map_or(Ok(()), |value| write!(line, "{value}")),
        Values::SomeQuotients(values) => {
            values[row].map_or(Ok(()), |value| write!(line, "{value}"))
        }
        Values::Texts(values) => match &values[row] {
            None => Ok(()),
            Some(text) if text.contains([',', '"', '\n', '\r']) => {
                write!(line, "\"{}\"", text.replace('"', "\"\""))
            }
            Some(text) => line.write_all(text.as_bytes()),
        },
    }
}
