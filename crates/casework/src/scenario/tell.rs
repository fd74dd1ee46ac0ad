//! Words what a scenario asked and what was found, in Danish.

use std::fmt::Write as _;

use calendar::Day;
use duties::{Blocker, Duty, DutyState, Strength};
use facts::Value;
use rulebook::ModelVersion;
use rulebook::scenario::{ExpectedDuty, Reason, ReasonKind, Target};

pub(super) fn target(target: &Target) -> String {
    match &target.instance {
        None => format!("»{}«", target.event),
        Some(instance) => format!("»{}« i {instance}", target.event),
    }
}

pub(super) fn state(state: DutyState) -> &'static str {
    match state {
        DutyState::Open => "åben (open)",
        DutyState::Suspended => "hvilende (suspended)",
        DutyState::Paused => "på pause (paused)",
        DutyState::Met => "opfyldt (met)",
        DutyState::Late => "opfyldt for sent (late)",
        DutyState::Cancelled => "bortfaldet (cancelled)",
        DutyState::Superseded => "afløst (superseded)",
        DutyState::SetAside => "sat til side (set-aside)",
    }
}

fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Must => "must",
        Strength::Default => "default",
        Strength::Aim => "aim",
    }
}

fn day(day: Option<Day>) -> String {
    day.map_or_else(|| "ingen".to_owned(), |day| day.to_string())
}

pub(super) fn expected_duty(duty: &ExpectedDuty, default: Option<DutyState>) -> String {
    let mut text = target(&duty.target);
    if let Some(asked) = duty.state.or(default) {
        let _ = write!(text, ", {}", state(asked));
    }
    if let Some(due) = duty.due {
        let _ = write!(text, ", frist {}", day(due));
    }
    if let Some(literal) = duty.literal {
        let _ = write!(text, ", efter ordlyden {literal}");
    }
    if let Some(created) = duty.created {
        let _ = write!(text, ", fra {created}");
    }
    if let Some(act) = duty.act {
        let _ = write!(text, ", pligt {}", strength(act));
    }
    if let Some(bound) = duty.strength {
        let _ = write!(text, ", dagen {}", strength(bound));
    }
    if let Some(overdue) = duty.overdue {
        text.push_str(if overdue {
            ", overskredet"
        } else {
            ", ikke overskredet"
        });
    }
    if let Some(until) = duty.until {
        let _ = write!(text, ", til {until}");
    }
    text
}

pub(super) fn duty(model: &ModelVersion, names: &[&str], duty: &Duty) -> String {
    let mut text = format!("»{}«", model.events[duty.event].id);
    if let Some(key) = duty.instance {
        let _ = write!(text, " i {}", instance(names, key.0));
    }
    let _ = write!(text, ", {}, frist {}", state(duty.state), day(duty.due));
    if duty.literal != duty.due {
        let _ = write!(text, ", efter ordlyden {}", day(duty.literal));
    }
    let _ = write!(text, ", fra {}, pligt {}", duty.created, strength(duty.act));
    if let Some(bound) = duty.day_strength {
        let _ = write!(text, ", dagen {}", strength(bound));
    }
    if let Some(until) = duty.until {
        let _ = write!(text, ", til {until}");
    }
    text
}

/// The scenario's name of an instance.
pub(super) fn instance(names: &[&str], key: u64) -> String {
    usize::try_from(key)
        .ok()
        .and_then(|key| names.get(key.checked_sub(1)?))
        .map_or_else(|| key.to_string(), |name| (*name).to_owned())
}

/// A blocker in the words of a scenario.
pub(super) fn found_reason(model: &ModelVersion, names: &[&str], blocker: &Blocker) -> Reason {
    let event = |event: usize| Some(model.events[event].id.clone());
    let mut reason = Reason {
        why: ReasonKind::of(blocker),
        event: None,
        field: None,
        instance: None,
        opens: None,
        due: None,
    };
    match blocker {
        Blocker::Closed { by } => reason.event = event(*by),
        Blocker::Excluded { by } => reason.event = by.and_then(event),
        Blocker::NotDone {
            event: first,
            instance: key,
            ..
        } => {
            reason.event = event(*first);
            reason.instance = key.map(|key| instance(names, key.0));
        }
        Blocker::TooEarly {
            event: first,
            opens,
            ..
        } => {
            reason.event = event(*first);
            reason.opens = Some(*opens);
        }
        Blocker::StillPending {
            event: first,
            instance: key,
            due,
            ..
        } => {
            reason.event = event(*first);
            reason.instance = key.map(|key| instance(names, key.0));
            reason.due = *due;
        }
        Blocker::Unknown { field, .. } => {
            reason.field = Some(model.model.definition().fields[*field].id.clone());
        }
        _ => {}
    }
    reason
}

pub(super) fn reason(reason: &Reason) -> String {
    let mut text = reason.why.id().to_owned();
    for (name, value) in [
        ("event", &reason.event),
        ("field", &reason.field),
        ("instance", &reason.instance),
    ] {
        if let Some(value) = value {
            let _ = write!(text, ", {name} = {value}");
        }
    }
    for (name, value) in [("opens", reason.opens), ("due", reason.due)] {
        if let Some(value) = value {
            let _ = write!(text, ", {name} = {value}");
        }
    }
    text
}

pub(super) fn value(value: Option<&Value>) -> String {
    match value {
        None => "ukendt".to_owned(),
        Some(Value::Flag(true)) => "ja".to_owned(),
        Some(Value::Flag(false)) => "nej".to_owned(),
        Some(Value::Number(number)) => number.to_string(),
        Some(Value::Day(day)) => day.to_string(),
        Some(Value::Choice(id) | Value::Text(id)) => format!("»{id}«"),
        Some(Value::Set(ids)) => {
            let ids: Vec<&str> = ids.iter().map(String::as_str).collect();
            format!("[{}]", ids.join(", "))
        }
    }
}

/// A list of lines, each with its mark: what is missing, what is too much.
pub(super) fn difference(missing: &[String], surplus: &[String]) -> String {
    let mut text = String::new();
    for line in missing {
        let _ = write!(text, "\n  mangler:  {line}");
    }
    for line in surplus {
        let _ = write!(text, "\n  for meget: {line}");
    }
    text
}
