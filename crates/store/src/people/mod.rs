//! Who can sign in: employees, their teams and their sessions. The store keeps hashes, never a password or a token.

mod sessions;
mod teams;
mod users;

pub use sessions::{Session, TokenHash};
pub use teams::{Team, TeamId};
pub use users::{NewUser, Role, User};
