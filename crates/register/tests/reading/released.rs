//! Answers that leave the house: what is small is not there, what would give it away is not there either, and the rest is exact.

use std::collections::BTreeMap;
use std::fmt::Write;

use parquet::file::reader::{FileReader, SerializedFileReader};
use parquet::record::Field;
use register::release::Protection;
use register::request::Form;
use serde_json::Value;
use tables::formats::read_json_stat;
use tables::{Language, Zeros};

use crate::runs::Run;

/// Persons by municipality and benefit; each on her benefit all of 2023 and January of 2024.
const PEOPLE: [(i32, [usize; 3]); 3] = [(101, [40, 3, 20]), (461, [30, 25, 12]), (751, [8, 9, 30])];

/// Spells and persons: of every five but in one municipality one comes back after three months.
pub(crate) fn people() -> (String, String) {
    let mut spells = "person_id,benefit,category,muni,degree,start,end\n".to_owned();
    let mut persons = "person_id,birth_date,sex,origin,country\n".to_owned();
    let mut person = 0;
    for (municipality, counts) in PEOPLE {
        for (benefit, count) in (1..).zip(counts) {
            for of in 0..count {
                person += 1;
                writeln!(persons, "{person},1980-05-01,{},0,1", 1 + of % 2).expect("text");
                let mut spell = |from: &str, last: &str| {
                    writeln!(
                        spells,
                        "{person},{benefit},1,{municipality},100,{from},{last}"
                    )
                    .expect("text");
                };
                spell("2023-01-01", "2024-01-31");
                let back = if municipality == 461 { 5 } else { 20 };
                if of % back == 0 {
                    spell("2024-05-01", "2024-06-30");
                }
            }
        }
    }
    // Somebody changes her benefit within a month, so persons by benefit overlap.
    writeln!(spells, "1,2,1,101,100,2024-02-01,2024-02-10").expect("text");
    writeln!(spells, "1,3,1,101,100,2024-02-11,2024-02-29").expect("text");
    (spells, persons)
}

fn table(indicator: &str, by: &[&str], file: &str) -> String {
    format!(
        "[[table]]\nindicator = \"{indicator}\"\nby = {by:?}\nevery = \"month\"\nfrom = 2024-01-01\nlast = 2024-03-31\nfile = \"{file}\"\n"
    )
}

fn request() -> String {
    [
        table("maalestok-w1", &["municipality", "benefit"], "both.csv"),
        table("maalestok-w1", &["benefit"], "benefit.csv"),
        table("maalestok-w1", &["municipality"], "municipality.csv"),
        table("maalestok-w4", &["municipality"], "share.csv"),
    ]
    .concat()
}

fn run(request: &str, form: Option<Form>, protection: Option<Protection>) -> Run {
    let (spells, persons) = people();
    let run = Run::with(&spells, &persons, request, form, protection).expect("a request");
    assert!(run.failed.is_empty(), "{:?}", run.failed);
    run
}

/// The rows of a file: what they are about, and their numbers.
fn rows(run: &Run, file: &str, about: usize) -> BTreeMap<Vec<String>, Vec<String>> {
    let text = run.text(file);
    let rows = text.lines().skip(1).map(|line| {
        let fields: Vec<String> = line.split(',').map(str::to_owned).collect();
        (fields[..about].to_vec(), fields[about..].to_vec())
    });
    rows.collect()
}

fn hidden(numbers: &[String]) -> bool {
    numbers.iter().any(|number| number == "..")
}

#[test]
fn small_numbers_and_what_gives_them_away_are_not_in_the_file() {
    let protected = run(&request(), None, Some(Protection::default()));
    let raw = run(&request(), None, None);
    let (shown, exact) = (rows(&protected, "both.csv", 3), rows(&raw, "both.csv", 3));
    let key = |month: &str, municipality: &str, benefit: &str| {
        [month, municipality, benefit].map(str::to_owned).to_vec()
    };
    // Three persons with 93 full days: their number and their days are hidden.
    assert_eq!(exact[&key("202401", "101", "2")][..2], ["9300", "3"]);
    assert_eq!(shown[&key("202401", "101", "2")], ["..", "..", ".."]);
    let mut lines: BTreeMap<(usize, Vec<String>), usize> = BTreeMap::new();
    for (at, numbers) in &shown {
        if hidden(numbers) {
            assert!(numbers.iter().all(|number| number == ".."), "{at:?}");
            for dimension in [1, 2] {
                let mut line = at.clone();
                line[dimension] = String::new();
                *lines.entry((dimension, line)).or_default() += 1;
            }
            continue;
        }
        let persons: u32 = numbers[1].parse().expect("a number");
        assert!(persons == 0 || persons >= 5, "{at:?}");
        if !at.contains(&"total".to_owned()) && persons > 0 {
            assert_eq!(*numbers, exact[at], "{at:?}");
        }
    }
    assert!(!lines.is_empty());
    for (line, hidden) in lines {
        assert!(
            hidden > 1,
            "the one number that is not shown in {line:?} follows from the others"
        );
    }
    assert_eq!(
        shown[&key("202401", "total", "total")][..2],
        ["548700".to_owned(), "177".to_owned()]
    );
}

/// Persons by municipality and benefit, many of them few, some with two benefits in turn; the same for the same seed.
fn scattered(seed: u64) -> (String, String) {
    let mut state = seed;
    let mut dice = |sides: u64| {
        state = state
            .wrapping_mul(6_364_136_223_846_793_005)
            .wrapping_add(1_442_695_040_888_963_407);
        (state >> 33) % sides
    };
    let (mut spells, mut persons) = people();
    spells.truncate(spells.find('\n').expect("a head") + 1);
    persons.truncate(persons.find('\n').expect("a head") + 1);
    for person in 1..=160 {
        writeln!(persons, "{person},1980-05-01,{},0,1", 1 + dice(2)).expect("text");
        let municipality =
            [101, 147, 461, 751, 851][usize::try_from(dice(3) + dice(3)).expect("few")];
        let benefit = 1 + dice(2) * dice(3);
        let day = 1 + dice(28);
        writeln!(
            spells,
            "{person},{benefit},1,{municipality},100,2024-01-01,2024-01-{day:02}"
        )
        .expect("text");
        if dice(4) == 0 {
            writeln!(
                spells,
                "{person},{},1,{municipality},50,2024-02-01,2024-02-{day:02}",
                1 + dice(3)
            )
            .expect("text");
        }
    }
    (spells, persons)
}

#[test]
fn whatever_the_register_no_line_gives_away_what_it_hides() {
    let request = [
        table("maalestok-w1", &["municipality", "benefit"], "both.csv"),
        table("maalestok-w1", &["benefit"], "benefit.csv"),
    ]
    .concat();
    let mut hiding = 0;
    for seed in 1..=12 {
        let (spells, persons) = scattered(seed);
        let of = |protection| {
            let run = Run::with(&spells, &persons, &request, None, protection);
            rows(&run.expect("a request"), "both.csv", 3)
        };
        let (shown, exact) = (of(Some(Protection::default())), of(None));
        for (at, numbers) in exact {
            let persons: u32 = numbers[1].parse().expect("a number");
            assert!(persons >= 5 || hidden(&shown[&at]), "seed {seed}: {at:?}");
            assert!(
                hidden(&shown[&at]) || shown[&at] == numbers,
                "seed {seed}: {at:?}"
            );
        }
        // For each line of a table, how much of it is not shown and of how many days.
        let mut lines: BTreeMap<(usize, Vec<String>), usize> = BTreeMap::new();
        for (at, _) in shown.iter().filter(|(_, numbers)| hidden(numbers)) {
            hiding += 1;
            for dimension in [1, 2] {
                let mut line = at.clone();
                line[dimension] = String::new();
                *lines.entry((dimension, line)).or_default() += 1;
            }
        }
        for (line, hidden) in lines {
            assert!(hidden > 1, "seed {seed}: {line:?}");
        }
    }
    assert!(hiding > 100, "{hiding}");
}

#[test]
fn regions_and_municipalities_do_not_give_each_other_away() {
    let request = [
        table("fuldtidspersoner", &["municipality", "benefit"], "both.csv"),
        table("fuldtidspersoner", &["region"], "region.csv"),
        table("fuldtidspersoner", &["benefit", "region"], "far.csv"),
    ]
    .concat();
    let mut hiding = 0;
    for seed in 1..=12 {
        let (spells, persons) = scattered(seed);
        let run = Run::with(
            &spells,
            &persons,
            &request,
            None,
            Some(Protection::default()),
        );
        let run = run.expect("a request");
        let (near, far) = (rows(&run, "both.csv", 3), rows(&run, "far.csv", 3));
        for (region, within) in [
            ("1084", &["101", "147"][..]),
            ("1083", &["461"]),
            ("1082", &["751"]),
            ("1081", &["851"]),
        ] {
            for ((month, benefit), whole) in far
                .iter()
                .filter(|(at, _)| at[2] == region)
                .map(|(at, whole)| ((&at[0], &at[1]), whole))
            {
                let parts = within.iter().filter_map(|one| {
                    near.get(&vec![month.clone(), (*one).to_owned(), benefit.clone()])
                });
                let open = parts.filter(|numbers| hidden(numbers)).count();
                let all = open + usize::from(hidden(whole));
                assert!(all != 1, "seed {seed}: {month} {region} {benefit}");
                hiding += all;
            }
        }
        for (at, numbers) in rows(&run, "region.csv", 2) {
            let whole = vec![at[0].clone(), "total".to_owned(), at[1].clone()];
            assert_eq!(far[&whole], numbers, "seed {seed}: {at:?}");
        }
    }
    assert!(hiding > 100, "{hiding}");
}

#[test]
fn tables_of_one_request_hide_the_same_cells() {
    let protected = run(&request(), None, Some(Protection::default()));
    let both = rows(&protected, "both.csv", 3);
    for (file, at) in [("municipality.csv", 1), ("benefit.csv", 2)] {
        let alone = rows(&protected, file, 2);
        assert!(!alone.is_empty());
        for (key, numbers) in alone {
            let mut whole = key.clone();
            whole.insert(3 - at, "total".to_owned());
            assert_eq!(both[&whole], numbers, "{file} {key:?}");
        }
    }
}

#[test]
fn a_share_of_nearly_everybody_is_not_shown() {
    let (protected, raw) = (
        run(&request(), None, Some(Protection::default())),
        run(&request(), None, None),
    );
    let (shown, exact) = (rows(&protected, "share.csv", 2), rows(&raw, "share.csv", 2));
    let key = |municipality: &str| vec!["202401".to_owned(), municipality.to_owned()];
    // In one municipality four of 47 came back, in the other 14 of 67.
    assert_eq!(exact[&key("751")][..2], ["47", "43"]);
    assert!(hidden(&shown[&key("751")]), "{shown:?}");
    assert_eq!(exact[&key("461")][..2], ["67", "53"]);
}

#[test]
fn the_threshold_is_the_one_that_is_asked() {
    let tables = table("maalestok-w1", &["municipality"], "a.csv");
    for (threshold, seen) in [(47, true), (48, false)] {
        let protection = Protection {
            threshold,
            ..Protection::default()
        };
        let run = run(&tables, None, Some(protection));
        let rows = rows(&run, "a.csv", 2);
        let numbers = &rows[&vec!["202401".to_owned(), "751".to_owned()]];
        assert_eq!(!hidden(numbers), seen, "{numbers:?}");
        let about: Value = serde_json::from_str(&run.text("a.about.json")).expect("JSON");
        assert_eq!(about["released"]["threshold"], threshold);
    }
}

#[test]
fn zeros_are_hidden_where_that_is_asked() {
    let tables = table("maalestok-w1", &["municipality"], "a.csv");
    let zeros = |zeros| {
        let protection = Protection {
            zeros,
            ..Protection::default()
        };
        let run = run(&tables, None, Some(protection));
        rows(&run, "a.csv", 2)[&vec!["202403".to_owned(), "101".to_owned()]].clone()
    };
    assert_eq!(zeros(Zeros::Shown), ["0", "0", "0"]);
    assert_eq!(zeros(Zeros::Hidden), ["..", "..", ".."]);
}

#[test]
fn every_form_has_the_same_symbol_and_says_how_small_numbers_are_hidden() {
    let protection = Some(Protection::default());
    let run = |form: Form| run(&request(), Some(form), protection);
    let csv = run(Form::Csv);
    let hidden_rows = rows(&csv, "both.csv", 3)
        .values()
        .filter(|numbers| hidden(numbers))
        .count();
    let about: Value = serde_json::from_str(&csv.text("both.about.json")).expect("JSON");
    assert_eq!(about["released"]["threshold"], 5);
    assert_eq!(about["released"]["zeros"], "shown");
    assert_eq!(about["released"]["symbol"], "..");

    let stat = run(Form::JsonStat);
    let text = stat.text("both.json");
    read_json_stat(&text).expect("JSON-stat");
    let whole: Value = serde_json::from_str(&text).expect("JSON");
    assert_eq!(whole["extension"]["threshold"], 5);
    let status = whole["status"].as_object().expect("symbols");
    let dots = status.values().filter(|symbol| *symbol == "..").count();
    assert_eq!(dots, hidden_rows * 3);
    for at in status.keys() {
        let at: usize = at.parse().expect("a place");
        assert!(whole["value"][at].is_null());
    }

    let book = run(Form::Workbook).text("both.xlsx");
    let rows_of_book = book
        .lines()
        .filter(|line| line.ends_with("|..|..|.."))
        .count();
    assert_eq!(rows_of_book, hidden_rows, "{book}");
    assert!(
        book.contains("Diskretion|Tal om færre end 5 personer"),
        "{book}"
    );

    let parquet = run(Form::Parquet);
    let file = std::fs::File::open(parquet.register.path().join("both.parquet")).expect("a file");
    let reader = SerializedFileReader::new(file).expect("Parquet");
    let mut found = 0;
    for row in reader.get_row_iter(None).expect("rows") {
        let row = row.expect("a row");
        let fields: Vec<_> = row.get_column_iter().collect();
        let status = fields.last().expect("a status");
        assert_eq!(status.0, "status");
        let nulls = fields[3..6].iter().all(|(_, field)| **field == Field::Null);
        assert_eq!(*status.1 == Field::Str("..".to_owned()), nulls);
        found += usize::from(nulls);
    }
    assert_eq!(found, hidden_rows);
}

#[test]
fn few_left_out_are_not_told_by_number_and_their_rows_stay_in_the_house() {
    let (mut spells, persons) = people();
    spells.push_str("9,1,1,101,100,2024-03-01,2024-02-01\n");
    let tables = table("maalestok-w1", &["municipality"], "a.csv");
    let run = Run::with(
        &spells,
        &persons,
        &tables,
        None,
        Some(Protection::default()),
    );
    let run = run.expect("a request");
    assert_eq!(run.account.left_out, 1);
    for file in ["a.about.json", "run.json"] {
        let told: Value = serde_json::from_str(&run.text(file)).expect("JSON");
        assert_eq!(told["left_out"]["fewer_than"], 5, "{told}");
        assert_eq!(told["refused_rows"][0]["rows"]["fewer_than"], 5, "{told}");
    }
    assert!(!run.register.path().join("left-out.csv").exists());
    let stat = Run::with(
        &spells,
        &persons,
        &tables,
        Some(Form::JsonStat),
        Some(Protection::default()),
    );
    let text = stat.expect("a request").text("a.json");
    let whole: Value = serde_json::from_str(&text).expect("JSON");
    assert!(whole["extension"]["left_out"].is_null(), "{text}");
    assert!(
        whole["note"]
            .to_string()
            .contains("Udeladt er færre end 5 personer"),
        "{text}"
    );
}

#[test]
fn what_cannot_be_released_together_is_refused_before_the_count() {
    let (spells, persons) = people();
    let year = table("maalestok-w1", &["benefit"], "b.csv").replace("month", "year");
    let list = "[[list]]\npopulation = \"alder >= 30\"\non = 2024-01-01\nfile = \"a.csv\"\n";
    for (request, problem) in [
        (list.to_owned(), "never leaves the house"),
        (
            table("maalestok-w1", &["municipality"], "a.csv") + &year,
            "different lengths of period",
        ),
        (
            table("fuldtidspersoner", &["municipality", "region"], "a.csv"),
            "divide the same",
        ),
        (
            table("fuldtidspersoner", &["council"], "a.csv")
                + &table("fuldtidspersoner", &["region"], "b.csv"),
            "divide the same",
        ),
        (
            table("fuldtidspersoner", &["municipality", "benefit"], "a.csv")
                + &table("fuldtidspersoner", &["benefit", "sex"], "b.csv")
                + &table("fuldtidspersoner", &["municipality", "sex"], "c.csv"),
            "cross in a ring",
        ),
    ] {
        let protection = Some(Protection::default());
        let Err(refused) = Run::with(&spells, &persons, &request, None, protection) else {
            panic!("{request}");
        };
        let told = refused.told(Language::English);
        assert!(told.contains(problem), "{told}");
        assert!(refused.to_string() != told, "both languages: {told}");
    }
}
