//! Exact linear programming: what is the least and the most that one variable can be?
//!
//! A dense tableau of whole numbers over one common denominator (fraction-free pivoting: every entry is a minor of the
//! system, so each division is exact). Sums of tables have minors of 0 and ±1 almost everywhere, so numbers stay small;
//! where one does not fit 128 bits the answer is [`GaveUp`], and the audit counts the cell as unprotected.
//! Bland's rule, so it ends. The oracle is the enumeration of whole-number tables in `tests/properties.rs`.

/// The arithmetic overflowed or the turns ran out: nothing is known.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct GaveUp;

/// Which end of a variable's range is sought.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum Goal {
    Least,
    Most,
}

/// An end of a variable's range.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) enum End {
    /// `numerator / denominator`, in lowest form only by chance; the denominator is positive.
    At(i128, i128),
    /// There is no end.
    Unbounded,
    /// The visitor had seen enough.
    Stopped,
}

/// The points with no coordinate below zero that satisfy all equations, held at one of its corners.
#[derive(Debug, Clone)]
pub(super) struct Polytope {
    /// One row per equation: coefficients, then the right-hand side; all over `denominator`.
    tableau: Vec<Vec<i128>>,
    denominator: i128,
    /// The variable each row gives the value of.
    basis: Vec<usize>,
    /// The row that gives the value of a variable, if one does.
    row_of: Vec<Option<usize>>,
    columns: usize,
}

const ARTIFICIAL: usize = usize::MAX;
const MOST_PIVOTS: usize = 20_000;

impl Polytope {
    /// Finds a corner; `Ok(None)` if there is no point at all. Each row has `columns` coefficients and a right-hand side.
    pub(super) fn new(
        mut rows: Vec<Vec<i128>>,
        columns: usize,
    ) -> Result<Option<Polytope>, GaveUp> {
        for row in &mut rows {
            debug_assert_eq!(row.len(), columns + 1);
            if row[columns] < 0 {
                negate(row);
            }
        }
        let mut polytope = Polytope {
            basis: vec![ARTIFICIAL; rows.len()],
            row_of: vec![None; columns],
            tableau: rows,
            denominator: 1,
            columns,
        };
        if !polytope.leave_artificial_corner()? {
            return Ok(None);
        }
        polytope.drop_artificial_rows()?;
        Ok(Some(polytope))
    }

    fn is_artificial(&self, row: usize) -> bool {
        self.basis[row] == ARTIFICIAL
    }

    /// Phase one: lowers the sum of the artificial variables; `false` if it stays above zero.
    fn leave_artificial_corner(&mut self) -> Result<bool, GaveUp> {
        for _ in 0..MOST_PIVOTS {
            let artificial: Vec<usize> = (0..self.basis.len())
                .filter(|&row| self.is_artificial(row))
                .collect();
            if artificial
                .iter()
                .all(|&row| self.tableau[row][self.columns] == 0)
            {
                return Ok(true);
            }
            let gain = |column: usize| -> i128 {
                artificial
                    .iter()
                    .map(|&row| self.tableau[row][column])
                    .sum()
            };
            let Some(entering) =
                (0..self.columns).find(|&column| self.row_of[column].is_none() && gain(column) > 0)
            else {
                return Ok(false);
            };
            let leaving = self
                .leaving(entering)?
                .expect("a column with a positive sum has a positive entry");
            self.pivot(leaving, entering)?;
        }
        Err(GaveUp)
    }

    /// Artificial variables that are still in the basis are zero: exchange them, or drop their rows as repetitions.
    fn drop_artificial_rows(&mut self) -> Result<(), GaveUp> {
        let mut row = 0;
        while row < self.basis.len() {
            if !self.is_artificial(row) {
                row += 1;
                continue;
            }
            let entering = (0..self.columns)
                .find(|&column| self.row_of[column].is_none() && self.tableau[row][column] != 0);
            if let Some(entering) = entering {
                if self.tableau[row][entering] < 0 {
                    negate(&mut self.tableau[row]);
                }
                self.pivot(row, entering)?;
                row += 1;
            } else {
                self.tableau.remove(row);
                self.basis.remove(row);
                for place in self.row_of.iter_mut().flatten() {
                    *place -= usize::from(*place > row);
                }
            }
        }
        Ok(())
    }

    /// The row whose variable first reaches zero when `entering` grows; `None` if none does.
    fn leaving(&self, entering: usize) -> Result<Option<usize>, GaveUp> {
        let mut best: Option<usize> = None;
        for (row, entries) in self.tableau.iter().enumerate() {
            if entries[entering] <= 0 {
                continue;
            }
            let Some(current) = best else {
                best = Some(row);
                continue;
            };
            let other = &self.tableau[current];
            let ours = entries[self.columns]
                .checked_mul(other[entering])
                .ok_or(GaveUp)?;
            let theirs = other[self.columns]
                .checked_mul(entries[entering])
                .ok_or(GaveUp)?;
            let rank = |row: usize| self.basis[row].wrapping_add(1);
            if ours < theirs || (ours == theirs && rank(row) < rank(current)) {
                best = Some(row);
            }
        }
        Ok(best)
    }

    fn pivot(&mut self, row: usize, column: usize) -> Result<(), GaveUp> {
        let pivot = self.tableau[row][column];
        debug_assert!(pivot > 0);
        let chosen = std::mem::take(&mut self.tableau[row]);
        for entries in &mut self.tableau {
            if entries.is_empty() {
                continue;
            }
            let factor = entries[column];
            if factor == 0 && pivot == self.denominator {
                continue;
            }
            for (entry, &other) in entries.iter_mut().zip(&chosen) {
                if *entry == 0 && (other == 0 || factor == 0) {
                    continue;
                }
                let grown = entry.checked_mul(pivot).ok_or(GaveUp)?;
                let taken = factor.checked_mul(other).ok_or(GaveUp)?;
                *entry = grown.checked_sub(taken).ok_or(GaveUp)? / self.denominator;
            }
        }
        self.tableau[row] = chosen;
        self.denominator = pivot;
        let old = std::mem::replace(&mut self.basis[row], column);
        if old != ARTIFICIAL {
            self.row_of[old] = None;
        }
        self.row_of[column] = Some(row);
        Ok(())
    }

    /// Walks from corner to corner until `variable` is as small or as large as it can be.
    ///
    /// `visit` sees the polytope at every corner, the present one included, and may stop the walk by answering `false`.
    pub(super) fn walk(
        &mut self,
        variable: usize,
        goal: Goal,
        mut visit: impl FnMut(&Polytope) -> bool,
    ) -> Result<End, GaveUp> {
        for _ in 0..MOST_PIVOTS {
            if !visit(self) {
                return Ok(End::Stopped);
            }
            let Some(row) = self.row_of[variable] else {
                if goal == Goal::Least {
                    return Ok(End::At(0, 1));
                }
                match self.leaving(variable)? {
                    None => return Ok(End::Unbounded),
                    Some(leaving) => self.pivot(leaving, variable)?,
                }
                continue;
            };
            let entering = (0..self.columns).find(|&column| {
                let entry = self.tableau[row][column];
                self.row_of[column].is_none()
                    && match goal {
                        Goal::Least => entry > 0,
                        Goal::Most => entry < 0,
                    }
            });
            let Some(entering) = entering else {
                return Ok(End::At(self.tableau[row][self.columns], self.denominator));
            };
            match self.leaving(entering)? {
                None => return Ok(End::Unbounded),
                Some(leaving) => self.pivot(leaving, entering)?,
            }
        }
        Err(GaveUp)
    }

    /// The present corner, if all its coordinates are whole.
    pub(super) fn whole_corner(&self) -> Option<Vec<i128>> {
        let mut point = vec![0; self.columns];
        for (entries, &variable) in self.tableau.iter().zip(&self.basis) {
            let numerator = entries[self.columns];
            if numerator % self.denominator != 0 {
                return None;
            }
            point[variable] = numerator / self.denominator;
        }
        Some(point)
    }
}

fn negate(row: &mut [i128]) {
    for entry in row {
        *entry = -*entry;
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn ends(rows: &[&[i128]], variable: usize) -> (End, End) {
        let columns = rows[0].len() - 1;
        let rows = rows.iter().map(|row| row.to_vec()).collect();
        let mut polytope = Polytope::new(rows, columns).unwrap().unwrap();
        let least = polytope.walk(variable, Goal::Least, |_| true).unwrap();
        let most = polytope.walk(variable, Goal::Most, |_| true).unwrap();
        (least, most)
    }

    fn value(end: End) -> i128 {
        let End::At(numerator, denominator) = end else {
            panic!("{end:?} is no number");
        };
        assert_eq!(numerator % denominator, 0);
        numerator / denominator
    }

    #[test]
    fn a_sum_bounds_its_parts() {
        let (least, most) = ends(&[&[1, 1, 10]], 0);
        assert_eq!((value(least), value(most)), (0, 10));
        let (least, most) = ends(&[&[1, 1, 10], &[0, 1, 4]], 0);
        assert_eq!((value(least), value(most)), (6, 6));
        let (least, most) = ends(&[&[1, 1, 1, 0, 10], &[1, 0, 0, 1, 4]], 1);
        assert_eq!((value(least), value(most)), (0, 10));
        let (least, most) = ends(&[&[1, 1, 1, 0, 10], &[1, 0, 0, 1, 4]], 0);
        assert_eq!((value(least), value(most)), (0, 4));
    }

    #[test]
    fn a_difference_has_no_end() {
        let (least, most) = ends(&[&[1, -1, 3]], 0);
        assert_eq!(value(least), 3);
        assert_eq!(most, End::Unbounded);
    }

    #[test]
    fn repeated_rows_do_no_harm_and_contradictions_are_seen() {
        let (least, most) = ends(&[&[1, 1, 10], &[2, 2, 20], &[-1, -1, -10]], 1);
        assert_eq!((value(least), value(most)), (0, 10));
        let rows = vec![vec![1, 1, 10], vec![1, 1, 9]];
        assert!(Polytope::new(rows, 2).unwrap().is_none());
        let rows = vec![vec![1, 1, -1]];
        assert!(Polytope::new(rows, 2).unwrap().is_none());
    }

    #[test]
    fn fractions_are_exact() {
        // Three pairs that each make one: every coordinate is one half, and only that.
        let rows: &[&[i128]] = &[&[1, 1, 0, 1], &[0, 1, 1, 1], &[1, 0, 1, 1]];
        for variable in 0..3 {
            let (least, most) = ends(rows, variable);
            let halves = |end| matches!(end, End::At(n, d) if 2 * n == d);
            assert!(halves(least) && halves(most), "{least:?} {most:?}");
        }
    }
}
