//! Choosing the members that are to be marked and whose cases are to be opened.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use calendar::Day;
use store::CohortId;

use super::people::{Line, lines};
use super::seen::Seen;
use super::words;
use crate::error::{WebError, WebResult};
use crate::page::{Frame, Page};

/// A member who can be chosen.
struct Chosen {
    line: Line,
    is_marked: bool,
    /// The text that says how it is with the case.
    case: &'static str,
    /// What the facts are a sign of: then it is not chosen beforehand.
    sign: Option<String>,
    is_checked: bool,
}

#[derive(Template)]
#[template(path = "cohorts/begin.html")]
struct Begin<'a> {
    page: &'a Frame,
    id: CohortId,
    title: String,
    mark: Option<String>,
    model: Option<String>,
    members: Vec<Chosen>,
    fault: Option<&'static str>,
}

/// The page on which members are chosen, also when something was wrong with what was.
pub(super) async fn choose(
    page: &Page,
    id: CohortId,
    fault: Option<&'static str>,
) -> WebResult<Response> {
    let (user, today) = (Arc::clone(&page.user), page.today);
    let frame = Arc::clone(&page.frame);
    let (seen, members) = page
        .app
        .blocking(move |app| {
            let seen = Seen::read(app, &user, id, today)?;
            let waiting = seen.waiting(app);
            let remaining = seen.cohort.standing(Day::MAX).remaining;
            let proposals = seen.proposals()?;
            let lines = lines(app, &seen.reach, remaining, today)?;
            let members = lines.into_iter().map(|line| {
                let is_marked = !waiting.unmarked.contains(&line.citizen);
                let has_case = !waiting.uncased.contains(&line.citizen);
                let was_closed = waiting.closed.contains(&line.citizen);
                let sign = proposals.get(&line.citizen);
                let is_new = !is_marked || (!has_case && !was_closed);
                Chosen {
                    is_checked: is_new && sign.is_none(),
                    sign: sign.map(|sign| words::reason(&frame, &seen.version, &sign.reason)),
                    is_marked,
                    case: match (has_case, was_closed) {
                        (true, _) => "cohort-has-case",
                        (false, true) => "cohort-case-closed",
                        (false, false) => "cohort-has-no-case",
                    },
                    line,
                }
            });
            let mut members: Vec<Chosen> = members.collect();
            // First those for whom there is something to do; the cohort is long.
            members.sort_by_key(|one| one.is_marked && one.case == "cohort-has-case");
            Ok::<_, WebError>((seen, members))
        })
        .await?;
    page.log_list(members.iter().map(|member| member.line.citizen))
        .await?;
    let status = if fault.is_some() {
        StatusCode::UNPROCESSABLE_ENTITY
    } else {
        StatusCode::OK
    };
    let (mark, model) = titles(page, &seen);
    page.render_with(
        status,
        &Begin {
            page,
            id,
            title: page.text(&seen.version.title).to_owned(),
            mark,
            model,
            members,
            fault,
        },
    )
}

/// The mark and the model in words, where the page names some that exist today.
pub(super) fn titles(page: &Page, seen: &Seen) -> (Option<String>, Option<String>) {
    let book = &page.app.book;
    let mark = seen.version.mark.as_deref().map(|mark| {
        let code = book.codes().get(rulebook::CodeList::Marks, mark);
        code.map_or_else(|| mark.to_owned(), |code| page.text(&code.title).to_owned())
    });
    let model = seen.version.model.as_deref();
    let model = model.and_then(|name| book.model_on(name, page.today));
    (mark, model.map(|model| page.text(&model.title).to_owned()))
}
