//! Numbers as people write them, kept exactly.

use crate::population::Ratio;

/// A decimal number: `digits` / 10^`places`.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Decimal {
    digits: i64,
    places: u32,
    /// Three digits after the sign, as in 1.000 and 2,220: Danes and Englishmen read that differently.
    pub(crate) ambiguous: bool,
}

impl Decimal {
    /// Reads digits with one decimal comma or point; `None` if there are too many of them.
    pub(crate) fn read(text: &str) -> Option<Decimal> {
        let (whole, fraction) = text.split_once([',', '.']).unwrap_or((text, ""));
        let digits: i64 = format!("{whole}{fraction}").parse().ok()?;
        let places = u32::try_from(fraction.len()).ok()?;
        let leading = whole.trim_start_matches('-');
        let ambiguous = fraction.len() == 3 && leading.len() <= 3 && !leading.starts_with('0');
        (places <= 9).then_some(Decimal {
            digits,
            places,
            ambiguous,
        })
    }

    /// `digits` / 10^`places`; `None` if it does not fit.
    pub(crate) fn new(digits: u64, places: u32) -> Option<Decimal> {
        Some(Decimal {
            digits: i64::try_from(digits).ok()?,
            places,
            ambiguous: false,
        })
    }

    /// The number as a whole one, where it is.
    pub(crate) fn whole(self) -> Option<i64> {
        self.times(1)
    }

    /// The number times a factor, where that is a whole number.
    pub(crate) fn times(self, factor: i64) -> Option<i64> {
        let product = i128::from(self.digits) * i128::from(factor);
        let unit = 10_i128.pow(self.places);
        let whole = (product % unit == 0).then_some(product / unit)?;
        i64::try_from(whole).ok()
    }

    /// The number over `denominator`, in lowest terms; `None` if it is negative or does not fit.
    pub(crate) fn over(self, denominator: i64) -> Option<Ratio> {
        let unit = 10_i64.checked_pow(self.places)?.checked_mul(denominator)?;
        ratio(self.digits, unit)
    }

    /// The number with a decimal comma.
    pub(crate) fn text(self) -> String {
        let unit = 10_i64.pow(self.places);
        let sign = if self.digits < 0 { "-" } else { "" };
        let digits = self.digits.unsigned_abs();
        let unit = unit.unsigned_abs();
        match self.places {
            0 => format!("{sign}{digits}"),
            places => {
                let width = places as usize;
                format!("{sign}{},{:0width$}", digits / unit, digits % unit)
            }
        }
    }

    /// Whether it has digits after the comma.
    pub(crate) fn has_places(self) -> bool {
        self.places > 0
    }
}

/// A share in lowest terms; `None` if it is negative or does not fit.
pub(crate) fn ratio(numerator: i64, denominator: i64) -> Option<Ratio> {
    if numerator < 0 || denominator <= 0 {
        return None;
    }
    let divisor = greatest_common_divisor(numerator, denominator);
    Some(Ratio {
        numerator: u32::try_from(numerator / divisor).ok()?,
        denominator: u32::try_from(denominator / divisor).ok()?,
    })
}

fn greatest_common_divisor(one: i64, other: i64) -> i64 {
    if other == 0 {
        one.max(1)
    } else {
        greatest_common_divisor(other, one % other)
    }
}

#[cfg(test)]
mod tests {
    use super::{Decimal, ratio};

    #[test]
    fn decimals_are_exact() {
        let read = |text| Decimal::read(text).expect("a number");
        assert_eq!(read("10,5").times(60), Some(630));
        assert_eq!(read("10,55").times(60), Some(633));
        assert_eq!(read("10,51").times(60), None);
        assert_eq!(read("80").over(100), ratio(4, 5));
        assert_eq!(read("66,7").over(100), ratio(667, 1000));
        assert!(read("1.000").ambiguous && read("2,220").ambiguous);
        assert!(!read("0,366").ambiguous && !read("1000").ambiguous);
        assert_eq!(Decimal::read("99999999999999999999"), None);
    }
}
