//! Signing in and out, and choosing the language.

use askama::Template;
use axum::extract::Query;
use axum::http::StatusCode;
use axum::response::{IntoResponse, Redirect, Response};
use calendar::Timestamp;
use serde::Deserialize;

use crate::app::App;
use crate::error::{WebError, WebResult};
use crate::form::Form;
use crate::language::Language;
use crate::page::{Frame, Visit, local_address};
use crate::session::{
    Cookies, LANGUAGE, SESSION, Token, VISITOR, begin, clear_cookie, password, set_cookie,
};

#[derive(Template)]
#[template(path = "sign_in.html")]
struct SignIn<'a> {
    page: &'a Frame,
    login: &'a str,
    next: &'a str,
    fault: Option<String>,
}

/// Where to go afterwards.
#[derive(Deserialize)]
pub(crate) struct Wanted {
    #[serde(default)]
    next: String,
}

/// `GET /sign-in`
pub(crate) async fn show(visit: Visit, Query(wanted): Query<Wanted>) -> WebResult<Response> {
    let next = local_address(&wanted.next);
    if visit.user.is_some() {
        return Ok(Redirect::to(next).into_response());
    }
    visit.render(&SignIn {
        page: &visit.frame,
        login: "",
        next,
        fault: None,
    })
}

/// What became of a try.
enum Try {
    Welcome(Token),
    Wrong,
    Wait { minutes: i64 },
}

/// `POST /sign-in`
pub(crate) async fn receive(visit: Visit, form: Form) -> WebResult<Response> {
    let login = form.text("login").to_owned();
    let given = form.raw("password").to_owned();
    let next = local_address(form.text("next")).to_owned();
    let now = visit.app.clock.now();
    let asked = login.clone();
    // Held until the answer is known; the semaphore is never closed.
    let _turn = visit
        .app
        .verifications
        .acquire()
        .await
        .map_err(WebError::fault)?;
    let outcome = visit
        .app
        .blocking(move |app| attempt(app, &asked, &given, now))
        .await?;
    let fault = match outcome {
        Try::Welcome(token) => {
            let mut response = Redirect::to(&next).into_response();
            let secure = visit.app.secure;
            set_cookie(response.headers_mut(), SESSION, token.secret(), secure);
            clear_cookie(response.headers_mut(), VISITOR, secure);
            return Ok(response);
        }
        Try::Wrong => visit.t("sign-in-wrong"),
        Try::Wait { minutes } => visit.t1("sign-in-wait", "minutes", minutes),
    };
    visit.render_with(
        StatusCode::UNPROCESSABLE_ENTITY,
        &SignIn {
            page: &visit.frame,
            login: &login,
            next: &next,
            fault: Some(fault),
        },
    )
}

/// One try: the same work, the same wait and the same answer whether the login exists or not.
fn attempt(app: &App, login: &str, given: &str, now: Timestamp) -> WebResult<Try> {
    if let Some(until) = app.store.sign_in_waits(login, now)? {
        let minutes = (until.0 - now.0).max(0) / 60_000_000 + 1;
        return Ok(Try::Wait { minutes });
    }
    let user = app
        .store
        .user_by_login(login)?
        .filter(|user| !user.disabled);
    let kept = user.as_ref().map(|user| user.password.as_str());
    let fits = password::verify(given, kept);
    let Some(user) = user.filter(|_| fits) else {
        app.store.sign_in_failed(login, now)?;
        return Ok(Try::Wrong);
    };
    app.store.sign_in_succeeded(login)?;
    let token = Token::random(now).map_err(WebError::fault)?;
    begin(app, &token, user.id, now)?;
    Ok(Try::Welcome(token))
}

/// `POST /sign-out`
pub(crate) async fn leave(visit: Visit, headers: axum::http::HeaderMap) -> WebResult<Response> {
    let secure = visit.app.secure;
    let token = Cookies::new(&headers, secure)
        .value(SESSION)
        .and_then(|text| Token::from_cookie(&text));
    if let Some(token) = token {
        visit
            .app
            .blocking(move |app| app.store.end_session(token.hash()))
            .await?;
    }
    let mut response = Redirect::to("/sign-in").into_response();
    clear_cookie(response.headers_mut(), SESSION, secure);
    Ok(response)
}

/// `POST /language`
pub(crate) async fn choose_language(visit: Visit, form: Form) -> WebResult<Response> {
    let language = Language::from_id(form.text("language"))
        .ok_or_else(|| WebError::Unreadable("language".to_owned()))?;
    let mut response = Redirect::to(local_address(form.text("next"))).into_response();
    set_cookie(
        response.headers_mut(),
        LANGUAGE,
        language.id(),
        visit.app.secure,
    );
    Ok(response)
}
