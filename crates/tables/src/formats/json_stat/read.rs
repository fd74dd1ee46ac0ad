//! Reading a dataset, ours or another's.

use std::collections::BTreeMap;

use serde::Deserialize;
use serde_json::value::RawValue;

use crate::cell::CellState;
use crate::number::Decimal;

/// A dataset as read: dimensions in order, and numbers with their status, the last dimension varying fastest.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonStat {
    /// What the dataset is called.
    pub label: String,
    /// When it was last changed, as written.
    pub updated: Option<String>,
    /// Where it comes from.
    pub source: Option<String>,
    /// The dimensions; measures are one of them.
    pub dimensions: Vec<JsonStatDimension>,
    /// The numbers; `None` where there is none.
    pub values: Vec<Option<Decimal>>,
    /// The status of each cell as written; `None` where there is none.
    pub statuses: Vec<Option<String>>,
}

/// A dimension as read.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct JsonStatDimension {
    /// Its name.
    pub id: String,
    /// What readers call it.
    pub label: String,
    /// Code and label of its categories, in order.
    pub categories: Vec<(String, String)>,
}

/// Why a text is no dataset.
#[derive(Debug, thiserror::Error)]
pub enum JsonStatFault {
    /// Not JSON, or a part is of the wrong type.
    #[error("the text is not a JSON-stat dataset")]
    Json(#[from] serde_json::Error),
    /// Something is missing or does not fit.
    #[error("the dataset has no proper »{0}«")]
    Missing(String),
    /// A value that is no plain decimal number.
    #[error("»{0}« is not a number with at most 12 decimals")]
    Number(String),
}

#[derive(Deserialize)]
struct DatasetIn<'a> {
    #[serde(default)]
    label: String,
    updated: Option<String>,
    source: Option<String>,
    id: Option<Vec<String>>,
    size: Option<Vec<usize>>,
    #[serde(borrow)]
    dimension: BTreeMap<String, &'a RawValue>,
    #[serde(borrow)]
    value: ListOrMap<&'a RawValue>,
    status: Option<StatusIn>,
}

#[derive(Deserialize)]
struct Wrapped<'a> {
    #[serde(borrow)]
    dataset: DatasetIn<'a>,
}

#[derive(Deserialize)]
struct DimensionIn {
    #[serde(default)]
    label: String,
    category: CategoryIn,
}

#[derive(Deserialize)]
struct CategoryIn {
    index: Option<IndexIn>,
    #[serde(default)]
    label: BTreeMap<String, String>,
}

#[derive(Deserialize)]
#[serde(untagged)]
enum IndexIn {
    List(Vec<String>),
    Map(BTreeMap<String, usize>),
}

#[derive(Deserialize)]
#[serde(untagged)]
enum StatusIn {
    Same(String),
    List(Vec<Option<String>>),
    Map(BTreeMap<String, Option<String>>),
}

/// A list, or a map from positions. Told apart by hand, for raw values do not pass through untagged enums.
struct ListOrMap<T>(Vec<(usize, T)>);

impl<'de: 'a, 'a> Deserialize<'de> for ListOrMap<&'a RawValue> {
    fn deserialize<D: serde::Deserializer<'de>>(input: D) -> Result<Self, D::Error> {
        use serde::de::Error;
        let raw = <&RawValue>::deserialize(input)?;
        if raw.get().starts_with('[') {
            let list: Vec<&RawValue> = serde_json::from_str(raw.get()).map_err(D::Error::custom)?;
            return Ok(ListOrMap(list.into_iter().enumerate().collect()));
        }
        let map: BTreeMap<String, &RawValue> =
            serde_json::from_str(raw.get()).map_err(D::Error::custom)?;
        map.into_iter()
            .map(|(position, value)| Ok((position.parse().map_err(D::Error::custom)?, value)))
            .collect::<Result<_, _>>()
            .map(ListOrMap)
    }
}

/// Reads a dataset: version 2.0, or the older form in which it lies under `dataset`.
pub fn read_json_stat(text: &str) -> Result<JsonStat, JsonStatFault> {
    let text = text.trim_start_matches('\u{feff}');
    let dataset = match serde_json::from_str::<Wrapped<'_>>(text) {
        Ok(wrapped) => wrapped.dataset,
        Err(_) => serde_json::from_str::<DatasetIn<'_>>(text)?,
    };
    let missing = |what: &str| JsonStatFault::Missing(what.to_owned());
    let inner = |name: &str| dataset.dimension.get(name).map(|raw| raw.get());
    let ids: Vec<String> = match (&dataset.id, inner("id")) {
        (Some(ids), _) => ids.clone(),
        (None, Some(ids)) => serde_json::from_str(ids)?,
        (None, None) => return Err(missing("id")),
    };
    let sizes: Vec<usize> = match (&dataset.size, inner("size")) {
        (Some(sizes), _) => sizes.clone(),
        (None, Some(sizes)) => serde_json::from_str(sizes)?,
        (None, None) => return Err(missing("size")),
    };
    if ids.len() != sizes.len() {
        return Err(missing("size"));
    }
    let mut dimensions = Vec::with_capacity(ids.len());
    for (id, size) in ids.iter().zip(&sizes) {
        let raw = inner(id).ok_or_else(|| missing(id))?;
        let dimension: DimensionIn = serde_json::from_str(raw)?;
        let categories = categories(dimension.category);
        if categories.len() != *size {
            return Err(missing(id));
        }
        dimensions.push(JsonStatDimension {
            id: id.clone(),
            label: dimension.label,
            categories,
        });
    }
    let cells = sizes
        .iter()
        .try_fold(1_usize, |cells, size| cells.checked_mul(*size))
        .filter(|cells| *cells <= 100_000_000)
        .ok_or_else(|| missing("size"))?;
    let mut values = vec![None; cells];
    for (position, raw) in dataset.value.0 {
        let place = values.get_mut(position).ok_or_else(|| missing("value"))?;
        *place = decimal(raw.get())?;
    }
    let statuses = statuses(dataset.status, cells).ok_or_else(|| missing("status"))?;
    Ok(JsonStat {
        label: dataset.label,
        updated: dataset.updated,
        source: dataset.source,
        dimensions,
        values,
        statuses,
    })
}

fn categories(category: CategoryIn) -> Vec<(String, String)> {
    let codes: Vec<String> = match category.index {
        Some(IndexIn::List(codes)) => codes,
        Some(IndexIn::Map(map)) => {
            let mut codes: Vec<(usize, String)> =
                map.into_iter().map(|(code, at)| (at, code)).collect();
            codes.sort();
            codes.into_iter().map(|(_, code)| code).collect()
        }
        // A dimension of one category may leave the index out.
        None => category.label.keys().cloned().collect(),
    };
    let labelled = codes.into_iter().map(|code| {
        let label = category.label.get(&code).unwrap_or(&code).clone();
        (code, label)
    });
    labelled.collect()
}

fn statuses(status: Option<StatusIn>, cells: usize) -> Option<Vec<Option<String>>> {
    let mut statuses = vec![None; cells];
    match status {
        None => {}
        Some(StatusIn::Same(status)) => statuses.fill(Some(status)),
        Some(StatusIn::List(list)) if list.len() == cells => statuses = list,
        Some(StatusIn::List(_)) => return None,
        Some(StatusIn::Map(map)) => {
            for (position, status) in map {
                *statuses.get_mut(position.parse::<usize>().ok()?)? = status;
            }
        }
    }
    Some(statuses)
}

/// A JSON number or a quoted one, exactly; `null` and symbols in quotes are no number.
fn decimal(raw: &str) -> Result<Option<Decimal>, JsonStatFault> {
    if raw == "null" {
        return Ok(None);
    }
    let quoted = raw
        .strip_prefix('"')
        .and_then(|rest| rest.strip_suffix('"'));
    let text = quoted.unwrap_or(raw);
    if quoted.is_some_and(|text| CellState::from_symbol(text).is_some()) {
        return Ok(None);
    }
    let fault = || JsonStatFault::Number(raw.to_owned());
    let (negative, digits) = match text.strip_prefix('-') {
        Some(digits) => (true, digits),
        None => (false, text),
    };
    let (whole, fraction) = digits.split_once('.').unwrap_or((digits, ""));
    let all_digits = |text: &str| text.bytes().all(|byte| byte.is_ascii_digit());
    if whole.is_empty() || fraction.len() > 12 || !all_digits(whole) || !all_digits(fraction) {
        return Err(fault());
    }
    let units: i128 = format!("{whole}{fraction}").parse().map_err(|_| fault())?;
    Ok(Some(Decimal {
        units: if negative { -units } else { units },
        places: u8::try_from(fraction.len()).map_err(|_| fault())?,
    }))
}
