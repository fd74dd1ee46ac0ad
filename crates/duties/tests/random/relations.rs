//! Random relations that compile: every construct, between events that may be related.

use calendar::Span;
use duties::{
    Cadence, Definition, Event, EventKind, Lifecycle, Quantifier, Relation, RelationKind,
};

use super::{Chance, days, guards};

pub(crate) fn add_relations(chance: &mut Chance, definition: &mut Definition) {
    let events = definition.events.len();
    // A timer that nothing arms shows nothing.
    for timer in 0..events {
        if definition.events[timer].kind == EventKind::Timer {
            owe(chance, definition, timer);
        }
    }
    let wanted = definition.relations.len() + usize::from(chance.between(1, 2)) * events + 1;
    while definition.relations.len() < wanted {
        let kind = kind(chance);
        let (source, target) = ends(chance, definition, kind);
        add(chance, definition, source, target, kind);
        // Nor does one that speaks of duties where there are none.
        match kind {
            RelationKind::Milestone if chance.percent(70) => owe(chance, definition, source),
            RelationKind::NoResponse | RelationKind::Exclude { cancel: true }
                if chance.percent(60) =>
            {
                owe(chance, definition, target);
            }
            _ => {}
        }
    }
}

/// Makes some event create duties on this one.
fn owe(chance: &mut Chance, definition: &mut Definition, target: usize) {
    let source = chance.below(definition.events.len());
    let kind = response(chance);
    add(chance, definition, source, target, kind);
}

/// The ends of a relation; a milestone or condition often looks out of an instance.
fn ends(chance: &mut Chance, definition: &Definition, kind: RelationKind) -> (usize, usize) {
    let events = definition.events.len();
    let looks_out = match kind {
        RelationKind::Milestone => 60,
        RelationKind::Condition { delay: None } => 50,
        _ => 0,
    };
    let (inside, root): (Vec<usize>, Vec<usize>) =
        (0..events).partition(|at| is_inside(&definition.events[*at]));
    if !inside.is_empty() && !root.is_empty() && chance.percent(looks_out) {
        return (chance.pick(&inside), chance.pick(&root));
    }
    let opens = |at: &usize| definition.events[*at].lifecycle == Lifecycle::Opens;
    let opening: Vec<usize> = root.into_iter().filter(opens).collect();
    let is_delay = matches!(kind, RelationKind::Condition { delay: Some(_) });
    if is_delay && !inside.is_empty() && !opening.is_empty() && chance.percent(15) {
        return (chance.pick(&opening), chance.pick(&inside));
    }
    let asks = matches!(
        kind,
        RelationKind::Condition { .. } | RelationKind::Milestone
    );
    if asks && !inside.is_empty() && chance.percent(12) {
        return (chance.below(events), chance.pick(&inside));
    }
    (chance.below(events), chance.below(events))
}

fn is_inside(event: &Event) -> bool {
    event.instance.is_some() && event.lifecycle != Lifecycle::Opens
}

fn kind(chance: &mut Chance) -> RelationKind {
    let delay = Some(days::span(chance));
    let response = response(chance);
    chance.weighed(&[
        (2, RelationKind::Condition { delay: None }),
        (5, RelationKind::Condition { delay }),
        (6, RelationKind::Milestone),
        (8, response),
        (3, RelationKind::NoResponse),
        (3, RelationKind::Include),
        (4, RelationKind::Exclude { cancel: true }),
        (2, RelationKind::Exclude { cancel: false }),
    ])
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
    let (from_inside, to_inside) = (is_inside(from), is_inside(to));
    if to_inside && from.instance.is_some() && from.instance != to.instance {
        return;
    }
    let asks = matches!(
        kind,
        RelationKind::Condition { .. } | RelationKind::Milestone
    );
    let quantifier = (asks && from_inside && !to_inside)
        .then(|| chance.pick(&[Quantifier::Any, Quantifier::All]));
    let guard = if chance.percent(40) {
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
