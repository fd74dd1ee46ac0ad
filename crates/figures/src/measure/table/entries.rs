//! The numbers of a table, for loops that add to many: they keep it in registers.

use super::{Place, Slot};

/// The numbers of a table. A loop keeps it in registers.
pub(crate) struct Entries<'a> {
    pub(super) words: &'a mut [i64],
    /// Words a cell and an entry.
    pub(super) long: usize,
    pub(super) width: usize,
}

impl<'a> Entries<'a> {
    /// Adds to a number.
    #[inline]
    pub(crate) fn add(&mut self, cell: u32, period: usize, slot: Slot, number: i64) {
        let at = cell as usize * self.long + period * self.width + slot.word;
        let sum = &mut self.words[at];
        *sum = sum.wrapping_add(number << slot.shift);
    }

    /// Adds to both numbers of a weighted lane.
    #[inline]
    pub(crate) fn add_weight(
        &mut self,
        cell: u32,
        period: usize,
        place: Place,
        numbers: (i64, i64),
    ) {
        let at = cell as usize * self.long + period * self.width;
        place.add(&mut self.words[at..at + self.width], numbers);
    }

    /// The entries, where they have so many words: a width that is known saves half of the time.
    #[inline]
    pub(crate) fn of_width<const WIDTH: usize>(self) -> Option<EntriesOf<'a, WIDTH>> {
        (self.width == WIDTH && WIDTH.is_power_of_two()).then(|| EntriesOf {
            periods: self.long / WIDTH,
            entries: self.words.as_chunks_mut().0,
        })
    }
}

/// The numbers of a table whose entries have so many words, a power of two.
pub(crate) struct EntriesOf<'a, const WIDTH: usize> {
    entries: &'a mut [[i64; WIDTH]],
    periods: usize,
}

impl<const WIDTH: usize> EntriesOf<'_, WIDTH> {
    /// Adds to a number.
    #[inline]
    pub(crate) fn add(&mut self, cell: u32, period: usize, slot: Slot, number: i64) {
        let entry = &mut self.entries[cell as usize * self.periods + period];
        let sum = &mut entry[slot.word & (WIDTH - 1)];
        *sum = sum.wrapping_add(number << slot.shift);
    }

    /// Adds to both numbers of a weighted lane.
    #[inline]
    pub(crate) fn add_weight(
        &mut self,
        cell: u32,
        period: usize,
        place: Place,
        (weight, correction): (i64, i64),
    ) {
        let entry = &mut self.entries[cell as usize * self.periods + period];
        // The words are less than the width; said so, no bounds are checked.
        let sum = &mut entry[place.main.word & (WIDTH - 1)];
        *sum = sum.wrapping_add(weight << place.main.shift);
        let sum = &mut entry[place.correction.word & (WIDTH - 1)];
        *sum = sum.wrapping_add(correction);
    }
}

impl Place {
    #[inline]
    fn add(self, entry: &mut [i64], (weight, correction): (i64, i64)) {
        let sum = &mut entry[self.main.word];
        *sum = sum.wrapping_add(weight << self.main.shift);
        let sum = &mut entry[self.correction.word];
        *sum = sum.wrapping_add(correction);
    }
}
