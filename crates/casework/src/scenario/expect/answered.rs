//! Compares deviations, closing, decision data, and what waits or was done.

use duties::InstanceKey;
use rulebook::scenario::{Closed, Deviated, Expectation, ReasonKind};

use super::super::pairing::pair;
use super::super::{making, tell};
use super::Comparison;
use crate::AuditFinding;

impl Comparison<'_, '_> {
    pub(super) fn deviations(&mut self, expected: &Expectation) {
        let Some(asked) = &expected.deviations else {
            return;
        };
        let case = self.case;
        let model = self.model;
        let found = &case.fold.deviations;
        let kinds = |at: usize| {
            let kinds = found[at]
                .blockers
                .iter()
                .map(|kind| ReasonKind::of(kind).id());
            kinds.collect::<std::collections::BTreeSet<_>>()
        };
        let fits = |asked: &Deviated, at: usize| {
            model.events[found[at].event].id == asked.event
                && asked.on.is_none_or(|day| day == found[at].day)
                && asked.why.as_ref().is_none_or(|why| {
                    why.iter()
                        .map(|kind| kind.id())
                        .collect::<std::collections::BTreeSet<_>>()
                        == kinds(at)
                })
        };
        let (pairs, left) = pair(asked.len(), found.len(), |one, other| {
            fits(&asked[one], other)
        });
        let missing: Vec<String> = pairs
            .iter()
            .zip(asked)
            .filter(|(pair, _)| pair.is_none())
            .map(|(_, deviated)| {
                let on = deviated
                    .on
                    .map(|day| format!(" den {day}"))
                    .unwrap_or_default();
                let why = deviated.why.as_deref().unwrap_or_default();
                let why: Vec<&str> = why.iter().map(|kind| kind.id()).collect();
                format!("»{}«{on} {}", deviated.event, why.join(", "))
            })
            .collect();
        let surplus: Vec<String> = left
            .into_iter()
            .map(|at| {
                let why: Vec<&str> = kinds(at).into_iter().collect();
                let event = &model.events[found[at].event].id;
                format!("»{event}« den {} {}", found[at].day, why.join(", "))
            })
            .collect();
        if !missing.is_empty() || !surplus.is_empty() {
            let difference = tell::difference(&missing, &surplus);
            self.tell(
                expected.line,
                format!("afvigelserne er ikke som ventet{difference}"),
            );
        }
    }

    pub(super) fn closed(&mut self, expected: &Expectation) {
        let found = self
            .case
            .fold
            .state
            .closed()
            .map(|(event, day)| (self.model.events[event].id.clone(), day));
        let is_right = match (&expected.closed, &found) {
            (None, _) | (Some(Closed::No), None) => true,
            (Some(Closed::Yes { by, on }), Some((event, day))) => {
                by.as_ref().is_none_or(|by| by == event) && on.is_none_or(|on| on == *day)
            }
            _ => false,
        };
        if !is_right {
            let found = found.map_or_else(
                || "sagen er åben".to_owned(),
                |(event, day)| format!("sagen er lukket af »{event}« den {day}"),
            );
            self.tell(expected.line, found);
        }
    }

    pub(super) fn fields(&mut self, expected: &Expectation) {
        let line = expected.line;
        for (id, asked) in &expected.fields {
            let Some(field) = self.model.fields.iter().position(|field| field.id == *id) else {
                self.tell(line, format!("modellen har intet felt »{id}«"));
                continue;
            };
            let text = &self.model.fields[field];
            let mut asked = asked.clone();
            if let Some(value) = &mut asked {
                making::retype(value, Some(&text.of));
            }
            let key = expected.instance.as_deref().and_then(|name| {
                let at = self.names().iter().position(|known| *known == name)?;
                Some(InstanceKey(at as u64 + 1))
            });
            let found = match text.engine {
                Some(engine) => {
                    let key = key.filter(|_| text.instance.is_some());
                    self.case
                        .fold
                        .state
                        .value(engine, key)
                        .and_then(|value| text.from_engine(value))
                }
                None => self.planned(field, key),
            };
            if found != asked {
                self.tell(
                    line,
                    format!(
                        "feltet »{id}« er {}, ikke {}",
                        tell::value(found.as_ref()),
                        tell::value(asked.as_ref())
                    ),
                );
            }
        }
    }

    fn planned(&self, field: usize, key: Option<InstanceKey>) -> Option<facts::Value> {
        let plan = self.case.plan();
        plan.groups
            .into_iter()
            .flat_map(|group| group.entries)
            .find(|entry| {
                entry.field == field
                    && (entry.instance.is_none()
                        || entry.instance.map(|id| id.0) == key.map(|key| key.0))
            })
            .map(|entry| entry.value)
    }

    pub(super) fn pending(&mut self, expected: &Expectation) {
        let Some(asked) = &expected.waits_for_information else {
            return;
        };
        let definition = self.model.model.definition();
        let mut found: Vec<String> = self
            .case
            .fold
            .pending
            .iter()
            .map(|pending| {
                let target = definition.relations[pending.relation].target;
                let fields = pending
                    .fields
                    .iter()
                    .map(|field| definition.fields[*field].id.as_str());
                waiting(&definition.events[target].id, fields)
            })
            .collect();
        let mut asked: Vec<String> = asked
            .iter()
            .map(|waits| waiting(&waits.event, waits.fields.iter().map(String::as_str)))
            .collect();
        found.sort();
        found.dedup();
        asked.sort();
        self.compare_lists(
            expected.line,
            "hvad der venter på oplysninger",
            &asked,
            &found,
        );
    }

    pub(super) fn unanswered(&mut self, expected: &Expectation) {
        let Some(asked) = &expected.unanswered else {
            return;
        };
        let lacks = |event: &str, fields: &[String]| {
            let mut fields = fields.to_vec();
            fields.sort_unstable();
            format!("»{event}« uden {}", fields.join(", "))
        };
        let found: Vec<String> = self
            .case
            .audit()
            .into_iter()
            .filter_map(|row| match row.finding {
                AuditFinding::MissingFields { fields, .. } => {
                    Some(lacks(&self.model.events[row.event?].id, &fields))
                }
                _ => None,
            })
            .collect();
        let asked: Vec<String> = asked
            .iter()
            .map(|waits| lacks(&waits.event, &waits.fields))
            .collect();
        self.compare_lists(expected.line, "hvad der mangler svar", &asked, &found);
    }

    pub(super) fn moot(&mut self, expected: &Expectation) {
        let Some(asked) = &expected.no_longer_applies else {
            return;
        };
        let mut found: Vec<String> = self
            .case
            .fold
            .moot
            .iter()
            .map(|(root, _)| {
                let label = self.run.labels.iter().find(|(_, id)| id.0 == root.0);
                label.map_or_else(
                    || format!("trin {}", root.0),
                    |(label, _)| (*label).to_owned(),
                )
            })
            .collect();
        let mut asked = asked.clone();
        found.sort();
        asked.sort();
        self.compare_lists(
            expected.line,
            "hvad der ikke længere gælder",
            &asked,
            &found,
        );
    }

    fn compare_lists(&mut self, line: usize, what: &str, asked: &[String], found: &[String]) {
        let (pairs, left) = pair(asked.len(), found.len(), |at, other| {
            asked[at] == found[other]
        });
        let missing: Vec<String> = pairs
            .iter()
            .zip(asked)
            .filter(|(pair, _)| pair.is_none())
            .map(|(_, asked)| asked.clone())
            .collect();
        let surplus: Vec<String> = left.into_iter().map(|at| found[at].clone()).collect();
        if !missing.is_empty() || !surplus.is_empty() {
            let difference = tell::difference(&missing, &surplus);
            self.tell(line, format!("{what} er ikke som ventet{difference}"));
        }
    }

    pub(super) fn done(&mut self, expected: &Expectation) {
        let line = expected.line;
        for asked in &expected.done {
            let Some((event, key)) = self.key(line, &asked.target) else {
                continue;
            };
            let found = self.case.fold.state.done(event, key);
            let times = found.map_or(0, |(_, times)| times);
            let is_right = asked.times.is_none_or(|asked| asked == times)
                && asked
                    .on
                    .is_none_or(|on| found.map(|(day, _)| day) == Some(on))
                && (asked.times.is_some() || times > 0);
            if !is_right {
                let target = tell::target(&asked.target);
                let found = found.map_or_else(
                    || "er aldrig sket".to_owned(),
                    |(day, times)| format!("skete senest den {day}, i alt {times} gange"),
                );
                self.tell(line, format!("{target} {found}"));
            }
        }
    }
}

fn waiting<'t>(event: &str, fields: impl Iterator<Item = &'t str>) -> String {
    let mut fields: Vec<&str> = fields.collect();
    fields.sort_unstable();
    fields.dedup();
    format!("»{event}« venter på {}", fields.join(", "))
}
