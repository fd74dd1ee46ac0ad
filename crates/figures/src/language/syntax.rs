//! What a line says before its names are looked up: the tree, with places.

use std::ops::Range;

use super::number::Decimal;
use super::token::Sign;
use crate::population::{Gap, Length};

/// A part of the line: where it stands, and what it says.
#[derive(Debug, Clone)]
pub(crate) struct Node {
    pub(crate) at: Range<usize>,
    pub(crate) is: Syntax,
}

#[derive(Debug, Clone)]
pub(crate) enum Syntax {
    Everyone,
    /// A word by itself: a named population, or a value that says its track.
    Name(Name),
    On(Spells),
    /// `køn = kvinde`.
    Has {
        attribute: Name,
        says: Says,
    },
    Age {
        birth: Option<Name>,
        range: AgeRange,
    },
    Share {
        of: Box<Node>,
        among: Option<Box<Node>>,
        window: Placed<Length>,
        sign: Sign,
        share: Placed<Share>,
    },
    Count {
        of: Spells,
        window: Placed<Length>,
        sign: Sign,
        number: Number,
    },
    Sum {
        column: ColumnName,
        of: Spells,
        window: Placed<Length>,
        sign: Sign,
        number: Number,
    },
    Lasting {
        how: Lasting,
        of: Box<Node>,
        length: Placed<Length>,
    },
    Bridged {
        of: Box<Node>,
        gap: Gap,
        from: Option<i32>,
        provided: Option<Box<GapSyntax>>,
    },
    Ever(Box<Node>),
    And(Vec<Node>),
    Or(Vec<Node>),
    Not(Box<Node>),
}

/// The operators with a population and a length.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Lasting {
    Continuous,
    Since,
    First,
}

#[derive(Debug, Clone)]
pub(crate) enum GapSyntax {
    Throughout(Node),
    Sum {
        column: ColumnName,
        of: Spells,
        number: Number,
    },
}

#[derive(Debug, Clone)]
pub(crate) struct Placed<T> {
    pub(crate) at: Range<usize>,
    pub(crate) is: T,
}

/// A word that names something.
#[derive(Debug, Clone)]
pub(crate) struct Name {
    pub(crate) at: Range<usize>,
    pub(crate) word: String,
}

/// `kategori`, or `ydelse.kategori`.
#[derive(Debug, Clone)]
pub(crate) struct ColumnName {
    pub(crate) track: Option<Name>,
    pub(crate) name: Name,
}

/// Which spells: what stands between the parentheses of `på`.
#[derive(Debug, Clone)]
pub(crate) struct Spells {
    pub(crate) at: Range<usize>,
    pub(crate) track: Option<Name>,
    pub(crate) items: Vec<Item>,
}

#[derive(Debug, Clone)]
pub(crate) enum Item {
    /// `kontanthjælp`, `ikke kontanthjælp`.
    Bare { name: Name, negated: bool },
    /// `kategori = aktivitetsparat`, `grad >= 50 %`.
    Column { column: ColumnName, says: Says },
    /// `varer >= 14 dage`.
    Lasts { sign: Sign, days: Placed<u32> },
}

/// What is said of a column or an attribute.
#[derive(Debug, Clone)]
pub(crate) struct Says {
    pub(crate) at: Range<usize>,
    pub(crate) how: How,
    pub(crate) values: Vec<Value>,
}

#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum How {
    Sign(Sign),
    In,
    NotIn,
}

#[derive(Debug, Clone)]
pub(crate) enum Value {
    Name(Name),
    Day(Placed<i32>),
    Number(Number),
}

/// A number with the unit it was written in.
#[derive(Debug, Clone)]
pub(crate) struct Number {
    pub(crate) at: Range<usize>,
    pub(crate) decimal: Decimal,
    pub(crate) unit: Option<Name>,
}

/// A share as it was written.
#[derive(Debug, Clone, Copy)]
pub(crate) struct Share {
    pub(crate) share: crate::population::Ratio,
}

/// Ages in whole years.
#[derive(Debug, Clone)]
pub(crate) struct AgeRange {
    pub(crate) from: u16,
    pub(crate) below: Option<u16>,
    pub(crate) negated: bool,
}
