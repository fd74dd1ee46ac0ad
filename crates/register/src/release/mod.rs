//! Answers that leave the house: small numbers hidden, and what would give them away, proved by an audit ([`tables::release`]).
//!
//! A table that leaves has its totals, for others have them too; they are counted beside it, and so are the persons whose days
//! a number adds up. All tables of a request about one indicator are judged together, period by period: what they share are
//! the same cells.

mod adding;
mod cuts;
mod judge;
mod plan;
mod shown;

use figures::{Answer, Query, WorkingDays};
use rulebook::Catalogue;
use tables::{Dimension, Table, Text, Zeros};

use crate::form::FormError;
use crate::request::Request;

/// How numbers are protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Protection {
    /// Numbers about fewer persons than this are hidden.
    pub threshold: u32,
    /// Whether zeros are shown.
    pub zeros: Zeros,
}

impl Default for Protection {
    /// Five persons, zeros shown.
    fn default() -> Protection {
        Protection {
            threshold: 5,
            zeros: Zeros::Shown,
        }
    }
}

/// A request whose tables leave the house: what must be counted, and how its answers are released.
#[derive(Debug)]
pub struct Publication<'r> {
    request: &'r Request,
    protection: Protection,
    families: Vec<plan::Family>,
    queries: Vec<Query>,
}

/// A table that may leave the house.
#[derive(Debug)]
pub struct Released {
    /// Its place in the request.
    pub wanted: usize,
    /// The numbers: the breakdowns in the order of the request, each with its total, and the periods last.
    pub table: Table,
    /// What was given up where hiding was not enough.
    pub given_up: Vec<GivenUp>,
    /// Combinations of members and periods that are not shown.
    pub hidden: usize,
    /// The codes of periods that cannot be known.
    pub unknown: Vec<String>,
    pub(crate) persons_with_unknown_days: u64,
}

/// A breakdown that is not shown in some periods, because hiding numbers would not protect everybody.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct GivenUp {
    /// Which, by id and name; none where no number of the periods could be shown.
    pub breakdown: Option<(String, Text)>,
    /// The codes of the periods.
    pub periods: Vec<String>,
}

impl GivenUp {
    /// For the reader of the table.
    pub fn told(&self) -> Text {
        let periods = self.periods.join(", ");
        match &self.breakdown {
            Some((_, name)) => Text::new(
                format!(
                    "Fordelingen »{}« er udeladt for at beskytte enkeltpersoner i {periods}",
                    name.da
                ),
                format!(
                    "The breakdown “{}” is left out to protect individuals in {periods}",
                    name.en
                ),
            ),
            None => Text::new(
                format!("Intet tal er vist, for at beskytte enkeltpersoner, i {periods}"),
                format!("No number is shown, to protect individuals, in {periods}"),
            ),
        }
    }
}

/// Answers could not be released.
#[derive(Debug, thiserror::Error)]
pub enum ReleaseError {
    /// More cells than can be judged.
    #[error("{} felter er for mange til at blive frigivet; spørg om færre perioder eller en grovere fordeling", .0)]
    TooLarge(usize),
    /// The numbers do not fit each other.
    #[error(
        "tallene passer ikke sammen ({0}); det er en fejl i programmet, skriv til dem, der laver det"
    )]
    Unfit(Box<dyn std::error::Error + Send + Sync>),
}

/// What the names of members and days are taken from.
#[derive(Debug, Clone, Copy)]
pub struct Ground<'a> {
    /// The rulebook's words.
    pub catalogue: &'a Catalogue,
    /// Which days are working days.
    pub working_days: Option<&'a WorkingDays>,
    /// How many threads judge.
    pub threads: usize,
}

impl Publication<'_> {
    /// Plans the release of a request's tables; the file is the request's.
    ///
    /// # Errors
    /// What cannot be released together, and what to do.
    pub fn of<'r>(
        request: &'r Request,
        file: &std::path::Path,
        catalogue: &Catalogue,
        protection: Protection,
    ) -> Result<Publication<'r>, FormError> {
        let (families, queries) = plan::plan(request, catalogue)
            .map_err(|problem| FormError::new(file, Text::default(), problem))?;
        Ok(Publication {
            request,
            protection,
            families,
            queries,
        })
    }

    /// What must be counted; the answers go to [`Publication::release`] in the same order.
    pub fn queries(&self) -> &[Query] {
        &self.queries
    }

    /// How the numbers are protected.
    pub fn protection(&self) -> Protection {
        self.protection
    }

    /// The tables of the request, in its order, as they may leave the house. `progress` is told how many periods are judged of
    /// how many.
    ///
    /// # Errors
    /// There are too many cells, or the answers are not those of the queries.
    pub fn release(
        &self,
        answers: &[Answer],
        ground: Ground<'_>,
        progress: &(dyn Fn(u64, u64) + Sync),
    ) -> Result<Vec<Released>, ReleaseError> {
        let all = self
            .families
            .iter()
            .map(|one| one.starts.len() as u64)
            .sum();
        let mut done = 0;
        let mut released = Vec::new();
        for family in &self.families {
            let judging = judge::Judging::new(family, answers, self, ground)?;
            let judged = judging.periods(&|one| progress(done + one, all))?;
            done += family.starts.len() as u64;
            for &wanted in &family.wanted {
                released.push(judging.table(wanted, &judged)?);
            }
        }
        released.sort_by_key(|one| one.wanted);
        Ok(released)
    }
}

/// The total of a breakdown, in codes.
pub(crate) const TOTAL: &str = "total";

fn with_total(dimension: Dimension) -> Dimension {
    let Dimension {
        id,
        label,
        role,
        members,
    } = dimension;
    let empty = Dimension::new(id, label, role).member(TOTAL, Text::new("I alt", "Total"));
    members.into_iter().fold(empty, |dimension, member| {
        dimension.part(0, member.code, member.label)
    })
}

#[cfg(test)]
mod tests;
