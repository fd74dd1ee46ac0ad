//! Addresses with a query, built from known parts.

use std::fmt::{self, Write as _};

/// A path and its query; parameters without a value are left out.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Address {
    path: String,
    parameters: Vec<(&'static str, String)>,
}

impl Address {
    pub(crate) fn new(path: impl Into<String>) -> Address {
        Address {
            path: path.into(),
            parameters: Vec::new(),
        }
    }

    /// The same with this parameter set anew; an empty value takes it away.
    #[must_use]
    pub(crate) fn with(mut self, name: &'static str, value: impl fmt::Display) -> Address {
        self.parameters.retain(|(known, _)| *known != name);
        let value = value.to_string();
        if !value.is_empty() {
            self.parameters.push((name, value));
        }
        self
    }

    /// The parameters but these, for the hidden fields of a form.
    pub(crate) fn without<'a>(&'a self, names: &'a [&'static str]) -> Vec<(&'static str, &'a str)> {
        self.parameters
            .iter()
            .filter(|(name, _)| !names.contains(name))
            .map(|(name, value)| (*name, value.as_str()))
            .collect()
    }
}

impl fmt::Display for Address {
    fn fmt(&self, out: &mut fmt::Formatter<'_>) -> fmt::Result {
        out.write_str(&self.path)?;
        for (position, (name, value)) in self.parameters.iter().enumerate() {
            let sign = if position == 0 { '?' } else { '&' };
            write!(out, "{sign}{name}={}", encoded(value))?;
        }
        Ok(())
    }
}

/// A text as it stands in a query.
pub(crate) fn encoded(text: &str) -> String {
    let mut encoded = String::with_capacity(text.len());
    for byte in text.bytes() {
        if byte.is_ascii_alphanumeric() || matches!(byte, b'/' | b'-' | b'_' | b'.' | b'~') {
            encoded.push(char::from(byte));
        } else {
            write!(encoded, "%{byte:02X}").expect("writing to a string never fails");
        }
    }
    encoded
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn a_parameter_is_set_once_and_encoded() {
        let address = Address::new("/cases").with("sort", "name").with("page", 2);
        assert_eq!(address.to_string(), "/cases?sort=name&page=2");
        let again = address.with("sort", "å&b").with("page", "");
        assert_eq!(again.to_string(), "/cases?sort=%C3%A5%26b");
        assert_eq!(again.without(&["sort"]), []);
    }
}
