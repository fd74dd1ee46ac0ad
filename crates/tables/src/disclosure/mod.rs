//! Disclosure control: what may leave the house, and proof that what is hidden stays hidden.
//!
//! [`release`] hides every number about fewer persons than the threshold, then what would give those numbers away over
//! all linked tables at once (`suppress`, `boxes`), then audits the result against the linear system a reader can set up
//! (`audit`, `simplex`). Only a release that passes leaves; else the caller's coarsenings are tried, in order.
//! [`may_release`] guards questions asked one after the other.

mod audit;
mod axis;
mod boxes;
mod coarsen;
mod combine;
mod family;
mod ledger;
mod linked;
mod near;
mod rows;
mod simplex;
mod suppress;
mod system;
mod vintage;

use std::collections::{BTreeMap, BTreeSet};

use crate::head::{Disclosure, Zeros};
use crate::table::Table;
use crate::text::Text;

pub use audit::{Audit, Bounds, Exposure, Verdict, audit};
pub use ledger::{MayRelease, Query, may_release};
pub use near::Near;
pub use system::{Move, Row, Sense, System, Variable};

/// How numbers are protected.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Rule {
    /// Numbers about fewer persons than this are hidden.
    pub threshold: u32,
    /// Whether zeros are shown.
    pub zeros: Zeros,
    /// What may be merged or dropped when hiding cells is not enough, in the order it is tried.
    pub coarsen: Vec<Coarsening>,
}

impl Default for Rule {
    /// Five persons, zeros shown, nothing to coarsen.
    fn default() -> Rule {
        Rule {
            threshold: 5,
            zeros: Zeros::Shown,
            coarsen: Vec::new(),
        }
    }
}

/// A step towards coarser tables.
#[derive(Debug, Clone, PartialEq, Eq)]
pub enum Coarsening {
    /// Members become one. They must be leaves of the same parent, and every measure must add over the dimension.
    Merge {
        /// The dimension.
        dimension: String,
        /// The codes of the members.
        codes: Vec<String>,
        /// The code of what they become.
        code: String,
        /// What readers call it.
        label: Text,
    },
    /// Only the total of a dimension is shown.
    Drop {
        /// The dimension.
        dimension: String,
    },
}

/// Tables that may leave the house. Hidden numbers are gone from them.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Released {
    tables: Vec<Table>,
    /// Combinations of members hidden for their own sake.
    pub primary: usize,
    /// Combinations hidden to protect others.
    pub complementary: usize,
}

impl Released {
    /// The tables, in the order they were given.
    pub fn tables(&self) -> &[Table] {
        &self.tables
    }

    /// The tables, in the order they were given.
    pub fn into_tables(self) -> Vec<Table> {
        self.tables
    }
}

/// Why tables may not leave the house.
#[derive(Debug, Clone, PartialEq, Eq, thiserror::Error)]
pub enum Refusal {
    /// A total is not the sum of its parts, or a part exceeds its whole.
    #[error("{place} does not agree with its parts")]
    DoesNotAdd {
        /// Codes of the cell.
        place: String,
    },
    /// Two tables show different numbers for the same cell, or a number is negative.
    #[error("{place} is negative, or another table shows another number for it")]
    Disagree {
        /// Codes of the cell.
        place: String,
    },
    /// Two tables put a member under different parents.
    #[error("member »{code}« of »{dimension}« has parents that do not lie within each other")]
    TornHierarchy {
        /// The dimension.
        dimension: String,
        /// The member.
        code: String,
    },
    /// A table has been released before; its hidden numbers are gone, so it cannot be judged again.
    #[error("a table has already been released")]
    AlreadyReleased,
    /// Nothing that may be hidden, merged or dropped protects these cells.
    #[error("these cells could be worked out: {}", places.join("; "))]
    Unprotected {
        /// Codes of the cells, at most twenty.
        places: Vec<String>,
    },
}

/// Hides what must be hidden in tables that readers will lay beside each other, and proves that it stays hidden.
///
/// All tables that readers can combine must be given together: same population, same day of knowledge. The threshold and
/// the choice about zeros are written on each table. Where hiding is not enough, `rule.coarsen` is applied step by step.
pub fn release(tables: Vec<Table>, rule: &Rule) -> Result<Released, Refusal> {
    release_after(&[], tables, rule)
}

/// As [`release`], for readers who still have earlier tables: see [`Readers::earlier`].
pub fn release_after(
    earlier: &[Table],
    tables: Vec<Table>,
    rule: &Rule,
) -> Result<Released, Refusal> {
    let readers = Readers {
        earlier,
        ..Readers::default()
    };
    release_to(&readers, tables, rule)
}

/// What readers know beside the tables they are given.
#[derive(Debug, Clone, Copy, Default)]
pub struct Readers<'a> {
    /// Released tables they have already: another vintage, or another cut of the same numbers.
    ///
    /// A cell that was hidden before stays hidden, and a number that readers have already, unchanged, is not used to hide
    /// others and not taken as hidden, for hiding it would hide nothing. A number that has changed since is a new number.
    pub earlier: &'a [Table],
    /// Finer tables that nobody is shown, from which the released ones are cut.
    ///
    /// Readers know that such a table exists and holds nothing below zero. That tells something as soon as three tables
    /// cross in a ring (a × b, a × c, b × c): give their common cube here. Every witness is then a whole cube. For cubes of up
    /// to some thousand cells.
    pub unpublished: &'a [Table],
    /// Released tables of other persons in which the same cells are hidden as in these, and the other way round.
    ///
    /// A cell that is hidden there costs nothing to hide here, so what has to hide beside others is the same in both where it can be.
    pub together: &'a [Table],
    /// Numbers from elsewhere that cells are close to.
    pub near: &'a [Near],
    /// Cells of which somebody else publishes a number: dimensions and codes, by dimension; a dimension that is not named stands
    /// at its total. Hiding them hides little, so others are hidden beside small numbers, wherever there are others.
    pub published: Option<&'a BTreeSet<BTreeMap<String, String>>>,
}

/// As [`release`], for readers who know more than the tables.
pub fn release_to(
    readers: &Readers<'_>,
    tables: Vec<Table>,
    rule: &Rule,
) -> Result<Released, Refusal> {
    if tables
        .iter()
        .any(|table| table.head().disclosure != Disclosure::Inside)
    {
        return Err(Refusal::AlreadyReleased);
    }
    let published = tables.len();
    let mut tables = tables;
    tables.extend_from_slice(readers.unpublished);
    let mut notes = Vec::new();
    let mut steps = rule.coarsen.iter();
    loop {
        let refusal = match attempt(readers, (&tables, published), rule, &notes) {
            Ok(released) => return Ok(released),
            Err(refusal @ Refusal::Unprotected { .. }) => refusal,
            Err(refusal) => return Err(refusal),
        };
        // A step that does not fit these tables is passed over; the next one may.
        let coarser = steps.find_map(|step| {
            coarsen::apply(&tables, step).map(|coarser| (coarser, coarsen::note(&tables, step)))
        });
        let Some((coarser, note)) = coarser else {
            return Err(refusal);
        };
        tables = coarser;
        notes.push(note);
    }
}

/// Audits released tables against their originals, without trusting how they were made.
///
/// Sets up the system a reader can, with what the released tables hide, and solves it for every hidden variable. It costs
/// far more than a release does; for tables of hundreds of cells. Originals beyond the released ones are taken as tables
/// nobody is shown ([`Readers::unpublished`]). `Err` where the tables do not belong together.
pub fn audit_release(
    originals: &[Table],
    released: &[Table],
    rule: &Rule,
) -> Result<Audit, Refusal> {
    let linked = linked::link(originals, released.len(), rule)?;
    let hidden_at = |place: usize| {
        let place = &linked.places[place];
        released.get(place.table).is_none_or(|table| {
            let width = table.measures().len();
            table.cells()[place.position * width..(place.position + 1) * width]
                .iter()
                .all(|cell| cell.quantity().is_none())
        })
    };
    let hidden: Vec<bool> = linked
        .shown_at
        .iter()
        .map(|places| places.iter().all(|&place| hidden_at(place)))
        .collect();
    Ok(audit(&linked.system, &hidden, &[]))
}

fn attempt(
    readers: &Readers<'_>,
    (tables, published): (&[Table], usize),
    rule: &Rule,
    notes: &[Text],
) -> Result<Released, Refusal> {
    let mut linked = linked::link(tables, published, rule)?;
    for before in readers.earlier {
        vintage::remember(&mut linked, tables, before);
    }
    near::surround(&mut linked, (tables, published), readers.near);
    if let Some(published) = readers.published {
        vintage::avoid(&mut linked, tables, published);
    }
    for beside in readers.together {
        vintage::prefer(&mut linked, tables, beside);
    }
    if let Some(published) = readers.published {
        // Whoever has the published numbers must not work out the others either.
        let without = vintage::published_as_known(&linked, tables, published);
        let first = suppress::suppress(&without).mask;
        for (place, hidden) in linked.places.iter_mut().zip(first.places) {
            place.kept |= hidden;
        }
    }
    let suppression = suppress::suppress(&linked);
    let mask = &suppression.mask;
    let audit = audit::judge(
        &linked.system,
        &mask.variables,
        &suppression.moves,
        audit::Effort::RELEASE,
    );
    if !audit.passes() {
        let exposures = audit.exposures();
        let places = exposures.iter().take(20).map(|exposure| {
            let place = &linked.places[linked.shown_at[exposure.variable][0]];
            let table = &tables[place.table];
            table.place(place.position * table.measures().len())
        });
        return Err(Refusal::Unprotected {
            places: places.collect(),
        });
    }
    let mut tables = tables[..published].to_vec();
    let mut hidden_places = 0;
    for (place, hidden) in linked.places.iter().zip(&mask.places) {
        if *hidden && place.table < published {
            hidden_places += 1;
            tables[place.table].hide(place.position);
        }
    }
    for table in &mut tables {
        table.head_mut().disclosure = Disclosure::Released {
            threshold: rule.threshold,
            zeros: rule.zeros,
            coarsened: notes.to_vec(),
        };
    }
    Ok(Released {
        tables,
        primary: suppression.primary,
        complementary: hidden_places - suppression.primary,
    })
}

#[cfg(test)]
mod tests;
