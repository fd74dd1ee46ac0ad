//! By what figures may be broken down: a column, an attribute, the age or the seniority.

use std::ops::Range;

use calendar::{Day, Span};
use figures::{Dimension, Length, Population, SpellTest};

use super::{Registers, title, told_twice};
use crate::page::{Node, Part, Reader, Report, Sink, Tree, wrong_type};
use crate::{SourceRef, Text};

/// A breakdown that indicators may name.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Breakdown {
    /// Its id.
    pub id: String,
    /// What it is called.
    pub title: Text,
    /// What the bounds are.
    pub of: Bounds,
    /// Where it is said.
    pub source: SourceRef,
    pub(super) place: Range<usize>,
    pub(super) path: String,
}

/// What makes the members of a breakdown.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Bounds {
    /// A column of a track, perhaps gathered.
    Column {
        /// The track's id.
        track: String,
        /// The column's id.
        column: String,
        /// The gathering's id.
        gather: Option<String>,
    },
    /// An attribute, perhaps gathered.
    Attribute {
        /// The attribute's id.
        attribute: String,
        /// The gathering's id.
        gather: Option<String>,
    },
    /// Lower bounds of age in years.
    Age(Vec<u16>),
    /// Lower bounds of how long the population has lasted.
    Seniority(Vec<Length>),
}

/// Reads a breakdown; what it names is checked when everything is read.
pub(super) fn read(sink: &Sink, node: &Node, part: &Part, known: &mut Vec<Breakdown>) {
    let Some(mut reader) = Reader::of(sink, node) else {
        return;
    };
    let id = reader.required_id("id");
    let title = title(&mut reader);
    let track = reader.id("track");
    let column = reader.id("column");
    let attribute = reader.id("attribute");
    let gather = reader.id("gather").map(|gather| gather.value);
    let ages = ages(sink, reader.node("age"));
    let lengths = lengths(&mut reader);
    let of = match (track, column, attribute, ages, lengths) {
        (Some(track), Some(column), None, None, None) => Bounds::Column {
            track: track.value,
            column: column.value,
            gather,
        },
        (None, None, Some(attribute), None, None) => Bounds::Attribute {
            attribute: attribute.value,
            gather,
        },
        (None, None, None, Some(ages), None) => Bounds::Age(ages),
        (None, None, None, None, Some(lengths)) => Bounds::Seniority(lengths),
        _ => {
            let message = "det siges ikke, hvad der deles op efter";
            sink.tell(Report::error("no-kind", reader.place(), message).remedy(
                "skriv track og column, attribute, age = [18, 25, …] eller seniority = [\"P1D\", …]",
            ));
            return;
        }
    };
    reader.finish();
    let (Some(id), Some(title)) = (id, title) else {
        return;
    };
    if known.iter().any(|known| known.id == id.value) {
        told_twice(sink, &id.place, &id.value);
        return;
    }
    known.push(Breakdown {
        id: id.value,
        title,
        of,
        source: super::source_of(part),
        place: id.place,
        path: sink.path().to_owned(),
    });
}

fn ages(sink: &Sink, node: Option<&Node>) -> Option<Vec<u16>> {
    let node = node?;
    let Tree::List(items) = &node.tree else {
        wrong_type(sink, node, "en liste af aldre");
        return None;
    };
    let ages: Vec<u16> = items
        .iter()
        .filter_map(|item| match item.tree {
            Tree::Number(age) => u16::try_from(age).ok().filter(|age| *age <= 150),
            _ => None,
        })
        .collect();
    if ages.is_empty() || ages.len() < items.len() || !rises(&ages) {
        let message = "aldre er hele år fra 0 til 150, og de stiger";
        sink.tell(
            Report::error("bad-bounds", &node.place, message)
                .remedy("skriv for eksempel [18, 25, 30]"),
        );
        return None;
    }
    Some(ages)
}

fn lengths(reader: &mut Reader<'_>) -> Option<Vec<Length>> {
    let node = reader.node("seniority")?;
    let items = reader.items("seniority");
    let lengths: Vec<Length> = items
        .iter()
        .filter_map(|item| match &item.tree {
            Tree::Text(text) => length(text.parse().ok()?),
            _ => None,
        })
        .collect();
    let days = |length: &Length| match length {
        Length::Days(days) => days * 12,
        Length::Months(months) => months * 365,
    };
    if lengths.is_empty()
        || lengths.len() < items.len()
        || !rises(&lengths.iter().map(days).collect::<Vec<_>>())
    {
        let message = "varigheder er dage, uger, måneder eller år, og de stiger";
        reader.sink().tell(
            Report::error("bad-bounds", &node.place, message)
                .remedy("skriv for eksempel [\"P1D\", \"P13W\", \"P1Y\"]"),
        );
        return None;
    }
    Some(lengths)
}

/// A span as a length of the engine: days or months, not both.
pub(crate) fn length(span: Span) -> Option<Length> {
    match (span.months, span.days, span.working_days) {
        (0, days, 0) if days > 0 => Some(Length::Days(u32::from(days))),
        (months, 0, 0) if months > 0 => Some(Length::Months(u32::from(months))),
        _ => None,
    }
}

fn rises<T: PartialOrd>(values: &[T]) -> bool {
    values.windows(2).all(|pair| pair[0] < pair[1])
}

/// Tells breakdowns that name nothing, and takes them away.
pub(super) fn check(registers: &mut Registers, pages: &[(&Sink, &[Part])]) {
    let broken: Vec<Breakdown> = registers
        .breakdowns()
        .iter()
        .filter(|breakdown| {
            breakdown
                .dimension(registers, &Population::Everyone, None)
                .is_none()
        })
        .cloned()
        .collect();
    for breakdown in broken {
        let message =
            "sporet, kolonnen, egenskaben eller samlingen findes ikke, eller er ikke en kode";
        let sink = pages.iter().find(|(sink, _)| sink.path() == breakdown.path);
        if let Some((sink, _)) = sink {
            sink.tell(
                Report::error("unknown-column", &breakdown.place, message)
                    .remedy("skriv navne, som et skema og en registerliste har"),
            );
        }
        registers.drop_breakdown(&breakdown.id);
    }
}

impl Breakdown {
    /// The engine's dimension: gatherings are those of the day, and without a day any that there is; seniority is that of
    /// the population. `None` where a name leads nowhere on that day.
    pub fn dimension(
        &self,
        registers: &Registers,
        population: &Population,
        day: Option<Day>,
    ) -> Option<Dimension> {
        let schema = registers.schema();
        match &self.of {
            Bounds::Column {
                track,
                column,
                gather,
            } => {
                let (track, column) = registers.column(track, column)?;
                let kind = &schema.tracks[usize::from(track.0)].columns[usize::from(column.0)].kind;
                Some(Dimension::Column {
                    of: SpellTest {
                        track,
                        tests: Vec::new(),
                    },
                    column,
                    gathered: gathered(registers, kind, gather.as_deref(), day)?,
                })
            }
            Bounds::Attribute { attribute, gather } => {
                let attribute = schema.attribute(attribute)?;
                let kind = &schema.attributes[usize::from(attribute.0)].kind;
                Some(Dimension::Attribute {
                    attribute,
                    gathered: gathered(registers, kind, gather.as_deref(), day)?,
                })
            }
            Bounds::Age(bounds) => Some(Dimension::Age {
                birth: registers.birth()?,
                bounds: bounds.clone(),
            }),
            Bounds::Seniority(bounds) => Some(Dimension::Seniority {
                of: population.clone(),
                bounds: bounds.clone(),
            }),
        }
    }
}

fn gathered(
    registers: &Registers,
    kind: &figures::ColumnKind,
    gather: Option<&str>,
    day: Option<Day>,
) -> Option<Vec<(i32, i32)>> {
    let figures::ColumnKind::Code { list } = kind else {
        return None;
    };
    let list = registers.list(list)?;
    let Some(gather) = gather else {
        return Some(Vec::new());
    };
    let found = match day {
        Some(day) => list.gathering(gather, day),
        None => list.gatherings.iter().find(|known| known.id == gather),
    };
    found.map(|gathering| gathering.pairs.clone())
}
