//! The answers of jobindsats' interface, versions 2 and 3: a heading and rows.

use serde_json::Value;

use super::number::{DecimalMark, number};
use super::{
    PublishedForm, PublishedNumber, PublishedPeriod, PublishedProblem, PublishedRow, PublishedTable,
};

/// What a column is.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Part {
    Period,
    Dimension,
    Measure,
}

/// A heading and rows of text, before it is known which columns are numbers.
pub(super) struct Grid {
    pub(super) form: PublishedForm,
    pub(super) names: Vec<String>,
    /// What the file itself says a column is.
    pub(super) declared: Vec<Option<Part>>,
    pub(super) rows: Vec<Vec<String>>,
    pub(super) mark: DecimalMark,
}

/// Version 2: an array with one object, `Variables` with `Name` and `Label`, and `Data`.
pub(super) fn version_two(json: &Value) -> Result<PublishedTable, PublishedProblem> {
    let answer = json.get(0).unwrap_or(json);
    let variables = list(answer, "Variables")?;
    let mut names = Vec::new();
    let mut declared = Vec::new();
    for variable in variables {
        let name = text_of(variable.get("Name"));
        let label = text_of(variable.get("Label"));
        declared.push(declared_by_name(&name));
        names.push(if label.is_empty() { name } else { label });
    }
    from_grid(&Grid {
        form: PublishedForm::JobindsatsTwo,
        names,
        declared,
        rows: rows(list(answer, "Data")?)?,
        mark: DecimalMark::Comma,
    })
}

/// Version 3: `columns` (names, or objects with a name) and `rows` (arrays).
pub(super) fn version_three(json: &Value) -> Result<PublishedTable, PublishedProblem> {
    let columns = list(json, "columns")?;
    let mut names = Vec::new();
    let mut declared = Vec::new();
    for column in columns {
        let of_key = |key: &str| column.get(key).map(|value| text_of(Some(value)));
        let id = of_key("id").or_else(|| of_key("column_id"));
        let name = of_key("name")
            .or_else(|| of_key("label"))
            .or_else(|| of_key("column_name"));
        let name = name.unwrap_or_else(|| text_of(Some(column)));
        declared.push(declared_by_name(id.as_deref().unwrap_or(&name)));
        names.push(name);
    }
    from_grid(&Grid {
        form: PublishedForm::JobindsatsThree,
        names,
        declared,
        rows: rows(list(json, "rows")?)?,
        mark: DecimalMark::Comma,
    })
}

fn list<'a>(json: &'a Value, key: &str) -> Result<&'a Vec<Value>, PublishedProblem> {
    json.get(key)
        .and_then(Value::as_array)
        .ok_or_else(|| PublishedProblem::Lacks {
            what: key.to_owned(),
        })
}

fn rows(data: &[Value]) -> Result<Vec<Vec<String>>, PublishedProblem> {
    let mut rows = Vec::with_capacity(data.len());
    for row in data {
        let fields = row.as_array().ok_or_else(|| PublishedProblem::Lacks {
            what: "[…]".to_owned(),
        })?;
        rows.push(fields.iter().map(|field| text_of(Some(field))).collect());
    }
    Ok(rows)
}

/// A JSON number is written with a point; jobindsats' texts with a comma. Both become texts with a comma.
fn text_of(value: Option<&Value>) -> String {
    match value {
        Some(Value::String(text)) => text.trim().to_owned(),
        Some(Value::Number(number)) => number.to_string().replace('.', ","),
        _ => String::new(),
    }
}

fn declared_by_name(name: &str) -> Option<Part> {
    let name = name.trim().to_lowercase();
    if matches!(name.as_str(), "period" | "periode" | "tid" | "time") {
        Some(Part::Period)
    } else if name.starts_with('_') || matches!(name.as_str(), "area" | "område" | "omraade") {
        Some(Part::Dimension)
    } else {
        None
    }
}

/// Sorts the columns into period, dimensions and measures, and reads the numbers.
pub(super) fn from_grid(grid: &Grid) -> Result<PublishedTable, PublishedProblem> {
    for (at, row) in grid.rows.iter().enumerate() {
        if row.len() != grid.names.len() {
            return Err(PublishedProblem::Width {
                row: at + 1,
                found: row.len(),
                expected: grid.names.len(),
            });
        }
    }
    let parts = parts(grid)?;
    let columns = |part: Part| {
        (0..grid.names.len())
            .filter(|&at| parts[at] == part)
            .collect::<Vec<_>>()
    };
    let (dimensions, measures) = (columns(Part::Dimension), columns(Part::Measure));
    let period = columns(Part::Period)[0];
    let mut rows = Vec::with_capacity(grid.rows.len());
    for (at, row) in grid.rows.iter().enumerate() {
        let read = |&column: &usize| numbered(grid, at, column);
        rows.push(PublishedRow {
            period: PublishedPeriod::new(&row[period]),
            members: dimensions
                .iter()
                .map(|&column| row[column].clone())
                .collect(),
            numbers: measures.iter().map(read).collect::<Result<_, _>>()?,
        });
    }
    let names = |columns: &[usize]| columns.iter().map(|&at| grid.names[at].clone()).collect();
    Ok(PublishedTable {
        form: grid.form,
        title: None,
        source: None,
        updated: None,
        dimensions: names(&dimensions),
        measures: names(&measures),
        rows,
    })
}

fn numbered(grid: &Grid, row: usize, column: usize) -> Result<PublishedNumber, PublishedProblem> {
    let text = &grid.rows[row][column];
    number(text, grid.mark).map_err(|why| PublishedProblem::Number {
        row: row + 1,
        column: grid.names[column].clone(),
        text: text.chars().take(40).collect(),
        why,
    })
}

/// What each column is: as declared; else the first one whose every field could be a period is the period, a column that has at least as
/// many numbers as other texts holds numbers (so that one bad field is reported, not hidden as a label), and the rest break down.
fn parts(grid: &Grid) -> Result<Vec<Part>, PublishedProblem> {
    let mut parts = grid.declared.clone();
    if !parts.contains(&Some(Part::Period)) {
        let all_periods = |&at: &usize| {
            parts[at].is_none()
                && !grid.rows.is_empty()
                && (grid.rows.iter()).all(|row| PublishedPeriod::could_be(&row[at]))
        };
        let period = (0..grid.names.len()).find(all_periods);
        parts[period.ok_or(PublishedProblem::NoPeriod)?] = Some(Part::Period);
    }
    let mut period_seen = false;
    let found: Vec<Part> = (parts.into_iter().enumerate())
        .map(|(at, part)| match part {
            Some(Part::Period) if period_seen => Part::Dimension,
            Some(part) => {
                period_seen |= part == Part::Period;
                part
            }
            None if mostly_numbers(grid, at) => Part::Measure,
            None => Part::Dimension,
        })
        .collect();
    if found.contains(&Part::Measure) {
        Ok(found)
    } else {
        Err(PublishedProblem::NoMeasure)
    }
}

fn mostly_numbers(grid: &Grid, column: usize) -> bool {
    let (mut numbers, mut others) = (0_usize, 0_usize);
    for row in &grid.rows {
        match number(&row[column], grid.mark) {
            Ok(PublishedNumber::Number(_)) => numbers += 1,
            Ok(PublishedNumber::Missing(_)) => {}
            Err(_) => others += 1,
        }
    }
    numbers > 0 && numbers >= others
}
