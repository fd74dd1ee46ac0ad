//! Sorting packed rows by the upper bits of their first word.

/// Digits of at most so many bits: their counters stay in the first-level cache.
const DIGIT: u32 = 12;

/// Sorts rows by the first word without its lowest `below` bits; `spare` is a buffer.
pub(super) fn sort<const W: usize>(
    rows: &mut Vec<[u64; W]>,
    spare: &mut Vec<[u64; W]>,
    below: u32,
) {
    let Some(first) = rows.first().map(|row| row[0]) else {
        return;
    };
    let differing = rows.iter().fold(0, |all, row| all | (row[0] ^ first)) >> below;
    let bits = u64::BITS - differing.leading_zeros();
    if bits > 4 * DIGIT || rows.len() < 64 {
        rows.sort_by_key(|row| row[0] >> below);
        return;
    }
    let passes = bits.div_ceil(DIGIT);
    for pass in 0..passes {
        let digit = bits.div_ceil(passes);
        let shift = below + pass * digit;
        let mask = (1usize << digit) - 1;
        let place = |row: &[u64; W]| usize::try_from(row[0] >> shift).unwrap_or(0) & mask;
        let mut next = vec![0u32; mask + 1];
        for row in &*rows {
            next[place(row)] += 1;
        }
        let mut sum = 0;
        for count in &mut next {
            let start = sum;
            sum += *count;
            *count = start;
        }
        spare.clear();
        spare.resize(rows.len(), [0; W]);
        for row in &*rows {
            let at = &mut next[place(row)];
            spare[*at as usize] = *row;
            *at += 1;
        }
        std::mem::swap(rows, spare);
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn rows_are_sorted_by_the_bits_that_count() {
        let mut state = 7u64;
        let mut rows: Vec<[u64; 2]> = (0..5_000)
            .map(|at| {
                state = state
                    .wrapping_mul(6_364_136_223_846_793_005)
                    .wrapping_add(1);
                [(0xABC << 40) | (state >> 34), at]
            })
            .collect();
        for below in [0, 5, 20] {
            let mut expected = rows.clone();
            expected.sort_by_key(|row| row[0] >> below);
            sort(&mut rows, &mut Vec::new(), below);
            assert!(rows.is_sorted_by_key(|row| row[0] >> below));
            let mut got = rows.clone();
            got.sort_unstable();
            expected.sort_unstable();
            assert_eq!(got, expected);
        }
    }
}
