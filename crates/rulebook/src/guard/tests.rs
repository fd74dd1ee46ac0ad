//! The language of guards: what it reads, what it refuses and where, what it means, how it sounds.

use std::collections::BTreeMap;

use facts::FieldType;

use super::{GuardField, Together, Vocabulary, check, explain, together};

fn ids(ids: &[&str]) -> Vec<String> {
    ids.iter().map(|id| (*id).to_owned()).collect()
}

fn vocabulary() -> Vocabulary {
    let field = |id: &str, of: FieldType, words: &[&str]| GuardField {
        id: id.to_owned(),
        label: id.to_uppercase(),
        of,
        words: ids(words),
        codes: None,
    };
    Vocabulary {
        fields: vec![
            field(
                "udfald",
                FieldType::Choice(ids(&["ja", "nej", "uafklaret"])),
                &["Ja", "Nej", "Uafklaret"],
            ),
            field("antal", FieldType::Number, &[]),
            field("dag", FieldType::Day, &[]),
            field("fast", FieldType::Flag, &[]),
            field(
                "hjaelp",
                FieldType::Set(ids(&["mentor", "kursus"])),
                &["Mentor", "Kursus"],
            ),
            field("note", FieldType::Text, &[]),
        ],
        instances: vec![("forloeb".to_owned(), "Forløb".to_owned())],
        parameters: BTreeMap::from([
            ("graense".to_owned(), "3".to_owned()),
            ("svar".to_owned(), "ja".to_owned()),
        ]),
    }
}

/// What a guard says in Danish, or where its first fault is.
fn said(guard: &str) -> Result<String, (usize, usize)> {
    let vocabulary = vocabulary();
    check(guard, &vocabulary)
        .map(|checked| explain(&checked, &vocabulary))
        .map_err(|faults| (faults[0].place.start, faults[0].place.end))
}

#[test]
fn guards_are_said_in_danish() {
    for (guard, words) in [
        ("udfald = ja", "»UDFALD« er »Ja«"),
        ("udfald = $svar", "»UDFALD« er »Ja«"),
        ("antal > $graense", "»ANTAL« er over 3"),
        ("antal >= -1", "»ANTAL« er mindst -1"),
        ("dag < 2021-01-01", "»DAG« er under 2021-01-01"),
        ("fast", "»FAST« er ja"),
        ("fast = nej", "»FAST« er nej"),
        ("not fast", "ikke (»FAST« er ja)"),
        ("ikke kendt(dag)", "»DAG« er ukendt"),
        ("known(dag)", "»DAG« er kendt"),
        ("hjaelp contains mentor", "»HJAELP« omfatter »Mentor«"),
        ("hjaelp indeholder kursus", "»HJAELP« omfatter »Kursus«"),
        ("open(forloeb) = 0", "antallet af åbne »Forløb« er 0"),
        (
            "udfald in (ja, nej)",
            "»UDFALD« er »Ja« eller »UDFALD« er »Nej«",
        ),
        // `and` binds tighter than `or`.
        (
            "fast or antal = 1 and antal = 2",
            "»FAST« er ja eller (»ANTAL« er 1 og »ANTAL« er 2)",
        ),
        (
            "(fast eller antal = 1) og antal = 2",
            "(»FAST« er ja eller »ANTAL« er 1) og »ANTAL« er 2",
        ),
        ("not fast and fast", "ikke (»FAST« er ja) og »FAST« er ja"),
    ] {
        assert_eq!(said(guard).as_deref(), Ok(words), "{guard}");
    }
}

#[test]
fn faults_point_at_the_character() {
    for (guard, place) in [
        ("", (0, 0)),
        ("udfald =", (8, 8)),
        ("udfald ja", (7, 9)),
        ("udfald = ja og", (14, 14)),
        ("(udfald = ja", (12, 12)),
        ("udfald = ja)", (11, 12)),
        ("udfald § ja", (7, 9)),
        ("udfalt = ja", (0, 6)),
        ("antal = 1 and udfald = jo", (23, 25)),
        ("udfald > ja", (0, 6)),
        ("udfald", (0, 6)),
        ("hjaelp = mentor", (0, 6)),
        ("udfald contains ja", (0, 6)),
        ("note = x", (0, 4)),
        ("known(note)", (6, 10)),
        ("antal = mange", (8, 13)),
        ("dag = 3", (6, 7)),
        ("fast = 3", (7, 8)),
        ("open(forløb) = 0", (5, 12)),
        ("open(forloeb) = mange", (16, 21)),
        ("antal > $graensen", (8, 17)),
        ("antal = 99999999999999999999", (8, 28)),
    ] {
        assert_eq!(said(guard), Err(place), "{guard}");
    }
}

#[test]
fn every_fault_of_type_is_told() {
    let faults = check("udfalt = ja or antal = mange or note = x", &vocabulary()).unwrap_err();
    assert_eq!(faults.len(), 3, "{faults:?}");
}

#[test]
fn deep_nesting_is_refused_and_not_followed() {
    let deep = format!("{}fast{}", "(".repeat(100_000), ")".repeat(100_000));
    assert!(said(&deep).is_err());
    assert!(said(&"not ".repeat(100_000)).is_err());
    let fine = format!("{}fast{}", "(".repeat(50), ")".repeat(50));
    assert_eq!(said(&fine).as_deref(), Ok("»FAST« er ja"));
}

#[test]
fn whether_two_guards_can_hold_together_is_found_by_trying() {
    let vocabulary = vocabulary();
    let ask = |one: &str, other: &str| {
        let one = check(one, &vocabulary).unwrap();
        let other = check(other, &vocabulary).unwrap();
        together(Some(&one), Some(&other), &vocabulary)
    };
    for (one, other, expected) in [
        ("udfald = ja", "udfald = nej", Together::Never),
        ("udfald = ja", "udfald != nej", Together::Sometimes),
        ("antal > 3", "antal <= 3", Together::Never),
        ("antal > 3", "antal < 5", Together::Sometimes),
        ("antal > 3", "antal < 4", Together::Never),
        ("known(dag)", "not known(dag)", Together::Never),
        ("dag < 2021-01-01", "dag >= 2021-01-01", Together::Never),
        (
            "hjaelp contains mentor",
            "hjaelp contains kursus",
            Together::Sometimes,
        ),
        (
            "hjaelp contains mentor",
            "not hjaelp contains mentor",
            Together::Never,
        ),
        ("open(forloeb) = 0", "open(forloeb) > 0", Together::Never),
        ("fast", "udfald = ja", Together::Sometimes),
    ] {
        assert_eq!(ask(one, other), expected, "{one} | {other}");
        assert_eq!(ask(other, one), expected, "{other} | {one}");
    }
    let fast = check("fast", &vocabulary).unwrap();
    assert_eq!(
        together(None, Some(&fast), &vocabulary),
        Together::Sometimes
    );
}
