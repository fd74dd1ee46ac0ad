//! Compares what a scenario expects with the case as it is.

use duties::{Duty, DutyState, InstanceKey};
use rulebook::ModelVersion;
use rulebook::scenario::{Closed, Deviated, Expectation, ExpectedDuty, Reason, ReasonKind, Target};

use super::pairing::pair;
use super::{Run, record, tell};
use crate::{Case, Coordinates};

impl<'a> Run<'a> {
    pub(super) fn expectation(&mut self, expected: &'a Expectation) {
        let line = expected.line;
        let Some(as_of) = expected.as_of.or(self.last_day) else {
            self.fail(line, "forventningen har ingen dag (as-of)".to_owned());
            return;
        };
        let known_at = expected
            .known_at
            .as_deref()
            .map(|label| self.recorded.get(label).copied().ok_or(label))
            .transpose();
        let known_at = match known_at {
            Ok(known_at) => known_at,
            Err(label) => {
                self.fail(line, format!("intet trin ovenfor hedder »{label}«"));
                return;
            }
        };
        let found = match self.fold(Coordinates { known_at, as_of }) {
            Err(error) => vec![(line, error.to_string())],
            Ok(case) => Comparison {
                run: self,
                case: &case,
                model: &case.model,
                found: Vec::new(),
            }
            .all(expected),
        };
        for (line, message) in found {
            self.fail(line, format!("den {as_of}: {message}"));
        }
    }
}

struct Comparison<'r, 'c> {
    run: &'r Run<'r>,
    case: &'c Case<'c>,
    model: &'c ModelVersion,
    found: Vec<(usize, String)>,
}

impl Comparison<'_, '_> {
    fn all(mut self, expected: &Expectation) -> Vec<(usize, String)> {
        self.duties(expected);
        self.blocked(expected);
        self.deviations(expected);
        self.closed(expected);
        self.fields(expected);
        self.pending(expected);
        self.moot(expected);
        self.done(expected);
        if let Some(day) = expected.next_wake {
            let wakes = [self.case.fold.state.next_wake(), self.case.next_fixed_day()];
            let wake = wakes.into_iter().flatten().min();
            if wake != Some(day) {
                let wake = wake.map_or_else(|| "ingen".to_owned(), |day| day.to_string());
                self.tell(
                    expected.line,
                    format!("næste dag, hvor tiden alene ændrer sagen, er {wake}, ikke {day}"),
                );
            }
        }
        self.found
    }

    fn tell(&mut self, line: usize, message: String) {
        self.found.push((line, message));
    }

    fn names(&self) -> &[&str] {
        &self.run.instances
    }

    /// The engine's key of a target; tells it if the scenario or the page does not know it.
    fn key(&mut self, line: usize, target: &Target) -> Option<(usize, Option<InstanceKey>)> {
        let Some(event) = self.model.event(&target.event) else {
            self.tell(
                line,
                format!("modellen har ingen hændelse »{}«", target.event),
            );
            return None;
        };
        let key = match &target.instance {
            None => None,
            Some(name) => {
                let Some(at) = self.names().iter().position(|known| known == name) else {
                    self.tell(line, format!("intet trin ovenfor nævner »{name}«"));
                    return None;
                };
                Some(InstanceKey(at as u64 + 1))
            }
        };
        Some((event, key))
    }

    fn fits(&self, expected: &ExpectedDuty, default: Option<DutyState>, duty: &Duty) -> bool {
        let named = duty.instance.map(|key| tell::instance(self.names(), key.0));
        let as_of = self.case.coordinates.as_of;
        let is_overdue = duty.state == DutyState::Open && duty.due.is_some_and(|due| due < as_of);
        self.model.events[duty.event].id == expected.target.event
            && (expected.target.instance.is_none() || expected.target.instance == named)
            && expected.due.is_none_or(|due| due == duty.due)
            && expected.literal.is_none_or(|day| Some(day) == duty.literal)
            && expected.created.is_none_or(|day| day == duty.created)
            && expected.act.is_none_or(|act| act == duty.act)
            && expected
                .strength
                .is_none_or(|strength| Some(strength) == duty.day_strength)
            && expected
                .state
                .or(default)
                .is_none_or(|state| state == duty.state)
            && expected.overdue.is_none_or(|overdue| overdue == is_overdue)
            && expected.until.is_none_or(|until| Some(until) == duty.until)
    }

    fn duties(&mut self, expected: &Expectation) {
        let case = self.case;
        if let Some(open) = &expected.open {
            let found: Vec<&Duty> = case.fold.state.unended().collect();
            self.compare_duties(expected.line, "åbne pligter", open, &found, true);
        }
        if !expected.duties.is_empty() {
            let found: Vec<&Duty> = case.fold.state.ledger().iter().collect();
            self.compare_duties(expected.line, "pligter", &expected.duties, &found, false);
        }
    }

    fn compare_duties(
        &mut self,
        line: usize,
        what: &str,
        expected: &[ExpectedDuty],
        found: &[&Duty],
        exactly: bool,
    ) {
        let default = exactly.then_some(DutyState::Open);
        let (pairs, left) = pair(expected.len(), found.len(), |at, other| {
            self.fits(&expected[at], default, found[other])
        });
        let missing: Vec<&ExpectedDuty> = pairs
            .iter()
            .zip(expected)
            .filter(|(pair, _)| pair.is_none())
            .map(|(_, duty)| duty)
            .collect();
        let told = |duty: &Duty| tell::duty(self.model, self.names(), duty);
        // Where only part of the duties is asked for, those on the same events are what helps to see why.
        let surplus: Vec<String> = left
            .into_iter()
            .map(|at| found[at])
            .filter(|duty| {
                exactly
                    || missing
                        .iter()
                        .any(|asked| asked.target.event == self.model.events[duty.event].id)
            })
            .map(told)
            .collect();
        if missing.is_empty() && (surplus.is_empty() || !exactly) {
            return;
        }
        let line = missing.first().map_or(line, |duty| duty.line);
        let missing: Vec<String> = missing
            .into_iter()
            .map(|duty| tell::expected_duty(duty, default))
            .collect();
        self.tell(
            line,
            format!(
                "{what} er ikke som ventet{}",
                tell::difference(&missing, &surplus)
            ),
        );
    }

    fn reasons(&self, event: usize, key: Option<InstanceKey>) -> Vec<Reason> {
        self.case
            .engine()
            .blockers(&self.case.fold.state, event, key)
            .iter()
            .map(|blocker| tell::found_reason(self.model, self.names(), blocker))
            .collect()
    }

    fn blocked(&mut self, expected: &Expectation) {
        let line = expected.line;
        for block in &expected.blocked {
            let Some((event, key)) = self.key(line, &block.target) else {
                continue;
            };
            let found = self.reasons(event, key);
            let asked = block.by.as_deref().unwrap_or_default();
            let (pairs, left) = pair(asked.len(), found.len(), |at, other| {
                is_reason(&asked[at], &found[other])
            });
            let is_right = match &block.by {
                None => !found.is_empty(),
                Some(_) => left.is_empty() && pairs.iter().all(Option::is_some),
            };
            if is_right {
                continue;
            }
            let missing: Vec<String> = pairs
                .iter()
                .zip(asked)
                .filter(|(pair, _)| pair.is_none())
                .map(|(_, reason)| tell::reason(reason))
                .collect();
            let surplus: Vec<String> = left.iter().map(|at| tell::reason(&found[*at])).collect();
            let difference = if found.is_empty() && asked.is_empty() {
                "\n  intet spærrer den".to_owned()
            } else {
                tell::difference(&missing, &surplus)
            };
            let target = tell::target(&block.target);
            self.tell(
                line,
                format!("{target} er ikke spærret som ventet{difference}"),
            );
        }
        for (targets, may) in [(&expected.can, true), (&expected.cannot, false)] {
            for target in targets {
                let Some((event, key)) = self.key(line, target) else {
                    continue;
                };
                let found = self.reasons(event, key);
                if found.is_empty() == may {
                    continue;
                }
                let reasons: Vec<String> = found.iter().map(tell::reason).collect();
                let name = tell::target(target);
                self.tell(
                    line,
                    if may {
                        format!("{name} er spærret{}", tell::difference(&[], &reasons))
                    } else {
                        format!("{name} er ikke spærret")
                    },
                );
            }
        }
    }

    fn deviations(&mut self, expected: &Expectation) {
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

    fn closed(&mut self, expected: &Expectation) {
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

    fn fields(&mut self, expected: &Expectation) {
        let line = expected.line;
        for (id, asked) in &expected.fields {
            let Some(field) = self.model.fields.iter().position(|field| field.id == *id) else {
                self.tell(line, format!("modellen har intet felt »{id}«"));
                continue;
            };
            let text = &self.model.fields[field];
            let mut asked = asked.clone();
            if let Some(value) = &mut asked {
                record::retype(value, Some(&text.of));
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

    fn pending(&mut self, expected: &Expectation) {
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

    fn moot(&mut self, expected: &Expectation) {
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

    fn done(&mut self, expected: &Expectation) {
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

/// Whether a reason is the one asked for: what the scenario leaves out is not asked.
fn is_reason(asked: &Reason, found: &Reason) -> bool {
    let same = |asked: &Option<String>, found: &Option<String>| asked.is_none() || asked == found;
    asked.why == found.why
        && same(&asked.event, &found.event)
        && same(&asked.field, &found.field)
        && same(&asked.instance, &found.instance)
        && (asked.opens.is_none() || asked.opens == found.opens)
        && (asked.due.is_none() || asked.due == found.due)
}
