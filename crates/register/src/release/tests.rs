//! What is shown where hiding numbers was not enough.

use std::io::Write;

use figures::{Answer, Cube, CubeRow};
use rulebook::Book;
use tables::{Cell, Measure, Table};

use super::judge::{Judged, Judging};
use super::{Ground, Protection, Publication, Released};
use crate::request::Request;

const TABLE: &str = r#"
[[table]]
indicator = "maalestok-w1"
by = ["municipality", "benefit"]
every = "month"
from = 2024-01-01
last = 2024-01-31
file = "a.csv"
"#;

/// Twelve persons in each of two municipalities, on one benefit.
fn answers(publication: &Publication<'_>) -> Vec<Answer> {
    let members: [Vec<Vec<i32>>; 4] = [
        vec![vec![]],
        vec![vec![101], vec![461]],
        vec![vec![1]],
        vec![vec![101, 1], vec![461, 1]],
    ];
    assert_eq!(publication.queries().len(), members.len());
    let cubes = members.into_iter().map(|members| {
        let each = 24 / i64::try_from(members.len()).expect("few");
        Answer::Cube(Cube {
            measures: 2,
            rows: (members.into_iter())
                .map(|members| CubeRow {
                    period: 0,
                    members: members.into(),
                    numbers: vec![each * 3100, each].into(),
                })
                .collect(),
            unknown_periods: Vec::new(),
            persons_with_unknown_days: 0,
        })
    });
    cubes.collect()
}

/// The table of the request, where the judgement was this.
fn released(judge: impl Fn(&Judging<'_>) -> Judged) -> Released {
    let book = Book::embedded();
    let mut file = tempfile::NamedTempFile::new().expect("a file");
    file.write_all(TABLE.as_bytes()).expect("text");
    let request = Request::read(file.path(), book.catalogue(), None).expect("a request");
    let protection = Protection::default();
    let publication = Publication::of(&request, file.path(), book.catalogue(), protection);
    let publication = publication.expect("a publication");
    let answers = answers(&publication);
    let ground = Ground {
        catalogue: book.catalogue(),
        working_days: None,
        threads: 1,
    };
    let family = &publication.families[0];
    let judging = Judging::new(family, &answers, &publication, ground).expect("answers");
    let judged = judge(&judging);
    judging.table(0, &[judged]).expect("a table")
}

fn shown(table: &Table) -> Vec<Vec<String>> {
    let positions = (0..table.positions()).filter(|position| {
        let cell = table.cell(&table.members_at(*position), 0);
        *cell != Cell::Hidden
    });
    positions
        .map(|position| {
            let members = table.members_at(position);
            let named = members.iter().zip(table.dimensions());
            named
                .map(|(&member, dimension)| dimension.members[member].code.clone())
                .collect()
        })
        .collect()
}

#[test]
fn where_all_are_protected_all_is_shown() {
    let released = released(|judging| {
        let mut all = judging.periods(&|_| {}).expect("a judgement");
        all.remove(0)
    });
    assert_eq!(shown(&released.table).len(), 6);
    assert_eq!((released.hidden, released.given_up.len()), (0, 0));
}

#[test]
fn of_a_breakdown_that_was_given_up_only_the_total_is_shown_and_that_is_told() {
    let released = released(|judging| {
        let mut judged = judging.periods(&|_| {}).expect("a judgement").remove(0);
        for (_, table) in &mut judged.tables {
            let mut dimensions = table.dimensions().to_vec();
            dimensions[1].members.truncate(1);
            let (head, measures) = (table.head().clone(), table.measures().to_vec());
            let measures = measures.into_iter();
            let measures = measures.map(|measure| Measure {
                parts: Vec::new(),
                ..measure
            });
            let cell = |members: &[usize], number| table.cell(members, number).clone();
            *table = Table::build(head, dimensions, measures.collect(), cell).expect("a total");
        }
        judged.given_up = vec![1];
        judged
    });
    let codes = |municipality: &str| {
        [municipality, "total", "2024M01"]
            .map(str::to_owned)
            .to_vec()
    };
    assert_eq!(
        shown(&released.table),
        [codes("total"), codes("101"), codes("461")]
    );
    assert_eq!(released.hidden, 3);
    let told: Vec<String> = released.given_up.iter().map(|one| one.told().da).collect();
    assert_eq!(
        told,
        ["Fordelingen »Ydelse« er udeladt for at beskytte enkeltpersoner i 2024M01"]
    );
}

#[test]
fn where_nothing_protects_nothing_is_shown_and_that_is_told() {
    let released = released(|judging| {
        let mut judged = judging.periods(&|_| {}).expect("a judgement").remove(0);
        judged.tables.clear();
        judged.is_unprotected = true;
        judged
    });
    assert_eq!(shown(&released.table), Vec::<Vec<String>>::new());
    assert_eq!(released.hidden, 6);
    let told: Vec<String> = released.given_up.iter().map(|one| one.told().en).collect();
    assert_eq!(
        told,
        ["No number is shown, to protect individuals, in 2024M01"]
    );
}
