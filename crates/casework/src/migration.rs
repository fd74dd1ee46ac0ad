//! What a new version of the law changes in cases that are running.
//!
//! A case follows the version it was opened under until a person confirms another (a `model-changed` fact). From then on
//! its whole history is folded again under the new version: facts are matched to the new page's events afresh, activities
//! and answers by their ids, so nothing is translated and nothing can get lost silently; what the new page does not know
//! is listed as a [`Problem`]. Duty ids depend on relation ids, so a duty whose relation both versions
//! have is the same duty.

use std::collections::BTreeSet;
use std::sync::Arc;

use calendar::Day;
use duties::Duty;
use facts::{CaseId, Fact};
use rulebook::{Book, ModelVersion, SourceRef, Transition};

use crate::case::{fold_head, live_by, read_head};
use crate::difference::{DutyChange, KeptDuty, changes, kept};
use crate::head::heads;
use crate::{Case, CaseError, Coordinates, Problem};

/// A newer version that holds for all open cases from a day.
#[derive(Debug, Clone)]
pub struct LawChange {
    /// The version.
    pub to: Arc<ModelVersion>,
    /// The day from which it holds for running cases.
    pub day: Day,
    /// Where that is said.
    pub source: SourceRef,
    /// Ids of events that it does not have any more.
    pub repealed_events: BTreeSet<String>,
    /// Ids of relations that it does not have any more.
    pub repealed_relations: BTreeSet<String>,
}

/// What confirming a new version would do to one case.
#[derive(Debug, Clone)]
pub struct Migration {
    /// Which case.
    pub case: CaseId,
    /// Hash of the version it follows now.
    pub from: String,
    /// Hash of the version it would follow.
    pub to: String,
    /// Duties that differ before and after, in the order of the ledgers.
    pub duties: Vec<DutyChange>,
    /// Duties of people that are to be done before and after, the same, in the order of the ledger.
    pub kept: Vec<KeptDuty>,
    /// Facts the new page cannot take up although the old one could.
    pub problems: Vec<Problem>,
}

impl LawChange {
    /// Whether an event is gone.
    pub fn repeals_event(&self, event: &str) -> bool {
        self.repealed_events.contains(event)
    }

    fn between(from: &ModelVersion, to: &Arc<ModelVersion>, day: Day, source: &SourceRef) -> Self {
        let new = to.model.definition();
        let events: BTreeSet<&str> = new.events.iter().map(|event| event.id.as_str()).collect();
        let relations: BTreeSet<&str> = new
            .relations
            .iter()
            .map(|relation| relation.id.as_str())
            .collect();
        let old = from.model.definition();
        LawChange {
            to: Arc::clone(to),
            day,
            source: source.clone(),
            repealed_events: old
                .events
                .iter()
                .map(|event| event.id.clone())
                .filter(|id| !events.contains(id.as_str()))
                .collect(),
            repealed_relations: old
                .relations
                .iter()
                .map(|relation| relation.id.clone())
                .filter(|id| !relations.contains(id.as_str()))
                .collect(),
        }
    }
}

/// The newest version that holds for running cases of this one by a day, and the next day on which that changes.
pub(crate) fn law_for(
    book: &Book,
    model: &ModelVersion,
    as_of: Day,
) -> (Option<LawChange>, Option<Day>) {
    let newer = book
        .models()
        .iter()
        .filter(|other| other.name == model.name && other.from > model.from)
        .filter_map(|other| match &other.transition {
            Transition::AllFrom { day, source } => Some((other, *day, source)),
            Transition::NewCases => None,
        });
    let change = newer
        .clone()
        .filter(|(_, day, _)| *day <= as_of)
        .max_by_key(|(other, ..)| other.from)
        .map(|(other, day, source)| LawChange::between(model, other, day, source));
    let wake = newer
        .map(|(_, day, _)| day)
        .filter(|day| *day > as_of)
        .min();
    (change, wake)
}

/// The duties of a case before and after it follows another version.
pub fn migrate(case: &Case<'_>, to: &Arc<ModelVersion>) -> Migration {
    let after = fold_head(
        to,
        case.calendar,
        case.live.clone(),
        case.head.clone(),
        case.coordinates,
    );
    Migration {
        case: case.id,
        from: case.model.hash.clone(),
        to: to.hash.clone(),
        duties: changes(Some(case), Some(&after)),
        kept: kept(case, &after),
        problems: after
            .problems
            .into_iter()
            .filter(|problem| !case.problems.contains(problem))
            .collect(),
    }
}

/// What confirming the law as it now is would do to each of a citizen's open cases that it concerns.
pub fn migrations(
    book: &Book,
    facts: &[Fact],
    coordinates: Coordinates,
) -> Result<Vec<Migration>, CaseError> {
    let live = live_by(facts, coordinates);
    let mut found = Vec::new();
    for head in heads(&live) {
        let case = read_head(book, live.clone(), head, coordinates)?;
        if let Some(law) = &case.law {
            found.push(migrate(&case, &law.to));
        }
    }
    Ok(found)
}

impl Case<'_> {
    /// Whether the rule behind a duty is repealed by a law that nobody has confirmed yet.
    pub fn is_repealed(&self, duty: &Duty) -> bool {
        self.law.as_ref().is_some_and(|law| {
            let definition = self.model.model.definition();
            law.repeals_event(&definition.events[duty.event].id)
                || duty.relation.is_some_and(|relation| {
                    law.repealed_relations
                        .contains(&definition.relations[relation].id)
                })
        })
    }
}
