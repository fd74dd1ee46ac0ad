//! *What if*: move the day or pretend an act, and see the duties change. Nothing is stored.

use askama::Template;
use axum::extract::{Path, Query};
use axum::response::Response;
use calendar::Day;
use casework::{Coordinates, RowState, what_if};
use facts::{CaseId, PlacementId, Value};
use serde::Deserialize;

use super::act::{EffectWords, effects, pretended};
use super::header::Header;
use super::reading::{Opened, with_case};
use super::sheet::Choice;
use super::wording;
use crate::error::{WebError, WebResult};
use crate::language::day_from_text;
use crate::page::{Frame, Page};
use crate::rights::Action;

/// So far ahead one can look; the rules change sooner than that.
const YEARS_AHEAD: i32 = 10;

/// The question: on which day one would stand, and what would have been done (when).
#[derive(Deserialize, Default)]
pub(crate) struct Question {
    #[serde(default)]
    day: String,
    #[serde(default, rename = "do")]
    act: String,
    #[serde(default)]
    on: String,
    /// A decision pretended with it, as `field=value`.
    #[serde(default)]
    answer: String,
}

/// A duty as it would be.
struct After {
    verb: String,
    due: String,
    is_overdue: bool,
    state: Option<String>,
}

#[derive(Template)]
#[template(path = "case/what_if.html")]
struct WhatIf<'a> {
    page: &'a Frame,
    header: Header,
    day: Day,
    on: Day,
    acts: Vec<Choice>,
    answers: Vec<Choice>,
    /// Whether something was asked.
    asked: bool,
    blocked_by: Vec<wording::ReasonWords>,
    groups: Vec<EffectWords>,
    after: Vec<After>,
}

/// `GET /cases/{case}/what-if?day=&do=&on=&answer=`
pub(crate) async fn show(
    page: Page,
    Path(case): Path<u64>,
    Query(question): Query<Question>,
) -> WebResult<Response> {
    with_case(&page, CaseId(case), Action::ReadCase, None, move |opened| {
        answer(opened, &question)
    })
    .await
}

fn answer(opened: &Opened<'_>, question: &Question) -> WebResult<Response> {
    let frame = opened.frame;
    let today = frame.today;
    let last = today.plus_months(12 * YEARS_AHEAD);
    let on = day_from_text(&question.on).unwrap_or(today);
    let on = on.max(today).min(last);
    let day = day_from_text(&question.day).unwrap_or(on).max(on);
    let day = day.min(last);
    let (event, placement) = match question.act.split_once('@') {
        Some((event, placement)) => (event, placement.parse().ok().map(PlacementId)),
        None => (question.act.as_str(), None),
    };
    let entries = match opened.case.model.event(event) {
        Some(_) => pretended(
            opened,
            event,
            placement,
            on,
            decided(opened, &question.answer),
        )?,
        None => Vec::new(),
    };
    let asked = day != today || !entries.is_empty();
    let book = opened.app.store.book();
    let foreseen = what_if(book, opened.facts, &entries, Coordinates::on(today), day)
        .map_err(WebError::fault)?;
    let own = foreseen
        .cases
        .iter()
        .find(|effect| effect.case == opened.case.id);
    let rows = own.map_or_else(|| opened.case.duty_rows(), |effect| effect.after.clone());
    let reasons: Vec<casework::Reason> = own
        .iter()
        .flat_map(|effect| &effect.counts_as)
        .flat_map(|row| row.blocked_by.iter().cloned())
        .collect();
    let blocked_by = wording::reasons(opened, &opened.case, &reasons);
    let after = rows
        .iter()
        .map(|row| After {
            verb: wording::verb_of(frame, &opened.case.model, &row.event),
            due: row
                .due
                .map_or_else(|| frame.t("duty-no-day"), |due| frame.long(due)),
            is_overdue: row.is_overdue(day),
            state: matches!(
                row.state,
                RowState::OnHold { .. } | RowState::SetAside { .. }
            )
            .then(|| frame.t("what-if-on-hold")),
        })
        .collect();
    frame.render(&WhatIf {
        page: frame,
        header: Header::of(opened, "/what-if"),
        day,
        on,
        acts: acts(opened, &question.act),
        answers: answers(opened, event, &question.answer),
        asked,
        blocked_by,
        groups: effects(opened, &foreseen),
        after,
    })
}

/// Every act of the page, those that can be done now first.
fn acts(opened: &Opened<'_>, chosen: &str) -> Vec<Choice> {
    let mut rows = opened.case.actions();
    rows.sort_by_key(|row| !row.blocked_by.is_empty());
    let mut choices = vec![Choice {
        value: String::new(),
        label: opened.frame.t("what-if-nothing"),
        is_chosen: chosen.is_empty(),
    }];
    choices.extend(rows.iter().map(|row| {
        let value = match row.instance {
            Some(placement) => format!("{}@{placement}", row.id),
            None => row.id.clone(),
        };
        let mut label = wording::verb_of(opened.frame, &opened.case.model, &row.id);
        if let Some(company) = row
            .instance
            .and_then(|id| super::duty::placement(opened, id))
        {
            label = format!("{label} ({company})");
        }
        if !row.blocked_by.is_empty() {
            label = opened.frame.t1("what-if-blocked", "act", label);
        }
        Choice {
            is_chosen: value == chosen,
            value,
            label,
        }
    }));
    choices
}

/// The decisions of the chosen act that have few answers.
fn answers(opened: &Opened<'_>, event: &str, chosen: &str) -> Vec<Choice> {
    let (frame, model) = (opened.frame, opened.case.model.as_ref());
    let Some(event) = model.event(event).map(|at| &model.events[at]) else {
        return Vec::new();
    };
    event
        .decides
        .iter()
        .filter_map(|id| model.field(id))
        .filter(|field| matches!(field.of, facts::FieldType::Choice(_)))
        .flat_map(|field| {
            field.choices.iter().map(move |choice| {
                let value = format!("{}={}", field.id, choice.id);
                let label = format!(
                    "{}: {}",
                    frame.text(&field.label),
                    frame.text(&choice.title)
                );
                Choice {
                    is_chosen: value == chosen,
                    value,
                    label,
                }
            })
        })
        .collect()
}

fn decided(opened: &Opened<'_>, answer: &str) -> Vec<(String, Value)> {
    let Some((field, value)) = answer.split_once('=') else {
        return Vec::new();
    };
    let known = opened
        .case
        .model
        .field(field)
        .filter(|field| field.choices.iter().any(|choice| choice.id == value));
    known
        .map(|field| (field.id.clone(), Value::Choice(value.to_owned())))
        .into_iter()
        .collect()
}
