//! The main job on a fresh machine: start, sign in, see the day.

use std::process::Command;
use std::time::Instant;

use tempfile::TempDir;

use crate::browser::Browser;
use crate::program::{Program, binary};

#[test]
fn a_demonstration_starts_and_shows_a_day() {
    let begun = Instant::now();
    let program = Program::start(&binary(), &["demo"]);
    let users: Vec<(String, String)> = program
        .welcome
        .lines()
        .filter(|line| line.contains("-ved-havnen"))
        .filter_map(|line| {
            let mut words = line.split_whitespace();
            Some((words.next()?.to_owned(), words.next()?.to_owned()))
        })
        .collect();
    assert_eq!(users.len(), 6, "{}", program.welcome);
    assert!(
        program.welcome.contains("2021-09-15"),
        "{}",
        program.welcome
    );
    for (at, (login, password)) in users.iter().enumerate() {
        let mut browser = Browser::sign_in(program.address, login, password);
        let day = browser.get(program.address, "/").unwrap();
        assert_eq!(day.status, 200, "{login}");
        if at == 0 {
            println!("start to first page: {:?}", begun.elapsed());
        }
        assert!(
            day.body.contains("15. september 2021"),
            "the day is on the page:\n{}",
            day.body
        );
        if login != "poul" {
            let cases = day.numbers("case=", "\"");
            let cases = if cases.is_empty() {
                day.numbers("/cases/", "\"")
            } else {
                cases
            };
            assert!(
                !cases.is_empty(),
                "{login} has something to do:\n{}",
                day.body
            );
        }
    }
    program.stop();
}

#[test]
fn a_kept_demonstration_goes_on_where_it_was() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("demo.sqlite");
    let db = path.to_str().unwrap();
    let program = Program::start(&binary(), &["demo", "--db", db, "--today", "2021-03-01"]);
    let mut browser = Browser::sign_in(program.address, "birgit", "birgit-ved-havnen");
    let moved = browser
        .post(
            program.address,
            "/demo/day",
            &[("day", "2021-03-10"), ("next", "/")],
        )
        .unwrap();
    assert_eq!(moved.status, 303, "{}", moved.body);
    program.stop();

    let program = Program::start(&binary(), &["demo", "--db", db]);
    assert!(
        program.welcome.contains("2021-03-10"),
        "{}",
        program.welcome
    );
    program.stop();

    let earlier = Command::new(binary())
        .args(["demo", "--db", db, "--today", "2021-03-09"])
        .output()
        .unwrap();
    assert!(!earlier.status.success());
    let real = Command::new(binary())
        .args(["serve", "--listen", "127.0.0.1:0", "--db", db])
        .output()
        .unwrap();
    assert!(!real.status.success());
    assert!(
        String::from_utf8_lossy(&real.stderr).contains("demo"),
        "{real:?}"
    );
}

#[test]
fn a_real_store_has_no_password_of_its_own() {
    let folder = TempDir::new().unwrap();
    let path = folder.path().join("kommune.sqlite");
    let db = path.to_str().unwrap();
    Program::start(&binary(), &["serve", "--db", db]).stop();
    let add = |password: &str| {
        use std::io::Write;
        let mut child = Command::new(binary())
            .args([
                "user",
                "add",
                "anna",
                "--name",
                "Anna Å",
                "--role",
                "teamleder",
                "--team",
                "Nord",
            ])
            .args(["--password-stdin", "--db", db])
            .stdin(std::process::Stdio::piped())
            .stderr(std::process::Stdio::piped())
            .stdout(std::process::Stdio::null())
            .spawn()
            .unwrap();
        child
            .stdin
            .take()
            .unwrap()
            .write_all(password.as_bytes())
            .unwrap();
        child.wait_with_output().unwrap()
    };
    let short = add("kort\n");
    assert!(!short.status.success());
    assert!(String::from_utf8_lossy(&short.stderr).contains("mindst 12 tegn"));
    assert!(add("fire grønne æbler\n").status.success());
    assert!(
        !add("fire grønne æbler\n").status.success(),
        "the name is taken"
    );

    let program = Program::start(&binary(), &["serve", "--db", db]);
    Browser::sign_in(program.address, "anna", "fire grønne æbler");
    program.stop();
    let disabled = Command::new(binary())
        .args(["user", "disable", "anna", "--db", db])
        .output()
        .unwrap();
    assert!(disabled.status.success(), "{disabled:?}");
    let program = Program::start(&binary(), &["serve", "--db", db]);
    let mut browser = Browser::default();
    browser.get(program.address, "/sign-in").unwrap();
    let refused = browser
        .post(
            program.address,
            "/sign-in",
            &[("login", "anna"), ("password", "fire grønne æbler")],
        )
        .unwrap();
    assert_eq!(refused.status, 422);
    program.stop();
}
