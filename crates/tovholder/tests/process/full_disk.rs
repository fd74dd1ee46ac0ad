//! A disk that runs full: nothing acknowledged is lost, the program says so and works again when there is room.

use std::path::Path;
use std::process::Command;
use std::sync::Arc;

use rulebook::Book;
use store::{CitizenQuery, FactStore, Kind, Store};
use tempfile::TempDir;

use crate::browser::Browser;
use crate::program::{Program, binary};

/// A small disk in memory, where that may be made.
struct SmallDisk(TempDir);

impl SmallDisk {
    /// `None` where the test may not mount (it needs root).
    fn mount(megabytes: u32) -> Option<SmallDisk> {
        let folder = TempDir::new().unwrap();
        let mounted = mount(
            &["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"],
            folder.path(),
        );
        mounted.then_some(SmallDisk(folder))
    }

    fn grow(&self, megabytes: u32) {
        assert!(mount(
            &["-o", &format!("remount,size={megabytes}m")],
            self.0.path()
        ));
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount").arg(self.0.path()).status().ok();
    }
}

fn mount(arguments: &[&str], at: &Path) -> bool {
    let run = Command::new("mount").args(arguments).arg(at).output();
    run.is_ok_and(|output| output.status.success())
}

#[test]
fn a_full_disk_loses_nothing_and_ends() {
    let Some(disk) = SmallDisk::mount(64) else {
        // The store's own tests inject the same error below SQLite; here a real disk is needed, and only root can make one.
        println!("not run: mounting a small disk needs root");
        return;
    };
    let path = disk.0.path().join("demo.sqlite");
    let program = Program::start(&binary(), &["demo", "--db", path.to_str().unwrap()]);
    let mut browser = Browser::sign_in(program.address, "mette", "mette-ved-havnen");
    let cases = browser
        .get(program.address, "/cases")
        .unwrap()
        .numbers("/cases/", "\"");
    let case = *cases
        .iter()
        .find(|case| register(&mut browser, &program, **case, "ord-0") == 303)
        .expect("a case to register in");
    let mut acknowledged = vec!["ord-0".to_owned()];

    // Everything but a little is taken by something else.
    let taken = disk.0.path().join("optaget");
    fill(&taken);
    let mut refused = 0;
    // The log beside the store has room that it uses again, so it takes a while until more is needed.
    for number in 1..5000 {
        let word = format!("ord-{number}");
        let note = format!("{word} {}", "meget at fortælle ".repeat(200));
        match register(&mut browser, &program, case, &note) {
            303 => acknowledged.push(word),
            status => {
                assert!(
                    status >= 500,
                    "a full disk is our fault, not the user's: {status}"
                );
                refused += 1;
                if refused == 3 {
                    break;
                }
            }
        }
    }
    assert_eq!(refused, 3, "the disk was full");
    assert_eq!(
        browser.get(program.address, "/").unwrap().status,
        200,
        "reading still works"
    );

    disk.grow(128);
    assert_eq!(
        register(&mut browser, &program, case, "ord-sidst"),
        303,
        "there is room again"
    );
    acknowledged.push("ord-sidst".to_owned());
    program.stop();
    std::fs::remove_file(taken).unwrap();

    let store = Store::open(&path, Kind::Demo, Arc::new(Book::embedded())).unwrap();
    let query = CitizenQuery {
        search: Some(case.to_string()),
        ..CitizenQuery::default()
    };
    let citizen = store
        .citizens(&query)
        .unwrap()
        .rows
        .into_iter()
        .find(|row| row.cases.contains(&facts::CaseId(case)));
    let facts = store.facts_of(citizen.unwrap().id, None).unwrap();
    let notes: Vec<String> = facts
        .into_iter()
        .filter_map(|fact| fact.entry.note)
        .filter(|note| note.starts_with("ord-"))
        .filter_map(|note| note.split(' ').next().map(str::to_owned))
        .collect();
    assert_eq!(notes, acknowledged);
    assert_eq!(store.check().unwrap(), Vec::<String>::new());
}

fn register(browser: &mut Browser, program: &Program, case: u64, note: &str) -> u16 {
    let key = blake3::hash(note.as_bytes()).to_hex();
    let fields = [
        ("key", &key[..32]),
        ("happened-on", "2021-09-15"),
        ("note", note),
        ("reason", "afprøvning"),
        ("step", "store"),
    ];
    let path = format!("/cases/{case}/register/samtykke-givet");
    browser
        .post(program.address, &path, &fields)
        .unwrap()
        .status
}

/// Writes until the disk is full, then gives a little back.
fn fill(path: &Path) {
    use std::io::Write;
    let mut file = std::fs::File::create(path).unwrap();
    let block = vec![0_u8; 64 * 1024];
    while file.write_all(&block).is_ok() {}
    let length = file.metadata().unwrap().len();
    file.set_len(length.saturating_sub(256 * 1024)).unwrap();
}
