//! Rows of a table in memory, column by column, with where they come from.

mod check;

pub(crate) use check::Checks;

/// What stands for a value that is there but cannot be read as one; no check lets it through.
pub(crate) const UNREADABLE: i32 = i32::MAX;

/// Rows of one table.
///
/// A track's first two columns are its days, `start` and the day after the last; then come the fields.
#[derive(Debug, Default)]
pub(crate) struct Rows {
    /// Whose row it is; [`NOBODY`] where that cannot be read.
    pub(crate) persons: Vec<i64>,
    pub(crate) columns: Vec<Vec<i32>>,
    /// Where runs of rows come from, ascending by `at`.
    pub(crate) origins: Vec<Origin>,
    /// Where each row comes from, `file << 40 | row`, for rows that were sorted anew; empty for others.
    pub(crate) numbers: Vec<u64>,
}

/// How many bits of a number are the row's.
pub(crate) const ROW_BITS: u32 = 40;

/// The id of a row without one.
pub(crate) const NOBODY: i64 = i64::MIN;

/// From `at` on, rows come one after another from this place.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Origin {
    pub(crate) at: usize,
    pub(crate) file: u32,
    /// The row in the file, the first is 0.
    pub(crate) row: u64,
}

impl Rows {
    pub(crate) fn new(columns: usize) -> Rows {
        Rows {
            persons: Vec::new(),
            columns: vec![Vec::new(); columns],
            origins: Vec::new(),
            numbers: Vec::new(),
        }
    }

    pub(crate) fn len(&self) -> usize {
        self.persons.len()
    }

    pub(crate) fn is_empty(&self) -> bool {
        self.persons.is_empty()
    }

    pub(crate) fn clear(&mut self) {
        self.persons.clear();
        self.origins.clear();
        self.numbers.clear();
        for column in &mut self.columns {
            column.clear();
        }
    }

    /// Says that the rows added from now on come from here.
    pub(crate) fn now_from(&mut self, file: u32, row: u64) {
        let at = self.len();
        if let Some(last) = self.origins.last()
            && last.file == file
            && last.row + (at - last.at) as u64 == row
        {
            return;
        }
        self.origins.push(Origin { at, file, row });
    }

    /// The file and the row in it that a row comes from.
    pub(crate) fn place(&self, row: usize) -> (u32, u64) {
        if let Some(number) = self.numbers.get(row) {
            let file = u32::try_from(number >> ROW_BITS).unwrap_or(u32::MAX);
            return (file, number & ((1 << ROW_BITS) - 1));
        }
        let after = self.origins.partition_point(|origin| origin.at <= row);
        match after.checked_sub(1).map(|at| self.origins[at]) {
            Some(origin) => (origin.file, origin.row + (row - origin.at) as u64),
            None => (0, row as u64),
        }
    }

    /// Moves the rows from `from` on into `tail`, which is emptied first.
    pub(crate) fn split_into(&mut self, from: usize, tail: &mut Rows) {
        tail.clear();
        if !self.numbers.is_empty() {
            tail.numbers.extend_from_slice(&self.numbers[from..]);
            self.numbers.truncate(from);
        } else if from < self.len() {
            let (file, row) = self.place(from);
            tail.origins.push(Origin { at: 0, file, row });
            let later = self.origins.iter().filter(|origin| origin.at > from);
            tail.origins.extend(later.map(|origin| Origin {
                at: origin.at - from,
                ..*origin
            }));
        }
        tail.persons.extend_from_slice(&self.persons[from..]);
        self.persons.truncate(from);
        for (column, rest) in self.columns.iter_mut().zip(&mut tail.columns) {
            rest.extend_from_slice(&column[from..]);
            column.truncate(from);
        }
        self.origins.retain(|origin| origin.at < from);
    }

    /// Adds a row of another block; its place is kept.
    pub(crate) fn copy_row(&mut self, other: &Rows, row: usize) {
        let (file, number) = other.place(row);
        self.numbers.push((u64::from(file) << ROW_BITS) | number);
        self.persons.push(other.persons[row]);
        for (mine, theirs) in self.columns.iter_mut().zip(&other.columns) {
            mine.push(theirs[row]);
        }
    }

    /// Drops the first rows.
    pub(crate) fn drop_head(&mut self, rows: usize) {
        if rows == 0 {
            return;
        }
        let mut tail = Rows::new(self.columns.len());
        self.split_into(rows, &mut tail);
        *self = tail;
    }
}
