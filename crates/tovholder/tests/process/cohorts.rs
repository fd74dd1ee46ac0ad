//! What the command line says of frozen cohorts: numbers, and never who.

use std::collections::{BTreeMap, BTreeSet};
use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use calendar::{Day, Timestamp};
use casework::cohorts::{Draw, Leaving};
use casework::histories::TRACKS;
use facts::{Actor, CitizenId, Entry, Kind};
use rulebook::Book;
use store::{Append, By, CohortStore, FactStore, NEW_CITIZEN, NewCohort, OBSERVED_FROM, Store};
use tempfile::TempDir;

use crate::program::binary;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

fn at(day: Day) -> Timestamp {
    Timestamp(i64::from(day.epoch()) * 86_400_000_000)
}

/// A store of five citizens; the first comes into a job in September.
fn inhabited(path: &Path, today: Day) -> Store {
    let store = Store::create(path, store::Kind::Demo, Arc::new(Book::embedded())).unwrap();
    let by = By::Terminal("test".to_owned());
    let settings = TRACKS.map(|track| (format!("{OBSERVED_FROM}{track}"), "2000-01-01"));
    for (name, value) in settings {
        store.set(&name, value, &by, at(today)).unwrap();
    }
    store.set("demo-day", "2021-10-15", &by, at(today)).unwrap();
    for number in 0..5_u64 {
        let registered = Kind::CitizenRegistered {
            cpr: format!("75068040{number:02}").parse().unwrap(),
            name: "Åse Hemmelig".to_owned(),
        };
        let job = Kind::JobStarted {
            employer: "Havnen".to_owned(),
            minutes: 1_200,
            job: None,
            industry: None,
        };
        let kinds = [("2001-01-01", registered), ("2021-09-20", job)];
        let told = if number == 0 { 2 } else { 1 };
        let entries = kinds.into_iter().take(told).map(|(on, kind)| Entry {
            citizen: NEW_CITIZEN,
            case: None,
            happened_on: day(on),
            time: None,
            kind,
            answers: BTreeMap::new(),
            participants: BTreeSet::new(),
            note: None,
            actor: Actor::Import("test".to_owned()),
            role: "import".to_owned(),
            corrects: None,
            reason: None,
        });
        let append = Append {
            citizen: NEW_CITIZEN,
            expected: None,
            key: u128::from(number + 1).to_be_bytes(),
            entries: entries.collect(),
            now: at(today),
            today,
        };
        store.append(&append).unwrap();
    }
    store
}

fn drawn(store: &Store, today: Day) {
    let by = By::Terminal("test".to_owned());
    let new = NewCohort {
        draw: Draw {
            definition: "afklaringspuljens-kohorte".to_owned(),
            population: "afklaringspuljens-maalgruppe".to_owned(),
            line: "på(kontanthjælp)".to_owned(),
            parameters: Vec::new(),
            page: "rulebook/tal/maalgrupper.md".to_owned(),
            page_hash: String::new(),
            drawn_on: day("2021-09-15"),
            observed_on: day("2021-08-01"),
            known_at: store.last().unwrap(),
            unknown: 2,
        },
        members: (1..=5).map(|id| (CitizenId(id), Vec::new())).collect(),
        key: [7; 16],
    };
    let id = store.draw_cohort(&new, &by, at(today)).unwrap();
    let leaving = Leaving {
        citizen: CitizenId(5),
        reason: "fraflyttet".to_owned(),
        day: day("2021-09-18"),
    };
    store
        .leave_cohort(id, &leaving, today, &by, at(today))
        .unwrap();
}

fn said(arguments: &[&str]) -> String {
    let output = Command::new(binary()).args(arguments).output().unwrap();
    assert!(output.status.success(), "{output:?}");
    String::from_utf8(output.stdout).unwrap()
}

#[test]
fn cohorts_are_told_as_numbers_also_while_the_program_has_the_file() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("demo.sqlite");
    let db = path.to_str().unwrap();
    let today = day("2021-10-15");
    let store = inhabited(&path, today);
    assert_eq!(
        said(&["figures", "cohorts", "--db", db]),
        "Der er ikke trukket nogen kohorter.\n"
    );
    drawn(&store, today);
    assert_eq!(
        said(&["figures", "cohorts", "--db", db]),
        "  1  Afklaringspuljens kohorte (trukket 2021-09-15, set på 2021-08-01)
     4 stadig med, 1 frafaldet; målet mindst 80 % i september 2021: 1 af 4 = 25,0 %, ikke nået endnu\n"
    );
    let shown = said(&["figures", "cohorts", "1", "--db", db]);
    for line in [
        "  Antal:   5 trukket, 4 stadig med, 1 frafaldet",
        "  Frafald: Flyttet fra kommunen: 1",
        "           For 2 vidstes det ikke, fordi en oplysning manglede; de er ikke med.",
        "           sådan i måneden, frafaldne trukket fra: 1 af 4 = 25,0 %, ikke nået endnu [regelbogens valg]",
        "             I job: 1",
        "           sådan i måneden, frafaldne med: 1 af 5 = 20,0 %, ikke nået endnu",
    ] {
        assert!(shown.lines().any(|one| one == line), "{line}: {shown}");
    }
    assert!(!shown.contains("Hemmelig") && !shown.contains("750680"));
    let missing = Command::new(binary())
        .args(["figures", "cohorts", "2", "--db", db])
        .output()
        .unwrap();
    assert_eq!(missing.status.code(), Some(1));
    let told = String::from_utf8(missing.stderr).unwrap();
    assert!(told.contains("ingen kohorte med nummer 2"), "{told}");
}
