//! Rules as the engine's relations: groups expanded, guards checked, strengths settled.

use std::collections::BTreeMap;
use std::ops::Range;

use duties::{Deadline, Quantifier, Relation, RelationKind, Strength};

use super::declared::Declared;
use super::event::{Life, RawEvent};
use super::fields::Fields;
use super::naming::Names;
use super::resolve;
use super::rule::{RawDeadline, RawKind, RawRule};
use crate::guard::{Checked, Vocabulary, engine_guard};
use crate::page::{Report, Sink};

/// A relation with where it comes from.
#[derive(Debug, Clone)]
pub(crate) struct Built {
    pub(crate) relation: Relation,
    pub(crate) checked: Option<Checked>,
    /// Position among the raw rules.
    pub(crate) rule: usize,
    pub(crate) place: Range<usize>,
    pub(crate) part: usize,
    /// Whether source or target came from a group.
    pub(crate) expanded: bool,
}

/// What relations are built from.
pub(super) struct Builder<'a> {
    pub(super) sink: &'a Sink,
    pub(super) names: &'a Names,
    pub(super) events: &'a [RawEvent],
    pub(super) fields: &'a Fields,
    pub(super) declared: &'a Declared,
    pub(super) vocabulary: &'a Vocabulary,
}

/// Builds the relations of all rules, in page order.
pub(super) fn build(builder: &Builder<'_>, rules: &[RawRule]) -> Vec<Built> {
    let mut built = Vec::new();
    for (position, rule) in rules.iter().enumerate() {
        builder.rule(position, rule, &mut built);
    }
    give_ids(builder, rules, &mut built);
    built
}

impl Builder<'_> {
    fn rule(&self, position: usize, rule: &RawRule, built: &mut Vec<Built>) {
        let sources = self.names.events(self.sink, &rule.source);
        let targets = self.names.events(self.sink, &rule.target);
        let except: Vec<usize> = rule
            .except
            .iter()
            .filter_map(|name| self.names.events(self.sink, name))
            .flat_map(|(events, _)| events.iter().copied())
            .collect();
        let checked = rule
            .guard
            .as_ref()
            .map(|text| resolve::guard(self.sink, text, self.vocabulary));
        let (Some((sources, from_group)), Some((targets, to_group))) = (sources, targets) else {
            return;
        };
        let checked = match checked {
            None => None,
            Some(Some(checked)) => Some(checked),
            Some(None) => return,
        };
        let guard = checked.as_ref().and_then(|checked| {
            engine_guard(checked, self.vocabulary, &|field| {
                self.fields.texts[field].engine
            })
        });
        let expanded = from_group || to_group;
        for &source in sources {
            for &target in targets {
                if expanded && (source == target || except.contains(&target)) {
                    continue;
                }
                let Some(kind) = self.kind(rule, target, expanded) else {
                    continue;
                };
                let quantifier = self.quantifier(rule, source, target, expanded);
                built.push(Built {
                    relation: Relation {
                        id: String::new(),
                        kind,
                        source,
                        target,
                        guard: guard.clone(),
                        quantifier,
                    },
                    checked: checked.clone(),
                    rule: position,
                    place: rule.place.clone(),
                    part: rule.part,
                    expanded,
                });
            }
        }
    }

    fn kind(&self, rule: &RawRule, target: usize, expanded: bool) -> Option<RelationKind> {
        Some(match &rule.kind {
            RawKind::Condition { delay } => RelationKind::Condition { delay: *delay },
            RawKind::Milestone => RelationKind::Milestone,
            RawKind::NoResponse => RelationKind::NoResponse,
            RawKind::Include => RelationKind::Include,
            RawKind::Exclude { cancel } => RelationKind::Exclude { cancel: *cancel },
            RawKind::Response {
                act,
                deadline,
                cadence,
            } => {
                let event = &self.events[target];
                // A response to a group speaks of the duties in it, not of what is optional or done by the clock.
                let own = event.act.strength().filter(|_| !(expanded && event.timer));
                let act = match (act, own) {
                    (Some(act), _) if !(expanded && event.timer) => act.value,
                    (None, Some(own)) => own,
                    _ if expanded => return None,
                    _ => {
                        self.no_strength(rule, target);
                        return None;
                    }
                };
                RelationKind::Response {
                    act,
                    deadline: deadline.as_ref().map(|raw| self.deadline(raw, act)),
                    cadence: *cadence,
                }
            }
        })
    }

    fn no_strength(&self, rule: &RawRule, target: usize) {
        let event = &self.events[target].id;
        let message = format!(
            "»{}« er kun vejledning eller en mulighed, så pligten har ingen styrke",
            event.value
        );
        self.sink.tell(
            Report::error("no-strength", &rule.place, message)
                .remedy("tilføj act = \"must\", \"default\" eller \"aim\" her")
                .also(&event.place, "act = should eller may"),
        );
    }

    pub(super) fn deadline(&self, raw: &RawDeadline, act: Strength) -> Deadline {
        Deadline {
            within: raw.within.value,
            strength: raw.strength.unwrap_or(act),
            roll: raw.roll.unwrap_or(self.declared.roll),
        }
    }

    /// The kind of instance an event's marking lives in: that of an inside or closing event.
    fn home(&self, event: usize) -> Option<usize> {
        match self.names.lives[event] {
            Some((Life::Inside | Life::Closes, kind)) => Some(kind),
            _ => None,
        }
    }

    fn quantifier(
        &self,
        rule: &RawRule,
        source: usize,
        target: usize,
        expanded: bool,
    ) -> Option<Quantifier> {
        let asks = matches!(rule.kind, RawKind::Condition { .. } | RawKind::Milestone);
        let needed = asks && self.home(source).is_some() && self.home(target).is_none();
        match (&rule.quantifier, needed) {
            (Some(quantifier), true) => Some(quantifier.value),
            (Some(quantifier), false) if !expanded => {
                self.sink.tell(
                    Report::error("needless-quantifier", &quantifier.place, "»of« har ingen mening her")
                        .remedy("slet of: det bruges kun, når det, der spørges til, ligger i en instans og dette ikke gør"),
                );
                None
            }
            (None, true) => {
                let message = format!(
                    "»{}« kan ske i flere instanser; sig om én er nok, eller det skal være sket i alle",
                    self.events[source].id.value
                );
                self.sink.tell(
                    Report::error("missing-quantifier", &rule.place, message)
                        .remedy("tilføj of = \"any\" eller of = \"all\""),
                );
                None
            }
            _ => None,
        }
    }
}

fn kind_word(kind: &RelationKind) -> &'static str {
    match kind {
        RelationKind::Condition { .. } => "condition",
        RelationKind::Milestone => "milestone",
        RelationKind::Response { .. } => "response",
        RelationKind::NoResponse => "no-response",
        RelationKind::Include => "include",
        RelationKind::Exclude { .. } => "exclude",
    }
}

/// Ids that stay the same when a rule only changes place.
fn give_ids(builder: &Builder<'_>, rules: &[RawRule], built: &mut [Built]) {
    let mut taken: BTreeMap<String, usize> = BTreeMap::new();
    for one in built.iter_mut() {
        let source = &builder.events[one.relation.source].id.value;
        let target = &builder.events[one.relation.target].id.value;
        let own = rules[one.rule].id.as_ref();
        let wanted = match own {
            Some(id) if one.expanded => format!("{}--{source}--{target}", id.value),
            Some(id) => id.value.clone(),
            None => format!("{source}--{}--{target}", kind_word(&one.relation.kind)),
        };
        let count = taken.entry(wanted.clone()).or_insert(0);
        *count += 1;
        if *count == 1 {
            one.relation.id = wanted;
            continue;
        }
        if let Some(id) = own {
            let message = format!("»{}« er navnet på to regler", id.value);
            builder.sink.tell(
                Report::error("declared-twice", &id.place, message)
                    .remedy("giv den ene et andet id"),
            );
        }
        one.relation.id = format!("{wanted}-{count}");
    }
}

/// The initial duty of an event, if it has one.
pub(super) fn initial(builder: &Builder<'_>, event: &RawEvent) -> Option<duties::InitialDuty> {
    let start = event.from_start.as_ref()?;
    let Some(act) = start.act.or(event.act.strength()) else {
        let message = "en pligt fra begyndelsen skal have en styrke";
        builder.sink.tell(
            Report::error("no-strength", &start.place, message)
                .remedy("tilføj act = \"must\", \"default\" eller \"aim\""),
        );
        return None;
    };
    let deadline = start
        .deadline
        .as_ref()
        .map(|raw| builder.deadline(raw, act));
    Some(duties::InitialDuty { act, deadline })
}
