//! Creating, moving and ending duties; cadences (semantics §4 to §6).

use calendar::{Day, Span};
use duties::{
    Cadence, Deadline, Duty, DutyId, DutyState, InstanceKey, RelationKind, RootId, Strength,
};

use super::case::{Case, Place, Running};

/// What is about to become a duty.
pub(crate) struct Draft {
    pub(crate) event: usize,
    pub(crate) place: Place,
    pub(crate) relation: Option<usize>,
    pub(crate) trigger: RootId,
    pub(crate) act: Strength,
    pub(crate) deadline: Option<Deadline>,
    pub(crate) literal: Option<Day>,
}

impl Case<'_> {
    pub(crate) fn create_initial_duties(&mut self, place: Place, trigger: RootId) {
        for event in 0..self.definition.events.len() {
            let lives_here = match place {
                None => !self.is_inside(event),
                Some(at) => {
                    self.is_inside(event)
                        && self.event(event).instance == Some(self.placements[at].instance.kind)
                }
            };
            let Some(initial) = self.event(event).pending.filter(|_| lives_here) else {
                continue;
            };
            let literal = initial
                .deadline
                .map(|deadline| self.calendar.add(self.today, deadline.within));
            self.create(&Draft {
                event,
                place,
                relation: None,
                trigger,
                act: initial.act,
                deadline: initial.deadline,
                literal,
            });
        }
    }

    /// Creates a duty today.
    pub(crate) fn create(&mut self, draft: &Draft) {
        let key = self.key(draft.place);
        let round = match draft.relation {
            None => 0,
            Some(_) => self
                .ledger
                .iter()
                .filter(|duty| {
                    (duty.relation, duty.instance, duty.trigger)
                        == (draft.relation, key, draft.trigger)
                })
                .count(),
        };
        let round = u32::try_from(round).unwrap();
        let due = draft
            .deadline
            .zip(draft.literal)
            .map(|(deadline, literal)| self.calendar.resolve(literal, deadline.roll));
        let is_closed = self.closed.is_some();
        self.ledger.push(Duty {
            id: self.duty_id(draft, key, round),
            event: draft.event,
            instance: key,
            relation: draft.relation,
            trigger: draft.trigger,
            round,
            created: self.today,
            literal: draft.literal,
            due,
            act: draft.act,
            day_strength: draft.deadline.map(|deadline| deadline.strength),
            state: if is_closed {
                DutyState::Cancelled
            } else {
                DutyState::Open
            },
            ended: is_closed.then_some(self.today),
            until: None,
        });
        self.show();
    }

    fn duty_id(&self, draft: &Draft, key: Option<InstanceKey>, round: u32) -> DutyId {
        let name = match draft.relation {
            Some(relation) => self.definition.relations[relation].id.clone(),
            None => format!("initial:{}", self.event(draft.event).id),
        };
        let words = [
            self.number,
            key.map_or(0, |key| key.0.wrapping_add(1)),
            fnv(name.as_bytes()),
            draft.trigger.0,
            u64::from(round),
        ];
        let bytes: Vec<u8> = words.iter().flat_map(|word| word.to_le_bytes()).collect();
        DutyId(fnv(&bytes))
    }

    /// Ends every unended duty of a list of positions; says whether there was one.
    pub(crate) fn end(&mut self, positions: &[usize], state: DutyState) -> bool {
        let mut ended = false;
        for at in positions {
            if is_unended(&self.ledger[*at]) {
                let today = self.today;
                let duty = &mut self.ledger[*at];
                duty.state = state;
                duty.ended = Some(today);
                duty.until = None;
                ended = true;
            }
        }
        ended
    }

    /// Cancels every unended duty on an event in a scope and stops the cadences on it.
    pub(crate) fn cancel(&mut self, event: usize, place: Place) -> bool {
        let ended = self.end(&self.duties_on(event, place), DutyState::Cancelled);
        let key = self.key(place);
        let before = self.cadences.len();
        let relations = &self.definition.relations;
        self.cadences
            .retain(|one| !(relations[one.relation].target == event && one.instance == key));
        ended || self.cadences.len() < before
    }

    /// Moves a duty whose clock has stood still since `start`, as if the pause ended today.
    pub(crate) fn move_duty(&mut self, at: usize, start: Day) {
        if let Some((literal, due)) = self.moved_days(&self.ledger[at], start) {
            let duty = &mut self.ledger[at];
            duty.literal = Some(literal);
            duty.due = Some(due);
        }
    }

    /// The literal and the due day of a duty if a pause since `start` ended today; `None` if it has none that moves.
    pub(crate) fn moved_days(&self, duty: &Duty, start: Day) -> Option<(Day, Day)> {
        if self.is_calendar_turn(duty) {
            return None;
        }
        let deadline = self.deadline_of(duty)?;
        let literal = duty
            .literal?
            .plus(self.today.since(start.max(duty.created)));
        Some((literal, self.calendar.resolve(literal, deadline.roll)))
    }

    fn is_calendar_turn(&self, duty: &Duty) -> bool {
        duty.relation.is_some_and(|relation| {
            matches!(
                self.cadence_of(relation),
                Some(Cadence::CalendarMonth | Cadence::CalendarWeek)
            )
        })
    }

    pub(crate) fn cadence_of(&self, relation: usize) -> Option<Cadence> {
        match self.definition.relations[relation].kind {
            RelationKind::Response { cadence, .. } => cadence,
            _ => None,
        }
    }

    fn deadline_of(&self, duty: &Duty) -> Option<Deadline> {
        match duty.relation {
            None => self.event(duty.event).pending?.deadline,
            Some(relation) => match self.definition.relations[relation].kind {
                RelationKind::Response { deadline, .. } => deadline,
                _ => None,
            },
        }
    }

    /// The literal and the resolved day on which the current turn of a cadence is due.
    pub(crate) fn turn_due(&self, running: &Running) -> (Day, Day) {
        let RelationKind::Response {
            deadline: Some(deadline),
            cadence: Some(cadence),
            ..
        } = self.definition.relations[running.relation].kind
        else {
            panic!("only a response with a deadline has a cadence");
        };
        let span = deadline.within;
        let turns = u16::try_from(running.turn + 1).unwrap();
        let literal = match cadence {
            Cadence::Rolling => self.calendar.add(running.anchor, span),
            Cadence::Anchored => {
                let whole = Span {
                    months: span.months * turns,
                    days: span.days * turns,
                    working_days: span.working_days * turns,
                };
                self.calendar.add(running.anchor, whole)
            }
            Cadence::CalendarMonth => running
                .anchor
                .month_start()
                .plus_months(i32::from(span.months * turns))
                .month_end(),
            Cadence::CalendarWeek => running
                .anchor
                .week_start()
                .plus(i32::from(span.days * turns) + 6),
        };
        (literal, self.calendar.resolve(literal, deadline.roll))
    }

    /// Creates the duty of a relation in a scope, with the literal day given.
    pub(crate) fn respond(
        &mut self,
        relation: usize,
        place: Place,
        trigger: RootId,
        literal: Option<Day>,
    ) {
        let RelationKind::Response { act, deadline, .. } = self.definition.relations[relation].kind
        else {
            panic!("only a response creates duties");
        };
        self.create(&Draft {
            event: self.definition.relations[relation].target,
            place,
            relation: Some(relation),
            trigger,
            act,
            deadline,
            literal,
        });
    }

    /// Sets a duty aside; says whether it could be (semantics §8).
    pub(crate) fn set_aside(&mut self, id: DutyId, until: Option<Day>) -> bool {
        let Some(at) = self.may_set_aside(id) else {
            return false;
        };
        let until = until.filter(|until| *until > self.today);
        let today = self.today;
        let duty = &mut self.ledger[at];
        duty.state = DutyState::SetAside;
        duty.ended = Some(today);
        duty.until = until;
        let duty = duty.clone();
        if until.is_some() {
            return true;
        }
        let running = self
            .cadences
            .iter()
            .find(|one| Some(one.relation) == duty.relation && one.instance == duty.instance)
            .cloned();
        if let Some(running) = running
            && self.cadence_of(running.relation) == Some(Cadence::Rolling)
        {
            let deadline = self.deadline_of(&duty).unwrap();
            let literal = self.calendar.add(duty.literal.unwrap(), deadline.within);
            let place = self.place(duty.event, duty.instance).unwrap();
            self.respond(running.relation, place, running.trigger, Some(literal));
        }
        true
    }

    /// Where the duty is, if it can be set aside now.
    pub(crate) fn may_set_aside(&self, id: DutyId) -> Option<usize> {
        self.ledger.iter().position(|duty| {
            duty.id == id
                && duty.act == Strength::Default
                && matches!(
                    duty.state,
                    DutyState::Open | DutyState::Suspended | DutyState::Paused
                )
        })
    }
}

pub(crate) fn is_unended(duty: &Duty) -> bool {
    match duty.state {
        DutyState::Open | DutyState::Suspended | DutyState::Paused => true,
        DutyState::SetAside => duty.until.is_some(),
        _ => false,
    }
}

fn fnv(bytes: &[u8]) -> u64 {
    let mut hash: u64 = 0xcbf2_9ce4_8422_2325;
    for byte in bytes {
        hash ^= u64::from(*byte);
        hash = hash.wrapping_mul(0x0000_0100_0000_01b3);
    }
    hash
}
