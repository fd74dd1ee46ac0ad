//! Drawing a cohort: first who it would be, then, when a person confirms, it is frozen.

use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use calendar::Day;
use casework::cohorts::{Draw, Drawn, Sight, draw};
use casework::histories::Shape;
use facts::{CitizenId, FactId};
use figures::language::{Language, Vocabulary, print};
use rulebook::indicators::{CohortVersion, PopulationVersion};
use store::{By, CohortError, CohortStore, FactStore, NewCohort};

use super::list::{self, Draft};
use super::people::{observation, told, within};
use crate::app::App;
use crate::error::{WebError, WebResult};
use crate::form::Form;
use crate::language::day_from_text;
use crate::page::{Frame, Page};
use crate::rights::User;

/// Citizens read from the store at a time.
const PART: usize = 500;

#[derive(Template)]
#[template(path = "cohorts/draw.html")]
struct Look<'a> {
    page: &'a Frame,
    title: &'a str,
    cohort: &'a str,
    observed_on: Day,
    line: String,
    source: &'a str,
    verified: bool,
    members: String,
    among: String,
    unknown: usize,
    parameters: Vec<(String, String)>,
    faults: Vec<String>,
    key: String,
}

/// What is asked to be drawn.
#[derive(Clone)]
pub(super) struct Wanted {
    pub(super) population: Arc<PopulationVersion>,
    pub(super) on: Day,
}

/// `POST /figures/cohorts`: `step=look` shows who it would be, `step=store` freezes it.
pub(super) async fn receive(page: Page, form: Form) -> WebResult<Response> {
    let (version, wanted) = match read(&page, &form) {
        Ok(read) => read,
        Err(fault) => return refuse(&page, &form, fault).await,
    };
    let (user, today, asked) = (Arc::clone(&page.user), page.today, wanted.clone());
    let (drawn, known_at) = page
        .app
        .blocking(move |app| {
            let known_at = app.store.last()?;
            Ok::<_, WebError>((find(app, &user, &asked, known_at, today)?, known_at))
        })
        .await?;
    if drawn.members.is_empty() {
        let all_unknown = drawn.among > 0 && drawn.unknown.len() as u64 == drawn.among;
        let fault = if all_unknown {
            "cohort-fault-unknown"
        } else {
            "cohort-fault-nobody"
        };
        return refuse(&page, &form, fault).await;
    }
    if form.text("step") == "store" {
        return store(&page, &form, &version, &wanted, drawn, known_at).await;
    }
    page.log_list(drawn.members.keys().copied()).await?;
    let population = &wanted.population;
    page.render(&Look {
        page: &page,
        title: page.text(&version.title),
        cohort: &version.id,
        observed_on: wanted.on,
        line: line(&page.app, population, wanted.on),
        source: &population.source.text,
        verified: population.source.verified,
        members: page.number(drawn.members.len()),
        among: page.number(drawn.among),
        unknown: drawn.unknown.len(),
        parameters: parameters(population),
        faults: (population.faults.iter().chain(&version.faults))
            .map(|fault| page.text(fault).to_owned())
            .collect(),
        key: page.post_key()?,
    })
}

async fn refuse(page: &Page, form: &Form, fault: &'static str) -> WebResult<Response> {
    let draft = Draft {
        cohort: form.text("cohort").to_owned(),
        observed_on: form.text("observed-on").to_owned(),
        fault: Some(fault),
    };
    list::render(page, draft, StatusCode::UNPROCESSABLE_ENTITY).await
}

fn read(page: &Page, form: &Form) -> Result<(Arc<CohortVersion>, Wanted), &'static str> {
    let catalogue = page.app.book.catalogue();
    let version = catalogue
        .cohort(form.text("cohort"), page.today)
        .ok_or("cohort-fault-none")?;
    let on = day_from_text(form.text("observed-on")).ok_or("cohort-fault-day")?;
    if on > page.today {
        return Err("cohort-fault-ahead");
    }
    let population = catalogue
        .population(&version.population, on)
        .ok_or("cohort-fault-no-population")?;
    let wanted = Wanted {
        population: Arc::clone(population),
        on,
    };
    Ok((Arc::clone(version), wanted))
}

/// Who of those within reach is in the population on the day, as known at a fact.
pub(super) fn find(
    app: &App,
    user: &User,
    wanted: &Wanted,
    known_at: Option<FactId>,
    today: Day,
) -> Result<Drawn, WebError> {
    let reach = within(&app.store, user, today)?;
    let shape = Shape::of(&app.book);
    let sight = Sight {
        shape: &shape,
        observation: observation(&app.store, &shape, today)?,
        as_of: today,
        known_at,
    };
    let vocabulary = vocabulary(app, wanted.on);
    let citizens: Vec<CitizenId> = reach.citizens().collect();
    let mut drawn = Drawn::default();
    for part in citizens.chunks(PART) {
        let people = told(&app.store, part.iter().copied())?;
        let population = &wanted.population.population;
        let found = draw(&sight, population, wanted.on, &vocabulary, &people);
        drawn.add(found.map_err(WebError::fault)?);
    }
    Ok(drawn)
}

/// The words of lines that name nothing but spells.
fn vocabulary(app: &App, on: Day) -> Vocabulary {
    app.book.catalogue().registers().vocabulary(on)
}

/// What the population means on a day, in Danish.
pub(super) fn line(app: &App, population: &PopulationVersion, on: Day) -> String {
    print(
        &population.population,
        &vocabulary(app, on),
        Language::Danish,
    )
}

fn parameters(population: &PopulationVersion) -> Vec<(String, String)> {
    let all = population.parameters.iter();
    all.map(|one| (one.name.clone(), one.value.clone()))
        .collect()
}

async fn store(
    page: &Page,
    form: &Form,
    version: &CohortVersion,
    wanted: &Wanted,
    drawn: Drawn,
    known_at: Option<FactId>,
) -> WebResult<Response> {
    let population = &wanted.population;
    let sources = page.app.book.sources();
    let text = sources.iter().find(|source| source.path == population.path);
    let hash = text.map(|source| blake3::hash(source.text.as_bytes()).to_hex().to_string());
    let new = NewCohort {
        draw: Draw {
            definition: version.id.clone(),
            population: population.id.clone(),
            line: line(&page.app, population, wanted.on),
            parameters: parameters(population),
            page: population.path.clone(),
            page_hash: hash.unwrap_or_default(),
            drawn_on: page.today,
            observed_on: wanted.on,
            known_at,
            unknown: drawn.unknown.len() as u64,
        },
        members: drawn.members.into_iter().collect(),
        key: form.post_key()?,
    };
    let (by, now) = (By::Employee(page.user.id), page.now());
    let id = page
        .app
        .blocking(move |app| app.store.draw_cohort(&new, &by, now))
        .await?;
    Ok(page.redirect(&format!("/figures/cohorts/{id}")))
}

impl From<CohortError> for WebError {
    fn from(error: CohortError) -> WebError {
        match error {
            CohortError::KeyReused | CohortError::Erased => WebError::Conflict,
            CohortError::Missing => WebError::NotFound,
            CohortError::Leave(fault) => WebError::Unreadable(fault.to_string()),
            CohortError::Store(error) => error.into(),
        }
    }
}
