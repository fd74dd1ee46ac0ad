//! The translation files, compiled in.

use std::sync::OnceLock;

use fluent::concurrent::FluentBundle;
use fluent::{FluentArgs, FluentResource, FluentValue};
use rust_embed::RustEmbed;

use super::Language;

/// `translations/da` and `translations/en`, one file per area of the pages.
#[derive(RustEmbed)]
#[folder = "translations/"]
struct Files;

/// The texts of one language.
pub(crate) struct Words {
    bundle: FluentBundle<FluentResource>,
}

/// The texts of a language, read once.
pub(crate) fn words(language: Language) -> &'static Words {
    static ALL: OnceLock<[Words; 2]> = OnceLock::new();
    let all = ALL.get_or_init(|| Language::ALL.map(Words::read));
    match language {
        Language::Danish => &all[0],
        Language::English => &all[1],
    }
}

impl Words {
    fn read(language: Language) -> Words {
        let locale = language
            .id()
            .parse()
            .expect("the two language ids are language tags");
        let mut bundle = FluentBundle::new_concurrent(vec![locale]);
        bundle.set_use_isolating(false);
        bundle.set_formatter(Some(match language {
            Language::Danish => |value, _| format_number(value, Language::Danish),
            Language::English => |value, _| format_number(value, Language::English),
        }));
        for path in Files::iter().filter(|path| path.starts_with(language.id())) {
            let file = Files::get(&path).expect("the path was listed");
            let text = String::from_utf8_lossy(&file.data).into_owned();
            let resource = FluentResource::try_new(text).unwrap_or_else(|(resource, errors)| {
                tracing::error!(%path, ?errors, "a translation file has faults");
                resource
            });
            if let Err(errors) = bundle.add_resource(resource) {
                tracing::error!(%path, ?errors, "a text is translated twice");
            }
        }
        Words { bundle }
    }

    /// The text with this key; the key itself, marked, if there is none (a test keeps that from happening).
    pub(crate) fn text(&self, key: &str, arguments: &[(&str, FluentValue<'_>)]) -> String {
        let Some(pattern) = self.bundle.get_message(key).and_then(|found| found.value()) else {
            tracing::error!(key, "a text is not translated");
            return format!("⟨{key}⟩");
        };
        let mut given = FluentArgs::with_capacity(arguments.len());
        for (name, value) in arguments {
            given.set(*name, value.clone());
        }
        let mut errors = Vec::new();
        let text = self
            .bundle
            .format_pattern(pattern, Some(&given), &mut errors)
            .into_owned();
        if !errors.is_empty() {
            tracing::error!(key, ?errors, "a text could not be filled in");
        }
        text
    }
}

fn format_number(value: &FluentValue<'_>, language: Language) -> Option<String> {
    match value {
        #[expect(
            clippy::cast_possible_truncation,
            reason = "counts are far below the precision of f64, and fractions are never passed"
        )]
        FluentValue::Number(number) => Some(language.number(number.value as i64)),
        _ => None,
    }
}
