//! Every example of the page about typed lines is read with the pages that are built in.

use calendar::Day;
use figures::language::{Language, parse};
use rulebook::Book;

const PAGE: &str = include_str!("../../../../docs/figures-language.md");

/// The lines of the blocks that are marked as lines, and what the two tables show: the populations of the first as they
/// stand, the tests of the second inside `på(…)`.
fn examples() -> Vec<String> {
    let blocks = PAGE.split("```line\n").skip(1);
    let blocks = blocks.filter_map(|rest| rest.split("```").next());
    let mut lines: Vec<String> = blocks.flat_map(str::lines).map(str::to_owned).collect();
    lines.extend(first_cells("| dansk |", 0));
    let tests = first_cells("| to say |", 1);
    lines.extend(tests.into_iter().map(|test| format!("på({test})")));
    lines.push("på(ydelser.kommune = 101)".to_owned());
    lines.push(
        "med-huller(kontanthjælp, 28 dage, hvis sum(timer, løntimer, hullet) <= 10 timer)"
            .to_owned(),
    );
    assert!(
        PAGE.contains("på(ydelser.kommune = 101)") && PAGE.contains("sum(timer, løntimer, hullet)")
    );
    lines
}

/// What stands between backticks in one column of a table; single words of grammar and parts left open are no lines.
fn first_cells(head: &str, column: usize) -> Vec<String> {
    let table = PAGE.split(head).nth(1).expect("the page has the table");
    let rows = table.lines().skip(2).take_while(|row| row.starts_with('|'));
    let cells = rows.filter_map(|row| row.split('|').nth(column + 1));
    let spans = cells.flat_map(|cell| cell.split('`').skip(1).step_by(2));
    let whole = spans.filter(|span| {
        !span.contains('…') && !["og", "eller", "ikke", "lasts", "2025-01-01"].contains(span)
    });
    whole
        .map(|span| {
            span.replace("(X", "(kontanthjælp")
                .replace("blandt Y", "blandt på(ydelser:)")
        })
        .collect()
}

#[test]
fn every_example_of_the_page_is_read_with_the_built_in_pages() {
    let book = Book::embedded();
    let vocabulary = book.catalogue().vocabulary(Day::new(2026, 7, 1).unwrap());
    let examples = examples();
    assert!(examples.len() > 25, "{examples:?}");
    let faults: Vec<String> = examples
        .iter()
        .filter_map(|line| Some((line, parse(line, &vocabulary).err()?)))
        .map(|(line, faults)| faults[0].show(line, Language::Danish))
        .collect();
    assert!(faults.is_empty(), "{}", faults.join("\n\n"));
}

#[test]
fn suggestions_are_in_the_language_of_the_line_and_know_other_values() {
    let book = Book::embedded();
    let vocabulary = book.catalogue().vocabulary(Day::new(2026, 7, 1).unwrap());
    let told =
        |line: &str| parse(line, &vocabulary).expect_err("a fault")[0].show(line, Language::Danish);
    assert!(told("oprindelse = danmark").ends_with(
        "»danmark« er ingen værdi af Oprindelse; mente du »oprindelsesland = danmark«?"
    ));
    let sum = told("sum(minutter, løntimer, 12 måneder) >= 225 timer");
    assert!(!sum.contains("minutes"), "{sum}");
}
