//! The page between a form and the store: what would follow, and why a reason is asked for.

use askama::Template;
use axum::http::StatusCode;
use axum::response::Response;
use casework::Preview;
use facts::{Entry, Fact};

use super::consequences::{self, EffectWords};
use super::{Act, days, register};
use crate::case::header::Header;
use crate::case::journal::answers;
use crate::case::reading::Opened;
use crate::case::wording;
use crate::error::WebResult;
use crate::form::Form;
use crate::page::Frame;

/// A draft on its way to the store.
pub(super) struct Draft<'d> {
    pub(super) form: &'d Form,
    pub(super) entries: &'d [Entry],
    pub(super) foreseen: &'d Preview,
    /// What somebody else registered meanwhile.
    pub(super) newer: &'d [Fact],
    /// Whether somebody wanted to store it without the reason it needs.
    pub(super) lacks_reason: bool,
}

/// One entry in words.
struct EntryWords {
    title: String,
    when: String,
    answers: Vec<(String, String)>,
    participants: Vec<String>,
    note: Option<String>,
}

#[derive(Template)]
#[template(path = "case/preview.html")]
struct PreviewPage<'a> {
    page: &'a Frame,
    header: Header,
    title: String,
    entries: Vec<EntryWords>,
    placement: Option<String>,
    /// Days that lie before the case was opened.
    early: Vec<String>,
    effects: Vec<EffectWords>,
    needs_reason: bool,
    reason: String,
    reason_missing: bool,
    carried: Vec<(String, String)>,
    expected: String,
    key: String,
    /// What somebody else registered meanwhile.
    newer: Vec<(String, String)>,
}

pub(super) fn render(
    opened: &Opened<'_>,
    status: StatusCode,
    act: &Act,
    draft: &Draft<'_>,
) -> WebResult<Response> {
    let frame = opened.frame;
    let told_elsewhere = ["step", "expected", "key", "reason"];
    let page = PreviewPage {
        page: frame,
        header: Header::of(opened, "/register"),
        title: act.sheet(opened)?.title,
        entries: draft
            .entries
            .iter()
            .map(|entry| entry_words(opened, entry))
            .collect(),
        placement: register::company(opened, draft.form),
        early: days::before_opening(opened, draft.entries),
        effects: consequences::effects(opened, draft.foreseen),
        needs_reason: draft.foreseen.needs_reason(),
        reason: draft.form.text("reason").to_owned(),
        reason_missing: draft.lacks_reason,
        carried: draft
            .form
            .carried()
            .filter(|(name, _)| !told_elsewhere.contains(name))
            .map(|(name, value)| (name.to_owned(), value.to_owned()))
            .collect(),
        expected: draft.form.text("expected").to_owned(),
        key: draft.form.text("key").to_owned(),
        newer: draft
            .newer
            .iter()
            .map(|fact| {
                let title = wording::fact_title(frame, opened, &opened.case.model, &fact.entry);
                (title, wording::actor(opened, &fact.entry.actor))
            })
            .collect(),
    };
    frame.render_with(status, &page)
}

fn entry_words(opened: &Opened<'_>, entry: &Entry) -> EntryWords {
    let (frame, model) = (opened.frame, opened.case.model.as_ref());
    EntryWords {
        title: wording::fact_title(frame, opened, model, entry),
        when: wording::moment(frame, entry.happened_on, entry.time),
        answers: answers(opened, entry),
        participants: entry
            .participants
            .iter()
            .map(|id| wording::role(frame, model, id))
            .collect(),
        note: entry.note.clone(),
    }
}
