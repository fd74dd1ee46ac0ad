//! Cells close to a number readers have, of persons who all are among the cell's or the other way round.

use std::collections::{BTreeMap, BTreeSet};

use super::linked::Linked;
use crate::cell::{Cell, Quantity};
use crate::dimension::Dimension;
use crate::table::Table;

/// A number readers have from elsewhere: the cell's persons are all among its persons, or its persons all among the cell's, and
/// they differ by fewer than the threshold.
///
/// Who sees both numbers has the number of those few. So the cell is hidden for its own sake, and readers are taken to know on
/// which side of the other number it lies.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Near {
    /// Dimensions and codes of the cell, by dimension; a dimension that is not named stands at its total.
    pub members: BTreeMap<String, String>,
    /// The count in that cell; `None` where the persons are behind its numbers but are not counted in it.
    pub measure: Option<String>,
    /// The number that readers have.
    pub other: i64,
}

/// Makes the cells sensitive, with what readers know of them. A number they have already is hidden no more.
pub(super) fn surround(linked: &mut Linked, (tables, published): (&[Table], usize), near: &[Near]) {
    if near.is_empty() {
        return;
    }
    let mut by_members: BTreeMap<&BTreeMap<String, String>, Vec<&Near>> = BTreeMap::new();
    for one in near {
        by_members.entry(&one.members).or_default().push(one);
    }
    let mut bounds: BTreeSet<(usize, i64)> = BTreeSet::new();
    for place in &mut linked.places {
        let table = &tables[place.table];
        let members = table.members_at(place.position);
        let Some(near) = by_members.get(&named(table, &members)) else {
            continue;
        };
        // A place without a number, or of a table that nobody is shown, tells nothing.
        let known = &linked.known;
        let is_open = place.reveals.iter().all(|variable| known[*variable]);
        if is_open || place.table >= published {
            continue;
        }
        for one in near {
            let mut measures = table.measures().iter();
            let measure = measures.position(|measure| Some(&measure.id) == one.measure.as_ref());
            let Some(measure) = measure else {
                place.sensitive = true;
                place.hideable = true;
                continue;
            };
            let counted = matches!(
                table.cell(&members, measure),
                Cell::Known(Quantity::Count(_))
            );
            let family = linked.sides[place.table][measure][0];
            let variable = linked.frames[place.table].variable(&members, family);
            if variable.is_some_and(|variable| known[variable]) {
                continue;
            }
            place.sensitive = true;
            place.hideable = true;
            bounds.extend(variable.filter(|_| counted).map(|at| (at, one.other)));
        }
    }
    let nowhere = vec![None; linked.axes.len()];
    for (variable, other) in bounds {
        linked.system.bound(variable, other.into());
        // No table shows the bound, so nothing can hide it.
        linked.shown_at.push(Vec::new());
        linked.known.push(false);
        linked.coordinates.push((0, nowhere.clone()));
    }
}

/// The members of a cell that are not totals, by dimension.
pub(super) fn named(table: &Table, members: &[usize]) -> BTreeMap<String, String> {
    let dimensions = table.dimensions().iter().zip(members);
    dimensions
        .filter(|(dimension, member)| !is_total(dimension, **member))
        .map(|(dimension, member)| {
            (
                dimension.id.clone(),
                dimension.members[*member].code.clone(),
            )
        })
        .collect()
}

fn is_total(dimension: &Dimension, member: usize) -> bool {
    let mut parts = dimension.members.iter();
    dimension.members[member].parent.is_none() && parts.any(|part| part.parent == Some(member))
}
