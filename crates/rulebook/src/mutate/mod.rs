//! Mutants: every rule of a model removed or altered in turn, to see whether some scenario notices.

mod events;
mod facts;
mod relations;

use std::ops::Range;
use std::sync::Arc;

use calendar::{Roll, Span};
use duties::{Deadline, Definition, Guard, Strength};

use crate::{EventText, ModelVersion};

/// A model with one rule removed or altered.
#[derive(Debug, Clone)]
pub struct Mutant {
    /// Stable name: the rule's id and what was done to it, for the list of excuses.
    pub id: String,
    /// What was done, in Danish.
    pub description: String,
    /// Byte range of the rule in the page.
    pub place: Range<usize>,
    /// What was altered.
    change: Change,
}

#[derive(Debug, Clone)]
enum Change {
    /// What the engine is given; it compiles.
    Definition(Definition),
    /// What an event says of facts, of the clock's fixed day, or of its form.
    Event(usize, Box<EventText>),
}

impl Mutant {
    /// The version with the change; the hash stays that of the page, so it stands where the page's own version would.
    ///
    /// `version`: the one the mutant was made of.
    pub fn of(&self, version: &ModelVersion) -> Arc<ModelVersion> {
        let mut altered = version.clone();
        match &self.change {
            Change::Definition(definition) => {
                altered.model = duties::Model::compile(definition.clone())
                    .expect("a mutant that does not compile was left out");
            }
            Change::Event(at, text) => altered.events[*at] = EventText::clone(text),
        }
        Arc::new(altered)
    }

    /// Whether it differs from the version it was made of.
    pub fn differs(&self, version: &ModelVersion) -> bool {
        match &self.change {
            Change::Definition(definition) => definition != version.model.definition(),
            Change::Event(at, text) => version.events[*at] != **text,
        }
    }
}

/// All mutants of a model, in page order: those of events and instances, those of what facts mean, those of relations.
///
/// What does not compile any more is left out: such a page would not load.
pub fn mutants(version: &ModelVersion) -> Vec<Mutant> {
    let mut bench = Bench {
        version,
        original: version.model.definition(),
        mutants: Vec::new(),
    };
    events::mutate(&mut bench);
    facts::mutate(&mut bench);
    relations::mutate(&mut bench);
    bench.mutants
}

/// Where mutants are made.
struct Bench<'a> {
    version: &'a ModelVersion,
    original: &'a Definition,
    mutants: Vec<Mutant>,
}

impl Bench<'_> {
    /// Keeps the mutant that `alter` makes, if it compiles and differs.
    fn add(
        &mut self,
        id: &str,
        what: &str,
        description: String,
        place: &Range<usize>,
        alter: impl FnOnce(&mut Definition),
    ) {
        let mut definition = self.original.clone();
        alter(&mut definition);
        if definition == *self.original || duties::Model::compile(definition.clone()).is_err() {
            return;
        }
        self.mutants.push(Mutant {
            id: format!("{id}: {what}"),
            description,
            place: place.clone(),
            change: Change::Definition(definition),
        });
    }

    /// Keeps the mutant with what an event says altered.
    fn reword(&mut self, at: usize, what: &str, words: &str, alter: impl FnOnce(&mut EventText)) {
        let original = &self.version.events[at];
        let mut text = original.clone();
        alter(&mut text);
        self.mutants.push(Mutant {
            id: format!("{}: {what}", original.id),
            description: format!("»{}«: {words}", original.title.da),
            place: original.place.clone(),
            change: Change::Event(at, Box::new(text)),
        });
    }
}

/// A guard with its opposite, and with each part of an `and` or `or` left out: name, words, guard.
fn guards(guard: &Guard) -> Vec<(String, &'static str, Option<Guard>)> {
    let mut altered = vec![
        ("guard-remove".to_owned(), "betingelsen fjernet", None),
        (
            "guard-negate".to_owned(),
            "betingelsen vendt om",
            Some(Guard::Not(Box::new(guard.clone()))),
        ),
    ];
    let join = if matches!(guard, Guard::Any(_)) {
        Guard::Any
    } else {
        Guard::All
    };
    let parts: &[Guard] = match guard {
        Guard::All(parts) | Guard::Any(parts) => parts,
        _ => &[],
    };
    for left_out in 0..parts.len() {
        let mut rest = parts.to_vec();
        rest.remove(left_out);
        altered.push((
            format!("guard-part-{}", left_out + 1),
            "et led i betingelsen fjernet",
            Some(join(rest)),
        ));
    }
    altered
}

/// A deadline altered in each of its three parts, and removed: name, words, deadline.
fn deadlines(deadline: Deadline) -> Vec<(&'static str, &'static str, Option<Deadline>)> {
    let shorter = one_day_shorter(deadline.within).map(|within| Deadline { within, ..deadline });
    let mut altered = vec![
        ("deadline-remove", "fristen fjernet", None),
        (
            "deadline-longer",
            "fristen én dag længere",
            Some(Deadline {
                within: one_day_longer(deadline.within),
                ..deadline
            }),
        ),
        (
            "deadline-strength",
            "fristens styrke ændret",
            Some(Deadline {
                strength: other_strength(deadline.strength),
                ..deadline
            }),
        ),
        (
            "deadline-roll",
            "fristens flytning fra fridage ændret",
            Some(Deadline {
                roll: match deadline.roll {
                    Roll::None => Roll::NextWorkingDay,
                    Roll::NextWorkingDay => Roll::None,
                },
                ..deadline
            }),
        ),
    ];
    if shorter.is_some() {
        altered.push(("deadline-shorter", "fristen én dag kortere", shorter));
    }
    altered
}

fn one_day_longer(span: Span) -> Span {
    match span.working_days {
        0 => Span {
            days: span.days.saturating_add(1),
            ..span
        },
        _ => Span {
            working_days: span.working_days.saturating_add(1),
            ..span
        },
    }
}

fn one_day_shorter(span: Span) -> Option<Span> {
    let (days, working_days) = (span.days.checked_sub(1), span.working_days.checked_sub(1));
    match (days, working_days) {
        (_, Some(working_days)) => Some(Span {
            working_days,
            ..span
        }),
        (Some(days), None) => Some(Span { days, ..span }),
        (None, None) => span.months.checked_sub(1).map(|months| Span {
            months,
            // One day less than the shortest month.
            days: 27,
            ..span
        }),
    }
}

/// Another strength, one that differs in what people see.
fn other_strength(strength: Strength) -> Strength {
    match strength {
        Strength::Must => Strength::Default,
        Strength::Default | Strength::Aim => Strength::Must,
    }
}
