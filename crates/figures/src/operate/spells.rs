//! Tests of spells, prepared: every test of a value is a few ranges, so that a whole column is tested without a branch.

use crate::histories::TrackRows;
use crate::population::{Comparison, SpellTest, Test};
use crate::schema::{ColumnId, MISSING, TrackId};

/// Which spells of a track, prepared.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Spells {
    pub(crate) track: TrackId,
    tests: Vec<Ranges>,
}

/// The values that pass, of a column or of the spell's length.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Ranges {
    /// `None` for the length in days.
    column: Option<ColumnId>,
    /// Pairs of the lowest value and the distance to the highest.
    ranges: Vec<(i32, u32)>,
}

/// What a spell's test says: fails, passes, or cannot be told because a value is missing.
pub(crate) const FAILS: u8 = 0;
pub(crate) const PASSES: u8 = 1;
/// Added to [`PASSES`] where one of the values is missing and all others pass.
pub(crate) const MISSES: u8 = 2;

impl Spells {
    pub(crate) fn new(test: &SpellTest) -> Spells {
        Spells {
            track: test.track,
            tests: test.tests.iter().map(Ranges::new).collect(),
        }
    }

    /// How many tests a spell has to pass.
    pub(crate) fn cost(&self) -> u32 {
        let ranges = self.tests.iter().map(|test| test.ranges.len());
        u32::try_from(ranges.sum::<usize>()).unwrap_or(u32::MAX)
    }

    /// Tests the rows `from ..` of the track and marks each with [`FAILS`], [`PASSES`] or `PASSES + MISSES`. There are as many
    /// marks as rows to test.
    ///
    /// Returns whether a value was missing.
    pub(crate) fn test(&self, rows: &TrackRows, from: usize, passes: &mut [u8]) -> bool {
        let until = from + passes.len();
        passes.fill(PASSES);
        let mut missing = false;
        for test in &self.tests {
            if let Some(column) = test.column {
                let values = &rows.columns[usize::from(column.0)][from..until];
                let any = values
                    .iter()
                    .fold(0, |any, &value| any | i32::from(value == MISSING));
                missing |= any != 0;
                test.narrow(values, passes);
            } else {
                let spells = rows.start[from..until].iter().zip(&rows.end[from..until]);
                for (passes, (start, end)) in passes.iter_mut().zip(spells) {
                    *passes &= u8::from(test.passes(end - start));
                }
            }
        }
        if missing {
            self.mark_missing(rows, from, passes);
        }
        missing
    }

    /// The spells that pass as far as their values go: what is missing has failed them.
    #[cold]
    fn mark_missing(&self, rows: &TrackRows, from: usize, passes: &mut [u8]) {
        let until = from + passes.len();
        let mut possible = vec![PASSES; passes.len()];
        let mut one = Vec::new();
        for test in &self.tests {
            let Some(column) = test.column else {
                let spells = rows.start[from..until].iter().zip(&rows.end[from..until]);
                for (possible, (start, end)) in possible.iter_mut().zip(spells) {
                    *possible &= u8::from(test.passes(end - start));
                }
                continue;
            };
            let values = &rows.columns[usize::from(column.0)][from..until];
            one.clear();
            one.resize(values.len(), PASSES);
            test.narrow(values, &mut one);
            for (possible, (&one, &value)) in possible.iter_mut().zip(one.iter().zip(values)) {
                *possible &= one | u8::from(value == MISSING);
            }
        }
        for (passes, possible) in passes.iter_mut().zip(possible) {
            *passes |= (possible & !*passes) * (PASSES + MISSES);
        }
    }

    /// Tests one row.
    pub(crate) fn test_one(&self, rows: &TrackRows, row: usize) -> u8 {
        let mut result = PASSES;
        for test in &self.tests {
            let value = match test.column {
                Some(column) => rows.columns[usize::from(column.0)][row],
                None => rows.end[row] - rows.start[row],
            };
            if test.column.is_some() && value == MISSING {
                result |= MISSES;
            } else if !test.passes(value) {
                return FAILS;
            }
        }
        result
    }
}

impl Ranges {
    fn new(test: &Test) -> Ranges {
        match test {
            Test::In { column, values } => Ranges::of(Some(*column), between(values)),
            Test::NotIn { column, values } => Ranges::of(Some(*column), outside(&between(values))),
            Test::Compare {
                column,
                compare,
                number,
            } => Ranges::of(Some(*column), compared(*compare, *number)),
            Test::Lasts { compare, days } => {
                let days = i32::try_from(*days).unwrap_or(i32::MAX);
                Ranges::of(None, compared(*compare, days))
            }
        }
    }

    fn of(column: Option<ColumnId>, bounds: Vec<(i32, i32)>) -> Ranges {
        let ranges = bounds
            .into_iter()
            .map(|(low, high)| (low, high.abs_diff(low)));
        Ranges {
            column,
            ranges: ranges.collect(),
        }
    }

    #[inline]
    fn passes(&self, value: i32) -> bool {
        self.ranges.iter().any(|&range| within(value, range))
    }

    #[inline]
    fn narrow(&self, values: &[i32], passes: &mut [u8]) {
        // One to three ranges cover nearly every list of codes; written out, the loops become vector instructions.
        let pairs = passes.iter_mut().zip(values);
        match *self.ranges.as_slice() {
            [] => passes.fill(FAILS),
            [one] => pairs.for_each(|(passes, &value)| *passes &= u8::from(within(value, one))),
            [one, two] => pairs.for_each(|(passes, &value)| {
                *passes &= u8::from(within(value, one) | within(value, two));
            }),
            [one, two, three] => pairs.for_each(|(passes, &value)| {
                *passes &= u8::from(within(value, one) | within(value, two) | within(value, three));
            }),
            _ => pairs.for_each(|(passes, &value)| *passes &= u8::from(self.passes(value))),
        }
    }
}

#[inline]
fn within(value: i32, (low, distance): (i32, u32)) -> bool {
    value.wrapping_sub(low).cast_unsigned() <= distance
}

/// The values as closed ranges, ascending.
fn between(values: &[i32]) -> Vec<(i32, i32)> {
    let mut values: Vec<i32> = values
        .iter()
        .copied()
        .filter(|&value| value != MISSING)
        .collect();
    values.sort_unstable();
    let mut ranges: Vec<(i32, i32)> = Vec::new();
    for value in values {
        match ranges.last_mut() {
            Some((_, high)) if *high == value || *high + 1 == value => *high = value,
            _ => ranges.push((value, value)),
        }
    }
    ranges
}

/// What the ascending ranges leave; a missing value is in neither.
fn outside(ranges: &[(i32, i32)]) -> Vec<(i32, i32)> {
    let mut left = Vec::new();
    let mut free_from = i64::from(MISSING) + 1;
    for &(low, high) in ranges {
        if free_from < i64::from(low) {
            left.push((narrowed(free_from), low - 1));
        }
        free_from = i64::from(high) + 1;
    }
    if free_from <= i64::from(i32::MAX) {
        left.push((narrowed(free_from), i32::MAX));
    }
    left
}

fn narrowed(value: i64) -> i32 {
    i32::try_from(value).expect("a bound between two values of a column")
}

fn compared(compare: Comparison, number: i32) -> Vec<(i32, i32)> {
    let lowest = MISSING + 1;
    let (low, high) = match compare {
        Comparison::AtLeast => (number.max(lowest), i32::MAX),
        Comparison::MoreThan if number == i32::MAX => return Vec::new(),
        Comparison::MoreThan => (number + 1, i32::MAX),
        Comparison::AtMost => (lowest, number),
        Comparison::LessThan => (lowest, number.saturating_sub(1)),
        Comparison::Equal => (number.max(lowest), number),
    };
    if low <= high {
        vec![(low, high)]
    } else {
        Vec::new()
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn codes_become_ranges() {
        assert_eq!(between(&[1, 2, 3, 5, 5, 9]), [(1, 3), (5, 5), (9, 9)]);
        let left = outside(&[(1, 3), (i32::MAX, i32::MAX)]);
        assert_eq!(left, [(MISSING + 1, 0), (4, i32::MAX - 1)]);
        assert_eq!(outside(&[]), [(MISSING + 1, i32::MAX)]);
        assert_eq!(compared(Comparison::LessThan, MISSING), []);
        assert_eq!(compared(Comparison::MoreThan, i32::MAX), []);
    }
}
