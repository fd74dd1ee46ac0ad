//! What the measures of the workloads cost a spell, on histories in memory.
//!
//! 200,000 invented persons with about 12.5 spells each. Each workload is a definition as a page would give it; building the
//! histories and writing the answers out are outside the measured part. `items/s` counts spells.

#[path = "../tests/register/mod.rs"]
mod register;
#[path = "../tests/register/workloads.rs"]
mod workloads;

use std::sync::LazyLock;

use divan::counter::ItemsCount;
use figures::{Histories, Periods, Plan, Query};
use register::{day, histories, persons, schema, setting};
use workloads::{
    lasting_exits, long_term, month_ends, persons_on_benefits, persons_on_benefits_in, target_group,
};

static HISTORIES: LazyLock<Histories> = LazyLock::new(|| histories(&persons(200_000, 1)));

fn main() {
    divan::main();
}

fn run(bencher: divan::Bencher<'_, '_>, queries: &[Query]) {
    let (schema, setting) = (schema(), setting());
    let plan = Plan::compile(&schema, queries, &setting).expect("the workloads compile");
    let spells = HISTORIES.tracks[0].start.len();
    bencher.counter(ItemsCount::new(spells)).bench_local(|| {
        let mut run = plan.start().expect("the workloads can be counted");
        run.add(&HISTORIES)
            .expect("the histories follow the schema");
        run
    });
}

#[divan::bench(sample_count = 12, sample_size = 1)]
fn full_time_and_touched_by_month_municipality_benefit(bencher: divan::Bencher<'_, '_>) {
    run(bencher, &[persons_on_benefits()]);
}

/// Four times as many periods over the same days.
#[divan::bench(sample_count = 12, sample_size = 1)]
fn full_time_and_touched_by_week(bencher: divan::Bencher<'_, '_>) {
    let weeks = Periods::weeks(register::first_day(), register::last_day());
    run(bencher, &[persons_on_benefits_in(weeks)]);
}

#[divan::bench(sample_count = 12, sample_size = 1)]
fn long_term_by_month_municipality(bencher: divan::Bencher<'_, '_>) {
    run(bencher, &[long_term(month_ends())]);
}

#[divan::bench(sample_count = 12, sample_size = 1)]
fn long_term_by_week_municipality(bencher: divan::Bencher<'_, '_>) {
    let weeks = Periods::weeks(day("2005-01-03"), day("2026-05-31"));
    run(bencher, &[long_term(weeks)]);
}

#[divan::bench(sample_count = 12, sample_size = 1)]
fn target_group_on_a_day(bencher: divan::Bencher<'_, '_>) {
    run(bencher, &[target_group()]);
}

#[divan::bench(sample_count = 12, sample_size = 1)]
fn lasting_exits_by_month_municipality(bencher: divan::Bencher<'_, '_>) {
    run(bencher, &[lasting_exits()]);
}

#[divan::bench(sample_count = 12, sample_size = 1)]
fn all_four(bencher: divan::Bencher<'_, '_>) {
    let queries = [
        persons_on_benefits(),
        long_term(month_ends()),
        target_group(),
        lasting_exits(),
    ];
    run(bencher, &queries);
}
