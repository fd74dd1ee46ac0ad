//! The configuration file: what `serve` may be told once instead of every time.

use std::net::SocketAddr;
use std::path::{Path, PathBuf};

use anyhow::{Context, anyhow};
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
        toml::from_str(&text).map_err(|cause| {
            anyhow!(
                "indstillingerne i {} kan ikke forstås{} ({}); ret filen; den kan have nøglerne db, listen, rulebook, https og log",
                path.display(),
                place(&text, &cause),
                cause.message().trim()
            )
        })
    }
}

/// Where in the file it was: line and character, both from 1.
fn place(text: &str, cause: &toml::de::Error) -> String {
    let before = cause.span().and_then(|span| text.get(..span.start));
    before.map_or_else(String::new, |before| {
        let line = 1 + before.matches('\n').count();
        let character = 1 + before.chars().rev().take_while(|one| *one != '\n').count();
        format!(", linje {line}, tegn {character}")
    })
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

    #[test]
    fn a_mistake_is_told_with_its_place() {
        let folder = tempfile::tempdir().unwrap();
        let file = folder.path().join("tovholder.toml");
        std::fs::write(&file, "db = \"æ.sqlite\"\nlisten = her\n").unwrap();
        let told = Configuration::read(Some(&file)).unwrap_err().to_string();
        assert!(
            told.contains("kan ikke forstås, linje 2, tegn 10 ("),
            "{told}"
        );
    }
}
