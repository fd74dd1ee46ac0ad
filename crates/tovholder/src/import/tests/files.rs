//! The same things said by files of every kind, again and again.

use facts::Kind;
use store::FactStore;

use super::super::{Wish, import};
use super::{CITIZENS, clock, desk};
use crate::command::ImportKind;

#[test]
fn the_same_file_in_every_dress_says_the_same() {
    let text = CITIZENS.replace('\r', "");
    let windows: Vec<u8> = encoding_rs::WINDOWS_1252.encode(&text).0.into_owned();
    let dresses: [Vec<u8>; 7] = [
        CITIZENS.into(),
        text.clone().into(),
        text.replace('\n', "\r").into(),
        text.trim_end().into(),
        text.replace(';', ",").into(),
        [b"\xef\xbb\xbf".as_slice(), text.as_bytes()].concat(),
        windows,
    ];
    for dress in dresses {
        let desk = desk();
        let outcome = desk.import(ImportKind::Citizens, &dress);
        assert_eq!((outcome.accepted, outcome.refused), (3, 0), "{outcome:?}");
        let Kind::CitizenRegistered { name, .. } = &desk.facts("7506804001")[0].entry.kind else {
            panic!("the first fact makes the citizen known");
        };
        assert_eq!(name, "Åse Ærø");
        assert_eq!(desk.citizens(), 3);
    }
}

#[test]
fn importing_twice_changes_nothing() {
    let desk = desk().with_citizens();
    let benefits = "cpr;ydelse;kategori;fra;til;årsag\n\
        7506804001;kontanthjaelp;aktivitetsparat;1-3-2012;31-12-2015;job\n\
        7506804001;kontanthjaelp;aktivitetsparat;1-2-2016;;\n\
        7506804002;Kontanthjælp;;1-5-2014;;\n";
    let marks = "cpr;mærke;fra;til\n7506804001;afklaringspuljen;1-10-2020;\n7506804002;afklaringspuljen;1-10-2020;30-6-2021\n";
    let cases = "cpr;model;åbnet;placering;formål;virksomhed;timer;placering fra\n\
        7506804001;afklaringspuljen;1-11-2020;praktik;jobmaal;Bageriet;7,5;1-9-2020\n";
    for (kind, file, rows) in [
        (ImportKind::Benefits, benefits, 3),
        (ImportKind::Marks, marks, 2),
        (ImportKind::Cases, cases, 1),
        (ImportKind::Citizens, CITIZENS, 0),
    ] {
        let first = desk.import(kind, file);
        assert_eq!((first.accepted, first.refused), (rows, 0), "{first:?}");
        let before = desk.store.last().unwrap();
        let second = desk.import(kind, file);
        assert_eq!((second.accepted, second.refused), (0, 0), "{second:?}");
        assert_eq!(second.unchanged, second.rows);
        assert_eq!(desk.store.last().unwrap(), before);
    }
    assert_eq!(
        desk.told("7506804001"),
        [
            "2012-03-01 benefit-began",
            "2016-01-01 benefit-ended",
            "2016-02-01 benefit-began",
            "2020-10-01 mark-set",
            "2020-11-01 case-opened",
            "2020-09-01 placement-agreed",
            "2020-09-01 placement-started",
        ]
    );
}

#[test]
fn a_benefit_goes_on_in_a_later_file() {
    let desk = desk().with_citizens();
    let header = "cpr;ydelse;kategori;fra;til\n";
    desk.import(
        ImportKind::Benefits,
        format!("{header}7506804001;kontanthjaelp;jobparat;1-3-2012;\n"),
    );
    let refused = desk.import(
        ImportKind::Benefits,
        format!("{header}7506804001;kontanthjaelp;aktivitetsparat;1-6-2015;\n"),
    );
    assert!(
        refused.faults[0].contains("overlapper en registreret periode"),
        "{refused:?}"
    );
    let later = format!(
        "{header}7506804001;kontanthjaelp;aktivitetsparat;1-6-2015;\n7506804001;kontanthjaelp;jobparat;1-3-2012;31-5-2015\n"
    );
    let outcome = desk.import(ImportKind::Benefits, &later);
    assert_eq!((outcome.accepted, outcome.refused), (1, 0), "{outcome:?}");
    assert_eq!(
        desk.told("7506804001"),
        ["2012-03-01 benefit-began", "2015-06-01 benefit-changed"]
    );
    let again = desk.import(ImportKind::Benefits, &later);
    assert_eq!((again.unchanged, again.accepted), (2, 0), "{again:?}");
}

#[test]
fn hostile_files_are_refused_calmly() {
    let desk = desk();
    let error = |content: &[u8]| {
        let path = desk.file("fil.csv", content);
        format!(
            "{:#}",
            desk.bring(ImportKind::Citizens, &path, true).unwrap_err()
        )
    };
    assert!(error(b"").contains("er tom"));
    assert!(error(b"\n\n").contains("er tom"));
    assert!(error(b"\xff\xfec\0p\0r\0").contains("UTF-16"));
    let header = error("cpr;nvn;cpr;hund\n".as_bytes());
    assert!(
        header.contains("»nvn« kendes ikke; mente du »navn«?"),
        "{header}"
    );
    assert!(header.contains("»cpr« står der to gange"), "{header}");
    assert!(header.contains("»hund« kendes ikke"), "{header}");
    assert!(header.contains("»navn« mangler"), "{header}");
    assert!(error(&[0; 5000]).contains("kendes ikke"));

    let long = format!(
        "cpr;navn\n7506804001;{}\n7506804002;Bo\n",
        "x".repeat(10_000_000)
    );
    let outcome = desk.import(ImportKind::Citizens, long);
    assert!(
        outcome.faults[0].contains("over 1000 tegn"),
        "{:?}",
        outcome.faults
    );
    let refused = std::fs::metadata(outcome.refused_file.unwrap())
        .unwrap()
        .len();
    assert!(refused > 10_000_000, "the row comes back whole");

    for (content, expected) in [
        ("cpr;navn\n7506804001;B\0o\n", "styretegn"),
        (
            "cpr;navn\n7506804001;\"Bo\n7506804002;Ib\n",
            "anførselstegn",
        ),
        ("cpr;navn\n7506804001;SÃ¸ren\n", "blander to tegnsæt"),
        ("cpr;navn\n7506804001;S\u{fffd}ren\n", "blander to tegnsæt"),
        ("cpr;navn\n7506804001;Bo;Ib\n", "3 felter"),
    ] {
        let outcome = desk.import(ImportKind::Citizens, content);
        assert!(
            outcome.faults[0].contains(expected),
            "{content:?}: {:?}",
            outcome.faults
        );
    }
    assert_eq!(desk.citizens(), 0);
}

#[test]
fn numbers_that_only_look_wrong_are_taken() {
    let desk = desk();
    // A spreadsheet dropped the zero; a substitute number; a number given after 2007.
    let outcome = desk.import(
        ImportKind::Citizens,
        "cpr;navn\n101804001;Nul Foran\n7506804002;Erstatnings Nummer\n;\n",
    );
    assert_eq!(
        (outcome.rows, outcome.accepted, outcome.refused),
        (2, 2, 0),
        "{outcome:?}"
    );
    assert!(
        outcome
            .warnings
            .iter()
            .any(|warning| warning.contains("modulus 11"))
    );
    assert_eq!(desk.facts("0101804001").len(), 1);
}

#[test]
fn a_large_file_is_quick() {
    use std::fmt::Write;
    let desk = desk();
    let mut text = String::from("cpr;navn\n");
    let mut rows = 0;
    for year in 0..70 {
        for (month, number) in
            (1..=12).flat_map(|month| (0..240).map(move |number| (month, number)))
        {
            writeln!(
                text,
                "15{month:02}{:02}0{number:03};Borger {number}",
                20 + year
            )
            .unwrap();
            rows += 1;
        }
    }
    // The rows are read and held against the store; nothing is stored, for the store's own speed is tested there.
    let path = desk.file("mange.csv", text.as_bytes());
    let wish = Wish {
        kind: ImportKind::Citizens,
        accept_valid: false,
        dry_run: true,
        complete_from: None,
    };
    let begun = std::time::Instant::now();
    let outcome = import(&desk.store, &path, wish, &clock()).unwrap();
    assert_eq!(
        (outcome.rows, outcome.accepted),
        (rows, rows),
        "{:?}",
        outcome.faults.first()
    );
    assert!(rows > 200_000);
    assert!(begun.elapsed().as_secs() < 60, "{:?}", begun.elapsed());
}
