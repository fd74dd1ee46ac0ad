//! Words for people, in two languages, and where they come from.

/// A text in Danish, and in English if the page has it.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Text {
    /// Danish.
    pub da: String,
    /// English; readers fall back to Danish.
    pub en: Option<String>,
}

impl Text {
    /// A text that exists in Danish only.
    pub fn danish(da: impl Into<String>) -> Text {
        Text {
            da: da.into(),
            en: None,
        }
    }

    /// The text in `"en"` if it exists, else in Danish.
    pub fn in_language(&self, language: &str) -> &str {
        match (language, &self.en) {
            ("en", Some(english)) => english,
            _ => &self.da,
        }
    }
}

/// Where something is said, and whether somebody has checked that it says so.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct SourceRef {
    /// The source as the page names it.
    pub text: String,
    /// False when the page says `source-unverified`.
    pub verified: bool,
}
