//! Where rows come from: Parquet and CSV files.

mod column;
pub(crate) mod csv;
mod cursor;
mod groups;
mod trouble;

use std::path::Path;

pub(crate) use cursor::Cursor;
pub(crate) use groups::Groups;
pub use trouble::{SourceError, Trouble};

/// The value of a folder »column=value« on a file's path, as partitioned data have them.
pub(crate) fn from_path(file: &Path, column: &str) -> Option<String> {
    file.parent()?.components().rev().find_map(|part| {
        let (name, value) = part.as_os_str().to_str()?.split_once('=')?;
        (name == column).then(|| value.to_owned())
    })
}
