//! Tiles of cells: pieces wait until there are many for the same few cells.
//!
//! A table of many cells and periods is larger than the cache, and pieces come in the order of persons, so that nearly every
//! sum would be fetched from far away. Pieces of the same block of cells are therefore collected and counted together,
//! while the block's sums stay in the second-level cache. Finer breakdowns and more periods then cost hardly more a piece.

/// So large may the sums of a block be, in bytes.
const BLOCK_BYTES: usize = 384 << 10;
/// Tables smaller than this stay in the cache by themselves.
const SMALL_BYTES: usize = 1 << 20;

/// A piece that waits.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Waiting {
    pub(crate) cell: u32,
    pub(crate) start: i32,
    pub(crate) end: i32,
    pub(crate) weight: i32,
    /// The person's number in the run.
    pub(crate) person: u32,
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
    /// Whether pieces should wait for a table of so many cells with so many bytes each.
    pub(crate) fn are_worth_it(cells: usize, bytes: usize) -> bool {
        cells.saturating_mul(bytes) > SMALL_BYTES
    }

    /// Prepares for pieces of so many cells with so many bytes each.
    pub(crate) fn open(&mut self, cells: usize, bytes: usize) {
        if self.count == 0 {
            self.shift = (BLOCK_BYTES / bytes.max(1)).max(1).ilog2();
        }
        let blocks = (cells >> self.shift) + 1;
        if self.pieces.len() < blocks {
            self.pieces.resize_with(blocks, Vec::new);
        }
    }

    /// Lets pieces wait.
    pub(crate) fn extend(&mut self, pieces: impl Iterator<Item = Waiting>) {
        let (shift, blocks) = (self.shift, &mut self.pieces[..]);
        let mut count = 0;
        pieces.for_each(|piece| {
            blocks[(piece.cell >> shift) as usize].push(piece);
            count += 1;
        });
        self.count += count;
    }

    /// Whether so many wait that counting them pays: some for each line of the table's memory.
    pub(crate) fn are_full(&self, cells: usize, bytes: usize) -> bool {
        let lines = cells.saturating_mul(bytes) / 64;
        self.count > (3 * lines).clamp(1 << 16, 1 << 20)
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
