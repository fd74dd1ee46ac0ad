//! Guards: typed questions about decision data that answer yes, no or unknown (Kleene's three values).

use calendar::Day;

/// A value of decision data.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Value {
    /// Yes or no.
    Flag(bool),
    /// A whole number.
    Number(i64),
    /// A day.
    Day(Day),
    /// The position of a choice.
    Choice(u8),
    /// A set of positions: bit n is choice n.
    Set(u64),
}

/// How two ordered values compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
#[expect(missing_docs, reason = "the six names say it")]
pub enum Comparison {
    Less,
    AtMost,
    Equal,
    NotEqual,
    AtLeast,
    More,
}

/// A question about the data of a case.
///
/// A field is looked up in the instance the relation speaks of if the field belongs to that kind, else in the case.
/// For an effect that is the source's instance (else the target's); for a condition or milestone the target's (else
/// the source's, one at a time).
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Guard {
    /// Holds when the question does not.
    Not(Box<Guard>),
    /// Holds when all do; nothing holds.
    All(Vec<Guard>),
    /// Holds when one does; nothing does not.
    Any(Vec<Guard>),
    /// The field's value compares so with this value of the same type. Unknown when the field is.
    Compare(usize, Comparison, Value),
    /// The set field contains this choice. Unknown when the field is.
    Contains(usize, u8),
    /// The field has a value.
    Known(usize),
    /// The number of open instances of this kind compares so with this number.
    Open(usize, Comparison, u32),
}
