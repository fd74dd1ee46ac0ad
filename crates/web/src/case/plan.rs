//! The plan, folded from facts and never retyped: as of today or any earlier day; and the documents.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use facts::{CaseId, Value};
use rulebook::CodeList;

use super::header::Header;
use super::overview::{AsOf, PlacementWords, placement};
use super::reading::{Opened, with_case};
use super::{duty, wording};
use crate::error::WebResult;
use crate::language::day_from_text;
use crate::page::{Frame, Page};
use crate::rights::Action;

/// One decision as it stands.
struct Decision {
    question: String,
    answer: String,
    placement: Option<String>,
    /// Since when, and according to whom.
    since: String,
    fact: u64,
}

/// What was decided in one act.
struct Group {
    title: String,
    decisions: Vec<Decision>,
}

/// A document in words.
struct DocumentWords {
    kind: String,
    title: String,
    dated: String,
    place: String,
}

#[derive(Template)]
#[template(path = "case/plan.html")]
struct PlanPage<'a> {
    page: &'a Frame,
    header: Header,
    as_of: calendar::Day,
    groups: Vec<Group>,
    placements: Vec<PlacementWords>,
    documents: Vec<DocumentWords>,
}

/// `GET /cases/{case}/plan?as-of=`
pub(crate) async fn show(
    page: Page,
    Path(case): Path<u64>,
    Query(asked): Query<AsOf>,
) -> WebResult<Response> {
    let as_of = day_from_text(&asked.as_of);
    with_case(&page, CaseId(case), Action::ReadCase, as_of, |opened| {
        let plan = opened.case.plan();
        opened.frame.render(&PlanPage {
            page: opened.frame,
            header: Header::of(opened, "/plan"),
            as_of: plan.as_of,
            groups: groups(opened, &plan),
            placements: plan
                .placements
                .iter()
                .map(|row| placement(opened.frame, row))
                .collect(),
            documents: documents(opened),
        })
    })
    .await
}

fn groups(opened: &Opened<'_>, plan: &casework::Plan) -> Vec<Group> {
    let (frame, model) = (opened.frame, opened.case.model.as_ref());
    plan.groups
        .iter()
        .map(|group| Group {
            title: frame.text(&model.events[group.event].title).to_owned(),
            decisions: in_page_order(model, group)
                .into_iter()
                .map(|entry| {
                    let field = &model.fields[entry.field];
                    let hours = wording::hours_label(&model.events[group.event], entry.field);
                    let since = ("day", frame.long(entry.since));
                    Decision {
                        question: match hours {
                            Some(key) => frame.t(key),
                            None => frame.text(&field.label).to_owned(),
                        },
                        answer: match (&entry.value, hours) {
                            (Value::Number(minutes), Some(_)) => wording::hours(frame, *minutes),
                            (value, _) => wording::value(frame, field, value),
                        },
                        placement: entry.instance.and_then(|id| duty::placement(opened, id)),
                        since: frame.t2(
                            "plan-since",
                            since,
                            ("who", wording::actor(opened, &entry.actor)),
                        ),
                        fact: entry.fact.0,
                    }
                })
                .collect(),
        })
        .collect()
}

/// The decisions of an act in the order its form asks for them: what the fact itself says, then the page's questions.
fn in_page_order<'p>(
    model: &rulebook::ModelVersion,
    group: &'p casework::PlanGroup,
) -> Vec<&'p casework::PlanEntry> {
    let event = &model.events[group.event];
    let mut entries: Vec<_> = group.entries.iter().collect();
    entries.sort_by_key(|entry| {
        let id = &model.fields[entry.field].id;
        let asked = event.decides.iter().position(|decided| decided == id);
        (entry.instance, asked.map_or(0, |at| at + 1))
    });
    entries
}

fn documents(opened: &Opened<'_>) -> Vec<DocumentWords> {
    let frame = opened.frame;
    let codes = opened.app.store.book().codes();
    opened
        .case
        .documents()
        .iter()
        .map(|row| DocumentWords {
            kind: codes.get(CodeList::Documents, &row.document).map_or_else(
                || row.document.clone(),
                |code| frame.text(&code.title).to_owned(),
            ),
            title: row.title.clone(),
            dated: frame.long(row.dated),
            place: row.place.clone(),
        })
        .collect()
}
