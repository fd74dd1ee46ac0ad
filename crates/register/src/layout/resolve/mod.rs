//! From the TOML form to a layout that holds together.

mod column;
mod files;
mod kinds;
mod table;

use std::path::Path;

use calendar::Day;
use figures::{Attribute, Column, Observation, Schema, Track};
use tables::Text;

use super::file::{DaysFile, LayoutFile};
use super::{Field, Known, Layout, Table, TrackPlace};
use crate::form::{self, FormError, Problem};
use kinds::Kinds;

pub(super) fn layout(
    form: LayoutFile,
    file: &Path,
    known: Option<&Known<'_>>,
) -> Result<Layout, FormError> {
    let at = |table: &str, problem: Problem| FormError::new(file, Text::same(table), problem);
    let folder = file.parent().unwrap_or(Path::new(""));
    let (from, until) = range(&form.observed).map_err(|problem| at("observed", problem))?;
    let observed = Observation { from, until };
    let known_on = form
        .known
        .as_ref()
        .map_or(Ok(Day::from_epoch(until - 1)), form::day)
        .map_err(|problem| at("known", problem))?;
    let persons = form
        .persons
        .map(|form| {
            let kinds = Kinds::attributes(known);
            table::persons(form, folder, &kinds).map_err(|problem| at("persons", problem))
        })
        .transpose()?;
    let mut tracks: Vec<Table> = Vec::new();
    for form in form.tracks {
        let name = form.name.clone();
        if tracks.iter().any(|one| one.name == name) {
            let problem = (
                Text::new("sporet står to gange", "the track stands twice"),
                Text::new(
                    "giv hvert spor én tabel; en tabel kan have flere filer",
                    "give each track one table; a table may have several files",
                ),
            );
            return Err(at(&name, problem));
        }
        let table = Kinds::track(known, &name)
            .and_then(|kinds| table::track(form, folder, observed, &kinds))
            .map_err(|problem| at(&name, problem))?;
        tracks.push(table);
    }
    let schema = known.map_or_else(
        || schema(&tracks, persons.as_ref()),
        |known| known.schema.clone(),
    );
    let field = |fields: &[Field], name: &str| fields.iter().position(|field| field.name == name);
    let places = schema
        .tracks
        .iter()
        .map(|track| {
            let table = tracks.iter().position(|table| table.name == track.name)?;
            let columns = track.columns.iter();
            let fields = columns.map(|column| field(&tracks[table].fields, &column.name));
            Some(TrackPlace {
                table,
                fields: fields.collect(),
            })
        })
        .collect();
    let attributes = schema
        .attributes
        .iter()
        .map(|attribute| field(&persons.as_ref()?.fields, &attribute.name))
        .collect();
    Ok(Layout {
        source: form.source,
        known_on,
        observed,
        complete: form.complete && persons.is_some(),
        persons,
        tracks,
        schema,
        places,
        attributes,
    })
}

/// The schema that the layout itself describes.
fn schema(tracks: &[Table], persons: Option<&Table>) -> Schema {
    let column = |field: &Field| Column {
        name: field.name.clone(),
        kind: field.kind.clone(),
    };
    let attribute = |field: &Field| Attribute {
        name: field.name.clone(),
        kind: field.kind.clone(),
    };
    Schema {
        tracks: tracks
            .iter()
            .map(|table| Track {
                name: table.name.clone(),
                columns: table.fields.iter().map(column).collect(),
            })
            .collect(),
        attributes: persons
            .iter()
            .flat_map(|table| &table.fields)
            .map(attribute)
            .collect(),
    }
}

/// The first day and the day after the last.
fn range(days: &DaysFile) -> Result<(i32, i32), Problem> {
    let pair = (
        form::day(&days.from)?.epoch(),
        form::day(&days.last)?.epoch() + 1,
    );
    if pair.0 >= pair.1 {
        let (from, last) = (&days.from, &days.last);
        return Err((
            Text::new(
                format!("{from} til {last} rummer ingen dag"),
                format!("{from} to {last} holds no day"),
            ),
            Text::new(
                "lad »from« komme før »last«",
                "let `from` come before `last`",
            ),
        ));
    }
    Ok(pair)
}
