//! Over time: benefits, programmes and placements as a picture, with the same in a table.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use casework::{ProgrammeSpell, tracks};
use facts::{CaseId, Kind};
use rulebook::{CodeList, ModelVersion};

use super::header::Header;
use super::picture::{Bar, draw};
use super::reading::{Opened, with_case};
use crate::error::WebResult;
use crate::page::{Frame, Page};
use crate::rights::Action;

struct Line {
    what: String,
    from: String,
    until: String,
}

#[derive(Template)]
#[template(path = "case/time.html")]
struct Time<'a> {
    page: &'a Frame,
    header: Header,
    picture: Option<String>,
    lines: Vec<Line>,
}

/// `GET /cases/{case}/time`
pub(crate) async fn show(page: Page, Path(case): Path<u64>) -> WebResult<Response> {
    with_case(&page, CaseId(case), Action::ReadCase, None, |opened| {
        let frame = opened.frame;
        let bars = bars(opened);
        let lines = bars
            .iter()
            .map(|bar| Line {
                what: bar.title.clone(),
                from: frame.numeric(bar.from),
                until: bar.until.map_or_else(
                    || frame.t("time-runs"),
                    |until| frame.numeric(until.plus(-1)),
                ),
            })
            .collect();
        frame.render(&Time {
            page: frame,
            header: Header::of(opened, "/time"),
            picture: draw(
                &bars,
                frame.today,
                &frame.t("time-title"),
                &frame.t("time-description"),
            ),
            lines,
        })
    })
    .await
}

fn bars(opened: &Opened<'_>) -> Vec<Bar> {
    let frame = opened.frame;
    let book = opened.app.store.book();
    let code = |list: CodeList, id: &str| {
        let found = book.codes().get(list, id);
        found.map_or_else(|| id.to_owned(), |code| frame.text(&code.title).to_owned())
    };
    let tracks = tracks(opened.facts, None);
    let benefits = tracks.benefits.iter().map(|spell| {
        let row = code(CodeList::Benefits, &spell.what.benefit);
        let category = spell
            .what
            .category
            .as_deref()
            .map(|id| code(CodeList::Categories, id));
        let title = category.map_or_else(|| row.clone(), |category| format!("{row}, {category}"));
        Bar {
            row,
            title,
            from: spell.from,
            until: spell.until,
            class: "benefit",
        }
    });
    let programmes = tracks.programmes.iter().map(|spell| {
        let (row, title, class) = match &spell.what {
            ProgrammeSpell::Case { case, model } => {
                let known = version_of(opened, *case);
                let title = known.map_or_else(
                    || model.clone(),
                    |version| frame.text(&version.title).to_owned(),
                );
                (title.clone(), title, "programme")
            }
            ProgrammeSpell::Placement { form, company, .. } => {
                let form = frame.t(&format!("choice-{}", form.id()));
                (form.clone(), format!("{form}: {company}"), "placement")
            }
            ProgrammeSpell::Job { employer } => (
                frame.t("time-job"),
                format!("{}: {employer}", frame.t("time-job")),
                "work",
            ),
            ProgrammeSpell::FlexJob { employer } => (
                frame.t("time-flex-job"),
                format!("{}: {employer}", frame.t("time-flex-job")),
                "work",
            ),
            ProgrammeSpell::Education { education } => (
                frame.t("time-education"),
                format!("{}: {education}", frame.t("time-education")),
                "work",
            ),
        };
        Bar {
            row,
            title,
            from: spell.from,
            until: spell.until,
            class,
        }
    });
    benefits.chain(programmes).collect()
}

/// The version that a case of the citizen follows.
fn version_of<'o>(opened: &'o Opened<'_>, case: CaseId) -> Option<&'o ModelVersion> {
    if case == opened.case.id {
        return Some(&opened.case.model);
    }
    let followed = opened
        .facts
        .iter()
        .filter(|fact| fact.entry.case == Some(case))
        .filter_map(|fact| match &fact.entry.kind {
            Kind::CaseOpened { version, .. } => Some(version),
            Kind::ModelChanged { to, .. } => Some(to),
            _ => None,
        })
        .next_back()?;
    let version = opened.app.store.book().by_hash(followed);
    version.map(AsRef::as_ref)
}
