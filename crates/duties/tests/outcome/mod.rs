//! Everything that can be asked of a case, asked of the engine and of the reference in the same way.

mod difference;

use calendar::Day;
use duties::{
    Blocker, Definition, Deviation, Duty, DutyId, Engine, Fold, Instance, InstanceKey, Lifecycle,
    Model, Pending, RootId, State, Value,
};

use crate::random::Run;
use crate::reference::{self, Case, Told};

pub(crate) use difference::difference;

/// An event, or a field, in an instance or in the root.
pub(crate) type Asked = (usize, Option<InstanceKey>);

/// What a state tells.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Outcome {
    pub(crate) today: Day,
    pub(crate) ledger: Vec<Duty>,
    pub(crate) unended: Vec<DutyId>,
    pub(crate) instances: Vec<Instance>,
    pub(crate) values: Vec<(Asked, Option<Value>)>,
    pub(crate) done: Vec<(Asked, Option<(Day, u32)>)>,
    pub(crate) included: Vec<Asked>,
    pub(crate) pending: Vec<Asked>,
    pub(crate) closed: Option<(usize, Day)>,
    pub(crate) paused: Vec<Option<(Day, Option<Day>)>>,
    pub(crate) rounds: Vec<u32>,
    pub(crate) next_wake: Option<Day>,
    pub(crate) runaway: bool,
    pub(crate) blockers: Vec<(Asked, Vec<Blocker>)>,
}

/// What a fold tells.
#[derive(Debug, Clone, PartialEq)]
pub(crate) struct Folded {
    pub(crate) outcome: Outcome,
    pub(crate) deviations: Vec<Deviation>,
    pub(crate) waiting: Vec<Pending>,
    pub(crate) moot: Vec<(RootId, DutyId)>,
    pub(crate) order: Vec<usize>,
}

/// A key that no walk uses.
const STRANGER: InstanceKey = InstanceKey(u64::MAX);

fn is_inside(definition: &Definition, event: usize) -> bool {
    let event = &definition.events[event];
    event.instance.is_some() && event.lifecycle != Lifecycle::Opens
}

/// The (event, instance) pairs that have a marking.
pub(crate) fn marked(definition: &Definition, instances: &[Instance]) -> Vec<Asked> {
    let mut asked = Vec::new();
    for event in 0..definition.events.len() {
        if !is_inside(definition, event) {
            asked.push((event, None));
            continue;
        }
        let of_kind = instances
            .iter()
            .filter(|one| Some(one.kind) == definition.events[event].instance);
        asked.extend(of_kind.map(|one| (event, Some(one.key))));
    }
    asked
}

/// The (event, instance) pairs whose blockers are asked for: also instances there are not.
pub(crate) fn blockable(definition: &Definition, instances: &[Instance]) -> Vec<Asked> {
    let mut asked = marked(definition, instances);
    for (at, event) in definition.events.iter().enumerate() {
        let Some(kind) = event.instance else { continue };
        asked.push((at, Some(STRANGER)));
        if event.lifecycle == Lifecycle::Opens {
            let of_kind = instances.iter().filter(|one| one.kind == kind);
            asked.extend(of_kind.map(|one| (at, Some(one.key))));
        } else {
            asked.push((at, None));
        }
    }
    asked
}

fn valued(definition: &Definition, instances: &[Instance]) -> Vec<Asked> {
    let mut asked = Vec::new();
    for (at, field) in definition.fields.iter().enumerate() {
        match field.instance {
            None => asked.push((at, None)),
            Some(kind) => {
                let of_kind = instances.iter().filter(|one| one.kind == kind);
                asked.extend(of_kind.map(|one| (at, Some(one.key))));
            }
        }
    }
    asked
}

/// Asks the engine.
pub(crate) fn of_engine(engine: Engine<'_>, state: &State) -> Outcome {
    let definition = engine.model.definition();
    let instances = state.instances();
    let marked = marked(definition, &instances);
    Outcome {
        today: state.today(),
        ledger: state.ledger().to_vec(),
        unended: state.unended().map(|duty| duty.id).collect(),
        values: valued(definition, &instances)
            .into_iter()
            .map(|(field, key)| ((field, key), state.value(field, key)))
            .collect(),
        done: marked
            .iter()
            .map(|(event, key)| ((*event, *key), state.done(*event, *key)))
            .collect(),
        included: kept(&marked, |(event, key)| state.is_included(event, key)),
        pending: kept(&marked, |(event, key)| state.is_pending(event, key)),
        closed: state.closed(),
        paused: (0..definition.pause_groups)
            .map(|group| state.paused(group))
            .collect(),
        rounds: (0..definition.rounds)
            .map(|kind| state.round(kind))
            .collect(),
        next_wake: state.next_wake(),
        runaway: state.runaway(),
        blockers: blockable(definition, &instances)
            .into_iter()
            .map(|(event, key)| ((event, key), engine.blockers(state, event, key)))
            .collect(),
        instances,
    }
}

/// Asks the reference.
pub(crate) fn of_reference(case: &Case<'_>) -> Outcome {
    let definition = case.definition;
    let instances: Vec<Instance> = case.placements.iter().map(|one| one.instance).collect();
    let marked = marked(definition, &instances);
    let place = |(event, key): Asked| case.place(event, key).unwrap();
    Outcome {
        today: case.today,
        ledger: case.ledger.clone(),
        unended: case.unended(),
        values: valued(definition, &instances)
            .into_iter()
            .map(|(field, key)| {
                let of = definition.fields[field].instance;
                let at = of.zip(key).and_then(|(kind, key)| case.find(kind, key));
                ((field, key), case.value(field, at))
            })
            .collect(),
        done: marked
            .iter()
            .map(|asked| {
                let scope = case.scope(place(*asked));
                let last = scope.last[asked.0];
                (*asked, last.map(|day| (day, scope.count[asked.0])))
            })
            .collect(),
        included: kept(&marked, |asked| case.scope(place(asked)).included[asked.0]),
        pending: kept(&marked, |asked| {
            !case.pending_on(asked.0, place(asked)).is_empty()
        }),
        closed: case.closed,
        paused: case.pauses.clone(),
        rounds: case.rounds.clone(),
        next_wake: case.next_wake(),
        runaway: case.runaway,
        blockers: blockable(definition, &instances)
            .into_iter()
            .map(|(event, key)| ((event, key), case.blockers(event, key)))
            .collect(),
        instances,
    }
}

fn kept(asked: &[Asked], is_so: impl Fn(Asked) -> bool) -> Vec<Asked> {
    asked.iter().copied().filter(|one| is_so(*one)).collect()
}

/// What the engine's fold tells.
pub(crate) fn told_by_engine(engine: Engine<'_>, fold: &Fold) -> Folded {
    Folded {
        outcome: of_engine(engine, &fold.state),
        deviations: fold.deviations.clone(),
        waiting: fold.pending.clone(),
        moot: fold.moot.clone(),
        order: fold.order.clone(),
    }
}

/// What the reference's fold tells.
pub(crate) fn told_by_reference(told: &Told<'_>) -> Folded {
    Folded {
        outcome: of_reference(&told.case),
        deviations: told.deviations.clone(),
        waiting: told.case.pending.clone(),
        moot: told.moot.clone(),
        order: told.order.clone(),
    }
}

/// The run folded by the reference as of a day.
pub(crate) fn by_reference(run: &Run, as_of: Day) -> Folded {
    let told = reference::fold(&run.definition, &run.calendar, run.case, &run.steps, as_of);
    told_by_reference(&told)
}

/// The model of a definition that must compile.
pub(crate) fn compile(definition: &Definition) -> Model {
    match Model::compile(definition.clone()) {
        Ok(model) => model,
        Err(faults) => panic!("does not compile: {faults:?}\n{definition:#?}"),
    }
}
