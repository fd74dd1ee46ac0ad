//! The head of a CSV file: separator, encoding, and where the columns are.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::source::SourceError;

/// Longest head line.
const LONGEST: u64 = 1 << 16;

/// A file, and where its columns are.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) path: PathBuf,
    pub(super) separator: u8,
    /// Per field of a line which wanted column it is; 0 is the person.
    pub(super) places: Vec<Option<usize>>,
    /// Where the first row begins.
    pub(super) begin: u64,
    pub(super) size: u64,
}

impl Head {
    pub(super) fn read(path: &Path, names: &[&str]) -> Result<Head, SourceError> {
        let cannot = |cause: std::io::Error| {
            SourceError::new(
                path,
                format!("cannot be read: {cause}"),
                "check the layout's `files` and who may read them",
            )
        };
        let mut file = File::open(path).map_err(cannot)?;
        let size = file.metadata().map_err(cannot)?.len();
        let mut start = Vec::new();
        (&mut file)
            .take(LONGEST)
            .read_to_end(&mut start)
            .map_err(cannot)?;
        let mark = if start.starts_with(b"\xEF\xBB\xBF") {
            3
        } else {
            0
        };
        let line = memchr::memchr(b'\n', &start).unwrap_or(start.len());
        if line as u64 == LONGEST {
            return Err(SourceError::new(
                path,
                "has no line end within its first 65,536 bytes",
                "check that it is a CSV file",
            ));
        }
        let text = decoded(start[mark..line].trim_ascii());
        if text.is_empty() {
            return Err(SourceError::new(
                path,
                "has no head line",
                "let the first line name the columns",
            ));
        }
        let separator = [';', '\t', ',']
            .into_iter()
            .max_by_key(|&one| text.matches(one).count())
            .unwrap_or(',');
        let fields: Vec<&str> = text
            .split(separator)
            .map(|field| field.trim().trim_matches('"').trim())
            .collect();
        let mut places = vec![None; fields.len()];
        for (column, name) in names.iter().enumerate() {
            let mut found = fields
                .iter()
                .enumerate()
                .filter(|(_, field)| *field == name);
            let (Some((at, _)), None) = (found.next(), found.next()) else {
                return Err(SourceError::new(
                    path,
                    format!(
                        "does not have exactly one column {name}, but {}",
                        fields.join(", ")
                    ),
                    "let the layout name a column of the file",
                ));
            };
            if places[at].replace(column).is_some() {
                return Err(SourceError::new(
                    path,
                    format!("column {name} is used twice"),
                    "let the layout use each column of a CSV file once",
                ));
            }
        }
        Ok(Head {
            path: path.to_owned(),
            separator: u8::try_from(separator).unwrap_or(b','),
            places,
            begin: (line as u64 + 1).min(size),
            size,
        })
    }

    pub(super) fn broken(&self, cause: &std::io::Error) -> SourceError {
        SourceError::new(
            &self.path,
            format!("cannot be read: {cause}"),
            "check the disk and who may read the file",
        )
    }
}

/// UTF-8, or else Windows-1252, whose letters beyond ASCII are those of Latin-1 as far as names have them.
fn decoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}
