//! Runs every scenario that stands beside the embedded pages.

use casework::scenario::run;
use rulebook::Book;
use rulebook::scenario::{Scenario, is_excuses};

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
        match Scenario::parse(&source) {
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
