//! What an instance that has closed goes on answering to an any-condition.
//!
//! Its own fields are final; those of the case and the numbers of open instances are not. So what is kept of it is how it
//! answers the parts of the guard about its own fields, and whether it had done what is asked for.

use crate::Guard;
use crate::truth::Truth;

/// Where a marking keeps the last answers to one any-condition.
#[derive(Debug, Clone, Default)]
pub(super) struct Last {
    /// The first of its bits.
    first: u32,
    /// In how many ways an instance can answer.
    ways: u32,
    /// The parts of the guard that ask for the instance's own fields only.
    pub(super) own: Vec<Guard>,
}

/// The answers to one part.
const ANSWERS: [Truth; 3] = [Truth::No, Truth::Unknown, Truth::Yes];

impl Last {
    /// Keeps the answers from this bit on; `None` if there is no room, else with the first bit after it.
    pub(super) fn new(first: u32, own: Vec<Guard>) -> Option<(Last, u32)> {
        let ways = 3_u32.checked_pow(u32::try_from(own.len()).ok()?)?;
        // Without parts of its own an instance that has not done it says nothing but what the case says.
        let bits = if own.is_empty() {
            1
        } else {
            ways.checked_mul(2)?
        };
        let end = first.checked_add(bits).filter(|end| *end <= u64::BITS)?;
        Some((Last { first, ways, own }, end))
    }

    /// The bit of an instance that closes with these answers; none if it need not be remembered.
    pub(super) fn bit(&self, answers: impl Iterator<Item = Truth>, is_done: bool) -> u64 {
        if self.own.is_empty() {
            return u64::from(is_done) << self.first;
        }
        let digit = |truth| match truth {
            Truth::No => 0,
            Truth::Unknown => 1,
            Truth::Yes => 2,
        };
        let way = answers.fold(0, |way, truth| way * 3 + digit(truth));
        1 << (self.first + way * 2 + u32::from(is_done))
    }

    /// The ways of answering that are kept, each with whether it was done.
    pub(super) fn kept(&self, bits: u64) -> impl Iterator<Item = (u32, bool)> {
        let (first, ways, is_plain) = (self.first, self.ways, self.own.is_empty());
        let plain = (is_plain && bits >> first & 1 == 1).then_some((0, true));
        let own = (0..if is_plain { 0 } else { ways * 2 })
            .filter(move |at| bits >> (first + at) & 1 == 1);
        plain.into_iter().chain(own.map(|at| (at / 2, at % 2 == 1)))
    }

    /// How an instance that answers in this way answers this part; `None` if it is none of its own.
    pub(super) fn answer(&self, part: &Guard, way: u32) -> Option<Truth> {
        let at = self.own.iter().position(|own| own == part)?;
        let later = self.own.len() - 1 - at;
        let digit = (0..later).fold(way, |way, _| way / 3) % 3;
        Some(ANSWERS[digit as usize])
    }
}
