//! CSV files that seem to be sorted by person: where one may begin to read in the middle of them.
//!
//! A file is cut at the beginnings of lines, found by looking for a line feed. Where that was one within quotes, or where a
//! piece holds persons beyond its range after all, whoever reads the piece to its end finds out, and the table is sorted
//! instead (`lines`).

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};
use std::sync::{Mutex, PoisonError};

use super::{Block, CsvTable};
use crate::rows::{NOBODY, Rows};
use crate::source::SourceError;

/// Bits of a row's number that count within its piece; those above are the piece's place in its file.
pub(super) const PIECE_BITS: u32 = 24;
/// Most bytes of a piece, so that its rows can be counted with those bits.
const LARGEST: u64 = 1 << PIECE_BITS;
/// Most pieces of a file, so that a number has place for them.
const MOST: u64 = 1 << (crate::rows::ROW_BITS - PIECE_BITS);
/// Bytes that are looked through for the next line.
const LOOK: u64 = 1 << 14;

/// Some lines of a file, one after another.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Piece {
    pub(super) file: usize,
    /// The piece's place in the file.
    pub(super) at: u64,
    pub(super) from: u64,
    pub(super) until: u64,
    /// The first line's person, and the first one's of the next piece or the last one's of the file.
    pub(super) persons: (i64, i64),
}

/// A table of CSV files in pieces, ascending by person.
#[derive(Debug)]
pub(crate) struct Pieces {
    pub(super) table: CsvTable,
    pub(super) all: Vec<Piece>,
    rows: u64,
    /// Per file and piece how many line feeds there are before it; counted when a faulty row is told.
    before: Mutex<Option<Vec<Vec<u64>>>>,
}

impl Pieces {
    /// Cuts a table into pieces of about so many bytes; gives it back where it is not sorted.
    pub(crate) fn cut(
        table: CsvTable,
        bytes: u64,
    ) -> Result<Result<Pieces, CsvTable>, SourceError> {
        let mut pieces = Vec::new();
        let (mut read, mut lines) = (0, 0);
        for file in 0..table.files.len() {
            let Some(mut found) = Cutter::of(&table, file)?.cut(bytes, &mut read, &mut lines)?
            else {
                return Ok(Err(table));
            };
            pieces.append(&mut found);
        }
        pieces.sort_by_key(|piece| (piece.persons, piece.file, piece.at));
        let sorted = pieces
            .windows(2)
            .all(|pair| pair[0].persons.1 <= pair[1].persons.0);
        if !sorted {
            return Ok(Err(table));
        }
        let all: u64 = pieces.iter().map(|piece| piece.until - piece.from).sum();
        Ok(Ok(Pieces {
            rows: (u128::from(all) * u128::from(lines) / u128::from(read.max(1)))
                .try_into()
                .unwrap_or(u64::MAX),
            table,
            all: pieces,
            before: Mutex::new(None),
        }))
    }

    /// About how many rows there are.
    pub(crate) fn rows(&self) -> u64 {
        self.rows
    }

    pub(crate) fn count(&self) -> usize {
        self.all.len()
    }

    /// The least and greatest person, if there is any.
    pub(crate) fn range(&self) -> Option<(i64, i64)> {
        Some((self.all.first()?.persons.0, self.all.last()?.persons.1))
    }

    /// The last person of each piece but the last.
    pub(crate) fn ends(&self) -> Vec<i64> {
        let mut ends: Vec<i64> = self.all.iter().map(|piece| piece.persons.1).collect();
        ends.pop();
        ends.dedup();
        ends
    }

    /// A row's place in its file, from its number.
    pub(crate) fn row(&self, file: u32, number: u64) -> Result<u64, SourceError> {
        // A thread that panicked while counting left nothing behind.
        let mut before = self.before.lock().unwrap_or_else(PoisonError::into_inner);
        let counted = match before.take() {
            Some(counted) => counted,
            None => self.counted()?,
        };
        let within = number & (LARGEST - 1);
        let piece = usize::try_from(number >> PIECE_BITS).unwrap_or(usize::MAX);
        let first = counted
            .get(file as usize)
            .and_then(|file| file.get(piece))
            .copied()
            .unwrap_or(0);
        *before = Some(counted);
        Ok(first + within)
    }

    /// Counts the lines of all files.
    fn counted(&self) -> Result<Vec<Vec<u64>>, SourceError> {
        let mut all = vec![Vec::new(); self.table.files.len()];
        let mut text = Vec::new();
        for (file, counts) in all.iter_mut().enumerate() {
            let mut pieces: Vec<_> = self.all.iter().filter(|one| one.file == file).collect();
            pieces.sort_by_key(|piece| piece.at);
            let head = &self.table.files[file];
            let broken = |cause: std::io::Error| head.broken(&cause);
            let mut open = File::open(&head.path).map_err(broken)?;
            let mut rows = 0;
            for piece in pieces {
                counts.push(rows);
                text.clear();
                open.seek(SeekFrom::Start(piece.from)).map_err(broken)?;
                (&mut open)
                    .take(piece.until - piece.from)
                    .read_to_end(&mut text)
                    .map_err(broken)?;
                rows += memchr::memchr_iter(b'\n', &text).count() as u64;
            }
        }
        Ok(all)
    }
}

/// Looks for the beginnings of lines in one file.
struct Cutter<'a> {
    table: &'a CsvTable,
    file: usize,
    open: File,
    text: Vec<u8>,
}

impl<'a> Cutter<'a> {
    fn of(table: &'a CsvTable, file: usize) -> Result<Cutter<'a>, SourceError> {
        let head = &table.files[file];
        Ok(Cutter {
            table,
            file,
            open: File::open(&head.path).map_err(|cause| head.broken(&cause))?,
            text: Vec::new(),
        })
    }

    /// The pieces; nothing where they are not sorted, or too large.
    fn cut(
        mut self,
        bytes: u64,
        read: &mut u64,
        lines: &mut u64,
    ) -> Result<Option<Vec<Piece>>, SourceError> {
        let (begin, size) = {
            let head = &self.table.files[self.file];
            (head.begin, head.size)
        };
        let mut starts = Vec::new();
        let bytes = bytes
            .clamp(64, LARGEST / 2)
            .max((size - begin) / (MOST / 2));
        let mut from = begin;
        while from < size {
            let rows = self.look(from, from > begin)?;
            *read += rows.bytes;
            *lines += rows.persons.len() as u64;
            match rows.persons.first() {
                Some(&person) if person != NOBODY => starts.push((rows.from, person)),
                // The first piece begins with the first line, whatever it is.
                _ if starts.is_empty() => return Ok(None),
                _ => {}
            }
            from = from.max(rows.from) + bytes;
        }
        let Some(last) = self.last(begin, size)? else {
            return Ok(if begin >= size {
                Some(Vec::new())
            } else {
                None
            });
        };
        let next = starts.iter().skip(1).copied().chain([(size, last)]);
        let pieces: Vec<Piece> = starts
            .iter()
            .zip(next)
            .zip(0..)
            .map(|((&(from, first), (until, last)), at)| Piece {
                file: self.file,
                at,
                from,
                until,
                persons: (first, last),
            })
            .collect();
        let good = pieces
            .iter()
            .all(|piece| piece.persons.0 <= piece.persons.1 && piece.until - piece.from <= LARGEST);
        Ok(good.then_some(pieces))
    }

    /// The persons of the whole lines here.
    fn look(&mut self, from: u64, within: bool) -> Result<Look, SourceError> {
        let head = &self.table.files[self.file];
        let broken = |cause: std::io::Error| head.broken(&cause);
        self.text.clear();
        // One byte more in front shows whether a line begins right here.
        let start = from - u64::from(within);
        self.open.seek(SeekFrom::Start(start)).map_err(broken)?;
        (&mut self.open)
            .take(LOOK + u64::from(within))
            .read_to_end(&mut self.text)
            .map_err(broken)?;
        let skip = if within {
            memchr::memchr(b'\n', &self.text).map_or(self.text.len(), |end| end + 1)
        } else {
            0
        };
        if start + (self.text.len() as u64) < head.size {
            let whole = memchr::memrchr(b'\n', &self.text).map_or(0, |end| end + 1);
            self.text.truncate(whole.max(skip));
        }
        let mut block = Block::new(self.file, skip, 0);
        let mut rows = Rows::new(self.table.days.len());
        self.table
            .parse(&self.text, &mut block, usize::MAX, &mut rows);
        Ok(Look {
            from: start + skip as u64,
            bytes: (self.text.len() - skip) as u64,
            persons: rows.persons,
        })
    }

    /// The last person in the file, if the last lines tell of any.
    fn last(&mut self, begin: u64, size: u64) -> Result<Option<i64>, SourceError> {
        let from = begin.max(size.saturating_sub(LOOK));
        let rows = self.look(from, from > begin)?;
        let mut persons = rows.persons.into_iter();
        Ok(persons.rfind(|&person| person != NOBODY))
    }
}

/// Whole lines somewhere in a file.
struct Look {
    /// Where the first begins.
    from: u64,
    bytes: u64,
    persons: Vec<i64>,
}
