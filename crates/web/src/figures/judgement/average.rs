//! The average of several periods, exact enough to be held against a threshold.

use rulebook::indicators::Quotient;
use tables::{MeasureKind, divide};

use super::gathered::Found;
use crate::error::WebError;
use crate::figures::numbers::Number;

/// The average of so many months: missing or hidden where one of them is.
pub(super) fn average(parts: &[Found], number: &Number) -> Result<Found, WebError> {
    let mut numbers = Vec::new();
    let mut is_hidden = false;
    for part in parts {
        match part {
            Found::Known(number, _, _) => numbers.push(*number),
            Found::Hidden => is_hidden = true,
            Found::Missing(needs) => return Ok(Found::Missing(needs.clone())),
        }
    }
    if is_hidden {
        return Ok(Found::Hidden);
    }
    let percent = number.kind == MeasureKind::Ratio;
    let scale = if percent { 100 } else { 1 };
    let Some(exact) = Quotient::average(&numbers).or_else(|| nearly(&numbers)) else {
        return Ok(Found::Missing(None));
    };
    let (above, below) = (i128::from(exact.above), i128::from(exact.below));
    let shown = divide(above, below, scale, number.places).map_err(WebError::fault)?;
    Ok(Found::Known(exact, shown, percent))
}

/// The average where the exact fraction is too large to be written down: to nine decimals, so that an average that lies exactly
/// on a threshold is still seen to do so.
fn nearly(numbers: &[Quotient]) -> Option<Quotient> {
    const FINE: i128 = 1_000_000_000_000_000;
    const COARSE: i64 = 1_000_000_000;
    let mut sum: i128 = 0;
    for number in numbers {
        let (above, below) = (i128::from(number.above), i128::from(number.below));
        if below <= 0 {
            return None;
        }
        sum = sum.checked_add(above.checked_mul(FINE)?.checked_add(below / 2)? / below)?;
    }
    let count = i128::try_from(numbers.len())
        .ok()
        .filter(|count| *count > 0)?;
    let shown = divide(sum, FINE.checked_mul(count)?, 1, 9).ok()?;
    Some(Quotient {
        above: i64::try_from(shown.units).ok()?,
        below: COARSE,
    })
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_average_of_many_shares_is_still_exact_on_its_threshold() {
        // A fifth in every month, of numbers without common divisors: one a little more, the next as much less.
        let primes = [1_009_i64, 1_013, 1_019, 1_021, 1_031, 1_033];
        let numbers: Vec<Quotient> = primes
            .iter()
            .flat_map(|prime| {
                [
                    Quotient {
                        above: prime + 5,
                        below: 5 * prime,
                    },
                    Quotient {
                        above: prime - 5,
                        below: 5 * prime,
                    },
                ]
            })
            .collect();
        let average = Quotient::average(&numbers).or_else(|| nearly(&numbers));
        let fifth = Quotient {
            above: 20,
            below: 100,
        };
        let average = average.unwrap();
        assert!(average.compares(figures::Comparison::AtLeast, fifth));
        assert!(!average.compares(figures::Comparison::MoreThan, fifth));
        assert_eq!(
            nearly(&numbers),
            Some(Quotient {
                above: 200_000_000,
                below: 1_000_000_000
            })
        );
        assert_eq!(nearly(&[]), None);
    }
}
