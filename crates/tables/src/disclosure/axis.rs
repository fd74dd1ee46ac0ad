//! A dimension that several tables share, as one tree: the transfers between its members that leave totals alone.

use crate::dimension::Dimension;

/// The tree of all members that any table shows of a dimension.
#[derive(Debug, Clone)]
pub(super) struct Axis {
    pub(super) id: String,
    pub(super) codes: Vec<String>,
    pub(super) parent: Vec<Option<usize>>,
    parts: Vec<Vec<usize>>,
}

/// A pattern along one axis: members with +1 or −1, whose sums over parts agree.
pub(super) type Pattern = Vec<(usize, i128)>;

/// A member is part of different members in two tables, neither of which is part of the other.
#[derive(Debug, Clone, PartialEq, Eq)]
pub(super) struct TornHierarchy {
    pub(super) dimension: String,
    pub(super) code: String,
}

impl Axis {
    /// Joins what tables show of one dimension. Where one table skips a level, the finer hierarchy counts.
    pub(super) fn join<'a>(
        id: &str,
        shown: impl Iterator<Item = &'a Dimension> + Clone,
    ) -> Result<Axis, TornHierarchy> {
        let mut codes: Vec<String> = Vec::new();
        for member in shown.clone().flat_map(|dimension| &dimension.members) {
            if !codes.contains(&member.code) {
                codes.push(member.code.clone());
            }
        }
        let node = |code: &str| {
            codes
                .iter()
                .position(|known| known == code)
                .expect("every member was just listed")
        };
        let mut parents: Vec<Vec<usize>> = vec![Vec::new(); codes.len()];
        for dimension in shown {
            for member in &dimension.members {
                if let Some(parent) = member.parent {
                    let parents = &mut parents[node(&member.code)];
                    let parent = node(&dimension.members[parent].code);
                    if !parents.contains(&parent) {
                        parents.push(parent);
                    }
                }
            }
        }
        let reaches = |from: usize, to: usize| {
            let mut open = vec![from];
            let mut steps = 0;
            while let Some(at) = open.pop() {
                steps += 1;
                if at == to || steps > codes.len() * codes.len() {
                    return at == to;
                }
                open.extend(&parents[at]);
            }
            false
        };
        let mut nearest = Vec::with_capacity(codes.len());
        for (at, candidates) in parents.iter().enumerate() {
            let finest = candidates
                .iter()
                .copied()
                .find(|&near| candidates.iter().all(|&far| reaches(near, far)));
            if finest.is_none() && !candidates.is_empty() {
                return Err(TornHierarchy {
                    dimension: id.to_owned(),
                    code: codes[at].clone(),
                });
            }
            nearest.push(finest);
        }
        let mut parts = vec![Vec::new(); codes.len()];
        for (at, parent) in nearest.iter().enumerate() {
            if let Some(parent) = parent {
                parts[*parent].push(at);
            }
        }
        Ok(Axis {
            id: id.to_owned(),
            codes,
            parent: nearest,
            parts,
        })
    }

    pub(super) fn node(&self, code: &str) -> Option<usize> {
        self.codes.iter().position(|known| known == code)
    }

    /// The member that is the sum of all, if there is exactly one that is part of nothing and it has parts.
    pub(super) fn total(&self) -> Option<usize> {
        let mut roots = (0..self.codes.len()).filter(|&node| self.parent[node].is_none());
        let root = roots.next()?;
        (roots.next().is_none() && !self.parts[root].is_empty()).then_some(root)
    }

    pub(super) fn is_leaf(&self, node: usize) -> bool {
        self.parts[node].is_empty()
    }

    /// The member and everything it is part of, from the member up.
    fn path(&self, node: usize) -> impl Iterator<Item = usize> + '_ {
        std::iter::successors(Some(node), |&at| self.parent[at])
    }

    fn leaves_under(&self, node: usize) -> Vec<usize> {
        let mut open = vec![node];
        let mut leaves = Vec::new();
        while let Some(at) = open.pop() {
            if self.is_leaf(at) {
                leaves.push(at);
            }
            open.extend(self.parts[at].iter().rev());
        }
        leaves
    }

    /// One more at a leaf and at everything it is part of.
    fn growth(&self, leaf: usize) -> Pattern {
        self.path(leaf).map(|node| (node, 1)).collect()
    }

    /// One more at one leaf and one less at another; what both are part of stays.
    fn transfer(&self, to: usize, from: usize) -> Pattern {
        let above: Vec<usize> = self.path(from).collect();
        let below: Vec<usize> = self.path(to).collect();
        let gaining = below.iter().filter(|node| !above.contains(node));
        let losing = above.iter().filter(|node| !below.contains(node));
        gaining
            .map(|&node| (node, 1))
            .chain(losing.map(|&node| (node, -1)))
            .collect()
    }

    /// Patterns that add one at `node`. `near` keeps to members of the same parent, and to growth without transfer.
    pub(super) fn patterns(&self, node: usize, near: bool) -> Vec<Pattern> {
        let inside = self.leaves_under(node);
        let from: Vec<usize> = match self.parent[node] {
            Some(parent) if near => self.parts[parent]
                .iter()
                .filter(|&&other| other != node)
                .flat_map(|&other| self.leaves_under(other))
                .collect(),
            _ => (0..self.codes.len())
                .filter(|leaf| self.is_leaf(*leaf) && !inside.contains(leaf))
                .collect(),
        };
        let mut patterns = Vec::new();
        for &leaf in &inside {
            patterns.extend(from.iter().map(|&other| self.transfer(leaf, other)));
            patterns.push(self.growth(leaf));
        }
        patterns
    }

    /// Patterns that add one at the total, whatever the leaf.
    pub(super) fn growths(&self) -> Vec<Pattern> {
        (0..self.codes.len())
            .filter(|&leaf| self.is_leaf(leaf))
            .map(|leaf| self.growth(leaf))
            .collect()
    }
}

#[cfg(test)]
mod tests {
    use super::*;
    use crate::dimension::Role;
    use crate::text::Text;

    fn place(code: &str) -> (String, Text) {
        (code.to_owned(), Text::same(code))
    }

    fn country() -> Dimension {
        let mut dimension = Dimension::new("place", Text::same("place"), Role::Place);
        for (code, parent) in [
            ("all", None),
            ("east", Some(0)),
            ("west", Some(0)),
            ("a", Some(1)),
            ("b", Some(1)),
            ("c", Some(2)),
        ] {
            let (code, label) = place(code);
            dimension = match parent {
                None => dimension.member(code, label),
                Some(parent) => dimension.part(parent, code, label),
            };
        }
        dimension
    }

    fn coarse() -> Dimension {
        // The same leaves, with the regions left out.
        Dimension::new("place", Text::same("place"), Role::Place)
            .member("all", Text::same("all"))
            .part(0, "a", Text::same("a"))
            .part(0, "b", Text::same("b"))
            .part(0, "c", Text::same("c"))
    }

    #[test]
    fn the_finer_hierarchy_counts_where_a_table_skips_a_level() {
        let (fine, coarse) = (country(), coarse());
        for order in [[&fine, &coarse], [&coarse, &fine]] {
            let axis = Axis::join("place", order.into_iter()).unwrap();
            let parent = |code: &str| {
                axis.parent[axis.node(code).unwrap()].map(|at| axis.codes[at].as_str())
            };
            assert_eq!(parent("a"), Some("east"));
            assert_eq!(parent("c"), Some("west"));
            assert_eq!(parent("east"), Some("all"));
            assert_eq!(axis.total(), axis.node("all"));
        }
    }

    #[test]
    fn two_hierarchies_that_disagree_are_refused() {
        let other = Dimension::new("place", Text::same("place"), Role::Place)
            .member("north", Text::same("north"))
            .part(0, "a", Text::same("a"));
        let fine = country();
        let torn = Axis::join("place", [&fine, &other].into_iter()).unwrap_err();
        assert_eq!(torn.code, "a");
    }

    #[test]
    fn patterns_keep_every_sum_of_parts() {
        let fine = country();
        let axis = Axis::join("place", [&fine].into_iter()).unwrap();
        for node in 0..axis.codes.len() {
            for near in [true, false] {
                for pattern in axis.patterns(node, near) {
                    let at = |node: usize| {
                        pattern
                            .iter()
                            .find(|(named, _)| *named == node)
                            .map_or(0, |(_, sign)| *sign)
                    };
                    assert_eq!(at(node), 1);
                    for parent in (0..axis.codes.len()).filter(|&node| !axis.is_leaf(node)) {
                        let sum: i128 = axis.parts[parent].iter().map(|&part| at(part)).sum();
                        assert_eq!(sum, at(parent), "{pattern:?}");
                    }
                }
            }
        }
    }
}
