//! Numbers of persons that lie within each other: two of them that differ by a few persons tell of those few.
//!
//! Two indicators can count the same persons but for one: gross and net unemployment, those who have been on a benefit for a
//! year and those of them who had no offer. Whoever reads both numbers of a month reads the difference. So all counts of
//! persons of the whole catalogue are held against each other, before anything is shown and whatever has been shown: where
//! one's persons are all among another's, the pair is remembered, and the smaller number counts as too small to show when
//! fewer than the threshold are left over. Compared are counts as of the same last day: totals with totals, totals with
//! members of breakdowns, and the same members of the same breakdown.
//!
//! Whether persons lie within each other is asked of the numbers alone: everybody is dealt into piles, twice in different
//! ways, and the smaller number must not be larger in any pile. Who truly lies within always passes; others pass only if
//! each who is too many meets somebody too few in the same pile both times.

mod held;
mod questions;

use std::collections::{BTreeMap, BTreeSet};
use std::sync::Arc;

use figures::Cube;
use rulebook::indicators::IndicatorVersion;
use tables::Rule;

use self::held::Held;
use self::questions::{Counting, Question, Weight};
use super::asked::Asked;
use super::known::Known;
use crate::error::WebError;

/// So many piles, each time.
const PILES: u64 = 64;

/// How persons are dealt: two odd numbers to multiply their ids with.
const DEALS: [u64; 2] = [0x9e37_79b9_7f4a_7c15, 0xc2b2_ae3d_27d4_eb4f];

/// Pairs are formed when so many piles have been counted, and dropped in the ones that follow.
const FIRST: usize = 8;

/// The counts of persons of all indicators, and which lie within which.
pub(super) struct Nested {
    questions: Vec<Question>,
    counts: Vec<Counted>,
    /// The places of two counts: all persons of the first are among those of the second.
    pairs: Vec<(u32, u32)>,
}

/// One count of persons.
struct Counted {
    question: usize,
    period: u32,
    member: i32,
    /// The measure's place among those of the question.
    measure: u8,
    persons: i64,
    /// All whom the indicator counts are in the cell.
    is_everybody: bool,
}

impl Nested {
    /// Of all versions of indicators, over the windows in which they are shown.
    pub(super) fn of(
        known: &Known,
        versions: &[Arc<IndicatorVersion>],
        window: impl Fn(&Arc<IndicatorVersion>) -> Asked,
    ) -> Result<Nested, WebError> {
        let questions = versions
            .iter()
            .flat_map(|version| questions::of(known, &window(version)));
        let mut nested = Nested {
            questions: questions.collect(),
            counts: Vec::new(),
            pairs: Vec::new(),
        };
        let plan = Counting::new(known, &nested.questions, 0..nested.questions.len())?;
        nested.place(&plan.cubes(known.histories())?);
        let mut piles = DEALS
            .iter()
            .flat_map(|deal| (0..PILES).map(move |pile| (*deal, pile)));
        let mut first = Vec::new();
        for pile in piles.by_ref().take(FIRST) {
            first.push(nested.of_pile(known, &plan, pile)?);
        }
        nested.pairs = nested.candidates(&first);
        for pile in piles {
            if nested.pairs.is_empty() {
                break;
            }
            let pile = nested.of_pile(known, &plan, pile)?;
            nested.pairs.retain(|pair| lies_within(&pile, *pair));
        }
        Ok(nested)
    }

    /// What an indicator's counts are held against.
    pub(super) fn held(
        &self,
        known: &Known,
        version: &IndicatorVersion,
    ) -> Result<Held<'_>, WebError> {
        let mut pairs = Vec::new();
        let mut asked = BTreeSet::new();
        for &(inner, outer) in &self.pairs {
            // The smaller number gives way, unless the larger one matters less.
            let (hidden, other) = if self.weight(outer) < self.weight(inner) {
                (outer, inner)
            } else {
                (inner, outer)
            };
            if self.question(hidden).is_of(version) {
                pairs.push((hidden, other));
                asked.extend([hidden, other].map(|place| self.counts[place as usize].question));
            }
        }
        Ok(Held::new(
            self,
            pairs,
            Counting::new(known, &self.questions, asked)?,
        ))
    }

    /// How much it matters that a count is shown. Everybody stands in every table of the indicator, so a part of them gives way
    /// first, unless it is all of them.
    fn weight(&self, place: u32) -> (Weight, bool) {
        let counted = &self.counts[place as usize];
        (
            self.questions[counted.question].weight,
            counted.is_everybody,
        )
    }

    fn question(&self, place: u32) -> &Question {
        &self.questions[self.counts[place as usize].question]
    }

    /// Gives every count that is not zero a place.
    fn place(&mut self, cubes: &[(usize, Cube)]) {
        // The whole of an indicator comes before its cuts.
        let mut whole: BTreeMap<u32, &[i64]> = BTreeMap::new();
        for (at, cube) in cubes {
            if self.questions[*at].by.is_none() {
                let rows = cube.rows.iter();
                whole = rows
                    .map(|row| (row.period, row.numbers.as_slice()))
                    .collect();
            }
            for row in &cube.rows {
                let member = row.members.first().copied().unwrap_or_default();
                let first = u32::try_from(self.counts.len()).expect("there are fewer counts");
                let places = &mut self.questions[*at].places;
                places.insert((row.period, member), first);
                let all = whole.get(&row.period).copied().unwrap_or_default();
                let counts = row
                    .numbers
                    .iter()
                    .zip(0..)
                    .map(|(persons, measure)| Counted {
                        question: *at,
                        period: row.period,
                        member,
                        measure,
                        persons: *persons,
                        is_everybody: all.get(usize::from(measure)) == Some(persons),
                    });
                self.counts.extend(counts);
            }
        }
    }

    /// The numbers of cubes by the places of the counts.
    fn spread(&self, cubes: &[(usize, Cube)]) -> Vec<i64> {
        let mut spread = vec![0; self.counts.len()];
        for (at, cube) in cubes {
            let places = &self.questions[*at].places;
            for row in &cube.rows {
                let member = row.members.first().copied().unwrap_or_default();
                if let Some(first) = places.get(&(row.period, member)) {
                    let first = *first as usize;
                    spread[first..first + row.numbers.len()].copy_from_slice(&row.numbers);
                }
            }
        }
        spread
    }

    fn of_pile(
        &self,
        known: &Known,
        counting: &Counting,
        (deal, pile): (u64, u64),
    ) -> Result<Vec<i64>, WebError> {
        let persons = known.only(|person| {
            let mixed = person.cast_unsigned().wrapping_mul(deal);
            (mixed >> 32) % PILES == pile
        });
        Ok(self.spread(&counting.cubes(&persons)?))
    }

    /// Whether readers see both numbers, or the days of both.
    fn are_compared(&self, (one, other): (u32, u32)) -> bool {
        let shown = |place: u32| {
            let measure = self.counts[place as usize].measure;
            &self.question(place).measures[usize::from(measure)]
        };
        let (one, other) = (shown(one), shown(other));
        (one.count.is_some() && other.count.is_some()) || (one.days && other.days)
    }

    /// The pairs that may lie within each other as far as some piles tell.
    fn candidates(&self, piles: &[Vec<i64>]) -> Vec<(u32, u32)> {
        let threshold = i64::from(Rule::default().threshold);
        let mut cells: BTreeMap<(i32, Option<&str>, i32), Vec<u32>> = BTreeMap::new();
        for (place, counted) in (0..).zip(&self.counts) {
            if counted.persons >= threshold {
                let question = &self.questions[counted.question];
                let day = question
                    .indicator
                    .periods
                    .sample_day(counted.period as usize);
                let cell = (day, question.by.as_deref(), counted.member);
                cells.entry(cell).or_default().push(place);
            }
        }
        let mut pairs = Vec::new();
        let mut weigh = |one: u32, other: u32| {
            let persons = |place: u32| self.counts[place as usize].persons;
            let pair = if persons(one) < persons(other) {
                (one, other)
            } else {
                (other, one)
            };
            let is_same = persons(one) == persons(other);
            if !is_same
                && self.are_compared(pair)
                && piles.iter().all(|pile| lies_within(pile, pair))
            {
                pairs.push(pair);
            }
        };
        for ((day, by, _), places) in &cells {
            let totals = cells.get(&(*day, None, 0)).filter(|_| by.is_some());
            let totals = totals.into_iter().flatten();
            for (at, one) in places.iter().enumerate() {
                for other in places[at + 1..].iter().chain(totals.clone()) {
                    weigh(*one, *other);
                }
            }
        }
        pairs
    }
}

fn lies_within(pile: &[i64], (inner, outer): (u32, u32)) -> bool {
    pile[inner as usize] <= pile[outer as usize]
}
