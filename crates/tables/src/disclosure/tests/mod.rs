//! Suppression and audit on tables small enough to check by hand.

mod readers;

use super::linked::link;
use super::*;
use crate::cell::CellState::{Hidden, Value, Zero};
use crate::cell::{Cell, CellState, Quantity};
use crate::dimension::{Dimension, Role};
use crate::head::{Head, LeftOut};
use crate::table::{Measure, MeasureKind, Parts, ShareOf};

fn head() -> Head {
    Head {
        title: Text::same("test"),
        population: Text::same("all"),
        unit: Text::same("persons"),
        period: Text::same("2026"),
        source: Text::same("invented"),
        known_on: "2026-06-30".parse().unwrap(),
        left_out: LeftOut::default(),
        faults: Vec::new(),
        disclosure: Disclosure::Inside,
    }
}

fn flat(id: &str, codes: &[&str]) -> Dimension {
    let mut dimension =
        Dimension::new(id, Text::same(id), Role::Class).member("all", Text::same("all"));
    for code in codes {
        dimension = dimension.part(0, *code, Text::same(*code));
    }
    dimension
}

fn persons(over: &[&str]) -> Measure {
    Measure {
        id: "persons".to_owned(),
        label: Text::same("persons"),
        unit: Text::same("persons"),
        kind: MeasureKind::Count,
        places: 0,
        parts: over
            .iter()
            .map(|id| ((*id).to_owned(), Parts::Exact))
            .collect(),
        share_of: None,
    }
}

/// A table of counts with totals first in both directions.
fn square(rows: &str, columns: &str, counts: &[&[i64]]) -> Table {
    let codes = |letter: char, count: usize| -> Vec<String> {
        (0..count).map(|at| format!("{letter}{at}")).collect()
    };
    let down = codes('r', counts.len());
    let across = codes('c', counts[0].len());
    let down: Vec<&str> = down.iter().map(String::as_str).collect();
    let across: Vec<&str> = across.iter().map(String::as_str).collect();
    Table::build(
        head(),
        vec![flat(rows, &down), flat(columns, &across)],
        vec![persons(&[rows, columns])],
        |members, _| {
            let pick = |member: usize, count: usize| match member {
                0 => 0..count,
                member => member - 1..member,
            };
            let mut sum = 0;
            for row in pick(members[0], counts.len()) {
                sum += counts[row][pick(members[1], counts[0].len())]
                    .iter()
                    .sum::<i64>();
            }
            Cell::count(sum)
        },
    )
    .unwrap()
}

fn states(table: &Table) -> Vec<Vec<CellState>> {
    let width = table.dimensions()[1].members.len();
    let all: Vec<CellState> = table.cells().iter().map(Cell::state).collect();
    all.chunks(width).map(<[CellState]>::to_vec).collect()
}

#[test]
fn one_small_number_takes_three_others_with_it() {
    let table = square(
        "place",
        "benefit",
        &[&[3, 40, 50], &[60, 20, 80], &[90, 70, 30]],
    );
    let released = release(vec![table], &Rule::default()).unwrap();
    assert_eq!((released.primary, released.complementary), (1, 3));
    let states = states(&released.tables()[0]);
    let hidden = states
        .iter()
        .flatten()
        .filter(|state| **state == CellState::Hidden)
        .count();
    assert_eq!(hidden, 4);
    assert_eq!(states[1][1], CellState::Hidden);
    assert_eq!(states[0][0], CellState::Value);
}

#[test]
fn without_complementary_suppression_the_audit_fails() {
    let table = square(
        "place",
        "benefit",
        &[&[3, 40, 50], &[60, 20, 80], &[90, 70, 30]],
    );
    let linked = link(&[table], 1, &Rule::default()).unwrap();
    let hidden: Vec<bool> = (0..linked.coordinates.len())
        .map(|variable| {
            linked.shown_at[variable]
                .iter()
                .all(|&place| linked.places[place].sensitive)
        })
        .collect();
    let audit = audit(&linked.system, &hidden, &[]);
    assert!(!audit.passes());
    assert_eq!(audit.exposures()[0].verdict, Verdict::Exposed);
    assert_eq!(audit.bounds[0].limits, Some((3, Some(3))));
}

#[test]
fn two_small_numbers_in_a_row_bound_each_other_and_are_not_left_at_that() {
    // 1 + 2 = 3: hidden together they are still both below five.
    let table = square("place", "benefit", &[&[1, 2, 50], &[60, 20, 80]]);
    let linked = link(std::slice::from_ref(&table), 1, &Rule::default()).unwrap();
    let pair: Vec<bool> = linked.places.iter().map(|place| place.sensitive).collect();
    assert!(!audit(&linked.system, &pair, &[]).passes());
    let released = release(vec![table], &Rule::default()).unwrap();
    assert!(released.complementary >= 3);
}

#[test]
fn a_margin_shared_with_another_table_protects_both() {
    // The first table must hide the total of r0; the second shows the same total as the sum of its ages.
    let one = square(
        "place",
        "benefit",
        &[&[3, 0, 0], &[60, 20, 80], &[90, 70, 30]],
    );
    let other = square("place", "age", &[&[1, 2], &[100, 60], &[110, 80]]);
    let released = release(vec![one, other], &Rule::default()).unwrap();
    for table in released.tables() {
        let states = states(table);
        assert_eq!(
            states[1][0],
            CellState::Hidden,
            "the shared total is hidden in both tables"
        );
        let others = states
            .iter()
            .skip(2)
            .filter(|row| row[0] == CellState::Hidden)
            .count();
        assert_eq!(others + usize::from(states[0][0] == CellState::Hidden), 1);
    }
    assert_eq!(
        states(&released.tables()[0])
            .iter()
            .map(|row| row[0])
            .collect::<Vec<_>>(),
        states(&released.tables()[1])
            .iter()
            .map(|row| row[0])
            .collect::<Vec<_>>(),
    );
}

#[test]
fn tables_that_contradict_each_other_are_refused() {
    let one = square("place", "benefit", &[&[30, 40], &[50, 60]]);
    let other = square("place", "age", &[&[30, 41], &[50, 60]]);
    assert!(matches!(
        release(vec![one, other], &Rule::default()),
        Err(Refusal::Disagree { .. })
    ));
    let crooked = Table::new(
        head(),
        vec![flat("place", &["a", "b"])],
        vec![persons(&["place"])],
        vec![Cell::count(99), Cell::count(30), Cell::count(40)],
    )
    .unwrap();
    assert!(matches!(
        release(vec![crooked], &Rule::default()),
        Err(Refusal::DoesNotAdd { .. })
    ));
}

#[test]
fn zeros_are_shown_or_hidden_by_choice() {
    let table = square(
        "place",
        "benefit",
        &[&[0, 40, 50], &[60, 20, 80], &[90, 70, 30]],
    );
    let shown = release(vec![table.clone()], &Rule::default()).unwrap();
    assert_eq!(shown.primary + shown.complementary, 0);
    let rule = Rule {
        zeros: Zeros::Hidden,
        ..Rule::default()
    };
    let hidden = release(vec![table], &rule).unwrap();
    assert_eq!((hidden.primary, hidden.complementary), (1, 3));
}

#[test]
fn a_share_is_hidden_when_part_rest_or_whole_is_small() {
    let measure = Measure {
        kind: MeasureKind::Ratio,
        share_of: None,
        ..persons(&[])
    };
    let shares = [(3, 100), (97, 100), (100, 100), (0, 100), (2, 4), (50, 100)];
    let codes = ["a", "b", "c", "d", "e", "f"];
    let mut dimension = Dimension::new("group", Text::same("group"), Role::Class);
    for code in codes {
        dimension = dimension.member(code, Text::same(code));
    }
    let table = Table::build(head(), vec![dimension], vec![measure], |members, _| {
        let (inside, all) = shares[members[0]];
        Cell::Known(Quantity::share(inside, all))
    })
    .unwrap();
    let released = release(vec![table], &Rule::default()).unwrap();
    let states: Vec<CellState> = released.tables()[0]
        .cells()
        .iter()
        .map(Cell::state)
        .collect();
    assert_eq!(states, [Hidden, Hidden, Hidden, Zero, Hidden, Value]);
}

#[test]
fn a_share_does_not_give_away_what_the_counts_hide() {
    // Counts and shares stand in different tables; 97 of 100 leaves 3, so one of the counts must go too.
    let dimension = || flat("group", &["a", "b"]);
    let count = |id: &str| Measure {
        id: id.to_owned(),
        ..persons(&["group"])
    };
    let counts = Table::build(
        head(),
        vec![dimension()],
        vec![count("covered"), count("force")],
        |members, measure| Cell::count([[177, 280], [97, 100], [80, 180]][members[0]][measure]),
    )
    .unwrap();
    let share = Measure {
        id: "share".to_owned(),
        kind: MeasureKind::Ratio,
        share_of: Some(ShareOf {
            part: "covered".to_owned(),
            whole: "force".to_owned(),
        }),
        ..persons(&["group"])
    };
    let shares = Table::build(head(), vec![dimension()], vec![share], |members, _| {
        let (inside, all) = [(177, 280), (97, 100), (80, 180)][members[0]];
        Cell::Known(Quantity::share(inside, all))
    })
    .unwrap();
    let released = release(vec![counts, shares], &Rule::default()).unwrap();
    let [counts, shares] = released.tables() else {
        panic!("two tables went in");
    };
    assert_eq!(shares.cells()[1].state(), CellState::Hidden);
    assert_eq!(counts.cell(&[1], 0).state(), CellState::Hidden);
}

#[test]
fn amounts_are_hidden_by_the_persons_behind_them() {
    let measure = Measure {
        id: "fulltime".to_owned(),
        kind: MeasureKind::Amount,
        ..persons(&["place"])
    };
    let amount = |units: i128, persons: i64| {
        Cell::Known(Quantity::Amount {
            units,
            per: 3_100,
            persons,
        })
    };
    let table = Table::new(
        head(),
        vec![flat("place", &["a", "b", "c"])],
        vec![measure],
        vec![
            amount(400_000, 140),
            amount(9_300, 3),
            amount(190_700, 67),
            amount(200_000, 70),
        ],
    )
    .unwrap();
    let released = release(vec![table], &Rule::default()).unwrap();
    let states: Vec<CellState> = released.tables()[0]
        .cells()
        .iter()
        .map(Cell::state)
        .collect();
    assert_eq!(
        states
            .iter()
            .filter(|state| **state == CellState::Hidden)
            .count(),
        2
    );
    assert_eq!(states[1], CellState::Hidden);
}

#[test]
fn a_released_table_cannot_be_released_again() {
    let table = square("place", "benefit", &[&[30, 40], &[50, 60]]);
    let released = release(vec![table], &Rule::default()).unwrap();
    assert_eq!(
        release(released.into_tables(), &Rule::default()),
        Err(Refusal::AlreadyReleased)
    );
}

#[test]
fn what_is_unknown_weakens_a_sum_and_what_cannot_occur_does_not() {
    let with = |odd: Cell| {
        Table::new(
            head(),
            vec![flat("place", &["a", "b", "c"])],
            vec![persons(&["place"])],
            vec![Cell::count(45), Cell::count(3), Cell::count(42), odd],
        )
        .unwrap()
    };
    // Cannot occur: 3 = 45 − 42, so something beside it must go.
    let structural = release(vec![with(Cell::NotApplicable)], &Rule::default()).unwrap();
    assert_eq!((structural.primary, structural.complementary), (1, 1));
    // Unknown: 3 ≤ 45 − 42 is all a reader knows, and that is too much too.
    let open = release(vec![with(Cell::Unknown { needs: None })], &Rule::default()).unwrap();
    assert_eq!((open.primary, open.complementary), (1, 1));
}
