//! How long a session lives: it ends after a while without use, and at the latest after a working day.

use std::sync::Arc;

use calendar::Timestamp;
use facts::EmployeeId;
use store::{Session, Store, StoreError};

use super::Token;
use crate::rights::User;

const MINUTE: i64 = 60 * 1_000_000;
/// Without use.
const IDLE: i64 = 60 * MINUTE;
/// In all.
const WHOLE: i64 = 10 * 60 * MINUTE;
/// A session is prolonged when this much of its idle time has gone, so that reading pages seldom writes.
const PROLONG_AFTER: i64 = 5 * MINUTE;

/// Begins the session of a token.
pub(crate) fn begin(
    store: &Store,
    token: &Token,
    user: EmployeeId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let expires = Timestamp((now.0 + IDLE).min(token.made().0 + WHOLE));
    store.begin_session(token.hash(), Session { user, expires })
}

/// Who holds this token, if the session still lives; using it prolongs it.
pub(crate) fn find(
    store: &Store,
    token: &Token,
    now: Timestamp,
) -> Result<Option<Arc<User>>, StoreError> {
    if now.0 >= token.made().0 + WHOLE {
        return Ok(None);
    }
    let Some((session, user)) = store.session(token.hash(), now)? else {
        return Ok(None);
    };
    if session.expires.0 - now.0 < IDLE - PROLONG_AFTER {
        begin(store, token, user.id, now)?;
    }
    Ok(Some(Arc::new(User {
        id: user.id,
        name: user.name,
        role: user.role,
        team: user.team,
    })))
}
