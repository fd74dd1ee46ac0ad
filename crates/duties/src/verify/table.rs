//! Finds markings by their bits: open addressing over positions.

use super::kernel::Marking;

/// A place that no marking has.
pub(super) const NONE: u32 = u32::MAX;

/// Finds markings by their bits: open addressing over positions.
pub(super) struct Table {
    slots: Vec<u32>,
}

impl Table {
    pub(super) fn new() -> Table {
        Table {
            slots: vec![NONE; 1 << 12],
        }
    }

    /// The position of a marking, or the slot where it belongs.
    pub(super) fn place(&self, marking: &Marking, markings: &[Marking]) -> Result<u32, usize> {
        let last = self.slots.len() - 1;
        let mut slot = marking.hash() & last;
        loop {
            let place = self.slots[slot];
            if place == NONE {
                return Err(slot);
            }
            if markings[place as usize] == *marking {
                return Ok(place);
            }
            slot = (slot + 1) & last;
        }
    }

    pub(super) fn insert(&mut self, slot: usize, place: u32, markings: &[Marking]) {
        self.slots[slot] = place;
        if markings.len() * 2 > self.slots.len() {
            let last = self.slots.len() * 2 - 1;
            self.slots = vec![NONE; last + 1];
            for (place, marking) in markings.iter().enumerate() {
                let mut slot = marking.hash() & last;
                while self.slots[slot] != NONE {
                    slot = (slot + 1) & last;
                }
                self.slots[slot] = u32::try_from(place).unwrap_or(NONE);
            }
        }
    }
}

impl Marking {
    fn hash(&self) -> usize {
        let sets = [
            self.included,
            self.executed,
            self.pending,
            self.recurring,
            self.rolling,
            self.turning,
            self.round,
            self.data,
        ];
        let mut hash = self.open ^ self.sticky.rotate_left(32) ^ u64::from(self.closed);
        let mut mix = |word: u64| {
            hash = (hash.rotate_left(5) ^ word).wrapping_mul(0x9e37_79b9_7f4a_7c15);
        };
        for set in sets {
            #[expect(
                clippy::cast_possible_truncation,
                reason = "the two halves, one by one"
            )]
            let (low, high) = (set as u64, (set >> 64) as u64);
            mix(low);
            if high != 0 {
                mix(high);
            }
        }
        usize::try_from((hash ^ (hash >> 32)) & 0xffff_ffff).unwrap_or(0)
    }
}
