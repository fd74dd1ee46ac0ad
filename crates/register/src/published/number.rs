//! A published number, digit for digit: no float stands between the file and what is kept.

use tables::Decimal;

use super::PublishedNumber;

/// Which character stands before the decimals.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum DecimalMark {
    /// `1.234,5`: a full stop may group thousands.
    Comma,
    /// `1234.5`.
    Point,
}

/// Why a text is no number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum NumberProblem {
    /// Something that is neither digit, sign nor mark.
    Character,
    /// Full stops that do not stand before three digits each.
    Grouping,
    /// More digits than can be kept.
    TooLong,
}

/// The symbols that stand where a number is missing, unknown or not shown.
const MISSING: [&str; 8] = ["", "-", ".", "..", "...", "....", "\u{2013}", "*"];

/// Reads a number or the symbol in its place.
pub(super) fn number(text: &str, mark: DecimalMark) -> Result<PublishedNumber, NumberProblem> {
    let text = text.trim();
    if MISSING.contains(&text) {
        return Ok(PublishedNumber::Missing(text.to_owned()));
    }
    decimal(text, mark).map(PublishedNumber::Number)
}

pub(crate) fn decimal(text: &str, mark: DecimalMark) -> Result<Decimal, NumberProblem> {
    let (negative, digits) = match text.strip_prefix(['-', '\u{2212}']) {
        Some(rest) => (true, rest),
        None => (false, text),
    };
    let (whole, decimals) = match mark {
        DecimalMark::Comma => digits.split_once(',').unwrap_or((digits, "")),
        DecimalMark::Point => digits.split_once('.').unwrap_or((digits, "")),
    };
    let whole = match mark {
        DecimalMark::Comma => ungrouped(whole)?,
        DecimalMark::Point => whole.to_owned(),
    };
    let all = format!("{whole}{decimals}");
    if whole.is_empty() || !all.bytes().all(|byte| byte.is_ascii_digit()) {
        return Err(NumberProblem::Character);
    }
    if all.len() > 30 {
        return Err(NumberProblem::TooLong);
    }
    let units: i128 = all.parse().map_err(|_| NumberProblem::TooLong)?;
    let places = u8::try_from(decimals.len()).map_err(|_| NumberProblem::TooLong)?;
    Ok(Decimal {
        units: if negative { -units } else { units },
        places,
    })
}

fn ungrouped(whole: &str) -> Result<String, NumberProblem> {
    let groups: Vec<&str> = whole.split(['.', '\u{a0}', ' ']).collect();
    let sound = groups.len() == 1
        || groups[0].len() <= 3
            && !groups[0].is_empty()
            && groups[1..].iter().all(|group| group.len() == 3);
    if sound {
        Ok(groups.concat())
    } else {
        Err(NumberProblem::Grouping)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn read(text: &str, mark: DecimalMark) -> (i128, u8) {
        match number(text, mark) {
            Ok(PublishedNumber::Number(decimal)) => (decimal.units, decimal.places),
            other => panic!("{text}: {other:?}"),
        }
    }

    #[test]
    fn keeps_every_digit() {
        assert_eq!(read("1.234,50", DecimalMark::Comma), (123_450, 2));
        assert_eq!(read("-0,3", DecimalMark::Comma), (-3, 1));
        assert_eq!(read("12345", DecimalMark::Comma), (12_345, 0));
        assert_eq!(read("1234.5", DecimalMark::Point), (12_345, 1));
        assert_eq!(read("1 234", DecimalMark::Comma), (1_234, 0));
    }

    #[test]
    fn keeps_the_symbol_of_what_is_missing() {
        for symbol in MISSING {
            let read = number(symbol, DecimalMark::Comma);
            assert_eq!(read, Ok(PublishedNumber::Missing(symbol.to_owned())));
        }
    }

    #[test]
    fn refuses_what_could_be_read_in_two_ways() {
        let grouping = Err(NumberProblem::Grouping);
        assert_eq!(number("12.34", DecimalMark::Comma), grouping);
        assert_eq!(number(".345", DecimalMark::Comma), grouping);
        assert_eq!(
            number("1,234.5", DecimalMark::Comma),
            Err(NumberProblem::Character)
        );
        assert_eq!(
            number("1e9", DecimalMark::Point),
            Err(NumberProblem::Character)
        );
        let long = "9".repeat(31);
        assert_eq!(
            number(&long, DecimalMark::Point),
            Err(NumberProblem::TooLong)
        );
    }
}
