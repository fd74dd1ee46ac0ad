//! The register that was read, as files tell it: its tables, their files and rows, and what was refused.

use std::path::Path;

use calendar::Day;
use serde::Serialize;
use tables::{Language, Text};

use super::Outcome;
use super::told::Told;

/// A register and what was read of it.
#[derive(Debug, Clone, Serialize)]
pub(super) struct RegisterTold {
    #[serde(skip_serializing_if = "Option::is_none")]
    source: Option<String>,
    layout: String,
    observed_from: String,
    observed_last: String,
    tables: Vec<TableTold>,
}

#[derive(Debug, Clone, Serialize)]
struct TableTold {
    name: String,
    rows: u64,
    files: Vec<FileTold>,
}

#[derive(Debug, Clone, Serialize)]
struct FileTold {
    file: String,
    /// Its size; 0 where the system does not tell.
    bytes: u64,
}

/// Rows of one table that were refused for one reason.
#[derive(Debug, Clone, PartialEq, Eq, Serialize)]
pub(super) struct Refused {
    table: String,
    fault: &'static str,
    says: Text,
    rows: Told,
}

impl RegisterTold {
    pub(super) fn of(outcome: &Outcome<'_>) -> RegisterTold {
        let layout = outcome.layout;
        let tables = layout.tables().enumerate().map(|(at, table)| TableTold {
            name: table.name.clone(),
            rows: outcome.account.rows.get(at).copied().unwrap_or_default(),
            files: (table.files.iter())
                .map(|file| FileTold {
                    file: relative(file, outcome.layout_file),
                    bytes: std::fs::metadata(file).map_or(0, |told| told.len()),
                })
                .collect(),
        });
        RegisterTold {
            source: layout.source.clone(),
            layout: relative(outcome.layout_file, outcome.layout_file),
            observed_from: Day::from_epoch(layout.observed.from).to_string(),
            observed_last: Day::from_epoch(layout.observed.until - 1).to_string(),
            tables: tables.collect(),
        }
    }

    /// What it is called.
    pub(super) fn named(&self) -> String {
        self.source.clone().unwrap_or_else(|| self.layout.clone())
    }

    /// Its files, a line each; of a table with very many only the first.
    pub(super) fn files(&self) -> Vec<Text> {
        const MOST: usize = 20;
        let mut lines = Vec::new();
        for table in &self.tables {
            for file in table.files.iter().take(MOST) {
                let (name, file, bytes) = (&table.name, &file.file, file.bytes);
                lines.push(Text::new(
                    format!("{name}: {file} ({bytes} byte)"),
                    format!("{name}: {file} ({bytes} bytes)"),
                ));
            }
            if let Some(more) = table.files.len().checked_sub(MOST).filter(|more| *more > 0) {
                lines.push(Text::new(
                    format!("{}: og {more} filer til", table.name),
                    format!("{}: and {more} more files", table.name),
                ));
            }
        }
        lines
    }
}

impl Refused {
    /// By table and reason.
    pub(super) fn all(outcome: &Outcome<'_>) -> Vec<Refused> {
        let tables: Vec<_> = outcome.layout.tables().collect();
        let faults = outcome.account.faults.iter();
        let refused = faults.map(|(&(table, fault), &rows)| Refused {
            table: tables
                .get(table)
                .map_or_else(String::new, |table| table.name.clone()),
            fault: fault.id(),
            says: fault.says(),
            rows: Told::of(rows, outcome.protection),
        });
        refused.collect()
    }

    pub(super) fn worded(&self, language: Language) -> String {
        let (table, says) = (&self.table, self.says.within(language));
        let words = self.rows.words();
        let rows = words.within(language);
        match (language, self.rows) {
            (Language::Danish, Told::Number(1)) => format!("{table}: {says}, 1 række"),
            (Language::Danish, _) => format!("{table}: {says}, {rows} rækker"),
            (Language::English, Told::Number(1)) => format!("{table}: {says}, 1 row"),
            (Language::English, _) => format!("{table}: {says}, {rows} rows"),
        }
    }
}

/// A file as seen from the layout's folder, so that the same register elsewhere gives the same bytes.
pub(super) fn relative(file: &Path, layout_file: &Path) -> String {
    let folder = layout_file.parent().unwrap_or(Path::new(""));
    let path = file.strip_prefix(folder).unwrap_or(file);
    path.display().to_string()
}
