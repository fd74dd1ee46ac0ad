//! The secret a browser holds, and what follows from it.

use std::fmt;

use calendar::Timestamp;
use store::TokenHash;
use subtle::ConstantTimeEq;

/// A random secret of 256 bits in hexadecimal and the instant it was made. The store only ever sees the hash of both, so
/// the instant cannot be changed by whoever holds it.
#[derive(Clone, PartialEq, Eq)]
pub(crate) struct Token(String);

impl Token {
    /// A new secret from the operating system.
    pub(crate) fn random(now: Timestamp) -> Result<Token, getrandom::Error> {
        let mut bytes = [0; 32];
        getrandom::fill(&mut bytes)?;
        let secret = blake3::Hash::from_bytes(bytes).to_hex();
        Ok(Token(format!("{secret}.{}", now.0)))
    }

    /// Reads a cookie's value; `None` if it cannot be one of ours.
    pub(crate) fn from_cookie(text: &str) -> Option<Token> {
        let (secret, made) = text.split_once('.')?;
        made.parse::<i64>().ok()?;
        let shape = secret.len() == 64 && secret.bytes().all(|byte| byte.is_ascii_hexdigit());
        shape.then(|| Token(text.to_owned()))
    }

    /// When it was made.
    pub(crate) fn made(&self) -> Timestamp {
        let made = self
            .0
            .split_once('.')
            .and_then(|(_, made)| made.parse().ok());
        Timestamp(made.expect("checked when it was read"))
    }

    /// What goes into the cookie.
    pub(crate) fn secret(&self) -> &str {
        &self.0
    }

    /// What the store keeps: whoever reads the store cannot sign in with it.
    pub(crate) fn hash(&self) -> TokenHash {
        TokenHash::of(self.0.as_bytes())
    }

    /// The token every form of this browser carries. It tells nothing about the secret.
    pub(crate) fn form_token(&self) -> String {
        let key = blake3::derive_key("tovholder web form 1", self.0.as_bytes());
        blake3::Hash::from_bytes(key).to_hex().to_string()
    }

    /// Whether a form carries this browser's token; compared in constant time.
    pub(crate) fn is_form_token(&self, given: &str) -> bool {
        self.form_token().as_bytes().ct_eq(given.as_bytes()).into()
    }
}

impl fmt::Debug for Token {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str("Token(…)")
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_form_token_belongs_to_one_secret() {
        let now = Timestamp(5);
        let (one, other) = (Token::random(now).unwrap(), Token::random(now).unwrap());
        assert!(one.is_form_token(&one.form_token()));
        assert!(!one.is_form_token(&other.form_token()));
        assert!(!one.is_form_token(""));
        assert_ne!(one.form_token(), one.secret());
        assert_eq!(Token::from_cookie(one.secret()).as_ref(), Some(&one));
        assert_eq!(one.made(), now);
        for wrong in [
            "",
            "abc",
            &one.secret()[..64],
            &format!("{}.x", &one.secret()[..64]),
        ] {
            assert_eq!(Token::from_cookie(wrong), None, "{wrong}");
        }
    }
}
