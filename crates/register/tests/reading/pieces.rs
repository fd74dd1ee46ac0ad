//! A sorted CSV file read in many pieces says what it says when it is read as one, faults and all.

use std::fmt::Write as _;

use register::Settings;

use crate::registers::{HEAD, LAYOUT, Register, Seen, settings};

/// So few rows a batch that a file is cut every few lines.
const PIECES: usize = 1;
/// So many that it is not cut at all.
const WHOLE: usize = 1 << 16;

fn layout() -> String {
    LAYOUT.replace("others = \"refuse\"", "others = \"keep\"")
}

/// Three hundred persons with a few spells each; every seventh row as `odd` says.
fn rows(odd: impl Fn(i32) -> Option<String>) -> String {
    let mut text = String::new();
    for person in 1..=300 {
        for spell in 0..=(person % 4) {
            let number = 4 * person + spell;
            let plain = format!("{person},2,50,201{spell}-01-01,201{spell}-12-31");
            let row = odd(number).filter(|_| number % 7 == 0).unwrap_or(plain);
            writeln!(text, "{row}").expect("a string");
        }
    }
    text
}

fn same(text: &str) -> Seen {
    let register = Register::new();
    register.file("spells.csv", format!("{HEAD}{text}"));
    let read = |settings: &Settings| register.read(&layout(), settings).expect("read");
    let whole = read(&settings(1, WHOLE));
    for threads in 1..4 {
        let pieces = read(&settings(threads, PIECES));
        assert_eq!(pieces.told, whole.told);
        // Whether a batch has overlaps depends on which rows are in it.
        let account = pieces.account == whole.account;
        assert!(
            account && pieces.persons == whole.persons,
            "{threads} threads"
        );
    }
    whole
}

#[test]
fn persons_that_straddle_pieces_are_whole() {
    let seen = same(&rows(|_| None));
    assert_eq!(seen.persons.len(), 300);
    assert_eq!(seen.persons[&7].1[0].len(), 4);
}

#[test]
fn faults_are_told_by_their_rows() {
    let faulty = same(&rows(|number| {
        Some(match number % 5 {
            0 => "x,2,50,2010-01-01,2010-12-31".to_owned(),
            1 => format!("{},2,500,2010-01-01,2010-12-31", number / 4),
            2 => format!("{},2,50,2010-13-01,2010-12-31", number / 4),
            3 => format!("{},2,50", number / 4),
            _ => format!("{},,50,2010-01-01,2010-12-31", number / 4),
        })
    }));
    assert!(faulty.told.len() > 50, "{:?}", faulty.told);
    assert!(faulty.account.left_out > 50, "{:?}", faulty.account);
    let row = |told: &String| -> u64 {
        let number = told.split("row ").nth(1).expect("a row");
        let digits = number.split(|sign: char| !sign.is_ascii_digit());
        digits
            .clone()
            .next()
            .expect("a number")
            .parse()
            .expect("a number")
    };
    let lines: Vec<u64> = faulty.told.iter().map(row).collect();
    assert!(lines.is_sorted(), "{lines:?}");
    assert!(*lines.last().expect("a row") > 600, "{lines:?}");
}

#[test]
fn what_is_not_sorted_after_all_is_sorted() {
    // Two neighbours change places, or a person comes back at the very end of a piece or of the file.
    for at in [40, 350, 700] {
        let text = rows(|_| None);
        let mut lines: Vec<&str> = text.lines().collect();
        let moved = lines.remove(at);
        lines.insert(at + 9, moved);
        let seen = same(&(lines.join("\n") + "\n"));
        assert_eq!(seen.persons.len(), 300);
        assert_eq!(seen.account.faulty(), 0);
    }
    let text = rows(|_| None) + "1,3,50,2020-01-01,2020-12-31\n";
    assert_eq!(same(&text).persons[&1].1[0].len(), 3);
}

#[test]
fn a_line_feed_within_quotes_cuts_no_row() {
    let register = Register::new();
    let mut text = String::from("note,person_id,benefit,degree,start,end\n");
    for person in 1..200 {
        writeln!(
            text,
            "\"one\n{person},1,1,1,2010-01-01,2010-12-31\n{person}, two\n\",{person},2,50,2010-01-01,2010-12-31"
        )
        .expect("a string");
    }
    register.file("spells.csv", text);
    for threads in 1..4 {
        let seen = register
            .read(&layout(), &settings(threads, PIECES))
            .expect("read");
        assert_eq!(seen.told, Vec::<String>::new());
        assert_eq!(seen.persons.len(), 199);
        assert!(
            seen.persons
                .values()
                .all(|person| person.1[0][0][2..] == [2, 50])
        );
    }
}
