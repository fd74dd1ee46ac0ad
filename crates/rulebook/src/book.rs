//! The rulebook: all pages, loaded.

use std::sync::Arc;

use calendar::Day;

use crate::{CalendarVersion, Codes, ModelVersion, Problems};

/// A page as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Source {
    /// Where it was read from, for messages.
    pub path: String,
    /// What it says.
    pub text: String,
}

/// All loaded versions.
#[derive(Debug, Clone)]
pub struct Book {
    models: Vec<Arc<ModelVersion>>,
    calendar: Arc<CalendarVersion>,
    codes: Codes,
    warnings: Problems,
    sources: Vec<Source>,
}

impl Book {
    /// The pages compiled into the program.
    pub fn embedded() -> Book {
        todo!()
    }

    /// The pages compiled into the program, as text.
    pub fn embedded_sources() -> Vec<Source> {
        todo!()
    }

    /// The scenarios and excuses compiled into the program, as text.
    pub fn embedded_scenarios() -> Vec<Source> {
        todo!()
    }

    /// Loads pages; all problems are returned, not only the first.
    pub fn load(sources: &[Source]) -> Result<Book, Problems> {
        todo!("{sources:?}")
    }

    /// The same book with these pages: a page of the same model and first day replaces, others are added.
    pub fn with(self, sources: &[Source]) -> Result<Book, Problems> {
        todo!("{sources:?}")
    }

    /// All versions of all models, by name and first day.
    pub fn models(&self) -> &[Arc<ModelVersion>] {
        &self.models
    }

    /// The version for a case opened that day.
    pub fn model_on(&self, name: &str, day: Day) -> Option<&Arc<ModelVersion>> {
        self.models.iter().find(|model| {
            model.name == name && model.from <= day && model.until.is_none_or(|until| day < until)
        })
    }

    /// The version with this hash.
    pub fn by_hash(&self, hash: &str) -> Option<&Arc<ModelVersion>> {
        self.models.iter().find(|model| model.hash == hash)
    }

    /// The days off.
    pub fn calendar(&self) -> &Arc<CalendarVersion> {
        &self.calendar
    }

    /// The code lists.
    pub fn codes(&self) -> &Codes {
        &self.codes
    }

    /// What a modeller should look at although the pages load.
    pub fn warnings(&self) -> &Problems {
        &self.warnings
    }

    /// The pages it was loaded from.
    pub fn sources(&self) -> &[Source] {
        &self.sources
    }
}
