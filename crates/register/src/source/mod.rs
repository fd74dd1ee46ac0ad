//! Where rows come from: Parquet and CSV files.

mod column;
pub(crate) mod csv;
mod cursor;
mod groups;

use std::path::{Path, PathBuf};

pub(crate) use cursor::Cursor;
pub(crate) use groups::Groups;

/// A file could not be read.
#[derive(Debug, thiserror::Error)]
#[error("{}: {problem}; {remedy}", file.display())]
pub struct SourceError {
    /// Which file.
    pub file: PathBuf,
    /// What is wrong, with the column or row where there is one.
    pub problem: String,
    /// What to do.
    pub remedy: &'static str,
}

impl SourceError {
    pub(crate) fn new(file: &Path, problem: impl Into<String>, remedy: &'static str) -> Self {
        SourceError {
            file: file.to_owned(),
            problem: problem.into(),
            remedy,
        }
    }

    fn damaged(file: &Path, cause: &impl std::fmt::Display) -> Self {
        SourceError::new(
            file,
            format!("is damaged or not what its name says: {cause}"),
            "fetch the file again, or make it again",
        )
    }
}

/// The value of a folder »column=value« on a file's path, as partitioned data have them.
pub(crate) fn from_path(file: &Path, column: &str) -> Option<String> {
    file.parent()?.components().rev().find_map(|part| {
        let (name, value) = part.as_os_str().to_str()?.split_once('=')?;
        (name == column).then(|| value.to_owned())
    })
}
