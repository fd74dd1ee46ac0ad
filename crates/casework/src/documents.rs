//! Documents that were filed: kind, own date, title, where they lie. The files themselves are elsewhere.

use calendar::Day;
use facts::{CaseId, FactId, Kind};

use crate::{Case, LiveFact};

/// A document that was filed.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DocumentRow {
    /// Code of the kind of document.
    pub document: String,
    /// Its own date.
    pub dated: Day,
    /// Its title.
    pub title: String,
    /// Where it lies.
    pub place: String,
    /// The day it was filed.
    pub filed: Day,
    /// In which case, if in one.
    pub case: Option<CaseId>,
    /// The root of the fact.
    pub fact: FactId,
}

/// The documents among facts that count, in the order they were filed.
pub fn documents(live: &[LiveFact<'_>]) -> Vec<DocumentRow> {
    live.iter()
        .filter_map(|fact| match &fact.entry().kind {
            Kind::DocumentFiled {
                document,
                dated,
                title,
                place,
            } => Some(DocumentRow {
                document: document.clone(),
                dated: *dated,
                title: title.clone(),
                place: place.clone(),
                filed: fact.day(),
                case: fact.entry().case,
                fact: fact.root,
            }),
            _ => None,
        })
        .collect()
}

impl Case<'_> {
    /// The documents filed in this case, or for the citizen without a case.
    pub fn documents(&self) -> Vec<DocumentRow> {
        let mut rows = documents(&self.live);
        rows.retain(|row| row.case.is_none_or(|case| case == self.id));
        rows
    }

    /// The documents that the page asks for with an event and that nobody had filed by a day.
    pub fn missing_documents(&self, event: usize, by: Day) -> Vec<String> {
        self.model.events[event]
            .documents
            .iter()
            .filter(|rule| rule.required)
            .filter(|rule| {
                !self.live.iter().any(|fact| {
                    fact.day() <= by
                        && fact.entry().case.is_none_or(|case| case == self.id)
                        && matches!(&fact.entry().kind, Kind::DocumentFiled { document, .. } if *document == rule.id)
                })
            })
            .map(|rule| rule.id.clone())
            .collect()
    }
}
