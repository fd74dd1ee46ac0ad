//! What of a table a chart shows: series of points, each a shown number or a symbol.

use crate::cell::{Cell, CellState};
use crate::dimension::Dimension;
use crate::number::{Decimal, NumberFault};
use crate::period::Period;
use crate::table::{MeasureKind, Table};
use crate::text::Language;

/// Which part of a table a chart shows.
///
/// Dimensions that are not named stand at their total (the one member that is part of nothing).
#[derive(Debug, Clone, PartialEq, Eq, Default)]
pub struct Selection {
    /// The measure; `None` for the first.
    pub measure: Option<String>,
    /// The dimension along the chart: periods of a line, groups of bars.
    pub along: String,
    /// The members along, by code; empty for all leaves.
    pub members: Vec<String>,
    /// The dimension whose members are compared, with their codes in order.
    pub compare: Option<(String, Vec<String>)>,
    /// Members at which other dimensions stand.
    pub fixed: Vec<(String, String)>,
}

/// Why a chart cannot be drawn.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum ChartFault {
    /// A name that the table does not have.
    #[error("the table has no »{0}«")]
    Missing(String),
    /// A dimension without a total must be fixed to a member.
    #[error("»{0}« has no single total; say which member is shown")]
    NoTotal(String),
    /// More series than can be told apart.
    #[error("a chart shows at most {most} series, not {found}")]
    TooMany {
        /// The most that can be told apart.
        most: usize,
        /// How many were asked for.
        found: usize,
    },
    /// A number cannot be rounded or is too large to draw.
    #[error(transparent)]
    Number(#[from] NumberFault),
}

/// The points of a chart.
#[derive(Debug, Clone)]
pub(super) struct Data {
    pub(super) title: String,
    pub(super) unit: String,
    /// The members at which dimensions stand that the chart does not show, if the caller chose them.
    pub(super) shown: Vec<String>,
    /// Source and day of knowledge, as a sentence.
    pub(super) origin: String,
    pub(super) language: Language,
    pub(super) places: u8,
    pub(super) percent: bool,
    pub(super) along: Vec<Along>,
    pub(super) series: Vec<Series>,
}

/// One place along the chart.
#[derive(Debug, Clone)]
pub(super) struct Along {
    pub(super) label: String,
    pub(super) period: Option<Period>,
    /// Totals are set apart from their parts.
    pub(super) is_total: bool,
}

/// One line, or one bar of each group.
#[derive(Debug, Clone)]
pub(super) struct Series {
    pub(super) label: String,
    pub(super) points: Vec<Point>,
}

/// A number as shown, or why there is none.
#[derive(Debug, Clone, Copy)]
pub(super) enum Point {
    At(Decimal),
    Missing(CellState),
}

impl Data {
    pub(super) fn of(
        table: &Table,
        selection: &Selection,
        language: Language,
    ) -> Result<Data, ChartFault> {
        let missing = |name: &str| ChartFault::Missing(name.to_owned());
        let measure = match &selection.measure {
            None => 0,
            Some(id) => table
                .measures()
                .iter()
                .position(|measure| measure.id == *id)
                .ok_or_else(|| missing(id))?,
        };
        let (along, dimension) = table
            .dimension(&selection.along)
            .ok_or_else(|| missing(&selection.along))?;
        let members = members(dimension, &selection.members)?;
        let compared = match &selection.compare {
            None => None,
            Some((id, codes)) => {
                let (at, dimension) = table.dimension(id).ok_or_else(|| missing(id))?;
                Some((at, dimension, self::members(dimension, codes)?))
            }
        };
        let mut at = Vec::with_capacity(table.dimensions().len());
        for (number, dimension) in table.dimensions().iter().enumerate() {
            let compared = compared.as_ref().is_some_and(|it| it.0 == number);
            at.push(if number == along || compared {
                0
            } else {
                stand(dimension, &selection.fixed)?
            });
        }
        let shown = &table.measures()[measure];
        let mut said = standing(table, selection, language);
        let row = |at: &mut Vec<usize>, label: String| -> Result<Series, ChartFault> {
            let mut points = Vec::with_capacity(members.len());
            for &member in &members {
                at[along] = member;
                let cell = table.cell(at, measure);
                points.push(match cell {
                    Cell::Known(quantity) => Point::At(shown.rounded(quantity)?),
                    _ => Point::Missing(cell.state()),
                });
            }
            Ok(Series { label, points })
        };
        let series = match compared {
            None => vec![row(&mut at, shown.label.within(language).to_owned())?],
            Some((place, dimension, compared)) => {
                let mut series = Vec::with_capacity(compared.len());
                for member in compared {
                    at[place] = member;
                    series.push(row(
                        &mut at,
                        dimension.members[member].label.within(language).to_owned(),
                    )?);
                }
                series
            }
        };
        Ok(Data {
            shown: {
                // A single compared member has no line of its own to be named at.
                if let (Some(_), [only]) = (&selection.compare, series.as_slice()) {
                    said.push(only.label.clone());
                }
                said
            },
            origin: origin(table, language),
            title: table.head().title.within(language).to_owned(),
            unit: shown.unit.within(language).to_owned(),
            language,
            places: shown.places,
            percent: shown.kind == MeasureKind::Ratio,
            along: members
                .iter()
                .map(|&member| Along {
                    label: dimension.members[member].label.within(language).to_owned(),
                    period: dimension.members[member].code.parse().ok(),
                    is_total: dimension.parts_of(member).next().is_some(),
                })
                .collect(),
            series,
        })
    }

    /// Whether any cell of the chart is missing for this reason.
    pub(super) fn is_missing_somewhere(&self, state: CellState) -> bool {
        self.series
            .iter()
            .flat_map(|series| &series.points)
            .any(|point| point.missing() == Some(state))
    }

    /// All numbers shown.
    pub(super) fn values(&self) -> Vec<i128> {
        self.series
            .iter()
            .flat_map(|series| &series.points)
            .filter_map(|point| point.units())
            .collect()
    }

    /// A number in the words of the language, with its per cent sign.
    pub(super) fn say(&self, number: Decimal) -> String {
        if self.percent {
            number.written_percent(self.language)
        } else {
            number.written(self.language)
        }
    }

    /// What a point says when pointed at.
    pub(super) fn explain(&self, series: &Series, along: usize) -> String {
        let said = match series.points[along] {
            Point::At(number) => self.say(number),
            Point::Missing(state) => state.meaning().within(self.language).to_owned(),
        };
        format!("{}, {}: {said}", series.label, self.along[along].label)
    }
}

impl Point {
    pub(super) fn units(self) -> Option<i128> {
        match self {
            Point::At(number) => Some(number.units),
            Point::Missing(_) => None,
        }
    }
}

impl Point {
    pub(super) fn missing(self) -> Option<CellState> {
        match self {
            Point::At(_) => None,
            Point::Missing(state) => Some(state),
        }
    }
}

/// The labels of members the caller fixed.
fn standing(table: &Table, selection: &Selection, language: Language) -> Vec<String> {
    let fixed = selection.fixed.iter().filter_map(|(id, code)| {
        let (_, dimension) = table.dimension(id)?;
        let member = dimension.position(code)?;
        Some(dimension.members[member].label.within(language).to_owned())
    });
    fixed.collect()
}

/// »Kilde: … Opgjort 30. juni 2026.«
fn origin(table: &Table, language: Language) -> String {
    let head = table.head();
    let source = head.source.within(language);
    let day = Period::Day(head.known_on).label();
    let day = day.within(language);
    match language {
        Language::Danish => format!("Kilde: {source}. Opgjort {day}."),
        Language::English => format!("Source: {source}. As known on {day}."),
    }
}

/// Named members, or all leaves.
fn members(dimension: &Dimension, codes: &[String]) -> Result<Vec<usize>, ChartFault> {
    if codes.is_empty() {
        let leaves =
            (0..dimension.members.len()).filter(|&it| dimension.parts_of(it).next().is_none());
        return Ok(leaves.collect());
    }
    codes
        .iter()
        .map(|code| {
            dimension
                .position(code)
                .ok_or_else(|| ChartFault::Missing(code.clone()))
        })
        .collect()
}

fn stand(dimension: &Dimension, fixed: &[(String, String)]) -> Result<usize, ChartFault> {
    if let Some((_, code)) = fixed.iter().find(|(id, _)| *id == dimension.id) {
        return dimension
            .position(code)
            .ok_or_else(|| ChartFault::Missing(code.clone()));
    }
    let mut roots =
        (0..dimension.members.len()).filter(|&it| dimension.members[it].parent.is_none());
    match (roots.next(), roots.next()) {
        (Some(root), None) => Ok(root),
        _ => Err(ChartFault::NoTotal(dimension.id.clone())),
    }
}
