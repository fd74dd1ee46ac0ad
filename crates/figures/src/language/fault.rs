//! What is wrong with a line, and where.

use std::ops::Range;

use super::terms::Label;
use super::words::Language;

/// A fault in a line: the place, the kind and the word that was probably meant.
///
/// Texts are made when they are asked for, in the asker's language.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Fault {
    /// Where in the line, in bytes.
    pub at: Range<usize>,
    /// What is wrong.
    pub kind: FaultKind,
    /// What was probably meant, as it would be typed in either language; a word in the line's own language where it has one.
    pub near: Option<Box<Label>>,
}

/// What can be wrong with a line.
#[derive(Debug, Clone, PartialEq, Eq)]
#[expect(missing_docs, reason = "the texts in fault_text.rs say it")]
pub enum FaultKind {
    TooLong { most: usize },
    TooDeep { most: usize },
    Character { character: char },
    Foreign { character: char, word: String },
    Expected { what: Expected, found: String },
    UnknownFunction { word: String },
    UnknownName { word: String, sought: Sought },
    ValueOfOther { word: String, column: Label },
    UnknownParameter { name: String },
    ParameterNoValue { name: String, value: String },
    Ambiguous { word: String, instead: Vec<Label> },
    NoTrack { words: Vec<String> },
    NotOnTrack { word: String, track: Label },
    ColumnAlone { word: String },
    AttributeInSpells { word: String },
    AttributeAlone { word: String },
    NeedsCode { column: Label },
    NeedsNumber { column: Label },
    NeedsDay { column: Label },
    NoOrder { column: Label },
    NumberTooLong,
    NumberAmbiguous { number: String },
    NumberOutOfRange,
    NotWhole,
    UnitNeeded { units: Vec<Label> },
    UnknownUnit { word: String, units: Vec<Label> },
    NoSuchDay { text: String },
    MixedLength,
    GapInDays,
    NoBirth,
    Implausible(Implausible),
}

/// What was expected where something else stood.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the texts in fault_text.rs say it")]
pub enum Expected {
    Population,
    Comparison,
    AtMost,
    Number,
    Share,
    Length,
    Window,
    Open,
    Close,
    CommaOrClose,
    Name,
    Column,
    Value,
    Day,
    Age,
    Quote,
    GapOption,
    AndOrEnd,
}

/// What a name was looked for as.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Sought {
    Population,
    Track,
    Column,
    Attribute,
    Value,
}

/// Something that can be said but that nobody means.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the texts in fault_text.rs say it")]
pub enum Implausible {
    NoLength,
    LengthTooLong,
    ShareOverWhole,
    ShareAlways,
    ShareNever,
    NoDenominator,
    AgeEmpty,
    AgeTooHigh,
    NoValues,
    ValuesUnsorted,
    CountAlways,
    CountNever,
    OneOfNothing,
    OrderOfCodes,
    UnknownPlace,
    TooDeep,
}

impl Fault {
    pub(crate) fn new(at: Range<usize>, kind: FaultKind) -> Fault {
        Fault {
            at,
            kind,
            near: None,
        }
    }

    pub(crate) fn expected(at: Range<usize>, what: Expected, found: &str) -> Fault {
        let found = found.to_owned();
        Fault::new(at, FaultKind::Expected { what, found })
    }

    pub(crate) fn with_near(mut self, near: Option<Label>) -> Fault {
        self.near = near.map(Box::new);
        self
    }

    /// The character of the line at which the fault begins, counted from 1.
    pub fn column(&self, line: &str) -> usize {
        let before = line
            .char_indices()
            .take_while(|(at, _)| *at < self.at.start);
        before.count() + 1
    }

    /// The fault under the part of the line that it is about: three rows of text.
    pub fn show(&self, line: &str, language: Language) -> String {
        const AROUND: usize = 60;
        let column = self.column(line) - 1;
        let skip = column.saturating_sub(AROUND);
        let shown = line.chars().skip(skip).take(2 * AROUND);
        // A character that would move the cursor must not move the pointer.
        let shown: String = shown
            .map(|character| {
                if character.is_control() {
                    ' '
                } else {
                    character
                }
            })
            .collect();
        let width = line
            .get(self.at.clone())
            .map_or(1, |text| text.chars().count());
        let width = width.clamp(1, AROUND);
        let pad = " ".repeat(column - skip);
        let pointer = "^".repeat(width);
        let message = self.message(language);
        match self.remedy(language) {
            Some(remedy) => format!("{shown}\n{pad}{pointer}\n{message}; {remedy}"),
            None => format!("{shown}\n{pad}{pointer}\n{message}"),
        }
    }
}
