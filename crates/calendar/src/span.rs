//! Lengths of time as law writes them: `P8W`, `P6M`, `P1Y`, `P14D`, and `P7WD` for working days.

use std::fmt;
use std::str::FromStr;

use serde::{Deserialize, Deserializer, Serialize, Serializer};

/// A length of time in months, days and working days, added in that order.
///
/// The text form is ISO 8601 with years, months, weeks and days, plus `WD` for working days.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub struct Span {
    /// Whole months; a year is twelve.
    pub months: u16,
    /// Days; a week is seven.
    pub days: u16,
    /// Working days.
    pub working_days: u16,
}

/// A text that is not a length of time.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("»{text}« is not a length of time; write for example P8W, P6M, P14D or P7WD")]
pub struct SpanError {
    /// What was read.
    pub text: String,
}

impl Span {
    /// No time at all: the same day.
    pub const ZERO: Span = Span {
        months: 0,
        days: 0,
        working_days: 0,
    };

    /// That many days.
    pub const fn days(days: u16) -> Span {
        Span { days, ..Span::ZERO }
    }

    /// That many weeks of seven days.
    pub const fn weeks(weeks: u16) -> Span {
        Span {
            days: weeks * 7,
            ..Span::ZERO
        }
    }

    /// That many months.
    pub const fn months(months: u16) -> Span {
        Span {
            months,
            ..Span::ZERO
        }
    }

    /// That many working days.
    pub const fn working_days(working_days: u16) -> Span {
        Span {
            working_days,
            ..Span::ZERO
        }
    }

    /// Whether the span is no time at all.
    pub fn is_zero(self) -> bool {
        self == Span::ZERO
    }
}

impl FromStr for Span {
    type Err = SpanError;

    fn from_str(text: &str) -> Result<Span, SpanError> {
        parse(text).ok_or_else(|| SpanError {
            text: text.to_owned(),
        })
    }
}

/// Reads units in falling order, each at most once; `None` for anything else.
fn parse(text: &str) -> Option<Span> {
    let mut rest = text.strip_prefix('P')?;
    let mut span = Span::ZERO;
    let mut last_rank = 0;
    if rest.is_empty() {
        return None;
    }
    while !rest.is_empty() {
        let digits = rest.bytes().take_while(u8::is_ascii_digit).count();
        let count: u16 = rest[..digits].parse().ok()?;
        rest = &rest[digits..];
        let (rank, unit) = match rest {
            _ if rest.starts_with("WD") => (5, "WD"),
            _ if rest.starts_with('Y') => (1, "Y"),
            _ if rest.starts_with('M') => (2, "M"),
            _ if rest.starts_with('W') => (3, "W"),
            _ if rest.starts_with('D') => (4, "D"),
            _ => return None,
        };
        if rank <= last_rank {
            return None;
        }
        last_rank = rank;
        rest = &rest[unit.len()..];
        match unit {
            "Y" => span.months = span.months.checked_add(count.checked_mul(12)?)?,
            "M" => span.months = span.months.checked_add(count)?,
            "W" => span.days = span.days.checked_add(count.checked_mul(7)?)?,
            "D" => span.days = span.days.checked_add(count)?,
            _ => span.working_days = count,
        }
    }
    Some(span)
}

impl fmt::Display for Span {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        if self.is_zero() {
            return out.write_str("P0D");
        }
        out.write_str("P")?;
        match (self.months / 12, self.months % 12) {
            (0, 0) => {}
            (years, 0) => write!(out, "{years}Y")?,
            _ => write!(out, "{}M", self.months)?,
        }
        match (self.days / 7, self.days % 7) {
            (0, 0) => {}
            (weeks, 0) => write!(out, "{weeks}W")?,
            _ => write!(out, "{}D", self.days)?,
        }
        if self.working_days > 0 {
            write!(out, "{}WD", self.working_days)?;
        }
        Ok(())
    }
}

impl Serialize for Span {
    fn serialize<S: Serializer>(&self, out: S) -> Result<S::Ok, S::Error> {
        out.collect_str(self)
    }
}

impl<'de> Deserialize<'de> for Span {
    fn deserialize<D: Deserializer<'de>>(input: D) -> Result<Span, D::Error> {
        let text = std::borrow::Cow::<'de, str>::deserialize(input)?;
        text.parse().map_err(serde::de::Error::custom)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn text_reads_and_writes_back() {
        for text in [
            "P8W", "P6M", "P1Y", "P2Y", "P14M", "P10D", "P7WD", "P1M3D2WD", "P0D",
        ] {
            assert_eq!(text.parse::<Span>().unwrap().to_string(), text);
        }
        assert_eq!("P7D".parse::<Span>().unwrap(), Span::weeks(1));
        for wrong in [
            "", "P", "8W", "P8", "PW", "P1D1M", "P1W1W", "P-1D", "P1H", "p1D", "P70000D",
        ] {
            assert!(wrong.parse::<Span>().is_err(), "{wrong}");
        }
    }
}
