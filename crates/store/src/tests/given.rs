//! Numbers from outside are kept beside each other, never over each other.

use calendar::Timestamp;
use tables::{Decimal, Period};

use super::town::{day, store};
use crate::{
    By, GivenNumber, Published, PublishedHead, PublishedNumber, PublishedRow, Purpose, Taken,
};

fn by() -> By {
    By::Terminal("kim".to_owned())
}

fn force(units: i128, source: &str, dated: &str) -> GivenNumber {
    GivenNumber {
        purpose: Purpose::Denominator,
        name: "arbejdsstyrke".to_owned(),
        part: None,
        municipality: Some(751),
        period: Period::Year(2020),
        number: Decimal { units, places: 0 },
        source: source.to_owned(),
        dated: day(dated),
    }
}

#[test]
fn a_revision_stands_beside_the_first() {
    let store = store();
    let give = |numbers: &[GivenNumber], at| store.give_numbers(numbers, &by(), Timestamp(at));
    let first = force(1_000, "DST RAS", "2021-01-10");
    let later = force(1_020, "DST RAS", "2021-06-10");
    assert_eq!(give(std::slice::from_ref(&first), 1).unwrap(), [Taken::New]);
    assert_eq!(
        give(std::slice::from_ref(&first), 2).unwrap(),
        [Taken::Known]
    );
    assert_eq!(
        give(&[later.clone(), first.clone()], 3).unwrap(),
        [Taken::Revision, Taken::Known]
    );
    let kept = store.given_number(&first.place(), None).unwrap();
    let numbers: Vec<i128> = kept.iter().map(|row| row.given.number.units).collect();
    assert_eq!(numbers, [1_000, 1_020]);
    let then = store
        .given_number(&first.place(), Some(Timestamp(2)))
        .unwrap();
    assert_eq!(then.len(), 1, "the later one was not known then");
    assert_eq!(then[0].by, by());
    let other = GivenNumber {
        municipality: None,
        ..first
    };
    assert!(store.given_number(&other.place(), None).unwrap().is_empty());
}

#[test]
fn a_source_that_contradicts_itself_changes_nothing() {
    let store = store();
    let first = force(1_000, "DST RAS", "2021-01-10");
    let other = force(1_001, "DST RAS", "2021-01-10");
    let mut new = force(5, "DST RAS", "2021-01-10");
    new.municipality = None;
    store
        .give_numbers(std::slice::from_ref(&first), &by(), Timestamp(1))
        .unwrap();
    let taken = store
        .give_numbers(&[new.clone(), other.clone()], &by(), Timestamp(2))
        .unwrap();
    assert_eq!(taken, [Taken::New, Taken::Contradicts(first.number)]);
    assert_eq!(store.given_numbers(Purpose::Denominator).unwrap().len(), 1);
    assert!(store.given_numbers(Purpose::Expected).unwrap().is_empty());
    // Two lines of one file may contradict each other too; more decimals of the same number are no contradiction.
    let mut finer = new.clone();
    finer.number = Decimal {
        units: 500,
        places: 2,
    };
    let mut wrong = new.clone();
    wrong.number.units = 6;
    assert_eq!(
        store.weigh_numbers(&[new.clone(), finer, wrong]).unwrap(),
        [Taken::New, Taken::Known, Taken::Contradicts(new.number)]
    );
}

#[test]
fn given_numbers_cannot_be_changed_or_taken_away() {
    let store = store();
    store
        .give_numbers(&[force(1, "x", "2021-01-10")], &by(), Timestamp(1))
        .unwrap();
    let writer = store.writer();
    for sql in [
        "UPDATE given_number SET units = 2",
        "DELETE FROM given_number",
    ] {
        assert!(writer.execute(sql, []).is_err(), "{sql}");
    }
}

fn table(number: i128, retrieved: &str) -> Published {
    Published {
        name: "y01a02".to_owned(),
        source: "jobindsats.dk".to_owned(),
        retrieved: day(retrieved),
        head: PublishedHead {
            form: "jobindsats-2".to_owned(),
            title: Some("Personer".to_owned()),
            updated: None,
            dimensions: vec!["Kommune".to_owned()],
            measures: vec!["Antal".to_owned(), "Andel".to_owned()],
        },
        rows: vec![PublishedRow {
            period: "2021M01".to_owned(),
            members: vec!["Favrskov".to_owned()],
            numbers: vec![
                PublishedNumber::Number(Decimal {
                    units: number,
                    places: 1,
                }),
                PublishedNumber::Missing("..".to_owned()),
            ],
        }],
    }
}

#[test]
fn the_same_publication_twice_changes_nothing() {
    let store = store();
    let keep = |table: &Published| store.keep_published(table, &by(), Timestamp(1)).unwrap();
    let first = table(15, "2021-02-01");
    let kept = keep(&first);
    assert!(!kept.already);
    assert_eq!(store.published_rows(kept.revision).unwrap(), first.rows);
    let again = keep(&table(15, "2021-03-01"));
    assert_eq!((again.already, again.revision), (true, kept.revision));
    let revised = keep(&table(16, "2021-03-01"));
    assert!(!revised.already);
    let revisions = store.published_revisions("y01a02").unwrap();
    let days: Vec<String> = revisions
        .iter()
        .map(|revision| revision.retrieved.to_string())
        .collect();
    assert_eq!(days, ["2021-02-01", "2021-03-01"]);
    assert_eq!(revisions[0].head, first.head);
    assert_eq!(store.published_names().unwrap(), ["y01a02"]);
    assert_eq!(store.published_rows(kept.revision).unwrap(), first.rows);
}
