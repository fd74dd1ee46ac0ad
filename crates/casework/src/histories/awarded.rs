//! What is awarded: flex jobs with their measured hours, disability pensions, and the work duty.

use facts::Kind;

use super::life::Life;
use crate::tracks::{begin, end};
use crate::{LiveFact, Spell};

/// The award of a flex job.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlexAward {
    /// Code of the rulebook.
    pub scheme: String,
    /// Effective minutes a week at the award, where the scheme measures them.
    pub minutes: Option<u32>,
}

/// A flex job from one measuring of its hours to the next. Which award it rests on is a matter of the day.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct FlexJob {
    /// Where.
    pub employer: String,
    /// Effective minutes a week.
    pub minutes: u32,
}

/// The award of a disability pension.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct PensionAward {
    /// Code of the rulebook.
    pub cause: String,
    /// Code of the rulebook.
    pub course: Option<String>,
}

pub(super) fn step(life: &mut Life, fact: &LiveFact<'_>) {
    match &fact.entry().kind {
        Kind::FlexJobAwarded { scheme, minutes } => {
            let award = FlexAward {
                scheme: scheme.clone(),
                minutes: *minutes,
            };
            begin(&mut life.flex_awards, fact, award, |_| true);
        }
        Kind::FlexJobStarted { employer, minutes } => {
            let what = FlexJob {
                employer: employer.clone(),
                minutes: *minutes,
            };
            begin(&mut life.flex_jobs, fact, what, |held| {
                held.employer == *employer
            });
        }
        Kind::FlexJobHoursChanged { employer, minutes } => {
            let mut jobs = life.flex_jobs.iter();
            if jobs.any(|spell| spell.until.is_none() && spell.what.employer == *employer) {
                let what = FlexJob {
                    employer: employer.clone(),
                    minutes: *minutes,
                };
                begin(&mut life.flex_jobs, fact, what, |held| {
                    held.employer == *employer
                });
            }
        }
        Kind::FlexJobEnded { employer } => {
            end(&mut life.flex_jobs, fact.day(), |held| {
                held.employer == *employer
            });
        }
        Kind::PensionAwarded { cause, course } => life.pension_awards.push(Spell {
            from: fact.day(),
            until: Some(fact.day().plus(1)),
            what: PensionAward {
                cause: cause.clone(),
                course: course.clone(),
            },
            began_by: fact.root,
        }),
        Kind::WorkDutyBegan => begin(&mut life.work_duty, fact, (), |()| true),
        Kind::WorkDutyEnded => end(&mut life.work_duty, fact.day(), |()| true),
        _ => {}
    }
}
