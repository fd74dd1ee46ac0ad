//! From facts to the steps that the duty engine folds.

use calendar::Day;
use duties::{Action, DutyId, Effect, InstanceKey, RootId, Step};
use facts::{Entry, FactId, Kind, KindName};
use rulebook::ModelVersion;

use crate::matching::{Matcher, counts_in, ended_before};
use crate::{CaseHead, LiveFact};

/// Something about a stored fact that the page cannot take up. The fact stays; a person should look at it.
#[derive(Debug, Clone, PartialEq, Eq)]
pub struct Problem {
    /// The root of the fact.
    pub fact: FactId,
    /// What is the matter.
    pub what: ProblemKind,
}

/// What is the matter with a stored fact.
#[derive(Debug, Clone, PartialEq, Eq, PartialOrd, Ord)]
pub enum ProblemKind {
    /// The page has no event with this id.
    UnknownEvent(String),
    /// No event of the page is satisfied by this kind, so it has no effect in the case (pausing, closing, reopening …).
    NoEventFor(KindName),
    /// The page has no field with this id.
    UnknownField(String),
    /// The field does not take such a value.
    WrongValue(String),
    /// The event lives in a placement and the fact names none.
    NoPlacement(String),
}

/// The root of a step that the clock takes on a fixed day; no fact has such a number.
pub(crate) fn clock_root(day: Day) -> RootId {
    let since_the_first = u64::try_from(day.since(Day::MIN)).expect("no day is before the first");
    RootId((1 << 63) | since_the_first)
}

/// Whether the clock and not a fact is the root.
pub(crate) fn is_clock(root: RootId) -> bool {
    root.0 >> 63 == 1
}

/// The steps of a case.
#[derive(Debug, Default)]
pub(crate) struct Steps {
    pub(crate) steps: Vec<Step>,
    pub(crate) problems: Vec<Problem>,
}

/// Makes steps of the facts that count in the case, in the order of the facts and, within one, of the page.
///
/// A fact satisfies every event that names it; each becomes a step with the fact's root and answers. Facts from before
/// the opening day make no step, unless the event carries on: then the step stands on the opening day. Events that the
/// page gives a fixed day become steps of the clock, if the case was opened before it.
pub(crate) fn steps_of(
    model: &ModelVersion,
    head: &CaseHead,
    live: &[LiveFact<'_>],
    as_of: Day,
) -> Steps {
    let mut result = Steps::default();
    for (event, text) in model.events.iter().enumerate() {
        let Some(day) = text
            .on_day
            .filter(|day| head.opened < *day && *day <= as_of)
        else {
            continue;
        };
        result.steps.push(Step {
            root: clock_root(day),
            day,
            time: None,
            sequence: clock_root(day).0,
            action: Action::Execute {
                event,
                instance: None,
                values: std::iter::empty().collect(),
            },
        });
    }
    let pairs = Matcher::new(model);
    let ended = ended_before(model, &pairs, head, live);
    for fact in live {
        let entry = fact.entry();
        if !counts_in(entry, head.id) {
            continue;
        }
        let is_early = fact.day() < head.opened;
        if is_early && entry.kind.placement().is_some_and(|id| ended.contains(&id)) {
            continue;
        }
        if let Kind::DutySetAside { duty, until } = entry.kind {
            let duty = DutyId(duty);
            result.push(fact, head, Action::SetAside { duty, until });
            continue;
        }
        let mut matched = false;
        for event in pairs.events_of(entry) {
            if is_early && !model.events[event].carries_on {
                continue;
            }
            matched = true;
            execute(&mut result, model, head, fact, event);
        }
        if matched {
            answers_problems(&mut result.problems, model, fact);
        } else if !is_early {
            result.unmatched(model, fact);
        }
    }
    result
}

impl Steps {
    fn push(&mut self, fact: &LiveFact<'_>, head: &CaseHead, action: Action) {
        let is_early = fact.day() < head.opened;
        self.steps.push(Step {
            root: RootId(fact.root.0),
            day: fact.day().max(head.opened),
            time: fact.entry().time.filter(|_| !is_early),
            sequence: fact.root.0,
            action,
        });
    }

    /// What ought to have had an effect and has none.
    fn unmatched(&mut self, model: &ModelVersion, fact: &LiveFact<'_>) {
        let what = match &fact.entry().kind {
            Kind::ActivityDone { event, .. } => ProblemKind::UnknownEvent(event.clone()),
            kind @ (Kind::CaseOpened { .. }
            | Kind::CaseClosed
            | Kind::CaseReopened
            | Kind::ClockPaused { .. }
            | Kind::ClockResumed) => ProblemKind::NoEventFor(kind.name()),
            _ => return,
        };
        debug_assert!(
            !matches!(what, ProblemKind::UnknownEvent(ref id) if model.event(id).is_some()),
            "an activity-done counts as the event it names"
        );
        self.problems.push(Problem {
            fact: fact.root,
            what,
        });
    }
}

fn execute(
    result: &mut Steps,
    model: &ModelVersion,
    head: &CaseHead,
    fact: &LiveFact<'_>,
    event: usize,
) {
    let entry = fact.entry();
    let definition = &model.model.definition().events[event];
    let instance = definition
        .instance
        .and_then(|_| entry.kind.placement())
        .map(|placement| InstanceKey(placement.0));
    if definition.instance.is_some() && instance.is_none() {
        result.problems.push(Problem {
            fact: fact.root,
            what: ProblemKind::NoPlacement(definition.id.clone()),
        });
        // A kind that never names a placement says nothing about one; an activity that ought to is still done.
        if !matches!(entry.kind, Kind::ActivityDone { .. }) {
            return;
        }
    }
    let values = values_of(model, entry, event);
    let action = Action::Execute {
        event,
        instance,
        values,
    };
    result.push(fact, head, action);
}

/// The values a fact brings to one of its events: what the page copies from the fact, then the answers.
fn values_of<V: FromIterator<(usize, duties::Value)> + Default>(
    model: &ModelVersion,
    entry: &Entry,
    event: usize,
) -> V {
    let text = &model.events[event];
    let definition = &model.model.definition().events[event];
    let may_pause = matches!(entry.kind, Kind::ClockPaused { .. });
    if entry.answers.is_empty() && text.copies.is_empty() && !may_pause {
        return V::default();
    }
    let belongs = |instance: Option<usize>| instance.is_none() || instance == definition.instance;
    let copied = text.copies.iter().filter_map(|copied| {
        let field = &model.fields[copied.field];
        let value = entry.kind.field(&copied.fact_field)?;
        field.engine_value(&value)
    });
    let answered = entry.answers.iter().filter_map(|(id, value)| {
        let position = model.fields.iter().position(|field| field.id == *id)?;
        let field = &model.fields[position];
        let is_copied = text.copies.iter().any(|copied| copied.field == position);
        (belongs(field.instance) && !is_copied).then(|| field.engine_value(value))?
    });
    let until = match (&entry.kind, definition.effect) {
        (
            Kind::ClockPaused { until },
            Effect::Pauses {
                until: Some(field), ..
            },
        ) => {
            // Without a day the field of an earlier pause must not speak for this one.
            Some((field, duties::Value::Day(until.unwrap_or(Day::MAX))))
        }
        _ => None,
    };
    copied.chain(answered).chain(until).collect()
}

fn answers_problems(problems: &mut Vec<Problem>, model: &ModelVersion, fact: &LiveFact<'_>) {
    for (id, value) in &fact.entry().answers {
        let what = match model.field(id) {
            None => ProblemKind::UnknownField(id.clone()),
            Some(field) if field.engine.is_some() && field.engine_value(value).is_none() => {
                ProblemKind::WrongValue(id.clone())
            }
            Some(_) => continue,
        };
        problems.push(Problem {
            fact: fact.root,
            what,
        });
    }
}
