//! Traps that load but surprise: each told as a warning at its place.
//!
//! The engine knows most of them ([`duties::lint`]); two need the page: an event nothing lets in, and an answer that the
//! event itself asks for and that leads nowhere.

use std::ops::Range;

use duties::lint::{Lint, LintKind};
use duties::{Model, RelationKind};
use facts::{FieldType, Value};

use crate::compile::Built;
use crate::guard::{Checked, Together, Vocabulary, together};
use crate::page::{Report, Sink};

/// A version as the lints see it.
pub(crate) struct Linted<'a> {
    pub(crate) sink: &'a Sink,
    pub(crate) model: &'a Model,
    /// Parallel to the events: their headings.
    pub(crate) places: &'a [Range<usize>],
    /// Parallel to the events: when each counts as done.
    pub(crate) done_when: &'a [Option<Checked>],
    /// Parallel to the events: the fields each asks for, by their position in the vocabulary.
    pub(crate) decided: &'a [Vec<usize>],
    /// Parallel to the relations.
    pub(crate) built: &'a [Built],
    pub(crate) vocabulary: &'a Vocabulary,
}

/// Tells every trap.
pub(crate) fn lints(linted: &Linted<'_>) {
    for lint in duties::lint::lint(linted.model) {
        linted.tell(&lint);
    }
    for event in 0..linted.places.len() {
        linted.never_included(event);
        linted.open_branch(event);
    }
}

impl Linted<'_> {
    fn warn(&self, code: &'static str, place: &Range<usize>, message: String, remedy: &str) {
        self.sink
            .tell(Report::warning(code, place, message).remedy(remedy));
    }

    fn id(&self, event: usize) -> &str {
        &self.model.definition().events[event].id
    }

    /// A trap the engine found, in Danish.
    fn tell(&self, lint: &Lint) {
        let id = |nth: usize| lint.events.get(nth).map_or("", |event| self.id(*event));
        let (code, message, remedy) = match lint.kind {
            LintKind::VoidAnchor => (
                "void-anchor",
                format!(
                    "ventetiden regnes fra »{}«, som kan gå ud af sagen; så gælder den ikke længere",
                    id(0)
                ),
                "lad en timer måle tiden, eller lad begivenheden blive i sagen",
            ),
            LintKind::ZombieDuty => (
                "zombie-duty",
                format!(
                    "kommer »{}« tilbage i sagen, følger den gamle pligt med sin gamle dag med",
                    id(1)
                ),
                "skriv mode = \"cancel\", hvis pligten skal bortfalde",
            ),
            LintKind::StaleCondition => (
                "stale-condition",
                format!(
                    "anden gang »{}« skal ske, er »{}« allerede gjort fra den første, så betingelsen holder intet tilbage",
                    id(1),
                    id(0)
                ),
                "skriv også waits-for, så den nye pligt kommer først",
            ),
            LintKind::UnseenDuty => (
                "unseen-duty",
                format!(
                    "»{}« er måske ikke med i sagen endnu, og så ser ingen pligten",
                    id(1)
                ),
                "tilføj include = true",
            ),
            LintKind::IdleInclude => (
                "idle-include",
                format!(
                    "andre både åbner for »{}« og gør den til en pligt; her åbnes kun",
                    id(1)
                ),
                "tilføj en pligt, hvis den er meningen",
            ),
            LintKind::UnarmedTimer => (
                "unarmed-timer",
                format!("intet giver uret »{}« en dag, så det ringer aldrig", id(0)),
                "tilføj en frist, der stiller det: within = { time = \"P…\", of = \"…\" }",
            ),
            LintKind::EndlessCadence => (
                "endless-cadence",
                format!("»{}« kommer igen for altid: intet standser den", id(1)),
                "skriv until = [\"…\"]",
            ),
            LintKind::TimerLoop => (
                "timer-loop",
                format!(
                    "uret »{}« stiller sig selv igen, uden at nogen gør noget",
                    id(0)
                ),
                "sig, hvad der standser det",
            ),
            // Checked with the page's own answers (`open_branch`), and as an error on the version's own days (`delays`).
            LintKind::OneSidedGuard | LintKind::ImpossibleDeadline => return,
        };
        let relation = lint.relations.first().and_then(|at| self.built.get(*at));
        let event = lint.events.first().and_then(|at| self.places.get(*at));
        if let Some(place) = relation.map(|one| &one.place).or(event) {
            self.warn(code, place, message, remedy);
        }
    }

    fn relations_to(&self, target: usize) -> impl Iterator<Item = &Built> {
        self.built
            .iter()
            .filter(move |one| one.relation.target == target)
    }

    fn never_included(&self, event: usize) {
        let is_included = self.model.definition().events[event].included
            || self
                .relations_to(event)
                .any(|other| other.relation.kind == RelationKind::Include);
        if !is_included {
            let message = format!("»{}« kan aldrig ske: intet åbner for den", self.id(event));
            self.warn(
                "never-included",
                &self.places[event],
                message,
                "nævn den i includes et sted, eller slet takes-part = false",
            );
        }
    }

    /// An answer that the event itself brings, after which none of the event's guarded effects can follow.
    fn open_branch(&self, event: usize) {
        let guarded: Vec<(&Built, &Checked)> = self
            .built
            .iter()
            .filter(|one| one.relation.source == event)
            .filter(|one| {
                !matches!(
                    one.relation.kind,
                    RelationKind::Condition { .. } | RelationKind::Milestone
                )
            })
            .filter_map(|one| Some((one, one.checked.as_ref()?)))
            .collect();
        for &at in &self.decided[event] {
            let field = &self.vocabulary.fields[at];
            let FieldType::Choice(ids) = &field.of else {
                continue;
            };
            let asking: Vec<_> = guarded.iter().filter(|(_, guard)| guard.asks(at)).collect();
            let Some((first, _)) = asking.first() else {
                continue;
            };
            for (id, words) in ids.iter().zip(&field.words) {
                let answer =
                    Checked::Compare(at, duties::Comparison::Equal, Value::Choice(id.clone()));
                let possible = |guard: &Checked| {
                    together(Some(guard), Some(&answer), self.vocabulary) != Together::Never
                };
                let is_an_end = self.done_when[event].as_ref().is_none_or(possible);
                if is_an_end && !asking.iter().any(|(_, guard)| possible(guard)) {
                    let message = format!(
                        "svaret »{words}« på »{}« fører ingen steder hen efter »{}«",
                        field.label,
                        self.id(event)
                    );
                    self.warn(
                        "open-branch",
                        &first.place,
                        message,
                        "sig, hvad der følger af det svar, eller lad done-when udelukke det",
                    );
                }
            }
        }
    }
}
