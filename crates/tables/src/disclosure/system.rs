//! What a reader of all published tables knows: cells as variables, sums and margins as rows of one linear system.
//!
//! A reader sees the values of the variables that are not hidden, knows every row, and knows that nothing is below its
//! `low`. Any table of whole numbers that agrees with this could be the true one; that is what protects a hidden cell.

use std::collections::BTreeMap;

/// One quantity that tables share, hidden or shown.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Variable {
    /// The true value.
    pub value: i128,
    /// What every reader knows it is at least: 0, or 1 where a zero would have been shown.
    pub low: i128,
    /// When hidden, how far apart the values must lie that a reader cannot rule out; 0 where it may be worked out.
    pub need: i128,
}

/// A relation every reader knows: the sum of `coefficient · value` is zero, or at least zero.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Row {
    /// Variables with their coefficients; a variable occurs once.
    pub terms: Vec<(usize, i128)>,
    /// Whether the sum is exactly zero.
    pub sense: Sense,
}

/// The sense of a row.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Sense {
    /// The sum is zero.
    Equal,
    /// The sum is zero or more.
    AtLeast,
}

/// Variables and rows, with the rows that touch each variable.
#[derive(Debug, Clone)]
pub struct System {
    variables: Vec<Variable>,
    rows: Vec<Row>,
    touching: Vec<Vec<usize>>,
}

/// A change of several variables at once that leaves every row and every published value as it is: a witness that
/// another table looks the same from outside. The whole numbers are per step; steps may go both ways.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Move(pub Vec<(usize, i128)>);

/// How many steps a move can take before something falls below its low or a row breaks; `None` without end.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(super) struct Reach {
    pub(super) back: Option<i128>,
    pub(super) forth: Option<i128>,
}

impl System {
    /// Puts a system together; `Err` with the position of the first row that the true values break.
    pub fn new(variables: Vec<Variable>, rows: Vec<Row>) -> Result<System, usize> {
        let mut touching = vec![Vec::new(); variables.len()];
        for (position, row) in rows.iter().enumerate() {
            let sum: i128 = row
                .terms
                .iter()
                .map(|&(variable, coefficient)| variables[variable].value * coefficient)
                .sum();
            let holds = match row.sense {
                Sense::Equal => sum == 0,
                Sense::AtLeast => sum >= 0,
            };
            if !holds {
                return Err(position);
            }
            for &(variable, _) in &row.terms {
                touching[variable].push(position);
            }
        }
        Ok(System {
            variables,
            rows,
            touching,
        })
    }

    /// Adds a number that every reader sees, and that the variable stays on its side of it.
    pub(super) fn bound(&mut self, variable: usize, other: i128) {
        let bound = self.variables.len();
        let (more, less) = if self.variables[variable].value <= other {
            (bound, variable)
        } else {
            (variable, bound)
        };
        self.variables.push(Variable {
            value: other,
            low: 0,
            need: 0,
        });
        self.touching.push(vec![self.rows.len()]);
        self.touching[variable].push(self.rows.len());
        self.rows.push(Row {
            terms: vec![(more, 1), (less, -1)],
            sense: Sense::AtLeast,
        });
    }

    /// The variables.
    pub fn variables(&self) -> &[Variable] {
        &self.variables
    }

    /// The rows.
    pub fn rows(&self) -> &[Row] {
        &self.rows
    }

    /// The rows that name a variable.
    pub(super) fn touching(&self, variable: usize) -> &[usize] {
        &self.touching[variable]
    }

    /// How far a move can go; `None` if it changes something published or breaks an exact row, or overflows.
    pub(super) fn reach(&self, step: &Move, hidden: &[bool]) -> Option<Reach> {
        let within = step.0.iter().all(|&(variable, _)| hidden[variable]);
        within.then(|| self.reach_if_hidden(step)).flatten()
    }

    /// How far a move could go if all its variables were hidden.
    pub(super) fn reach_if_hidden(&self, step: &Move) -> Option<Reach> {
        let mut change: BTreeMap<usize, i128> = BTreeMap::new();
        let mut reach = Reach {
            back: None,
            forth: None,
        };
        for &(variable, coefficient) in &step.0 {
            if coefficient == 0 {
                return None;
            }
            let Variable { value, low, .. } = self.variables[variable];
            reach.tighten(value - low, coefficient);
            for &row in &self.touching[variable] {
                let factor = self.factor(row, variable);
                *change.entry(row).or_default() += factor.checked_mul(coefficient)?;
            }
        }
        for (row, change) in change {
            match self.rows[row].sense {
                _ if change == 0 => {}
                Sense::Equal => return None,
                Sense::AtLeast => reach.tighten(self.slack(row), change),
            }
        }
        Some(reach)
    }

    fn factor(&self, row: usize, variable: usize) -> i128 {
        self.rows[row]
            .terms
            .iter()
            .find(|(named, _)| *named == variable)
            .map_or(0, |(_, factor)| *factor)
    }

    fn slack(&self, row: usize) -> i128 {
        self.rows[row]
            .terms
            .iter()
            .map(|&(variable, factor)| self.variables[variable].value * factor)
            .sum()
    }
}

impl Reach {
    /// Something that may fall by `room` changes by `change` with every step forth.
    fn tighten(&mut self, room: i128, change: i128) {
        let limit = if change < 0 {
            &mut self.forth
        } else {
            &mut self.back
        };
        let steps = room.div_euclid(change.abs());
        *limit = Some(limit.map_or(steps, |limit| limit.min(steps)));
    }

    /// How many different steps there are, less one; `None` without end.
    pub(super) fn width(self) -> Option<i128> {
        Some(self.back? + self.forth?)
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    fn variable(value: i128) -> Variable {
        Variable {
            value,
            low: 0,
            need: 5,
        }
    }

    fn sum_of_two() -> System {
        let row = Row {
            terms: vec![(0, 1), (1, -1), (2, -1)],
            sense: Sense::Equal,
        };
        System::new(vec![variable(10), variable(3), variable(7)], vec![row]).unwrap()
    }

    #[test]
    fn a_move_goes_as_far_as_nothing_falls_below_its_low() {
        let system = sum_of_two();
        let transfer = Move(vec![(1, 1), (2, -1)]);
        let reach = system.reach(&transfer, &[false, true, true]).unwrap();
        assert_eq!((reach.back, reach.forth), (Some(3), Some(7)));
        assert_eq!(reach.width(), Some(10));
        let growth = Move(vec![(0, 1), (1, 1)]);
        let reach = system.reach(&growth, &[true, true, false]).unwrap();
        assert_eq!((reach.back, reach.forth), (Some(3), None));
    }

    #[test]
    fn a_move_may_not_touch_what_is_published_or_break_a_sum() {
        let system = sum_of_two();
        let transfer = Move(vec![(1, 1), (2, -1)]);
        assert_eq!(system.reach(&transfer, &[false, true, false]), None);
        assert_eq!(system.reach(&Move(vec![(1, 1)]), &[true; 3]), None);
    }

    #[test]
    fn a_row_that_the_values_break_is_named() {
        let row = Row {
            terms: vec![(0, 1), (1, -1)],
            sense: Sense::AtLeast,
        };
        assert!(System::new(vec![variable(3), variable(3)], vec![row.clone()]).is_ok());
        assert_eq!(
            System::new(vec![variable(2), variable(3)], vec![row]).err(),
            Some(0)
        );
    }
}
