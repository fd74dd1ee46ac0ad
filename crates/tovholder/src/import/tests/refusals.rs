//! What is refused, with line, column and remedy, and what becomes of the rest.

use super::desk;
use crate::command::ImportKind;

fn check(kind: ImportKind, row: &str, expected: &str) {
    let desk = desk().with_citizens();
    let header = match kind {
        ImportKind::Citizens => "cpr;navn;kommune;bopæl fra",
        ImportKind::Benefits => "cpr;ydelse;kategori;fra;til",
        ImportKind::Cases => {
            "cpr;model;åbnet;sagsbehandler;placering;virksomhed;timer;placering fra;formål;cvr"
        }
        ImportKind::Marks => "cpr;mærke;fra;til",
        other => panic!("{other:?} is tested elsewhere"),
    };
    let outcome = desk.import(kind, format!("{header}\n{row}\n"));
    assert!(
        outcome.faults.iter().any(|fault| fault.contains(expected)),
        "{row}: {:?} lacks {expected}",
        outcome.faults
    );
    assert!(!outcome.stored);
}

#[test]
fn every_refusal_says_line_column_and_remedy() {
    use ImportKind::{Benefits, Citizens, Marks};
    check(Citizens, "7506804009;;;", "linje 2: »navn« mangler");
    check(Citizens, "123;Bo;;", "»cpr« er ikke et CPR-nummer");
    check(
        Citizens,
        "3113804009;Bo;;",
        "»cpr« begynder ikke med en fødselsdag",
    );
    check(Citizens, "7506804009;Bo;101;", "»bopæl fra« mangler");
    check(
        Citizens,
        "7506804009;Bo;5;1-1-2020",
        "»kommune« er ikke en kommunekode",
    );
    check(Citizens, "7506804001;Et andet navn;;", "»navn« er et andet");
    check(
        Benefits,
        "7506804009;kontanthjaelp;;1-1-2020;",
        "findes ikke; hent borgeren ind først",
    );
    check(
        Benefits,
        "7506804001;kontanthjælp;;1-13-2020;",
        "»fra« er en dag, der ikke findes",
    );
    check(
        Benefits,
        "7506804001;kontantjaelp;;1-1-2020;",
        "mente du »kontanthjaelp«?",
    );
    check(
        Benefits,
        "7506804001;kontanthjaelp;;1-1-2020;31-12-2019",
        "»til« ligger før",
    );
    check(
        Benefits,
        "7506804001;kontanthjaelp;;1-1-2022;",
        "»fra« ligger efter i dag",
    );
    check(Benefits, "7506804001;kontanthjaelp;;1-1-20;", "alle fire");
    check(
        Benefits,
        "7506804001;kontanthjaelp",
        "rækken har 2 felter, overskriften 5",
    );
    check(
        Marks,
        "7506804001;afklaringspulje;1-10-2020;",
        "mente du »afklaringspuljen«?",
    );
}

#[test]
fn every_refusal_of_a_case_too() {
    use ImportKind::Cases;
    check(
        Cases,
        "7506804001;afklaringspulje;1-11-2020;;;;;;;",
        "mente du »afklaringspuljen«?",
    );
    check(
        Cases,
        "7506804001;afklaringspuljen;1-11-2000;;;;;;;",
        "uden for modellens tid",
    );
    check(
        Cases,
        "7506804001;afklaringspuljen;1-11-2020;nobody;;;;;;",
        "»sagsbehandler« er ikke et brugernavn",
    );
    check(
        Cases,
        "7506804001;afklaringspuljen;1-11-2020;;praktik;Bageri;7.5;1-9-2020;;",
        "skriv timer med komma",
    );
    check(
        Cases,
        "7506804001;afklaringspuljen;1-11-2020;;praktik;Bageri;7,5;1-9-2020;;",
        "en praktik har altid ét formål",
    );
    check(
        Cases,
        "7506804001;afklaringspuljen;1-11-2020;;loentimer;Bageri;7,5;1-9-2020;;12345678",
        "»cvr« er ikke",
    );
}

#[test]
fn a_file_is_checked_as_everything_that_is_registered() {
    use ImportKind::{Benefits, Cases, Marks};
    for (kind, row, expected) in [
        (
            Benefits,
            "7506804001;vinduespolering;;1-1-2020;",
            "»ydelse« kendes ikke; der kan stå:",
        ),
        (
            Benefits,
            "7506804001;kontanthjaelp;gul;1-1-2020;",
            "»kategori« kendes ikke",
        ),
        (
            Benefits,
            "7506804001;kontanthjaelp;;1-1-2020;15-9-2021",
            "»til« er ikke omme endnu",
        ),
        (
            Marks,
            "7506804001;afklaringspuljen;16-9-2021;",
            "»fra« er ikke omme endnu",
        ),
        (
            Cases,
            "7506804001;afklaringspuljen;1-11-2020;;praktik;Bageri;0;1-9-2020;jobmaal;",
            "»timer« mangler",
        ),
        (
            Cases,
            "7506804001;afklaringspuljen;1-11-2020;;loentimer;Bageri;7,5;1-9-2020;jobmaal;",
            "»formål« hører kun til praktik",
        ),
        (
            Cases,
            "7506804001;afklaringspuljen;1-11-2020;;praktik;Bageri;7,5;1-9-2022;jobmaal;",
            "»placering fra« ligger efter i dag",
        ),
    ] {
        check(kind, row, expected);
    }
}

#[test]
fn a_refused_row_does_not_take_its_neighbours_along() {
    let desk = desk().with_citizens();
    let path = desk.file(
        "mærker.csv",
        "cpr;mærke;fra;til\n7506804001;afklaringspuljen;1-10-2020;31-12-2020\n7506804001;afklaringspulje;1-1-2021;\n7506804001;afklaringspuljen;1-2-2021;\n".as_bytes(),
    );
    let outcome = desk.bring(ImportKind::Marks, &path, true).unwrap();
    assert_eq!((outcome.accepted, outcome.refused), (2, 1), "{outcome:?}");
    assert_eq!(
        desk.told("7506804001"),
        [
            "2020-10-01 mark-set",
            "2021-01-01 mark-cleared",
            "2021-02-01 mark-set",
        ]
    );
}

#[test]
fn rows_that_contradict_each_other_are_refused_both() {
    let desk = desk().with_citizens();
    let outcome = desk.import(
        ImportKind::Benefits,
        "cpr;ydelse;fra;til\n7506804001;kontanthjaelp;1-1-2014;31-12-2015\n7506804001;kontanthjaelp;1-6-2015;\n7506804001;dagpenge;1-6-2015;\n",
    );
    assert_eq!((outcome.refused, outcome.accepted), (2, 1), "{outcome:?}");
    let twice = desk.import(
        ImportKind::Citizens,
        "cpr;navn\n7506804004;Bo\n7506804004;Ib\n7506804005;Ida\n7506804005;Ida\n",
    );
    assert_eq!(
        (twice.refused, twice.accepted, twice.unchanged),
        (2, 1, 1),
        "{twice:?}"
    );
}

#[test]
fn nothing_or_the_valid_rows_and_the_refused_ones_come_back() {
    let desk = desk();
    let path = desk.file(
        "borgere.csv",
        "navn;cpr\nBo Å;7506804001\n\"=HYPERLINK(\"\"x\"\")\";12\nIb;7506804003\n".as_bytes(),
    );
    let refused = desk.bring(ImportKind::Citizens, &path, false).unwrap();
    assert_eq!((refused.stored, refused.refused), (false, 1));
    assert_eq!(desk.citizens(), 0);

    let accepted = desk.bring(ImportKind::Citizens, &path, true).unwrap();
    assert!(accepted.stored);
    assert_eq!(desk.citizens(), 2);
    let file = accepted.refused_file.unwrap();
    assert_eq!(
        file.file_name().unwrap(),
        "borgere.afvist-2.csv",
        "the first is not overwritten"
    );
    let text = std::fs::read_to_string(&file).unwrap();
    assert_eq!(
        text,
        "\u{feff}navn;cpr;afvist linje;afvist kolonne;afvist værdi;afvist årsag\n\"=HYPERLINK(\"\"x\"\")\";12;3;cpr;12;\"er ikke et CPR-nummer: ti cifre, gerne med bindestreg\"\n"
            .replace("\"er ikke et CPR-nummer: ti cifre, gerne med bindestreg\"", "er ikke et CPR-nummer: ti cifre, gerne med bindestreg")
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        assert_eq!(
            std::fs::metadata(&file).unwrap().permissions().mode() & 0o777,
            0o600
        );
    }
    let corrected = text.replace(";12;3", ";7506804002;3");
    std::fs::write(&file, corrected).unwrap();
    let mended = desk.bring(ImportKind::Citizens, &file, false).unwrap();
    assert_eq!((mended.accepted, mended.refused), (1, 0), "{mended:?}");
}
