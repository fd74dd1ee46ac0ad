//! The page of a judgement: the answer of a month, what it rests on, and the months before.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query as Asking};
use axum::response::Response;
use calendar::Day;
use rulebook::indicators::{Asked as Wanted, JudgementVersion, Period as Length};
use serde::Deserialize;
use store::Purpose;

use super::answers::{Answer, Part, answer, parts};
use super::gathered::{Numbers, Outside};
use super::questions::{length, pairs_of, periods, questions};
use crate::error::{WebError, WebResult};
use crate::figures::asked::{Asked, month, month_text};
use crate::figures::given::Given;
use crate::figures::known::Known;
use crate::figures::list::held;
use crate::figures::own::Own;
use crate::figures::reach::Reach;
use crate::figures::show::{Choices, choices};
use crate::figures::table::Ground;
use crate::figures::words::table_language;
use crate::listing::Address;
use crate::page::{Frame, Page};

/// The query of the address, as it came.
#[derive(Debug, Default, Clone, Deserialize)]
#[serde(default)]
pub(in crate::figures) struct Query {
    month: String,
    known: String,
    at: String,
}

/// One of the parts that must all hold.
struct Clause {
    about: String,
    answer: Answer,
    parts: Vec<Part>,
}

/// A month with its answer, and the way there.
struct Month {
    words: String,
    address: String,
    answer: Option<Answer>,
    is_current: bool,
}

#[derive(Template)]
#[template(path = "figures/judgement.html")]
struct Shown<'a> {
    page: &'a Frame,
    title: String,
    source: String,
    verified: bool,
    held: String,
    action: String,
    month: String,
    month_words: String,
    /// With its words; nothing where the rule does not hold in the month.
    answer: Option<(Answer, String)>,
    clauses: Vec<Clause>,
    months: Vec<Month>,
    whose: String,
    known_on: String,
    left_out: Option<String>,
    faults: Vec<String>,
    answers: Vec<Choices>,
    address: String,
}

/// `GET /figures/judged/{judgement}`
pub(in crate::figures) async fn show(
    page: Page,
    Path(judgement): Path<String>,
    Asking(query): Asking<Query>,
) -> WebResult<Response> {
    let catalogue = Arc::clone(page.app.book.catalogue());
    let wished = month(&query.month)?;
    let newest = || {
        let mut all = catalogue.judgements().iter();
        all.rfind(|one| one.id == judgement)
    };
    let latest = Arc::clone(newest().ok_or(WebError::NotFound)?);
    let length = length(&catalogue, &latest);
    let span = periods(&latest, length, wished, page.today);
    // The version of the last day of the period; without one, what is to come or has been.
    let on = |until: Day| catalogue.judgement(&judgement, until.plus(-1)).cloned();
    let version = on(span.1.plus_months(1)).unwrap_or(latest);
    let pairs = pairs_of(span, &query.at, &query.known);
    let questions = questions(&page, &version, &pairs)?;
    let told = count(&page, &version, questions, (length, span)).await?;
    page.log_read(None, None).await?;
    let (numbers, asked) = (&told.numbers, &told.asked);
    let here = numbers.periods.len().saturating_sub(1);
    let of = |place: usize| on(numbers.periods[place].1.1);
    let address = Address::new(format!("/figures/judged/{judgement}"));
    let exact = |place: usize| {
        let (_, (_, until)) = numbers.periods[place];
        let known = asked.known_at.map(|fact| fact.0.to_string());
        address
            .clone()
            .with("month", month_text(until.plus(-1)))
            .with("known", known.unwrap_or_default())
            .with("at", asked.at.0)
            .to_string()
    };
    let language = table_language(page.language);
    let lines = numbers.periods.iter().enumerate().rev();
    let lines = lines.map(|(at, (period, _))| Month {
        words: period.label().within(language).to_owned(),
        address: exact(at),
        answer: of(at).map(|version| answer(numbers, &version, at)),
        is_current: at == here,
    });
    page.render(&Shown {
        page: &page,
        title: page.text(&version.title).to_owned(),
        source: version.source.text.clone(),
        verified: version.source.verified,
        held: held(&page, version.from, version.until),
        action: address.to_string(),
        month: month_text(span.1),
        month_words: numbers.periods[here].0.label().within(language).to_owned(),
        answer: of(here).map(|version| {
            let answer = answer(numbers, &version, here);
            (answer, answer.whole(&page, &version))
        }),
        clauses: clauses(&page, &version, &told, here),
        months: lines.collect(),
        whose: told.whose.within(language).to_owned(),
        known_on: page.long(asked.day()),
        left_out: told
            .left_out
            .as_ref()
            .map(|words| words.within(language).to_owned()),
        faults: version
            .faults
            .iter()
            .map(|fault| page.text(fault).to_owned())
            .collect(),
        answers: choices(&page, &version.parameters),
        address: exact(here),
    })
}

/// What a judgement's page is made of.
struct Told {
    numbers: Numbers,
    questions: Vec<(Wanted, Asked)>,
    /// The months, and what is known.
    asked: Asked,
    whose: tables::Text,
    left_out: Option<tables::Text>,
}

async fn count(
    page: &Page,
    version: &Arc<JudgementVersion>,
    questions: Vec<(Wanted, Asked)>,
    periods: (Length, (Day, Day)),
) -> WebResult<Told> {
    let (user, today, version) = (Arc::clone(&page.user), page.today, Arc::clone(version));
    page.app
        .blocking(move |app| {
            let first = questions.first().ok_or(WebError::NotFound)?;
            let asked = first.1.clone();
            let reach = Reach::of(&app.store, &user, today)?;
            let known = Known::of_all(app, asked.known_at, asked.day())?;
            let denominators = Given::of(&app.store, Purpose::Denominator, asked.at)?;
            let expected = Given::of(&app.store, Purpose::Expected, asked.at)?;
            let own = Own::of(&app.store, &app.book, asked.day())?;
            let ground = Ground {
                known: &known,
                reach: &reach,
                given: &denominators,
                own: own.as_ref(),
            };
            let outside = Outside {
                app,
                user: &user,
                expected: &expected,
                denominators: &denominators,
            };
            let numbers = Numbers::of(ground, outside, (&version, &questions), periods)?;
            let left_out = known.left_out_told(|_| true);
            let left_out = (left_out.persons > 0).then(|| {
                let (number, why) = (left_out.persons, left_out.reason);
                tables::Text::new(
                    format!("{number}: {}", why.da),
                    format!("{number}: {}", why.en),
                )
            });
            let known_at = known.known_at();
            let questions = questions.into_iter();
            Ok::<_, WebError>(Told {
                numbers,
                questions: questions
                    .map(|(wanted, asked)| (wanted, Asked { known_at, ..asked }))
                    .collect(),
                asked: Asked { known_at, ..asked },
                whose: own.map_or_else(tables::Text::default, |own| own.name),
                left_out,
            })
        })
        .await
}

fn clauses(page: &Page, version: &JudgementVersion, told: &Told, month: usize) -> Vec<Clause> {
    let clauses = version.clauses.iter().enumerate();
    let clauses = clauses.map(|(at, clause)| {
        let parts = parts(page, (version, at), (&told.numbers, month), &told.questions);
        let has = |wanted: Answer| parts.iter().any(|part| part.answer == wanted);
        // A missing number leaves the clause open even where another of its parts holds, as the judgement does.
        let answer = if has(Answer::Open) {
            Answer::Open
        } else if has(Answer::Hidden) {
            Answer::Hidden
        } else if has(Answer::Yes) {
            Answer::Yes
        } else {
            Answer::No
        };
        Clause {
            about: page.text(&clause.about).to_owned(),
            answer,
            parts,
        }
    });
    clauses.collect()
}
