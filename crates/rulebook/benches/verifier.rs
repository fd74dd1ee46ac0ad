//! How long it takes to load the embedded pages, and to look for deadlocks, dead events and stuck duties in each model.

use rulebook::{Book, Limits};

fn main() {
    divan::main();
}

#[divan::bench]
fn load_the_embedded_pages(bencher: divan::Bencher<'_, '_>) {
    bencher.bench_local(Book::embedded);
}

#[divan::bench(args = [0, 1], sample_count = 5)]
fn verify_a_version(bencher: divan::Bencher<'_, '_>, version: usize) {
    let book = Book::embedded();
    let model = std::sync::Arc::clone(&book.models()[version]);
    bencher.bench_local(|| {
        let found = model.verify(Limits::default());
        assert!(
            found.report.is_finished(),
            "the limit is too low for this model"
        );
        found
    });
}
