//! What is wrong with a page, told so that its writer can mend it.

use std::ops::Range;
use std::sync::Arc;

use miette::{Diagnostic, LabeledSpan, NamedSource, SourceCode};

/// Whether a page loads all the same.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Gravity {
    /// It does not load.
    Error,
    /// It loads; a modeller should look.
    Warning,
}

/// One problem: what, where, and what to do.
#[derive(Debug, Clone, thiserror::Error)]
#[error("{message}")]
pub struct Problem {
    /// Stable name, English.
    pub code: &'static str,
    /// What is wrong, in Danish.
    pub message: String,
    /// What to do, in Danish.
    pub remedy: Option<String>,
    /// Whether the page loads all the same.
    pub gravity: Gravity,
    /// The page.
    pub path: String,
    /// Marked text: byte range and a few words; the first is the main one.
    pub marks: Vec<(Range<usize>, String)>,
    pub(crate) text: Arc<NamedSource<String>>,
}

impl Problem {
    /// Line and column (from 1) of the main mark.
    pub fn position(&self) -> (usize, usize) {
        let at = self.marks.first().map_or(0, |(range, _)| range.start);
        let text = self.text.inner();
        let before = text.get(..at).unwrap_or(text);
        let line = before.matches('\n').count() + 1;
        let column = before
            .rsplit('\n')
            .next()
            .map_or(0, |line| line.chars().count())
            + 1;
        (line, column)
    }
}

impl Diagnostic for Problem {
    fn code<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        Some(Box::new(self.code))
    }

    fn severity(&self) -> Option<miette::Severity> {
        Some(match self.gravity {
            Gravity::Error => miette::Severity::Error,
            Gravity::Warning => miette::Severity::Warning,
        })
    }

    fn help<'a>(&'a self) -> Option<Box<dyn std::fmt::Display + 'a>> {
        self.remedy
            .as_ref()
            .map(|remedy| Box::new(remedy) as Box<dyn std::fmt::Display>)
    }

    fn source_code(&self) -> Option<&dyn SourceCode> {
        Some(&*self.text)
    }

    fn labels(&self) -> Option<Box<dyn Iterator<Item = LabeledSpan> + '_>> {
        Some(Box::new(self.marks.iter().map(|(range, words)| {
            let words = (!words.is_empty()).then(|| words.clone());
            LabeledSpan::new(words, range.start, range.len())
        })))
    }
}

/// All problems of the pages read, in the order of page and place.
#[derive(Debug, Clone, Default)]
pub struct Problems(pub Vec<Problem>);

impl std::error::Error for Problems {}

impl std::fmt::Display for Problems {
    fn fmt(&self, out: &mut std::fmt::Formatter<'_>) -> std::fmt::Result {
        let count = self.0.len();
        match self.0.first() {
            Some(first) => {
                let (line, column) = first.position();
                write!(out, "{}:{line}:{column}: {first}", first.path)?;
                match count {
                    1 => Ok(()),
                    2 => out.write_str(" (og 1 problem mere)"),
                    _ => write!(out, " (og {} problemer mere)", count - 1),
                }
            }
            None => out.write_str("ingen problemer"),
        }
    }
}

impl Diagnostic for Problems {
    fn related<'a>(&'a self) -> Option<Box<dyn Iterator<Item = &'a dyn Diagnostic> + 'a>> {
        Some(Box::new(
            self.0.iter().map(|problem| problem as &dyn Diagnostic),
        ))
    }
}

impl Problems {
    /// Every problem with its marked lines and remedy, as plain text without colour.
    pub fn render(&self) -> String {
        let handler =
            miette::GraphicalReportHandler::new_themed(miette::GraphicalTheme::unicode_nocolor())
                .with_width(100)
                .with_context_lines(1);
        let mut out = String::new();
        for problem in &self.0 {
            if handler.render_report(&mut out, problem).is_err() {
                out.push_str(&problem.message);
            }
            out.push('\n');
        }
        out
    }
}
