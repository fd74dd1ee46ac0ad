//! Parquet files as others write them: row groups of a million rows, dictionaries where values repeat, zstd.

use std::fs::File;
use std::path::{Path, PathBuf};
use std::sync::Arc;

use figures::MISSING;
use parquet::basic::{Compression, LogicalType, Repetition, Type as Physical, ZstdLevel};
use parquet::data_type::{ByteArray, ByteArrayType, DoubleType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::file::metadata::KeyValue;
use parquet::file::properties::WriterProperties;
use parquet::file::writer::{SerializedColumnWriter, SerializedFileWriter};
use parquet::schema::types::{ColumnPath, Type};

use super::{Heading, Kind, Values, WriteError};

/// A Parquet file that is being written.
pub struct ParquetFile {
    path: PathBuf,
    writer: SerializedFileWriter<File>,
    headings: Vec<Heading>,
}

impl ParquetFile {
    /// Creates the file, replacing one that is there.
    ///
    /// # Errors
    /// The folder cannot be written.
    pub fn create(path: &Path, headings: Vec<Heading>) -> Result<ParquetFile, WriteError> {
        ParquetFile::create_with(path, headings, &[])
    }

    /// Creates the file with notes in its foot, by key.
    ///
    /// # Errors
    /// As [`ParquetFile::create`].
    pub fn create_with(
        path: &Path,
        headings: Vec<Heading>,
        notes: &[(&str, String)],
    ) -> Result<ParquetFile, WriteError> {
        let fault = |cause| WriteError::new(path, cause);
        let schema = schema(&headings).map_err(fault)?;
        let level = ZstdLevel::try_new(1).map_err(fault)?;
        let mut properties = WriterProperties::builder()
            .set_compression(Compression::ZSTD(level))
            .set_key_value_metadata(keyed(notes));
        for heading in &headings {
            // Sums and quotients seldom repeat: a dictionary of them is as long as they are, and costs more than the rest.
            if matches!(heading.kind, Kind::Sum | Kind::Quotient) {
                let path = ColumnPath::from(heading.name.as_str());
                properties = properties.set_column_dictionary_enabled(path, false);
            }
        }
        let properties = properties.build();
        let file = File::create(path).map_err(|cause| WriteError::new(path, cause))?;
        let writer = SerializedFileWriter::new(file, Arc::new(schema), Arc::new(properties))
            .map_err(fault)?;
        Ok(ParquetFile {
            path: path.to_owned(),
            writer,
            headings,
        })
    }

    /// Writes rows as one row group; the columns are as long as each other, in the order of the headings.
    ///
    /// # Errors
    /// The disk is full, or a column's values are of another kind than its heading.
    pub fn rows(&mut self, columns: &[Values]) -> Result<(), WriteError> {
        if columns.first().is_none_or(Values::is_empty) {
            return Ok(());
        }
        let path = self.path.clone();
        self.group(columns)
            .map_err(|cause| WriteError::new(path, cause))
    }

    fn group(&mut self, columns: &[Values]) -> Result<(), ParquetError> {
        let mut group = self.writer.next_row_group()?;
        let mut at = 0;
        while let Some(mut column) = group.next_column()? {
            let (Some(values), Some(heading)) = (columns.get(at), self.headings.get(at)) else {
                return Err(ParquetError::General(
                    "fewer columns than headings".to_owned(),
                ));
            };
            write_column(&mut column, values, heading.nullable)?;
            column.close()?;
            at += 1;
        }
        group.close()?;
        Ok(())
    }

    /// Writes the foot of the file.
    ///
    /// # Errors
    /// The disk is full.
    pub fn finish(self) -> Result<(), WriteError> {
        let path = self.path;
        self.writer
            .close()
            .map(|_| ())
            .map_err(|cause| WriteError::new(path, cause))
    }
}

fn keyed(notes: &[(&str, String)]) -> Option<Vec<KeyValue>> {
    let notes = notes.iter();
    let keyed: Vec<_> = notes
        .map(|(key, value)| KeyValue::new((*key).to_owned(), value.clone()))
        .collect();
    (!keyed.is_empty()).then_some(keyed)
}

fn write_column(
    column: &mut SerializedColumnWriter<'_>,
    values: &Values,
    nullable: bool,
) -> Result<(), ParquetError> {
    match values {
        Values::Numbers(values) if nullable => {
            let levels: Vec<i16> = values.iter().map(|&v| i16::from(v != MISSING)).collect();
            let there: Vec<i32> = values.iter().copied().filter(|&v| v != MISSING).collect();
            column
                .typed::<Int32Type>()
                .write_batch(&there, Some(&levels), None)?;
        }
        Values::Numbers(values) => {
            column
                .typed::<Int32Type>()
                .write_batch(values, None, None)?;
        }
        Values::Sums(values) => {
            column
                .typed::<Int64Type>()
                .write_batch(values, None, None)?;
        }
        Values::Quotients(values) => {
            column
                .typed::<DoubleType>()
                .write_batch(values, None, None)?;
        }
        Values::SomeSums(values) => {
            let levels = levels(values);
            let there: Vec<i64> = values.iter().copied().flatten().collect();
            let levels = nullable.then_some(levels.as_slice());
            column
                .typed::<Int64Type>()
                .write_batch(&there, levels, None)?;
        }
        Values::SomeQuotients(values) => {
            let levels = levels(values);
            let there: Vec<f64> = values.iter().copied().flatten().collect();
            let levels = nullable.then_some(levels.as_slice());
            column
                .typed::<DoubleType>()
                .write_batch(&there, levels, None)?;
        }
        Values::Texts(values) => {
            let levels = levels(values);
            let texts = values.iter().flatten();
            let there: Vec<ByteArray> = texts.map(|text| text.as_str().into()).collect();
            let levels = nullable.then_some(levels.as_slice());
            column
                .typed::<ByteArrayType>()
                .write_batch(&there, levels, None)?;
        }
    }
    Ok(())
}

/// Which values are there.
fn levels<T>(values: &[Option<T>]) -> Vec<i16> {
    let there = values.iter().map(|value| i16::from(value.is_some()));
    there.collect()
}

fn schema(headings: &[Heading]) -> Result<Type, ParquetError> {
    let fields = headings
        .iter()
        .map(|heading| {
            let (physical, logical) = match heading.kind {
                Kind::Short => (Physical::INT32, Some(LogicalType::integer(16, true))),
                Kind::Number => (Physical::INT32, None),
                Kind::Day => (Physical::INT32, Some(LogicalType::Date)),
                Kind::Sum => (Physical::INT64, None),
                Kind::Quotient => (Physical::DOUBLE, None),
                Kind::Text => (Physical::BYTE_ARRAY, Some(LogicalType::String)),
            };
            let repetition = if heading.nullable {
                Repetition::OPTIONAL
            } else {
                Repetition::REQUIRED
            };
            Type::primitive_type_builder(&heading.name, physical)
                .with_logical_type(logical)
                .with_repetition(repetition)
                .build()
                .map(Arc::new)
        })
        .collect::<Result<Vec<_>, _>>()?;
    Type::group_type_builder("rows").with_fields(fields).build()
}
