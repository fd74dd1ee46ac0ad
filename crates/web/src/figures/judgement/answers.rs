//! Each part of a judgement with its number, its threshold and its answer, in words.

use calendar::Day;
use rulebook::indicators::{Against, Asked as Wanted, JudgementVersion, Quotient, Verdict};
use tables::{Decimal, Text};

use super::gathered::{Found, Numbers};
use crate::figures::asked::Asked;
use crate::figures::words::{both, table_language};
use crate::page::{Frame, Page};

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
    fn whole_key(self) -> &'static str {
        match self {
            Answer::Yes => "judged-holds",
            Answer::No => "judged-holds-not",
            Answer::Open | Answer::Hidden => self.key(),
        }
    }

    /// The answer to the whole, in the words of the rule's page where it has some.
    pub(super) fn whole(self, page: &Frame, version: &JudgementVersion) -> String {
        let own = match self {
            Answer::Yes => version.met.as_ref(),
            Answer::No => version.unmet.as_ref(),
            Answer::Open | Answer::Hidden => None,
        };
        own.map_or_else(|| page.t(self.whole_key()), |own| page.text(own).to_owned())
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
