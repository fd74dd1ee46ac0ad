//! The gate every request passes: session, language, form token, error pages, security headers.

use std::sync::Arc;

use axum::body::{Body, to_bytes};
use axum::extract::{MatchedPath, Request, State};
use axum::http::request::Parts;
use axum::http::{HeaderMap, HeaderName, HeaderValue, Method, StatusCode, header};
use axum::middleware::Next;
use axum::response::{IntoResponse, Redirect, Response};

use crate::app::App;
use crate::error::{WebError, WebResult, error_page};
use crate::form::{Form, TOKEN_FIELD};
use crate::language::Language;
use crate::listing::encoded;
use crate::page::{Frame, forbid_storing};
use crate::session::{Cookies, LANGUAGE, SESSION, Token, VISITOR, find, set_cookie};

/// The longest form that is read. A journal note of fifty pages fits.
const LONGEST_FORM: usize = 256 * 1024;

const POLICY: &str = "default-src 'none'; script-src 'self'; style-src 'self'; img-src 'self' data:; \
    font-src 'self'; connect-src 'self'; form-action 'self'; base-uri 'none'; frame-ancestors 'none'";

/// Security headers of every answer, files and errors too.
pub(crate) const HEADERS: [(HeaderName, &str); 7] = [
    (header::CONTENT_SECURITY_POLICY, POLICY),
    (header::X_CONTENT_TYPE_OPTIONS, "nosniff"),
    (header::X_FRAME_OPTIONS, "DENY"),
    (header::REFERRER_POLICY, "same-origin"),
    (
        HeaderName::from_static("cross-origin-opener-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("cross-origin-resource-policy"),
        "same-origin",
    ),
    (
        HeaderName::from_static("permissions-policy"),
        "camera=(), geolocation=(), microphone=(), payment=()",
    ),
];

/// Lets a request through with all it needs, and its answer out with all it must carry.
pub(crate) async fn pass(State(app): State<Arc<App>>, request: Request, next: Next) -> Response {
    let is_file = request.uri().path().starts_with("/static/");
    let mut response = if is_file {
        next.run(request).await
    } else {
        let mut response = pass_page(&app, request, next).await;
        forbid_storing(&mut response);
        response
    };
    let headers = response.headers_mut();
    for (name, value) in HEADERS {
        headers.insert(name, HeaderValue::from_static(value));
    }
    if app.secure {
        headers.insert(
            header::STRICT_TRANSPORT_SECURITY,
            HeaderValue::from_static("max-age=31536000"),
        );
    }
    response
}

async fn pass_page(app: &Arc<App>, request: Request, next: Next) -> Response {
    let (parts, body) = request.into_parts();
    let (frame, token, minted) = match visitor(app, &parts).await {
        Ok(visitor) => visitor,
        Err(error) => return error.into_response(),
    };
    let answer = match admit(parts, body, &frame, &token).await {
        Ok(request) => next.run(request).await,
        Err(error) => error.into_response(),
    };
    let mut response = worded(app, &frame, answer);
    if minted {
        set_cookie(response.headers_mut(), VISITOR, token.secret(), app.secure);
    }
    response
}

/// Who asks: the frame of the answer, the secret of the browser, and whether that secret is new.
async fn visitor(app: &Arc<App>, parts: &Parts) -> WebResult<(Arc<Frame>, Token, bool)> {
    let cookies = Cookies::new(&parts.headers, app.secure);
    let token_in = |name| {
        cookies
            .value(name)
            .and_then(|text| Token::from_cookie(&text))
    };
    let now = app.clock.now();
    let mut signed_in = None;
    if let Some(token) = token_in(SESSION) {
        let asked = token.clone();
        let user = app.blocking(move |app| find(app, &asked, now)).await?;
        signed_in = user.map(|user| (token, user));
    }
    let (token, user, minted) = match signed_in {
        Some((token, user)) => (token, Some(user), false),
        None => match token_in(VISITOR) {
            Some(token) => (token, None, false),
            None => (Token::random(now).map_err(WebError::fault)?, None, true),
        },
    };
    let language = cookies
        .value(LANGUAGE)
        .and_then(|id| Language::from_id(&id))
        .unwrap_or_default();
    let route = parts.extensions.get::<MatchedPath>();
    let frame = Frame {
        language,
        today: app.clock.today(),
        demo: app.demo.is_some(),
        csrf: token.form_token(),
        path: parts
            .uri
            .path_and_query()
            .map_or_else(|| "/".to_owned(), ToString::to_string),
        route: route.map_or_else(String::new, |route| route.as_str().to_owned()),
        partial: is_partial(&parts.headers),
        user,
    };
    Ok((Arc::new(frame), token, minted))
}

fn is_partial(headers: &HeaderMap) -> bool {
    headers
        .get("hx-request")
        .is_some_and(|value| value == "true")
}

/// Reads and checks a form, and gives the request what handlers extract.
async fn admit(
    mut parts: Parts,
    body: Body,
    frame: &Arc<Frame>,
    token: &Token,
) -> WebResult<Request> {
    let body = match parts.method {
        Method::GET | Method::HEAD => body,
        Method::POST => {
            parts
                .extensions
                .insert(read_form(&parts.headers, body, token).await?);
            Body::empty()
        }
        // No route answers another method: the router says which ones the address takes.
        _ => Body::empty(),
    };
    if let Some(user) = &frame.user {
        parts.extensions.insert(Arc::clone(user));
    }
    parts.extensions.insert(Arc::clone(frame));
    Ok(Request::from_parts(parts, body))
}

async fn read_form(headers: &HeaderMap, body: Body, token: &Token) -> WebResult<Form> {
    let from_elsewhere = headers
        .get("sec-fetch-site")
        .is_some_and(|site| site == "cross-site" || site == "same-site");
    if from_elsewhere {
        return Err(WebError::StaleForm);
    }
    let kind = headers
        .get(header::CONTENT_TYPE)
        .and_then(|value| value.to_str().ok())
        .unwrap_or_default();
    if !kind.starts_with("application/x-www-form-urlencoded") {
        return Err(WebError::Unreadable("content type".to_owned()));
    }
    let body = to_bytes(body, LONGEST_FORM)
        .await
        .map_err(|_| WebError::TooLarge)?;
    let form = Form::read(&body).ok_or_else(|| WebError::Unreadable("encoding".to_owned()))?;
    if token.is_form_token(form.text(TOKEN_FIELD)) {
        Ok(form)
    } else {
        Err(WebError::StaleForm)
    }
}

/// Gives every refusal and failure its page in the reader's language.
fn worded(app: &App, frame: &Frame, mut response: Response) -> Response {
    let error = response.extensions_mut().remove::<WebError>();
    if matches!(error, Some(WebError::NotSignedIn)) {
        return to_sign_in(frame);
    }
    let has_page = response
        .headers()
        .get(header::CONTENT_TYPE)
        .is_some_and(|kind| kind.as_bytes().starts_with(b"text/html"));
    let status = response.status();
    if error.is_none() && (has_page || !(status.is_client_error() || status.is_server_error())) {
        return response;
    }
    let allowed = response.headers_mut().remove(header::ALLOW);
    let error = error.unwrap_or_else(|| match status {
        StatusCode::NOT_FOUND => WebError::NotFound,
        StatusCode::METHOD_NOT_ALLOWED => WebError::WrongMethod,
        status if status.is_client_error() => WebError::Unreadable("address".to_owned()),
        _ => WebError::fault(std::io::Error::other(status.to_string())),
    });
    let mut page = error_page(app, frame, &error);
    if let Some(allowed) = allowed {
        page.headers_mut().insert(header::ALLOW, allowed);
    }
    page
}

/// Asks people to sign in and brings them back to what they wanted to see.
fn to_sign_in(frame: &Frame) -> Response {
    let wanted = frame.path != "/" && !frame.partial && !frame.route.starts_with("/sign-");
    let address = if wanted {
        format!("/sign-in?next={}", encoded(&frame.path))
    } else {
        "/sign-in".to_owned()
    };
    if frame.partial {
        // htmx follows a redirect silently and would put the sign-in page into a panel; this header moves the whole page.
        let headers = [(HeaderName::from_static("hx-redirect"), address)];
        return (StatusCode::UNAUTHORIZED, headers).into_response();
    }
    Redirect::to(&address).into_response()
}
