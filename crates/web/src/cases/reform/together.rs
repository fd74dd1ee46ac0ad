//! Confirming at once the cases in which new rules change nothing: each gets a fact of its own.

use axum::response::Response;
use facts::{CaseId, FactId, Kind};

use super::meeting::meeting;
use crate::error::{WebError, WebResult};
use crate::form::{Form, post_key_for};
use crate::page::{Page, local_address};
use crate::rights::Action;

/// `POST /reform`: the cases of the page, each as `case:last`, the last fact that was seen. A case in which something changed
/// meanwhile is left where it is; it stands on the list afterwards.
pub(in crate::cases) async fn receive(page: Page, form: Form) -> WebResult<Response> {
    let key = form.post_key()?;
    for text in form.every("case") {
        let (case, seen) = read(text).ok_or_else(|| WebError::Unreadable("case".to_owned()))?;
        let near = page.near_case(case).await?;
        page.require(Action::ConfirmModelChange, near.closeness)?;
        let (citizen, today) = (near.line.row.citizen, page.today);
        let met = page
            .app
            .blocking(move |app| meeting(app, near.line, near.closeness, today))
            .await?;
        let Some(met) = met.filter(super::meeting::Meeting::is_unchanged) else {
            continue;
        };
        let kind = Kind::ModelChanged {
            from: met.from.hash.clone(),
            to: met.law.to.hash.clone(),
        };
        let entry = page.entry(citizen, Some(case), kind);
        let key = post_key_for(key, case.0);
        match page.append(citizen, Some(seen), key, vec![entry]).await {
            Ok(_) | Err(WebError::Conflict) => {}
            Err(error) => return Err(error),
        }
    }
    Ok(page.redirect(local_address(form.text("back"))))
}

fn read(text: &str) -> Option<(CaseId, FactId)> {
    let (case, seen) = text.split_once(':')?;
    Some((CaseId(case.parse().ok()?), FactId(seen.parse().ok()?)))
}
