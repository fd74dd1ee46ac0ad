//! What stands in a cell: a number made of the engine's integers of a row and of what stands around it.

use calendar::Day;
use figures::{CubeRow, DayCount, Periods, WorkingDays};
use tables::{Cell, MeasureKind, Quantity};

use super::numbers::{Made, Number};
use crate::series::Below;

/// What a cell is made of beside its row.
#[derive(Clone, Copy)]
pub(crate) struct Around<'a> {
    pub(crate) numbers: &'a [Number],
    pub(crate) periods: &'a Periods,
    pub(crate) working_days: Option<&'a WorkingDays>,
    /// The given number of a series, by its place, for some members in a span of days.
    pub(crate) below: &'a Wholes<'a>,
    /// The same rows month by month.
    pub(crate) months: Option<&'a MonthRows<'a>>,
}

/// The given number of a series, by its place, for some members in a span of days.
pub(crate) type Wholes<'a> = dyn Fn(usize, &[i32], (Day, Day)) -> Below + 'a;

/// The months of a table.
pub(crate) struct MonthRows<'a> {
    pub(crate) periods: &'a Periods,
    pub(crate) rows: &'a [CubeRow],
    pub(crate) unknown: &'a [u32],
}

impl Number {
    /// What is above and below the line; nothing is below a counted number. Zero over zero where it is no fraction of the row's own
    /// integers.
    pub(crate) fn fraction(
        &self,
        row: &CubeRow,
        periods: &Periods,
        working_days: Option<&WorkingDays>,
    ) -> (i64, Option<i64>) {
        match self.made {
            Made::Counted(at) => (row.numbers[at], None),
            Made::Over { of, over, .. } => (row.numbers[of], Some(row.numbers[over])),
            Made::FullTime {
                of,
                denominator,
                days,
            } => {
                let days = length(days, periods, row.period, working_days);
                (row.numbers[of], Some(i64::from(denominator) * days))
            }
            Made::Series { .. } | Made::Average { .. } => (0, Some(0)),
        }
    }

    /// Whether it is a fraction of its row's own integers.
    pub(crate) fn is_own(&self) -> bool {
        !matches!(self.made, Made::Series { .. } | Made::Average { .. })
    }

    /// The number as a table has it.
    pub(crate) fn cell(&self, row: &CubeRow, around: &Around<'_>) -> Cell {
        match self.made {
            Made::Series {
                of, series, weight, ..
            } => self.share(row, around, (of, series, weight)),
            Made::Average { of, kind, .. } => average(row, around, of, kind),
            _ => self.own(row, around),
        }
    }

    fn own(&self, row: &CubeRow, around: &Around<'_>) -> Cell {
        let (above, below) = self.fraction(row, around.periods, around.working_days);
        let (inside, all) = self.support.map_or((above, below.unwrap_or(above)), |of| {
            (row.numbers[of.inside], row.numbers[of.all])
        });
        match below {
            None if self.kind() == MeasureKind::Count => Cell::count(above),
            Some(below) if below <= 0 => Cell::NotApplicable,
            Some(below) if self.kind() == MeasureKind::Ratio => Cell::Known(Quantity::Ratio {
                numerator: above.into(),
                denominator: below.into(),
                inside,
                // A part that is no part of the whole is not smaller than it.
                all: all.max(inside),
            }),
            below => Cell::Known(Quantity::Amount {
                units: above.into(),
                per: below.unwrap_or(1).into(),
                persons: all,
            }),
        }
    }

    /// A share of a number that was given.
    fn share(
        &self,
        row: &CubeRow,
        around: &Around<'_>,
        (of, series, weight): (usize, usize, Option<(u32, DayCount)>),
    ) -> Cell {
        let at = row.period as usize;
        let bounds = &around.periods.bounds;
        let span = (Day::from_epoch(bounds[at]), Day::from_epoch(bounds[at + 1]));
        let (units, scale) = match (around.below)(series, &row.members, span) {
            Below::Number { units, scale } => (units, scale),
            Below::Missing => return Cell::Unknown { needs: None },
            Below::Senseless => return Cell::NotApplicable,
        };
        let per = weight.map_or(1, |(weight, days)| {
            let days = length(days, around.periods, row.period, around.working_days);
            i128::from(weight) * i128::from(days)
        });
        let numerator = i128::from(row.numbers[of]).checked_mul(scale);
        let denominator = per.checked_mul(units).filter(|below| *below > 0);
        let (Some(numerator), Some(denominator)) = (numerator, denominator) else {
            return Cell::NotApplicable;
        };
        let inside = self.support.map_or(0, |of| row.numbers[of.inside]);
        let all = i64::try_from(units / scale).unwrap_or(i64::MAX);
        Cell::Known(Quantity::Ratio {
            numerator,
            denominator,
            inside,
            all: all.max(inside),
        })
    }
}

/// The average of a number over the months of a period: unknown where one of them is. It is about as few persons as that month of
/// which it tells most, months of nobody aside.
fn average(row: &CubeRow, around: &Around<'_>, of: usize, kind: MeasureKind) -> Cell {
    let Some(months) = around.months else {
        return Cell::Unknown { needs: None };
    };
    let bounds = &around.periods.bounds;
    let at = row.period as usize;
    let month = |day: i32| months.periods.bounds.partition_point(|start| *start < day);
    let within = Around {
        periods: months.periods,
        months: None,
        ..*around
    };
    let mut fractions = Vec::new();
    let (mut fewest, mut rest) = (0, i64::MAX);
    for period in month(bounds[at])..month(bounds[at + 1]) {
        let Ok(period) = u32::try_from(period) else {
            return Cell::Unknown { needs: None };
        };
        if months.unknown.contains(&period) {
            return Cell::Unknown { needs: None };
        }
        let key = (period, row.members.as_slice());
        let found = (months.rows).binary_search_by(|one| (one.period, &*one.members).cmp(&key));
        let zero;
        let one = if let Ok(at) = found {
            &months.rows[at]
        } else {
            zero = CubeRow {
                period,
                members: row.members.clone(),
                numbers: vec![0; row.numbers.len()].into(),
            };
            &zero
        };
        let quantity = match around.numbers[of].cell(one, &within) {
            Cell::Known(quantity) => quantity,
            other => return other,
        };
        let persons = match quantity {
            Quantity::Count(persons) | Quantity::Amount { persons, .. } => persons,
            Quantity::Ratio { inside, all, .. } => {
                rest = rest.min(all - inside);
                inside
            }
        };
        if persons > 0 {
            fewest = if fewest == 0 {
                persons
            } else {
                persons.min(fewest)
            };
        }
        fractions.push(quantity.fraction());
    }
    let Some((above, below)) = mean(&fractions) else {
        return Cell::NotApplicable;
    };
    Cell::Known(if kind == MeasureKind::Ratio {
        Quantity::Ratio {
            numerator: above,
            denominator: below,
            inside: fewest,
            all: fewest.saturating_add(rest),
        }
    } else {
        Quantity::Amount {
            units: above,
            per: below,
            persons: fewest,
        }
    })
}

/// What an average that cannot be written down exactly is told in.
const FINE: i128 = 1_000_000_000_000;

/// The plain average of fractions, exactly; where it cannot be written down, to twelve decimals. `None` of none.
fn mean(fractions: &[(i128, i128)]) -> Option<(i128, i128)> {
    let count = i128::try_from(fractions.len())
        .ok()
        .filter(|count| *count > 0)?;
    let exact = || {
        let mut sum: (i128, i128) = (0, 1);
        for &(above, below) in fractions {
            let common = divisor(sum.1, below);
            let left = sum.0.checked_mul(below / common)?;
            let right = above.checked_mul(sum.1 / common)?;
            sum = (left.checked_add(right)?, sum.1.checked_mul(below / common)?);
        }
        Some((sum.0, sum.1.checked_mul(count)?))
    };
    let nearly = || {
        let mut sum: i128 = 0;
        for &(above, below) in fractions {
            sum = sum.checked_add(above.checked_mul(FINE)?.checked_add(below / 2)? / below)?;
        }
        Some((sum, FINE.checked_mul(count)?))
    };
    // What is multiplied by a hundred when it is shown must still fit.
    exact()
        .filter(|(above, below)| {
            above.checked_mul(1_000_000).is_some() && *below < i128::MAX / 1000
        })
        .or_else(nearly)
}

/// The greatest common divisor of two numbers above zero.
fn divisor(mut one: i128, mut other: i128) -> i128 {
    while other != 0 {
        (one, other) = (other, one % other);
    }
    one
}

/// The days of a period that count; 0 where nobody can tell.
fn length(
    counted: DayCount,
    periods: &Periods,
    period: u32,
    working_days: Option<&WorkingDays>,
) -> i64 {
    let at = period as usize;
    let (from, until) = (periods.bounds[at], periods.bounds[at + 1]);
    match counted {
        DayCount::Calendar => i64::from(until - from),
        DayCount::Working => working_days
            .and_then(|days| days.between(from, until))
            .map_or(0, i64::from),
    }
}

#[cfg(test)]
mod tests {
    use super::mean;

    #[test]
    fn the_mean_of_fractions_is_exact_where_it_can_be_written_down() {
        assert_eq!(
            mean(&[(3100, 3100), (1400, 2800)]),
            Some((130_200, 173_600))
        );
        assert_eq!(mean(&[]), None);
        let fine: Vec<(i128, i128)> = (0..12).map(|at| (1, 10_i128.pow(9) + at)).collect();
        let (above, below) = mean(&fine).expect("a mean");
        assert_eq!(above * 1_000_000_000 / below, 1);
    }
}
