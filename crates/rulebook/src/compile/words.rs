//! Rules in Danish sentences: for the handbook, for »why«, for modellers.

use calendar::{Roll, Span};
use duties::{Cadence, Deadline, RelationKind, Strength};

/// A length of time in Danish: »8 uger«, »6 måneder og 2 dage«.
pub(crate) fn span(span: Span) -> String {
    let count = |number: u16, one: &str, many: &str| match number {
        1 => format!("1 {one}"),
        _ => format!("{number} {many}"),
    };
    let mut parts = Vec::new();
    match (span.months / 12, span.months % 12) {
        (0, 0) => {}
        (years, 0) => parts.push(format!("{years} år")),
        _ => parts.push(count(span.months, "måned", "måneder")),
    }
    match (span.days / 7, span.days % 7) {
        (0, 0) => {}
        (weeks, 0) => parts.push(count(weeks, "uge", "uger")),
        _ => parts.push(count(span.days, "dag", "dage")),
    }
    if span.working_days > 0 {
        parts.push(count(span.working_days, "arbejdsdag", "arbejdsdage"));
    }
    match parts.len() {
        0 => "samme dag".to_owned(),
        _ => parts.join(" og "),
    }
}

/// A strength of the day.
pub(crate) fn strength(strength: Strength) -> &'static str {
    match strength {
        Strength::Must => "skal",
        Strength::Default => "som udgangspunkt",
        Strength::Aim => "målsætning",
    }
}

/// A deadline: »8 uger (målsætning)«.
pub(crate) fn deadline(deadline: Deadline) -> String {
    let roll = match deadline.roll {
        Roll::None => "",
        Roll::NextWorkingDay => ", flyttes til næste arbejdsdag",
    };
    format!(
        "{} ({}{roll})",
        span(deadline.within),
        strength(deadline.strength)
    )
}

/// A relation as one Danish sentence about two titles, and the guard's words if it has one.
pub(crate) fn sentence(
    kind: &RelationKind,
    source: &str,
    target: &str,
    guard: Option<&str>,
) -> String {
    let sentence = match kind {
        RelationKind::Condition { delay: None } => {
            format!("»{target}« kan først ske efter »{source}«")
        }
        RelationKind::Condition { delay: Some(delay) } => {
            format!("»{target}« kan først ske {} efter »{source}«", span(*delay))
        }
        RelationKind::Milestone => format!("»{target}« venter, så længe »{source}« mangler"),
        RelationKind::NoResponse => format!("efter »{source}« bortfalder pligten til »{target}«"),
        RelationKind::Include => format!("efter »{source}« kan »{target}« komme på tale"),
        RelationKind::Exclude { cancel: false } => {
            format!("efter »{source}« er »{target}« ude af sagen indtil videre")
        }
        RelationKind::Exclude { cancel: true } => {
            format!("efter »{source}« er »{target}« ude af sagen, og pligten bortfalder")
        }
        RelationKind::Response {
            act: strength,
            deadline: limit,
            cadence,
        } => {
            let what = match strength {
                Strength::Must => format!("skal »{target}« ske"),
                Strength::Default => format!("skal »{target}« som udgangspunkt ske"),
                Strength::Aim => format!("tilstræbes det, at »{target}« sker"),
            };
            let when = match (limit, cadence) {
                (None, _) => String::new(),
                (Some(limit), None) => format!(" inden for {}", deadline(*limit)),
                (Some(limit), Some(cadence)) => {
                    format!(
                        " igen for hver {}, {}",
                        deadline(*limit),
                        self::cadence(*cadence)
                    )
                }
            };
            format!("efter »{source}« {what}{when}")
        }
    };
    match guard {
        Some(guard) => format!("{sentence}, hvis {guard}"),
        None => sentence,
    }
}

/// How a cadence is counted.
pub(crate) fn cadence(cadence: Cadence) -> &'static str {
    match cadence {
        Cadence::Rolling => "regnet fra sidst",
        Cadence::Anchored => "regnet fra begyndelsen",
        Cadence::CalendarMonth => "i hver kalendermåned",
        Cadence::CalendarWeek => "i hver kalenderuge",
    }
}
