//! From an indicator to its tally: which sets it needs, which lane each measure gets, which periods can be known.

use crate::indicator::{
    DayCount, Dimension, Indicator, Measure, Outcome, Partial, Periods, Weight,
};
use crate::measure::axis::{Axis, Unfit};
use crate::measure::breakdown::Breakdown;
use crate::measure::events::Counts;
use crate::measure::next::Root;
use crate::measure::pieces::Weighing;
use crate::measure::table::{Lane, Table};
use crate::operate::spells::Spells;
use crate::population::{Population, SpellTest};
use crate::schema::ColumnId;
use crate::sets::{BEGIN, Days};

use super::error::PlanFault;
use super::query::Setting;
use super::tally::{Part, Periodic, Sort, TallyPlan, Watched};
use super::wishes::Wishes;

/// A tally that is being compiled.
pub(super) struct Compiling<'a> {
    indicator: &'a Indicator,
    setting: &'a Setting,
    pub(super) wishes: &'a mut Wishes,
    axes: Vec<Axis>,
    working: Option<usize>,
    lanes: Vec<Lane>,
    pub(super) parts: Vec<Part>,
    weighings: Vec<Weighing>,
    touched: usize,
    watched: Vec<Watched>,
    pub(super) seen: Days,
    /// Per measure what has to be known of a period.
    needs: Vec<Need>,
}

/// The days that a measure has to know.
#[derive(Debug, Clone, Copy)]
struct Need {
    /// The sample day has to be one of these.
    sampled: Days,
    /// Every day of the period has to be one of these.
    counted: Days,
}

/// Compiles an indicator, which has been checked.
pub(crate) fn tally(
    indicator: &Indicator,
    setting: &Setting,
    wishes: &mut Wishes,
) -> Result<TallyPlan, PlanFault> {
    let periods = &indicator.periods;
    let seen = match periods.bounds.as_slice() {
        [first, .., last] => Days {
            from: *first,
            until: *last,
        },
        _ => Days { from: 0, until: 0 },
    };
    let mut compiling = Compiling {
        indicator,
        setting,
        wishes,
        axes: vec![axis(periods, None)?],
        working: None,
        lanes: Vec::new(),
        parts: Vec::new(),
        weighings: Vec::new(),
        touched: 0,
        watched: Vec::new(),
        seen,
        needs: Vec::new(),
    };
    for measure in &indicator.measures {
        let (population, measure) = match measure {
            Measure::Part { part, measure } => {
                let both = vec![indicator.population.clone(), part.clone()];
                (Population::And(both), &**measure)
            }
            other => (indicator.population.clone(), other),
        };
        compiling.add(&population, measure)?;
    }
    compiling.finish()
}

fn axis(periods: &Periods, setting: Option<&Setting>) -> Result<Axis, PlanFault> {
    let working =
        setting.map(|setting| setting.working_days.as_ref().ok_or(PlanFault::WorkingDays));
    Axis::new(periods, working.transpose()?).map_err(|unfit| match unfit {
        Unfit::Periods => PlanFault::Periods,
        Unfit::WorkingDays => PlanFault::WorkingDays,
    })
}

impl Compiling<'_> {
    fn add(&mut self, population: &Population, measure: &Measure) -> Result<(), PlanFault> {
        let lane = self.lanes.len();
        let everything = Days::ALL;
        match measure {
            Measure::Stock => {
                let part = self.part(population, None);
                self.periodic(part, (Lane::Steps, 0), everything, Sort::Stock);
            }
            Measure::Touched => {
                let part = self.part(population, Some(self.seen));
                let sort = Sort::Touched(self.touched);
                self.touched += 1;
                self.periodic(part, (Lane::Steps, 0), everything, sort);
            }
            Measure::Weighted { weight, days } => {
                let part = self.part(population, Some(self.seen));
                let axis = self.axis_of(*days)?;
                let (weighing, observed) = self.weighing(weight);
                let sort = Sort::Weighted(weighing);
                self.periodic(part, (Lane::Weighted { axis }, axis), observed, sort);
            }
            Measure::WeightedOfStock { weight, days } => {
                let part = self.part(population, None);
                let axis = self.axis_of(*days)?;
                let (weighing, observed) = self.weighing(weight);
                let sort = Sort::OfStock(weighing);
                self.periodic(part, (Lane::Weighted { axis }, axis), observed, sort);
            }
            Measure::Entries => {
                let part = self.event_part(population, self.seen.from.saturating_sub(1));
                self.parts[part].counts.entries.push(lane);
                let known = self.parts[part].population.known;
                let from = if known.from == BEGIN {
                    BEGIN
                } else {
                    known.from + 1
                };
                self.event(Days { from, ..known });
            }
            Measure::CompletedRuns => {
                let part = self.event_part(population, BEGIN);
                self.parts[part].counts.runs.push(lane);
                self.event(left(self.parts[part].population.known));
            }
            Measure::CompletedDays => {
                let part = self.event_part(population, BEGIN);
                self.parts[part].counts.run_days.push(lane);
                self.event(left(self.parts[part].population.known));
            }
            Measure::Exits { still } => {
                let part = self.event_part(population, self.seen.from);
                let (exit, known) = self.exit(part, still);
                self.parts[part].counts.exits[exit].lanes.push(lane);
                self.event(known);
            }
            Measure::Followed {
                still,
                after,
                outcome,
            } => {
                let part = self.event_part(population, self.seen.from);
                let (exit, known) = self.exit(part, still);
                let followed = self.followed((part, exit), after, (*outcome, lane));
                let told = self.told(part, exit, followed);
                self.event(if *outcome == Outcome::Untold {
                    known
                } else {
                    known.intersect(told)
                });
            }
            Measure::Part { .. } => return Err(PlanFault::NestedPart),
        }
        Ok(())
    }

    /// The place of what is counted of a population; `days` are those that are looked at besides the sample days.
    fn part(&mut self, population: &Population, days: Option<Days>) -> usize {
        let periods = &self.indicator.periods;
        let root = match days {
            Some(days) => self.wishes.days(population, days),
            None => self.wishes.samples(population, periods),
        };
        self.watch(root, days.is_none());
        let found = self
            .parts
            .iter()
            .position(|part| part.population.at == root.at);
        found.unwrap_or_else(|| {
            self.parts.push(Part {
                population: root,
                periodic: Vec::new(),
                counts: Counts::default(),
            });
            self.parts.len() - 1
        })
    }

    /// A part whose runs are looked at: the days are those from which a run's beginning matters, and the day after the last.
    fn event_part(&mut self, population: &Population, from: i32) -> usize {
        let until = self.seen.until.saturating_add(1);
        self.part(population, Some(Days { from, until }))
    }

    fn watch(&mut self, root: Root, only_samples: bool) {
        let watched = Watched {
            at: root.at,
            days: within(root.known, self.seen),
            only_samples,
        };
        if !self.watched.contains(&watched) {
            self.watched.push(watched);
        }
    }

    fn periodic(&mut self, part: usize, (lane, axis): (Lane, usize), observed: Days, sort: Sort) {
        let known = self.parts[part].population.known;
        let (sampled, counted) = match sort {
            Sort::Stock => (known, Days::ALL),
            Sort::OfStock(_) => (known, observed),
            Sort::Touched(_) | Sort::Weighted(_) => (Days::ALL, known.intersect(observed)),
        };
        let clip = match sort {
            Sort::Stock => known,
            _ => counted,
        };
        self.needs.push(Need { sampled, counted });
        self.lanes.push(lane);
        self.parts[part].periodic.push(Periodic {
            lane: self.lanes.len() - 1,
            axis,
            clip: within(clip, self.seen),
            sampled: within(sampled, self.seen),
            sort,
        });
    }

    fn event(&mut self, counted: Days) {
        self.lanes.push(Lane::Plain);
        self.needs.push(Need {
            sampled: Days::ALL,
            counted,
        });
    }

    fn axis_of(&mut self, days: DayCount) -> Result<usize, PlanFault> {
        match (days, self.working) {
            (DayCount::Calendar, _) => Ok(0),
            (DayCount::Working, Some(at)) => Ok(at),
            (DayCount::Working, None) => {
                let at = self.axes.len();
                self.axes
                    .push(axis(&self.indicator.periods, Some(self.setting))?);
                self.working = Some(at);
                Ok(at)
            }
        }
    }

    fn weighing(&mut self, weight: &Weight) -> (Option<usize>, Days) {
        let Weight::Column { of, column } = weight else {
            return (None, Days::ALL);
        };
        let observation = self.setting.observation[usize::from(of.track.0)];
        let observed = Days {
            from: observation.from,
            until: observation.until,
        };
        (Some(self.place_weighing(of, *column)), observed)
    }

    fn place_weighing(&mut self, of: &SpellTest, column: ColumnId) -> usize {
        let mut known = self.weighings.iter();
        let found = known.position(|one| one.of == *of && one.column == column);
        found.unwrap_or_else(|| {
            self.weighings.push(Weighing {
                of: of.clone(),
                spells: Spells::new(of),
                column,
                found: self.wishes.shared(&Population::On(of.clone()), self.seen),
            });
            self.weighings.len() - 1
        })
    }

    fn finish(mut self) -> Result<TallyPlan, PlanFault> {
        let mut seniority = Vec::new();
        for dimension in &self.indicator.by {
            if let Dimension::Seniority { of, .. } = dimension {
                let days = Days {
                    from: BEGIN,
                    until: self.seen.until.saturating_add(1),
                };
                let root = self.wishes.days(of, days);
                self.watch(root, false);
                seniority.push((root.at, root.known));
            }
        }
        let breakdown = Breakdown::new(&self.indicator.by, &seniority);
        if breakdown.moves() > 1 << 20 {
            return Err(PlanFault::Moving);
        }
        Ok(TallyPlan {
            unknown_periods: self.unknown_periods(),
            breakdown,
            axes: self.axes,
            parts: self.parts,
            table: Table::new(self.indicator.periods.len(), &self.lanes),
            lanes: self.lanes,
            weighings: self.weighings,
            watched: self.watched,
            seen: self.seen,
        })
    }

    fn unknown_periods(&self) -> Vec<bool> {
        let bounds = self.indicator.periods.bounds.windows(2);
        let is_known = |days: Days, need: &Need| {
            let counted = need.counted.intersect(days);
            let enough = match self.indicator.partial {
                Partial::Unknown => counted == days,
                Partial::Keep => !counted.is_empty(),
            };
            enough && need.sampled.contains(days.until - 1)
        };
        let known = bounds.map(|ends| {
            let days = Days {
                from: ends[0],
                until: ends[1],
            };
            self.needs.iter().all(|need| is_known(days, need))
        });
        known.map(|known| !known).collect()
    }
}

/// The days on which it can be known that a run ends: the next one is known too.
pub(super) fn left(known: Days) -> Days {
    shifted(known, 0, -1)
}

pub(super) fn shifted(days: Days, from: i32, until: i32) -> Days {
    Days {
        from: days.from.saturating_add(from).max(BEGIN),
        until: days.until.saturating_add(until),
    }
}

/// The common days; where there are none, no days at the beginning of the second, so that days can be held to them.
fn within(days: Days, seen: Days) -> Days {
    let common = days.intersect(seen);
    if common.is_empty() {
        return Days {
            from: seen.from,
            until: seen.from,
        };
    }
    common
}
