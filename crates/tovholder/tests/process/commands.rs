//! What the commands say: help and refusals.

use std::fmt::Write;
use std::process::Command;

use tempfile::TempDir;

use crate::program::binary;

fn said(arguments: &[&str]) -> String {
    let output = Command::new(binary()).args(arguments).output().unwrap();
    format!(
        "exit {}\n{}{}",
        output.status.code().unwrap(),
        String::from_utf8(output.stdout).unwrap(),
        String::from_utf8(output.stderr).unwrap()
    )
}

#[test]
fn help_is_in_danish() {
    let mut all = String::new();
    for arguments in [
        vec!["--help"],
        vec!["serve", "--help"],
        vec!["demo", "--help"],
        vec!["user", "--help"],
        vec!["user", "add", "--help"],
        vec!["import", "--help"],
        vec!["rulebook", "--help"],
        vec!["rulebook", "test", "--help"],
        vec!["backup", "--help"],
        vec!["restore", "--help"],
        vec!["rebuild", "--help"],
        vec!["erase", "--help"],
        vec!["audit", "--help"],
        vec!["access-log", "--help"],
    ] {
        let help = said(&arguments);
        for english in [
            "Usage",
            "Options",
            "Commands",
            "Arguments",
            "Print ",
            "default:",
            "possible values",
        ] {
            assert!(!help.contains(english), "{arguments:?}: {help}");
        }
        writeln!(
            all,
            "> tovholder {}
{help}",
            arguments.join(" ")
        )
        .unwrap();
    }
    insta::assert_snapshot!("help", all);
}

#[test]
fn a_backup_is_taken_while_the_program_runs_and_put_back() {
    use crate::program::Program;
    let folder = TempDir::new().unwrap();
    let path = |name: &str| folder.path().join(name).display().to_string();
    let (db, copy, back) = (
        path("demo.sqlite"),
        path("kopi.sqlite"),
        path("tilbage.sqlite"),
    );
    let program = Program::start(&binary(), &["demo", "--db", &db]);
    let taken = said(&["backup", &copy, "--db", &db]);
    assert!(taken.starts_with("exit 0"), "{taken}");
    assert!(said(&["verify", "--db", &db]).contains("er i brug"));
    assert!(said(&["backup", &copy, "--db", &db]).contains("findes allerede"));
    program.stop();
    assert!(said(&["restore", &copy, "--db", &back]).starts_with("exit 0"));
    assert!(said(&["verify", "--db", &back]).starts_with("exit 0"));
    assert!(said(&["rebuild", "--as-of", "2021-09-15", "--db", &back]).starts_with("exit 0"));
    let audit = said(&["audit", "--as-of", "2021-09-15", "--db", &back]);
    assert!(
        audit.starts_with("exit 0") && audit.contains("overskredet"),
        "{audit}"
    );
    for day in ["2021-09-15", "15.09.2021", "15-9-2021"] {
        assert_eq!(
            audit,
            said(&["audit", "--as-of", day, "--db", &db]),
            "{day}"
        );
    }
    let file = folder.path().join("borgere.csv");
    std::fs::write(&file, "cpr;navn\n7506804001;Bo\n").unwrap();
    let refused = said(&["import", "citizens", file.to_str().unwrap(), "--db", &db]);
    assert!(refused.contains("er en demo"), "{refused}");
}

#[test]
fn erasure_names_the_account() {
    use crate::program::Program;
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("kommune.sqlite").display().to_string();
    Program::start(&binary(), &["serve", "--db", &db]).stop();
    let file = folder.path().join("borgere.csv");
    std::fs::write(&file, "cpr;navn\n7506804001;Bo\n7506804002;Ib\n").unwrap();
    let imported = said(&["import", "citizens", file.to_str().unwrap(), "--db", &db]);
    assert!(imported.starts_with("exit 0"), "{imported}");

    let erased = Command::new(binary())
        .args(["erase", "1", "--confirm", "1", "--db", &db])
        .env("SUDO_USER", "drift")
        .output()
        .unwrap();
    assert!(erased.status.success(), "{erased:?}");
    let log = said(&["access-log", "1", "--db", &db]);
    assert!(log.contains("terminal: drift"), "{log}");
    assert!(said(&["verify", "--db", &db]).starts_with("exit 0"));
}

#[test]
fn refusals_say_what_to_do() {
    let folder = TempDir::new().unwrap();
    let file = folder.path().join("x.sqlite");
    let db = file.to_str().unwrap();
    let mut all = String::new();
    for arguments in [
        vec![],
        vec!["servr"],
        vec!["serve"],
        vec!["serve", "--datbase", db],
        vec!["serve", "--db", db, "--listen", "her"],
        vec!["demo", "--today", "15-13-2021"],
        vec!["audit", "--as-of", "i går", "--db", db],
        vec!["import", "borgere", "fil.csv"],
        vec!["import", "citizens", "fil.csv", "--db", db],
        vec![
            "user", "add", "Åse", "--name", "Åse", "--role", "chef", "--db", db,
        ],
        vec![
            "user", "add", "aase", "--name", "Åse", "--role", "chef", "--db", db,
        ],
        vec!["user", "disable", "aase", "--db", db],
        vec!["rulebook", "check", "ingen-mappe"],
        vec!["rulebook", "show", "ingen-model"],
        vec!["rebuild", "--db", db],
        vec!["erase", "1", "--confirm", "2", "--db", db],
        vec!["restore", "findes-ikke", "--db", db],
    ] {
        let shown = said(&arguments).replace(folder.path().to_str().unwrap(), "MAPPE");
        let asked = arguments
            .join(" ")
            .replace(folder.path().to_str().unwrap(), "MAPPE");
        writeln!(all, "> tovholder {asked}\n{shown}").unwrap();
    }
    insta::assert_snapshot!("refusals", all);
}

#[test]
fn a_folder_whose_model_gets_stuck_is_refused_before_anything_runs() {
    let folder = TempDir::new().unwrap();
    let event = |id: &str, rules: &str| {
        format!("## {id} {{event = \"{id}\"}}\n\n```toml\nrole = \"m\"\n{rules}\n```\n\n")
    };
    let page = |last: &str| {
        "# Prøve {model = \"proeve\", from = 2020-01-01, source = \"opdigtet\"}\n\n```toml\n[[role]]\nid = \"m\"\n```\n\n"
            .to_owned()
            + &event("a", "once = true\nthen = [\"b\"]")
            + &event("b", "after = [\"c\"]")
            + &event("c", last)
    };
    let (file, db) = (
        folder.path().join("side.md"),
        folder.path().join("x.sqlite"),
    );
    let (pages, db) = (folder.path().to_str().unwrap(), db.to_str().unwrap());
    std::fs::write(&file, page("after = [\"b\"]")).unwrap();
    let serve = [
        "serve",
        "--rulebook",
        pages,
        "--db",
        db,
        "--listen",
        "127.0.0.1:0",
    ];
    for arguments in [
        &serve[..],
        &["rulebook", "show", "proeve", "--rulebook", pages],
        &["rulebook", "test", pages],
    ] {
        let refused = said(arguments);
        assert!(refused.starts_with("exit 1"), "{refused}");
        for part in [
            "deadlock",
            "side.md:16",
            "sagen kan gå i stå",
            "kan ikke bruges",
        ] {
            assert!(refused.contains(part), "{part}: {refused}");
        }
    }
    std::fs::write(&file, page("")).unwrap();
    let shown = said(&["rulebook", "show", "proeve", "--rulebook", pages]);
    assert!(shown.starts_with("exit 0"), "{shown}");
}

#[test]
fn the_first_user_makes_the_file_and_a_wrong_name_is_told() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("kommune.sqlite");
    let mut add = Command::new(binary())
        .args([
            "user",
            "add",
            "aase",
            "--name",
            "Åse",
            "--role",
            "teamleder",
        ])
        .args(["--password-stdin", "--db"])
        .arg(&db)
        .stdin(std::process::Stdio::piped())
        .stdout(std::process::Stdio::piped())
        .spawn()
        .unwrap();
    let mut stdin = add.stdin.take().unwrap();
    std::io::Write::write_all(&mut stdin, b"en-lang-og-god-kode\n").unwrap();
    drop(stdin);
    let output = add.wait_with_output().unwrap();
    assert!(output.status.success());
    let told = String::from_utf8(output.stdout).unwrap();
    assert!(told.contains("fandtes ikke og er oprettet"), "{told}");
    assert!(told.contains("aase er oprettet som teamleder"), "{told}");
    let elsewhere = folder.path().join("andet.sqlite");
    let refused = said(&["verify", "--db", elsewhere.to_str().unwrap()]);
    assert!(
        refused.contains("se efter, om navnet er rigtigt"),
        "{refused}"
    );
    assert!(
        !elsewhere.exists(),
        "only the first user and serve make a file"
    );
}
