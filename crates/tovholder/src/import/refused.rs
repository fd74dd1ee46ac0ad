//! The file of refused rows: the rows as they stood, with the reasons beside them, to be corrected and imported again.
//!
//! It holds personal data, so only its owner may read it. The row's own values are written unchanged, for they are imported again;
//! what we write beside them never begins like a formula.

use std::collections::BTreeMap;
use std::fs::{File, OpenOptions};
use std::io::{BufWriter, Write};
use std::path::{Path, PathBuf};

use anyhow::Context;

use super::column::Column;
use super::table::{Fault, REASON_COLUMNS, Table};

/// Writes the refused rows of `path` beside it; never over a file that is there. Gives the path of what was written.
pub(super) fn write(path: &Path, columns: &[Column], faults: &[Fault]) -> anyhow::Result<PathBuf> {
    let mut by_row: BTreeMap<usize, Vec<&Fault>> = BTreeMap::new();
    for fault in faults {
        by_row.entry(fault.row).or_default().push(fault);
    }
    let mut table = Table::open(path, columns)?;
    let (target, file) = create(path)?;
    let failed = || format!("kunne ikke skrive {}", target.display());
    let mut out = BufWriter::new(file);
    // Spreadsheets know UTF-8 by this mark only.
    out.write_all("\u{feff}".as_bytes()).with_context(failed)?;
    let mut writer = csv::WriterBuilder::new()
        .delimiter(table.separator)
        .flexible(true)
        .from_writer(out);
    let kept: Vec<usize> = (0..table.header().len())
        .filter(|at| !REASON_COLUMNS.contains(&table.header()[*at].as_str()))
        .collect();
    let header = kept.iter().map(|at| table.header()[*at].as_str());
    writer
        .write_record(header.chain(REASON_COLUMNS))
        .with_context(failed)?;
    while let Some((row, _)) = table.next()? {
        let place = row.place;
        let Some(faults) = by_row.get(&place.row) else {
            continue;
        };
        let reasons = reasons(&table, faults);
        let field = |at: &usize| table.record().get(*at).unwrap_or_default();
        let fields = kept.iter().map(field);
        writer
            .write_record(fields.chain(reasons.iter().map(String::as_str)))
            .with_context(failed)?;
    }
    writer
        .into_inner()
        .map_err(csv::IntoInnerError::into_error)
        .and_then(|mut out| out.flush())
        .with_context(failed)?;
    Ok(target)
}

fn reasons(table: &Table, faults: &[&Fault]) -> [String; 4] {
    let joined = |part: &dyn Fn(&Fault) -> String| {
        faults
            .iter()
            .map(|fault| part(fault))
            .collect::<Vec<_>>()
            .join(" | ")
    };
    let value = |fault: &Fault| {
        fault
            .column
            .and_then(|column| table.position_of(column))
            .and_then(|at| table.record().get(at))
            .map(|value| value.chars().take(100).collect())
            .unwrap_or_default()
    };
    let line = faults.first().map_or(0, |fault| fault.line);
    [
        line.to_string(),
        joined(&|fault| fault.column.unwrap_or("hele rækken").to_owned()),
        harmless(joined(&value)),
        joined(&|fault| fault.reason.clone()),
    ]
}

/// Text that a spreadsheet does not take for a formula.
fn harmless(text: String) -> String {
    if text.starts_with(['=', '+', '-', '@', '\t', '\r']) {
        format!("'{text}")
    } else {
        text
    }
}

fn create(path: &Path) -> anyhow::Result<(PathBuf, File)> {
    let stem = path.file_stem().unwrap_or_default().to_string_lossy();
    let stem = stem.strip_suffix(".afvist").unwrap_or(&stem);
    let mut options = OpenOptions::new();
    options.write(true).create_new(true);
    #[cfg(unix)]
    std::os::unix::fs::OpenOptionsExt::mode(&mut options, 0o600);
    for number in 1_u32.. {
        let name = match number {
            1 => format!("{stem}.afvist.csv"),
            _ => format!("{stem}.afvist-{number}.csv"),
        };
        let target = path.with_file_name(name);
        match options.open(&target) {
            Ok(file) => return Ok((target, file)),
            Err(error) if error.kind() == std::io::ErrorKind::AlreadyExists => {}
            Err(error) => {
                return Err(error)
                    .with_context(|| format!("kunne ikke oprette {}", target.display()));
            }
        }
    }
    anyhow::bail!("alle navne til filen med afviste rækker er brugt")
}
