//! The pages compiled into the program load, and say what they should.

use rulebook::scenario::{Excuse, Scenario, is_excuses};
use rulebook::{Book, Limits, Problems};

#[test]
fn the_embedded_pages_load() {
    match Book::load(&Book::embedded_sources()) {
        Ok(book) => assert!(!book.models().is_empty(), "no model is embedded"),
        Err(problems) => panic!("{}", problems.render()),
    }
}

#[test]
fn the_embedded_scenarios_can_be_read() {
    let book = Book::embedded();
    let mut problems = Problems::default();
    let mut count = 0;
    for source in Book::embedded_scenarios() {
        let found = if is_excuses(&source) {
            Excuse::parse(&source).map(|_| ())
        } else {
            count += 1;
            Scenario::read(&source, &book).map(|_| ())
        };
        if let Err(found) = found {
            problems.0.extend(found.0);
        }
    }
    assert!(problems.0.is_empty(), "{}", problems.render());
    assert!(count > 0, "no scenario is embedded");
}

#[test]
fn the_embedded_pages_give_no_warnings() {
    // What is meant all the same is judged on the page itself, with a reason (`[[judged]]`).
    let book = Book::embedded();
    let warnings = book.warnings();
    assert!(warnings.0.is_empty(), "{}", warnings.render());
}

// The program starts on the embedded pages without examining them (`Book::with`): here is where they are examined.
#[test]
fn the_embedded_models_cannot_get_stuck() {
    for version in Book::embedded().models() {
        let found = version.verify(Limits::default());
        assert!(found.problems.0.is_empty(), "{}", found.problems.render());
        assert!(found.report.is_finished(), "{:?}", found.report.runs);
    }
}
