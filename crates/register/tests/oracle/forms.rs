//! The order of the rows and the form of the files change nothing; faulty rows and missing values count nobody in by mistake.

use std::fs;
use std::path::Path;

use super::asked::{Asked, questions};
use super::catalogue::{Expected, hold};
use super::invented::{Invented, catalogue};

const PERSONS: i32 = 60;
const SEED: u64 = 2;

const SHARE_OF_COUNTRIES: &str = "oesteuropaeisk-baggrund";

/// A few indicators of different make.
const SOME: [&str; 3] = [
    "fuldtidspersoner",
    SHARE_OF_COUNTRIES,
    "selvforsoergelse-seks-maaneder",
];

fn asked(some: &[&str]) -> Vec<Asked> {
    let versions = catalogue().indicators().iter();
    let versions = versions.filter(|version| some.contains(&version.id.as_str()));
    versions.flat_map(questions).collect()
}

fn altered(alter: &dyn Fn(&Path, String) -> String) -> Invented {
    Invented::altered(PERSONS, SEED, alter)
}

fn as_text(layout: &str) -> String {
    layout
        .replace("spells.parquet", "spells.csv")
        .replace("persons.parquet", "persons.csv")
}

#[test]
fn shuffled_rows_and_rows_as_text_give_the_same_cells() {
    let plain = altered(&|_, layout| layout);
    let everybody = plain.histories();
    let expected = Expected::of(&everybody);
    hold(&plain, &asked(&SOME), &expected);
    let shuffled =
        altered(&|_, layout| layout.replace("spells.parquet", "spells_shuffled.parquet"));
    hold(&shuffled, &asked(&SOME), &expected);
    hold(
        &altered(&|_, layout| as_text(&layout)),
        &asked(&SOME),
        &expected,
    );
}

#[test]
fn whoever_has_a_faulty_row_is_left_out_of_every_cell_and_told() {
    let faulty = altered(&|folder, layout| {
        let spells = folder.join("spells.csv");
        let mut text = fs::read_to_string(&spells).expect("rows");
        // Ends before it begins; a code that does not exist; twice the same benefit on a day.
        text += "7,1,1,101,100,2025-05-05,2025-05-04\n";
        text += "8,99,1,101,100,2025-05-05,2025-05-06\n";
        text += "9,1,1,101,100,2025-05-05,2025-05-06\n9,1,1,101,50,2025-05-06,2025-05-07\n";
        fs::write(&spells, text).expect("rows");
        as_text(&layout)
    });
    let mut others = altered(&|_, layout| layout).histories();
    others.retain(|person| !(7..=9).contains(&person.persons[0]));
    let expected = Expected {
        left_out: 3,
        ..Expected::of(&others)
    };
    hold(&faulty, &asked(&SOME), &expected);
}

#[test]
fn whose_country_is_missing_is_in_no_share_of_countries_and_told() {
    let holes = altered(&|folder, layout| {
        let persons = folder.join("persons.csv");
        let text = fs::read_to_string(&persons).expect("rows");
        let lines = text.lines().enumerate().map(|(at, line)| {
            let country = line.rfind(',').expect("columns") + 1;
            if at > 0 && at % 3 == 0 {
                format!("{}\n", &line[..country])
            } else {
                format!("{line}\n")
            }
        });
        let text: String = lines.collect();
        fs::write(&persons, text).expect("rows");
        let country = "name = \"country\"\n";
        as_text(&layout).replace(country, &format!("{country}optional = true\n"))
    });
    let everybody = holes.histories();
    let missing = everybody.iter().filter(|person| {
        let attribute = catalogue().registers().schema().attribute("country");
        person.attribute(attribute.expect("the schema has it"))[0] == figures::MISSING
    });
    assert_eq!(missing.count(), 20);
    let expected = Expected {
        has_holes: true,
        ..Expected::of(&everybody)
    };
    hold(&holes, &asked(&[SHARE_OF_COUNTRIES]), &expected);
}
