//! Writing a dataset.

use std::collections::BTreeMap;

use serde::Serialize;
use serde_json::value::RawValue;

use crate::cell::{Cell, CellState};
use crate::dimension::Role;
use crate::head::{Disclosure, Zeros};
use crate::notes::notes;
use crate::number::{Decimal, NumberFault};
use crate::table::{RESERVED, Table};
use crate::text::Language;

#[derive(Serialize)]
struct Dataset<'a> {
    version: &'static str,
    class: &'static str,
    label: &'a str,
    source: &'a str,
    updated: String,
    note: Vec<String>,
    id: Vec<&'a str>,
    size: Vec<usize>,
    role: Roles<'a>,
    dimension: BTreeMap<&'a str, DimensionOut<'a>>,
    value: Vec<Option<Box<RawValue>>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    status: BTreeMap<usize, &'static str>,
    extension: Extension<'a>,
}

#[derive(Serialize)]
struct Roles<'a> {
    #[serde(skip_serializing_if = "Vec::is_empty")]
    time: Vec<&'a str>,
    #[serde(skip_serializing_if = "Vec::is_empty")]
    geo: Vec<&'a str>,
    metric: Vec<&'a str>,
}

#[derive(Serialize)]
struct DimensionOut<'a> {
    label: &'a str,
    category: CategoryOut<'a>,
}

#[derive(Serialize)]
struct CategoryOut<'a> {
    index: Vec<&'a str>,
    label: BTreeMap<&'a str, &'a str>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    child: BTreeMap<&'a str, Vec<&'a str>>,
    #[serde(skip_serializing_if = "BTreeMap::is_empty")]
    unit: BTreeMap<&'a str, UnitOut<'a>>,
}

#[derive(Serialize)]
struct UnitOut<'a> {
    label: &'a str,
    decimals: u8,
}

#[derive(Serialize)]
struct Extension<'a> {
    symbols: BTreeMap<&'static str, String>,
    #[serde(skip_serializing_if = "Option::is_none")]
    threshold: Option<u32>,
    #[serde(skip_serializing_if = "Option::is_none")]
    zeros: Option<&'static str>,
    population: &'a str,
    left_out: u64,
    #[serde(flatten)]
    more: BTreeMap<String, serde_json::Value>,
}

/// Writes a table as a JSON-stat 2.0 dataset, with a line feed at the end.
pub fn json_stat(table: &Table, language: Language) -> Result<String, NumberFault> {
    json_stat_with(table, language, BTreeMap::new())
}

/// Writes a table as [`json_stat`] does, with more under `extension`, by key.
pub fn json_stat_with(
    table: &Table,
    language: Language,
    more: BTreeMap<String, serde_json::Value>,
) -> Result<String, NumberFault> {
    let head = table.head();
    let ids: Vec<&str> = table.dimensions().iter().map(|it| it.id.as_str()).collect();
    let with_role = |role: Role| -> Vec<&str> {
        let chosen = table.dimensions().iter().filter(|it| it.role == role);
        chosen.map(|it| it.id.as_str()).collect()
    };
    let mut value = Vec::with_capacity(table.cells().len());
    let mut status = BTreeMap::new();
    for (index, cell) in table.cells().iter().enumerate() {
        let measure = &table.measures()[index % table.measures().len()];
        value.push(match cell {
            Cell::Known(quantity) => Some(raw(measure.rounded(quantity)?)),
            Cell::Hidden | Cell::Unknown { .. } | Cell::NotApplicable => None,
        });
        if let Some(symbol) = cell.state().symbol() {
            status.insert(index, symbol);
        }
    }
    let symbols = [
        CellState::Hidden,
        CellState::Unknown,
        CellState::NotApplicable,
    ]
    .into_iter()
    .filter_map(|state| Some((state.symbol()?, state.meaning().within(language).to_owned())))
    .collect();
    let (threshold, zeros) = match &head.disclosure {
        Disclosure::Inside => (None, None),
        Disclosure::Released {
            threshold, zeros, ..
        } => {
            let zeros = match zeros {
                Zeros::Shown => "shown",
                Zeros::Hidden => "hidden",
            };
            (Some(*threshold), Some(zeros))
        }
    };
    let dataset = Dataset {
        version: "2.0",
        class: "dataset",
        label: head.title.within(language),
        source: head.source.within(language),
        updated: head.known_on.to_string(),
        note: notes(table, language)
            .into_iter()
            .map(|note| format!("{}: {}", note.label, note.text))
            .collect(),
        size: table
            .dimensions()
            .iter()
            .map(|it| it.members.len())
            .chain([table.measures().len()])
            .collect(),
        id: ids.into_iter().chain([RESERVED]).collect(),
        role: Roles {
            time: with_role(Role::Time),
            geo: with_role(Role::Place),
            metric: vec![RESERVED],
        },
        dimension: dimensions(table, language),
        value,
        status,
        extension: Extension {
            symbols,
            threshold,
            zeros,
            population: head.population.within(language),
            left_out: head.left_out.persons,
            more,
        },
    };
    let mut text = serde_json::to_string(&dataset).expect("a dataset of texts and numbers is JSON");
    text.push('\n');
    Ok(text)
}

fn raw(number: Decimal) -> Box<RawValue> {
    RawValue::from_string(number.plain()).expect("a plain decimal is JSON")
}

fn dimensions(table: &Table, language: Language) -> BTreeMap<&str, DimensionOut<'_>> {
    let mut out = BTreeMap::new();
    for dimension in table.dimensions() {
        let code = |member: usize| dimension.members[member].code.as_str();
        let child = (0..dimension.members.len())
            .map(|parent| {
                (
                    code(parent),
                    dimension.parts_of(parent).map(code).collect::<Vec<_>>(),
                )
            })
            .filter(|(_, parts)| !parts.is_empty());
        let category = CategoryOut {
            index: dimension
                .members
                .iter()
                .map(|it| it.code.as_str())
                .collect(),
            label: dimension
                .members
                .iter()
                .map(|it| (it.code.as_str(), it.label.within(language)))
                .collect(),
            child: child.collect(),
            unit: BTreeMap::new(),
        };
        let label = dimension.label.within(language);
        out.insert(dimension.id.as_str(), DimensionOut { label, category });
    }
    let measures = table.measures();
    let category = CategoryOut {
        index: measures.iter().map(|it| it.id.as_str()).collect(),
        label: measures
            .iter()
            .map(|it| (it.id.as_str(), it.label.within(language)))
            .collect(),
        child: BTreeMap::new(),
        unit: measures
            .iter()
            .map(|it| {
                let unit = UnitOut {
                    label: it.unit.within(language),
                    decimals: it.places,
                };
                (it.id.as_str(), unit)
            })
            .collect(),
    };
    let label = match language {
        Language::Danish => "Tal",
        Language::English => "Figure",
    };
    out.insert(RESERVED, DimensionOut { label, category });
    out
}
