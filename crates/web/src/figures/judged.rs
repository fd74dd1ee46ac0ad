//! What is concluded from several numbers at once: each part with its number, its threshold and its answer. A number that is
//! missing or may not be shown leaves the conclusion open, and is named.

use std::collections::BTreeMap;

use calendar::Day;
use rulebook::Catalogue;
use rulebook::indicators::{
    Against, Asked as Wanted, How, JudgementVersion, Period as Length, Quotient, Verdict,
};
use store::Purpose;
use tables::{Cell, Decimal, MeasureKind, Period, Text, divide};

use super::asked::{Asked, Query, Whose, month_text};
use super::given::{self, Given};
use super::numbers::Number;
use super::table::Ground;
use super::vintage;
use super::words::{self, both, table_language};
use crate::app::App;
use crate::error::{WebError, WebResult};
use crate::page::{Frame, Page};
use crate::rights::User;

/// A number a judgement asks for, in one month.
#[derive(Debug, Clone)]
pub(super) enum Found {
    /// The number, and as it is written.
    Known(Quotient, Decimal, bool),
    /// About too few persons to be shown.
    Hidden,
    /// What is missing; nothing more is known than that it is not observed without a text.
    Missing(Option<Text>),
}

/// All numbers of some periods, by what is asked and the period's place.
pub(super) struct Numbers {
    length: Length,
    pub(super) periods: Vec<(Period, (Day, Day))>,
    found: BTreeMap<(Wanted, usize), Found>,
}

/// Where the numbers come from, and for whom.
#[derive(Clone, Copy)]
pub(super) struct Outside<'a> {
    pub(super) app: &'a App,
    pub(super) user: &'a User,
    pub(super) expected: &'a Given,
    pub(super) denominators: &'a Given,
}

/// The questions behind a judgement: one for each indicator's number, in the indicator's usual periods.
pub(super) fn questions(
    page: &Page,
    version: &JudgementVersion,
    pairs: &[(String, String)],
) -> WebResult<Vec<(Wanted, Asked)>> {
    let mut all = Vec::new();
    for wanted in wanted(version) {
        let Wanted::Shown { indicator, shown } = &wanted else {
            continue;
        };
        let mut pairs = pairs.to_vec();
        let found = page.app.book.catalogue().indicators().iter();
        let found = found.filter(|one| one.id == *indicator);
        let averaged = found
            .flat_map(|one| &one.shown)
            .find_map(|one| match &one.how {
                How::AverageOfMonths { of } if one.id == *shown => Some(of.clone()),
                _ => None,
            });
        // An average is made here of the months it is an average of.
        pairs.push((
            "number".to_owned(),
            averaged.unwrap_or_else(|| shown.clone()),
        ));
        let catalogue = page.app.book.catalogue();
        let mut asked = Asked::read(catalogue, indicator, &Query::of_pairs(&pairs), page.now())?;
        asked.whose = Whose::All;
        all.push((wanted, asked));
    }
    Ok(all)
}

/// How long the periods are that a judgement is about: as long as the longest of its indicators' usual ones. An average of
/// months is one of a year.
pub(super) fn length(catalogue: &Catalogue, version: &JudgementVersion) -> Length {
    let usual = wanted(version).into_iter().filter_map(|wanted| {
        let Wanted::Shown { indicator, shown } = wanted else {
            return None;
        };
        let found = catalogue
            .indicators()
            .iter()
            .rfind(|one| one.id == indicator)?;
        let is_average = found
            .shown
            .iter()
            .any(|one| one.id == shown && matches!(one.how, How::AverageOfMonths { .. }));
        if is_average {
            return Some(Length::Year);
        }
        found.periods.first().copied()
    });
    usual.max().unwrap_or(Length::Month)
}

/// The months of the periods that are shown: the last so many up to the one that was asked for, or the last whole one.
pub(super) fn periods(
    version: &JudgementVersion,
    length: Length,
    wished: Option<Day>,
    today: Day,
) -> (Day, Day) {
    let back = months_of(length);
    let start = |day: Day| {
        let month = i32::from(day.month()) - 1;
        day.month_start().plus_months(-(month % back))
    };
    let whole = start(today).plus_months(-back);
    let ended = version.until.map(|until| start(until.plus(-1)));
    let usual = ended.map_or(whole, |ended| ended.min(whole));
    let last = start(wished.unwrap_or(usual));
    let before = if length == Length::Year { 2 } else { 11 };
    (last.plus_months(-back * before), last.plus_months(back - 1))
}

/// The months of a period; a week is told by its month.
fn months_of(length: Length) -> i32 {
    match length {
        Length::Year => 12,
        Length::Quarter => 3,
        Length::Week | Length::Month => 1,
    }
}

/// Everything a judgement asks for, each once.
fn wanted(version: &JudgementVersion) -> Vec<Wanted> {
    let conditions = version.clauses.iter().flat_map(|clause| &clause.any);
    let mut all: Vec<Wanted> = Vec::new();
    for condition in conditions {
        let with = match &condition.with {
            Against::Number(asked) => Some(asked.clone()),
            Against::Value(_) => None,
        };
        all.extend(std::iter::once(condition.number.clone()).chain(with));
    }
    all.sort_unstable();
    all.dedup();
    all
}

impl Numbers {
    /// Counts what is counted here and looks up what is given.
    pub(super) fn of(
        ground: Ground<'_>,
        outside: Outside<'_>,
        (version, questions): (&JudgementVersion, &[(Wanted, Asked)]),
        (length, months): (Length, (Day, Day)),
    ) -> Result<Numbers, WebError> {
        let periods = spans(length, months);
        let mut found = BTreeMap::new();
        for (wanted, asked) in questions {
            let drawn = vintage::municipal(outside.app, outside.user, asked)?;
            let number = &asked.numbers.all[asked.number];
            let is_average = averages(ground, wanted);
            let shown: Vec<(Day, Day)> = drawn.asked.spans();
            for (place, (_, span)) in periods.iter().enumerate() {
                let inside = shown
                    .iter()
                    .enumerate()
                    .filter(|(_, part)| span.0 <= part.0 && part.1 <= span.1);
                let cells = inside.map(|(at, _)| drawn.table.cell(&[at], asked.number));
                let parts = cells.map(|cell| one(cell, number));
                let parts = parts.collect::<Result<Vec<_>, _>>()?;
                let is_whole = parts.len() == parts_of(drawn.asked.length, length);
                let told = match parts.last() {
                    Some(_) if is_whole && is_average => average(&parts, number)?,
                    // Shorter periods than the judgement's: what stood at the end of it.
                    Some(last) if is_whole => last.clone(),
                    _ => Found::Missing(None),
                };
                found.insert((wanted.clone(), place), told);
            }
        }
        for wanted in self::wanted(version) {
            let Wanted::Series(series) = &wanted else {
                continue;
            };
            for (place, (period, span)) in periods.iter().enumerate() {
                let told = series_number(ground, outside, series, *span, *period);
                found.insert((wanted.clone(), place), told);
            }
        }
        Ok(Numbers {
            length,
            periods,
            found,
        })
    }

    /// What is known of a number in a month.
    pub(super) fn get(&self, wanted: &Wanted, month: usize) -> &Found {
        const NOTHING: &Found = &Found::Missing(None);
        self.found.get(&(wanted.clone(), month)).unwrap_or(NOTHING)
    }

    /// The conclusion for a month; nothing where the judgement does not hold then.
    pub(super) fn conclude(&self, version: &JudgementVersion, month: usize) -> Verdict {
        version.conclude(&|wanted| match self.get(wanted, month) {
            Found::Known(number, _, _) => Some(*number),
            Found::Hidden | Found::Missing(_) => None,
        })
    }
}

/// The periods of a length between two months, with their days.
fn spans(length: Length, (from, to): (Day, Day)) -> Vec<(Period, (Day, Day))> {
    let mut all = Vec::new();
    let mut start = from;
    while start <= to {
        let until = start.plus_months(months_of(length));
        all.push((words::period(start, until, length), (start, until)));
        start = until;
    }
    all
}

/// How many periods of one length make one of another.
fn parts_of(part: Length, whole: Length) -> usize {
    let parts = months_of(whole) / months_of(part);
    usize::try_from(parts).unwrap_or(1).max(1)
}

/// Whether a number is asked for as the average of months.
fn averages(ground: Ground<'_>, wanted: &Wanted) -> bool {
    let Wanted::Shown { indicator, shown } = wanted else {
        return false;
    };
    ground.known.is_average(indicator, shown)
}

/// A cell of the municipality's table as a judgement takes it.
fn one(cell: &Cell, number: &Number) -> Result<Found, WebError> {
    Ok(match cell {
        Cell::Known(quantity) => {
            let percent = number.kind == MeasureKind::Ratio;
            let shown = quantity.rounded(number.places).map_err(WebError::fault)?;
            exact(quantity.fraction()).map_or(Found::Missing(None), |exact| {
                Found::Known(exact, shown, percent)
            })
        }
        Cell::Hidden => Found::Hidden,
        Cell::Unknown { needs } => Found::Missing(needs.clone()),
        Cell::NotApplicable => Found::Missing(Some(Text::new(
            format!("»{}«: ingen at regne på", number.title.da),
            format!("»{}«: nobody to count", number.title.in_language("en")),
        ))),
    })
}

/// The average of so many months: missing or hidden where one of them is.
fn average(parts: &[Found], number: &Number) -> Result<Found, WebError> {
    let mut numbers = Vec::new();
    let mut is_hidden = false;
    for part in parts {
        match part {
            Found::Known(number, _, _) => numbers.push(*number),
            Found::Hidden => is_hidden = true,
            Found::Missing(needs) => return Ok(Found::Missing(needs.clone())),
        }
    }
    if is_hidden {
        return Ok(Found::Hidden);
    }
    let percent = number.kind == MeasureKind::Ratio;
    let scale = if percent { 100 } else { 1 };
    let Some(exact) = Quotient::average(&numbers).or_else(|| nearly(&numbers)) else {
        return Ok(Found::Missing(None));
    };
    let (above, below) = (i128::from(exact.above), i128::from(exact.below));
    let shown = divide(above, below, scale, number.places).map_err(WebError::fault)?;
    Ok(Found::Known(exact, shown, percent))
}

/// The average where the exact fraction is too large to be written down: to nine decimals, so that an average that lies exactly
/// on a threshold is still seen to do so.
fn nearly(numbers: &[Quotient]) -> Option<Quotient> {
    const FINE: i128 = 1_000_000_000_000_000;
    const COARSE: i64 = 1_000_000_000;
    let mut sum: i128 = 0;
    for number in numbers {
        let (above, below) = (i128::from(number.above), i128::from(number.below));
        if below <= 0 {
            return None;
        }
        sum = sum.checked_add(above.checked_mul(FINE)?.checked_add(below / 2)? / below)?;
    }
    let count = i128::try_from(numbers.len())
        .ok()
        .filter(|count| *count > 0)?;
    let shown = divide(sum, FINE.checked_mul(count)?, 1, 9).ok()?;
    Some(Quotient {
        above: i64::try_from(shown.units).ok()?,
        below: COARSE,
    })
}

/// A number that was given: expected first, else what shares are taken of.
fn series_number(
    ground: Ground<'_>,
    outside: Outside<'_>,
    series: &str,
    span: (Day, Day),
    period: Period,
) -> Found {
    let own = ground.own.map(|own| own.code);
    let row = outside
        .expected
        .find(series, None, own, span)
        .or_else(|| outside.denominators.find(series, None, own, span));
    let known = row.and_then(|row| {
        let number = row.given.number;
        let number = exact((number.units, given::scale(number)))?;
        Some(Found::Known(number, row.given.number, false))
    });
    known.unwrap_or_else(|| {
        let whom = ground
            .own
            .map_or_else(Text::default, |own| own.name.clone());
        let title = ground.known.series(series);
        Found::Missing(Some(given::needs(
            &title,
            series,
            &whom,
            period,
            Purpose::Expected,
        )))
    })
}

/// A fraction in 64 bits, shortened; nothing where it does not fit.
fn exact((above, below): (i128, i128)) -> Option<Quotient> {
    let (mut one, mut other) = (above.unsigned_abs(), below.unsigned_abs());
    while other > 0 {
        (one, other) = (other, one % other);
    }
    let common = i128::try_from(one.max(1)).ok()?;
    Some(Quotient {
        above: i64::try_from(above / common).ok()?,
        below: i64::try_from(below / common).ok()?,
    })
}

/// A condition as the page tells it.
pub(super) struct Part {
    /// What is compared, and where it can be looked at.
    pub(super) what: String,
    pub(super) address: Option<String>,
    /// The link shows the numbers of which this is the average or the last.
    pub(super) is_made_of: bool,
    pub(super) number: String,
    /// »mindst 20 %«.
    pub(super) threshold: String,
    /// Where the threshold comes from.
    pub(super) from: Option<String>,
    pub(super) answer: Answer,
    /// What is missing, in sentences.
    pub(super) needs: Vec<String>,
}

/// An answer in the three ways there are, and a fourth that is not said.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Answer {
    Yes,
    No,
    Open,
    Hidden,
}

impl Answer {
    /// The text and the class of the answer.
    pub(super) fn key(self) -> &'static str {
        match self {
            Answer::Yes => "judged-yes",
            Answer::No => "judged-no",
            Answer::Open => "judged-open",
            Answer::Hidden => "judged-hidden",
        }
    }

    /// The text of the answer to the whole.
    pub(super) fn whole_key(self) -> &'static str {
        match self {
            Answer::Yes => "judged-holds",
            Answer::No => "judged-holds-not",
            Answer::Open | Answer::Hidden => self.key(),
        }
    }

    /// The class of its mark; whether a yes is good or bad is for the reader to say.
    pub(super) fn class(self) -> &'static str {
        match self {
            Answer::Yes | Answer::No => "answer-told",
            Answer::Open | Answer::Hidden => "answer-unknown",
        }
    }
}

/// The answer of a month.
pub(super) fn answer(numbers: &Numbers, version: &JudgementVersion, month: usize) -> Answer {
    match numbers.conclude(version, month) {
        Verdict::Holds => Answer::Yes,
        Verdict::HoldsNot => Answer::No,
        Verdict::Undetermined(needs) => {
            let only_hidden = needs
                .iter()
                .all(|wanted| matches!(numbers.get(wanted, month), Found::Hidden));
            if only_hidden {
                Answer::Hidden
            } else {
                Answer::Open
            }
        }
    }
}

/// The conditions of a clause in a month.
pub(super) fn parts(
    page: &Page,
    (version, clause): (&JudgementVersion, usize),
    (numbers, month): (&Numbers, usize),
    questions: &[(Wanted, Asked)],
) -> Vec<Part> {
    let conditions = version.clauses[clause].any.iter();
    let parts = conditions.map(|condition| {
        let left = numbers.get(&condition.number, month);
        let (right, threshold, from) = match &condition.with {
            Against::Value(value) => (
                Found::Known(*value, Decimal::whole(0), false),
                quotient_text(page, *value),
                None,
            ),
            Against::Number(wanted) => {
                let found = numbers.get(wanted, month).clone();
                let text = written(page, &found);
                (found, text, Some(name(page, wanted)))
            }
        };
        let answer = match (left, &right) {
            (Found::Known(left, _, _), Found::Known(right, _, _)) => {
                if left.compares(condition.compare, *right) {
                    Answer::Yes
                } else {
                    Answer::No
                }
            }
            (Found::Missing(_), _) | (_, Found::Missing(_)) => Answer::Open,
            _ => Answer::Hidden,
        };
        let needs = [left, &right].into_iter().filter_map(|found| match found {
            Found::Missing(Some(needs)) => {
                Some(needs.within(table_language(page.language)).to_owned())
            }
            Found::Missing(None) => {
                Some(page.t1("judged-unobserved", "what", name(page, &condition.number)))
            }
            Found::Known(..) | Found::Hidden => None,
        });
        let question = questions
            .iter()
            .find(|(wanted, _)| *wanted == condition.number);
        Part {
            what: name(page, &condition.number),
            address: question.map(|(_, asked)| only_in(asked, numbers.periods[month].1)),
            is_made_of: question.is_some_and(|(_, asked)| asked.length != numbers.length),
            number: written(page, left),
            threshold: format!("{} {threshold}", page.t(compare_key(condition.compare))),
            from,
            answer,
            needs: needs.collect(),
        }
    });
    parts.collect()
}

/// The address of what was asked, in the months of one period only.
fn only_in(asked: &Asked, (from, until): (Day, Day)) -> String {
    let narrowed = Asked {
        from,
        to: until.plus(-1).month_start(),
        ..asked.clone()
    };
    narrowed.address().to_string()
}

fn compare_key(compare: figures::Comparison) -> &'static str {
    match compare {
        figures::Comparison::AtLeast => "judged-at-least",
        figures::Comparison::MoreThan => "judged-more-than",
        figures::Comparison::AtMost => "judged-at-most",
        figures::Comparison::LessThan => "judged-less-than",
        figures::Comparison::Equal => "judged-equal",
    }
}

/// A number as it is shown.
fn written(page: &Frame, found: &Found) -> String {
    let language = table_language(page.language);
    match found {
        Found::Known(_, number, true) => number.written_percent(language),
        Found::Known(_, number, false) => number.written(language),
        Found::Hidden => "..".to_owned(),
        Found::Missing(_) => "?".to_owned(),
    }
}

/// A value of the page: a share in per cent, or a whole number.
fn quotient_text(page: &Frame, value: Quotient) -> String {
    let language = table_language(page.language);
    let number = |units: i64| Decimal::whole(i128::from(units));
    match value.below {
        100 => number(value.above).written_percent(language),
        1 => number(value.above).written(language),
        below => format!("{}/{below}", value.above),
    }
}

/// What a number is called.
fn name(page: &Page, wanted: &Wanted) -> String {
    let catalogue = page.app.book.catalogue();
    match wanted {
        Wanted::Shown { indicator, shown } => {
            let version = catalogue
                .indicators()
                .iter()
                .rfind(|one| one.id == *indicator);
            version.map_or_else(
                || indicator.clone(),
                |version| {
                    let title = page.text(&version.title);
                    let shown = version.shown.iter().find(|one| one.id == *shown);
                    shown.map_or_else(
                        || title.to_owned(),
                        |shown| format!("{title}: {}", page.text(&shown.title)),
                    )
                },
            )
        }
        Wanted::Series(id) => {
            let series = catalogue.series().iter().find(|series| series.id == *id);
            let title = series.map_or_else(|| Text::same(id), |series| both(&series.title));
            title.within(table_language(page.language)).to_owned()
        }
    }
}

/// The pairs of an address for some months.
pub(super) fn pairs_of((from, to): (Day, Day), at: &str, known: &str) -> Vec<(String, String)> {
    [
        ("from", month_text(from)),
        ("to", month_text(to)),
        ("at", at.to_owned()),
        ("known", known.to_owned()),
    ]
    .into_iter()
    .map(|(name, value)| (name.to_owned(), value))
    .collect()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_average_of_many_shares_is_still_exact_on_its_threshold() {
        // A fifth in every month, of numbers without common divisors: one a little more, the next as much less.
        let primes = [1_009_i64, 1_013, 1_019, 1_021, 1_031, 1_033];
        let numbers: Vec<Quotient> = primes
            .iter()
            .flat_map(|prime| {
                [
                    Quotient {
                        above: prime + 5,
                        below: 5 * prime,
                    },
                    Quotient {
                        above: prime - 5,
                        below: 5 * prime,
                    },
                ]
            })
            .collect();
        let average = Quotient::average(&numbers).or_else(|| nearly(&numbers));
        let fifth = Quotient {
            above: 20,
            below: 100,
        };
        let average = average.unwrap();
        assert!(average.compares(figures::Comparison::AtLeast, fifth));
        assert!(!average.compares(figures::Comparison::MoreThan, fifth));
        assert_eq!(
            nearly(&numbers),
            Some(Quotient {
                above: 200_000_000,
                below: 1_000_000_000
            })
        );
        assert_eq!(nearly(&[]), None);
    }
}
