//! Sessions, and the brake on guessing passwords.

use calendar::Timestamp;
use facts::EmployeeId;
use rusqlite::OptionalExtension;

use super::users::{folded, of_row};
use crate::statements::statements;
use crate::{Store, StoreError, User};

statements! {
    BEGIN = "INSERT INTO session (token, user, expires) VALUES (?1, ?2, ?3)
        ON CONFLICT (token) DO UPDATE SET expires = excluded.expires";
    FORGET = "DELETE FROM session WHERE expires <= ?1";
    END = "DELETE FROM session WHERE token = ?1";
    OF_TOKEN = "SELECT user.id, login, name, role, team, password, disabled, expires
        FROM session JOIN user ON user.id = session.user
        WHERE token = ?1 AND expires > ?2 AND NOT disabled";
    FORGIVE = "DELETE FROM sign_in_failure WHERE waits_until < ?1";
    FAILED = "INSERT INTO sign_in_failure (login, failures, waits_until) VALUES (?1, 1, ?2)
        ON CONFLICT (login) DO UPDATE SET failures = failures + 1, waits_until = ?2
        RETURNING failures";
    WAIT = "UPDATE sign_in_failure SET waits_until = ?2 WHERE login = ?1";
    WAITS = "SELECT waits_until FROM sign_in_failure WHERE login = ?1 AND waits_until > ?2";
    SUCCEEDED = "DELETE FROM sign_in_failure WHERE login = ?1";
}

/// Failures after which a login begins to wait.
const FREE_FAILURES: i64 = 5;

/// Seconds a login waits at most.
const LONGEST_WAIT: i64 = 900;

/// Seconds after which failures no longer count.
const FORGIVEN_AFTER: i64 = 86_400;

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
    /// Begins a session or prolongs it, and forgets those that have ended by then.
    pub fn begin_session(
        &self,
        token: TokenHash,
        session: Session,
        now: Timestamp,
    ) -> Result<(), StoreError> {
        self.write(|connection| {
            connection.prepare_cached(FORGET)?.execute([now.0])?;
            connection.prepare_cached(BEGIN)?.execute((
                token.0,
                session.user.0.cast_signed(),
                session.expires.0,
            ))?;
            Ok(())
        })
    }

    /// Whose session it is, if it holds at this instant and the employee may sign in.
    pub fn session(
        &self,
        token: TokenHash,
        now: Timestamp,
    ) -> Result<Option<(Session, User)>, StoreError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached(OF_TOKEN)?
                .query_row((token.0, now.0), |row| {
                    let user = of_row(row)?;
                    let session = Session {
                        user: user.id,
                        expires: Timestamp(row.get(7)?),
                    };
                    Ok((session, user))
                })
                .optional()?)
        })
    }

    /// Ends a session.
    pub fn end_session(&self, token: TokenHash) -> Result<(), StoreError> {
        self.write(|connection| {
            connection.prepare_cached(END)?.execute([token.0])?;
            Ok(())
        })
    }

    /// Counts a failed sign-in for a login (known or not). From the fifth on the login waits, doubling from a second to
    /// fifteen minutes; returns until when.
    pub fn sign_in_failed(
        &self,
        login: &str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.write(|connection| {
            let yesterday = now.0 - FORGIVEN_AFTER * 1_000_000;
            connection.prepare_cached(FORGIVE)?.execute([yesterday])?;
            let failures: i64 = connection
                .prepare_cached(FAILED)?
                .query_row((folded(login), now.0), |row| row.get(0))?;
            let Ok(beyond) = u32::try_from(failures - FREE_FAILURES) else {
                return Ok(None);
            };
            let wait = (1_i64 << beyond.min(10)).min(LONGEST_WAIT);
            let until = now.0 + wait * 1_000_000;
            connection
                .prepare_cached(WAIT)?
                .execute((folded(login), until))?;
            Ok(Some(Timestamp(until)))
        })
    }

    /// Until when this login has to wait; `None` if it may try now.
    pub fn sign_in_waits(
        &self,
        login: &str,
        now: Timestamp,
    ) -> Result<Option<Timestamp>, StoreError> {
        self.read(|connection| {
            Ok(connection
                .prepare_cached(WAITS)?
                .query_row((folded(login), now.0), |row| row.get(0).map(Timestamp))
                .optional()?)
        })
    }

    /// Forgets the failures of a login.
    pub fn sign_in_succeeded(&self, login: &str) -> Result<(), StoreError> {
        self.write(|connection| {
            connection
                .prepare_cached(SUCCEEDED)?
                .execute([folded(login)])?;
            Ok(())
        })
    }
}
