//! Which cases a citizen has, and against which versions each is read.

use calendar::Day;
use facts::{CaseId, CitizenId, Fact, FactId, Kind};

use crate::{LiveFact, live};

/// A case before it is folded: who, what, and the versions that are pinned.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseHead {
    /// Which case.
    pub id: CaseId,
    /// Whose.
    pub citizen: CitizenId,
    /// The name of its model.
    pub model_name: String,
    /// Hash of the version it is read against: the one of its opening, or the last a person confirmed.
    pub version_hash: String,
    /// Hash of the calendar it is read against.
    pub calendar_hash: String,
    /// The day it was opened; facts count from this day on.
    pub opened: Day,
    /// The root of the fact that opened it.
    pub opened_by: FactId,
}

/// The cases among one citizen's facts, known at a cut of the sequence, by opening day and then number.
///
/// If a case was opened twice, the first opening counts. A confirmed change of model counts for the whole history of the
/// case; of several, the last by day.
pub fn cases_known(facts: &[Fact], known_at: Option<FactId>) -> Vec<CaseHead> {
    heads(&live(facts, known_at))
}

/// The cases among one citizen's facts: [`cases_known`] of everything.
pub fn cases(facts: &[Fact]) -> Vec<CaseHead> {
    cases_known(facts, None)
}

pub(crate) fn heads(live: &[LiveFact<'_>]) -> Vec<CaseHead> {
    let mut heads: Vec<CaseHead> = Vec::new();
    for fact in live {
        let entry = fact.entry();
        let (
            Some(id),
            Kind::CaseOpened {
                model,
                version,
                calendar,
            },
        ) = (entry.case, &entry.kind)
        else {
            continue;
        };
        if heads.iter().all(|head| head.id != id) {
            heads.push(CaseHead {
                id,
                citizen: entry.citizen,
                model_name: model.clone(),
                version_hash: version.clone(),
                calendar_hash: calendar.clone(),
                opened: entry.happened_on,
                opened_by: fact.root,
            });
        }
    }
    for head in &mut heads {
        let changed = live
            .iter()
            .filter(|fact| fact.entry().case == Some(head.id))
            .filter_map(|fact| match &fact.entry().kind {
                Kind::ModelChanged { to, .. } => Some(to),
                _ => None,
            })
            .next_back();
        if let Some(to) = changed {
            head.version_hash.clone_from(to);
        }
    }
    heads.sort_by_key(|head| (head.opened, head.id));
    heads
}
