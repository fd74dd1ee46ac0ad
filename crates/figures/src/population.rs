//! Populations: predicates that map a history to the set of days on which they are true.

use crate::schema::{AttributeId, ColumnId, MISSING, Schema, TrackId};

/// A predicate over one person's history; its value is a set of days.
///
/// Two populations that are equal as values are the same population: the engine evaluates a shared part once. What a
/// population says about days that its tracks do not observe is *unknown*, never false (see `docs/figures.md`).
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Population {
    /// Every day.
    Everyone,
    /// The days covered by a spell that passes the test.
    On(SpellTest),
    /// All days, for persons whose attribute is one of the values; else none.
    Has {
        /// The attribute.
        attribute: AttributeId,
        /// The values, ascending.
        values: Vec<i32>,
    },
    /// The days on which the person has turned `from` years and not yet `below`, by the attribute that holds the day of birth.
    ///
    /// One turns a year older at the start of the birthday; born on 29 February: on 1 March in other years
    /// (`calendar::Day::years_since`).
    Age {
        /// The attribute with the day of birth.
        birth: AttributeId,
        /// The youngest age, in whole years.
        from: u16,
        /// The age that is too old; `None` for no upper limit.
        below: Option<u16>,
    },
    /// The days t on which, within the window that ends on t, the share of days of `of` reaches the threshold.
    Share {
        /// What is looked for.
        of: Box<Population>,
        /// The days that are looked among: `None` for all days of the window. With none of these days in the window the
        /// predicate is false.
        among: Option<Box<Population>>,
        /// The window.
        window: Window,
        /// At least or more than which share.
        compare: Comparison,
        /// The threshold.
        share: Ratio,
    },
    /// The days t on which the number of spells that pass the test and *begin* within the window ending on t compares so.
    Count {
        /// Which spells.
        of: SpellTest,
        /// The window.
        window: Window,
        /// How.
        compare: Comparison,
        /// With which number.
        number: u32,
    },
    /// The days t on which the sum of a column over the spells that *begin* within the window ending on t compares so; unknown
    /// where one of them lacks the value.
    Sum {
        /// Which spells.
        of: SpellTest,
        /// The column, a number.
        column: ColumnId,
        /// The window.
        window: Window,
        /// How.
        compare: Comparison,
        /// With which number, in the column's unit.
        number: i64,
    },
    /// The days on which `of` has been true without a break for at least `length`: the day itself and `length` − 1 day before.
    Continuous {
        /// What.
        of: Box<Population>,
        /// For how long.
        length: Length,
    },
    /// `of` and those gaps in it that the bridge passes.
    Bridged {
        /// What.
        of: Box<Population>,
        /// Which gaps are passed.
        bridge: Bridge,
    },
    /// The days on which `of` was last true at least `length` ago, and has been true.
    Since {
        /// What.
        of: Box<Population>,
        /// How long ago at least.
        length: Length,
    },
    /// From the first day of `of` on.
    Ever(Box<Population>),
    /// The first `length` of every unbroken run of `of`, for »newly on«.
    Beginning {
        /// What.
        of: Box<Population>,
        /// For how long.
        length: Length,
    },
    /// All of them.
    And(Vec<Population>),
    /// One of them.
    Or(Vec<Population>),
    /// None of it.
    Not(Box<Population>),
}

/// Which spells of a track: those that pass every test.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct SpellTest {
    /// The track.
    pub track: TrackId,
    /// The tests, all of which a spell must pass; none for every spell.
    pub tests: Vec<Test>,
}

/// A test of a spell's value. A missing value makes the spell's days unknown.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Test {
    /// The value is one of these codes, ascending.
    In {
        /// The column.
        column: ColumnId,
        /// The codes.
        values: Vec<i32>,
    },
    /// The value is none of these codes, ascending.
    NotIn {
        /// The column.
        column: ColumnId,
        /// The codes.
        values: Vec<i32>,
    },
    /// The value compares so with a number.
    Compare {
        /// The column.
        column: ColumnId,
        /// How.
        compare: Comparison,
        /// With which number.
        number: i32,
    },
    /// The spell lasts so many days, compared so.
    Lasts {
        /// How.
        compare: Comparison,
        /// With how many days.
        days: u32,
    },
}

/// How two numbers compare.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Comparison {
    AtLeast,
    MoreThan,
    AtMost,
    LessThan,
    Equal,
}

/// A share as a fraction, compared by cross-multiplication; `denominator` > 0.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub struct Ratio {
    /// Above the line.
    pub numerator: u32,
    /// Below the line.
    pub denominator: u32,
}

/// A length of time: so many days, or so many calendar months.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Length {
    /// Days; a week is seven.
    Days(u32),
    /// Calendar months; a year is twelve. The day is kept and held to the end of a shorter month.
    Months(u32),
}

/// A trailing window that ends on day t and includes it.
///
/// `Days(n)` is the n days up to t. `Months(n)` goes from the day after (t minus n months) to t: `Months(120)` ending on
/// 2025-12-31 is 2016-01-01 to 2025-12-31, 3,653 days, while `Days(3652)` is one day shorter.
pub type Window = Length;

/// Which gaps of a population are passed over.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Bridge {
    /// The longest gap that is passed.
    pub gap: Gap,
    /// What must hold of the gap, or nothing.
    pub provided: Option<GapTest>,
    /// The rule holds for gaps that begin on or after this day (days since 1970-01-01); earlier gaps are not passed.
    pub from: Option<i32>,
}

/// How long a gap may be.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gap {
    /// At most so many days.
    Days(u32),
    /// Any gap that does not hold a whole calendar month.
    LessThanACalendarMonth,
}

/// What must hold of a gap.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum GapTest {
    /// The population is true on every day of the gap.
    Throughout(Box<Population>),
    /// The sum of a column over the spells that pass the test and begin in the gap is at most this number.
    SumAtMost {
        /// Which spells.
        of: SpellTest,
        /// The column, a number.
        column: ColumnId,
        /// The most, in the column's unit.
        number: i64,
    },
}

impl Comparison {
    /// Whether `left` compares so with `right`.
    pub fn holds<T: Ord>(self, left: &T, right: &T) -> bool {
        match self {
            Comparison::AtLeast => left >= right,
            Comparison::MoreThan => left > right,
            Comparison::AtMost => left <= right,
            Comparison::LessThan => left < right,
            Comparison::Equal => left == right,
        }
    }
}

/// A population that does not fit its schema, or says something that has no meaning.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Misfit {
    /// A track that the schema does not have.
    #[error("there is no track {0}")]
    Track(u8),
    /// A column that the track does not have.
    #[error("track {track} has no column {column}")]
    Column {
        /// The track.
        track: u8,
        /// The column.
        column: u8,
    },
    /// An attribute that the schema does not have.
    #[error("there is no attribute {0}")]
    Attribute(u8),
    /// A list of codes that is not ascending, or holds the value that stands for a missing one.
    #[error("the codes of a test must be ascending and none of them the missing value")]
    Codes,
    /// A share of nothing.
    #[error("a share must have a denominator above 0")]
    Share,
}

impl Population {
    /// The populations it is made of, in the order they are written; none for a leaf.
    pub fn parts(&self) -> Vec<&Population> {
        match self {
            Population::Everyone
            | Population::On(_)
            | Population::Has { .. }
            | Population::Age { .. }
            | Population::Count { .. }
            | Population::Sum { .. } => Vec::new(),
            Population::Share { of, among, .. } => std::iter::once(of.as_ref())
                .chain(among.as_deref())
                .collect(),
            Population::Bridged { of, bridge } => match &bridge.provided {
                Some(GapTest::Throughout(test)) => vec![of, test],
                _ => vec![of],
            },
            Population::Continuous { of, .. }
            | Population::Since { of, .. }
            | Population::Ever(of)
            | Population::Beginning { of, .. }
            | Population::Not(of) => vec![of],
            Population::And(parts) | Population::Or(parts) => parts.iter().collect(),
        }
    }

    /// Whether the population can be computed over histories of this schema.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn check(&self, schema: &Schema) -> Result<(), Misfit> {
        match self {
            Population::Everyone => Ok(()),
            Population::On(test) | Population::Count { of: test, .. } => test.check(schema),
            Population::Has { attribute, values } => {
                check_attribute(schema, *attribute)?;
                check_codes(values)
            }
            Population::Age { birth, .. } => check_attribute(schema, *birth),
            Population::Share {
                of, among, share, ..
            } => {
                of.check(schema)?;
                among.as_ref().map_or(Ok(()), |among| among.check(schema))?;
                if share.denominator == 0 {
                    Err(Misfit::Share)
                } else {
                    Ok(())
                }
            }
            Population::Sum { of, column, .. } => {
                of.check(schema)?;
                check_column(schema, of.track, *column)
            }
            Population::Bridged { of, bridge } => {
                of.check(schema)?;
                match &bridge.provided {
                    None => Ok(()),
                    Some(GapTest::Throughout(population)) => population.check(schema),
                    Some(GapTest::SumAtMost { of, column, .. }) => {
                        of.check(schema)?;
                        check_column(schema, of.track, *column)
                    }
                }
            }
            Population::Continuous { of, .. }
            | Population::Since { of, .. }
            | Population::Ever(of)
            | Population::Beginning { of, .. }
            | Population::Not(of) => of.check(schema),
            Population::And(parts) | Population::Or(parts) => {
                parts.iter().try_for_each(|part| part.check(schema))
            }
        }
    }
}

impl SpellTest {
    /// Whether the track and the columns are there.
    ///
    /// # Errors
    /// The first thing that does not fit.
    pub fn check(&self, schema: &Schema) -> Result<(), Misfit> {
        if usize::from(self.track.0) >= schema.tracks.len() {
            return Err(Misfit::Track(self.track.0));
        }
        self.tests.iter().try_for_each(|test| match test {
            Test::In { column, values } | Test::NotIn { column, values } => {
                check_column(schema, self.track, *column)?;
                check_codes(values)
            }
            Test::Compare { column, .. } => check_column(schema, self.track, *column),
            Test::Lasts { .. } => Ok(()),
        })
    }
}

fn check_column(schema: &Schema, track: TrackId, column: ColumnId) -> Result<(), Misfit> {
    let there = schema.tracks.get(usize::from(track.0));
    if there.is_some_and(|track| usize::from(column.0) < track.columns.len()) {
        return Ok(());
    }
    Err(Misfit::Column {
        track: track.0,
        column: column.0,
    })
}

fn check_attribute(schema: &Schema, attribute: AttributeId) -> Result<(), Misfit> {
    if usize::from(attribute.0) < schema.attributes.len() {
        return Ok(());
    }
    Err(Misfit::Attribute(attribute.0))
}

fn check_codes(values: &[i32]) -> Result<(), Misfit> {
    if values.is_sorted() && !values.contains(&MISSING) {
        return Ok(());
    }
    Err(Misfit::Codes)
}
