//! An indicator's counts of persons and what they are held against: which of them are too close to be shown.

use std::collections::BTreeMap;

use figures::Histories;
use tables::{Near, Rule};

use super::Nested;
use super::questions::Counting;
use crate::error::WebError;
use crate::figures::known::Known;
use crate::figures::table::TIME;
use crate::figures::words;

/// The pairs in which an indicator's counts give way.
pub(in crate::figures) struct Held<'n> {
    nested: &'n Nested,
    /// The place of the count that gives way, and of the other.
    pairs: Vec<(u32, u32)>,
    counting: Counting,
}

impl<'n> Held<'n> {
    pub(super) fn new(nested: &'n Nested, pairs: Vec<(u32, u32)>, counting: Counting) -> Held<'n> {
        Held {
            nested,
            pairs,
            counting,
        }
    }

    /// The counts of some persons.
    pub(in crate::figures) fn counts(&self, histories: &Histories) -> Result<Vec<i64>, WebError> {
        Ok(self.nested.spread(&self.counting.cubes(histories)?))
    }

    /// The cells that are close to a number readers see; for those who can subtract the counts of some persons from both, close
    /// without them.
    pub(in crate::figures) fn near(&self, known: &Known, some: Option<&[i64]>) -> Vec<Near> {
        let threshold = i64::from(Rule::default().threshold);
        let persons = |place: u32| {
            let place = place as usize;
            self.nested.counts[place].persons - some.map_or(0, |some| some[place])
        };
        let mut closest: BTreeMap<u32, i64> = BTreeMap::new();
        for &(hidden, other) in &self.pairs {
            let (count, other) = (persons(hidden), persons(other));
            let apart = (count - other).abs();
            // What is smaller than the threshold is hidden for its own sake.
            if count.min(other) >= threshold && (1..threshold).contains(&apart) {
                let known = closest.entry(hidden).or_insert(other);
                if apart < (count - *known).abs() {
                    *known = other;
                }
            }
        }
        let closest = closest.into_iter();
        closest
            .map(|(place, other)| self.told(known, place, other))
            .collect()
    }

    /// A count as tables name it.
    fn told(&self, known: &Known, place: u32, other: i64) -> Near {
        let counted = &self.nested.counts[place as usize];
        let question = self.nested.question(place);
        let codes = question.asked.period_codes();
        let mut members = BTreeMap::new();
        members.insert(TIME.to_owned(), codes[counted.period as usize].to_string());
        let breakdown = question
            .by
            .as_deref()
            .and_then(|by| known.registers().breakdown(by));
        if let Some(breakdown) = breakdown {
            let (code, _) = words::member(
                known.registers(),
                breakdown,
                question.asked.to,
                counted.member,
            );
            members.insert(breakdown.id.clone(), code);
        }
        Near {
            members,
            measure: question.measures[usize::from(counted.measure)]
                .count
                .clone(),
            other,
        }
    }
}
