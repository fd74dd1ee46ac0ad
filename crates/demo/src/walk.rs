//! Walks cases through the months: day after day somebody takes up a case, looks at what it says can and must be done, and
//! registers something, as a user would.
//!
//! Nothing here knows a model. What can be done, what is due and what blocks it comes from `casework`; what a fact looks
//! like comes from the page.

use std::cmp::Reverse;
use std::collections::BinaryHeap;

use calendar::{Day, LocalTime, Timestamp};
use casework::{Case, Coordinates, read_case};
use facts::{CaseId, Entry, Fact, FactId};
use rulebook::Book;

use crate::life::{Life, Pace, Posting};
use crate::making::working_day;
use crate::people::Company;
use crate::staff::Employee;

/// Everything the walk stands on, and what came of it.
pub(crate) struct Walk<'a> {
    pub(crate) book: &'a Book,
    pub(crate) today: Day,
    pub(crate) employees: &'a [Employee],
    pub(crate) companies: &'a [Company],
    pub(crate) postings: Vec<Posting>,
    pub(crate) next_fact: u64,
    /// Entries that `casework::check` found faulty and that were therefore not registered.
    pub(crate) refused: usize,
    next_case: u64,
    queue: BinaryHeap<Reverse<(Timestamp, usize)>>,
}

/// What was decided about a case on one day.
pub(crate) struct Decision {
    /// What to register; empty for nothing.
    pub(crate) entries: Vec<Entry>,
    /// When somebody looks at the case again, if anybody does.
    pub(crate) next: Option<Day>,
}

impl<'a> Walk<'a> {
    pub(crate) fn new(
        book: &'a Book,
        today: Day,
        employees: &'a [Employee],
        companies: &'a [Company],
    ) -> Walk<'a> {
        Walk {
            book,
            today,
            employees,
            companies,
            postings: Vec::new(),
            next_fact: 1,
            refused: 0,
            next_case: 1,
            queue: BinaryHeap::new(),
        }
    }

    /// Records entries for good; gives the id of the first.
    pub(crate) fn record(
        &mut self,
        facts: &mut Vec<Fact>,
        recorded_at: Timestamp,
        entries: Vec<Entry>,
    ) -> FactId {
        let first = FactId(self.next_fact);
        let Some(citizen) = entries.first().map(|entry| entry.citizen) else {
            return first;
        };
        for entry in &entries {
            facts.push(Fact {
                id: FactId(self.next_fact),
                recorded_at,
                entry: entry.clone(),
            });
            self.next_fact += 1;
        }
        self.postings.push(Posting {
            citizen,
            recorded_at,
            first,
            entries,
        });
        first
    }

    /// Somebody takes up this life's case that day, at a time of their own.
    pub(crate) fn schedule(&mut self, life: &mut Life, at: usize, day: Day) {
        let day = working_day(day);
        if day > self.today {
            return;
        }
        let minutes = life.dice.below(8 * 60);
        let time = LocalTime::new(
            u16::try_from(8 + minutes / 60).unwrap_or(8),
            u16::try_from(minutes % 60).unwrap_or(0),
        )
        .expect("between eight and four");
        // Today is not over: what is registered today was registered this morning before nine.
        let time = if day == self.today {
            LocalTime::new(8, u16::try_from(minutes % 60).unwrap_or(0)).expect("after eight")
        } else {
            time
        };
        self.queue.push(Reverse((Timestamp::at(day, time), at)));
    }

    /// Walks until the demonstration's day. `openings` are recorded on their day, before anything else in the case.
    pub(crate) fn run(&mut self, lives: &mut [Life], mut openings: Vec<Option<Vec<Entry>>>) {
        while let Some(Reverse((now, at))) = self.queue.pop() {
            let life = &mut lives[at];
            if let Some(mut entries) = openings[at].take() {
                life.case = CaseId(self.next_case);
                self.next_case += 1;
                for entry in &mut entries {
                    entry.case = Some(life.case);
                }
                self.record(&mut life.facts, now, entries);
                if life.pace != Pace::Untouched {
                    let after = life.dice.between(1, 9);
                    self.schedule(life, at, now.day().plus(after));
                }
                continue;
            }
            let Some(decision) = self.take_up(life, now) else {
                continue;
            };
            if decision.entries.is_empty() {
                // Nothing was done, and nobody was refused.
            } else if self.passes(life, &decision.entries, now.day()) {
                let first = self.record(&mut life.facts, now, decision.entries);
                remember_mistake(life, first);
            } else {
                self.refused += 1;
            }
            if let Some(next) = decision.next {
                let planned = [life.stops_on, life.books_on].into_iter().flatten();
                let planned = planned
                    .map(working_day)
                    .filter(|day| *day > now.day())
                    .min();
                let next = planned.map_or(next, |day| next.min(day));
                self.schedule(life, at, next.max(now.day().plus(1)));
            }
        }
    }

    fn take_up(&self, life: &mut Life, now: Timestamp) -> Option<Decision> {
        life.number();
        let facts = std::mem::take(&mut life.facts);
        let decision = self.look(life, &facts, now.day());
        life.facts = facts;
        decision
    }

    fn look(&self, life: &mut Life, facts: &[Fact], day: Day) -> Option<Decision> {
        if self.has_arrived(life, facts) {
            return None;
        }
        let case = read_case(self.book, facts, life.case, Coordinates::on(day)).ok()?;
        Some(self.decide(life, facts, &case))
    }

    /// Whether the event that this life is to show stands open on the demonstration's day.
    fn has_arrived(&self, life: &Life, facts: &[Fact]) -> bool {
        let Some(target) = &life.target else {
            return false;
        };
        read_case(self.book, facts, life.case, Coordinates::on(self.today))
            .is_ok_and(|case| is_open(&case, target))
    }

    /// The check that every registration passes.
    fn passes(&self, life: &Life, entries: &[Entry], day: Day) -> bool {
        casework::check_all(self.book, &life.facts, entries, day).is_ok()
    }
}

/// Now and then something just registered is wrong, and mended the next time.
fn remember_mistake(life: &mut Life, first: FactId) {
    if !life.dice.chance(5) || life.mistake.is_some() {
        return;
    }
    let last = life.facts.iter().rfind(|fact| {
        fact.id >= first && fact.entry.corrects.is_none() && is_correctable(&fact.entry)
    });
    life.mistake = last.map(|fact| (fact.id, fact.entry.clone()));
}

/// What people get wrong: that something happened, and when.
fn is_correctable(entry: &Entry) -> bool {
    use facts::Kind;
    matches!(
        entry.kind,
        Kind::ConversationHeld { .. }
            | Kind::ActivityDone { .. }
            | Kind::DocumentFiled { .. }
            | Kind::NoteWritten
    )
}

/// Whether an event of the page can be done, or is to be done, in a case.
pub(crate) fn is_open(case: &Case<'_>, event: &str) -> bool {
    let Some(position) = case.model.event(event) else {
        return false;
    };
    let has_duty = case.fold.state.unended().any(|duty| duty.event == position);
    has_duty
        || case
            .actions()
            .iter()
            .any(|action| action.event == position && action.blocked_by.is_empty())
}
