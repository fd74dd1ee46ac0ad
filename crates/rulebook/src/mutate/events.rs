//! Mutants of events, instances and fields.

use duties::{Definition, Effect, EventKind, InitialDuty, RelationKind, Repeat};

use super::{Bench, deadlines, guards, other_strength};

pub(super) fn mutate(bench: &mut Bench<'_>) {
    for at in 0..bench.original.events.len() {
        life(bench, at);
        initial(bench, at);
    }
    for at in 0..bench.original.instances.len() {
        let kind = &bench.original.instances[at];
        let (id, limit) = (kind.id.clone(), kind.limit);
        let description = format!("»{id}«: én mere ad gangen");
        bench.add(&id, "limit-more", description, &(0..0), |definition| {
            definition.instances[at].limit = limit.saturating_add(1);
        });
        let description = format!("»{id}«: én mindre ad gangen");
        bench.add(&id, "limit-less", description, &(0..0), |definition| {
            definition.instances[at].limit = limit.saturating_sub(1).max(1);
        });
    }
    for at in 0..bench.original.fields.len() {
        let id = bench.original.fields[at].id.clone();
        let description = format!("»{id}« ukendt fra begyndelsen");
        bench.add(&id, "initial-remove", description, &(0..0), |definition| {
            definition.fields[at].initial = None;
        });
    }
}

fn life(bench: &mut Bench<'_>, at: usize) {
    let event = &bench.original.events[at];
    let text = &bench.version.events[at];
    let (id, title, place) = (event.id.clone(), text.title.da.clone(), text.place.clone());
    let describe = |what: &str| format!("»{title}«: {what}");
    let others = match event.repeat {
        Repeat::Many => Vec::new(),
        Repeat::Once => vec![("repeat-many", "må ske igen", Repeat::Many)],
        Repeat::OncePerRound(_) => vec![
            ("repeat-many", "må ske igen", Repeat::Many),
            ("repeat-once", "må kun ske én gang i alt", Repeat::Once),
        ],
    };
    for (what, words, repeat) in others {
        bench.add(&id, what, describe(words), &place, |definition| {
            definition.events[at].repeat = repeat;
        });
    }
    if let Some(guard) = &bench.original.events[at].completes {
        for (what, words, altered) in guards(guard) {
            let what = what.replace("guard", "done-when");
            bench.add(
                &id,
                &what,
                describe(&words.replace("betingelsen", "»done-when«")),
                &place,
                |definition| {
                    definition.events[at].completes = altered;
                },
            );
        }
    }
    if !bench.original.events[at].included {
        bench.add(
            &id,
            "takes-part",
            describe("deltager fra begyndelsen"),
            &place,
            |definition| {
                definition.events[at].included = true;
            },
        );
    }
    if bench.original.events[at].kind == EventKind::Timer {
        bench.add(
            &id,
            "timer-remove",
            describe("sker ikke af sig selv"),
            &place,
            |definition| {
                definition.events[at].kind = EventKind::Activity;
            },
        );
    }
    if bench.original.events[at].pause_group.is_some() && is_owed(bench.original, at) {
        bench.add(
            &id,
            "clock-remove",
            describe("står ikke stille under pause"),
            &place,
            |definition| {
                definition.events[at].pause_group = None;
            },
        );
    }
    effect(bench, at, &id, &describe);
}

/// Whether there can be a duty on the event at all.
fn is_owed(definition: &Definition, at: usize) -> bool {
    let responses = definition.relations.iter().any(|relation| {
        relation.target == at && matches!(relation.kind, RelationKind::Response { .. })
    });
    responses || definition.events[at].pending.is_some()
}

fn effect(bench: &mut Bench<'_>, at: usize, id: &str, describe: &dyn Fn(&str) -> String) {
    let effect = bench.original.events[at].effect;
    let place = bench.version.events[at].place.clone();
    let what = match effect {
        Effect::None => return,
        Effect::Exits => "lukker ikke sagen",
        Effect::Reopens => "åbner ikke sagen igen",
        Effect::Pauses { .. } => "standser ikke fristerne",
        Effect::Resumes(_) => "sætter ikke fristerne i gang",
        Effect::BeginsRound(_) => "begynder ikke en ny omgang",
    };
    bench.add(id, "effect-remove", describe(what), &place, |definition| {
        definition.events[at].effect = Effect::None;
    });
    if let Effect::Pauses {
        group,
        until: Some(_),
    } = effect
    {
        bench.add(
            id,
            "pause-until-remove",
            describe("pausen har ingen slutdag"),
            &place,
            |definition| {
                definition.events[at].effect = Effect::Pauses { group, until: None };
            },
        );
    }
}

fn initial(bench: &mut Bench<'_>, at: usize) {
    let Some(initial) = bench.original.events[at].pending else {
        return;
    };
    let text = &bench.version.events[at];
    let (id, title, place) = (text.id.clone(), text.title.da.clone(), text.place.clone());
    let mut altered: Vec<(String, &str, Option<InitialDuty>)> = vec![
        (
            "from-start-remove".to_owned(),
            "ikke pligt fra begyndelsen",
            None,
        ),
        (
            "from-start-act".to_owned(),
            "handlingens styrke fra begyndelsen ændret",
            Some(InitialDuty {
                act: other_strength(initial.act),
                ..initial
            }),
        ),
    ];
    for (what, words, deadline) in initial.deadline.map(deadlines).unwrap_or_default() {
        altered.push((
            format!("from-start-{what}"),
            words,
            Some(InitialDuty {
                deadline,
                ..initial
            }),
        ));
    }
    for (what, words, pending) in altered {
        bench.add(
            &id,
            &what,
            format!("»{title}«: {words}"),
            &place,
            |definition| {
                definition.events[at].pending = pending;
            },
        );
    }
}
