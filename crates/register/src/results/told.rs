//! Sentences beside the numbers of an answer, and the numbers of persons and rows in them; a small one is not said outside.

use serde::Serialize;
use tables::{CellState, Text, Zeros};

use crate::release::Protection;

/// A number of persons or rows.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize)]
#[serde(untagged)]
pub(super) enum Told {
    /// It.
    Number(u64),
    /// Some, but fewer than may be said.
    Few { fewer_than: u32 },
}

impl Told {
    pub(super) fn of(number: u64, protection: Option<Protection>) -> Told {
        match protection {
            Some(Protection { threshold, .. }) if number > 0 && number < u64::from(threshold) => {
                Told::Few {
                    fewer_than: threshold,
                }
            }
            _ => Told::Number(number),
        }
    }

    pub(super) fn is_some(self) -> bool {
        self != Told::Number(0)
    }

    /// The number, where it may be said.
    pub(super) fn number(self) -> Option<u64> {
        match self {
            Told::Number(number) => Some(number),
            Told::Few { .. } => None,
        }
    }

    /// It in words, without what is counted.
    pub(super) fn words(self) -> Text {
        match self {
            Told::Number(number) => Text::same(number.to_string()),
            Told::Few { fewer_than } => Text::new(
                format!("færre end {fewer_than}"),
                format!("fewer than {fewer_than}"),
            ),
        }
    }
}

/// Who may see an answer in which small numbers stand as they are.
pub fn undisclosed() -> Text {
    Text::new(
        "Tallene er ikke diskretioneret: kun for dem, der må se rækkerne",
        "Small numbers are not hidden: only for those who may see the rows",
    )
}

/// What is hidden in an answer, and who may see it.
pub fn disclosure(protection: Option<Protection>) -> Text {
    let Some(Protection { threshold, zeros }) = protection else {
        return undisclosed();
    };
    let symbol = CellState::Hidden.symbol().unwrap_or_default();
    let (da, en) = match zeros {
        Zeros::Shown => ("nul vises", "zeros are shown"),
        Zeros::Hidden => ("nul vises heller ikke", "zeros are not shown either"),
    };
    Text::new(
        format!(
            "Tal om færre end {threshold} personer, og tal, der ville røbe dem, vises som »{symbol}«; {da}"
        ),
        format!(
            "Numbers about fewer than {threshold} persons, and numbers that would give them away, stand as “{symbol}”; {en}"
        ),
    )
}

/// Refused rows that cannot be counted as persons, because nobody can tell whose they are.
pub fn of_nobody(rows: u64) -> Text {
    rows_of_nobody(Told::Number(rows))
}

pub(super) fn rows_of_nobody(rows: Told) -> Text {
    if rows == Told::Number(1) {
        return Text::new(
            "1 række er afvist, uden at personen kendes",
            "1 row was refused and nobody knows whose it is",
        );
    }
    let rows = rows.words();
    Text::new(
        format!("{} rækker er afvist, uden at personen kendes", rows.da),
        format!(
            "{} rows were refused and nobody knows whose they are",
            rows.en
        ),
    )
}

pub(super) fn unknown_days(persons: Told) -> Text {
    let persons = persons.words();
    Text::new(
        format!(
            "Der mangler en oplysning om {} personer; de dage, det gælder, er ikke talt med",
            persons.da
        ),
        format!(
            "A value is missing for {} persons; those days are not counted",
            persons.en
        ),
    )
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_small_number_is_not_said_outside() {
        let protection = Some(Protection::default());
        for (number, da) in [(0, "0"), (1, "færre end 5"), (4, "færre end 5"), (5, "5")] {
            assert_eq!(Told::of(number, protection).words().da, da);
            assert_eq!(Told::of(number, None).words().da, number.to_string());
        }
        let json = serde_json::to_string(&Told::of(3, protection)).expect("JSON");
        assert_eq!(json, r#"{"fewer_than":5}"#);
        assert_eq!(serde_json::to_string(&Told::Number(7)).expect("JSON"), "7");
    }
}
