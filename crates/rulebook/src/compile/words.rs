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
    format!("{} ({})", span(deadline.within), bound(deadline))
}

/// How much a deadline binds: »som udgangspunkt, flyttes til næste arbejdsdag«.
fn bound(deadline: Deadline) -> String {
    let roll = match deadline.roll {
        Roll::None => "",
        Roll::NextWorkingDay => ", flyttes til næste arbejdsdag",
    };
    format!("{}{roll}", strength(deadline.strength))
}

/// How often something comes again: »hver uge«, »hver 4. uge«, »hvert år«; »for hver 6 måneder og 2 dage«.
fn every(span: Span) -> String {
    let (years, months) = if span.months.is_multiple_of(12) {
        (span.months / 12, 0)
    } else {
        (0, span.months)
    };
    let (weeks, days) = if span.days.is_multiple_of(7) {
        (span.days / 7, 0)
    } else {
        (0, span.days)
    };
    let units = [
        (years, "hvert", "år"),
        (months, "hver", "måned"),
        (weeks, "hver", "uge"),
        (days, "hver", "dag"),
        (span.working_days, "hver", "arbejdsdag"),
    ];
    let mut counted = units.iter().filter(|(count, ..)| *count > 0);
    match (counted.next(), counted.next()) {
        (Some((1, each, unit)), None) => format!("{each} {unit}"),
        (Some((count, each, unit)), None) => format!("{each} {count}. {unit}"),
        _ => format!("for hver {}", self::span(span)),
    }
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
                        " igen {} ({}), {}",
                        every(limit.within),
                        bound(*limit),
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

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn what_comes_again_is_said_as_people_say_it() {
        for (written, expected) in [
            ("P1W", "hver uge"),
            ("P4W", "hver 4. uge"),
            ("P1M", "hver måned"),
            ("P3M", "hver 3. måned"),
            ("P12M", "hvert år"),
            ("P10D", "hver 10. dag"),
            ("P6M2D", "for hver 6 måneder og 2 dage"),
        ] {
            assert_eq!(every(written.parse().unwrap()), expected, "{written}");
        }
    }
}
