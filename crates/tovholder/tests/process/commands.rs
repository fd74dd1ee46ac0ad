//! What the commands say: help and refusals.

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
        all.push_str(&format!("> tovholder {}\n{help}\n", arguments.join(" ")));
    }
    insta::assert_snapshot!("help", all);
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
        vec!["demo", "--today", "15-09-2021"],
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
        all.push_str(
            &format!("> tovholder {}\n{shown}\n", arguments.join(" "))
                .replace(folder.path().to_str().unwrap(), "MAPPE"),
        );
    }
    insta::assert_snapshot!("refusals", all);
}
