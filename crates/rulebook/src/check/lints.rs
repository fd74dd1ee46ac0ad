//! Traps that load but surprise: each told as a warning at its place, unless the page has judged it.
//!
//! The engine finds them ([`duties::lint`]) and they are worded here; one needs the page: an answer that the event itself
//! asks for and that leads nowhere.

use std::cell::RefCell;
use std::collections::BTreeSet;
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
    /// What the page has judged to be meant: warning and rule or event.
    pub(crate) judged: &'a [Judged],
    /// The places of the judgements that were asked for.
    pub(crate) needed: RefCell<BTreeSet<usize>>,
}

/// A warning that the page says is meant.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(crate) struct Judged {
    /// The warning's stable name.
    pub(crate) warning: String,
    /// The id of the rule or the event it is about.
    pub(crate) about: String,
    pub(crate) place: Range<usize>,
}

/// The warnings that a page may judge.
pub(crate) const WARNINGS: [&str; 10] = [
    "void-anchor",
    "zombie-duty",
    "stale-condition",
    "unseen-duty",
    "idle-include",
    "unarmed-timer",
    "endless-cadence",
    "timer-loop",
    "never-included",
    "open-branch",
];

/// Tells every trap that was not judged; gives the places of the judgements that were needed.
pub(crate) fn lints(linted: Linted<'_>) -> BTreeSet<usize> {
    for lint in duties::lint::lint(linted.model) {
        linted.tell(&lint);
    }
    for event in 0..linted.places.len() {
        linted.open_branch(event);
    }
    linted.needed.into_inner()
}

/// Tells of judgements that no version needed: what they spoke of is no longer there.
pub(crate) fn idle(sink: &Sink, judged: &[Judged], needed: &BTreeSet<usize>) {
    for one in judged {
        if !needed.contains(&one.place.start) {
            let message = format!(
                "der er ingen bemærkning »{}« om »{}« at tage stilling til",
                one.warning, one.about
            );
            sink.tell(
                Report::warning("idle-judgement", &one.place, message)
                    .remedy("slet [[judged]], eller ret about"),
            );
        }
    }
}

impl Linted<'_> {
    fn warn(
        &self,
        code: &'static str,
        (about, place): (&str, &Range<usize>),
        message: String,
        remedy: &str,
    ) {
        let is_it = |one: &&Judged| one.warning == code && one.about == about;
        if let Some(judged) = self.judged.iter().find(is_it) {
            self.needed.borrow_mut().insert(judged.place.start);
            return;
        }
        let remedy = format!("{remedy}; er det meningen, så skriv [[judged]] om »{about}«");
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
            LintKind::NeverIncluded => (
                "never-included",
                format!("»{}« kan aldrig ske: intet åbner for den", id(0)),
                "nævn den i includes et sted, eller slet takes-part = false",
            ),
        };
        let relation = lint.relations.first().and_then(|at| self.built.get(*at));
        let relation = relation.map(|one| (one.relation.id.as_str(), &one.place));
        let event = lint.events.first().and_then(|at| self.places.get(*at));
        if let Some(about) = relation.or(event.map(|place| (id(0), place))) {
            self.warn(code, about, message, remedy);
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
                        (self.id(event), &first.place),
                        message,
                        "sig, hvad der følger af det svar, eller lad done-when udelukke det",
                    );
                }
            }
        }
    }
}
