//! The verifier's untimed kernel and the engine enable the same events, on the random graphs with time taken out.

use std::collections::BTreeMap;

use calendar::{Calendar, Day};
use duties::verify::Kernel;
use duties::{
    Action, Cadence, Definition, Effect, Engine, EventKind, FieldType, InstanceKey, Lifecycle,
    RelationKind, RootId, State, Step, Value,
};

use crate::ablation::{shrink, told_shortly};
use crate::outcome::compile;
use crate::random::{self, Chance, Run};

const GRAPHS: u64 = 1_500;
const STEPS: u64 = 25;
/// How many copies of each kind of instance the kernel has; the random kinds have no higher limit.
const COPIES: usize = 4;

/// Without delays, timers, pauses, and cadences by turns: what is left the kernel must tell exactly.
fn untimed(mut definition: Definition) -> Definition {
    for relation in &mut definition.relations {
        match &mut relation.kind {
            RelationKind::Condition { delay } => *delay = None,
            RelationKind::Response {
                deadline, cadence, ..
            } if *cadence != Some(Cadence::Rolling) => {
                *deadline = None;
                *cadence = None;
            }
            _ => {}
        }
    }
    for event in &mut definition.events {
        event.kind = EventKind::Activity;
        event.pause_group = None;
        if matches!(event.effect, Effect::Pauses { .. } | Effect::Resumes(_)) {
            event.effect = Effect::None;
        }
    }
    definition
}

/// Steps of one day, of which a walk takes those that are enabled.
fn run(seed: u64) -> Run {
    let mut chance = Chance::new(seed);
    let definition = untimed(random::definition(&mut chance));
    let day = Day::from_epoch(20_000);
    let events = definition.events.len();
    let steps = (0..STEPS * 8).map(|sequence| {
        let event = chance.below(events);
        // One of the first few instances, so that they meet.
        let key = InstanceKey(u64::from(chance.between(0, 7)));
        let values = values(&mut chance, &definition, event);
        Step {
            root: RootId(sequence),
            day,
            time: None,
            sequence,
            action: Action::Execute {
                event,
                instance: definition.events[event].instance.map(|_| key),
                values: values.into_iter().collect(),
            },
        }
    });
    Run {
        steps: steps.collect(),
        definition,
        calendar: Calendar::default(),
        case: 0,
        as_of: vec![day],
    }
}

fn values(chance: &mut Chance, definition: &Definition, event: usize) -> Vec<(usize, Value)> {
    let kind = definition.events[event].instance;
    let mut values = Vec::new();
    for (at, field) in definition.fields.iter().enumerate() {
        let has_scope = field.instance.is_none() || field.instance == kind;
        if !has_scope || field.of == FieldType::Day || chance.percent(50) {
            continue;
        }
        values.push((at, random::value(chance, &field.of)));
    }
    values
}

/// The instances that the kernel's copies stand for, by kind and copy.
type Copies = BTreeMap<(usize, usize), InstanceKey>;

/// The (event, instance) a node stands for; `None` if its copy is not open.
fn asked(
    kernel: &Kernel,
    definition: &Definition,
    copies: &Copies,
    node: usize,
) -> Option<(usize, Option<InstanceKey>)> {
    let (event, copy) = kernel.event(node);
    let what = &definition.events[event];
    match what.instance {
        None => Some((event, None)),
        Some(_) if what.lifecycle == Lifecycle::Opens => Some((event, None)),
        Some(kind) => Some((event, Some(*copies.get(&(kind, copy))?))),
    }
}

/// A closed instance frees its copy, a new one takes the first free.
fn follow(copies: &mut Copies, state: &State) {
    for instance in state.instances() {
        let is_its = |key: &InstanceKey| *key == instance.key;
        if instance.closed.is_some() {
            copies.retain(|(kind, _), key| *kind != instance.kind || !is_its(key));
        } else if !copies
            .iter()
            .any(|((kind, _), key)| *kind == instance.kind && is_its(key))
        {
            let taken = |copy: &usize| copies.contains_key(&(instance.kind, *copy));
            let free = (0..COPIES).find(|copy| !taken(copy)).unwrap();
            copies.insert((instance.kind, free), instance.key);
        }
    }
}

/// How many steps the walk had, or where the enabled sets part. A model that is too large has no kernel and no steps.
fn walk(run: &Run) -> Result<u64, String> {
    let kinds = &run.definition.instances;
    if kinds.iter().any(|kind| kind.limit > COPIES) {
        return Ok(0);
    }
    let model = compile(&run.definition);
    let Ok(kernel) = Kernel::new(&model, COPIES) else {
        return Ok(0);
    };
    let engine = Engine {
        model: &model,
        calendar: &run.calendar,
    };
    let mut state = engine.start(0, run.as_of[0]);
    let mut marking = kernel.start();
    let mut copies = Copies::new();
    let mut walked = 0;
    for step in &run.steps {
        let asked: Vec<_> = (0..kernel.nodes())
            .map(|node| asked(&kernel, &run.definition, &copies, node))
            .collect();
        let enabled = kernel.enabled(&marking);
        for (node, asked) in asked.iter().enumerate() {
            let expected = asked.is_some_and(|(event, key)| engine.is_enabled(&state, event, key));
            if expected != (enabled >> node & 1 == 1) {
                return Err(format!(
                    "after {walked} steps {:?} is {}enabled for the engine only",
                    kernel.event(node),
                    if expected { "" } else { "not " },
                ));
            }
        }
        let Action::Execute {
            event,
            instance,
            values,
        } = &step.action
        else {
            continue;
        };
        if walked == STEPS || !engine.is_enabled(&state, *event, *instance) {
            continue;
        }
        let is_root = run.definition.events[*event].lifecycle == Lifecycle::Opens;
        let wanted = (*event, instance.filter(|_| !is_root));
        let node = asked.iter().position(|one| *one == Some(wanted)).unwrap();
        state = engine.execute(state, step).0;
        marking = kernel.execute(&marking, node, values);
        follow(&mut copies, &state);
        walked += 1;
    }
    Ok(walked)
}

#[test]
fn kernel_and_engine_enable_the_same() {
    let mut steps = 0;
    for seed in 0..GRAPHS {
        let run = run(seed);
        if let Ok(walked) = walk(&run) {
            steps += walked;
        } else {
            let run = shrink(run, &|run| walk(run).is_err());
            panic!("seed {seed}: {:?}\n{}", walk(&run), told_shortly(&run));
        }
    }
    assert!(steps > 10_000, "only {steps} steps");
}
