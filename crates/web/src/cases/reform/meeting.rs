//! Where a reform meets a case: what following the new rules would change there.

use std::collections::BTreeMap;
use std::sync::Arc;

use calendar::Day;
use casework::{Coordinates, DutyChange, DutyChangeKind, LawChange, Migration, migrate, read_case};
use facts::{FactId, PlacementId};
use rulebook::ModelVersion;
use store::{CaseLine, CaseQuery, FactStore, Page};

use super::asked::Effect;
use crate::app::App;
use crate::colleagues::Colleagues;
use crate::error::WebError;
use crate::rights::{Closeness, User};

/// Cases read from the store at a time.
const PART: u32 = 500;

/// A case that new rules hold for and that nobody has confirmed yet.
pub(super) struct Meeting {
    pub(super) line: CaseLine,
    pub(super) closeness: Closeness,
    /// The version the case follows now.
    pub(super) from: Arc<ModelVersion>,
    pub(super) law: LawChange,
    pub(super) migration: Migration,
    /// The companies of its placements.
    pub(super) companies: BTreeMap<PlacementId, String>,
    /// The citizen's last fact, which whoever confirms has seen.
    pub(super) last: FactId,
}

/// How many duties of people go, come, change and stay.
#[derive(Debug, Clone, Copy, Default, PartialEq, Eq)]
pub(super) struct Tally {
    pub(super) dropped: u64,
    pub(super) opened: u64,
    pub(super) moved: u64,
    pub(super) kept: u64,
}

impl Tally {
    pub(super) fn add(&mut self, other: Tally) {
        self.dropped += other.dropped;
        self.opened += other.opened;
        self.moved += other.moved;
        self.kept += other.kept;
    }
}

/// What becomes of a duty; nothing to tell about one that has ended before and after.
pub(super) fn effect(change: &DutyChange) -> Option<Effect> {
    if change.is_timer {
        return None;
    }
    match change.kind {
        DutyChangeKind::Dropped | DutyChangeKind::Discharged => Some(Effect::Drops),
        DutyChangeKind::Opened => Some(Effect::Opens),
        DutyChangeKind::Moved => Some(Effect::Moves),
        DutyChangeKind::Restated => None,
    }
}

impl Meeting {
    pub(super) fn tally(&self) -> Tally {
        let count = |wanted: Effect| {
            let changes = self.migration.duties.iter();
            changes
                .filter(|change| effect(change) == Some(wanted))
                .count() as u64
        };
        Tally {
            dropped: count(Effect::Drops),
            opened: count(Effect::Opens),
            moved: count(Effect::Moves),
            kept: self.migration.kept.len() as u64,
        }
    }

    /// Whether the new rules leave everything in the case as it is.
    pub(super) fn is_unchanged(&self) -> bool {
        self.has(Effect::Same) && !self.has(Effect::Misfits)
    }

    /// Whether the new rules do this in the case.
    pub(super) fn has(&self, effect: Effect) -> bool {
        let tally = self.tally();
        match effect {
            Effect::Drops => tally.dropped > 0,
            Effect::Opens => tally.opened > 0,
            Effect::Moves => tally.moved > 0,
            Effect::Same => tally.dropped + tally.opened + tally.moved == 0,
            Effect::Misfits => !self.migration.problems.is_empty(),
        }
    }
}

/// So many cases are all folded under both rules to count what changes; of longer lists only the page that is shown.
const MOST: u64 = 200;

/// Every such case of the question over all its pages, in its order; of a long list only the cases of the page asked for,
/// and how many there are in all.
pub(super) fn meetings(
    app: &App,
    user: &User,
    query: &CaseQuery,
    colleagues: &Colleagues,
) -> Result<(Vec<Meeting>, Option<u64>), WebError> {
    let mut all = Vec::new();
    let page = app.store.cases(query)?;
    if page.total > MOST {
        for line in page.rows {
            let holders = line.row.holders.values().copied();
            let closeness = colleagues.closeness(user, holders);
            all.extend(meeting(app, line, closeness, query.today)?);
        }
        return Ok((all, Some(page.total)));
    }
    for number in 0.. {
        let part = CaseQuery {
            page: Page { number, size: PART },
            ..query.clone()
        };
        let cases = app.store.cases(&part)?;
        let read = cases.rows.len();
        for line in cases.rows {
            let holders = line.row.holders.values().copied();
            let closeness = colleagues.closeness(user, holders);
            all.extend(meeting(app, line, closeness, query.today)?);
        }
        if read < PART as usize {
            break;
        }
    }
    Ok((all, None))
}

/// One case as new rules meet it; `None`: it follows them already.
pub(super) fn meeting(
    app: &App,
    line: CaseLine,
    closeness: Closeness,
    today: Day,
) -> Result<Option<Meeting>, WebError> {
    let facts = app.store.facts_of(line.row.citizen, None)?;
    let coordinates = Coordinates::on(today);
    let case =
        read_case(app.store.book(), &facts, line.row.case, coordinates).map_err(WebError::fault)?;
    // Somebody may have confirmed it since the list was read.
    let Some(law) = case.law.clone() else {
        return Ok(None);
    };
    let migration = migrate(&case, &law.to);
    let placements = case.placements().into_iter();
    Ok(Some(Meeting {
        line,
        closeness,
        from: Arc::clone(&case.model),
        law,
        migration,
        companies: placements
            .map(|placement| (placement.placement, placement.company))
            .collect(),
        last: facts.last().map_or(FactId(0), |fact| fact.id),
    }))
}
