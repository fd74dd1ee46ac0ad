//! Files that people write (TOML): what is wrong with one, where, and what to do, in both languages.

use std::path::{Path, PathBuf};

use calendar::Day;
use tables::{Language, Text};
use toml::value::Datetime;

/// A file with a register's layout or a request cannot be followed.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
#[error("{}", self.told(Language::Danish))]
pub struct FormError {
    /// Which file.
    pub file: PathBuf,
    said: Box<Said>,
}

/// What is said of it.
#[derive(Debug, Clone, PartialEq, Eq)]
struct Said {
    /// Where in the file: a table's name, or a line.
    place: Text,
    problem: Text,
    remedy: Text,
}

/// What is wrong, and what to do.
pub(crate) type Problem = (Text, Text);

impl FormError {
    pub(crate) fn new(file: &Path, place: Text, (problem, remedy): Problem) -> FormError {
        FormError {
            file: file.to_owned(),
            said: Box::new(Said {
                place,
                problem,
                remedy,
            }),
        }
    }

    /// The file, the place in it, what is wrong, and what to do.
    pub fn told(&self, language: Language) -> String {
        let file = self.file.display();
        let place = match self.said.place.within(language) {
            "" => String::new(),
            place => format!(", {place}"),
        };
        let problem = self.said.problem.within(language);
        let remedy = self.said.remedy.within(language);
        format!("{file}{place}: {problem}; {remedy}")
    }
}

/// Reads the text of a file.
pub(crate) fn read(file: &Path) -> Result<String, FormError> {
    std::fs::read_to_string(file).map_err(|cause| {
        let problem = match cause.kind() {
            std::io::ErrorKind::NotFound => Text::new("filen findes ikke", "there is no such file"),
            std::io::ErrorKind::IsADirectory => Text::new("er en mappe", "is a folder"),
            std::io::ErrorKind::InvalidData => {
                Text::new("filen er ikke UTF-8", "the file is not UTF-8")
            }
            _ => Text::new(
                format!("filen kan ikke læses ({cause})"),
                format!("the file cannot be read ({cause})"),
            ),
        };
        let remedy = Text::new(
            "se efter, hvad filen hedder, hvem der må læse den, og om den er ren tekst",
            "check the file's name, who may read it, and that it is plain text",
        );
        FormError::new(file, Text::default(), (problem, remedy))
    })
}

/// Understands TOML as a form.
pub(crate) fn parse<T: serde::de::DeserializeOwned>(
    text: &str,
    file: &Path,
) -> Result<T, FormError> {
    toml::from_str(text).map_err(|cause: toml::de::Error| {
        let place = cause.span().map_or_else(Text::default, |span| {
            let line = 1 + text[..span.start].matches('\n').count();
            Text::new(format!("linje {line}"), format!("line {line}"))
        });
        let message = cause.message().trim();
        FormError::new(file, place, worded(message))
    })
}

/// What the reader of TOML says, in words of ours where it says one of the usual things.
fn worded(message: &str) -> Problem {
    let between = |text: &str| -> Option<String> {
        let mut parts = text.split('`');
        Some(parts.nth(1)?.to_owned())
    };
    if let Some(rest) = message.strip_prefix("unknown field ") {
        let name = between(rest).unwrap_or_default();
        let known: Vec<&str> = rest.split('`').skip(3).step_by(2).collect();
        let known = known.join(", ");
        return (
            Text::new(
                format!("»{name}« kendes ikke her"),
                format!("unknown field {name}"),
            ),
            Text::new(
                format!("her kan stå: {known}"),
                format!("choose of: {known}"),
            ),
        );
    }
    if let Some(rest) = message.strip_prefix("unknown variant ") {
        let name = between(rest).unwrap_or_default();
        let known: Vec<&str> = rest.split('`').skip(3).step_by(2).collect();
        let known = known.join(", ");
        return (
            Text::new(
                format!("»{name}« kan ikke vælges her"),
                format!("{name} cannot be chosen here"),
            ),
            Text::new(
                format!("vælg mellem: {known}"),
                format!("choose of: {known}"),
            ),
        );
    }
    if let Some(rest) = message.strip_prefix("missing field ") {
        let name = between(rest).unwrap_or_default();
        return (
            Text::new(format!("»{name}« mangler"), format!("{name} is missing")),
            Text::new(
                "skriv det; docs/registers.md viser et helt eksempel",
                "write it; docs/registers.md has a whole example",
            ),
        );
    }
    (
        Text::new(
            format!("er ikke TOML af den form, der ventes ({message})"),
            format!("is not TOML of the expected form ({message})"),
        ),
        Text::new(
            "ret linjen; docs/registers.md viser et helt eksempel",
            "mend the line; docs/registers.md has a whole example",
        ),
    )
}

/// A day, written without a time.
pub(crate) fn day(text: &Datetime) -> Result<Day, Problem> {
    let wrong = || {
        (
            Text::new(format!("{text} er ingen dag"), format!("{text} is no day")),
            Text::new(
                "skriv en dag som 2026-06-28, uden klokkeslæt",
                "write a day as 2026-06-28, without a time",
            ),
        )
    };
    let date = text
        .date
        .filter(|_| text.time.is_none())
        .ok_or_else(wrong)?;
    let year = i16::try_from(date.year).map_err(|_| wrong())?;
    let (Ok(month), Ok(number)) = (i8::try_from(date.month), i8::try_from(date.day)) else {
        return Err(wrong());
    };
    Day::new(year, month, number).ok_or_else(wrong)
}

#[cfg(test)]
mod tests {
    use super::*;

    #[derive(Debug, serde::Deserialize)]
    #[serde(deny_unknown_fields)]
    struct Form {
        #[expect(dead_code, reason = "only its being there is tested")]
        name: String,
    }

    #[test]
    fn what_is_wrong_with_a_file_is_told_with_its_line_in_both_languages() {
        let told = |text: &str| {
            let fault = parse::<Form>(text, Path::new("a.toml")).expect_err("refused");
            (fault.told(Language::Danish), fault.told(Language::English))
        };
        let (danish, english) = told("\nnames = 1\n");
        assert_eq!(
            danish,
            "a.toml, linje 2: »names« kendes ikke her; her kan stå: name"
        );
        assert_eq!(
            english,
            "a.toml, line 2: unknown field names; choose of: name"
        );
        assert!(told("").0.contains("»name« mangler"));
        assert!(
            told("name = \n")
                .0
                .starts_with("a.toml, linje 1: er ikke TOML")
        );
    }
}
