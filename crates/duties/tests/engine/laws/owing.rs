//! Laws about duties: what meets, replaces, cancels and repeats them.

use calendar::{Roll, Span};
use duties::{
    Blocker, Cadence, Deadline, Definition, DutyState, Effect, InstanceKey, InstanceKind,
    Lifecycle, Quantifier, RelationKind, Repeat, Strength,
};

use super::{add_event, add_relation, changed, engine, execute, fold, holds, last};
use crate::outcome::{compile, marked};

fn response(within: Span, cadence: Option<Cadence>) -> RelationKind {
    RelationKind::Response {
        act: Strength::Must,
        deadline: Some(Deadline {
            within,
            strength: Strength::Must,
            roll: Roll::None,
        }),
        cadence,
    }
}

#[test]
fn what_is_done_on_its_day_is_met_and_later_is_late() {
    holds(1_300_000, &|run| {
        let model = compile(&run.definition);
        let engine = engine(run, &model);
        let state = fold(run, &model, run.as_of[1]).state;
        let day = state.today();
        let open = |state: &duties::State| {
            let duties = state.unended();
            let duties = duties.filter(|duty| duty.state == DutyState::Open);
            duties.cloned().collect::<Vec<_>>()
        };
        open(&state).into_iter().find_map(|duty| {
            let due = duty.due?;
            if run.definition.events[duty.event].completes.is_some() {
                return None;
            }
            [due, due.plus(1), day].into_iter().find_map(|on| {
                let then = engine.advance(state.clone(), on);
                if then.today() != on || !open(&then).contains(&duty) {
                    return None;
                }
                let done = execute(engine, then, duty.event, duty.instance);
                let now = done.ledger().iter().find(|one| one.id == duty.id).unwrap();
                let expected = if on <= due {
                    DutyState::Met
                } else {
                    DutyState::Late
                };
                (now.state != expected).then(|| format!("{duty:?} on {on} became {now:?}"))
            })
        })
    });
}

#[test]
fn a_response_replaces_only_its_own() {
    holds(1_310_000, &|run| {
        let targets = 0..run.definition.events.len();
        let mut trigger = 0;
        let (run, model) = changed(run, |definition| {
            trigger = add_event(definition, Effect::None);
            for target in targets {
                let kind = response(Span::days(10), None);
                add_relation(definition, kind, trigger, target);
            }
        });
        let engine = engine(&run, &model);
        let before = fold(&run, &model, last(&run)).state;
        if before.closed().is_some() {
            return None;
        }
        let once = execute(engine, before.clone(), trigger, None);
        let twice = execute(engine, once.clone(), trigger, None);
        let known = before.ledger().len();
        if twice.ledger()[..known] != *before.ledger() {
            return Some("a duty of another relation changed".to_owned());
        }
        let first = once.ledger().len();
        let is_replaced = twice.ledger()[known..first]
            .iter()
            .all(|duty| duty.state == DutyState::Superseded);
        let is_unended = twice.ledger()[first..]
            .iter()
            .all(|duty| duty.ended.is_none());
        (!is_replaced || !is_unended || twice.ledger().len() - first != first - known)
            .then(|| "the second response does not replace the first".to_owned())
    });
}

#[test]
fn what_was_cancelled_does_not_come_back() {
    holds(1_320_000, &|run| {
        let targets = 0..run.definition.events.len();
        let (mut cancel, mut include) = (0, 0);
        let (run, model) = changed(run, |definition| {
            cancel = add_event(definition, Effect::None);
            include = add_event(definition, Effect::None);
            for target in targets.clone() {
                let kind = RelationKind::Exclude { cancel: true };
                add_relation(definition, kind, cancel, target);
                add_relation(definition, RelationKind::Include, include, target);
            }
        });
        let engine = engine(&run, &model);
        let state = fold(&run, &model, last(&run)).state;
        let duties = state.ledger().len();
        let state = execute(engine, state, cancel, None);
        let state = execute(engine, state, include, None);
        let later = engine.advance(state.clone(), state.today().plus(200));
        let unended = later.unended().next().cloned();
        unended
            .map(|duty| format!("came back: {duty:?}"))
            .or_else(|| (later.ledger().len() > duties).then(|| "a duty was made".to_owned()))
    });
}

#[test]
fn a_new_round_lets_what_is_once_per_round_happen_again() {
    holds(1_330_000, &|run| {
        (0..run.definition.rounds).find_map(|kind| {
            let mut begin = 0;
            let (run, model) = changed(run, |definition| {
                begin = add_event(definition, Effect::BeginsRound(kind));
            });
            let engine = engine(&run, &model);
            let before = fold(&run, &model, last(&run)).state;
            let state = execute(engine, before.clone(), begin, None);
            if state.round(kind) != before.round(kind) + 1 {
                return Some("the round did not begin".to_owned());
            }
            let asked = marked(&run.definition, &state.instances());
            asked.into_iter().find_map(|(event, key)| {
                let blocks = |state| {
                    let blockers = engine.blockers(state, event, key);
                    blockers.contains(&Blocker::AlreadyDone)
                };
                let is_of_kind = run.definition.events[event].repeat == Repeat::OncePerRound(kind);
                let expected = !is_of_kind && blocks(&before);
                (blocks(&state) != expected).then(|| format!("{event} {key:?}"))
            })
        })
    });
}

#[test]
fn an_anchored_cadence_keeps_its_day_of_the_month() {
    holds(1_340_000, &|run| {
        let (mut trigger, mut relation) = (0, 0);
        let (run, model) = changed(run, |definition| {
            trigger = add_event(definition, Effect::None);
            let target = add_event(definition, Effect::None);
            let kind = response(Span::months(1), Some(Cadence::Anchored));
            add_relation(definition, kind, trigger, target);
            relation = definition.relations.len() - 1;
        });
        let engine = engine(&run, &model);
        let before = fold(&run, &model, last(&run)).state;
        let anchor = before.today();
        let state = execute(engine, before, trigger, None);
        if state.closed().is_some() {
            return None;
        }
        let state = engine.advance(state, anchor.plus(400));
        if state.closed().is_some() {
            return None;
        }
        let turns = state.ledger().iter();
        let turns = turns.filter(|duty| duty.relation == Some(relation));
        let turns: Vec<_> = turns.collect();
        let months =
            |duty: &duties::Duty| anchor.plus_months(i32::try_from(duty.round).unwrap() + 1);
        if turns.len() < 13 {
            return Some(format!("only {} turns in 400 days", turns.len()));
        }
        turns
            .into_iter()
            .find(|duty| duty.literal != Some(months(duty)))
            .map(|duty| format!("{duty:?} from {anchor}"))
    });
}

/// Two instances, the source done in one of them: enough for `Any`, not for `All`.
fn add_asking(definition: &mut Definition) -> (usize, usize, [usize; 2]) {
    let kind = definition.instances.len();
    definition.instances.push(InstanceKind {
        id: "law-kind".to_owned(),
        limit: 2,
    });
    let opens = add_event(definition, Effect::None);
    let inside = add_event(definition, Effect::None);
    definition.events[opens].instance = Some(kind);
    definition.events[opens].lifecycle = Lifecycle::Opens;
    definition.events[inside].instance = Some(kind);
    let asking = [Quantifier::Any, Quantifier::All].map(|quantifier| {
        let target = add_event(definition, Effect::None);
        let kind = RelationKind::Condition { delay: None };
        add_relation(definition, kind, inside, target);
        definition.relations.last_mut().unwrap().quantifier = Some(quantifier);
        target
    });
    (opens, inside, asking)
}

#[test]
fn one_instance_is_enough_for_any_and_not_for_all() {
    holds(1_350_000, &|run| {
        let (mut opens, mut inside, mut asking) = (0, 0, [0, 0]);
        let (run, model) = changed(run, |definition| {
            (opens, inside, asking) = add_asking(definition);
        });
        let engine = engine(&run, &model);
        let mut state = fold(&run, &model, last(&run)).state;
        let keys = [InstanceKey(1_000_001), InstanceKey(1_000_002)];
        for key in keys {
            state = execute(engine, state, opens, Some(key));
        }
        let is_blocked = |state: &duties::State| {
            asking.map(|target| {
                let blockers = engine.blockers(state, target, None);
                blockers
                    .iter()
                    .any(|one| matches!(one, Blocker::NotDone { .. }))
            })
        };
        let none = is_blocked(&state);
        state = execute(engine, state, inside, Some(keys[0]));
        let one = is_blocked(&state);
        state = execute(engine, state, inside, Some(keys[1]));
        let both = is_blocked(&state);
        ((none, one, both) != ([true, true], [false, true], [false, false]))
            .then(|| format!("{none:?} {one:?} {both:?}"))
    });
}
