//! What readers remember from earlier releases, what is hidden from them elsewhere, and what others publish.

use std::collections::{BTreeMap, BTreeSet};

use super::linked::Linked;
use super::near::named;
use crate::cell::Cell;
use crate::dimension::Dimension;
use crate::table::Table;

/// Keeps hidden what an earlier table hid, and marks what it showed and still holds as known: nothing hides that again.
pub(super) fn remember(linked: &mut Linked, tables: &[Table], earlier: &Table) {
    let finders: Vec<Finder> = tables.iter().map(|now| Finder::new(now, earlier)).collect();
    for place in &mut linked.places {
        let now = &tables[place.table];
        let members = now.members_at(place.position);
        let Some(before) = finders[place.table].find(&members) else {
            continue;
        };
        for (number, measure) in now.measures().iter().enumerate() {
            let Some(same) = earlier.measures().iter().position(|it| it.id == measure.id) else {
                continue;
            };
            match (earlier.cell(&before, same), now.cell(&members, number)) {
                (Cell::Hidden, Cell::Known(_)) => place.kept = true,
                (Cell::Known(before), Cell::Known(now)) if before == now => {
                    for family in &linked.sides[place.table][number] {
                        let known = linked.frames[place.table].variable(&members, *family);
                        if let Some(variable) = known {
                            linked.known[variable] = true;
                        }
                    }
                }
                _ => {}
            }
        }
    }
}

/// What another table hides costs nothing to hide here too.
pub(super) fn prefer(linked: &mut Linked, tables: &[Table], beside: &Table) {
    let same = |table: &Table| {
        let ids = |table: &Table| -> Vec<String> {
            let dimensions = table.dimensions().iter();
            dimensions.map(|dimension| dimension.id.clone()).collect()
        };
        ids(table) == ids(beside)
    };
    let finders: Vec<Option<Finder>> = tables
        .iter()
        .map(|now| same(now).then(|| Finder::new(now, beside)))
        .collect();
    for place in &mut linked.places {
        let Some(finder) = &finders[place.table] else {
            continue;
        };
        let members = tables[place.table].members_at(place.position);
        let found = finder.find(&members);
        let measures = 0..beside.measures().len();
        if found.is_some_and(|found| {
            measures
                .into_iter()
                .any(|at| *beside.cell(&found, at) == Cell::Hidden)
        }) {
            place.cost = 0;
        }
    }
}

/// How many times as much it costs to hide a cell beside which somebody else publishes a number.
const PUBLISHED: u64 = 1_000;

/// A cell that others publish a number of hides little, so another is taken wherever there is one.
pub(super) fn avoid(
    linked: &mut Linked,
    tables: &[Table],
    published: &BTreeSet<BTreeMap<String, String>>,
) {
    if published.is_empty() {
        return;
    }
    for place in &mut linked.places {
        let table = &tables[place.table];
        if published.contains(&named(table, &table.members_at(place.position))) {
            place.cost = place.cost.saturating_mul(PUBLISHED);
        }
    }
}

/// The same for readers to whom the published numbers are as good as ours.
pub(super) fn published_as_known(
    linked: &Linked,
    tables: &[Table],
    published: &BTreeSet<BTreeMap<String, String>>,
) -> Linked {
    let mut linked = linked.clone();
    for place in &linked.places {
        let table = &tables[place.table];
        if published.contains(&named(table, &table.members_at(place.position))) {
            for variable in &place.reveals {
                linked.known[*variable] = true;
            }
        }
    }
    linked
}

/// Finds the place of an earlier table that stands for the same members.
struct Finder {
    /// For each dimension of the new table and each of its members: the member in the earlier table. For a dimension that
    /// the earlier table lacks, only the total has one (and it counts for nothing).
    members: Vec<Vec<Option<usize>>>,
    /// For each dimension of the earlier table: which dimension of the new one it is, or the total it stands at.
    order: Vec<Result<usize, Option<usize>>>,
}

impl Finder {
    fn new(now: &Table, earlier: &Table) -> Finder {
        let members = now.dimensions().iter().map(|dimension| {
            let same = earlier.dimension(&dimension.id);
            let total = total(dimension);
            (0..dimension.members.len())
                .map(|member| match same {
                    Some((_, before)) => before.position(&dimension.members[member].code),
                    None => (Some(member) == total).then_some(0),
                })
                .collect()
        });
        let order = earlier.dimensions().iter().map(|dimension| {
            now.dimension(&dimension.id)
                .map(|(at, _)| at)
                .ok_or_else(|| total(dimension))
        });
        Finder {
            members: members.collect(),
            order: order.collect(),
        }
    }

    fn find(&self, members: &[usize]) -> Option<Vec<usize>> {
        let found: Option<Vec<usize>> = members
            .iter()
            .zip(&self.members)
            .map(|(&member, before)| before[member])
            .collect();
        let found = found?;
        self.order
            .iter()
            .map(|place| match place {
                Ok(at) => Some(found[*at]),
                Err(total) => *total,
            })
            .collect()
    }
}

fn total(dimension: &Dimension) -> Option<usize> {
    let mut roots =
        (0..dimension.members.len()).filter(|&it| dimension.members[it].parent.is_none());
    let root = roots.next()?;
    roots.next().is_none().then_some(root)
}
