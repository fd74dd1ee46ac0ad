//! Whether questions and histories follow the schema.

use crate::histories::Histories;
use crate::indicator::{Dimension, Indicator, Measure, Weight};
use crate::population::{Length, Misfit, SpellTest, Test};
use crate::schema::{AttributeId, ColumnId, Schema};

use super::error::PlanFault;
use super::query::{Query, Setting};

/// Whether histories have the tracks, columns and attributes of the schema, and as many values as persons.
pub(crate) fn follows(histories: &Histories, schema: &Schema) -> bool {
    let tracks = histories.tracks.iter().zip(&schema.tracks);
    histories.tracks.len() == schema.tracks.len()
        && histories.attributes.len() == schema.attributes.len()
        && (histories.attributes.iter()).all(|values| values.len() == histories.len())
        && tracks.into_iter().all(|(rows, track)| {
            rows.columns.len() == track.columns.len() && rows.offsets.len() == histories.len() + 1
        })
}

/// Checks what a query names and in which order; its populations are checked where they are compiled.
pub(crate) fn query(schema: &Schema, query: &Query, setting: &Setting) -> Result<(), PlanFault> {
    if setting.observation.len() != schema.tracks.len() {
        return Err(PlanFault::Observation {
            tracks: schema.tracks.len(),
            observed: setting.observation.len(),
        });
    }
    match query {
        Query::Cube(one) => indicator(schema, one),
        Query::List { population, .. } => Ok(population.check(schema)?),
    }
}

fn measure(schema: &Schema, one: &Measure) -> Result<(), PlanFault> {
    match one {
        Measure::Weighted { weight, .. } | Measure::WeightedOfStock { weight, .. } => {
            match weight {
                Weight::One => Ok(()),
                Weight::Column { of, column } => spells(schema, of, *column),
            }
        }
        Measure::Exits { still } => Ok(still.check(schema)?),
        Measure::Followed { still, after, .. } => {
            still.check(schema)?;
            after.holds.check(schema)?;
            Ok((after.censor.as_ref()).map_or(Ok(()), |censor| censor.check(schema))?)
        }
        Measure::Part { part, measure: one } => {
            part.check(schema)?;
            measure(schema, one)
        }
        Measure::Stock
        | Measure::Touched
        | Measure::Entries
        | Measure::CompletedRuns
        | Measure::CompletedDays => Ok(()),
    }
}

fn indicator(schema: &Schema, indicator: &Indicator) -> Result<(), PlanFault> {
    indicator.population.check(schema)?;
    ascending(&indicator.periods.bounds, "bounds of the periods")?;
    for one in &indicator.measures {
        measure(schema, one)?;
    }
    for dimension in &indicator.by {
        match dimension {
            Dimension::Column {
                of,
                column,
                gathered,
            } => {
                spells(schema, of, *column)?;
                ascending_codes(gathered)?;
            }
            Dimension::Attribute {
                attribute: one,
                gathered,
            } => {
                attribute(schema, *one)?;
                ascending_codes(gathered)?;
            }
            Dimension::Age { birth, bounds } => {
                attribute(schema, *birth)?;
                ascending(bounds, "age bounds")?;
            }
            Dimension::Seniority { of, bounds } => {
                of.check(schema)?;
                // A month is at least 28 days and at most 31: bounds that mix both may meet in between.
                let shortest = bounds.iter().map(|bound| days(*bound, 28));
                let longest = bounds.iter().map(|bound| days(*bound, 31));
                ascending(&shortest.collect::<Vec<_>>(), "bounds of the seniority")?;
                ascending(&longest.collect::<Vec<_>>(), "bounds of the seniority")?;
            }
        }
    }
    Ok(())
}

fn days(length: Length, of_month: u64) -> u64 {
    match length {
        Length::Days(days) => u64::from(days),
        Length::Months(months) => of_month * u64::from(months),
    }
}

fn ascending<T: PartialOrd>(values: &[T], what: &'static str) -> Result<(), PlanFault> {
    if values.windows(2).all(|pair| pair[0] < pair[1]) {
        Ok(())
    } else {
        Err(PlanFault::Order { what })
    }
}

fn ascending_codes(gathered: &[(i32, i32)]) -> Result<(), PlanFault> {
    let codes: Vec<i32> = gathered.iter().map(|(code, _)| *code).collect();
    ascending(&codes, "gathered codes")
}

fn spells(schema: &Schema, of: &SpellTest, column: ColumnId) -> Result<(), PlanFault> {
    of.check(schema)?;
    let track = &schema.tracks[usize::from(of.track.0)];
    if usize::from(column.0) < track.columns.len() {
        return Ok(());
    }
    Err(PlanFault::Population(Misfit::Column {
        track: of.track.0,
        column: column.0,
    }))
}

fn attribute(schema: &Schema, one: AttributeId) -> Result<(), PlanFault> {
    if usize::from(one.0) < schema.attributes.len() {
        return Ok(());
    }
    Err(PlanFault::Population(Misfit::Attribute(one.0)))
}

/// The column that a test looks at; none for the length.
pub(crate) fn tested_column(test: &Test) -> Option<ColumnId> {
    match test {
        Test::In { column, .. } | Test::NotIn { column, .. } | Test::Compare { column, .. } => {
            Some(*column)
        }
        Test::Lasts { .. } => None,
    }
}
