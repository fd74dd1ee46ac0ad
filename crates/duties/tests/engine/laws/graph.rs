//! Laws about what one execution does, and about blockers.

use duties::{Blocker, Cadence, DutyState, Effect, Guard, RelationKind};

use super::{add_event, add_relation, changed, engine, execute, fold, holds, last};
use crate::outcome::{blockable, compile, marked};
use crate::random::Run;

#[test]
fn include_wins_over_exclude() {
    holds(1_000_000, &|run| {
        let targets = 0..run.definition.events.len();
        let mut both = 0;
        let (run, model) = changed(run, |definition| {
            both = add_event(definition, Effect::None);
            for target in targets.clone() {
                let exclude = RelationKind::Exclude {
                    cancel: target % 2 == 0,
                };
                let (first, second) = if target % 3 == 0 {
                    (exclude, RelationKind::Include)
                } else {
                    (RelationKind::Include, exclude)
                };
                add_relation(definition, first, both, target);
                add_relation(definition, second, both, target);
            }
        });
        let state = fold(&run, &model, last(&run)).state;
        let state = execute(engine(&run, &model), state, both, None);
        let instances = state.instances();
        let closed = |key| {
            instances
                .iter()
                .any(|one| Some(one.key) == key && one.closed.is_some())
        };
        marked(&run.definition, &instances)
            .into_iter()
            .filter(|(event, key)| targets.contains(event) && !closed(*key))
            .find(|(event, key)| !state.is_included(*event, *key))
            .map(|asked| format!("{asked:?} is excluded"))
    });
}

#[test]
fn what_is_done_twice_is_not_pending() {
    holds(1_010_000, &|run| {
        let definition = &run.definition;
        let model = compile(definition);
        let engine = engine(run, &model);
        let state = fold(run, &model, last(run)).state;
        let comes_again = |event: usize| {
            definition.relations.iter().any(|relation| {
                let RelationKind::Response { cadence, .. } = relation.kind else {
                    return false;
                };
                relation.target == event
                    && (relation.source == event || cadence == Some(Cadence::Rolling))
            })
        };
        let asked = marked(definition, &state.instances());
        asked.into_iter().find_map(|(event, key)| {
            let what = &definition.events[event];
            if comes_again(event) || what.completes.is_some() || what.effect == Effect::Reopens {
                return None;
            }
            let once = execute(engine, state.clone(), event, key);
            let twice = execute(engine, once, event, key);
            twice
                .is_pending(event, key)
                .then(|| format!("{event} {key:?} is pending"))
        })
    });
}

#[test]
fn when_all_is_excluded_nothing_is_due() {
    holds(1_020_000, &|run| {
        let mut all = 0;
        let (run, model) = changed(run, |definition| {
            all = add_event(definition, Effect::None);
            for target in 0..=all {
                add_relation(
                    definition,
                    RelationKind::Exclude { cancel: false },
                    all,
                    target,
                );
            }
        });
        let engine = engine(&run, &model);
        let state = fold(&run, &model, last(&run)).state;
        let state = execute(engine, state, all, None);
        for ahead in [0, 100] {
            let day = state.today().plus(ahead);
            let state = engine.advance(state.clone(), day);
            let due = state
                .ledger()
                .iter()
                .find(|duty| matches!(duty.state, DutyState::Open | DutyState::Paused));
            if let Some(duty) = due {
                return Some(format!("due on {day}: {duty:?}"));
            }
        }
        None
    });
}

#[test]
fn no_blockers_means_enabled_and_executing_says_the_same() {
    holds(1_030_000, &|run| {
        let model = compile(&run.definition);
        let engine = engine(run, &model);
        let state = fold(run, &model, last(run)).state;
        let asked = blockable(&run.definition, &state.instances());
        asked.into_iter().find_map(|(event, key)| {
            let blockers = engine.blockers(&state, event, key);
            let is_enabled = engine.is_enabled(&state, event, key);
            let step = super::step(&state, event, key);
            let (_, said) = engine.execute(state.clone(), &step);
            (blockers.is_empty() != is_enabled || blockers != said)
                .then(|| format!("{event} {key:?}: {blockers:?}, {is_enabled}, {said:?}"))
        })
    });
}

/// The relation a blocker names.
fn relation_of(blocker: &Blocker) -> Option<usize> {
    match blocker {
        Blocker::NotDone { relation, .. }
        | Blocker::TooEarly { relation, .. }
        | Blocker::StillPending { relation, .. }
        | Blocker::Unknown { relation, .. } => Some(*relation),
        _ => None,
    }
}

/// Taking out the relation a blocker names takes out its blockers and no others, and no new one appears.
#[test]
fn every_reported_blocker_is_real() {
    holds(1_040_000, &|run| {
        let model = compile(&run.definition);
        let state = fold(run, &model, last(run)).state;
        let asked = blockable(&run.definition, &state.instances());
        asked.into_iter().find_map(|(event, key)| {
            let blockers = engine(run, &model).blockers(&state, event, key);
            blockers.iter().filter_map(relation_of).find_map(|gone| {
                // The state is the same: only what is asked of it changes.
                let (_, less) = changed(run, |definition| {
                    let relation = &mut definition.relations[gone];
                    relation.kind = RelationKind::Include;
                    relation.guard = Some(Guard::Any(Vec::new()));
                    relation.quantifier = None;
                });
                let left = engine(run, &less).blockers(&state, event, key);
                let mut expected = blockers.clone();
                expected.retain(|one| relation_of(one) != Some(gone));
                (left != expected).then(|| format!("{event} {key:?}: {blockers:?} became {left:?}"))
            })
        })
    });
}

#[test]
fn other_blockers_are_real_too() {
    holds(1_050_000, &|run| real_without_relation(run));
}

/// Lifting the cause that is not a relation lifts exactly that blocker.
fn real_without_relation(run: &Run) -> Option<String> {
    let model = compile(&run.definition);
    let state = fold(run, &model, last(run)).state;
    let asked = blockable(&run.definition, &state.instances());
    asked.into_iter().find_map(|(event, key)| {
        let blockers = engine(run, &model).blockers(&state, event, key);
        blockers.iter().find_map(|blocker| {
            let (_, less) = changed(run, |definition| match blocker {
                Blocker::AlreadyDone => {
                    definition.events[event].repeat = duties::Repeat::Many;
                }
                Blocker::TooManyInstances { kind, .. } => {
                    definition.instances[*kind].limit = usize::MAX;
                }
                Blocker::Timer => {
                    definition.events[event].kind = duties::EventKind::Activity;
                }
                _ => {}
            });
            let lifted = matches!(
                blocker,
                Blocker::AlreadyDone | Blocker::TooManyInstances { .. } | Blocker::Timer
            );
            let left = engine(run, &less).blockers(&state, event, key);
            let mut expected = blockers.clone();
            expected.retain(|one| !(lifted && one == blocker));
            (left != expected).then(|| format!("{event} {key:?}: {blockers:?} became {left:?}"))
        })
    })
}
