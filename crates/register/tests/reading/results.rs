//! What stands beside the numbers stands beside them in every form; the same input gives the same bytes.

use parquet::file::reader::{FileReader, SerializedFileReader};
use register::request::{Form, Request};
use rulebook::Book;
use serde_json::Value;
use tables::Language;
use tables::formats::read_json_stat;

use crate::registers::Register;
use crate::requests::{PERSONS, REQUEST, SPELLS};
use crate::runs::Run;

/// The worked example, with a row of the sixth person refused and a row whose person nobody knows.
fn faulty() -> String {
    format!("{SPELLS}5,1,1,101,100,2024-03-01,2024-02-01\n9,1,1,101,100,2024-03-01,2024-03-02\n")
}

fn persons() -> String {
    format!("{PERSONS}5,1980-05-01,1,0,1\n")
}

/// What an answer in each form says of itself.
fn about(form: Form) -> Value {
    // A list of persons is no table.
    let tables = REQUEST.split("[[list]]").next().expect("tables");
    let run = Run::of(&faulty(), &persons(), tables, Some(form), "parquet");
    assert!(run.failed.is_empty(), "{:?}", run.failed);
    let name = format!("w1.{}", form.ending());
    match form {
        Form::Csv => serde_json::from_str(&run.text("w1.about.json")).expect("JSON"),
        Form::Parquet => {
            let file = std::fs::File::open(run.register.path().join(name)).expect("a file");
            let reader = SerializedFileReader::new(file).expect("Parquet");
            let notes = reader.metadata().file_metadata().key_value_metadata();
            let notes = notes.expect("notes");
            let note = notes.iter().find(|one| one.key == "tovholder");
            let note = note.and_then(|one| one.value.as_ref()).expect("a note");
            serde_json::from_str(note).expect("JSON")
        }
        _ => {
            let whole: Value = serde_json::from_str(&run.text(&name)).expect("JSON");
            whole["extension"]["tovholder"].clone()
        }
    }
}

#[test]
fn every_form_says_who_was_left_out_and_why() {
    for form in [Form::Csv, Form::Parquet, Form::JsonStat] {
        let told = about(form);
        assert_eq!(told["persons"], 4, "{form:?}");
        assert_eq!(told["left_out"], 2, "{form:?}");
        let refused = told["refused_rows"].as_array().expect("rows");
        let faults: Vec<_> = refused.iter().map(|one| &one["fault"]).collect();
        assert_eq!(faults, ["reversed", "unknown-person"]);
        assert_eq!(told["indicator"]["id"], "maalestok-w1");
        assert_eq!(told["known_on"], "2026-06-28");
        let files = &told["register"]["tables"][0]["files"][0];
        assert_eq!(files["file"], "spells.csv");
        assert_eq!(files["bytes"], faulty().len());
    }
}

#[test]
fn json_stat_holds_every_cell_with_labels_and_notes() {
    let tables = REQUEST.split("[[list]]").next().expect("tables");
    let run = Run::of(&faulty(), &persons(), tables, None, "json");
    let text = run.text("w1.json");
    let cube = read_json_stat(&text).expect("JSON-stat");
    let ids: Vec<_> = cube.dimensions.iter().map(|one| one.id.as_str()).collect();
    assert_eq!(ids, ["municipality", "benefit", "time", "measure"]);
    let sizes: Vec<_> = cube
        .dimensions
        .iter()
        .map(|one| one.categories.len())
        .collect();
    assert_eq!(sizes, [3, 4, 270, 3]);
    assert_eq!(
        cube.dimensions[0].categories[0],
        ("101".to_owned(), "København".to_owned())
    );
    assert_eq!(cube.values.len(), 3 * 4 * 270 * 3);
    let at = |code: [&str; 4]| {
        let places = code.iter().zip(&cube.dimensions).map(|(code, dimension)| {
            let mut all = dimension.categories.iter();
            all.position(|one| one.0 == *code).expect("a member")
        });
        let place = places
            .zip(&sizes)
            .fold(0, |at, (member, size)| at * size + member);
        cube.values[place].expect("a number").plain()
    };
    assert_eq!(at(["101", "1", "2024M01", "daydeg"]), "1350");
    assert_eq!(at(["101", "1", "2024M01", "fulltime"]), "0.4");
    assert_eq!(at(["101", "1", "2023M01", "persons"]), "0");
    let whole: Value = serde_json::from_str(&text).expect("JSON");
    let note = whole["note"].to_string();
    assert!(note.contains("Udeladt: 2 personer"), "{note}");
    assert!(note.contains("før det begynder, 1 række"), "{note}");
}

#[test]
fn a_workbook_has_labels_and_a_sheet_about_the_numbers() {
    let run = Run::of(
        &faulty(),
        &persons(),
        REQUEST,
        Some(Form::Workbook),
        "parquet",
    );
    assert!(run.failed.is_empty(), "{:?}", run.failed);
    let book = run.text("w1.xlsx");
    assert!(
        book.starts_with("# Fuldtidspersoner og berørte personer\nPeriode|"),
        "{book}"
    );
    assert!(book.contains("\n2024M01|101|København|1|"), "{book}");
    assert!(book.contains("\n# Om tallene\n"), "{book}");
    assert!(
        book.contains("\nUdeladt|2: en af deres rækker er afvist (benefits: "),
        "{book}"
    );
    assert!(run.text("w3.xlsx").contains("person_id\n3\n4\n"));
    let english = format!("language = \"en\"\n{REQUEST}");
    let run = Run::of(
        &faulty(),
        &persons(),
        &english,
        Some(Form::Workbook),
        "parquet",
    );
    let book = run.text("w1.xlsx");
    assert!(book.contains("\n# About the numbers\n"), "{book}");
    assert!(
        book.contains("\nLeft out|2: one of their rows was refused"),
        "{book}"
    );
}

#[test]
fn a_run_tells_what_it_did_and_which_rows_it_refused() {
    let run = Run::of(&faulty(), &persons(), REQUEST, None, "csv");
    let report: Value = serde_json::from_str(&run.text("run.json")).expect("JSON");
    assert_eq!(report["left_out"], 2);
    assert_eq!(report["faulty_rows"], 2);
    assert_eq!(report["answers"][3]["file"], "w3.csv");
    assert_eq!(report["answers"][3]["rows"], 2);
    assert_eq!(
        run.text("left-out.csv"),
        "\u{feff}tabel;fil;række;kolonne;værdi;fejl;gør\r\n\
        benefits;spells.csv;10;;;forløbet slutter, før det begynder;\
        ret dagene, og se efter, om slutningen er den sidste dag eller dagen efter\r\n\
        benefits;spells.csv;11;;;personen står ikke i tabellen over personer;\
        \"føj personen til, eller skriv »complete = false« i registerfilen\"\r\n"
            .replace('"', "")
    );
    #[cfg(unix)]
    {
        use std::os::unix::fs::PermissionsExt;
        for name in ["left-out.csv", "w3.csv"] {
            let told = std::fs::metadata(run.register.path().join(name)).expect("a file");
            assert_eq!(told.permissions().mode() & 0o777, 0o600, "{name}");
        }
    }
    for one in std::fs::read_dir(run.register.path()).expect("a folder") {
        let path = one.expect("a file").path();
        assert!(
            path.extension().is_none_or(|ending| ending != "part"),
            "{path:?}"
        );
    }
}

#[test]
fn the_same_input_elsewhere_gives_the_same_bytes() {
    let tables = REQUEST.split("[[list]]").next().expect("tables");
    for form in [Form::Csv, Form::Parquet, Form::JsonStat, Form::Workbook] {
        let [one, other] =
            [0, 1].map(|_| Run::of(&faulty(), &persons(), tables, Some(form), "parquet"));
        let mut names: Vec<String> = one.written.iter().map(|one| one.file.clone()).collect();
        names.extend(["run.json".to_owned(), "left-out.csv".to_owned()]);
        if form == Form::Csv {
            names.push("w1.about.json".to_owned());
        }
        for name in names {
            assert!(one.bytes(&name) == other.bytes(&name), "{form:?} {name}");
        }
    }
}

#[test]
fn columns_of_one_file_have_different_names() {
    // On some pages a measure and the share made of it have one id.
    for indicator in Book::embedded().catalogue().indicators() {
        let names = register::results::columns_of(indicator);
        let mut once = names.clone();
        once.sort();
        once.dedup();
        assert_eq!(once.len(), names.len(), "{}: {names:?}", indicator.id);
    }
}

#[test]
fn files_that_would_go_astray_are_refused_before_the_run() {
    let book = Book::embedded();
    let register = Register::new();
    let table = |file: &str| {
        format!(
            "[[table]]\nindicator = \"maalestok-w1\"\nevery = \"month\"\nfrom = 2020-01-01\nlast = 2020-12-31\nfile = \"{file}\"\n"
        )
    };
    let list = "[[list]]\npopulation = \"alder >= 30\"\non = 2020-01-01\nfile = \"a.json\"\n";
    for (text, problem) in [
        (table("../a.csv"), "is not in the folder of the answers"),
        (table("/tmp/a.csv"), "is not in the folder of the answers"),
        (table("a.txt"), "does not say in which form"),
        (table("a"), "does not say in which form"),
        (table("run.json"), "would be written twice"),
        (table("a.csv") + &table("a.csv"), "would be written twice"),
        (list.to_owned(), "a list of persons is no table"),
        (String::new(), "the file asks for nothing"),
        (
            table("a.csv").replace("2020-12-31", "2019-12-31"),
            "holds no day",
        ),
        (
            table("a.csv").replace("month", "day"),
            "day cannot be chosen here; choose of: week, month",
        ),
        (
            table("a.csv").replace("every", "ever"),
            "line 3: unknown field ever; choose of: indicator",
        ),
    ] {
        let file = register.file("request.toml", text);
        let refused = Request::read(&file, book.catalogue(), None).expect_err(problem);
        let told = refused.told(Language::English);
        assert!(told.contains(problem), "{told}");
        assert!(told.contains("; "), "a remedy: {told}");
        assert!(refused.to_string() != told, "both languages: {told}");
    }
}
