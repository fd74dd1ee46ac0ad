//! Compares duties and blockers.

use duties::{Duty, DutyState, InstanceKey};
use rulebook::scenario::{Expectation, ExpectedDuty, Reason};

use super::super::pairing::pair;
use super::super::tell;
use super::Comparison;

impl Comparison<'_, '_> {
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

    pub(super) fn duties(&mut self, expected: &Expectation) {
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

    pub(super) fn blocked(&mut self, expected: &Expectation) {
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
