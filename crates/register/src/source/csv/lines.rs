//! Reading the pieces of sorted CSV files one after another, into rows.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::Block;
use super::blocks::{LONGEST_LINE, last_line_end};
use super::pieces::{PIECE_BITS, Piece, Pieces};
use crate::rows::Rows;
use crate::source::SourceError;

/// Bytes that are read at once: they stay in the second-level cache until they are parsed.
const SIZE: u64 = 1 << 18;

/// A place in the pieces of a table.
pub(crate) struct Lines<'a> {
    pieces: &'a Pieces,
    /// The piece that is read when this one is used up.
    next: usize,
    /// What is left of the current one begins here in the file; nothing is left at its `until`.
    place: u64,
    text: Vec<u8>,
    block: Block,
    /// How much of the text is whole lines of the current piece.
    whole: usize,
    /// The file that is open, and how far it is read.
    open: Option<(usize, File, u64)>,
    torn: bool,
}

impl<'a> Lines<'a> {
    pub(crate) fn new(pieces: &'a Pieces) -> Lines<'a> {
        Lines {
            pieces,
            next: 0,
            place: 0,
            text: Vec::new(),
            block: Block::new(0, 0, 0),
            whole: 0,
            open: None,
            torn: false,
        }
    }

    /// Goes to the first piece that may hold a person after this one.
    pub(crate) fn seek(&mut self, after: Option<i64>) {
        let pieces = &self.pieces.all;
        self.next = after.map_or(0, |after| {
            pieces.partition_point(|piece| piece.persons.1 <= after)
        });
        self.text.clear();
        self.whole = 0;
        self.block = Block::new(0, 0, 0);
        self.place = u64::MAX;
    }

    /// Whether what was read shows that the pieces are not what they seemed: the table has to be sorted.
    pub(crate) fn is_torn(&self) -> bool {
        self.torn
    }

    /// Whether nothing is left.
    pub(crate) fn is_at_end(&self) -> bool {
        self.torn || (self.is_used_up() && self.next >= self.pieces.all.len())
    }

    fn current(&self) -> Option<&'a Piece> {
        self.pieces.all.get(self.next.checked_sub(1)?)
    }

    fn is_used_up(&self) -> bool {
        self.current().is_none_or(|piece| self.place >= piece.until)
    }

    /// Appends at most so many rows of the current or next piece.
    pub(crate) fn read(&mut self, rows: usize, out: &mut Rows) -> Result<(), SourceError> {
        if self.is_used_up() && !self.enter() {
            return Ok(());
        }
        let Some(&piece) = self.current() else {
            return Ok(());
        };
        if self.block.at >= self.whole {
            self.fill(&piece)?;
        }
        let from = out.persons.len();
        let at = self.block.at;
        let text = &self.text[..self.whole];
        self.pieces.table.parse(text, &mut self.block, rows, out);
        self.place += (self.block.at - at) as u64;
        let beyond = |&person: &i64| person > piece.persons.1;
        self.torn |= out.persons[from..].iter().any(beyond);
        Ok(())
    }

    /// Turns to the next piece, which mostly goes on where the last one ended.
    fn enter(&mut self) -> bool {
        let before = self.current().copied();
        let Some(&piece) = self.pieces.all.get(self.next) else {
            return false;
        };
        self.next += 1;
        let goes_on = before.is_some_and(|before| {
            before.file == piece.file && before.until == piece.from && self.place == piece.from
        });
        if !goes_on {
            self.text.clear();
            self.block.at = 0;
            self.place = piece.from;
        }
        self.block = Block::new(piece.file, self.block.at, piece.at << PIECE_BITS);
        // What is left of the text is looked through anew, up to this piece's end.
        self.whole = self.block.at;
        true
    }

    /// Makes sure that the text has whole lines of the piece.
    fn fill(&mut self, piece: &Piece) -> Result<(), SourceError> {
        let head = &self.pieces.table.files[piece.file];
        let broken = |cause: std::io::Error| head.broken(&cause);
        self.text.drain(..self.block.at);
        self.block.at = 0;
        self.whole = 0;
        loop {
            let left = piece.until - self.place;
            let here =
                usize::try_from(left).map_or(self.text.len(), |left| left.min(self.text.len()));
            let text = &self.text[..here];
            self.whole = last_line_end(text);
            let ends = here as u64 == left;
            // The last line of a file needs no line feed.
            if ends && piece.until == head.size && here - self.whole <= LONGEST_LINE {
                self.whole = here;
            }
            // No line ends where the next piece begins, or nowhere at all.
            self.torn |= if ends {
                self.whole < here
            } else {
                here - self.whole > LONGEST_LINE
            };
            if self.torn || self.whole > 0 {
                return Ok(());
            }
            if self.open.as_ref().is_none_or(|open| open.0 != piece.file) {
                let open = File::open(&head.path).map_err(broken)?;
                self.open = Some((piece.file, open, u64::MAX));
            }
            let Some((_, open, reached)) = &mut self.open else {
                return Ok(());
            };
            let wanted = self.place + self.text.len() as u64;
            if *reached != wanted {
                open.seek(SeekFrom::Start(wanted)).map_err(broken)?;
            }
            let read = open
                .take(SIZE)
                .read_to_end(&mut self.text)
                .map_err(broken)?;
            *reached = wanted + read as u64;
            // The file became shorter while it was read.
            self.torn |= read == 0;
            if self.torn {
                return Ok(());
            }
        }
    }
}
