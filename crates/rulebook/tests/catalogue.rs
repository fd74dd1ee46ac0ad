//! The embedded pages about figures load, and say what they should.

#![expect(clippy::unwrap_used, reason = "a test stops at the first surprise")]

use calendar::Day;
use rulebook::Book;

fn day(text: &str) -> Day {
    text.parse().unwrap()
}

#[test]
fn the_embedded_catalogue_loads() {
    let book = match Book::load(&Book::embedded_sources()) {
        Ok(book) => book,
        Err(problems) => panic!("{}", problems.render()),
    };
    let catalogue = book.catalogue();
    assert!(catalogue.indicators().len() >= 3);
    let registers = catalogue.registers();
    assert_eq!(registers.list("municipalities").unwrap().codes.len(), 98);
    let today = day("2024-06-01");
    for indicator in catalogue.indicators() {
        assert!(!indicator.source.text.is_empty(), "{}", indicator.id);
        let by: Vec<&str> = indicator.by.iter().map(String::as_str).collect();
        let periods = figures::Periods::months(today.epoch(), today.epoch(), 1);
        indicator.asked(registers, &by, periods).unwrap();
    }
}
