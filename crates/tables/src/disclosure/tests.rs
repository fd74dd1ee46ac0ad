//! Suppression and audit on tables small enough to check by hand.

use super::linked::{Linked, Place, link};
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

/// Islands of 3 and 42 persons, and what readers know already: the total and the larger island.
fn islands() -> (Table, Table) {
    let table = |codes: &[&str], counts: &[i64]| {
        let dimension = flat("island", codes);
        let parts = if codes.len() > 1 {
            Parts::Exact
        } else {
            Parts::Within
        };
        let measure = Measure {
            parts: vec![("island".to_owned(), parts)],
            ..persons(&[])
        };
        Table::build(head(), vec![dimension], vec![measure], |members, _| {
            Cell::count(counts[members[0]])
        })
        .unwrap()
    };
    let known = release(vec![table(&["b"], &[45, 42])], &Rule::default()).unwrap();
    assert_eq!(known.primary + known.complementary, 0);
    let known = known.into_tables().remove(0);
    (table(&["a", "b"], &[45, 3, 42]), known)
}

#[test]
fn where_hiding_does_not_help_neighbours_are_merged_and_it_is_said() {
    let (table, known) = islands();
    let refused = release_after(
        std::slice::from_ref(&known),
        vec![table.clone()],
        &Rule::default(),
    );
    let places = vec!["a / persons".to_owned()];
    assert_eq!(refused, Err(Refusal::Unprotected { places }));
    let rule = Rule {
        coarsen: vec![
            // Does not fit, and is passed over.
            Coarsening::Drop {
                dimension: "nothing".to_owned(),
            },
            Coarsening::Merge {
                dimension: "island".to_owned(),
                codes: vec!["a".to_owned(), "b".to_owned()],
                code: "a+b".to_owned(),
                label: Text::new("a og b", "a and b"),
            },
        ],
        ..Rule::default()
    };
    let released = release_after(&[known], vec![table], &rule).unwrap();
    let table = &released.tables()[0];
    assert_eq!(table.cells(), [Cell::count(45), Cell::count(45)]);
    assert_eq!(table.dimensions()[0].members[1].code, "a+b");
    let Disclosure::Released { coarsened, .. } = &table.head().disclosure else {
        panic!("it was released");
    };
    assert_eq!(
        coarsened
            .iter()
            .map(|note| note.da.as_str())
            .collect::<Vec<_>>(),
        ["Slået sammen til »a og b« for at beskytte enkeltpersoner: a, b."]
    );
}

#[test]
fn a_breakdown_that_cannot_be_protected_is_dropped() {
    let (table, known) = islands();
    let rule = Rule {
        coarsen: vec![Coarsening::Drop {
            dimension: "island".to_owned(),
        }],
        ..Rule::default()
    };
    let released = release_after(&[known], vec![table], &rule).unwrap();
    let table = &released.tables()[0];
    assert_eq!(table.cells(), [Cell::count(45)]);
    let notes = crate::notes::notes(table, crate::text::Language::Danish);
    assert!(
        notes
            .iter()
            .any(|note| note.text
                == "Opdelingen »island« er udeladt for at beskytte enkeltpersoner.")
    );
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
fn a_later_vintage_does_not_open_what_an_earlier_one_hid() {
    let first = square(
        "place",
        "benefit",
        &[&[3, 40, 50], &[60, 20, 80], &[90, 70, 30]],
    );
    let earlier = release(vec![first.clone()], &Rule::default()).unwrap();
    let hidden_in = |table: &Table| -> Vec<usize> {
        let hidden = table.cells().iter().enumerate();
        let hidden = hidden.filter(|(_, cell)| cell.state() == Hidden);
        hidden.map(|(at, _)| at).collect()
    };
    let before = hidden_in(&earlier.tables()[0]);
    // The same cell is small again, and what protected it has become dear: alone, other cells would be hidden.
    let second = square(
        "place",
        "benefit",
        &[&[3, 4_000, 50], &[60, 2_000, 80], &[90, 70, 30]],
    );
    let alone = release(vec![second.clone()], &Rule::default()).unwrap();
    assert_ne!(hidden_in(&alone.tables()[0]), before);
    let after = release_after(earlier.tables(), vec![second], &Rule::default()).unwrap();
    let hidden = hidden_in(&after.tables()[0]);
    assert!(before.iter().all(|at| hidden.contains(at)));
    // What readers already have, unchanged, is not hidden to protect something new.
    let unchanged = first.cells().iter().zip(after.tables()[0].cells());
    for (at, (old, new)) in unchanged.enumerate() {
        let shown_before = earlier.tables()[0].cells()[at].quantity().is_some();
        if shown_before && new.state() == Hidden {
            assert_ne!(
                Some(old),
                Some(new),
                "cell {at} was known and is hidden in vain"
            );
        }
    }
}

/// Three tables in a ring, cut from one cube: no two of them show all three dimensions.
fn ring(cube: [[[i64; 2]; 2]; 2]) -> (Vec<Table>, Table) {
    let names = ["a", "b", "c"];
    let cut = |keep: &[usize]| {
        let dimensions: Vec<Dimension> = keep
            .iter()
            .map(|&at| flat(names[at], &["1", "2"]))
            .collect();
        let over: Vec<&str> = keep.iter().map(|&at| names[at]).collect();
        Table::build(head(), dimensions, vec![persons(&over)], |members, _| {
            let mut at = [0; 3];
            for (&axis, &member) in keep.iter().zip(members) {
                at[axis] = member;
            }
            let range = |member: usize| {
                if member == 0 {
                    0..2
                } else {
                    member - 1..member
                }
            };
            let mut sum = 0;
            for plane in &cube[range(at[0])] {
                for line in &plane[range(at[1])] {
                    sum += line[range(at[2])].iter().sum::<i64>();
                }
            }
            Cell::count(sum)
        })
        .unwrap()
    };
    (
        vec![cut(&[0, 1]), cut(&[0, 2]), cut(&[1, 2])],
        cut(&[0, 1, 2]),
    )
}

#[test]
fn tables_in_a_ring_are_held_against_the_cube_they_were_cut_from() {
    let (tables, cube) = ring([[[2, 30], [40, 8]], [[25, 0], [9, 60]]]);
    let readers = Readers {
        unpublished: std::slice::from_ref(&cube),
        ..Readers::default()
    };
    let released = release_to(&readers, tables.clone(), &Rule::default()).unwrap();
    assert_eq!(released.tables().len(), 3);
    // The audit of what was released, with the cube as a table of which nothing is shown.
    let mut all = tables;
    all.push(cube);
    let linked = link(&all, 3, &Rule::default()).unwrap();
    let hidden = hidden_where(&linked, |place| {
        let table = released.tables().get(place.table);
        table.is_none_or(|table| table.cells()[place.position] == Cell::Hidden)
    });
    assert!(audit(&linked.system, &hidden, &[]).passes());
}

/// The variables that only hidden places show.
fn hidden_where(linked: &Linked, hidden: impl Fn(&Place) -> bool) -> Vec<bool> {
    let only_hidden =
        |places: &Vec<usize>| places.iter().all(|&place| hidden(&linked.places[place]));
    linked.shown_at.iter().map(only_hidden).collect()
}

#[test]
fn the_cube_behind_a_ring_can_give_away_what_the_ring_alone_does_not() {
    // a1 holds only persons of c1, and b1 only persons of c2: so nobody is in a1 and b1, whoever hides that cell.
    let (tables, cube) = ring([[[0, 0], [50, 0]], [[0, 50], [20, 20]]]);
    let mut all = tables;
    all.push(cube);
    // Hide the inside of a × b, and the cube; show everything else.
    let inside = |place: &Place| {
        let members = all[place.table].members_at(place.position);
        place.table == 3 || (place.table == 0 && members.iter().all(|&member| member > 0))
    };
    for (tables, gives_away) in [(&all[..3], false), (&all[..], true)] {
        let linked = link(tables, 3, &Rule::default()).unwrap();
        let audit = audit(&linked.system, &hidden_where(&linked, inside), &[]);
        let exposed = audit
            .bounds
            .iter()
            .any(|bounds| bounds.verdict == Verdict::Exposed);
        assert_eq!(exposed, gives_away);
    }
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
