//! Traps that load but surprise: each told as a warning at its place.
//!
//! They are those found when such models were first made: delays that fall away with their anchor, duties that come back
//! from the dead, conditions that stay true for ever, duties nobody sees, answers that lead nowhere, cadences without an
//! end, clocks that ring for ever or never.

use std::ops::Range;

use calendar::Span;
use duties::{Event, EventKind, RelationKind, Repeat};
use facts::{FieldType, Value};

use crate::compile::Built;
use crate::guard::{Checked, Together, Vocabulary, together};
use crate::page::{Report, Sink};

/// A version as the lints see it.
pub(crate) struct Linted<'a> {
    pub(crate) sink: &'a Sink,
    pub(crate) events: &'a [Event],
    /// Parallel to the events: their headings.
    pub(crate) places: &'a [Range<usize>],
    /// Parallel to the events: when each counts as done.
    pub(crate) done_when: &'a [Option<Checked>],
    /// Parallel to the events: the fields each asks for, by their position in the vocabulary.
    pub(crate) decided: &'a [Vec<usize>],
    pub(crate) built: &'a [Built],
    pub(crate) vocabulary: &'a Vocabulary,
}

/// Tells every trap.
pub(crate) fn lints(linted: &Linted<'_>) {
    for one in linted.built {
        match one.relation.kind {
            RelationKind::Condition { delay } => {
                linted.void_anchor(one, delay);
                linted.stale_condition(one);
            }
            RelationKind::Exclude { cancel: false } => linted.zombie_duty(one),
            RelationKind::Response {
                deadline, cadence, ..
            } => {
                linted.unseen_duty(one);
                if cadence.is_some() {
                    linted.endless_cadence(one);
                }
                let rings = linted.events[one.relation.target].kind == EventKind::Timer;
                if rings && deadline.is_none() {
                    linted.warn(
                        "silent-timer",
                        &one.place,
                        "uret har ingen frist her og ringer aldrig".to_owned(),
                        "tilføj within = \"P…\"",
                    );
                }
            }
            _ => {}
        }
    }
    for event in 0..linted.events.len() {
        linted.never_included(event);
        linted.open_branch(event);
        linted.timer_loop(event);
    }
}

impl Linted<'_> {
    fn warn(&self, code: &'static str, place: &Range<usize>, message: String, remedy: &str) {
        self.sink
            .tell(Report::warning(code, place, message).remedy(remedy));
    }

    fn id(&self, event: usize) -> &str {
        &self.events[event].id
    }

    fn relations_to(&self, target: usize) -> impl Iterator<Item = &Built> {
        self.built
            .iter()
            .filter(move |one| one.relation.target == target)
    }

    /// A delay is counted from something that may leave the case: then it no longer holds anything back.
    fn void_anchor(&self, one: &Built, delay: Option<Span>) {
        let source = one.relation.source;
        let leaves = self
            .relations_to(source)
            .find(|other| matches!(other.relation.kind, RelationKind::Exclude { .. }));
        if let (Some(_), Some(leaves)) = (delay, leaves) {
            let message = format!(
                "ventetiden regnes fra »{}«, som kan gå ud af sagen; så gælder den ikke længere",
                self.id(source)
            );
            self.sink.tell(
                Report::warning("void-anchor", &one.place, message)
                    .remedy("lad en timer måle tiden, eller lad begivenheden blive i sagen")
                    .also(&leaves.place, "går ud her"),
            );
        }
    }

    /// A duty that only waits comes back with its old day when its event is included again.
    fn zombie_duty(&self, one: &Built) {
        let target = one.relation.target;
        let returns = self
            .relations_to(target)
            .any(|other| matches!(other.relation.kind, RelationKind::Include));
        let is_owed = self.events[target].pending.is_some()
            || self
                .relations_to(target)
                .any(|other| matches!(other.relation.kind, RelationKind::Response { .. }));
        if returns && is_owed {
            let message = format!(
                "kommer »{}« tilbage i sagen, følger den gamle pligt med sin gamle dag med",
                self.id(target)
            );
            self.warn(
                "zombie-duty",
                &one.place,
                message,
                "skriv mode = \"cancel\", hvis pligten skal bortfalde",
            );
        }
    }

    /// In the second round the condition of the first is still met.
    fn stale_condition(&self, one: &Built) {
        let (source, target) = (one.relation.source, one.relation.target);
        let by_round = matches!(self.events[target].repeat, Repeat::OncePerRound(_));
        let renewed = self.relations_to(target).any(|other| {
            other.relation.source == source && other.relation.kind == RelationKind::Milestone
        });
        let begins = matches!(self.events[source].effect, duties::Effect::BeginsRound(_));
        if by_round && !renewed && !begins {
            let message = format!(
                "i anden omgang er »{}« allerede gjort fra den første, så betingelsen holder intet tilbage",
                self.id(source)
            );
            self.warn(
                "stale-condition",
                &one.place,
                message,
                "gør den skyldig igen i hver omgang, og skriv også waits-for",
            );
        }
    }

    /// A duty on something that takes no part is seen by nobody.
    fn unseen_duty(&self, one: &Built) {
        let target = one.relation.target;
        let is_included = self.events[target].included
            || self
                .relations_to(target)
                .any(|other| other.relation.kind == RelationKind::Include);
        if !is_included {
            let message = format!(
                "»{}« kommer aldrig med i sagen, så ingen ser pligten",
                self.id(target)
            );
            self.warn("unseen-duty", &one.place, message, "tilføj include = true");
        }
    }

    fn never_included(&self, event: usize) {
        let is_included = self.events[event].included
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

    fn endless_cadence(&self, one: &Built) {
        let target = one.relation.target;
        let ends = self.events[target].instance.is_some()
            || self.relations_to(target).any(|other| {
                matches!(
                    other.relation.kind,
                    RelationKind::NoResponse | RelationKind::Exclude { cancel: true }
                )
            });
        if !ends {
            let message = format!(
                "»{}« kommer igen, så længe sagen er åben: intet standser den",
                self.id(target)
            );
            self.warn(
                "endless-cadence",
                &one.place,
                message,
                "skriv until = [\"…\"]",
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

    /// Clocks that arm each other on the same day would never stop.
    fn timer_loop(&self, event: usize) {
        if self.events[event].kind != EventKind::Timer {
            return;
        }
        let mut reached = vec![false; self.events.len()];
        let mut open = vec![event];
        while let Some(at) = open.pop() {
            for one in self.built.iter().filter(|one| one.relation.source == at) {
                let RelationKind::Response {
                    deadline: Some(deadline),
                    ..
                } = one.relation.kind
                else {
                    continue;
                };
                let target = one.relation.target;
                let same_day = deadline.within.is_zero();
                if self.events[target].kind != EventKind::Timer || !same_day {
                    continue;
                }
                if target == event {
                    let message = format!(
                        "uret »{}« stiller sig selv til samme dag og standser aldrig",
                        self.id(event)
                    );
                    self.warn(
                        "timer-loop",
                        &one.place,
                        message,
                        "giv det en frist på mindst én dag",
                    );
                }
                if !std::mem::replace(&mut reached[target], true) {
                    open.push(target);
                }
            }
        }
    }
}
