//! Dense sums by cell and period.
//!
//! What lasts over periods is stored as two additive events, at its first and after its last period; the sum over periods
//! is formed once, when the run ends. So the cost of an interval does not grow with the periods it covers.
//!
//! A table of many cells does not fit the cache, and what a sum costs is the memory it touches. Therefore small numbers
//! share a word: halves of 32 bits. Before a half could overflow, all sums are moved to words of their own.

mod entries;

pub(crate) use entries::Entries;

/// How many words the table of one query may have: one GiB.
const MOST: usize = 1 << 27;

/// How the numbers of a lane become the result.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lane {
    /// The number itself, period by period.
    Plain,
    /// Differences between periods, each small.
    Steps,
    /// Differences of the weight that holds through a period, and what its days inside the period correct. The axis has the
    /// sizes of the periods.
    Weighted { axis: usize },
}

/// More cells than memory is meant for.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct TooManyCells;

/// A word of an entry, or its upper or lower half.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Slot {
    word: usize,
    /// 32 for the upper half.
    shift: u32,
    is_half: bool,
}

/// Where a lane's numbers are.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Place {
    pub(crate) main: Slot,
    /// The correction of a weighted lane; else the same word.
    pub(crate) correction: Slot,
}

/// Numbers by cell, period and lane. There is one period more than there are, for what ends after the last.
#[derive(Debug, Clone)]
pub(crate) struct Table {
    periods: usize,
    /// Words an entry.
    width: usize,
    lanes: Vec<Lane>,
    places: Vec<Place>,
    words: Vec<i64>,
    /// Whether small numbers share words.
    in_halves: bool,
    /// The greatest number that a half may hold by now.
    half_bound: u64,
    /// What has been moved out of the way: two words a lane and entry.
    moved: Vec<i64>,
}

impl Table {
    pub(crate) fn new(periods: usize, lanes: &[Lane]) -> Table {
        let mut table = Table {
            periods: periods + 1,
            width: 0,
            lanes: lanes.to_vec(),
            places: Vec::new(),
            words: Vec::new(),
            in_halves: true,
            half_bound: 0,
            moved: Vec::new(),
        };
        table.lay_out(true);
        table
    }

    fn lay_out(&mut self, in_halves: bool) {
        let can_be_half = |lane: &Lane| in_halves && *lane != Lane::Plain;
        let halves = self.lanes.iter().filter(|lane| can_be_half(lane)).count();
        let (mut half, mut word) = (0, halves.div_ceil(2));
        let mut whole = || {
            word += 1;
            Slot {
                word: word - 1,
                shift: 0,
                is_half: false,
            }
        };
        let places = self.lanes.iter().map(|lane| {
            let main = if can_be_half(lane) {
                half += 1;
                Slot {
                    word: (half - 1) / 2,
                    shift: if half % 2 == 0 { 32 } else { 0 },
                    is_half: true,
                }
            } else {
                whole()
            };
            let correction = match lane {
                Lane::Weighted { .. } => whole(),
                Lane::Plain | Lane::Steps => main,
            };
            Place { main, correction }
        });
        self.places = places.collect();
        self.width = word;
        self.in_halves = in_halves;
    }

    /// Where a lane is. It may change when room is made.
    pub(crate) fn place(&self, lane: usize) -> Place {
        self.places[lane]
    }

    /// Makes room for so many cells, and for numbers that no half changes by more than this.
    pub(crate) fn make_room(&mut self, cells: usize, change: u64) -> Result<(), TooManyCells> {
        const HALF: u64 = i32::MAX.unsigned_abs() as u64;
        if self.in_halves && self.half_bound.saturating_add(change) > HALF {
            self.move_away()?;
            if change > HALF {
                self.words.clear();
                self.lay_out(false);
            }
        }
        if self.in_halves {
            self.half_bound += change;
        }
        let wanted = cells.saturating_mul(self.periods * self.width);
        if wanted > MOST {
            return Err(TooManyCells);
        }
        if self.words.len() < wanted {
            // Some more than asked for, since cells come one by one.
            let more = (wanted + wanted / 2).min(MOST).max(wanted);
            self.words.reserve(more - self.words.len());
            self.words.resize(wanted, 0);
        }
        Ok(())
    }

    /// How many bytes a cell takes.
    pub(crate) fn bytes_of_a_cell(&self) -> usize {
        self.periods * self.width * size_of::<i64>()
    }

    /// How many cells there is room for.
    pub(crate) fn cells(&self) -> usize {
        let words = self.words.len().checked_div(self.periods * self.width);
        let moved = self.moved.len() / (self.periods * 2 * self.lanes.len().max(1));
        words.unwrap_or_default().max(moved)
    }

    /// Forgets the numbers, and keeps the memory.
    pub(crate) fn clear(&mut self) {
        self.words.clear();
        self.moved.clear();
        self.half_bound = 0;
    }

    /// The numbers, for a loop that adds to many. Sums wrap; the run proves at its end that none has.
    #[inline]
    pub(crate) fn entries(&mut self) -> Entries<'_> {
        Entries {
            long: self.periods * self.width,
            width: self.width,
            words: &mut self.words,
        }
    }

    /// Adds a cell of another table of the same plan.
    pub(crate) fn add_cell(
        &mut self,
        cell: usize,
        other: &Table,
        from: usize,
    ) -> Result<(), TooManyCells> {
        self.make_moved(cell + 1)?;
        for period in 0..self.periods {
            for lane in 0..self.lanes.len() {
                let numbers = other.numbers(from, period, lane);
                self.add_moved((cell, period, lane), numbers);
            }
        }
        Ok(())
    }

    fn make_moved(&mut self, cells: usize) -> Result<(), TooManyCells> {
        let wanted = cells.saturating_mul(self.periods * self.lanes.len() * 2);
        if wanted > 2 * MOST {
            return Err(TooManyCells);
        }
        if self.moved.len() < wanted {
            self.moved.resize(wanted, 0);
        }
        Ok(())
    }

    fn moved_at(&self, (cell, period, lane): (usize, usize, usize)) -> usize {
        ((cell * self.periods + period) * self.lanes.len() + lane) * 2
    }

    fn add_moved(&mut self, at: (usize, usize, usize), numbers: [i64; 2]) {
        let at = self.moved_at(at);
        for (sum, number) in self.moved[at..at + 2].iter_mut().zip(numbers) {
            *sum = sum.wrapping_add(number);
        }
    }

    fn move_away(&mut self) -> Result<(), TooManyCells> {
        let cells = self.cells();
        self.make_moved(cells)?;
        for cell in 0..cells {
            for period in 0..self.periods {
                for lane in 0..self.lanes.len() {
                    let numbers = self.near(cell, period, lane);
                    self.add_moved((cell, period, lane), numbers);
                }
            }
        }
        self.words.fill(0);
        self.half_bound = 0;
        Ok(())
    }

    /// A lane's number and correction, without what was moved.
    fn near(&self, cell: usize, period: usize, lane: usize) -> [i64; 2] {
        let at = (cell * self.periods + period) * self.width;
        let Some(entry) = self.words.get(at..at + self.width) else {
            return [0; 2];
        };
        let number = |slot: Slot| {
            let word = entry[slot.word];
            // The lower half, with its sign.
            let low = word << 32 >> 32;
            match (slot.is_half, slot.shift) {
                (false, _) => word,
                (true, 0) => low,
                (true, _) => word.wrapping_sub(low) >> 32,
            }
        };
        let place = self.places[lane];
        [number(place.main), number(place.correction)]
    }

    fn numbers(&self, cell: usize, period: usize, lane: usize) -> [i64; 2] {
        let [number, correction] = self.near(cell, period, lane);
        let at = self.moved_at((cell, period, lane));
        match self.moved.get(at..at + 2) {
            Some(moved) => [
                number.wrapping_add(moved[0]),
                correction.wrapping_add(moved[1]),
            ],
            None => [number, correction],
        }
    }

    /// The results of a cell, one a period (without the one after the last). `sizes` has the sizes of the periods by axis.
    pub(crate) fn result(&self, cell: usize, lane: usize, sizes: &[&[i64]]) -> Vec<i64> {
        let mut level = 0_i64;
        (0..self.periods - 1)
            .map(|period| {
                let [number, correction] = self.numbers(cell, period, lane);
                match self.lanes[lane] {
                    Lane::Plain => number,
                    Lane::Steps => {
                        level = level.wrapping_add(number);
                        level
                    }
                    Lane::Weighted { axis } => {
                        level = level.wrapping_add(number);
                        let days = sizes[axis][period];
                        level.wrapping_mul(days).wrapping_add(correction)
                    }
                }
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn halves_of_a_word_do_not_disturb_each_other() {
        let lanes = [Lane::Weighted { axis: 0 }, Lane::Steps, Lane::Steps];
        let mut table = Table::new(3, &lanes);
        let mut plain = [[0_i64; 4]; 3];
        for turn in 0..500_i64 {
            let change = 900_000_000;
            table.make_room(2, change).unwrap();
            let period = usize::try_from(turn % 3).unwrap();
            let (weight, small) = (turn * 1_700_003 % 899_999_999 - 450_000_000, turn % 7 - 3);
            let place = table.place(0);
            let both = (weight, -weight * 9);
            table.entries().add_weight(1, period, place, both);
            let places = [table.place(1), table.place(2)];
            table.entries().add(1, period, places[0].main, small);
            table.entries().add(1, period, places[1].main, -weight);
            for (sum, number) in plain[period]
                .iter_mut()
                .zip([weight, -weight * 9, small, -weight])
            {
                *sum += number;
            }
        }
        for (period, plain) in plain.iter().enumerate() {
            assert_eq!(table.numbers(1, period, 0), [plain[0], plain[1]]);
            assert_eq!(table.numbers(1, period, 1)[0], plain[2]);
            assert_eq!(table.numbers(1, period, 2)[0], plain[3]);
        }
    }

    #[test]
    fn numbers_too_great_for_halves_get_words() {
        let mut table = Table::new(1, &[Lane::Steps, Lane::Steps]);
        table.make_room(1, 5).unwrap();
        let place = table.place(1);
        table.entries().add(0, 0, place.main, 5);
        table.make_room(1, 1 << 40).unwrap();
        let place = table.place(1);
        table.entries().add(0, 0, place.main, 1 << 40);
        assert_eq!(table.result(0, 1, &[]), [(1 << 40) + 5]);
        assert_eq!(table.result(0, 0, &[]), [0]);
    }
}
