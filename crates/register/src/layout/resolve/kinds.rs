//! What the rulebook says of the columns of a table before the layout is read.

use figures::ColumnKind;
use tables::Text;

use super::column::{joined, ranges};
use crate::form::Problem;
use crate::layout::Known;

/// What is known of the columns of one table beforehand.
pub(super) struct Kinds<'a> {
    /// By name; `None` where nothing is known and the layout says it all.
    columns: Option<Vec<(&'a str, &'a ColumnKind)>>,
    codes: &'a dyn Fn(&str) -> Option<Vec<i32>>,
}

impl<'a> Kinds<'a> {
    pub(super) fn attributes(known: Option<&'a Known<'a>>) -> Kinds<'a> {
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

    pub(super) fn track(known: Option<&'a Known<'a>>, name: &str) -> Result<Kinds<'a>, Problem> {
        let Some(known) = known else {
            return Ok(Kinds {
                columns: None,
                codes: &|_| None,
            });
        };
        let Some(track) = known.schema.tracks.iter().find(|track| track.name == name) else {
            let tracks = known.schema.tracks.iter();
            let names: Vec<_> = tracks.map(|one| one.name.as_str()).collect();
            let names = names.join(", ");
            return Err((
                Text::new(
                    format!("regelbogen har ikke det spor, men {names}"),
                    format!("the rulebook has no such track, only {names}"),
                ),
                Text::new(
                    "nævn et af dem, eller føj sporet til regelbogens side om spor",
                    "name one of them, or add the track to the rulebook's schema page",
                ),
            ));
        };
        let columns = track.columns.iter();
        Ok(Kinds {
            columns: Some(columns.map(|one| (one.name.as_str(), &one.kind)).collect()),
            codes: known.codes,
        })
    }

    /// What the rulebook says of a column; `None` if the layout is on its own.
    pub(super) fn of(&self, name: &str) -> Result<Option<&'a ColumnKind>, Problem> {
        let Some(columns) = &self.columns else {
            return Ok(None);
        };
        if let Some((_, kind)) = columns.iter().find(|(one, _)| *one == name) {
            return Ok(Some(kind));
        }
        let names: Vec<_> = columns.iter().map(|(one, _)| *one).collect();
        let names = names.join(", ");
        Err((
            Text::new(
                format!("regelbogen har her ingen kolonne »{name}«, men {names}"),
                format!("the rulebook has no column {name} here, only {names}"),
            ),
            Text::new(
                "nævn en af dem, eller udelad kolonnen",
                "name one of them, or leave the column out",
            ),
        ))
    }

    /// The allowed codes of a list: those the layout gives, or the rulebook's.
    pub(super) fn allowed(&self, list: &str, given: &[String]) -> Result<Vec<(i32, i32)>, Problem> {
        if !given.is_empty() {
            return ranges(given);
        }
        let codes = (self.codes)(list).unwrap_or_default();
        joined(codes.into_iter().map(|code| (code, code)).collect()).map_err(|_| {
            (
                Text::new(
                    format!("ingen siger, hvilke koder listen »{list}« har"),
                    format!("nobody says which codes the list {list} has"),
                ),
                Text::new("giv kolonnen dens »codes«", "give the column its `codes`"),
            )
        })
    }
}
