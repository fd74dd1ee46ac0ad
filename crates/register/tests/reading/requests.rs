//! The example of the yardstick, worked by hand: definitions from the rulebook's pages, rows from a file, answers in files.

use std::collections::BTreeMap;

use register::request::Request;
use rulebook::Book;
use tables::Language;

use crate::registers::Register;
use crate::runs::Run;

pub(crate) const REQUEST: &str = include_str!("../../../../benches/figures/request.toml");

pub(crate) const SPELLS: &str = "\
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

pub(crate) const PERSONS: &str = "\
person_id,birth_date,sex,origin,country
1,1980-05-01,1,0,1
2,1970-01-01,2,0,1
3,1990-07-15,1,0,1
4,1995-12-31,2,0,1
";

fn answers(format: &str) -> BTreeMap<String, String> {
    let run = Run::of(SPELLS, PERSONS, REQUEST, None, format);
    assert_eq!((run.account.persons, run.account.left_out), (4, 0));
    let names = run.written.iter().map(|one| one.file.clone());
    names
        .map(|name| {
            let text = String::from_utf8_lossy(&run.bytes(&name)).into_owned();
            (name, text)
        })
        .collect()
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
            "[[table]] 1: there is no indicator fisk",
        ),
        (
            "[[table]]\nindicator = \"maalestok-w1\"\nby = [\"sex\"]\nevery = \"month\"\nfrom = 2020-01-01\nlast = 2020-12-31\nfile = \"a.csv\"\n",
            "mend `by`",
        ),
        (
            "[[list]]\npopulation = \"på(\"\non = 2020-01-01\nfile = \"a.csv\"\n",
            "mend “på(”",
        ),
        ("[[tabel]]\n", "unknown field"),
    ] {
        let file = register.file("request.toml", text);
        let refused = Request::read(&file, book.catalogue(), None).expect_err(problem);
        let told = refused.told(Language::English);
        assert!(told.contains(problem), "{told}");
        assert!(told.contains("; "), "a remedy: {told}");
        let danish = refused.to_string();
        assert!(danish != told, "{danish}");
    }
}
