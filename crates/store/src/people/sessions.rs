//! Sessions, and the brake on guessing passwords.

use calendar::Timestamp;
use facts::EmployeeId;

use crate::{Store, StoreError, User};

/// The BLAKE3 hash of a session's token; the token itself is only in the browser.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct TokenHash(pub [u8; 32]);

/// A session.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Session {
    /// Whose.
    pub user: EmployeeId,
    /// The first instant at which it no longer holds.
    pub expires: Timestamp,
}

impl TokenHash {
    /// The hash of a token.
    pub fn of(token: &[u8]) -> TokenHash {
        TokenHash(*blake3::hash(token).as_bytes())
    }
}

impl Store {
    /// Begins a session.
    pub fn begin_session(&self, token: TokenHash, session: Session) -> Result<(), StoreError> {
        let _ = (token, session);
        todo!()
    }

    /// Whose session it is, if it holds at this instant and the employee may sign in.
    pub fn session(
        &self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<(Session, User)>, StoreError> {
        let _ = (token, now);
        todo!()
    }

    /// Ends a session.
    pub fn end_session(&self, token: TokenHash) -> Result<(), StoreError> {
        let _ = token;
        todo!()
    }

    /// Counts a failed sign-in for a login (known or not). From the fifth on the login waits, doubling from a second to
    /// fifteen minutes; returns until when.
    pub fn sign_in_failed(
        &self,
        login: &str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let _ = (login, now);
        todo!()
    }

    /// Until when this login has to wait; `None` if it may try now.
    pub fn sign_in_waits(
        &self,
        login: &str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        let _ = (login, now);
        todo!()
    }

    /// Forgets the failures of a login.
    pub fn sign_in_succeeded(&self, login: &str) -> Result<(), StoreError> {
        todo!("{login}")
    }
}
