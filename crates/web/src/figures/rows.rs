//! The rows behind a number: exactly as many as the number says, and only for those who may read them.

use std::sync::Arc;

use askama::Template;
use axum::extract::{Path, Query as Asking};
use axum::response::Response;
use facts::{CaseId, CitizenId};
use figures::{Number, Plan, Query as Question};

use super::asked::{Asked, Query};
use super::counted;
use super::known::Known;
use super::reach::Reach;
use super::table::{self, TOTAL};
use super::words;
use crate::error::{WebError, WebResult};
use crate::listing::{Pager, ROWS, number};
use crate::page::{Frame, Page};

/// A person behind the number.
pub(super) struct Line {
    pub(super) citizen: CitizenId,
    pub(super) name: String,
    pub(super) age: i32,
    pub(super) cases: Vec<CaseId>,
}

#[derive(Template)]
#[template(path = "figures/rows.html")]
struct Rows<'a> {
    page: &'a Frame,
    title: String,
    /// How many they are, and of how many a share is taken.
    heading: String,
    what: String,
    period: String,
    member: Option<String>,
    /// The list shows the numerator of a share.
    is_share: bool,
    /// The number counts the persons, or their share.
    is_counted: bool,
    lines: Vec<Line>,
    pager: Pager,
    back: String,
}

/// What the store told.
struct Told {
    persons: Vec<i64>,
    /// How many a share is taken of.
    among: Option<usize>,
    lines: Vec<Line>,
    member: Option<tables::Text>,
}

/// `GET /figures/{indicator}/rows`
pub(super) async fn show(
    page: Page,
    Path(indicator): Path<String>,
    Asking(query): Asking<Query>,
) -> WebResult<Response> {
    let catalogue = Arc::clone(page.app.book.catalogue());
    let asked = Asked::read(&catalogue, &indicator, &query, page.now())?;
    let at: u32 = number(&query.page)?.unwrap_or(0);
    let codes = asked.period_codes();
    let period = codes
        .iter()
        .position(|code| code.to_string() == query.period)
        .ok_or(WebError::NotFound)?;
    let member = query.member.clone();
    let (user, today, question) = (Arc::clone(&page.user), page.today, asked.clone());
    let code = member.clone();
    let told = page
        .app
        .blocking(move |app| {
            let reach = Reach::of(&app.store, &user, today)?;
            let known = Known::of(app, reach.citizens(), question.known_at, question.day())?;
            let Found {
                persons,
                among,
                member,
            } = behind(&known, &reach, &question, period, &code)?;
            let shown = persons.iter().skip(at as usize * ROWS as usize);
            let lines = shown
                .take(ROWS as usize)
                .map(|person| line(app, &reach, *person, today))
                .collect::<Result<_, WebError>>()?;
            Ok::<_, WebError>(Told {
                persons,
                among,
                lines,
                member,
            })
        })
        .await?;
    page.log_list(told.lines.iter().map(|line| line.citizen))
        .await?;
    let address = asked
        .address_of("/rows")
        .with("period", codes[period])
        .with("member", member);
    let language = words::table_language(page.language);
    let what = page.text(&asked.numbers.all[asked.number].title);
    let number = &asked.numbers.all[asked.number];
    let is_exact = (number.behind(&asked.numbers.measures)).is_some_and(|behind| behind.is_exact);
    page.render(&Rows {
        is_counted: is_exact || told.among.is_some(),
        is_share: told.among.is_some(),
        page: &page,
        title: page.text(&asked.version.title).to_owned(),
        heading: heading(&page, &told),
        what: what.to_owned(),
        period: codes[period].label().within(language).to_owned(),
        member: told.member.map(|text| text.within(language).to_owned()),
        pager: Pager::new(&address, at, told.lines.len(), told.persons.len() as u64),
        lines: told.lines,
        back: asked.address().to_string(),
    })
}

/// The persons behind a number, by their ids.
struct Found {
    persons: Vec<i64>,
    among: Option<usize>,
    member: Option<tables::Text>,
}

/// How many persons are behind the number.
fn heading(page: &Frame, told: &Told) -> String {
    let number = page.number(told.persons.len());
    match told.among {
        Some(among) => page.t2(
            "figures-behind-share",
            ("number", number),
            ("among", page.number(among)),
        ),
        None if told.persons.len() == 1 => page.t("figures-behind-one"),
        None => page.t1("figures-behind", "number", number),
    }
}

/// The ids of the persons behind a number of the reader's own, how many a share is taken of, and what the member is called.
fn behind(
    known: &Known,
    reach: &Reach,
    asked: &Asked,
    period: usize,
    member: &str,
) -> Result<Found, WebError> {
    let number = &asked.numbers.all[asked.number];
    let measures = number
        .behind(&asked.numbers.measures)
        .ok_or(WebError::NotFound)?;
    let is_total = member == TOTAL || member.is_empty();
    let by = asked.by.as_deref().filter(|_| !is_total);
    if by.is_none() && !is_total {
        return Err(WebError::NotFound);
    }
    let own = known.only(|person| reach.has(person));
    let code = if is_total {
        None
    } else if member == "unknown" {
        Some(figures::MISSING)
    } else {
        Some(member.parse().map_err(|_| WebError::NotFound)?)
    };
    let queries = [Question::Cube(counted::indicator(known, asked, by)?)];
    let setting = known.setting_over(&asked.periods(), &asked.version);
    let plan =
        Plan::compile(known.registers().schema(), &queries, &setting).map_err(WebError::fault)?;
    let at = u32::try_from(period).map_err(WebError::fault)?;
    let counted = |measure: usize| {
        let wanted = Number {
            period: at,
            members: code.into_iter().collect(),
            measure,
        };
        let persons = plan.behind(0, &wanted, &own);
        persons.map_err(|_| WebError::NotFound)
    };
    let persons = counted(measures.persons)?;
    let among = measures.among.map(counted).transpose()?;
    let among = among.map(|persons| persons.len());
    let words = code.and_then(|code| {
        let breakdown = known.registers().breakdown(by?)?;
        let day = table::last_day(*asked.spans().get(period)?);
        Some(words::member(known.registers(), breakdown, day, code).1)
    });
    Ok(Found {
        persons,
        among,
        member: words,
    })
}

/// A person as the list shows them.
pub(super) fn line(
    app: &crate::app::App,
    reach: &Reach,
    person: i64,
    today: calendar::Day,
) -> Result<Line, WebError> {
    let id = CitizenId(u64::try_from(person).map_err(WebError::fault)?);
    let citizen = app.store.citizen(id)?.ok_or(WebError::NotFound)?;
    let cases = reach.cases.get(&id).into_iter().flatten().copied();
    Ok(Line {
        citizen: id,
        age: today.years_since(citizen.cpr.birth()),
        name: citizen.name,
        cases: cases.collect(),
    })
}
