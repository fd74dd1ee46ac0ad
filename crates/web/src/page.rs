//! What a page handler is given, and how it answers.

use std::ops::Deref;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, header};
use axum::response::{IntoResponse, Redirect, Response};
use calendar::Timestamp;
use facts::{CaseId, CitizenId};
use store::{Access, AccessRow, CaseLine, Store};

use crate::app::App;
use crate::colleagues::Colleagues;
use crate::error::{WebError, WebResult};
pub(crate) use crate::frame::{Frame, role_key};
use crate::holders::Holders;
use crate::rights::{Action, Closeness, User};

/// A request of somebody signed in. Every page of the house takes one.
#[derive(Clone)]
pub(crate) struct Page {
    pub(crate) app: Arc<App>,
    pub(crate) frame: Arc<Frame>,
    pub(crate) user: Arc<User>,
}

impl Deref for Page {
    type Target = Frame;

    fn deref(&self) -> &Frame {
        &self.frame
    }
}

impl Page {
    /// The instant now.
    pub(crate) fn now(&self) -> Timestamp {
        self.app.clock.now()
    }

    /// Whether the user may do this on something this close.
    pub(crate) fn may(&self, action: Action, closeness: Closeness) -> bool {
        self.user.may(action, Some(closeness))
    }

    /// Refuses with an explaining page what the user may not do.
    pub(crate) fn require(&self, action: Action, closeness: Closeness) -> WebResult<()> {
        if self.may(action, closeness) {
            Ok(())
        } else {
            Err(WebError::Forbidden(action))
        }
    }

    /// A case, and how close it is to the user; refuses one that may not be read.
    pub(crate) async fn near_case(&self, case: CaseId) -> WebResult<NearCase> {
        let (user, today) = (Arc::clone(&self.user), self.today);
        let near = self
            .app
            .blocking(move |app| {
                let line = app.store.case(case, today)?.ok_or(WebError::NotFound)?;
                let colleagues = Colleagues::read(&app.store)?;
                let closeness = colleagues.closeness(&user, line.row.holders.values().copied());
                if !user.may(Action::ReadCase, Some(closeness)) {
                    return Err(out_of_reach(&app.store, &colleagues, [&line]));
                }
                Ok::<_, WebError>(NearCase { line, closeness })
            })
            .await?;
        Ok(near)
    }

    /// Everybody who works here.
    pub(crate) async fn colleagues(&self) -> WebResult<Colleagues> {
        self.app.blocking(|app| Colleagues::read(&app.store)).await
    }

    /// A new key for a form, so that sending it twice stores it once.
    #[expect(clippy::unused_self, reason = "forms are made through the page")]
    pub(crate) fn post_key(&self) -> WebResult<String> {
        let mut key = [0; 16];
        getrandom::fill(&mut key).map_err(WebError::fault)?;
        Ok(crate::form::post_key_text(key))
    }

    /// Goes to another page after a POST.
    #[expect(clippy::unused_self, reason = "answers are given through the page")]
    pub(crate) fn redirect(&self, to: &str) -> Response {
        Redirect::to(to).into_response()
    }

    /// Notes that data of a citizen was shown. To be called by every page that shows some.
    pub(crate) async fn log_read(
        &self,
        citizen: Option<CitizenId>,
        case: Option<CaseId>,
    ) -> WebResult<()> {
        let row = self.reading(citizen, case);
        self.app
            .blocking(move |app| app.store.log_access([row]))
            .await
    }

    /// Notes that a list named these citizens: to be in a population is something about each of them, so each one's log
    /// says who saw it.
    pub(crate) async fn log_list(
        &self,
        citizens: impl IntoIterator<Item = CitizenId>,
    ) -> WebResult<()> {
        let mut rows: Vec<AccessRow> = citizens
            .into_iter()
            .map(|citizen| self.reading(Some(citizen), None))
            .collect();
        if rows.is_empty() {
            rows.push(self.reading(None, None));
        }
        self.app
            .blocking(move |app| app.store.log_access(rows))
            .await
    }

    fn reading(&self, citizen: Option<CitizenId>, case: Option<CaseId>) -> AccessRow {
        AccessRow {
            at: self.now(),
            employee: Some(self.user.id),
            terminal: None,
            citizen,
            case,
            what: Access::Read,
            page: self.route.clone(),
        }
    }
}

impl FromRequestParts<Arc<App>> for Page {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Page, WebError> {
        let frame = frame_of(parts)?;
        let user = frame.user.clone().ok_or(WebError::NotSignedIn)?;
        Ok(Page {
            app: Arc::clone(app),
            frame,
            user,
        })
    }
}

/// A case as its row in the read model, and what it is to the user.
#[derive(Debug, Clone)]
pub(crate) struct NearCase {
    pub(crate) line: CaseLine,
    pub(crate) closeness: Closeness,
}

/// A request of anybody: sign-in, language, about.
#[derive(Clone)]
pub(crate) struct Visit {
    pub(crate) app: Arc<App>,
    pub(crate) frame: Arc<Frame>,
}

impl Deref for Visit {
    type Target = Frame;

    fn deref(&self) -> &Frame {
        &self.frame
    }
}

impl FromRequestParts<Arc<App>> for Visit {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, app: &Arc<App>) -> Result<Visit, WebError> {
        Ok(Visit {
            app: Arc::clone(app),
            frame: frame_of(parts)?,
        })
    }
}

fn frame_of(parts: &Parts) -> WebResult<Arc<Frame>> {
    let frame = parts.extensions.get::<Arc<Frame>>().cloned();
    frame.ok_or_else(|| WebError::fault(std::io::Error::other("a route lies outside the gate")))
}

/// The refusal of cases that may not be read, with those who can be asked.
pub(crate) fn out_of_reach<'c>(
    store: &Store,
    colleagues: &Colleagues,
    cases: impl IntoIterator<Item = &'c CaseLine>,
) -> WebError {
    match Holders::of(store, colleagues, cases) {
        Ok(holders) => WebError::HeldByOthers(Arc::new(holders)),
        Err(error) => error.into(),
    }
}

/// Where a form may send people afterwards: an address of ours, never another house's.
pub(crate) fn local_address(text: &str) -> &str {
    let ours = text.starts_with('/')
        && !text.starts_with("//")
        && !text.contains(['\\', '\n', '\r'])
        && HeaderValue::from_str(text).is_ok();
    if ours { text } else { "/" }
}

/// Marks an answer as never to be kept by a browser or a machine in between.
pub(crate) fn forbid_storing(response: &mut Response) {
    response
        .headers_mut()
        .entry(header::CACHE_CONTROL)
        .or_insert(HeaderValue::from_static("no-store"));
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn people_are_only_sent_to_our_own_pages() {
        assert_eq!(
            local_address("/cases/3?as-of=2021-01-01"),
            "/cases/3?as-of=2021-01-01"
        );
        for foreign in [
            "https://evil.example",
            "//evil.example",
            "/\\evil",
            "",
            "evil",
            "/a\r\nb",
        ] {
            assert_eq!(local_address(foreign), "/", "{foreign}");
        }
    }
}
