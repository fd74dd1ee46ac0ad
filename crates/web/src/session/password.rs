//! Passwords: argon2id, and the same time for names that do not exist.

use std::sync::LazyLock;

use argon2::Argon2;
use argon2::password_hash::phc::PasswordHash;
use argon2::password_hash::{PasswordHasher, PasswordVerifier};

/// The shortest password that is accepted; length is what counts, so nothing else is asked of it.
pub(crate) const SHORTEST: usize = 12;
/// The longest, so that hashing cannot be used to keep the machine busy.
pub(crate) const LONGEST: usize = 200;

/// A password that cannot be used.
#[derive(Debug, Clone, Copy, PartialEq, Eq, thiserror::Error)]
pub enum PasswordError {
    /// Fewer than twelve characters.
    #[error("a password has at least 12 characters")]
    TooShort,
    /// More than two hundred characters.
    #[error("a password has at most 200 characters")]
    TooLong,
    /// The operating system gave no random salt.
    #[error("the password could not be hashed")]
    Hashing,
}

/// Hashes a new password with argon2id and a random salt, in the form the store keeps (a PHC string).
///
/// Takes some tens of milliseconds on purpose.
pub fn hash_password(password: &str) -> Result<String, PasswordError> {
    match password.chars().count() {
        ..SHORTEST => Err(PasswordError::TooShort),
        SHORTEST..=LONGEST => hash(password),
        _ => Err(PasswordError::TooLong),
    }
}

fn hash(password: &str) -> Result<String, PasswordError> {
    Argon2::default()
        .hash_password(password.as_bytes())
        .map(|hash| hash.to_string())
        .map_err(|_| PasswordError::Hashing)
}

/// Whether the password fits the kept hash. With `None` (no such user, or disabled) the same work is done and the answer is no.
pub(crate) fn verify(password: &str, kept: Option<&str>) -> bool {
    static NOBODY: LazyLock<String> =
        LazyLock::new(|| hash("nobody has this password").unwrap_or_default());
    let password = if password.chars().count() > LONGEST {
        ""
    } else {
        password
    };
    // A kept text that is no hash (nobody can sign in with it) costs the same time as one that is.
    let known = kept.and_then(|kept| PasswordHash::new(kept).ok());
    let nobody = PasswordHash::new(&NOBODY).ok();
    let fits = known.as_ref().or(nobody.as_ref()).is_some_and(|kept| {
        Argon2::default()
            .verify_password(password.as_bytes(), kept)
            .is_ok()
    });
    fits && known.is_some()
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn only_the_right_password_fits() {
        let kept = hash_password("fire grønne æbler").unwrap();
        assert!(kept.starts_with("$argon2id$v=19$"));
        assert!(verify("fire grønne æbler", Some(&kept)));
        assert!(!verify("fire gronne aebler", Some(&kept)));
        assert!(!verify("nobody has this password", None));
        assert!(!verify("nobody has this password", Some("!")));
        assert_eq!(hash_password("kort"), Err(PasswordError::TooShort));
        assert_eq!(hash_password(&"x".repeat(201)), Err(PasswordError::TooLong));
    }
}
