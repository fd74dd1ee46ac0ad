//! Every fault is told by its row with a remedy, and what is no register is refused.

use figures::MISSING;
use register::write::{ParquetFile, Values};
use register::{Fault, Layout, Settings};
use tables::Language;

use crate::registers::{
    HEAD, LAYOUT, Register, day, headings, invented, layout_of, settings, spells,
};

/// Rows, the fault in them, and how it is told.
const CASES: [(&str, Fault, &str); 13] = [
    (
        "2,1,100,2020-02-01,2020-01-31\n",
        Fault::Reversed,
        "row 2: the spell ends before it begins",
    ),
    (
        "2,4,100,2020-01-01,2020-01-31\n",
        Fault::Value,
        "row 2, column benefit: the value is not allowed (4)",
    ),
    (
        "2,1,101,2020-01-01,2020-01-31\n",
        Fault::Value,
        "row 2, column degree: the value is not allowed (101)",
    ),
    (
        "2,1,10x,2020-01-01,2020-01-31\n",
        Fault::Value,
        "row 2, column degree: the value is not allowed (not readable)",
    ),
    (
        "2,,100,2020-01-01,2020-01-31\n",
        Fault::Missing,
        "row 2, column benefit: the value is missing",
    ),
    (
        "2,1,100,2004-01-04,2020-01-31\n",
        Fault::Day,
        "row 2, column start: the day is not allowed (2004-01-04)",
    ),
    (
        "2,1,100,2020-01-01,2026-06-29\n",
        Fault::Day,
        "row 2, column end: the day is not allowed (2026-06-29)",
    ),
    (
        "2,1,100,2020-02-30,2020-03-31\n",
        Fault::Day,
        "row 2, column start: the day is not allowed (not readable)",
    ),
    (
        "2,1,100,2020-01-01,\n",
        Fault::Missing,
        "row 2, column end: the value is missing",
    ),
    (
        "2,1,100,2020-01-01\n",
        Fault::Misfit,
        "row 2: the row has not as many fields as the head",
    ),
    (
        "2,1,100,2020-01-01,2020-01-31,9\n",
        Fault::Misfit,
        "row 2: the row has not as many fields as the head",
    ),
    (
        "2,1,100,2020-01-01,2020-01-31\n2,1,100,2020-01-31,2020-02-29\n",
        Fault::OverlapSame,
        "row 3: shares a day with a spell of the same sort",
    ),
    (
        "2,1,100,2020-01-01,2020-01-31\n2,2,100,2020-01-15,2020-01-16\n",
        Fault::OverlapOther,
        "row 3: shares a day with another spell",
    ),
];

#[test]
fn every_fault_is_told_by_its_row_and_its_person_left_out() {
    let good = "1,1,100,2020-01-01,2020-01-31\n";
    for (rows, fault, text) in CASES {
        let seen = Register::spells(format!("{HEAD}{good}{rows}"));
        let told = seen.told.join("\n");
        assert!(told.starts_with(&format!("spells.csv, {text}")), "{told}");
        assert!(seen.account.faults.contains_key(&(0, fault)), "{told}");
        assert_eq!(seen.account.left_out, 1, "{told}");
        let lines = rows.lines().count() as u64 + 1;
        assert_eq!(seen.account.rows, [lines], "{told}");
        assert_eq!(seen.persons.keys().collect::<Vec<_>>(), [&1], "{told}");
        assert!(told.contains("; "), "a remedy: {told}");
    }
    let seen = Register::spells(format!("{HEAD}{good}x,1,100,2020-01-01,2020-01-31\n"));
    assert_eq!(seen.told.len(), 1);
    assert!(
        seen.told[0]
            .contains("row 2, column person_id: the person's id is missing or is no whole number"),
        "{:?}",
        seen.told
    );
    assert_eq!((seen.account.left_out, seen.account.persons), (0, 1));
    assert_eq!(seen.account.nameless(), 1);
}

#[test]
fn a_fault_in_parquet_is_told_by_its_row_too() {
    let register = Register::new();
    let path = register.path().join("spells.parquet");
    let mut file = ParquetFile::create(&path, headings()).expect("a file");
    let rows = [
        (1, 1, 100, "2020-01-01", "2020-01-31"),
        (2, 9, 100, "2020-01-01", "2020-01-31"),
        (2, 1, 100, "2020-03-01", "2020-03-31"),
        (3, 1, 100, "2020-03-01", "2020-02-01"),
    ];
    file.rows(&spells(&rows[..3])).expect("rows");
    file.rows(&spells(&rows[3..])).expect("rows");
    file.finish().expect("written");
    let layout = LAYOUT.replace("spells.csv", "spells.parquet");
    for threads in 1..3 {
        let seen = register.read(&layout, &settings(threads, 1)).expect("read");
        assert_eq!(seen.persons.len(), 1);
        assert_eq!(seen.account.left_out, 2);
        assert!(
            seen.told[0].starts_with("spells.parquet, row 2, column benefit"),
            "{:?}",
            seen.told
        );
        assert!(
            seen.told[1].starts_with("spells.parquet, row 4: the spell ends"),
            "{:?}",
            seen.told
        );
    }
}

#[test]
fn persons_are_checked_against_their_table() {
    let register = Register::new();
    register.file(
        "spells.csv",
        format!("{HEAD}1,1,100,2020-01-01,2020-01-31\n9,1,100,2020-01-01,2020-01-31\n"),
    );
    register.file(
        "persons.csv",
        "id;born\n1;1980-02-29\n3;1970-01-01\n3;1971-01-01\n4;\n5;1990-01-01\n",
    );
    let layout = LAYOUT.replace("complete = false", "")
        + r#"
[persons]
files = ["persons.csv"]
person = "id"

[[persons.columns]]
name = "birth"
column = "born"
day = { from = 1900-01-01, last = 2026-06-28 }
"#;
    let seen = register.read(&layout, &settings(2, 10)).expect("read");
    assert_eq!(seen.persons.keys().collect::<Vec<_>>(), [&1, &5]);
    assert_eq!(seen.persons[&1].0, [day("1980-02-29")]);
    assert_eq!(seen.account.left_out, 3);
    let faults: Vec<_> = seen.account.faults.keys().copied().collect();
    assert_eq!(
        faults,
        [(0, Fault::Unknown), (1, Fault::Missing), (1, Fault::Twice)]
    );
    let open = layout.replace("column = \"born\"", "column = \"born\"\noptional = true");
    let seen = register
        .read(&("complete = false\n".to_owned() + &open), &settings(1, 10))
        .expect("read");
    assert_eq!(seen.persons[&4].0, [MISSING]);
    assert_eq!(seen.persons[&9].0, [MISSING]);
}

#[test]
fn a_row_of_nobody_takes_nobody_with_it() {
    let register = Register::new();
    register.file(
        "spells.csv",
        format!("{HEAD}1,1,100,2020-01-01,2020-01-31\n10,1,100,2020-01-01,2020-01-31\n"),
    );
    let layout = LAYOUT.replace("complete = false", "")
        + r#"
[persons]
files = ["persons.csv"]
person = "id"
"#;
    for nobody in ["x", ""] {
        register.file("persons.csv", format!("id;born\n1;\n10;\n{nobody};\n"));
        let seen = register.read(&layout, &settings(1, 10)).expect("read");
        assert_eq!(seen.persons.keys().collect::<Vec<_>>(), [&1, &10]);
        let faults: Vec<_> = seen.account.faults.keys().copied().collect();
        assert_eq!(faults, [(1, Fault::NoPerson)], "{nobody:?}");
    }
    // A row of nobody between two of the same person hides nothing.
    register.file("persons.csv", "id;born\n1;\nx;\n1;\n10;\n");
    let seen = register.read(&layout, &settings(1, 10)).expect("read");
    assert_eq!(seen.persons.keys().collect::<Vec<_>>(), [&10]);
    assert!(seen.account.faults.contains_key(&(1, Fault::Twice)));
}

#[test]
fn files_that_are_no_registers_are_refused_with_a_remedy() {
    let register = invented(50);
    let whole = std::fs::read(register.path().join("spells.parquet")).expect("a file");
    register.file("truncated.parquet", &whole[..whole.len() / 2]);
    register.file("garbage.parquet", vec![0x50; 1 << 16]);
    register.file("empty.csv", "");
    register.file("strange.csv", "a;b;c\n1;2;3\n");
    register.file("unicode.csv", b"\xff\xfep\0e\0r\0");
    register.file("code=x/spells.csv", "person_id,degree,start,end\n");
    register.file(
        "endless.csv",
        [HEAD.as_bytes(), &vec![b'7'; 3 << 20]].concat(),
    );
    for (file, problem) in [
        ("truncated.parquet", "is cut short or is no Parquet"),
        ("garbage.parquet", "is cut short or is no Parquet"),
        ("empty.csv", "has no head line"),
        ("strange.csv", "does not have exactly one column person_id"),
        ("endless.csv", "has a line of more than"),
        ("unicode.csv", "is written in UTF-16"),
        ("nothing.parquet", "there is no such file"),
        ("nothing.csv", "there is no such file"),
    ] {
        let layout = LAYOUT.replace("spells.csv", file);
        let refused = register.read(&layout, &settings(2, 100)).expect_err(file);
        assert!(refused.starts_with(file), "{refused}");
        assert!(refused.contains(problem), "{refused}");
        assert!(refused.contains("; "), "{refused}");
    }
    let folder = LAYOUT
        .replace("spells.csv", "code=x")
        .replace("column = \"benefit\"", "column = \"code\"");
    let refused = register
        .read(&folder, &settings(1, 100))
        .expect_err("a folder");
    assert!(
        refused.contains("the folder code=x names no whole number"),
        "{refused}"
    );
    let strings = LAYOUT
        .replace("spells.csv", "spells.parquet")
        .replace("column = \"degree\"", "column = \"grade\"");
    let refused = register
        .read(&strings, &settings(1, 100))
        .expect_err("a column");
    assert!(
        refused.contains("does not have exactly one column grade, but person_id, benefit"),
        "{refused}"
    );
}

#[test]
fn damaged_bytes_within_a_file_are_refused_or_told() {
    let register = invented(300);
    let whole = std::fs::read(register.path().join("spells.parquet")).expect("a file");
    let layout = layout_of("broken.parquet", "persons.parquet");
    for at in (4..whole.len() - 12).step_by(whole.len() / 60) {
        let mut broken = whole.clone();
        broken[at] ^= 0x55;
        register.file("broken.parquet", broken);
        // Whatever comes of it, it is an answer and not a crash.
        drop(register.read(&layout, &settings(2, 500)));
    }
}

#[test]
fn one_person_with_more_rows_than_memory_is_refused() {
    let register = Register::new();
    let path = register.path().join("spells.parquet");
    let mut file = ParquetFile::create(&path, headings()).expect("a file");
    let first = day("2004-01-05");
    let starts: Vec<i32> = (0..8_000).map(|at| first + at).collect();
    let constant = |value: i32| Values::Numbers(vec![value; starts.len()]);
    file.rows(&[
        constant(1),
        constant(1),
        constant(100),
        Values::Numbers(starts.clone()),
        Values::Numbers(starts.clone()),
    ])
    .expect("rows");
    file.finish().expect("written");
    let layout = LAYOUT.replace("spells.csv", "spells.parquet");
    let seen = register.read(&layout, &settings(2, 100)).expect("read");
    assert_eq!(seen.persons[&1].1[0].len(), 8_000);
    // Until a person's rows end, a thread has to hold them all.
    let little = Settings {
        memory: 20_000,
        ..settings(2, 100)
    };
    let refused = register
        .read(&layout, &little)
        .expect_err("too little memory");
    assert!(
        refused.contains("--memory tillader 20000; sæt --memory op"),
        "{refused}"
    );
}

#[test]
fn a_layout_that_makes_no_sense_says_so() {
    let folder = tempfile::TempDir::new().expect("a folder");
    for (from, to, problem) in [
        (
            "start = \"start\"",
            "",
            "says not clearly where its days stand",
        ),
        (
            "\"1-3\"",
            "\"3-1\"",
            "is neither a code nor a range of codes",
        ),
        ("last = 2026-06-28", "last = 2003-06-28", "holds no day"),
        (
            "same = [\"benefit\"]",
            "same = [\"fish\"]",
            "which the table lacks",
        ),
        ("number = {", "numbers = {", "unknown field"),
        (
            "others = \"refuse\"",
            "others = \"cap\"",
            "`overlap` is not clear",
        ),
    ] {
        let text = LAYOUT.replace(from, to);
        assert_ne!(text, LAYOUT);
        let refused =
            Layout::parse(&text, &folder.path().join("register.toml"), None).expect_err(problem);
        let told = refused.told(Language::English);
        assert!(told.contains(problem), "{told}");
        assert!(refused.to_string() != told, "{refused}");
    }
}
