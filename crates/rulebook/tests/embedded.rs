//! The pages compiled into the program load, and say what they should.

use rulebook::Book;

#[test]
fn the_embedded_pages_load() {
    match Book::load(&Book::embedded_sources()) {
        Ok(book) => assert!(!book.models().is_empty(), "no model is embedded"),
        Err(problems) => panic!("{}", problems.render()),
    }
}
