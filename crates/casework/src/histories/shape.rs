//! The schema that histories are written for, with the numbers of its codes.

use std::collections::BTreeMap;

use calendar::Day;
use figures::{ColumnKind, Observation, Schema};
use rulebook::Book;

use super::naming::{Says, TRACKS};

/// A schema and the numbers of the codes that its columns hold.
#[derive(Debug, Clone, Default)]
pub struct Shape {
    schema: Schema,
    numbers: BTreeMap<String, BTreeMap<String, i32>>,
}

impl Shape {
    /// The schema of a rulebook's pages.
    pub fn of(book: &Book) -> Shape {
        let registers = book.catalogue().registers();
        let numbers = registers.lists().iter().map(|list| {
            let codes = list.codes.iter();
            let codes = codes.map(|code| (code.id.clone(), code.number));
            (list.id.clone(), codes.collect())
        });
        Shape::new(registers.schema().clone(), numbers.collect())
    }

    /// A schema, and for each list its codes with their numbers.
    pub fn new(schema: Schema, numbers: BTreeMap<String, BTreeMap<String, i32>>) -> Shape {
        Shape { schema, numbers }
    }

    /// The schema.
    pub fn schema(&self) -> &Schema {
        &self.schema
    }

    /// The days on which each track is observed, seen from a day: from the day its data begin (`since`, by the track's name,
    /// else `default`) to the day itself. A track that facts do not tell is observed on no day.
    pub fn observation(
        &self,
        since: &BTreeMap<String, Day>,
        default: Day,
        as_of: Day,
    ) -> Vec<Observation> {
        let until = as_of.plus(1).epoch();
        let tracks = self.schema.tracks.iter();
        tracks
            .map(|track| {
                let is_told = TRACKS.contains(&track.name.as_str());
                let from = since.get(&track.name).copied().unwrap_or(default);
                let from = if is_told {
                    from.epoch().min(until)
                } else {
                    until
                };
                Observation { from, until }
            })
            .collect()
    }

    /// The number that stands for what is said in a column of this kind; `Err` names the list and a code it lacks.
    pub(super) fn number<'a>(
        &'a self,
        kind: &'a ColumnKind,
        says: Says<'a>,
    ) -> Result<i32, (&'a str, &'a str)> {
        match (kind, says) {
            (_, Says::Nothing) => Ok(figures::MISSING),
            (_, Says::Number(number)) => Ok(number),
            (ColumnKind::Code { list }, Says::Code(id)) => self
                .numbers
                .get(list)
                .and_then(|codes| codes.get(id))
                .copied()
                .ok_or((list.as_str(), id)),
            (ColumnKind::Number { .. } | ColumnKind::Day, Says::Code(id)) => Err(("", id)),
        }
    }
}
