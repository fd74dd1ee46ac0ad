//! Laws about histories: order, late facts, corrections, retractions.

use std::collections::BTreeMap;

use duties::{Action, Duty, DutyId, InstanceKey, Step};

use super::{engine, fold, holds, last};
use crate::outcome::{Folded, compile, of_engine, told_by_engine};
use crate::random::{Chance, Run};

/// What a run tells, with the steps in their order instead of their positions.
fn told(run: &Run) -> (Folded, Vec<u64>) {
    let model = compile(&run.definition);
    let engine = engine(run, &model);
    let mut told = told_by_engine(engine, &engine.fold(run.case, &run.steps, last(run)));
    let order = std::mem::take(&mut told.order);
    let roots = order.iter().map(|at| run.steps[*at].root.0);
    (told, roots.collect())
}

/// Says so when two runs that should tell the same do not.
fn parting(run: &Run, other: &Run) -> Option<String> {
    (told(run) != told(other)).then(|| format!("differs with the steps {:#?}", other.steps))
}

/// What two steps share if `sequence` may decide between them.
fn same(step: &Step) -> (calendar::Day, usize, Option<InstanceKey>, Option<DutyId>) {
    match &step.action {
        Action::Execute {
            event, instance, ..
        } => (step.day, *event, *instance, None),
        Action::SetAside { duty, .. } => (step.day, usize::MAX, None, Some(*duty)),
    }
}

#[test]
fn the_order_of_the_input_does_not_matter() {
    holds(1_100_000, &|run| {
        let mut other = run.clone();
        Chance::new(run.case).shuffle(&mut other.steps);
        parting(run, &other)
    });
}

#[test]
fn the_order_of_typing_does_not_matter() {
    holds(1_110_000, &|run| {
        let mut other = run.clone();
        let mut sequences: Vec<u64> = run.steps.iter().map(|step| step.sequence).collect();
        Chance::new(run.case).shuffle(&mut sequences);
        for (step, sequence) in other.steps.iter_mut().zip(&sequences) {
            step.sequence = *sequence;
        }
        // Only between two steps of the same event, instance and day it does: those keep theirs.
        let mut groups: BTreeMap<_, Vec<usize>> = BTreeMap::new();
        for (at, step) in run.steps.iter().enumerate() {
            groups.entry(same(step)).or_default().push(at);
        }
        for mut group in groups.into_values() {
            let mut new: Vec<u64> = group.iter().map(|at| sequences[*at]).collect();
            new.sort_unstable();
            group.sort_by_key(|at| run.steps[*at].sequence);
            for (at, sequence) in group.iter().zip(new) {
                other.steps[*at].sequence = sequence;
            }
        }
        parting(run, &other)
    });
}

#[test]
fn a_late_fact_counts_as_if_registered_in_time() {
    holds(1_120_000, &|run| {
        (0..run.steps.len()).step_by(5).find_map(|at| {
            let has_twin =
                |other: usize| other != at && same(&run.steps[other]) == same(&run.steps[at]);
            if (0..run.steps.len()).any(has_twin) {
                return None;
            }
            let mut late = run.clone();
            let mut fact = late.steps.remove(at);
            fact.sequence = 1_000_000;
            late.steps.push(fact);
            parting(run, &late)
        })
    });
}

/// What a duty is about, apart from its identity.
fn about(duty: &Duty) -> impl Ord + use<> {
    (
        duty.event,
        duty.instance,
        duty.relation,
        duty.trigger,
        duty.round,
    )
}

#[test]
fn a_correction_keeps_the_identity_of_duties() {
    holds(1_130_000, &|run| {
        let model = compile(&run.definition);
        let before = fold(run, &model, last(run)).state;
        let known: BTreeMap<_, DutyId> = before
            .ledger()
            .iter()
            .map(|duty| (about(duty), duty.id))
            .collect();
        let ids: std::collections::BTreeSet<DutyId> = known.values().copied().collect();
        if ids.len() < before.ledger().len() {
            return Some("two duties have one identity".to_owned());
        }
        (0..run.steps.len()).step_by(4).find_map(|at| {
            let mut corrected = run.clone();
            let step = &mut corrected.steps[at];
            step.sequence = 1_000_000;
            step.day = step.day.plus(-2);
            step.time = None;
            let after = fold(&corrected, &model, last(run)).state;
            after
                .ledger()
                .iter()
                .find(|duty| known.get(&about(duty)).is_some_and(|id| *id != duty.id))
                .map(|duty| format!("{duty:?} had another identity before"))
        })
    });
}

/// After a retraction the engine tells what it would have told step by step had the fact never been.
#[test]
fn a_retracted_fact_leaves_no_trace() {
    holds(1_140_000, &|run| {
        let model = compile(&run.definition);
        let engine = engine(run, &model);
        (0..run.steps.len()).step_by(6).find_map(|at| {
            let mut less = run.clone();
            less.steps.remove(at);
            let folded = engine.fold(run.case, &less.steps, last(run));
            let first = folded
                .order
                .first()
                .map_or(last(run), |at| less.steps[*at].day);
            let mut state = engine.start(run.case, first);
            for at in &folded.order {
                state = engine.advance(state, less.steps[*at].day);
                state = engine.execute(state, &less.steps[*at]).0;
            }
            state = engine.advance(state, last(run));
            (of_engine(engine, &state) != of_engine(engine, &folded.state))
                .then(|| format!("step {at} leaves a trace"))
        })
    });
}
