//! Why a member was let in: the parts of the population with the numbers of the day.

use calendar::Day;
use figures::language::{Language, Vocabulary, print};
use figures::{Explanation, Histories, Numbers};
use serde::{Deserialize, Serialize};

/// A part of the population that held, and what that was computed from. Its JSON form is kept; it changes by new variants only.
#[derive(Debug, Clone, PartialEq, Eq, Serialize, Deserialize)]
pub struct Ground {
    /// The part as a line, in Danish.
    pub line: String,
    /// What it was computed from.
    pub numbers: GroundNumbers,
}

/// What a part was computed from.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Serialize, Deserialize)]
#[serde(rename_all = "kebab-case", rename_all_fields = "kebab-case")]
pub enum GroundNumbers {
    /// Nothing but that it is so.
    Nothing,
    /// The age in whole years.
    Age {
        /// Years.
        years: i32,
    },
    /// Days within a window whose first and last days are these.
    Share {
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
        /// Days looked for.
        of: i64,
        /// Days looked among.
        among: i64,
    },
    /// What the spells that begin within a window add up to.
    Counted {
        /// First day.
        from: Day,
        /// Last day.
        to: Day,
        /// The number or sum.
        number: i64,
    },
    /// True without a break since a day: the latest spell that was looked at, or the run.
    Since {
        /// The day.
        day: Day,
    },
}

/// The grounds of an explanation, in the order of the line. The histories hold that person alone.
pub(super) fn grounds(
    told: &Explanation,
    histories: &Histories,
    vocabulary: &Vocabulary,
) -> Vec<Ground> {
    let mut found = Vec::new();
    collect(told, histories, vocabulary, &mut found);
    found
}

fn collect(
    told: &Explanation,
    histories: &Histories,
    vocabulary: &Vocabulary,
    found: &mut Vec<Ground>,
) {
    let numbers = numbers(told, histories);
    if told.parts.is_empty() || numbers != GroundNumbers::Nothing {
        if told.value == Some(true) {
            found.push(Ground {
                line: print(&told.population, vocabulary, Language::Danish),
                numbers,
            });
        }
        return;
    }
    for part in &told.parts {
        collect(part, histories, vocabulary, found);
    }
}

fn numbers(told: &Explanation, histories: &Histories) -> GroundNumbers {
    let day = Day::from_epoch;
    match told.numbers {
        Numbers::Age(Some(years)) => GroundNumbers::Age { years },
        Numbers::Share {
            window, of, among, ..
        } => GroundNumbers::Share {
            from: day(window.from),
            to: day(window.until - 1),
            of,
            among,
        },
        Numbers::Counted {
            window,
            number: Some(number),
        } => GroundNumbers::Counted {
            from: day(window.from),
            to: day(window.until - 1),
            number,
        },
        Numbers::Run(Some(run)) => GroundNumbers::Since { day: day(run.from) },
        Numbers::None if told.parts.is_empty() => {
            let starts = told.spells.iter();
            let starts = starts.map(|(track, row)| histories.track(*track).start[*row]);
            starts
                .max()
                .map_or(GroundNumbers::Nothing, |start| GroundNumbers::Since {
                    day: day(start),
                })
        }
        _ => GroundNumbers::Nothing,
    }
}
