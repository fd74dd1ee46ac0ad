//! Files that people really send, and files that nobody should.

use std::path::{Path, PathBuf};
use std::sync::Arc;

use calendar::{FixedClock, LocalTime, Timestamp};
use facts::{CitizenId, Fact, Kind};
use rulebook::Book;
use store::{CitizenQuery, FactStore, Kind as StoreKind, Store};
use tempfile::TempDir;

use super::{Outcome, Wish, import};
use crate::command::ImportKind;

pub(super) struct Desk {
    folder: TempDir,
    pub(super) store: Store,
}

pub(super) fn desk() -> Desk {
    let store = Store::in_memory(StoreKind::Real, Arc::new(Book::embedded())).unwrap();
    Desk {
        folder: TempDir::new().unwrap(),
        store,
    }
}

pub(super) fn clock() -> FixedClock {
    let noon = LocalTime::new(12, 0).unwrap();
    FixedClock(Timestamp::at("2021-09-15".parse().unwrap(), noon))
}

impl Desk {
    pub(super) fn file(&self, name: &str, content: &[u8]) -> PathBuf {
        let path = self.folder.path().join(name);
        std::fs::write(&path, content).unwrap();
        path
    }

    pub(super) fn bring(
        &self,
        kind: ImportKind,
        path: &Path,
        accept_valid: bool,
    ) -> anyhow::Result<Outcome> {
        let wish = Wish {
            kind,
            accept_valid,
            dry_run: false,
            complete_from: None,
        };
        import(&self.store, path, wish, &clock())
    }

    pub(super) fn import(&self, kind: ImportKind, content: impl AsRef<[u8]>) -> Outcome {
        let path = self.file("fil.csv", content.as_ref());
        self.bring(kind, &path, false).unwrap()
    }

    pub(super) fn with_citizens(self) -> Desk {
        let outcome = self.import(ImportKind::Citizens, CITIZENS);
        assert_eq!((outcome.accepted, outcome.refused), (3, 0), "{outcome:?}");
        self
    }

    fn citizens(&self) -> u64 {
        self.store.citizens(&CitizenQuery::default()).unwrap().total
    }

    pub(super) fn facts(&self, cpr: &str) -> Vec<Fact> {
        let citizen = self.store.citizen_by_cpr(&cpr.parse().unwrap()).unwrap();
        self.store
            .facts_of(citizen.unwrap_or(CitizenId(0)), None)
            .unwrap()
    }

    pub(super) fn told(&self, cpr: &str) -> Vec<String> {
        self.facts(cpr)
            .iter()
            .skip(1)
            .map(|fact| format!("{} {}", fact.entry.happened_on, fact.entry.kind.name().id()))
            .collect()
    }
}

const CITIZENS: &str = "CPR;Navn;Registreret\r\n750680-4001;Åse Ærø;01-03-2012\r\n7506804002;Søren Ø;1/3 2012\r\n8101754003;Bo Å;1.3.2012\r\n";

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
