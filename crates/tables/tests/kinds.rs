//! Properties of releases with hierarchies, overlapping parts, amounts, shares and several measures at once.

use proptest::prelude::*;
use tables::{
    Cell, CellState, Dimension, Disclosure, Head, LeftOut, Measure, MeasureKind, Parts, Quantity,
    Role, Rule, ShareOf, Table, Text, Verdict, Zeros, audit_release, release, release_after,
};

fn head() -> Head {
    Head {
        title: Text::same("kinds"),
        population: Text::same("all"),
        unit: Text::same("persons"),
        period: Text::same("2026"),
        source: Text::same("invented"),
        known_on: "2026-06-30".parse().expect("a day"),
        left_out: LeftOut::default(),
        faults: Vec::new(),
        disclosure: Disclosure::Inside,
    }
}

/// A nation of two regions, of two and three municipalities.
fn places() -> Dimension {
    [
        (0, "east"),
        (0, "west"),
        (1, "e1"),
        (1, "e2"),
        (2, "w1"),
        (2, "w2"),
        (2, "w3"),
    ]
    .into_iter()
    .fold(
        Dimension::new("place", Text::same("place"), Role::Place).member("dk", Text::same("dk")),
        |dimension, (parent, code)| dimension.part(parent, code, Text::same(code)),
    )
}

const MUNICIPALITIES: usize = 5;

/// The municipalities under a place, by position among the leaves.
fn under(place: usize) -> std::ops::Range<usize> {
    match place {
        0 => 0..5,
        1 => 0..2,
        2 => 2..5,
        leaf => leaf - 3..leaf - 2,
    }
}

fn flat(id: &str, size: usize) -> Dimension {
    let whole = Dimension::new(id, Text::same(id), Role::Class).member("all", Text::same("all"));
    (1..=size).fold(whole, |dimension, at| {
        let code = format!("{id}{at}");
        dimension.part(0, code.clone(), Text::same(code))
    })
}

fn within(member: usize, size: usize) -> std::ops::Range<usize> {
    if member == 0 {
        0..size
    } else {
        member - 1..member
    }
}

fn measure(id: &str, kind: MeasureKind, parts: &[(&str, Parts)]) -> Measure {
    Measure {
        id: id.to_owned(),
        label: Text::same(id),
        unit: Text::same("persons"),
        kind,
        places: 1,
        parts: parts
            .iter()
            .map(|(id, parts)| ((*id).to_owned(), *parts))
            .collect(),
        share_of: None,
    }
}

/// For each municipality and each of three classes: persons only in it. Besides: persons in the first two classes at once.
#[derive(Debug, Clone)]
struct People {
    only: Vec<[i64; 3]>,
    both: Vec<i64>,
}

fn people() -> impl Strategy<Value = People> {
    let few = || prop_oneof![3 => 0_i64..8, 2 => 5_i64..60, 1 => 60_i64..900];
    (
        proptest::collection::vec([few(), few(), few()], MUNICIPALITIES),
        proptest::collection::vec(0_i64..12, MUNICIPALITIES),
    )
        .prop_map(|(only, both)| People { only, both })
}

impl People {
    /// Distinct persons: those in two classes count in each, and once in the total.
    fn touched(&self, place: usize, class: usize) -> i64 {
        let count = |at: usize| match class {
            0 => self.only[at].iter().sum::<i64>() + self.both[at],
            1 | 2 => self.only[at][class - 1] + self.both[at],
            _ => self.only[at][2],
        };
        under(place).map(count).sum()
    }

    /// Full-time units over 100: someone in both classes is half in each.
    fn units(&self, place: usize, class: usize) -> i128 {
        let sum = |at: usize| -> i64 {
            within(class, 3)
                .map(|class| {
                    self.only[at][class] * 100 + if class < 2 { self.both[at] * 50 } else { 0 }
                })
                .sum()
        };
        under(place).map(|at| i128::from(sum(at))).sum()
    }

    /// Persons and full-time persons by place and class.
    fn by_class(&self) -> Table {
        let persons = measure(
            "persons",
            MeasureKind::Count,
            &[("place", Parts::Exact), ("class", Parts::Overlapping)],
        );
        let fulltime = measure(
            "fulltime",
            MeasureKind::Amount,
            &[("place", Parts::Exact), ("class", Parts::Exact)],
        );
        Table::build(
            head(),
            vec![places(), flat("class", 3)],
            vec![persons, fulltime],
            |members, measure| {
                let persons = self.touched(members[0], members[1]);
                match measure {
                    0 => Cell::count(persons),
                    _ => Cell::Known(Quantity::Amount {
                        units: self.units(members[0], members[1]),
                        per: 100,
                        persons,
                    }),
                }
            },
        )
        .expect("the pieces fit")
    }

    /// The share of persons in the first class, by place; of the same persons as in the other table.
    fn shares(&self) -> Table {
        let mut share = measure("share", MeasureKind::Ratio, &[("place", Parts::Exact)]);
        share.share_of = Some(ShareOf {
            part: "first".to_owned(),
            whole: "persons".to_owned(),
        });
        let first = measure("first", MeasureKind::Count, &[("place", Parts::Exact)]);
        Table::build(
            head(),
            vec![places()],
            vec![share, first],
            |members, measure| {
                let (inside, all) = (self.touched(members[0], 1), self.touched(members[0], 0));
                match measure {
                    0 if all == 0 => Cell::NotApplicable,
                    0 => Cell::Known(Quantity::share(inside, all)),
                    _ => Cell::count(inside),
                }
            },
        )
        .expect("the pieces fit")
    }
}

fn rule(zeros: Zeros) -> Rule {
    Rule {
        zeros,
        ..Rule::default()
    }
}

fn choice() -> impl Strategy<Value = Zeros> {
    prop_oneof![Just(Zeros::Shown), Just(Zeros::Hidden)]
}

/// No shown number is about fewer than five, and nothing hidden can be worked out.
fn holds(originals: &[Table], released: &[Table], zeros: Zeros) -> Result<(), TestCaseError> {
    let audit =
        audit_release(originals, released, &rule(zeros)).expect("the tables belong together");
    for bounds in &audit.bounds {
        prop_assert_ne!(bounds.verdict, Verdict::Exposed, "{:?}", bounds);
    }
    let small = |persons: i64| persons < 5 && (persons != 0 || zeros == Zeros::Hidden);
    for (before, after) in originals.iter().zip(released) {
        for (index, (cell, shown)) in before.cells().iter().zip(after.cells()).enumerate() {
            let Some(quantity) = shown.quantity() else {
                continue;
            };
            prop_assert_eq!(cell, shown);
            let sensitive = match *quantity {
                Quantity::Count(persons) | Quantity::Amount { persons, .. } => small(persons),
                Quantity::Ratio { inside, all, .. } => small(inside) || all - inside < 5,
            };
            prop_assert!(!sensitive, "{} shows {quantity:?}", before.place(index));
        }
    }
    Ok(())
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(32))]

    #[test]
    fn hierarchies_overlaps_and_amounts_are_safe(people in people(), zeros in choice()) {
        let tables = vec![people.by_class()];
        let released = release(tables.clone(), &rule(zeros)).expect("there is a way");
        holds(&tables, released.tables(), zeros)?;
    }

    #[test]
    fn shares_linked_to_counts_are_safe(people in people(), zeros in choice()) {
        let tables = vec![people.by_class(), people.shares()];
        let released = release(tables.clone(), &rule(zeros)).expect("there is a way");
        holds(&tables, released.tables(), zeros)?;
    }

    /// A second vintage, revised in one municipality, hides all that the first one hid.
    #[test]
    fn a_revision_is_safe_beside_what_it_revises(people in people(), change in -3_i64..4) {
        let first = vec![people.by_class()];
        let earlier = release(first.clone(), &Rule::default()).expect("there is a way");
        let mut revised = people;
        revised.only[3][2] = (revised.only[3][2] + change).max(0);
        let second = vec![revised.by_class()];
        // What is known already cannot be hidden any more, so a revision may have to be refused.
        if let Ok(later) = release_after(earlier.tables(), second.clone(), &Rule::default()) {
            holds(&second, later.tables(), Zeros::Shown)?;
            let pairs = earlier.tables()[0].cells().iter().zip(later.tables()[0].cells());
            for (before, after) in pairs {
                prop_assert!(
                    before.state() != CellState::Hidden || matches!(after.state(), CellState::Hidden | CellState::Zero)
                );
            }
        }
    }
}
