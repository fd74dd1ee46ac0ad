//! The kernel against the engine: on random models without days, walks see the same enabled sets.

use std::collections::BTreeMap;

use calendar::{Calendar, Day};

use super::Kernel;
use crate::tests::sketch::Sketch;
use crate::{
    Action, Comparison, Effect, Engine, FieldType, Guard, InstanceKey, Lifecycle, Model,
    Quantifier, RelationKind, Repeat, RootId, State, Step, Strength, Value,
};

pub(super) struct Chance(pub(super) u64);

impl Chance {
    fn below(&mut self, limit: usize) -> usize {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        usize::try_from((mixed ^ (mixed >> 31)) % 1_000_003).unwrap() % limit
    }

    fn once_in(&mut self, limit: usize) -> bool {
        self.below(limit) == 0
    }
}

const COPIES: usize = 2;

fn guard(chance: &mut Chance, fields: &[usize], depth: usize) -> Guard {
    let field = fields[chance.below(fields.len())];
    match chance.below(if depth == 0 { 3 } else { 6 }) {
        0 => Guard::Known(field),
        1 | 2 if field < 2 => {
            Guard::Compare(field, Comparison::Equal, Value::Flag(chance.once_in(2)))
        }
        1 => Guard::Compare(field, Comparison::More, Value::Number(3)),
        2 => Guard::Compare(field, Comparison::NotEqual, Value::Number(5)),
        3 => Guard::Not(Box::new(guard(chance, fields, depth - 1))),
        4 => Guard::All(vec![
            guard(chance, fields, depth - 1),
            guard(chance, fields, depth - 1),
        ]),
        _ => Guard::Any(vec![
            guard(chance, fields, depth - 1),
            Guard::Open(0, Comparison::AtLeast, 1),
        ]),
    }
}

/// Events 0–7 of the case, then open, work, close, two more inside. Fields: two flags, two numbers; 1 and 3 inside.
pub(super) fn model(chance: &mut Chance) -> Model {
    let mut sketch = Sketch::new(&["a", "b", "c", "d", "e", "f", "g", "h"]);
    sketch.placement(COPIES);
    sketch.event("inside-a").instance = Some(0);
    sketch.event("inside-b").instance = Some(0);
    for (id, instance) in [("f0", None), ("f1", Some(0))] {
        sketch.field(id, FieldType::Flag, instance);
    }
    for (id, instance) in [("f2", None), ("f3", Some(0))] {
        sketch.field(id, FieldType::Number, instance);
    }
    sketch.definition.rounds = 1;
    let ids: Vec<String> = sketch
        .definition
        .events
        .iter()
        .map(|event| event.id.clone())
        .collect();
    for id in &ids {
        let pending = chance.once_in(4);
        if pending {
            sketch.owed(id, "");
        }
        let event = sketch.at(id);
        event.included = !chance.once_in(6);
        event.repeat = match chance.below(8) {
            0 => Repeat::Once,
            1 => Repeat::OncePerRound(0),
            _ => Repeat::Many,
        };
        if chance.once_in(8) {
            event.completes = Some(guard(chance, &[0, 1, 2, 3], 1));
        }
    }
    sketch.at("g").effect = Effect::BeginsRound(0);
    sketch.at("h").effect = if chance.once_in(3) {
        Effect::Exits
    } else {
        Effect::None
    };
    sketch.at("f").effect = if chance.once_in(3) {
        Effect::Reopens
    } else {
        Effect::None
    };
    relate(chance, &mut sketch, &ids);
    sketch.model()
}

fn relate(chance: &mut Chance, sketch: &mut Sketch, ids: &[String]) {
    for _ in 0..12 + chance.below(20) {
        let (source, target) = (chance.below(ids.len()), chance.below(ids.len()));
        let kind = match chance.below(8) {
            0 | 1 => RelationKind::Condition { delay: None },
            2 => RelationKind::Milestone,
            3 => RelationKind::NoResponse,
            4 => RelationKind::Include,
            5 => RelationKind::Exclude {
                cancel: chance.once_in(2),
            },
            _ => RelationKind::Response {
                act: Strength::Must,
                deadline: None,
                cadence: None,
            },
        };
        let lives = |at: usize| {
            let event = &sketch.definition.events[at];
            event.instance.is_some() && event.lifecycle != Lifecycle::Opens
        };
        let asks = matches!(
            kind,
            RelationKind::Condition { .. } | RelationKind::Milestone
        );
        let quantifier = (asks && lives(source) && !lives(target)).then(|| {
            if chance.once_in(2) {
                Quantifier::Any
            } else {
                Quantifier::All
            }
        });
        let guard = chance.once_in(3).then(|| guard(chance, &[0, 1, 2, 3], 1));
        let relation = sketch.relate(&ids[source], kind, &ids[target]);
        relation.quantifier = quantifier;
        relation.guard = guard;
    }
}

fn values(chance: &mut Chance) -> Vec<(usize, Value)> {
    let mut values = Vec::new();
    for field in 0..4 {
        if chance.once_in(3) {
            values.push(if field < 2 {
                (field, Value::Flag(chance.once_in(2)))
            } else {
                (field, Value::Number([1, 4, 5, 9][chance.below(4)]))
            });
        }
    }
    values
}

/// Which key stands in which copy.
type Keys = BTreeMap<usize, InstanceKey>;

fn instance(
    engine: Engine<'_>,
    keys: &Keys,
    (event, copy): (usize, usize),
    fresh: u64,
) -> Option<InstanceKey> {
    let words = &engine.model.definition().events[event];
    match (words.instance, words.lifecycle) {
        (None, _) => None,
        (_, Lifecycle::Opens) => Some(InstanceKey(fresh)),
        _ => keys.get(&copy).copied(),
    }
}

fn agree(
    engine: Engine<'_>,
    kernel: &Kernel,
    state: &State,
    enabled: u128,
    keys: &Keys,
    fresh: u64,
) {
    for node in 0..kernel.nodes() {
        let (event, copy) = kernel.event(node);
        let key = instance(engine, keys, (event, copy), fresh);
        let expected = engine.is_enabled(state, event, key);
        let found = enabled & (1 << node) != 0;
        assert_eq!(
            found,
            expected,
            "event {event} {key:?}: {:?}\n{:#?}",
            engine.blockers(state, event, key),
            engine.model.definition()
        );
    }
}

#[test]
fn enabled_sets_equal_the_engines() {
    let calendar = Calendar::default();
    let day = Day::from_epoch(19_000);
    let (mut compared, mut blocked) = (0, 0);
    for seed in 0..1_500 {
        let mut chance = Chance(seed);
        let model = model(&mut chance);
        let engine = Engine {
            model: &model,
            calendar: &calendar,
        };
        let kernel = Kernel::new(&model, COPIES).unwrap();
        let mut state = engine.start(1, day);
        let mut marking = kernel.start();
        let mut keys = Keys::new();
        for step in 1..40_u64 {
            let enabled = kernel.enabled(&marking);
            agree(engine, &kernel, &state, enabled, &keys, step);
            compared += 1;
            blocked += enabled.count_zeros() - (128 - u32::try_from(kernel.nodes()).unwrap());
            if enabled == 0 {
                break;
            }
            let mut node = chance.below(kernel.nodes());
            while enabled & (1 << node) == 0 {
                node = (node + 1) % kernel.nodes();
            }
            let (event, copy) = kernel.event(node);
            let key = instance(engine, &keys, (event, copy), step);
            let values = values(&mut chance);
            let before = state.instances().len();
            let action = Action::Execute {
                event,
                instance: key,
                values: values.iter().copied().collect(),
            };
            let step = Step {
                root: RootId(step),
                day,
                time: None,
                sequence: step,
                action,
            };
            state = engine.execute(state, &step).0;
            marking = kernel.execute(&marking, node, &values);
            let open = |key: &InstanceKey| {
                let instances = state.instances();
                instances
                    .iter()
                    .any(|it| it.key == *key && it.closed.is_none())
            };
            keys.retain(|_, key| open(key));
            if state.instances().len() > before {
                let free = (0..COPIES).find(|copy| !keys.contains_key(copy)).unwrap();
                keys.insert(free, key.unwrap());
            }
            let settled = state.closed().is_some()
                || !(0..model.definition().events.len()).any(|event| {
                    state.is_pending(event, None)
                        || keys.values().any(|key| state.is_pending(event, Some(*key)))
                });
            assert_eq!(kernel.is_settled(&marking), settled, "seed {seed}");
        }
    }
    assert!(compared > 20_000, "only {compared} markings were compared");
    assert!(
        blocked > 50_000,
        "only {blocked} times something was blocked"
    );
}
