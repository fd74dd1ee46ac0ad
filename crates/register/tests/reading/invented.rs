//! The invented register follows the rulebook's schema, and is the same for the same seed.

use std::fmt::Write as _;
use std::fs;

use register::synth::{Invented, Wish, invent};
use register::{Known, Layout, Settings};

use rulebook::Book;
use sha2::{Digest as _, Sha256};

use crate::registers::Register;

fn wish(seed: u64) -> Wish {
    Wish {
        persons: 2_500,
        seed,
        shuffled: false,
        csv: false,
        further: true,
    }
}

fn invented(seed: u64) -> (Register, Invented) {
    let register = Register::new();
    let invented = invent(&wish(seed), register.path(), &mut |_| {}).expect("a register");
    (register, invented)
}

#[test]
fn every_row_passes_the_checks_of_the_rulebook() {
    let (register, invented) = invented(3);
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
    let layout =
        Layout::read(&register.path().join("register.toml"), Some(&known)).expect("a layout");
    let seen = register
        .read_with(&layout, &Settings::default())
        .expect("read");
    assert_eq!(seen.told, Vec::<String>::new());
    assert_eq!(seen.account.persons, 2_500);
    assert_eq!(seen.account.left_out, 0);
    assert!(
        seen.account.rows.iter().all(|rows| *rows > 0),
        "{:?}",
        seen.account.rows
    );
    assert_eq!(seen.account.rows[0], invented.spells as u64);
    let a_person = 10 * invented.spells / invented.persons;
    assert!(
        (110..140).contains(&a_person),
        "{a_person} spells for ten persons"
    );
    // Every track of the schema is there, in the schema's order.
    let (_, tracks) = &seen.persons[&1];
    assert_eq!(tracks.len(), registers.schema().tracks.len());
}

/// Measurements of years are compared on these rows. They are held as text, so that a Parquet library may pack them otherwise.
#[test]
fn the_register_of_the_yardstick_never_changes() {
    let register = Register::new();
    let wish = Wish {
        persons: 300,
        seed: 7,
        shuffled: false,
        csv: true,
        further: false,
    };
    invent(&wish, register.path(), &mut |_| {}).expect("a register");
    let hash = |name: &str| {
        let bytes = fs::read(register.path().join(name)).expect("a file");
        let digest = Sha256::digest(&bytes);
        digest.iter().fold(String::new(), |mut text, byte| {
            write!(text, "{byte:02x}").expect("text");
            text
        })
    };
    assert_eq!(
        hash("spells.csv"),
        "4536e55922e77203dd08ebf2ef68f90c57964feae6456572503ad6fd5e0bef7d"
    );
    assert_eq!(
        hash("persons.csv"),
        "7e9fdefc15317338f58f3ae52d9ebded7bbc61c2207a95a4afe0d2934128075b"
    );
    let layout = fs::read_to_string(register.path().join("register.toml")).expect("a layout");
    assert_eq!(layout, include_str!("../../src/synth/register.toml"));
}

#[test]
fn a_seed_gives_the_same_bytes_and_another_seed_others() {
    let ((one, _), (same, _), (other, _)) = (invented(5), invented(5), invented(6));
    let bytes =
        |register: &Register| fs::read(register.path().join("spells.parquet")).expect("a file");
    assert!(bytes(&one) == bytes(&same));
    assert!(bytes(&one) != bytes(&other));
    // A register of fewer persons begins with the same lives.
    let fewer = Wish {
        persons: 100,
        ..wish(5)
    };
    let small = Register::new();
    invent(&fewer, small.path(), &mut |_| {}).expect("a register");
    let layout = |register: &Register| {
        let text = r#"
            complete = false
            observed = { from = 2004-01-05, last = 2026-10-31 }
            [[tracks]]
            name = "residence"
            files = ["residence.parquet"]
            person = "person_id"
            start = "start"
            last = "end"
            [[tracks.columns]]
            name = "municipality"
            column = "muni"
            code = { list = "municipalities", codes = ["101-860"] }
        "#;
        register.read(text, &Settings::default()).expect("read")
    };
    let (small, whole) = (layout(&small), layout(&one));
    assert!(
        small
            .persons
            .iter()
            .all(|(id, person)| whole.persons[id] == *person)
    );
}
