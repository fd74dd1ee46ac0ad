//! A duty as a case shows it: what, by when, why, who, and what stands in the way.

use casework::{DutyRow, Group, RowState};
use duties::Strength;

use super::reading::Opened;
use super::wording::{self, Link, ReasonWords, Written};
use crate::rights::Action;

/// One duty in words.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct DutyWords {
    pub(crate) verb: String,
    /// The company of the placement it lives in.
    pub(crate) placement: Option<String>,
    /// `overdue`, `today`, `soon`, `later`, `waiting`, `on-hold`: for the stylesheet.
    pub(crate) group: &'static str,
    /// »3 dage over frist«, »i dag«, »senest 4. oktober 2021«.
    pub(crate) due: String,
    /// The day before it was moved off a day off, when it was.
    pub(crate) literal: Option<String>,
    /// »skal« with »frist: målsætning«.
    pub(crate) act: String,
    pub(crate) day_strength: Option<String>,
    /// Why it is there: the rule in a line.
    pub(crate) why: String,
    /// What triggered it, and when.
    pub(crate) since: String,
    pub(crate) who: String,
    pub(crate) written: Option<Written>,
    pub(crate) state: Option<String>,
    pub(crate) appointment: Option<String>,
    pub(crate) blocked_by: Vec<ReasonWords>,
    pub(crate) register: Option<Link>,
    pub(crate) set_aside: Option<String>,
}

/// The duties of the opened case, most urgent first.
pub(crate) fn duties(opened: &Opened<'_>) -> Vec<DutyWords> {
    let today = opened.case.coordinates.as_of;
    let mut rows = opened.case.duty_rows();
    rows.sort_by_key(|row| {
        (
            row.group(today),
            row.due.is_none(),
            row.due,
            row.created,
            row.duty,
        )
    });
    rows.iter().map(|row| duty(opened, row)).collect()
}

fn duty(opened: &Opened<'_>, row: &DutyRow) -> DutyWords {
    let (frame, case) = (opened.frame, &opened.case);
    let model = case.model.as_ref();
    let event = model.event(&row.event).map(|at| &model.events[at]);
    let relation = row.relation.and_then(|at| model.relations.get(at));
    let place = relation
        .map(|relation| (&relation.source, relation.anchor.as_str()))
        .or_else(|| event.map(|event| (&event.source, event.anchor.as_str())));
    let may = opened.may(Action::Register);
    let may_be_set_aside = row.act == Strength::Default
        && !matches!(
            row.state,
            RowState::SetAside { .. } | RowState::OnHold { .. }
        );
    DutyWords {
        verb: wording::verb_of(frame, model, &row.event),
        placement: row.instance.and_then(|id| placement(opened, id)),
        group: group(row.group(case.coordinates.as_of)),
        due: due(opened, row),
        literal: row
            .literal
            .filter(|literal| row.due.is_some_and(|due| due != *literal))
            .map(|literal| frame.t1("duty-literal", "day", frame.long(literal))),
        act: wording::strength(frame, row.act),
        day_strength: row
            .day_strength
            .filter(|strength| *strength != Strength::Must)
            .map(|strength| wording::strength(frame, strength)),
        why: (row.relation)
            .and_then(|at| crate::why::short(frame, model, at))
            .or_else(|| relation.map(|relation| relation.meaning.clone()))
            .or_else(|| event.map(|event| frame.text(&event.title).to_owned()))
            .unwrap_or_default(),
        since: since(opened, row),
        who: who(opened, row),
        written: place.map(|(source, anchor)| wording::written(model, source, anchor)),
        state: state(opened, row),
        appointment: row.appointment.map(|(day, time)| {
            frame.t1(
                "duty-appointment",
                "when",
                wording::moment(frame, day, time),
            )
        }),
        blocked_by: wording::reasons(opened, case, &row.blocked_by),
        register: may.then(|| Link {
            address: wording::register_address(case, &row.event, row.instance.map(|id| id.0)),
            words: frame.t("duty-register"),
        }),
        set_aside: (may && may_be_set_aside)
            .then(|| format!("/cases/{}/duties/{}/set-aside", case.id, row.duty)),
    }
}

/// What triggered it, and when.
fn since(opened: &Opened<'_>, row: &DutyRow) -> String {
    let (frame, case) = (opened.frame, &opened.case);
    let Some(trigger) = opened.facts.iter().find(|fact| fact.id == row.trigger) else {
        return frame.t1("duty-since-start", "day", frame.long(row.created));
    };
    let newest = case.live.iter().find(|live| live.root == trigger.id);
    let entry = &newest.map_or(trigger, |live| live.fact).entry;
    let title = wording::fact_title(frame, opened, &case.model, entry);
    let day = frame.long(entry.happened_on);
    let since = frame.t2("duty-since", ("fact", title), ("day", day));
    if row.created == entry.happened_on {
        return since;
    }
    // The turn of a cadence is counted from its own day, not from the day of what set it going.
    let turn = frame.t1("duty-this-turn", "day", frame.long(row.created));
    format!("{since}; {turn}")
}

/// Who is to do it.
fn who(opened: &Opened<'_>, row: &DutyRow) -> String {
    let role = wording::role(opened.frame, &opened.case.model, &row.role);
    match row.holder {
        Some(holder) => format!("{} · {role}", opened.employee(holder)),
        None => opened.frame.t1("duty-nobody", "role", role),
    }
}

/// The company of a placement.
pub(crate) fn placement(opened: &Opened<'_>, id: facts::PlacementId) -> Option<String> {
    let placements = opened.case.placements();
    placements
        .into_iter()
        .find(|row| row.placement == id)
        .map(|row| row.company)
}

fn group(group: Group) -> &'static str {
    match group {
        Group::Overdue => "overdue",
        Group::Today => "today",
        Group::Soon => "soon",
        Group::Later => "later",
        Group::Waiting => "waiting",
        Group::OnHold => "on-hold",
    }
}

fn due(opened: &Opened<'_>, row: &DutyRow) -> String {
    let frame = opened.frame;
    if row.stands_still() {
        return frame.t("duty-stands-still");
    }
    let Some(due) = row.due else {
        return frame.t("duty-no-day");
    };
    let days = due.since(opened.case.coordinates.as_of);
    let day = frame.long(due);
    match days {
        0 => frame.t("duty-today"),
        1 => frame.t1("duty-tomorrow", "day", day),
        days if days < 0 => frame.t2("duty-overdue", ("days", i64::from(-days)), ("day", day)),
        days => frame.t2("duty-ahead", ("days", i64::from(days)), ("day", day)),
    }
}

fn state(opened: &Opened<'_>, row: &DutyRow) -> Option<String> {
    let (frame, model) = (opened.frame, opened.case.model.as_ref());
    let reason = |by: Option<facts::FactId>| {
        let fact = by.and_then(|id| opened.case.live.iter().find(|live| live.root == id));
        fact.and_then(|live| live.entry().note.clone())
            .unwrap_or_default()
    };
    match &row.state {
        RowState::Open | RowState::Blocked => None,
        RowState::Waiting { role } => {
            Some(frame.t1("duty-waits", "role", wording::role(frame, model, role)))
        }
        RowState::OnHold {
            until: Some(until),
            by,
        } => Some(frame.t2(
            "duty-on-hold-until",
            ("day", frame.long(*until)),
            ("reason", reason(*by)),
        )),
        RowState::OnHold { until: None, by } => {
            Some(frame.t1("duty-on-hold", "reason", reason(*by)))
        }
        RowState::SetAside { until, by } => Some(frame.t2(
            "duty-set-aside",
            ("day", frame.long(*until)),
            ("reason", reason(*by)),
        )),
    }
}
