//! Laws about time passing, pauses, exits.

use calendar::Day;
use duties::{Cadence, Definition, Duty, DutyState, Effect, RelationKind, State};

use super::{add_event, changed, engine, execute, fold, holds, last};
use crate::outcome::{Outcome, compile, of_engine, told_by_engine};

#[test]
fn advancing_in_two_steps_is_advancing_in_one() {
    holds(1_200_000, &|run| {
        let model = compile(&run.definition);
        let engine = engine(run, &model);
        let state = fold(run, &model, run.as_of[0]).state;
        let day = state.today();
        let far = engine.advance(state.clone(), day.plus(90));
        let far = of_engine(engine, &far);
        [0, 1, 30, 89].into_iter().find_map(|days| {
            let near = engine.advance(state.clone(), day.plus(days));
            let then = engine.advance(near, day.plus(90));
            (of_engine(engine, &then) != far).then(|| format!("differs by way of {days} days"))
        })
    });
}

#[test]
fn nothing_happens_before_the_next_wake_and_something_on_it() {
    holds(1_210_000, &|run| {
        let model = compile(&run.definition);
        let engine = engine(run, &model);
        let state = fold(run, &model, run.as_of[1]).state;
        let end = state.today().plus(200);
        let wake = state.next_wake().unwrap_or(end).min(end);
        let eve = engine.advance(state.clone(), wake.plus(-1).max(state.today()));
        if marking(engine, &eve) != marking(engine, &state) {
            return Some(format!("something happens before {wake}"));
        }
        if wake == end {
            return None;
        }
        let on_it = engine.advance(state.clone(), wake);
        (marking(engine, &on_it) == marking(engine, &state))
            .then(|| format!("nothing happens on {wake}"))
    });
}

/// What time alone changes only when something happens.
fn marking(engine: duties::Engine<'_>, state: &State) -> Outcome {
    let mut outcome = of_engine(engine, state);
    outcome.today = Day::MIN;
    outcome.blockers.clear();
    outcome.next_wake = None;
    outcome
}

#[test]
fn folding_as_of_a_day_is_folding_and_waiting() {
    holds(1_220_000, &|run| {
        let model = compile(&run.definition);
        let engine = engine(run, &model);
        let (near, far) = (run.as_of[0], last(run));
        let known: Vec<_> = run
            .steps
            .iter()
            .filter(|step| step.day <= near)
            .cloned()
            .collect();
        let once = engine.fold(run.case, &known, far);
        let again = engine.fold(run.case, &known, far);
        if told_by_engine(engine, &once) != told_by_engine(engine, &again) {
            return Some("folding twice differs".to_owned());
        }
        // Without a step the case begins on the day it is looked at.
        known.first()?;
        let waited = engine.advance(fold(run, &model, near).state, far);
        (of_engine(engine, &waited) != of_engine(engine, &once.state))
            .then(|| "waiting differs from folding".to_owned())
    });
}

#[test]
fn reopening_restores_what_the_exit_cancelled() {
    holds(1_230_000, &|run| {
        let (mut exit, mut reopen) = (0, 0);
        let (run, model) = changed(run, |definition| {
            exit = add_event(definition, Effect::Exits);
            reopen = add_event(definition, Effect::Reopens);
        });
        let engine = engine(&run, &model);
        let before = fold(&run, &model, last(&run)).state;
        if before.closed().is_some() {
            return None;
        }
        let closed = execute(engine, before.clone(), exit, None);
        if let Some(duty) = closed.unended().next() {
            return Some(format!("unended after the exit: {duty:?}"));
        }
        let after = execute(engine, closed, reopen, None);
        [0, 100].into_iter().find_map(|days| {
            let day = before.today().plus(days);
            let expected = engine.advance(before.clone(), day);
            let got = engine.advance(after.clone(), day);
            let without = |state: &State| {
                let mut outcome = of_engine(engine, state);
                outcome.done.retain(|((event, _), _)| *event < exit);
                outcome
            };
            (without(&expected) != without(&got)).then(|| format!("differs after {days} days"))
        })
    });
}

/// Whether the pause of a group moves the duty: all but those of calendar periods.
fn moves(definition: &Definition, duty: &Duty, group: usize) -> bool {
    let by_calendar = duty.relation.is_some_and(|relation| {
        matches!(
            definition.relations[relation].kind,
            RelationKind::Response {
                cadence: Some(Cadence::CalendarMonth | Cadence::CalendarWeek),
                ..
            }
        )
    });
    definition.events[duty.event].pause_group == Some(group) && !by_calendar
}

#[test]
fn a_pause_of_n_days_moves_the_day_by_n_days() {
    holds(1_240_000, &|run| {
        let days = 1 + i32::try_from(run.case % 60).unwrap();
        (0..run.definition.pause_groups).find_map(|group| {
            let (mut pause, mut resume) = (0, 0);
            let (run, model) = changed(run, |definition| {
                pause = add_event(definition, Effect::Pauses { group, until: None });
                resume = add_event(definition, Effect::Resumes(group));
            });
            let engine = engine(&run, &model);
            let before = fold(&run, &model, last(&run)).state;
            if before.paused(group).is_some() {
                return None;
            }
            let start = before.today();
            let state = execute(engine, before.clone(), pause, None);
            let state = engine.advance(state, start.plus(days));
            if state.paused(group) != Some((start, None)) {
                // A timer has resumed it meanwhile.
                return None;
            }
            let after = execute(engine, state, resume, None);
            before.unended().find_map(|duty| {
                let now = after.ledger().iter().find(|one| one.id == duty.id).unwrap();
                let is_running = |duty: &Duty| {
                    matches!(
                        duty.state,
                        DutyState::Open | DutyState::Suspended | DutyState::Paused
                    )
                };
                if !is_running(duty) || !is_running(now) {
                    return None;
                }
                let in_no_group = run.definition.events[duty.event].pause_group.is_none();
                let moved = if moves(&run.definition, duty, group) {
                    days
                } else if in_no_group {
                    0
                } else {
                    return None;
                };
                let expected = duty.literal.map(|literal| literal.plus(moved));
                (now.literal != expected).then(|| format!("{duty:?} became {now:?}"))
            })
        })
    });
}
