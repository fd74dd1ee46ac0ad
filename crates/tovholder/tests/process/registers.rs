//! A register in files, counted by the program: answers in four forms, what was left out, and a typed line.

use std::fs;
use std::path::Path;
use std::process::Command;

use tempfile::TempDir;

use crate::program::binary;

const LAYOUT: &str = r#"
complete = true
observed = { from = 2004-01-05, last = 2026-06-28 }
[persons]
files = ["persons.csv"]
person = "person_id"
[[persons.columns]]
name = "birth"
column = "birth_date"
day = { from = 1900-01-01, last = 2026-06-28 }
[[tracks]]
name = "benefits"
files = ["spells.csv"]
person = "person_id"
start = "start"
last = "end"
overlap = { same = ["benefit"], others = "keep" }
[[tracks.columns]]
name = "benefit"
column = "benefit"
[[tracks.columns]]
name = "municipality"
column = "muni"
[[tracks.columns]]
name = "degree"
column = "degree"
number = { unit = "per-cent", from = 0, to = 100 }
"#;

const SPELLS: &str = "\
person_id,benefit,muni,degree,start,end
1,1,101,100,2024-01-10,2024-01-19
2,2,461,100,2023-02-01,2023-11-30
3,1,101,100,2024-03-01,2024-02-01
";

const PERSONS: &str =
    "person_id;birth_date\r\n1;1980-05-01\r\n2;01-01-1970\r\n3;15.07.1990\r\n4;2020-01-01\r\n";

fn request() -> String {
    let table = |file: &str| {
        format!(
            "[[table]]\nindicator = \"maalestok-w1\"\nby = [\"municipality\"]\nevery = \"month\"\nfrom = 2023-01-01\nlast = 2024-06-30\nfile = \"{file}\"\n"
        )
    };
    ["a.parquet", "b.csv", "c.json", "d.xlsx"]
        .map(table)
        .concat()
}

/// Exit code, and what was said on both streams.
fn said(folder: &Path, arguments: &[&str]) -> (i32, String) {
    let output = Command::new(binary())
        .args(arguments)
        .current_dir(folder)
        .output()
        .unwrap();
    let text = String::from_utf8(output.stdout).unwrap();
    let beside = String::from_utf8(output.stderr).unwrap();
    (output.status.code().unwrap(), text + &beside)
}

fn register() -> TempDir {
    let folder = TempDir::new().unwrap();
    for (name, text) in [
        ("register.toml", LAYOUT),
        ("spells.csv", SPELLS),
        ("persons.csv", PERSONS),
        ("request.toml", &request()),
    ] {
        fs::write(folder.path().join(name), text).unwrap();
    }
    folder
}

#[test]
fn answers_come_in_four_forms_and_say_who_was_left_out() {
    let folder = register();
    let run = |out: &str| {
        said(
            folder.path(),
            &[
                "register",
                "run",
                "register.toml",
                "request.toml",
                "--out",
                out,
            ],
        )
    };
    let (code, text) = run("one");
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("spells.csv, række 3: forløbet slutter, før det begynder; "),
        "{text}"
    );
    assert!(
        text.contains("3 personer er talt med. 1 er udeladt"),
        "{text}"
    );
    let elsewhere = text.replace("one/", "other/").replace("i one.", "i other.");
    assert_eq!(run("other"), (code, elsewhere));
    let read = |out: &str, name: &str| fs::read(folder.path().join(out).join(name)).unwrap();
    for (name, begins) in [
        ("a.parquet", "PAR1"),
        (
            "b.csv",
            "month,municipality,daydeg,persons,fulltime\n202302,461,2800,1,1\n",
        ),
        ("b.about.json", "{\n"),
        ("c.json", "{\"version\":\"2.0\""),
        ("d.xlsx", "PK"),
        ("run.json", "{\n"),
        ("left-out.csv", "\u{feff}tabel;fil;række;"),
    ] {
        assert!(read("one", name).starts_with(begins.as_bytes()), "{name}");
        assert!(read("one", name) == read("other", name), "{name}");
    }
    let (code, text) = said(
        folder.path(),
        &[
            "register",
            "run",
            "register.toml",
            "request.toml",
            "--format",
            "docx",
        ],
    );
    assert_eq!(code, 2, "{text}");
    assert!(text.contains("parquet, csv, json-stat og xlsx"), "{text}");
}

#[test]
fn a_register_is_never_written_over() {
    let folder = register();
    let wanted = request().replace("b.csv", "spells.csv");
    fs::write(folder.path().join("request.toml"), wanted).unwrap();
    let (code, text) = said(
        folder.path(),
        &[
            "register",
            "run",
            "register.toml",
            "request.toml",
            "--out",
            ".",
        ],
    );
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("er en af de filer, der læses"), "{text}");
    let kept = fs::read_to_string(folder.path().join("spells.csv")).unwrap();
    assert_eq!(kept, SPELLS);
    assert!(!folder.path().join("a.parquet").exists());
}

#[test]
fn answers_go_into_a_new_folder_beside_the_request() {
    let folder = register();
    fs::create_dir(folder.path().join("asked")).unwrap();
    fs::rename(
        folder.path().join("request.toml"),
        folder.path().join("asked/spring.toml"),
    )
    .unwrap();
    let run = |more: &[&str]| {
        let mut arguments = vec!["register", "run", ".", "asked/spring.toml"];
        arguments.extend_from_slice(more);
        said(folder.path(), &arguments)
    };
    let (_, text) = run(&[]);
    assert!(
        text.contains("Svarene står i asked/spring-answers."),
        "{text}"
    );
    assert!(folder.path().join("asked/spring-answers/b.csv").exists());
    assert!(!folder.path().join("b.csv").exists());
    run(&["--release"]);
    assert!(folder.path().join("asked/spring-released/b.csv").exists());
}

#[test]
fn shares_are_taken_of_numbers_in_a_file_that_is_never_written_over() {
    let folder = register();
    let table = "[[table]]\nindicator = \"fuldtidspersoner\"\nby = [\"municipality\"]\nevery = \"year\"\nfrom = 2023-01-01\nlast = 2024-12-31\nfile = \"a.csv\"\n";
    let series = "[[series]]\nname = \"arbejdsstyrken\"\nfile = \"styrke.csv\"\n";
    let numbers = "størrelse;kommune;periode;tal;kilde;dateret\narbejdsstyrken;461;2023;10;Opdigtet;01-01-2024\n";
    fs::write(folder.path().join("styrke.csv"), numbers).unwrap();
    let run = |request: String, out: &str| {
        fs::write(folder.path().join("request.toml"), request).unwrap();
        said(
            folder.path(),
            &["register", "run", ".", "request.toml", "--out", out],
        )
    };
    run(format!("{series}{table}"), "out");
    let answer = fs::read_to_string(folder.path().join("out/a.csv")).unwrap();
    // Ten months of 303 days full time, of ten persons.
    assert!(answer.contains("\n2023,461,30300,1,"), "{answer}");
    assert!(answer.contains(",0.0830136986301"), "{answer}");
    let (code, text) = run(
        format!("{series}{table}").replace("a.csv", "styrke.csv"),
        ".",
    );
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("er en af de filer, der læses"), "{text}");
    let kept = fs::read_to_string(folder.path().join("styrke.csv")).unwrap();
    assert_eq!(kept, numbers);
}

#[test]
fn answers_that_leave_the_house_hide_small_numbers_and_leave_no_rows_beside() {
    let folder = register();
    let run = |more: &[&str]| {
        let mut arguments = vec!["register", "run", ".", "request.toml", "--release"];
        arguments.extend_from_slice(more);
        said(folder.path(), &arguments)
    };
    let read = |file: &str| fs::read_to_string(folder.path().join("request-released").join(file));
    let (code, text) = run(&[]);
    assert_eq!(code, 1, "{text}");
    for wanted in [
        "spells.csv, række 3: ",
        "b.csv: 22 af 54 felter vises ikke.",
        "Tal om færre end 5 personer, og tal, der ville røbe dem, vises som »..«; nul vises.",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    let table = read("b.csv").unwrap();
    assert!(
        table.starts_with("month,municipality,daydeg,persons,fulltime\n202301,total,0,0,0\n"),
        "{table}"
    );
    assert!(table.contains("\n202302,461,..,..,..\n"), "{table}");
    let told = read("run.json").unwrap();
    assert!(told.contains("\"fewer_than\": 5"), "{told}");
    assert!(read("left-out.csv").is_err());

    let (_, text) = run(&["--overwrite", "--threshold", "2", "--hide-zeros"]);
    assert!(
        text.contains("Tal om færre end 2 personer, og tal, der ville røbe dem, vises som »..«; nul vises heller ikke."),
        "{text}"
    );
    assert!(read("b.csv").unwrap().contains("\n202301,total,..,..,..\n"));

    // A folder in which the rows of an earlier run lie does not leave the house.
    fs::write(folder.path().join("request-released/left-out.csv"), "").unwrap();
    let (code, text) = run(&["--overwrite"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("må ikke forlade huset"), "{text}");
    for alone in [&["--threshold", "3"][..], &["--hide-zeros"]] {
        let mut arguments = vec!["register", "run", ".", "request.toml"];
        arguments.extend_from_slice(alone);
        let (code, text) = said(folder.path(), &arguments);
        assert_eq!(code, 2, "{text}");
    }
}

#[test]
fn a_typed_line_is_counted_over_a_register_and_listed() {
    let folder = register();
    let ask = |more: &[&str]| {
        let mut arguments = vec!["figures", "ask", "alder >= 30", "--as-of", "2024-06-30"];
        arguments.extend_from_slice(more);
        said(folder.path(), &arguments)
    };
    let (code, text) = ask(&["--register", "."]);
    // Person 3 has a faulty row, person 4 is a child.
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("2 af 3 personer den 2024-06-30"), "{text}");
    let (_, text) = ask(&["--register", "register.toml", "--list", "hvem.csv"]);
    assert!(text.contains("Personerne står i hvem.csv."), "{text}");
    let listed = fs::read_to_string(folder.path().join("hvem.csv")).unwrap();
    assert_eq!(listed, "person_id\n1\n2\n");
    let (code, text) = ask(&["--register", ".", "--list", "hvem.json"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("kan ikke skrives som JSON-stat"), "{text}");
    let (code, text) = ask(&["--register", ".", "--db", "tovholder.sqlite"]);
    assert_eq!(code, 2, "{text}");
    let (code, text) = said(
        folder.path(),
        &[
            "figures",
            "ask",
            "alder >> 30",
            "--as-of",
            "2024-06-30",
            "--register",
            ".",
        ],
    );
    assert_eq!(code, 1, "{text}");
    assert!(text.contains('^'), "{text}");
}

#[test]
fn answers_and_registers_that_are_there_stay_unless_they_are_given_up() {
    let folder = register();
    let run = |more: &[&str]| {
        let mut arguments = vec!["register", "run", ".", "request.toml", "--out", "out"];
        arguments.extend_from_slice(more);
        said(folder.path(), &arguments)
    };
    let (_, text) = run(&[]);
    assert!(
        text.contains("Tallene er ikke diskretioneret: kun for dem, der må se rækkerne."),
        "{text}"
    );
    let kept = folder.path().join("out/b.csv");
    let about = fs::read_to_string(folder.path().join("out/b.about.json")).unwrap();
    assert!(about.contains("Tallene er ikke diskretioneret"), "{about}");
    for file in ["run.json", "left-out.csv", "a.parquet"] {
        fs::remove_file(folder.path().join("out").join(file)).unwrap();
    }
    fs::write(&kept, "mine").unwrap();
    let (code, text) = run(&[]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("out/b.csv findes i forvejen"), "{text}");
    assert_eq!(fs::read_to_string(&kept).unwrap(), "mine");
    assert!(!folder.path().join("out/a.parquet").exists());
    run(&["--overwrite"]);
    assert!(fs::read_to_string(&kept).unwrap().starts_with("month,"));

    let invent = |more: &[&str]| {
        let mut arguments = vec!["register", "synth", ".", "--benefits-only"];
        arguments.extend_from_slice(more);
        said(folder.path(), &arguments)
    };
    let (code, text) = invent(&["--persons", "3"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("register.toml findes i forvejen"), "{text}");
    let (code, text) = invent(&["--persons", "0", "--overwrite"]);
    assert_eq!(code, 1, "{text}");
    assert!(text.contains("skriv mindst 1 person"), "{text}");
    let layout = folder.path().join("register.toml");
    assert_eq!(fs::read_to_string(&layout).unwrap(), LAYOUT);
    let (code, text) = invent(&["--persons", "3", "--overwrite"]);
    assert_eq!(code, 0, "{text}");
    assert_ne!(fs::read_to_string(&layout).unwrap(), LAYOUT);
}

#[test]
fn rows_of_nobody_and_periods_that_are_not_known_are_told() {
    let folder = register();
    let spells = SPELLS.replace(
        "3,1,101,100,2024-03-01,2024-02-01",
        "abc,1,101,100,2024-03-01,",
    );
    fs::write(folder.path().join("spells.csv"), spells).unwrap();
    let later = request()
        .replace("2023-01-01", "2027-01-01")
        .replace("2024-06-30", "2027-06-30");
    fs::write(folder.path().join("request.toml"), later).unwrap();
    let run = ["register", "run", ".", "request.toml", "--out", "out"];
    let (code, text) = said(folder.path(), &run);
    assert_eq!(code, 1, "{text}");
    for wanted in [
        "spells.csv, række 3, kolonne person_id: personens nummer mangler eller er ikke et helt tal",
        "4 personer er talt med. 0 er udeladt",
        "1 række er afvist, uden at personen kendes.",
        "b.csv: 6 perioder mellem 2027-01-01 og 2027-06-30 kan ikke opgøres og har ingen rækker",
        "registret dækker 2004-01-05 til 2026-06-28",
    ] {
        assert!(text.contains(wanted), "{wanted}: {text}");
    }
    for file in ["b.about.json", "run.json"] {
        let told = fs::read_to_string(folder.path().join("out").join(file)).unwrap();
        assert!(told.contains("\"refused_rows_of_nobody\": 1"), "{told}");
    }
}

#[test]
fn a_folder_and_a_file_cut_short_are_told_in_danish() {
    let folder = register();
    let cut = LAYOUT
        .replace("spells.csv", "spells.parquet")
        .replace("persons.csv", "persons.parquet");
    fs::write(folder.path().join("register.toml"), cut).unwrap();
    for name in ["spells.parquet", "persons.parquet"] {
        fs::write(folder.path().join(name), "PAR1 og så ikke mere").unwrap();
    }
    let run = |request: &str| {
        said(
            folder.path(),
            &["register", "run", ".", request, "--out", "out"],
        )
    };
    let (code, text) = run("request.toml");
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("filen er afkortet eller ikke Parquet"),
        "{text}"
    );
    let (code, text) = run(".");
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("er en mappe") && !text.contains("os error"),
        "{text}"
    );
}

#[test]
fn a_day_the_store_does_not_cover_is_refused_with_the_days_it_does() {
    let folder = TempDir::new().unwrap();
    let db = folder.path().join("demo.sqlite").display().to_string();
    crate::program::Program::start(&binary(), &["demo", "--db", &db]).stop();
    let ask = |line: &str, day: &str| {
        let arguments = ["figures", "ask", line, "--as-of", day, "--db", &db];
        said(folder.path(), &arguments)
    };
    let (code, text) = ask("alle", "2021-09-15");
    assert_eq!(code, 0, "{text}");
    let (code, text) = ask("alle", "2021-09-16");
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("kan ikke kendes den 2021-09-16, for i dag er det 2021-09-15"),
        "{text}"
    );
    let (code, text) = ask("på(kontanthjælp)", "1990-01-01");
    assert_eq!(code, 1, "{text}");
    assert!(
        text.contains("kan ikke kendes den 1990-01-01, men fra "),
        "{text}"
    );
    assert!(
        text.contains(" til 2021-09-15; spørg om en af de dage"),
        "{text}"
    );
    assert!(text.contains("--complete-from DAG"), "{text}");
}
