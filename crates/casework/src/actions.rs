//! What can be done in a case now, and everything that stands in the way of the rest.

use calendar::Day;
use duties::{InstanceKey, Lifecycle};
use facts::{EmployeeId, PlacementId};

use crate::{Case, Reason, ReasonKind};

/// One event of the page (in one placement, if it lives in one) as it stands now.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct ActionRow {
    /// Position of the event in the version.
    pub event: usize,
    /// Its id.
    pub id: String,
    /// In which placement; `None` for events of the case, and for an event that has no open placement to live in.
    pub instance: Option<PlacementId>,
    /// The role whose act it is.
    pub role: String,
    /// Who holds it.
    pub holder: Option<EmployeeId>,
    /// Everything that blocks it; empty: it can be done now.
    pub blocked_by: Vec<Reason>,
    /// The duties it would discharge.
    pub duties: Vec<duties::DutyId>,
    /// When it was last done, and how often.
    pub done: Option<(Day, u32)>,
}

impl Case<'_> {
    /// Every reason why an event cannot happen now, with remedies; empty: it can. Includes a change of law that nobody
    /// has confirmed.
    pub fn reasons(&self, event: usize, instance: Option<PlacementId>) -> Vec<Reason> {
        let engine = self.engine();
        let key = instance.map(|placement| InstanceKey(placement.0));
        let mut reasons: Vec<Reason> = engine
            .blockers(&self.fold.state, event, key)
            .iter()
            .map(|blocker| Reason::of(&self.model, blocker))
            .collect();
        if self
            .law
            .as_ref()
            .is_some_and(|law| law.repeals_event(&self.model.events[event].id))
        {
            reasons.push(Reason::new(ReasonKind::LawChanged));
        }
        reasons
    }

    /// Every event people can do, with what blocks it, in page order; an event that lives in a placement once for each
    /// open one.
    pub fn actions(&self) -> Vec<ActionRow> {
        let definition = self.model.model.definition();
        let open: Vec<_> = self
            .fold
            .state
            .instances()
            .into_iter()
            .filter(|instance| instance.closed.is_none())
            .collect();
        let mut rows = Vec::new();
        for (event, defined) in definition.events.iter().enumerate() {
            if !self.is_peoples(event) {
                continue;
            }
            let lives_in = defined
                .instance
                .filter(|_| defined.lifecycle != Lifecycle::Opens);
            let keys: Vec<Option<PlacementId>> = match lives_in {
                None => vec![None],
                Some(kind) => {
                    let keys: Vec<_> = open
                        .iter()
                        .filter(|instance| instance.kind == kind)
                        .map(|instance| Some(PlacementId(instance.key.0)))
                        .collect();
                    if keys.is_empty() { vec![None] } else { keys }
                }
            };
            rows.extend(
                keys.into_iter()
                    .map(|instance| self.action(event, instance)),
            );
        }
        rows
    }

    fn action(&self, event: usize, instance: Option<PlacementId>) -> ActionRow {
        let text = &self.model.events[event];
        let key = instance.map(|placement| InstanceKey(placement.0));
        ActionRow {
            event,
            id: text.id.clone(),
            instance,
            role: text.role.clone(),
            holder: self.holder(&text.role),
            blocked_by: self.reasons(event, instance),
            duties: self
                .fold
                .state
                .unended()
                .filter(|duty| duty.event == event && duty.instance == key)
                .map(|duty| duty.id)
                .collect(),
            done: self.fold.state.done(event, key),
        }
    }
}
