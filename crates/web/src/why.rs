//! Why a duty is there, in half a line: »senest 8 uger efter Sagen åbnes«. The whole rule is one click away, in the handbook.

use calendar::Span;
use duties::{Cadence, RelationKind};
use rulebook::ModelVersion;

use crate::page::Frame;

/// Keys of lengths: years, months, weeks, days, working days.
type Units = [&'static str; 5];
const WITHIN: Units = [
    "why-years",
    "why-months",
    "why-weeks",
    "why-days",
    "why-working-days",
];
const EVERY: Units = [
    "why-every-years",
    "why-every-months",
    "why-every-weeks",
    "why-every-days",
    "why-every-working-days",
];

/// The rule behind a duty as half a line, or `None` where the rule is none that makes duties.
pub(crate) fn short(frame: &Frame, model: &ModelVersion, relation: usize) -> Option<String> {
    let relation = model.model.definition().relations.get(relation)?;
    let RelationKind::Response {
        deadline, cadence, ..
    } = &relation.kind
    else {
        return None;
    };
    let event = frame.text(&model.events.get(relation.source)?.title);
    let words = match (deadline, cadence) {
        (None, _) => frame.t1("why-after", "event", event),
        (Some(limit), None) => {
            let time = time(frame, WITHIN, limit.within);
            frame.t2("why-within", ("time", time), ("event", event))
        }
        (Some(limit), Some(cadence)) => {
            let every = match cadence {
                Cadence::CalendarMonth => frame.t("why-each-month"),
                Cadence::CalendarWeek => frame.t("why-each-week"),
                Cadence::Rolling | Cadence::Anchored => time(frame, EVERY, limit.within),
            };
            frame.t2("why-again", ("every", every), ("event", event))
        }
    };
    Some(words)
}

/// A length of time in the largest units that are whole: »8 uger«, »hver uge«; a mixed one part by part.
fn time(frame: &Frame, units: Units, span: Span) -> String {
    let months = match span.months % 12 {
        0 => [span.months / 12, 0],
        _ => [0, span.months],
    };
    let days = match span.days % 7 {
        0 => [span.days / 7, 0],
        _ => [0, span.days],
    };
    let numbers = [months[0], months[1], days[0], days[1], span.working_days];
    let parts: Vec<String> = (units.into_iter().zip(numbers))
        .filter(|&(_, number)| number > 0)
        .map(|(key, number)| frame.t1(key, "number", number))
        .collect();
    if parts.is_empty() {
        frame.t("why-same-day")
    } else {
        parts.join(" + ")
    }
}
