//! Division and rounding, once, where a number is shown; and how numbers are written in each language.
//!
//! Everything before this point is exact integers. A [`Decimal`] is what a reader sees: an integer number of tenths,
//! hundredths and so on, rounded by a named rule.

use crate::text::Language;

/// How a column of numbers is rounded where it is shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash, Default)]
pub enum Rounding {
    /// Each number by itself, halves away from zero: 16.55 → 16.6 and −0.5 → −1.
    #[default]
    HalfAwayFromZero,
    /// The parts of a total so that what is printed adds up to the printed total (largest remainders, see [`round_to_sum`]).
    ToSum,
}

/// A rounded number: `units` of 10 to the power of minus `places`.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub struct Decimal {
    /// The number without its decimal mark.
    pub units: i128,
    /// How many of its digits stand after the mark.
    pub places: u8,
}

/// What cannot be divided or written.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum NumberFault {
    /// A denominator of zero or less.
    #[error("a denominator must be positive, this one is {0}")]
    Denominator(i128),
    /// The result does not fit in 128 bits.
    #[error("the number is too large to be written with {0} decimals")]
    Overflow(u8),
}

/// `numerator / denominator × scale`, rounded half away from zero to `places` decimals.
///
/// `scale` is 1 for a plain number and 100 for per cent.
///
/// ```
/// let third = tables::divide(1, 3, 100, 1).unwrap();
/// assert_eq!(third.written(tables::Language::Danish), "33,3");
/// ```
pub fn divide(
    numerator: i128,
    denominator: i128,
    scale: i128,
    places: u8,
) -> Result<Decimal, NumberFault> {
    if denominator <= 0 {
        return Err(NumberFault::Denominator(denominator));
    }
    let overflow = NumberFault::Overflow(places);
    let power = 10_i128.checked_pow(places.into()).ok_or(overflow)?;
    let scaled = numerator
        .checked_mul(scale)
        .and_then(|product| product.checked_mul(power))
        .ok_or(overflow)?;
    let (quotient, remainder) = (scaled / denominator, scaled % denominator);
    let reaches_half = remainder.unsigned_abs() >= denominator.unsigned_abs().div_ceil(2);
    let away = if reaches_half { scaled.signum() } else { 0 };
    Ok(Decimal {
        units: quotient + away,
        places,
    })
}

/// Rounds parts so that they add up to the rounded total.
///
/// Each part is first rounded towards negative infinity; the units that are then missing go to the parts with the
/// largest remainders, the earlier part first where remainders are equal. A part moves less than one unit.
/// `parts` are numerators over one common `denominator`.
pub fn round_to_sum(
    parts: &[i128],
    denominator: i128,
    scale: i128,
    places: u8,
) -> Result<Vec<Decimal>, NumberFault> {
    let sum = parts
        .iter()
        .try_fold(0_i128, |sum, part| sum.checked_add(*part))
        .ok_or(NumberFault::Overflow(places))?;
    let total = divide(sum, denominator, scale, places)?;
    round_to(parts, denominator, scale, total)
}

/// Rounds parts so that they add up to a total that was itself rounded up or down.
pub(crate) fn round_to(
    parts: &[i128],
    denominator: i128,
    scale: i128,
    total: Decimal,
) -> Result<Vec<Decimal>, NumberFault> {
    let places = total.places;
    if denominator <= 0 {
        return Err(NumberFault::Denominator(denominator));
    }
    let overflow = NumberFault::Overflow(places);
    let factor = 10_i128
        .checked_pow(places.into())
        .and_then(|power| power.checked_mul(scale))
        .ok_or(overflow)?;
    let mut floors = Vec::with_capacity(parts.len());
    let mut remainders = Vec::with_capacity(parts.len());
    for (position, part) in parts.iter().enumerate() {
        let scaled = part.checked_mul(factor).ok_or(overflow)?;
        floors.push(scaled.div_euclid(denominator));
        remainders.push((scaled.rem_euclid(denominator), position));
    }
    let missing = total.units - floors.iter().sum::<i128>();
    remainders.sort_by_key(|(remainder, position)| (std::cmp::Reverse(*remainder), *position));
    let missing = usize::try_from(missing).expect("floors never add up to more than the total");
    for (_, position) in remainders.into_iter().take(missing) {
        floors[position] += 1;
    }
    let decimal = |units| Decimal { units, places };
    Ok(floors.into_iter().map(decimal).collect())
}

impl Decimal {
    /// A whole number.
    pub const fn whole(units: i128) -> Decimal {
        Decimal { units, places: 0 }
    }

    /// The number as a reader of the language writes it, with marks between thousands and a real minus sign.
    pub fn written(self, language: Language) -> String {
        let (thousands, mark) = match language {
            Language::Danish => ('.', ','),
            Language::English => (',', '.'),
        };
        self.render(Some(thousands), mark, '\u{2212}')
    }

    /// The number as a share: with a per cent sign, and a no-break space before it so that both stay on one line.
    pub fn written_percent(self, language: Language) -> String {
        format!("{}\u{a0}%", self.written(language))
    }

    /// The number as a Danish CSV file writes it: decimal comma, nothing between thousands.
    pub fn in_danish_file(self) -> String {
        self.render(None, ',', '-')
    }

    /// The number with a decimal point and nothing between thousands, as JSON and most programs read it.
    pub fn plain(self) -> String {
        self.render(None, '.', '-')
    }

    fn render(self, thousands: Option<char>, mark: char, minus: char) -> String {
        let places = usize::from(self.places);
        let digits = format!("{:0>width$}", self.units.unsigned_abs(), width = places + 1);
        let (whole, fraction) = digits.split_at(digits.len() - places);
        let mut out = String::with_capacity(digits.len() * 2);
        if self.units < 0 {
            out.push(minus);
        }
        for (position, digit) in whole.chars().enumerate() {
            if position > 0 && (whole.len() - position).is_multiple_of(3) {
                out.extend(thousands);
            }
            out.push(digit);
        }
        if places > 0 {
            out.push(mark);
            out.push_str(fraction);
        }
        out
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn shown(numerator: i128, denominator: i128, scale: i128, places: u8) -> String {
        divide(numerator, denominator, scale, places)
            .unwrap()
            .written(Language::Danish)
    }

    #[test]
    fn halves_go_away_from_zero() {
        assert_eq!(shown(1, 2, 1, 0), "1");
        assert_eq!(shown(-1, 2, 1, 0), "−1");
        assert_eq!(shown(3, 2, 1, 0), "2");
        assert_eq!(shown(5, 2, 1, 0), "3");
        assert_eq!(shown(-5, 2, 1, 0), "−3");
        assert_eq!(shown(1, 3, 1, 0), "0");
        assert_eq!(shown(2, 3, 1, 0), "1");
        assert_eq!(shown(49, 100, 1, 0), "0");
    }

    #[test]
    fn numbers_are_written_the_danish_and_the_english_way() {
        let number = Decimal {
            units: 12_345,
            places: 1,
        };
        assert_eq!(number.written(Language::Danish), "1.234,5");
        assert_eq!(number.written(Language::English), "1,234.5");
        assert_eq!(number.written_percent(Language::Danish), "1.234,5\u{a0}%");
        assert_eq!(number.in_danish_file(), "1234,5");
        assert_eq!(number.plain(), "1234.5");
        let small = Decimal {
            units: -5,
            places: 2,
        };
        assert_eq!(small.written(Language::Danish), "−0,05");
        assert_eq!(
            Decimal::whole(1_000_000).written(Language::Danish),
            "1.000.000"
        );
        assert_eq!(Decimal::whole(-999).plain(), "-999");
    }

    #[test]
    fn a_total_of_complaints_is_read_to_the_hundredth() {
        // 2,479 of 10,774 changed or sent back: 23.01 %.
        assert_eq!(shown(2_479, 10_774, 100, 2), "23,01");
        // 58 of 670 is 8.657 %, which rounds to 8.7 and not to the 8.6 that was printed to make parts add up.
        assert_eq!(shown(58, 670, 100, 1), "8,7");
    }

    #[test]
    fn rounding_to_sum_makes_parts_add_up_and_says_so_by_name() {
        // 42 and 58 of 670: together 14.9 %, singly 6.3 and 8.7, which would add up to 15.0.
        let parts = round_to_sum(&[42, 58], 670, 100, 1).unwrap();
        assert_eq!(
            parts.iter().map(|part| part.units).collect::<Vec<_>>(),
            [63, 86]
        );
        let thirds = round_to_sum(&[1, 1, 1], 3, 100, 0).unwrap();
        assert_eq!(
            thirds.iter().map(|part| part.units).collect::<Vec<_>>(),
            [34, 33, 33]
        );
        let signed = round_to_sum(&[-15, 25], 10, 1, 0).unwrap();
        assert_eq!(signed.iter().map(|part| part.units).sum::<i128>(), 1);
        assert!(round_to_sum(&[], 1, 1, 0).unwrap().is_empty());
    }

    #[test]
    fn what_cannot_be_divided_is_refused() {
        assert_eq!(divide(1, 0, 1, 0), Err(NumberFault::Denominator(0)));
        assert_eq!(divide(i128::MAX, 1, 100, 0), Err(NumberFault::Overflow(0)));
    }

    proptest::proptest! {
        #[test]
        fn rounding_is_within_half_a_unit(numerator in -1_000_000_i128..1_000_000, denominator in 1_i128..10_000, places in 0_u8..4) {
            let rounded = divide(numerator, denominator, 1, places).unwrap().units;
            let exact_times = numerator * 10_i128.pow(places.into());
            let twice = 2 * (rounded * denominator - exact_times).abs();
            proptest::prop_assert!(twice <= denominator);
            if twice == denominator {
                proptest::prop_assert!(rounded.abs() * denominator > exact_times.abs());
            }
        }

        #[test]
        fn parts_add_up_to_the_rounded_total(parts in proptest::collection::vec(-500_i128..500, 0..12), denominator in 1_i128..700) {
            let rounded = round_to_sum(&parts, denominator, 100, 1).unwrap();
            let total = divide(parts.iter().sum(), denominator, 100, 1).unwrap();
            proptest::prop_assert_eq!(rounded.iter().map(|part| part.units).sum::<i128>(), total.units);
            for (part, shown) in parts.iter().zip(&rounded) {
                proptest::prop_assert!((shown.units * denominator - part * 1_000).abs() <= denominator);
            }
        }
    }
}
