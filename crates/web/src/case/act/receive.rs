//! Receiving a sheet: back with faults, on to the preview, or stored once.

use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use calendar::Timestamp;
use casework::{Coordinates, Preview};
use facts::{CaseId, Entry, FactId};
use store::{Append, AppendError, FactStore, PostKey};

use super::{Act, event_of, faulty, preview, render_sheet};
use crate::case::reading::{Opened, with_case};
use crate::case::sheet::Fault;
use crate::error::{WebError, WebResult};
use crate::form::Form;
use crate::page::{Page, local_address};

/// One post of a sheet.
struct Post {
    act: Act,
    form: Form,
    /// The last fact of the citizen that its author has seen.
    expected: Option<FactId>,
    key: PostKey,
    /// For the sheet of somebody whose key was used for something else.
    fresh_key: String,
    now: Timestamp,
}

/// Receives a sheet.
pub(crate) async fn receive(page: Page, case: u64, act: Act, form: Form) -> WebResult<Response> {
    // A sheet of ours always carries it; a post without it has been written by somebody who has just read the case.
    let expected = form.given("expected").map(|text| text.parse().map(FactId));
    let expected = expected
        .transpose()
        .map_err(|_| WebError::Unreadable("expected".to_owned()))?;
    let post = Post {
        act,
        expected,
        key: form.post_key()?,
        fresh_key: page.post_key()?,
        now: page.now(),
        form,
    };
    with_case(&page, CaseId(case), post.act.need(), None, move |opened| {
        post.answer(opened)
    })
    .await
}

impl Post {
    fn seen(&self, opened: &Opened<'_>) -> FactId {
        self.expected.unwrap_or_else(|| opened.last())
    }

    fn answer(&self, opened: &Opened<'_>) -> WebResult<Response> {
        let mut entries = match self.act.entries(opened, &self.form)? {
            Ok(entries) => entries,
            Err(faults) => return self.back(opened, &faults),
        };
        let wants_to_store = self.form.text("step") == "store";
        if wants_to_store && opened.last() != self.seen(opened) {
            // Either this very post was stored before, or somebody else has written: the store knows which.
            return self.store(opened, self.with_reason(entries));
        }
        let faults = faulty(opened, &entries);
        if !faults.is_empty() {
            return self.back(opened, &faults);
        }
        let unanswered = self.unanswered(opened, &entries);
        if !unanswered.is_empty() {
            return self.back(opened, &unanswered);
        }
        if self.form.text("step") == "edit" {
            let sheet = self.act.sheet(opened)?.filled_from(&self.form);
            return render_sheet(
                opened,
                StatusCode::OK,
                sheet,
                self.seen(opened).0,
                self.form.text("key").to_owned(),
            );
        }
        entries = self.with_reason(entries);
        let foreseen = foresee(opened, &entries)?;
        let lacks_reason = foreseen.needs_reason() && self.form.given("reason").is_none();
        if wants_to_store && !lacks_reason {
            return self.store(opened, entries);
        }
        let status = if wants_to_store {
            StatusCode::UNPROCESSABLE_ENTITY
        } else {
            StatusCode::OK
        };
        let draft = preview::Draft {
            form: &self.form,
            entries: &entries,
            foreseen: &foreseen,
            newer: &[],
            lacks_reason: wants_to_store,
        };
        preview::render(opened, status, &self.act, &draft)
    }

    fn with_reason(&self, mut entries: Vec<Entry>) -> Vec<Entry> {
        for entry in &mut entries {
            entry.reason = self.form.given("reason").map(str::to_owned);
        }
        entries
    }

    /// Required answers that are missing, at their fields: said before what follows is shown. Whoever cannot answer goes on
    /// without, and is asked for a reason then.
    fn unanswered(&self, opened: &Opened<'_>, entries: &[Entry]) -> Vec<Fault> {
        if self.form.text("step") != "preview" || self.form.given("unanswered").is_some() {
            return Vec::new();
        }
        let words = opened.frame.t("fault-missing");
        entries
            .iter()
            .filter_map(|entry| Some((entry, event_of(opened, entry)?)))
            .flat_map(|(entry, event)| {
                let missing = event.required_fields.iter();
                missing.filter(|id| event.decides.contains(id) && !entry.answers.contains_key(*id))
            })
            .map(|id| Fault::at(&format!("answer-{id}"), words.clone()))
            .collect()
    }

    /// The sheet again, as it was filled in, with what is wrong.
    fn back(&self, opened: &Opened<'_>, faults: &[Fault]) -> WebResult<Response> {
        let mut sheet = self
            .act
            .sheet(opened)?
            .filled_from(&self.form)
            .with_faults(faults);
        let missing = opened.frame.t("fault-missing");
        let mut asked = sheet.fields.iter();
        sheet.lacks_answers = asked.any(|field| {
            field.name.starts_with("answer-") && field.fault.as_ref() == Some(&missing)
        });
        let key = self.form.text("key").to_owned();
        render_sheet(
            opened,
            StatusCode::UNPROCESSABLE_ENTITY,
            sheet,
            self.seen(opened).0,
            key,
        )
    }

    fn store(&self, opened: &Opened<'_>, entries: Vec<Entry>) -> WebResult<Response> {
        let append = Append {
            citizen: opened.case.citizen,
            expected: Some(self.seen(opened)),
            key: self.key,
            entries,
            now: self.now,
            today: opened.frame.today,
        };
        match opened.app.store.append(&append) {
            Ok(_) => {
                let case = format!("/cases/{}?stored=1", opened.case.id);
                let next = self.form.given("next").map(local_address);
                Ok(Redirect::to(next.unwrap_or(&case)).into_response())
            }
            Err(AppendError::Conflict { newer }) => self.conflict(opened, &newer),
            Err(AppendError::KeyReused) => {
                let faults = [Fault::above(opened.frame.t("fault-key-reused"))];
                let sheet = self
                    .act
                    .sheet(opened)?
                    .filled_from(&self.form)
                    .with_faults(&faults);
                render_sheet(
                    opened,
                    StatusCode::CONFLICT,
                    sheet,
                    opened.last().0,
                    self.fresh_key.clone(),
                )
            }
            Err(AppendError::Refused { .. }) => {
                self.back(opened, &[Fault::above(opened.frame.t("fault-refused"))])
            }
            Err(AppendError::Store(error)) => Err(WebError::fault(error)),
        }
    }

    /// Shows what somebody else registered meanwhile, with the draft read again after it.
    fn conflict(&self, opened: &Opened<'_>, newer: &[facts::Fact]) -> WebResult<Response> {
        let last = newer.last().map_or(self.seen(opened), |fact| fact.id);
        let form = self.form.with("expected", last.0.to_string());
        let entries = match self.act.entries(opened, &form)? {
            Ok(entries) => self.with_reason(entries),
            Err(faults) => return self.back(opened, &faults),
        };
        let foreseen = foresee(opened, &entries)?;
        let draft = preview::Draft {
            form: &form,
            entries: &entries,
            foreseen: &foreseen,
            newer,
            lacks_reason: false,
        };
        preview::render(opened, StatusCode::CONFLICT, &self.act, &draft)
    }
}

fn foresee(opened: &Opened<'_>, entries: &[Entry]) -> WebResult<Preview> {
    let coordinates = Coordinates::on(opened.frame.today);
    casework::preview(opened.app.store.book(), opened.facts, entries, coordinates)
        .map_err(WebError::fault)
}
