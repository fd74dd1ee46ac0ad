//! Cookies: read strictly, written with every guard a browser offers.

use axum::http::{HeaderMap, HeaderValue, header};
use axum_extra::extract::cookie::{Cookie, SameSite};

/// The session of somebody signed in.
pub(crate) const SESSION: &str = "tovholder-session";
/// The browser of somebody not signed in, so that the sign-in form has a token too.
pub(crate) const VISITOR: &str = "tovholder-visitor";
/// The language chosen.
pub(crate) const LANGUAGE: &str = "tovholder-language";

/// The cookies of a request.
pub(crate) struct Cookies<'a> {
    headers: &'a HeaderMap,
    secure: bool,
}

impl<'a> Cookies<'a> {
    pub(crate) fn new(headers: &'a HeaderMap, secure: bool) -> Cookies<'a> {
        Cookies { headers, secure }
    }

    /// The value of a cookie of ours. Over HTTPS only the `__Host-` name counts.
    pub(crate) fn value(&self, name: &str) -> Option<String> {
        let wanted = full_name(name, self.secure);
        self.headers
            .get_all(header::COOKIE)
            .iter()
            .filter_map(|line| line.to_str().ok())
            .flat_map(|line| line.split(';'))
            .filter_map(|pair| pair.trim().split_once('='))
            .find(|(name, _)| *name == wanted)
            .map(|(_, value)| value.to_owned())
    }
}

fn full_name(name: &str, secure: bool) -> String {
    if secure {
        format!("__Host-{name}")
    } else {
        name.to_owned()
    }
}

/// Adds a cookie to an answer. It ends with the browser; the store decides how long a session lives.
pub(crate) fn set_cookie(headers: &mut HeaderMap, name: &str, value: &str, secure: bool) {
    let cookie = Cookie::build((full_name(name, secure), value))
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax);
    append(headers, &cookie.build());
}

/// Tells the browser to forget a cookie.
pub(crate) fn clear_cookie(headers: &mut HeaderMap, name: &str, secure: bool) {
    let cookie = Cookie::build((full_name(name, secure), ""))
        .path("/")
        .http_only(true)
        .secure(secure)
        .same_site(SameSite::Lax)
        .removal();
    append(headers, &cookie.build());
}

fn append(headers: &mut HeaderMap, cookie: &Cookie<'_>) {
    let value = HeaderValue::from_str(&cookie.to_string())
        .expect("our cookie names and values are visible ASCII");
    headers.append(header::SET_COOKIE, value);
}
