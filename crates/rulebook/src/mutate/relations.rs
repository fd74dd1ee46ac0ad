//! Mutants of relations.

use calendar::Span;
use duties::{Cadence, Deadline, Quantifier, RelationKind};

use super::{Bench, deadlines, guards, one_day_longer, other_strength};

pub(super) fn mutate(bench: &mut Bench<'_>) {
    for at in 0..bench.original.relations.len() {
        let mut one = One { bench, at };
        one.add("remove", "fjernet", |_| true);
        one.guard();
        one.kind();
    }
}

/// One relation on the bench.
struct One<'a, 'b> {
    bench: &'a mut Bench<'b>,
    at: usize,
}

impl One<'_, '_> {
    /// `alter` says whether the relation is to be removed.
    fn add(&mut self, what: &str, words: &str, alter: impl FnOnce(&mut duties::Relation) -> bool) {
        let at = self.at;
        let id = self.bench.original.relations[at].id.clone();
        let text = &self.bench.version.relations[at];
        let (description, place) = (format!("{}: {words}", text.meaning), text.place.clone());
        self.bench
            .add(&id, what, description, &place, |definition| {
                if alter(&mut definition.relations[at]) {
                    definition.relations.remove(at);
                }
            });
    }

    fn replace(&mut self, what: &str, words: &str, kind: RelationKind) {
        self.add(what, words, |relation| {
            relation.kind = kind;
            false
        });
    }

    fn guard(&mut self) {
        let relation = &self.bench.original.relations[self.at];
        let altered = relation.guard.as_ref().map(guards).unwrap_or_default();
        for (what, words, guard) in altered {
            self.add(&what, words, |relation| {
                relation.guard = guard;
                false
            });
        }
        let relation = &self.bench.original.relations[self.at];
        let other = relation.quantifier.map(|quantifier| match quantifier {
            Quantifier::Any => Quantifier::All,
            Quantifier::All => Quantifier::Any,
        });
        if other.is_some() {
            self.add("quantifier", "»én« og »alle« byttet om", |relation| {
                relation.quantifier = other;
                false
            });
        }
    }

    fn kind(&mut self) {
        match self.bench.original.relations[self.at].kind {
            RelationKind::Milestone | RelationKind::NoResponse | RelationKind::Include => {}
            RelationKind::Condition { delay } => self.delay(delay),
            RelationKind::Exclude { cancel } => {
                self.replace(
                    "mode",
                    "»venter« og »bortfalder« byttet om",
                    RelationKind::Exclude { cancel: !cancel },
                );
            }
            RelationKind::Response {
                act,
                deadline,
                cadence,
            } => {
                let other = other_strength(act);
                self.replace(
                    "act",
                    "handlingens styrke ændret",
                    RelationKind::Response {
                        act: other,
                        deadline,
                        cadence,
                    },
                );
                for (what, words, deadline) in deadline.map(deadlines).unwrap_or_default() {
                    self.replace(
                        what,
                        words,
                        RelationKind::Response {
                            act,
                            deadline,
                            cadence,
                        },
                    );
                }
                if let Some(kind) = cadence {
                    self.cadence(kind, act, deadline);
                }
            }
        }
    }

    fn delay(&mut self, delay: Option<Span>) {
        let Some(delay) = delay else { return };
        self.replace(
            "delay-remove",
            "ventetiden fjernet",
            RelationKind::Condition { delay: None },
        );
        self.replace(
            "delay-longer",
            "ventetiden én dag længere",
            RelationKind::Condition {
                delay: Some(one_day_longer(delay)),
            },
        );
    }

    fn cadence(&mut self, cadence: Cadence, act: duties::Strength, deadline: Option<Deadline>) {
        self.replace(
            "cadence-remove",
            "kommer ikke igen",
            RelationKind::Response {
                act,
                deadline,
                cadence: None,
            },
        );
        let other = match cadence {
            Cadence::Rolling => Cadence::Anchored,
            Cadence::Anchored | Cadence::CalendarMonth | Cadence::CalendarWeek => Cadence::Rolling,
        };
        self.replace(
            "cadence-mode",
            "tælles på en anden måde",
            RelationKind::Response {
                act,
                deadline,
                cadence: Some(other),
            },
        );
    }
}
