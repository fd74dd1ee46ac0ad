//! Dense sums by cell and period.
//!
//! What lasts over periods is stored as two additive events, at its first and after its last period; the sum over periods
//! is formed once, when the run ends. So the cost of an interval does not grow with the periods it covers.

/// How many whole numbers the tables of one query may hold: two GiB.
const MOST: usize = 1 << 28;

/// How the numbers of a lane become the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    /// The number is in one lane, period by period.
    Plain,
    /// One lane with differences between periods.
    Steps,
    /// Two lanes: differences of the weight that holds through a period, and what its days inside the period correct. The
    /// axis has the sizes of the periods.
    Weighted { axis: usize },
}

impl Lane {
    fn width(self) -> usize {
        match self {
            Lane::Plain | Lane::Steps => 1,
            Lane::Weighted { .. } => 2,
        }
    }
}

/// More cells than memory is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooManyCells;

/// Numbers by cell, period and lane. There is one period more than there are, for what ends after the last.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    periods: usize,
    width: usize,
    numbers: Vec<i64>,
}

impl Table {
    /// A table for these lanes, and where each of them begins.
    pub(crate) fn new(periods: usize, lanes: &[Lane]) -> (Table, Vec<usize>) {
        let mut width = 0;
        let places = lanes.iter().map(|lane| {
            let place = width;
            width += lane.width();
            place
        });
        let places = places.collect();
        let table = Table {
            periods: periods + 1,
            width,
            numbers: Vec::new(),
        };
        (table, places)
    }

    /// Makes room for so many cells.
    pub(crate) fn make_room(&mut self, cells: usize) -> Result<(), TooManyCells> {
        let wanted = cells.saturating_mul(self.periods * self.width);
        if wanted > MOST {
            return Err(TooManyCells);
        }
        if self.numbers.len() < wanted {
            // Some more than asked for, since cells come one by one.
            let more = (wanted + wanted / 2).min(MOST).max(wanted);
            self.numbers.reserve(more - self.numbers.len());
            self.numbers.resize(wanted, 0);
        }
        Ok(())
    }

    /// How many cells there is room for.
    pub(crate) fn cells(&self) -> usize {
        self.numbers
            .len()
            .checked_div(self.periods * self.width)
            .unwrap_or_default()
    }

    /// Forgets the numbers, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.numbers.clear();
    }

    /// Adds to a lane. Sums wrap; the run proves at its end that none has.
    #[inline]
    pub(crate) fn add(&mut self, cell: u32, period: usize, lane: usize, number: i64) {
        let at = (cell as usize * self.periods + period) * self.width + lane;
        let sum = &mut self.numbers[at];
        *sum = sum.wrapping_add(number);
    }

    /// Adds to a lane and the next one.
    #[inline]
    pub(crate) fn add_pair(&mut self, cell: u32, period: usize, lane: usize, pair: [i64; 2]) {
        let at = (cell as usize * self.periods + period) * self.width + lane;
        let sums: &mut [i64] = &mut self.numbers[at..at + 2];
        sums[0] = sums[0].wrapping_add(pair[0]);
        sums[1] = sums[1].wrapping_add(pair[1]);
    }

    /// Adds a cell of another table with the same lanes and periods.
    pub(crate) fn add_cell(&mut self, cell: usize, other: &Table, from: usize) {
        let long = self.periods * self.width;
        let numbers = &other.numbers[from * long..(from + 1) * long];
        let sums = &mut self.numbers[cell * long..(cell + 1) * long];
        for (sum, number) in sums.iter_mut().zip(numbers) {
            *sum = sum.wrapping_add(*number);
        }
    }

    /// The numbers of a cell, one a period (without the one after the last). `sizes` has the sizes of the periods by axis.
    pub(crate) fn result(
        &self,
        cell: usize,
        lane: Lane,
        place: usize,
        sizes: &[&[i64]],
    ) -> Vec<i64> {
        let long = self.periods * self.width;
        let rows = self.numbers[cell * long..(cell + 1) * long].chunks_exact(self.width);
        let mut level = 0_i64;
        rows.take(self.periods - 1)
            .enumerate()
            .map(|(period, numbers)| match lane {
                Lane::Plain => numbers[place],
                Lane::Steps => {
                    level = level.wrapping_add(numbers[place]);
                    level
                }
                Lane::Weighted { axis } => {
                    level = level.wrapping_add(numbers[place]);
                    level
                        .wrapping_mul(sizes[axis][period])
                        .wrapping_add(numbers[place + 1])
                }
            })
            .collect()
    }
}
