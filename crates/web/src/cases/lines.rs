//! A case as a line of a list.

use std::collections::BTreeMap;
use std::sync::Arc;

use rulebook::ModelVersion;
use store::{CaseLine, CasePage, CaseQuery, Store};

use crate::colleagues::Colleagues;
use crate::error::WebError;
use crate::page::Frame;

/// A line.
#[derive(Debug, Clone)]
pub(crate) struct Line {
    pub(crate) case: u64,
    pub(crate) name: String,
    pub(crate) model: String,
    pub(crate) step: String,
    pub(crate) opened: String,
    pub(crate) due: Option<(String, String, bool)>,
    pub(crate) holders: String,
    pub(crate) closed: Option<String>,
    pub(crate) law_changed: bool,
    pub(crate) checked: bool,
}

/// What the store told about a list of cases.
pub(crate) struct Told {
    pub(crate) cases: CasePage,
    pub(crate) versions: BTreeMap<String, Arc<ModelVersion>>,
    pub(crate) colleagues: Colleagues,
}

impl Told {
    pub(crate) fn ask(store: &Store, query: &CaseQuery) -> Result<Told, WebError> {
        let cases = store.cases(query)?;
        let mut versions = BTreeMap::new();
        for line in &cases.rows {
            if let Some(version) = store.book().by_hash(&line.row.version) {
                versions.insert(line.row.version.clone(), Arc::clone(version));
            }
        }
        let colleagues = Colleagues::read(store)?;
        Ok(Told {
            cases,
            versions,
            colleagues,
        })
    }

    pub(crate) fn lines(&self, page: &Frame) -> Vec<Line> {
        self.cases
            .rows
            .iter()
            .map(|line| self.line(page, line))
            .collect()
    }

    fn line(&self, page: &Frame, line: &CaseLine) -> Line {
        let row = &line.row;
        let version = self.versions.get(&row.version);
        let step = version.zip(row.step.as_ref()).and_then(|(version, id)| {
            let step = version.steps.iter().find(|step| step.id == *id)?;
            Some(page.text(&step.title).to_owned())
        });
        Line {
            case: row.case.0,
            name: line.name.clone(),
            model: version.map_or_else(
                || row.model.clone(),
                |version| page.text(&version.title).to_owned(),
            ),
            step: step.unwrap_or_default(),
            opened: page.numeric(row.opened),
            due: row
                .next_due
                .map(|due| (page.short(due), page.until_due(due), due < page.today)),
            holders: self.colleagues.names(row.holders.values().copied()),
            closed: row.closed.map(|day| page.numeric(day)),
            law_changed: row.law_changed.is_some(),
            checked: false,
        }
    }
}
