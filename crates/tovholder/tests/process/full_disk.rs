//! No room left: nothing acknowledged is lost, the program says so and works again when there is room.
//!
//! Everywhere, the system forbids the program's files to grow, as a quota does. Where the test may mount, a small disk runs
//! full besides.

use std::path::{Path, PathBuf};
use std::process::Command;
use std::sync::Arc;

use rulebook::Book;
use store::{CitizenQuery, FactStore, Kind, Store};
use tempfile::TempDir;

use crate::browser::Browser;
use crate::program::{Program, binary};

/// A place where room can be taken and given.
trait Room {
    fn folder(&self) -> &Path;

    /// Starts the program there.
    fn start(&self, arguments: &[&str]) -> Program {
        Program::start(&binary(), arguments)
    }

    /// Leaves only a little room.
    fn take(&self, program: &Program);

    /// Gives room again.
    fn give(&self, program: &Program);
}

/// An ordinary folder, and a limit on the size of the files that the program writes.
struct Limited(TempDir);

impl Room for Limited {
    fn folder(&self) -> &Path {
        self.0.path()
    }

    /// The system ends a program that writes past its limit, unless the signal is ignored: then the write fails.
    fn start(&self, arguments: &[&str]) -> Program {
        let mut command = Command::new("sh");
        command.args(["-c", "trap '' XFSZ; exec \"$@\"", "sh"]);
        command.arg(binary()).args(arguments);
        Program::run(command.args(["--listen", "127.0.0.1:0"]))
    }

    fn take(&self, program: &Program) {
        let files = std::fs::read_dir(self.folder()).unwrap();
        let largest = files
            .map(|file| file.unwrap().metadata().unwrap().len())
            .max();
        limit(program, &(largest.unwrap() + 128 * 1024).to_string());
    }

    fn give(&self, program: &Program) {
        limit(program, "unlimited");
    }
}

/// Sets the limit that holds now; the one that bounds it stays as it was.
fn limit(program: &Program, bytes: &str) {
    let set = Command::new("prlimit")
        .args(["--pid", &program.id().to_string()])
        .arg(format!("--fsize={bytes}:"))
        .output()
        .expect("`prlimit` (Debian package util-linux) is there");
    assert!(set.status.success(), "{set:?}");
}

/// A small disk in memory, where that may be made.
struct SmallDisk {
    folder: TempDir,
    taken: PathBuf,
}

impl SmallDisk {
    /// `None` where the test may not mount (it needs root).
    fn mount(megabytes: u32) -> Option<SmallDisk> {
        let folder = TempDir::new().unwrap();
        let mounted = mount(
            &["-t", "tmpfs", "-o", &format!("size={megabytes}m"), "tmpfs"],
            folder.path(),
        );
        let taken = folder.path().join("optaget");
        mounted.then_some(SmallDisk { folder, taken })
    }
}

impl Room for SmallDisk {
    fn folder(&self) -> &Path {
        self.folder.path()
    }

    /// Everything but a little is taken by something else.
    fn take(&self, _: &Program) {
        fill(&self.taken);
    }

    fn give(&self, _: &Program) {
        assert!(mount(&["-o", "remount,size=128m"], self.folder()));
        std::fs::remove_file(&self.taken).unwrap();
    }
}

impl Drop for SmallDisk {
    fn drop(&mut self) {
        Command::new("umount").arg(self.folder()).status().ok();
    }
}

fn mount(arguments: &[&str], at: &Path) -> bool {
    let run = Command::new("mount").args(arguments).arg(at).output();
    run.is_ok_and(|output| output.status.success())
}

#[test]
fn no_room_loses_nothing_and_ends() {
    runs_out_of(&Limited(TempDir::new().unwrap()));
    if let Some(disk) = SmallDisk::mount(64) {
        runs_out_of(&disk);
    }
}

fn runs_out_of(room: &impl Room) {
    let path = room.folder().join("demo.sqlite");
    let program = room.start(&["demo", "--db", path.to_str().unwrap()]);
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

    room.take(&program);
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
                    "a lack of room is our fault, not the user's: {status}"
                );
                refused += 1;
                if refused == 3 {
                    break;
                }
            }
        }
    }
    assert_eq!(refused, 3, "there was no room left");
    assert_eq!(
        browser.get(program.address, "/").unwrap().status,
        200,
        "reading still works"
    );

    room.give(&program);
    assert_eq!(
        register(&mut browser, &program, case, "ord-sidst"),
        303,
        "there is room again"
    );
    acknowledged.push("ord-sidst".to_owned());
    program.stop();

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
    assert_eq!(store.check().unwrap(), []);
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
