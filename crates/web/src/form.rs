//! A submitted form: read strictly, its token already checked by the gate.

use std::fmt::Write as _;
use std::sync::Arc;

use axum::extract::FromRequestParts;
use axum::http::request::Parts;

use store::PostKey;

use crate::error::{WebError, WebResult};

/// The name of the hidden field that carries the session's token.
pub(crate) const TOKEN_FIELD: &str = "csrf";

/// The fields of a POST in the order they came. Only the gate makes one, after it has checked the token.
#[derive(Debug, Clone, Default)]
pub(crate) struct Form {
    fields: Arc<Vec<(String, String)>>,
}

impl Form {
    /// Reads an `application/x-www-form-urlencoded` body; `None` if it is not valid UTF-8 or holds control characters.
    pub(crate) fn read(body: &[u8]) -> Option<Form> {
        let mut fields = Vec::new();
        for pair in body
            .split(|byte| *byte == b'&')
            .filter(|pair| !pair.is_empty())
        {
            let at = pair.iter().position(|byte| *byte == b'=');
            let (name, value) = match at {
                Some(at) => (&pair[..at], &pair[at + 1..]),
                None => (pair, &[][..]),
            };
            fields.push((decode(name)?, decode(value)?));
        }
        Some(Form {
            fields: Arc::new(fields),
        })
    }

    /// The value of a field without surrounding space; empty if it was not sent.
    pub(crate) fn text(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value.trim())
    }

    /// The value of a field exactly as it was sent; for passwords.
    pub(crate) fn raw(&self, name: &str) -> &str {
        self.fields
            .iter()
            .find(|(field, _)| field == name)
            .map_or("", |(_, value)| value)
    }

    /// The value of a field, if it was sent and is not empty.
    pub(crate) fn given(&self, name: &str) -> Option<&str> {
        Some(self.text(name)).filter(|value| !value.is_empty())
    }

    /// Every value of a field that can be sent several times (checkboxes of one name).
    pub(crate) fn every(&self, name: &str) -> impl Iterator<Item = &str> {
        self.fields
            .iter()
            .filter(move |(field, value)| field == name && !value.is_empty())
            .map(|(_, value)| value.as_str())
    }

    /// The key with which the form is stored once, from the hidden field `key`.
    pub(crate) fn post_key(&self) -> WebResult<PostKey> {
        post_key_from(self.text("key")).ok_or_else(|| WebError::Unreadable("key".to_owned()))
    }

    /// The same form with another value in one field.
    pub(crate) fn with(&self, name: &str, value: String) -> Form {
        let kept = self
            .fields
            .iter()
            .filter(|(field, _)| field != name)
            .cloned();
        Form {
            fields: Arc::new(kept.chain([(name.to_owned(), value)]).collect()),
        }
    }

    /// All fields but the token, to carry a form over to the next page.
    pub(crate) fn carried(&self) -> impl Iterator<Item = (&str, &str)> {
        self.fields
            .iter()
            .filter(|(name, _)| name != TOKEN_FIELD)
            .map(|(name, value)| (name.as_str(), value.as_str()))
    }
}

/// A key as it stands in a hidden field.
pub(crate) fn post_key_text(key: PostKey) -> String {
    key.iter().fold(String::new(), |mut text, byte| {
        write!(text, "{byte:02x}").expect("writing to a string never fails");
        text
    })
}

/// The key of one of several appends that a form makes.
pub(crate) fn post_key_for(key: PostKey, part: u64) -> PostKey {
    let mut hasher = blake3::Hasher::new();
    hasher.update(&key).update(&part.to_le_bytes());
    let mut derived = [0; 16];
    hasher.finalize_xof().fill(&mut derived);
    derived
}

fn post_key_from(text: &str) -> Option<PostKey> {
    let digits = text.as_bytes();
    if digits.len() != 32 {
        return None;
    }
    let mut key = [0; 16];
    for (byte, pair) in key.iter_mut().zip(digits.chunks_exact(2)) {
        *byte = hex(pair[0])? * 16 + hex(pair[1])?;
    }
    Some(key)
}

fn decode(text: &[u8]) -> Option<String> {
    let mut bytes = Vec::with_capacity(text.len());
    let mut rest = text.iter();
    while let Some(byte) = rest.next() {
        bytes.push(match byte {
            b'+' => b' ',
            b'%' => hex(*rest.next()?)? * 16 + hex(*rest.next()?)?,
            byte => *byte,
        });
    }
    let text = String::from_utf8(bytes).ok()?;
    let strange =
        |character: char| character.is_control() && !matches!(character, '\n' | '\r' | '\t');
    (!text.chars().any(strange)).then_some(text)
}

fn hex(byte: u8) -> Option<u8> {
    char::from(byte)
        .to_digit(16)
        .and_then(|digit| u8::try_from(digit).ok())
}

impl<S: Sync> FromRequestParts<S> for Form {
    type Rejection = WebError;

    async fn from_request_parts(parts: &mut Parts, _state: &S) -> Result<Form, WebError> {
        parts
            .extensions
            .get::<Form>()
            .cloned()
            .ok_or(WebError::StaleForm)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_key_reads_and_writes_back() {
        let key = [0, 1, 2, 3, 250, 5, 6, 7, 8, 9, 10, 11, 12, 13, 14, 255];
        assert_eq!(post_key_from(&post_key_text(key)), Some(key));
        assert_eq!(post_key_from("00"), None);
        assert_eq!(post_key_from(&"g0".repeat(16)), None);
    }

    #[test]
    fn a_form_is_read_strictly() {
        let form = Form::read("name=%C3%98+Aa&a=1&a=2&empty=&csrf=x".as_bytes()).unwrap();
        assert_eq!(form.text("name"), "Ø Aa");
        assert_eq!(form.every("a").collect::<Vec<_>>(), ["1", "2"]);
        assert_eq!(form.given("empty"), None);
        assert!(form.carried().all(|(name, _)| name != "csrf"));
        for wrong in ["a=%", "a=%zz", "a=%D8", "a=%00", "%FF=1"] {
            assert!(Form::read(wrong.as_bytes()).is_none(), "{wrong}");
        }
    }
}
