//! The TOML form of a layout.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::value::Datetime;

use super::{Known, Layout};

/// A layout could not be understood; says where and what to do.
#[derive(Debug, thiserror::Error)]
pub enum LayoutError {
    /// The file cannot be read.
    #[error("cannot read {}", file.display())]
    Unreadable {
        /// Which.
        file: PathBuf,
        /// Why.
        #[source]
        cause: std::io::Error,
    },
    /// It is not TOML of this form.
    #[error("{}: {cause}", file.display())]
    Form {
        /// Which.
        file: PathBuf,
        /// Where and what.
        #[source]
        cause: Box<toml::de::Error>,
    },
    /// A table says something impossible.
    #[error("{}: {table}: {problem}; {remedy}", file.display())]
    Meaning {
        /// Which file.
        file: PathBuf,
        /// Which table of it.
        table: String,
        /// What is wrong.
        problem: String,
        /// What to do.
        remedy: String,
    },
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct LayoutFile {
    pub(super) observed: DaysFile,
    #[serde(default = "yes")]
    pub(super) complete: bool,
    pub(super) persons: Option<PersonsFile>,
    #[serde(default)]
    pub(super) tracks: Vec<TrackFile>,
}

#[derive(Debug, Clone, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct DaysFile {
    pub(super) from: Datetime,
    pub(super) last: Datetime,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct PersonsFile {
    pub(super) files: Vec<PathBuf>,
    pub(super) person: String,
    #[serde(default)]
    pub(super) columns: Vec<ColumnFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct TrackFile {
    pub(super) name: String,
    pub(super) files: Vec<PathBuf>,
    pub(super) person: String,
    /// The column with the first day.
    pub(super) start: Option<String>,
    /// The column with the last day.
    pub(super) last: Option<String>,
    /// The column with the day after the last.
    pub(super) until: Option<String>,
    /// The column with the only day.
    pub(super) on: Option<String>,
    #[serde(default)]
    pub(super) open_end: bool,
    pub(super) days: Option<DaysFile>,
    pub(super) overlap: Option<OverlapFile>,
    #[serde(default)]
    pub(super) columns: Vec<ColumnFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct ColumnFile {
    pub(super) name: String,
    pub(super) column: String,
    #[serde(default)]
    pub(super) optional: bool,
    pub(super) code: Option<CodeFile>,
    pub(super) number: Option<NumberFile>,
    pub(super) day: Option<DaysFile>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct CodeFile {
    pub(super) list: String,
    /// »7« or »101-860«; without them the rulebook's list holds.
    #[serde(default)]
    pub(super) codes: Vec<String>,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields)]
pub(super) struct NumberFile {
    pub(super) unit: String,
    pub(super) from: i32,
    pub(super) to: i32,
}

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct OverlapFile {
    #[serde(default)]
    pub(super) same: Vec<String>,
    pub(super) others: OthersFile,
    pub(super) weight: Option<String>,
    pub(super) most: Option<i32>,
    pub(super) by: Option<String>,
    #[serde(default)]
    pub(super) priority: Vec<i32>,
}

#[derive(Debug, Clone, Copy, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub(super) enum OthersFile {
    Refuse,
    Keep,
    Cap,
}

fn yes() -> bool {
    true
}

impl Layout {
    /// Reads a layout; files in it are taken from its own folder, and a folder stands for the `.parquet` and `.csv` files below it.
    ///
    /// With `known`, the histories have that schema and columns need not say of which kind they are; without, the layout says
    /// it all.
    ///
    /// # Errors
    /// The file, the place in it, what is wrong and what to do.
    pub fn read(file: &Path, known: Option<&Known<'_>>) -> Result<Layout, LayoutError> {
        let text = std::fs::read_to_string(file).map_err(|cause| LayoutError::Unreadable {
            file: file.to_owned(),
            cause,
        })?;
        Layout::parse(&text, file, known)
    }

    /// Reads a layout from its text; `file` says where it stands.
    ///
    /// # Errors
    /// As [`Layout::read`].
    pub fn parse(
        text: &str,
        file: &Path,
        known: Option<&Known<'_>>,
    ) -> Result<Layout, LayoutError> {
        let form: LayoutFile = toml::from_str(text).map_err(|cause| LayoutError::Form {
            file: file.to_owned(),
            cause: Box::new(cause),
        })?;
        super::resolve::layout(form, file, known)
    }
}
