//! Properties of disclosure control: what is released is safe, and the audit agrees with brute force.

mod tables_of_counts;

use proptest::prelude::*;
use tables::{
    Cell, CellState, Readers, Row, Rule, Sense, System, Table, Variable, Verdict, Zeros, audit,
    audit_release, release, release_to,
};
use tables_of_counts::{counts, sum};

/// Mostly small numbers, some large, as small areas have them.
fn leaf() -> impl Strategy<Value = i64> {
    prop_oneof![3 => 0_i64..8, 2 => 5_i64..40, 1 => 40_i64..2_000]
}

fn sized(sizes: Vec<usize>) -> impl Strategy<Value = (Vec<usize>, Vec<i64>)> {
    let cells = sizes.iter().product::<usize>();
    (Just(sizes), proptest::collection::vec(leaf(), cells))
}

fn any_table() -> impl Strategy<Value = (Vec<usize>, Vec<i64>)> {
    (1_usize..=8, 1_usize..=8, 1_usize..=3).prop_flat_map(|(a, b, c)| sized(vec![a, b, c]))
}

fn rule(zeros: Zeros) -> Rule {
    Rule {
        zeros,
        ..Rule::default()
    }
}

fn is_hidden(table: &Table, position: usize) -> bool {
    table.cells()[position].state() == CellState::Hidden
}

/// All tables of whole numbers that a reader of `released` cannot rule out, as the range of each cell.
///
/// Tries every value of every hidden leaf up to `reach` above the truth; slow, and independent of systems and programmes.
fn brute_force(
    sizes: &[usize],
    leaves: &[i64],
    released: &Table,
    reach: i64,
    zeros: Zeros,
) -> Vec<(i64, i64)> {
    let inner: Vec<Vec<usize>> = (0..released.positions())
        .map(|position| released.members_at(position))
        .collect();
    let leaf_position: Vec<usize> = (0..released.positions())
        .filter(|&position| inner[position].iter().all(|&member| member > 0))
        .collect();
    let mut search = Search {
        sizes,
        truth: leaves,
        released,
        members: &inner,
        free: (0..leaves.len())
            .filter(|&leaf| is_hidden(released, leaf_position[leaf]))
            .collect(),
        reach,
        least: i64::from(zeros == Zeros::Shown),
        trial: leaves.to_vec(),
        ranges: vec![(i64::MAX, i64::MIN); released.positions()],
    };
    search.from(0);
    search.ranges
}

struct Search<'a> {
    sizes: &'a [usize],
    truth: &'a [i64],
    released: &'a Table,
    members: &'a [Vec<usize>],
    free: Vec<usize>,
    reach: i64,
    least: i64,
    trial: Vec<i64>,
    ranges: Vec<(i64, i64)>,
}

impl Search<'_> {
    fn from(&mut self, next: usize) {
        let Some(&leaf) = self.free.get(next) else {
            return self.record();
        };
        for value in self.least.min(self.truth[leaf])..=self.truth[leaf] + self.reach {
            self.trial[leaf] = value;
            // A published total that the leaves so far, the rest at their least, already exceed ends the branch.
            if !self.exceeds(next + 1) {
                self.from(next + 1);
            }
        }
        self.trial[leaf] = self.truth[leaf];
    }

    fn exceeds(&self, decided: usize) -> bool {
        let mut floor = self.trial.clone();
        for &leaf in &self.free[decided..] {
            floor[leaf] = 0;
        }
        self.members.iter().enumerate().any(|(position, members)| {
            match self.released.cells()[position] {
                Cell::Known(tables::Quantity::Count(count)) => {
                    sum(self.sizes, &floor, members) > count
                }
                _ => false,
            }
        })
    }

    fn record(&mut self) {
        let values: Vec<i64> = self
            .members
            .iter()
            .map(|members| sum(self.sizes, &self.trial, members))
            .collect();
        let agrees = self
            .released
            .cells()
            .iter()
            .zip(&values)
            .all(|(cell, value)| match cell {
                Cell::Known(tables::Quantity::Count(count)) => count == value,
                _ => true,
            });
        if agrees {
            for (range, value) in self.ranges.iter_mut().zip(values) {
                *range = (range.0.min(value), range.1.max(value));
            }
        }
    }
}

fn small_table() -> impl Strategy<Value = (Vec<usize>, Vec<i64>)> {
    let shapes = vec![vec![4], vec![2, 2], vec![2, 3], vec![3, 3], vec![2, 2, 2]];
    proptest::sample::select(shapes).prop_flat_map(|sizes| {
        let cells = sizes.iter().product::<usize>();
        (Just(sizes), proptest::collection::vec(0_i64..7, cells))
    })
}

fn choice() -> impl Strategy<Value = Zeros> {
    prop_oneof![Just(Zeros::Shown), Just(Zeros::Hidden)]
}

proptest! {
    #![proptest_config(ProptestConfig::with_cases(40))]

    /// Whatever the table, every hidden cell of a release stays as open as the threshold, says the exact programme.
    #[test]
    fn a_release_of_up_to_8_8_3_withstands_the_audit((sizes, leaves) in any_table(), zeros in choice()) {
        let table = counts(&sizes, &leaves);
        let rule = rule(zeros);
        let released = release(vec![table.clone()], &rule).expect("with all totals hideable there is always a way");
        let audit = audit_release(std::slice::from_ref(&table), released.tables(), &rule).unwrap();
        for bounds in &audit.bounds {
            prop_assert_ne!(bounds.verdict, Verdict::Exposed, "{:?}", bounds);
            let (low, high) = bounds.limits.expect("the programme was solved");
            prop_assert!(high.is_none_or(|high| high - low >= 5), "{:?}", bounds);
        }
        for (before, after) in table.cells().iter().zip(released.tables()[0].cells()) {
            match (before, after) {
                (Cell::Known(tables::Quantity::Count(count)), Cell::Known(_)) => {
                    prop_assert!(*count >= 5 || (*count == 0 && zeros == Zeros::Shown));
                    prop_assert_eq!(before, after);
                }
                (_, after) => prop_assert_eq!(after, &Cell::Hidden),
            }
        }
    }

    /// On small tables every table a reader cannot rule out is tried.
    #[test]
    fn a_small_release_withstands_brute_force((sizes, leaves) in small_table(), zeros in choice(), threshold in 2_u32..=4) {
        let table = counts(&sizes, &leaves);
        let rule = Rule { threshold, ..rule(zeros) };
        let released = release(vec![table], &rule).expect("with all totals hideable there is always a way");
        let released = &released.tables()[0];
        let hidden = (0..released.positions()).filter(|&position| is_hidden(released, position)).count();
        prop_assume!(hidden <= 16);
        let ranges = brute_force(&sizes, &leaves, released, i64::from(threshold), zeros);
        for position in (0..released.positions()).filter(|&position| is_hidden(released, position)) {
            let (low, high) = ranges[position];
            prop_assert!(high - low >= i64::from(threshold), "{}: {low} to {high}", released.place(position));
        }
    }

    /// On any pattern of hidden cells, safe or not: witnesses ⊆ what brute force finds ⊆ limits.
    #[test]
    fn the_audit_agrees_with_brute_force(
        leaves in proptest::collection::vec(0_i128..6, 6),
        hidden_leaves in proptest::collection::vec(any::<bool>(), 6),
        hidden_rows in proptest::collection::vec(any::<bool>(), 2),
    ) {
        // Two rows of three, row totals that may be hidden, column totals and the grand total published.
        let need = 3;
        let mut values = leaves.clone();
        values.extend([leaves[..3].iter().sum::<i128>(), leaves[3..].iter().sum()]);
        values.extend((0..3).map(|column| leaves[column] + leaves[column + 3]));
        values.push(leaves.iter().sum());
        let variables = values.iter().map(|&value| Variable { value, low: 0, need }).collect();
        let row = |total: usize, parts: &[usize]| Row {
            terms: std::iter::once((total, 1)).chain(parts.iter().map(|&part| (part, -1))).collect(),
            sense: Sense::Equal,
        };
        let rows = vec![
            row(6, &[0, 1, 2]), row(7, &[3, 4, 5]), row(8, &[0, 3]), row(9, &[1, 4]), row(10, &[2, 5]),
            row(11, &[6, 7]), row(11, &[8, 9, 10]),
        ];
        let system = System::new(variables, rows).unwrap();
        let hidden: Vec<bool> = hidden_leaves.iter().chain(&hidden_rows).copied().chain([false; 4]).collect();
        let audit = audit(&system, &hidden, &[]);
        let mut ranges = vec![(i128::MAX, i128::MIN); 8];
        let top = values[11] + 1;
        let mut trial = values.clone();
        // The first two columns and the first row's third cell decide everything, for columns and total are published.
        for code in 0..(top + 1).pow(3) {
            for column in 0..3 {
                let value = code / (top + 1).pow(u32::try_from(column).unwrap()) % (top + 1);
                trial[column] = value;
                trial[column + 3] = values[8 + column] - value;
            }
            trial[6] = trial[..3].iter().sum();
            trial[7] = trial[3..6].iter().sum();
            let agrees = (0..8).all(|at| trial[at] >= 0 && (hidden[at] || trial[at] == values[at]));
            if agrees {
                for (range, value) in ranges.iter_mut().zip(&trial) {
                    *range = (range.0.min(*value), range.1.max(*value));
                }
            }
        }
        for bounds in &audit.bounds {
            let (low, high) = ranges[bounds.variable];
            let (limit_low, limit_high) = bounds.limits.expect("the programme was solved");
            // Two-way tables have whole corners, so limits and brute force agree exactly.
            prop_assert_eq!((limit_low, limit_high), (low, Some(high)));
            prop_assert!(bounds.witness_low >= low && bounds.witness_high.unwrap() <= high);
            let safe = high - low >= need;
            prop_assert_eq!(bounds.verdict, if safe { Verdict::Safe } else { Verdict::Exposed });
        }
    }

    /// Two linked tables: what the one publishes does not open what the other hides.
    #[test]
    fn linked_tables_withstand_the_audit(
        leaves in proptest::collection::vec(leaf(), 4 * 3 * 3),
        zeros in choice(),
    ) {
        // a × b and a × c share the margin a; they are cut from one three-way table that is not published.
        let whole = counts(&[4, 3, 3], &leaves);
        let cut = |keep: [usize; 2], drop: usize| {
            let dimensions = keep.map(|at| whole.dimensions()[at].clone()).to_vec();
            let mut measure = whole.measures()[0].clone();
            measure.parts.retain(|(id, _)| *id != whole.dimensions()[drop].id);
            Table::build(whole.head().clone(), dimensions, vec![measure], |members, _| {
                let mut at = vec![0; 3];
                at[keep[0]] = members[0];
                at[keep[1]] = members[1];
                whole.cell(&at, 0).clone()
            }).unwrap()
        };
        let tables = vec![cut([0, 1], 2), cut([0, 2], 1)];
        let rule = rule(zeros);
        let released = release(tables.clone(), &rule).expect("with all totals hideable there is always a way");
        let audit = audit_release(&tables, released.tables(), &rule).unwrap();
        prop_assert!(audit.passes(), "{:?}", audit.exposures());
    }

    /// Three tables in a ring, cut from a cube that nobody is shown: every witness is a whole cube.
    #[test]
    fn tables_in_a_ring_withstand_the_audit_with_their_cube(
        leaves in proptest::collection::vec(leaf(), 3 * 3 * 2),
        zeros in choice(),
    ) {
        let cube = counts(&[3, 3, 2], &leaves);
        let cut = |keep: [usize; 2], drop: usize| {
            let dimensions = keep.map(|at| cube.dimensions()[at].clone()).to_vec();
            let mut measure = cube.measures()[0].clone();
            measure.parts.retain(|(id, _)| *id != cube.dimensions()[drop].id);
            Table::build(cube.head().clone(), dimensions, vec![measure], |members, _| {
                let mut at = vec![0; 3];
                at[keep[0]] = members[0];
                at[keep[1]] = members[1];
                cube.cell(&at, 0).clone()
            }).unwrap()
        };
        let mut tables = vec![cut([0, 1], 2), cut([0, 2], 1), cut([1, 2], 0)];
        let rule = rule(zeros);
        let readers = Readers { unpublished: std::slice::from_ref(&cube), ..Readers::default() };
        // A sparse cube may leave no way; then it is refused, and never released open.
        if let Ok(released) = release_to(&readers, tables.clone(), &rule) {
            tables.push(cube.clone());
            let audit = audit_release(&tables, released.tables(), &rule).unwrap();
            for bounds in &audit.bounds {
                prop_assert_ne!(bounds.verdict, Verdict::Exposed, "{:?}", bounds);
            }
        }
    }

    /// The same tables give the same release.
    #[test]
    fn a_release_is_always_the_same((sizes, leaves) in any_table()) {
        let table = counts(&sizes, &leaves);
        let once = release(vec![table.clone()], &Rule::default());
        prop_assert_eq!(once, release(vec![table], &Rule::default()));
    }
}
