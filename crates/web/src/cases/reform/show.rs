//! The page of new rules.

use askama::Template;
use axum::extract::Query;
use axum::response::Response;
use rulebook::{ModelVersion, Transition};

use super::asked::{Asked, EFFECTS, Effect, Query as Narrowed};
use super::meeting::{Meeting, Tally, meetings};
use super::words::{self, CaseWords, LawWords};
use crate::cases::asked::{Asked as Cases, Query as Wanted};
use crate::cases::list::{sorts, whose};
use crate::colleagues::Colleagues;
use crate::error::{WebError, WebResult};
use crate::listing::{Choice, Pager, ROWS, SearchField};
use crate::page::{Frame, Page};
use crate::rights::Action;

#[derive(Template)]
#[template(path = "reform.html")]
struct ReformPage<'a> {
    page: &'a Frame,
    whose: Vec<Choice>,
    laws: Vec<LawWords>,
    /// Rules that are known and begin to hold later: title, day and place in the handbook.
    ahead: Vec<(String, String, String)>,
    effects: Vec<Choice>,
    sorts: Vec<Choice>,
    kept: Vec<(&'static str, &'a str)>,
    down: bool,
    turned: String,
    search: SearchField,
    cleared: Option<String>,
    cases: Vec<CaseWords>,
    /// The shown cases in which nothing changes and that the reader may confirm, each with the last fact that was seen.
    unchanged: Vec<(u64, u64)>,
    /// The key of the post that confirms them together.
    key: String,
    total: Tally,
    /// How many cases a long list has, of which only this page was looked at.
    many: Option<u64>,
    pager: Pager,
    /// The address of the list as it stands, to come back to.
    here: String,
    /// The case that was confirmed just now.
    confirmed: Option<u64>,
}

/// `GET /reform`
pub(in crate::cases) async fn show(
    page: Page,
    Query(wanted): Query<Wanted>,
    Query(narrowed): Query<Narrowed>,
) -> WebResult<Response> {
    let asked = Asked::read(Cases::reform(&wanted, &page.user)?, narrowed)?;
    let search = asked
        .cases
        .search
        .and_then(|id| page.app.searches.text(id, page.user.id));
    let question = asked.query(&page.user, page.today, search.clone());
    let (user, confirmed) = (std::sync::Arc::clone(&page.user), asked.confirmed);
    let (all, more, colleagues, is_confirmed) = page
        .app
        .blocking(move |app| {
            let colleagues = Colleagues::read(&app.store)?;
            let is_confirmed = match confirmed {
                Some(case) => app.store.case(case, question.today)?.is_some_and(|line| {
                    let closeness = colleagues.closeness(&user, line.row.holders.values().copied());
                    line.row.law_changed.is_none() && user.may(Action::ReadCase, Some(closeness))
                }),
                None => false,
            };
            let (all, more) = meetings(app, &user, &question, &colleagues)?;
            Ok::<_, WebError>((all, more, colleagues, is_confirmed))
        })
        .await?;
    page.log_read(None, None).await?;
    // In a long list nothing is counted, so nothing is chosen by what was counted.
    let asked = match more {
        Some(_) => Asked {
            effect: None,
            version: None,
            ..asked
        },
        None => asked,
    };
    let laws = words::laws(&page, &asked, &all);
    let of_law = of_law(&asked, &all);
    let listed = listed(&asked, &of_law);
    let address = asked.address();
    let skip = match more {
        Some(_) => 0,
        None => asked.cases.page as usize * ROWS as usize,
    };
    let shown: Vec<CaseWords> = listed
        .iter()
        .skip(skip)
        .take(ROWS as usize)
        .map(|meeting| words::case(&page, &colleagues, meeting))
        .collect::<WebResult<_>>()?;
    let here = address.clone().with("page", page_number(asked.cases.page));
    page.render(&ReformPage {
        page: &page,
        whose: whose(&page, &asked.cases),
        laws,
        ahead: ahead(&page),
        effects: effects(&page, &asked, &of_law),
        sorts: sorts(&page, asked.cases.sort),
        kept: address.without(&["sort", "down"]),
        down: asked.cases.down,
        turned: address
            .clone()
            .with("down", if asked.cases.down { "" } else { "1" })
            .to_string(),
        search: SearchField::new(&address, asked.cases.search, search),
        cleared: cleared(&asked),
        total: words::total(listed.iter().copied()),
        pager: Pager::new(
            &address,
            asked.cases.page,
            shown.len(),
            more.unwrap_or(listed.len() as u64),
        ),
        many: more,
        unchanged: unchanged(&shown),
        key: page.post_key()?,
        cases: shown,
        here: here.to_string(),
        confirmed: asked.confirmed.filter(|_| is_confirmed).map(|case| case.0),
    })
}

/// The cases of the chosen law.
fn of_law<'m>(asked: &Asked, all: &'m [Meeting]) -> Vec<&'m Meeting> {
    let wanted = asked.version.as_ref();
    all.iter()
        .filter(|meeting| wanted.is_none_or(|hash| meeting.law.to.hash == *hash))
        .collect()
}

/// The cases asked for. What changes is to be looked at; what does not comes after it.
fn listed<'m>(asked: &Asked, all: &[&'m Meeting]) -> Vec<&'m Meeting> {
    let fits = |meeting: &&Meeting| asked.effect.is_none_or(|effect| meeting.has(effect));
    let mut listed: Vec<&Meeting> = all.iter().copied().filter(fits).collect();
    listed.sort_by_key(|meeting| meeting.is_unchanged());
    listed
}

/// The shown cases that can be confirmed together, each with the last fact that was seen.
fn unchanged(shown: &[CaseWords]) -> Vec<(u64, u64)> {
    let same = shown.iter().filter(|case| case.unchanged);
    same.filter_map(|case| Some((case.case, case.confirm.as_ref()?.0)))
        .collect()
}

fn page_number(number: u32) -> String {
    if number == 0 {
        String::new()
    } else {
        number.to_string()
    }
}

/// The way to the whole list, when something narrows it.
fn cleared(asked: &Asked) -> Option<String> {
    let is_narrowed =
        asked.effect.is_some() || asked.version.is_some() || asked.cases.search.is_some();
    is_narrowed.then(|| {
        let cases = Cases {
            search: None,
            ..asked.cases.clone()
        };
        cases.address().to_string()
    })
}

/// What the rules do, with the number of cases in which they do it.
fn effects(page: &Frame, asked: &Asked, meetings: &[&Meeting]) -> Vec<Choice> {
    let choice = |effect: Option<Effect>, id: &str, words: &str, count: usize| Choice {
        words: page.t(words),
        id: id.to_owned(),
        address: Asked {
            effect,
            ..asked.clone()
        }
        .address()
        .to_string(),
        count: Some(page.number(count as u64)),
        current: asked.effect == effect,
    };
    let all = choice(None, "", "reform-all", meetings.len());
    let each = EFFECTS.iter().map(|(effect, id)| {
        let words = match effect {
            Effect::Drops => "reform-cases-drop",
            Effect::Opens => "reform-cases-open",
            Effect::Moves => "reform-cases-move",
            Effect::Same => "reform-cases-same",
            Effect::Misfits => "reform-cases-misfit",
        };
        let cases = meetings.iter().filter(|meeting| meeting.has(*effect));
        choice(Some(*effect), id, words, cases.count())
    });
    std::iter::once(all).chain(each).collect()
}

/// Rules for running cases that begin to hold later.
fn ahead(page: &Page) -> Vec<(String, String, String)> {
    let day = |version: &ModelVersion| match &version.transition {
        Transition::AllFrom { day, .. } if *day > page.today => Some(*day),
        _ => None,
    };
    let mut ahead: Vec<_> = page
        .app
        .store
        .book()
        .models()
        .iter()
        .filter_map(|version| Some((day(version)?, version)))
        .collect();
    ahead.sort_by_key(|(day, _)| *day);
    ahead
        .into_iter()
        .map(|(day, version)| {
            (
                page.text(&version.title).to_owned(),
                page.long(day),
                format!("/handbook/{}/{}", version.name, version.from),
            )
        })
        .collect()
}
