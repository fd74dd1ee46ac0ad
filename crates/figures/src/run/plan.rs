//! Plans: queries compiled against a schema, ready to be run over any histories of that schema.

use crate::cube::{Answer, List};
use crate::histories::Histories;
use crate::plan::{Buffers, NodeId, PopulationPlan};
use crate::schema::Schema;
use crate::sets::{Set, Tile};

use super::error::{PlanError, PlanFault, RunError};
use super::query::{Query, Setting};
use super::tally::{Tally, TallyPlan};
use super::wishes::Wishes;
use super::{check, compile};

/// Queries, compiled. A plan can be shared between threads; each thread runs its own [`Run`].
#[derive(Debug)]
pub struct Plan {
    pub(super) schema: Schema,
    pub(super) setting: Setting,
    pub(super) queries: Vec<Query>,
    pub(super) asked: Vec<Asked>,
    pub(super) populations: PopulationPlan,
}

/// A query, compiled.
#[derive(Debug)]
pub(super) enum Asked {
    Cube(Box<TallyPlan>),
    List { population: NodeId, day: i32 },
}

/// What a thread has counted so far. Runs of the same plan are merged.
#[derive(Debug)]
pub struct Run<'plan> {
    plan: &'plan Plan,
    found: Vec<Found>,
    sets: Buffers,
}

#[derive(Debug)]
enum Found {
    Cube(Box<Tally>),
    List(List),
}

impl Plan {
    /// Compiles queries, which share what they have in common.
    ///
    /// # Errors
    /// The first query that cannot be asked of such histories, and what to change.
    pub fn compile(
        schema: &Schema,
        queries: &[Query],
        setting: &Setting,
    ) -> Result<Plan, PlanError> {
        let mut wishes = Wishes::new(setting);
        let mut asked = Vec::new();
        for (query, question) in queries.iter().enumerate() {
            let compiled = check::query(schema, question, setting)
                .and_then(|()| ask(question, setting, &mut wishes));
            asked.push(compiled.map_err(|fault| PlanError { query, fault })?);
        }
        Ok(Plan {
            schema: schema.clone(),
            setting: setting.clone(),
            queries: queries.to_vec(),
            asked,
            populations: wishes.grant(),
        })
    }

    /// A run that has seen nobody yet.
    ///
    /// # Errors
    /// A breakdown that cannot be counted.
    pub fn start(&self) -> Result<Run<'_>, RunError> {
        let found = self.asked.iter().map(|asked| match asked {
            Asked::Cube(plan) => Ok(Found::Cube(Box::new(Tally::new(plan)?))),
            Asked::List { .. } => Ok(Found::List(List::default())),
        });
        Ok(Run {
            plan: self,
            found: found.collect::<Result<_, RunError>>()?,
            sets: Buffers::default(),
        })
    }
}

fn ask(question: &Query, setting: &Setting, wishes: &mut Wishes) -> Result<Asked, PlanFault> {
    match question {
        Query::Cube(indicator) => {
            let plan = compile::tally(indicator, setting, wishes)?;
            Ok(Asked::Cube(Box::new(plan)))
        }
        Query::List { population, day } => {
            let days = crate::indicator::Periods::day(*day);
            let root = wishes.samples(population, &days);
            if !root.known.contains(*day) {
                return Err(PlanFault::UnknownDay {
                    day: *day,
                    known: root.known,
                });
            }
            Ok(Asked::List {
                population: root.at,
                day: *day,
            })
        }
    }
}

impl Run<'_> {
    /// Counts some persons. Batches may come in any order; a person's whole history has to be in one of them.
    ///
    /// # Errors
    /// Histories that do not follow the plan's schema, or more cells than memory is meant for. The run is of no use then.
    pub fn add(&mut self, histories: &Histories) -> Result<(), RunError> {
        if !check::follows(histories, &self.plan.schema) {
            return Err(RunError::Shape);
        }
        for tile in Tile::all(histories) {
            self.add_tile(&tile)?;
        }
        Ok(())
    }

    fn add_tile(&mut self, tile: &Tile<'_>) -> Result<(), RunError> {
        self.plan.populations.evaluate(*tile, &mut self.sets);
        let sets = &self.sets;
        for (asked, found) in self.plan.asked.iter().zip(&mut self.found) {
            match (asked, found) {
                (Asked::Cube(plan), Found::Cube(tally)) => tally.add(plan, tile, sets)?,
                (Asked::List { population, day }, Found::List(list)) => {
                    note(sets.set(*population), *day, tile, list);
                }
                _ => unreachable!("a run has one finding of the right sort for each query"),
            }
        }
        Ok(())
    }

    /// Adds what another run of the same plan has counted.
    ///
    /// # Errors
    /// More cells together than memory is meant for.
    pub fn merge(&mut self, other: Run<'_>) -> Result<(), RunError> {
        let pairs = self.found.iter_mut().zip(other.found);
        for (asked, pair) in self.plan.asked.iter().zip(pairs) {
            match (asked, pair) {
                (Asked::Cube(plan), (Found::Cube(mine), Found::Cube(mut theirs))) => {
                    mine.complete(plan)?;
                    theirs.complete(plan)?;
                    mine.merge(plan, &theirs)?;
                }
                (_, (Found::List(mine), Found::List(mut theirs))) => {
                    mine.persons.append(&mut theirs.persons);
                    mine.persons_with_unknown_days += theirs.persons_with_unknown_days;
                }
                _ => return Err(RunError::OtherPlan),
            }
        }
        Ok(())
    }

    /// The answers, one a query and in their order.
    ///
    /// # Errors
    /// Sums that may not fit 64 bits.
    pub fn finish(self) -> Result<Vec<Answer>, RunError> {
        let found = self.plan.asked.iter().zip(self.found).enumerate();
        let answers = found.map(|(query, pair)| match pair {
            (Asked::Cube(plan), Found::Cube(mut tally)) => {
                tally.complete(plan)?;
                let cube = tally.finish(plan).ok_or(RunError::Overflow { query })?;
                Ok(Answer::Cube(cube))
            }
            (_, Found::List(mut list)) => {
                list.persons.sort_unstable();
                Ok(Answer::List(list))
            }
            _ => Err(RunError::OtherPlan),
        });
        answers.collect()
    }
}

/// Notes the persons of a tile who are in a set on a day.
fn note(set: &Set, day: i32, tile: &Tile<'_>, list: &mut List) {
    let persons = &tile.histories.persons[tile.from..tile.until];
    for (person, &id) in persons.iter().enumerate() {
        if set.contains(person, day) {
            list.persons.push(id);
        }
    }
    if let Some(holes) = &set.holes {
        let unknown = (0..persons.len()).filter(|&person| holes.contains(person, day));
        list.persons_with_unknown_days += unknown.count() as u64;
    }
}
