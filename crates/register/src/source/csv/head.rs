//! The head of a CSV file: separator, encoding, and where the columns are.

use std::fs::File;
use std::io::Read;
use std::path::{Path, PathBuf};

use crate::source::{SourceError, Trouble, from_path};

/// Longest head line.
const LONGEST: u64 = 1 << 16;

/// A file, and where its columns are.
#[derive(Debug)]
pub(super) struct Head {
    pub(super) path: PathBuf,
    pub(super) separator: u8,
    /// Per field of a line which wanted column it is; 0 is the person.
    pub(super) places: Vec<Option<usize>>,
    /// The wanted columns that stand on the path, with the value that every row has.
    pub(super) fixed: Vec<(usize, i32)>,
    /// Where the first row begins.
    pub(super) begin: u64,
    pub(super) size: u64,
}

impl Head {
    pub(super) fn read(path: &Path, names: &[&str]) -> Result<Head, SourceError> {
        let cannot = |cause: std::io::Error| SourceError::unreadable(path, &cause);
        let mut file = File::open(path).map_err(cannot)?;
        let size = file.metadata().map_err(cannot)?.len();
        let mut start = Vec::new();
        (&mut file)
            .take(LONGEST)
            .read_to_end(&mut start)
            .map_err(cannot)?;
        let line = memchr::memchr(b'\n', &start).unwrap_or(start.len());
        let text = line_of_names(path, &start, line)?;
        let separator = [';', '\t', ',']
            .into_iter()
            .max_by_key(|&one| text.matches(one).count())
            .unwrap_or(',');
        let fields: Vec<&str> = text
            .split(separator)
            .map(|field| field.trim().trim_matches('"').trim())
            .collect();
        let (places, fixed) = places(path, &fields, names)?;
        Ok(Head {
            path: path.to_owned(),
            separator: u8::try_from(separator).unwrap_or(b','),
            places,
            fixed,
            begin: (line as u64 + 1).min(size),
            size,
        })
    }

    pub(super) fn broken(&self, cause: &std::io::Error) -> SourceError {
        SourceError::unreadable(&self.path, cause)
    }
}

/// The first line of a file as text.
fn line_of_names(path: &Path, start: &[u8], line: usize) -> Result<String, SourceError> {
    if start.starts_with(b"\xFF\xFE") || start.starts_with(b"\xFE\xFF") {
        return Err(SourceError::new(path, Trouble::Utf16));
    }
    if line as u64 == LONGEST {
        return Err(SourceError::new(path, Trouble::EndlessHead));
    }
    let head = &start[..line];
    let text = decoded(
        head.strip_prefix(b"\xEF\xBB\xBF")
            .unwrap_or(head)
            .trim_ascii(),
    );
    if text.is_empty() {
        return Err(SourceError::new(path, Trouble::NoHead));
    }
    Ok(text)
}

/// Which wanted column a field holds, per field.
type Places = Vec<Option<usize>>;

/// Where the wanted columns are: in the lines, or on the path.
fn places(
    path: &Path,
    fields: &[&str],
    names: &[&str],
) -> Result<(Places, Vec<(usize, i32)>), SourceError> {
    let mut places = vec![None; fields.len()];
    let mut fixed = Vec::new();
    for (column, name) in names.iter().enumerate() {
        let mut found = fields
            .iter()
            .enumerate()
            .filter(|(_, field)| *field == name);
        let (first, second) = (found.next(), found.next());
        if first.is_none()
            && let Some(value) = from_path(path, name)
        {
            let Ok(number) = value.parse() else {
                let column = (*name).to_owned();
                return Err(SourceError::new(path, Trouble::Folder { column, value }));
            };
            fixed.push((column, number));
            continue;
        }
        let (Some((at, _)), None) = (first, second) else {
            return Err(SourceError::new(
                path,
                Trouble::Column {
                    wanted: (*name).to_owned(),
                    found: fields.iter().map(|field| (*field).to_owned()).collect(),
                },
            ));
        };
        if places[at].replace(column).is_some() {
            let used = Trouble::UsedTwice((*name).to_owned());
            return Err(SourceError::new(path, used));
        }
    }
    Ok((places, fixed))
}

/// UTF-8, or else Windows-1252, whose letters beyond ASCII are those of Latin-1 as far as names have them.
fn decoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}
