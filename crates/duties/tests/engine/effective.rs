//! How often each construct of the random graphs was *effective*.
//!
//! A construct was effective in a run if the reference tells something else once one occurrence of it is taken out: other
//! duties, other marking, other instances, other blockers, other deviations. Stored values, the pauses themselves,
//! round numbers and the word `Timer` among the blockers do not count, for they would differ trivially. A run counts
//! once for a construct, however many occurrences it has.

use std::collections::{BTreeMap, BTreeSet};
use std::fmt::Write;

use duties::{Action, Blocker, Definition, DutyId, DutyState, Instance, RelationKind, Strength};

use crate::ablation::ablations;
use crate::outcome::{Asked, Folded, blockable, told_by_reference};
use crate::random::{self, Run};
use crate::reference::{self, Case, is_unended};

/// What the issue asks for.
const LEAST: u32 = 500;
/// Constructs that were effective so often are not taken out any more.
const ENOUGH: u32 = LEAST;
/// Of the agreement test.
const GRAPHS: u64 = super::agreement::GRAPHS;

#[derive(Default)]
struct Count {
    tried: u32,
    effective: u32,
}

type Table = BTreeMap<&'static str, Count>;

#[test]
fn every_construct_was_effective_often_enough() {
    let mut table = Table::new();
    for seed in 0..GRAPHS {
        let run = random::run(seed);
        let whole = told(&run);
        count_ablations(&run, &whole, &mut table);
        count_answers(&run, &whole, &mut table);
    }
    let mut text = String::from("effective / tried, construct\n");
    for (name, count) in &table {
        writeln!(text, "{:>5} / {:>5}  {name}", count.effective, count.tried).unwrap();
    }
    // Shown by `cargo test -- --nocapture`, and in the message when it fails.
    eprintln_all(&text);
    let rare: Vec<&str> = table
        .iter()
        .filter(|(_, count)| count.effective < LEAST)
        .map(|(name, _)| *name)
        .collect();
    assert!(rare.is_empty(), "below {LEAST}: {rare:?}\n{text}");
}

#[expect(clippy::print_stderr, reason = "the table is the test's report")]
fn eprintln_all(text: &str) {
    eprintln!("{text}");
}

/// What a run tells on its last day and before each step, without what would differ trivially.
#[derive(PartialEq)]
struct Telling {
    folded: Folded,
    seen: Vec<Glimpse>,
}

/// What can be seen before a step.
#[derive(PartialEq)]
struct Glimpse {
    blockers: Vec<(Asked, Vec<Blocker>)>,
    unended: Vec<(DutyId, DutyState)>,
}

fn told(run: &Run) -> Telling {
    let mut seen = Vec::new();
    let told = reference::fold_watched(
        &run.definition,
        &run.calendar,
        run.case,
        (&run.steps, *run.as_of.last().unwrap()),
        &mut |case| seen.push(glimpse(case)),
    );
    let mut folded = told_by_reference(&told);
    folded.outcome.values.clear();
    folded.outcome.paused.clear();
    folded.outcome.rounds.clear();
    folded.outcome.next_wake = None;
    for (_, blockers) in &mut folded.outcome.blockers {
        blockers.retain(|one| *one != Blocker::Timer);
    }
    for deviation in &mut folded.deviations {
        deviation.blockers.retain(|one| *one != Blocker::Timer);
    }
    folded.deviations.retain(|one| !one.blockers.is_empty());
    Telling { folded, seen }
}

fn glimpse(case: &Case<'_>) -> Glimpse {
    let instances: Vec<Instance> = case.placements.iter().map(|one| one.instance).collect();
    let asked = blockable(case.definition, &instances);
    let blockers = asked.into_iter().map(|(event, key)| {
        let mut blockers = case.blockers(event, key);
        blockers.retain(|one| *one != Blocker::Timer);
        ((event, key), blockers)
    });
    let unended = case.ledger.iter().filter(|duty| is_unended(duty));
    Glimpse {
        blockers: blockers.collect(),
        unended: unended.map(|duty| (duty.id, duty.state)).collect(),
    }
}

fn count_ablations(run: &Run, whole: &Telling, table: &mut Table) {
    let mut in_this_run: BTreeMap<&'static str, bool> = BTreeMap::new();
    let happened = happened(run, whole);
    for (names, definition) in ablations(&run.definition) {
        let is_wanted = |name: &&str| {
            !in_this_run.get(*name).copied().unwrap_or_default()
                && table
                    .get(*name)
                    .is_none_or(|count| count.effective < ENOUGH)
        };
        let is_reached = may_matter(&run.definition, &definition, &happened);
        let was_effective = is_reached && names.iter().any(is_wanted) && {
            let less = Run {
                definition,
                ..run.clone()
            };
            told(&less) != *whole
        };
        for name in names {
            *in_this_run.entry(name).or_default() |= was_effective;
        }
    }
    for (name, was_effective) in in_this_run {
        put(table, name, was_effective);
    }
}

/// The events that people or the clock have executed, attempts included.
fn happened(run: &Run, whole: &Telling) -> BTreeSet<usize> {
    let by_people = run.steps.iter().filter_map(|step| match step.action {
        Action::Execute { event, .. } => Some(event),
        Action::SetAside { .. } => None,
    });
    let done = &whole.folded.outcome.done;
    let done = done.iter().filter(|(_, day)| day.is_some());
    by_people
        .chain(done.map(|((event, _), _)| *event))
        .collect()
}

/// Spares the runs that cannot tell anything else: what an event does matters only if the event happened.
fn may_matter(definition: &Definition, less: &Definition, happened: &BTreeSet<usize>) -> bool {
    let asks = |kind: &RelationKind| {
        matches!(
            kind,
            RelationKind::Condition { .. } | RelationKind::Milestone
        )
    };
    let mut relations = definition.relations.iter().zip(&less.relations);
    if let Some((relation, _)) = relations.find(|(relation, other)| relation != other) {
        return asks(&relation.kind) || happened.contains(&relation.source);
    }
    let mut events = definition.events.iter().zip(&less.events).enumerate();
    let changed = events.find(|(_, (event, other))| event != other);
    changed.is_none_or(|(at, (event, other))| {
        let is_doing = event.repeat != other.repeat
            || event.completes != other.completes
            || event.effect != other.effect
            || event.lifecycle != other.lifecycle;
        !is_doing || happened.contains(&at)
    })
}

/// What shows in the answers themselves.
fn count_answers(run: &Run, whole: &Telling, table: &mut Table) {
    let ledger = &whole.folded.outcome.ledger;
    let ended = ledger.iter().map(|duty| duty.state);
    let unended = whole.seen.iter().flat_map(|one| &one.unended);
    let states: Vec<DutyState> = ended.chain(unended.map(|(_, state)| *state)).collect();
    let mut has = |name, state: DutyState| put(table, name, states.contains(&state));
    has("answer: open", DutyState::Open);
    has("answer: suspended", DutyState::Suspended);
    has("answer: paused", DutyState::Paused);
    has("answer: met", DutyState::Met);
    has("answer: late", DutyState::Late);
    has("answer: cancelled", DutyState::Cancelled);
    has("answer: superseded", DutyState::Superseded);
    has("answer: set aside", DutyState::SetAside);
    for (name, strength) in [
        ("strength: must", Strength::Must),
        ("strength: default", Strength::Default),
        ("strength: aim", Strength::Aim),
    ] {
        let splits = ledger.iter().any(|duty| {
            duty.act == strength && duty.day_strength.is_some_and(|day| day != strength)
        });
        put(table, name, splits);
    }
    put(table, "deviation", !whole.folded.deviations.is_empty());
    put(table, "effect that waits", !whole.folded.waiting.is_empty());
    put(table, "moot set-aside", !whole.folded.moot.is_empty());
    put(
        table,
        "instance",
        !whole.folded.outcome.instances.is_empty(),
    );
    let typed = {
        let mut order = whole.folded.order.clone();
        order.sort_by_key(|at| (run.steps[*at].day, run.steps[*at].sequence));
        order
    };
    put(table, "order within a day", typed != whole.folded.order);
    let mut seen = BTreeMap::new();
    let deviations = whole.folded.deviations.iter();
    let deviations = deviations.flat_map(|one| &one.blockers);
    let blockers = whole.seen.iter().flat_map(|one| &one.blockers);
    let blockers = blockers.flat_map(|(_, all)| all);
    for blocker in deviations.chain(blockers) {
        seen.insert(blocker_name(blocker), true);
    }
    for name in BLOCKERS {
        put(table, name, seen.contains_key(name));
    }
    for (name, is_until) in [("set aside this time", false), ("set aside until", true)] {
        if let Some(was_effective) = without_set_aside(run, whole, is_until) {
            put(table, name, was_effective);
        }
    }
}

/// Whether dropping one set-aside step changes something; `None` if there is no such step.
fn without_set_aside(run: &Run, whole: &Telling, wanted: bool) -> Option<bool> {
    let at = run.steps.iter().position(
        |step| matches!(step.action, Action::SetAside { until, .. } if until.is_some() == wanted),
    )?;
    let mut steps = run.steps.clone();
    steps.remove(at);
    let less = told(&Run {
        steps,
        ..run.clone()
    });
    let place = whole.folded.order.iter().position(|one| *one == at);
    let before = (0..whole.seen.len())
        .filter(|one| Some(*one) != place)
        .map(|one| &whole.seen[one]);
    Some(less.folded.outcome != whole.folded.outcome || !less.seen.iter().eq(before))
}

const BLOCKERS: [&str; 11] = [
    "blocker: closed",
    "blocker: not closed",
    "blocker: excluded",
    "blocker: already done",
    "blocker: not done",
    "blocker: too early",
    "blocker: still pending",
    "blocker: unknown",
    "blocker: too many instances",
    "blocker: no such instance",
    "blocker: instance exists",
];

fn blocker_name(blocker: &Blocker) -> &'static str {
    match blocker {
        Blocker::Closed { .. } => "blocker: closed",
        Blocker::NotClosed => "blocker: not closed",
        Blocker::Excluded { .. } => "blocker: excluded",
        Blocker::AlreadyDone => "blocker: already done",
        Blocker::NotDone { .. } => "blocker: not done",
        Blocker::TooEarly { .. } => "blocker: too early",
        Blocker::StillPending { .. } => "blocker: still pending",
        Blocker::Unknown { .. } => "blocker: unknown",
        Blocker::TooManyInstances { .. } => "blocker: too many instances",
        Blocker::NoSuchInstance => "blocker: no such instance",
        Blocker::InstanceExists => "blocker: instance exists",
        Blocker::Timer => "blocker: timer",
    }
}

fn put(table: &mut Table, name: &'static str, was_effective: bool) {
    let count = table.entry(name).or_default();
    count.tried += 1;
    count.effective += u32::from(was_effective);
}
