//! Indicators: what is counted of a population, over which periods, broken down by what.

use crate::population::{Length, Population, SpellTest};
use crate::schema::{AttributeId, ColumnId, TrackId};

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
}

/// A number per cell and period. All are exact integers; a full-time figure is divided when it is shown.
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
    /// Weighted days of *these spells* within the period, for the persons who are in the population on the period's last day, all in
    /// the cell of that day.
    WeightedOfStock {
        /// Which spells.
        of: SpellTest,
        /// What a day weighs.
        weight: Weight,
        /// Which days count.
        days: DayCount,
    },
    /// First days of unbroken runs of the population within the period.
    Entries,
    /// Last days within the period of unbroken runs of the population on which the person leaves for something else than `still`, in
    /// the cell of that last day: the next day is neither in the population nor in `still`.
    Exits {
        /// What does not count as having left.
        still: Population,
        /// Only those whose `observed` days after the last day lie wholly in the observation; 0 for all.
        observed: u32,
    },
    /// Those of [`Measure::Exits`] with the same `still` after which `without` is false on each of the `days` that follow.
    LastingExits {
        /// What does not count as having left.
        still: Population,
        /// What must stay away.
        without: Population,
        /// For so many days.
        days: u32,
    },
    /// Those of [`Measure::Exits`] with the same `still` after which `with` is true on every day of so many whole calendar months, from
    /// the first month that begins after the last day.
    ExitsInto {
        /// What does not count as having left.
        still: Population,
        /// What must hold.
        with: Population,
        /// For so many whole calendar months.
        months: u32,
    },
    /// Completed days of the runs of the population that end within the period, in the cell of their last day.
    CompletedDays,
}

/// What a day weighs.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
pub enum Weight {
    /// One.
    One,
    /// The value of a column of the spell, an integer over a denominator that the method on the page names (per cent of full
    /// time: 100; minutes a week: 2,220).
    Column(TrackId, ColumnId),
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
    /// The value of a column of the spell that holds on the day; where several hold, the first row. A person without such a spell is
    /// in the member »unknown«.
    Column {
        /// The track.
        track: TrackId,
        /// The column, a code.
        column: ColumnId,
        /// What the codes are gathered to (municipality → region): pairs (code, member), ascending; empty for the codes themselves.
        gathered: Vec<(i32, i32)>,
    },
    /// The value of an attribute.
    Attribute {
        /// The attribute, a code.
        attribute: AttributeId,
        /// As above.
        gathered: Vec<(i32, i32)>,
    },
    /// The age on the day in years: member i is from `bounds[i]` to below `bounds[i + 1]`; the last has no end. Younger is unknown.
    Age {
        /// The attribute with the day of birth.
        birth: AttributeId,
        /// The bounds, ascending.
        bounds: Vec<u16>,
    },
    /// For how long `of` has been true without a break up to the day: member i is from `bounds[i]` to below `bounds[i + 1]`.
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
