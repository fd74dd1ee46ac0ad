//! Every parameter of a page about figures changes the answer at its boundary: invented histories that stand exactly on it,
//! counted with the page's answer and with another.

use std::collections::BTreeSet;

use figures::{Answer, Periods, Query};
use rulebook::indicators::{Asked, Quotient, Verdict};
use rulebook::{Book, Parameter};

use self::cases::{Ask, CASH, Case, EFFORT, LIMITS, cases};
use crate::invented::{answer_in, book, day, epoch, lives, setting_until};

mod cases;

/// The embedded pages with the parameter's value changed under its heading.
fn changed(page: (&str, &str), edits: &[(&str, &str, &str)]) -> Book {
    let mut pages = Book::embedded_sources();
    let found = pages.iter_mut().find(|one| one.path.ends_with(page.0));
    let text = &mut found.unwrap().text;
    let heading = text.find(page.1).unwrap();
    for (parameter, old, new) in edits {
        let parameter = format!("id = \"{parameter}\"\n");
        let at = heading + text[heading..].find(&parameter).unwrap();
        let old = format!("value = \"{old}\"");
        let at = at + text[at..].find(&old).unwrap();
        text.replace_range(at..at + old.len(), &format!("value = \"{new}\""));
    }
    match Book::load(&pages) {
        Ok(book) => book,
        Err(problems) => panic!("{}", problems.render()),
    }
}

fn counted(book: &Book, case: &Case) -> i64 {
    let catalogue = book.catalogue();
    let registers = catalogue.registers();
    let histories = lives(registers, &[case.born], case.told);
    let setting = setting_until(registers, "2027-12-31");
    let answer = |query| answer_in(&setting, registers, query, &histories);
    match case.ask {
        Ask::Measure(indicator, measure, on) => {
            let version = catalogue.indicator(indicator, day(on)).unwrap();
            let month = Periods::months(epoch(on), epoch(on), 1);
            let query = version.asked(registers, &[], month).unwrap();
            let Answer::Cube(cube) = answer(Query::Cube(query)) else {
                panic!("a cube");
            };
            assert!(cube.unknown_periods.is_empty(), "{indicator}");
            let at = version.measure(measure).unwrap();
            cube.rows.first().map_or(0, |row| row.numbers[at])
        }
        Ask::Persons(population, on) => {
            let version = catalogue.population(population, day(on)).unwrap();
            let query = Query::List {
                population: version.population.clone(),
                day: epoch(on),
            };
            let Answer::List(list) = answer(query) else {
                panic!("a list");
            };
            i64::try_from(list.persons.len()).unwrap()
        }
    }
}

#[test]
fn every_parameter_changes_the_answer_at_its_boundary() {
    for case in cases() {
        let with: Vec<_> = case.with.into_iter().collect();
        let page = changed(case.page, &with);
        let (old, new) = case.values;
        let other = [with.clone(), vec![(case.parameter, old, new)]].concat();
        let other = changed(case.page, &other);
        let found = (counted(&page, &case), counted(&other, &case));
        assert_eq!(found, case.counted, "{} {}", case.page.1, case.parameter);
    }
}

#[test]
fn the_threshold_is_that_of_the_day() {
    let book = book();
    let case = |on, from: &'static str| {
        let mut case = cases().remove(1);
        case.ask = Ask::Measure("fokusmaal-tilbud", "uden", on);
        assert_eq!(from, case.parameter);
        case
    };
    let before = Case {
        told: &[
            ("benefits", &[(0, "2019-09-01", "2021-12-31", CASH)]),
            ("wage-hours", &[(0, "2020-06-01", "2020-06-30", &[6_000])]),
        ],
        ..case("2020-12-31", "loentimer")
    };
    let after = Case {
        told: before.told,
        ..case("2021-01-31", "loentimer")
    };
    assert_eq!((counted(&book, &before), counted(&book, &after)), (1, 0));
}

/// A judgement with exactly the share of its boundary.
fn concluded(book: &Book, judgement: &str, on: &str) -> Verdict {
    let found = book.catalogue().judgement(judgement, day(on)).unwrap();
    found.conclude(&|asked| {
        let (above, below) = match asked {
            Asked::Series(_) => (1, 1),
            Asked::Shown { indicator, shown } => match (indicator.as_str(), shown.as_str()) {
                ("offentlig-forsoergelse", _) => (2, 1),
                ("fokusmaal-samtaler", _) => (20, 100),
                ("fokusmaal-tilbud", _) => (29, 100),
                (_, "foerste") => (1, 1),
                _ => (75, 100),
            },
        };
        Some(Quotient { above, below })
    })
}

#[test]
fn a_judgement_changes_at_its_boundary() {
    let page = book();
    let other = |heading, parameter| changed((EFFORT, heading), &[(parameter, ">=", ">")]);
    let strict = other("{judgement = \"skaerpet-tilsyn\"", "ikke-naaet");
    let verdict = |book| concluded(book, "skaerpet-tilsyn", "2024-12-31");
    assert_eq!(
        (verdict(&page), verdict(&strict)),
        (Verdict::Holds, Verdict::HoldsNot)
    );
    let strict = other("{judgement = \"tidlig-indsats\"", "overholdt");
    let verdict = |book| concluded(book, "tidlig-indsats", "2026-12-31");
    assert_eq!(
        (verdict(&page), verdict(&strict)),
        (Verdict::Holds, Verdict::HoldsNot)
    );
}

#[test]
fn no_parameter_is_left_untried() {
    let book = book();
    let catalogue = book.catalogue();
    let mut left: BTreeSet<(String, String)> = BTreeSet::new();
    let mut add = |path: &str, parameters: &[Parameter]| {
        for one in parameters {
            left.insert((path.to_owned(), one.name.clone()));
        }
    };
    for one in catalogue.indicators() {
        add(&format!("{}#{}", one.path, one.id), &one.parameters);
    }
    for one in catalogue.populations() {
        add(&format!("{}#{}", one.path, one.id), &one.parameters);
    }
    for case in cases() {
        let shared = case.page.1 == LIMITS;
        left.retain(|(place, name)| {
            let (path, id) = place.split_once('#').unwrap();
            let here = shared || case.page.1.contains(&format!("\"{id}\""));
            !(path.ends_with(case.page.0) && here && name == case.parameter)
        });
    }
    assert_eq!(left, BTreeSet::new());
    let judged = catalogue.judgements().iter();
    let judged: BTreeSet<_> = judged
        .flat_map(|one| {
            one.parameters
                .iter()
                .map(|parameter| parameter.name.as_str())
        })
        .collect();
    assert_eq!(judged, BTreeSet::from(["ikke-naaet", "overholdt"]));
}
