//! The audit: can a reader work out a hidden cell, or bound it more tightly than its need?
//!
//! Two kinds of evidence, both exact. *Witnesses* are tables of whole numbers that look the same from outside: what they
//! span is surely open, so they alone can make a cell safe. *Limits* come from the linear system over the rational
//! numbers with nothing below its low: what lies outside them is surely ruled out, so they alone make a cell exposed.
//! Limits are wider than what whole numbers allow, so a cell between the two is `Undecided` and counts as unprotected:
//! leaving integrality out can only make us hide more.

use super::simplex::{End, GaveUp, Goal, Polytope};
use super::system::{Move, Sense, System};

/// How much work an audit may do.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Effort {
    /// The most hidden variables that one linear programme may have; a larger component is judged by witnesses alone.
    pub(crate) largest: usize,
    /// Whether limits are sought for every hidden variable, also where witnesses already suffice.
    pub(crate) all_limits: bool,
}

impl Effort {
    /// What a release uses: the linear programme where witnesses are missing.
    pub(crate) const RELEASE: Effort = Effort {
        largest: 400,
        all_limits: false,
    };
    /// What [`audit`] uses: everything, whatever it costs.
    pub(crate) const FULL: Effort = Effort {
        largest: usize::MAX,
        all_limits: true,
    };
}

/// What is known about one hidden variable.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Bounds {
    /// The variable.
    pub variable: usize,
    /// The smallest value in a table that looks the same from outside, as far as one was found.
    pub witness_low: i128,
    /// The largest such value; `None` when there is no largest.
    pub witness_high: Option<i128>,
    /// The smallest and largest whole value the linear system allows, if it was solved.
    pub limits: Option<(i128, Option<i128>)>,
    /// What follows.
    pub verdict: Verdict,
}

/// Whether a hidden variable is protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq, Hash)]
pub enum Verdict {
    /// Witnesses span its need.
    Safe,
    /// The linear system bounds it more tightly than its need.
    Exposed,
    /// Neither was shown. Counts as unprotected.
    Undecided,
}

/// A hidden variable that is not protected.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub struct Exposure {
    /// The variable.
    pub variable: usize,
    /// Whether the linear system gives it away, or nothing could be shown.
    pub verdict: Verdict,
}

/// The outcome of an audit.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Audit {
    /// What is known about each hidden variable, in order.
    pub bounds: Vec<Bounds>,
}

impl Audit {
    /// Every hidden variable that is not safe.
    pub fn exposures(&self) -> Vec<Exposure> {
        self.bounds
            .iter()
            .filter(|bounds| bounds.verdict != Verdict::Safe)
            .map(|bounds| Exposure {
                variable: bounds.variable,
                verdict: bounds.verdict,
            })
            .collect()
    }

    /// Whether every hidden variable is safe.
    pub fn passes(&self) -> bool {
        self.bounds
            .iter()
            .all(|bounds| bounds.verdict == Verdict::Safe)
    }
}

/// Judges every hidden variable of a system, solving it exactly for each.
///
/// `moves` are witnesses already known; each is checked against every row before it counts, and a wrong one is ignored.
/// The cost grows with the square of the number of hidden variables that hang together: for hundreds, not thousands.
pub fn audit(system: &System, hidden: &[bool], moves: &[Move]) -> Audit {
    judge(system, hidden, moves, Effort::FULL)
}

pub(crate) fn judge(system: &System, hidden: &[bool], moves: &[Move], effort: Effort) -> Audit {
    let mut span = Span::of(system);
    for step in moves {
        span.take(system, hidden, step);
    }
    let mut programmes = Programmes {
        system,
        hidden,
        effort,
        span,
        limits: vec![None; hidden.len()],
    };
    for component in components(system, hidden) {
        let asked: Vec<usize> = component
            .iter()
            .copied()
            .filter(|&variable| effort.all_limits || !programmes.span.meets(system, variable))
            .collect();
        if asked.is_empty() || component.len() > effort.largest {
            continue;
        }
        // A programme that gives up leaves its variables undecided, which counts as unprotected.
        let _gave_up = programmes.solve(&component, &asked);
    }
    let Programmes { span, limits, .. } = programmes;
    let bounds = (0..hidden.len())
        .filter(|&variable| hidden[variable])
        .map(|variable| {
            let need = system.variables()[variable].need;
            let tight =
                |(low, high): (i128, Option<i128>)| high.is_some_and(|high| high - low < need);
            let verdict = match limits[variable] {
                _ if span.meets(system, variable) => Verdict::Safe,
                Some(limits) if tight(limits) => Verdict::Exposed,
                _ => Verdict::Undecided,
            };
            Bounds {
                variable,
                witness_low: span.low[variable],
                witness_high: span.high[variable],
                limits: limits[variable],
                verdict,
            }
        })
        .collect();
    Audit { bounds }
}

/// The values that witnesses have shown to be possible.
pub(super) struct Span {
    low: Vec<i128>,
    high: Vec<Option<i128>>,
}

impl Span {
    pub(super) fn of(system: &System) -> Span {
        let values = system.variables().iter().map(|variable| variable.value);
        Span {
            low: values.clone().collect(),
            high: values.map(Some).collect(),
        }
    }

    /// Whether the witnesses lie far enough apart.
    pub(super) fn meets(&self, system: &System, variable: usize) -> bool {
        let need = system.variables()[variable].need;
        self.high[variable].is_none_or(|high| high - self.low[variable] >= need)
    }

    /// Takes a move as a witness, if it is one.
    pub(super) fn take(&mut self, system: &System, hidden: &[bool], step: &Move) {
        let Some(reach) = system.reach(step, hidden) else {
            return;
        };
        for &(variable, coefficient) in &step.0 {
            let value = system.variables()[variable].value;
            let at = |steps: i128| {
                steps
                    .checked_mul(coefficient)
                    .and_then(|by| value.checked_add(by))
            };
            let (down, up) = if coefficient > 0 {
                (reach.back.map(|steps| -steps), reach.forth)
            } else {
                (reach.forth, reach.back.map(|steps| -steps))
            };
            match up {
                None => self.high[variable] = None,
                Some(steps) => self.raise(variable, at(steps)),
            }
            if let Some(low) = down.and_then(at) {
                self.low[variable] = self.low[variable].min(low);
            }
        }
    }

    fn raise(&mut self, variable: usize, to: Option<i128>) {
        if let (Some(high), Some(to)) = (self.high[variable], to) {
            self.high[variable] = Some(high.max(to));
        }
    }
}

/// Hidden variables that hang together through rows, each group in order.
pub(super) fn components(system: &System, hidden: &[bool]) -> Vec<Vec<usize>> {
    let mut seen: Vec<bool> = hidden.iter().map(|hidden| !hidden).collect();
    let mut seen_rows = vec![false; system.rows().len()];
    let mut groups = Vec::new();
    for start in 0..hidden.len() {
        if std::mem::replace(&mut seen[start], true) {
            continue;
        }
        let mut group = vec![start];
        let mut next = 0;
        while let Some(&variable) = group.get(next) {
            next += 1;
            for &row in system.touching(variable) {
                if std::mem::replace(&mut seen_rows[row], true) {
                    continue;
                }
                for &(other, _) in &system.rows()[row].terms {
                    if !std::mem::replace(&mut seen[other], true) {
                        group.push(other);
                    }
                }
            }
        }
        group.sort_unstable();
        groups.push(group);
    }
    groups
}

/// The linear programmes of a system, and what they have shown so far.
struct Programmes<'a> {
    system: &'a System,
    hidden: &'a [bool],
    effort: Effort,
    span: Span,
    limits: Vec<Option<(i128, Option<i128>)>>,
}

impl Programmes<'_> {
    /// Solves one component for some of its variables and keeps every corner of whole numbers as a witness.
    fn solve(&mut self, component: &[usize], asked: &[usize]) -> Result<(), GaveUp> {
        let (rows, columns) = equations(self.system, self.hidden, component);
        let Some(mut polytope) = Polytope::new(rows, columns)? else {
            return Ok(());
        };
        for &variable in asked {
            if !self.effort.all_limits && self.span.meets(self.system, variable) {
                continue;
            }
            let least = self.end(&mut polytope, component, variable, Goal::Least)?;
            let most = self.end(&mut polytope, component, variable, Goal::Most)?;
            let low = self.system.variables()[variable].low;
            let up = |(numerator, over): (i128, i128)| {
                low + numerator.div_euclid(over) + i128::from(numerator.rem_euclid(over) != 0)
            };
            self.limits[variable] = match (least, most) {
                (End::At(a, over), End::At(b, under)) => {
                    Some((up((a, over)), Some(low + b.div_euclid(under))))
                }
                (End::At(a, over), End::Unbounded) => Some((up((a, over)), None)),
                _ => None,
            };
        }
        Ok(())
    }

    fn end(
        &mut self,
        polytope: &mut Polytope,
        component: &[usize],
        variable: usize,
        goal: Goal,
    ) -> Result<End, GaveUp> {
        let (system, effort) = (self.system, self.effort);
        let span = &mut self.span;
        let column = component
            .binary_search(&variable)
            .expect("only variables of the component are asked for");
        let end = polytope.walk(column, goal, |polytope| {
            if let Some(corner) = polytope.whole_corner() {
                for (&other, &distance) in component.iter().zip(&corner) {
                    let value = system.variables()[other].low + distance;
                    span.low[other] = span.low[other].min(value);
                    span.raise(other, Some(value));
                }
            }
            effort.all_limits || !span.meets(system, variable)
        })?;
        // From a corner of whole numbers an endless edge leads on through whole numbers.
        if end == End::Unbounded && polytope.whole_corner().is_some() {
            span.high[variable] = None;
        }
        Ok(end)
    }
}

/// The rows of a component as equations over distances from the lows, with a slack column for every inequality.
fn equations(system: &System, hidden: &[bool], component: &[usize]) -> (Vec<Vec<i128>>, usize) {
    let mut numbers: Vec<usize> = component
        .iter()
        .flat_map(|&variable| system.touching(variable).iter().copied())
        .collect();
    numbers.sort_unstable();
    numbers.dedup();
    let slacks = numbers
        .iter()
        .filter(|&&row| system.rows()[row].sense == Sense::AtLeast)
        .count();
    let columns = component.len() + slacks;
    let mut slack = component.len();
    let rows = numbers
        .into_iter()
        .map(|number| {
            let row = &system.rows()[number];
            let mut equation = vec![0; columns + 1];
            for &(variable, factor) in &row.terms {
                let Ok(column) = component.binary_search(&variable) else {
                    debug_assert!(!hidden[variable]);
                    equation[columns] -= factor * system.variables()[variable].value;
                    continue;
                };
                equation[column] = factor;
                equation[columns] -= factor * system.variables()[variable].low;
            }
            if row.sense == Sense::AtLeast {
                equation[slack] = -1;
                slack += 1;
            }
            equation
        })
        .collect();
    (rows, columns)
}
