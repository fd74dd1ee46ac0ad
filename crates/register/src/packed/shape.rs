//! How a row is packed: which bits of which word hold which value.

use figures::MISSING;

use crate::layout::Table;
use crate::rows::{ROW_BITS, Rows};

/// The bits of a value.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Bits {
    word: usize,
    shift: u32,
    mask: u64,
    /// The value that is stored as 0.
    low: i64,
    /// What is stored for a missing value.
    missing: u64,
}

/// How a row is packed. The person comes first and the start of the spell next, so that words compare as rows do.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct Shape {
    pub(super) words: usize,
    person: Bits,
    columns: Vec<Bits>,
    number: Bits,
    /// Below this bit of the first word there is nothing to sort by.
    pub(super) key_shift: u32,
}

struct Layer {
    word: usize,
    left: u32,
}

impl Layer {
    /// Takes the next bits for values from `low` to `high`, or missing.
    fn take(&mut self, low: i64, high: i64) -> Bits {
        let missing = high.abs_diff(low) + 1;
        self.bits(u64::BITS - missing.leading_zeros(), low, missing)
    }

    fn bits(&mut self, bits: u32, low: i64, missing: u64) -> Bits {
        if bits > self.left {
            self.word += 1;
            self.left = u64::BITS;
        }
        self.left -= bits;
        Bits {
            word: self.word,
            shift: self.left,
            mask: u64::MAX >> (u64::BITS - bits),
            low,
            missing,
        }
    }
}

impl Shape {
    pub(super) fn of(table: &Table, persons: (i64, i64)) -> Shape {
        let mut layer = Layer {
            word: 0,
            left: u64::BITS,
        };
        // One less, so that even the whole range of 64 bits has a value for »missing«, which no person is.
        let person = layer.take(
            persons.0,
            persons
                .1
                .max(persons.0)
                .min(persons.0.saturating_add(i64::MAX - 1)),
        );
        let mut key_shift = person.shift;
        let mut columns = Vec::new();
        if let Some(days) = &table.days {
            for day in 0..2 {
                columns.push(layer.take(i64::from(days.from), i64::from(days.until)));
                if day == 0 && columns[0].word == 0 {
                    key_shift = columns[0].shift;
                }
            }
        }
        for field in &table.fields {
            let low = field.allowed.first().map_or(0, |pair| pair.0);
            let high = field.allowed.last().map_or(0, |pair| pair.1);
            columns.push(layer.take(i64::from(low), i64::from(high)));
        }
        let files = u64::BITS - (table.files.len() as u64).leading_zeros();
        let number = layer.bits((files + ROW_BITS).min(u64::BITS), 0, 0);
        Shape {
            words: layer.word + 1,
            person,
            columns,
            number,
            key_shift,
        }
    }

    /// Packs all rows, column by column, so that many are packed at a time; a row without a person comes out as anything.
    pub(super) fn pack<const W: usize>(&self, rows: &Rows, packed: &mut Vec<[u64; W]>) {
        packed.clear();
        packed.resize(rows.len(), [0; W]);
        let put = |words: &mut [u64; W], bits: &Bits, value: u64| {
            words[bits.word.min(W - 1)] |= (value & bits.mask) << bits.shift;
        };
        for (words, &person) in packed.iter_mut().zip(&rows.persons) {
            put(words, &self.person, person.abs_diff(self.person.low));
        }
        for (bits, column) in self.columns.iter().zip(&rows.columns) {
            for (words, &value) in packed.iter_mut().zip(column) {
                let stored = i64::from(value).wrapping_sub(bits.low).cast_unsigned();
                let is_missing = value == MISSING;
                put(words, bits, if is_missing { bits.missing } else { stored });
            }
        }
        let ends = rows.origins.iter().skip(1).map(|origin| origin.at);
        for (origin, end) in rows.origins.iter().zip(ends.chain([rows.len()])) {
            let first = (u64::from(origin.file) << ROW_BITS) | origin.row;
            for (words, number) in packed[origin.at..end].iter_mut().zip(first..) {
                put(words, &self.number, number);
            }
        }
    }

    /// Appends the rows.
    pub(super) fn unpack<const W: usize>(&self, packed: &[[u64; W]], out: &mut Rows) {
        let stored = |words: &[u64; W], bits: &Bits| (words[bits.word] >> bits.shift) & bits.mask;
        out.persons.extend(packed.iter().map(|words| {
            self.person
                .low
                .wrapping_add_unsigned(stored(words, &self.person))
        }));
        for (bits, column) in self.columns.iter().zip(&mut out.columns) {
            let low = i32::try_from(bits.low).unwrap_or(0);
            column.extend(packed.iter().map(|words| {
                let value = stored(words, bits);
                if value == bits.missing {
                    MISSING
                } else {
                    low.wrapping_add_unsigned(u32::try_from(value).unwrap_or(0))
                }
            }));
        }
        out.numbers
            .extend(packed.iter().map(|words| stored(words, &self.number)));
    }
}
