//! Identifiers: opaque ids of our own, and the numbers the state gives.

use std::fmt;
use std::str::FromStr;

use calendar::Day;
use serde::{Deserialize, Serialize};

macro_rules! opaque {
    ($($(#[$doc:meta])* $name:ident;)*) => {$(
        $(#[$doc])*
        #[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
        #[serde(transparent)]
        pub struct $name(pub u64);

        impl fmt::Display for $name {
            fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
                fmt::Display::fmt(&self.0, out)
            }
        }

        impl FromStr for $name {
            type Err = std::num::ParseIntError;

            fn from_str(text: &str) -> Result<Self, Self::Err> {
                text.parse().map($name)
            }
        }
    )*};
}

opaque! {
    /// A citizen, within one store; a CPR number can change, this cannot.
    CitizenId;
    /// A case of a citizen under one programme; the number carries no meaning.
    CaseId;
    /// An employee who can sign in.
    EmployeeId;
    /// A placement, unique within its citizen; the instance key of the duty engine.
    PlacementId;
}

/// A CPR number: the state's number for a person, ten digits, kept without the hyphen.
///
/// Its text never goes into a log or an address; `Debug` hides it.
#[derive(Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cpr(String);

/// Where a CPR number comes from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Origin {
    /// An ordinary number.
    Ordinary,
    /// A substitute number: the day of birth plus 60.
    Substitute,
}

/// Legal sex, as the last digit tells it or as it was recorded.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[expect(missing_docs, reason = "the two names say it")]
pub enum Sex {
    #[serde(rename = "kvinde")]
    Female,
    #[serde(rename = "mand")]
    Male,
}

impl Sex {
    /// Both.
    pub const ALL: [Sex; 2] = [Sex::Female, Sex::Male];

    /// The id used in data and on pages.
    pub const fn id(self) -> &'static str {
        match self {
            Sex::Female => "kvinde",
            Sex::Male => "mand",
        }
    }

    /// The one with this id.
    pub fn from_id(id: &str) -> Option<Sex> {
        Sex::ALL.into_iter().find(|sex| sex.id() == id)
    }

    pub(crate) fn field_type() -> crate::FieldType {
        crate::FieldType::Choice(Sex::ALL.map(|sex| sex.id().to_owned()).to_vec())
    }
}

/// A text that is not a CPR number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum CprError {
    /// Not ten digits, with or without a hyphen after the sixth.
    #[error("a CPR number has ten digits")]
    Shape,
    /// The six first digits are no date, also not a substitute number's.
    #[error("the first six digits of the CPR number are not a date of birth")]
    Date,
}

impl Cpr {
    /// The ten digits.
    pub fn digits(&self) -> &str {
        &self.0
    }

    /// Whether it is an ordinary or a substitute number.
    pub fn origin(&self) -> Origin {
        if self.pair(0) > 31 {
            Origin::Substitute
        } else {
            Origin::Ordinary
        }
    }

    /// Whether modulus 11 holds. Valid numbers without it have been given since 2007: a failure is a warning.
    pub fn satisfies_modulus_11(&self) -> bool {
        let weights = [4, 3, 2, 7, 6, 5, 4, 3, 2, 1];
        let sum: u32 = self
            .0
            .bytes()
            .zip(weights)
            .map(|(digit, weight)| u32::from(digit - b'0') * weight)
            .sum();
        sum.is_multiple_of(11)
    }

    /// The day of birth, with the century from the seventh digit.
    pub fn birth(&self) -> Day {
        birth(&self.0).expect("checked when it was made")
    }

    /// The legal sex: an odd last digit is male.
    pub fn sex(&self) -> Sex {
        if (self.0.as_bytes()[9] - b'0') % 2 == 1 {
            Sex::Male
        } else {
            Sex::Female
        }
    }

    fn pair(&self, at: usize) -> u8 {
        let bytes = self.0.as_bytes();
        (bytes[at] - b'0') * 10 + (bytes[at + 1] - b'0')
    }
}

/// Century rule after cpr.dk: the seventh digit and the year of birth decide together.
fn birth(digits: &str) -> Option<Day> {
    let number = |range: std::ops::Range<usize>| digits[range].parse::<i16>().ok();
    let (day, month, year) = (number(0..2)?, number(2..4)?, number(4..6)?);
    let century = match (number(6..7)?, year) {
        (0..=3, _) | (4 | 9, 37..) => 1900,
        (5..=8, 58..) => 1800,
        _ => 2000,
    };
    let day = if day > 60 { day - 60 } else { day };
    Day::new(
        century + year,
        i8::try_from(month).ok()?,
        i8::try_from(day).ok()?,
    )
}

impl FromStr for Cpr {
    type Err = CprError;

    fn from_str(text: &str) -> Result<Cpr, CprError> {
        let text = text.trim();
        let digits = match text.split_once('-') {
            Some((date, number)) if date.len() == 6 => format!("{date}{number}"),
            _ => text.to_owned(),
        };
        if digits.len() != 10 || !digits.bytes().all(|byte| byte.is_ascii_digit()) {
            return Err(CprError::Shape);
        }
        birth(&digits).ok_or(CprError::Date)?;
        Ok(Cpr(digits))
    }
}

impl TryFrom<String> for Cpr {
    type Error = CprError;

    fn try_from(text: String) -> Result<Cpr, CprError> {
        text.parse()
    }
}

impl From<Cpr> for String {
    fn from(cpr: Cpr) -> String {
        cpr.0
    }
}

impl fmt::Debug for Cpr {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Cpr(…)")
    }
}

/// A CVR number: the state's number for a company, eight digits, modulus 11.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Serialize, Deserialize)]
#[serde(try_from = "String", into = "String")]
pub struct Cvr(String);

/// A text that is not a CVR number.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
#[error("a CVR number has eight digits, the first not 0, and satisfies modulus 11")]
pub struct CvrError;

impl Cvr {
    /// The eight digits.
    pub fn digits(&self) -> &str {
        &self.0
    }
}

impl FromStr for Cvr {
    type Err = CvrError;

    fn from_str(text: &str) -> Result<Cvr, CvrError> {
        let text = text.trim();
        if text.len() != 8
            || text.starts_with('0')
            || !text.bytes().all(|byte| byte.is_ascii_digit())
        {
            return Err(CvrError);
        }
        let weights = [2, 7, 6, 5, 4, 3, 2, 1];
        let sum: u32 = text
            .bytes()
            .zip(weights)
            .map(|(digit, weight)| u32::from(digit - b'0') * weight)
            .sum();
        if sum.is_multiple_of(11) {
            Ok(Cvr(text.to_owned()))
        } else {
            Err(CvrError)
        }
    }
}

impl TryFrom<String> for Cvr {
    type Error = CvrError;

    fn try_from(text: String) -> Result<Cvr, CvrError> {
        text.parse()
    }
}

impl From<Cvr> for String {
    fn from(cvr: Cvr) -> String {
        cvr.0
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_cpr_number_tells_birth_sex_and_modulus() {
        let cpr: Cpr = "211062-5629".parse().unwrap();
        assert_eq!(cpr.birth().to_string(), "1862-10-21");
        assert_eq!(cpr.sex(), Sex::Male);
        assert!(cpr.satisfies_modulus_11());
        assert!(
            "2110625628"
                .parse::<Cpr>()
                .is_ok_and(|cpr| !cpr.satisfies_modulus_11())
        );
        assert_eq!(format!("{cpr:?}"), "Cpr(…)");
    }

    #[test]
    fn a_substitute_number_is_a_number() {
        let cpr: Cpr = "7506804000".parse().unwrap();
        assert_eq!(cpr.origin(), Origin::Substitute);
        assert_eq!(cpr.birth().to_string(), "1980-06-15");
    }

    #[test]
    fn what_is_no_number_is_refused() {
        for text in [
            "",
            "123",
            "3113801234",
            "3202801234",
            "9999999999",
            "211062_5629",
            "21106256291",
        ] {
            assert!(text.parse::<Cpr>().is_err(), "{text}");
        }
        assert!("10172748".parse::<Cvr>().is_ok());
        assert!("10172749".parse::<Cvr>().is_err());
    }
}
