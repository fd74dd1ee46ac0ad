//! One column of a row group, decoded straight into 32-bit integers.

use figures::MISSING;
use parquet::basic::{LogicalType, TimeUnit, Type as Physical};
use parquet::column::reader::{ColumnReader, ColumnReaderImpl};
use parquet::data_type::{DataType, Int32Type, Int64Type};
use parquet::errors::ParquetError;
use parquet::schema::types::ColumnDescriptor;

use crate::rows::{NOBODY, UNREADABLE};

/// How the stored integers become days or numbers.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Form {
    /// As they are.
    Plain,
    /// So many to a day; what is left over is no day.
    PerDay(i64),
}

/// How a column is stored, if it is stored as whole numbers or days.
pub(super) fn form(column: &ColumnDescriptor) -> Option<Form> {
    let whole = matches!(column.physical_type(), Physical::INT32 | Physical::INT64);
    if !whole || column.max_rep_level() > 0 {
        return None;
    }
    match column.logical_type_ref() {
        None | Some(LogicalType::Integer(_) | LogicalType::Date) => Some(Form::Plain),
        Some(LogicalType::Timestamp(time)) => Some(Form::PerDay(match time.unit {
            TimeUnit::MILLIS => 86_400_000,
            TimeUnit::MICROS => 86_400_000_000,
            TimeUnit::NANOS => 86_400_000_000_000,
        })),
        Some(_) => None,
    }
}

/// A column of a row group that is being read.
pub(super) struct Column {
    reader: Reader,
    form: Form,
    /// The level at which a value is there; 0 where it always is.
    there: i16,
}

enum Reader {
    Narrow(Box<ColumnReaderImpl<Int32Type>>),
    Wide(Box<ColumnReaderImpl<Int64Type>>),
}

/// Buffers that are used again and again.
#[derive(Debug, Default)]
pub(super) struct Scratch {
    levels: Vec<i16>,
    narrow: Vec<i32>,
    wide: Vec<i64>,
}

impl Column {
    pub(super) fn new(
        reader: ColumnReader,
        form: Form,
        there: i16,
    ) -> Result<Column, ParquetError> {
        let reader = match reader {
            ColumnReader::Int32ColumnReader(reader) => Reader::Narrow(Box::new(reader)),
            ColumnReader::Int64ColumnReader(reader) => Reader::Wide(Box::new(reader)),
            _ => return Err(ParquetError::General("the column changed its type".into())),
        };
        Ok(Column {
            reader,
            form,
            there,
        })
    }

    /// Appends so many values; fewer rows than that in the column are an error.
    pub(super) fn values(
        &mut self,
        rows: usize,
        out: &mut Vec<i32>,
        scratch: &mut Scratch,
    ) -> Result<(), ParquetError> {
        match &mut self.reader {
            Reader::Narrow(reader) if self.form == Form::Plain => {
                let from = out.len();
                let nulls = records(reader, rows, out, &mut scratch.levels)?;
                if nulls {
                    let there: Vec<i32> = out.drain(from..).collect();
                    spread(&there, &scratch.levels, self.there, MISSING, out);
                }
            }
            Reader::Narrow(reader) => {
                scratch.narrow.clear();
                records(reader, rows, &mut scratch.narrow, &mut scratch.levels)?;
                return Err(ParquetError::General("a time of 32 bits is no day".into()));
            }
            Reader::Wide(reader) => {
                scratch.wide.clear();
                let nulls = records(reader, rows, &mut scratch.wide, &mut scratch.levels)?;
                let form = self.form;
                let narrow = scratch.wide.iter().map(|&value| narrowed(value, form));
                if nulls {
                    scratch.narrow.clear();
                    scratch.narrow.extend(narrow);
                    spread(&scratch.narrow, &scratch.levels, self.there, MISSING, out);
                } else {
                    out.extend(narrow);
                }
            }
        }
        Ok(())
    }

    /// Appends so many persons' ids.
    pub(super) fn persons(
        &mut self,
        rows: usize,
        out: &mut Vec<i64>,
        scratch: &mut Scratch,
    ) -> Result<(), ParquetError> {
        scratch.wide.clear();
        let nulls = match &mut self.reader {
            Reader::Narrow(reader) => {
                scratch.narrow.clear();
                let nulls = records(reader, rows, &mut scratch.narrow, &mut scratch.levels)?;
                if !nulls {
                    out.extend(scratch.narrow.iter().map(|&id| i64::from(id)));
                    return Ok(());
                }
                scratch
                    .wide
                    .extend(scratch.narrow.iter().map(|&id| i64::from(id)));
                nulls
            }
            Reader::Wide(reader) => records(reader, rows, &mut scratch.wide, &mut scratch.levels)?,
        };
        if nulls {
            spread(&scratch.wide, &scratch.levels, self.there, NOBODY, out);
        } else {
            out.extend_from_slice(&scratch.wide);
        }
        Ok(())
    }
}

/// Reads values without their nulls, with the levels beside them; says whether there are nulls.
fn records<T: DataType>(
    reader: &mut ColumnReaderImpl<T>,
    rows: usize,
    out: &mut Vec<T::T>,
    levels: &mut Vec<i16>,
) -> Result<bool, ParquetError> {
    levels.clear();
    let (records, values, _) = reader.read_records(rows, Some(levels), None, out)?;
    if records < rows {
        return Err(ParquetError::EOF(format!(
            "{} rows of a column are lacking",
            rows - records
        )));
    }
    Ok(values < records)
}

/// Puts what is missing between the values that are there.
fn spread<T: Copy>(values: &[T], levels: &[i16], there: i16, missing: T, out: &mut Vec<T>) {
    let mut values = values.iter();
    out.extend(levels.iter().map(|&level| {
        if level == there {
            values.next().copied().unwrap_or(missing)
        } else {
            missing
        }
    }));
}

fn narrowed(value: i64, form: Form) -> i32 {
    let value = match form {
        Form::Plain => value,
        Form::PerDay(unit) if value % unit == 0 => value / unit,
        Form::PerDay(_) => return UNREADABLE,
    };
    match i32::try_from(value) {
        Ok(MISSING) | Err(_) => UNREADABLE,
        Ok(value) => value,
    }
}
