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
    /// The columns that hold what another one holds, with that one: both days of what happens on one.
    pub(super) copied: Vec<(usize, usize)>,
    /// Where the first row begins.
    pub(super) begin: u64,
    pub(super) size: u64,
}

impl Head {
    /// Reads the head; the first name is the person's column, and `days` says which of the others hold days.
    pub(super) fn read(path: &Path, names: &[&str], days: &[bool]) -> Result<Head, SourceError> {
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
        let found = places(path, &fields, names, days)?;
        Ok(Head {
            path: path.to_owned(),
            separator: u8::try_from(separator).unwrap_or(b','),
            places: found.places,
            fixed: found.fixed,
            copied: found.copied,
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

/// Where the wanted columns are.
#[derive(Default)]
struct Found {
    places: Vec<Option<usize>>,
    fixed: Vec<(usize, i32)>,
    copied: Vec<(usize, usize)>,
}

/// Where the wanted columns are: in the lines, or on the path.
fn places(
    path: &Path,
    fields: &[&str],
    names: &[&str],
    days: &[bool],
) -> Result<Found, SourceError> {
    let mut all = Found {
        places: vec![None; fields.len()],
        ..Found::default()
    };
    // A column may be both days of a spell, but not a day and a number.
    let alike = |one: usize, other: usize| {
        one.checked_sub(1)
            .zip(other.checked_sub(1))
            .is_some_and(|(one, other)| days.get(one) == days.get(other))
    };
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
            all.fixed.push((column, number));
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
        match all.places[at] {
            None => all.places[at] = Some(column),
            Some(other) if alike(other, column) => all.copied.push((column, other)),
            Some(_) => {
                let used = Trouble::UsedTwice((*name).to_owned());
                return Err(SourceError::new(path, used));
            }
        }
    }
    Ok(all)
}

/// UTF-8, or else Windows-1252, whose letters beyond ASCII are those of Latin-1 as far as names have them.
fn decoded(bytes: &[u8]) -> String {
    match std::str::from_utf8(bytes) {
        Ok(text) => text.to_owned(),
        Err(_) => bytes.iter().map(|&byte| char::from(byte)).collect(),
    }
}
