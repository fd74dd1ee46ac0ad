//! The example of the yardstick, worked by hand: definitions from the rulebook's pages, rows from a file, answers in files.

use std::collections::BTreeMap;

use register::request::Request;
use register::{Known, Layout, Settings, count, results};
use rulebook::Book;

use crate::registers::Register;

const SPELLS: &str = "\
person_id,benefit,category,muni,degree,start,end
1,1,1,101,100,2024-01-10,2024-01-19
1,1,1,101,50,2024-01-25,2024-02-03
2,2,1,461,100,2023-02-01,2023-11-30
2,6,0,461,100,2023-12-01,2023-12-10
2,2,1,461,100,2023-12-11,2024-01-31
3,2,2,751,100,2017-01-01,2026-06-28
4,3,2,101,100,2016-01-02,2017-12-31
4,2,2,101,100,2019-01-01,2024-12-31
4,2,2,101,80,2025-12-31,2025-12-31
";

const PERSONS: &str = "\
person_id,birth_date,sex,origin,country
1,1980-05-01,1,0,1
2,1970-01-01,2,0,1
3,1990-07-15,1,0,1
4,1995-12-31,2,0,1
";

fn answers(format: &str) -> BTreeMap<String, String> {
    let register = Register::new();
    register.file("spells.csv", SPELLS);
    register.file("persons.csv", PERSONS);
    let layout = include_str!("../../src/synth/register.toml").replace(".parquet", ".csv");
    let layout = register.file("register.toml", layout);
    let request =
        include_str!("../../../../benches/figures/request.toml").replace("parquet", format);
    let request = register.file("request.toml", request);

    let book = Book::embedded();
    let registers = book.catalogue().registers();
    let codes = |list: &str| {
        let codes = registers.list(list)?.codes.iter();
        Some(codes.map(|code| code.number).collect())
    };
    let known = Known {
        schema: registers.schema(),
        codes: &codes,
    };
    let layout = Layout::read(&layout, Some(&known)).expect("a layout");
    let request = Request::read(&request, book.catalogue()).expect("a request");
    let answers = count(
        &layout,
        &request.queries(),
        None,
        &Settings::default(),
        &|_, _| {},
    )
    .expect("answers");
    assert_eq!((answers.account.persons, answers.account.left_out), (4, 0));
    let mut found = BTreeMap::new();
    for (wanted, answer) in request.wanted.iter().zip(&answers.answers) {
        results::write(wanted, answer, None, register.path()).expect("written");
        let path = register.path().join(&wanted.file);
        let text = String::from_utf8_lossy(&std::fs::read(path).expect("a file")).into_owned();
        found.insert(wanted.file.display().to_string(), text);
    }
    found
}

#[test]
fn the_example_worked_by_hand_comes_out_of_the_pages() {
    let found = answers("csv");
    let first = &found["w1.csv"];
    for line in [
        "month,municipality,benefit,daydeg,persons,fulltime",
        "202402,101,1,150,1,",
        "202312,461,2,2100,1,",
        "202312,461,6,1000,1,",
        "202311,461,2,3000,1,1",
        "202512,101,2,80,1,",
    ] {
        assert!(first.lines().any(|one| one.starts_with(line)), "{line}");
    }
    let shown = first
        .lines()
        .find_map(|line| line.strip_prefix("202401,101,1,1350,1,"))
        .expect("the row of January");
    assert!(shown.starts_with("0.435483870"), "{shown}");
    let second: Vec<_> = found["w2.csv"].lines().skip(1).collect();
    assert_eq!(second.len(), 3);
    assert!(second[0].starts_with("202311,461,1,3000,1"), "{second:?}");
    assert!(
        second[1].starts_with("202312,461,1,2100,0.677419"),
        "{second:?}"
    );
    assert!(second[2].starts_with("202401,461,1,3100,1"), "{second:?}");
    assert_eq!(found["w3.csv"], "person_id\n3\n4\n");
    let fourth: Vec<_> = found["w4.csv"]
        .lines()
        .skip(1)
        .map(|line| line.splitn(5, ',').take(4).collect::<Vec<_>>().join(","))
        .collect();
    assert_eq!(
        fourth,
        [
            "201712,101,1,1",
            "202401,101,1,0",
            "202401,461,1,1",
            "202402,101,1,1",
            "202412,101,1,1"
        ]
    );
}

#[test]
fn answers_in_parquet_are_parquet() {
    for (name, text) in answers("parquet") {
        assert!(text.starts_with("PAR1") && text.ends_with("PAR1"), "{name}");
    }
}

#[test]
fn a_request_for_what_does_not_exist_says_what_does() {
    let book = Book::embedded();
    let register = Register::new();
    for (text, problem) in [
        (
            "[[table]]\nindicator = \"fisk\"\nevery = \"month\"\nfrom = 2020-01-01\nlast = 2020-12-31\nfile = \"a.csv\"\n",
            "there is no indicator \"fisk\"",
        ),
        (
            "[[table]]\nindicator = \"maalestok-w1\"\nby = [\"sex\"]\nevery = \"month\"\nfrom = 2020-01-01\nlast = 2020-12-31\nfile = \"a.csv\"\n",
            "mend `by`",
        ),
        (
            "[[list]]\npopulation = \"på(\"\non = 2020-01-01\nfile = \"a.csv\"\n",
            "mend \"på(\"",
        ),
        ("[[tabel]]\n", "unknown field"),
    ] {
        let file = register.file("request.toml", text);
        let refused = Request::read(&file, book.catalogue()).expect_err(problem);
        assert!(refused.to_string().contains(problem), "{refused}");
    }
}
