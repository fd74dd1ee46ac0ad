//! What stands in a cell, and the one place that decides how a cell without a number is shown.

use serde::{Deserialize, Serialize};

use crate::number::{Decimal, NumberFault, divide};
use crate::text::Text;

/// An exact quantity. Nothing is divided here.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Quantity {
    /// A number of persons.
    Count(i64),
    /// An amount: `units` over `per`, for example day-degrees over 100 · days for full-time persons.
    Amount {
        /// The numerator, which adds up over parts.
        units: i128,
        /// How many units make one of what is shown; positive.
        per: i128,
        /// How many persons the amount comes from; decides whether it may be shown.
        persons: i64,
    },
    /// A share of one quantity in another.
    Ratio {
        /// The part.
        numerator: i128,
        /// The whole; positive.
        denominator: i128,
        /// How many persons are in the part.
        inside: i64,
        /// How many persons are in the whole.
        all: i64,
    },
}

impl Quantity {
    /// A share of persons among persons.
    pub const fn share(inside: i64, all: i64) -> Quantity {
        Quantity::Ratio {
            numerator: inside as i128,
            denominator: all as i128,
            inside,
            all,
        }
    }

    /// Whether the quantity is exactly nothing.
    pub const fn is_zero(&self) -> bool {
        match self {
            Quantity::Count(count) => *count == 0,
            Quantity::Amount { units, persons, .. } => *units == 0 && *persons == 0,
            Quantity::Ratio { numerator, .. } => *numerator == 0,
        }
    }

    /// Numerator and denominator of what is shown.
    pub const fn fraction(&self) -> (i128, i128) {
        match self {
            Quantity::Count(count) => (*count as i128, 1),
            Quantity::Amount { units, per, .. } => (*units, *per),
            Quantity::Ratio {
                numerator,
                denominator,
                ..
            } => (*numerator, *denominator),
        }
    }

    /// The number as shown: divided and rounded once. A ratio is shown in per cent.
    pub fn rounded(&self, places: u8) -> Result<Decimal, NumberFault> {
        let (numerator, denominator) = self.fraction();
        let scale = match self {
            Quantity::Ratio { .. } => 100,
            Quantity::Count(_) | Quantity::Amount { .. } => 1,
        };
        divide(numerator, denominator, scale, places)
    }
}

/// One cell of a table.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case")]
pub enum Cell {
    /// A known quantity, which may be zero.
    Known(Quantity),
    /// Not shown, to protect persons. The number is gone: it cannot be read back out of the table.
    Hidden,
    /// Not observed, or cannot be determined without something that is missing.
    Unknown {
        /// What would have to be known; `None` when it was simply not observed.
        needs: Option<Text>,
    },
    /// Cannot occur: men giving birth, a municipality before it existed.
    NotApplicable,
}

/// The five things a cell can say.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum CellState {
    /// A number other than zero.
    Value,
    /// Known to be zero.
    Zero,
    /// Not shown, to protect persons.
    Hidden,
    /// Not observed or not determined.
    Unknown,
    /// Cannot occur.
    NotApplicable,
}

impl Cell {
    /// A number of persons.
    pub const fn count(count: i64) -> Cell {
        Cell::Known(Quantity::Count(count))
    }

    /// What the cell says.
    pub const fn state(&self) -> CellState {
        match self {
            Cell::Known(quantity) if quantity.is_zero() => CellState::Zero,
            Cell::Known(_) => CellState::Value,
            Cell::Hidden => CellState::Hidden,
            Cell::Unknown { .. } => CellState::Unknown,
            Cell::NotApplicable => CellState::NotApplicable,
        }
    }

    /// The quantity, if it is known and shown.
    pub const fn quantity(&self) -> Option<&Quantity> {
        match self {
            Cell::Known(quantity) => Some(quantity),
            Cell::Hidden | Cell::Unknown { .. } | Cell::NotApplicable => None,
        }
    }
}

impl CellState {
    /// The symbol that stands in place of a number, the same in tables, charts, files and the API.
    ///
    /// `..` and `.` are Statistics Denmark's; `?` says that somebody should find out. `None` means that the number
    /// itself is shown, zero included.
    pub const fn symbol(self) -> Option<&'static str> {
        match self {
            CellState::Value | CellState::Zero => None,
            CellState::Hidden => Some(".."),
            CellState::Unknown => Some("?"),
            CellState::NotApplicable => Some("."),
        }
    }

    /// The state a symbol stands for.
    pub fn from_symbol(symbol: &str) -> Option<CellState> {
        [
            CellState::Hidden,
            CellState::Unknown,
            CellState::NotApplicable,
        ]
        .into_iter()
        .find(|state| state.symbol() == Some(symbol))
    }

    /// What the symbol means, for the notes under a table and for screen readers.
    pub fn meaning(self) -> Text {
        match self {
            CellState::Value => Text::new("tal", "number"),
            CellState::Zero => Text::new("nul", "zero"),
            CellState::Hidden => Text::new("vises ikke", "not shown"),
            CellState::Unknown => Text::new("kan ikke opgøres", "cannot be determined"),
            CellState::NotApplicable => Text::new("kan ikke forekomme", "cannot occur"),
        }
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn every_state_without_a_number_has_its_own_symbol() {
        for state in [
            CellState::Hidden,
            CellState::Unknown,
            CellState::NotApplicable,
        ] {
            let symbol = state.symbol().unwrap();
            assert_eq!(CellState::from_symbol(symbol), Some(state));
        }
        assert_eq!(CellState::from_symbol("0"), None);
        assert_eq!(CellState::Zero.symbol(), None);
    }

    #[test]
    fn zero_is_a_state_of_its_own() {
        assert_eq!(Cell::count(0).state(), CellState::Zero);
        assert_eq!(Cell::Known(Quantity::share(0, 12)).state(), CellState::Zero);
        let rounded_away = Quantity::Amount {
            units: 1,
            per: 3_100,
            persons: 1,
        };
        assert_eq!(Cell::Known(rounded_away).state(), CellState::Value);
        assert_eq!(rounded_away.rounded(1).unwrap().plain(), "0.0");
    }
}
