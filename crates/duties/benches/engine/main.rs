//! Speed of the case engine: `cargo bench -p duties --bench engine`.

mod programme;

use calendar::Day;
use divan::Bencher;
use divan::counter::ItemsCount;
use duties::verify::{self, Kernel};
use duties::{Action, Engine, InstanceKey, Model, RootId, State, Step, Value};

fn main() {
    divan::main();
}

/// A small fixed generator (splitmix64), so that every run walks the same way.
struct Chance(u64);

impl Chance {
    fn below<T: TryFrom<u64>>(&mut self, limit: u64) -> T {
        self.0 = self.0.wrapping_add(0x9e37_79b9_7f4a_7c15);
        let mut mixed = self.0;
        mixed = (mixed ^ (mixed >> 30)).wrapping_mul(0xbf58_476d_1ce4_e5b9);
        mixed = (mixed ^ (mixed >> 27)).wrapping_mul(0x94d0_49bb_1331_11eb);
        let chosen = (mixed ^ (mixed >> 31)) % limit;
        T::try_from(chosen).ok().expect("limits here are below 128")
    }
}

const BEGINNING: i32 = 18_900;

/// The first enabled event at or after a random place: exits are left out, so that walks are long.
fn choose(engine: Engine<'_>, state: &State, chance: &mut Chance) -> (usize, Option<InstanceKey>) {
    let events = engine.model.definition().events.len();
    let start = chance.below::<usize>(events as u64);
    for ahead in 0..events {
        let event = (start + ahead) % events;
        let words = &engine.model.definition().events[event];
        let key = words.instance.map(|_| match words.lifecycle {
            duties::Lifecycle::Opens => InstanceKey(state.instances().len() as u64),
            _ => InstanceKey(state.instances().len().saturating_sub(1) as u64),
        });
        if !matches!(words.effect, duties::Effect::Exits) && engine.is_enabled(state, event, key) {
            return (event, key);
        }
    }
    unreachable!("something is always enabled in this programme")
}

fn step(
    sequence: u64,
    day: Day,
    (event, instance): (usize, Option<InstanceKey>),
    chance: &mut Chance,
    engine: Engine<'_>,
) -> Step {
    let values = match engine.model.definition().events[event].id.as_str() {
        "meeting" | "new-meeting" => [
            (0, Value::Choice(chance.below(3))),
            (1, Value::Flag(chance.below::<u8>(2) == 0)),
        ]
        .into_iter()
        .collect(),
        "recommend" => [(2, Value::Choice(chance.below(3)))].into_iter().collect(),
        "hold" => {
            let until = day.plus(chance.below(30));
            [(3, Value::Day(until))].into_iter().collect()
        }
        "agree" => [(4, Value::Choice(chance.below(2)))].into_iter().collect(),
        _ => smallvec::SmallVec::default(),
    };
    Step {
        root: RootId(sequence),
        day,
        time: None,
        sequence,
        action: Action::Execute {
            event,
            instance,
            values,
        },
    }
}

/// Walks through enabled events; every third step some days pass.
fn walk(engine: Engine<'_>, seed: u64, length: u64, mut keep: impl FnMut(Step)) -> State {
    let mut chance = Chance(seed);
    let mut day = Day::from_epoch(BEGINNING);
    let mut state = engine.start(seed, day);
    for sequence in 1..=length {
        if chance.below::<u8>(3) == 0 {
            day = day.plus(1 + chance.below::<i32>(14));
            state = engine.advance(state, day);
        }
        let place = choose(engine, &state, &mut chance);
        let step = step(sequence, day, place, &mut chance, engine);
        state = engine.execute(state, &step).0;
        keep(step);
    }
    state
}

#[divan::bench(args = [50, 200, 1_000])]
fn walk_of_enabled_events(bencher: Bencher<'_, '_>, length: u64) {
    let model = Model::compile(programme::definition()).expect("the programme compiles");
    let calendar = programme::calendar();
    let engine = Engine {
        model: &model,
        calendar: &calendar,
    };
    let mut seed = 0;
    bencher.counter(ItemsCount::new(length)).bench_local(|| {
        seed += 1;
        walk(engine, seed, length, |_| {})
    });
}

#[divan::bench(sample_count = 10)]
fn fold_10_000_cases_of_45_facts(bencher: Bencher<'_, '_>) {
    let model = Model::compile(programme::definition()).expect("the programme compiles");
    let calendar = programme::calendar();
    let engine = Engine {
        model: &model,
        calendar: &calendar,
    };
    let cases: Vec<Vec<Step>> = (0..10_000)
        .map(|case| {
            let mut steps = Vec::new();
            walk(engine, case, 45, |step| steps.push(step));
            steps
        })
        .collect();
    let today = Day::from_epoch(BEGINNING + 3 * 365);
    bencher
        .counter(ItemsCount::new(450_000_u32))
        .bench_local(|| {
            let mut duties = 0;
            for (case, steps) in cases.iter().enumerate() {
                duties += engine.fold(case as u64, steps, today).state.ledger().len();
            }
            duties
        });
}

/// Marking steps: the enabled set, a random choice from it, its execution.
#[divan::bench(args = [1, 2])]
fn marking_steps(bencher: Bencher<'_, '_>, copies: usize) {
    const STEPS: u32 = 10_000;
    let model = Model::compile(programme::definition()).expect("the programme compiles");
    let kernel = Kernel::new(&model, copies).expect("fifty events fit");
    let mut chance = Chance(1);
    bencher.counter(ItemsCount::new(STEPS)).bench_local(|| {
        let mut marking = kernel.start();
        for _ in 0..STEPS {
            let enabled = kernel.enabled(&marking);
            if enabled == 0 {
                marking = kernel.start();
                continue;
            }
            let node = at_or_after(enabled, chance.below(kernel.nodes() as u64));
            let values = [(0, Value::Choice(chance.below(3)))];
            marking = kernel.execute(&marking, node, &values);
        }
        marking
    });
}

/// The first bit that is set at or after a place, or else from the beginning.
fn at_or_after(bits: u128, place: u32) -> usize {
    let after = bits >> place << place;
    let found = if after == 0 { bits } else { after };
    found.trailing_zeros() as usize
}

#[divan::bench(sample_count = 5)]
fn check_the_programme(bencher: Bencher<'_, '_>) {
    let model = Model::compile(programme::definition()).expect("the programme compiles");
    bencher.bench_local(|| verify::check(&model, verify::Limits::default()));
}
