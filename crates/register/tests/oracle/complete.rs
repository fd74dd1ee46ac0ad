//! Whether the invented register has everything that the rulebook's indicators ask for, at about the levels of the country.

use std::collections::BTreeSet;

use figures::{Cube, MISSING, Measure, Outcome, Query};
use rulebook::indicators::{How, IndicatorVersion};

use super::asked::questions;
use super::invented::{Invented, catalogue};

#[test]
fn every_track_and_column_of_the_schema_is_written_and_read() {
    let invented = Invented::new(2_000, 1);
    let schema = catalogue().registers().schema();
    let people = invented.histories();
    for (at, track) in schema.tracks.iter().enumerate() {
        let rows: usize = people.iter().map(|one| one.tracks[at].start.len()).sum();
        assert!(rows > 50, "{}: {rows} rows", track.name);
        for (place, column) in track.columns.iter().enumerate() {
            let values = people.iter().flat_map(|one| &one.tracks[at].columns[place]);
            let values: BTreeSet<i32> = values.copied().collect();
            let told = !values.contains(&MISSING) && values.len() > 1;
            assert!(told, "{}: {}: {values:?}", track.name, column.name);
        }
    }
    for (at, attribute) in schema.attributes.iter().enumerate() {
        let values = people.iter().map(|one| one.attributes[at][0]);
        let values: BTreeSet<i32> = values.collect();
        let told = !values.contains(&MISSING) && values.len() > 1;
        assert!(told, "{}: {values:?}", attribute.name);
    }
}

/// A quotient of measures in the last period that is known, in per cent.
fn per_cent(version: &IndicatorVersion, cube: &Cube, shown: &str) -> i64 {
    let shown = version.shown.iter().find(|one| one.id == shown);
    let Some(How::Over { of, over }) = shown.map(|shown| &shown.how) else {
        panic!("{} shows no such share", version.id);
    };
    let row = cube.rows.last().expect("a known period");
    let number = |id: &str| row.numbers[version.measure(id).expect("a measure")];
    100 * number(of) / number(over)
}

/// What shares are about, in per cent: from the plan and the minutes that the pages name, where they say, and wide around it.
const LEVELS: [(&str, &str, std::ops::RangeInclusive<i64>); 12] = [
    ("aktiveringsgrad", "grad", 12..=35),
    ("fokusmaal-samtaler", "andel-uden", 1..=19),
    ("fokusmaal-tilbud", "andel-uden", 5..=29),
    ("tidlige-samtaler", "andel", 60..=95),
    ("tidlige-tilbud", "andel", 60..=95),
    ("soegbart-cv", "andel", 25..=75),
    ("oesteuropaeisk-baggrund", "andel", 4..=16),
    ("ukrainere-i-arbejde", "andel", 55..=90),
    ("selvforsoergelse-182", "andel", 20..=80),
    ("fleksjob-timer", "en-til-fem", 20..=50),
    ("fleksjob-timer", "over-ti", 20..=50),
    ("fleksjob-progression", "op", 20..=60),
];

#[test]
fn no_indicator_is_empty_and_shares_are_about_those_of_the_country() {
    let invented = Invented::new(20_000, 1);
    let versions = catalogue().indicators();
    let asked: Vec<_> = versions.iter().map(questions).collect();
    let queries: Vec<Query> = (asked.iter().flatten())
        .map(|one| Query::Cube(one.indicator.clone()))
        .collect();
    let (cubes, account) = invented.count(&queries);
    assert_eq!(account.left_out, 0);
    let mut levels = 0;
    for (one, cube) in asked.iter().flatten().zip(&cubes) {
        let version = &one.version;
        let name = &one.name;
        for (place, measure) in one.indicator.measures.iter().enumerate() {
            let counted: i64 = cube.rows.iter().map(|row| row.numbers[place]).sum();
            assert!(counted > 0 || is_untold(measure), "{name}: {place}");
        }
        for at in 0..one.indicator.by.len() {
            let mut members = cube.rows.iter().map(|row| row.members[at]);
            assert!(members.any(|member| member != MISSING), "{name}");
        }
        let is_plain = one.indicator.by.is_empty();
        for (_, shown, level) in LEVELS
            .iter()
            .filter(|(id, ..)| is_plain && *id == version.id)
        {
            let share = per_cent(version, cube, shown);
            assert!(level.contains(&share), "{name}: {shown}: {share} per cent");
            levels += 1;
        }
    }
    assert!(levels >= LEVELS.len());
}

/// Whether a measure counts what cannot be told yet: a period with such exits is unknown as a whole, unless values are missing.
fn is_untold(measure: &Measure) -> bool {
    let outcome = Outcome::Untold;
    matches!(measure, Measure::Followed { outcome: one, .. } if *one == outcome)
}
