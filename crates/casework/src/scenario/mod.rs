//! Runs the scenarios beside the rulebook pages: what is registered, and what must then be so.
//!
//! The format is `docs/rulebook-format.md` §6. A scenario's steps become facts of one invented citizen with one case and go
//! through the same folding as everybody's. Messages are Danish, for the people who write pages.

mod expect;
mod making;
mod mutants;
mod pairing;
mod record;
mod tell;

use std::collections::BTreeMap;
use std::sync::Arc;

use facts::{Fact, FactId, PlacementId};
use rulebook::scenario::{Item, Register, Scenario};
use rulebook::{Book, CalendarVersion, ModelVersion};

pub use mutants::{Survivor, mutants};

/// Something that is not as a scenario says.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Failure {
    /// Line in the scenario's file, from 1.
    pub line: usize,
    /// What was asked, and what was found; may have several lines.
    pub message: String,
}

/// Runs a scenario against the book, under each version it is about; nothing returned: all is as it says.
pub fn run(book: &Book, scenario: &Scenario) -> Vec<Failure> {
    let also = scenario
        .also
        .iter()
        .map(|day| book.model_on(&scenario.model, *day));
    std::iter::once(version_of(book, scenario))
        .chain(also)
        .flat_map(|version| run_in(book, version, scenario))
        .collect()
}

fn run_in(book: &Book, version: Option<&Arc<ModelVersion>>, scenario: &Scenario) -> Vec<Failure> {
    match version {
        Some(version) => run_under(book, version, scenario),
        None => vec![Failure {
            line: 1,
            message: format!(
                "der er ingen version af modellen »{}« på den dag, scenariet begynder",
                scenario.model
            ),
        }],
    }
}

/// The version a scenario is about: the one in force on its `version` day, or on the day of its first step.
pub fn version_of<'b>(book: &'b Book, scenario: &Scenario) -> Option<&'b Arc<ModelVersion>> {
    let first = || {
        scenario.items.iter().find_map(|item| match item {
            Item::Step(step) => step.on,
            Item::Expect(_) => None,
        })
    };
    book.model_on(&scenario.model, scenario.version.or_else(first)?)
}

/// Whether a scenario is about this version, be it as one of several.
pub(crate) fn is_about(book: &Book, scenario: &Scenario, version: &ModelVersion) -> bool {
    let also = scenario
        .also
        .iter()
        .filter_map(|day| book.model_on(&scenario.model, *day));
    version_of(book, scenario)
        .into_iter()
        .chain(also)
        .any(|own| own.hash == version.hash)
}

/// Runs a scenario with `model` standing where the version with its hash would: how mutants are tried.
pub fn run_under(book: &Book, model: &Arc<ModelVersion>, scenario: &Scenario) -> Vec<Failure> {
    let mut failures = Vec::new();
    for order in orders(&scenario.items) {
        failures = Run::new(book, model, scenario).items(&scenario.items, &order);
        if !failures.is_empty() {
            let told: Vec<usize> = order.iter().map(|at| at + 1).collect();
            let in_file: Vec<usize> = (1..=scenario.items.len()).collect();
            if told != in_file {
                for failure in &mut failures {
                    failure
                        .message
                        .push_str("\n  (når trinene med any-order står i en anden rækkefølge)");
                }
            }
            break;
        }
    }
    failures
}

/// The orders in which a scenario is tried: as in the file, and with each block of `any-order` steps turned in every way.
/// Blocks of more than five are only reversed and rotated.
fn orders(items: &[Item]) -> Vec<Vec<usize>> {
    let in_file: Vec<usize> = (0..items.len()).collect();
    let mut orders = vec![in_file.clone()];
    let is_free = |at: usize| matches!(&items[at], Item::Step(step) if step.any_order);
    let mut at = 0;
    while at < items.len() {
        let length = (at..items.len()).take_while(|at| is_free(*at)).count();
        for turned in turns(length).into_iter().skip(1) {
            let mut order = in_file.clone();
            for (place, offset) in turned.into_iter().enumerate() {
                order[at + place] = at + offset;
            }
            orders.push(order);
        }
        at += length.max(1);
    }
    orders
}

/// The permutations of a length, the unchanged one first.
fn turns(length: usize) -> Vec<Vec<usize>> {
    if length > 5 {
        let rotated = (0..length).map(|by| (0..length).map(|at| (at + by) % length).collect());
        return rotated
            .chain(std::iter::once((0..length).rev().collect()))
            .collect();
    }
    let mut all = vec![Vec::new()];
    for _ in 0..length {
        all = all
            .into_iter()
            .flat_map(|begun: Vec<usize>| {
                (0..length)
                    .filter(|next| !begun.contains(next))
                    .map(|next| [begun.as_slice(), &[next]].concat())
                    .collect::<Vec<_>>()
            })
            .collect();
    }
    all
}

/// One run of a scenario: the facts recorded so far, and the names it has given.
struct Run<'a> {
    book: &'a Book,
    model: Arc<ModelVersion>,
    calendar: Arc<CalendarVersion>,
    facts: Vec<Fact>,
    labels: BTreeMap<&'a str, FactId>,
    /// The fact that a label's step itself became, for `known-at`; a correction's differs from its root.
    recorded: BTreeMap<&'a str, FactId>,
    instances: Vec<&'a str>,
    last_day: Option<calendar::Day>,
    failures: Vec<Failure>,
}

impl<'a> Run<'a> {
    fn new(book: &'a Book, model: &Arc<ModelVersion>, scenario: &'a Scenario) -> Run<'a> {
        let mut run = Run {
            book,
            model: Arc::clone(model),
            calendar: Arc::clone(book.calendar()),
            facts: Vec::new(),
            labels: BTreeMap::new(),
            recorded: BTreeMap::new(),
            instances: Vec::new(),
            last_day: None,
            failures: Vec::new(),
        };
        run.open_if_nobody_does(&scenario.items);
        run
    }

    fn items(mut self, items: &'a [Item], order: &[usize]) -> Vec<Failure> {
        for at in order {
            match &items[*at] {
                Item::Step(step) => self.step(step),
                Item::Expect(expectation) => self.expectation(expectation),
            }
        }
        self.failures
    }

    fn step(&mut self, step: &'a Register) {
        let day = step.on.or(self.last_day);
        match self.entry(step) {
            Ok(entry) => {
                let fact = self.record(entry);
                if let Some(label) = &step.label {
                    self.labels.insert(label, fact.root());
                    self.recorded.insert(label, fact.id);
                }
            }
            Err(message) => self.fail(step.line, message),
        }
        self.last_day = day;
    }

    fn fail(&mut self, line: usize, message: String) {
        self.failures.push(Failure { line, message });
    }

    fn placement(&mut self, name: &'a str) -> PlacementId {
        let at = self.instances.iter().position(|known| *known == name);
        let at = at.unwrap_or_else(|| {
            self.instances.push(name);
            self.instances.len() - 1
        });
        PlacementId(at as u64 + 1)
    }
}
