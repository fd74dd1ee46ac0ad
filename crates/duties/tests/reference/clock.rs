//! Time passing, one day after the other (semantics §3 and §6).

use calendar::{Day, Span};
use duties::{Blocker, Cadence, DutyState, EventKind, RelationKind};

use super::case::{Case, Place, Running};

const MOST_TIMERS_A_DAY: usize = 1_000;

impl Case<'_> {
    /// Lets time pass to the beginning of `day`.
    pub(crate) fn advance(&mut self, day: Day) {
        while self.today < day {
            self.end_the_day();
            self.today = self.today.plus(1);
            self.begin_the_day();
        }
    }

    fn begin_the_day(&mut self) {
        for group in 0..self.pauses.len() {
            if self.pauses[group].is_some_and(|(_, until)| until == Some(self.today)) {
                self.end_pause(group);
                self.happenings += 1;
            }
        }
        for duty in &mut self.ledger {
            if duty.state == DutyState::SetAside && duty.until == Some(self.today) {
                duty.state = DutyState::Open;
                duty.ended = None;
                duty.until = None;
                self.happenings += 1;
            }
        }
        // What an exit remembers goes on as it would in an open case, unseen.
        for (_, duty) in &mut self.remembered.duties {
            if duty.state == DutyState::SetAside && duty.until == Some(self.today) {
                duty.state = DutyState::Open;
                duty.ended = None;
                duty.until = None;
            }
        }
        self.show();
    }

    fn end_the_day(&mut self) {
        let mut fired = 0;
        while !self.runaway
            && let Some(at) = self.next_timer()
        {
            if fired == MOST_TIMERS_A_DAY {
                self.runaway = true;
                break;
            }
            fired += 1;
            self.happenings += 1;
            let duty = self.ledger[at].clone();
            self.execute(duty.trigger, duty.event, duty.instance, &[]);
        }
        self.turn_cadences();
        self.show();
    }

    /// Where the duty of the timer is that fires next.
    fn next_timer(&self) -> Option<usize> {
        if self.closed.is_some() {
            return None;
        }
        (0..self.ledger.len())
            .filter(|at| {
                let duty = &self.ledger[*at];
                duty.state == DutyState::Open
                    && self.event(duty.event).kind == EventKind::Timer
                    && duty.due.is_some_and(|due| due <= self.today)
                    && self.blockers(duty.event, duty.instance) == [Blocker::Timer]
            })
            .min_by_key(|at| {
                let duty = &self.ledger[*at];
                (duty.due, duty.event, duty.instance, *at)
            })
    }

    fn turn_cadences(&mut self) {
        if self.closed.is_some() {
            return;
        }
        let mut order: Vec<usize> = (0..self.cadences.len()).collect();
        order.sort_by_key(|at| {
            let running = &self.cadences[*at];
            let target = self.definition.relations[running.relation].target;
            (running.relation, self.place(target, running.instance))
        });
        for at in order {
            let running = &self.cadences[at];
            let cadence = self.cadence_of(running.relation).unwrap();
            let target = self.definition.relations[running.relation].target;
            let waits = cadence == Cadence::Anchored && self.stands_still(target).is_some();
            if cadence == Cadence::Rolling || waits {
                continue;
            }
            let place = self.place(target, running.instance).unwrap();
            while self.turn_due(&self.cadences[at]).1 <= self.today {
                self.turn(at, place);
            }
        }
    }

    fn turn(&mut self, at: usize, place: Place) {
        self.happenings += 1;
        self.cadences[at].turn += 1;
        let running = self.cadences[at].clone();
        let old: Vec<usize> = (0..self.ledger.len())
            .filter(|at| {
                self.ledger[*at].relation == Some(running.relation)
                    && self.ledger[*at].instance == running.instance
            })
            .collect();
        self.end(&old, DutyState::Superseded);
        let (literal, _) = self.turn_due(&running);
        self.respond(running.relation, place, running.trigger, Some(literal));
    }

    /// Ends a pause today: what stood still moves by the days it stood still.
    pub(crate) fn end_pause(&mut self, group: usize) {
        let Some((since, _)) = self.pauses[group].take() else {
            return;
        };
        for at in 0..self.ledger.len() {
            let duty = &self.ledger[at];
            if self.event(duty.event).pause_group == Some(group)
                && matches!(
                    duty.state,
                    DutyState::Open | DutyState::Suspended | DutyState::Paused
                )
            {
                self.move_duty(at, since);
            }
        }
        self.cadences = self.moved_anchors(&self.cadences, group, since);
        // A pause counts in a closed case as in an open one.
        for at in 0..self.remembered.duties.len() {
            let mut duty = self.remembered.duties[at].1.clone();
            if self.event(duty.event).pause_group == Some(group)
                && duty.state != DutyState::SetAside
                && let Some((literal, due)) = self.moved_days(&duty, since)
            {
                duty.literal = Some(literal);
                duty.due = Some(due);
                self.remembered.duties[at].1 = duty;
            }
        }
        self.remembered.cadences = self.moved_anchors(&self.remembered.cadences, group, since);
        self.show();
    }

    fn moved_anchors(&self, cadences: &[Running], group: usize, since: Day) -> Vec<Running> {
        let mut moved = cadences.to_vec();
        for running in &mut moved {
            let target = self.definition.relations[running.relation].target;
            if self.cadence_of(running.relation) == Some(Cadence::Anchored)
                && self.event(target).pause_group == Some(group)
            {
                let days = self.today.since(since.max(running.anchor));
                running.anchor = running.anchor.plus(days);
            }
        }
        moved
    }

    /// The first later day on which time alone changes something: tried out, day by day.
    pub(crate) fn next_wake(&self) -> Option<Day> {
        let mut ahead = self.clone();
        let end = self.last_day_that_matters();
        while ahead.today <= end {
            ahead.advance(ahead.today.plus(1));
            if ahead.happenings > self.happenings {
                return Some(ahead.today);
            }
        }
        None
    }

    /// The latest day that any rule about time compares with; after it nothing happens by itself.
    fn last_day_that_matters(&self) -> Day {
        let mut days = vec![self.today];
        days.extend(
            self.ledger
                .iter()
                .flat_map(|duty| [duty.due, duty.until])
                .flatten(),
        );
        days.extend(self.cadences.iter().map(|running| self.turn_due(running).1));
        days.extend(self.pauses.iter().flatten().filter_map(|(_, until)| *until));
        for relation in &self.definition.relations {
            let RelationKind::Condition { delay } = relation.kind else {
                continue;
            };
            let scopes = (0..self.placements.len()).map(Some).chain([None]);
            let done = scopes.filter_map(|place| self.scope(place).last[relation.source]);
            let opened = self.placements.iter().map(|one| one.instance.opened);
            let delay = delay.unwrap_or(Span::ZERO);
            days.extend(done.chain(opened).map(|day| self.calendar.add(day, delay)));
        }
        days.into_iter().max().unwrap()
    }
}
