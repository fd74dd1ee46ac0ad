//! Pieces of what stands beside the numbers: columns, choices, what is lacking, and what shares are taken of.

use rulebook::Parameter;
use serde::Serialize;
use tables::Text;

use super::numbers::{Lacking, Number};
use super::{Outcome, both};
use crate::request::Wanted;

/// A column of numbers.
#[derive(Debug, Clone, Serialize)]
pub(super) struct ColumnTold {
    pub(super) name: String,
    pub(super) title: Text,
    pub(super) unit: Text,
}

/// Numbers from outside, with where they come from.
#[derive(Debug, Clone, Serialize)]
pub(super) struct SeriesTold {
    pub(super) name: String,
    pub(super) title: Text,
    pub(super) sources: Vec<Text>,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct ParameterTold {
    pub(super) name: String,
    pub(super) value: String,
    pub(super) question: Text,
}

#[derive(Debug, Clone, Serialize)]
pub(super) struct LackingTold {
    pub(super) title: Text,
    pub(super) needs: Text,
}

impl LackingTold {
    pub(super) fn of(one: &Lacking) -> LackingTold {
        LackingTold {
            title: one.title.clone(),
            needs: one.needs.clone(),
        }
    }
}

pub(super) fn column(wanted: &Wanted, number: &Number) -> ColumnTold {
    let mut unit = number.unit.clone();
    // Files for programs hold the quotient itself, and a page's unit speaks of per cent.
    let is_share = number.kind() == tables::MeasureKind::Ratio;
    if is_share && wanted.form.holds_quotients() {
        unit = Text::new(
            format!("som brøk, 1 er 100 pct. ({})", unit.da),
            format!("as a fraction, 1 is 100 per cent ({})", unit.en),
        );
    }
    ColumnTold {
        name: number.id.clone(),
        title: number.title.clone(),
        unit,
    }
}

pub(super) fn series(
    outcome: &Outcome<'_>,
    wanted: &Wanted,
    numbers: &[Number],
) -> Vec<SeriesTold> {
    let mut places: Vec<usize> = numbers.iter().filter_map(Number::series).collect();
    places.sort_unstable();
    places.dedup();
    let all = outcome.catalogue.series();
    let series = places.into_iter().filter_map(|place| all.get(place));
    series
        .map(|one| SeriesTold {
            name: one.id.clone(),
            title: both(&one.title),
            sources: wanted.given.sources(&one.id),
        })
        .collect()
}

pub(super) fn parameter(parameter: &Parameter) -> ParameterTold {
    ParameterTold {
        name: parameter.name.clone(),
        value: parameter.value.clone(),
        question: both(&parameter.question),
    }
}
