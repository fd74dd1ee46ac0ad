//! Danish and English: every text people read, and how days and numbers are written.

mod dates;
mod words;

pub(crate) use dates::{Dates, day_from_text};
pub(crate) use words::words;

/// A language of the interface. Danish is the first; what pages of law say may exist in Danish only.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Default)]
pub(crate) enum Language {
    #[default]
    Danish,
    English,
}

impl Language {
    pub(crate) const ALL: [Language; 2] = [Language::Danish, Language::English];

    pub(crate) const fn id(self) -> &'static str {
        match self {
            Language::Danish => "da",
            Language::English => "en",
        }
    }

    pub(crate) fn from_id(id: &str) -> Option<Language> {
        Language::ALL
            .into_iter()
            .find(|language| language.id() == id)
    }

    /// A whole number with the thousands set apart: `1.234` or `1,234`.
    pub(crate) fn number(self, number: i64) -> String {
        let separator = match self {
            Language::Danish => '.',
            Language::English => ',',
        };
        let digits = number.unsigned_abs().to_string();
        let mut text = String::from(if number < 0 { "-" } else { "" });
        for (position, digit) in digits.chars().enumerate() {
            if position > 0 && (digits.len() - position).is_multiple_of(3) {
                text.push(separator);
            }
            text.push(digit);
        }
        text
    }
}

/// A whole number of any width, by value or (as templates pass it) by reference.
pub(crate) trait Whole {
    fn whole(self) -> i64;
}

macro_rules! whole {
    ($($width:ty)*) => {$(
        impl Whole for $width {
            fn whole(self) -> i64 {
                i64::try_from(self).unwrap_or(i64::MAX)
            }
        }

        impl Whole for &$width {
            fn whole(self) -> i64 {
                (*self).whole()
            }
        }
    )*};
}

whole! { u32 u64 usize i32 i64 }

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn thousands_are_set_apart() {
        assert_eq!(Language::Danish.number(1_234_567), "1.234.567");
        assert_eq!(Language::Danish.number(999), "999");
        assert_eq!(Language::English.number(-1000), "-1,000");
    }
}
