//! Text in both languages, side by side: labels come from the caller, who knows what a figure is called.

use serde::{Deserialize, Serialize};

/// The language a table is written in.
#[derive(
    Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize,
)]
#[serde(rename_all = "lowercase")]
pub enum Language {
    /// Danish: decimal comma, full stop between thousands.
    #[default]
    Danish,
    /// English: decimal point, comma between thousands.
    English,
}

impl Language {
    /// The two-letter code of ISO 639-1, as `lang` attributes and JSON-stat want it.
    pub const fn code(self) -> &'static str {
        match self {
            Language::Danish => "da",
            Language::English => "en",
        }
    }
}

/// A text in Danish and English.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord, Hash, Default, Serialize, Deserialize)]
pub struct Text {
    /// The Danish text.
    pub da: String,
    /// The English text.
    pub en: String,
}

impl Text {
    /// A text in both languages.
    pub fn new(da: impl Into<String>, en: impl Into<String>) -> Text {
        Text {
            da: da.into(),
            en: en.into(),
        }
    }

    /// A text that reads the same in both languages, such as a name.
    pub fn same(text: impl Into<String>) -> Text {
        let text = text.into();
        Text {
            da: text.clone(),
            en: text,
        }
    }

    /// The text in one language.
    pub fn within(&self, language: Language) -> &str {
        match language {
            Language::Danish => &self.da,
            Language::English => &self.en,
        }
    }

    /// Whether there is no text in either language.
    pub fn is_empty(&self) -> bool {
        self.da.is_empty() && self.en.is_empty()
    }
}
