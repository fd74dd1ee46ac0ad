//! One person, day by day: what each population says of her, remembered.

use std::cell::RefCell;
use std::collections::HashMap;
use std::rc::Rc;

use figures::{Histories, Observation, Population, SpellTest, Test, TrackId};

use super::teller::{Said, Teller};

/// Days before those that are asked for, more than any definition but a run's own length looks back.
const BACK: i32 = 800;
/// Days after them, more than any definition looks ahead.
const AHEAD: i32 = 430;
/// Days at the beginning of what is looked at in which a run may begin because nothing before them is seen.
const BLIND: i32 = 500;

/// A person of whom some days are asked for.
pub(crate) struct Person<'a> {
    pub(crate) histories: &'a Histories,
    observation: &'a [Observation],
    from: i32,
    until: i32,
    said: RefCell<HashMap<Population, Rc<Said>>>,
}

impl<'a> Person<'a> {
    /// The only person of these histories, for questions about the days `first ..= last`.
    pub(crate) fn new(
        histories: &'a Histories,
        observation: &'a [Observation],
        (first, last): (i32, i32),
    ) -> Person<'a> {
        Person {
            histories,
            observation,
            from: first - BACK,
            until: last + AHEAD,
            said: RefCell::default(),
        }
    }

    /// What a population says of her on every day.
    pub(crate) fn say(&self, population: &Population) -> Rc<Said> {
        if let Some(said) = self.said.borrow().get(population) {
            return Rc::clone(said);
        }
        let said = Rc::new(self.since(self.from, population));
        self.said
            .borrow_mut()
            .insert(population.clone(), Rc::clone(&said));
        said
    }

    fn since(&self, from: i32, population: &Population) -> Said {
        let teller = Teller {
            histories: self.histories,
            person: 0,
            observation: self.observation,
            from,
            until: self.until,
        };
        teller.say(population)
    }

    /// The first day of the run that holds the day, where the day before it is known to lie outside.
    pub(crate) fn run_start(&self, population: &Population, day: i32) -> Option<i32> {
        let beginning = self.observation.iter().map(|one| one.from).min()?;
        let mut from = self.from;
        let mut said = self.say(population);
        loop {
            let outside = (from..=day).rev().find(|&one| said.on(one) != Some(true));
            if let Some(outside) = outside
                && (outside >= from + BLIND || from + BLIND < beginning)
            {
                return (said.on(outside) == Some(false)).then_some(outside + 1);
            }
            from -= 2_000;
            said = Rc::new(self.since(from, population));
        }
    }

    pub(crate) fn is_observed(&self, track: TrackId, day: i32) -> bool {
        let observed = self.observation[usize::from(track.0)];
        observed.from <= day && day < observed.until
    }

    /// The rows that pass a test and cover a day.
    pub(crate) fn rows(&self, test: &SpellTest, day: i32) -> Vec<usize> {
        let track = self.histories.track(test.track);
        let covers = |row: &usize| track.start[*row] <= day && day < track.end[*row];
        let rows = track.rows(0).filter(covers);
        rows.filter(|&row| self.passes(test, row)).collect()
    }

    fn passes(&self, test: &SpellTest, row: usize) -> bool {
        let track = self.histories.track(test.track);
        let value = |column: &figures::ColumnId| track.columns[usize::from(column.0)][row];
        test.tests.iter().all(|test| match test {
            Test::In { column, values } => values.contains(&value(column)),
            Test::NotIn { column, values } => !values.contains(&value(column)),
            Test::Compare {
                column,
                compare,
                number,
            } => compare.holds(&value(column), number),
            Test::Lasts { compare, days } => {
                let lasts = (track.end[row] - track.start[row]).unsigned_abs();
                compare.holds(&lasts, days)
            }
        })
    }
}
