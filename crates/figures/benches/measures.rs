//! What the measures of the workloads cost a spell, on histories in memory.
//!
//! 200,000 invented persons with about 12.5 spells each. Each workload is a definition as a page would give it; building the
//! histories and writing the answers out are outside the measured part. `items/s` counts spells.

#[path = "../tests/register/mod.rs"]
mod register;
mod variants;
#[path = "../tests/register/workloads.rs"]
mod workloads;

use std::sync::LazyLock;

use divan::counter::ItemsCount;
use figures::{Histories, Periods, Plan, Query};
use register::{day, histories, persons, schema, setting};
use variants::Variant;
use workloads::{
    lasting_exits, long_term, month_ends, persons_on_benefits, persons_on_benefits_in, target_group,
};

static HISTORIES: LazyLock<Histories> = LazyLock::new(|| histories(&persons(200_000, 1)));

fn main() {
    divan::main();
}

/// So often the histories are counted in one run, that what a run costs once is as small as with a large register.
const ROUNDS: usize = 3;

fn run(bencher: divan::Bencher<'_, '_>, queries: &[Query]) {
    let (schema, setting) = (schema(), setting());
    let plan = Plan::compile(&schema, queries, &setting).expect("the workloads compile");
    let spells = ROUNDS * HISTORIES.tracks[0].start.len();
    bencher.counter(ItemsCount::new(spells)).bench_local(|| {
        let mut run = plan.start().expect("the workloads can be counted");
        for _ in 0..ROUNDS {
            run.add(&HISTORIES)
                .expect("the histories follow the schema");
        }
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

/// All in one plan, as they are and varied: none may cost more than one and a half times the originals, weekly samples not 1.3
/// times as much.
#[divan::bench(sample_count = 12, sample_size = 1, args = [
    Variant::Original,
    Variant::OtherBenefits,
    Variant::OtherShare,
    Variant::Weekly,
    Variant::ByMunicipality,
    Variant::ByThree,
    Variant::ByAge,
])]
fn all_four(bencher: divan::Bencher<'_, '_>, variant: Variant) {
    run(bencher, &variants::all_four(variant));
}
