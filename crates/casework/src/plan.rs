//! The plan: what was decided and agreed, folded from facts and never typed again.

use std::collections::BTreeMap;

use calendar::Day;
use facts::{Actor, EmployeeId, FactId, PlacementId, Value};

use crate::matching::events_of;
use crate::{Case, PlacementRow};

/// One decision as it stands.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanEntry {
    /// Position in the version's `fields`.
    pub field: usize,
    /// In which placement, for a field each placement has.
    pub instance: Option<PlacementId>,
    /// The value.
    pub value: Value,
    /// The day it was decided.
    pub since: Day,
    /// The root of the fact that says so.
    pub fact: FactId,
    /// According to whom.
    pub actor: Actor,
    /// In which role.
    pub role: String,
    /// The note of that fact.
    pub note: Option<String>,
}

/// The decisions of one event of the page.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlanGroup {
    /// Position of the event in the version that first decides these fields.
    pub event: usize,
    /// The step the event lies in.
    pub step: Option<String>,
    /// What was decided, in the order the page asks.
    pub entries: Vec<PlanEntry>,
}

/// The plan as of a day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Plan {
    /// The day.
    pub as_of: Day,
    /// Who holds each role, in the order of the page's roles; also roles nobody holds.
    pub holders: Vec<(String, Option<EmployeeId>)>,
    /// What was decided, in page order; events without a decision are left out.
    pub groups: Vec<PlanGroup>,
    /// The placements.
    pub placements: Vec<PlacementRow>,
}

impl Case<'_> {
    /// The plan on the day one stands on. For an earlier day, read the case as of that day.
    ///
    /// A field stands under the first event of the page that decides or copies it; its value is the one of the last fact,
    /// in the order of history, that brought it. Text counts too, although the engine does not know it.
    pub fn plan(&self) -> Plan {
        let mut newest: BTreeMap<(usize, Option<PlacementId>), PlanEntry> = BTreeMap::new();
        for fact in self.facts_in_order() {
            let entry = fact.entry();
            for (field, value) in self.brought_by(entry) {
                let instance = self.model.fields[field]
                    .instance
                    .and_then(|_| entry.kind.placement());
                newest.insert(
                    (field, instance),
                    PlanEntry {
                        field,
                        instance,
                        value,
                        since: fact.day(),
                        fact: fact.root,
                        actor: entry.actor.clone(),
                        role: entry.role.clone(),
                        note: entry.note.clone(),
                    },
                );
            }
        }
        let mut groups: BTreeMap<usize, PlanGroup> = BTreeMap::new();
        for ((field, _), entry) in newest {
            let Some(event) = self.asks_for(field) else {
                continue;
            };
            groups
                .entry(event)
                .or_insert_with(|| PlanGroup {
                    event,
                    step: self.model.events[event].step.clone(),
                    entries: Vec::new(),
                })
                .entries
                .push(entry);
        }
        Plan {
            as_of: self.coordinates.as_of,
            holders: self
                .model
                .roles
                .iter()
                .map(|role| (role.id.clone(), self.holders.get(&role.id).copied()))
                .collect(),
            groups: groups.into_values().collect(),
            placements: self.placements(),
        }
    }

    /// The facts that made steps, each once, in the order the engine took them.
    fn facts_in_order(&self) -> Vec<&crate::LiveFact<'_>> {
        let mut roots: Vec<u64> = Vec::new();
        for at in &self.fold.order {
            let root = self.steps[*at].root.0;
            if !roots.contains(&root) {
                roots.push(root);
            }
        }
        roots
            .into_iter()
            .filter_map(|root| self.fact(FactId(root)))
            .collect()
    }

    /// The fields a fact brings, with their values as people read them.
    fn brought_by(&self, entry: &facts::Entry) -> Vec<(usize, Value)> {
        let mut brought: BTreeMap<usize, Value> = entry
            .answers
            .iter()
            .filter_map(|(id, value)| {
                let field = self.model.fields.iter().position(|field| field.id == *id)?;
                Some((field, value.clone()))
            })
            .collect();
        for event in events_of(&self.model, entry) {
            for copied in &self.model.events[event].copies {
                if let Some(value) = entry.kind.field(&copied.fact_field) {
                    brought.insert(copied.field, value);
                }
            }
        }
        brought.into_iter().collect()
    }

    fn asks_for(&self, field: usize) -> Option<usize> {
        let id = &self.model.fields[field].id;
        self.model.events.iter().position(|event| {
            event.decides.contains(id) || event.copies.iter().any(|copied| copied.field == field)
        })
    }
}
