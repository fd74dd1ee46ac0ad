//! What every page about figures has to say: words in both languages, public sources, faults, and what is made up.

use rulebook::Book;

use crate::invented::{book, day};

#[test]
fn every_indicator_has_words_in_both_languages_and_a_source() {
    let book = book();
    for version in book.catalogue().indicators() {
        let id = &version.id;
        assert!(version.title.en.is_some(), "{id}");
        assert!(!version.source.text.is_empty(), "{id}");
        let measures = version.measures.iter().map(|one| &one.title);
        let shown = version.shown.iter().flat_map(|one| [&one.title, &one.unit]);
        for text in measures.chain(shown) {
            assert!(text.en.is_some(), "{id}: {}", text.da);
        }
        for parameter in &version.parameters {
            assert!(!parameter.question.da.is_empty() && !parameter.value.is_empty());
        }
    }
}

#[test]
fn the_yardstick_is_marked_as_made_up_and_nothing_else_is() {
    let book = book();
    let catalogue = book.catalogue();
    for (id, path, invented) in catalogue
        .indicators()
        .iter()
        .map(|one| (&one.id, &one.path, one.invented))
        .chain(
            catalogue
                .populations()
                .iter()
                .map(|one| (&one.id, &one.path, one.invented)),
        )
    {
        assert_eq!(invented, path.ends_with("maalestok.md"), "{id}");
    }
}

#[test]
fn a_published_row_is_read_as_what_it_is_about() {
    let book = book();
    let catalogue = book.catalogue();
    let version = catalogue
        .indicator("fuldtidspersoner", day("2024-01-01"))
        .unwrap();
    let series = version.published.iter().find(|one| one.table == "y01a02");
    let series = series.unwrap();
    assert!(!series.source.verified);
    let names = |texts: &[&str]| {
        texts
            .iter()
            .map(|text| (*text).to_owned())
            .collect::<Vec<_>>()
    };
    let parts = |dimensions: &[&str], members: &[&str]| {
        let found = series.parts(&names(dimensions), &names(members))?;
        let part = |part: rulebook::indicators::PublishedPart| (part.breakdown, part.code);
        Some(found.into_iter().map(part).collect::<Vec<_>>())
    };
    let of = |breakdown: &str, code| (breakdown.to_owned(), code);
    assert_eq!(
        parts(&["Område"], &["Hele landet"]),
        Some(vec![of("benefit", 1)])
    );
    assert_eq!(
        parts(&["Område", "Køn"], &["Favrskov", "Kvinder"]),
        Some(vec![
            of("benefit", 1),
            of("municipality", 710),
            of("sex", 2)
        ])
    );
    assert_eq!(
        parts(&["Area"], &["Region Midtjylland"]),
        Some(vec![of("benefit", 1), of("region", 1082)])
    );
    // Nobody has said what these are, so the row is not taken for something it is not.
    assert_eq!(parts(&["Område"], &["Havnby"]), None);
    assert_eq!(parts(&["Sagsart"], &["Fleksjob"]), None);
    let measures = names(&["Antal personer", "Antal fuldtidspersoner"]);
    assert_eq!(series.number("fuldtidspersoner", &measures), Some(1));
    assert_eq!(series.number("pct-befolkningen", &measures), None);
    let woman = rulebook::indicators::PublishedPart {
        breakdown: "sex".to_owned(),
        code: 2,
    };
    assert_eq!(series.member(&woman).unwrap().1, "Kvinder");
}

#[test]
fn every_number_says_what_is_wrong_with_it() {
    let book = book();
    let catalogue = book.catalogue();
    for version in catalogue.indicators().iter().filter(|one| !one.invented) {
        assert!(!version.faults.is_empty(), "{}", version.id);
        assert!(
            version.method.ends_with('.'),
            "{}: {}",
            version.id,
            version.method
        );
        for fault in &version.faults {
            assert!(fault.en.is_some(), "{}: {}", version.id, fault.da);
        }
        for parameter in &version.parameters {
            let texts = [&parameter.question, &parameter.reason];
            assert!(
                texts.iter().all(|text| text.en.is_some()),
                "{}: {}",
                version.id,
                parameter.name
            );
        }
    }
}

#[test]
fn no_page_about_figures_names_our_own_notes() {
    let pages = Book::embedded_sources().into_iter();
    let mut read = 0;
    for page in pages.filter(|page| page.path.contains("/tal/")) {
        read += 1;
        for note in [
            "domain.md",
            "workloads.md",
            "dcr.md",
            "peers.md",
            "forskningsnote",
        ] {
            assert!(!page.text.contains(note), "{}: {note}", page.path);
        }
    }
    assert!(read >= 8);
}

#[test]
fn a_number_says_its_method_in_the_pages_words() {
    let book = book();
    let version = book.catalogue().indicator("ledige", day("2024-01-01"));
    let method = &version.unwrap().method;
    assert!(
        method.starts_with("Nettoledige er jobparate på dagpenge"),
        "{method}"
    );
    assert!(!method.contains("[[") && !method.contains('#'), "{method}");
}
