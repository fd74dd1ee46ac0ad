//! Laws that hold for the engine alone, whatever the graph: `dcr.md` §4.2 in the research notes, DESIGN §3 and §4.

mod graph;
mod history;
mod owing;
mod time;

use calendar::Day;
use duties::{
    Action, Definition, Effect, Engine, Event, EventKind, Fold, InstanceKey, Lifecycle, Model,
    Relation, RelationKind, Repeat, RootId, State, Step,
};
use smallvec::SmallVec;

use crate::ablation::{shrink, told_shortly};
use crate::outcome::compile;
use crate::random::{self, Run};

/// How many graphs each law is tried on.
const GRAPHS: u64 = 600;

/// Holds a law against random runs; a run that breaks it is made smaller and shown.
fn holds(first_seed: u64, broken: &dyn Fn(&Run) -> Option<String>) {
    for seed in first_seed..first_seed + GRAPHS {
        let run = random::run(seed);
        if broken(&run).is_some() {
            let run = shrink(run, &|run| broken(run).is_some());
            let place = broken(&run).unwrap();
            panic!("seed {seed}: {place}\n{}", told_shortly(&run));
        }
    }
}

/// The last day on which a run is looked at.
fn last(run: &Run) -> Day {
    *run.as_of.last().unwrap()
}

fn engine<'a>(run: &'a Run, model: &'a Model) -> Engine<'a> {
    Engine {
        model,
        calendar: &run.calendar,
    }
}

fn fold(run: &Run, model: &Model, as_of: Day) -> Fold {
    engine(run, model).fold(run.case, &run.steps, as_of)
}

/// Does an event, with no values, on the state's day.
fn execute(engine: Engine<'_>, state: State, event: usize, instance: Option<InstanceKey>) -> State {
    let step = step(&state, event, instance);
    engine.execute(state, &step).0
}

/// The step that does an event, with no values, on the state's day.
fn step(state: &State, event: usize, instance: Option<InstanceKey>) -> Step {
    Step {
        root: RootId(u64::MAX),
        day: state.today(),
        time: None,
        sequence: u64::MAX,
        action: Action::Execute {
            event,
            instance,
            values: SmallVec::new(),
        },
    }
}

/// Adds an event of the case that does nothing but this.
fn add_event(definition: &mut Definition, effect: Effect) -> usize {
    definition.events.push(Event {
        id: format!("law-{}", definition.events.len()),
        kind: EventKind::Activity,
        instance: None,
        lifecycle: Lifecycle::Inside,
        included: true,
        pending: None,
        repeat: Repeat::Many,
        completes: None,
        effect,
        pause_group: None,
    });
    definition.events.len() - 1
}

fn add_relation(definition: &mut Definition, kind: RelationKind, source: usize, target: usize) {
    definition.relations.push(Relation {
        id: format!("law-{}", definition.relations.len()),
        kind,
        source,
        target,
        guard: None,
        quantifier: None,
    });
}

/// The run with another definition, compiled.
fn changed(run: &Run, change: impl FnOnce(&mut Definition)) -> (Run, Model) {
    let mut run = run.clone();
    change(&mut run.definition);
    let model = compile(&run.definition);
    (run, model)
}
