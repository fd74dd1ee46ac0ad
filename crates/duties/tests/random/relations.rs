//! Random relations that compile: every construct, between events that may be related.

use calendar::Span;
use duties::{Cadence, Definition, EventKind, Lifecycle, Quantifier, Relation, RelationKind};

use super::{Chance, days, guards};

pub(crate) fn add_relations(chance: &mut Chance, definition: &mut Definition) {
    let events = definition.events.len();
    // A timer that nothing arms shows nothing.
    for timer in 0..events {
        if definition.events[timer].kind == EventKind::Timer {
            let source = chance.below(events);
            let kind = response(chance);
            add(chance, definition, source, timer, kind);
        }
    }
    let wanted = definition.relations.len() + usize::from(chance.between(1, 2)) * events + 1;
    while definition.relations.len() < wanted {
        let source = chance.below(events);
        let target = chance.below(events);
        let kind = kind(chance);
        add(chance, definition, source, target, kind);
    }
}

fn kind(chance: &mut Chance) -> RelationKind {
    match chance.below(20) {
        0..=2 => RelationKind::Condition { delay: None },
        3..=4 => RelationKind::Condition {
            delay: Some(days::span(chance)),
        },
        5..=6 => RelationKind::Milestone,
        7..=13 => response(chance),
        14 => RelationKind::NoResponse,
        15..=16 => RelationKind::Include,
        17 => RelationKind::Exclude { cancel: true },
        _ => RelationKind::Exclude { cancel: false },
    }
}

fn response(chance: &mut Chance) -> RelationKind {
    let cadence = chance.percent(45).then(|| {
        chance.pick(&[
            Cadence::Rolling,
            Cadence::Anchored,
            Cadence::CalendarMonth,
            Cadence::CalendarWeek,
        ])
    });
    let within = match cadence {
        Some(Cadence::CalendarMonth) => Some(Span::months(chance.between(1, 3))),
        Some(Cadence::CalendarWeek) => Some(Span::weeks(chance.between(1, 4))),
        Some(_) => Some(days::span(chance)),
        None if chance.percent(3) => Some(Span::ZERO),
        None => chance.percent(80).then(|| days::span(chance)),
    };
    RelationKind::Response {
        act: days::strength(chance),
        deadline: within.map(|within| days::deadline(chance, within)),
        cadence,
    }
}

/// Adds the relation if its ends may be related.
fn add(
    chance: &mut Chance,
    definition: &mut Definition,
    source: usize,
    target: usize,
    kind: RelationKind,
) {
    let (from, to) = (&definition.events[source], &definition.events[target]);
    let from_inside = from.instance.is_some() && from.lifecycle != Lifecycle::Opens;
    let to_inside = to.instance.is_some() && to.lifecycle != Lifecycle::Opens;
    if to_inside && from.instance.is_some() && from.instance != to.instance {
        return;
    }
    let asks = matches!(
        kind,
        RelationKind::Condition { .. } | RelationKind::Milestone
    );
    let quantifier = (asks && from_inside && !to_inside)
        .then(|| chance.pick(&[Quantifier::Any, Quantifier::All]));
    let guard = if chance.percent(30) {
        guards::guard(chance, definition, 2)
    } else {
        None
    };
    definition.relations.push(Relation {
        id: format!("relation-{}", definition.relations.len()),
        kind,
        source,
        target,
        guard,
        quantifier,
    });
}
