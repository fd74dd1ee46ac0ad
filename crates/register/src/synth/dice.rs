//! Chance from a seed: each person has a stream of numbers of her own, so that her life depends on nobody else's.

use rand_chacha::ChaCha8Rng;
use rand_chacha::rand_core::{Rng, SeedableRng};

/// Quantiles of the exponential distribution with mean 1,000, in 32 equal steps: long lives of spells without floats.
const EXPONENTIAL: [i32; 33] = [
    0, 32, 65, 98, 134, 170, 208, 247, 288, 330, 375, 421, 470, 521, 575, 633, 693, 758, 827, 901,
    981, 1_068, 1_163, 1_269, 1_386, 1_520, 1_674, 1_856, 2_079, 2_367, 2_773, 3_466, 5_200,
];

/// A seeded source of choices.
#[derive(Debug, Clone)]
pub(super) struct Dice(ChaCha8Rng);

impl Dice {
    /// The source of a whole register.
    pub(super) fn new(seed: u64) -> Dice {
        Dice(ChaCha8Rng::seed_from_u64(seed))
    }

    /// One person's stream.
    pub(super) fn of(&self, person: i32) -> Dice {
        let mut stream = self.0.clone();
        stream.set_stream(u64::from(person.unsigned_abs()));
        stream.set_word_pos(0);
        Dice(stream)
    }

    /// A number from 0 to `count` − 1, 0 if there are none.
    pub(super) fn below(&mut self, count: i32) -> i32 {
        let count = u64::from(count.max(1).unsigned_abs());
        // The high half of the product is below `count`, which is an i32.
        let roll = (u64::from(self.0.next_u32()) * count) >> 32;
        i32::try_from(roll).expect("below an i32")
    }

    /// A place in a list that is not empty.
    pub(super) fn place(&mut self, length: usize) -> usize {
        let roll = self.below(i32::try_from(length).unwrap_or(i32::MAX));
        usize::try_from(roll).unwrap_or(0)
    }

    /// Whether something happens that happens in so many cases of a thousand.
    pub(super) fn chance(&mut self, of_thousand: i32) -> bool {
        self.below(1_000) < of_thousand
    }

    /// One of them. There has to be one.
    pub(super) fn pick<T: Copy>(&mut self, choices: &[T]) -> T {
        choices[self.place(choices.len())]
    }

    /// At least one day, with this mean and a long tail.
    pub(super) fn days(&mut self, mean: i32) -> i32 {
        let step = self.place(32);
        let (low, high) = (EXPONENTIAL[step], EXPONENTIAL[step + 1]);
        let share = low + self.below(high - low);
        1 + mean.saturating_mul(share) / 1_000
    }
}
