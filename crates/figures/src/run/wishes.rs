//! Wishes: which populations the queries need, and on which days they look at them.

use crate::indicator::Periods;
use crate::measure::next::Root;
use crate::plan::{NodeId, PopulationPlan};
use crate::population::Population;
use crate::sets::Days;

use super::query::Setting;

/// The plan of all populations, and the days that will be looked at.
#[derive(Debug)]
pub(crate) struct Wishes {
    populations: PopulationPlan,
    days: Vec<(NodeId, Days)>,
}

impl Wishes {
    pub(crate) fn new(setting: &Setting) -> Wishes {
        Wishes {
            populations: PopulationPlan::new(&setting.observation),
            days: Vec::new(),
        }
    }

    /// Wishes for a population on these days.
    pub(crate) fn days(&mut self, population: &Population, days: Days) -> Root {
        let at = self.populations.add(population);
        self.days.push((at, days));
        Root {
            at,
            known: self.populations.known(at),
            negated: false,
        }
    }

    /// Wishes for a population on these days, if it is needed for something else already.
    pub(crate) fn shared(&mut self, population: &Population, days: Days) -> Option<NodeId> {
        let at = self.populations.find(population)?;
        self.days.push((at, days));
        Some(at)
    }

    /// Wishes for a population on the last days of the periods.
    pub(crate) fn samples(&mut self, population: &Population, periods: &Periods) -> Root {
        let days = match periods.bounds.as_slice() {
            [_, first, .., last] => Days {
                from: first - 1,
                until: *last,
            },
            [_, only] => Days::one(only - 1),
            _ => Days { from: 0, until: 0 },
        };
        self.days(population, days)
    }

    /// The plan, of which everything wished for is demanded.
    pub(crate) fn grant(mut self) -> PopulationPlan {
        for (at, days) in self.days {
            self.populations.demand(at, days);
        }
        self.populations
    }
}
