//! Steps that do not count, because their event does not take part when the fact happens.
//!
//! A fact of a typed kind satisfies every event that names it: a conversation is the weekly contact and the monthly one,
//! although the page lets only one of them take part at a time. Counting it as the other would be a deviation nobody made.

use std::collections::BTreeSet;

use duties::{Action, Blocker, Effect, Fold, Lifecycle, RelationKind, Step};
use facts::{CaseId, Kind};
use rulebook::ModelVersion;

use crate::LiveFact;
use crate::steps::is_clock;

/// Executions (root, event) that do not count.
pub(crate) struct Idle(BTreeSet<(u64, usize)>);

impl Idle {
    /// The first of them in the order of history, with those after it that cannot have been kept out by it: taking them
    /// away one after the other would give the same. `None`: everything counts.
    pub(crate) fn among(
        model: &ModelVersion,
        live: &[LiveFact<'_>],
        case: CaseId,
        steps: &[Step],
        fold: &Fold,
    ) -> Option<Idle> {
        let out_of_place: Vec<(u64, usize)> = fold
            .deviations
            .iter()
            .filter(|deviation| {
                is_clock(deviation.root) || deviation.blockers.iter().any(keeps_out)
            })
            .map(|deviation| (deviation.root.0, deviation.event))
            .collect();
        if out_of_place.is_empty() {
            return None;
        }
        let mut idle = BTreeSet::new();
        for (root, event) in &out_of_place {
            // Without a fact it is the clock's, which never does what is blocked.
            let fact = live.iter().find(|fact| fact.root.0 == *root);
            let is_own = fact.is_some_and(|fact| fact.entry().case == Some(case));
            let is_meant =
                fact.is_some_and(|fact| matches!(fact.entry().kind, Kind::ActivityDone { .. }));
            let counts_otherwise = steps.iter().any(|step| {
                step.root.0 == *root
                    && matches!(step.action, Action::Execute { event: other, .. }
                        if other != *event && !out_of_place.contains(&(*root, other)))
            });
            if !is_meant && (counts_otherwise || !is_own) {
                idle.insert((*root, *event));
                if has_effects(model, *event) {
                    break;
                }
            }
        }
        (!idle.is_empty()).then_some(Idle(idle))
    }

    /// Whether the step is one of them.
    pub(crate) fn holds(&self, step: &Step) -> bool {
        match step.action {
            Action::Execute { event, .. } => self.0.contains(&(step.root.0, event)),
            Action::SetAside { .. } => false,
        }
    }
}

fn keeps_out(blocker: &Blocker) -> bool {
    matches!(
        blocker,
        Blocker::Closed { .. } | Blocker::Excluded { .. } | Blocker::AlreadyDone
    )
}

/// Whether executing the event may change which other events take part.
fn has_effects(model: &ModelVersion, event: usize) -> bool {
    let definition = model.model.definition();
    let defined = &definition.events[event];
    defined.effect != Effect::None
        || defined.lifecycle != Lifecycle::Inside
        || definition.relations.iter().any(|relation| {
            relation.source == event
                && !matches!(
                    relation.kind,
                    RelationKind::Condition { .. } | RelationKind::Milestone
                )
        })
}
