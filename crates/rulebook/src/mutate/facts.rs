//! Mutants of what lies between facts and events: which facts satisfy an event and what they bring, what the clock does
//! on a fixed day, what carries on from before the case, what the form asks for.

use super::Bench;
use crate::FactGuard;

pub(super) fn mutate(bench: &mut Bench<'_>) {
    for at in 0..bench.version.events.len() {
        satisfiers(bench, at);
        fixed_day(bench, at);
        brought(bench, at);
    }
}

fn satisfiers(bench: &mut Bench<'_>, at: usize) {
    let count = bench.version.events[at].satisfied_by.len();
    for nth in 0..count {
        // One way of saying it needs no number.
        let number = if count > 1 {
            format!("-{}", nth + 1)
        } else {
            String::new()
        };
        if count > 1 {
            let what = format!("is{number}-remove");
            bench.reword(at, &what, "én slags hændelse tæller ikke", |text| {
                text.satisfied_by.remove(nth);
            });
        }
        let Some(when) = &bench.version.events[at].satisfied_by[nth].when else {
            continue;
        };
        for (what, words, altered) in guards(when) {
            let what = format!("is{number}-{what}");
            bench.reword(at, &what, words, |text| {
                text.satisfied_by[nth].when = altered;
            });
        }
    }
}

/// A guard over a fact with its opposite, and with each part of its joins left out: name, words, guard.
fn guards(guard: &FactGuard) -> Vec<(String, &'static str, Option<FactGuard>)> {
    let mut altered = vec![
        (
            "when-remove".to_owned(),
            "enhver hændelse af slagsen tæller",
            None,
        ),
        (
            "when-negate".to_owned(),
            "de modsatte hændelser tæller",
            Some(FactGuard::Not(Box::new(guard.clone()))),
        ),
    ];
    let mut parts = Vec::new();
    without_part(guard, &|guard| guard, &mut parts);
    for (nth, rest) in parts.into_iter().enumerate() {
        altered.push((
            format!("when-part-{}", nth + 1),
            "et led i »when« fjernet",
            Some(rest),
        ));
    }
    altered
}

/// The guard with each part of each join in it left out; `around` puts a part back into the whole.
fn without_part(
    guard: &FactGuard,
    around: &dyn Fn(FactGuard) -> FactGuard,
    found: &mut Vec<FactGuard>,
) {
    let (parts, join): (_, fn(Vec<FactGuard>) -> FactGuard) = match guard {
        FactGuard::All(parts) => (parts, FactGuard::All),
        FactGuard::Any(parts) => (parts, FactGuard::Any),
        FactGuard::Not(_) | FactGuard::Compare(..) | FactGuard::Known(_) => return,
    };
    for at in 0..parts.len() {
        let mut rest = parts.clone();
        rest.remove(at);
        found.push(around(join(rest)));
    }
    for (at, part) in parts.iter().enumerate() {
        let inner = |altered| {
            let mut all = parts.clone();
            all[at] = altered;
            around(join(all))
        };
        without_part(part, &inner, found);
    }
}

fn fixed_day(bench: &mut Bench<'_>, at: usize) {
    if let Some(day) = bench.version.events[at].on_day {
        for (what, words, day) in [
            ("on-day-remove", "sker ikke på sin faste dag", None),
            ("on-day-later", "sker en dag senere", Some(day.plus(1))),
            ("on-day-earlier", "sker en dag før", Some(day.plus(-1))),
        ] {
            bench.reword(at, what, words, |text| text.on_day = day);
        }
    }
    if bench.version.events[at].carries_on {
        let words = "tæller ikke fra før sagen";
        bench.reword(at, "carries-on-remove", words, |text| {
            text.carries_on = false;
        });
    }
}

fn brought(bench: &mut Bench<'_>, at: usize) {
    let text = &bench.version.events[at];
    let copies: Vec<String> = text
        .copies
        .iter()
        .map(|copied| bench.version.fields[copied.field].id.clone())
        .collect();
    for (nth, field) in copies.iter().enumerate() {
        let what = format!("copies-{field}-remove");
        let words = format!("»{field}« kommer ikke fra hændelsen");
        bench.reword(at, &what, &words, |text| {
            text.copies.remove(nth);
        });
    }
    for field in text.required_fields.clone() {
        let what = format!("must-answer-{field}-remove");
        let words = format!("»{field}« skal ikke besvares");
        bench.reword(at, &what, &words, |text| {
            text.required_fields.retain(|id| *id != field);
        });
    }
}
