//! Dimensions that move with time without any spell ending: age and seniority.
//!
//! A person's member in them is a list of steps, each from a day on. The members of all moving dimensions are one number.

use crate::indicator::Dimension;
use crate::operate::civil;
use crate::plan::{Buffers, NodeId};
use crate::population::Length;
use crate::schema::{AttributeId, MISSING};
use crate::sets::{BEGIN, Days, Set, Tile};

use super::axis::Axis;

/// The moving dimensions of an indicator.
#[derive(Debug, Clone, Default)]
pub(crate) struct Moving {
    dimensions: Vec<MovingDimension>,
}

#[derive(Debug, Clone)]
struct MovingDimension {
    sort: Sort,
    /// What a member of this dimension adds to the number.
    stride: u32,
    /// The members, unknown among them.
    members: u32,
}

#[derive(Debug, Clone)]
enum Sort {
    Age {
        birth: AttributeId,
        bounds: Vec<u16>,
    },
    Seniority {
        of: NodeId,
        known: Days,
        bounds: Vec<Length>,
    },
}

/// From this day on a person has this number.
#[derive(Debug, Clone, Copy, PartialEq, Eq)]
pub(crate) struct Step {
    pub(crate) from: i32,
    pub(crate) number: u32,
}

/// The steps of a person, and memory that is used again for each.
#[derive(Debug, Clone, Default)]
pub(crate) struct Steps {
    pub(crate) all: Vec<Step>,
    of_one: Vec<Step>,
    before: Vec<Step>,
}

impl Moving {
    /// Adds a dimension; of a seniority, `of` tells the node and known range. Others are not moving, and nothing happens.
    pub(crate) fn push(&mut self, dimension: &Dimension, of: Option<(NodeId, Days)>) {
        let (sort, bounds) = match (dimension, of) {
            (Dimension::Age { birth, bounds }, _) => (
                Sort::Age {
                    birth: *birth,
                    bounds: bounds.clone(),
                },
                bounds.len(),
            ),
            (Dimension::Seniority { bounds, .. }, Some((of, known))) => (
                Sort::Seniority {
                    of,
                    known,
                    bounds: bounds.clone(),
                },
                bounds.len(),
            ),
            _ => return,
        };
        let members = u32::try_from(bounds).map_or(u32::MAX, |bounds| bounds + 1);
        self.dimensions.push(MovingDimension {
            sort,
            stride: self.len(),
            members,
        });
    }

    /// How many numbers there are; 1 without moving dimensions.
    pub(crate) fn len(&self) -> u32 {
        let last = self.dimensions.last();
        last.map_or(1, |last| last.stride.saturating_mul(last.members))
    }

    /// Whether nothing moves.
    pub(crate) fn is_empty(&self) -> bool {
        self.dimensions.is_empty()
    }

    /// A number's member in a dimension: the bound's place.
    pub(crate) fn member(&self, number: u32, dimension: usize) -> i32 {
        let one = &self.dimensions[dimension];
        match number / one.stride % one.members {
            0 => MISSING,
            above => i32::try_from(above - 1).expect("fewer bounds than days"),
        }
    }

    /// The person's steps; only those that matter between `seen.from` and `seen.until` need be exact.
    pub(crate) fn steps(
        &self,
        tile: &Tile<'_>,
        sets: &Buffers,
        person: usize,
        (seen, moment): (Days, Moment<'_>),
        steps: &mut Steps,
    ) {
        steps.all.clear();
        steps.all.push(Step {
            from: BEGIN,
            number: 0,
        });
        for dimension in &self.dimensions {
            let own = &mut steps.of_one;
            own.clear();
            match &dimension.sort {
                Sort::Age { birth, bounds } => {
                    let born = tile.histories.attribute(*birth)[tile.from + person];
                    age_steps(born, bounds, seen, moment, own);
                }
                Sort::Seniority { of, known, bounds } => {
                    seniority_steps((sets.set(*of), person), *known, bounds, moment, own);
                }
            }
            if !own.is_empty() {
                std::mem::swap(&mut steps.all, &mut steps.before);
                combine(&steps.before, own, dimension.stride, &mut steps.all);
            }
        }
    }
}

/// On which day a member is told.
#[derive(Debug, Clone, Copy)]
pub(crate) enum Moment<'a> {
    /// On the day itself, for events.
    Day,
    /// On the last day of the day's period, for stock.
    Sample(&'a Axis),
    /// On the last day of the period on which there is something to tell, for what is measured over a whole period.
    Whole(&'a Axis),
}

impl Moment<'_> {
    /// From which day on a step is seen that happens on this day.
    fn begins(self, day: i32) -> i32 {
        match self {
            Moment::Day => day,
            Moment::Sample(axis) | Moment::Whole(axis) => axis.floor(day),
        }
    }

    /// From which day on an end is seen, of what ends before this day.
    fn ends(self, day: i32) -> i32 {
        match self {
            Moment::Day => day,
            Moment::Sample(axis) => axis.floor(day),
            Moment::Whole(axis) => axis.ceiling(day),
        }
    }
}

fn age_steps(born: i32, bounds: &[u16], seen: Days, moment: Moment<'_>, steps: &mut Vec<Step>) {
    if born == MISSING {
        return;
    }
    for (number, &bound) in (1..).zip(bounds) {
        let years = i32::from(bound);
        if born.saturating_add(years * 366 + 1) < seen.from {
            // Long past: the exact day does not matter.
            steps.clear();
            steps.push(Step {
                from: BEGIN,
                number,
            });
        } else if born.saturating_add(years * 365) > seen.until {
            return;
        } else {
            let from = moment.begins(civil::birthday(born, years));
            push(steps, Step { from, number });
        }
    }
}

fn seniority_steps(
    (of, person): (&Set, usize),
    known: Days,
    bounds: &[Length],
    moment: Moment<'_>,
    steps: &mut Vec<Step>,
) {
    let mut spans = of.spans(person).peekable();
    while let Some((start, mut end)) = spans.next() {
        while let Some((_, further)) = spans.next_if(|next| next.0 <= end) {
            end = further;
        }
        let seen = Days {
            from: start,
            until: end,
        }
        .intersect(known);
        if seen.is_empty() {
            continue;
        }
        let Days {
            from: start,
            until: end,
        } = seen;
        let holes = of.holes.as_ref();
        let begins_unseen = start <= known.from && known.from > BEGIN
            || holes.is_some_and(|holes| holes.contains(person, start - 1));
        let mut step = |from, number| push(steps, Step { from, number });
        step(moment.begins(start), 0);
        let last = bounds.len().saturating_sub(1);
        for (at, (number, &bound)) in (1..).zip(bounds).enumerate() {
            let from = lasted(start, bound);
            if from < end && (!begins_unseen || at == last) {
                step(moment.begins(from), number);
            }
        }
        step(moment.ends(end), 0);
    }
}

/// Adds a step. It replaces those that are seen on its day or later: an end is sometimes seen only after the next beginning.
fn push(steps: &mut Vec<Step>, step: Step) {
    while steps.last().is_some_and(|last| last.from >= step.from) {
        steps.pop();
    }
    steps.push(step);
}

/// The first day on which a run that began on `start` has lasted so long, the day itself included.
fn lasted(start: i32, length: Length) -> i32 {
    match length {
        Length::Days(days) => start.saturating_add_unsigned(days).saturating_sub(1),
        Length::Months(months) => {
            let months = i32::try_from(months).unwrap_or(i32::MAX).min(12 * 9_999);
            civil::plus_months(start, months) - 1
        }
    }
    .max(start)
}

/// Combines the steps of the dimensions before with those of another one.
fn combine(before: &[Step], own: &[Step], stride: u32, steps: &mut Vec<Step>) {
    steps.clear();
    let (mut at, mut own_at) = (0, 0);
    let (mut base, mut member) = (0, 0);
    while at < before.len() || own_at < own.len() {
        let next = before.get(at).map(|step| step.from);
        let own_next = own.get(own_at).map(|step| step.from);
        let from = match (next, own_next) {
            (Some(one), Some(other)) => one.min(other),
            (one, other) => one.or(other).expect("one of both is left"),
        };
        if next == Some(from) {
            base = before[at].number;
            at += 1;
        }
        if own_next == Some(from) {
            member = own[own_at].number;
            own_at += 1;
        }
        push(
            steps,
            Step {
                from,
                number: base + member * stride,
            },
        );
    }
}

#[cfg(test)]
mod tests {
    use super::*;

    #[test]
    fn two_dimensions_step_on_their_own_days() {
        let step = |from, number| Step { from, number };
        let before = [step(BEGIN, 0), step(10, 1), step(20, 2)];
        let mut steps = Vec::new();
        combine(&before, &[step(15, 1), step(20, 2)], 3, &mut steps);
        let wanted = [step(BEGIN, 0), step(10, 1), step(15, 4), step(20, 8)];
        assert_eq!(steps, wanted);
    }
}
