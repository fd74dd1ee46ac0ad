//! What entries would change, in words: for the preview and for *what if*.

use casework::{CaseEffect, DutyChange, DutyChangeKind, DutyRow, Preview, RowState, Shortfall};
use duties::DutyState;

use crate::case::duty;
use crate::case::reading::Opened;
use crate::case::wording::{self, ReasonWords};

/// One duty that changes.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChangeWords {
    pub(crate) what: String,
    pub(crate) placement: Option<String>,
    pub(crate) detail: String,
}

/// Changes of one kind.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ChangeGroup {
    /// Key of the heading.
    pub(crate) key: &'static str,
    pub(crate) changes: Vec<ChangeWords>,
}

/// Something missing or in the way.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct ShortfallWords {
    pub(crate) event: String,
    pub(crate) blocked_by: Vec<ReasonWords>,
    pub(crate) participants: Vec<String>,
    pub(crate) fields: Vec<String>,
    pub(crate) documents: Vec<String>,
}

/// What changes in one case.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct EffectWords {
    /// »Sag 17« when it is another case than the one looked at.
    pub(crate) other_case: Option<String>,
    pub(crate) counts_as: Vec<String>,
    pub(crate) shortfalls: Vec<ShortfallWords>,
    pub(crate) groups: Vec<ChangeGroup>,
    /// Tasks that stay with their days, and stand otherwise: booked, waiting, ready.
    pub(crate) stands: Vec<String>,
    pub(crate) closes: Option<String>,
    /// What was done in order and would have been blocked.
    pub(crate) deviations_later: Vec<String>,
    pub(crate) deviations_gone: Vec<String>,
}

impl EffectWords {
    /// Whether there is anything to tell besides what is missing.
    pub(crate) fn tells_something(&self) -> bool {
        !self.groups.is_empty()
            || !self.stands.is_empty()
            || self.closes.is_some()
            || !self.deviations_later.is_empty()
            || !self.deviations_gone.is_empty()
    }
}

/// A preview in words, case by case.
pub(crate) fn effects(opened: &Opened<'_>, preview: &Preview) -> Vec<EffectWords> {
    preview
        .cases
        .iter()
        .map(|effect| words(opened, effect))
        .collect()
}

fn words(opened: &Opened<'_>, effect: &CaseEffect) -> EffectWords {
    let (frame, model) = (opened.frame, opened.case.model.as_ref());
    let event = |row: &casework::DeviationRow| {
        let title = model
            .events
            .get(row.event)
            .map_or(String::new(), |event| frame.text(&event.title).to_owned());
        format!("{title}, {}", frame.long(row.day))
    };
    EffectWords {
        other_case: (effect.case != opened.case.id)
            .then(|| frame.t1("preview-other-case", "case", effect.case.to_string())),
        counts_as: effect
            .counts_as
            .iter()
            .map(|row| wording::title_of(frame, model, &row.event))
            .collect(),
        shortfalls: effect
            .counts_as
            .iter()
            .filter(|row| row.needs_reason())
            .map(|row| shortfall(opened, row))
            .collect(),
        groups: groups(opened, effect),
        stands: stands(opened, effect),
        closes: effect.closes.map(|closes| {
            frame.t(if closes {
                "preview-closes"
            } else {
                "preview-reopens"
            })
        }),
        deviations_later: effect.deviations_later.iter().map(event).collect(),
        deviations_gone: effect.deviations_gone.iter().map(event).collect(),
    }
}

fn shortfall(opened: &Opened<'_>, row: &Shortfall) -> ShortfallWords {
    let (frame, model) = (opened.frame, opened.case.model.as_ref());
    let codes = opened.app.store.book().codes();
    ShortfallWords {
        event: wording::title_of(frame, model, &row.event),
        blocked_by: wording::reasons(opened, &opened.case, &row.blocked_by),
        participants: row
            .missing_participants
            .iter()
            .map(|id| wording::role(frame, model, id))
            .collect(),
        fields: row
            .missing_fields
            .iter()
            .map(|id| {
                model
                    .field(id)
                    .map_or_else(|| id.clone(), |field| frame.text(&field.label).to_owned())
            })
            .collect(),
        documents: row
            .missing_documents
            .iter()
            .map(|id| {
                let code = codes.get(rulebook::CodeList::Documents, id);
                code.map_or_else(|| id.clone(), |code| frame.text(&code.title).to_owned())
            })
            .collect(),
    }
}

fn groups(opened: &Opened<'_>, effect: &CaseEffect) -> Vec<ChangeGroup> {
    let of = |kind: DutyChangeKind, is_timer: bool| -> Vec<ChangeWords> {
        let wanted = |change: &&DutyChange| change.kind == kind && change.is_timer == is_timer;
        effect
            .duties
            .iter()
            .filter(wanted)
            .map(|change| change_words(opened, change))
            .collect()
    };
    let clock = [DutyChangeKind::Opened, DutyChangeKind::Moved]
        .map(|kind| of(kind, true))
        .concat();
    [
        ("preview-discharged", of(DutyChangeKind::Discharged, false)),
        ("preview-opened", of(DutyChangeKind::Opened, false)),
        ("preview-moved", of(DutyChangeKind::Moved, false)),
        ("preview-dropped", of(DutyChangeKind::Dropped, false)),
        ("preview-restated", of(DutyChangeKind::Restated, false)),
        ("preview-clock", clock),
    ]
    .into_iter()
    .filter(|(_, changes)| !changes.is_empty())
    .map(|(key, changes)| ChangeGroup { key, changes })
    .collect()
}

fn change_words(opened: &Opened<'_>, change: &DutyChange) -> ChangeWords {
    let frame = opened.frame;
    let day = |at: Option<calendar::Day>| {
        at.map_or_else(|| frame.t("duty-no-day"), |day| frame.long(day))
    };
    let due = |snapshot: &Option<casework::DutySnapshot>| {
        day(snapshot.as_ref().and_then(|snapshot| snapshot.due))
    };
    // »frist 4. oktober«, or that there is none.
    let told = |key: &str, snapshot: &Option<casework::DutySnapshot>| {
        let due = snapshot.as_ref().and_then(|snapshot| snapshot.due);
        due.map_or_else(
            || frame.t("preview-no-day"),
            |due| frame.t1(key, "day", frame.long(due)),
        )
    };
    let was_paused = is_paused(change.before.as_ref());
    let paused = is_paused(change.after.as_ref());
    let detail = match change.kind {
        DutyChangeKind::Opened => told("preview-due", &change.after),
        DutyChangeKind::Moved if was_paused != paused => {
            let key = if paused {
                "preview-clock-stops"
            } else {
                "preview-clock-runs"
            };
            frame.t1(key, "day", due(&change.after))
        }
        DutyChangeKind::Moved => frame.t2(
            "preview-from-to",
            ("from", due(&change.before)),
            ("to", due(&change.after)),
        ),
        DutyChangeKind::Discharged | DutyChangeKind::Restated => {
            let late = change
                .after
                .as_ref()
                .is_some_and(|after| after.state == DutyState::Late);
            let key = if late {
                "preview-late"
            } else {
                "preview-in-time"
            };
            told(key, &change.before)
        }
        DutyChangeKind::Dropped => told("preview-was-due", &change.before),
    };
    ChangeWords {
        what: verb(opened, &change.event),
        placement: change.instance.and_then(|id| duty::placement(opened, id)),
        detail,
    }
}

fn is_paused(snapshot: Option<&casework::DutySnapshot>) -> bool {
    snapshot.is_some_and(|snapshot| snapshot.state == DutyState::Paused)
}

/// What a duty's event is called: by the version the case follows, else by the one it would follow.
fn verb(opened: &Opened<'_>, event: &str) -> String {
    let case = &opened.case;
    let newer = case.law.as_ref().map(|law| law.to.as_ref());
    let model = newer
        .filter(|_| case.model.event(event).is_none())
        .unwrap_or(&case.model);
    wording::verb_of(opened.frame, model, event)
}

/// What stays a task with the same day, but stands otherwise afterwards.
fn stands(opened: &Opened<'_>, effect: &CaseEffect) -> Vec<String> {
    let frame = opened.frame;
    let changed = |duty: u64| effect.duties.iter().any(|change| change.duty.0 == duty);
    effect
        .before
        .iter()
        .filter(|before| !changed(before.duty))
        .filter_map(|before| {
            let after = effect
                .after
                .iter()
                .find(|after| after.duty == before.duty)?;
            let (from, to) = (stand(opened, before), stand(opened, after));
            (from != to).then(|| {
                frame.t_with(
                    "preview-state",
                    &[
                        ("task", verb(opened, &before.event).into()),
                        ("from", from.into()),
                        ("to", to.into()),
                    ],
                )
            })
        })
        .collect()
}

fn stand(opened: &Opened<'_>, row: &DutyRow) -> String {
    let frame = opened.frame;
    match (&row.state, row.appointment) {
        (RowState::OnHold { .. }, _) => frame.t("stand-on-hold"),
        (RowState::SetAside { .. }, _) => frame.t("stand-set-aside"),
        (_, Some((day, time))) => {
            frame.t1("stand-booked", "when", wording::moment(frame, day, time))
        }
        (RowState::Waiting { role }, None) => frame.t1(
            "stand-waiting",
            "role",
            wording::role(frame, &opened.case.model, role),
        ),
        (RowState::Blocked, None) => frame.t("stand-blocked"),
        (RowState::Open, None) => frame.t("stand-open"),
    }
}
