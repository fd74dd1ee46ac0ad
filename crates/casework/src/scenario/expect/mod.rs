//! Compares what a scenario expects with the case as it is.

mod answered;
mod owed;

use duties::InstanceKey;
use rulebook::ModelVersion;
use rulebook::scenario::{Expectation, Target};

use super::Run;
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
        self.unanswered(expected);
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
}
