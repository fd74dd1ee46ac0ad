//! Who can sign in: employees, their teams and their sessions. The store keeps hashes, never a password or a token.

mod sessions;
mod teams;
mod users;

pub use sessions::{Session, TokenHash};
pub use teams::{Team, TeamId};
pub use users::{NewUser, Role, User};

#[cfg(test)]
pub(crate) use sessions::ALL as SESSIONS;
#[cfg(test)]
pub(crate) use teams::ALL as TEAMS;
#[cfg(test)]
pub(crate) use users::ALL as USERS;

use crate::StoreError;

/// A name that must be unique and is not.
fn taken(error: rusqlite::Error, what: &'static str) -> StoreError {
    match error.sqlite_extended_error_code() {
        Some(rusqlite::ffi::SQLITE_CONSTRAINT_UNIQUE) => StoreError::Exists { what },
        _ => error.into(),
    }
}
