//! Says in Danish what is wrong with a command line.

use std::process::ExitCode;

use clap::Error;
use clap::error::{ContextKind, ContextValue, ErrorKind};

use super::danish::in_danish;
use crate::terminal;

/// Shows help or version as asked, or says what is wrong and how to see what can be written.
///
/// The exit code is 0 for help and version, 2 for a command line that cannot be read.
pub(crate) fn refuse(error: &Error) -> ExitCode {
    if matches!(
        error.kind(),
        ErrorKind::DisplayHelp | ErrorKind::DisplayVersion
    ) {
        terminal::say(in_danish(&error.to_string()).trim_end());
        return ExitCode::SUCCESS;
    }
    if error.kind() == ErrorKind::DisplayHelpOnMissingArgumentOrSubcommand {
        terminal::warn(in_danish(&error.to_string()).trim_end());
        return ExitCode::from(2);
    }
    terminal::warn(&format!("Fejl: {}", sentence(error)));
    if let Some(meant) = context(error, ContextKind::SuggestedArg)
        .or_else(|| context(error, ContextKind::SuggestedSubcommand))
        .or_else(|| context(error, ContextKind::SuggestedValue))
    {
        terminal::warn(&format!("  Mente du »{meant}«?"));
    }
    terminal::warn("  Skriv --help efter kommandoen for at se, hvad der kan angives.");
    ExitCode::from(2)
}

fn sentence(error: &Error) -> String {
    let part = |kind| context(error, kind).unwrap_or_default();
    match error.kind() {
        ErrorKind::InvalidSubcommand => {
            format!(
                "kommandoen »{}« findes ikke.",
                part(ContextKind::InvalidSubcommand)
            )
        }
        ErrorKind::UnknownArgument => {
            format!("»{}« kendes ikke her.", part(ContextKind::InvalidArg))
        }
        ErrorKind::MissingRequiredArgument => {
            let missing = match error.get(ContextKind::InvalidArg) {
                Some(ContextValue::Strings(texts)) => texts.join(" og "),
                _ => part(ContextKind::InvalidArg),
            };
            format!("der mangler {missing}.")
        }
        ErrorKind::MissingSubcommand => "der mangler en kommando.".to_owned(),
        ErrorKind::InvalidValue if part(ContextKind::InvalidValue).is_empty() => {
            format!("{} mangler en værdi.", part(ContextKind::InvalidArg))
        }
        ErrorKind::ValueValidation if part(ContextKind::InvalidArg).contains("DAG") => {
            let why = std::error::Error::source(error).map(ToString::to_string);
            format!(
                "»{}« til {} {}.",
                part(ContextKind::InvalidValue),
                part(ContextKind::InvalidArg),
                why.unwrap_or_default()
            )
        }
        ErrorKind::InvalidValue | ErrorKind::ValueValidation => {
            let choices = context(error, ContextKind::ValidValue)
                .map(|choices| format!(" Der kan vælges mellem: {choices}."))
                .unwrap_or_default();
            format!(
                "»{}« kan ikke bruges til {}.{choices}{}",
                part(ContextKind::InvalidValue),
                part(ContextKind::InvalidArg),
                remedy(&part(ContextKind::InvalidArg)),
            )
        }
        ErrorKind::ArgumentConflict => {
            format!(
                "{} er angivet to gange eller passer ikke med det andet.",
                part(ContextKind::InvalidArg)
            )
        }
        _ => error.to_string(),
    }
}

/// What a value of an option looks like, by the name shown for it.
fn remedy(argument: &str) -> &'static str {
    if argument.contains("ADRESSE") {
        " Skriv adresse og port, fx 127.0.0.1:8380."
    } else if argument.contains("FORM") {
        " Vælg mellem parquet, csv, json-stat og xlsx."
    } else if argument.contains("TAL") || argument.contains("BORGER") {
        " Skriv et helt tal."
    } else {
        ""
    }
}

fn context(error: &Error, kind: ContextKind) -> Option<String> {
    match error.get(kind)? {
        ContextValue::String(text) => Some(text.clone()),
        // Suggestions come with the best last, choices in the order of the help.
        ContextValue::Strings(texts) if kind == ContextKind::ValidValue => Some(texts.join(", ")),
        ContextValue::Strings(texts) => texts.last().cloned(),
        _ => None,
    }
}
