//! Numbers as fractions: compared and averaged without a division, so nothing is rounded before it is shown.

use figures::Comparison;

use super::{How, IndicatorVersion, Shown};

/// A number as a fraction, compared by cross-multiplication; `below` > 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Quotient {
    /// Above the line.
    pub above: i64,
    /// Below the line.
    pub below: i64,
}

impl Quotient {
    /// Whether this compares so with the other.
    pub fn compares(self, compare: Comparison, other: Quotient) -> bool {
        let left = i128::from(self.above) * i128::from(other.below);
        let right = i128::from(other.above) * i128::from(self.below);
        compare.holds(&left, &right)
    }

    /// The plain average, exactly, in lowest terms. `None` without numbers, with a number that has nothing below its line,
    /// and where the fraction does not fit.
    pub fn average(numbers: &[Quotient]) -> Option<Quotient> {
        let mut sum: (i128, i128) = (0, 1);
        for number in numbers {
            let (above, below) = (i128::from(number.above), i128::from(number.below));
            if below <= 0 {
                return None;
            }
            let common = common(sum.1, below);
            let left = sum.0.checked_mul(below / common)?;
            let right = above.checked_mul(sum.1 / common)?;
            sum = (left.checked_add(right)?, sum.1.checked_mul(below / common)?);
        }
        let count = i128::try_from(numbers.len())
            .ok()
            .filter(|count| *count > 0)?;
        let below = sum.1.checked_mul(count)?;
        let shared = common(sum.0, below);
        Some(Quotient {
            above: i64::try_from(sum.0 / shared).ok()?,
            below: i64::try_from(below / shared).ok()?,
        })
    }

    /// `75 %` or a whole number.
    pub(super) fn parsed(text: &str) -> Option<Quotient> {
        let text = text.trim();
        let (digits, below) = match text.strip_suffix('%') {
            Some(digits) => (digits.trim(), 100),
            None => (text, 1),
        };
        let above = digits.parse().ok()?;
        Some(Quotient { above, below })
    }
}

/// The greatest common divisor of two numbers, of which the second is above zero.
fn common(one: i128, other: i128) -> i128 {
    let (mut one, mut other) = (one.abs(), other);
    while one != 0 {
        (one, other) = (other % one, one);
    }
    other
}

impl IndicatorVersion {
    /// A shown number of one cell and one period, from the numbers of the measures and the days of the period that the measure
    /// counts. `None` where nothing is below the line, and for numbers that need more: an imported number, several months.
    pub fn quotient(&self, shown: &Shown, numbers: &[i64], days: u32) -> Option<Quotient> {
        let number = |id: &str| numbers.get(self.measure(id)?).copied();
        let (above, below) = match &shown.how {
            How::Number(of) => (number(of)?, 1),
            How::Over { of, over } => (number(of)?, number(over)?),
            How::FullTime { of, denominator } => {
                let below = i64::from(*denominator) * i64::from(days);
                (number(of)?, below)
            }
            How::OverSeries { .. } | How::AverageOfMonths { .. } => return None,
        };
        (below > 0).then_some(Quotient { above, below })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn of(above: i64, below: i64) -> Quotient {
        Quotient { above, below }
    }

    #[test]
    fn an_average_of_months_is_one_fraction() {
        // 100 % through January and February of 2024 and half of March: (1 + 1 + 15/31) / 3.
        let months = [of(3_100, 3_100), of(2_900, 2_900), of(1_500, 3_100)];
        assert_eq!(Quotient::average(&months), Some(of(77, 93)));
        // Over the quarter's days it would be 75/91: two methods, two numbers.
        assert_ne!(77 * 91, 93 * 75);
        assert_eq!(Quotient::average(&[of(7, 1), of(8, 1)]), Some(of(15, 2)));
        assert_eq!(Quotient::average(&[of(0, 5)]), Some(of(0, 1)));
        assert_eq!(Quotient::average(&[of(-1, 2), of(0, 1)]), Some(of(-1, 4)));
    }

    #[test]
    fn an_average_without_all_its_numbers_is_none() {
        assert_eq!(Quotient::average(&[]), None);
        assert_eq!(Quotient::average(&[of(1, 2), of(0, 0)]), None);
        let large = [of(i64::MAX, 1), of(i64::MAX - 1, i64::MAX)];
        assert_eq!(Quotient::average(&large), None);
    }
}
