//! Tables: where their days stand, and what becomes of spells that share one.

use std::path::Path;

use figures::Observation;
use tables::Text;

use super::column::fields;
use super::files::files;
use super::kinds::Kinds;
use super::range;
use crate::form::Problem;
use crate::layout::file::{OthersFile, OverlapFile, PersonsFile, TrackFile};
use crate::layout::{Days, Field, Others, Overlap, Table};

pub(super) fn persons(
    form: PersonsFile,
    folder: &Path,
    kinds: &Kinds<'_>,
) -> Result<Table, Problem> {
    Ok(Table {
        name: "persons".to_owned(),
        files: files(&form.files, folder)?,
        person: form.person,
        days: None,
        fields: fields(form.columns, kinds, None)?,
        overlap: Overlap::default(),
    })
}

pub(super) fn track(
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
                Text::new(
                    "siger ikke klart, hvor dagene står",
                    "says not clearly where its days stand",
                ),
                Text::new(
                    "nævn »start« og »last« (sidste dag), »start« og »until« (dagen efter), eller »on«",
                    "name `start` and `last` (the last day), or `start` and `until` (the day after), or `on`",
                ),
            ));
        }
    };
    let (from, until) = match &form.days {
        Some(days) => range(days)?,
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
                    Text::new(
                        format!("»overlap« nævner kolonnen »{name}«, som tabellen ikke har"),
                        format!("`overlap` names the column {name}, which the table lacks"),
                    ),
                    Text::new(
                        "nævn en af tabellens kolonner",
                        "name one of the table's columns",
                    ),
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
                        Text::new(
                            format!("»overlap« vejer med »{weight}«, som kan mangle"),
                            format!("`overlap` weighs by {weight}, which may be missing"),
                        ),
                        Text::new(
                            "vej med en kolonne, som alle rækker har",
                            "weigh by a column that every row has",
                        ),
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
                Text::new("»overlap« er ikke klar", "`overlap` is not clear"),
                Text::new(
                    "»cap« skal have »weight«, »most« (over nul), »by« og »priority«; »refuse« og »keep« skal ikke have nogen af dem",
                    "»cap« needs `weight`, `most` (above zero), `by` and `priority`; »refuse« and »keep« need none of them",
                ),
            ));
        }
    };
    Ok(Overlap { same, others })
}
