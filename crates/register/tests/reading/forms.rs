//! A register is read the same whatever its form, its order, the threads and the batches.

use figures::MISSING;
use register::Settings;
use register::write::{Heading, Kind, ParquetFile, Values};

use crate::registers::{
    HEAD, LAYOUT, Register, Seen, day, headings, invented, layout_of, settings, spells,
};

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
            let numbers = |of: fn(&(i32, i32, i32, i32)) -> i32| {
                Values::Numbers(group.iter().map(of).collect())
            };
            let start = |row: &(i32, i32, i32, i32)| day("2004-01-05") + 2 * (row.3 - 2_000);
            let columns = [
                numbers(|row| row.0),
                numbers(|row| row.1),
                numbers(|row| row.2),
                numbers(start),
                numbers(start),
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
            b"\"person_id\", benefit ,degree,start,end\n\n7, 2 ,\"50\",\"2020-01-01\",2020-01-31\n\n".to_vec(),
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
fn csv_may_stand_in_folders_that_name_a_value_and_hold_days_alone() {
    let register = Register::new();
    for (benefit, rows) in [
        (1, "1,100,2020-01-01\n2,50,2020-02-01\n"),
        (2, "1,40,2020-03-01\n"),
    ] {
        let file = format!("rows/benefit={benefit}/part-{benefit}.CSV");
        register.file(&file, format!("person_id,degree,day\n{rows}"));
    }
    // What a program keeps for itself, or has not finished, is no part of the table.
    register.file("rows/_SUCCESS.csv", "");
    register.file("rows/.part-3.csv", "half");
    register.file("rows/read me.txt", "no table");
    let layout = LAYOUT
        .replace("\"spells.csv\"", "\"rows\"")
        .replace("start = \"start\"\nlast = \"end\"", "on = \"day\"");
    for threads in 1..3 {
        let seen = register.read(&layout, &settings(threads, 1)).expect("read");
        assert_eq!(seen.told, Vec::<String>::new());
        let one = |on: &str, benefit, degree| vec![day(on), day(on) + 1, benefit, degree];
        assert_eq!(
            seen.persons[&1].1[0],
            [one("2020-01-01", 1, 100), one("2020-03-01", 2, 40)]
        );
        assert_eq!(seen.persons[&2].1[0], [one("2020-02-01", 1, 50)]);
    }
}
