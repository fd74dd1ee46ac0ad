//! A vintage holds for a month, and what readers got is kept as they got it.

use calendar::{Day, Timestamp};
use facts::EmployeeId;
use tables::{Cell, Dimension, Disclosure, Head, LeftOut, Measure, MeasureKind, Role, Table, Text};

use super::town::{day, newcomer, store};
use crate::{By, FactStore, ReleasedName, Store};

fn by(number: u64) -> By {
    By::Employee(EmployeeId(number))
}

fn ask(store: &Store, on: &str, number: u64) -> crate::Vintage {
    store.vintage(day(on), &by(number), Timestamp(7)).unwrap()
}

#[test]
fn the_first_who_asks_in_a_month_draws_for_all() {
    let store = store();
    let come = |number| {
        store
            .append(&newcomer(number, "Anders", day("2026-11-02"), None))
            .unwrap()
    };
    come(1);
    let first = ask(&store, "2026-11-03", 1);
    assert_eq!(first.day, day("2026-11-03"));
    assert_eq!(Some(first.known_at), store.last().unwrap());
    // What comes later in the month changes nothing, whoever asks.
    come(2);
    assert_ne!(Some(first.known_at), store.last().unwrap());
    assert_eq!(ask(&store, "2026-11-30", 2), first);
    // The next month has a vintage of its own, with all that has happened.
    let second = ask(&store, "2026-12-01", 2);
    assert_eq!(second.by, by(2));
    assert_eq!(Some(second.known_at), store.last().unwrap());
    assert_eq!(store.vintages().unwrap(), [first, second]);
}

#[test]
fn a_vintage_may_be_drawn_anew() {
    let store = store();
    let first = ask(&store, "2026-11-03", 1);
    let terminal = By::Terminal("kim".to_owned());
    let anew = store
        .draw_vintage(day("2026-11-03"), &terminal, Timestamp(8))
        .unwrap();
    assert_ne!(anew.id, first.id);
    assert_eq!(ask(&store, "2026-11-04", 1), anew);
}

#[test]
fn tables_are_kept_as_readers_got_them_and_the_first_stand() {
    let store = store();
    let (first, second) = (
        ask(&store, "2026-11-03", 1).id,
        ask(&store, "2026-12-03", 1).id,
    );
    let name = |vintage, definition| ReleasedName {
        vintage,
        name: "ledige",
        definition,
    };
    assert_eq!(store.released(name(first, "a")).unwrap(), None);
    let keep = |name, number| store.keep_released(name, vec![table(number)]).unwrap();
    assert_eq!(keep(name(first, "a"), 10), [table(10)]);
    assert_eq!(keep(name(first, "a"), 11), [table(10)], "the first stand");
    assert_eq!(keep(name(first, "b"), 12), [table(12)]);
    assert_eq!(keep(name(second, "b"), 13), [table(13)]);
    let last = store.released_last("ledige").unwrap();
    assert_eq!(last, Some(vec![table(13)]));
    assert_eq!(store.released_last("aktive").unwrap(), None);
}

fn table(number: i64) -> Table {
    let word = |text: &str| Text::same(text);
    let head = Head {
        title: word("persons"),
        population: word("all"),
        unit: word("persons"),
        period: word("2026"),
        source: word("invented"),
        known_on: Day::from_epoch(0),
        left_out: LeftOut::default(),
        faults: Vec::new(),
        disclosure: Disclosure::Inside,
    };
    let measure = Measure {
        id: "persons".to_owned(),
        label: word("persons"),
        unit: word("persons"),
        kind: MeasureKind::Count,
        places: 0,
        parts: Vec::new(),
        share_of: None,
    };
    let month = Dimension::new("month", word("month"), Role::Time)
        .member("2026M11", word("November"))
        .member("2026M12", word("December"));
    let cells = vec![Cell::count(number), Cell::Hidden];
    Table::new(head, vec![month], vec![measure], cells).unwrap()
}
