//! How fast cases on the embedded page are folded and audited, and how fast the engine walks it.
//!
//! The histories are 1,000 seeded random walks over the page: from what is enabled on the day, one act is drawn with
//! random decisions, until there are 42 facts. Ten copies of each under other case numbers make 10,000 cases. Loading
//! (pages, facts into memory) is outside the measured part.

mod walk;

use std::sync::LazyLock;

use calendar::Calendar;
use casework::{Case, Coordinates, fold_case};
use divan::counter::ItemsCount;
use duties::{Engine, Step};
use facts::{CaseId, Fact};
use rulebook::Book;
use walk::{CASE, FACTS, Walks};

const COPIES: u64 = 10;

static WALKS: LazyLock<Walks> = LazyLock::new(|| Walks::draw(&Book::embedded(), 1_000));

fn main() {
    divan::main();
}

fn calendar() -> &'static Calendar {
    &WALKS.calendar.calendar
}

/// 10,000 citizens' facts.
fn histories() -> Vec<(CaseId, Vec<Fact>)> {
    (0..COPIES)
        .flat_map(|copy| {
            WALKS.histories.iter().zip(0_u64..).map(move |(facts, at)| {
                let case = CaseId(1 + copy * 1_000 + at);
                let mut facts = facts.clone();
                for fact in &mut facts {
                    fact.entry.case = fact.entry.case.map(|_| case);
                }
                (case, facts)
            })
        })
        .collect()
}

fn folded(case: CaseId, facts: &[Fact]) -> Case<'_> {
    let coordinates = Coordinates::on(WALKS.end);
    fold_case(&WALKS.model, calendar(), facts, case, coordinates).expect("every walk opens a case")
}

/// Folds 10,000 cases of 42 facts each; the case is ready for every question.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn fold_10_000_cases(bencher: divan::Bencher<'_, '_>) {
    let histories = histories();
    assert!(histories.iter().all(|(_, facts)| facts.len() >= FACTS));
    bencher
        .counter(ItemsCount::new(histories.len()))
        .bench_local(|| {
            histories
                .iter()
                .map(|(case, facts)| folded(*case, facts).fold.state.ledger().len())
                .sum::<usize>()
        });
}

/// Folds and audits 10,000 cases.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn fold_and_audit_10_000_cases(bencher: divan::Bencher<'_, '_>) {
    let histories = histories();
    bencher
        .counter(ItemsCount::new(histories.len()))
        .bench_local(|| {
            histories
                .iter()
                .map(|(case, facts)| folded(*case, facts).audit().len())
                .sum::<usize>()
        });
}

/// Folds 1,000 cases and makes their rows, as the store does when a fact comes in.
#[divan::bench(sample_count = 10, sample_size = 1)]
fn rows_of_1_000_cases(bencher: divan::Bencher<'_, '_>) {
    bencher
        .counter(ItemsCount::new(WALKS.histories.len()))
        .bench_local(|| {
            WALKS
                .histories
                .iter()
                .map(|facts| folded(CASE, facts).rows().1.len())
                .sum::<usize>()
        });
}

/// The steps of each walk, in fold order.
fn steps() -> Vec<Vec<Step>> {
    WALKS
        .histories
        .iter()
        .map(|facts| {
            let case = folded(CASE, facts);
            case.fold
                .order
                .iter()
                .map(|at| case.steps[*at].clone())
                .collect()
        })
        .collect()
}

/// The engine on one core along enabled walks: advance, ask whether the event is enabled, execute, with ledger and dates.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn engine_walks_events(bencher: divan::Bencher<'_, '_>) {
    let steps = steps();
    let events: usize = steps.iter().map(Vec::len).sum();
    let engine = Engine {
        model: &WALKS.model.model,
        calendar: calendar(),
    };
    bencher.counter(ItemsCount::new(events)).bench_local(|| {
        let mut enabled = 0_usize;
        for walk in &steps {
            let mut state = engine.start(CASE.0, walk[0].day);
            for step in walk {
                state = engine.advance(state, step.day);
                let (next, blockers) = engine.execute(state, step);
                enabled += usize::from(blockers.is_empty());
                state = next;
            }
        }
        enabled
    });
}

/// The engine folding the same walks whole, which also orders the steps.
#[divan::bench(sample_count = 20, sample_size = 1)]
fn engine_folds_events(bencher: divan::Bencher<'_, '_>) {
    let steps = steps();
    let events: usize = steps.iter().map(Vec::len).sum();
    let engine = Engine {
        model: &WALKS.model.model,
        calendar: calendar(),
    };
    bencher.counter(ItemsCount::new(events)).bench_local(|| {
        steps
            .iter()
            .map(|walk| engine.fold(CASE.0, walk, WALKS.end).deviations.len())
            .sum::<usize>()
    });
}
