//! How long a session lives: it ends after a while without use, and at the latest after a working day.

use std::sync::Arc;

use calendar::Timestamp;
use facts::EmployeeId;
use store::{Session, StoreError};

use super::Token;
use crate::app::App;
use crate::rights::User;

const MINUTE: i64 = 60 * 1_000_000;

/// How long a session lives, in microseconds.
#[derive(Debug, Clone, Copy)]
struct Lifetime {
    /// Without use.
    idle: i64,
    /// In all.
    whole: i64,
}

const WORKING_DAY: Lifetime = Lifetime {
    idle: 60 * MINUTE,
    whole: 10 * 60 * MINUTE,
};

/// A demonstration's day is moved by weeks, which should sign nobody out.
const DEMONSTRATION: Lifetime = Lifetime {
    idle: 100 * 365 * 24 * 60 * MINUTE,
    whole: 100 * 365 * 24 * 60 * MINUTE,
};

/// A session is prolonged when this much of its idle time has gone, so that reading pages seldom writes.
const PROLONG_AFTER: i64 = 5 * MINUTE;

impl Lifetime {
    fn of(app: &App) -> Lifetime {
        if app.demo.is_some() {
            DEMONSTRATION
        } else {
            WORKING_DAY
        }
    }

    /// When a session ends however much it is used. A cookie may claim any instant, so nothing here may overflow.
    fn end(self, token: &Token) -> i64 {
        token.made().0.saturating_add(self.whole)
    }
}

/// Begins the session of a token, or prolongs it.
pub(crate) fn begin(
    app: &App,
    token: &Token,
    user: EmployeeId,
    now: Timestamp,
) -> Result<(), StoreError> {
    let lifetime = Lifetime::of(app);
    let idle_until = now.0.saturating_add(lifetime.idle);
    let expires = Timestamp(idle_until.min(lifetime.end(token)));
    let session = Session { user, expires };
    app.store.begin_session(token.hash(), session, now)
}

/// Who holds this token, if the session still lives; using it prolongs it.
pub(crate) fn find(
    app: &App,
    token: &Token,
    now: Timestamp,
) -> Result<Option<Arc<User>>, StoreError> {
    let lifetime = Lifetime::of(app);
    if now.0 >= lifetime.end(token) {
        return Ok(None);
    }
    let Some((session, user)) = app.store.session(token.hash(), now)? else {
        return Ok(None);
    };
    let left = session.expires.0.saturating_sub(now.0);
    if left < lifetime.idle - PROLONG_AFTER && session.expires.0 < lifetime.end(token) {
        begin(app, token, user.id, now)?;
    }
    Ok(Some(Arc::new(User {
        id: user.id,
        name: user.name,
        role: user.role,
        team: user.team,
    })))
}
