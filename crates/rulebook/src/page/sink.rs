//! Collects the problems of one page.

use std::cell::RefCell;
use std::collections::BTreeSet;
use std::ops::Range;
use std::sync::Arc;

use miette::NamedSource;

use crate::problem::{Gravity, Problem};

/// Where the problems of one page go. All of them are kept.
#[derive(Debug)]
pub(crate) struct Sink {
    path: String,
    text: Arc<NamedSource<String>>,
    problems: RefCell<Vec<Problem>>,
    told: RefCell<BTreeSet<(&'static str, usize, usize, String)>>,
}

/// A problem about to be told.
#[derive(Debug)]
pub(crate) struct Report {
    code: &'static str,
    gravity: Gravity,
    message: String,
    remedy: Option<String>,
    marks: Vec<(Range<usize>, String)>,
}

impl Report {
    pub(crate) fn error(
        code: &'static str,
        place: &Range<usize>,
        message: impl Into<String>,
    ) -> Report {
        Report {
            code,
            gravity: Gravity::Error,
            message: message.into(),
            remedy: None,
            marks: vec![(place.clone(), String::new())],
        }
    }

    pub(crate) fn warning(
        code: &'static str,
        place: &Range<usize>,
        message: impl Into<String>,
    ) -> Report {
        Report {
            gravity: Gravity::Warning,
            ..Report::error(code, place, message)
        }
    }

    /// What to do.
    pub(crate) fn remedy(mut self, remedy: impl Into<String>) -> Report {
        self.remedy = Some(remedy.into());
        self
    }

    /// A second mark.
    pub(crate) fn also(mut self, place: &Range<usize>, words: impl Into<String>) -> Report {
        self.marks.push((place.clone(), words.into()));
        self
    }
}

impl Sink {
    pub(crate) fn new(path: &str, text: &str) -> Sink {
        Sink {
            path: path.to_owned(),
            text: Arc::new(NamedSource::new(path, text.to_owned())),
            problems: RefCell::default(),
            told: RefCell::default(),
        }
    }

    /// Keeps a problem; one that was told already (by another version of the same page) is not told again.
    pub(crate) fn tell(&self, report: Report) {
        let length = self.text.inner().len();
        let marks = report
            .marks
            .into_iter()
            .map(|(range, words)| (range.start.min(length)..range.end.min(length), words))
            .collect();
        let problem = Problem {
            code: report.code,
            message: report.message,
            remedy: report.remedy,
            gravity: report.gravity,
            path: self.path.clone(),
            marks,
            text: Arc::clone(&self.text),
        };
        let place = problem
            .marks
            .first()
            .map_or(0..0, |(place, _)| place.clone());
        let key = (
            problem.code,
            place.start,
            place.end,
            problem.message.clone(),
        );
        if self.told.borrow_mut().insert(key) {
            self.problems.borrow_mut().push(problem);
        }
    }

    /// The page as text, with normalised line ends.
    pub(crate) fn text(&self) -> &str {
        self.text.inner()
    }

    pub(crate) fn path(&self) -> &str {
        &self.path
    }

    /// Whether anything keeps the page from loading.
    pub(crate) fn has_errors(&self) -> bool {
        let problems = self.problems.borrow();
        problems
            .iter()
            .any(|problem| problem.gravity == Gravity::Error)
    }

    /// The problems, by place.
    pub(crate) fn into_problems(self) -> Vec<Problem> {
        let mut problems = self.problems.into_inner();
        problems.sort_by(|one, other| {
            let key = |problem: &Problem| {
                let place = problem
                    .marks
                    .first()
                    .map(|(range, _)| (range.start, range.end));
                (place, problem.code)
            };
            key(one).cmp(&key(other))
        });
        problems
    }
}
