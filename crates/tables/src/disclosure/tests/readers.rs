//! What readers know beside the tables: earlier releases, and the cube behind a ring.

use super::super::linked::{Linked, Place};
use super::*;

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

/// Persons by a class, with their share of a number from outside that is the same for all.
fn shares_of_a_given_number(counts: &[i64]) -> Table {
    let codes: Vec<String> = (0..counts.len()).map(|at| format!("r{at}")).collect();
    let codes: Vec<&str> = codes.iter().map(String::as_str).collect();
    let share = Measure {
        id: "share".to_owned(),
        kind: MeasureKind::Ratio,
        ..persons(&[])
    };
    Table::build(
        head(),
        vec![flat("class", &codes)],
        vec![persons(&["class"]), share],
        |members, measure| {
            let number = match members[0] {
                0 => counts.iter().sum(),
                member => counts[member - 1],
            };
            if measure == 0 {
                Cell::count(number)
            } else {
                Cell::Known(Quantity::share(number, 14_500))
            }
        },
    )
    .unwrap()
}

fn hidden_rows(table: &Table) -> Vec<usize> {
    let width = table.cells().len() / table.dimensions()[0].members.len();
    let rows = table.cells().chunks(width).enumerate();
    rows.filter(|(_, row)| row.contains(&Cell::Hidden))
        .map(|(at, _)| at)
        .collect()
}

#[test]
fn what_a_share_is_taken_of_does_not_make_a_cell_large() {
    let table = shares_of_a_given_number(&[156, 435, 69, 11, 4]);
    let released = release(vec![table], &Rule::default()).unwrap();
    assert_eq!(hidden_rows(&released.tables()[0]), [4, 5]);
}

#[test]
fn what_is_hidden_together_leans_on_the_same_cells() {
    let whole = square("class", "sex", &[&[40], &[17], &[12], &[4]]);
    let rest = square("class", "sex", &[&[30], &[6], &[11], &[3]]);
    let released = release(vec![whole], &Rule::default()).unwrap();
    assert_eq!(hidden_rows(&released.tables()[0]), [3, 4]);
    let alone = release(vec![rest.clone()], &Rule::default()).unwrap();
    assert_eq!(hidden_rows(&alone.tables()[0]), [2, 4]);
    let readers = Readers {
        together: released.tables(),
        ..Readers::default()
    };
    let beside = release_to(&readers, vec![rest], &Rule::default()).unwrap();
    assert_eq!(hidden_rows(&beside.tables()[0]), [3, 4]);
}

fn near(members: &[(&str, &str)], other: i64) -> Near {
    let members = members.iter();
    Near {
        members: members
            .map(|(dimension, code)| ((*dimension).to_owned(), (*code).to_owned()))
            .collect(),
        measure: Some("persons".to_owned()),
        other,
    }
}

#[test]
fn a_cell_close_to_a_number_readers_have_is_hidden_and_stays_open_on_its_side_of_it() {
    let table = square("class", "sex", &[&[40], &[25], &[9], &[30]]);
    for (members, other, hidden) in [
        (&[("class", "r1"), ("sex", "c0")][..], 26, 2),
        (&[("class", "r2")], 10, 3),
        (&[("class", "r2")], 8, 3),
        (&[], 105, 0),
    ] {
        let near = [near(members, other)];
        let readers = Readers {
            near: &near,
            ..Readers::default()
        };
        let released = release_to(&readers, vec![table.clone()], &Rule::default()).unwrap();
        assert!(
            hidden_rows(&released.tables()[0]).contains(&hidden),
            "{near:?}"
        );
        assert!(released.primary > 0 && released.complementary > 0);
        // A reader who has the number above it cannot bound the hidden one within the threshold either.
        let mut linked = link(std::slice::from_ref(&table), 1, &Rule::default()).unwrap();
        super::super::near::surround(&mut linked, (std::slice::from_ref(&table), 1), &near);
        let shown = &released.tables()[0];
        let mask = hidden_where(&linked, |place| {
            shown.cells()[place.position] == Cell::Hidden
        });
        let mask: Vec<bool> = (0..linked.system.variables().len())
            .map(|at| {
                mask.get(at)
                    .is_some_and(|hidden| *hidden && !linked.shown_at[at].is_empty())
            })
            .collect();
        assert!(audit(&linked.system, &mask, &[]).passes(), "{near:?}");
    }
}

#[test]
fn a_number_from_elsewhere_bounds_what_it_is_close_to() {
    // Two cells alone are a total that readers see: they may move both ways by five, until the larger number stops one of them.
    let table = square("class", "sex", &[&[7], &[3]]);
    let tables = std::slice::from_ref(&table);
    let exposed = |near: &[Near]| {
        let mut linked = link(tables, 1, &Rule::default()).unwrap();
        super::super::near::surround(&mut linked, (tables, 1), near);
        let hidden: Vec<bool> = linked
            .shown_at
            .iter()
            .map(|places| {
                let mut places = places.iter();
                places.clone().next().is_some()
                    && places.all(|place| linked.places[*place].position / 2 > 0)
            })
            .collect();
        audit(&linked.system, &hidden, &[]).exposures().len()
    };
    assert_eq!(exposed(&[]), 0);
    let members = [("class", "r1"), ("sex", "c0")];
    assert!(exposed(&[near(&members, 4)]) > 0);
}

#[test]
fn what_readers_have_of_one_number_is_not_hidden_with_another_at_the_same_place() {
    // Days and persons stand at the same places; the persons of r2 are known from another page that hides r1 and r3.
    let table = square("class", "sex", &[&[40], &[17], &[12], &[4]]);
    let alone = release(vec![table.clone()], &Rule::default()).unwrap();
    assert_eq!(hidden_rows(&alone.tables()[0]), [3, 4]);
    let mut elsewhere = table.clone();
    for row in [2, 4] {
        for column in 0..2 {
            elsewhere.hide(row * 2 + column);
        }
    }
    let readers = Readers {
        earlier: std::slice::from_ref(&elsewhere),
        ..Readers::default()
    };
    let released = release_to(&readers, vec![table.clone()], &Rule::default()).unwrap();
    assert_eq!(hidden_rows(&released.tables()[0]), [2, 4]);
    // A number that is known already is not hidden for being close to another.
    let near = [near(&[("class", "r0")], 41)];
    let readers = Readers {
        near: &near,
        ..readers
    };
    let released = release_to(&readers, vec![table], &Rule::default()).unwrap();
    assert_eq!(hidden_rows(&released.tables()[0]), [2, 4]);
}

#[test]
fn what_others_publish_is_not_hidden_where_something_else_can_be() {
    let table = square("class", "sex", &[&[40], &[17], &[12], &[4]]);
    let cell = |class: &str, sex: Option<&str>| {
        let class = Some(("class".to_owned(), class.to_owned()));
        let sex = sex.map(|sex| ("sex".to_owned(), sex.to_owned()));
        class.into_iter().chain(sex).collect()
    };
    for (published, hidden) in [
        (&["r2"][..], &[2, 4][..]),
        (&["r1", "r2"], &[1, 4]),
        // What is small is hidden although it is published, and something beside it, or it would follow exactly.
        (&["r3"], &[3, 4]),
    ] {
        let published = published
            .iter()
            .flat_map(|class| [cell(class, None), cell(class, Some("c0"))])
            .collect();
        let readers = Readers {
            published: Some(&published),
            ..Readers::default()
        };
        let released = release_to(&readers, vec![table.clone()], &Rule::default()).unwrap();
        assert_eq!(hidden_rows(&released.tables()[0]), hidden);
    }
    // Two small numbers, one of them published: they do not protect each other.
    let table = square("class", "sex", &[&[40], &[17], &[4], &[4]]);
    let published = [cell("r3", None), cell("r3", Some("c0"))].into();
    let readers = Readers {
        published: Some(&published),
        ..Readers::default()
    };
    let released = release_to(&readers, vec![table], &Rule::default()).unwrap();
    assert_eq!(hidden_rows(&released.tables()[0]), [2, 3, 4]);
}
