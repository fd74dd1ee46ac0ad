//! Registers are read the same whatever their form, and every fault is told by its row.

mod register;

use ::register::synth::{Wish, invent};
use ::register::write::{Heading, Kind, ParquetFile, Values};
use ::register::{Fault, Layout, Settings};
use calendar::Day;
use figures::MISSING;
use register::{HEAD, LAYOUT, Register, Seen};

fn day(text: &str) -> i32 {
    text.parse::<Day>().expect("a day").epoch()
}

fn settings(threads: usize, batch: usize) -> Settings {
    Settings {
        threads,
        batch,
        ..Settings::default()
    }
}

/// An invented register in all its forms.
fn invented(persons: i32) -> Register {
    let register = Register::new();
    let wish = Wish {
        persons,
        seed: 7,
        shuffled: true,
        csv: true,
        further: true,
    };
    invent(&wish, register.path(), &mut |_| {}).expect("a register");
    register
}

/// The layout of the invented register with codes of its own, its spells in this file.
fn layout_of(spells: &str, persons: &str) -> String {
    include_str!("../src/synth/register.toml")
        .replace("spells.parquet", spells)
        .replace("persons.parquet", persons)
        .replace(
            "column = \"sex\"",
            "column = \"sex\"\ncode = { list = \"sex\", codes = [\"1-2\"] }",
        )
        .replace(
            "column = \"origin\"",
            "column = \"origin\"\ncode = { list = \"origin\", codes = [\"0-3\"] }",
        )
        .replace(
            "column = \"country\"",
            "column = \"country\"\ncode = { list = \"countries\", codes = [\"1-99\"] }",
        )
        .replace(
            "column = \"benefit\"",
            "column = \"benefit\"\ncode = { list = \"benefits\", codes = [\"1-14\"] }",
        )
        .replace(
            "column = \"category\"",
            "column = \"category\"\ncode = { list = \"categories\", codes = [\"0-4\"] }",
        )
        .replace(
            "column = \"muni\"",
            "column = \"muni\"\ncode = { list = \"municipalities\", codes = [\"101-860\"] }",
        )
}

/// What does not depend on the form of the files.
fn essence(mut seen: Seen) -> Seen {
    seen.account.rows.clear();
    seen
}

#[test]
fn form_order_threads_and_batches_change_nothing() {
    let register = invented(3_000);
    let sorted = layout_of("spells.parquet", "persons.parquet");
    let expected = essence(register.read(&sorted, &settings(1, 1 << 16)).expect("read"));
    assert_eq!(expected.account.persons, 3_000);
    assert_eq!(expected.account.left_out, 0);
    assert!(expected.disjoint);
    for (threads, batch) in [(1, 100), (2, 1_000), (3, 64), (2, 1 << 16)] {
        for layout in [
            sorted.clone(),
            layout_of("spells_shuffled.parquet", "persons.parquet"),
            layout_of("spells.csv", "persons.csv"),
            layout_of("spells.csv", "persons.parquet"),
        ] {
            let seen = register.read(&layout, &settings(threads, batch));
            assert!(
                essence(seen.expect("read")) == expected,
                "{threads} {batch} {layout}"
            );
        }
    }
}

#[test]
fn what_exceeds_the_memory_setting_lies_in_a_file() {
    let register = invented(2_000);
    let layout = layout_of("spells_shuffled.parquet", "persons.parquet");
    let plenty = register.read(&layout, &settings(2, 2_000)).expect("read");
    let little = Settings {
        memory: 100_000,
        ..settings(2, 2_000)
    };
    assert!(register.read(&layout, &little).expect("read") == plenty);
}

fn spells(rows: &[(i32, i32, i32, &str, &str)]) -> Vec<Values> {
    let column = |of: &dyn Fn(&(i32, i32, i32, &str, &str)) -> i32| {
        Values::Numbers(rows.iter().map(of).collect())
    };
    vec![
        column(&|row| row.0),
        column(&|row| row.1),
        column(&|row| row.2),
        column(&|row| day(row.3)),
        column(&|row| day(row.4)),
    ]
}

fn headings() -> Vec<Heading> {
    vec![
        Heading::new("person_id", Kind::Number),
        Heading::new("benefit", Kind::Short),
        Heading::new("degree", Kind::Short),
        Heading::new("start", Kind::Day),
        Heading::new("end", Kind::Day),
    ]
}

#[test]
fn persons_that_straddle_row_groups_and_files_are_whole() {
    let register = Register::new();
    let rows: Vec<_> = (0..40)
        .map(|at| (1 + at / 13, 1, 100, 2_000 + at))
        .collect();
    for (file, part) in rows.chunks(20).enumerate() {
        let path = register.path().join(format!("part-{file}.parquet"));
        let mut written = ParquetFile::create(&path, headings()).expect("a file");
        for group in part.chunks(3) {
            let numbers = |of: &dyn Fn(&(i32, i32, i32, i32)) -> i32| {
                Values::Numbers(group.iter().map(of).collect())
            };
            let start = |row: &(i32, i32, i32, i32)| day("2004-01-05") + 2 * (row.3 - 2_000);
            let columns = [
                numbers(&|row| row.0),
                numbers(&|row| row.1),
                numbers(&|row| row.2),
                numbers(&start),
                numbers(&start),
            ];
            written.rows(&columns).expect("rows");
        }
        written.finish().expect("written");
    }
    let layout = LAYOUT.replace("\"spells.csv\"", "\".\"");
    for threads in 1..4 {
        let seen = register.read(&layout, &settings(threads, 1)).expect("read");
        let lengths: Vec<_> = seen
            .persons
            .values()
            .map(|person| person.1[0].len())
            .collect();
        assert_eq!(lengths, [13, 13, 13, 1]);
        assert_eq!(seen.account.rows, [40]);
    }
}

#[test]
fn a_group_that_is_not_sorted_is_sorted_first() {
    let register = Register::new();
    let path = register.path().join("spells.parquet");
    let mut file = ParquetFile::create(&path, headings()).expect("a file");
    let rows = [
        (2, 1, 100, "2020-02-01", "2020-02-29"),
        (1, 1, 100, "2020-03-01", "2020-03-31"),
        (2, 1, 50, "2020-01-01", "2020-01-31"),
        (1, 2, 100, "2020-01-01", "2020-01-31"),
    ];
    file.rows(&spells(&rows)).expect("rows");
    file.finish().expect("written");
    let layout = LAYOUT.replace("spells.csv", "spells.parquet");
    let seen = register.read(&layout, &settings(2, 10)).expect("read");
    assert_eq!(seen.account.faults.len(), 0, "{:?}", seen.told);
    let starts: Vec<_> = seen.persons[&2].1[0].iter().map(|row| row[0]).collect();
    assert_eq!(starts, [day("2020-01-01"), day("2020-02-01")]);
    assert_eq!(seen.persons[&1].1[0].len(), 2);
}

#[test]
fn csv_is_read_in_the_forms_that_offices_write() {
    let row = |separator: &str, end: &str| {
        ["7", "2", "50", "2020-01-01", "2020-01-31"].join(separator) + end
    };
    let expected = vec![vec![day("2020-01-01"), day("2020-02-01"), 2, 50]];
    let forms: Vec<(&str, Vec<u8>)> = vec![
        ("plain", format!("{HEAD}{}", row(",", "\n")).into_bytes()),
        ("no line feed at the end", format!("{HEAD}{}", row(",", "")).into_bytes()),
        (
            "byte-order mark, semicolon, CRLF",
            format!("\u{feff}{}\r\n{}", HEAD.trim().replace(',', ";"), row(";", "\r\n")).into_bytes(),
        ),
        (
            "quotes, blanks, empty lines",
            format!("\"person_id\", benefit ,degree,start,end\n\n7, 2 ,\"50\",\"2020-01-01\",2020-01-31\n\n").into_bytes(),
        ),
        (
            "Danish days",
            format!("{HEAD}7,2,50,01-01-2020,31.01.2020\n").into_bytes(),
        ),
        (
            "other columns, with a line feed in one",
            b"note,person_id,benefit,degree,start,end\n\"a,\nb\",7,2,50,20200101,31/01/2020\n".to_vec(),
        ),
        (
            "a head in Windows-1252",
            b"person_id;benefit;degree;start;end;\xe6\xf8\xe5\n7;2;50;2020-01-01;2020-01-31;x\xe5\n".to_vec(),
        ),
    ];
    for (name, text) in forms {
        let seen = Register::spells(&text);
        assert_eq!(seen.told, Vec::<String>::new(), "{name}");
        assert_eq!(seen.persons[&7].1[0], expected, "{name}");
    }
}

#[test]
fn every_fault_is_told_by_its_row_and_its_person_left_out() {
    let good = "1,1,100,2020-01-01,2020-01-31\n";
    let cases = [
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
        ("2,1,100,2020-01-01\n", Fault::Day, "row 2, column start"),
        (
            "2,1,100,2020-01-01,2020-01-31,9\n",
            Fault::Value,
            "row 2, column",
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
    for (rows, fault, text) in cases {
        let seen = Register::spells(format!("{HEAD}{good}{rows}"));
        let told = seen.told.join("\n");
        // A misfitting line may be refused for whichever column is told first.
        if !text.ends_with("column") && !text.ends_with("start") {
            assert!(told.starts_with(&format!("spells.csv, {text}")), "{told}");
            assert!(seen.account.faults.contains_key(&(0, fault)), "{told}");
        }
        assert!(told.starts_with("spells.csv, row"), "{told}");
        assert_eq!(seen.account.left_out, 1, "{told}");
        assert_eq!(seen.persons.keys().collect::<Vec<_>>(), [&1], "{told}");
        assert!(told.contains("; "), "a remedy: {told}");
    }
    let seen = Register::spells(format!("{HEAD}{good}x,1,100,2020-01-01,2020-01-31\n"));
    assert_eq!(seen.told.len(), 1);
    assert!(
        seen.told[0].contains("row 2: no person's id"),
        "{:?}",
        seen.told
    );
    assert_eq!((seen.account.left_out, seen.account.persons), (0, 1));
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
fn overlaps_are_kept_or_held_to_full_time() {
    let text = format!(
        "{HEAD}1,1,80,2020-01-01,2020-01-31\n1,2,50,2020-01-11,2020-02-10\n1,6,100,2020-01-21,2020-01-25\n"
    );
    let register = Register::new();
    register.file("spells.csv", &text);
    let keep = LAYOUT.replace("others = \"refuse\"", "others = \"keep\"");
    let seen = register.read(&keep, &settings(1, 10)).expect("read");
    assert_eq!((seen.persons[&1].1[0].len(), seen.disjoint), (3, false));
    let cap = LAYOUT.replace(
        "others = \"refuse\"",
        "others = \"cap\", weight = \"degree\", most = 100, by = \"benefit\", priority = [6, 1, 2]",
    );
    let seen = register.read(&cap, &settings(1, 10)).expect("read");
    let rows: Vec<_> = seen.persons[&1].1[0].clone();
    let row = |start, end, benefit, degree| vec![day(start), day(end), benefit, degree];
    assert_eq!(
        rows,
        [
            row("2020-01-01", "2020-01-21", 1, 80),
            row("2020-01-11", "2020-01-21", 2, 20),
            row("2020-01-21", "2020-01-26", 6, 100),
            row("2020-01-26", "2020-02-01", 1, 80),
            row("2020-01-26", "2020-02-01", 2, 20),
            row("2020-02-01", "2020-02-11", 2, 50),
        ]
    );
}

#[test]
fn wide_integers_nulls_and_folders_with_values_are_read() {
    let register = Register::new();
    for benefit in [1, 2] {
        let folder = register.path().join(format!("benefit={benefit}"));
        std::fs::create_dir(&folder).expect("a folder");
        let headings = vec![
            Heading::new("person_id", Kind::Sum),
            Heading::new("degree", Kind::Short).nullable(),
            Heading::new("start", Kind::Day),
            Heading::new("end", Kind::Day).nullable(),
        ];
        let mut file = ParquetFile::create(&folder.join("a.parquet"), headings).expect("a file");
        let start = day("2020-01-01") + 40 * benefit;
        file.rows(&[
            Values::Sums(vec![10_000_000_001, 10_000_000_002]),
            Values::Numbers(vec![MISSING, 40]),
            Values::Numbers(vec![start, start]),
            Values::Numbers(vec![start + 9, if benefit == 2 { MISSING } else { start }]),
        ])
        .expect("rows");
        file.finish().expect("written");
    }
    let layout = LAYOUT
        .replace("\"spells.csv\"", "\".\"")
        .replace("last = \"end\"", "last = \"end\"\nopen-end = true")
        .replace(
            "column = \"degree\"",
            "column = \"degree\"\noptional = true",
        );
    for threads in 1..3 {
        let seen = register.read(&layout, &settings(threads, 1)).expect("read");
        assert_eq!(seen.told, Vec::<String>::new());
        let one = &seen.persons[&10_000_000_001].1[0];
        assert_eq!(one[0][2..], [1, MISSING]);
        assert_eq!(one[1][2..], [2, MISSING]);
        let other = &seen.persons[&10_000_000_002].1[0];
        assert_eq!(other[1][1..], [day("2026-06-29"), 2, 40]);
    }
}

#[test]
fn files_that_are_no_registers_are_refused_with_a_remedy() {
    let register = invented(50);
    let whole = std::fs::read(register.path().join("spells.parquet")).expect("a file");
    register.file("truncated.parquet", &whole[..whole.len() / 2]);
    register.file("garbage.parquet", vec![0x50; 1 << 16]);
    register.file("empty.csv", "");
    register.file("strange.csv", "a;b;c\n1;2;3\n");
    register.file(
        "endless.csv",
        [HEAD.as_bytes(), &vec![b'7'; 3 << 20]].concat(),
    );
    for (file, problem) in [
        ("truncated.parquet", "is damaged"),
        ("garbage.parquet", "is damaged"),
        ("empty.csv", "has no head line"),
        ("strange.csv", "does not have exactly one column person_id"),
        ("endless.csv", "has a line of more than"),
        ("nothing.parquet", "cannot be opened"),
        ("nothing.csv", "cannot be read"),
    ] {
        let layout = LAYOUT.replace("spells.csv", file);
        let refused = register.read(&layout, &settings(2, 100)).expect_err(file);
        assert!(refused.starts_with(file), "{refused}");
        assert!(refused.contains(problem), "{refused}");
        assert!(refused.contains("; "), "{refused}");
    }
    let strings = LAYOUT
        .replace("spells.csv", "spells.parquet")
        .replace("column = \"degree\"", "column = \"grade\"");
    let refused = register
        .read(&strings, &settings(1, 100))
        .expect_err("a column");
    assert!(
        refused.contains("has no column grade, only person_id, benefit"),
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
        refused.contains("the memory setting is too small"),
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
        assert!(refused.to_string().contains(problem), "{refused}");
    }
}
