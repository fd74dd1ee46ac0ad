//! The configuration file: what `serve` may be told once instead of every time.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::Context;
use serde::Deserialize;

/// The configuration file as written; an unknown key is refused.
#[derive(Debug, Clone, Default, PartialEq, Eq, Deserialize)]
#[serde(deny_unknown_fields, rename_all = "kebab-case")]
pub(crate) struct Configuration {
    /// The file with the municipality's data.
    pub(crate) db: Option<PathBuf>,
    /// Address and port to listen on.
    pub(crate) listen: Option<SocketAddr>,
    /// A folder with rulebook pages.
    pub(crate) rulebook: Option<PathBuf>,
    /// Whether people reach the program over HTTPS, through a proxy; cookies are then sent over HTTPS only.
    pub(crate) https: Option<bool>,
    /// What the log tells: a level or a filter.
    pub(crate) log: Option<String>,
}

impl Configuration {
    /// Reads the file, or gives an empty configuration where none is named.
    pub(crate) fn read(path: Option<&Path>) -> anyhow::Result<Configuration> {
        let Some(path) = path else {
            return Ok(Configuration::default());
        };
        let text = std::fs::read_to_string(path)
            .with_context(|| format!("kunne ikke læse indstillingerne i {}", path.display()))?;
        toml::from_str(&text).with_context(|| {
            format!(
                "indstillingerne i {} kan ikke forstås (kendte nøgler: db, listen, rulebook, https, log)",
                path.display()
            )
        })
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn an_unknown_key_is_refused() {
        let read = |text: &str| toml::from_str::<Configuration>(text);
        assert!(read("db = \"a.sqlite\"\nlisten = \"0.0.0.0:80\"").is_ok());
        assert!(read("database = \"a.sqlite\"").is_err());
        assert!(read("listen = \"here\"").is_err());
    }
}
