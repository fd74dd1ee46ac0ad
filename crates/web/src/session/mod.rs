//! Signing in and staying signed in: tokens, cookies and passwords.

mod cookie;
mod lifetime;
pub(crate) mod password;
mod token;

pub(crate) use cookie::{Cookies, LANGUAGE, SESSION, VISITOR, clear_cookie, set_cookie};
pub(crate) use lifetime::{begin, find};
pub(crate) use token::Token;
