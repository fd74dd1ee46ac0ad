//! Tiles of cells: pieces wait until there are many for the same few cells.
//!
//! A table of many cells and periods is larger than the cache, and pieces come in the order of persons, so that nearly every
//! sum would be fetched from far away. Pieces of the same block of cells are therefore collected and counted together,
//! while the block's sums stay in the second-level cache. Finer breakdowns and more periods then cost hardly more a piece.

use super::axis::Place;
use super::periodic::{Placed, Touch};

/// So large are the sums of a block, in bytes: they have to stay in the second-level cache.
const BLOCK_BYTES: std::ops::RangeInclusive<usize> = 384 << 10..=1 << 20;
/// Blocks are rather larger than more: each is one more place in memory that is written to in turn.
const FEW_BLOCKS: usize = 32;
/// Tables smaller than this stay in the cache by themselves.
const SMALL_BYTES: usize = 1 << 20;
/// So many pieces for a small table stay there too.
const SMALL_COUNT: usize = 1 << 12;

fn is_large(cells: usize, bytes: usize) -> bool {
    cells.saturating_mul(bytes) > SMALL_BYTES
}

/// A piece that waits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waiting {
    /// The cell, and two bits that tell the periods touched from the periods of the ends.
    cell_and_touch: u32,
    start: Place,
    end: Place,
    pub(crate) weight: i32,
}

impl Waiting {
    #[inline]
    pub(crate) fn new(piece: Placed, touch: Touch, weight: i32) -> Waiting {
        let is_counted = touch.from > piece.start.period();
        let reaches_in = touch.until > piece.end.period();
        Waiting {
            cell_and_touch: piece.cell << 2 | u32::from(reaches_in) << 1 | u32::from(is_counted),
            start: piece.start,
            end: piece.end,
            weight,
        }
    }

    #[inline]
    fn cell(self) -> u32 {
        self.cell_and_touch >> 2
    }

    #[inline]
    pub(crate) fn piece(self) -> Placed {
        Placed {
            cell: self.cell(),
            start: self.start,
            end: self.end,
        }
    }

    #[inline]
    pub(crate) fn touch(self) -> Touch {
        Touch {
            from: self.start.period() + (self.cell_and_touch & 1) as usize,
            until: self.end.period() + (self.cell_and_touch >> 1 & 1) as usize,
        }
    }
}

/// Pieces that wait, by block.
#[derive(Debug, Clone, Default)]
pub(crate) struct Blocks {
    pieces: Vec<Vec<Waiting>>,
    /// A block has 2 to the power of this cells.
    shift: u32,
    count: usize,
    /// The greatest weight of a waiting piece.
    pub(crate) heaviest: u64,
}

impl Blocks {
    /// Prepares for pieces of so many cells with so many bytes each.
    pub(crate) fn open(&mut self, cells: usize, bytes: usize) {
        if self.count == 0 {
            self.shift = if is_large(cells, bytes) {
                let share = cells.saturating_mul(bytes) / FEW_BLOCKS;
                let block = share.clamp(*BLOCK_BYTES.start(), *BLOCK_BYTES.end());
                (block / bytes.max(1)).max(1).ilog2()
            } else {
                // One block has them all.
                u32::BITS - 1
            };
        }
        let blocks = (cells >> self.shift) + 1;
        if self.pieces.len() < blocks {
            self.pieces.resize_with(blocks, Vec::new);
        }
    }

    /// Lets a piece wait.
    #[inline]
    pub(crate) fn push(&mut self, piece: Waiting) {
        self.pieces[(piece.cell() >> self.shift) as usize].push(piece);
    }

    /// Says how many pieces have been pushed.
    pub(crate) fn note(&mut self, pieces: usize) {
        self.count += pieces;
    }

    /// Whether so many wait that counting them pays: some for each line of the table's memory.
    pub(crate) fn are_full(&self, cells: usize, bytes: usize) -> bool {
        let lines = cells.saturating_mul(bytes) / 64;
        if is_large(cells, bytes) {
            self.count > (3 * lines).clamp(1 << 16, 1 << 20)
        } else {
            self.count > SMALL_COUNT
        }
    }

    /// Pieces of the fullest block.
    pub(crate) fn fullest(&self) -> usize {
        self.pieces.iter().map(Vec::len).max().unwrap_or_default()
    }

    /// Gives the blocks one after another, and keeps none of their pieces.
    pub(crate) fn drain(&mut self, mut count: impl FnMut(&[Waiting])) {
        for block in &mut self.pieces {
            if !block.is_empty() {
                count(block);
                block.clear();
            }
        }
        self.count = 0;
        self.heaviest = 0;
    }
}
