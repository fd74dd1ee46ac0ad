//! What a page handler is given, and how it answers.

use std::borrow::Borrow;
use std::ops::Deref;
use std::sync::Arc;

use askama::Template;
use axum::extract::FromRequestParts;
use axum::http::request::Parts;
use axum::http::{HeaderValue, StatusCode, header};
use axum::response::{Html, IntoResponse, Redirect, Response};
use calendar::{Day, Timestamp};
use facts::{CaseId, CitizenId};
use fluent::FluentValue;
use store::{Access, AccessRow, CaseLine};

use crate::app::App;
use crate::assets;
use crate::colleagues::Colleagues;
use crate::error::{WebError, WebResult};
use crate::language::{Dates, Language, Whole, words};
use crate::rights::{Action, Closeness, Role, User};

/// An entry of the menu.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MenuItem {
    pub(crate) address: &'static str,
    pub(crate) key: &'static str,
    need: Action,
}

const MENU: [MenuItem; 5] = [
    MenuItem {
        address: "/",
        key: "menu-day",
        need: Action::SeeDay,
    },
    MenuItem {
        address: "/cases",
        key: "menu-cases",
        need: Action::ListCases,
    },
    MenuItem {
        address: "/unassigned",
        key: "menu-unassigned",
        need: Action::SeeUnassigned,
    },
    MenuItem {
        address: "/citizens",
        key: "menu-citizens",
        need: Action::SearchCitizens,
    },
    MenuItem {
        address: "/handbook",
        key: "menu-handbook",
        need: Action::ReadHandbook,
    },
];

/// What the layout of every page needs: language, day, marks, the form token, who is signed in.
#[derive(Debug, Clone)]
pub(crate) struct Frame {
    pub(crate) language: Language,
    /// The legal day by the program's clock.
    pub(crate) today: Day,
    /// Whether this is a demonstration: marked on every page.
    pub(crate) demo: bool,
    /// The token every form carries in the field `csrf`.
    pub(crate) csrf: String,
    /// Path and query of the request, to come back to.
    pub(crate) path: String,
    /// The route as it was declared, for the access log: it holds no number of anybody.
    pub(crate) route: String,
    /// Whether htmx asked for a part of the page.
    pub(crate) partial: bool,
    pub(crate) user: Option<Arc<User>>,
}

impl Frame {
    /// The text with this key.
    pub(crate) fn t(&self, key: &str) -> String {
        words(self.language).text(key, &[])
    }

    /// The text with this key and one value in it.
    pub(crate) fn t1<'v>(
        &self,
        key: &str,
        name: &str,
        value: impl Into<FluentValue<'v>>,
    ) -> String {
        words(self.language).text(key, &[(name, value.into())])
    }

    /// The text with this key and two values in it.
    pub(crate) fn t2<'v>(
        &self,
        key: &str,
        first: (&str, impl Into<FluentValue<'v>>),
        second: (&str, impl Into<FluentValue<'v>>),
    ) -> String {
        words(self.language).text(
            key,
            &[(first.0, first.1.into()), (second.0, second.1.into())],
        )
    }

    /// The text with this key and any values in it.
    pub(crate) fn t_with(&self, key: &str, values: &[(&str, FluentValue<'_>)]) -> String {
        words(self.language).text(key, values)
    }

    /// A text of a rulebook page in the reader's language, else Danish.
    pub(crate) fn text<'t>(&self, text: &'t rulebook::Text) -> &'t str {
        text.in_language(self.language.id())
    }

    /// Days as people write them.
    pub(crate) fn dates(&self) -> Dates {
        Dates {
            language: self.language,
            today: self.today,
        }
    }

    /// `15. september 2021`
    pub(crate) fn long(&self, day: impl Borrow<Day>) -> String {
        self.dates().long(*day.borrow())
    }

    /// `on. 15/9`
    pub(crate) fn short(&self, day: impl Borrow<Day>) -> String {
        self.dates().short(*day.borrow())
    }

    /// `15.09.2021`
    pub(crate) fn numeric(&self, day: impl Borrow<Day>) -> String {
        self.dates().numeric(*day.borrow())
    }

    /// `onsdag 15. september 2021`
    pub(crate) fn full(&self, day: impl Borrow<Day>) -> String {
        self.dates().full(*day.borrow())
    }

    /// The day after today.
    pub(crate) fn tomorrow(&self) -> Day {
        self.today.plus(1)
    }

    /// `i dag`, `om 3 dage`, `3 dage over`
    pub(crate) fn until_due(&self, day: impl Borrow<Day>) -> String {
        self.dates().until_due(*day.borrow())
    }

    /// `1.234`
    pub(crate) fn number(&self, number: impl Whole) -> String {
        self.language.number(number.whole())
    }

    /// The address of an asset.
    #[expect(
        clippy::unused_self,
        reason = "templates reach functions through the page"
    )]
    pub(crate) fn asset(&self, path: &str) -> String {
        assets::address(path)
    }

    /// Whether a link or button for this action makes sense at all.
    pub(crate) fn may_ever(&self, action: Action) -> bool {
        self.user.as_ref().is_some_and(|user| user.may_ever(action))
    }

    /// The menu: what this user can reach.
    pub(crate) fn menu(&self) -> Vec<MenuItem> {
        MENU.into_iter()
            .filter(|item| self.may_ever(item.need))
            .collect()
    }

    /// The text with the user's job function.
    pub(crate) fn role_key(&self) -> &'static str {
        role_key(self.user.as_ref().map_or(Role::Reader, |user| user.role))
    }

    /// Whether the current address lies under this one, for the menu.
    pub(crate) fn is_at(&self, start: &str) -> bool {
        let path = self.path.split('?').next().unwrap_or_default();
        path == start || (start != "/" && path.starts_with(start))
    }

    /// Answers with a whole page.
    pub(crate) fn render(&self, template: &impl Template) -> WebResult<Response> {
        self.render_with(StatusCode::OK, template)
    }

    /// Answers with a whole page and a status: 422 for a form with faults, 409 for a conflict.
    #[expect(clippy::unused_self, reason = "answers are given through the page")]
    pub(crate) fn render_with(
        &self,
        status: StatusCode,
        template: &impl Template,
    ) -> WebResult<Response> {
        let html = template.render().map_err(WebError::fault)?;
        Ok((status, Html(html)).into_response())
    }
}

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
                Ok::<_, WebError>(NearCase { line, closeness })
            })
            .await?;
        self.require(Action::ReadCase, near.closeness)?;
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
        let row = AccessRow {
            at: self.now(),
            employee: Some(self.user.id),
            citizen,
            case,
            what: Access::Read,
            page: self.route.clone(),
        };
        self.app
            .blocking(move |app| app.store.log_access(row))
            .await
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

/// The text that names a job function.
pub(crate) const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Caseworker => "role-caseworker",
        Role::JobBroker => "role-job-broker",
        Role::TeamLeader => "role-team-leader",
        Role::Reader => "role-reader",
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
