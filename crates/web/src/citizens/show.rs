//! One citizen: name, number, cases.

use askama::Template;
use axum::extract::Path;
use axum::http::StatusCode;
use axum::response::Response;
use facts::{CaseId, CitizenId, KindName};
use rulebook::{EventText, FieldText, ModelVersion};
use store::{CaseLine, CitizenRow};

use super::list::cpr_words;
use crate::colleagues::Colleagues;
use crate::error::{WebError, WebResult};
use crate::listing::Choice;
use crate::page::{Frame, Page, out_of_reach};
use crate::rights::{Action, Closeness};

/// A citizen, and how near each case is.
pub(crate) struct Near {
    pub(crate) citizen: CitizenRow,
    pub(super) cases: Vec<(CaseLine, Closeness)>,
    pub(super) colleagues: Colleagues,
}

/// A case of the citizen.
struct Line {
    case: CaseId,
    model: String,
    opened: String,
    closed: Option<String>,
    readable: bool,
    /// Who holds it.
    holders: String,
}

/// What was typed into the form that opens a case, and what is wrong with it.
#[derive(Default)]
pub(super) struct Draft {
    pub(super) model: String,
    pub(super) day: String,
    pub(super) employee: String,
    pub(super) key: String,
    pub(super) day_fault: Option<&'static str>,
    /// In words: it may name a case.
    pub(super) model_fault: Option<String>,
}

/// A question that the opening of a case decides, with its answers.
struct Question {
    name: String,
    label: String,
    choices: Vec<Choice>,
}

#[derive(Template)]
#[template(path = "citizen.html")]
struct Citizen<'a> {
    page: &'a Frame,
    id: CitizenId,
    name: &'a str,
    cpr: String,
    age: i32,
    lines: Vec<Line>,
    may_open: bool,
    may_see_access: bool,
    models: Vec<Choice>,
    /// What the models' pages ask when a case is opened.
    questions: Vec<Question>,
    /// The models under which a case is open already.
    open_already: String,
    people: Vec<Choice>,
    draft: Draft,
    seen: u64,
}

/// `GET /citizens/{citizen}`
pub(crate) async fn show(page: Page, Path(citizen): Path<u64>) -> WebResult<Response> {
    let near = near(&page, CitizenId(citizen)).await?;
    let draft = Draft {
        day: page.today.to_string(),
        employee: page.user.id.to_string(),
        key: page.post_key()?,
        ..Draft::default()
    };
    render(&page, &near, draft, StatusCode::OK).await
}

/// Reads a citizen; refuses one whose every case belongs to others.
pub(crate) async fn near(page: &Page, id: CitizenId) -> WebResult<Near> {
    let (user, today) = (std::sync::Arc::clone(&page.user), page.today);
    page.app
        .blocking(move |app| {
            let citizen = app.store.citizen(id)?.ok_or(WebError::NotFound)?;
            let colleagues = Colleagues::read(&app.store)?;
            let mut cases = Vec::new();
            for case in &citizen.cases {
                if let Some(line) = app.store.case(*case, today)? {
                    let holders = line.row.holders.values().copied();
                    let closeness = colleagues.closeness(&user, holders);
                    cases.push((line, closeness));
                }
            }
            let may_read = |closeness| user.may(Action::ReadCase, Some(closeness));
            let readable = if cases.is_empty() {
                user.may(Action::SearchCitizens, None)
            } else {
                cases.iter().any(|(_, closeness)| may_read(*closeness))
            };
            if !readable && cases.is_empty() {
                return Err(WebError::Forbidden(Action::ReadCase));
            }
            if !readable {
                let lines = cases.iter().map(|(line, _)| line);
                return Err(out_of_reach(&app.store, &colleagues, lines));
            }
            Ok(Near {
                citizen,
                cases,
                colleagues,
            })
        })
        .await
}

/// The page, also when the form on it had faults.
pub(super) async fn render(
    page: &Page,
    near: &Near,
    draft: Draft,
    status: StatusCode,
) -> WebResult<Response> {
    page.log_read(Some(near.citizen.id), None).await?;
    let lines = near.cases.iter().map(|(line, closeness)| Line {
        case: line.row.case,
        model: model_title(page, &line.row),
        opened: page.numeric(line.row.opened),
        closed: line.row.closed.map(|day| page.numeric(day)),
        readable: page.may(Action::ReadCase, *closeness),
        holders: near.colleagues.names(line.row.holders.values().copied()),
    });
    page.render_with(
        status,
        &Citizen {
            page,
            id: near.citizen.id,
            name: &near.citizen.name,
            cpr: cpr_words(near.citizen.cpr.digits()),
            age: page.today.years_since(near.citizen.cpr.birth()),
            lines: lines.collect(),
            may_open: page.user.may(Action::OpenCase, None),
            may_see_access: page.user.may(Action::SeeAccessLog, None),
            open_already: open_already(page, near),
            models: models(page, near, &draft.model),
            questions: questions(page),
            people: people(page, &near.colleagues, &draft.employee),
            draft,
            seen: near.citizen.last.0,
        },
    )
}

/// The title of a case's model, in the words of the version the case follows.
fn model_title(page: &Page, case: &casework::CaseRow) -> String {
    let version = page.app.book.by_hash(&case.version);
    version.map_or_else(
        || case.model.clone(),
        |version| page.text(&version.title).to_owned(),
    )
}

/// Whether the citizen has an open case under a model.
pub(super) fn has_open(near: &Near, model: &str) -> bool {
    open_under(near, model).is_some()
}

/// The citizen's open case under a model.
pub(super) fn open_under<'n>(near: &'n Near, model: &str) -> Option<&'n CaseLine> {
    let mut lines = near.cases.iter().map(|(line, _)| line);
    lines.find(|line| line.row.closed.is_none() && line.row.model == model)
}

/// The titles of the models under which the citizen has an open case.
fn open_already(page: &Page, near: &Near) -> String {
    let open = near
        .cases
        .iter()
        .filter(|(line, _)| line.row.closed.is_none());
    let mut titles: Vec<String> = open.map(|(line, _)| model_title(page, &line.row)).collect();
    titles.dedup();
    titles.join(", ")
}

/// The models under which a case can be opened today: one open case each is enough.
fn models(page: &Page, near: &Near, chosen: &str) -> Vec<Choice> {
    let mut choices: Vec<Choice> = Vec::new();
    for version in page.app.book.models() {
        if choices.iter().any(|choice| choice.id == version.name) || has_open(near, &version.name) {
            continue;
        }
        if let Some(version) = page.app.book.model_on(&version.name, page.today) {
            let words = page.text(&version.title).to_owned();
            choices.push(Choice::option(words, &version.name, version.name == chosen));
        }
    }
    choices
}

/// The fields with choices that are decided where a version's case is opened.
pub(super) fn asked_at_opening(version: &ModelVersion) -> impl Iterator<Item = &FieldText> {
    let opens = |event: &&EventText| {
        let mut kinds = event.satisfied_by.iter();
        kinds.any(|satisfier| satisfier.kind == KindName::CaseOpened)
    };
    let decided = version
        .events
        .iter()
        .filter(opens)
        .flat_map(|event| &event.decides);
    decided
        .filter_map(|id| version.field(id))
        .filter(|field| !field.choices.is_empty())
}

/// The questions of all models of today, each once.
fn questions(page: &Page) -> Vec<Question> {
    let mut questions: Vec<Question> = Vec::new();
    for version in page.app.book.models() {
        let Some(version) = page.app.book.model_on(&version.name, page.today) else {
            continue;
        };
        for field in asked_at_opening(version) {
            let name = format!("answer.{}", field.id);
            if questions.iter().all(|question| question.name != name) {
                let choice = |choice: &rulebook::Choice| {
                    Choice::option(page.text(&choice.title).to_owned(), &choice.id, false)
                };
                questions.push(Question {
                    name,
                    label: page.text(&field.label).to_owned(),
                    choices: field.choices.iter().map(choice).collect(),
                });
            }
        }
    }
    questions
}

fn people(page: &Page, colleagues: &Colleagues, chosen: &str) -> Vec<Choice> {
    colleagues
        .can_hold_new(&page.user)
        .map(|colleague| {
            let id = colleague.id.to_string();
            Choice::option(colleague.name.clone(), &id, id == chosen)
        })
        .collect()
}
