//! Which bucket a person is in: ranges of ids with about equally many rows each.

use super::Raw;
use crate::source::SourceError;

/// Most cells that ids are told apart by: their table stays in the first-level cache.
const CELLS: u64 = 1 << 14;

/// Most buckets.
const MOST: usize = 4_096;

/// Ranges of ids. An id falls into a cell by a shift, and a cell into a bucket by a table, without a search.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Buckets {
    base: i64,
    shift: u32,
    cells: Vec<u16>,
    count: usize,
}

impl Buckets {
    /// Plans buckets of about so many rows, from samples of the tables to be sorted and the ranges of the others.
    pub(crate) fn plan(
        raws: &[&Raw],
        ranges: Vec<(i64, i64)>,
        of_rows: usize,
    ) -> Result<Buckets, SourceError> {
        let mut largest: (Vec<i64>, u64) = (Vec::new(), 0);
        let mut ids: Vec<i64> = ranges.into_iter().flat_map(|(a, b)| [a, b]).collect();
        for raw in raws {
            let sample = raw.sample()?;
            ids.extend(sample.0.iter().min());
            ids.extend(sample.0.iter().max());
            if sample.1 >= largest.1 {
                largest = sample;
            }
            if let Raw::Parquet(groups) = raw
                && let Some((least, most)) = groups.range()
            {
                ids.extend([least, most]);
            }
        }
        let wanted = usize::try_from(largest.1 / (of_rows.max(1) as u64)).unwrap_or(1) + 1;
        let base = ids.iter().copied().min().unwrap_or(0);
        let most = ids.iter().copied().max().unwrap_or(0);
        Ok(Buckets::over(base, most, &largest.0, wanted.min(MOST)))
    }

    fn over(base: i64, most: i64, sample: &[i64], wanted: usize) -> Buckets {
        let span = most.abs_diff(base);
        let mut shift = 0;
        while span >> shift >= CELLS {
            shift += 1;
        }
        let count = usize::try_from(span >> shift).unwrap_or(0) + 1;
        let mut weights = vec![0u64; count];
        let mut buckets = Buckets {
            base,
            shift,
            cells: vec![0; count],
            count: 1,
        };
        for &id in sample {
            weights[buckets.cell(id)] += 1;
        }
        let per_bucket = (sample.len() as u64).div_ceil(wanted as u64).max(1);
        let mut held = 0;
        let mut bucket = 0;
        for (cell, weight) in buckets.cells.iter_mut().zip(weights) {
            if held > 0 && held + weight / 2 >= per_bucket {
                bucket += 1;
                held = 0;
            }
            *cell = bucket;
            held += weight;
        }
        buckets.count = usize::from(bucket) + 1;
        buckets
    }

    pub(crate) fn count(&self) -> usize {
        self.count
    }

    /// The bucket of a person; whoever is outside the planned range is in the first or the last.
    pub(crate) fn of(&self, person: i64) -> usize {
        usize::from(self.cells[self.cell(person)])
    }

    fn cell(&self, person: i64) -> usize {
        let offset = person.saturating_sub(self.base).max(0).unsigned_abs() >> self.shift;
        usize::try_from(offset)
            .unwrap_or(usize::MAX)
            .min(self.cells.len() - 1)
    }

    /// The last id of each bucket but the last.
    pub(crate) fn ends(&self) -> Vec<i64> {
        (1..self.cells.len())
            .filter(|&cell| self.cells[cell] != self.cells[cell - 1])
            .map(|cell| {
                let offset = i64::try_from((cell as u64) << self.shift).unwrap_or(i64::MAX);
                self.base.saturating_add(offset) - 1
            })
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn buckets_are_ranges_that_end_where_they_say() {
        let sample: Vec<i64> = (0..10_000).map(|i| 1_000_000 + i * i).collect();
        let buckets = Buckets::over(1_000_000, 101_000_000, &sample, 40);
        let ends = buckets.ends();
        assert_eq!(ends.len() + 1, buckets.count());
        assert!(buckets.count() >= 30, "{}", buckets.count());
        for (at, &end) in ends.iter().enumerate() {
            assert_eq!(buckets.of(end), at);
            assert_eq!(buckets.of(end + 1), at + 1);
        }
        assert_eq!(buckets.of(-5), 0);
        assert_eq!(buckets.of(i64::MAX), buckets.count() - 1);
    }
}
