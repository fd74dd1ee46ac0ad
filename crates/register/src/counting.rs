//! Running queries over a register: each thread counts its persons, and the counts are added.

use figures::{Answer, Histories, Plan, PlanError, Query, Run, RunError, Setting, WorkingDays};

use crate::fault::Account;
use crate::layout::Layout;
use crate::reading::{Consumer, Progress, ReadError, Settings, read};

/// What was asked, answered.
#[derive(Debug)]
pub struct Answers {
    /// One a query, in their order.
    pub answers: Vec<Answer>,
    /// Who was read, and who was left out of every answer.
    pub account: Account,
}

/// A register could not be counted.
#[derive(Debug, thiserror::Error)]
pub enum CountError {
    /// A query cannot be asked of such histories.
    #[error(transparent)]
    Plan(#[from] PlanError),
    /// A file cannot be read.
    #[error(transparent)]
    Read(#[from] ReadError<RunError>),
    /// The numbers cannot be counted.
    #[error(transparent)]
    Run(#[from] RunError),
}

/// Reads a register once and answers all queries.
///
/// # Errors
/// A query that cannot be asked, a file that cannot be read, numbers that do not fit. Faulty rows are no errors: see
/// [`Answers::account`].
pub fn count(
    layout: &Layout,
    queries: &[Query],
    working_days: Option<WorkingDays>,
    settings: &Settings,
    progress: Progress<'_>,
) -> Result<Answers, CountError> {
    let setting = Setting {
        observation: layout.observation(),
        working_days,
    };
    let plan = Plan::compile(&layout.schema, queries, &setting)?;
    let start = || Counting(plan.start());
    let (runs, account) = read(layout, settings, &start, progress)?;
    let mut all = plan.start()?;
    for run in runs {
        all.merge(run.0?)?;
    }
    Ok(Answers {
        answers: all.finish()?,
        account,
    })
}

/// One thread's count.
struct Counting<'plan>(Result<Run<'plan>, RunError>);

impl Consumer for Counting<'_> {
    type Error = RunError;

    fn add(&mut self, histories: &Histories) -> Result<(), RunError> {
        match &mut self.0 {
            Ok(run) => run.add(histories),
            Err(cause) => Err(cause.clone()),
        }
    }
}
