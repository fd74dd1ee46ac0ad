//! What can be said but is meant by nobody.

use super::fault::Implausible;
use super::vocabulary::Vocabulary;
use crate::population::{Comparison, Gap, GapTest, Length, Population, Ratio, SpellTest, Test};
use crate::schema::ColumnKind;

/// The longest length of time that makes sense, in years.
const LONGEST_YEARS: u32 = 150;

/// The deepest population, with the named ones in it opened up.
const DEEPEST_POPULATION: usize = 200;

/// Everything in a population that nobody means, with the schema it is about.
///
/// [`super::parse()`] refuses such lines; this examines populations that were made in another way.
pub fn check(population: &Population, vocabulary: &Vocabulary) -> Vec<Implausible> {
    let mut found = Vec::new();
    let mut next = vec![(population, 0)];
    while let Some((population, depth)) = next.pop() {
        found.extend(implausible(population, vocabulary));
        if depth > DEEPEST_POPULATION {
            found.push(Implausible::TooDeep);
            break;
        }
        next.extend(parts(population).into_iter().map(|part| (part, depth + 1)));
    }
    found
}

/// Whether a population is nested deeper than the engine takes.
pub(crate) fn is_too_deep(population: &Population) -> bool {
    let mut next = vec![(population, 0)];
    while let Some((population, depth)) = next.pop() {
        if depth > DEEPEST_POPULATION {
            return true;
        }
        next.extend(parts(population).into_iter().map(|part| (part, depth + 1)));
    }
    false
}

fn parts(population: &Population) -> Vec<&Population> {
    match population {
        Population::Everyone
        | Population::On(_)
        | Population::Has { .. }
        | Population::Age { .. }
        | Population::Count { .. }
        | Population::Sum { .. } => Vec::new(),
        Population::Share { of, among, .. } => {
            let among = among.iter().map(|among| &**among);
            std::iter::once(&**of).chain(among).collect()
        }
        Population::Continuous { of, .. }
        | Population::Since { of, .. }
        | Population::Beginning { of, .. }
        | Population::Ever(of)
        | Population::Not(of) => vec![of],
        Population::Bridged { of, bridge } => match &bridge.provided {
            Some(GapTest::Throughout(test)) => vec![of, test],
            _ => vec![of],
        },
        Population::And(parts) | Population::Or(parts) => parts.iter().collect(),
    }
}

/// The first thing wrong with the population itself; its parts are not looked at.
pub(crate) fn implausible(population: &Population, vocabulary: &Vocabulary) -> Option<Implausible> {
    match population {
        Population::Everyone | Population::Ever(_) | Population::Not(_) => None,
        Population::On(test) => spells(test, vocabulary),
        Population::Has { attribute, values } => match vocabulary.attribute_kind(*attribute) {
            None => Some(Implausible::UnknownPlace),
            Some(_) => sorted(values),
        },
        Population::Age { birth, from, below } => {
            let high = |age: u16| u32::from(age) > LONGEST_YEARS + 1;
            match vocabulary.attribute_kind(*birth) {
                Some(ColumnKind::Day) => {}
                _ => return Some(Implausible::UnknownPlace),
            }
            if below.is_some_and(|below| below <= *from) {
                Some(Implausible::AgeEmpty)
            } else if high(*from) || below.is_some_and(high) {
                Some(Implausible::AgeTooHigh)
            } else {
                None
            }
        }
        Population::Share {
            window,
            compare,
            share,
            ..
        } => length(*window).or_else(|| ratio(*compare, *share)),
        Population::Count {
            of,
            window,
            compare,
            number,
        } => spells(of, vocabulary)
            .or_else(|| length(*window))
            .or(match (compare, number) {
                (Comparison::AtLeast, 0) => Some(Implausible::CountAlways),
                (Comparison::LessThan, 0) => Some(Implausible::CountNever),
                _ => None,
            }),
        Population::Sum {
            of, column, window, ..
        } => summed(of, *column, vocabulary).or_else(|| length(*window)),
        Population::Continuous { length: long, .. }
        | Population::Since { length: long, .. }
        | Population::Beginning { length: long, .. } => length(*long),
        Population::Bridged { bridge, .. } => {
            let gap = match bridge.gap {
                Gap::Days(days) => length(Length::Days(days)),
                Gap::LessThanACalendarMonth => None,
            };
            gap.or_else(|| match &bridge.provided {
                Some(GapTest::SumAtMost { of, column, .. }) => summed(of, *column, vocabulary),
                _ => None,
            })
        }
        Population::And(parts) | Population::Or(parts) => {
            (parts.len() < 2).then_some(Implausible::OneOfNothing)
        }
    }
}

fn length(length: Length) -> Option<Implausible> {
    let (number, most) = match length {
        Length::Days(days) => (days, LONGEST_YEARS * 366),
        Length::Months(months) => (months, LONGEST_YEARS * 12),
    };
    match number {
        0 => Some(Implausible::NoLength),
        number if number > most => Some(Implausible::LengthTooLong),
        _ => None,
    }
}

fn ratio(compare: Comparison, share: Ratio) -> Option<Implausible> {
    let Ratio {
        numerator,
        denominator,
    } = share;
    if denominator == 0 {
        return Some(Implausible::NoDenominator);
    }
    if numerator > denominator {
        return Some(Implausible::ShareOverWhole);
    }
    let whole = numerator == denominator;
    match compare {
        Comparison::AtLeast if numerator == 0 => Some(Implausible::ShareAlways),
        Comparison::AtMost if whole => Some(Implausible::ShareAlways),
        Comparison::LessThan if numerator == 0 => Some(Implausible::ShareNever),
        Comparison::MoreThan if whole => Some(Implausible::ShareNever),
        _ => None,
    }
}

fn summed(of: &SpellTest, column: crate::ColumnId, vocabulary: &Vocabulary) -> Option<Implausible> {
    match vocabulary.column_kind(of.track, column) {
        Some(ColumnKind::Number { .. }) => spells(of, vocabulary),
        _ => Some(Implausible::UnknownPlace),
    }
}

fn spells(test: &SpellTest, vocabulary: &Vocabulary) -> Option<Implausible> {
    let tracks = &vocabulary.schema().tracks;
    if usize::from(test.track.0) >= tracks.len() {
        return Some(Implausible::UnknownPlace);
    }
    test.tests.iter().find_map(|one| match one {
        Test::In { column, values } | Test::NotIn { column, values } => {
            match vocabulary.column_kind(test.track, *column) {
                None => Some(Implausible::UnknownPlace),
                Some(_) => sorted(values),
            }
        }
        Test::Compare { column, .. } => match vocabulary.column_kind(test.track, *column) {
            None => Some(Implausible::UnknownPlace),
            Some(ColumnKind::Code { .. }) => Some(Implausible::OrderOfCodes),
            Some(_) => None,
        },
        Test::Lasts { .. } => None,
    })
}

fn sorted(values: &[i32]) -> Option<Implausible> {
    if values.is_empty() {
        Some(Implausible::NoValues)
    } else if values.windows(2).any(|pair| pair[0] >= pair[1]) {
        Some(Implausible::ValuesUnsorted)
    } else {
        None
    }
}

impl Implausible {
    pub(crate) fn is_about_share(self) -> bool {
        matches!(
            self,
            Implausible::ShareOverWhole
                | Implausible::ShareAlways
                | Implausible::ShareNever
                | Implausible::NoDenominator
        )
    }
}
