//! What an entry would change, shown before it is stored. Nothing here refuses: what did happen can be recorded.

use std::collections::BTreeMap;

use calendar::{Day, Timestamp};
use duties::Action;
use facts::{CaseId, Entry, Fact, FactId, PlacementId};
use rulebook::Book;

use crate::audit::{missing_fields, missing_participants};
use crate::case::{live_by, read_head};
use crate::difference::changes;
use crate::head::heads;
use crate::{Case, CaseError, Coordinates, DeviationRow, DutyChange, DutyRow, Problem, Reason};

/// What a registration lacks for one event that it counts as.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Shortfall {
    /// Id of the event.
    pub event: String,
    /// In which placement.
    pub instance: Option<PlacementId>,
    /// What blocked it at its place in history.
    pub blocked_by: Vec<Reason>,
    /// Roles the page wants to take part that do not.
    pub missing_participants: Vec<String>,
    /// Fields the page wants filled in that are not.
    pub missing_fields: Vec<String>,
    /// Documents the page asks for that were not filed by then.
    pub missing_documents: Vec<String>,
}

impl Shortfall {
    /// Whether a reason should be recorded with it.
    pub fn needs_reason(&self) -> bool {
        !(self.blocked_by.is_empty()
            && self.missing_participants.is_empty()
            && self.missing_fields.is_empty()
            && self.missing_documents.is_empty())
    }
}

/// What the entries would change in one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct CaseEffect {
    /// Which case.
    pub case: CaseId,
    /// Every event the entries count as in it, with what stood in the way.
    pub counts_as: Vec<Shortfall>,
    /// Duties that differ.
    pub duties: Vec<DutyChange>,
    /// What is done while blocked only because of the entries, among facts that are stored already.
    pub deviations_later: Vec<DeviationRow>,
    /// What was done while blocked and would not be any more.
    pub deviations_gone: Vec<DeviationRow>,
    /// What the page could not take up of the entries.
    pub problems: Vec<Problem>,
    /// Whether the case would be closed that was open (`Some(true)`), or open that was closed (`Some(false)`).
    pub closes: Option<bool>,
    /// The duties to be done before.
    pub before: Vec<DutyRow>,
    /// The duties to be done after.
    pub after: Vec<DutyRow>,
}

/// What entries would change.
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Preview {
    /// Per case, by opening day; cases in which nothing changes are left out.
    pub cases: Vec<CaseEffect>,
}

impl Preview {
    /// Whether a reason should be recorded: something blocked it, or something the page wants is missing.
    pub fn needs_reason(&self) -> bool {
        self.cases
            .iter()
            .flat_map(|case| &case.counts_as)
            .any(Shortfall::needs_reason)
    }
}

/// What storing these entries (also corrections and retractions) would change, seen from the coordinates.
pub fn preview(
    book: &Book,
    facts: &[Fact],
    entries: &[Entry],
    coordinates: Coordinates,
) -> Result<Preview, CaseError> {
    what_if(book, facts, entries, coordinates, coordinates.as_of)
}

/// What would be different on day `then` if these entries happened: the duties on the coordinates' day without them,
/// beside those on `then` with them. Without entries it moves the day only.
pub fn what_if(
    book: &Book,
    facts: &[Fact],
    entries: &[Entry],
    now: Coordinates,
    then: Day,
) -> Result<Preview, CaseError> {
    let (pretended, roots) = with_entries(facts, entries, now.known_at);
    let before = read_all(book, facts, now)?;
    let after = read_all(book, &pretended, Coordinates::on(then))?;
    let ids = before.keys().chain(after.keys());
    let mut ids: Vec<CaseId> = ids.copied().collect();
    ids.sort_unstable();
    ids.dedup();
    let mut cases: Vec<(Day, CaseEffect)> = Vec::new();
    for id in ids {
        let (old, new) = (before.get(&id), after.get(&id));
        let opened = old.or(new).map_or(then, |case| case.opened);
        let effect = effect(id, old, new, &roots);
        let is_idle = effect.counts_as.is_empty()
            && effect.before == effect.after
            && effect.duties.is_empty()
            && effect.deviations_later.is_empty()
            && effect.deviations_gone.is_empty()
            && effect.problems.is_empty();
        if !is_idle {
            cases.push((opened, effect));
        }
    }
    cases.sort_by_key(|(opened, effect)| (*opened, effect.case));
    Ok(Preview {
        cases: cases.into_iter().map(|(_, effect)| effect).collect(),
    })
}

/// The facts as they would be, and the roots of the new ones.
pub(crate) fn with_entries(
    facts: &[Fact],
    entries: &[Entry],
    known_at: Option<FactId>,
) -> (Vec<Fact>, Vec<FactId>) {
    let mut all: Vec<Fact> = facts
        .iter()
        .filter(|fact| known_at.is_none_or(|cut| fact.id <= cut))
        .cloned()
        .collect();
    let mut next = facts.iter().map(|fact| fact.id.0).max().unwrap_or(0);
    let recorded_at = facts
        .iter()
        .map(|fact| fact.recorded_at)
        .max()
        .unwrap_or(Timestamp(0));
    let mut roots = Vec::new();
    for entry in entries {
        next += 1;
        let fact = Fact {
            id: FactId(next),
            recorded_at,
            entry: entry.clone(),
        };
        roots.push(fact.root());
        all.push(fact);
    }
    (all, roots)
}

fn read_all<'a>(
    book: &'a Book,
    facts: &'a [Fact],
    coordinates: Coordinates,
) -> Result<BTreeMap<CaseId, Case<'a>>, CaseError> {
    let live = live_by(facts, coordinates);
    heads(&live)
        .into_iter()
        .map(|head| Ok((head.id, read_head(book, live.clone(), head, coordinates)?)))
        .collect()
}

fn effect(
    case: CaseId,
    before: Option<&Case<'_>>,
    after: Option<&Case<'_>>,
    roots: &[FactId],
) -> CaseEffect {
    let deviations = |case: Option<&Case<'_>>| case.map(Case::deviations).unwrap_or_default();
    let (old, new) = (deviations(before), deviations(after));
    let is_closed =
        |case: Option<&Case<'_>>| case.is_some_and(|case| case.fold.state.closed().is_some());
    let (was_closed, will_close) = (is_closed(before), is_closed(after));
    let rows = |case: Option<&Case<'_>>| case.map(Case::duty_rows).unwrap_or_default();
    CaseEffect {
        case,
        counts_as: after.map_or_else(Vec::new, |after| counts_as(after, roots)),
        duties: changes(before, after),
        deviations_later: new
            .iter()
            .filter(|row| !roots.contains(&row.fact) && !old.contains(row))
            .cloned()
            .collect(),
        deviations_gone: old
            .iter()
            .filter(|row| !roots.contains(&row.fact))
            .filter(|row| {
                !new.iter()
                    .any(|other| other.fact == row.fact && other.event == row.event)
            })
            .cloned()
            .collect(),
        problems: after.map_or_else(Vec::new, |after| {
            after
                .problems
                .iter()
                .filter(|problem| roots.contains(&problem.fact))
                .cloned()
                .collect()
        }),
        closes: (was_closed != will_close).then_some(will_close),
        before: rows(before),
        after: rows(after),
    }
}

fn counts_as(case: &Case<'_>, roots: &[FactId]) -> Vec<Shortfall> {
    let deviations = case.deviations();
    let mut found = Vec::new();
    for step in &case.steps {
        let Action::Execute {
            event, instance, ..
        } = step.action
        else {
            continue;
        };
        let root = FactId(step.root.0);
        let Some(fact) = case.fact(root).filter(|_| roots.contains(&root)) else {
            continue;
        };
        found.push(Shortfall {
            event: case.model.events[event].id.clone(),
            instance: instance.map(|key| PlacementId(key.0)),
            blocked_by: deviations
                .iter()
                .find(|row| row.fact == root && row.event == event)
                .map(|row| row.blocked_by.clone())
                .unwrap_or_default(),
            missing_participants: missing_participants(&case.model.events[event], fact.entry()),
            missing_fields: missing_fields(&case.model, event, fact.entry()),
            missing_documents: case.missing_documents(event, step.day),
        });
    }
    found
}
