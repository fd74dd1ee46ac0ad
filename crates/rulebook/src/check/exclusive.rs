//! One fact must not satisfy two events of which only one can have happened.

use std::collections::BTreeSet;
use std::ops::Range;

use duties::{Effect, Event, Lifecycle, RelationKind};
use facts::KindName;

use crate::compile::Built;
use crate::guard::{Checked, Together, Vocabulary, together};
use crate::page::{Report, Sink};

/// A kind of fact that satisfies an event, with its place.
#[derive(Debug)]
pub(crate) struct Satisfied {
    pub(crate) event: usize,
    pub(crate) kind: KindName,
    pub(crate) checked: Option<Checked>,
    pub(crate) place: Range<usize>,
}

/// Tells every fact that could satisfy two exclusive events. `declared`: groups of events the page calls exclusive.
pub(crate) fn exclusive(
    sink: &Sink,
    events: &[Event],
    built: &[Built],
    declared: &[Vec<usize>],
    satisfied: &[Satisfied],
    vocabulary: &dyn Fn(KindName) -> Vocabulary,
) {
    let pairs = pairs(events, built, declared);
    for (nth, one) in satisfied.iter().enumerate() {
        for other in &satisfied[nth + 1..] {
            let pair = (one.event.min(other.event), one.event.max(other.event));
            if one.kind != other.kind
                || one.kind == KindName::ActivityDone
                || !pairs.contains(&pair)
            {
                continue;
            }
            if together(
                one.checked.as_ref(),
                other.checked.as_ref(),
                &vocabulary(one.kind),
            ) == Together::Never
            {
                continue;
            }
            let message = format!(
                "det samme faktum kan opfylde både »{}« og »{}«, der udelukker hinanden",
                events[one.event].id, events[other.event].id
            );
            sink.tell(
                Report::error("exclusive-events", &other.place, message)
                    .remedy(
                        "skel mellem dem med when: to betingelser, der ikke kan holde på én gang",
                    )
                    .also(&one.place, "den anden"),
            );
        }
    }
}

fn pairs(events: &[Event], built: &[Built], declared: &[Vec<usize>]) -> BTreeSet<(usize, usize)> {
    let mut pairs = BTreeSet::new();
    let mut add = |one: usize, other: usize| {
        if one != other {
            pairs.insert((one.min(other), one.max(other)));
        }
    };
    for group in declared {
        for &one in group {
            for &other in group {
                add(one, other);
            }
        }
    }
    for one in built {
        if matches!(one.relation.kind, RelationKind::Exclude { .. }) && !one.expanded {
            add(one.relation.source, one.relation.target);
        }
    }
    for (one, event) in events.iter().enumerate() {
        for (other, second) in events.iter().enumerate() {
            let lives =
                (event.lifecycle, second.lifecycle) == (Lifecycle::Opens, Lifecycle::Closes);
            let ends = (event.effect, second.effect) == (Effect::Exits, Effect::Reopens);
            if (lives && event.instance == second.instance) || ends {
                add(one, other);
            }
        }
    }
    pairs
}
