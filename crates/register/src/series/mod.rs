//! Numbers that shares are taken of and that no register has: the labour force, the population.
//!
//! They come from a file like the one that `tovholder import denominators` takes, named by the request.

mod read;

use std::collections::BTreeMap;

use calendar::Day;
use figures::MISSING;
use rulebook::registers::{Bounds, Breakdown, Registers};
use tables::{Decimal, Period, Text, standing_for};

pub(crate) use read::read;

/// A number is a number of this: series, part, municipality.
type Of = (String, Option<String>, Option<u16>);

/// A number with where it comes from.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct GivenNumber {
    number: Decimal,
    source: String,
    dated: Day,
}

/// All numbers of the named series; of several revisions the one with the latest day.
#[derive(Debug, Clone, Default, PartialEq, Eq)]
pub(crate) struct Given {
    numbers: BTreeMap<Of, BTreeMap<Period, GivenNumber>>,
    /// The series that a file was named for.
    named: Vec<String>,
}

/// What stands below a share.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) enum Below {
    /// The number: units over a power of ten.
    Number {
        /// The units.
        units: i128,
        /// What they are divided by.
        scale: i128,
    },
    /// Nobody has given it.
    Missing,
    /// The share has no meaning here: nobody counts the population by what persons get.
    Senseless,
}

impl Given {
    /// Whether a file was named for a series.
    pub(crate) fn has(&self, series: &str) -> bool {
        self.named.iter().any(|named| named == series)
    }

    /// Where the numbers of a series come from, each source once.
    pub(crate) fn sources(&self, series: &str) -> Vec<Text> {
        let of = self
            .numbers
            .iter()
            .filter(|((name, _, _), _)| name == series);
        let mut told: Vec<Text> = Vec::new();
        for given in of.flat_map(|(_, periods)| periods.values()) {
            let (source, dated) = (&given.source, given.dated);
            let words = Text::new(
                format!("{source}, dateret {dated}"),
                format!("{source}, dated {dated}"),
            );
            if !told.contains(&words) {
                told.push(words);
            }
        }
        told
    }

    /// The number below a share of some persons in a span of days. A part of the persons by where they live is a share of those
    /// who live there; by what they get or do, of everybody; by who they are, of a part that is given under the names of
    /// breakdown and member.
    pub(crate) fn below<'a>(
        &self,
        registers: &Registers,
        series: &str,
        of: impl Iterator<Item = (&'a str, i32)>,
        span: (Day, Day),
    ) -> Below {
        let mut municipality = None;
        let mut groups: Vec<String> = Vec::new();
        for (by, member) in of {
            let Some(breakdown) = registers.breakdown(by) else {
                return Below::Senseless;
            };
            match &breakdown.of {
                _ if member == MISSING => return Below::Senseless,
                Bounds::Column { column, gather, .. } if column == MUNICIPALITY => {
                    let code = u16::try_from(member).ok().filter(|_| gather.is_none());
                    let Some(code) = code else {
                        return Below::Senseless;
                    };
                    municipality = Some(code);
                }
                _ if is_of_spells(breakdown) => {}
                _ => groups.push(breakdown.group(registers, member)),
            }
        }
        let group = (!groups.is_empty()).then(|| groups.join("+"));
        self.find(series, group, municipality, span)
            .map_or(Below::Missing, |number| Below::Number {
                units: number.units,
                scale: scale(number),
            })
    }

    /// The number that holds for a span: of the span itself, else of the quarter or the year around it, else of a day in it.
    /// Never one of another year: what a share is taken of is not carried on in silence.
    fn find(
        &self,
        series: &str,
        part: Option<String>,
        municipality: Option<u16>,
        span: (Day, Day),
    ) -> Option<Decimal> {
        let of = (series.to_owned(), part, municipality);
        let periods = self.numbers.get(&of)?;
        standing_for(periods, span).map(|given| given.number)
    }
}

/// The column of spells that says where persons live.
const MUNICIPALITY: &str = "municipality";

/// Whether a breakdown is by what persons get or do, and not by who they are.
fn is_of_spells(breakdown: &Breakdown) -> bool {
    matches!(breakdown.of, Bounds::Column { .. } | Bounds::Seniority(_))
}

/// Ten to the power of the number's places: what its units are divided by.
fn scale(number: Decimal) -> i128 {
    10_i128
        .checked_pow(u32::from(number.places))
        .unwrap_or(i128::MAX)
}
