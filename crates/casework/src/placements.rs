//! Placements as they stand: what was agreed, begun, extended, changed, ended.

use calendar::Day;
use facts::{Cvr, FactId, Kind, PlacementEnd, PlacementForm, PlacementId, PlacementPurpose};

use crate::{Case, LiveFact};

/// A placement with everything recorded about it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PlacementRow {
    /// Which.
    pub placement: PlacementId,
    /// What it is.
    pub form: PlacementForm,
    /// What for, for a praktik.
    pub purpose: Option<PlacementPurpose>,
    /// Where.
    pub company: String,
    /// The company's number.
    pub cvr: Option<Cvr>,
    /// Minutes a week, as last agreed.
    pub minutes: u32,
    /// The agreed first day.
    pub from: Day,
    /// The agreed last day, as last extended.
    pub until: Option<Day>,
    /// Whether it was there before the case and is carried on.
    pub continued: bool,
    /// The day it was agreed.
    pub agreed: Day,
    /// The day it began.
    pub started: Option<Day>,
    /// The day it ended, and how.
    pub ended: Option<(Day, PlacementEnd)>,
    /// The day paid hours began beside it, and their minutes a week.
    pub paid_hours: Option<(Day, u32)>,
    /// The root of the fact that agreed on it.
    pub agreed_by: FactId,
}

/// The placements among facts that count, in the order they were agreed. A fact about a placement that was never agreed is
/// left out.
pub fn placements(live: &[LiveFact<'_>]) -> Vec<PlacementRow> {
    let mut rows: Vec<PlacementRow> = Vec::new();
    for fact in live {
        if let Kind::PlacementAgreed {
            placement,
            form,
            purpose,
            company,
            cvr,
            minutes,
            from,
            until,
            continued,
        } = &fact.entry().kind
            && rows.iter().all(|row| row.placement != *placement)
        {
            rows.push(PlacementRow {
                placement: *placement,
                form: *form,
                purpose: *purpose,
                company: company.clone(),
                cvr: cvr.clone(),
                minutes: *minutes,
                from: *from,
                until: *until,
                continued: *continued,
                agreed: fact.day(),
                started: None,
                ended: None,
                paid_hours: None,
                agreed_by: fact.root,
            });
        }
    }
    for fact in live {
        let kind = &fact.entry().kind;
        let Some(row) = kind
            .placement()
            .and_then(|placement| rows.iter_mut().find(|row| row.placement == placement))
        else {
            continue;
        };
        match kind {
            Kind::PlacementStarted { .. } => row.started = Some(fact.day()),
            Kind::PlacementExtended { until, .. } => row.until = Some(*until),
            Kind::PlacementHoursChanged { minutes, .. } => row.minutes = *minutes,
            Kind::PaidHoursBegan { minutes, .. } => row.paid_hours = Some((fact.day(), *minutes)),
            Kind::PlacementEnded { how, .. } => row.ended = Some((fact.day(), *how)),
            _ => {}
        }
    }
    rows
}

impl Case<'_> {
    /// The placements the case knows: those that are instances in it, or were recorded in it.
    pub fn placements(&self) -> Vec<PlacementRow> {
        let instances = self.fold.state.instances();
        let mut rows = placements(&self.live);
        rows.retain(|row| {
            instances
                .iter()
                .any(|instance| instance.key.0 == row.placement.0)
                || self
                    .fact(row.agreed_by)
                    .is_some_and(|fact| fact.entry().case == Some(self.id))
        });
        rows
    }
}
