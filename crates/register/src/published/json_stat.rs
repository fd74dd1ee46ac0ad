//! JSON-stat: the cube as Danmarks Statistik's interface writes it (1.x, inside `dataset`) and version 2.0.

use serde_json::Value;

use super::number::{DecimalMark, number};
use super::{
    MOST_CELLS, PublishedForm, PublishedNumber, PublishedPeriod, PublishedProblem, PublishedRow,
    PublishedTable,
};

/// A cube's axis: its name and its members' labels in order.
pub(super) struct Axis {
    pub(super) name: String,
    pub(super) members: Vec<String>,
    pub(super) time: bool,
    pub(super) metric: bool,
}

/// Whether this is JSON-stat.
pub(super) fn looks_like(json: &Value) -> bool {
    let set = json.get("dataset").unwrap_or(json);
    set.get("dimension").is_some() && set.get("value").is_some()
}

/// Reads one dataset.
pub(super) fn read(json: &Value) -> Result<PublishedTable, PublishedProblem> {
    let set = json.get("dataset").unwrap_or(json);
    let dimension = &set["dimension"];
    // Version 1 keeps id, size and role inside `dimension`, version 2 beside it.
    let beside = |key: &str| set.get(key).or_else(|| dimension.get(key));
    let ids = texts(beside("id"), "id")?;
    let sizes = beside("size")
        .and_then(Value::as_array)
        .ok_or_else(|| lacks("size"))?;
    let role = beside("role");
    let mut axes = Vec::new();
    for (id, size) in ids.iter().zip(sizes) {
        let found = axis_of(dimension, role, id)?;
        if size.as_u64() != u64::try_from(found.members.len()).ok() {
            return Err(PublishedProblem::Cells {
                values: found.members.len(),
                cells: size
                    .as_u64()
                    .and_then(|size| size.try_into().ok())
                    .unwrap_or(0),
            });
        }
        axes.push(found);
    }
    let cells = cells(&axes)?;
    let values = values(&set["value"], set.get("status"), cells)?;
    let text = |key: &str| set.get(key).and_then(Value::as_str).map(str::to_owned);
    let mut table = from_cube(PublishedForm::JsonStat, &axes, &values)?;
    table.title = text("label");
    table.source = text("source");
    table.updated = text("updated");
    Ok(table)
}

fn lacks(what: &str) -> PublishedProblem {
    PublishedProblem::Lacks {
        what: what.to_owned(),
    }
}

fn texts(value: Option<&Value>, what: &str) -> Result<Vec<String>, PublishedProblem> {
    let list = value.and_then(Value::as_array).ok_or_else(|| lacks(what))?;
    let text = |one: &Value| one.as_str().map(str::to_owned).ok_or_else(|| lacks(what));
    list.iter().map(text).collect()
}

fn axis_of(dimension: &Value, role: Option<&Value>, id: &str) -> Result<Axis, PublishedProblem> {
    let axis = dimension.get(id).ok_or_else(|| lacks(id))?;
    let category = &axis["category"];
    let labels = &category["label"];
    let codes: Vec<String> = match &category["index"] {
        Value::Array(_) => texts(Some(&category["index"]), "index")?,
        Value::Object(index) => {
            let mut codes: Vec<_> = index.iter().map(|(code, at)| (at.as_u64(), code)).collect();
            codes.sort();
            codes.into_iter().map(|(_, code)| code.clone()).collect()
        }
        // A dimension of one member need not have an index.
        _ => labels
            .as_object()
            .map(|labels| labels.keys().cloned().collect())
            .ok_or_else(|| lacks("category"))?,
    };
    let plays = |part: &str| {
        role.and_then(|role| role.get(part))
            .and_then(Value::as_array)
            .is_some_and(|ids| ids.iter().any(|one| one == id))
    };
    let time = plays("time");
    let label = |code: &String| {
        let label = labels.get(code).and_then(Value::as_str);
        // A period is known by its code, everything else by its name.
        match label {
            Some(label) if !time || !PublishedPeriod::could_be(code) => label.to_owned(),
            _ => code.clone(),
        }
    };
    Ok(Axis {
        name: (axis.get("label").and_then(Value::as_str))
            .unwrap_or(id)
            .to_owned(),
        members: codes.iter().map(label).collect(),
        time,
        metric: plays("metric"),
    })
}

/// How many cells the axes make.
pub(super) fn cells(axes: &[Axis]) -> Result<usize, PublishedProblem> {
    axes.iter()
        .try_fold(1_usize, |product, axis| {
            product.checked_mul(axis.members.len())
        })
        .filter(|&product| product <= MOST_CELLS)
        .ok_or(PublishedProblem::TooManyCells)
}

fn values(
    value: &Value,
    status: Option<&Value>,
    cells: usize,
) -> Result<Vec<PublishedNumber>, PublishedProblem> {
    let at = |from: &Value, cell: usize| match from {
        Value::Array(all) => all.get(cell).cloned(),
        Value::Object(some) => some.get(&cell.to_string()).cloned(),
        Value::String(_) => Some(from.clone()),
        _ => None,
    };
    if let Value::Array(all) = value
        && all.len() != cells
    {
        return Err(PublishedProblem::Cells {
            values: all.len(),
            cells,
        });
    }
    if !value.is_array() && !value.is_object() {
        return Err(lacks("value"));
    }
    let one = |cell: usize| {
        let text = match at(value, cell) {
            Some(Value::Number(number)) => number.to_string(),
            Some(Value::String(text)) => text,
            _ => match status.and_then(|status| at(status, cell)) {
                Some(Value::String(symbol)) => return Ok(PublishedNumber::Missing(symbol)),
                _ => String::new(),
            },
        };
        number(&text, DecimalMark::Point).map_err(|why| PublishedProblem::Number {
            row: cell + 1,
            column: "value".to_owned(),
            text: text.chars().take(40).collect(),
            why,
        })
    };
    (0..cells).map(one).collect()
}

/// Lays a cube out in rows: the time axis becomes the period, the metric axis the measures, the rest the members. The last axis varies
/// fastest.
pub(super) fn from_cube(
    form: PublishedForm,
    axes: &[Axis],
    values: &[PublishedNumber],
) -> Result<PublishedTable, PublishedProblem> {
    let time = axes
        .iter()
        .position(|axis| axis.time)
        .or_else(|| axes.iter().position(all_periods))
        .ok_or(PublishedProblem::NoPeriod)?;
    let metric = axes.iter().position(|axis| axis.metric);
    let measures = metric.map_or_else(|| vec![String::new()], |at| axes[at].members.clone());
    let kept: Vec<usize> = (0..axes.len())
        .filter(|&at| at != time && Some(at) != metric)
        .collect();
    let stride = |at: usize| -> usize {
        axes[at + 1..]
            .iter()
            .map(|axis| axis.members.len())
            .product()
    };
    let member = |cell: usize, at: usize| cell / stride(at) % axes[at].members.len();
    let mut rows = Vec::new();
    for cell in 0..values.len() {
        // A row begins where the metric is at its first member; its other numbers lie strides further on.
        if metric.is_some_and(|at| member(cell, at) != 0) {
            continue;
        }
        let step = metric.map_or(0, stride);
        rows.push(PublishedRow {
            period: PublishedPeriod::new(&axes[time].members[member(cell, time)]),
            members: (kept.iter())
                .map(|&at| axes[at].members[member(cell, at)].clone())
                .collect(),
            numbers: (0..measures.len())
                .map(|measure| values[cell + measure * step].clone())
                .collect(),
        });
    }
    Ok(PublishedTable {
        form,
        title: None,
        source: None,
        updated: None,
        dimensions: kept.iter().map(|&at| axes[at].name.clone()).collect(),
        measures,
        rows,
    })
}

fn all_periods(axis: &Axis) -> bool {
    let by_name = matches!(
        axis.name.to_lowercase().as_str(),
        "tid" | "time" | "period" | "periode"
    );
    by_name
        || !axis.members.is_empty()
            && axis
                .members
                .iter()
                .all(|member| PublishedPeriod::could_be(member))
}
