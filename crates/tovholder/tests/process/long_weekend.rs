//! A program that stood still for nine days is where one is that ran.

use std::path::Path;
use std::sync::Arc;

use calendar::Day;
use casework::{Coordinates, read_case};
use rulebook::Book;
use store::{CitizenQuery, CitizenSort, FactStore, Kind, Page, Store};
use tempfile::TempDir;

use crate::browser::Browser;
use crate::program::{Program, binary};

const BEGUN: &str = "2021-06-01";

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn open(path: &Path) -> Store {
    Store::open(path, Kind::Demo, Arc::new(Book::embedded())).unwrap()
}

/// The nine days with most timers that run out within them.
fn timers_between(store: &Store, from: Day, to: Day) -> usize {
    let query = CitizenQuery {
        sort: CitizenSort::Number,
        page: Page {
            number: 0,
            size: 500,
        },
        ..CitizenQuery::default()
    };
    let mut fired = 0;
    for citizen in store.citizens(&query).unwrap().rows {
        let facts = store.facts_of(citizen.id, None).unwrap();
        for case in citizen.cases {
            let case = read_case(store.book(), &facts, case, Coordinates::on(to)).unwrap();
            let timers = case.model.model.definition().events.iter().enumerate();
            for (at, event) in timers {
                let done = case.fold.state.done(at, None);
                fired += usize::from(
                    event.kind == duties::EventKind::Timer
                        && done.is_some_and(|(day, _)| from <= day && day < to),
                );
            }
        }
    }
    fired
}

#[test]
fn nine_days_switched_off_change_nothing() {
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name);
    let (ran, stood) = (path("ran.sqlite"), path("stood.sqlite"));
    for file in [&ran, &stood] {
        let arguments = ["demo", "--today", BEGUN, "--db", file.to_str().unwrap()];
        Program::start(&binary(), &arguments).stop();
    }
    assert_eq!(
        dump(&ran),
        dump(&stood),
        "the same seed and day give the same bytes"
    );

    // Nine days in which the six months of somebody run out.
    let begun = day(BEGUN);
    let store = open(&stood);
    let ahead = (0..200)
        .step_by(9)
        .find(|ahead| timers_between(&store, begun.plus(*ahead), begun.plus(ahead + 9)) > 0)
        .expect("somebody's six months run out in the following half year");
    drop(store);
    let (from, to) = (begun.plus(ahead), begun.plus(ahead + 9));

    let arguments = |file: &Path, day: Day| {
        [
            "demo".to_owned(),
            "--today".to_owned(),
            day.to_string(),
            "--db".to_owned(),
            file.display().to_string(),
        ]
    };
    let start = |file: &Path, day: Day| {
        let arguments = arguments(file, day);
        let arguments: Vec<&str> = arguments.iter().map(String::as_str).collect();
        Program::start(&binary(), &arguments)
    };
    let program = start(&ran, from);
    let mut browser = Browser::sign_in(program.address, "birgit", "birgit-ved-havnen");
    for ahead in 1..=9 {
        let day = from.plus(ahead).to_string();
        let moved = browser
            .post(
                program.address,
                "/demo/day",
                &[("day", &day), ("next", "/")],
            )
            .unwrap();
        assert_eq!(moved.status, 303, "{}", moved.body);
        let seen = browser.get(program.address, "/").unwrap();
        assert_eq!(seen.status, 200);
    }
    program.stop();

    start(&stood, from).stop();
    let program = start(&stood, to);
    let mut browser = Browser::sign_in(program.address, "birgit", "birgit-ved-havnen");
    assert_eq!(
        browser.get(program.address, "/?who=team").unwrap().status,
        200
    );
    program.stop();

    for file in [&ran, &stood] {
        open(file).wake(to).unwrap();
    }
    assert_eq!(dump(&ran), dump(&stood));
    open(&stood).rebuild(to).unwrap();
    assert_eq!(dump(&ran), dump(&stood), "and so is one made anew");
}

fn dump(path: &Path) -> String {
    String::from_utf8(open(path).dump_read_model().unwrap()).unwrap()
}
