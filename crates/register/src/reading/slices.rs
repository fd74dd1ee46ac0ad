//! Slices of the persons, and which thread takes which.
//!
//! A thread takes the slice after its last one where it can, since its place in the files is then right; otherwise it begins in
//! the middle of the longest run that nobody has taken.

use super::tables::Tables;

/// The persons after the slice before, up to and with `upto`; the last slice has no end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Slice {
    pub(super) at: usize,
    pub(super) after: Option<i64>,
    pub(super) upto: Option<i64>,
}

/// All slices, and which are taken.
#[derive(Debug)]
pub(super) struct Slices {
    ends: Vec<i64>,
    taken: Vec<bool>,
}

impl Slices {
    pub(super) fn new(tables: &Tables<'_>) -> Slices {
        Slices::between(tables.ends())
    }

    fn between(ends: Vec<i64>) -> Slices {
        Slices {
            taken: vec![false; ends.len() + 1],
            ends,
        }
    }

    /// The next slice for a thread that did `last` before, or begins as one of so many.
    pub(super) fn take(
        &mut self,
        last: Option<usize>,
        worker: usize,
        workers: usize,
    ) -> Option<Slice> {
        let at = match last {
            Some(last) if self.is_free(last + 1) => last + 1,
            Some(_) => self.middle_of_longest()?,
            None => {
                let share = self.taken.len() * worker / workers;
                if self.is_free(share) {
                    share
                } else {
                    self.middle_of_longest()?
                }
            }
        };
        self.taken[at] = true;
        Some(Slice {
            at,
            after: at.checked_sub(1).map(|before| self.ends[before]),
            upto: self.ends.get(at).copied(),
        })
    }

    fn is_free(&self, at: usize) -> bool {
        self.taken.get(at) == Some(&false)
    }

    fn middle_of_longest(&self) -> Option<usize> {
        let mut longest = 0..0;
        let mut at = 0;
        while at < self.taken.len() {
            let run = self.taken[at..].iter().take_while(|taken| !**taken).count();
            if run > longest.len() {
                longest = at..at + run;
            }
            at += run + 1;
        }
        (!longest.is_empty()).then(|| longest.start + longest.len() / 2)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_slice_is_taken_once_and_mostly_in_a_row() {
        let mut slices = Slices::between((1..24).collect());
        let mut last = [None, None];
        let mut taken = Vec::new();
        let mut jumps = 0;
        for turn in 0.. {
            let worker = usize::from(turn % 3 == 0);
            let Some(slice) = slices.take(last[worker], worker, 2) else {
                break;
            };
            jumps += usize::from(last[worker].is_some_and(|last| last + 1 != slice.at));
            last[worker] = Some(slice.at);
            taken.push(slice.at);
        }
        taken.sort_unstable();
        assert_eq!(taken, (0..24).collect::<Vec<_>>());
        assert!(jumps <= 6, "{jumps} jumps");
    }
}
