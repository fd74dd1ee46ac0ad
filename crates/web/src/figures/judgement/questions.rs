//! The questions behind a judgement: which numbers it asks for, in which periods.

use calendar::Day;
use rulebook::Catalogue;
use rulebook::indicators::{Against, Asked as Wanted, How, JudgementVersion, Period as Length};

use crate::error::WebResult;
use crate::figures::asked::{Asked, Query, Whose, month_text};
use crate::page::Page;

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
pub(super) fn months_of(length: Length) -> i32 {
    match length {
        Length::Year => 12,
        Length::Quarter => 3,
        Length::Week | Length::Month => 1,
    }
}

/// Everything a judgement asks for, each once.
pub(super) fn wanted(version: &JudgementVersion) -> Vec<Wanted> {
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
