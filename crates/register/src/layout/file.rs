//! The TOML form of a layout.

use std::path::{Path, PathBuf};

use serde::Deserialize;
use toml::value::Datetime;

use super::{Known, Layout};
use crate::form::{self, FormError};

#[derive(Debug, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(super) struct LayoutFile {
    /// Who delivered the register, and what it is.
    pub(super) source: Option<String>,
    /// The day on which the register said what it says; without it the last observed day.
    pub(super) known: Option<Datetime>,
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
    pub fn read(file: &Path, known: Option<&Known<'_>>) -> Result<Layout, FormError> {
        Layout::parse(&form::read(file)?, file, known)
    }

    /// Reads a layout from its text; `file` says where it stands.
    ///
    /// # Errors
    /// As [`Layout::read`].
    pub fn parse(text: &str, file: &Path, known: Option<&Known<'_>>) -> Result<Layout, FormError> {
        super::resolve::layout(form::parse(text, file)?, file, known)
    }
}
