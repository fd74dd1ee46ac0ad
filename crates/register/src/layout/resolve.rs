//! From the TOML form to a layout that holds together.

use std::path::{Path, PathBuf};

use calendar::Day;
use figures::{Attribute, Column, ColumnKind, Observation, Schema, Track};
use toml::value::Datetime;

use super::file::{
    ColumnFile, DaysFile, LayoutError, LayoutFile, OthersFile, OverlapFile, PersonsFile, TrackFile,
};
use super::{Days, Field, Known, Layout, Others, Overlap, Table, TrackPlace};

/// What is wrong, and what to do.
type Problem = (String, &'static str);

pub(super) fn layout(
    form: LayoutFile,
    file: &Path,
    known: Option<&Known<'_>>,
) -> Result<Layout, LayoutError> {
    let at = |table: &str, (problem, remedy): Problem| LayoutError::Meaning {
        file: file.to_owned(),
        table: table.to_owned(),
        problem,
        remedy: remedy.to_owned(),
    };
    let folder = file.parent().unwrap_or(Path::new(""));
    let (from, until) = days(&form.observed).map_err(|problem| at("observed", problem))?;
    let observed = Observation { from, until };
    let persons = form
        .persons
        .map(|form| {
            let kinds = Kinds::attributes(known);
            self::persons(form, folder, &kinds).map_err(|problem| at("persons", problem))
        })
        .transpose()?;
    let mut tracks: Vec<Table> = Vec::new();
    for form in form.tracks {
        let name = form.name.clone();
        if tracks.iter().any(|one| one.name == name) {
            let problem = ("stands twice".to_owned(), "give each track one table");
            return Err(at(&name, problem));
        }
        let table = Kinds::track(known, &name)
            .and_then(|kinds| track(form, folder, observed, &kinds))
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

/// What is known of the columns of one table beforehand.
struct Kinds<'a> {
    /// By name; `None` where nothing is known and the layout says it all.
    columns: Option<Vec<(&'a str, &'a ColumnKind)>>,
    codes: &'a dyn Fn(&str) -> Option<Vec<i32>>,
}

impl<'a> Kinds<'a> {
    fn attributes(known: Option<&'a Known<'a>>) -> Kinds<'a> {
        Kinds {
            columns: known.map(|known| {
                let attributes = known.schema.attributes.iter();
                attributes
                    .map(|one| (one.name.as_str(), &one.kind))
                    .collect()
            }),
            codes: known.map_or(&|_| None, |known| known.codes),
        }
    }

    fn track(known: Option<&'a Known<'a>>, name: &str) -> Result<Kinds<'a>, Problem> {
        let Some(known) = known else {
            return Ok(Kinds {
                columns: None,
                codes: &|_| None,
            });
        };
        let Some(track) = known.schema.tracks.iter().find(|track| track.name == name) else {
            let names: Vec<_> = known
                .schema
                .tracks
                .iter()
                .map(|one| one.name.as_str())
                .collect();
            return Err((
                format!("the rulebook has no such track, only {}", names.join(", ")),
                "name one of them, or add the track to the rulebook's schema page",
            ));
        };
        let columns = track.columns.iter();
        Ok(Kinds {
            columns: Some(columns.map(|one| (one.name.as_str(), &one.kind)).collect()),
            codes: known.codes,
        })
    }

    /// What the rulebook says of a column; `None` if the layout is on its own.
    fn of(&self, name: &str) -> Result<Option<&'a ColumnKind>, Problem> {
        let Some(columns) = &self.columns else {
            return Ok(None);
        };
        if let Some((_, kind)) = columns.iter().find(|(one, _)| *one == name) {
            return Ok(Some(kind));
        }
        let names: Vec<_> = columns.iter().map(|(one, _)| *one).collect();
        Err((
            format!(
                "the rulebook has no column {name:?} here, only {}",
                names.join(", ")
            ),
            "name one of them, or leave the column out",
        ))
    }

    /// The allowed codes of a list: those the layout gives, or the rulebook's.
    fn allowed(&self, list: &str, given: &[String]) -> Result<Vec<(i32, i32)>, Problem> {
        if !given.is_empty() {
            return ranges(given);
        }
        let codes = (self.codes)(list).unwrap_or_default();
        joined(codes.into_iter().map(|code| (code, code)).collect()).map_err(|_| {
            (
                format!("nobody says which codes the list {list:?} has"),
                "give the column its `codes`",
            )
        })
    }
}

fn persons(form: PersonsFile, folder: &Path, kinds: &Kinds<'_>) -> Result<Table, Problem> {
    Ok(Table {
        name: "persons".to_owned(),
        files: files(&form.files, folder)?,
        person: form.person,
        days: None,
        fields: fields(form.columns, kinds, None)?,
        overlap: Overlap::default(),
    })
}

fn track(
    form: TrackFile,
    folder: &Path,
    observed: Observation,
    kinds: &Kinds<'_>,
) -> Result<Table, Problem> {
    let (start, end, inclusive) = match (form.start, form.last, form.until, form.on) {
        (Some(start), Some(last), None, None) => (start, last, true),
        (Some(start), None, Some(until), None) => (start, until, false),
        (None, None, None, Some(on)) => (on.clone(), on, true),
        _ => {
            return Err((
                "says not clearly where its days stand".to_owned(),
                "name `start` and `last` (the last day), or `start` and `until` (the day after), or `on`",
            ));
        }
    };
    let (from, until) = match &form.days {
        Some(range) => days(range)?,
        None => (observed.from, observed.until),
    };
    let fields = fields(form.columns, kinds, Some(observed))?;
    let overlap = match form.overlap {
        Some(form) => overlap(form, &fields)?,
        None => Overlap::default(),
    };
    Ok(Table {
        name: form.name,
        files: files(&form.files, folder)?,
        person: form.person,
        days: Some(Days {
            start,
            end,
            inclusive,
            open_end: form.open_end,
            from,
            until,
        }),
        fields,
        overlap,
    })
}

fn overlap(form: OverlapFile, fields: &[Field]) -> Result<Overlap, Problem> {
    let place = |name: &str| {
        fields
            .iter()
            .position(|field| field.name == name)
            .ok_or_else(|| {
                (
                    format!("`overlap` names the column {name:?}, which the table lacks"),
                    "name one of the table's columns",
                )
            })
    };
    let same = form
        .same
        .iter()
        .map(|name| place(name))
        .collect::<Result<_, _>>()?;
    let others = match (form.others, form.weight, form.most, form.by) {
        (OthersFile::Refuse, None, None, None) => Others::Refuse,
        (OthersFile::Keep, None, None, None) => Others::Keep,
        (OthersFile::Cap, Some(weight), Some(most), Some(by)) if most > 0 => Others::Cap {
            weight: place(&weight).and_then(|at| {
                if fields[at].optional {
                    return Err((
                        format!("`overlap` weighs by {weight:?}, which may be missing"),
                        "weigh by a column that every row has",
                    ));
                }
                Ok(at)
            })?,
            most,
            by: place(&by)?,
            priority: form.priority,
        },
        _ => {
            return Err((
                "`overlap` is not clear".to_owned(),
                "»cap« needs `weight`, `most` (above zero), `by` and `priority`; »refuse« and »keep« need none of them",
            ));
        }
    };
    Ok(Overlap { same, others })
}

fn fields(
    columns: Vec<ColumnFile>,
    kinds: &Kinds<'_>,
    observed: Option<Observation>,
) -> Result<Vec<Field>, Problem> {
    columns
        .into_iter()
        .map(|form| field(form, kinds, observed))
        .collect()
}

/// The most a number may be where nobody says it.
const LARGEST: i32 = 1_000_000;

fn field(
    form: ColumnFile,
    kinds: &Kinds<'_>,
    observed: Option<Observation>,
) -> Result<Field, Problem> {
    let known = kinds.of(&form.name)?;
    let (kind, allowed) = match (form.code, form.number, &form.day, known) {
        (Some(code), None, None, _) => {
            let allowed = kinds.allowed(&code.list, &code.codes)?;
            (ColumnKind::Code { list: code.list }, allowed)
        }
        (None, Some(number), None, _) if number.from <= number.to && number.to < i32::MAX => (
            ColumnKind::Number { unit: number.unit },
            vec![(number.from.max(i32::MIN + 1), number.to)],
        ),
        (None, None, Some(range), _) => {
            let (from, until) = days(range)?;
            (ColumnKind::Day, vec![(from, until - 1)])
        }
        (None, None, None, Some(ColumnKind::Code { list })) => (
            ColumnKind::Code { list: list.clone() },
            kinds.allowed(list, &[])?,
        ),
        (None, None, None, Some(ColumnKind::Number { unit })) => (
            ColumnKind::Number { unit: unit.clone() },
            vec![(0, LARGEST)],
        ),
        (None, None, None, Some(ColumnKind::Day)) if observed.is_some() => {
            let days = observed.map_or((0, 0), |days| (days.from, days.until - 1));
            (ColumnKind::Day, vec![days])
        }
        _ => {
            return Err((
                format!("the column {:?} has no clear kind", form.name),
                "give it one of `code`, `number` (from ≤ to) or `day`",
            ));
        }
    };
    if let Some(known) = known
        && *known != kind
    {
        return Err((
            format!(
                "the rulebook says otherwise what the column {:?} holds",
                form.name
            ),
            "give it the kind, list or unit of the rulebook's schema page",
        ));
    }
    Ok(Field {
        name: form.name,
        column: form.column,
        kind,
        allowed,
        optional: form.optional,
    })
}

/// »7« and »101-860« as pairs, sorted, those that touch joined.
fn ranges(codes: &[String]) -> Result<Vec<(i32, i32)>, Problem> {
    let pairs = codes
        .iter()
        .map(|text| {
            let (first, last) = text.split_once('-').unwrap_or((text, text));
            let pair = (first.trim().parse::<u16>(), last.trim().parse::<u16>());
            match pair {
                (Ok(first), Ok(last)) if first <= last && last <= 32_767 => {
                    Ok((i32::from(first), i32::from(last)))
                }
                _ => Err((
                    format!("{text:?} is neither a code nor a range of codes"),
                    "write codes from 0 to 32767 as \"7\" or \"101-860\"",
                )),
            }
        })
        .collect::<Result<Vec<_>, _>>()?;
    joined(pairs)
}

fn joined(mut pairs: Vec<(i32, i32)>) -> Result<Vec<(i32, i32)>, Problem> {
    pairs.sort_unstable();
    let mut joined: Vec<(i32, i32)> = Vec::new();
    for (first, last) in pairs {
        match joined.last_mut() {
            Some(before) if first <= before.1 + 1 => before.1 = before.1.max(last),
            _ => joined.push((first, last)),
        }
    }
    if joined.is_empty() {
        return Err((
            "a column of codes allows no code".to_owned(),
            "list its codes",
        ));
    }
    Ok(joined)
}

/// The first day and the day after the last.
fn days(form: &DaysFile) -> Result<(i32, i32), Problem> {
    let pair = (day(&form.from)?, day(&form.last)? + 1);
    if pair.0 >= pair.1 {
        return Err((
            format!("{} to {} holds no day", form.from, form.last),
            "let `from` come before `last`",
        ));
    }
    Ok(pair)
}

fn day(text: &Datetime) -> Result<i32, Problem> {
    let wrong = || {
        (
            format!("{text} is no day"),
            "write a day as 2026-06-28, without a time",
        )
    };
    let date = text
        .date
        .filter(|_| text.time.is_none())
        .ok_or_else(wrong)?;
    let year = i16::try_from(date.year).map_err(|_| wrong())?;
    let (Ok(month), Ok(number)) = (i8::try_from(date.month), i8::try_from(date.day)) else {
        return Err(wrong());
    };
    Ok(Day::new(year, month, number).ok_or_else(wrong)?.epoch())
}

fn files(paths: &[PathBuf], folder: &Path) -> Result<Vec<PathBuf>, Problem> {
    let mut found = Vec::new();
    for path in paths {
        let path = folder.join(path);
        if path.is_dir() {
            gather(&path, &mut found).map_err(|cause| {
                (
                    format!("cannot list {}: {cause}", path.display()),
                    "check that the folder may be read",
                )
            })?;
        } else {
            found.push(path);
        }
    }
    found.sort();
    found.dedup();
    if found.is_empty() {
        return Err((
            "has no file".to_owned(),
            "name a file, or a folder with .parquet or .csv files",
        ));
    }
    Ok(found)
}

fn gather(folder: &Path, found: &mut Vec<PathBuf>) -> std::io::Result<()> {
    for entry in std::fs::read_dir(folder)? {
        let path = entry?.path();
        if path.is_dir() {
            gather(&path, found)?;
        } else if path
            .extension()
            .is_some_and(|ending| ending == "parquet" || ending == "csv")
        {
            found.push(path);
        }
    }
    Ok(())
}
