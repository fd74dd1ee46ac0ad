//! A duty that falls due before it may be done, searched on every day.

use calendar::{Calendar, Day};
use duties::RelationKind;

use crate::compile::Built;
use crate::guard::{Together, Vocabulary, together};
use crate::page::{Report, Sink};

/// How far a version without an end is searched: longer than any cycle of leap years and weekdays that matters to spans.
const YEARS: i32 = 28;

/// Tells every pair of a delay and a deadline, on the same source and target, that cannot both be kept on some day.
pub(crate) fn delays(
    sink: &Sink,
    built: &[Built],
    vocabulary: &Vocabulary,
    calendar: &Calendar,
    (from, until): (Day, Option<Day>),
) {
    for condition in built {
        let RelationKind::Condition { delay: Some(delay) } = condition.relation.kind else {
            continue;
        };
        for response in built {
            let RelationKind::Response {
                deadline: Some(deadline),
                ..
            } = response.relation.kind
            else {
                continue;
            };
            let same = condition.relation.source == response.relation.source
                && condition.relation.target == response.relation.target;
            let within = deadline.within;
            let never_longer = delay.months <= within.months
                && delay.days <= within.days
                && delay.working_days <= within.working_days;
            if !same
                || never_longer
                || together(
                    condition.checked.as_ref(),
                    response.checked.as_ref(),
                    vocabulary,
                ) == Together::Never
            {
                continue;
            }
            let end = from.plus_months(YEARS * 12);
            let end = until.map_or(end, |until| until.min(end));
            let late = (0..end.since(from))
                .map(|days| from.plus(days))
                .find(|day| {
                    let opens = calendar.add(*day, delay);
                    let due = calendar.resolve(calendar.add(*day, deadline.within), deadline.roll);
                    opens > due
                });
            let Some(day) = late else { continue };
            let opens = calendar.add(day, delay);
            let due = calendar.resolve(calendar.add(day, deadline.within), deadline.roll);
            let message = format!(
                "sker det første {day}, må det næste først ske {opens}, men skal være sket {due}"
            );
            sink.tell(
                Report::error("delay-after-deadline", &condition.place, message)
                    .remedy("gør ventetiden kortere eller fristen længere")
                    .also(&response.place, "fristen"),
            );
        }
    }
}
