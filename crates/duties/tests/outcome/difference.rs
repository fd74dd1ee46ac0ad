//! Where engine and reference part: at which day, in which answer.

use std::fmt::Debug;

use calendar::Day;
use duties::{Action, Engine, Model};

use super::{Folded, Outcome, by_reference, of_engine, of_reference, told_by_engine};
use crate::random::Run;
use crate::reference::{Case, Told};

/// The first difference between engine and reference in this run: folded as of each day, and step by step.
///
/// The model is the run's definition compiled, or spoiled, by the caller.
pub(crate) fn difference(run: &Run, model: &Model) -> Option<String> {
    let engine = Engine {
        model,
        calendar: &run.calendar,
    };
    for day in &run.as_of {
        let expected = by_reference(run, *day);
        let fold = engine.fold(run.case, &run.steps, *day);
        let got = told_by_engine(engine, &fold);
        if let Some(place) = folded(&expected, &got) {
            return Some(format!("folded as of {day}: {place}"));
        }
    }
    let last = *run.as_of.last().unwrap();
    step_by_step(run, engine, last).map(|place| format!("step by step: {place}"))
}

/// Lets the engine advance and execute one step after the other, in the reference's order.
fn step_by_step(run: &Run, engine: Engine<'_>, last: Day) -> Option<String> {
    let order = by_reference(run, last).order;
    let first = order.first().map_or(last, |at| run.steps[*at].day);
    let mut state = engine.start(run.case, first);
    let mut told = Told {
        case: Case::start(&run.definition, &run.calendar, run.case, first),
        deviations: Vec::new(),
        moot: Vec::new(),
        order: Vec::new(),
    };
    for at in order {
        let step = &run.steps[at];
        state = engine.advance(state, step.day);
        told.case.advance(step.day);
        let expected = match &step.action {
            Action::Execute {
                event, instance, ..
            } => told.case.blockers(*event, *instance),
            Action::SetAside { .. } => Vec::new(),
        };
        told.take(step);
        let (next, blockers) = engine.execute(state, step);
        state = next;
        if let Some(place) = differ("what blocked", &expected, &blockers) {
            return Some(format!("at {step:?}: {place}"));
        }
        let place = outcomes(&of_reference(&told.case), &of_engine(engine, &state));
        if let Some(place) = place {
            return Some(format!("after {step:?}: {place}"));
        }
    }
    state = engine.advance(state, last);
    told.case.advance(last);
    outcomes(&of_reference(&told.case), &of_engine(engine, &state))
        .map(|place| format!("at the end: {place}"))
}

fn folded(expected: &Folded, got: &Folded) -> Option<String> {
    differ("order", &expected.order, &got.order)
        .or_else(|| outcomes(&expected.outcome, &got.outcome))
        .or_else(|| list("deviations", &expected.deviations, &got.deviations))
        .or_else(|| list("waiting", &expected.waiting, &got.waiting))
        .or_else(|| list("moot", &expected.moot, &got.moot))
}

fn outcomes(expected: &Outcome, got: &Outcome) -> Option<String> {
    differ("today", &expected.today, &got.today)
        .or_else(|| differ("runaway", &expected.runaway, &got.runaway))
        .or_else(|| list("instances", &expected.instances, &got.instances))
        .or_else(|| list("values", &expected.values, &got.values))
        .or_else(|| list("done", &expected.done, &got.done))
        .or_else(|| differ("included", &expected.included, &got.included))
        .or_else(|| differ("closed", &expected.closed, &got.closed))
        .or_else(|| differ("paused", &expected.paused, &got.paused))
        .or_else(|| differ("rounds", &expected.rounds, &got.rounds))
        .or_else(|| list("ledger", &expected.ledger, &got.ledger))
        .or_else(|| differ("unended", &expected.unended, &got.unended))
        .or_else(|| differ("pending", &expected.pending, &got.pending))
        .or_else(|| list("blockers", &expected.blockers, &got.blockers))
        .or_else(|| differ("next wake", &expected.next_wake, &got.next_wake))
}

fn differ<T: PartialEq + Debug>(what: &str, expected: &T, got: &T) -> Option<String> {
    (expected != got).then(|| format!("{what}:\n expected {expected:?}\n      got {got:?}"))
}

/// Names the first entry in which two lists differ.
fn list<T: PartialEq + Debug>(what: &str, expected: &[T], got: &[T]) -> Option<String> {
    let longest = expected.len().max(got.len());
    (0..longest).find_map(|at| differ(&format!("{what}[{at}]"), &expected.get(at), &got.get(at)))
}
