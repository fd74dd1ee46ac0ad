//! Runs every scenario that stands beside the embedded pages.

use casework::scenario::{mutants, run};
use rulebook::Book;
use rulebook::scenario::{Excuse, Scenario, is_excuses};

#[test]
fn every_embedded_scenario_holds() {
    let book = Book::embedded();
    let mut wrong = Vec::new();
    let mut count = 0;
    for source in Book::embedded_scenarios() {
        if is_excuses(&source) {
            continue;
        }
        count += 1;
        match Scenario::read(&source, &book) {
            Err(problems) => wrong.push(format!("{}\n{problems:#?}", source.path)),
            Ok(scenario) => {
                for failure in run(&book, &scenario) {
                    wrong.push(format!(
                        "{}:{} {}\n{}",
                        source.path, failure.line, scenario.title, failure.message
                    ));
                }
            }
        }
    }
    assert!(count >= 30, "only {count} scenarios are embedded");
    assert!(
        wrong.is_empty(),
        "{} of the expectations in {count} scenarios do not hold:\n\n{}",
        wrong.len(),
        wrong.join("\n\n")
    );
}

#[test]
fn every_altered_rule_is_noticed_or_excused() {
    let book = Book::embedded();
    let (mut scenarios, mut excuses) = (Vec::new(), Vec::new());
    for source in Book::embedded_scenarios() {
        if is_excuses(&source) {
            excuses.extend(Excuse::parse(&source).expect("excuses can be read"));
        } else {
            scenarios.push(Scenario::read(&source, &book).expect("scenarios can be read"));
        }
    }
    let (mut tried, mut unnoticed, mut needed) = (0, Vec::new(), Vec::new());
    for version in book.models() {
        let (count, survivors) = mutants(&book, version, &scenarios);
        tried += count;
        for survivor in survivors {
            if excuses.iter().any(|excuse| excuse.mutant == survivor.id) {
                needed.push(survivor.id);
            } else {
                unnoticed.push(format!("{}: {}", version.from, survivor.id));
            }
        }
    }
    assert!(unnoticed.is_empty(), "no scenario notices {unnoticed:#?}");
    assert!(tried > 1_000, "only {tried} mutants");
    excuses.retain(|excuse| !needed.contains(&excuse.mutant));
    assert!(excuses.is_empty(), "nothing needs {excuses:?}");
}
