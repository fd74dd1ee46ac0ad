//! Routes that cannot be declared without saying what right they need.

use std::sync::Arc;

use axum::extract::Request;
use axum::handler::Handler;
use axum::middleware::{Next, from_fn};
use axum::response::{IntoResponse, Response};
use axum::routing::{self, MethodRouter};
use axum::{Extension, Router};

use crate::app::App;
use crate::error::WebError;
use crate::rights::{Action, User};

/// Pages with the right each needs. What is not declared here does not exist, and nobody is let in by default.
#[derive(Default)]
pub(crate) struct Routes {
    router: Router<Arc<App>>,
    declared: Vec<Declared>,
}

/// A route as it was declared.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord)]
pub(crate) struct Declared {
    pub(crate) path: &'static str,
    pub(crate) method: &'static str,
    pub(crate) need: Action,
}

impl Routes {
    pub(crate) fn new() -> Routes {
        Routes::default()
    }

    /// A page to read. `need` is the least right; the handler still asks [`crate::page::Page::require`] about the case.
    pub(crate) fn get<H, T>(self, path: &'static str, need: Action, handler: H) -> Routes
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        self.declare(path, "GET", need, routing::get(handler))
    }

    /// A form to receive; its token has been checked when the handler runs.
    pub(crate) fn post<H, T>(self, path: &'static str, need: Action, handler: H) -> Routes
    where
        H: Handler<T, Arc<App>>,
        T: 'static,
    {
        self.declare(path, "POST", need, routing::post(handler))
    }

    pub(crate) fn merge(mut self, other: Routes) -> Routes {
        self.router = self.router.merge(other.router);
        self.declared.extend(other.declared);
        self
    }

    pub(crate) fn into_parts(self) -> (Router<Arc<App>>, Vec<Declared>) {
        (self.router, self.declared)
    }

    fn declare(
        mut self,
        path: &'static str,
        method: &'static str,
        need: Action,
        handler: MethodRouter<Arc<App>>,
    ) -> Routes {
        let guarded = handler.route_layer(from_fn(
            move |user: Option<Extension<Arc<User>>>, request: Request, next: Next| {
                guard(need, user.map(|Extension(user)| user), request, next)
            },
        ));
        self.router = self.router.route(path, guarded);
        self.declared.push(Declared { path, method, need });
        self
    }
}

async fn guard(need: Action, user: Option<Arc<User>>, request: Request, next: Next) -> Response {
    match user {
        None => WebError::NotSignedIn.into_response(),
        Some(user) if user.may_ever(need) => next.run(request).await,
        Some(_) => WebError::Forbidden(need).into_response(),
    }
}
