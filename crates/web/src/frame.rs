//! What the layout of every page needs, and the words, days and numbers templates ask it for.

use std::borrow::Borrow;
use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use calendar::Day;
use fluent::FluentValue;

use crate::assets;
use crate::error::{WebError, WebResult};
use crate::language::{Dates, Language, Whole, words};
use crate::rights::{Action, Role, User};

/// An entry of the menu.
#[derive(Debug, Clone, Copy)]
pub(crate) struct MenuItem {
    pub(crate) address: &'static str,
    pub(crate) key: &'static str,
    need: Action,
}

const MENU: [MenuItem; 6] = [
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
        address: "/figures",
        key: "menu-figures",
        need: Action::SeeFigures,
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

/// The text that names a job function.
pub(crate) const fn role_key(role: Role) -> &'static str {
    match role {
        Role::Caseworker => "role-caseworker",
        Role::JobBroker => "role-job-broker",
        Role::TeamLeader => "role-team-leader",
        Role::Reader => "role-reader",
    }
}
