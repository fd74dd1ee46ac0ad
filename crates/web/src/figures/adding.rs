//! How the parts of a number add up, month by month: read from the numbers, because a reader can read it too.

use std::collections::BTreeMap;

use tables::{Parts, Table};

use super::table::{TIME, TOTAL};

/// For each measure of a table: over which dimension its parts relate to their whole, and how.
pub(super) type Adding = Vec<Option<(String, Parts)>>;

/// How each of several tables adds up, and the codes of the months in which they do.
pub(super) type Way = (Vec<Adding>, Vec<String>);

/// The months in which every measure of every table adds up in the same way, with the way; each month once.
pub(super) fn alike(tables: &[Table]) -> Vec<Way> {
    let Some((_, time)) = tables.first().and_then(|table| table.dimension(TIME)) else {
        return Vec::new();
    };
    let mut ways: BTreeMap<Vec<Vec<u8>>, Way> = BTreeMap::new();
    for (month, member) in time.members.iter().enumerate() {
        let adding: Vec<Adding> = tables.iter().map(|table| of_month(table, month)).collect();
        let key = adding
            .iter()
            .map(|adding| adding.iter().map(|part| rank(part.as_ref())).collect())
            .collect();
        let (_, months) = ways.entry(key).or_insert_with(|| (adding, Vec::new()));
        months.push(member.code.clone());
    }
    ways.into_values().collect()
}

fn rank(part: Option<&(String, Parts)>) -> u8 {
    match part.map(|(_, parts)| parts) {
        None => 0,
        Some(Parts::Exact) => 1,
        Some(Parts::Overlapping) => 2,
        Some(Parts::Within) => 3,
    }
}

fn of_month(table: &Table, month: usize) -> Adding {
    let measures = 0..table.measures().len();
    let [by, _] = table.dimensions() else {
        return measures.map(|_| None).collect();
    };
    let Some(total) = by.position(TOTAL) else {
        return measures.map(|_| None).collect();
    };
    let parts: Vec<usize> = (0..by.members.len())
        .filter(|member| *member != total)
        .collect();
    if parts.is_empty() {
        return measures.map(|_| None).collect();
    }
    measures
        .map(|measure| {
            let whole = table.cell(&[total, month], measure);
            let parts = parts
                .iter()
                .map(|&member| table.cell(&[member, month], measure));
            Some((by.id.clone(), tables::adding(whole, parts)?))
        })
        .collect()
}
