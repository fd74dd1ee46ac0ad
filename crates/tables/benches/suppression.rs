//! Suppression of a catalogue table as it leaves the house every year: municipalities × benefits × months.
//!
//! Run with `cargo bench -p tables --bench suppression`. The table is invented: 98 municipalities in five regions and a
//! nation, 14 benefits with their total, 12 months (of a stock, so that months do not add up, or of an amount, where they
//! add up to a year). Sizes of municipalities and benefits fall off as the real ones do, so small cells lie where they lie.

use calendar::Day;
use divan::Bencher;
use rand::{RngExt, SeedableRng};
use rand_chacha::ChaCha8Rng;
use tables::{
    Cell, Dimension, Disclosure, Head, LeftOut, Measure, MeasureKind, Parts, Quantity, Role, Rule,
    Table, Text, release,
};

fn main() {
    divan::main();
}

const REGION_SIZES: [usize; 5] = [29, 17, 22, 19, 11];
const BENEFITS: usize = 14;
const MONTHS: usize = 12;
const AGES: usize = 8;

fn head() -> Head {
    Head {
        title: Text::same("bench"),
        population: Text::same("all"),
        unit: Text::same("persons"),
        period: Text::same("2025"),
        source: Text::same("invented"),
        known_on: Day::MIN,
        left_out: LeftOut::default(),
        faults: Vec::new(),
        disclosure: Disclosure::Inside,
    }
}

fn places() -> Dimension {
    let mut places = Dimension::new("place", Text::same("place"), Role::Place)
        .member("DK", Text::same("Denmark"));
    for region in 0..REGION_SIZES.len() {
        places = places.part(0, format!("R{region}"), Text::same(format!("R{region}")));
    }
    for (region, size) in REGION_SIZES.iter().enumerate() {
        for at in 0..*size {
            let code = format!("K{region}-{at}");
            places = places.part(1 + region, code.clone(), Text::same(code));
        }
    }
    places
}

fn flat(id: &str, count: usize, total: bool) -> Dimension {
    let mut dimension = Dimension::new(id, Text::same(id), Role::Class);
    if total {
        dimension = dimension.member("all", Text::same("all"));
    }
    for at in 0..count {
        let code = format!("{id}{at}");
        dimension = if total {
            dimension.part(0, code.clone(), Text::same(code))
        } else {
            dimension.member(code.clone(), Text::same(code))
        };
    }
    dimension
}

/// Persons per leaf: municipality × benefit × month, the months of one cell alike.
fn leaves(seed: u64, classes: usize) -> Vec<Vec<Vec<i64>>> {
    let mut random = ChaCha8Rng::seed_from_u64(seed);
    (0..98)
        .map(|place| {
            // From 1,800 inhabitants to 650,000: most have 20,000 to 60,000.
            let size = [600, 180, 60, 45, 40, 35, 30, 25, 20, 12, 6, 2][place % 12] * 1_000;
            (0..classes)
                .map(|class| {
                    let per_mille = [20, 14, 8, 1, 1, 15, 4, 2, 3, 18, 45, 1, 10, 3][class % 14];
                    let middle = size * per_mille / 1_000;
                    (0..MONTHS)
                        .map(|_| {
                            (middle * random.random_range(70..130_i64) / 100)
                                + random.random_range(-2..3_i64)
                        })
                        .map(|count| count.max(0))
                        .collect()
                })
                .collect()
        })
        .collect()
}

fn expand(member: usize, leaves: usize) -> std::ops::Range<usize> {
    if member == 0 {
        0..leaves
    } else {
        member - 1..member
    }
}

fn expand_place(member: usize) -> std::ops::Range<usize> {
    match member {
        0 => 0..98,
        1..=5 => {
            let from = REGION_SIZES[..member - 1].iter().sum::<usize>();
            from..from + REGION_SIZES[member - 1]
        }
        _ => member - 6..member - 5,
    }
}

fn stock(class: &str, classes: usize, seed: u64) -> Table {
    stock_of(class, classes, &leaves(seed, classes))
}

fn stock_of(class: &str, classes: usize, leaves: &[Vec<Vec<i64>>]) -> Table {
    let persons = Measure {
        id: "persons".to_owned(),
        label: Text::same("persons"),
        unit: Text::same("persons"),
        kind: MeasureKind::Count,
        places: 0,
        parts: vec![
            ("place".to_owned(), Parts::Exact),
            (class.to_owned(), Parts::Exact),
        ],
        share_of: None,
    };
    Table::build(
        head(),
        vec![
            places(),
            flat(class, classes, true),
            flat("month", MONTHS, false),
        ],
        vec![persons],
        |members, _| {
            let sum = expand_place(members[0])
                .flat_map(|place| expand(members[1], classes).map(move |class| (place, class)))
                .map(|(place, class)| leaves[place][class][members[2]])
                .sum();
            Cell::count(sum)
        },
    )
    .expect("the pieces fit")
}

fn amount() -> Table {
    let leaves = leaves(11, BENEFITS);
    let fulltime = Measure {
        id: "fulltime".to_owned(),
        label: Text::same("full-time persons"),
        unit: Text::same("full-time persons"),
        kind: MeasureKind::Amount,
        places: 1,
        parts: ["place", "benefit", "month"]
            .map(|id| (id.to_owned(), Parts::Exact))
            .to_vec(),
        share_of: None,
    };
    Table::build(
        head(),
        vec![
            places(),
            flat("benefit", BENEFITS, true),
            flat("month", MONTHS, true),
        ],
        vec![fulltime],
        |members, _| {
            let mut persons = 0;
            let mut units = 0;
            for place in expand_place(members[0]) {
                for benefit in expand(members[1], BENEFITS) {
                    for month in expand(members[2], MONTHS) {
                        let count = leaves[place][benefit][month];
                        persons += count;
                        units += i128::from(count) * (2_000 + i128::from(count % 7) * 100);
                    }
                }
            }
            Cell::Known(Quantity::Amount {
                units,
                per: 3_000,
                persons,
            })
        },
    )
    .expect("the pieces fit")
}

/// Says what is released, then measures doing it again: building the system, hiding, and auditing by witnesses.
#[expect(
    clippy::print_stdout,
    reason = "a measurement without its size says nothing"
)]
fn measure(bencher: Bencher<'_, '_>, tables: &[Table]) {
    let released = release(tables.to_vec(), &Rule::default()).expect("it can be protected");
    let cells: usize = tables.iter().map(Table::positions).sum();
    println!(
        "{cells} cells: {} small, {} hidden beside them",
        released.primary, released.complementary
    );
    bencher.bench_local(|| release(tables.to_vec(), &Rule::default()));
}

#[divan::bench(sample_count = 5)]
fn stock_98_14_12(bencher: Bencher<'_, '_>) {
    measure(bencher, &[stock("benefit", BENEFITS, 7)]);
}

#[divan::bench(sample_count = 5)]
fn amount_98_14_12_with_year(bencher: Bencher<'_, '_>) {
    measure(bencher, &[amount()]);
}

/// The same persons by benefit and by age group: both tables show the totals of each place.
#[divan::bench(sample_count = 5)]
fn two_linked_stocks(bencher: Bencher<'_, '_>) {
    let leaves = leaves(7, BENEFITS);
    let ages: Vec<Vec<Vec<i64>>> = leaves.iter().map(|classes| by_age(classes)).collect();
    let tables = [
        stock_of("benefit", BENEFITS, &leaves),
        stock_of("age", AGES, &ages),
    ];
    measure(bencher, &tables);
}

/// One month by place, benefit, age group and sex: four dimensions, and most cells small.
#[divan::bench(sample_count = 3)]
fn one_month_by_age_and_sex(bencher: Bencher<'_, '_>) {
    let mut random = ChaCha8Rng::seed_from_u64(5);
    let months = leaves(7, BENEFITS);
    let leaf: Vec<[[i64; 2]; AGES]> = months
        .iter()
        .flatten()
        .map(|months| {
            let mut cells = [[0; 2]; AGES];
            for person in 0..months[0] {
                let age = random
                    .random_range(0..AGES)
                    .min(random.random_range(0..AGES + 3));
                cells[age][usize::from(person % 5 < 2)] += 1;
            }
            cells
        })
        .collect();
    let over = ["place", "benefit", "age", "sex"];
    let persons = Measure {
        id: "persons".to_owned(),
        label: Text::same("persons"),
        unit: Text::same("persons"),
        kind: MeasureKind::Count,
        places: 0,
        parts: over.map(|id| (id.to_owned(), Parts::Exact)).to_vec(),
        share_of: None,
    };
    let dimensions = vec![
        places(),
        flat("benefit", BENEFITS, true),
        flat("age", AGES, true),
        flat("sex", 2, true),
    ];
    let table = Table::build(head(), dimensions, vec![persons], |members, _| {
        let mut sum = 0;
        for place in expand_place(members[0]) {
            for benefit in expand(members[1], BENEFITS) {
                for ages in &leaf[place * BENEFITS + benefit][expand(members[2], AGES)] {
                    sum += ages[expand(members[3], 2)].iter().sum::<i64>();
                }
            }
        }
        Cell::count(sum)
    });
    measure(bencher, &[table.expect("the pieces fit")]);
}

/// Splits each month's persons of a place over age groups, the last taking what is left.
fn by_age(classes: &[Vec<i64>]) -> Vec<Vec<i64>> {
    let totals: Vec<i64> = (0..MONTHS)
        .map(|month| classes.iter().map(|class| class[month]).sum())
        .collect();
    let part = |total: i64, age: usize| total * [1, 12, 16, 18, 20, 17, 9][age] / 100;
    (0..AGES)
        .map(|age| {
            let split = totals.iter().map(|total| {
                if age + 1 < AGES {
                    part(*total, age)
                } else {
                    total - (0..AGES - 1).map(|age| part(*total, age)).sum::<i64>()
                }
            });
            split.collect()
        })
        .collect()
}
