//! From exits, and what is asked of the days after them, to the sets that answer.

use crate::indicator::{After, Horizon, Outcome};
use crate::measure::exits::{Exits, Followed};
use crate::measure::next::Root;
use crate::population::Population;
use crate::sets::Days;

use super::compile::{Compiling, left, shifted};

impl Compiling<'_> {
    /// The place of the exits to elsewhere than `still`, and the last days of runs on which they are known.
    pub(super) fn exit(&mut self, part: usize, still: &Population) -> (usize, Days) {
        let known = left(self.parts[part].population.known);
        let still = if *still == Population::Or(Vec::new()) {
            None
        } else {
            let root = self.root(still, shifted(self.seen, 1, 1));
            Some(root)
        };
        let told = still.map_or(Days::ALL, |root| shifted(root.known, -1, -1));
        let exits = &mut self.parts[part].counts.exits;
        let place = exits.iter().position(|one| one.still == still);
        let place = place.unwrap_or_else(|| {
            exits.push(Exits {
                still,
                lanes: Vec::new(),
                followed: Vec::new(),
            });
            exits.len() - 1
        });
        (place, known.intersect(told))
    }

    pub(super) fn followed(
        &mut self,
        (part, exit): (usize, usize),
        after: &After,
        lane: (Outcome, usize),
    ) -> usize {
        let longest = match after.horizon {
            Horizon::Days(days) => i32::try_from(days).unwrap_or(i32::MAX),
            Horizon::WholeMonths(months) => i32::try_from(months)
                .unwrap_or(i32::MAX)
                .saturating_add(1)
                .saturating_mul(31),
        };
        let days = shifted(self.seen, 1, longest);
        let holds = self.root(&after.holds, days);
        let censor = after.censor.as_ref().map(|censor| self.root(censor, days));
        let all = &mut self.parts[part].counts.exits[exit].followed;
        let place = all.iter().position(|one| {
            one.holds == holds && one.censor == censor && one.horizon == after.horizon
        });
        let place = place.unwrap_or_else(|| {
            all.push(Followed {
                horizon: after.horizon,
                holds,
                censor,
                lanes: Vec::new(),
            });
            all.len() - 1
        });
        all[place].lanes.push(lane);
        place
    }

    /// The set of a population, or of what it is the opposite of: looking for the days outside costs no set of its own.
    fn root(&mut self, population: &Population, days: Days) -> Root {
        match population {
            Population::Not(inner) => {
                let root = self.wishes.days(inner, days);
                Root {
                    negated: true,
                    ..root
                }
            }
            other => self.wishes.days(other, days),
        }
    }

    /// The last days of runs whose whole horizon is observed.
    pub(super) fn told(&self, part: usize, exit: usize, followed: usize) -> Days {
        let followed = &self.parts[part].counts.exits[exit].followed[followed];
        let known = followed.censor.map_or(Days::ALL, |censor| censor.known);
        let known = known.intersect(followed.holds.known);
        let is_told = |last: i32| {
            let days = followed.days_after(last);
            days.is_empty() || known.intersect(days) == days
        };
        // Later last days have later horizons, so the told ones are consecutive.
        let mut told = (self.seen.from..self.seen.until).skip_while(|&last| !is_told(last));
        let Some(from) = told.next() else {
            return Days { from: 0, until: 0 };
        };
        let until = told.find(|&last| !is_told(last)).unwrap_or(self.seen.until);
        Days { from, until }
    }
}
