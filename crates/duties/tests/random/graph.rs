//! Random definitions that compile.

use duties::{
    Definition, Effect, Event, EventKind, FieldType, InitialDuty, InstanceKind, Lifecycle, Repeat,
};

use super::relations::add_relations;
use super::{Chance, days, guards};

/// A definition of 2 to 14 events.
pub(crate) fn definition(chance: &mut Chance) -> Definition {
    let events = usize::from(chance.between(2, 14));
    definition_of(chance, events)
}

/// A definition of so many events, and a few more if its instances need them.
pub(crate) fn definition_of(chance: &mut Chance, events: usize) -> Definition {
    let kinds = chance.weighed(&[(25, 0), (60, 1), (15, 2)]);
    let mut definition = Definition {
        rounds: chance.below(3),
        pause_groups: chance.weighed(&[(20, 0), (60, 1), (20, 2)]),
        ..Definition::default()
    };
    for kind in 0..kinds {
        definition.instances.push(InstanceKind {
            id: format!("kind-{kind}"),
            limit: usize::from(chance.between(1, 4)),
        });
    }
    for at in 0..chance.between(1, 8) {
        let at = usize::from(at);
        let field = guards::field(chance, at, kinds);
        definition.fields.push(field);
    }
    let events = events.max(kinds * 3);
    for at in 0..events {
        let place = place(chance, at, kinds);
        let event = event(chance, &definition, at, place);
        definition.events.push(event);
    }
    for group in 0..definition.pause_groups {
        // A group that is never paused, or never resumed, shows nothing.
        let pauses = pauses(chance, &definition, group);
        for effect in [pauses, Effect::Resumes(group)] {
            let at = chance.below(events);
            if definition.events[at].effect == Effect::None {
                definition.events[at].effect = effect;
            }
        }
    }
    let order: Vec<usize> = {
        let mut order: Vec<usize> = (0..events).collect();
        chance.shuffle(&mut order);
        order
    };
    let shuffled = order.iter().map(|at| definition.events[*at].clone());
    definition.events = shuffled.collect();
    add_relations(chance, &mut definition);
    definition
}

/// Every kind has an event that opens it and one inside it; the rest is anywhere.
fn place(chance: &mut Chance, at: usize, kinds: usize) -> (Option<usize>, Lifecycle) {
    if at < kinds {
        return (Some(at), Lifecycle::Opens);
    }
    if at < kinds * 2 {
        return (Some(at - kinds), Lifecycle::Inside);
    }
    if kinds == 0 || chance.percent(45) {
        return (None, Lifecycle::Inside);
    }
    let lifecycle = chance.weighed(&[
        (70, Lifecycle::Inside),
        (22, Lifecycle::Closes),
        (8, Lifecycle::Opens),
    ]);
    (Some(chance.below(kinds)), lifecycle)
}

fn event(
    chance: &mut Chance,
    definition: &Definition,
    at: usize,
    (instance, lifecycle): (Option<usize>, Lifecycle),
) -> Event {
    let is_timer = lifecycle != Lifecycle::Opens && chance.percent(18);
    let rounds = definition.rounds;
    let repeat = match chance.below(10) {
        0 => Repeat::Once,
        1..=3 if rounds > 0 => Repeat::OncePerRound(chance.below(rounds)),
        _ => Repeat::Many,
    };
    let completes = if !is_timer && chance.percent(15) {
        guards::guard(chance, definition, 1)
    } else {
        None
    };
    let pending = chance.percent(20).then(|| {
        let within = chance.percent(70).then(|| days::span(chance));
        InitialDuty {
            act: days::strength(chance),
            deadline: within.map(|within| days::deadline(chance, within)),
        }
    });
    let pause_group = (definition.pause_groups > 0 && chance.percent(70))
        .then(|| chance.below(definition.pause_groups));
    Event {
        id: format!("event-{at}"),
        kind: if is_timer {
            EventKind::Timer
        } else {
            EventKind::Activity
        },
        instance,
        lifecycle,
        included: chance.percent(85),
        pending,
        repeat,
        completes,
        effect: effect(chance, definition),
        pause_group,
    }
}

fn effect(chance: &mut Chance, definition: &Definition) -> Effect {
    let (rounds, groups) = (definition.rounds, definition.pause_groups);
    match chance.below(24) {
        0..=2 if rounds > 0 => Effect::BeginsRound(chance.below(rounds)),
        3..=6 if groups > 0 => {
            let group = chance.below(groups);
            pauses(chance, definition, group)
        }
        7..=9 if groups > 0 => Effect::Resumes(chance.below(groups)),
        10..=11 => Effect::Exits,
        12..=14 => Effect::Reopens,
        _ => Effect::None,
    }
}

fn pauses(chance: &mut Chance, definition: &Definition, group: usize) -> Effect {
    let is_day = |at: &usize| definition.fields[*at].of == FieldType::Day;
    let days: Vec<usize> = (0..definition.fields.len()).filter(is_day).collect();
    let until = (!days.is_empty() && chance.percent(85)).then(|| chance.pick(&days));
    Effect::Pauses { group, until }
}
