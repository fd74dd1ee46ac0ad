//! The log of what was read is on disk within a second: a killed program forgets no more, one that is stopped nothing.

use std::collections::BTreeMap;
use std::path::Path;
use std::sync::Arc;
use std::time::{Duration, Instant};

use rulebook::Book;
use store::{Access, Kind, Store};
use tempfile::TempDir;

use crate::browser::Browser;
use crate::program::{Program, binary};

/// What a killed program may forget.
const BOUND: Duration = Duration::from_secs(1);

/// A page of a case that was read, and when the answer was there.
struct Reading {
    case: u64,
    answered: Instant,
}

/// Reads pages of cases, one after the other, for so long.
fn read_for(program: &Program, length: Duration) -> Vec<Reading> {
    let mut browser = Browser::sign_in(program.address, "mette", "mette-ved-havnen");
    let cases = browser
        .get(program.address, "/cases")
        .unwrap()
        .numbers("/cases/", "\"");
    let begun = Instant::now();
    let mut readings = Vec::new();
    for case in cases.into_iter().cycle() {
        let answer = browser.get(program.address, &format!("/cases/{case}"));
        assert_eq!(answer.unwrap().status, 200);
        readings.push(Reading {
            case,
            answered: Instant::now(),
        });
        if begun.elapsed() > length {
            break;
        }
        std::thread::sleep(Duration::from_millis(15));
    }
    readings
}

/// How often each of these cases stands in the log as read.
fn logged(path: &Path, readings: &[Reading]) -> BTreeMap<u64, usize> {
    let store = Store::open(path, Kind::Demo, Arc::new(Book::embedded())).unwrap();
    let mut logged = BTreeMap::new();
    for reading in readings {
        let case = facts::CaseId(reading.case);
        let line = store.case(case, day()).unwrap().unwrap();
        let log = store.access_of(line.row.citizen).unwrap();
        let reads = log
            .iter()
            .filter(|row| row.what == Access::Read && row.case == Some(case));
        logged.insert(reading.case, reads.count());
    }
    logged
}

fn day() -> calendar::Day {
    "2021-09-15".parse().unwrap()
}

fn times<'a>(readings: impl Iterator<Item = &'a Reading>) -> BTreeMap<u64, usize> {
    let mut times = BTreeMap::new();
    for reading in readings {
        *times.entry(reading.case).or_default() += 1;
    }
    times
}

#[test]
fn a_killed_program_forgets_no_more_than_a_second_of_reading() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("demo.sqlite");
    let db = path.to_str().unwrap();
    let program = Program::start(&binary(), &["demo", "--db", db]);
    let readings = read_for(&program, Duration::from_millis(2_500));
    let killed = Instant::now();
    program.kill();
    let logged = logged(&path, &readings);
    let due = readings
        .iter()
        .filter(|reading| killed.duration_since(reading.answered) >= BOUND);
    let due = times(due);
    assert!(due.values().sum::<usize>() > 20, "{due:?}");
    for (case, reads) in &due {
        assert!(logged[case] >= *reads, "case {case}: {reads} of {logged:?}");
    }
    let lost = readings.len() - logged.values().sum::<usize>().min(readings.len());
    println!("{} pages read, {lost} forgotten", readings.len());
}

#[test]
fn a_stopped_program_forgets_nothing_that_was_read() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("demo.sqlite");
    let program = Program::start(&binary(), &["demo", "--db", path.to_str().unwrap()]);
    let readings = read_for(&program, Duration::from_millis(300));
    program.stop();
    let logged = logged(&path, &readings);
    for (case, reads) in times(readings.iter()) {
        assert_eq!(logged[&case], reads, "case {case}");
    }
}
