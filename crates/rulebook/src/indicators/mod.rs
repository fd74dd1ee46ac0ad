//! Indicators: what the pages say about numbers, compiled for the engine and with every word a reader needs.
//!
//! The format of the pages is `docs/indicator-pages.md`. Nothing here knows an indicator by its name.

use std::sync::Arc;

use calendar::Day;
use figures::language::Vocabulary;
use figures::{Dimension, Indicator, Partial, Periods, Population};

use crate::registers::Registers;
use crate::{Parameter, SourceRef, Text};

mod cohorts;
mod draft;
mod judgement;
mod judgements;
mod lines;
mod load;
mod measure;
mod parameters;
mod published;
mod quotient;
mod shown;
mod versions;

pub use cohorts::{CohortVersion, LeavingReason, Success};
pub use judgement::{Against, Asked, Clause, Condition, JudgementVersion, Verdict};
pub(crate) use load::load;
pub use measure::{DaysOff, NamedMeasure};
pub use published::{PublishedDimension, PublishedPart, PublishedSeries};
pub use quotient::Quotient;
pub use shown::{How, Shown};

/// Everything the pages say about figures.
#[derive(Debug, Clone, Default)]
pub struct Catalogue {
    registers: Registers,
    populations: Vec<Arc<PopulationVersion>>,
    indicators: Vec<Arc<IndicatorVersion>>,
    judgements: Vec<Arc<JudgementVersion>>,
    cohorts: Vec<Arc<CohortVersion>>,
    series: Vec<Series>,
}

/// A population with a name, as it is for some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PopulationVersion {
    /// Its id.
    pub id: String,
    /// The heading.
    pub title: Text,
    /// First day on which it holds.
    pub from: Day,
    /// First day on which it does not hold any more.
    pub until: Option<Day>,
    /// Where it is said.
    pub source: SourceRef,
    /// How it is counted, in the page's own words; a line for each paragraph.
    pub method: String,
    /// The line on the page.
    pub line: String,
    /// What the line means.
    pub population: Population,
    /// Questions the source leaves open, with the answers that hold.
    pub parameters: Vec<Parameter>,
    /// What is known to be wrong with it.
    pub faults: Vec<Text>,
    /// Whether the page says that it is made up, to try the engine with, and no official number.
    pub invented: bool,
    /// The page.
    pub path: String,
    /// Where on the page.
    pub anchor: String,
}

/// An indicator as it is for some time.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct IndicatorVersion {
    /// Its id.
    pub id: String,
    /// The heading.
    pub title: Text,
    /// First day on which it holds.
    pub from: Day,
    /// First day on which it does not hold any more.
    pub until: Option<Day>,
    /// Where it is said.
    pub source: SourceRef,
    /// How it is counted, in the page's own words; a line for each paragraph.
    pub method: String,
    /// The line on the page.
    pub line: String,
    /// What the line means.
    pub population: Population,
    /// What the engine counts.
    pub measures: Vec<NamedMeasure>,
    /// What is shown, made of the measures.
    pub shown: Vec<Shown>,
    /// The breakdowns that may be asked for, by id.
    pub by: Vec<String>,
    /// The lengths of period that may be asked for; the first is the usual one.
    pub periods: Vec<Period>,
    /// What becomes of a period that is known only in part.
    pub partial: Partial,
    /// Which days off the calendar of the run has to know, where a measure counts working days.
    pub days_off: Option<DaysOff>,
    /// Other indicators that answer the same question in another way.
    pub rivals: Vec<String>,
    /// Published tables whose numbers can stand beside its own.
    pub published: Vec<PublishedSeries>,
    /// Questions the source leaves open, with the answers that hold.
    pub parameters: Vec<Parameter>,
    /// What is known to be wrong with it.
    pub faults: Vec<Text>,
    /// Whether the page says that it is made up, to try the engine with, and no official number.
    pub invented: bool,
    /// The page.
    pub path: String,
    /// Where on the page.
    pub anchor: String,
}

/// A length of period.
#[derive(Debug, Clone, Copy, PartialEq, Eq, PartialOrd, Ord, Hash)]
#[expect(missing_docs, reason = "the names say it")]
pub enum Period {
    Week,
    Month,
    Quarter,
    Year,
}

/// Numbers that come from elsewhere, by municipality and period: an expected number, a labour force.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Series {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// Where the numbers come from.
    pub source: SourceRef,
}

/// Something asked of an indicator that its page does not allow.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum AskError {
    /// The breakdown is not one of the indicator's.
    #[error("»{breakdown}« kan ikke bruges til »{indicator}«; her kan bruges: {allowed}")]
    Breakdown {
        /// Which indicator.
        indicator: String,
        /// What was asked for.
        breakdown: String,
        /// The page's breakdowns.
        allowed: String,
    },
    /// The breakdown is gathered to something that does not exist on the day.
    #[error("»{breakdown}« findes ikke den {day}")]
    NotOnDay {
        /// What was asked for.
        breakdown: String,
        /// When.
        day: Day,
    },
}

impl Catalogue {
    /// Tracks, code lists and breakdowns.
    pub fn registers(&self) -> &Registers {
        &self.registers
    }

    /// All versions of all indicators, by id and first day.
    pub fn indicators(&self) -> &[Arc<IndicatorVersion>] {
        &self.indicators
    }

    /// The version of an indicator that holds on a day.
    pub fn indicator(&self, id: &str, day: Day) -> Option<&Arc<IndicatorVersion>> {
        let mut found = self.indicators.iter();
        found.find(|one| one.id == id && holds(one.from, one.until, day))
    }

    /// All versions of all named populations.
    pub fn populations(&self) -> &[Arc<PopulationVersion>] {
        &self.populations
    }

    /// The version of a named population that holds on a day.
    pub fn population(&self, id: &str, day: Day) -> Option<&Arc<PopulationVersion>> {
        let mut found = self.populations.iter();
        found.find(|one| one.id == id && holds(one.from, one.until, day))
    }

    /// All versions of all judgements.
    pub fn judgements(&self) -> &[Arc<JudgementVersion>] {
        &self.judgements
    }

    /// The version of a judgement that holds on a day.
    pub fn judgement(&self, id: &str, day: Day) -> Option<&Arc<JudgementVersion>> {
        let mut found = self.judgements.iter();
        found.find(|one| one.id == id && holds(one.from, one.until, day))
    }

    /// All versions of all ways to freeze and follow a population.
    pub fn cohorts(&self) -> &[Arc<CohortVersion>] {
        &self.cohorts
    }

    /// The way to freeze and follow a population that holds on a day.
    pub fn cohort(&self, id: &str, day: Day) -> Option<&Arc<CohortVersion>> {
        let mut found = self.cohorts.iter();
        found.find(|one| one.id == id && holds(one.from, one.until, day))
    }

    /// How a frozen population is followed on a day: as its page says it then, or said it last.
    pub fn cohort_followed(&self, id: &str, day: Day) -> Option<&Arc<CohortVersion>> {
        let newest = || self.cohorts.iter().rfind(|one| one.id == id);
        self.cohort(id, day).or_else(newest)
    }

    /// The numbers that have to be imported.
    pub fn series(&self) -> &[Series] {
        &self.series
    }

    /// The words a line may use on a day: tracks, codes, and the populations that have a name then.
    pub fn vocabulary(&self, day: Day) -> Vocabulary {
        let mut vocabulary = self.registers.vocabulary(day);
        for population in &self.populations {
            if holds(population.from, population.until, day) {
                vocabulary.name(load::named(population));
            }
        }
        vocabulary
    }
}

impl IndicatorVersion {
    /// The engine's question: this indicator over these periods, broken down by these.
    ///
    /// # Errors
    /// When a breakdown is not one of the page's, or its gathering does not exist on the last period's last day.
    pub fn asked(
        &self,
        registers: &Registers,
        by: &[&str],
        periods: Periods,
    ) -> Result<Indicator, AskError> {
        let day = periods
            .bounds
            .last()
            .map_or(self.from, |end| Day::from_epoch(end - 1));
        let dimensions = by.iter().map(|id| self.dimension(registers, id, day));
        Ok(Indicator {
            population: self.population.clone(),
            measures: self
                .measures
                .iter()
                .map(|one| one.measure.clone())
                .collect(),
            by: dimensions.collect::<Result<_, _>>()?,
            periods,
            partial: self.partial,
        })
    }

    fn dimension(&self, registers: &Registers, id: &str, day: Day) -> Result<Dimension, AskError> {
        let allowed = self.by.iter().any(|known| known == id);
        let Some(breakdown) = registers.breakdown(id).filter(|_| allowed) else {
            return Err(AskError::Breakdown {
                indicator: self.id.clone(),
                breakdown: id.to_owned(),
                allowed: self.by.join(", "),
            });
        };
        let found = breakdown.dimension(registers, &self.population, Some(day));
        found.ok_or_else(|| AskError::NotOnDay {
            breakdown: id.to_owned(),
            day,
        })
    }

    /// The place of a measure among the measures.
    pub fn measure(&self, id: &str) -> Option<usize> {
        self.measures.iter().position(|measure| measure.id == id)
    }
}

pub(crate) fn holds(from: Day, until: Option<Day>, day: Day) -> bool {
    from <= day && until.is_none_or(|until| day < until)
}
