//! The checks of a table's rows: what values may be, and that a spell ends after it begins.
//!
//! Whole columns are folded first, which costs a fraction of a nanosecond a value; only a block with a fault is searched.

#![expect(
    clippy::needless_bitwise_bool,
    reason = "without branches many rows are compared at a time"
)]

use figures::MISSING;

use super::{NOBODY, Rows};
use crate::fault::{Fault, Flaw};
use crate::layout::{Days, Field, Table};

/// The checks of one table.
#[derive(Debug)]
pub(crate) struct Checks {
    days: Option<Days>,
    columns: Vec<Allowed>,
}

/// What a column's values may be.
#[derive(Debug)]
struct Allowed {
    optional: bool,
    low: i32,
    high: i32,
    /// Where the range has gaps: whether `low + i` is allowed.
    listed: Vec<bool>,
}

impl Checks {
    pub(crate) fn new(table: &Table) -> Checks {
        Checks {
            days: table.days.clone(),
            columns: table.fields.iter().map(Allowed::new).collect(),
        }
    }

    /// How many columns of a table's rows are its days.
    fn leading(&self) -> usize {
        if self.days.is_some() { 2 } else { 0 }
    }

    /// Brings the ends of the rows from `from` on to the day after the last, and reports every row that cannot stand.
    pub(crate) fn apply(&self, rows: &mut Rows, from: usize, flaws: &mut Vec<Flaw>) {
        if let Some(days) = &self.days {
            ends(days, &mut rows.columns[1][from..]);
        }
        if self.any(rows, from) {
            for row in from..rows.len() {
                if let Some(flaw) = self.flaw(rows, row) {
                    flaws.push(flaw);
                }
            }
        }
    }

    fn any(&self, rows: &Rows, from: usize) -> bool {
        let mut any = rows.persons[from..].contains(&NOBODY);
        if let Some(days) = &self.days {
            any |= wrong_days(days, &rows.columns[0][from..], &rows.columns[1][from..]);
        }
        let fields = &rows.columns[self.leading()..];
        for (allowed, values) in self.columns.iter().zip(fields) {
            any |= allowed.any(&values[from..]);
        }
        any
    }

    /// The first thing wrong with a row.
    fn flaw(&self, rows: &Rows, row: usize) -> Option<Flaw> {
        let flaw = |column: Option<usize>, value: i32, fault: Fault| Flaw {
            row,
            column,
            value,
            fault,
        };
        if rows.persons[row] == NOBODY {
            return Some(flaw(None, MISSING, Fault::NoPerson));
        }
        // One value may be unreadable; where none can be read, the line does not fit its head.
        let unreadable = |column: &Vec<i32>| column[row] == super::UNREADABLE;
        if rows.columns.len() > 2 && rows.columns.iter().all(unreadable) {
            return Some(flaw(None, MISSING, Fault::Misfit));
        }
        if let Some(days) = &self.days {
            let (start, end) = (rows.columns[0][row], rows.columns[1][row]);
            if start == MISSING || end == MISSING {
                let column = usize::from(start != MISSING);
                return Some(flaw(Some(column), MISSING, Fault::Missing));
            }
            if start < days.from || start >= days.until {
                return Some(flaw(Some(0), start, Fault::Day));
            }
            if end == super::UNREADABLE {
                return Some(flaw(Some(1), end, Fault::Day));
            }
            if end <= start {
                return Some(flaw(None, MISSING, Fault::Reversed));
            }
            if end > days.until {
                return Some(flaw(Some(1), end, Fault::Day));
            }
        }
        let leading = self.leading();
        self.columns
            .iter()
            .zip(&rows.columns[leading..])
            .enumerate()
            .find_map(|(at, (allowed, values))| {
                let value = values[row];
                let fault = if value == MISSING {
                    Fault::Missing
                } else {
                    Fault::Value
                };
                (!allowed.holds(value)).then(|| flaw(Some(leading + at), value, fault))
            })
    }
}

/// From the end as it stands in the file to the day after the last.
fn ends(days: &Days, ends: &mut [i32]) {
    let step = i32::from(days.inclusive);
    if days.open_end {
        for end in &mut *ends {
            // 9999-12-31 and the like say that nobody knows an end yet.
            let open = *end == MISSING || (*end > 2_800_000 && *end != super::UNREADABLE);
            *end = if open { days.until - step } else { *end };
        }
    }
    for end in ends {
        let stays = *end == MISSING || *end == super::UNREADABLE;
        *end += if stays { 0 } else { step };
    }
}

fn wrong_days(days: &Days, starts: &[i32], ends: &[i32]) -> bool {
    starts.iter().zip(ends).fold(false, |any, (&start, &end)| {
        any | (start < days.from) | (end > days.until) | (start >= end)
    })
}

impl Allowed {
    fn new(field: &Field) -> Allowed {
        let low = field.allowed.first().map_or(0, |pair| pair.0);
        let high = field.allowed.last().map_or(-1, |pair| pair.1);
        let mut listed = Vec::new();
        if field.allowed.len() > 1 {
            listed = vec![false; usize::try_from(high - low).unwrap_or(0) + 1];
            for &(first, last) in &field.allowed {
                for code in first..=last {
                    listed[usize::try_from(code - low).unwrap_or(0)] = true;
                }
            }
        }
        Allowed {
            optional: field.optional,
            low,
            high,
            listed,
        }
    }

    fn any(&self, values: &[i32]) -> bool {
        match (self.optional, self.listed.is_empty()) {
            (false, true) => values.iter().fold(false, |any, &value| {
                any | (value < self.low) | (value > self.high)
            }),
            (true, true) => values.iter().fold(false, |any, &value| {
                any | ((value != MISSING) & ((value < self.low) | (value > self.high)))
            }),
            (optional, false) => {
                let listed = self.listed.as_slice();
                values.iter().fold(false, |any, &value| {
                    let at = value.wrapping_sub(self.low).cast_unsigned() as usize;
                    let holds = listed.get(at).copied().unwrap_or(false);
                    any | !(holds | (optional & (value == MISSING)))
                })
            }
        }
    }

    fn holds(&self, value: i32) -> bool {
        if value == MISSING {
            return self.optional;
        }
        if value < self.low || value > self.high {
            return false;
        }
        self.listed.is_empty() || self.listed[value.abs_diff(self.low) as usize]
    }
}
