//! The persons behind a number: who must be shown when someone asks where it comes from.
//!
//! The number is computed again for fewer and fewer persons, by the same code that computed it for all. So the list cannot
//! tell anything else than the number does.

use crate::cube::CubeRow;
use crate::histories::Histories;
use crate::indicator::{Indicator, Periods};
use crate::measure::table::Lane;
use crate::plan::Buffers;
use crate::sets::Tile;

use super::check;
use super::error::RunError;
use super::plan::{Asked, Plan};
use super::query::Query;
use super::tally::{Tally, TallyPlan};

/// One number of a cube.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Number {
    /// The period's place in the indicator's periods.
    pub period: u32,
    /// One member a dimension, as in [`CubeRow`].
    pub members: Vec<i32>,
    /// The measure's place.
    pub measure: usize,
}

impl Number {
    /// A number of a row.
    pub fn of(row: &CubeRow, measure: usize) -> Number {
        Number {
            period: row.period,
            members: row.members.to_vec(),
            measure,
        }
    }
}

impl Plan {
    /// The ids of the persons of whom one alone has the number not be zero, in the order of the histories.
    ///
    /// For a measure that counts persons they are exactly as many as the number says; for entries, exits and completed runs
    /// a person can be behind several; for weighted days the persons are those whose days weigh something.
    ///
    /// # Errors
    /// A number that no answer to the query has, or histories that do not follow the schema.
    pub fn behind(
        &self,
        query: usize,
        number: &Number,
        histories: &Histories,
    ) -> Result<Vec<i64>, RunError> {
        let none = RunError::NoSuchNumber { query };
        let narrow = self.narrowed(query, number).ok_or(none.clone())?;
        let plan = Plan::compile(&self.schema, &[Query::Cube(narrow)], &self.setting);
        let plan = plan.map_err(|_| none.clone())?;
        if !check::follows(histories, &self.schema) {
            return Err(RunError::Shape);
        }
        let Some(Asked::Cube(tally_plan)) = plan.asked.first() else {
            return Err(none);
        };
        let mut search = Search {
            plan: &plan,
            tally_plan,
            tally: Tally::new(tally_plan)?,
            sets: Buffers::default(),
            members: &number.members,
            found: Vec::new(),
        };
        for tile in Tile::all(histories) {
            search.look(tile)?;
        }
        Ok(search.found)
    }

    /// The query's indicator with one measure and one period.
    fn narrowed(&self, query: usize, number: &Number) -> Option<Indicator> {
        let Query::Cube(indicator) = self.queries.get(query)? else {
            return None;
        };
        let period = number.period as usize;
        let bounds = indicator.periods.bounds.get(period..period + 2)?;
        Some(Indicator {
            measures: vec![indicator.measures.get(number.measure)?.clone()],
            periods: Periods {
                bounds: bounds.to_vec(),
            },
            ..indicator.clone()
        })
    }
}

/// A search for the persons behind a number.
struct Search<'a> {
    plan: &'a Plan,
    tally_plan: &'a TallyPlan,
    tally: Tally,
    sets: Buffers,
    members: &'a [i32],
    found: Vec<i64>,
}

impl Search<'_> {
    /// Looks among the persons of a tile, half by half.
    fn look(&mut self, tile: Tile<'_>) -> Result<(), RunError> {
        self.plan.populations.evaluate(tile, &mut self.sets);
        self.tally.clear();
        self.tally.add(self.tally_plan, &tile, &self.sets)?;
        self.tally.complete(self.tally_plan)?;
        let number = self.tally.number(self.tally_plan, self.members);
        // Weights may be negative: then nothing can be said of several persons by their sum.
        let weighted = matches!(self.tally_plan.lanes[..], [Lane::Weighted { .. }]);
        if number == 0 && (!weighted || tile.persons() == 1) {
            return Ok(());
        }
        if tile.persons() == 1 {
            self.found.push(tile.histories.persons[tile.from]);
            return Ok(());
        }
        let middle = tile.from + tile.persons() / 2;
        self.look(Tile {
            until: middle,
            ..tile
        })?;
        self.look(Tile {
            from: middle,
            ..tile
        })
    }
}
