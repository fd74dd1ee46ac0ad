//! The journal: every fact as it was recorded, newest first, with corrections, retractions and deviations told.

use askama::Template;
use axum::extract::Path;
use axum::response::Response;
use casework::{JournalRow, JournalStanding};
use facts::{CaseId, Kind};

use super::act::event_of;
use super::header::Header;
use super::reading::{Opened, with_case};
use super::sheet;
use super::wording::{self, ReasonWords};
use crate::error::WebResult;
use crate::page::{Frame, Page};
use crate::rights::Action;

/// One recorded fact in words.
#[expect(
    clippy::struct_excessive_bools,
    reason = "each is a question a template asks"
)]
#[derive(Debug, Clone, PartialEq, Eq)]
struct Line {
    id: u64,
    /// The root of its chain: what a correction or retraction speaks of.
    root: u64,
    when: String,
    title: String,
    /// Answers and fields: what was asked, what was answered.
    answers: Vec<(String, String)>,
    participants: Vec<String>,
    note: Option<String>,
    reason: Option<String>,
    by: String,
    recorded: String,
    /// Why it does not count, if it does not.
    standing: Option<String>,
    is_hidden: bool,
    counts: bool,
    may_correct: bool,
    may_retract: bool,
}

/// Something done although it was blocked.
#[derive(Debug, Clone, PartialEq, Eq)]
struct DeviationWords {
    when: String,
    what: String,
    reason: Option<String>,
    blocked_by: Vec<ReasonWords>,
}

#[derive(Template)]
#[template(path = "case/journal.html")]
struct Journal<'a> {
    page: &'a Frame,
    header: Header,
    lines: Vec<Line>,
    deviations: Vec<DeviationWords>,
}

/// `GET /cases/{case}/journal`
pub(crate) async fn show(page: Page, Path(case): Path<u64>) -> WebResult<Response> {
    with_case(&page, CaseId(case), Action::ReadCase, None, |opened| {
        let mut lines: Vec<Line> = opened
            .case
            .journal(opened.facts)
            .iter()
            .map(|row| line(opened, row))
            .collect();
        lines.reverse();
        opened.frame.render(&Journal {
            page: opened.frame,
            header: Header::of(opened, "/journal"),
            lines,
            deviations: deviations(opened),
        })
    })
    .await
}

fn line(opened: &Opened<'_>, row: &JournalRow<'_>) -> Line {
    let (frame, model, fact) = (opened.frame, opened.case.model.as_ref(), row.fact);
    let entry = &fact.entry;
    let is_hidden = !row.is_readable() && !opened.may(Action::SeeRetracted);
    let counts = row.standing == JournalStanding::Counts;
    let standing = match row.standing {
        JournalStanding::Counts => (entry.corrects.is_some()).then(|| frame.t("journal-corrects")),
        JournalStanding::CorrectedBy(_) => Some(frame.t("journal-corrected")),
        JournalStanding::RetractedBy(_) => Some(frame.t("journal-retracted")),
    };
    let is_administrative = matches!(
        entry.kind,
        Kind::FactRetracted { .. }
            | Kind::CaseOpened { .. }
            | Kind::CitizenRegistered { .. }
            | Kind::ModelChanged { .. }
    );
    let recorded = frame.t2(
        "journal-recorded",
        ("day", frame.long(fact.recorded_at.day())),
        ("time", fact.recorded_at.local_time().to_string()),
    );
    let may_register = opened.may(Action::Register) && counts && !is_administrative;
    Line {
        id: fact.id.0,
        root: row.root.0,
        when: wording::moment(frame, entry.happened_on, entry.time),
        title: if is_hidden {
            frame.t("journal-hidden")
        } else {
            wording::fact_title(frame, opened, model, entry)
        },
        answers: if is_hidden {
            Vec::new()
        } else {
            answers(opened, entry)
        },
        participants: if is_hidden {
            Vec::new()
        } else {
            entry
                .participants
                .iter()
                .map(|id| wording::role(frame, model, id))
                .collect()
        },
        note: entry.note.clone().filter(|_| !is_hidden),
        reason: entry.reason.clone().filter(|_| !is_hidden),
        by: format!(
            "{}, {}",
            wording::actor(opened, &entry.actor),
            wording::role(frame, model, &entry.role)
        ),
        recorded,
        standing,
        is_hidden,
        counts,
        may_correct: may_register,
        may_retract: counts && !is_administrative && opened.may(Action::Retract),
    }
}

/// What a fact answers, field by field: its own fields, then those of the page.
pub(crate) fn answers(opened: &Opened<'_>, entry: &facts::Entry) -> Vec<(String, String)> {
    let (frame, model) = (opened.frame, opened.case.model.as_ref());
    let told = [
        "benefit",
        "category",
        "mark",
        "scope",
        "with",
        "meeting",
        "document",
        "offer",
        "scheme",
        "cause",
        "event",
        "model",
        "role",
        "for-event",
    ];
    // In the order and with the words of the form.
    let own = entry.kind.name().form();
    let own = own
        .iter()
        .filter(|field| !told.contains(&field.id))
        .filter_map(|field| {
            let value = wording::fact_value(opened, &entry.kind, field.id, &field.of)?;
            Some((sheet::own_label(frame, entry.kind.name(), field.id), value))
        });
    let event = event_of(opened, entry);
    let asked = |id: &str| {
        event.map_or(usize::MAX, |event| {
            let at = event.decides.iter().position(|decided| decided == id);
            at.unwrap_or(usize::MAX)
        })
    };
    let mut page: Vec<_> = entry.answers.iter().collect();
    page.sort_by_key(|(id, _)| asked(id));
    let page = page.into_iter().map(|(id, value)| match model.field(id) {
        Some(field) => (
            frame.text(&field.label).to_owned(),
            wording::value(frame, field, value),
        ),
        None => (id.clone(), format!("{value:?}")),
    });
    own.chain(page).collect()
}

fn deviations(opened: &Opened<'_>) -> Vec<DeviationWords> {
    let (frame, case) = (opened.frame, &opened.case);
    case.deviations()
        .iter()
        .map(|row| DeviationWords {
            when: frame.long(row.day),
            what: frame.text(&case.model.events[row.event].title).to_owned(),
            reason: row.reason.clone(),
            blocked_by: wording::reasons(opened, case, &row.blocked_by),
        })
        .collect()
}
