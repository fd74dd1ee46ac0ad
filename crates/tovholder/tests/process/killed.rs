//! Killed two hundred times while people register: what was acknowledged is there, once.
//!
//! Power loss is another matter: what the disk itself forgets is not tested here.

use std::collections::BTreeMap;
use std::net::SocketAddr;
use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;
use std::sync::atomic::{AtomicBool, AtomicUsize, Ordering};
use std::time::{Duration, Instant};

use facts::CitizenId;
use rulebook::Book;
use store::{CitizenQuery, CitizenSort, FactStore, Kind, Page, Store};
use tempfile::TempDir;

use crate::browser::Browser;
use crate::program::{Program, binary};

const CLIENTS: usize = 4;

/// What a client knows: what it was promised, and what it sent without hearing back.
#[derive(Default)]
struct Client {
    browser: Browser,
    case: u64,
    number: usize,
    acknowledged: Vec<String>,
    unheard: Option<String>,
}

impl Client {
    /// Registers until the program is gone. What was not heard is sent again, word for word, before anything new.
    fn register(&mut self, program: SocketAddr, stop: &AtomicBool, heard: &AtomicUsize) {
        while !stop.load(Ordering::Relaxed) {
            let note = self.unheard.take().unwrap_or_else(|| {
                self.number += 1;
                format!("ord-{}-{}", self.case, self.number)
            });
            match register(&mut self.browser, program, self.case, &note) {
                Ok(303) => {
                    // Now and then the answer is sent twice, as an impatient finger does.
                    if self.number.is_multiple_of(7) {
                        register(&mut self.browser, program, self.case, &note).ok();
                    }
                    self.acknowledged.push(note);
                    heard.fetch_add(1, Ordering::Relaxed);
                }
                // Only the faulty program does this: it reads what it has not committed as if it were not there.
                Ok(409) => self.unheard = Some(note),
                Ok(status) => panic!("»{note}« is answered with {status}"),
                Err(_) => {
                    self.unheard = Some(note);
                    return;
                }
            }
        }
    }
}

/// Records a consent with this note; the key of the post follows from the note.
fn register(
    browser: &mut Browser,
    program: SocketAddr,
    case: u64,
    note: &str,
) -> std::io::Result<u16> {
    let key = blake3::hash(note.as_bytes()).to_hex();
    let fields = [
        ("key", &key[..32]),
        ("happened-on", "2021-09-15"),
        ("note", note),
        ("reason", "afprøvning"),
        ("step", "store"),
    ];
    let path = format!("/cases/{case}/register/samtykke-givet");
    Ok(browser.post(program, &path, &fields)?.status)
}

/// Random enough for when to kill, and the same in every run.
fn pause(round: usize) -> Duration {
    let hash = blake3::hash(&round.to_le_bytes());
    Duration::from_millis(5 + u64::from(hash.as_bytes()[0]) / 2)
}

/// Kills the program so often under load; gives what was promised and is not there, or is there more than once.
fn broken_promises(program: &Path, rounds: usize) -> Vec<String> {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("demo.sqlite");
    let db = path.to_str().unwrap();
    let mut clients = clients(db);
    let mut promised = 0;
    for round in 0..rounds {
        let running = Program::start(program, &["demo", "--db", db]);
        let address = running.address;
        let (stop, heard) = (AtomicBool::new(false), AtomicUsize::new(0));
        std::thread::scope(|scope| {
            for client in &mut clients {
                let (stop, heard) = (&stop, &heard);
                scope.spawn(move || client.register(address, stop, heard));
            }
            let begun = Instant::now();
            while heard.load(Ordering::Relaxed) == 0 && begun.elapsed() < Duration::from_secs(20) {
                std::thread::sleep(Duration::from_millis(1));
            }
            std::thread::sleep(pause(round));
            running.kill();
            stop.store(true, Ordering::Relaxed);
        });
        promised += heard.into_inner();
    }
    assert!(
        promised >= rounds,
        "only {promised} registrations in {rounds} rounds"
    );

    let found = notes(&path);
    let mut broken = Vec::new();
    for client in &clients {
        for note in &client.acknowledged {
            match found.get(note) {
                Some(1) => {}
                Some(times) => broken.push(format!("{note} is there {times} times")),
                None => broken.push(format!("{note} is lost")),
            }
        }
        if let Some(note) = &client.unheard
            && found.get(note).is_some_and(|times| *times > 1)
        {
            broken.push(format!("{note} is there more than once"));
        }
    }
    broken
}

/// A demonstration with four clients, each signed in and with a case of its own.
fn clients(db: &str) -> Vec<Client> {
    let running = Program::start(&binary(), &["demo", "--db", db]);
    let mut browser = Browser::sign_in(running.address, "mette", "mette-ved-havnen");
    let cases = browser
        .get(running.address, "/cases")
        .unwrap()
        .numbers("/cases/", "\"");
    let mut clients = Vec::new();
    for case in cases {
        let note = format!("ord-{case}-0");
        if register(&mut browser, running.address, case, &note).unwrap() == 303 {
            clients.push(Client {
                browser: browser.clone(),
                case,
                acknowledged: vec![note],
                ..Client::default()
            });
        }
        if clients.len() == CLIENTS {
            break;
        }
    }
    assert_eq!(clients.len(), CLIENTS, "there are cases to register in");
    running.stop();
    clients
}

/// How often each of our notes stands in the store.
fn notes(path: &Path) -> BTreeMap<String, usize> {
    let store = Store::open(path, Kind::Demo, Arc::new(Book::embedded())).unwrap();
    let mut found = BTreeMap::new();
    for number in 0.. {
        let query = CitizenQuery {
            sort: CitizenSort::Number,
            page: Page { number, size: 500 },
            ..CitizenQuery::default()
        };
        let page = store.citizens(&query).unwrap();
        for citizen in &page.rows {
            count(&store, citizen.id, &mut found);
        }
        if page.rows.len() < 500 {
            break;
        }
    }
    assert_eq!(store.check().unwrap(), []);
    found
}

fn count(store: &Store, citizen: CitizenId, found: &mut BTreeMap<String, usize>) {
    for fact in store.facts_of(citizen, None).unwrap() {
        if let Some(note) = fact.entry.note.filter(|note| note.starts_with("ord-")) {
            *found.entry(note).or_default() += 1;
        }
    }
}

#[test]
fn what_was_acknowledged_survives_two_hundred_kills() {
    let broken_promises = broken_promises(&binary(), 200);
    assert_eq!(broken_promises, Vec::<String>::new());
}

#[test]
fn a_program_that_acknowledges_before_it_commits_is_caught() {
    let early = acknowledging_early();
    let broken = broken_promises(&early, 30);
    assert!(!broken.is_empty(), "the test would not have noticed");
}

/// Builds the faulty program beside the right one.
fn acknowledging_early() -> PathBuf {
    let name = "tovholder-acknowledging-early";
    let mut build = Command::new(env!("CARGO"));
    build.args(["build", "--quiet", "--package", "tovholder", "--bin", name]);
    build.args(["--features", "acknowledge-before-commit"]);
    if !cfg!(debug_assertions) {
        build.arg("--release");
    }
    let status = build.status().expect("cargo runs");
    assert!(status.success(), "the faulty program is built");
    binary().with_file_name(format!("{name}{}", std::env::consts::EXE_SUFFIX))
}
