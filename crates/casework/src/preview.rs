//! What an entry would change, shown before it is stored. Nothing here refuses: what did happen can be recorded.

use std::collections::BTreeMap;

use calendar::{Day, Timestamp};
use duties::{Action, Duty, DutyId, DutyState, Strength};
use facts::{CaseId, Entry, Fact, FactId, PlacementId};
use rulebook::Book;

use crate::audit::{missing_fields, missing_participants};
use crate::case::{live_by, read_head};
use crate::head::heads;
use crate::{Case, CaseError, Coordinates, DeviationRow, DutyRow, Problem, Reason};

/// A duty as it stands at one moment, for comparing.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutySnapshot {
    /// How it stands.
    pub state: DutyState,
    /// The day of the trigger.
    pub created: Day,
    /// The due day as the words give it.
    pub literal: Option<Day>,
    /// The due day after rolling.
    pub due: Option<Day>,
    /// How strongly the act binds.
    pub act: Strength,
    /// How strongly the day binds.
    pub day_strength: Option<Strength>,
    /// The day it ended.
    pub ended: Option<Day>,
}

/// How a duty differs before and after.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DutyChangeKind {
    /// It was to be done, and is done.
    Discharged,
    /// It was not there, or had ended, and is to be done.
    Opened,
    /// It is to be done on another day, or its clock stopped or started.
    Moved,
    /// It was to be done and no longer is.
    Dropped,
    /// It had ended (or would have come and gone), and its ending reads otherwise now: in time or late, when, how.
    Restated,
}

/// One duty that differs.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct DutyChange {
    /// How.
    pub kind: DutyChangeKind,
    /// Its identity.
    pub duty: DutyId,
    /// Id of the event to be done.
    pub event: String,
    /// In which placement.
    pub instance: Option<PlacementId>,
    /// Whether it is the clock's duty: something that happens by itself.
    pub is_timer: bool,
    /// Before; `None`: it was not there.
    pub before: Option<DutySnapshot>,
    /// After; `None`: it is not there any more.
    pub after: Option<DutySnapshot>,
}

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

/// Duties that differ between two foldings of a case, those of the earlier ledger first.
pub(crate) fn changes(before: Option<&Case<'_>>, after: Option<&Case<'_>>) -> Vec<DutyChange> {
    let ledger = |case: Option<&Case<'_>>| -> BTreeMap<DutyId, Duty> {
        case.map(|case| {
            case.fold
                .state
                .ledger()
                .iter()
                .map(|duty| (duty.id, duty.clone()))
                .collect()
        })
        .unwrap_or_default()
    };
    let (old, new) = (ledger(before), ledger(after));
    let in_order = |case: Option<&Case<'_>>| {
        case.map(|case| {
            case.fold
                .state
                .ledger()
                .iter()
                .map(|duty| duty.id)
                .collect::<Vec<_>>()
        })
        .unwrap_or_default()
    };
    let mut ids = in_order(before);
    ids.extend(
        in_order(after)
            .into_iter()
            .filter(|id| !old.contains_key(id)),
    );
    ids.into_iter()
        .filter_map(|id| {
            let (was, is) = (old.get(&id), new.get(&id));
            let kind = change_kind(was, is)?;
            let (case, duty) = is
                .and_then(|duty| after.zip(Some(duty)))
                .or_else(|| before.zip(was))?;
            Some(DutyChange {
                kind,
                duty: id,
                event: case.model.events[duty.event].id.clone(),
                instance: duty.instance.map(|key| PlacementId(key.0)),
                is_timer: !case.is_peoples(duty.event),
                before: was.map(snapshot),
                after: is.map(snapshot),
            })
        })
        .collect()
}

fn snapshot(duty: &Duty) -> DutySnapshot {
    DutySnapshot {
        state: duty.state,
        created: duty.created,
        literal: duty.literal,
        due: duty.due,
        act: duty.act,
        day_strength: duty.day_strength,
        ended: duty.ended,
    }
}

/// Whether the duty is still to be done (`docs/semantics.md` §1).
fn is_unended(duty: &Duty) -> bool {
    match duty.state {
        DutyState::Open | DutyState::Suspended | DutyState::Paused => true,
        DutyState::SetAside => duty.until.is_some(),
        DutyState::Met | DutyState::Late | DutyState::Cancelled | DutyState::Superseded => false,
    }
}

fn change_kind(was: Option<&Duty>, is: Option<&Duty>) -> Option<DutyChangeKind> {
    if was.map(snapshot) == is.map(snapshot) {
        return None;
    }
    let before = was.is_some_and(is_unended);
    let after = is.is_some_and(is_unended);
    Some(match (before, after) {
        (true, true) => DutyChangeKind::Moved,
        (false, true) => DutyChangeKind::Opened,
        (true, false) => match is.map(|duty| duty.state) {
            Some(DutyState::Met | DutyState::Late) => DutyChangeKind::Discharged,
            _ => DutyChangeKind::Dropped,
        },
        (false, false) => DutyChangeKind::Restated,
    })
}
