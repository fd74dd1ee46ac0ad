//! Indicators: what is counted of a population, over which periods, broken down by what.

use crate::population::{Length, Population, SpellTest};
use crate::schema::{AttributeId, ColumnId};

/// What the engine counts; the names, sources and known faults stand beside it on its rulebook page.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Indicator {
    /// Who.
    pub population: Population,
    /// What of them; one number a cell and period for each.
    pub measures: Vec<Measure>,
    /// By what; the cells are the product of these.
    pub by: Vec<Dimension>,
    /// Over which periods.
    pub periods: Periods,
    /// What becomes of a period that is known only in part.
    pub partial: Partial,
}

/// What becomes of a period of which some days, but not all, can be known.
///
/// It concerns the measures that look at every day of a period; a stock looks at the sample day alone.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash, Default)]
pub enum Partial {
    /// The period is unknown and has no rows.
    #[default]
    Unknown,
    /// Its known days are counted. The page has to say so under the number.
    Keep,
}

/// A number per cell and period. All are exact integers; a full-time figure is divided when it is shown.
///
/// A *run* of the population is a longest sequence of days in it. Its first day is an entry when the day before is known
/// to lie outside the population, its last day an exit when the day after is.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Measure {
    /// Persons in the population on the period's last day, in the cell of that day.
    Stock,
    /// Distinct persons who are in the population and the cell on at least one day of the period.
    Touched,
    /// Weighted days of the population within the period, each day in the cell of that day.
    Weighted {
        /// What a day weighs.
        weight: Weight,
        /// Which days count.
        days: DayCount,
    },
    /// Weighted days of the whole period, inside and outside the population, for the persons who are in it on the period's last
    /// day; all in the cell of that day.
    WeightedOfStock {
        /// What a day weighs.
        weight: Weight,
        /// Which days count.
        days: DayCount,
    },
    /// First days of runs within the period.
    Entries,
    /// Last days of runs within the period on which the person leaves for something else than `still`: the next day is neither
    /// in the population nor in `still`. With `Population::Or(vec![])` every end of a run counts.
    Exits {
        /// What does not count as having left.
        still: Population,
    },
    /// Those of [`Measure::Exits`] with the same `still` of which this can be said of what came after.
    Followed {
        /// What does not count as having left.
        still: Population,
        /// What is asked of the days that follow.
        after: After,
        /// Which answer is counted.
        outcome: Outcome,
    },
    /// Runs that end within the period and whose first day is known, in the cell of their last day.
    ///
    /// By length: break the measure down by [`Dimension::Seniority`] of the population itself.
    CompletedRuns,
    /// The days of those runs, from the first to the last; divided by [`Measure::CompletedRuns`] it is the mean length.
    CompletedDays,
    /// The measure of the part of the population for which `part` holds too: a share is two measures, the part and the whole.
    Part {
        /// What else must hold.
        part: Population,
        /// The measure, which may not be a part itself.
        measure: Box<Measure>,
    },
}

impl Measure {
    /// Whether days are added up, weighted or not; else persons or events are counted.
    pub fn counts_days(&self) -> bool {
        matches!(
            self.whole(),
            Measure::Weighted { .. } | Measure::WeightedOfStock { .. } | Measure::CompletedDays
        )
    }

    /// Which days of a period a day measure counts; calendar days where nothing else is said.
    pub fn day_count(&self) -> DayCount {
        match self.whole() {
            Measure::Weighted { days, .. } | Measure::WeightedOfStock { days, .. } => *days,
            _ => DayCount::Calendar,
        }
    }

    /// Whether every one counted is a person, each of them once; entries and exits count a person again and again.
    pub fn counts_persons(&self) -> bool {
        matches!(self.whole(), Measure::Stock | Measure::Touched)
    }

    /// The count of those whose days are added up: persons, or completed runs; a count itself.
    #[must_use]
    pub fn persons(&self) -> Measure {
        match self {
            Measure::Weighted { .. } => Measure::Touched,
            Measure::WeightedOfStock { .. } => Measure::Stock,
            Measure::CompletedDays => Measure::CompletedRuns,
            Measure::Part { part, measure } => Measure::Part {
                part: part.clone(),
                measure: Box::new(measure.persons()),
            },
            other => other.clone(),
        }
    }

    /// What is measured of the whole population, where this is the measure of a part.
    fn whole(&self) -> &Measure {
        match self {
            Measure::Part { measure, .. } => measure,
            other => other,
        }
    }
}

/// What is asked of the days after an exit.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct After {
    /// Which days are asked about.
    pub horizon: Horizon,
    /// What must be true on every one of them; »without benefit« is `Population::Not`.
    pub holds: Population,
    /// What ends the observation of a person (death, emigration): if it comes true within the horizon while `holds` has been
    /// true until then, the exit is censored.
    pub censor: Option<Population>,
}

/// The days after an exit that are asked about.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Horizon {
    /// So many days from the day after the last day of the run.
    Days(u32),
    /// So many whole calendar months, from the first one that begins after the last day of the run.
    WholeMonths(u32),
}

/// What can be said of an exit. Every exit is one of told, censored and untold; the held ones are some of the told.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Outcome {
    /// The whole horizon is observed and the exit is not censored.
    Told,
    /// Told, and `holds` was true on every day.
    Held,
    /// The whole horizon is observed, and the person's observation ended in it before `holds` failed.
    Censored,
    /// A day of the horizon is not observed yet, or lacks a value.
    Untold,
}

/// What a day weighs.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Weight {
    /// One.
    One,
    /// The sum of the column over the spells that pass the test and cover the day.
    ///
    /// The values are integers over a denominator that the method on the page names (per cent of full time: 100; minutes a
    /// week: 2,220). A day with a missing value adds nothing, and its person is counted among those with unknown days. Where
    /// the same test gives a breakdown by column, each spell's value goes to that spell's own cell.
    Column {
        /// Which spells.
        of: SpellTest,
        /// The column, a number.
        column: ColumnId,
    },
}

/// Which days of a period count.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum DayCount {
    /// Every calendar day.
    Calendar,
    /// Working days, by the calendar that the run is given.
    Working,
}

/// By what a number is broken down.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub enum Dimension {
    /// The value of a column of the spells that pass the test and cover the day.
    ///
    /// A day without such a spell is in the member »unknown«; a day with several counts in each of their cells, once in each.
    Column {
        /// Which spells; usually all of a track.
        of: SpellTest,
        /// The column, a code.
        column: ColumnId,
        /// What the codes are gathered to (municipality → region): pairs (code, member), ascending; empty for the codes
        /// themselves. A code that is not gathered is unknown.
        gathered: Vec<(i32, i32)>,
    },
    /// The value of an attribute.
    Attribute {
        /// The attribute, a code.
        attribute: AttributeId,
        /// As above.
        gathered: Vec<(i32, i32)>,
    },
    /// The age in years: member i is from `bounds[i]` to below `bounds[i + 1]`; the last has no end. Younger is unknown.
    ///
    /// It is the age on the day of an event or a sample, and on the last day of the period where a whole period is measured.
    Age {
        /// The attribute with the day of birth.
        birth: AttributeId,
        /// The bounds, ascending.
        bounds: Vec<u16>,
    },
    /// For how long `of` has been true without a break, the day itself included: member i is from `bounds[i]` to below
    /// `bounds[i + 1]`; the last has no end. On which day: as for the age.
    ///
    /// Shorter than the first bound, outside `of`, or running since before the observation and not yet the longest bound by
    /// what is observed: unknown.
    Seniority {
        /// What.
        of: Population,
        /// The bounds, ascending.
        bounds: Vec<Length>,
    },
}

/// Consecutive periods; the sample day of each is its last day.
#[derive(Debug, Clone, PartialEq, Eq, Hash)]
pub struct Periods {
    /// Period i is `bounds[i] ≤ day < bounds[i + 1]`, days since 1970-01-01, ascending; empty for no period.
    pub bounds: Vec<i32>,
}

impl Periods {
    /// The calendar months from the one that holds `first` to the one that holds `last`, `months` of them to a period (3 for
    /// quarters, 12 for years).
    pub fn months(first: i32, last: i32, months: u16) -> Periods {
        let start = calendar::Day::from_epoch(first).month_start();
        let mut bounds = vec![start.epoch()];
        let mut count = 0;
        while bounds.last().is_some_and(|&bound| bound <= last) {
            count += i32::from(months.max(1));
            bounds.push(start.plus_months(count).epoch());
        }
        if bounds.len() == 1 {
            bounds.clear();
        }
        Periods { bounds }
    }

    /// The ISO weeks from the one that holds `first` to the one that holds `last`.
    pub fn weeks(first: i32, last: i32) -> Periods {
        let start = calendar::Day::from_epoch(first).week_start().epoch();
        if last < start {
            return Periods { bounds: Vec::new() };
        }
        let weeks = (last - start) / 7 + 1;
        Periods {
            bounds: (0..=weeks).map(|week| start + 7 * week).collect(),
        }
    }

    /// One period of a single day.
    pub fn day(day: i32) -> Periods {
        Periods {
            bounds: vec![day, day + 1],
        }
    }

    /// How many periods.
    pub fn len(&self) -> usize {
        self.bounds.len().saturating_sub(1)
    }

    /// Whether there is no period.
    pub fn is_empty(&self) -> bool {
        self.len() == 0
    }

    /// The last day of a period, on which stock is taken.
    pub fn sample_day(&self, period: usize) -> i32 {
        self.bounds[period + 1] - 1
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn part(measure: Measure) -> Measure {
        Measure::Part {
            part: Population::Everyone,
            measure: Box::new(measure),
        }
    }

    #[test]
    fn a_part_counts_what_its_measure_counts() {
        let weighted = |days| Measure::Weighted {
            weight: Weight::One,
            days,
        };
        let of_stock = Measure::WeightedOfStock {
            weight: Weight::One,
            days: DayCount::Working,
        };
        let (calendar, working) = (DayCount::Calendar, DayCount::Working);
        // Whether it counts days and which, whether it counts persons, and whose days they are.
        for (measure, counts_days, day_count, counts_persons, persons) in [
            (Measure::Stock, false, calendar, true, Measure::Stock),
            (Measure::Touched, false, calendar, true, Measure::Touched),
            (weighted(calendar), true, calendar, false, Measure::Touched),
            (weighted(working), true, working, false, Measure::Touched),
            (of_stock, true, working, false, Measure::Stock),
            (Measure::Entries, false, calendar, false, Measure::Entries),
            (
                Measure::CompletedDays,
                true,
                calendar,
                false,
                Measure::CompletedRuns,
            ),
        ] {
            let pairs = [
                (measure.clone(), persons.clone()),
                (part(measure), part(persons)),
            ];
            for (measure, persons) in pairs {
                assert_eq!(measure.counts_days(), counts_days, "{measure:?}");
                assert_eq!(measure.day_count(), day_count, "{measure:?}");
                assert_eq!(measure.counts_persons(), counts_persons, "{measure:?}");
                assert_eq!(measure.persons(), persons, "{measure:?}");
            }
        }
    }
}
