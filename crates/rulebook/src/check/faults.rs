//! What the engine finds wrong, at its place on the page.

use std::ops::Range;

use duties::Fault;

use crate::page::{Report, Sink};

/// Where the engine's positions stand on the page.
#[derive(Debug)]
pub(crate) struct Places {
    pub(crate) page: Range<usize>,
    pub(crate) events: Vec<Range<usize>>,
    pub(crate) relations: Vec<Range<usize>>,
}

/// Tells the engine's faults.
pub(crate) fn faults(sink: &Sink, found: &[Fault], places: &Places) {
    for fault in found {
        let (place, why) = match fault {
            Fault::Relation { relation, why } => (places.relations.get(*relation), danish(why)),
            Fault::Event { event, why } => (places.events.get(*event), danish(why)),
            other => (None, other.to_string()),
        };
        let place = place.unwrap_or(&places.page);
        sink.tell(
            Report::error("engine", place, why)
                .remedy("se docs/semantics.md, som siger, hvad motoren kan"),
        );
    }
}

fn danish(why: &str) -> String {
    let known = [
        (
            "the clock cannot open an instance: it knows no key",
            "uret kan ikke åbne en instans",
        ),
        (
            "what the clock does is always done: it cannot depend on answers",
            "det, uret gør, er altid gjort: done-when kan ikke stå sammen med timer",
        ),
        (
            "source and target belong to different kinds of instance",
            "de to begivenheder ligger i hver sin slags instans",
        ),
        (
            "the end of a pause is read from a field that is no day",
            "pausens slutning skal læses i et felt, der er en dag",
        ),
        (
            "a cadence needs turns longer than no time",
            "noget, der kommer igen, skal have en længde over nul",
        ),
        (
            "a cadence by calendar month needs whole months",
            "calendar-month kræver hele måneder, for eksempel P1M",
        ),
        (
            "a cadence by calendar week needs whole weeks",
            "calendar-week kræver hele uger, for eksempel P1W",
        ),
    ];
    known
        .iter()
        .find(|(english, _)| *english == why)
        .map_or_else(|| why.to_owned(), |(_, danish)| (*danish).to_owned())
}
