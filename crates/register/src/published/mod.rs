//! Published figures: files from jobindsats and Danmarks Statistik, read as they are and kept beside our own.
//!
//! Nothing is computed here. A number keeps its decimals, a missing number keeps the symbol it was published with, and a
//! row keeps its place in the file, so that whoever asks where a figure comes from can be shown.
//!
//! Read are: jobindsats API v2 (JSON and CSV) and v3 (JSON), `StatBank` JSON-stat (1.x, as the bank writes it, and 2.0), CSV,
//! and PX in UTF-8 or Windows-1252. The shapes are those of `reference/domain.md` §8.1 in the research notes.

mod delimited;
mod jobindsats;
mod json_stat;
mod number;
mod px;
mod px_text;
mod words;

use tables::{Decimal, Language, Period};

pub(crate) use delimited::decoded;
pub(crate) use number::decimal;
pub use number::{DecimalMark, NumberProblem};

/// The largest file that is read, in bytes. The largest tables published today are a few megabytes.
pub const LARGEST: usize = 256 << 20;

/// The most cells a table may claim; a hostile size is refused before memory is asked for.
const MOST_CELLS: usize = 20_000_000;

/// How a file of published figures is written.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub enum PublishedForm {
    /// jobindsats API v2: `[{"Variables": […], "Data": [[…]]}]`.
    JobindsatsTwo,
    /// jobindsats API v3: `{"columns": […], "rows": [[…]]}`.
    JobindsatsThree,
    /// Text with a heading and a separator.
    Delimited,
    /// JSON-stat 1.x or 2.0.
    JsonStat,
    /// PC-Axis.
    Px,
}

/// A table as it was published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedTable {
    /// How the file was written.
    pub form: PublishedForm,
    /// The title, where the file has one.
    pub title: Option<String>,
    /// Who published it, where the file says so.
    pub source: Option<String>,
    /// When it was last updated, as the file writes it.
    pub updated: Option<String>,
    /// The names of what the numbers are broken down by, the period left out.
    pub dimensions: Vec<String>,
    /// The names of the numbers.
    pub measures: Vec<String>,
    /// One a row of the file (for cubes: one a combination of members).
    pub rows: Vec<PublishedRow>,
}

/// One row of a [`PublishedTable`].
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedRow {
    /// The period.
    pub period: PublishedPeriod,
    /// One member's label a dimension.
    pub members: Vec<String>,
    /// One number a measure.
    pub numbers: Vec<PublishedNumber>,
}

/// A period as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PublishedPeriod {
    /// As the file writes it: `2024M01`, `2023QMAT02`, `2024K1`.
    pub code: String,
    /// What it is, where it is a calendar year, quarter, month or day; rolling sums and weeks are not.
    pub known: Option<Period>,
}

/// A number as published.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum PublishedNumber {
    /// The number, with the decimals it was published with.
    Number(Decimal),
    /// No number, and the symbol that stands in its place (`..`, `-`, or nothing).
    Missing(String),
}

/// Why a file cannot be read as published figures.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.told(Language::Danish))]
pub enum PublishedProblem {
    /// Nothing in it.
    Empty,
    /// Larger than [`LARGEST`].
    TooLarge {
        /// Its size.
        bytes: usize,
    },
    /// None of the forms.
    Unrecognised,
    /// JSON that breaks off or is something else.
    Json {
        /// What the parser says, with line and column.
        what: String,
    },
    /// Bytes that are no text in the encoding the file names.
    Encoding {
        /// Counted from 1.
        line: usize,
        /// Which encoding was tried.
        encoding: &'static str,
    },
    /// Something must be there and is not.
    Lacks {
        /// What.
        what: String,
    },
    /// No column or dimension holds periods.
    NoPeriod,
    /// No column holds numbers.
    NoMeasure,
    /// A row that is longer or shorter than the heading.
    Width {
        /// Counted from 1, the heading left out.
        row: usize,
        /// How many there are.
        found: usize,
        /// How many there should be.
        expected: usize,
    },
    /// A field that should be a number.
    Number {
        /// Counted from 1.
        row: usize,
        /// The column's name.
        column: String,
        /// What stands there, cut to 40 characters.
        text: String,
        /// Why not.
        why: NumberProblem,
    },
    /// A cube whose sizes do not give its number of values.
    Cells {
        /// Values found.
        values: usize,
        /// Cells claimed.
        cells: usize,
    },
    /// A cube that claims more cells than is sane.
    TooManyCells,
    /// The same members and period twice.
    Twice {
        /// Counted from 1.
        row: usize,
        /// Counted from 1.
        earlier: usize,
    },
    /// PX text that does not follow the format.
    Px {
        /// Counted from 1.
        line: usize,
        /// What is wrong.
        what: PxProblem,
    },
}

/// How PX text does not follow its format.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
#[expect(missing_docs, reason = "the words stand beside it")]
pub enum PxProblem {
    Keyword,
    Language,
    Subjects,
    Equals,
    BreaksOff,
    Quote,
}

/// Reads a file of published figures, whatever of the known forms it has.
///
/// # Errors
/// The first thing that is wrong, with its place. A file with an error gives nothing: half a table is worse than none.
pub fn read_published(bytes: &[u8]) -> Result<PublishedTable, PublishedProblem> {
    if bytes.len() > LARGEST {
        return Err(PublishedProblem::TooLarge { bytes: bytes.len() });
    }
    if bytes.starts_with(b"\xFF\xFE") || bytes.starts_with(b"\xFE\xFF") {
        return Err(PublishedProblem::Encoding {
            line: 1,
            encoding: "UTF-8 eller Windows-1252 (UTF-16)",
        });
    }
    let body = bytes.strip_prefix(b"\xEF\xBB\xBF").unwrap_or(bytes);
    let first = body.iter().position(|byte| !byte.is_ascii_whitespace());
    let Some(first) = first else {
        return Err(PublishedProblem::Empty);
    };
    let body = &body[first..];
    let table = match body[0] {
        b'[' => jobindsats::version_two(&parsed(body)?)?,
        b'{' => object(&parsed(body)?)?,
        _ if px::looks_like(body) => px::read(body)?,
        _ => delimited::read(body)?,
    };
    once_each(&table)?;
    Ok(table)
}

fn parsed(body: &[u8]) -> Result<serde_json::Value, PublishedProblem> {
    serde_json::from_slice(body).map_err(|fault| PublishedProblem::Json {
        what: fault.to_string(),
    })
}

fn object(json: &serde_json::Value) -> Result<PublishedTable, PublishedProblem> {
    if json.get("columns").is_some() {
        jobindsats::version_three(json)
    } else if json_stat::looks_like(json) {
        json_stat::read(json)
    } else if json.get("Variables").is_some() {
        jobindsats::version_two(json)
    } else {
        Err(PublishedProblem::Unrecognised)
    }
}

fn once_each(table: &PublishedTable) -> Result<(), PublishedProblem> {
    let mut seen = std::collections::BTreeMap::new();
    for (at, row) in table.rows.iter().enumerate() {
        if let Some(earlier) = seen.insert((&row.period.code, &row.members), at) {
            return Err(PublishedProblem::Twice {
                row: at + 1,
                earlier: earlier + 1,
            });
        }
    }
    Ok(())
}

impl PublishedPeriod {
    fn new(code: &str) -> PublishedPeriod {
        let code = code.trim();
        // jobindsats writes quarters with Q, Danmarks Statistik with K.
        let known = code
            .parse()
            .or_else(|_| code.replacen('Q', "K", 1).parse())
            .ok();
        PublishedPeriod {
            code: code.to_owned(),
            known,
        }
    }

    /// Whether a text could be a period: it begins with a year.
    fn could_be(text: &str) -> bool {
        let text = text.trim();
        let year = text.get(..4).is_some_and(|year| {
            year.bytes().all(|byte| byte.is_ascii_digit()) && ("1900".."2200").contains(&year)
        });
        year && (text.len() == 4
            || text[4..].starts_with(['M', 'Q', 'K', 'Y', 'U', 'W', '-', 'H'])
                && text.len() <= 12
                && text
                    .bytes()
                    .all(|byte| byte.is_ascii_alphanumeric() || byte == b'-'))
    }
}
