//! What can go wrong with a request, and the calm page people see.

use std::error::Error;
use std::sync::Arc;

use askama::Template;
use axum::http::StatusCode;
use axum::response::{Html, IntoResponse, Response};
use store::StoreError;

use crate::app::App;
use crate::figures::Remedy;
use crate::holders::{ContactWords, Holders};
use crate::page::Frame;
use crate::rights::Action;

/// What a handler gives.
pub(crate) type WebResult<T> = Result<T, WebError>;

/// Why a request cannot be answered with its page. The gate words it in the reader's language.
#[derive(Debug, Clone, thiserror::Error)]
pub(crate) enum WebError {
    /// Nobody is signed in (any more).
    #[error("not signed in")]
    NotSignedIn,
    /// The person may not do this (here).
    #[error("{0:?} is not allowed")]
    Forbidden(Action),
    /// A case, or a citizen's every case, is out of reach; these hold it and can be asked.
    #[error("others hold it")]
    HeldByOthers(Arc<Holders>),
    /// The form's token was missing or belongs to another session.
    #[error("the form was not made for this session")]
    StaleForm,
    /// There is no such thing, or it is no business of this person to know.
    #[error("not found")]
    NotFound,
    /// Somebody else changed it in the meantime.
    #[error("changed in the meantime")]
    Conflict,
    /// The request cannot be read.
    #[error("the request cannot be read: {0}")]
    Unreadable(String),
    /// A figure was asked for in a way it cannot be told; what to choose instead is said.
    #[error("the question cannot be answered")]
    Unanswerable(Arc<Remedy>),
    /// The day of a demonstration only moves forward.
    #[error("the day of a demonstration only moves forward")]
    DayBackwards,
    /// The address takes other methods.
    #[error("the address does not take this method")]
    WrongMethod,
    /// The request is larger than any form of ours.
    #[error("the request is too large")]
    TooLarge,
    /// The program or the machine failed.
    #[error(transparent)]
    Fault(Arc<dyn Error + Send + Sync>),
}

impl WebError {
    /// A failure of the program or the machine.
    pub(crate) fn fault(cause: impl Error + Send + Sync + 'static) -> WebError {
        WebError::Fault(Arc::new(cause))
    }

    pub(crate) fn status(&self) -> StatusCode {
        match self {
            WebError::NotSignedIn => StatusCode::UNAUTHORIZED,
            WebError::Forbidden(_) | WebError::HeldByOthers(_) | WebError::StaleForm => {
                StatusCode::FORBIDDEN
            }
            WebError::NotFound => StatusCode::NOT_FOUND,
            WebError::Conflict => StatusCode::CONFLICT,
            WebError::Unreadable(_) | WebError::Unanswerable(_) => StatusCode::BAD_REQUEST,
            WebError::DayBackwards => StatusCode::UNPROCESSABLE_ENTITY,
            WebError::WrongMethod => StatusCode::METHOD_NOT_ALLOWED,
            WebError::TooLarge => StatusCode::PAYLOAD_TOO_LARGE,
            WebError::Fault(_) => StatusCode::INTERNAL_SERVER_ERROR,
        }
    }
}

impl IntoResponse for WebError {
    fn into_response(self) -> Response {
        let mut response = self.status().into_response();
        response.extensions_mut().insert(self);
        response
    }
}

impl From<StoreError> for WebError {
    fn from(error: StoreError) -> WebError {
        match error {
            StoreError::Missing { .. } => WebError::NotFound,
            error => WebError::fault(error),
        }
    }
}

#[derive(Template)]
#[template(path = "error.html")]
struct ErrorPage<'a> {
    page: &'a Frame,
    title: String,
    text: String,
    reference: Option<String>,
    /// The way to what can be answered.
    remedy: Option<String>,
    /// Whom to ask.
    contacts: Vec<ContactWords>,
}

/// The same where only a part of a page was asked for.
#[derive(Template)]
#[template(path = "error_part.html")]
struct ErrorPart<'a> {
    page: &'a Frame,
    title: String,
    text: String,
    reference: Option<String>,
    contacts: Vec<ContactWords>,
}

/// The calm page for an error. A failure is logged here, once, with the reference the page shows.
pub(crate) fn error_page(app: &App, frame: &Frame, error: &WebError) -> Response {
    let (title, text) = match error {
        WebError::NotSignedIn => ("error-not-signed-in", "error-not-signed-in-text"),
        WebError::Forbidden(_) => ("error-forbidden", "error-forbidden-text"),
        WebError::HeldByOthers(_) => ("error-held", "error-held-text"),
        WebError::StaleForm => ("error-stale-form", "error-stale-form-text"),
        WebError::NotFound => ("error-not-found", "error-not-found-text"),
        WebError::Conflict => ("error-conflict", "error-conflict-text"),
        WebError::Unreadable(_) => ("error-unreadable", "error-unreadable-text"),
        WebError::Unanswerable(_) => ("error-unanswerable", "error-unanswerable-text"),
        WebError::DayBackwards => ("error-day-backwards", "error-day-backwards-text"),
        WebError::WrongMethod => ("error-method", "error-method-text"),
        WebError::TooLarge => ("error-too-large", "error-too-large-text"),
        WebError::Fault(_) => ("error-fault", "error-fault-text"),
    };
    let text = match error {
        WebError::Forbidden(action) => {
            let who = frame.t(action.who_may_key());
            format!("{} {who}", frame.t(text))
        }
        WebError::Unanswerable(remedy) => remedy.words(frame),
        _ => frame.t(text),
    };
    let remedy = match error {
        WebError::Unanswerable(remedy) => Some(remedy.back().to_owned()),
        _ => None,
    };
    let reference = matches!(error, WebError::Fault(_)).then(|| {
        let reference = app.reference();
        let cause: &dyn Error = error;
        tracing::error!(%reference, route = %frame.route, cause, "a request failed");
        reference
    });
    let contacts = match error {
        WebError::HeldByOthers(holders) => holders.words(frame),
        _ => Vec::new(),
    };
    let (page, title) = (frame, frame.t(title));
    let rendered = if frame.partial {
        let part = ErrorPart {
            page,
            title,
            text,
            reference,
            contacts,
        };
        part.render()
    } else {
        let whole = ErrorPage {
            page,
            title,
            text,
            reference,
            remedy,
            contacts,
        };
        whole.render()
    };
    match rendered {
        Ok(html) => (error.status(), Html(html)).into_response(),
        Err(_) => error.status().into_response(),
    }
}
