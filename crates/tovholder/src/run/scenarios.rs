//! `rulebook test`: runs the scenarios beside the pages, and with `--mutate` asks whether they would notice a wrong rule.

use std::path::Path;
use std::process::ExitCode;

use casework::scenario::{self, Survivor};
use rulebook::scenario::{Excuse, Scenario, is_excuses};
use rulebook::{Book, ModelVersion, Source};

use super::books;
use crate::terminal;

/// Scenarios, and the mutants that need not be noticed.
struct Trials {
    scenarios: Vec<Scenario>,
    excuses: Vec<Excuse>,
    unreadable: usize,
}

pub(super) fn test(folder: Option<&Path>, mutate: bool) -> anyhow::Result<ExitCode> {
    let (book, files) = match folder {
        None => (Book::embedded(), Book::embedded_scenarios()),
        Some(folder) => match Book::load(&books::pages(folder)?) {
            Ok(book) => (book, books::files(folder, "toml")?),
            Err(problems) => {
                terminal::warn(&problems.render());
                return Ok(ExitCode::FAILURE);
            }
        },
    };
    if folder.is_some() && !super::modelling::is_sound(&book) {
        terminal::warn("Siderne kan ikke bruges; scenarierne er ikke kørt.");
        return Ok(ExitCode::FAILURE);
    }
    let trials = read(&files, &book);
    let mut failed = trials.unreadable;
    for scenario in &trials.scenarios {
        let failures = scenario::run(&book, scenario);
        failed += usize::from(!failures.is_empty());
        for failure in failures {
            terminal::say(&format!(
                "{}:{}: {}",
                scenario.path, failure.line, failure.message
            ));
        }
    }
    terminal::say(&format!(
        "{} scenarier, {failed} fejler.",
        trials.scenarios.len() + trials.unreadable
    ));
    if trials.scenarios.is_empty() && trials.unreadable == 0 {
        terminal::warn("Der er ingen scenarier (*.toml) at køre.");
        return Ok(ExitCode::FAILURE);
    }
    if failed > 0 {
        return Ok(ExitCode::FAILURE);
    }
    Ok(if mutate {
        try_mutants(&book, &trials)
    } else {
        ExitCode::SUCCESS
    })
}

fn read(files: &[Source], book: &Book) -> Trials {
    let mut trials = Trials {
        scenarios: Vec::new(),
        excuses: Vec::new(),
        unreadable: 0,
    };
    for file in files {
        let problems = if is_excuses(file) {
            Excuse::parse(file)
                .map(|mut excuses| trials.excuses.append(&mut excuses))
                .err()
        } else {
            Scenario::read(file, book)
                .map(|scenario| trials.scenarios.push(scenario))
                .err()
        };
        if let Some(problems) = problems {
            terminal::warn(&problems.render());
            trials.unreadable += 1;
        }
    }
    trials
}

/// Every mutant must fail a scenario or be excused, and every excuse must be needed.
fn try_mutants(book: &Book, trials: &Trials) -> ExitCode {
    let mut unnoticed = 0;
    let mut needed = Vec::new();
    for version in book.models() {
        let (tried, survivors) = scenario::mutants(book, version, &trials.scenarios);
        if tried > 0 && survivors.len() == tried {
            terminal::warn(&format!(
                "{} fra {}: ingen scenarier handler om denne udgave.",
                version.name, version.from
            ));
        }
        let mut excused = 0;
        for survivor in &survivors {
            let excuse = trials
                .excuses
                .iter()
                .find(|excuse| excuse.mutant == survivor.id);
            if let Some(excuse) = excuse {
                excused += 1;
                needed.push(excuse.mutant.as_str());
            } else {
                unnoticed += 1;
                tell(version, survivor);
            }
        }
        terminal::say(&format!(
            "{} fra {}: {tried} ændrede regler, {} opdaget, {excused} undskyldt, {} ikke opdaget.",
            version.name,
            version.from,
            tried - survivors.len(),
            survivors.len() - excused
        ));
    }
    let idle = trials
        .excuses
        .iter()
        .filter(|excuse| !needed.contains(&excuse.mutant.as_str()))
        .inspect(|excuse| {
            terminal::say(&format!(
                "undskyldningen for »{}« er ikke nødvendig mere.",
                excuse.mutant
            ));
        })
        .count();
    if unnoticed == 0 && idle == 0 {
        ExitCode::SUCCESS
    } else {
        ExitCode::FAILURE
    }
}

/// A rule that no scenario misses, with its line on the page.
fn tell(version: &ModelVersion, survivor: &Survivor) {
    let before = version.text.get(..survivor.place.start).unwrap_or_default();
    terminal::say(&format!(
        "{}:{}: {} ({})",
        version.path,
        before.matches('\n').count() + 1,
        survivor.description,
        survivor.id
    ));
}
