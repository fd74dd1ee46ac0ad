//! Blocks of whole lines, handed out one after another.

use std::fs::File;
use std::io::{Read, Seek, SeekFrom};

use super::CsvTable;
use crate::source::{SourceError, Trouble};

/// Bytes of a block, about.
const SIZE: usize = 1 << 20;
/// A line longer than this is none.
pub(super) const LONGEST_LINE: usize = 1 << 20;

/// Where a block's text is from, and how far it is read.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Block {
    pub(super) file: usize,
    /// The byte in the text that is read next.
    pub(super) at: usize,
    /// That row's place in the file.
    pub(super) row: u64,
}

impl Block {
    pub(super) fn new(file: usize, at: usize, row: u64) -> Block {
        Block { file, at, row }
    }

    pub(crate) fn is_done(&self, text: &[u8]) -> bool {
        self.at >= text.len()
    }
}

/// The place in the files.
pub(crate) struct Blocks {
    file: usize,
    open: Option<File>,
    row: u64,
    /// The beginning of a line whose end is not read yet.
    carry: Vec<u8>,
}

impl Blocks {
    pub(crate) fn new(table: &CsvTable) -> Result<Blocks, SourceError> {
        let mut blocks = Blocks {
            file: 0,
            open: None,
            row: 0,
            carry: Vec::new(),
        };
        blocks.enter(table, 0)?;
        Ok(blocks)
    }

    fn enter(&mut self, table: &CsvTable, file: usize) -> Result<(), SourceError> {
        self.file = file;
        self.row = 0;
        self.open = None;
        if let Some(head) = table.files.get(file) {
            let mut open = File::open(&head.path).map_err(|cause| head.broken(&cause))?;
            open.seek(SeekFrom::Start(head.begin))
                .map_err(|cause| head.broken(&cause))?;
            self.open = Some(open);
        }
        Ok(())
    }

    /// Fills `text` with the next whole lines; `None` when there are none.
    pub(crate) fn next(
        &mut self,
        table: &CsvTable,
        text: &mut Vec<u8>,
    ) -> Result<Option<Block>, SourceError> {
        loop {
            let Some(open) = &mut self.open else {
                return Ok(None);
            };
            let head = &table.files[self.file];
            text.clear();
            text.append(&mut self.carry);
            let read = open
                .take(SIZE as u64)
                .read_to_end(text)
                .map_err(|cause| head.broken(&cause))?;
            let block = Block::new(self.file, 0, self.row);
            if read == 0 {
                self.enter(table, self.file + 1)?;
                if text.is_empty() {
                    continue;
                }
                return Ok(Some(block));
            }
            // A line feed within quotes ends no line; the text begins outside of them.
            let whole = last_line_end(text);
            self.carry.extend_from_slice(&text[whole..]);
            if self.carry.len() > LONGEST_LINE {
                let after = self.row;
                return Err(SourceError::new(&head.path, Trouble::LongLine { after }));
            }
            text.truncate(whole);
            if text.is_empty() {
                continue;
            }
            self.row += memchr::memchr_iter(b'\n', text).count() as u64;
            return Ok(Some(block));
        }
    }
}

/// After the last line feed that is not within quotes.
pub(super) fn last_line_end(text: &[u8]) -> usize {
    let mut quotes = memchr::memchr_iter(b'"', text);
    if quotes.next().is_none() {
        return memchr::memrchr(b'\n', text).map_or(0, |end| end + 1);
    }
    let mut inside = false;
    let mut whole = 0;
    for at in memchr::memchr2_iter(b'"', b'\n', text) {
        if text[at] == b'"' {
            inside = !inside;
        } else if !inside {
            whole = at + 1;
        }
    }
    whole
}
