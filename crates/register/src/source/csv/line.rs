//! The fields of a line: whole numbers and days.

use calendar::Day;

/// What stands in a field.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Value<T> {
    Read(T),
    Empty,
    Unreadable,
}

/// A field with its separator: its value, how many bytes, and whether another field follows.
///
/// `read` reads a value from the beginning of a text and says how many bytes it took, 0 for none.
#[inline]
pub(super) fn field<T>(
    text: &[u8],
    separator: u8,
    read: impl Fn(&[u8]) -> (T, usize),
) -> (Value<T>, usize, bool) {
    let (value, used) = read(text);
    if used > 0 {
        match text.get(used) {
            Some(&byte) if byte == separator => return (Value::Read(value), used + 1, true),
            Some(b'\n') => return (Value::Read(value), used + 1, false),
            Some(b'\r') if text.get(used + 1) == Some(&b'\n') => {
                return (Value::Read(value), used + 2, false);
            }
            None => return (Value::Read(value), used, false),
            Some(_) => {}
        }
    }
    // Empty, quoted, with blanks around it, or nothing of the kind.
    let (end, used, more) = end(text, separator);
    let bare = text[..end].trim_ascii();
    let bare = bare
        .strip_prefix(b"\"")
        .and_then(|bare| bare.strip_suffix(b"\""))
        .unwrap_or(bare)
        .trim_ascii();
    let value = if bare.is_empty() {
        Value::Empty
    } else {
        match read(bare) {
            (value, used) if used == bare.len() => Value::Read(value),
            _ => Value::Unreadable,
        }
    };
    (value, used, more)
}

/// Passes a field over.
pub(super) fn skip(text: &[u8], separator: u8) -> (usize, bool) {
    let (_, used, more) = end(text, separator);
    (used, more)
}

/// Where the field ends, where the next begins, and whether it is on the same line.
fn end(text: &[u8], separator: u8) -> (usize, usize, bool) {
    let mut inside = false;
    for (at, &byte) in text.iter().enumerate() {
        match byte {
            b'"' => inside = !inside,
            b'\n' if !inside => {
                let end = if at > 0 && text[at - 1] == b'\r' {
                    at - 1
                } else {
                    at
                };
                return (end, at + 1, false);
            }
            _ if byte == separator && !inside => return (at, at + 1, true),
            _ => {}
        }
    }
    (text.len(), text.len(), false)
}

/// How many bytes a blank line takes.
#[inline]
pub(super) fn blank(text: &[u8]) -> Option<usize> {
    match text {
        [b'\n', ..] | [b'\r'] => Some(1),
        [b'\r', b'\n', ..] => Some(2),
        _ => None,
    }
}

/// The id of a person.
#[inline]
pub(super) fn person(text: &[u8]) -> (i64, usize) {
    let mut value = 0i64;
    let mut at = 0;
    while let Some(digit) = digit(text, at) {
        if at == 18 {
            return (0, 0);
        }
        value = value * 10 + i64::from(digit);
        at += 1;
    }
    (value, at)
}

/// A whole number that has a value of its own in 32 bits.
#[inline]
pub(super) fn number(text: &[u8]) -> (i32, usize) {
    let sign = usize::from(text.first() == Some(&b'-'));
    let mut value = 0i32;
    let mut at = sign;
    while let Some(digit) = digit(text, at) {
        if at == sign + 9 {
            return (0, 0);
        }
        value = value * 10 + digit;
        at += 1;
    }
    if at == sign {
        return (0, 0);
    }
    (if sign == 1 { -value } else { value }, at)
}

/// A day: 2026-06-28, 28-06-2026, 28.06.2026, 28/06/2026 or 20260628.
#[inline]
pub(super) fn day(text: &[u8]) -> (i32, usize) {
    let Some(form) = text.get(..10) else {
        return compact(text);
    };
    let (year, month, day) = if form[4] == b'-' && form[7] == b'-' {
        (
            pair(form, 0) * 100 + pair(form, 2),
            pair(form, 5),
            pair(form, 8),
        )
    } else if matches!(form[2], b'-' | b'.' | b'/') && form[5] == form[2] {
        (
            pair(form, 6) * 100 + pair(form, 8),
            pair(form, 3),
            pair(form, 0),
        )
    } else {
        return compact(text);
    };
    match civil(year, month, day) {
        Some(day) => (day, 10),
        None => (0, 0),
    }
}

fn compact(text: &[u8]) -> (i32, usize) {
    let Some(form) = text.get(..8) else {
        return (0, 0);
    };
    match civil(
        pair(form, 0) * 100 + pair(form, 2),
        pair(form, 4),
        pair(form, 6),
    ) {
        Some(day) => (day, 8),
        None => (0, 0),
    }
}

/// Two digits; something negative enough to spoil every day where they are none.
#[inline]
fn pair(text: &[u8], at: usize) -> i32 {
    match (digit(text, at), digit(text, at + 1)) {
        (Some(tens), Some(ones)) => 10 * tens + ones,
        _ => -1_000_000,
    }
}

/// Days before each month, in a year whose first month is March.
const BEFORE_MONTH: [i32; 13] = [0, 306, 337, 0, 31, 61, 92, 122, 153, 184, 214, 245, 275];

/// Days since 1970-01-01, of a day that exists.
#[inline]
fn civil(year: i32, month: i32, day: i32) -> Option<i32> {
    if !(1..=9_999).contains(&year) || !(1..=12).contains(&month) || !(1..=31).contains(&day) {
        return None;
    }
    if day > 28 {
        // The few days that some months lack.
        let exact = Day::new(
            i16::try_from(year).ok()?,
            i8::try_from(month).ok()?,
            i8::try_from(day).ok()?,
        );
        return exact.map(Day::epoch);
    }
    let from_march = year - i32::from(month <= 2);
    let leap_days = from_march / 4 - from_march / 100 + from_march / 400;
    let before = BEFORE_MONTH[usize::try_from(month).unwrap_or(0)];
    Some(from_march * 365 + leap_days + before + day - 1 - 719_468)
}

#[inline]
fn digit(text: &[u8], at: usize) -> Option<i32> {
    let digit = text.get(at)?.wrapping_sub(b'0');
    (digit < 10).then_some(i32::from(digit))
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn days_are_those_of_the_calendar() {
        for epoch in -719_162..=2_932_896 {
            let day = Day::from_epoch(epoch);
            let (year, month, number) = (day.year(), day.month(), day.day());
            if epoch % 97 == 0 || month == 2 || number > 27 {
                let read = civil(i32::from(year), i32::from(month), i32::from(number));
                assert_eq!(read, Some(epoch), "{day}");
            }
        }
        for (text, expected) in [
            ("2026-06-28", 20_632),
            ("28-06-2026,", 20_632),
            ("28.06.2026", 20_632),
            ("28/06/2026", 20_632),
            ("20260628", 20_632),
        ] {
            assert_eq!(day(text.as_bytes()).0, expected, "{text}");
        }
        for text in [
            "2026-02-29",
            "2026-13-01",
            "2026-6-28",
            "26-06-2028x",
            "0",
            "",
            "99999999",
        ] {
            let (_, used) = day(text.as_bytes());
            assert!(used == 0 || used != text.len(), "{text}");
        }
    }

    #[test]
    fn fields_are_read_as_they_stand() {
        let separator = b';';
        let read = |text: &[u8]| field(text, separator, number);
        assert_eq!(read(b"12;3"), (Value::Read(12), 3, true));
        assert_eq!(read(b"12\r\n"), (Value::Read(12), 4, false));
        assert_eq!(read(b"\"12\";"), (Value::Read(12), 5, true));
        assert_eq!(read(b" 12 ;"), (Value::Read(12), 5, true));
        assert_eq!(read(b";"), (Value::Empty, 1, true));
        assert_eq!(read(b"\r\n"), (Value::Empty, 2, false));
        assert_eq!(read(b"12,5;"), (Value::Unreadable, 5, true));
        assert_eq!(read(b"-7"), (Value::Read(-7), 2, false));
        assert_eq!(read(b"99999999999;"), (Value::Unreadable, 12, true));
        assert_eq!(read(b"\"a;b\n\";1"), (Value::Unreadable, 7, true));
    }
}
