//! Running queries over a register: each thread counts its persons, and the counts are added.

use calendar::Day;
use figures::{
    Answer, Histories, Plan, PlanError, PlanFault, Query, Run, RunError, Setting, WorkingDays,
};
use tables::{Language, Text};

use crate::fault::Account;
use crate::layout::Layout;
use crate::reading::{Consumer, Progress, ReadError, Settings, read, too_little};

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
#[error("{}", self.told(Language::Danish))]
pub enum CountError {
    /// A query cannot be asked of such histories.
    Plan(PlanError),
    /// A file cannot be read.
    Read(ReadError<RunError>),
    /// The numbers cannot be counted.
    Run(RunError),
}

// The causes are told by the words above; as sources they would be told a second time, in English only.
impl From<PlanError> for CountError {
    fn from(cause: PlanError) -> Self {
        CountError::Plan(cause)
    }
}

impl From<ReadError<RunError>> for CountError {
    fn from(cause: ReadError<RunError>) -> Self {
        CountError::Read(cause)
    }
}

impl From<RunError> for CountError {
    fn from(cause: RunError) -> Self {
        CountError::Run(cause)
    }
}

impl CountError {
    /// What is wrong and what to do.
    pub fn told(&self, language: Language) -> String {
        match self {
            CountError::Plan(cause) => unasked(&cause.fault).within(language).to_owned(),
            CountError::Read(ReadError::Source(cause)) => cause.told(language),
            CountError::Read(ReadError::Memory {
                what,
                needed,
                allowed,
            }) => too_little(what, *needed, *allowed)
                .within(language)
                .to_owned(),
            CountError::Read(ReadError::Consumer(cause)) | CountError::Run(cause) => {
                uncounted(cause).within(language).to_owned()
            }
        }
    }

    /// The place of the query that it is about, where it is about one.
    pub fn query(&self) -> Option<usize> {
        match self {
            CountError::Plan(cause) => Some(cause.query),
            CountError::Read(ReadError::Consumer(RunError::Overflow { query }))
            | CountError::Run(RunError::Overflow { query }) => Some(*query),
            _ => None,
        }
    }
}

/// Why a question cannot be asked of a register.
fn unasked(fault: &PlanFault) -> Text {
    match fault {
        PlanFault::UnknownDay { known, .. } if known.from >= known.until => Text::new(
            "målgruppen kan ikke kendes på nogen dag i registret; spørg om noget, registret har, eller om et kortere tidsrum",
            "the population is known on no day of the register; ask for what the register has, or for a shorter time",
        ),
        PlanFault::UnknownDay { day, known } => {
            let (day, from, last) = (shown(*day), shown(known.from), shown(known.until - 1));
            Text::new(
                format!(
                    "målgruppen kan ikke kendes den {day}, men fra {from} til {last}; spørg om en af de dage"
                ),
                format!(
                    "the population is not known on {day}, but from {from} to {last}; ask for one of those days"
                ),
            )
        }
        PlanFault::Periods => Text::new(
            "der kan være 65.534 perioder på 65.535 dage; spørg om færre eller kortere",
            "there are at most 65,534 periods of at most 65,535 days; ask for fewer or shorter ones",
        ),
        PlanFault::WorkingDays => Text::new(
            "der tælles arbejdsdage, og kalenderen dækker ikke alle perioder; spørg om perioder inden for »observed«",
            "working days are counted and the calendar does not cover all periods; ask for periods within `observed`",
        ),
        PlanFault::Moving => Text::new(
            "aldersgrupper og anciennitet giver for mange felter tilsammen; spørg om færre fordelinger på én gang",
            "the age groups and seniorities make too many cells together; ask for fewer breakdowns at once",
        ),
        other => Text::new(
            format!(
                "spørgsmålet passer ikke til regelbogens spor ({other}); ret siden eller spørgsmålet"
            ),
            format!(
                "the question does not fit the rulebook's tracks ({other}); mend the page or the question"
            ),
        ),
    }
}

/// Why the numbers of a register cannot be counted.
fn uncounted(cause: &RunError) -> Text {
    match cause {
        RunError::Members | RunError::Cells => Text::new(
            "fordelingen har for mange felter; udelad en fordeling, eller spørg om færre perioder",
            "the breakdown has too many cells; leave out a breakdown or ask for fewer periods",
        ),
        RunError::Overflow { .. } => Text::new(
            "summen kan blive for stor til 64 bit; spørg om kortere perioder",
            "the sum may be too large for 64 bits; ask for shorter periods",
        ),
        other => Text::new(
            format!(
                "tællingen gik i stå ({other}); det er en fejl i programmet, skriv til dem, der laver det"
            ),
            format!(
                "the count got stuck ({other}); this is a fault of the program, write to its makers"
            ),
        ),
    }
}

fn shown(epoch: i32) -> Day {
    Day::from_epoch(epoch)
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
