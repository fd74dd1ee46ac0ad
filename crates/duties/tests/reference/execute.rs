//! Executing an event, step by step as semantics §4 numbers it.

use duties::{
    Cadence, DutyState, Effect, Field, FieldType, InstanceKey, Lifecycle, Repeat, RootId, Value,
};

use super::case::{Case, Place, Remembered, Running};
use super::guards::Truth;
use super::ledger::is_unended;

impl Case<'_> {
    pub(crate) fn execute(
        &mut self,
        root: RootId,
        event: usize,
        key: Option<InstanceKey>,
        values: &[(usize, Value)],
    ) {
        let what = self.event(event);
        let is_inside = self.is_inside(event);
        // 1. The instance, for an event that speaks of one.
        let speaks_of = match (what.instance, key) {
            (Some(kind), Some(key)) => {
                let known = self.find(kind, key);
                Some(known.unwrap_or_else(|| self.open(kind, key, root)))
            }
            _ => None,
        };
        // 2. The values.
        for (field, value) in values {
            self.store(*field, *value, speaks_of);
        }
        if is_inside && speaks_of.is_none() {
            return;
        }
        // 3. An attempt changes nothing else.
        if self.holds(what.completes.as_ref(), speaks_of) != Truth::Yes {
            return;
        }
        let place = if is_inside { speaks_of } else { None };
        self.discharge(event, place);
        self.roll_on(event, place);
        // 6. The marking.
        let today = self.today;
        let scope = self.scope_mut(place);
        scope.last[event] = Some(today);
        scope.count[event] += 1;
        scope.count_in_round[event] += 1;
        if what.lifecycle == Lifecycle::Closes
            && let Some(at) = place
        {
            self.close_instance(at);
        }
        // 8.
        match what.effect {
            Effect::BeginsRound(kind) => self.begin_round(kind, event, place),
            Effect::Reopens => self.reopen(),
            Effect::Resumes(group) => self.end_pause(group),
            _ => {}
        }
        self.fire(root, event, speaks_of);
        // 10.
        match what.effect {
            Effect::Exits => self.exit(event),
            Effect::Pauses { group, until } => self.pause(group, until, speaks_of),
            _ => {}
        }
        self.show();
    }

    fn store(&mut self, field: usize, value: Value, place: Place) {
        if !can_take(&self.definition.fields[field], value) {
            return;
        }
        match self.definition.fields[field].instance {
            None => self.root.values[field] = Some(value),
            Some(kind) => {
                if let Some(at) = place
                    && self.placements[at].instance.kind == kind
                {
                    self.placements[at].scope.values[field] = Some(value);
                }
            }
        }
    }

    /// Step 4.
    fn discharge(&mut self, event: usize, place: Place) {
        for at in self.duties_on(event, place) {
            if !matches!(
                self.ledger[at].state,
                DutyState::Open | DutyState::Suspended | DutyState::Paused
            ) {
                continue;
            }
            if let Some(since) = self.stands_still(event) {
                self.move_duty(at, since);
            }
            let today = self.today;
            let duty = &mut self.ledger[at];
            duty.state = match duty.due {
                Some(due) if due < today => DutyState::Late,
                _ => DutyState::Met,
            };
            duty.ended = Some(today);
        }
    }

    /// Step 5.
    fn roll_on(&mut self, event: usize, place: Place) {
        let key = self.key(place);
        for relation in 0..self.definition.relations.len() {
            if self.definition.relations[relation].target != event
                || self.cadence_of(relation) != Some(Cadence::Rolling)
            {
                continue;
            }
            let running = self
                .cadences
                .iter()
                .find(|one| one.relation == relation && one.instance == key)
                .cloned();
            if let Some(running) = running {
                let from_today = Running {
                    anchor: self.today,
                    turn: 0,
                    ..running
                };
                let (literal, _) = self.turn_due(&from_today);
                self.respond(relation, place, running.trigger, Some(literal));
            }
        }
    }

    /// Step 7.
    fn close_instance(&mut self, at: usize) {
        let today = self.today;
        let instance = &mut self.placements[at].instance;
        if instance.closed.is_some() {
            return;
        }
        instance.closed = Some(today);
        for event in 0..self.definition.events.len() {
            if self.is_inside(event)
                && self.event(event).instance == Some(self.placements[at].instance.kind)
            {
                self.cancel(event, Some(at));
            }
        }
    }

    fn begin_round(&mut self, kind: usize, event: usize, place: Place) {
        self.rounds[kind] += 1;
        let of_kind: Vec<usize> = (0..self.definition.events.len())
            .filter(|one| self.event(*one).repeat == Repeat::OncePerRound(kind))
            .collect();
        let places = (0..self.placements.len()).map(Some).chain([None]);
        for one in places {
            for event in &of_kind {
                self.scope_mut(one).count_in_round[*event] = 0;
            }
        }
        self.scope_mut(place).count_in_round[event] = 1;
    }

    fn exit(&mut self, event: usize) {
        if self.closed.is_some() {
            return;
        }
        let unended: Vec<usize> = (0..self.ledger.len())
            .filter(|at| is_unended(&self.ledger[*at]))
            .collect();
        self.remembered = Remembered {
            duties: unended
                .iter()
                .map(|at| (*at, self.ledger[*at].clone()))
                .collect(),
            cadences: std::mem::take(&mut self.cadences),
        };
        self.end(&unended, DutyState::Cancelled);
        self.closed = Some((event, self.today));
    }

    fn reopen(&mut self) {
        if self.closed.take().is_none() {
            return;
        }
        let remembered = std::mem::take(&mut self.remembered);
        for (at, duty) in remembered.duties {
            let place = self.place(duty.event, duty.instance).unwrap();
            if self.is_closed_instance(place) {
                continue;
            }
            self.ledger[at] = duty;
        }
        for running in remembered.cadences {
            let target = self.definition.relations[running.relation].target;
            let place = self.place(target, running.instance).unwrap();
            if !self.is_closed_instance(place) {
                self.cadences.push(running);
            }
        }
        self.show();
    }

    fn pause(&mut self, group: usize, until: Option<usize>, place: Place) {
        let until = match until.and_then(|field| self.value(field, place)) {
            Some(Value::Day(day)) => Some(day),
            _ => None,
        };
        if until.is_some_and(|until| until <= self.today) {
            return;
        }
        let since = self.pauses[group].map_or(self.today, |(since, _)| since);
        self.pauses[group] = Some((since, until));
    }
}

fn can_take(field: &Field, value: Value) -> bool {
    match (&field.of, value) {
        (FieldType::Flag, Value::Flag(_))
        | (FieldType::Number, Value::Number(_))
        | (FieldType::Day, Value::Day(_)) => true,
        (FieldType::Choice(choices), Value::Choice(choice)) => usize::from(choice) < choices.len(),
        (FieldType::Set(choices), Value::Set(bits)) => {
            (0..64).all(|bit| bits >> bit & 1 == 0 || bit < choices.len())
        }
        _ => false,
    }
}
