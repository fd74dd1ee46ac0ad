//! The quick way through a line: plain whole numbers and ISO days, eight bytes at a time.
//!
//! Whatever is not quite that (quotes, blanks, other days, a misfitting line, the end of the text) is left to the careful way
//! of `line`, which alone knows faults. Both give the same values; a test holds them to it.

use calendar::Day;
use figures::MISSING;

use super::LARGEST_ID;
use super::head::Head;
use crate::rows::Rows;

/// Most columns that a quick row has room for.
const WIDTH: usize = 16;
/// Rows gathered before they are spread over the columns.
const GATHERED: usize = 128;
/// The years whose months are looked up.
const FIRST_YEAR: i16 = 1880;
const LAST_YEAR: i16 = 2119;

/// What to do with a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
enum Step {
    Pass,
    Person,
    Number(usize),
    Day(usize),
}

/// How the lines of one file are read.
#[derive(Debug)]
pub(super) struct Quick {
    separator: u8,
    steps: Vec<Step>,
    columns: usize,
    /// A row in which the columns that stand on the path have their values.
    blank: Row,
    /// Per year and month, sixteen a year, the day before its first, and how many days it has.
    months: Vec<(i32, i32)>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
struct Row {
    person: i64,
    values: [i32; WIDTH],
}

impl Quick {
    /// Nothing where rows are too wide for it, or a field stands for two columns.
    pub(super) fn new(head: &Head, days: &[bool]) -> Option<Quick> {
        if days.len() > WIDTH || !head.copied.is_empty() {
            return None;
        }
        let step = |place: &Option<usize>| match place {
            None => Step::Pass,
            Some(0) => Step::Person,
            Some(place) if days[place - 1] => Step::Day(place - 1),
            Some(place) => Step::Number(place - 1),
        };
        let mut blank = Row {
            person: 0,
            values: [MISSING; WIDTH],
        };
        for &(column, value) in &head.fixed {
            match column.checked_sub(1) {
                None => blank.person = i64::from(value),
                Some(column) => blank.values[column] = value,
            }
        }
        Some(Quick {
            separator: head.separator,
            steps: head.places.iter().map(step).collect(),
            columns: days.len(),
            blank,
            months: months(),
        })
    }

    /// Appends lines as long as they are plain, at most `rows`; says how many, and how many bytes they took.
    pub(super) fn lines(&self, text: &[u8], rows: usize, out: &mut Rows) -> (usize, usize) {
        let mut gathered = [self.blank; GATHERED];
        // Where lines end is looked up first, so that the processor reads several of them at a time.
        let mut ends = memchr::memchr_iter(b'\n', text);
        let (mut read, mut at) = (0, 0);
        loop {
            let most = GATHERED.min(rows - read);
            let mut held = 0;
            for (row, end) in gathered[..most].iter_mut().zip(&mut ends) {
                if self.line(text, at, row) != Some(end) {
                    break;
                }
                at = end + 1;
                held += 1;
            }
            out.persons
                .extend(gathered[..held].iter().map(|row| row.person));
            for (column, values) in out.columns.iter_mut().take(self.columns).enumerate() {
                values.extend(gathered[..held].iter().map(|row| row.values[column]));
            }
            read += held;
            if held < GATHERED || read == rows {
                return (read, at);
            }
        }
    }

    /// One line; says where its line feed is.
    #[inline]
    fn line(&self, text: &[u8], from: usize, row: &mut Row) -> Option<usize> {
        let mut at = from;
        let (last, steps) = self.steps.split_last()?;
        for &step in steps {
            let (used, next) = self.field(step, text.get(at..)?, row)?;
            if next != self.separator {
                return None;
            }
            at += used + 1;
        }
        let (used, next) = self.field(*last, text.get(at..)?, row)?;
        at += used;
        match next {
            b'\n' => Some(at),
            b'\r' if text.get(at + 1) == Some(&b'\n') => Some(at + 1),
            _ => None,
        }
    }

    /// A field; says how many bytes it has, and which byte follows.
    #[expect(
        clippy::inline_always,
        reason = "a call a field costs a third of the time"
    )]
    #[inline(always)]
    fn field(&self, step: Step, text: &[u8], row: &mut Row) -> Option<(usize, u8)> {
        match step {
            Step::Person => {
                let (id, used) = id(text)?;
                row.person = id;
                Some((used, *text.get(used)?))
            }
            Step::Number(column) => {
                let bytes = *text.first_chunk::<8>()?;
                let (value, count) = digits(bytes);
                // Nothing at all may be right: the byte after it shows.
                row.values[column] = if count == 0 { MISSING } else { value };
                Some((count, *bytes.get(count)?))
            }
            Step::Day(column) => {
                let (value, used) = self.day(text)?;
                row.values[column] = value;
                Some((used, *text.get(used)?))
            }
            Step::Pass => {
                let used = self.plain(text)?;
                Some((used, text[used]))
            }
        }
    }

    /// A field that nobody asked for.
    fn plain(&self, text: &[u8]) -> Option<usize> {
        let end = text
            .iter()
            .position(|&byte| byte == self.separator || matches!(byte, b'\n' | b'\r' | b'"'))?;
        (text[end] != b'"').then_some(end)
    }

    /// An ISO day, or none.
    #[expect(
        clippy::inline_always,
        reason = "a call a field costs a third of the time"
    )]
    #[inline(always)]
    fn day(&self, text: &[u8]) -> Option<(i32, usize)> {
        let (front, rest) = text.split_first_chunk::<8>()?;
        // Digits become their values, and the hyphens of »2026-06-« nothing.
        let digits = u64::from_le_bytes(*front) ^ 0x2D30_302D_3030_3030;
        let beyond = digits.wrapping_add(0x7F76_767F_7676_7676) | digits;
        if beyond & HIGH != 0 {
            let is_empty = front[0] == self.separator || matches!(front[0], b'\n' | b'\r');
            return is_empty.then_some((MISSING, 0));
        }
        let back = rest.first_chunk::<2>()?;
        let (tens, ones) = (back[0].wrapping_sub(b'0'), back[1].wrapping_sub(b'0'));
        if tens > 9 || ones > 9 {
            return None;
        }
        let day = i32::from(10 * tens + ones);
        // Each byte becomes the number that its digit makes with the next: century, year and month among them.
        let pairs = (10 * digits + (digits >> 8)).to_le_bytes();
        let year = 100 * usize::from(pairs[0]) + usize::from(pairs[2]);
        let month = usize::from(pairs[5]);
        if month > 15 {
            return None;
        }
        let place = (16 * year + month).wrapping_sub(16 * FIRST_YEAR.unsigned_abs() as usize);
        let (before, length) = *self.months.get(place)?;
        (1..=length).contains(&day).then_some((before + day, 10))
    }
}

const HIGH: u64 = 0x8080_8080_8080_8080;

/// The number that a text of eight bytes begins with, and of how many digits it is.
#[expect(
    clippy::inline_always,
    reason = "a call a field costs a third of the time"
)]
#[inline(always)]
fn digits(bytes: [u8; 8]) -> (i32, usize) {
    let digits = u64::from_le_bytes(bytes) ^ 0x3030_3030_3030_3030;
    let beyond = (digits.wrapping_add(0x7676_7676_7676_7676) | digits) & HIGH;
    let count = beyond.trailing_zeros() / 8;
    // Zeros in front of what is there, then pairs, fours and all eight.
    let value = digits.checked_shl(64 - 8 * count).unwrap_or(0);
    let value = (10 * value).wrapping_add(value >> 8) & 0x00FF_00FF_00FF_00FF;
    let value = (100 * value).wrapping_add(value >> 16) & 0x0000_FFFF_0000_FFFF;
    let value = (10_000 * value).wrapping_add(value >> 32) & 0xFFFF_FFFF;
    (i32::try_from(value).unwrap_or(0), count as usize)
}

/// A person's id.
#[inline]
fn id(text: &[u8]) -> Option<(i64, usize)> {
    let (first, rest) = text.split_first_chunk()?;
    let (value, count) = digits(*first);
    if count < 8 {
        return (count > 0).then_some((i64::from(value), count));
    }
    let (more, count) = digits(*rest.first_chunk()?);
    let value = u32::try_from(count)
        .ok()
        .filter(|&count| count < 8)
        .map(|count| i64::from(value) * 10i64.pow(count) + i64::from(more))?;
    (value <= LARGEST_ID).then_some((value, 8 + count))
}

fn months() -> Vec<(i32, i32)> {
    let mut months = Vec::new();
    for year in FIRST_YEAR..=LAST_YEAR {
        // No month is called 0, or more than 12.
        months.extend((0..16).map(|month| {
            Day::new(year, month, 1).map_or((0, 0), |first| {
                (
                    first.epoch() - 1,
                    first.plus_months(1).epoch() - first.epoch(),
                )
            })
        }));
    }
    months
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::source::csv::line;

    fn quick() -> Quick {
        Quick {
            separator: b',',
            steps: vec![Step::Person, Step::Number(0), Step::Pass, Step::Day(1)],
            columns: 2,
            blank: Row {
                person: 0,
                values: [MISSING; WIDTH],
            },
            months: months(),
        }
    }

    fn careful<T>(
        text: &[u8],
        at: &mut usize,
        read: impl Fn(&[u8]) -> (T, usize),
    ) -> line::Value<T> {
        let (value, used, _) = line::field(&text[*at..], b',', read);
        *at += used;
        value
    }

    #[test]
    fn what_is_read_quickly_is_what_is_read_carefully() {
        let persons = [
            "7",
            "12345678",
            "1234567890",
            "1099511627775",
            "1099511627776",
            "",
            "x",
            " 3",
        ];
        let numbers = [
            "", "0", "42", "007", "1234567", "12345678", "-5", "\"4\"", "4 ", "4x",
        ];
        let passed = ["", "abc", "æ", "\"a,b\"", "1"];
        let days = [
            "2026-06-28",
            "2024-02-29",
            "2025-02-29",
            "1879-12-31",
            "9999-12-31",
            "2026-13-01",
            "2026-06-00",
            "2026-06-31",
            "28-06-2026",
            "",
            "2026-6-28",
            "2026-06-281",
            "20260628",
            "2026/06/28",
        ];
        let ends = [
            "\n1234567,1,1,2026-01-01\n",
            "\r\n1234567,1,1,2026-01-01\n",
            ",5\n12345678901",
            "",
        ];
        let quick = quick();
        let mut quickly = 0;
        for person in persons {
            for number in numbers {
                for pass in passed {
                    for day in days {
                        for end in ends {
                            let text = format!("{person},{number},{pass},{day}{end}");
                            let text = text.as_bytes();
                            let mut row = quick.blank;
                            let Some(feed) = quick.line(text, 0, &mut row) else {
                                continue;
                            };
                            quickly += 1;
                            let mut at = 0;
                            assert_eq!(
                                careful(text, &mut at, line::person),
                                line::Value::Read(row.person)
                            );
                            for (place, value) in row.values[..2].iter().enumerate() {
                                let expected = if place == 0 {
                                    careful(text, &mut at, line::number)
                                } else {
                                    at += line::skip(&text[at..], b',').0;
                                    careful(text, &mut at, line::day)
                                };
                                let expected = match expected {
                                    line::Value::Read(value) => value,
                                    line::Value::Empty => MISSING,
                                    line::Value::Unreadable => panic!("{text:?}"),
                                };
                                assert_eq!(*value, expected, "{text:?}");
                            }
                            assert_eq!(feed + 1, at, "{text:?}");
                        }
                    }
                }
            }
        }
        // Four ids, five numbers, four texts and three days, with two line ends.
        assert_eq!(quickly, 4 * 5 * 4 * 3 * 2);
    }
}
